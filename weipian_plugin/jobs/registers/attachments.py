"""Photos and papers attached by hand: kept beside the workspace, byte for byte, and offered again for a later patch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...domain.definitions import ANSWERS, EVIDENCE_BLOCKS, MINERAL_ON_SITE_RECORD
from ...domain.errors import WeipianError
from ...domain.forms.codes import is_classified
from ...domain.forms.fields import applicable, is_empty
from ...domain.records import Record, Value

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

PHOTO, IMAGE, PAPER = "photo", "image", "paper"
_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".dng", ".mp4", ".mov"})
_IMAGES = frozenset({".tif", ".tiff"})
_PROVING = {field.code: field.evidence for field in ANSWERS if field.evidence}
_NAMES_PERSON = ("WFZRZT", "SXDSR")
_USE_AND_AREA, _BETWEEN = ("WFSJYT", "WFMJ"), ("QSX", "HSX")
_BY_CODE = {field.code: field for field in ANSWERS}


@dataclass(frozen=True)
class EarlierEvidence:
    """What an earlier patch of the same place was proved with: its case, the block's answers, its attachments.

    ``iou`` is the intersection over union of the two patches, 0…1.
    """

    parcel_uuid: str
    jcbh: str
    batch: str
    iou: float
    outcome: str
    case: str
    answers: Mapping[str, object]
    attachments: Tuple[Record, ...]


def attach(
    workspace: Workspace, parcel: str, path: Union[str, Path], evidence: str = "", *, kind: str = "",
    taken_at: str = "", taken_by: str = "", owner: str = "",
) -> Record:
    """Copy a file beside the workspace and keep it with the parcel, as one event. Undo takes the record away.

    ``evidence`` is the code of the piece of evidence it is (of the profile: ``zp``, ``pzwh`` …), ``kind`` one of photo,
    image, paper (found from the name where not given), ``taken_at`` an ISO time (found in a photo's EXIF, which has
    wall time), ``owner`` the uuid of the 违法行为 or of the part of its rectification that it belongs to. Raises
    ``UNKNOWN_RECORD`` where that is none, ``ATTACHMENT_UNREADABLE``, ``ATTACHMENT_NOT_KEPT``, ``UNKNOWN_PARCEL``,
    ``ANSWER_IS_CLASSIFIED`` for a parcel that is marked so, and what says that nothing can be written.
    """
    from ...workspace.attached import drop_file, keep_file

    workspace.require_writable()
    _require_plain(workspace, parcel)
    source, home = Path(path), Path(workspace.path)
    found = kind or _kind_of(source)
    kept = keep_file(home, source)
    try:
        return workspace.put_record(Record("", "attachment", (parcel,), owner, {
            "FJLX": found, "FJLJ": kept.place, "FJMC": source.name, "ZJDM": evidence, "SHA256": kept.sha256,
            "FJDX": kept.size, "PSR": taken_by, **_said_by(source, found),
            **({"PSSJ": taken_at} if taken_at else {}),
        }))
    except BaseException:
        if kept.fresh:
            drop_file(home, kept.place)
        raise


def owners_of(workspace: Workspace, parcel: str) -> List[Tuple[Record, ...]]:
    """What a file of the parcel may belong to: each of its acts ``(act,)``, and each part of one ``(act, part)`` that
    concerns the parcel; a part without an act ``(part,)``.
    """
    acts = workspace.records("act", parcel)
    parts = workspace.records("rectification", parcel)
    offered: List[Tuple[Record, ...]] = []
    for act in acts:
        offered += [(act,), *((act, part) for part in parts if part.act == act.uuid)]
    known = {act.uuid for act in acts}
    return [*offered, *((part,) for part in parts if part.act not in known)]


def file_of(workspace: Workspace, attachment: Record) -> Path:
    """Where an attachment's file is."""
    from ...workspace.attached import path_of

    return path_of(Path(workspace.path), str(attachment.values.get("FJLJ", "")))


