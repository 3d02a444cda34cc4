"""What is to be told, or asked, of another office's package before it is merged: whose patches, which profile and year,
which clocks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Dict, List, Mapping, Sequence, Set, Tuple

from ...domain.errors import WeipianError
from ...domain.records import Batch, Finding
from ...domain.review.office_keys import VALID, OfficeKey, Signature
from ...domain.review.office_state import OfficeState, Row
from ...domain.review.units import county_of_patch

if TYPE_CHECKING:
    from ...intake.office_package import OfficePackage
    from ...workspace.workspace import Workspace

ASK, TAKE, LEAVE = "ask", "take", "leave"
FOREIGN = (ASK, TAKE, LEAVE)
"""What becomes of patches outside the county: asked about, merged too, left out."""
_NAMED = 5


@dataclass(frozen=True)
class MergeWish:
    """``county``: code, or its beginning, of whose patches are expected ("" for any); ``foreign`` what becomes of
    others; ``only_signed``: with a key that is known here; ``unproved``: take also what names an office whose key is
    known here without being signed with it.
    """

    county: str = ""
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
    foreign = Counter(county for _, county in foreign_patches(state, wish.county))
    if foreign:
        named = "、".join(county or "—" for county, _ in foreign.most_common(_NAMED))
        values = {"count": sum(foreign.values()), "county": wish.county, "found": named}
        if wish.foreign == ASK:
            raise WeipianError("OFFICE_FOREIGN_PATCHES", file=package.path.name, **values)
        told.append(Finding("OFFICE_FOREIGN_TAKEN" if wish.foreign == TAKE else "OFFICE_FOREIGN_LEFT", "W", values))
    return tuple(told)


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
    """The state without these patches, and without what was said of nothing else."""
    tables: Dict[str, Sequence[Row]] = dict(state.tables)
    gone = {str(row["uuid"]) for row in tables.get("parcels", ()) if row["patch_uuid"] in patches}
    tables["patches"] = [row for row in tables.get("patches", ()) if row["uuid"] not in patches]
    tables["parcels"] = [row for row in tables.get("parcels", ()) if row["uuid"] not in gone]
    for name in ("actual_parcels", "overlay", "drafts", "judgements"):
        tables[name] = [row for row in tables.get(name, ()) if row.get("parcel_uuid") not in gone]
    records = [row for row in tables.get("records", ()) if not row["parcels"] or set(_texts(row["parcels"])) - gone]
    lost = {str(row["uuid"]) for row in tables.get("records", ())} - {str(row["uuid"]) for row in records}
    tables["records"] = records
    tables["files"] = [row for row in tables.get("files", ()) if row.get("record_uuid") not in lost]
    chains = gone | patches | lost
    tables["events"] = [row for row in tables.get("events", ()) if not _only_of(row, chains, gone)]
    kept = {str(row.get("batch_uuid", "")) for row in tables["patches"]}
    tables["batches"] = [row for row in tables.get("batches", ()) if row["uuid"] in kept]
    return OfficeState(state.meta, tables)


def _only_of(event: Row, chains: Set[str], parcels: Set[str]) -> bool:
    concerned = set(_texts(event.get("parcels")))
    return str(event.get("parcel_uuid")) in chains or (bool(concerned) and concerned <= parcels)


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
