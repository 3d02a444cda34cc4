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
    order: Order = Order()  # noqa: RUF009
    grouped: bool = False
    collapsed: Tuple[str, ...] = ()

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps({"filter": self.filter.to_json(), "order": asdict(self.order), "grouped": self.grouped,
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


def _order(kept: Any) -> Order:
    values: Dict[str, Any] = kept if isinstance(kept, dict) else {}
    kind = values.get("kind")
    if kind not in (*ORDERS, COLUMN) or (kind == COLUMN and not values.get("column")):
        kind = Order().kind
    column = str(values.get("column") or "") if kind == COLUMN else ""
    return Order(kind, column, values.get("descending") is True, values.get("returned_first") is True)
