"""附表1-2 alone: mining patches issued as a table without shapes (§2.2); their centre points say where they are."""

from __future__ import annotations

from statistics import median
from typing import Iterable, List, NamedTuple, Optional, Tuple

from ..domain.areas.zones import recognise_crs, zone_of_epsg
from ..domain.definitions import MINERAL_ONLY
from ..domain.errors import WeipianError
from ..domain.forms.codes import normalise_code
from ..domain.records import Finding
from .crs import working_crs
from .join import Record
from .mapping import LEAST_OWN, field_of, is_mineral
from .members import Member, tables
from .minerals import MINERAL_CLASS
from .received import IntakeOptions, RawTable
from .sheets import first_cells, read_tables

DEGREES = "EPSG:4490"
CSV = ".csv"
TITLE = "附表1-2"
_DASHES = str.maketrans({"－": "-", "—": "-", "–": "-", "‐": "-", "_": "-", " ": None})
_WEST, _EAST, _SOUTH, _NORTH = 73, 136, 3, 54


class Alone(NamedTuple):
    """Every sheet that was read, the one to enter, and what is said of those that are not."""

    sheets: List[Tuple[RawTable, Member]]
    chosen: RawTable
    findings: List[Finding]


def find_mineral_table(members: List[Member], options: IntakeOptions) -> Optional[Alone]:
    """The 附表1-2 of a package without shapes: of several the one with most rows; ``None`` where there is none.

    A table that does not look like one is taken for it where the person says that its patches are of class K.
    """
    sheets = [(sheet, member) for member in _readable(members) if member.path is not None
              for sheet in read_tables(member.path, member.base, options.sheet, options.encoding)]
    said = normalise_code("JCLB", options.jclb) == MINERAL_CLASS
    found = [sheet for sheet, _ in sheets if not sheet.hidden and sheet.rows and (said or is_mineral(sheet))]
    if not found:
        return None
    chosen = max(found, key=lambda sheet: len(sheet.rows))
    left = [Finding("TABLE_NOT_READ", "W", {"file": sheet.name}) for sheet, _ in sheets
            if sheet is not chosen and not sheet.hidden]
    return Alone(sheets, chosen, left)


def refuse_without_columns(file: str, members: List[Member], encoding: str = "") -> None:
    """Raises ``MINERAL_COLUMNS_MISSING`` where a file, a sheet or its title says 附表1-2 and the columns do not."""
    for member in _readable(members):
        for sheet, cells in first_cells(member.path, member.base, encoding) if member.path is not None else ():
            if TITLE in "\n".join((member.base, sheet, *cells)).translate(_DASHES):
                own = {field.code for cell in cells if (field := field_of(cell, mineral=True)) is not None}
                found = [field.zh for field in MINERAL_ONLY if field.code in own]
                raise WeipianError("MINERAL_COLUMNS_MISSING", file=file, table=sheet, least=LEAST_OWN,
                                   found="、".join(found) or "–", columns="、".join(field.zh for field in MINERAL_ONLY))


def _readable(members: List[Member]) -> List[Member]:
    return [*tables(members), *(member for member in members if member.path is not None and member.suffix == CSV)]


def place_of_table(records: Iterable[Record], options: IntakeOptions, file: str) -> Tuple[str, str]:
    """Source CRS and the CRS to work in: the workspace's, the person's, else the zone of the centre points.

    Raises ``TABLE_PLACE_UNKNOWN`` where nothing tells, ``CRS_UNKNOWN`` for a CRS that is none.
    """
    if options.target_crs:
        return DEGREES, options.target_crs
    if options.crs:
        said = recognise_crs(options.crs)
        if said.epsg is None:
            raise WeipianError("CRS_UNKNOWN", file=file, crs=options.crs, proposed="")
        if zone_of_epsg(said.epsg) is not None:
            return DEGREES, working_crs(f"EPSG:{said.epsg}", "", zone_middle(said.epsg))
    longitudes = [longitude for record in records if (longitude := _longitude(record)) is not None]
    if not longitudes:
        raise WeipianError("TABLE_PLACE_UNKNOWN", file=file)
    return DEGREES, working_crs(DEGREES, "", median(longitudes))


def zone_middle(epsg: int) -> float:
    """Degrees east of the middle of a zone."""
    zone = zone_of_epsg(epsg)
    return float(zone.central_meridian) if zone is not None else 0.0


def _longitude(record: Record) -> Optional[float]:
    east, north = record.values.get("LZB"), record.values.get("BZB")
    if not isinstance(east, float) or not isinstance(north, float):
        return None
    return east if _WEST <= east <= _EAST and _SOUTH <= north <= _NORTH else None
