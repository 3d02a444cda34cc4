"""附表1-2 矿产卫片执法图斑基本信息表 as issued (§2.2)."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .issued import ISSUED
from .shorthand import AREA, BOOLEAN, CODE, DATE, FORM_1_2, TEXT

_SHARED = ("NF", "JD", "XZQDM", "SMC", "CMC", "XMC", "XZMC", "CUNMC", "JCBH", "XFSJ", "LZB", "BZB", "QSX", "HSX",
           "JCLB", "SFSK", "BZ", "QSIMG", "HSIMG", "SFJY")

_own = partial(Field, source=FORM_1_2, proposed=True)

MINERAL_ONLY: Tuple[Field, ...] = (
    _own("KZ", "矿种", "Mineral", TEXT, 60, group="矿产", aliases=("矿种（推断）", "推断矿种")),
    _own("KL", "矿类", "Class of mineral", CODE, codes="KL", group="矿产"),
    _own("MBLX", "开采方式（目标类型）", "Kind of target", CODE, codes="MBLX", required=True, group="矿产",
         aliases=("目标类型", "开采方式", "开采方式/目标类型")),
    _own("TBMJ", "图斑面积", "Patch area", AREA, required=True, group="矿产", aliases=("矿产图斑面积",)),
    _own("XKZH", "许可证号", "Licence number", TEXT, 60, group="矿业权", aliases=("矿业权许可证号", "采矿许可证号")),
    _own("KSMC", "矿山名称", "Mine", TEXT, 120, group="矿业权"),
    _own("KQR", "矿业权人", "Holder", TEXT, 120, group="矿业权", aliases=("采矿权人", "探矿权人")),
    _own("SQKZ", "授权矿种", "Licensed mineral", TEXT, 60, group="矿业权", aliases=("许可矿种", "批准矿种")),
    _own("YXQQ", "有效期起", "Valid from", DATE, group="矿业权", aliases=("有效期起始",)),
    _own("YXQZ", "有效期止", "Valid until", DATE, group="矿业权", aliases=("有效期截止",)),
    _own("FZJG", "发证机关", "Issued by", TEXT, 120, group="矿业权"),
    _own("JNMJ", "界内面积", "Area inside the right", AREA, group="矿业权", aliases=("矿界内面积",)),
    _own("JWMJ", "界外面积", "Area outside the right", AREA, group="矿业权", aliases=("矿界外面积", "越界面积")),
    _own("YSWFLX", "疑似违法类型", "Suspected violation", TEXT, 60, group="矿产"),
    _own("SFBHD", "是否涉及自然保护地", "In a protected area", BOOLEAN, group="重点监管"),
    _own("SFCJ", "是否涉及长江流域", "In the Yangtze basin", BOOLEAN, group="重点监管"),
    _own("SFHH", "是否涉及黄河沿岸县域", "In a county on the Yellow River", BOOLEAN, group="重点监管"),
    _own("SFZLKZ", "是否战略性矿种", "Strategic mineral", BOOLEAN, group="重点监管", aliases=("是否战略性矿种（稀土等）",)),
)

_BY_CODE = {field.code: field for field in ISSUED}
ISSUED_MINERAL: Tuple[Field, ...] = tuple(_BY_CODE[code] for code in _SHARED) + MINERAL_ONLY
ISSUED_EITHER: Tuple[Field, ...] = ISSUED + MINERAL_ONLY
"""Every column an issued patch may have, of land or of minerals: what the workspace keeps."""
