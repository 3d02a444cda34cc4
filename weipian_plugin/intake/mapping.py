"""Headings to fields: every source's columns under the definitions' codes, the rest kept by heading."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from ..domain.definitions import ISSUED
from ..domain.fields import Field, index_by_heading, normalise_heading
from .received import SHAPE, RawTable

BY_CODE: Dict[str, Field] = {field.code: field for field in ISSUED}
_BY_HEADING = index_by_heading(ISSUED)
_DBF_NAME = 10


def _cut_names() -> Dict[str, Field]:
    """Names as a dBASE column shows them, cut to ten bytes; a cut name two fields share means neither."""
    cut: Dict[str, Field] = {}
    shared = set()
    for field in ISSUED:
        for name in {normalise_heading(name) for name in field.names}:
            for encoding in ("gb18030", "utf-8"):
                short = name.encode(encoding)[:_DBF_NAME].decode(encoding, "ignore")
                if len(name.encode(encoding)) > _DBF_NAME and cut.setdefault(short, field) is not field:
                    shared.add(short)
    return {name: field for name, field in cut.items() if name not in shared and name not in _BY_HEADING}


_BY_CUT_HEADING = _cut_names()


def field_of(heading: object, dbf: bool = False) -> Optional[Field]:
    """The field a heading means; in a dBASE table also by its first ten bytes."""
    name = normalise_heading(heading)
    return _BY_HEADING.get(name) or (_BY_CUT_HEADING.get(name) if dbf else None)


def id_rank(headings: Sequence[str], dbf: bool = False) -> Optional[int]:
    """How surely one of ``headings`` is the patch id: 0 for JCBH, more for its aliases, None for none."""
    jcbh = BY_CODE["JCBH"]
    return min((_rank(jcbh, heading) for heading in headings if field_of(heading, dbf) is jcbh), default=None)


def map_headings(table: RawTable) -> Dict[str, Optional[Field]]:
    """Heading → field or None. Where two headings mean one field, the definition's first name wins."""
    dbf = table.kind == SHAPE
    chosen: Dict[str, Tuple[int, str]] = {}
    for heading in table.headings:
        field = field_of(heading, dbf)
        if field is not None:
            rank = _rank(field, heading)
            if field.code not in chosen or rank < chosen[field.code][0]:
                chosen[field.code] = (rank, heading)
    by_heading = {heading: BY_CODE[code] for code, (_, heading) in chosen.items()}
    return {heading: by_heading.get(heading) for heading in table.headings}


def _rank(field: Field, heading: str) -> int:
    names = [normalise_heading(name) for name in field.names]
    name = normalise_heading(heading)
    return names.index(name) if name in names else len(names)


def list_mapping(tables: List[Tuple[RawTable, Dict[str, Optional[Field]]]]) -> List[Tuple[str, str, str]]:
    """(heading, field code or "", source) for every column of every source."""
    return [(heading, field.code if field else "", table.name)
            for table, mapping in tables for heading, field in mapping.items()]
