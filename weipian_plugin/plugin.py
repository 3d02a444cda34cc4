"""The front door: what QGIS starts and stops."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Dict, Optional

from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .paths import I18N

if TYPE_CHECKING:
    from qgis.core import QgsProcessingProvider
    from qgis.PyQt.QtWidgets import QDockWidget

    from .gui.front import Front
    from .gui.session import Session
    from .gui.workbench import Workbench


class WeipianPlugin:
    """卫片判读 in the QGIS window ``iface``: docks, menu, toolbar, options page and Processing provider.

    ``session``, ``docks`` and ``workbench`` exist from initGui to unload; the first to ask for one builds them all.
    """

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self._front: Optional[Front] = None
        self._provider: Optional[QgsProcessingProvider] = None
        self._translator: Optional[QTranslator] = None
        self._install_translator()

    @property
    def workbench(self) -> Workbench:
        """Docks, session, jobs, keys and layers."""
        if self._front is None:
            raise RuntimeError("the plugin is not started")
        return self._front.bench

    @property
    def session(self) -> Session:
        """What is on the table."""
        return self.workbench.session

    @property
    def docks(self) -> Dict[str, QDockWidget]:
        """``"patches"``, ``"interpretation"`` and ``"compare"``."""
        return self.workbench.docks

    def _install_translator(self) -> None:
        translator = QTranslator()
        if translator.load(QLocale(QgsApplication.locale()), "weipian", "_", str(I18N)):
            QCoreApplication.installTranslator(translator)
            self._translator = translator

    def initGui(self) -> None:
        """Put menu, toolbar and options page into the window; what a person asks for is imported then."""
        from .gui.front import Front

        self._front = Front(self.iface)
        self.initProcessing()

    def initProcessing(self) -> None:
        """Add the algorithms; QGIS calls this alone in qgis_process."""
        from .algorithms.provider import WeipianProvider

        if self._provider is None:
            self._provider = WeipianProvider()
            QgsApplication.processingRegistry().addProvider(self._provider)

    def unload(self) -> None:
        """Leave no trace: docks, actions, provider, worker, translator and our layers go."""
        try:
            if self._front is not None:
                self._front.remove()
        finally:
            self._front = None
            self._leave_qgis()

    def _leave_qgis(self) -> None:
        self._stop_workers()
        if self._provider is not None:
            if not sip.isdeleted(self._provider):  # the registry may have ended before us
                QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    @staticmethod
    def _stop_workers() -> None:
        """All that were started, by the algorithms too; never imports what nobody has used."""
        worker = sys.modules.get(f"{__package__}.jobs.measuring.worker")
        if worker is not None:
            worker.stop_workers()
