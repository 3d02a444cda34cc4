"""Expression functions for labels and styles: what the open workspace says of a feature's parcel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterable, Optional, Sequence, Set, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionFunction,
    QgsFields,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication, QObject

from ...domain.areas.units import mu_round2
from ...domain.records import SIGNED, STUB, QueueRow
from ..messages import describe, language
from .parcel_index import ParcelIndex, Snapshot

if TYPE_CHECKING:
    Told = Callable[["Values", Snapshot, Sequence[QueueRow]], Any]

GROUP = "卫片判读"
NUMBERS = ("uuid", "parcel_uuid", "dkbh", "jcbh", "地块编号", "监测编号")
"""Columns that name a parcel, the surest first; case does not matter."""


class Values:
    """What a function gives for a row; it may be asked by a thread that draws. Raises what reading farmland raises."""

    def __init__(self, index: ParcelIndex) -> None:
        self.index = index

    def status(self, _snapshot: Snapshot, row: QueueRow) -> str:
        from ..patches.cells import state_labels
        from ..patches.queue_table import state_of

        return state_labels().get(state_of(row), row.status)

    def mark(self, _snapshot: Snapshot, row: QueueRow) -> str:
        from ..patches.cells import GLYPHS
        from ..patches.queue_table import state_of

        return GLYPHS.get(state_of(row), "")

    def outcome(self, _snapshot: Snapshot, row: QueueRow) -> Optional[str]:
        from ...domain.forms.terms import kind_name

        return kind_name(row.outcome, language()) or None

    def suggestion(self, snapshot: Snapshot, row: QueueRow) -> Optional[str]:
        from ...domain.forms.terms import kind_name

        return None if snapshot.blind else kind_name(row.suggestion, language()) or None

    def flag(self, _snapshot: Snapshot, row: QueueRow) -> Optional[str]:
        return row.flag or None

    def area(self, _snapshot: Snapshot, parts: Sequence[QueueRow]) -> Optional[float]:
        return _mu([row.area_m2 for row in parts])

    def farmland(self, snapshot: Snapshot, parts: Sequence[QueueRow]) -> Optional[float]:
        mu = [shown for row in parts if (shown := self.index.farmland_of(snapshot, row)) is not None]
        return float(sum(mu)) if mu and len(mu) == len(parts) else None

    def basic_farmland(self, _snapshot: Snapshot, parts: Sequence[QueueRow]) -> Optional[float]:
        return _mu([row.basic_farmland_m2 for row in parts])

    def redline(self, _snapshot: Snapshot, parts: Sequence[QueueRow]) -> Optional[float]:
        return _mu([row.redline_m2 for row in parts])

    def days_left(self, snapshot: Snapshot, row: QueueRow) -> Optional[int]:
        if row.status in (SIGNED, STUB) or snapshot.due_of is None:
            return None
        due = snapshot.due_of(row)
        return None if due is None else due.days


def _of_one(told: Callable[[Values, Snapshot, QueueRow], Any]) -> Told:
    """Parts of a patch are answered each for itself: their common number has no such value."""
    def of_parts(values: Values, snapshot: Snapshot, parts: Sequence[QueueRow]) -> Any:
        return told(values, snapshot, parts[0]) if len(parts) == 1 else None
    return of_parts


def functions() -> Tuple[Tuple[str, Told, str], ...]:
    """Name, value and what it says, in the order in which QGIS lists them."""
    translate = QCoreApplication.translate
    return (
        ("weipian_status", _of_one(Values.status),
         translate("Expressions", "Status of the patch as the queue writes it: to do, draft, signed …")),
        ("weipian_mark", _of_one(Values.mark),
         translate("Expressions", "The sign of the status (○ ◐ ● ⚑): told by its shape, not only by a colour")),
        ("weipian_outcome", _of_one(Values.outcome),
         translate("Expressions", "The outcome a person chose; NULL before that")),
        ("weipian_suggestion", _of_one(Values.suggestion),
         translate("Expressions", "What the rules suggest, never a judgement; NULL while a test runs")),
        ("weipian_flag", _of_one(Values.flag),
         translate("Expressions", "Why the patch was flagged; NULL where it is not")),
        ("weipian_area_mu", Values.area, translate("Expressions", "Area in mu, as measured on the ellipsoid")),
        ("weipian_farmland_mu", Values.farmland,
         translate("Expressions", "Farmland in mu, as panel and tables show it")),
        ("weipian_basic_farmland_mu", Values.basic_farmland,
         translate("Expressions", "Permanent basic farmland in mu")),
        ("weipian_redline_mu", Values.redline, translate("Expressions", "Ecological redline in mu")),
        ("weipian_days_left", _of_one(Values.days_left),
         translate("Expressions", "Days until it is to be reported, negative when over; NULL where nothing is due")),
    )


class ParcelFunction(QgsExpressionFunction):
    """``weipian_…([number])``: of the parcel with this number, else of the feature's own."""

    def __init__(self, name: str, told: Told, text: str, values: Values, used: Set[str]) -> None:
        parameter = QgsExpressionFunction.Parameter("number", True, NULL)
        super().__init__(name, [parameter], GROUP, _help(name, text))
        self._told, self._values, self._used = told, values, used
        self._places: Tuple[Optional[QgsFields], Sequence[int]] = (None, ())

    def func(self, values: Iterable[Any], context: Optional[QgsExpressionContext], parent: Any, _node: Any) -> Any:
        """The value; NULL where the workspace is not open or has no such parcel. A workspace that cannot be read is an
        error of the expression: what is stored of it must not look like nothing known.
        """
        index = self._values.index
        if not index.has_workspace:
            return None
        if context is not None:
            self._used.add(str(context.variable("layer_id") or ""))
        try:
            snapshot = index.now()
            if snapshot is None:
                return None
            parts = self._parts(snapshot, next(iter(values), None), context)
            return self._told(self._values, snapshot, parts) if parts else None
        except Exception as error:  # to QGIS it is an evaluation error, and ends there
            parent.setEvalErrorString(describe(error)[0])
            return None

    def _parts(self, snapshot: Snapshot, number: Any, context: Optional[QgsExpressionContext]) -> Sequence[QueueRow]:
        if number not in (None, NULL):
            return snapshot.find_parts(str(number))
        if context is None or not context.hasFeature():
            return ()
        feature = context.feature()
        for place in self._places_of(feature.fields()):
            value = feature.attribute(place)
            found = () if value in (None, NULL) else snapshot.find_parts(str(value))
            if found:
                return found
        return ()

    def _places_of(self, fields: QgsFields) -> Sequence[int]:
        """Where these columns have a parcel's name, the surest first: looked for once for all features of a layer."""
        known, places = self._places
        if known is None or known != fields:
            names = {name.casefold(): place for place, name in enumerate(fields.names())}
            places = [names[name] for name in NUMBERS if name in names]
            self._places = (fields, places)
        return places

    def usesGeometry(self, _node: Any) -> bool:
        return False

    def referencedColumns(self, node: Any) -> Set[str]:
        """Whatever may name the parcel, in any case; columns that a layer does not have are passed over."""
        return {*NUMBERS, *(name.upper() for name in NUMBERS)}

    def handlesNull(self) -> bool:
        return True


