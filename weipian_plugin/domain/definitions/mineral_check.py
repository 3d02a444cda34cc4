"""附表2-2 矿产卫片图斑核查情况登记表 (§2.4): the mineral judgement, beside the land judgement of the same parcel."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Mapping, Tuple

from ..forms.codes import normalise_code
from ..forms.fields import Field
from .shorthand import ANALYST, AREA, BOOLEAN, CODE, DATE, FORM_2_2, NUMBER, ON_SITE, TEXT

MINERAL_OUTCOME = "KPDLX"
_WORKED, _ILLEGAL = (MINERAL_OUTCOME, ("合法", "违法")), (MINERAL_OUTCOME, ("违法",))
_BEYOND = ("KWFLX", ("越界勘查", "越界开采"))

_judged = partial(Field, filled_by=ANALYST, group="矿产判定", source=FORM_2_2, proposed=True)
_checked = partial(Field, filled_by=ON_SITE, group="现场核实", source=FORM_2_2, proposed=True)
_rectified = partial(Field, filled_by=ANALYST, group="矿产整改", source=FORM_2_2, proposed=True, when=_ILLEGAL)

MINERAL_CHECK: Tuple[Field, ...] = (
    _judged(MINERAL_OUTCOME, "矿产判定类型", "Mineral: outcome", CODE, codes="KPDLX", required=True),
    _judged("KWFLX", "矿产违法类型", "Mineral: violation", CODE, codes="KWFLX", required=True, when=_ILLEGAL),
    _judged("SJKZ", "实际开采矿种", "Mineral worked", TEXT, 60, when=_WORKED),
    _judged("KCZT", "开采（勘查）主体", "Worked by", TEXT, 120, when=_WORKED),
    _judged("KXKZH", "矿产许可证号", "Licence number", TEXT, 60, required=True, when=(MINERAL_OUTCOME, ("合法",))),
    _judged("KYXQQ", "许可证有效期起", "Licence valid from", DATE, when=_WORKED),
    _judged("KYXQZ", "许可证有效期止", "Licence valid until", DATE, when=_WORKED),
    _judged("KXYSL", "延续申请是否已受理", "Renewal accepted", BOOLEAN, when=_WORKED),
    _judged("KFZJG", "许可证发证机关", "Licence issued by", TEXT, 120, when=_WORKED),
    _judged("YJFX", "越界方向", "Beyond the limit: direction", TEXT, 20, when=_BEYOND),
    _judged("YJJL", "越界距离", "Beyond the limit: distance", NUMBER, unit="米", when=_BEYOND),
    _judged("YJMJ", "越界面积", "Beyond the limit: area", AREA, required=True, when=_BEYOND),
    _judged("SFCC", "是否超层", "Beyond the licensed layer", BOOLEAN, when=_WORKED),
    _judged("KCL", "开采量（估）", "Quantity, estimated", NUMBER, unit="吨", when=_ILLEGAL),
    _judged("JK", "价款", "Value", NUMBER, unit="万元", when=_ILLEGAL),
    _judged("KSFBHD", "矿产是否在保护地", "Mining in a protected area", BOOLEAN, when=_WORKED),
    _judged("KSFLY", "矿产是否在重点流域", "Mining in a named river basin", BOOLEAN, when=_WORKED),
    _judged("KPDYJSM", "矿产判定依据说明", "Mineral: basis", TEXT, 500, required=True, min_length=10),
    _judged("KCLFS", "矿产处理方式", "Mineral: disposal", CODE, codes="KCLFS", required=True, when=_ILLEGAL),
    _judged("KCLSM", "非立案或不处理的说明", "Mineral: why no case", TEXT, 500, required=True,
            when=("KCLFS", ("非立案", "不处理"))),
    _checked("XCHSB", "现场核实表扫描件", "On-site form, scanned", TEXT, 254),
    _checked("XCGZDW", "现场核实表盖章单位", "On-site form stamped by", TEXT, 120),
    _checked("XCCJRY", "现场核实参加人员", "On-site participants", TEXT, 254),
    _checked("XCHSSJ", "现场核实日期", "On site on", DATE),
    _rectified("KZGFS", "矿产整改方式", "Mineral: rectified by", CODE, codes="KZGFS"),
    _rectified("KZGSM", "矿产整改说明", "Mineral: rectification", TEXT, 500),
)

MINERAL_ON_SITE_RECORD = ("XCHSB", "XCGZDW")
"""The stamped 现场核实表: with its stamp it is the on-site record of a mineral judgement."""


def concerns_mining(issued: Mapping[str, object]) -> bool:
    """Does a patch with these issued attributes ask for a mineral judgement? 矿产图斑, 是否涉矿, or 采矿."""
    marked = issued.get("SFSK") in (1, True, "1", "是")
    return marked or is_mineral(issued) or normalise_code("TBLX", issued.get("TBLX")) == "CK"


def is_mineral(issued: Mapping[str, object]) -> bool:
    """Is it a 矿产图斑, which has no land judgement of its own?"""
    return _is_class_of_minerals(str(issued.get("JCLB") or ""))


@lru_cache(maxsize=1024)
def _is_class_of_minerals(written: str) -> bool:
    """Asked of each of a hundred thousand patches, that have a few classes."""
    return normalise_code("JCLB", written) == "K"
