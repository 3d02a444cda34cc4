"""The measured areas as bars with figures: what kind of land the patch took, and what lies over it."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Optional, Sequence

from qgis.PyQt.QtWidgets import QFrame, QVBoxLayout, QWidget

from ..messages import language
from ..wording import mu_unit, muted
from . import facts_rows as rows
from .fact_lines import FLAG, FactLine, FactLines
from .facts_rows import FactRow
from .rich_label import RichLabel

_HUES = {
    rows.FARMLAND: "#c99a1e", rows.PLANTED: "#5b9a3c", rows.OTHER_AGRICULTURAL: "#3f9a8f", rows.BUILT: "#c0607f",
    rows.GENERAL: "#d9b95c", "farmland_in_yjjbnt": "#d1682a", "farmland_in_stbhhx": "#c23b3b",
    rows.UNUSED: "#8d8d8d", rows.UNCOVERED: "#8d8d8d", "yjjbnt": "#d1682a", "stbhhx": "#c23b3b",
}
_PAPER_HUE = "#3b78b5"


class FactsView(QFrame):
    """Rows of areas in 亩; what reaches a limit carries ⚑ and says which. What is nothing, was declared empty or was
    not measured (未核) stands together in a line each below.
    """

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.lines, self.nothing = FactLines(self), RichLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.lines)
        layout.addWidget(self.nothing)
        self.texts: Dict[str, str] = {}

    def show_rows(self, land: Sequence[FactRow], cover: Sequence[FactRow]) -> None:
        """Show both tables; groups without any ground are left out, but never farmland and its parts."""
        shown = [row for row in land if row.area or row.of_farmland or row.key == rows.FARMLAND] + list(cover)
        self.texts = {row.key: self._text(row) for row in shown}
        with_bar = [row for row in shown if row.of_farmland or row.remarks or row.area or row.share]
        self.lines.show_lines([self._line(row) for row in with_bar])
        self.lines.setVisible(bool(with_bar))
        self._show_nothing([row for row in shown if row not in with_bar])

    def _show_nothing(self, empty: Sequence[FactRow]) -> None:
        """Rows without a figure, by the reason."""
        joint = "、" if language() == "zh" else ", "
        reasons: Dict[str, List[str]] = {}
        for row in empty:
            reasons.setdefault(self._reason(row), []).append(_name(row))
        lines = [escape(self.tr("{reason}: {names}").format(reason=reason, names=joint.join(names)))
                 for reason, names in reasons.items()]
        self.nothing.setText(f'<span style="color:{muted(self.palette()).name()}">' + "<br>".join(lines) + "</span>")
        self.nothing.setVisible(bool(lines))

    def _reason(self, row: FactRow) -> str:
        return f"0 {mu_unit()}" if _is_known(row) else self._area_text(row)

    def _line(self, row: FactRow) -> FactLine:
        known = _is_known(row)
        return FactLine(
            _name(row), self._area_text(row), share=row.share if known else None, hue=_HUES.get(row.key, _PAPER_HUE),
            hatched=row.key == rows.UNCOVERED, percent=_percent(row), flagged=bool(row.remarks),
            faint=not row.remarks and (not known or not row.area), inner=row.of_farmland,
            hint="\n".join([*row.remarks, row.detail, *self._parts_hint(row)]).strip())

    def _text(self, row: FactRow) -> str:
        return f"{_name(row)} {self._area_text(row)}{f' {FLAG}' if row.remarks else ''}"

    def _area_text(self, row: FactRow) -> str:
        if row.area is None:
            return self.tr("not checked")
        if row.declared_empty:
            return self.tr("none (declared)")
        return f"{row.area} {mu_unit()}"

    def _parts_hint(self, row: FactRow) -> List[str]:
        """What the figure is a part of, and the figure net of ridges."""
        hints = []
        if row.of_farmland and row.area is not None:
            hints.append(self.tr("{share} % of the farmland").format(share=f"{row.share * 100:.1f}"))
        if row.net is not None and row.net != row.area:
            hints.append(self.tr("net of field ridges {area} {unit}").format(area=row.net, unit=mu_unit()))
        return hints


def _name(row: FactRow) -> str:
    return row.names[0 if language() == "zh" else 1]


def _percent(row: FactRow) -> str:
    return "" if not row.area else "<1 %" if row.share < 0.005 else f"{row.share * 100:.0f} %"


def _is_known(row: FactRow) -> bool:
    """Was there a layer to measure it in?"""
    return row.area is not None and not row.declared_empty
