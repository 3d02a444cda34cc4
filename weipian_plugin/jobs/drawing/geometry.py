"""What a drawn line or outline makes of parcels: parts, cut-outs, moved boundaries; or why that cannot be done."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, Sequence, Set, Tuple

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes

from ...domain.areas.parcel_parts import SMALLEST_M2, TOLERANCE_M2
from ...domain.errors import WeipianError
from ...workspace.geometry import SAME_PLACE, SAME_PLACE_DEGREES
from ...workspace.ground import Ground, shape_of

Points = Sequence[QgsPointXY]
Shapes = Mapping[str, QgsGeometry]

_LINE_POINTS, _RING_POINTS = 2, 3


class Cutter:
    """Operations on shapes in the plane of one workspace (``crs``); nothing is kept, nothing is changed in place."""

    def __init__(self, crs: str, geographic: bool = False) -> None:
        self.ground = Ground(crs)
        self._same = SAME_PLACE_DEGREES if geographic else SAME_PLACE

    def split(self, shape: QgsGeometry, line: Points) -> List[QgsGeometry]:
        """The parts into which a line cuts a parcel, the largest first.

        What of a parcel in several pieces the line does not meet stays with the largest part. Raises
        ``SHAPE_TOO_SHORT``, ``LINE_CROSSES_ITSELF``, ``LINE_ONLY_TOUCHES``, ``LINE_DOES_NOT_CROSS``,
        ``PART_TOO_SMALL``.
        """
        return [part for _, part in self.measured_split(shape, line)]

    def measured_split(self, shape: QgsGeometry, line: Points) -> List[Tuple[float, QgsGeometry]]:
        """What `split` makes, each part with its m²."""
        knife = _line_of(line)
        parts: List[QgsGeometry] = []
        untouched: List[QgsGeometry] = []
        for piece in _polygons(shape):
            cut = self._cut(piece, knife)
            if len(cut) > 1:
                parts += cut
            else:
                untouched.append(piece)
        if not parts:
            touched = knife.intersects(shape) and not _goes_inside(knife, shape, self._same)
            raise WeipianError("LINE_ONLY_TOUCHES" if touched else "LINE_DOES_NOT_CROSS")
        measured = sorted(((self.ground.area(part), part) for part in parts), key=lambda each: each[0], reverse=True)
        self._refuse_slivers(area for area, _ in measured)
        if untouched:
            area, largest = measured[0]
            measured[0] = (area + sum(self.ground.area(piece) for piece in untouched),
                           QgsGeometry.collectGeometry([largest, *untouched]))
        return measured

    def cut_out(self, shape: QgsGeometry, ring: Points) -> List[QgsGeometry]:
        """The rest of a parcel, and what of it lies inside an outline.

        Raises ``SHAPE_TOO_SHORT``, ``SHAPE_CROSSES_ITSELF``, ``CUT_OUT_MISSES``, ``CUT_OUT_IS_ALL``,
        ``PART_TOO_SMALL``.
        """
        outline = polygon_of(ring)
        inside, rest = shape.intersection(outline), shape.difference(outline)
        cut, left = self._ground_of(inside), self._ground_of(rest)
        if not cut:
            raise WeipianError("CUT_OUT_MISSES")
        if not left:
            raise WeipianError("CUT_OUT_IS_ALL")
        self._refuse_slivers(self.ground.area(part) for part in (*cut, *left))
        return [QgsGeometry.collectGeometry(left) if len(left) > 1 else left[0],
                QgsGeometry.collectGeometry(cut) if len(cut) > 1 else cut[0]]

    def redrawn(self, shapes: Shapes, line: Points) -> Dict[str, QgsGeometry]:
        """Two neighbours with the line as the boundary between them; each has the side on which most of it lay.

        Raises ``NOTHING_TO_MERGE``, ``NOT_ADJACENT`` and what `split` raises.
        """
        if len(shapes) != _LINE_POINTS:
            raise WeipianError("NOTHING_TO_MERGE")
        (one, first), (other, second) = shapes.items()
        together = self.ground.together([first, second])
        if len(_polygons(together)) >= len(_polygons(first)) + len(_polygons(second)):
            raise WeipianError("NOT_ADJACENT")
        sides: Dict[str, List[QgsGeometry]] = {one: [], other: []}
        for part in self.split(together, line):
            mostly = self.ground.area(part.intersection(first)) >= self.ground.area(part.intersection(second))
            sides[one if mostly else other].append(part)
        if not all(sides.values()):  # each takes one side all the same: the larger overlap decides who takes which
            parts = sides[one] or sides[other]
            taker, giver = (one, other) if sides[one] else (other, one)
            least = min(parts, key=lambda part: self.ground.area(part.intersection(shapes[taker])))
            sides = {taker: [part for part in parts if part is not least], giver: [least]}
        return {uuid: self.ground.together(parts) if len(parts) > 1 else parts[0] for uuid, parts in sides.items()}

    def moved(self, shapes: Shapes, start: QgsPointXY, end: QgsPointXY) -> Dict[str, QgsGeometry]:
        """Parcels of a patch (all of them) with a vertex of the boundary between them moved; those that changed.

        A vertex where that boundary ends at the outside may slide along the outside. ``start`` may be any place of the
        boundary: it is given a vertex there. Raises ``BOUNDARY_NOT_SHARED``, ``SHAPE_CROSSES_ITSELF``,
        ``PARTS_DO_NOT_TILE``, ``PART_TOO_SMALL``.
        """
        holding = {uuid: shape for uuid, shape in shapes.items()
                   if shape.closestSegmentWithContext(start)[0] <= self._same ** 2}
        if len(holding) < _LINE_POINTS:
            raise WeipianError("BOUNDARY_NOT_SHARED")
        changed = {uuid: self._with_vertex_moved(shape, start, end) for uuid, shape in holding.items()}
        for shape in changed.values():
            if not shape.isGeosValid():
                raise WeipianError("SHAPE_CROSSES_ITSELF")
        before = self.ground.together(list(holding.values()))
        self.ground.require_tiles(before, list(changed.values()))
        return changed

    def shared_places(self, shapes: Shapes) -> List[QgsPointXY]:
        """The vertices that parcels of a patch have in common: what can be taken hold of."""
        holders: Dict[Tuple[int, int], Set[str]] = {}
        places: Dict[Tuple[int, int], QgsPointXY] = {}
        grid = 100 * self._same
        for uuid, shape in shapes.items():
            for vertex in shape.vertices():
                at = (round(vertex.x() / grid), round(vertex.y() / grid))
                holders.setdefault(at, set()).add(uuid)
                places.setdefault(at, QgsPointXY(vertex))
        return [place for at, place in places.items() if len(holders[at]) > 1]

    def _cut(self, polygon: QgsGeometry, line: QgsGeometry) -> List[QgsGeometry]:
        """The pieces of one polygon; itself alone where the line does not cut it.

        An end that was snapped to an edge lies beside it by rounding: it is led a tenth of a millimetre on.
        """
        near, ends = 100 * self._same, line.asPolyline()
        reach = [2 * near if polygon.closestSegmentWithContext(end)[0] <= near ** 2 else 0.0
                 for end in (ends[0], ends[-1])]
        knife = line.extendLine(*reach) if any(reach) else line
        rings = polygon.convertToType(QgsWkbTypes.LineGeometry, True)
        faces = QgsGeometry.polygonize([QgsGeometry.unaryUnion([rings, knife])])
        pieces = [face for face in _polygons(faces) if polygon.contains(face.pointOnSurface())]
        return pieces if len(pieces) > 1 else [polygon]

    def _with_vertex_moved(self, shape: QgsGeometry, start: QgsPointXY, end: QgsPointXY) -> QgsGeometry:
        moved = QgsGeometry(shape)
        if moved.closestVertex(start)[4] > self._same ** 2:
            moved.insertVertex(start.x(), start.y(), moved.closestSegmentWithContext(start)[2])
        moved.moveVertex(end.x(), end.y(), moved.closestVertex(start)[1])
        return moved

    def _ground_of(self, shape: QgsGeometry) -> List[QgsGeometry]:
        """The polygons of what an operation left, without what rounding left."""
        return [piece for piece in _polygons(shape) if self.ground.area(piece) > TOLERANCE_M2]

    @staticmethod
    def _refuse_slivers(areas: Iterable[float]) -> None:
        for area in areas:
            if area < SMALLEST_M2:
                raise WeipianError("PART_TOO_SMALL", area=round(area, 2), smallest=round(SMALLEST_M2, 2))


def polygon_of(ring: Points) -> QgsGeometry:
    """The polygon inside a drawn outline. Raises ``SHAPE_TOO_SHORT``, ``SHAPE_CROSSES_ITSELF``."""
    corners = _without_doubles(ring)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < _RING_POINTS:
        raise WeipianError("SHAPE_TOO_SHORT", points=len(corners), needed=_RING_POINTS)
    polygon = QgsGeometry.fromPolygonXY([[*corners, corners[0]]])
    if not polygon.isGeosValid() or polygon.area() <= 0:
        raise WeipianError("SHAPE_CROSSES_ITSELF")
    return polygon


def shape_from(wkb: bytes) -> QgsGeometry:
    """A parcel's shape. Raises ``SHAPE_UNUSABLE``."""
    return shape_of(wkb)


