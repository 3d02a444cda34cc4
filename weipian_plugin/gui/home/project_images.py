"""Puts the images into the person's project as layers, when asked; they are the person's from then on."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsLayerTreeGroup, QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...domain.records import CLIPS, TILES, Scene
from ...jobs.imagery.scene_shelf import name_of, open_scene
from ...jobs.imagery.tile_sources import is_agreed
from ..session import Session

PICTURES = "weipian/theme"
"""What a layer that was put into the project has as custom property: the scene's path."""


def put_images(session: Session, project: Any) -> bool:
    """Put all confirmed images into ``project``, newest first, switched off; none twice.

    What the map shows does not change. Images that are cut for each patch are no layers of a map.
    """
    workspace = session.workspace
    if workspace is None:
        session.tell(QCoreApplication.translate("ProjectImages", "Open a workspace first."))
        return False
    layers: Dict[str, QgsMapLayer] = {}
    with session.guard():
        layers = images_in(project, to_be_seen(workspace.scenes()), workspace.crs_authid)
    if not layers:
        session.tell(QCoreApplication.translate(
            "ProjectImages", "No image is named and confirmed. Name images under “Reference layers and imagery”."),
            int(Qgis.MessageLevel.Warning))
        return False
    session.tell(QCoreApplication.translate(
        "ProjectImages", "The project has {n} images in the group “{group}”, switched off: tick those you want to see. "
                         "They are yours; nothing here switches them on or off.").format(
            n=len(layers), group=group_name()), int(Qgis.MessageLevel.Success))
    return True


def to_be_seen(scenes: Sequence[Scene]) -> List[Scene]:
    """What may be a layer of a map, newest first: confirmed as 非涉密, and its server may be asked."""
    seen = [scene for scene in scenes if scene.unclassified and scene.kind != CLIPS
            and (scene.kind != TILES or is_agreed(scene.path))]
    return sorted(seen, key=lambda scene: scene.date, reverse=True)


def images_in(project: QgsProject, scenes: Sequence[Scene], crs_authid: str) -> Dict[str, QgsMapLayer]:
    """By path the layers of these scenes: those put there before, and new ones at the bottom, switched off."""
    wanted, crs = {scene.path: scene for scene in scenes}, QgsCoordinateReferenceSystem(crs_authid)
    found = {str(layer.customProperty(PICTURES)): layer for layer in project.mapLayers().values()
             if layer.customProperty(PICTURES) in wanted}
    group: Any = None
    for path, scene in wanted.items():
        if path in found:
            continue
        layer = QgsRasterLayer(path, name_of(scene), "wms") if scene.kind == TILES else open_scene(scene, crs)
        if not layer.isValid():
            continue
        group = group or _group(project)
        layer.setCustomProperty(PICTURES, path)
        project.addMapLayer(layer, False)
        node = group.addLayer(layer)
        node.setExpanded(False)
        node.setItemVisibilityChecked(False)
        found[path] = layer
    return found


def group_name() -> str:
    return QCoreApplication.translate("MapThemes", "Weipian images")


def _group(project: QgsProject) -> Any:
    root = project.layerTreeRoot()
    for child in root.children():
        if isinstance(child, QgsLayerTreeGroup) and child.customProperty(PICTURES):
            return child
    group: Any = root.addGroup(group_name())
    group.setCustomProperty(PICTURES, True)
    group.setExpanded(False)
    return group
