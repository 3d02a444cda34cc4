"""Makes the package that an office hands on: a county's state for the city, or what was said of it on the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...delivery.names import safe_name, unique_name
from ...delivery.office_package import write_office_package
from ...delivery.package.manifest import packed
from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import DRAFT, SIGNED, UNJUDGED, Finding
from ...domain.review.office_keys import OfficeKey
from ...domain.review.office_state import OfficeState
from ...domain.review.package_form import ENDING, PackageManifest, SignedOff
from ...domain.review.units import county_of_patch
from ...workspace.attached import path_of
from ...workspace.without_collecting import without_collecting
from ..reviewing.population import labels_told_apart
from ..reviewing.review_guard import refuse_review_file
from .own_level import settle_level, settled_level

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

EVERYTHING, BATCHES, PARCELS, COUNTY = "all", "batches", "parcels", "county"
SCOPES = (EVERYTHING, BATCHES, PARCELS, COUNTY)
_NAMED = 5
_NAMED_BATCHES, _LONGEST_SCOPE = 3, 50
_NOBODY = NullFeedback()


@dataclass(frozen=True)
class PackageScope:
    """What goes: everything, batches (by uuid), parcels (by uuid, with the whole of their patches), or the patches of a
    county (its code, or the beginning of one).
    """

    kind: str = EVERYTHING
    values: Tuple[str, ...] = ()


@dataclass(frozen=True)
class PackageWish:
    """How a package is made. ``signer`` and ``signed_on`` (ISO) sign it off; without a ``key`` it is not signed.
    ``level``: what the office says of itself (县级 …; settled here with it), "" for what it has said before.
    """

    office: str
    scope: PackageScope = PackageScope()
    key: Optional[OfficeKey] = None
    with_files: bool = True
    signer: str = ""
    signed_on: str = ""
    level: str = ""


@dataclass(frozen=True)
class MadePackage:
    """What was made, and what is to be told of it."""

    path: Path
    manifest: PackageManifest
    findings: Tuple[Finding, ...] = ()


def make_package(workspace: Workspace, place: Union[str, Path], wish: PackageWish, feedback: Feedback = _NOBODY,
                 now: Optional[datetime] = None) -> MadePackage:
    """Write a package to ``place``: a file, or a folder in which it is named after office, scope and minute, with a
    number where that is taken: what lies there stays.

    Raises ``OFFICE_NAME_EMPTY``, ``OFFICE_SIGNER_EMPTY``, ``OFFICE_NOTHING``, ``OUTPUT_NOT_WRITABLE``,
    ``JOB_CANCELLED``, BLIND_IS_REVIEW_FILE, and what `settle_level` raises.
    """
    refuse_review_file(workspace)
    if wish.level and wish.level != settled_level(workspace):
        settle_level(workspace, wish.level)
    office, moment = wish.office.strip(), now or datetime.now().astimezone()
    if not office:
        raise WeipianError("OFFICE_NAME_EMPTY")
    signed_off = _signed_off(wish)
    feedback.progress(0, 4, office)
    with without_collecting():
        return _made(workspace, Path(place), wish, signed_off, moment, feedback)


def _made(workspace: Workspace, place: Path, wish: PackageWish, signed_off: Optional[SignedOff], moment: datetime,
          feedback: Feedback) -> MadePackage:
    office = wish.office.strip()
    state = _state(workspace, office, wish.scope, moment)
    files, findings = _files(workspace, state, feedback) if wish.with_files else ((), ())
    told = _told(workspace, wish.scope)
    path = _path(place, office, told, len(wish.scope.values), moment)
    manifest = write_office_package(
        path, state, made_at=state.meta["made_at"], made_by=workspace.actor, scope=told,
        signed_off=signed_off, unfinished=_unfinished(state), files=files, key=wish.key, feedback=feedback)
    return MadePackage(path, manifest, findings)


def counties_of(workspace: Workspace) -> List[str]:
    """The counties of the patches that are here, by their codes."""
    return sorted({county for _, county in _counties(workspace)} - {""})


def _counties(workspace: Workspace) -> List[Tuple[str, str]]:
    """Each parcel with its county."""
    return [(uuid, county_of_patch({"XZQDM": code}, batch, jcbh))
            for uuid, code, batch, jcbh in workspace.filed.counties()]


def _signed_off(wish: PackageWish) -> Optional[SignedOff]:
    name, day = wish.signer.strip(), wish.signed_on.strip()
    if not name and not day:
        return None
    read = parse_date(day)
    if not name or read is None:
        raise WeipianError("OFFICE_SIGNER_EMPTY")
    return SignedOff(name, read.isoformat())


def _state(workspace: Workspace, office: str, scope: PackageScope, moment: datetime) -> OfficeState:
    desk = workspace.offices
    if scope.kind == BATCHES:
        state = desk.leave(batches=scope.values, office=office)
    elif scope.kind in (PARCELS, COUNTY):
        chosen = scope.values if scope.kind == PARCELS else _parcels_in(workspace, scope.values)
        state = desk.leave(parcels=chosen, office=office)
    else:
        state = desk.leave(office=office)
    if not state.tables.get("patches"):
        raise WeipianError("OFFICE_NOTHING")
    made_at = moment.isoformat(timespec="seconds")
    return replace(state, meta={**state.meta, "made_at": made_at, "made_by": workspace.actor})


def _parcels_in(workspace: Workspace, counties: Sequence[str]) -> Tuple[str, ...]:
    return tuple(uuid for uuid, county in _counties(workspace) if county.startswith(tuple(counties)))


def _told(workspace: Workspace, scope: PackageScope) -> Mapping[str, object]:
    """The scope as whoever receives it reads it."""
    if scope.kind == BATCHES:
        labels = labels_told_apart(workspace)
        return {"kind": scope.kind, "values": [labels.get(uuid, uuid) for uuid in scope.values]}
    if scope.kind == COUNTY:
        return {"kind": scope.kind, "values": list(scope.values)}
    return {"kind": scope.kind, "values": []}


def _unfinished(state: OfficeState) -> Dict[str, int]:
    """Parcels that nobody has signed, by how far they are."""
    counted = {UNJUDGED: 0, DRAFT: 0, SIGNED: 0}
    for row in state.tables.get("parcels", ()):
        if row.get("status") in counted:
            counted[str(row["status"])] += 1
    return counted


def _files(workspace: Workspace, state: OfficeState, feedback: Feedback
           ) -> Tuple[Tuple[Path, ...], Tuple[Finding, ...]]:
    """The attachments' files, and what is to be told of those that are not what was attached."""
    files: Dict[str, Path] = {}
    left: List[str] = []
    for row in state.tables.get("files", ()):
        stop_if_cancelled(feedback)
        path, sha256 = path_of(Path(workspace.path), str(row["place"])), str(row["sha256"])
        if sha256 in files:
            continue
        try:
            found = packed("", path).sha256
        except OSError:
            found = ""
        if found == sha256:
            files[sha256] = path
        else:
            left.append(str(row.get("name") or path.name))
    told = Finding("OFFICE_FILES_LEFT", "W", {"count": len(left), "names": "、".join(left[:_NAMED])})
    return tuple(files.values()), (told,) if left else ()


def _path(place: Path, office: str, told: Mapping[str, object], count: int, moment: datetime) -> Path:
    """``place``, or in this folder a name that nothing there has yet."""
    if place.suffix.lower() == ENDING:
        return place
    said = safe_name(_scope_in_name(told, count), _LONGEST_SCOPE)
    try:
        taken = {each.name.casefold() for each in place.iterdir()}
    except OSError:  # writing makes the folder, or says why it cannot
        taken = set()
    return place / unique_name(safe_name(f"{office} {said} {moment:%Y%m%d-%H%M}{ENDING}"), taken)


def _scope_in_name(told: Mapping[str, object], count: int) -> str:
    """The scope as the name of the file says it; ``count``: of batches, counties or parcels."""
    values = told.get("values")
    named = [str(each) for each in values] if isinstance(values, list) else []
    if told["kind"] == EVERYTHING:
        return "全部"
    if told["kind"] == PARCELS:
        return f"{count}个图斑"
    return "-".join(named[:_NAMED_BATCHES]) + (f"等{count}个" if count > _NAMED_BATCHES else "")
