"""Puts the worker's columns together to records: areas by role, class and paper, and areas inside areas."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, DefaultDict, Dict, List, Mapping, Sequence, Tuple

from ...domain.records import ClassArea, FeatureArea, Measured, NestedAreas, RoleAreas
from ...domain.roles import Zones
from ...overlay.protocol import unpack_columns

_Key = Tuple[int, str]  # patch number, role
_NestedKey = Tuple[int, Zones]
FRAMES = ("rows", "nested", "totals")


class MeasuredAssembler:
    """Takes the frames `FRAMES` of `overlay.protocol` in any order."""

    def __init__(self, inside: Sequence[Zones] = ()) -> None:
        """Nothing taken yet; ``inside`` are the zones that were asked about."""
        self._inside = tuple(inside)
        self._classes: DefaultDict[_Key, List[ClassArea]] = defaultdict(list)
        self._features: DefaultDict[_Key, List[FeatureArea]] = defaultdict(list)
        self._totals: Dict[_Key, Tuple[float, float]] = {}
        self._areas: Dict[int, float] = {}
        self._nested_classes: DefaultDict[_NestedKey, List[ClassArea]] = defaultdict(list)
        self._nested_totals: Dict[_NestedKey, float] = {}

    def take(self, header: Mapping[str, Any], body: bytes) -> None:
        """One frame; areas in m²."""
        columns = unpack_columns(header["columns"], body)
        if header["kind"] == "nested":
            self._take_nested(header, columns)
            return
        keys = [(int(patch), str(header["roles"][int(role)])) for patch, role in zip(columns["patch"], columns["role"])]
        areas, nets = columns["area_m2"], columns["net_area_m2"]
        if header["kind"] == "totals":
            self._totals.update(zip(keys, zip(areas, nets)))
            self._areas.update(enumerate(columns["patch_area_m2"], int(header["start"])))
            return
        for key, text, area, net in zip(keys, header["classes"], areas, nets):
            self._classes[key].append(ClassArea(str(text), area, net))
        for row in header["features"]:
            key = (int(row["patch"]), str(row["role"]))
            self._features[key].append(FeatureArea(str(row["class"]), row["area_m2"], row["attributes"]))

    def _take_nested(self, header: Mapping[str, Any], columns: Mapping[str, List[float]]) -> None:
        zones = [tuple(str(role) for role in group) for group in header["zones"]]
        rows = zip(columns["patch"], columns["zones"], header["classes"], columns["area_m2"], columns["net_area_m2"])
        for patch, group, text, area, net in rows:
            key = (int(patch), zones[int(group)])
            if text:
                self._nested_classes[key].append(ClassArea(str(text), area, net))
            else:
                self._nested_totals[key] = area

    def measured(self, parcels: Sequence[str], empty: Sequence[str]) -> Dict[str, Measured]:
        """Parcel uuid → what was measured; ``empty`` are the roles declared empty."""
        roles: DefaultDict[int, Dict[str, RoleAreas]] = defaultdict(dict)
        for (patch, role), (area, net) in self._totals.items():
            key = (patch, role)
            roles[patch][role] = RoleAreas(role, area, net, tuple(self._classes[key]), tuple(self._features[key]))
        nothing = {role: RoleAreas(role, declared_empty=True) for role in empty}
        return {uuid: Measured(self._areas[number], {**nothing, **roles[number]}, self._nested_of(number))
                for number, uuid in enumerate(parcels) if number in self._areas}

    def _nested_of(self, number: int) -> Dict[Zones, NestedAreas]:
        """Every group of zones that was asked about, also where the parcel has no ground in it."""
        found = {}
        for zones in self._inside:
            total = self._nested_totals.get((number, zones))
            if total is None:  # of one zone by itself it is the role's
                total = self._totals.get((number, zones[0]), (0.0, 0.0))[0] if len(zones) == 1 else 0.0
            found[zones] = NestedAreas(zones, total, tuple(self._nested_classes[number, zones]))
        return found
