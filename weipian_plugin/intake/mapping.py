"""Headings to fields: every source's columns under the definitions' codes, the rest kept by heading."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from ..domain.definitions import ISSUED, ISSUED_EITHER, ISSUED_MINERAL, MINERAL_ONLY
from ..domain.forms.codes import normalise_code
from ..domain.forms.fields import Field, index_by_heading, normalise_heading
from .received import SHAPE, RawTable

BY_CODE: Dict[str, Field] = {field.code: field for field in ISSUED_EITHER}
# A heading that both forms know means what its own form says: 图斑面积 is JCMJ of land, TBMJ of minerals.
_BY_HEADING = {False: index_by_heading(ISSUED_EITHER), True: index_by_heading((*MINERAL_ONLY, *ISSUED))}
_LAND_ONLY = frozenset(field.code for field in ISSUED) - {field.code for field in ISSUED_MINERAL} - {"JCMJ"}
LEAST_OWN = 3
_MINERAL_CLASS = "K"
_DBF_NAME = 10


def _cut_names(mineral: bool) -> Dict[str, Field]:
    """Names as a dBASE column shows them, cut to ten bytes; a cut name two fields share means neither."""
    cut: Dict[str, Field] = {}
    shared = set()
    for field in ISSUED_MINERAL if mineral else ISSUED:
        for name in {normalise_heading(name) for name in field.names}:
            for encoding in ("gb18030", "utf-8"):
                short = name.encode(encoding)[:_DBF_NAME].decode(encoding, "ignore")
                if len(name.encode(encoding)) > _DBF_NAME and cut.setdefault(short, field) is not field:
                    shared.add(short)
    return {name: field for name, field in cut.items() if name not in shared and name not in _BY_HEADING[mineral]}


_BY_CUT_HEADING = {mineral: _cut_names(mineral) for mineral in (False, True)}


def field_of(heading: object, dbf: bool = False, mineral: bool = False) -> Optional[Field]:
    """The field a heading means, in 附表1-1 or (``mineral``) 附表1-2; in a dBASE table also by its first ten bytes."""
    name = normalise_heading(heading)
    return _BY_HEADING[mineral].get(name) or (_BY_CUT_HEADING[mineral].get(name) if dbf else None)


def is_mineral(table: RawTable) -> bool:
    """Is it 附表1-2: by its columns (more of its own than of 附表1-1's), or because every row is of class K?"""
    found = {heading: field_of(heading, table.kind == SHAPE, True) for heading in table.headings}
    codes = {field.code for field in found.values() if field is not None}
    own = codes & {field.code for field in MINERAL_ONLY}
    classes = [row.values.get(heading) for heading, field in found.items() if field is not None and field.code == "JCLB"
               for row in table.rows]
    if classes and any(classes):
        return all(normalise_code("JCLB", each) == _MINERAL_CLASS for each in classes)
    return len(own) >= LEAST_OWN and len(own) > len(codes & _LAND_ONLY)


def id_rank(headings: Sequence[str], dbf: bool = False) -> Optional[int]:
    """How surely one of ``headings`` is the patch id: 0 for JCBH, more for its aliases, None for none."""
    jcbh = BY_CODE["JCBH"]
    return min((_rank(jcbh, heading) for heading in headings if field_of(heading, dbf) is jcbh), default=None)


def map_headings(table: RawTable, mineral: bool = False) -> Dict[str, Optional[Field]]:
    """Heading → field or None. Where two headings mean one field, the definition's first name wins."""
    dbf = table.kind == SHAPE
    chosen: Dict[str, Tuple[int, str]] = {}
    for heading in table.headings:
        field = field_of(heading, dbf, mineral)
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
