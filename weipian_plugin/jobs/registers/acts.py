"""What the registers of 查处整改 are offered out of the workspace: areas signed for, dates, what the checks say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import Deadline, calendar, patch_year, with_extension
from ...domain.errors import WeipianError
from ...domain.forms.codes import ILLEGAL
from ...domain.records import STUB, SUPERSEDED, Batch, ParcelRecord, Record, TableRow
from ..checking.validate import UNCHECKED, Stated, validate_parcel
from ..judging.due import extension_of, row_deadlines
from ..rules.profiles import load_profile

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from ...workspace.workspace import Workspace
    from ..checking.validation_cases import Surroundings

ACT_CHECKS = ("V17", "V18", "V19", "V25")
"""What is checked of acts and their rectification: proofs, disposal, sums, and a 补办 before the punishment (§2.6)."""

TRANSFER_RESULTS = "TRANSFER_RESULTS"
"""The task of a profile by which the results of 移交 are due."""

_SIGNED_AREAS = {"SXWFMJ": "WFMJ", "SXWFGD": "WFGDMJ", "SXWFJBNT": "WFJBNTMJ"}
_SIGNED_ANSWERS = {"WFLX1": "WFLX1", "SJYT": "WFSJYT"}
_PLACE = ("XMC", "XZMC", "CUNMC")
_MOST_PARCELS = 20  # whose checks are shown at once; the check of the workspace has them all


def signed_areas(workspace: Workspace, parcels: Iterable[str]) -> Dict[str, float]:
    """The areas of an act (m², by field code) as the signed 违法 judgements of its parcels add up to them; what no
    judgement states is not there.
    """
    sums: Dict[str, float] = {}
    for uuid in parcels:
        judgement = workspace.judgement(uuid)
        if judgement is None or judgement.answers.get("PDLX") != ILLEGAL:
            continue
        for code, source in _SIGNED_AREAS.items():
            area = judgement.answers.get(source)
            if isinstance(area, (int, float)):
                sums[code] = sums.get(code, 0.0) + float(area)
    return sums


def act_of_parcel(workspace: Workspace, uuid: str) -> Record:
    """A new act (not kept yet) about a parcel: year and place as issued, kind and use as a person signed them. Areas
    are not filled in: they are offered. Raises UNKNOWN_PARCEL.
    """
    parcel = open_parcel(workspace, uuid)
    batch = _batch_of(workspace, parcel)
    issued = parse_date(parcel.attributes.get("XFSJ") or batch.issued)
    values: Dict[str, object] = {
        "WFND": patch_year(parcel.attributes.get("NF")) or (issued.year if issued else None),
        "WFFSD": "".join(str(parcel.attributes.get(code) or "") for code in _PLACE),
    }
    judgement = workspace.judgement(uuid)
    if judgement is not None and judgement.answers.get("PDLX") == ILLEGAL:
        values.update({code: judgement.answers.get(source) for code, source in _SIGNED_ANSWERS.items()})
    return Record("", "act", (uuid,), "", {code: value for code, value in values.items() if value})


def open_parcel(workspace: Workspace, uuid: str) -> ParcelRecord:
    """The parcel, where records may be made about it. Raises UNKNOWN_PARCEL for one that is set apart or superseded."""
    parcel = workspace.parcel(uuid)
    if parcel.status in (STUB, SUPERSEDED):
        raise WeipianError("UNKNOWN_PARCEL", parcel=parcel.dkbh or uuid)
    return parcel


def findings_about(around: Surroundings, parcels: Sequence[str]) -> List[Stated]:
    """What the checks of acts find on these parcels now (the first twenty); the same sentence once."""
    found: Dict[Tuple[str, str], Stated] = {}
    for uuid in parcels[:_MOST_PARCELS]:
        for entry in validate_parcel(around, uuid):
            if entry.found.check in ACT_CHECKS and entry.state != UNCHECKED:
                found.setdefault((entry.found.check, entry.found.zh), entry)
    return list(found.values())


def results_due(workspace: Workspace, transfer: Record) -> Optional[Deadline]:
    """By when the result of a 移交 is to be reported (§7.4 J), ``None`` where the parcels' profile has no such date.

    The first of its dates on or after the day of handing over, else its last.
    """
    profile = profile_of(workspace, transfer.parcels)
    dates = [] if profile is None else [one for one in calendar(profile) if one.task == TRANSFER_RESULTS]
    moved = parse_date(transfer.values.get("YJSJ")) or date.min
    return next((one for one in dates if one.due >= moved), dates[-1] if dates else None)


def deadlines_of(workspace: Workspace, uuid: str) -> List[Deadline]:
    """The due dates of a parcel without any extension; empty without a profile or a date of issue."""
    parcel = workspace.parcel(uuid)
    profile = profile_of(workspace, (uuid,))
    if profile is None:
        return []
    row = TableRow(parcel, _batch_of(workspace, parcel), None, workspace.judgement(uuid))
    try:
        return row_deadlines(row, profile)
    except WeipianError:
        return []  # no date of issue, no holiday table: who computes dates tells so


def extension_fault(workspace: Workspace, extension: Record) -> Optional[WeipianError]:
    """Why an extension moves nothing: no basis, no task of its parcel's, no later date. ``None`` while it is still
    being written, and for a sound one.
    """
    found = extension_of(extension.values)
    if found is None or not extension.parcels:
        return None
    own = deadlines_of(workspace, extension.parcels[0])
    if own and not any(found.task in (one.task, one.group) for one in own):
        return WeipianError("EXTENSION_UNKNOWN", task=found.task, known="、".join(one.task for one in own))
    try:
        with_extension(own, [found])
    except WeipianError as error:
        return error
    return None


def profile_of(workspace: Workspace, parcels: Sequence[str]) -> Optional[PolicyProfile]:
    """The profile of the first parcel's batch; ``None`` where none is chosen or it cannot be read."""
    if not parcels:
        return None
    profile_id = _batch_of(workspace, workspace.parcel(parcels[0])).profile_id
    try:
        return load_profile(profile_id) if profile_id else None
    except WeipianError:
        return None


def survey_flag_of(rectifications: Sequence[Record], survey: Mapping[str, object]) -> str:
    """The BGDCBS that a parcel's rectification asks for [DOC 0] (§8.5); "" where it cannot be told.

    拆除复耕 must not become 新增建设用地; where the survey says so already (BGDCDL is construction land), next year's
    restores the class. A violation that stands is marked apart.
    """
    restored = [part for part in rectifications if part.values.get("ZGFS") == "拆除复耕"]
    if any(part.values.get("SFZGDW") == 1 for part in restored):
        changed = _is_construction(survey.get("BGDCDL"))
        return "下一年度恢复原地类" if changed else "不得变更为新增建设用地"
    return "单独标识为违法用地" if not any(part.values.get("SFZGDW") == 1 for part in rectifications) else ""


def _is_construction(code: object) -> bool:
    from ...domain.areas.landclass import CONSTRUCTION, classify

    if not code:
        return False
    try:
        return classify(str(code)).group == CONSTRUCTION
    except WeipianError:
        return False


def _batch_of(workspace: Workspace, parcel: ParcelRecord) -> Batch:
    return next(batch for batch in workspace.batches() if batch.uuid == parcel.batch_uuid)
