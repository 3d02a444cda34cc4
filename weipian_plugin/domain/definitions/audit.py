"""附表2-1 block E: what county, city and province say of a row that was handed in (§2.3 E).

What is kept is a record for each level and round; the form's columns show the latest of each (`domain.forms.audits`).
"""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import CITY, CODE, COUNTY, DATE, FORM_2_1, GX_2023, INTEGER, JM_2021, OWN, PROVINCE, SYSTEM, TEXT

_county = partial(Field, filled_by=COUNTY, group="县级", source=FORM_2_1)
_review = partial(Field, filled_by=COUNTY, group="县级", source=GX_2023)
_city = partial(Field, filled_by=CITY, group="市级", source=FORM_2_1)
_province = partial(Field, filled_by=PROVINCE, group="省级", source=FORM_2_1)
_closing = partial(Field, filled_by=PROVINCE, group="销号", source=FORM_2_1)

_audited = partial(Field, filled_by=CITY, group="审核", source=FORM_2_1)
_returned = partial(Field, filled_by=CITY, group="退回", when=("SHJG", ("退回",)))
_finally = partial(Field, filled_by=PROVINCE, group="省级判定", source=FORM_2_1, when=("SHJB", ("省级",)))
_closed = partial(Field, filled_by=PROVINCE, group="销号", source=FORM_2_1, when=("SHJB", ("省级",)))

AUDIT_RECORD: Tuple[Field, ...] = (
    _audited("SHJB", "审核层级", "Level", CODE, codes="SHJB", required=True),
    _audited("SHLC", "审核轮次", "Round", INTEGER, required=True, proposed=True),
    _audited("SHJG", "审核结果", "Result", CODE, codes="SHJG", required=True),
    _audited("SHSM", "审核说明", "Explanation", TEXT, 500, required=True, required_when=("SHJG", ("退回",)),
             min_length=4),
    _audited("SHR", "审核人", "Audited by", TEXT, 40, required=True),
    _audited("SHSJ", "审核时间", "Audited on", DATE, required=True),
    Field("YZLC", "已知各级轮次", "Rounds known then", TEXT, 60, filled_by=SYSTEM, group="审核", source=OWN, proposed=True),
    _returned("SHYY", "退回原因", "Returned because", CODE, codes="SHYY", required=True, source=JM_2021),
    _returned("DFSM", "县级答复", "The county's answer", TEXT, 500, source=OWN, proposed=True),
    _returned("DFSJ", "县级答复时间", "Answered on", DATE, source=OWN, proposed=True),
    _finally("ZPDLX", "省级合法性判定", "Province: outcome", CODE, codes="PDLX"),
    _finally("ZPDSM", "省级判定说明", "Province: basis", TEXT, 500),
    _closed("XHZT", "销号状态", "Closing: state", CODE, codes="XHZT"),
    _closed("XHR", "销号人", "Closing: by", TEXT, 40),
    _closed("XHSJ", "销号时间", "Closing: on", DATE),
    _closed("XHYY", "销号原因", "Closing: reason", TEXT, 254),
    _closed("WXHYY", "未销号原因", "Closing: why not", TEXT, 254),
)

AUDIT: Tuple[Field, ...] = (
    _county("XTBR", "县级填报人", "County: filled in by", TEXT, 40),
    _county("XTBSJ", "县级填报时间", "County: filled in on", DATE),
    _review("HSJL", "会审结论", "Review: conclusion", TEXT, 500),
    _review("HSDW", "会审参加单位", "Review: participants", TEXT, 254),
    _review("HSSJ", "会审时间", "Review: on", DATE),
    _city("SHSJG", "市级审核结果", "City: result", CODE, codes="SHJG"),
    _city("SHSSM", "市级审核说明", "City: explanation", TEXT, 500),
    _city("SHSR", "市级审核人", "City: audited by", TEXT, 40),
    _city("SHSSJ", "市级审核时间", "City: audited on", DATE),
    _province("SJSJG", "省级审核结果", "Province: result", CODE, codes="SHJG"),
    _province("SJSSM", "省级审核说明", "Province: explanation", TEXT, 500),
    _province("SJTHCS", "省级退回次数", "Province: times returned", INTEGER),
    _province("SJPDLX", "省级合法性判定", "Province: outcome", CODE, codes="PDLX"),
    _province("SJPDSM", "省级判定说明", "Province: basis", TEXT, 500),
    _province("SJPDR", "省级判定人", "Province: judged by", TEXT, 40),
    _province("SJPDSJ", "省级判定时间", "Province: judged on", DATE),
    _closing("XHZT", "销号状态", "Closing: state", CODE, codes="XHZT"),
    _closing("XHR", "销号人", "Closing: by", TEXT, 40),
    _closing("XHSJ", "销号时间", "Closing: on", DATE),
    _closing("XHYY", "销号原因", "Closing: reason", TEXT, 254),
    _closing("WXHYY", "未销号原因", "Closing: why not", TEXT, 254),
)
