"""Writes the list of parcels that 变更调查 must treat apart, for the survey team."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Union

from ...domain.areas.units import mu_round2
from ...domain.errors import WeipianError
from ...domain.marks import FOOTER
from ..training.training_guard import refuse_training

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

TITLE = "变更调查标识清单"


@dataclass(frozen=True)
class SurveyReport:
    """Where the list is and how many parcels are on it."""

    path: Path
    parcels: int


def export_survey_flags(workspace: Workspace, path: Union[str, Path], batch: Optional[str] = None) -> SurveyReport:
    """Write the parcels with a BGDCBS (of a batch) to ``path`` by its ending (.xlsx, .csv), in the order of issue.

    Parcels in quarantine appear nowhere. Raises NO_SURVEY_FLAGS, ENDING_UNKNOWN, OUTPUT_NOT_WRITABLE, PACKAGE_MISSING
    (openpyxl), TRAINING_NOT_DELIVERED.
    """
    from ...delivery.survey_flags import FlaggedParcel, write_survey_flags

    refuse_training(workspace)
    target = Path(path)
    rows = {row.parcel_uuid: row for row in workspace.queue(batch or None)}
    flags = [flag for flag in workspace.survey_flags() if flag.flag and flag.parcel_uuid in rows]
    if not flags:
        raise WeipianError("NO_SURVEY_FLAGS")
    if target.suffix.lower() == ".xlsx":
        _require_openpyxl()
    parcels = []
    for flag in flags:
        row, attributes = rows[flag.parcel_uuid], workspace.parcel(flag.parcel_uuid).attributes
        place = "".join(str(attributes.get(code) or "") for code in ("XMC", "XZMC", "CUNMC"))
        parcels.append(FlaggedParcel(flag, place, None if row.area_m2 is None else mu_round2(row.area_m2)))
    return SurveyReport(write_survey_flags(parcels, TITLE, FOOTER, target), len(parcels))


def _require_openpyxl() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from None
