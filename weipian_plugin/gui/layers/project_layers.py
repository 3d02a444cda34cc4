"""Shows the workspace's layers in QGIS's project, read-only, in one group; no images: the views paint those."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer

from ...workspace.layers import make_layers, refresh
from ..messages import LOG_TAG
from ..session import Session

OURS = "weipian/ours"


class ProjectLayers(QObject):
    """Keeps the group of a session's workspace in ``project`` (else the open one), and takes it away with it."""

    def __init__(self, session: Session, parent: Optional[QObject] = None,
                 project: Optional[QgsProject] = None) -> None:
        super().__init__(parent)
        self._session: Session = session
        self._project: Any = project or QgsProject.instance()
        self._group: Optional[QgsLayerTreeGroup] = None
        self._vectors: List[QgsVectorLayer] = []
        session.workspaceChanged.connect(self._change_workspace)
        session.queueChanged.connect(self.refresh)
        session.partsChanged.connect(self._read_again)
        session.parcelUpdated.connect(self._repaint)
        session.rowsChanged.connect(self._repaint)
        self._project.cleared.connect(self._forget)
        self._project.readProject.connect(self._look_again)
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(0)
        self._read.timeout.connect(self.refresh)
        self._emptied = QTimer(self)
        self._emptied.setSingleShot(True)
        self._emptied.setInterval(0)
        self._emptied.timeout.connect(self._put_again)

    def _forget(self) -> None:
        """Another project: QGIS has deleted our layers with the rest."""
        self._group, self._vectors = None, []
        self._emptied.start()

    def _put_again(self) -> None:
        """A new project has our layers as the one before had. One that is still being read may bring its own."""
        if not self._project.fileName():
            self.refresh()

    def _look_again(self) -> None:
        """A saved project, once QGIS is done reading it: our group may be in it."""
        self._emptied.stop()
        self._read.start()

    def _change_workspace(self) -> None:
        self.remove()

    def _let_go_of_removed(self) -> None:
        """A person may take our layers, or the whole group, out of the project like any others."""
        if self._group is not None and sip.isdeleted(self._group):
            self._group = None
        self._vectors = [layer for layer in self._vectors if not sip.isdeleted(layer)]

    def refresh(self) -> None:
        """Make what is not there yet, and read again what is."""
        workspace = self._session.workspace
        if workspace is None:
            return
        self._let_go_of_removed()
        with self._session.guard():
            if self._group is None:
                self._make()
            refresh(self._vectors)

    def _make(self) -> None:
        workspace = self._session.workspace
        if workspace is None or not workspace.lists.batches():
            return
        self._group = self._saved_group(str(workspace.path))
        if self._group is not None:
            self._vectors = [layer for layer in _layers_of(self._group) if isinstance(layer, QgsVectorLayer)]
            for layer in self._vectors:
                layer.setReadOnly(True)
            return
        first = not self._project.mapLayers()
        if first:
            self._project.setCrs(QgsCoordinateReferenceSystem(workspace.crs_authid))
        self._group = self._project.layerTreeRoot().insertGroup(0, LOG_TAG)
        self._group.setCustomProperty(OURS, True)
        self._vectors = make_layers(workspace)
        for layer in self._vectors:
            layer.setReadOnly(True)
            layer.setCustomProperty(OURS, True)
            self._project.addMapLayer(layer, False)
            node = self._group.addLayer(layer)
            node.setExpanded(False)
            node.setItemVisibilityChecked(layer.isSpatial() and layer.customProperty("weipian/visible", True))

    def _saved_group(self, path: str) -> Optional[QgsLayerTreeGroup]:
        """The group of this workspace that came with the project, as the person left it."""
        for node in self._project.layerTreeRoot().children():
            if isinstance(node, QgsLayerTreeGroup) and node.customProperty(OURS):
                files = {Path(layer.source().partition("|")[0]).resolve() for layer in _layers_of(node)}
                if Path(path).resolve() in files:
                    return node
        return None

    def _read_again(self, _uuids: object) -> None:
        """Features came or went."""
        self._let_go_of_removed()
        refresh(self._vectors)

    def _repaint(self, _changed: object) -> None:
        self._let_go_of_removed()
        for layer in self._vectors:
            layer.triggerRepaint()

    def add_report(self, layer: QgsVectorLayer) -> None:
        """The findings of a reference layer on top of our group; they go with it, or when they are made anew."""
        self._let_go_of_removed()
        self.remove_report(layer.source().partition("|")[0])
        layer.setCustomProperty(OURS, True)
        self._project.addMapLayer(layer, False)
        where = self._group if self._group is not None else self._project.layerTreeRoot()
        where.insertLayer(0, layer).setExpanded(False)

    def remove_report(self, path: str) -> None:
        """No layer of ours holds the report's file any more."""
        ids = [layer.id() for layer in self._project.mapLayers().values()
               if layer.customProperty(OURS) and layer.source().partition("|")[0] == path]
        self._project.removeMapLayers(ids)

    def remove(self) -> None:
        """Take the group and all layers of ours out of the project."""
        self._let_go_of_removed()
        self._vectors = []
        if self._group is not None:
            group, self._group = self._group, None
            ids = list(group.findLayerIds())
            self._project.layerTreeRoot().removeChildNode(group)
            self._project.removeMapLayers(ids)

    def shut_down(self) -> None:
        """For the plugin's unload."""
        self._read.stop()
        self._emptied.stop()
        self._project.readProject.disconnect(self._look_again)
        self._project.cleared.disconnect(self._forget)
        self.remove()


def _layers_of(group: QgsLayerTreeGroup) -> List[QgsMapLayer]:
    return [layer for node in group.findLayers() if (layer := node.layer()) is not None]