def evidence_of_earlier(workspace: Workspace, parcel: str) -> List[EarlierEvidence]:
    """What earlier patches at the parcel's place were proved with (成果复用), those most alike first; only an offer."""
    offered = []
    for link in workspace.parcel(parcel).earlier:
        uuid = str(link["parcel_uuid"])
        answers = workspace.draft(uuid).answers
        block = {field.code: answers[field.code] for field in EVIDENCE_BLOCKS if field.code in answers}
        papers = tuple(workspace.records("attachment", uuid))
        if block or papers:
            case = str(answers.get("HFJTQX") or answers.get("QTJTQX") or answers.get("WFLX1") or "")
            offered.append(EarlierEvidence(uuid, str(link["jcbh"]), str(link["batch"] or ""), float(str(link["iou"])),
                                           str(answers.get("PDLX") or ""), case, block, papers))
    return offered


def reuse(workspace: Workspace, parcel: str, earlier: EarlierEvidence,
          attachments: Optional[Sequence[str]] = None) -> Tuple[Record, ...]:
    """Take over the attachments (all, or these uuids) of an earlier patch, and of its block what this parcel's case
    asks for and nobody has answered yet. Outcome and case are never taken over: a person judges anew.

    The attachments as they are kept with this parcel; those that are there already are not doubled.
    """
    workspace.require_writable()
    _require_plain(workspace, parcel)
    answers = workspace.draft(parcel).answers
    lacking = {code: value for code, value in earlier.answers.items() if is_empty(answers.get(code))}
    possible = applicable(_BY_CODE, {**answers, **lacking})
    taken = {code: value for code, value in lacking.items() if code in possible}
    if taken:
        workspace.save_draft(parcel, taken)
    there = {(str(one.values["SHA256"]), one.values.get("ZJDM")) for one in workspace.records("attachment", parcel)}
    wanted = [one for one in earlier.attachments if attachments is None or one.uuid in attachments]
    return tuple(
        workspace.put_record(replace(one, uuid="", parcels=(parcel,), act="", values={**one.values, "CGFY": one.uuid}))
        for one in wanted if (str(one.values["SHA256"]), one.values.get("ZJDM")) not in there)


def evidence_at_hand(answers: Mapping[str, object], attachments: Sequence[Record],
                     issued: Optional[Mapping[str, object]] = None, acts: Sequence[Record] = ()) -> frozenset[str]:
    """Codes of the evidence that is there: attached as such, or proved by a filled-in field of the 初判.

    用地主体、用途、时间和面积 is there where use and area are answered, the ``issued`` dates of both images say between
    which days the land was taken, and one of the parcel's ``acts`` names the person.
    """
    attached = {str(one.values["ZJDM"]) for one in attachments if one.values.get("ZJDM")}
    filled = {evidence for code, evidence in _PROVING.items() if not is_empty(answers.get(code))}
    if not any(is_empty(answers.get(code)) for code in MINERAL_ON_SITE_RECORD):
        filled.add("xchs")
    named = any(not is_empty(act.values.get(code)) for act in acts for code in _NAMES_PERSON)
    if named and not any(is_empty(answers.get(code)) for code in _USE_AND_AREA) and not any(
            is_empty((issued or {}).get(code)) for code in _BETWEEN):
        filled.add("zt")
    return frozenset(attached | filled)


def rectified_by(records: Sequence[Record]) -> Dict[str, str]:
    """By parcel: the one way in which all of it is rectified; parcels of which a part is not are not there."""
    ways: Dict[str, List[Tuple[str, bool]]] = {}
    for record in records:
        for parcel in record.parcels:
            ways.setdefault(parcel, []).append((str(record.values.get("ZGFS", "")), record.values.get("SFZGDW") == 1))
    return {parcel: found[0][0] for parcel, found in ways.items()
            if all(done for _, done in found) and len({way for way, _ in found}) == 1 and found[0][0]}


def _require_plain(workspace: Workspace, parcel: str) -> None:
    found = workspace.parcel(parcel)
    if is_classified(found.attributes) or is_classified(found.extra):
        raise WeipianError("ANSWER_IS_CLASSIFIED")


def _kind_of(path: Path) -> str:
    suffix = path.suffix.lower()
    return PHOTO if suffix in _PHOTOS else IMAGE if suffix in _IMAGES else PAPER


def _said_by(path: Path, kind: str) -> Dict[str, Value]:
    """What a photo carries of time, place and direction."""
    from ...intake.photos.facts import facts_of_file
    from ..evidence.remarks import values_of

    if kind != PHOTO or not path.is_file():
        return {}
    try:
        return values_of(facts_of_file(path, date.today()))  # noqa: DTZ011 - a person's own day
    except OSError:
        return {}
