"""附表2-1 block D: what was found on site (§2.3 D). Part of every 初判, whatever its outcome."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import ANALYST, BOOLEAN, DATE, FORM_2_1, GX_2023, INTEGER, ON_SITE, TEXT

_found = partial(Field, filled_by=ON_SITE, group="外业核查", source=FORM_2_1)
_duty = partial(Field, filled_by=ON_SITE, group="外业核查", source=GX_2023)

FIELD_CHECK: Tuple[Field, ...] = (
    _found("SFWYHC", "是否外业核查", "Checked on site", BOOLEAN),
    _found("WYHCSM", "外业核查记录", "Field-check record", TEXT, 500),
    _found("HCPC", "核查批次", "Round of checking", TEXT, 40),
    _found("HCSJ", "核查时间", "Checked on", DATE),
    _found("DCR", "核查人（调查人）", "Checked by", TEXT, 60),
    _found("JZRY", "举证人员", "Evidence taken by", TEXT, 60),
    _found("HCHLX", "核查后类型", "Type after checking", TEXT, 60),
    _found("WTLX", "问题类型", "Kind of problem", TEXT, 60),
    _found("ZPS", "照片数", "Photos", INTEGER),
    _found("SFTGJZ", "现场是否提供举证材料", "Papers shown on site", BOOLEAN),
    _duty("HCYJ", "核查意见", "Field-check opinion", TEXT, 500, evidence="hcyj"),
    _duty("HCFZR", "核查负责人", "Responsible for the check", TEXT, 60),
    _duty("HYSQSJ", "向市卫片办申请核验时间", "City's verification applied for on", DATE),
    Field("SJJCQR", "上级实地检查结果是否确认", "Superior's on-site result confirmed", BOOLEAN, filled_by=ANALYST,
          group="外业核查", source=GX_2023),
    Field("SJJCSJ", "上级实地检查时间", "Superior checked on", DATE, filled_by=ANALYST, group="外业核查", source=GX_2023),
)

ON_SITE_RECORD = ("HCYJ", "HCFZR")
"""核查意见 and who answers for it: together they are an on-site record (§8.7)."""
