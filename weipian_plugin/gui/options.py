"""The plugin's page in QGIS's options: operator, worker, prepared layers, blinking, quarantine, own profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, Optional

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory, QgsScrollArea
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QHideEvent
from qgis.PyQt.QtWidgets import QAction, QApplication, QFrame, QVBoxLayout, QWidget

from .forms import icon, load_form
from .layers.prepared_folder import PreparedFolder
from .messages import describe
from .own_profiles import OwnProfiles

if TYPE_CHECKING:
    from .session import Session

PAGE = "mOptionsPageWeipian"
AUTO, EXACT, GEOS = "auto", "exact", "geos"


class OptionsPage(QgsOptionsPageWidget):
    """Shows the settings; what the environment fixes is shown and cannot be changed."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._probe: Optional[object] = None
        self.body = QWidget(self)
        load_form("options", self.body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scrolling())
        self.setObjectName(PAGE)
        self.body.quarantineFolder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        for text, engine in ((self.tr("Automatic"), AUTO), (self.tr("Exact (boundary integral)"), EXACT),
                             (self.tr("GEOS (intersections)"), GEOS)):
            self.body.engineBox.addItem(text, engine)
        for text, views in ((self.tr("two views"), 2), (self.tr("one view"), 1)):
            self.body.viewsBox.addItem(text, views)
        self.prepared = PreparedFolder(self.body)
        self.own_profiles = OwnProfiles(self.body)
        self._show_settings()
        self.body.testButton.clicked.connect(self.test_python)
        self.body.keysButton.clicked.connect(lambda _checked=False: open_shortcuts())

    def _scrolling(self) -> QgsScrollArea:
        """QGIS makes its dialog as high as the highest page: on a small screen its buttons would lie below the edge.
        QGIS's own: there the wheel changes no number while the page is scrolled.
        """
        scroll = QgsScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.body)
        return scroll

    def _show_settings(self) -> None:
        body, settings = self.body, self._session.settings
        body.operatorEdit.setText(settings.operator)
        body.pythonFile.setFilePath(settings.python)
        body.blinkSpin.setValue(settings.blink_ms)
        body.advanceBox.setChecked(settings.advance)
        body.viewsBox.setCurrentIndex(max(body.viewsBox.findData(settings.views), 0))
        body.prefetchBox.setChecked(settings.prefetch)
        body.keepScaleBox.setChecked(settings.keep_scale)
        body.matchBox.setChecked(settings.match_dates)
        body.cacheSpin.setValue(settings.image_cache_mb)
        body.leadSpin.setValue(settings.lead_days)
        body.quarantineFolder.setFilePath(settings.quarantine_folder)
        body.engineBox.setCurrentIndex(max(body.engineBox.findData(settings.engine), 0))
        self.prepared.show_setting(settings.prepared_folder)
        fixed = {"operator": body.operatorEdit, "python": body.pythonFile, "blink_ms": body.blinkSpin,
                 "keep_scale": body.keepScaleBox, "match_dates": body.matchBox, "image_cache_mb": body.cacheSpin,
                 "lead_days": body.leadSpin, "advance": body.advanceBox, "views": body.viewsBox,
                 "prefetch": body.prefetchBox,
                 "quarantine_folder": body.quarantineFolder, "engine": body.engineBox,
                 "prepared_folder": body.preparedFolder}
        for name, widget in fixed.items():
            if settings.is_fixed(name):
                widget.setEnabled(False)
                widget.setToolTip(self.tr("Set for everyone by WEIPIAN_{name}").format(name=name.upper()))

    def apply(self) -> None:
        """Keep what is shown."""
        body = self.body
        self._session.change_options(
            python=body.pythonFile.filePath().strip(), blink_ms=body.blinkSpin.value(),
            keep_scale=body.keepScaleBox.isChecked(), match_dates=body.matchBox.isChecked(),
            image_cache_mb=body.cacheSpin.value(),
            lead_days=body.leadSpin.value(), advance=body.advanceBox.isChecked(),
            views=body.viewsBox.currentData(), prefetch=body.prefetchBox.isChecked(),
            engine=body.engineBox.currentData(), prepared_folder=body.preparedFolder.filePath().strip(),
            quarantine_folder=body.quarantineFolder.filePath().strip())
        self._session.set_operator(body.operatorEdit.text())

    def test_python(self) -> None:
        """Start the worker with the Python that is written there and show what it reports."""
        from ..jobs.measuring.worker import OverlayWorker

        worker = OverlayWorker(self.body.pythonFile.filePath().strip())
        self._probe = worker
        self.body.testButton.setEnabled(False)
        self.body.testLabel.setText(self.tr("Starting …"))
        worker.ready.connect(lambda versions: self._tested(worker, self._versions_text(worker.python, versions)))
        worker.failed.connect(lambda error: self._tested(worker, describe(error)[0]))
        worker.start()

    def _versions_text(self, python: str, versions: Dict[str, str]) -> str:
        told = "  ".join(f"{name} {version}" for name, version in sorted(versions.items()))
        return self.tr("Works: {python}\n{versions}").format(python=python, versions=told)

    def _tested(self, worker: object, text: str) -> None:
        if worker is not self._probe:
            return
        self.stop_test()
        self.body.testLabel.setText(text)
        self.body.testButton.setEnabled(True)

    def stop_test(self) -> None:
        """End the worker that is being tried."""
        probe, self._probe = self._probe, None
        if probe is not None:
            probe.stop()  # type: ignore[attr-defined]

    def hideEvent(self, event: QHideEvent) -> None:
        """The options were closed: no process stays behind."""
        self.stop_test()
        super().hideEvent(event)


def open_shortcuts() -> None:
    """QGIS's own list of shortcuts, over the options; the action is the main window's."""
    for window in QApplication.topLevelWidgets():
        action = window.findChild(QAction, "mActionConfigureShortcuts")
        if action is not None:
            action.trigger()
            return


class OptionsFactory(QgsOptionsWidgetFactory):
    """Makes the page when QGIS's options are opened."""

    def __init__(self, session_of: Callable[[], Session]) -> None:
        super().__init__(QCoreApplication.translate("OptionsFactory", "Weipian"), icon("weipian"))
        self._session_of = session_of

    def createWidget(self, parent: Optional[QWidget] = None) -> OptionsPage:
        return OptionsPage(self._session_of(), parent)
