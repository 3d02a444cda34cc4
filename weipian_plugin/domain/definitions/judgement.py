"""附表2-1 block B: the judgement (§2.3)."""

from __future__ import annotations

from typing import Tuple

from ..forms.fields import Field
from .shorthand import ANALYST, AREA, BOOLEAN, CODE, FORM_2_1, TEXT

LEGAL, ILLEGAL, OTHER = ("PDLX", ("合法",)), ("PDLX", ("违法",)), ("PDLX", ("其他",))

# 附表2-1, block B: the judgement. Empty in every hand-in until a person has signed.
JUDGEMENT: Tuple[Field, ...] = (
    Field("PDLX", "判定类型", "Outcome", CODE, codes="PDLX", required=True, filled_by=ANALYST, group="判定",
          source=FORM_2_1),
    Field("HFJTQX", "合法—具体情形", "Legal: case", CODE, codes="HFJTQX", required=True, when=LEGAL,
          filled_by=ANALYST, group="合法", source=FORM_2_1),
    Field("HFSJYT", "合法用地实际用途", "Legal: actual use", CODE, codes="SJYT", required=True, when=LEGAL,
          filled_by=ANALYST, group="合法", source=FORM_2_1),
    Field("HFPDYJSM", "合法—判断依据说明", "Legal: basis", TEXT, 500, required=True, when=LEGAL,
          min_length=10, filled_by=ANALYST, group="合法", source=FORM_2_1),
    Field("WFLX1", "违法类型（一级）", "Illegal: level 1", CODE, codes="WFLX1", required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFLX2", "违法类型（二级）", "Illegal: level 2", CODE, codes="WFLX2", when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFLX3", "违法类型（三级）", "Illegal: level 3", CODE, codes="WFLX3", when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFLX4", "违法类型（四级）", "Illegal: level 4", CODE, codes="WFLX4", when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("SFLZGDJF", "是否新增乱占耕地建房", "New illegal housing on farmland", BOOLEAN, required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("SFWHZJ", "是否挖湖造景", "Lake landscaping", BOOLEAN, required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("SFDPF", "是否大棚房", "Greenhouse house", BOOLEAN, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("SFFNH", "是否非农化", "Conversion to non-agricultural use", BOOLEAN, required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFSJYT", "违法—实际用途", "Illegal: actual use", CODE, codes="SJYT", required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFPDYJSM", "违法—判定依据说明", "Illegal: basis", TEXT, 500, required=True, when=ILLEGAL,
          min_length=10, filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFMJ", "违法面积", "Illegal area", AREA, required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFGDMJ", "违法耕地面积", "Illegal farmland area", AREA, required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("WFJBNTMJ", "违法基本农田面积", "Illegal basic farmland area", AREA, required=True, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("SFNRWFJS", "是否纳入违法计算", "Counts in the ratio", BOOLEAN, when=ILLEGAL,
          filled_by=ANALYST, group="违法", source=FORM_2_1),
    Field("QTJTQX", "其他—具体情形", "Other: case", CODE, codes="QTJTQX", required=True, when=OTHER,
          filled_by=ANALYST, group="其他", source=FORM_2_1),
    Field("QTJTLX", "其他—类型", "Other: type", CODE, codes="QTJTLX", when=OTHER,
          filled_by=ANALYST, group="其他", source=FORM_2_1),
    Field("QTPDYJSM", "其他—判定依据说明", "Other: basis", TEXT, 500, required=True, when=OTHER,
          min_length=10, filled_by=ANALYST, group="其他", source=FORM_2_1),
    Field("FJ", "图斑判定附件", "Attachments", TEXT, 500, filled_by=ANALYST, group="判定", source=FORM_2_1),
)
