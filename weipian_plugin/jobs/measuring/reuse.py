"""What a measurement rests on, and so what need not be measured again: nothing of it changed since it was stored."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.exchange.connections import is_database
from ...domain.records import Finding, Measured, ReferenceLayer, RoleAreas
from ...domain.roles import LANDCLASS, ROLES, Zones, nested_zones
from .asking import zone_of
from .references import declared_empty

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

METHOD = "1"
"""Part of what every figure rests on. Raise it when the same parcel in the same layer would get other figures (plane,
densification, repair, counting of ground), whatever the engine: everything is then measured anew once."""

_SIDECARS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_LENGTH = 24  # hexadecimal places of a digest: 96 bits, nobody attacks it

Shapes = Sequence[Tuple[str, bytes]]
Digests = Mapping[str, str]


def part_of_nested(zones: Zones) -> str:
    """Under which name the digest of areas inside ``zones`` is kept; that of a role is kept under its key."""
    return "in:" + "+".join(zones)


def digest_of(value: object, plain: Callable[[Any], object] = str) -> str:
    """A short digest of what can be JSON; ``plain`` makes it so of what is met that is not."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


class Layers:
    """The loaded layers as they are now, by role. Looked at before anything is read: what changes while it is being
    read then counts as changed, and is measured again next time.
    """

    def __init__(self, references: Sequence[ReferenceLayer]) -> None:
        self.empty = tuple(declared_empty(references))
        self._states: Dict[str, Optional[str]] = {}
        loaded = [reference for reference in references if reference.source]
        for role in dict.fromkeys(reference.role for reference in loaded):
            self._states[role] = _state_of([each for each in loaded if each.role == role])
        self.roles = tuple(self._states)
        self.inside = tuple(nested_zones(self.roles))
        self.land_classes = tuple(role for role in self.roles if ROLES[role].kind == LANDCLASS)

    def roles_of(self, zones: Zones) -> Tuple[str, ...]:
        """The roles that areas inside ``zones`` are measured in."""
        return (*zones, *self.land_classes)

    def digests(self, wkb: bytes, zone: object) -> Dict[str, str]:
        """What each figure of a parcel rests on: its shape as stored, the zone, the method, the layers.

        Empty for figures of a layer whose state nobody can tell (a database): they are always measured again.
        """
        shape = hashlib.sha256(wkb).hexdigest()
        groups: Dict[str, Tuple[str, ...]] = {role: (role,) for role in self.roles}
        groups.update({part_of_nested(zones): self.roles_of(zones) for zones in self.inside})
        return {part: self._digest(shape, zone, roles) for part, roles in groups.items()}

    def _digest(self, shape: str, zone: object, roles: Tuple[str, ...]) -> str:
        states = [self._states[role] for role in roles]
        return "" if None in states else digest_of([METHOD, shape, str(zone or ""), roles, states])


def _state_of(references: Sequence[ReferenceLayer]) -> Optional[str]:
    """Place, layer, state on disk, fields and version of a role's layers; ``None`` where the state cannot be told."""
    if any(is_database(reference.source) for reference in references):
        return None
    role = ROLES[references[0].role]
    chosen = (role.class_fields, role.number_fields, role.date_fields, role.expiry_fields, role.name_fields,
              *role.mineral_fields)
    told = [[each.source, each.layer, each.class_field, each.version_date, _files(Path(each.source)),
             *([each.class_table] if each.class_table else [])] for each in references]
    return digest_of([chosen, sorted(told, key=str)])


def _files(path: Path) -> List[Tuple[str, int, int]]:
    """Name, size and time of the files that make up a source; of one that is not there, nothing."""
    try:
        if path.is_dir():
            parts = sorted(part for part in path.iterdir() if part.is_file() and part.suffix != ".lock")
        elif path.suffix.lower() == ".shp":
            kept = {path.stem + suffix for suffix in _SIDECARS}
            parts = sorted(part for part in path.parent.iterdir() if part.stem + part.suffix.lower() in kept)
        else:
            parts = [part for part in (path, path.with_name(path.name + "-wal")) if part.is_file()]
        states = [(part.name, part.stat()) for part in parts]
    except OSError:
        return []
    return [(name, state.st_size, state.st_mtime_ns) for name, state in states]


