"""Map themes for the two dates, made in the person's project when asked: the map as it is, over each date's images."""

from __future__ import annotations

from typing import Any, Dict, List, Set, Tuple

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsLayerTreeModel,
    QgsMapLayer,
    QgsMapThemeCollection,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...domain.records import CLIPS, TILES, Scene
from ...jobs.imagery.scene_shelf import name_of, open_scene
from ...jobs.imagery.tile_sources import is_agreed
from ..session import Session

PICTURES = "weipian/theme"
"""What a layer of the themes has as custom property: the scene's path."""


def before_name() -> str:
    return QCoreApplication.translate("MapThemes", "Weipian before")


def after_name() -> str:
    return QCoreApplication.translate("MapThemes", "Weipian after")


def make_map_themes(session: Session, project: Any) -> bool:
    """Put the confirmed images of both dates into ``project``, switched off, and make (or renew) the two themes.

    What the map shows now does not change. Images that are cut for each patch belong to no theme.
    """
    workspace = session.workspace
    if workspace is None:
        session.tell(QCoreApplication.translate("MapThemes", "Open a workspace first."))
        return False
    before, after = _by_role(workspace.scenes(), workspace.image_dates())
    if not before and not after:
        session.tell(QCoreApplication.translate(
            "MapThemes", "No image of a patch's dates is named and confirmed: the themes would be empty. "
                         "Name images under “Reference layers and imagery”."), int(Qgis.MessageLevel.Warning))
        return False
    crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
    layers = _layers(project, {scene.path: scene for scene in [*after, *before]}, crs)
    for name, scenes in ((before_name(), before), (after_name(), after)):
        _keep_theme(project, name, [layers[scene.path] for scene in scenes if scene.path in layers], layers)
    session.tell(QCoreApplication.translate(
        "MapThemes", "The project has the map themes “{before}” and “{after}”: the eye above QGIS's layers, or a "
                     "layout's map, shows them.").format(before=before_name(), after=after_name()),
        int(Qgis.MessageLevel.Success))
    return True


def _by_role(scenes: List[Scene], pairs: List[Tuple[str, str]]) -> Tuple[List[Scene], List[Scene]]:
    """The scenes to be seen before and after, newest first; one date may be both, for different patches."""
    befores: Set[str] = {before for before, _ in pairs if before}
    afters: Set[str] = {after for _, after in pairs if after}
    seen = [scene for scene in scenes if scene.unclassified and scene.kind != CLIPS
            and (scene.kind != TILES or is_agreed(scene.path))]
    seen.sort(key=lambda scene: scene.date, reverse=True)
    return ([scene for scene in seen if scene.date[:10] in befores],
            [scene for scene in seen if scene.date[:10] in afters])


def _layers(project: QgsProject, scenes: Dict[str, Scene], crs: QgsCoordinateReferenceSystem) -> Dict[str, QgsMapLayer]:
    """By path, the themes' own layers: those of an earlier call, and new ones at the bottom, switched off."""
    found = {str(layer.customProperty(PICTURES)): layer for layer in project.mapLayers().values()
             if layer.customProperty(PICTURES) in scenes}
    group: Any = None
    for path, scene in scenes.items():
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


def _group(project: QgsProject) -> Any:
    name = QCoreApplication.translate("MapThemes", "Weipian images")
    root = project.layerTreeRoot()
    for child in root.children():
        if isinstance(child, QgsLayerTreeGroup) and child.customProperty(PICTURES):
            return child
    group: Any = root.addGroup(name)
    group.setCustomProperty(PICTURES, True)
    group.setExpanded(False)
    return group


def _keep_theme(project: QgsProject, name: str, shown: List[QgsMapLayer], ours: Dict[str, QgsMapLayer]) -> None:
    """The map as it is now, without other images of ours, over these."""
    root = project.layerTreeRoot()
    record = QgsMapThemeCollection.createThemeFromCurrentState(root, QgsLayerTreeModel(root))
    others = {layer.id() for layer in ours.values()}
    for node in root.findLayers():
        layer = node.layer()
        if isinstance(layer, QgsRasterLayer) and layer.customProperty("weipian/date"):
            others.add(layer.id())
    for layer_id in others:
        layer = project.mapLayer(layer_id)
        if layer is not None:
            record.removeLayerRecord(layer)
    for layer in shown:
        picture = QgsMapThemeCollection.MapThemeLayerRecord(layer)
        picture.isVisible = True
        picture.usingCurrentStyle = True
        picture.currentStyle = layer.styleManager().currentStyle()
        record.addLayerRecord(picture)
    project.mapThemeCollection().insert(name, record)
