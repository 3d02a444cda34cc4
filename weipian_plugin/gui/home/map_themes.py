"""Map themes for the two dates, made in the person's project when asked: the map as it is, over each date's images."""

from __future__ import annotations

from typing import Any, Dict, List, Set, Tuple

from qgis.core import (
    Qgis,
    QgsLayerTreeModel,
    QgsMapLayer,
    QgsMapThemeCollection,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...domain.records import Scene
from ..session import Session
from .project_images import images_in, to_be_seen


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
    layers = images_in(project, [*after, *before], workspace.crs_authid)
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
    seen = to_be_seen(scenes)
    return ([scene for scene in seen if scene.date[:10] in befores],
            [scene for scene in seen if scene.date[:10] in afters])


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
