"""The measured facts of a parcel in the dock: the rows, and what is in the way of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...domain.areas.landclass import SEPARATE
from ...domain.areas.units import mu_round2
from ...domain.errors import WeipianError
from ...domain.records import Measured, ParcelRecord
from ...jobs.measuring.reuse import layers_changed
from ..messages import language
from ..wording import WARN, coloured, mu_text, mu_unit
from .facts_rows import FactRow, cover_rows, land_rows, limits_reached
from .facts_view import FactsView
from .kept_results import KeptResults

Rows = Tuple[List[FactRow], List[FactRow], str]
"""Of land, of what lies over it, and what is in the way of the first."""


class FactsPanel(QWidget):
    """Areas in 亩 with the limits they reach; not measured, or land classes unreadable, says so and what to do."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.trouble = QLabel(self)
        self.trouble.setTextFormat(Qt.TextFormat.RichText)
        self.trouble.setWordWrap(True)
        self.view = FactsView(self)
        self.actual = QLabel(self)
        self.actual.hide()
        self._kept = KeptResults()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.trouble)
        layout.addWidget(self.view)
        layout.addWidget(self.actual)

    def show_measured(self, parcel: ParcelRecord, measured: Optional[Measured],
                      suggestion: Optional[Mapping[str, Any]], profile: Any, changed: Sequence[str] = (),
                      whole: Optional[Decimal] = None, measuring: bool = False,
                      compiling: bool = False) -> None:
        """Show what was measured; ``profile`` (or ``None``) says which limits count and how farmland is counted;
        ``changed``: the roles of which other layers are named by now; ``whole``: see `land_rows`;
        ``measuring``: what is not there yet comes in a moment, so that nothing is called unchecked.
        """
        self.view.setVisible(measured is not None)
        if measuring and (measured is None or not measured.roles):
            self.view.hide()
            self._tell(self.tr("The measuring engine is made ready for the first time, about a minute; go on judging.")
                       if compiling else self.tr("Measuring…"))
            return
        if measured is None:
            self._tell(self._why_not_measured(parcel))
            return
        land, cover, trouble = self.rows_of(parcel, measured, suggestion, profile, whole)
        if not land and not trouble:
            trouble = self.tr("Land classes not checked: no land-class layer was measured.")
        outdated = layers_changed(changed, language()).sentence(language()) if changed else ""
        self._tell(*(text for text in (outdated, trouble) if text))
        self.view.show_rows(land, cover)

    def rows_of(self, parcel: ParcelRecord, measured: Measured, suggestion: Optional[Mapping[str, Any]], profile: Any,
                whole: Optional[Decimal]) -> Rows:
        """The rows of `show_measured`, kept for when they are shown."""
        code = "", ""
        if profile is not None and suggestion:
            code = str(suggestion.get("pdlx") or ""), str(suggestion.get("code") or "")
        made_of = (parcel.attributes, measured, bool(suggestion), code, profile, whole, language())
        return self._kept.of(parcel.uuid, made_of, lambda: _rows(parcel, measured, code if suggestion else None,
                                                                 profile, whole))

    def show_actual(self, m2: object) -> None:
        """The area (m²) of the 实际地块, where one was found on the ground."""
        there = isinstance(m2, (int, float))
        self.actual.setVisible(there)
        if isinstance(m2, (int, float)):
            words = self.tr("Actual parcel {area} {unit}")
            self.actual.setText(words.format(area=mu_text(m2), unit=mu_unit()))

    def _why_not_measured(self, parcel: ParcelRecord) -> str:
        if parcel.wkb is not None:
            return self.tr("Not measured yet: press “Measure and suggest” in the toolbar.")
        told = self.tr("This patch has no shape and cannot be measured; its areas are the issued figures.")
        issued = [parcel.attributes.get(code) for code in ("TBMJ", "JCMJ")]
        area = next((value for value in issued if isinstance(value, (int, float))), None)
        if area is None:
            return told
        return f"{told} " + self.tr("Issued area: {area} mu.").format(area=mu_round2(area))

    def _tell(self, *troubles: str) -> None:
        lines = [coloured(f"◇ {trouble}", WARN, self.palette()) for trouble in troubles]
        self.trouble.setText("<br>".join(lines))
        self.trouble.setVisible(bool(lines))


def _rows(parcel: ParcelRecord, measured: Measured, suggested: Optional[Tuple[str, str]], profile: Any,
          whole: Optional[Decimal]) -> Rows:
    """``suggested``: outcome and case, ``None`` where nothing was suggested."""
    remarks: Dict[str, List[str]] = {}
    if profile is not None and suggested is not None:
        remarks = limits_reached(parcel.attributes, measured, profile, *suggested, language())
    adjustable = str(profile.grouping.adjustable) if profile is not None else SEPARATE
    cover = cover_rows(measured, remarks, whole)
    try:
        return land_rows(measured, adjustable, remarks, language(), whole), cover, ""
    except WeipianError as error:
        return [], cover, error.sentence(language())
