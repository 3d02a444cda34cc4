"""Leads of daily work brought into a workspace, matched with its patches in space and time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterable, List, Mapping, Optional, Tuple, Union
from uuid import UUID, uuid5

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack QgsCsException
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
)

from ...domain.calendar.dates import parse_date
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.record_kinds import checked
from ...domain.records import Finding, Record, TableRow
from ...domain.review.units import county_of
from ...intake.discoveries import FoundPoint, FoundTable, read_discoveries
from ..accounting.daily_counts import issued_on

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_ELLIPSOID = "EPSG:7019"  # GRS 1980, CGCS2000's to the millimetre
_METRES_A_DEGREE = 110_500.0  # a little less than there is anywhere: the box is never too small
_SAME = 0.01  # metres
_OF_LEADS = UUID("5a2b8d1e-94c3-5f60-b1d7-3e8a6c0f4b29")
_LOOK_AROUND = (500.0, 3_000.0, 20_000.0)


@dataclass(frozen=True)
class Matching:
    """A lead meets a patch that it lies in, else the nearest within ``metres``; ``days``: found no further than so many
    days before or after its issue (0: whenever).
    """

    metres: float = 50.0
    days: int = 0


@dataclass(frozen=True)
class Place:
    """What a lead met: the patches, how far the nearest is (m), and the unit it lies in."""

    parcels: Tuple[str, ...] = ()
    metres: Optional[float] = None
    unit: str = ""


@dataclass(frozen=True)
class DiscoveryReceipt:
    """What came in: the records kept, how many of them met a patch, and what is to be told."""

    kept: Tuple[Record, ...]
    matched: int
    findings: Tuple[Finding, ...] = ()


class Matcher:
    """Finds the patches at a place, among those that are judged here."""

    def __init__(self, workspace: Workspace, matching: Matching) -> None:
        self._workspace, self._matching = workspace, matching
        self._rows: Dict[str, TableRow] = {row.parcel.uuid: row for row in workspace.as_of().rows()}
        self._crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
        self._ruler = QgsDistanceArea()
        self._ruler.setSourceCrs(self._crs, QgsCoordinateTransformContext())
        self._ruler.setEllipsoid(_ELLIPSOID)
        self.counties = _counties(self._rows.values())

    def place(self, x: float, y: float, day: Optional[date], unit: str = "") -> Place:
        """What lies at a point of the workspace's CRS."""
        near = self._near(x, y, self._matching.metres)
        fitting = [(uuid, metres) for uuid, metres in near if metres <= self._matching.metres
                   and self._in_time(self._rows[uuid], day)]
        least = min((metres for _, metres in fitting), default=None)
        if least is None:
            return Place((), None, unit or self._unit_around(x, y))
        parcels = tuple(sorted(uuid for uuid, metres in fitting if metres <= least + _SAME))
        return Place(parcels, least, unit or self._unit_of(self._rows[parcels[0]]))

    def _in_time(self, row: TableRow, day: Optional[date]) -> bool:
        if not self._matching.days:
            return True
        issued = issued_on(row)
        return day is not None and issued is not None and abs((day - issued).days) <= self._matching.days

    def _near(self, x: float, y: float, metres: float) -> List[Tuple[str, float]]:
        """(parcel, metres on the ellipsoid) of the patches whose box is near; 0 where the point lies inside."""
        reach_y = metres / _METRES_A_DEGREE if self._crs.isGeographic() else metres * 1.01
        reach_x = reach_y / max(cos(radians(y)), 0.01) if self._crs.isGeographic() else reach_y
        point = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        found = []
        for uuid, wkb in self._workspace.shapes_near((x - reach_x, y - reach_y, x + reach_x, y + reach_y)):
            shape = QgsGeometry()
            shape.fromWkb(wkb)
            if uuid not in self._rows or shape.isEmpty():
                continue
            inside = shape.contains(QgsPointXY(x, y)) or shape.intersects(point)
            found.append((uuid, 0.0 if inside else self._distance(shape, point)))
        return found

    def _distance(self, shape: QgsGeometry, point: QgsGeometry) -> float:
        nearest = shape.nearestPoint(point).asPoint()
        return float(self._ruler.measureLine(nearest, point.asPoint()))

    def _unit_around(self, x: float, y: float) -> str:
        """The county of the nearest patch anywhere near; empty where none is."""
        for metres in _LOOK_AROUND:
            near = self._near(x, y, metres)
            if near:
                return county_of(self._rows[min(near, key=lambda each: each[1])[0]])
        return ""

    @staticmethod
    def _unit_of(row: TableRow) -> str:
        county, township = county_of(row), str(row.parcel.attributes.get("XZMC") or "").strip()
        return f"{county}/{township}" if county and township else county


def look_into(path: Union[str, Path], crs: str = "", source: str = "", both: bool = False) -> FoundTable:
    """Read a table of leads without keeping anything; ``both``: rows that look doubled too. Raises what
    `read_discoveries` raises.
    """
    return read_discoveries(Path(path), crs, source, both=both)


