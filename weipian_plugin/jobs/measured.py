"""Puts the worker's columns together to records: areas of each parcel by role, class and paper."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, DefaultDict, Dict, List, Mapping, Sequence, Tuple

from ..domain.records import ClassArea, FeatureArea, Measured, RoleAreas
from ..overlay.protocol import unpack_columns

_Key = Tuple[int, str]  # patch number, role


class MeasuredAssembler:
    """Takes ``rows`` and ``totals`` frames of `overlay.protocol` in any order."""

    def __init__(self) -> None:
        """Nothing taken yet."""
        self._classes: DefaultDict[_Key, List[ClassArea]] = defaultdict(list)
        self._features: DefaultDict[_Key, List[FeatureArea]] = defaultdict(list)
        self._totals: Dict[_Key, Tuple[float, float]] = {}
        self._areas: Dict[int, float] = {}

    def take(self, header: Mapping[str, Any], body: bytes) -> None:
        """One frame; areas in m²."""
        columns = unpack_columns(header["columns"], body)
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

    def measured(self, parcels: Sequence[str], empty: Sequence[str]) -> Dict[str, Measured]:
        """Parcel uuid → what was measured; ``empty`` are the roles declared empty."""
        roles: DefaultDict[int, Dict[str, RoleAreas]] = defaultdict(dict)
        for (patch, role), (area, net) in self._totals.items():
            key = (patch, role)
            roles[patch][role] = RoleAreas(role, area, net, tuple(self._classes[key]), tuple(self._features[key]))
        nothing = {role: RoleAreas(role, declared_empty=True) for role in empty}
        return {uuid: Measured(self._areas[number], {**nothing, **roles[number]})
                for number, uuid in enumerate(parcels) if number in self._areas}
