"""What the levels of 违法类型 would be under a suggested violation: a help to fill in, never an answer."""

from __future__ import annotations

from typing import Dict, Tuple

from .forms.codes import ILLEGAL
from .judging.facts import Facts
from .judging.suggestion import Hint

# The use groups of one province's form (WFLX3, proposed). 公路 alone does not tell 国省干道 from 地方城镇道路: it
# is left out.
_GROUP_OF_USE: Dict[str, str] = {
    "工业": "厂房类", "仓储物流": "厂房类", "光伏": "光伏", "采矿": "采矿用地", "挖湖造景": "挖湖造景",
    "公共管理服务": "公共管理和公共服务", "住宅（城镇）": "城镇住宅", "特殊用地": "特殊用地",
    "堆放压占": "圈占/堆放压占", "推填土未建": "圈占/堆放压占",
}
_GROUP_OF_TYPE: Dict[str, str] = {
    "GF": "光伏", "CK": "采矿用地", "YH": "硬化", "ND": "地方城镇道路", "TD": "圈占/堆放压占",
    "TP": "圈占/堆放压占", "DT": "圈占/堆放压占",
}


def hints(outcome: str, case: str, facts: Facts) -> Tuple[Hint, ...]:
    """WFLX1–4 as far as outcome, case, use and change type tell them; nothing for what is not called illegal."""
    if outcome != ILLEGAL:
        return ()
    found = [Hint("WFLX1", case), Hint("WFLX2", "违法占地")]
    group = _GROUP_OF_USE.get(str(facts.get("actual_use"))) or _GROUP_OF_TYPE.get(str(facts.get("tblx")))
    if group:
        found.append(Hint("WFLX3", group))
    found.append(Hint("WFLX4", "存量" if case == "W2" else "新增"))
    return tuple(found)