def import_discoveries(workspace: Workspace, path: Union[str, Path], crs: str = "", source: str = "",
                       matching: Optional[Matching] = None, feedback: Optional[Feedback] = None,
                       both: bool = False) -> DiscoveryReceipt:
    """Bring a table's leads in, each with the patches it meets; one that is there already is left out, and one that
    looks doubled in the table, unless a person says that ``both`` are leads.

    Raises what `read_discoveries` raises, JOB_CANCELLED (nothing is kept then).
    """
    feedback = feedback or NullFeedback()
    workspace.require_writable()
    table = look_into(path, crs, source, both)
    matcher = Matcher(workspace, matching or Matching())
    here = workspace.records("discovery")
    known = {name for record in here for name in (_key(record.values), record.uuid)}
    to_workspace = _transform(table.crs, workspace.crs_authid)
    records: List[Record] = []
    findings = list(table.findings)
    for number, point in enumerate(table.points):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(table.points), table.file)
        try:
            there = to_workspace.transform(QgsPointXY(point.x, point.y))
        except QgsCsException:
            findings.append(Finding("DISCOVERY_OUTSIDE", "E", {"file": table.file, "row": point.row,
                                                               "value": f"{point.x}, {point.y}"}))
            continue
        record = _record(point, there, matcher, table.file)
        if not known.isdisjoint((_key(record.values), record.uuid)):
            findings.append(Finding("DISCOVERY_TWICE", "W", {"file": table.file, "row": point.row}))
            continue
        known |= {_key(record.values), record.uuid}
        records.append(record)
    kept = workspace.many.put_records(records) if records else []
    return DiscoveryReceipt(tuple(kept), sum(bool(record.parcels) for record in kept), tuple(findings))


def match_again(workspace: Workspace, matching: Optional[Matching] = None, feedback: Optional[Feedback] = None) -> int:
    """Match the leads that are kept anew: after another batch came in, or with another distance; of how many the
    patches, the distance or the unit changed. A unit that the table named stays.
    """
    feedback = feedback or NullFeedback()
    workspace.require_writable()
    matcher = Matcher(workspace, matching or Matching())
    known = workspace.records("discovery")
    changed: List[Record] = []
    for number, record in enumerate(known):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(known), "")
        point = QgsGeometry.fromWkt(str(record.values.get("FXZB") or ""))
        if point.isEmpty():
            continue
        at, said = point.asPoint(), str(record.values.get("FXXZ") or "")
        place = matcher.place(at.x(), at.y(), parse_date(record.values.get("FXSJ")), said)
        # Of leads of before nobody kept what their table named: what was known of one that meets nothing now stays.
        unit = place.unit if place.parcels or said else str(record.values.get("FXDW") or "") or place.unit
        values = {**record.values, "FXJL": _rounded(place.metres), "FXDW": unit}
        again = checked(replace(record, parcels=place.parcels, values=values))
        if (set(again.parcels), again.values) != (set(record.parcels), record.values):
            changed.append(again)
    if changed:
        workspace.many.put_records(changed)
    return len(changed)


def _record(point: FoundPoint, there: QgsPointXY, matcher: Matcher, file: str) -> Record:
    unit = matcher.counties.get(point.unit, point.unit if point.unit.isdigit() and len(point.unit) >= 6 else "")[:6]
    said = f"{unit}/{point.township}" if unit and point.township else unit
    place = matcher.place(there.x(), there.y(), point.day, said)
    return Record(_uuid_of(point), "discovery", place.parcels, "", {
        "FXLY": point.source, "FXSJ": point.day.isoformat(), "FXBH": point.number, "FXMS": point.text[:254],
        "FXDW": place.unit, "FXZB": f"POINT({there.x():.8f} {there.y():.8f})", "FXJL": _rounded(place.metres),
        "FXWJ": file[:120], "FXXZ": said})


def _uuid_of(point: FoundPoint) -> str:
    """A lead's uuid, of what its table says of it: the same in each office into which the table is brought."""
    told = (point.source, point.day.isoformat(), point.number, point.text, f"{point.x:.7f}", f"{point.y:.7f}")
    return str(uuid5(_OF_LEADS, "/".join(told)))


def _counties(rows: Iterable[TableRow]) -> Mapping[str, str]:
    """The code of each county by its name."""
    return {str(row.parcel.attributes.get("XMC") or "").strip(): county_of(row) for row in rows
            if row.parcel.attributes.get("XMC")}


def _key(values: Mapping[str, object]) -> Tuple[str, ...]:
    """What tells one lead from another."""
    return tuple(str(values.get(code) or "") for code in ("FXLY", "FXSJ", "FXBH", "FXMS", "FXZB"))


def _rounded(metres: Optional[float]) -> Optional[float]:
    return None if metres is None else round(metres, 2)


def _transform(source: str, target: str) -> QgsCoordinateTransform:
    return QgsCoordinateTransform(QgsCoordinateReferenceSystem(source), QgsCoordinateReferenceSystem(target),
                                  QgsCoordinateTransformContext())
