"""Peers that are QGIS: PyQGIS as scripts do it, and Processing's own algorithms; run by the system's Python.

`qgis_intersection_plain` is what users do: the whole layer is divided, projected and cut. The others are handed only
the features near a patch, found by rectangle requests without geometry.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Callable, DefaultDict, Dict, List, Set, Tuple

from benchmarks.job import EQUAL_AREA, LONGEST_EDGE, PATCH_ID, CannotRun, Job, Method, Rows

_kept: List[Any] = []


def pyqgis() -> Method:
    """A rectangle request per patch, a prepared geometry engine, features projected once each."""
    version = _start()
    from qgis.core import QgsFeatureRequest, QgsGeometry

    def run(job: Job) -> Rows:
        patches, layer = _layer(job.patches), _layer(job.reference)
        to_plane = _transform(layer)
        field = layer.fields().indexOf(job.field)
        projected: Dict[int, Tuple[Any, Any]] = {}
        areas: DefaultDict[Tuple[int, str], float] = defaultdict(float)
        for patch in patches.getFeatures():
            near = QgsFeatureRequest().setFilterRect(patch.geometry().boundingBox()).setSubsetOfAttributes([field])
            geometry = _in_plane(patch.geometry(), to_plane)
            engine = QgsGeometry.createGeometryEngine(geometry.constGet())
            engine.prepareGeometry()
            for feature in layer.getFeatures(near):
                if feature.id() not in projected:
                    projected[feature.id()] = _in_plane(feature.geometry(), to_plane), feature[field]
                other, text = projected[feature.id()]
                if engine.intersects(other.constGet()):
                    areas[patch[PATCH_ID], text] += QgsGeometry(engine.intersection(other.constGet())).area()
        return _rows(areas)

    return Method(version, run)


def qgis_intersection() -> Method:
    """native:intersection helped by a script that hands on only features near a patch."""
    return _by_intersection(_both_in_plane)


def qgis_intersection_plain() -> Method:
    """native:intersection with the whole layer, as users call it.

    native:createspatialindex before it would only cost (tried): it makes an index of its own.
    """
    return _by_intersection(_all_in_plane)


def _by_intersection(in_plane: Callable[[Job], Tuple[Any, Any]]) -> Method:
    version = _start()
    import processing

    def run(job: Job) -> Rows:
        patches, features = in_plane(job)
        pieces = processing.run("native:intersection", {
            "INPUT": patches, "OVERLAY": features, "INPUT_FIELDS": [PATCH_ID], "OVERLAY_FIELDS": [job.field],
            "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
        areas: DefaultDict[Tuple[int, str], float] = defaultdict(float)
        for piece in pieces.getFeatures():
            areas[piece[PATCH_ID], piece[job.field]] += piece.geometry().area()
        return _rows(areas)

    return Method(version, run)


def qgis_overlaps() -> Method:
    """native:calculatevectoroverlaps; it knows no classes, so it is given a layer for each."""
    version = _start()
    import processing
    from qgis.core import QgsFeatureRequest

    def run(job: Job) -> Rows:
        patches, features = _both_in_plane(job)
        classes = sorted(features.uniqueValues(features.fields().indexOf(job.field)))
        layers = []
        for text in classes:
            layers.append(features.materialize(QgsFeatureRequest().setFilterExpression(f'"{job.field}" = \'{text}\'')))
            layers[-1].setName(text)
        found = processing.run("native:calculatevectoroverlaps", {
            "INPUT": patches, "LAYERS": layers, "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
        columns = [(text, found.fields().indexOf(f"{text}_area")) for text in classes]
        return _rows({(feature[PATCH_ID], text): feature[column] for feature in found.getFeatures()
                      for text, column in columns})

    return Method(version, run)


def _start() -> str:
    """QGIS started without a window; its version."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, "/usr/share/qgis/python/plugins")
    from qgis.core import Qgis, QgsApplication

    _kept.append(QgsApplication([], False))
    _kept[0].initQgis()
    from processing.core.Processing import Processing
    from qgis.analysis import QgsNativeAlgorithms

    Processing.initialize()
    if QgsApplication.processingRegistry().providerById("native") is None:
        _kept.append(QgsNativeAlgorithms())
        QgsApplication.processingRegistry().addProvider(_kept[-1])
    return f"QGIS {Qgis.QGIS_VERSION.split('-')[0]}"


def _layer(path: Path) -> Any:
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(f"{path}|layername={path.stem}", path.stem, "ogr")
    if not layer.isValid():
        raise CannotRun(f"QGIS cannot open {path.name}")
    return layer


def _plane() -> Any:
    from qgis.core import QgsCoordinateReferenceSystem

    return QgsCoordinateReferenceSystem.fromProj(EQUAL_AREA)


def _transform(layer: Any) -> Any:
    from qgis.core import QgsCoordinateTransform, QgsCoordinateTransformContext

    return QgsCoordinateTransform(layer.crs(), _plane(), QgsCoordinateTransformContext())


def _in_plane(geometry: Any, to_plane: Any) -> Any:
    """A copy with edges over 70 m divided, in the equal-area plane."""
    divided = geometry.densifyByDistance(LONGEST_EDGE)
    divided.transform(to_plane)
    return divided


def _both_in_plane(job: Job) -> Tuple[Any, Any]:
    """Patches, and the features near one, as memory layers in the equal-area plane."""
    from qgis.core import QgsFeatureRequest

    patches, layer = _layer(job.patches), _layer(job.reference)
    near: Set[int] = set()
    for patch in patches.getFeatures():
        boxed = QgsFeatureRequest().setFilterRect(patch.geometry().boundingBox()).setNoAttributes()
        near.update(feature.id() for feature in layer.getFeatures(boxed.setFlags(QgsFeatureRequest.NoGeometry)))
    features = layer.materialize(QgsFeatureRequest().setFilterFids(list(near)))
    return _divided_and_projected(patches), _divided_and_projected(features)


def _all_in_plane(job: Job) -> Tuple[Any, Any]:
    """Patches, and all features, as memory layers in the equal-area plane."""
    return _divided_and_projected(_layer(job.patches)), _divided_and_projected(_layer(job.reference))


def _divided_and_projected(layer: Any) -> Any:
    """By Processing's algorithms: native:densifygeometriesgivenaninterval, native:reprojectlayer."""
    import processing

    divided = processing.run("native:densifygeometriesgivenaninterval", {
        "INPUT": layer, "INTERVAL": LONGEST_EDGE, "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
    return processing.run("native:reprojectlayer", {
        "INPUT": divided, "TARGET_CRS": _plane(), "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]


def _rows(areas: Dict[Tuple[int, str], float]) -> Rows:
    return Rows([patch for patch, _ in areas], [text for _, text in areas], list(areas.values()))