def wkbs_of(shapes: Iterable[QgsGeometry]) -> List[bytes]:
    """Shapes as the workspace takes them."""
    return [bytes(shape.asWkb()) for shape in shapes]


def _line_of(points: Points) -> QgsGeometry:
    corners = _without_doubles(points)
    if len(corners) < _LINE_POINTS:
        raise WeipianError("SHAPE_TOO_SHORT", points=len(corners), needed=_LINE_POINTS)
    line = QgsGeometry.fromPolylineXY(corners)
    if not line.isSimple():
        raise WeipianError("LINE_CROSSES_ITSELF")
    return line


def _without_doubles(points: Points) -> List[QgsPointXY]:
    kept: List[QgsPointXY] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(QgsPointXY(point))
    return kept


def _goes_inside(line: QgsGeometry, shape: QgsGeometry, same: float) -> bool:
    """Does a line lie inside a shape anywhere, and not only on its boundary?"""
    for stretch in line.intersection(shape).asGeometryCollection():
        middle = stretch.interpolate(stretch.length() / 2)
        if stretch.length() > same and shape.closestSegmentWithContext(middle.asPoint())[0] > same ** 2:
            return True
    return False


def _polygons(shape: QgsGeometry) -> List[QgsGeometry]:
    return [piece for piece in shape.asGeometryCollection() if piece.type() == QgsWkbTypes.PolygonGeometry]
