"""Shows the reports on reference layers: a window each, and what was found as a layer on the map, in our group."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional

from qgis.core import QgsCoordinateTransform, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

from ...domain.records import ReferenceLayer
from ...jobs.measuring.prepare import PrepareReport
from ..session import Session
from .preparations import Preparations
from .project_layers import ProjectLayers
from .reference_sources import shown_name
from .report_window import ReportWindow, findings_layer

AROUND = 2.5
"""How much of the surroundings is shown with a finding."""
SMALLEST_VIEW_M = 30.0


class LayerReports(QObject):
    """One window for each report file; the newest preparation of a layer takes the place of the one before."""

    def __init__(self, session: Session, preparations: Preparations, layers: ProjectLayers, canvas: QgsMapCanvas,
                 window: QWidget) -> None:
        super().__init__(window)
        self._session, self._preparations, self._layers = session, preparations, layers
        self._canvas, self._parent = canvas, window
        self.windows: Dict[str, ReportWindow] = {}
        preparations.reported.connect(self.show_report)
        preparations.started.connect(self.take_away)
        session.workspaceChanged.connect(self.close)

    def show_report(self, report: PrepareReport) -> None:
        """Open the window of a layer that has just been prepared."""
        if report.report:
            self._open(report.reference, Path(report.report))

    def show_reference(self, reference: ReferenceLayer) -> None:
        """Open the report of a layer that was prepared earlier, if its file is still there."""
        path = self._preparations.report_path(reference)
        with self._session.guard():
            if path.exists():
                self._open(reference, path)

    def _open(self, reference: ReferenceLayer, path: Path) -> None:
        with self._session.guard():
            shown = self.windows.get(str(path))
            if shown is None:
                name = shown_name((reference.source, reference.layer))
                shown = ReportWindow(reference, path, self._parent)
                self.windows[str(path)] = shown
                if shown.layer is not None:
                    shown.layer.setName(self.tr("Findings: {layer}").format(layer=name))
                    self._layers.add_report(shown.layer)
                shown.placeWanted.connect(lambda fid, window=shown: self._go_to(_layer_of(window, path), fid))
                shown.finished.connect(lambda _result, key=str(path): self._closed(key))
            shown.show()
            shown.raise_()

    def _go_to(self, layer: Optional[QgsVectorLayer], fid: int) -> None:
        """Zoom to a finding and let it flash."""
        with self._session.guard():
            if layer is None:
                return
            geometry = layer.getFeature(fid).geometry()
            if geometry.isEmpty():
                return
            transform = QgsCoordinateTransform(layer.crs(), self._canvas.mapSettings().destinationCrs(),
                                               QgsProject.instance())
            box: QgsRectangle = transform.transformBoundingBox(geometry.boundingBox())
            metre = self._canvas.mapSettings().mapUnitsPerPixel() / max(self._metres_per_pixel(), 1e-9)
            side = max(box.width() * AROUND, box.height() * AROUND, SMALLEST_VIEW_M * metre)
            self._canvas.setExtent(QgsRectangle.fromCenterAndSize(box.center(), side, side))
            self._canvas.refresh()
            self._canvas.flashGeometries([geometry], layer.crs())

    def _metres_per_pixel(self) -> float:
        """At the canvas's scale and resolution: the map may be in degrees."""
        settings = self._canvas.mapSettings()
        return float(settings.scale() * 0.0254 / settings.outputDpi())

    def _closed(self, key: str) -> None:
        """The layer stays on the map until the workspace goes or the layer is prepared again."""
        window = self.windows.pop(key, None)
        if window is not None:
            window.deleteLater()

    def take_away(self, path: str) -> None:
        """The file is about to be written anew: neither window nor map may hold it."""
        window = self.windows.get(path)
        if window is not None:
            window.reject()
        self._layers.remove_report(path)

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        for window in list(self.windows.values()):
            window.reject()


def _layer_of(window: ReportWindow, path: Path) -> Optional[QgsVectorLayer]:
    """Its findings; read again where a person has taken the layer out of the project."""
    if window.layer is not None and sip.isdeleted(window.layer):
        window.layer = findings_layer(path)
    return window.layer
