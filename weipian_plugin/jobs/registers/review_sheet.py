"""Makes the agenda or the minutes of a 集体会审 out of a workspace: each parcel with what the meeting needs to know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, List, Mapping, Tuple, Union

from ...domain.areas.table_areas import shown_areas
from ...domain.definitions import REVIEW
from ...domain.errors import WeipianError
from ...domain.forms.codes import is_classified, label
from ...domain.forms.fields import is_empty
from ...domain.judging.suggestion import Suggestion
from ...domain.marks import CLEAN, FOOTER, Mark
from ...domain.records import STUB, SUPERSEDED, ParcelRecord, Record
from ...paths import TEMPLATES
from ..own_templates import own_templates, require_sound, review_findings
from ..training.training_guard import refuse_training
from .acts import profile_of

if TYPE_CHECKING:
    from ...delivery.review_sheet import Lines, ReviewedParcel, ReviewSheet
    from ...workspace.workspace import Workspace
    from .review_maps import ReviewMaps

_HEAD = ("HSSJ", "HSDD", "HSZCR", "HSDW", "SFYY")
_CONCLUSION = ("FQYJ", "HSJL", "HSYJ", "HSQZ")
_AREAS = (("DKMJ", "地块（亩）"), ("GDMJ", "耕地"), ("YJJBNTMJ", "永久基本农田"), ("STHXMJ", "生态红线"))
_BY_CODE = {field.code: field for field in REVIEW}


def export_review_sheet(workspace: Workspace, review: Record, path: Union[str, Path]) -> Path:
    """Write the sheet by the path's ending (.xlsx, .pdf, .html): an agenda until a conclusion is entered, then the
    minutes. The Excel book comes out of a template that the user may have one of his own of.

    Parcels in quarantine appear nowhere. Raises NOTHING_TO_REVIEW, ENDING_UNKNOWN, OUTPUT_NOT_WRITABLE,
    TRAINING_NOT_DELIVERED, and what templates raise.
    """
    from ...delivery.review_sheet import write_review_sheet

    refuse_training(workspace)
    if Path(path).suffix.lower() == ".xlsx":
        require_sound(review_findings())
    return write_review_sheet(review_sheet(workspace, review), Path(path))


def review_sheet(workspace: Workspace, review: Record, mark: Mark = CLEAN) -> ReviewSheet:
    """What the sheet says, as of the workspace's state."""
    from ...delivery.review_sheet import ReviewSheet
    from .review_maps import ReviewMaps

    wanted = [uuid for uuid in review.parcels if _may_be_named(workspace.parcel(uuid))]
    if not wanted:
        raise WeipianError("NOTHING_TO_REVIEW")
    maps = ReviewMaps(workspace)
    parcels = tuple(_parcel(workspace, uuid, maps) for uuid in wanted)
    minutes = not is_empty(review.values.get("HSJL"))
    title = "图斑集体会审记录" if minutes else "图斑集体会审议程"
    return ReviewSheet(title, _lines(review.values, _HEAD), parcels, _lines(review.values, _CONCLUSION), FOOTER,
                       minutes, mark, workspace.standing()[0], _template(minutes))


def _may_be_named(parcel: ParcelRecord) -> bool:
    marked = is_classified(parcel.attributes) or is_classified(parcel.extra)
    return parcel.status not in (STUB, SUPERSEDED) and not marked


def _template(minutes: bool) -> Path:
    from ...delivery.review_book import TEMPLATES as NAMES
    from ...delivery.sheets.template import own_or_shipped

    return own_or_shipped(own_templates(), TEMPLATES / NAMES[minutes])


def _lines(values: Mapping[str, object], codes: Tuple[str, ...]) -> Lines:
    from ...delivery.sheets.cells import cell_value

    lines = []
    for code in codes:
        value = cell_value(_BY_CODE[code], values.get(code))
        lines.append((_BY_CODE[code].zh, "" if value is None else str(value)))
    return tuple(lines)


def _parcel(workspace: Workspace, uuid: str, maps: ReviewMaps) -> ReviewedParcel:
    from ...delivery.review_sheet import ReviewedParcel

    parcel = workspace.parcel(uuid)
    attributes = parcel.attributes
    place = "".join(str(attributes.get(code) or "") for code in ("XMC", "XZMC", "CUNMC"))
    said = (("图斑编号", parcel.jcbh), ("监测类别", label("JCLB", attributes.get("JCLB"))),
            ("变化类型", label("TBLX", attributes.get("TBLX"))), ("位置", place),
            ("前后时相", f"{attributes.get('QSX') or '?'} → {attributes.get('HSX') or '?'}"))
    stored = workspace.suggestion(uuid)
    suggestion = Suggestion.from_json(stored) if stored else None
    evidence: List[Tuple[str, str]] = []
    words = ""
    if suggestion is not None:
        words = f"{suggestion.label}：{suggestion.words}（{suggestion.basis}）"
        needed = "；".join(f"{'有' if piece.have else '缺'} {piece.title}" for piece in suggestion.evidence)
        if needed:
            evidence.append(("举证材料", needed))
    papers = "；".join(str(one.values.get("FJMC") or "") for one in workspace.records("attachment", uuid))
    if papers:
        evidence.append(("附件", papers))
    return ReviewedParcel(parcel.dkbh or parcel.jcbh, said, _areas(workspace, uuid), words, tuple(evidence),
                          _judged(workspace, uuid), tuple((one.caption, one.jpeg) for one in maps.of(parcel)))


def _areas(workspace: Workspace, uuid: str) -> Lines:
    measured = workspace.measured(uuid)
    if measured is None:
        return ()
    profile = profile_of(workspace, (uuid,))
    whole = workspace.lists.shown_of_parts([uuid]).get(uuid)
    try:
        shown = (shown_areas(measured, None, profile.grouping.adjustable, whole=whole) if profile
                 else shown_areas(measured, whole=whole))
    except WeipianError:
        return ()  # an unknown class code: the checks tell it
    values = shown.values
    return tuple((name, "未核" if values.get(code) is None else str(values[code])) for code, name in _AREAS)


def _judged(workspace: Workspace, uuid: str) -> str:
    judgement = workspace.judgement(uuid)
    answers = judgement.answers if judgement is not None else workspace.draft(uuid).answers
    outcome = str(answers.get("PDLX") or "")
    if not outcome:
        return ""
    case = next((label(name, answers[code]) for code, name in (("HFJTQX", "HFJTQX"), ("WFLX1", "WFLX1"),
                                                               ("QTJTQX", "QTJTQX")) if answers.get(code)), "")
    reason = next((str(answers[code]) for code in ("HFPDYJSM", "WFPDYJSM", "QTPDYJSM") if answers.get(code)), "")
    by = f"（{judgement.signed_by} {judgement.signed_at[:10]} 签）" if judgement is not None else "（初判，未签）"
    return "：".join(part for part in (f"{outcome} {case}".strip() + by, reason) if part)
