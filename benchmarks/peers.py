"""One way to do the scene's overlay, in a process of its own: ``peers.py METHOD SCENE ROWS.csv`` prints a JSON line.

The job: area of each of the 405 patches in each land class, in basic farmland and in the redline.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple

ROOT = Path(__file__).resolve().parent.parent
LAYERS = (("dltb", "dltb_pseudo", "DLBM"), ("yjjbnt", "yjjbnt_pseudo", ""), ("stbhhx", "stbhhx_pseudo", ""))
EQUAL_AREA = "+proj=cea +lon_0=111 +ellps=GRS80 +units=m"
Rows = Dict[Tuple[str, str, str], float]
Run = Callable[[str], Rows]


def ours() -> Tuple[Run, str]:
    """This project: `Measurement`."""
    sys.path.insert(0, str(ROOT))
    from weipian_plugin.overlay.layers import LayerRequest
    from weipian_plugin.overlay.measure import Measurement, versions
    from weipian_plugin.overlay.sources import open_source, read_features

    def run(scene: str) -> Rows:
        source = open_source(f"{scene}|wptb_auto")
        read = read_features(source, ["JCBH"])
        ids = read.columns["JCBH"].tolist()
        requests = [LayerRequest(role, f"{scene}|{layer}", field) for role, layer, field in LAYERS]
        measurement = Measurement(read.geometries, source.crs, requests)
        return {(ids[patch], measurement.roles[role], text): area for batch in measurement.batches()
                for patch, role, text, area in zip(batch.patch, batch.role, batch.classes, batch.area.tolist())}

    return run, "shapely {shapely}, GEOS {geos}".format(**versions())


def _frames(scene: str) -> Iterator[Tuple[str, Any, Any]]:
    """(role, patches, reference) in the equal-area plane, edges over 70 m divided."""
    import geopandas

    def read(layer: str) -> Any:
        frame = geopandas.read_file(scene, layer=layer)
        frame["geometry"] = frame.geometry.segmentize(70)
        return frame.to_crs(EQUAL_AREA)

    patches = read("wptb_auto")[["JCBH", "geometry"]]
    for role, layer, field in LAYERS:
        reference = read(layer)
        reference["text"] = reference[field] if field else ""
        yield role, patches, reference[["text", "geometry"]]


def geopandas_overlay() -> Tuple[Run, str]:
    """geopandas.overlay, then dissolve (ground once)."""
    import geopandas

    def run(scene: str) -> Rows:
        rows: Rows = {}
        for role, patches, reference in _frames(scene):
            pieces = geopandas.overlay(patches, reference, how="intersection", keep_geom_type=True)
            areas = pieces.dissolve(by=["JCBH", "text"]).area
            rows.update({(jcbh, role, text): area for (jcbh, text), area in areas.items()})
        return rows

    return run, f"geopandas {geopandas.__version__}"


def geopandas_sjoin() -> Tuple[Run, str]:
    """geopandas.sjoin, pairwise intersection, sums: ground is counted as often as it is covered."""
    import geopandas
    import shapely

    def run(scene: str) -> Rows:
        rows: Rows = {}
        for role, patches, reference in _frames(scene):
            joined = geopandas.sjoin(patches, reference, predicate="intersects")
            other = reference.geometry.to_numpy()[joined["index_right"].to_numpy()]
            joined["area"] = shapely.area(shapely.intersection(joined.geometry.to_numpy(), other))
            areas = joined.groupby(["JCBH", "text"])["area"].sum()
            rows.update({(jcbh, role, text): area for (jcbh, text), area in areas.items()})
        return rows

    return run, f"geopandas {geopandas.__version__}"


def shapely_loop() -> Tuple[Run, str]:
    """STRtree and a Python loop over patches, as scripts do; union where a class has several pieces."""
    import shapely

    def run(scene: str) -> Rows:
        rows: Rows = {}
        for role, patches, reference in _frames(scene):
            shapes, texts = reference.geometry.to_numpy(), reference["text"].to_numpy()
            tree = shapely.STRtree(shapes)
            for jcbh, patch in zip(patches["JCBH"], patches.geometry):
                pieces: Dict[str, List[Any]] = {}
                for index in tree.query(patch, predicate="intersects"):
                    pieces.setdefault(texts[index], []).append(patch.intersection(shapes[index]))
                for text, parts in pieces.items():
                    rows[jcbh, role, text] = shapely.union_all(parts).area
        return rows

    return run, f"shapely {shapely.__version__}"


def pyqgis() -> Tuple[Run, str]:
    """PyQGIS: a rectangle request per patch, prepared engine, QgsDistanceArea on the ellipsoid."""
    qgis = _qgis()
    from qgis.core import QgsDistanceArea, QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorLayer

    def run(scene: str) -> Rows:
        rows: Rows = {}
        patches = QgsVectorLayer(f"{scene}|layername=wptb_auto", "wptb", "ogr")
        meter = QgsDistanceArea()
        meter.setSourceCrs(patches.crs(), QgsProject.instance().transformContext())
        meter.setEllipsoid("EPSG:7019")
        for role, name, field in LAYERS:
            layer = QgsVectorLayer(f"{scene}|layername={name}", name, "ogr")
            for patch in patches.getFeatures():
                geometry = patch.geometry()
                engine = QgsGeometry.createGeometryEngine(geometry.constGet())
                engine.prepareGeometry()
                for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(geometry.boundingBox())):
                    if engine.intersects(feature.geometry().constGet()):
                        area = meter.measureArea(geometry.intersection(feature.geometry()))
                        key = (patch["JCBH"], role, feature[field] if field else "")
                        rows[key] = rows.get(key, 0.0) + area
        return rows

    return run, qgis


def qgis_intersection() -> Tuple[Run, str]:
    """QGIS's native:intersection, then QgsDistanceArea on the ellipsoid."""
    qgis = _qgis()
    import processing
    from processing.core.Processing import Processing
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication, QgsDistanceArea, QgsProject

    Processing.initialize()
    QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms())

    def run(scene: str) -> Rows:
        rows: Rows = {}
        for role, name, field in LAYERS:
            found = processing.run("native:intersection", {
                "INPUT": f"{scene}|layername=wptb_auto", "OVERLAY": f"{scene}|layername={name}",
                "INPUT_FIELDS": ["JCBH"], "OVERLAY_FIELDS": [field] if field else ["BZ"],
                "OUTPUT": "TEMPORARY_OUTPUT"})["OUTPUT"]
            meter = QgsDistanceArea()
            meter.setSourceCrs(found.crs(), QgsProject.instance().transformContext())
            meter.setEllipsoid("EPSG:7019")
            for piece in found.getFeatures():
                key = (piece["JCBH"], role, piece[field] if field else "")
                rows[key] = rows.get(key, 0.0) + meter.measureArea(piece.geometry())
        return rows

    return run, qgis


def _qgis() -> str:
    """QGIS started without a window; its version."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, "/usr/share/qgis/python/plugins")
    from qgis.core import Qgis, QgsApplication

    _kept.append(QgsApplication([], False))
    _kept[0].initQgis()
    return f"QGIS {Qgis.QGIS_VERSION}"


_kept: List[Any] = []
METHODS: Dict[str, Callable[[], Tuple[Run, str]]] = {
    made.__name__: made for made in (ours, shapely_loop, geopandas_sjoin, geopandas_overlay, pyqgis, qgis_intersection)}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(method: str, scene: str, out: str) -> None:
    """Time the job without imports, write its rows, print the figures."""
    run, version = METHODS[method]()
    wall, cpu = time.perf_counter(), _cpu()
    rows = run(scene)
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((*key, repr(float(area))) for key, area in rows.items() if area >= 1e-6)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"method": method, "wall_s": wall, "cpu_s": cpu, "memory_mb": memory, "version": version}),
          flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
    import os

    os._exit(0)  # QGIS's own exit can crash outside its application
