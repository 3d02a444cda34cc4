"""附表5 日常执法情况评价表 (§2.7): one row a subordinate unit and quarter, made by the program."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import FORM_5, INTEGER, NUMBER, SYSTEM, TEXT

_metric = partial(Field, type=NUMBER, filled_by=SYSTEM, group="指标", unit="%", source=FORM_5, proposed=True)
_row = partial(Field, filled_by=SYSTEM, group="评价对象", source=FORM_5, proposed=True)

EVALUATION: Tuple[Field, ...] = (
    _row("PJDW", "评价单位", "Unit", TEXT, 60, required=True),
    _row("PJND", "评价年度", "Year", INTEGER, required=True),
    _row("PJJD", "评价季度", "Quarter", INTEGER, required=True),
    _metric("HSWCL", "核实完成率", "Checked"),
    _metric("AQL", "按期率", "In time"),
    _metric("PDZQL", "判定准确率", "Judged rightly"),
    _metric("WFCLL", "违法处理率", "Violations dealt with"),
    _metric("ZGDWL", "整改到位率（面积）", "Rectified, by area"),
    _metric("RCFXL", "日常发现率", "Found in daily work"),
)
