"""附表4 违法行为立案查处及落实情况登记表 (§2.6): a 违法行为 with the parcels it concerns and what its ground became."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import mu_round2
from ..definitions import ACT
from ..definitions.shorthand import AREA, BOOLEAN, CASE, DATE, FORM_4, INTEGER, TEXT
from ..records import Record
from .act_progress import progress_of
from .codes import code_list
from .fields import Field, is_empty

_identity = partial(Field, filled_by=CASE, group="违法行为", source=FORM_4)
_whole = partial(Field, filled_by=CASE, group="整改落实", source=FORM_4)

PARCELS_OF_ACT: Tuple[Field, ...] = (
    _identity("GLDKBH", "关联图斑（地块）编号", "Parcels", TEXT, 500),
    _identity("GLDKS", "关联地块数", "Number of parcels", INTEGER),
)
RECTIFIED: Tuple[Field, ...] = (
    _whole("ZGFSS", "整改方式", "Rectified by", TEXT, 120),
    _whole("ZRBMS", "责任部门", "Responsible offices", TEXT, 254),
    _whole("ZGCSS", "整改措施", "Measures", TEXT, 500),
    _whole("GZSXZ", "工作时限", "Time limit", DATE),
    _whole("ZGLSS", "整改落实情况", "What was done", TEXT, 500),
    _whole("HFYMHJ", "拆除复耕：恢复土地原貌面积", "Restored area", AREA),
    _whole("FGDWHJ", "拆除复耕：复耕到位面积", "Recultivated area", AREA),
    _whole("BBWHS", "补办：批准文号", "Later approvals: numbers", TEXT, 254),
    _whole("BBSJZ", "补办：批准时间", "Later approval: on", DATE),
    _whole("BBMJHJ", "补办：批准面积", "Later approval: area", AREA),
    _whole("BBGDHJ", "补办：其中耕地面积", "Later approval: farmland", AREA),
    _whole("YZGMJ", "已整改面积", "Rectified area", AREA),
    _whole("SYWZGMJ", "剩余未整改面积", "Area left", AREA),
    _whole("SFQBDW", "是否整改到位", "Rectified", BOOLEAN),
    _whole("ZGZPS", "整改照片数", "Photos", INTEGER),
)
_SUMMED = (("HFYMMJ", "HFYMHJ"), ("FGDWMJ", "FGDWHJ"), ("BBMJ", "BBMJHJ"), ("BBGDMJ", "BBGDHJ"))
_JOINED = (("ZRBM", "ZRBMS"), ("ZGCS", "ZGCSS"), ("ZGLS", "ZGLSS"), ("BBWH", "BBWHS"))
_LATEST = (("GZSX", "GZSXZ"), ("BBSJ", "BBSJZ"))

TABLE_4: Tuple[Field, ...] = (*ACT[:2], *PARCELS_OF_ACT, *ACT[2:], *RECTIFIED)


def table_4_values(act: Record, parcels: Sequence[str], parts: Sequence[Record],
                   photos: Optional[int] = None) -> Dict[str, object]:
    """Values by field code of `TABLE_4`. ``parcels``: the numbers that may be named; ``parts``: its rectifications.

    Areas that are sums come as 亩 `Decimal`, so that they are the sum of what is shown of the parts; what no part
    states is not there, never 0.
    """
    values: Dict[str, object] = dict(act.values)
    values.update(GLDKBH="、".join(parcels), GLDKS=len(parcels) or None, ZGZPS=photos)
    stated = [part.values for part in parts]
    values["ZGFSS"] = "、".join(dict.fromkeys(_way(one["ZGFS"]) for one in stated if not is_empty(one.get("ZGFS"))))
    for of_part, of_act in _SUMMED:
        values[of_act] = _sum(stated, of_part)
    for of_part, of_act in _JOINED:
        values[of_act] = "；".join(dict.fromkeys(_given(stated, of_part)))
    for of_part, of_act in _LATEST:
        values[of_act] = max(_given(stated, of_part), default=None)
    if parts:
        progress = progress_of(act, parts)
        values.update(YZGMJ=progress.done, SYWZGMJ=progress.left,
                      SFQBDW=int(progress.left == 0 and all(one.get("SFZGDW") == 1 for one in stated)))
    return {code: value for code, value in values.items() if not is_empty(value)}


def _way(code: object) -> str:
    entry = code_list("ZGFS").find(code)
    return str(code) if entry is None else entry.code if not entry.code.isascii() else entry.zh


def _given(stated: Sequence[Mapping[str, object]], code: str) -> List[str]:
    return [str(one[code]) for one in stated if not is_empty(one.get(code))]


def _sum(stated: Sequence[Mapping[str, object]], code: str) -> Optional[Decimal]:
    areas = [mu_round2(text) for text in _given(stated, code)]
    return sum(areas, Decimal("0.00")) if areas else None
