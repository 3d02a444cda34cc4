"""What is to be told, or asked, of another office's package before it is merged: whose patches, which profile and year,
which clocks.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.secret_words import has_secret_words
from ...domain.records import Batch, Finding
from ...domain.review.belonging import belonging
from ...domain.review.office_keys import VALID, OfficeKey, Signature
from ...domain.review.office_state import OfficeState, Row
from ...domain.review.units import county_of_patch
from .own_level import own_area

if TYPE_CHECKING:
    from ...intake.office_package import OfficePackage
    from ...workspace.workspace import Workspace

ASK, TAKE, LEAVE = "ask", "take", "leave"
FOREIGN = (ASK, TAKE, LEAVE)
"""What becomes of patches outside the county: asked about, merged too, left out."""
MARKED_WORDS = "SECRET_WORDS"
_NAMED = 5


@dataclass(frozen=True)
class MergeWish:
    """``county``: code, or its beginning, of whose patches are expected ("" for any, ``None`` for those of the area of
    whose patches were imported here, see `own_area`); ``foreign`` what becomes of
    others; ``only_signed``: with a key that is known here; ``unproved``: take also what names an office whose key is
    known here without being signed with it.
    """

    county: Optional[str] = None
    foreign: str = ASK
    only_signed: bool = False
    unproved: bool = False


def remarks_on(workspace: Workspace, package: OfficePackage, wish: MergeWish, keys: Sequence[OfficeKey] = ()
               ) -> Tuple[Finding, ...]:
    """What is to be told. Raises ``OFFICE_PROFILE_CONTRADICTS``, ``OFFICE_SIGNATURE_WANTED`` where only what is signed
    is, ``OFFICE_UNPROVED`` and ``OFFICE_FOREIGN_PATCHES`` where that is asked.
    """
    if wish.only_signed and package.signature.state != VALID:
        raise WeipianError("OFFICE_SIGNATURE_WANTED", file=package.path.name, office=package.manifest.office)
    if not wish.unproved and _is_unproved(package.manifest.office, package.signature, keys):
        raise WeipianError("OFFICE_UNPROVED", file=package.path.name, office=package.manifest.office)
    state, known = package.state, workspace.batches()
    batches = state.tables.get("batches", ())
    _require_same_profile(package.path.name, batches, known)
    told = [*package.findings, *_of_profiles(batches, known), *_of_years(batches, known), *_of_clocks(state)]
    told += _of_secret_words(state)
    expected = expected_area(workspace, wish)
    foreign = Counter(county for _, county in foreign_patches(state, expected))
    if foreign:
        named = "、".join(county or "—" for county, _ in foreign.most_common(_NAMED))
        values = {"count": sum(foreign.values()), "county": expected, "found": named}
        if wish.foreign == ASK:
            raise WeipianError("OFFICE_FOREIGN_PATCHES", file=package.path.name, **values)
        told.append(Finding("OFFICE_FOREIGN_TAKEN" if wish.foreign == TAKE else "OFFICE_FOREIGN_LEFT", "W", values))
    return tuple(told)


def expected_area(workspace: Workspace, wish: MergeWish) -> str:
    """Whose patches are expected: code, or its beginning; "" for any."""
    return own_area(workspace) if wish.county is None else wish.county


def _is_unproved(office: str, signature: Signature, keys: Sequence[OfficeKey]) -> bool:
    """Does it name an office that signs, as its key here shows, and is not signed with a key of it?

    Else who cannot forge a signature would leave it away.
    """
    name = office.strip()
    signs = any(key.name.strip() == name for key in keys)
    return signs and (signature.state != VALID or signature.key_name.strip() != name)


def foreign_patches(state: OfficeState, county: str) -> List[Tuple[str, str]]:
    """The patches (uuid) that are not of this county, with theirs; none where any county is welcome."""
    if not county:
        return []
    batches = {row["uuid"]: str(row.get("county") or "") for row in state.tables.get("batches", ())}
    found = [(str(row["uuid"]), county_of_patch(row, batches.get(row.get("batch_uuid"), ""), str(row.get("JCBH", ""))))
             for row in state.tables.get("patches", ())]
    return [(uuid, code) for uuid, code in found if not code.startswith(county)]


def without(state: OfficeState, patches: Set[str]) -> OfficeState:
    """The state without these patches, and without what belongs to nothing of what is left; see `belonging`."""
    tables: Dict[str, Sequence[Row]] = dict(state.tables)
    gone = {str(row["uuid"]) for row in tables.get("parcels", ()) if row["patch_uuid"] in patches}
    tables["patches"] = [row for row in tables.get("patches", ()) if row["uuid"] not in patches]
    tables["parcels"] = [row for row in tables.get("parcels", ()) if row["uuid"] not in gone]
    for name in ("actual_parcels", "overlay", "drafts", "judgements"):
        tables[name] = [row for row in tables.get(name, ()) if row.get("parcel_uuid") not in gone]
    ours, counties = [str(row["uuid"]) for row in tables["parcels"]], _counties(tables)
    records = tables.get("records", ())
    now = belonging(records, ours, counties)
    before = [{**dict(content), "uuid": row["parcel_uuid"]} for row in tables.get("events", ())
              for content in _contents(row)]
    ever = belonging([*records, *before], ours, counties)
    tables["records"] = [row for row in records if row["uuid"] in now]
    tables["files"] = [row for row in tables.get("files", ()) if row.get("record_uuid") in now]
    told = tables.get("events", ())
    tables["events"] = _in_line([row for row in told if _stays(row, ever, gone | patches, gone)], told)
    kept = {str(row.get("batch_uuid", "")) for row in tables["patches"]}
    tables["batches"] = [row for row in tables.get("batches", ()) if row["uuid"] in kept]
    return OfficeState(state.meta, tables)


def _in_line(left: Sequence[Row], every: Sequence[Row]) -> List[Row]:
    """The events that are left, each naming what it follows of them; see `name_earlier`."""
    from ...workspace.merging.streams import name_earlier

    kept = {str(row["uuid"]) for row in left}
    follows = {str(row["uuid"]): {str(name): str(before) for name, before in named.items()} for row in every
               if isinstance(named := row.get("follows"), dict)}
    name_earlier(follows, kept)
    return [{**row, "follows": follows.get(str(row["uuid"]), {})} for row in left]


def _stays(event: Row, records: Set[str], chains: Set[str], parcels: Set[str]) -> bool:
    payload, chain = event.get("payload"), str(event.get("parcel_uuid"))
    if isinstance(payload, dict) and "record" in payload:
        return chain in records
    concerned = set(_texts(event.get("parcels")))
    return chain in records or (chain not in chains and not (concerned and concerned <= parcels))


def _contents(event: Row) -> List[Row]:
    payload = event.get("payload")
    if not isinstance(payload, dict) or "record" not in payload:
        return []
    return [payload[side] for side in ("before", "after") if isinstance(payload.get(side), dict)]


def _counties(tables: Mapping[str, Sequence[Row]]) -> Set[str]:
    batches = {row["uuid"]: str(row.get("county") or "") for row in tables.get("batches", ())}
    return {county_of_patch(row, batches.get(row.get("batch_uuid"), ""), str(row.get("JCBH", "")))
            for row in tables.get("patches", ())} - {""}


def _texts(value: object) -> List[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def _require_same_profile(file: str, batches: Sequence[Row], known: Sequence[Batch]) -> None:
    here = {(one.label, one.issued, one.county): one for one in known} | {(one.uuid,): one for one in known}
    for row in batches:
        same = here.get((str(row["uuid"]),)) or here.get(
            (str(row.get("label", "")), str(row.get("issued", "")), str(row.get("county", ""))))
        found = str(row.get("profile_id") or "")
        if same is not None and found and same.profile_id and found != same.profile_id:
            raise WeipianError("OFFICE_PROFILE_CONTRADICTS", file=file, batch=same.label, found=found,
                               known=same.profile_id)


def _of_profiles(batches: Sequence[Row], known: Sequence[Batch]) -> List[Finding]:
    here = {one.profile_id for one in known} - {""}
    other = sorted({str(row.get("profile_id") or "") for row in batches} - here - {""})
    return [Finding("OFFICE_OTHER_PROFILE", "W", {"found": "、".join(other)})] if here and other else []


def _of_years(batches: Sequence[Row], known: Sequence[Batch]) -> List[Finding]:
    here = sorted({one.issued[:4] for one in known} - {""})
    there = sorted({str(row.get("issued") or "")[:4] for row in batches} - {""})
    if not here or not there or set(there) <= set(here):
        return []
    return [Finding("OFFICE_OTHER_YEAR", "W", {"found": "、".join(there), "known": "、".join(here)})]


def _of_secret_words(state: OfficeState) -> List[Finding]:
    """Patches that are not marked and of which some text speaks of 军用 or 涉密; how many, and nothing else."""
    patch_of = {row["uuid"]: row.get("patch_uuid") for row in state.tables.get("parcels", ())}
    found = {row.get("uuid") for row in state.tables.get("patches", ()) if has_secret_words(_texts_of_patch(row))}
    for table in ("drafts", "judgements"):
        found |= {patch_of.get(row.get("parcel_uuid")) for row in state.tables.get(table, ())
                  if has_secret_words(row.values())}
    for row in state.tables.get("records", ()):
        values = row.get("values")
        if isinstance(values, dict) and has_secret_words(values.values()):
            found |= {patch_of.get(uuid) for uuid in _texts(row.get("parcels"))} or {row.get("uuid")}
    return [Finding(MARKED_WORDS, "W", {"count": len(found)})] if found else []


def _texts_of_patch(row: Row) -> Iterator[object]:
    for name, value in row.items():
        if name == "extra":
            yield from _values_of_extra(value)
        elif name != "geom":
            yield value


def _values_of_extra(text: object) -> List[object]:
    """The values of what no definition claims: its headings (是否涉密) are no words of anybody."""
    try:
        held = json.loads(str(text or "{}"))
    except ValueError:
        return []
    return list(held.values()) if isinstance(held, dict) else []


def _of_clocks(state: OfficeState) -> List[Finding]:
    """Entries that are older than the ground they speak of was issued; the future is told by the merging itself."""
    issued = min((str(row.get("issued") or "9") for row in state.tables.get("batches", ())), default="9")
    early = [str(row["recorded_at"]) for row in state.tables.get("events", ()) if _day(row) < issued]
    values: Mapping[str, object] = {"count": len(early), "earliest": min(early, default="")[:16]}
    return [Finding("OFFICE_CLOCK_BEHIND", "W", values)] if early and issued != "9" else []


def _day(row: Row) -> str:
    text = str(row.get("recorded_at", ""))[:10]
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return "9"
    return text
