"""The dashboard dock: scope, key figures, ratio, charts; it shows what it is handed and asks by signals."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...domain.statistics.figures import Figure
from ...jobs.handing_in.overview import Overview
from ..forms import icon
from ..messages import language
from ..wording import WARN, coloured, muted
from .chart_view import ChartView
from .tile import Tile
from .words import figure_in_words

_TILES = ("图斑", "完成率", "合法", "违法", "其他", "违法面积", "违法耕地", "违法永农")
_ACROSS = 3


class DashboardDock(QDockWidget):
    """Not filled until somebody looks at it."""

    scopeChosen = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    figureWanted = pyqtSignal(object)  # noqa: N815
    pictureWanted = pyqtSignal(object)  # noqa: N815
    picturesWanted = pyqtSignal()  # noqa: N815
    whatIfWanted = pyqtSignal()  # noqa: N815
    againWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("weipianDashboard")
        self.setWindowTitle(self.tr("Dashboard"))
        self.setWindowIcon(icon("order"))
        self.overview: Optional[Overview] = None
        self.charts: Dict[str, ChartView] = {}
        self.tiles: List[Tile] = []
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(self._make_head(body))
        self.stateLabel = QLabel(body)
        self.stateLabel.setWordWrap(True)
        layout.addWidget(self.stateLabel)
        layout.addWidget(self._make_scroll(body), 1)
        self.setWidget(body)

    def _make_head(self, body: QWidget) -> QHBoxLayout:
        head = QHBoxLayout()
        self.scopeBox = QComboBox(body)
        self.scopeBox.setToolTip(self.tr("Which patches the figures are of"))
        self.scopeBox.setMinimumContentsLength(12)
        self.scopeBox.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.scopeBox.activated.connect(lambda _index: self.scopeChosen.emit())
        self.againButton, self.saveButton = QToolButton(body), QToolButton(body)
        for button, name, tip, signal in (
                (self.againButton, "timer", self.tr("Count again"), self.againWanted),
                (self.saveButton, "export", self.tr("Save all charts as pictures…"), self.picturesWanted)):
            button.setIcon(icon(name))
            button.setToolTip(tip)
            button.setAutoRaise(True)
            button.clicked.connect(lambda _checked=False, wanted=signal: wanted.emit())
        head.addWidget(self.scopeBox, 1)
        head.addWidget(self.againButton)
        head.addWidget(self.saveButton)
        return head

    def _make_scroll(self, body: QWidget) -> QScrollArea:
        scroll = QScrollArea(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QWidget(scroll)
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._grid = QGridLayout()
        self._grid.setSpacing(5)
        self._column.addLayout(self._grid)
        self.ratioLabel = QLabel(self.page)
        self.ratioLabel.setWordWrap(True)
        self.ratioLabel.setTextFormat(Qt.TextFormat.RichText)
        self.whatIfButton = QPushButton(self.tr("What if … (accountability)"), self.page)
        self.whatIfButton.clicked.connect(lambda _checked=False: self.whatIfWanted.emit())
        line = QHBoxLayout()
        line.addWidget(self.ratioLabel, 1)
        line.addWidget(self.whatIfButton)
        self._column.addLayout(line)
        self._column.addStretch(1)
        scroll.setWidget(self.page)
        self.scroll = scroll
        return scroll

    def offer(self, scopes: Sequence[Tuple[str, Any]]) -> None:
        """The scopes that can be chosen: (words, what they stand for); the chosen one stays where it is there."""
        chosen = self.scopeBox.currentData()
        self.scopeBox.clear()
        for words, data in scopes:
            self.scopeBox.addItem(words, data)
        place = next((number for number, (_words, data) in enumerate(scopes) if data == chosen), 0)
        self.scopeBox.setCurrentIndex(place if scopes else -1)

    @property
    def chosen(self) -> Any:
        """The scope that is chosen."""
        return self.scopeBox.currentData()

    def show_nothing(self, words: str) -> None:
        """Why there is nothing to see."""
        self.overview = None
        self.stateLabel.setText(words)
        self.page.hide()

    def show_working(self) -> None:
        """It is being counted anew; what is shown may be of before."""
        grey = muted(self.palette()).name()
        counting = self.tr("Counting …")
        self.stateLabel.setText(f'<span style="color:{grey}">{counting}</span>')

    def show_stale(self) -> None:
        """Something was decided since."""
        since = self.tr("Decisions were made since; counted again in a moment.")
        self.stateLabel.setText(coloured(f"⟳ {since}", WARN, self.palette()))

    def show_overview(self, overview: Overview) -> None:
        """Figures, ratio and charts as they stand."""
        self.overview = overview
        found = overview.statistics
        told = self.tr("{day} · {n} records · a click on a figure or a bar opens its patches")
        grey = muted(self.palette()).name()
        self.stateLabel.setText(f'<span style="color:{grey}">'
                                + told.format(day=found.state.day, n=found.state.events) + "</span>")
        self._show_tiles([found.headlines[key] for key in _TILES if key in found.headlines]
                         + [row.figures[0] for row in overview.due.rows[:1] if row.figures[0] is not None])
        self._show_ratio(overview)
        self._show_charts(overview)
        self.page.show()
        bar = self.scroll.verticalScrollBar().sizeHint().width()
        self.scroll.setMinimumWidth(self.page.minimumSizeHint().width() + bar + 2 * self.scroll.frameWidth())

    def _show_tiles(self, figures: Sequence[Figure]) -> None:
        while len(self.tiles) < len(figures):
            tile = Tile(self.page)
            tile.figureWanted.connect(self.figureWanted)
            self._grid.addWidget(tile, len(self.tiles) // _ACROSS, len(self.tiles) % _ACROSS)
            self.tiles.append(tile)
        for tile, figure in zip(self.tiles, figures):
            tile.show_figure(figure, is_bad=figure.id.startswith("D.") and bool(figure.value))
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < len(figures))

    def _show_ratio(self, overview: Overview) -> None:
        assessment = overview.statistics.assessment
        if assessment is None:
            self.ratioLabel.setText(self.tr("No policy profile is chosen: no ratio."))
            return
        net, tongue = assessment.net, int(language() != "zh")
        told = self.tr("Illegal share of newly taken farmland: {raw} before, {net} after deductions. {conclusion}")
        conclusion = net.conclusion[tongue] + "。."[tongue]
        said = told.format(raw=assessment.raw.shown(), net=f"<b>{net.shown()}</b>", conclusion=conclusion)
        self.ratioLabel.setText(f'{said} <span style="color:{muted(self.palette()).name()}">'
                                f"{self._bases(overview)}</span>")
        self.ratioLabel.setToolTip(f"{assessment.profile.title}\n{net.why[tongue]}".strip())

    def _bases(self, overview: Overview) -> str:
        """Which farmland the ratio counts, and which the tile does."""
        found = overview.statistics
        row = found.tables["5-1"].rows[0] if "5-1" in found.tables else None
        counted, illegal = row.figures[0] if row is not None else None, found.headlines.get("违法耕地")
        if counted is None or illegal is None or counted.value is None or illegal.value is None:
            return ""
        told = self.tr("The ratio counts {counted} of new construction; {illegal} is of all patches judged illegal.")
        return told.format(counted=figure_in_words(counted), illegal=figure_in_words(illegal))

    def _show_charts(self, overview: Overview) -> None:
        wanted = {chart.id: chart for chart in overview.charts}
        for identity in [name for name in self.charts if name not in wanted]:
            view = self.charts.pop(identity)
            self._column.removeWidget(view)
            view.deleteLater()
        for place, (identity, chart) in enumerate(wanted.items()):
            if identity in self.charts:
                self.charts[identity].show_chart(chart)
            else:
                self.charts[identity] = ChartView(chart, self.page)
                self.charts[identity].figureWanted.connect(self.figureWanted)
                self.charts[identity].pictureWanted.connect(self.pictureWanted)
            view = self.charts[identity]
            self._column.removeWidget(view)
            self._column.insertWidget(2 + place, view)
