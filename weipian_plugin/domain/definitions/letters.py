"""Letters of the county's office: 提醒, 监督建议, 约谈, 联合惩戒, 移交问责 (§8.8) – their number, date, addressee, answer."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import CODE, COUNTY, DATE, GX_2023, TEXT

_letter = partial(Field, filled_by=COUNTY, group="函件", source=GX_2023)
_answer = partial(Field, filled_by=COUNTY, group="回复", source=GX_2023)

LETTER: Tuple[Field, ...] = (
    _letter("HJLX", "函件类型", "Kind of letter", CODE, codes="HJLX", required=True),
    _letter("HJWH", "函件文号", "Letter number", TEXT, 120, required=True),
    _letter("HJRQ", "发函日期", "Letter of", DATE, required=True),
    _letter("HJFW", "发函单位", "Sent by", TEXT, 120),
    _letter("HJZS", "主送单位", "Addressed to", TEXT, 120, required=True),
    _letter("HJSY", "发函事由", "About", TEXT, 500),
    _letter("HJCJ", "惩戒措施", "Measures", TEXT, 500, required=True, when=("HJLX", ("联合惩戒",))),
    _letter("HJQX", "要求回复日期", "Answer wanted by", DATE, proposed=True),
    _answer("HFRQ", "回复日期", "Answered on", DATE),
    _answer("HFWH", "回复文号", "Answer: number", TEXT, 120),
    _answer("HFQK", "回复情况", "Answer", TEXT, 500),
)
