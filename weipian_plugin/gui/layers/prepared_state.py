"""What is prepared of a reference layer, in words, beside the button that prepares it."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from ...jobs.measuring.prepare import BROKEN, CURRENT, OTHER_ZONE, OUTDATED, LayerState
from ...jobs.measuring.question import stage_texts
from ..messages import language


class PreparedCell(QWidget):
    """State text and button of one row. The button does what comes next: prepare, cancel, or show the report."""

    prepareWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    cancelWanted = pyqtSignal()  # noqa: N815
    reportWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.state: Optional[LayerState] = None
        self._running = False
        self._has_report = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.label = QLabel()
        dated = [text.format(date="2028-08-28") for text in
                 (self.tr("prepared {date}"), self.tr("changed since {date}"))]
        stages = [self.tr("{stage} {n} %").format(stage=stage, n=100) for stage in stage_texts().values()]
        width = self.label.fontMetrics().horizontalAdvance
        self.label.setMinimumWidth(max(width(text) for text in (*dated, *stages)))
        self.button = QToolButton()
        self.button.clicked.connect(self._clicked)
        self._menu = QMenu(self.button)
        self._menu.addAction(self.tr("Prepare again")).triggered.connect(
            lambda _checked=False: self.prepareWanted.emit())
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        self._show()

    def forget(self) -> None:
        """Another source: nothing is known of it yet."""
        self.state, self._running, self._has_report = None, False, False
        self._show()

    def show_state(self, state: LayerState) -> None:
        """What the worker said of the source."""
        self.state = state
        if not self._running:
            self._show()

    def show_progress(self, done: int, total: int, stage: str = "") -> None:
        """It is being prepared, ``stage`` says what is being done or examined; ``total`` 0: it waits for its turn."""
        self._running = True
        self._show()
        text = self.tr("waiting")
        if total > 0:
            text = self.tr("{stage} {n} %").format(stage=stage or self.tr("preparing"), n=100 * done // total)
        self.label.setText(text)

    def end_progress(self) -> None:
        """It is not being prepared any more."""
        self._running = False
        self._show()

    def offer_report(self, there: bool) -> None:
        """Whether a report can be shown."""
        self._has_report = there
        self._show()

    def _clicked(self) -> None:
        if self._running:
            self.cancelWanted.emit()
        elif self._is_current and self._has_report:
            self.reportWanted.emit()
        else:
            self.prepareWanted.emit()

    @property
    def _is_current(self) -> bool:
        return self.state is not None and self.state.prepared == CURRENT

    def _show(self) -> None:
        state = self.state
        shows_report = self._is_current and self._has_report and not self._running
        self.button.setText(self.tr("Cancel") if self._running else
                            self.tr("Report") if shows_report else self.tr("Prepare"))
        self.button.setMenu(self._menu if shows_report else None)
        mode = QToolButton.ToolButtonPopupMode
        self.button.setPopupMode(mode.MenuButtonPopup if shows_report else mode.DelayedPopup)
        self.button.setEnabled(self._running or state is None or state.error is None)
        self.button.setToolTip(self.tr("Check the layer once and keep it ready: measuring is faster, and a report says "
                                       "what is wrong with it"))
        self.label.setText(self._text())
        self.label.setToolTip(self._tip())

    def _text(self) -> str:
        state = self.state
        if state is None:
            return ""
        if state.error is not None:
            return self.tr("cannot be read")
        date = _local_date(state.prepared_at)
        texts = {CURRENT: self.tr("prepared {date}"), OUTDATED: self.tr("changed since {date}"),
                 BROKEN: self.tr("copy damaged"), OTHER_ZONE: self.tr("prepared elsewhere")}
        return texts.get(state.prepared, self.tr("not prepared")).format(date=date)

    def _tip(self) -> str:
        state = self.state
        if state is None:
            return ""
        if state.error is not None:
            return state.error.sentence(language())
        told = self.tr("{n} features, {crs}, {driver}").format(n=state.features, crs=state.crs, driver=state.driver)
        extra = {
            OUTDATED: self.tr("The source has changed since it was prepared: it is read directly until it is "
                              "prepared again."),
            BROKEN: self.tr("The prepared copy is not whole: the source is read directly until it is prepared again."),
            OTHER_ZONE: self.tr("Prepared for another zone: prepare it again for this county."),
        }.get(state.prepared, "")
        return f"{told}\n{extra}".strip()


def _local_date(told: str) -> str:
    """The day here of a moment told with its zone."""
    try:
        return datetime.fromisoformat(told).astimezone().date().isoformat()
    except ValueError:
        return told[:10]