@dataclass(frozen=True)
class Plan:
    """What is asked of the worker, and what stays as it is stored.

    ``asked``: parcels of which anything changed. They are measured in ``roles``, and inside ``inside``: whatever
    changed of any of them. ``kept``: of every parcel that was measured before, the figures that still hold; those
    in ``trimmed`` have fewer or other roles than are stored though nothing had to be measured.
    """

    asked: Tuple[Tuple[str, bytes], ...]
    roles: FrozenSet[str]
    inside: Tuple[Zones, ...]
    kept: Mapping[str, Measured]
    trimmed: FrozenSet[str]

    def merged(self, answer: Mapping[str, Measured]) -> Dict[str, Measured]:
        """The whole of what is to be stored: answers, with what was kept of the same parcels, and trimmed parcels."""
        found = {uuid: self.kept[uuid] for uuid in self.trimmed if uuid not in answer}
        for uuid, measured in answer.items():
            old = self.kept.get(uuid)
            found[uuid] = measured if old is None else replace(
                measured, roles={**old.roles, **measured.roles}, nested={**old.nested, **measured.nested})
        return found


def plan(shapes: Shapes, layers: Layers, stored: Mapping[str, Measured], rests_on: Mapping[str, Digests],
         zone: object, again: bool = False) -> Plan:
    """What has to be measured of the parcels ``shapes``. ``rests_on``: the digests that are stored with ``stored``."""
    asked: List[Tuple[str, bytes]] = []
    stale: Set[str] = set()
    for uuid, wkb in shapes:
        wanted = layers.digests(wkb, zone)
        have = rests_on.get(uuid, {}) if uuid in stored and not again else {}
        changed = {part for part, digest in wanted.items() if not digest or have.get(part) != digest}
        if changed or uuid not in stored:
            asked.append((uuid, wkb))
            stale |= changed
    inside = tuple(zones for zones in layers.inside if part_of_nested(zones) in stale)
    roles = {role for role in layers.roles if role in stale}
    roles.update(role for zones in inside for role in layers.roles_of(zones))
    measured = {uuid for uuid, _ in asked}
    kept = {uuid: _kept(stored[uuid], layers, measured, uuid, roles, inside) for uuid, _ in shapes if uuid in stored}
    trimmed = frozenset(uuid for uuid, left in kept.items() if uuid not in measured and left != stored[uuid])
    return Plan(tuple(asked), frozenset(roles), inside, kept, trimmed)


def stale_roles(layers: Layers, measured: Measured, wkb: bytes, zone: object, rests_on: Digests) -> Tuple[str, ...]:
    """The roles whose figures of a parcel (its shape ``wkb``) are not of the layers as they are now: another layer, one
    that was changed since, one that is no longer there. What figures without a digest rest on nobody can tell, nor
    whether layers have changed where none is named at all: then the figures came from elsewhere (a review file, a
    package).
    """
    if not (layers.roles or layers.empty):
        return ()
    now = layers.digests(wkb, zone) if wkb else {}
    return tuple(role for role, areas in measured.roles.items()
                 if (areas.declared_empty and role not in layers.empty)
                 or (not areas.declared_empty and role not in layers.roles)
                 or (now.get(role) and rests_on.get(role) and now[role] != rests_on[role]))


def changed_roles(workspace: Workspace, layers: Layers, uuids: Sequence[str]) -> Tuple[str, ...]:
    """The roles of ``layers`` for which some of the parcels ``uuids`` have figures of other layers, or none yet."""
    run = workspace.overlay_run()
    zone = 0 if run is None else zone_of(run.provenance)
    found: Dict[str, None] = {}
    for uuid in uuids:
        measured, parcel = workspace.measured(uuid), workspace.parcel(uuid)
        if measured is None or not measured.roles or not parcel.wkb:  # never measured, or not since it was reshaped
            continue
        rests_on = workspace.overlay_digests(uuid).get(uuid, {})
        found.update(dict.fromkeys(stale_roles(layers, measured, parcel.wkb, zone, rests_on)))
        found.update(dict.fromkeys(role for role in (*layers.roles, *layers.empty) if role not in measured.roles))
    return tuple(role for role in ROLES if role in found)


def layers_changed(roles: Sequence[str], language: str) -> Finding:
    """The remark on figures of other layers than are named now."""
    names = "、".join(ROLES[role].zh for role in roles) if language == "zh" else ", ".join(
        ROLES[role].en for role in roles)
    return Finding("LAYERS_CHANGED", "W", {"roles": names})


def _kept(stored: Measured, layers: Layers, measured: Set[str], uuid: str, roles: Set[str],
          inside: Tuple[Zones, ...]) -> Measured:
    """What stays of a parcel's figures: of layers that are still there and are not being measured."""
    anew, inside_anew = (roles, inside) if uuid in measured else (set(), ())
    left: Dict[str, RoleAreas] = {role: RoleAreas(role, declared_empty=True) for role in layers.empty}
    left.update({role: areas for role, areas in stored.roles.items() if role in layers.roles and role not in anew})
    nested = {zones: areas for zones, areas in stored.nested.items()
              if zones in layers.inside and zones not in inside_anew}
    return replace(stored, roles=left, nested=nested)
