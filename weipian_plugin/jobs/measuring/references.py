"""What reference layers ask of the overlay: how a layer is named in a question, which roles are declared empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.exchange.connections import has_password, is_database, without_password
from ...domain.records import ReferenceLayer
from ...domain.roles import role_of

_FIELD = re.compile(r"[^\\/|:.=]+")
_DATED = re.compile(r"(.*)@(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class LayerRequest:
    """One layer as the worker is asked for it; which fields tell its classes and papers is the worker's to find."""

    reference: ReferenceLayer

    def as_message(self) -> Dict[str, object]:
        """For the ``measure`` frame of `overlay.protocol`."""
        return {"role": self.reference.role, "source": source_text(self.reference),
                "class_field": self.reference.class_field}


def layer_requests(references: Sequence[ReferenceLayer]) -> List[LayerRequest]:
    """The loaded layers among ``references``. Raises UNKNOWN_ROLE, PASSWORD_IN_SOURCE (before anything is measured)."""
    for reference in references:
        role_of(reference.role)
        if has_password(reference.source):
            raise WeipianError("PASSWORD_IN_SOURCE", source=without_password(reference.source))
    return [LayerRequest(reference) for reference in references if reference.source]


def declared_empty(references: Sequence[ReferenceLayer]) -> List[str]:
    """Roles a person declared empty and for which no layer is loaded."""
    loaded = {reference.role for reference in references if reference.source}
    return [reference.role for reference in references
            if reference.declared_empty and not reference.source and reference.role not in loaded]


def source_text(reference: ReferenceLayer) -> str:
    """``PATH[|LAYER]`` or ``PG:…|SCHEMA.TABLE`` as the worker takes it."""
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
    path, layer = _split(source)
    return ReferenceLayer(role, path, layer, class_field, version)


def _split(source: str) -> Tuple[str, str]:
    if is_database(source):  # a password may have a | in it, a table's name never
        path, _, layer = source.rpartition("|")
        return (path, layer) if path else (source, "")
    path, _, layer = source.partition("|")
    layer = layer.split("|")[0]
    return path, layer[len("layername="):] if layer.startswith("layername=") else layer


def merged_references(there: Sequence[ReferenceLayer], named: Sequence[ReferenceLayer]) -> List[ReferenceLayer]:
    """The workspace's layers, those of each role in ``named`` replaced by the named ones."""
    roles = {reference.role for reference in named}
    return [reference for reference in there if reference.role not in roles] + list(named)


def layer_name(reference: ReferenceLayer) -> str:
    """How sentences name the layer: the file's name where it has only one."""
    return reference.layer or Path(reference.source).stem
