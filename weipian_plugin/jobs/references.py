"""What reference layers ask of the overlay: which fields tell classes and papers, which roles are declared empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from ..domain.dates import parse_date
from ..domain.errors import WeipianError
from ..domain.records import ReferenceLayer
from ..domain.roles import EVIDENCE, LANDCLASS, Role, role_of

_FIELD = re.compile(r"[^\\/|:.]+")
_DATED = re.compile(r"(.*)@(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class LayerRequest:
    """One layer as the worker is asked for it."""

    reference: ReferenceLayer
    class_field: str = ""
    attributes: Tuple[str, ...] = ()

    def as_message(self) -> Dict[str, object]:
        """For the ``measure`` frame of `overlay.protocol`."""
        return {"role": self.reference.role, "source": source_text(self.reference), "class_field": self.class_field,
                "attributes": list(self.attributes)}


def layer_requests(references: Sequence[ReferenceLayer]) -> List[LayerRequest]:
    """The loaded layers among ``references``, with their fields chosen.

    Raises LAYER_NOT_READABLE, CLASS_FIELD_MISSING.
    """
    return [_request(reference) for reference in references if reference.source]


def declared_empty(references: Sequence[ReferenceLayer]) -> List[str]:
    """Roles a person declared empty and for which no layer is loaded."""
    loaded = {reference.role for reference in references if reference.source}
    return [reference.role for reference in references
            if reference.declared_empty and not reference.source and reference.role not in loaded]


def source_text(reference: ReferenceLayer) -> str:
    """``PATH[|LAYER]`` as the worker takes it."""
    return f"{reference.source}|{reference.layer}" if reference.layer else reference.source


def parse_reference(text: str) -> ReferenceLayer:
    """``ROLE=SOURCE[|LAYER][:CLASSFIELD][@VERSION]``, or ``ROLE=`` for a role declared empty.

    As on the command line of the overlay; VERSION is the layer's ISO date. Raises UNKNOWN_ROLE, LAYER_ARGUMENT.
    """
    key, equals, rest = text.strip().partition("=")
    if not equals or not key.strip():
        raise WeipianError("LAYER_ARGUMENT", text=text.strip())
    role = role_of(key).key
    dated = _DATED.fullmatch(rest.strip())
    source, version = (dated.group(1), dated.group(2)) if dated else (rest.strip(), "")
    if version and parse_date(version) is None:
        raise WeipianError("LAYER_ARGUMENT", text=text.strip())
    if not source:
        return ReferenceLayer(role, declared_empty=True)
    head, colon, tail = source.rpartition(":")
    class_field = ""
    if colon and len(head) > 1 and _FIELD.fullmatch(tail):  # a drive letter (C:\\x.gpkg) is no class field
        source, class_field = head, tail
    path, _, layer = source.partition("|")
    layer = layer.split("|")[0]
    layer = layer[len("layername="):] if layer.startswith("layername=") else layer
    return ReferenceLayer(role, path, layer, class_field, version)


def merged_references(there: Sequence[ReferenceLayer], named: Sequence[ReferenceLayer]) -> List[ReferenceLayer]:
    """The workspace's layers, those of each role in ``named`` replaced by the named ones."""
    roles = {reference.role for reference in named}
    return [reference for reference in there if reference.role not in roles] + list(named)


def field_names(reference: ReferenceLayer) -> List[str]:
    """The fields of the layer, as QGIS reads them.

    Raises LAYER_NOT_READABLE, LAYER_NOT_NAMED, SOURCE_UNREADABLE where a shapefile lacks its .shx or .dbf.
    """
    from qgis.core import QgsVectorLayer

    _require_whole_shapefile(Path(reference.source))
    uri = f"{reference.source}|layername={reference.layer}" if reference.layer else reference.source
    layer = QgsVectorLayer(uri, "reference", "ogr")
    provider = layer.dataProvider()
    if provider is None or not layer.isValid():
        raise WeipianError("LAYER_NOT_READABLE", role=role_of(reference.role).zh, file=source_text(reference))
    if not reference.layer:
        parts = [text.split(provider.sublayerSeparator()) for text in provider.subLayers()]
        spatial = [part[1] for part in parts if len(part) > 3 and part[3] not in ("None", "NoGeometry")]
        if len(spatial) > 1:
            raise WeipianError("LAYER_NOT_NAMED", file=reference.source, layers="、".join(spatial))
    return [str(name) for name in layer.fields().names()]


def layer_name(reference: ReferenceLayer) -> str:
    """How sentences name the layer: the file's name where it has only one."""
    return reference.layer or Path(reference.source).stem


def _require_whole_shapefile(path: Path) -> None:
    if path.suffix.lower() != ".shp" or not path.is_file():
        return
    missing = [suffix for suffix in (".shx", ".dbf")
               if not any(path.with_suffix(spelt).is_file() for spelt in (suffix, suffix.upper()))]
    if missing:
        raise WeipianError("SOURCE_UNREADABLE", file=str(path), detail="缺少 " + "、".join(missing))


def _request(reference: ReferenceLayer) -> LayerRequest:
    role = role_of(reference.role)
    fields = field_names(reference)
    class_field = reference.class_field or _first_of(role.class_fields, fields)
    if role.kind == LANDCLASS and not class_field:
        raise WeipianError("CLASS_FIELD_MISSING", file=reference.source, layer=layer_name(reference),
                           role=f"{role.zh}（{role.key}）", field="、".join(role.class_fields),
                           fields=", ".join(fields))
    return LayerRequest(reference, class_field, _evidence_fields(role, fields))


def _evidence_fields(role: Role, fields: Sequence[str]) -> Tuple[str, ...]:
    """The fields that name the paper a polygon stands for, where the layer has them."""
    if role.kind != EVIDENCE:
        return ()
    wanted = (role.number_fields, role.date_fields, role.expiry_fields, role.name_fields)
    return tuple(dict.fromkeys(found for names in wanted for found in _all_of(names, fields)))


def _all_of(names: Sequence[str], fields: Sequence[str]) -> List[str]:
    by_name = {field.upper(): field for field in fields}
    return [by_name[name.upper()] for name in names if name.upper() in by_name]


def _first_of(names: Sequence[str], fields: Sequence[str]) -> str:
    return next(iter(_all_of(names, fields)), "")
