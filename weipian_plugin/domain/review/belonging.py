"""Which records go with some patches, and which stay where they are: nothing of other counties goes along."""

from __future__ import annotations

from typing import Collection, Dict, Iterable, List, Mapping, Sequence, Set

from ..records import Value

Content = Mapping[str, Value]  # uuid, kind, act, parcels, values, as a state's rows have them


def belonging(records: Iterable[Content], parcels: Collection[str], counties: Collection[str]) -> Set[str]:
    """The records (uuid) that go with these parcels: what concerns one of them; what concerns no parcel, and belongs to
    such a record or has one that belongs to it; a lead that met no patch, where it is said to lie in one of the
    ``counties``. The same uuid may come several times, as it was at several times.
    """
    ours, others = set(parcels), list(records)
    found = {str(one["uuid"]) for one in others if not ours.isdisjoint(_texts(one.get("parcels")))}
    loose: Dict[str, List[Content]] = {}
    for one in others:
        if str(one["uuid"]) not in found and not _texts(one.get("parcels")):
            loose.setdefault(str(one["uuid"]), []).append(one)
    found |= {uuid for uuid, some in loose.items() if any(_lies_in(one, counties) for one in some)}
    acts_of = {str(one.get("act") or "") for one in others if str(one["uuid"]) in found}
    found |= acts_of & loose.keys()
    while True:
        more = {uuid for uuid, some in loose.items() if uuid not in found
                and any(str(one.get("act") or "") in found for one in some)}
        if not more:
            return found
        found |= more


def _lies_in(one: Content, counties: Collection[str]) -> bool:
    values = one.get("values")
    if one.get("kind") != "discovery" or not isinstance(values, Mapping):
        return False
    return str(values.get("FXDW") or "").partition("/")[0] in counties


def _texts(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []
