"""秩序评估 (§2.5 5): the ratio of §6.7 before and after deductions, of the county and its townships, as figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.areas.units import round2
from ...domain.calculators.calculation import DENOMINATOR, MU, NUMERATOR, RATIO, Calculation
from ...domain.calculators.daily import daily_evaluation
from ...domain.calculators.ratio import ratio
from ...domain.calculators.unresolved import Violation
from ...domain.errors import WeipianError
from ...domain.statistics.figures import Amount, Figure, FigureRow, FigureTable, heading
from ..accounting.situation import Situation, levels_of, read_situation, townships
from .scope import Scope

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from ...workspace.workspace import Workspace

BEFORE, AFTER = "扣减前", "扣减后"
LEVEL = "county"
UNROUNDED = "按未取整面积计算，显示两位小数；其他各表为附表2-1逐地块两位小数之和，末位可能不同"


@dataclass(frozen=True)
class Assessment:
    """``raw``: nothing deducted; ``net``: as the profile deducts; ``townships`` by name, as the profile deducts.

    ``others``: further profiles that batches of the scope have, by which this was not reckoned; ``rates`` of 附表5.
    """

    profile: PolicyProfile
    raw: Calculation
    net: Calculation
    townships: Mapping[str, Calculation]
    violations: Mapping[str, Violation]
    table: FigureTable
    rates: Tuple[Calculation, ...] = ()
    others: Tuple[str, ...] = ()


def assess(workspace: Workspace, scope: Scope, profiles: Sequence[PolicyProfile]) -> Optional[Assessment]:
    """The ratio of the signed parcels of a scope by the profile of its newest batch; ``None`` where none has one."""
    if not profiles:
        return None
    profile = profiles[-1]
    situation = read_situation(workspace, profile, [batch.uuid for batch in scope.batches])
    raw = ratio([replace(parcel, buckets={}) for parcel in situation.parcels], profile, LEVEL)
    net = ratio(situation.parcels, profile, LEVEL).with_remarks(*situation.read.remarks)
    by_township = townships(situation) if "township" in levels_of(profile) else {}
    others = tuple(dict.fromkeys(each.title for each in profiles if each.id != profile.id))
    return Assessment(profile, raw, net, by_township, situation.violations,
                      _table(scope, profile, raw, net, by_township), _rates(situation), others)


def _rates(situation: Situation) -> Tuple[Calculation, ...]:
    try:
        return daily_evaluation(situation.counts)
    except WeipianError:
        return ()


def _table(scope: Scope, profile: PolicyProfile, raw: Calculation, net: Calculation,
           by_township: Mapping[str, Calculation]) -> FigureTable:
    rows = [_row(BEFORE, f"{BEFORE}（全县）", raw, f"{scope.title}，{profile.title}，不作任何扣减"),
            _row(AFTER, f"{AFTER}（全县）", net, f"{scope.title}，{profile.title}，按口径扣减")]
    for name, each in by_township.items():
        if name:
            rows.append(_row(name, f"其中：{name}", each, f"{scope.title}，{profile.title}，{name}，按口径扣减", 1))
    columns = (heading("违法占用耕地（分子）", MU), heading("新增建设占用耕地（分母）", MU), "比例")
    return FigureTable("5-1", "违法占用耕地比例", "范围", columns, tuple(rows),
                       f"分子只计新增建设用地违法（及追加计入的）地块，全部违法用地的耕地见表3-1；{UNROUNDED}；分母的构成文件未明确，为拟定口径。")


def _row(key: str, name: str, found: Calculation, basis: str, depth: int = 0) -> FigureRow:
    cells: List[Figure] = []
    for figure, unit in ((NUMERATOR, MU), (DENOMINATOR, MU), ("R", RATIO)):
        value = found.figures.get(figure) if figure != "R" else found.result
        word = {"R": "比例"}.get(figure, figure)
        cells.append(Figure(f"5-1.{key}.{word}", f"{name}·{word}", _shown(value, unit), unit, _query(word, basis),
                            _parcels(found, figure)))
    return FigureRow(key, name, tuple(cells), depth=depth)


def _shown(value: Optional[Fraction], unit: str) -> Optional[Amount]:
    return None if value is None else value if unit == RATIO else round2(value)


def _query(word: str, basis: str) -> str:
    told: Dict[str, str] = {
        NUMERATOR: "已签署判定为新增建设用地违法（及追加计入的）地块的违法耕地面积之和，减口径规定的扣减项",
        DENOMINATOR: "合法新增建设占用耕地与违法占用耕地之和，减口径规定的扣减项",
        "比例": "分子 ÷ 分母",
    }
    return f"{told[word]}（{basis}）"


def _parcels(found: Calculation, figure: str) -> Tuple[str, ...]:
    """The parcels that have a share in a sum, in the ratio those of either."""
    return tuple(share.parcel for share in found.shares
                 if (figure != NUMERATOR and share.denominator) or (figure != DENOMINATOR and share.numerator))