def _help(name: str, text: str) -> str:
    translate = QCoreApplication.translate
    parameter = translate("Expressions", "number: patch or parcel number; left out: that of the feature "
                                         "(columns uuid, DKBH, JCBH)")
    needs = translate("Expressions", "Of the workspace that is open in the workbench; NULL where none is.")
    return (f"<h3>{name}</h3><p>{text}</p><p><b>{name}</b>( [<i>number</i>] )</p><p>{parameter}</p><p>{needs}</p>"
            f"<p><code>{name}()</code> &nbsp; <code>{name}(\"JCBH\")</code></p>")


class Expressions(QObject):
    """Registers the functions, and draws the layers that use them again when their values are known or others."""

    def __init__(self, index: ParcelIndex, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._index = index
        self._used: Set[str] = set()
        values = Values(index)
        self._functions = [ParcelFunction(name, told, text, values, self._used) for name, told, text in functions()]
        for function in self._functions:
            QgsExpression.registerFunction(function)
        index.renewed.connect(self._draw_again)

    def _draw_again(self) -> None:
        project = QgsProject.instance()
        for layer_id in list(self._used):
            layer = project.mapLayer(layer_id)
            if layer is None:
                self._used.discard(layer_id)
            else:
                layer.triggerRepaint()

    def remove(self) -> None:
        """Out of QGIS; the caller has stopped what is drawn."""
        self._index.renewed.disconnect(self._draw_again)
        for function in self._functions:
            QgsExpression.unregisterFunction(function.name())
        self._functions = []


def _mu(parts: Sequence[Optional[float]]) -> Optional[float]:
    """m² as 亩; parts are added before they are rounded, so that they make up the patch; ``None`` where one lacks."""
    known = [m2 for m2 in parts if m2 is not None]
    return float(mu_round2(sum(known))) if known and len(known) == len(parts) else None
