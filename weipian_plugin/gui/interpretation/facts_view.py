"""The measured areas as bars with figures: what kind of land the patch took, and what lies over it."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Optional, Sequence

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from ..messages import language
from ..wording import BAD, coloured, is_dark, mu_unit, muted, seen
from . import facts_rows as rows
from .facts_rows import FactRow

_HUES = {
    rows.FARMLAND: "#c99a1e", rows.PLANTED: "#5b9a3c", rows.OTHER_AGRICULTURAL: "#3f9a8f", rows.BUILT: "#c0607f",
    rows.GENERAL: "#d9b95c", "farmland_in_yjjbnt": "#d1682a", "farmland_in_stbhhx": "#c23b3b",
    rows.UNUSED: "#8d8d8d", rows.UNCOVERED: "#8d8d8d", "yjjbnt": "#d1682a", "stbhhx": "#c23b3b",
}
_PAPER_HUE = "#3b78b5"


class ShareBar(QWidget):
    """A share of the parcel as a bar; the figure beside it says the same in digits."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.share = 0.0
        self._hue = QColor(_PAPER_HUE)
        self._pattern = Qt.BrushStyle.SolidPattern
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_share(self, key: str, share: float) -> None:
        """Draw ``share`` (0…1) in the hue of its row; what no class covers is hatched."""
        self.share = share
        self._hue = QColor(_HUES.get(key, _PAPER_HUE))
        self._pattern = (Qt.BrushStyle.BDiagPattern if key == rows.UNCOVERED else Qt.BrushStyle.SolidPattern)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.averageCharWidth() * 12, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = QFontMetrics(self.font()).height() * 0.55
        trough = QRectF(0, (self.height() - height) / 2, self.width() - 1, height)
        ground = QColor(seen(self.palette()).color(QPalette.ColorRole.WindowText))
        ground.setAlpha(28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(trough, 2, 2)
        if self.share > 0:
            filled = QRectF(trough)
            filled.setWidth(max(trough.width() * self.share, 2.0))
            hue = self._hue.lighter(125) if is_dark(self.palette()) else self._hue
            painter.setBrush(QBrush(hue, self._pattern))
            painter.drawRoundedRect(filled, 2, 2)


class FactsView(QFrame):
    """Rows of areas in 亩; what reaches a limit carries ⚑ and says which. What is nothing, was declared empty or was
    not measured (未核) stands together in a line each below.
    """

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(2, 1)
        self._lines: List[Dict[str, QWidget]] = []
        self.nothing = QLabel(self)
        self.nothing.setTextFormat(Qt.TextFormat.RichText)
        self.nothing.setWordWrap(True)
        self._grid.addWidget(self.nothing, 0, 0, 1, 4)
        self.texts: Dict[str, str] = {}

    def show_rows(self, land: Sequence[FactRow], cover: Sequence[FactRow]) -> None:
        """Show both tables; groups without any ground are left out, but never farmland and its parts."""
        shown = [row for row in land if row.area or row.of_farmland or row.key == rows.FARMLAND] + list(cover)
        self.texts = {row.key: self._text(row) for row in shown}
        with_bar = [row for row in shown if row.of_farmland or row.remarks or row.area or row.share]
        for index, row in enumerate(with_bar):
            line = self._line(index)
            self._fill(line, row)
            for part, widget in line.items():
                widget.setVisible(part != "bar" or _is_known(row))
        for line in self._lines[len(with_bar):]:
            for widget in line.values():
                widget.hide()
        self._show_nothing([row for row in shown if row not in with_bar])

    def _show_nothing(self, empty: Sequence[FactRow]) -> None:
        """Rows without a figure, by the reason."""
        joint = "、" if language() == "zh" else ", "
        reasons: Dict[str, List[str]] = {}
        for row in empty:
            reasons.setdefault(self._reason(row), []).append(row.names[0 if language() == "zh" else 1])
        lines = [escape(self.tr("{reason}: {names}").format(reason=reason, names=joint.join(names)))
                 for reason, names in reasons.items()]
        self.nothing.setText(f'<span style="color:{muted(self.palette()).name()}">' + "<br>".join(lines) + "</span>")
        self.nothing.setVisible(bool(lines))

    def _reason(self, row: FactRow) -> str:
        return f"0 {mu_unit()}" if _is_known(row) else self._area_text(row)

    def _line(self, index: int) -> Dict[str, QWidget]:
        while len(self._lines) <= index:
            line: Dict[str, QWidget] = {
                "name": QLabel(self), "area": QLabel(self), "bar": ShareBar(self), "remark": QLabel(self),
            }
            line["area"].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate(line.values()):
                self._grid.addWidget(widget, len(self._lines), column)
            self._lines.append(line)
            self._grid.addWidget(self.nothing, len(self._lines), 0, 1, len(line))
        return self._lines[index]

    def _fill(self, line: Dict[str, QWidget], row: FactRow) -> None:
        name = row.names[0 if language() == "zh" else 1]
        area = self._area_text(row)
        line["name"].setText(self._dressed(name, row))
        # Not by a space before it: rich text takes that away.
        line["name"].setContentsMargins(self.fontMetrics().height() if row.of_farmland else 0, 0, 0, 0)
        line["area"].setText(self._dressed(area, row))
        line["bar"].show_share(row.key, row.share)
        line["remark"].setText(self._remark_text(row))
        hint = "\n".join([*row.remarks, row.detail, *self._parts_hint(row)]).strip()
        for widget in line.values():
            widget.setToolTip(hint)

    def _text(self, row: FactRow) -> str:
        name = row.names[0 if language() == "zh" else 1]
        return f"{name} {self._area_text(row)}{' ⚑' if row.remarks else ''}"

    def _dressed(self, text: str, row: FactRow) -> str:
        """Bold where a limit is reached, muted where there is nothing: as text, for a palette of its own would not
        follow the theme, and costs more than all the rest.
        """
        if row.remarks:
            return f"<b>{escape(text)}</b>"
        if not _is_known(row) or not row.area:
            return f'<span style="color:{muted(self.palette()).name()}">{escape(text)}</span>'
        return text

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

    def _remark_text(self, row: FactRow) -> str:
        """Plain where no limit is reached: each rich text is a document that is laid out at each step."""
        percent = "" if not row.area else "<1 %" if row.share < 0.005 else f"{row.share * 100:.0f} %"
        flag = coloured("⚑", BAD, self.palette(), bold=True) if row.remarks else ""
        return f"{escape(percent)}&nbsp;{flag}" if flag else percent


def _is_known(row: FactRow) -> bool:
    """Was there a layer to measure it in?"""
    return row.area is not None and not row.declared_empty
