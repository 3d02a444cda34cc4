"""What an event says, of which streams: the things that offices may decide apart from each other."""

from __future__ import annotations

from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple

from .. import events

Key = Tuple[str, ...]
Values = Dict[Key, object]
PatchOf = Mapping[str, str]  # by parcel

SAID, REMARK, RECORD, ISSUED = "said", "remark", "record", "issued"
EARLIER = "earlier:"  # before the name of a stream, beside an event that did not leave: the last before it that did
SETTLED = events.SETTLED
ISSUE = "issue"  # in the payload of a decision between two issues of a patch: before and after
SETTLES = "settles"  # in the payload of a decision between sides: by stream, the heads that it closes
SETTLING = "settling"  # the same, and what takes it back: which stream
_REMARKS = ("note", "flag")
_NOTHING = (events.REFUSED, events.KEPT, events.SUPERSEDED, events.QUARANTINED)
_ATTRIBUTES = {"township": ("XZMC",), "dates": ("QSX", "HSX")}


class Told(NamedTuple):
    """An event in the order in which the workspace knows it. ``follows``: by stream, the event upon whose state it was
    decided, as the office that decided it says; ``None`` for what was decided in this file.
    """

    uuid: str
    workspace_id: str
    chain: str
    kind: str
    actor: str
    recorded_at: str
    undoes: str
    payload: Mapping[str, object]
    follows: Optional[Mapping[str, str]]


def named(kind: str, uuid: str) -> str:
    """The name of a stream."""
    return f"{kind}:{uuid}"


def parts_of(stream: str) -> Tuple[str, str]:
    """Kind and uuid of a stream."""
    kind, _, uuid = stream.partition(":")
    return kind, uuid


def touched(told: Told, patch_of: PatchOf) -> List[str]:
    """The streams that an event belongs to; none for what changes nothing (a refusal), or stays at home."""
    payload = told.payload
    if told.kind in _NOTHING or not told.chain:
        return []
    if "ground" in payload:
        remarks = [named(REMARK, uuid) for uuid, state in mapping(mapping(payload.get("states")).get("after")).items()
                   if any(name in mapping(state) for name in _REMARKS)]
        kept = [named(RECORD, uuid) for uuid in mapping(mapping(payload.get("records")).get("after"))]
        return [named(SAID, told.chain), *remarks, *kept]
    if "record" in payload:
        return [named(RECORD, told.chain)]
    if "together" in payload:
        return _touched_by_many(payload, patch_of)
    if ISSUE in payload:
        return [named(ISSUED, told.chain)] if payload.get(SETTLING) == named(ISSUED, told.chain) else []
    after = mapping(payload.get("after"))
    found = [named(REMARK, told.chain)] if any(name in after for name in _REMARKS) else []
    if any(name not in _REMARKS for name in after) and told.chain in patch_of:
        found.append(named(SAID, patch_of[told.chain]))
    return found


def _touched_by_many(payload: Mapping[str, object], patch_of: PatchOf) -> List[str]:
    parcels = mapping(mapping(payload["together"]).get("after"))
    if payload.get("what") == "flag":
        return [named(REMARK, uuid) for uuid in parcels]
    if payload.get("what") in _ATTRIBUTES:
        return list(dict.fromkeys(named(SAID, patch_of[uuid]) for uuid in parcels if uuid in patch_of))
    return []


def changed(told: Told, stream: str, side: str, patch_of: PatchOf) -> Values:
    """What an event makes of a stream (``after``), or found there (``before``), one value by key."""
    kind, uuid = parts_of(stream)
    payload = told.payload
    if kind == RECORD:
        if "ground" in payload:
            return {(RECORD,): mapping(mapping(payload["records"]).get(side)).get(uuid)}
        return {(RECORD,): payload.get(side)}
    if kind == REMARK:
        return _of_remark(payload, uuid, side)
    if kind == ISSUED:
        return {(ISSUE,): mapping(payload[ISSUE]).get(side)}
    return dict(_of_patch(told, uuid, side, patch_of))


def _of_remark(payload: Mapping[str, object], parcel: str, side: str) -> Values:
    if "together" in payload:
        return {("flag",): mapping(mapping(payload["together"]).get(side)).get(parcel, "")}
    state = (mapping(mapping(mapping(payload.get("states")).get(side)).get(parcel)) if "ground" in payload
             else mapping(payload.get(side)))
    return {(name,): state[name] for name in _REMARKS if name in state}


def _of_patch(told: Told, patch: str, side: str, patch_of: PatchOf) -> Iterator[Tuple[Key, object]]:
    payload = told.payload
    if "together" in payload:
        yield from _of_many(payload, patch, side, patch_of)
        return
    if "ground" not in payload:
        yield from _of_state(told.chain, mapping(payload.get(side)))
        return
    for parcel, content in mapping(mapping(payload["ground"]).get(side)).items():
        yield ("ground", parcel), content
    for parcel, state in mapping(mapping(payload.get("states")).get(side)).items():
        yield from _of_state(parcel, mapping(state))
    if "drawn" in payload:
        yield ("drawn",), bool(mapping(payload["drawn"]).get(side))
    for code, value in mapping(mapping(payload.get("attributes")).get(side)).items():
        yield ("attribute", code), value


def _of_many(payload: Mapping[str, object], patch: str, side: str, patch_of: PatchOf
             ) -> Iterator[Tuple[Key, object]]:
    codes = _ATTRIBUTES.get(str(payload.get("what")), ())
    for parcel, text in mapping(mapping(payload["together"]).get(side)).items():
        if patch_of.get(parcel) == patch:
            values = str(text).split("/") if len(codes) > 1 else [str(text)]
            for code, value in zip(codes, values):
                yield ("attribute", code), value or None
            return


def _of_state(parcel: str, state: Mapping[str, object]) -> Iterator[Tuple[Key, object]]:
    for name, value in state.items():
        if name == "answers":
            for code, answer in mapping(value).items():
                yield ("answer", parcel, code), answer
        elif name not in _REMARKS:
            yield (name, parcel), value


def mapping(value: object) -> Mapping[str, object]:
    """A part of a payload that is one."""
    return value if isinstance(value, dict) else {}
