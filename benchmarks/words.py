"""What the methods are called, in both languages, and what they do."""

from __future__ import annotations

from typing import Dict

NAMES: Dict[str, str] = {
    "ours": "this project", "ours_prepared": "this project, layer prepared", "ours_geos": "this project, GEOS engine",
    "ours_numpy": "this project, no numba", "strtree": "STRtree + intersection", "geopandas_sjoin": "geopandas sjoin",
    "geopandas_overlay": "geopandas overlay", "duckdb": "DuckDB spatial", "sedonadb": "SedonaDB", "postgis": "PostGIS",
    "pyqgis": "PyQGIS", "qgis_intersection": "native:intersection, near patches only",
    "qgis_intersection_plain": "native:intersection, whole layer",
    "qgis_overlaps": "native:calculatevectoroverlaps",
}
CHINESE: Dict[str, str] = {
    **NAMES, "ours": "本项目", "ours_prepared": "本项目，图层已预处理", "ours_geos": "本项目，GEOS 引擎",
    "ours_numpy": "本项目，无 numba", "postgis": "PostGIS（事先入库）",
    "qgis_intersection": "native:intersection，仅图斑附近要素",
    "qgis_intersection_plain": "native:intersection，整个图层",
}
DOES: Dict[str, str] = {
    "ours": "boundary integrals compiled by numba, the GeoPackage as it is",
    "ours_prepared": "the same over a prepared copy of the reference layer, opened in the time told",
    "ours_geos": "candidates, then vectorised shapely",
    "ours_numpy": "boundary integrals in numpy, as in QGIS for Windows, where there is no numba",
    "strtree": "pyogrio (Arrow), shapely.STRtree with predicate, only features met are projected, shapely.intersection",
    "geopandas_sjoin": "read_file (Arrow), sjoin, only features met are projected, intersection row by row, groupby",
    "geopandas_overlay": "read_file (Arrow), features met by sindex, projected, overlay, groupby",
    "duckdb": "ST_Read, a spatial join, ST_Transform of what was met (edges divided by shapely: it has no "
              "ST_Segmentize), ST_Intersection, group by; 2 threads",
    "sedonadb": "read_pyogrio, a spatial join, ST_Segmentize and ST_Transform of what was met, ST_Intersection, "
                "group by",
    "postgis": "tables with a GiST index loaded beforehand; a spatial join, ST_Segmentize and ST_Transform of what was "
               "met, ST_Intersection, group by; two parallel workers",
    "pyqgis": "a rectangle request a patch, features projected once each, a prepared geometry engine",
    "qgis_intersection": "only features near a patch, picked out by a script, then as `qgis_intersection_plain`",
    "qgis_intersection_plain": "the whole layer, as users call it: native:densifygeometriesgivenaninterval, "
                               "native:reprojectlayer, native:intersection",
    "qgis_overlaps": "only features near a patch, divided and projected the same way, "
                     "native:calculatevectoroverlaps with a layer for each class",
}
