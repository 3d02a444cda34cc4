"""The claims of 拆除复耕 as a workbook: what was reported, whether it was looked at on site, what the image shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Sequence, Tuple, Union

from ...domain.areas.units import mu_round2
from ...domain.errors import WeipianError
from ...domain.marks import FOOTER
from ...domain.review.restored_visits import EARLIER, LACKING, MADE, OPEN, UNDATED, Visit
from ...domain.training import STAMP
from ..training.training_guard import stamped

if TYPE_CHECKING:
    from ...delivery.review_figures_book import Row
    from ...workspace.workspace import Workspace
    from .image_checks import Listed

_HEADER = ("地块编号", "乡镇", "填报结论", "申报拆除复耕日期", "恢复原种植面积（亩）", "复耕到位面积（亩）",
           "实地核查要求", "实地核查情况", "最新影像", "影像复核结果", "所看影像", "影像日期", "复核人", "复核时间",
           "虚假整改", "说明")
VISIT_WORDS = {MADE: "已核查", UNDATED: "已核查（未填日期）", EARLIER: "核查早于拆除复耕", LACKING: "未见核查记录",
               OPEN: "尚不能判定"}


def export_claims(workspace: Workspace, claims: Sequence[Listed], path: Union[str, Path]) -> Path:
    """Write these claims to an .xlsx; what comes of a training says so in its name and title.

    Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``, PACKAGE_MISSING (openpyxl).
    """
    from ...delivery.packages import require
    from ...delivery.review_figures_book import Page, write_pages

    target = Path(path)
    if workspace.is_training:
        target = target.with_name(stamped(target.name))
    if target.suffix.lower() != ".xlsx":
        raise WeipianError("ENDING_UNKNOWN", file=target.name, known=".xlsx")
    require("openpyxl")
    title = f"{STAMP + ' ' if workspace.is_training else ''}整改影像复核与实地核查"
    page = Page("整改影像复核", (title, f"拆除复耕 {len(claims)} 处"), _HEADER, [_row(one) for one in claims])
    return write_pages([page], FOOTER, target)


def _row(one: Listed) -> Row:
    claim, check = one.claim, one.check.values if one.check is not None else {}
    said = tuple(str(check.get(code) or "") for code in ("YXJG", "YXMC", "YXRQ", "YXR", "YXSJ"))
    return (one.number, one.township, one.outcome, claim.claimed.isoformat() if claim.claimed is not None else "",
            _mu(claim.restored_m2), _mu(claim.recultivated_m2), *_visits(one.visits), one.newest, *said,
            "是" if one.false is not None else "", str(check.get("YXSM") or ""))


def _visits(visits: Sequence[Visit]) -> Tuple[str, str]:
    asked = "；".join(f"{visit.duty.id} {visit.duty.who}：{visit.duty.title}" for visit in visits)
    said = "；".join(f"{visit.duty.id} {VISIT_WORDS[visit.state]}{f' {visit.day.isoformat()}' if visit.day else ''}"
                    for visit in visits)
    return asked, said


def _mu(area: Union[float, None]) -> Union[float, None]:
    return None if area is None else float(mu_round2(area))
