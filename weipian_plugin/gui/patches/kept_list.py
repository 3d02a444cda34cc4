"""How a person left a list: filter, order, headings, as one text in the settings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Dict, Tuple

from .filters import Filter
from .orders import COLUMN, ORDERS, Order


@dataclass(frozen=True)
class KeptList:
    """What is kept of a list."""

    filter: Filter = Filter()  # noqa: RUF009 - frozen itself
    order: Order = Order(returned_first=True)  # noqa: RUF009 - until a person says otherwise
    grouped: bool = False
    collapsed: Tuple[str, ...] = ()

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps({"filter": self.filter.to_json(), "order": _kept_order(self.order), "grouped": self.grouped,
                           "collapsed": list(self.collapsed)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> KeptList:
        """As it was kept; what cannot be read is as at first."""
        try:
            kept = json.loads(text or "{}")
        except ValueError:
            return cls()
        if not isinstance(kept, dict):
            return cls()
        collapsed = kept.get("collapsed")
        return cls(Filter.from_json(str(kept.get("filter") or "")), _order(kept.get("order")),
                   kept.get("grouped") is True,
                   tuple(str(name) for name in collapsed) if isinstance(collapsed, list) else ())


def _kept_order(order: Order) -> Dict[str, Any]:
    values = asdict(order)
    return {**values, "returned_below": not values.pop("returned_first")}


def _order(kept: Any) -> Order:
    values: Dict[str, Any] = kept if isinstance(kept, dict) else {}
    kind = values.get("kind")
    if kind not in (*ORDERS, COLUMN) or (kind == COLUMN and not values.get("column")):
        kind = Order().kind
    # Before it was on by itself nobody had chosen that it be off: only "below" says so.
    kept_first = values.get("returned_below") is not True
    column = str(values.get("column") or "") if kind == COLUMN else ""
    return Order(kind, column, values.get("descending") is True, kept_first)
