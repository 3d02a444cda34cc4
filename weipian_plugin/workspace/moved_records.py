"""What becomes of the records about a parcel that is split, or that is merged into another."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence
from uuid import uuid4

from ..domain.forms.record_kinds import RecordKind, kind_of, same_key
from .records import Content

Changes = Dict[str, Optional[Content]]


def of_parts(about: Mapping[str, Content], parcel: str, new: Sequence[str]) -> Changes:
    """The records about ``parcel`` when it is the first of parts, the others of which are ``new``.

    What may concern many parcels concerns all parts: none escapes an act, an open 容错纠错 or an extension by being cut
    off. Papers, survey flags and audits are copied to each part. States of checks and sketches stay with the first.
    """
    changes: Changes = {}
    for uuid, content in about.items():
        kind = _kind(content)
        if kind.many_parcels:
            parcels = _parcels(content)
            place = parcels.index(parcel) + 1
            changes[uuid] = {**content, "parcels": [*parcels[:place], *new, *parcels[place:]]}
        elif kind.follows_parts:
            changes.update({str(uuid4()): {**content, "parcels": [part]} for part in new})
    return changes


def of_merged(about: Mapping[str, Mapping[str, Content]], first: str) -> Changes:
    """The records about parcels (by parcel) that become one, ``first``: all move to it, but those it has already."""
    changes: Changes = {}
    kept = dict(about[first])
    for parcel, records in about.items():
        for uuid, content in records.items() if parcel != first else ():
            kind, known = _kind(content), changes.get(uuid) or content
            if kind.many_parcels:
                others = [each for each in _parcels(known) if each != parcel]
                place = _parcels(known).index(parcel)
                changes[uuid] = {**known, "parcels": list(dict.fromkeys([*others[:place], first, *others[place:]]))}
            elif any(_says_the_same(kind, content, other) for other in kept.values()):
                changes[uuid] = None
            else:
                changes[uuid] = kept[uuid] = {**content, "parcels": [first]}
    return changes


def _says_the_same(kind: RecordKind, one: Content, other: Content) -> bool:
    if other["kind"] != one["kind"]:
        return False
    if kind.key is not None:
        return same_key(kind, _values(one), _values(other))
    return (one["values"], one["act"]) == (other["values"], other["act"])


def _kind(content: Content) -> RecordKind:
    return kind_of(str(content["kind"]))


def _values(content: Content) -> Mapping[str, object]:
    values = content["values"]
    return values if isinstance(values, dict) else {}


def _parcels(content: Content) -> List[str]:
    parcels = content["parcels"]
    return [str(uuid) for uuid in parcels] if isinstance(parcels, list) else []
