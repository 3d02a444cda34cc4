"""What a check is, what it remarks, and how remarks become findings that can be read, told apart and explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Iterable, List, Mapping, NamedTuple, Optional, Tuple

from ..areas.units import Number, mu_round2
from ..errors import sentence
from ..profiles import Basis
from .case import ParcelCase, WorkspaceCase

ERROR, WARNING = "E", "W"


class Said(NamedTuple):
    """A value of a sentence that has another word in each language."""

    zh: str
    en: str


@dataclass(frozen=True)
class Remark:
    """One thing a check says: a code of the catalogue with its values, and the fields it points to.

    ``unchecked``: the check could not be made, because something it needs is not there. ``never_right``: what a
    person said contradicts itself, so no reason can make it right. ``of_all``: what is missing is a layer or a value
    of the profile, and missing for every parcel alike.
    """

    code: str
    fields: Tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    unchecked: bool = False
    never_right: bool = False
    of_all: bool = False

    def in_words(self, language: str) -> str:
        """The remark as a sentence."""
        return sentence(self.code, language, **{name: _in(value, language) for name, value in self.values.items()})


Remarks = Iterable[Remark]


@dataclass(frozen=True)
class Check:
    """One rule of §2.9. ``parcel`` looks at one parcel, ``across`` at all of them: remarks by parcel UUID.

    ``severity`` E holds an export back, W does not. ``lifted_by_reason``: a person's written reason settles the
    finding even where it is an error, because the rule asks for nothing but a person's confirmation.
    """

    id: str
    severity: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    basis: Basis
    parcel: Optional[Callable[[ParcelCase], Remarks]] = None
    across: Optional[Callable[[WorkspaceCase], Iterable[Tuple[str, Remark]]]] = None
    lifted_by_reason: bool = False

    def title(self, language: str) -> str:
        """What the check is about."""
        return self.zh if language.startswith("zh") else self.en

    def remedy(self, language: str) -> str:
        """What a person can do."""
        return self.remedy_zh if language.startswith("zh") else self.remedy_en


@dataclass(frozen=True)
class Found:
    """What one check found on one parcel. ``about`` are the values it rests on: a reason holds while they stand.

    ``unchecked`` findings say that the check was not made (未核), never that something is wrong. ``never_right`` ones
    stand against a signature whatever the reason. ``of_all``: not checked for want of a layer or of the profile alone.
    """

    check: str
    severity: str
    parcel: str
    place: str
    fields: Tuple[str, ...]
    zh: str
    en: str
    about: Tuple[Tuple[str, str], ...] = ()
    unchecked: bool = False
    never_right: bool = False
    of_all: bool = False

    def sentence(self, language: str) -> str:
        """The finding in words."""
        return self.zh if language.startswith("zh") else self.en

    @property
    def key(self) -> Tuple[str, str]:
        """By which its explanation is kept."""
        return self.check, self.parcel


def findings(check: Check, case: ParcelCase, remarks: Remarks, named: bool = True) -> List[Found]:
    """At most two findings of a check on a parcel: what is wrong, in one text, and what could not be told."""
    all_remarks = list(remarks)
    found = []
    for unchecked in (False, True):
        chosen = [remark for remark in all_remarks if remark.unchecked is unchecked]
        if chosen:
            codes = tuple(dict.fromkeys(code for remark in chosen for code in remark.fields))
            found.append(Found(check.id, check.severity, case.uuid, case.place if named else "", codes,
                               "".join(remark.in_words("zh") for remark in chosen),
                               " ".join(remark.in_words("en") for remark in chosen), _about(chosen), unchecked,
                               any(remark.never_right for remark in chosen),
                               all(remark.of_all for remark in chosen)))
    return found


def wrong(code: str, *fields: str, **values: object) -> Remark:
    """Something is wrong at these fields."""
    return Remark(code, fields, values)


def impossible(code: str, *fields: str, **values: object) -> Remark:
    """Something at these fields contradicts itself: no reason can make it right."""
    return Remark(code, fields, values, never_right=True)


def not_checked(code: str, *fields: str, **values: object) -> Remark:
    """The check could not be made."""
    return Remark(code, fields, values, unchecked=True)


def wanting(code: str, *fields: str, **values: object) -> Remark:
    """The check could not be made on any parcel: a layer or a value of the profile is missing."""
    return Remark(code, fields, values, unchecked=True, of_all=True)


def mu_said(m2: Number) -> Said:
    """An area in m² as it is read: 亩 with two decimals."""
    return Said(f"{mu_round2(m2)} 亩", f"{mu_round2(m2)} mu")


def _in(value: object, language: str) -> object:
    if isinstance(value, Said):
        return value.zh if language.startswith("zh") else value.en
    return value


def _about(remarks: List[Remark]) -> Tuple[Tuple[str, str], ...]:
    """Code and values of every remark, as plain text that can be compared later."""
    told = [(remark.code, "；".join(f"{name}={_in(value, 'zh')}" for name, value in sorted(remark.values.items())))
            for remark in remarks]
    return tuple(told)
