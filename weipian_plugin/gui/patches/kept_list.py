"""How a person left a list: filter, order, headings, as one text in the settings; kept, and shown again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Dict, Tuple

from .filters import Filter
from .orders import COLUMN, LOT, ORDERS, Order

if TYPE_CHECKING:
    from ..session import Session
    from .models import QueueModel


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


class ListKeeper:
    """Each person has their own list of each workspace."""

    def __init__(self, session: Session, model: QueueModel) -> None:
        self._session, self._model = session, model
        self._kept, self._person = KeptList(), session.settings.operator

    def restore(self) -> None:
        """As this person left the list of this workspace; no rows yet."""
        session, workspace = self._session, self._session.workspace
        self._person = session.settings.operator
        if workspace is None:
            return
        text = session.settings.kept_list(workspace.workspace_id)
        kept = KeptList.from_json(text)
        if workspace.review is not None and not text:  # its own order, so that no two read alike
            kept = KeptList(order=Order(LOT))
        known = {batch.uuid for batch in workspace.lists.batches()}
        wanted = kept.filter if kept.filter.batch in known else replace(kept.filter, batch="")
        self._kept = replace(kept, filter=wanted, collapsed=tuple(sorted(set(kept.collapsed))))
        self._model.begin_anew(wanted, kept.order, self._seed(), kept.grouped, kept.collapsed)

    def keep(self, anew: bool = False) -> None:
        """Write it where it is another than is kept: each value waits for the disk, and any answer may take a line out
        of the list. ``anew``: under another name.
        """
        workspace, model = self._session.workspace, self._model
        kept = KeptList(model.filter, model.order, model.is_grouped, tuple(sorted(model.collapsed)))
        if workspace is not None and (anew or kept != self._kept):
            self._kept = kept
            self._session.settings.keep_list(workspace.workspace_id, kept.to_json())

    def changes_hands(self) -> bool:
        """Another person sits here: True where their list was restored. Who only now gives a name, and has none, goes
        on with the list as it is, but draws lots of their own.
        """
        settings, workspace, before = self._session.settings, self._session.workspace, self._person
        if workspace is None or settings.operator == before:
            return False
        if before or settings.kept_list(workspace.workspace_id):
            self.restore()
            return True
        self._person = settings.operator
        self._model.set_order(self._model.order, self._seed())
        self.keep(anew=True)
        return False

    def _seed(self) -> str:
        """What lots are drawn by."""
        workspace = self._session.workspace
        if workspace is None:
            return ""
        return workspace.review.seed if workspace.review is not None else (
            f"{workspace.workspace_id} {self._session.actor}")
