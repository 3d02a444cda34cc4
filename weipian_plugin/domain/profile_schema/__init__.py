"""From a profile's document to a `PolicyProfile`: what it extends is joined in, everything it says is checked.

A document is what YAML says, with nothing built yet. All that is wrong is found in one go, see `ProfileProblem`.
"""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Tuple

from ..profiles import PolicyProfile
from .layers import chain_of, merged
from .problems import InvalidProfile, Keys, ProfileProblem, Report, nearest
from .reading import Node, Reader
from .sections import (
    read_deadlines,
    read_documents,
    read_evidence,
    read_flags,
    read_holidays,
    read_labels,
    read_onsite,
    read_rules,
    read_tblx,
    read_validity,
    read_values,
)
from .tables import MINERAL_RULES, PROFILE_KEYS, PROFILE_REQUIRED

__all__ = ["InvalidProfile", "Keys", "Node", "ProfileProblem", "build_all", "build_profile", "read_profile"]


def build_profile(documents: Mapping[str, Node], profile_id: str, texts: Optional[Mapping[str, str]] = None
                  ) -> PolicyProfile:
    """The profile ``profile_id`` out of parsed documents by id, with all it extends joined in.

    ``texts`` are the policy texts at hand by file name; sentences quoted from them must occur there. Raises
    ``PROFILE_INVALID`` (`InvalidProfile`) with everything that is wrong: unknown keys, facts, roles, codes and units,
    missing sources, and whatever else would make a rule mean something other than it says.
    """
    profile, problems = read_profile(documents, profile_id, texts)
    if profile is None:
        raise InvalidProfile(profile_id, problems)
    return profile


def build_all(documents: Mapping[str, Node], texts: Optional[Mapping[str, str]] = None) -> Dict[str, PolicyProfile]:
    """Every profile among the documents, by id. Raises ``PROFILE_INVALID`` for the first that is wrong."""
    return {profile_id: build_profile(documents, profile_id, texts) for profile_id in sorted(documents)}


def read_profile(documents: Mapping[str, Node], profile_id: str, texts: Optional[Mapping[str, str]] = None,
                 values_in_use: Optional[Mapping[str, str]] = None
                 ) -> Tuple[Optional[PolicyProfile], List[ProfileProblem]]:
    """The profile, or none and what is wrong with it.

    ``values_in_use``: names of the values that calculations read, with the unit they are read in (empty: any). Where
    given, a value of the document itself that is neither among them nor spoken of by a condition is reported (it is a
    misspelt one that would have no effect), and so is one in another unit.
    """
    report = Report(profile_id)
    chain = chain_of(documents, profile_id, report)
    if not chain:
        return None, report.problems
    reader = Reader(merged(documents, chain, report), report, texts or {})
    profile = _profile(reader, profile_id, tuple(chain[:-1]))
    if values_in_use is not None:
        _report_values_without_use(documents[profile_id], reader, values_in_use)
        _report_labels_without_use(documents, profile_id, profile, report)
    return (None if report.problems else profile), report.problems


def _profile(reader: Reader, profile_id: str, ancestors: Tuple[str, ...]) -> PolicyProfile:
    document = reader.document
    reader.keys(document, (), PROFILE_REQUIRED, PROFILE_KEYS)
    reader.documents = read_documents(reader)
    tblx_list, reader.tblx = read_tblx(reader)
    reader.values = read_values(reader)
    reader.evidence = read_evidence(reader)
    return PolicyProfile(
        id=profile_id, title=reader.text(document, "title", ()), title_en=reader.text(document, "title_en", ()),
        ancestors=ancestors, abstract=reader.switch(document, "abstract", ()),
        published=reader.day(document, "published", ()), validity=read_validity(reader), values=reader.values,
        evidence=reader.evidence, rules=tuple(read_rules(reader)),
        mineral_rules=tuple(read_rules(reader, MINERAL_RULES)), flags=tuple(read_flags(reader)),
        onsite=tuple(read_onsite(reader)), deadlines=tuple(read_deadlines(reader)), labels=read_labels(reader),
        holidays=read_holidays(reader), tblx=reader.tblx, tblx_list=tblx_list,
    )


def _report_labels_without_use(documents: Mapping[str, Node], profile_id: str, profile: PolicyProfile,
                               report: Report) -> None:
    """A label is the word for a deadline's title, or for one of another profile's; any other is a misspelt one."""
    known = {rule.title for rule in profile.deadlines}
    for name, document in documents.items():
        labels = document.get("labels")
        if name != profile_id and isinstance(labels, Mapping):
            known.update(map(str, labels))
    own = documents[profile_id].get("labels")
    for name in map(str, own if isinstance(own, Mapping) else ()):
        if name not in known:
            report.add("UNUSED_LABEL", ("labels", name), name=name, known=tuple(sorted(known)),
                       hint=nearest(name, known))


def _report_values_without_use(own: Node, reader: Reader, in_use: Mapping[str, str]) -> None:
    values = own.get("values")
    for name in map(str, values if isinstance(values, Mapping) else ()):
        if name not in in_use and name not in reader.spoken_of:
            reader.report.add("UNUSED_VALUE", ("values", name), name=name, hint=nearest(name, in_use))
        elif name in reader.values and in_use.get(name, "") not in ("", reader.values[name].unit):
            reader.report.add("OTHER_UNIT", ("values", name, "unit"), unit=reader.values[name].unit, known=in_use[name])
