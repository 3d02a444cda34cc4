"""Where a reference layer lies: files and project layers as QGIS knows them, and what only the worker can read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import List, Tuple

from qgis.core import QgsDataSourceUri, QgsMapLayer, QgsProject, QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

from ...domain.calendar.dates import parse_date
from ...domain.exchange.connections import is_database, without_password

Source = Tuple[str, str]  # file path or PG: text, layer inside it (empty: the only one)

POSTGIS = "PG:"
TEXT_SUFFIXES = (".txt",)
PARQUET_SUFFIXES = (".parquet", ".geoparquet")
_DATE = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")


def is_for_the_worker(source: Source) -> bool:
    """True for what QGIS does not read, or not everywhere: PostGIS by text, 勘测定界 TXT, GeoParquet."""
    path = source[0]
    return is_database(path) or Path(path).suffix.lower() in (*TEXT_SUFFIXES, *PARQUET_SUFFIXES)


def shown_name(source: Source) -> str:
    """How a source is called in a sentence or a list; never with a password."""
    path, layer = source
    return layer or (without_password(path) if is_database(path) else Path(path).stem)


def typed_source(text: str) -> Source:
    """What a person wrote or pasted: ``PATH[|LAYER]``, ``PATH|layername=LAYER``, ``PG:…|SCHEMA.TABLE``."""
    if is_database(text):  # a password may have a | in it, a table's name never
        path, _, layer = text.strip().strip('"').rpartition("|")
        return (path.strip(), layer.strip()) if path else (layer, "")
    path, _, layer = text.strip().strip('"').partition("|")
    layer = layer.partition("|")[0].strip()
    return path.strip().strip('"'), layer[len("layername="):] if layer.startswith("layername=") else layer


def source_of(layer: QgsMapLayer) -> Source:
    """Where a project layer lies: its file and layer name, or its PostGIS connection without the password."""
    if layer.providerType() == "postgres":
        return _postgis_source(QgsDataSourceUri(layer.source()))
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("path") or ""), str(parts.get("layerName") or "")


def project_sources(project: QgsProject) -> List[Tuple[str, Source]]:
    """(name, source) of the project's polygon layers that the worker can reach, the plugin's own left out."""
    found = []
    for layer in project.mapLayers().values():
        is_ours = bool(layer.customProperty("weipian/ours"))
        if isinstance(layer, QgsVectorLayer) and not is_ours and is_polygon(layer):
            source = source_of(layer)
            if source[0] and (is_database(source[0]) or Path(source[0]).exists()):
                found.append((layer.name(), source))
    return sorted(found)


def sources_in(path: str) -> List[Tuple[str, Source]]:
    """(layer name, source) of every polygon layer in a file or folder."""
    target = Path(path)
    if is_for_the_worker((path, "")):
        return [(target.stem, (path, ""))]
    if target.is_dir() and target.suffix.lower() != ".gdb":
        patterns = ("*.shp", "*.gpkg", "*.gdb", "*.parquet")
        inside = sorted(each for pattern in patterns for each in target.glob(pattern))
        return [source for each in inside for source in sources_in(str(each))]
    found = []
    for sub in QgsProviderRegistry.instance().querySublayers(str(target)):
        if QgsWkbTypes.geometryType(sub.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry:  # type: ignore[attr-defined]
            parts = QgsProviderRegistry.instance().decodeUri("ogr", sub.uri())
            found.append((sub.name(), (str(parts.get("path") or path), str(parts.get("layerName") or ""))))
    return found


def open_layer(source: Source) -> QgsVectorLayer:
    """The layer at a source, valid or not."""
    path, name = source
    return QgsVectorLayer(f"{path}|layername={name}" if name else path, name or Path(path).stem, "ogr")


def is_polygon(layer: QgsVectorLayer) -> bool:
    """True for polygons and multipolygons."""
    return bool(layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry)  # type: ignore[attr-defined]


def _postgis_source(uri: QgsDataSourceUri) -> Source:
    """The worker finds the password where libpq keeps it (pgpass, service file): a workspace is no place for one."""
    service = f"service={uri.service()}" if uri.service() else ""
    parts = [service, *(f"{name}={value}" for name, value in (
        ("host", uri.host()), ("port", uri.port()), ("dbname", uri.database()), ("user", uri.username())) if value)]
    return POSTGIS + " ".join(part for part in parts if part), ".".join(
        part for part in (uri.schema(), uri.table()) if part)


def date_in_name(path: str) -> str:
    """The ISO date written in a file's name (20180309, 2018-03-09), or an empty text."""
    for match in _DATE.finditer(Path(path).stem):
        date = parse_date("-".join(match.groups()))
        if date is not None:
            return date.isoformat()
    return ""
