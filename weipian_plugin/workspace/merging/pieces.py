"""One decision of many parcels in several counties leaves in pieces, a county's each: no county gets another's.

A piece has an uuid of its own, the same wherever it is made; where the whole is known, its pieces are known too.
"""

from __future__ import annotations

from typing import Callable, Dict, List, Mapping, Sequence
from uuid import UUID, uuid5

from .told import REMARK, SETTLES, SETTLING, PatchOf, mapping, parts_of

PART_OF = "part_of"  # in the payload of a piece: the event of which it is one
_PIECES = UUID("6f3c1c5e-30b4-5a0e-9d52-8d6f0f4b7a11")
Row = Dict[str, object]
Renamed = Callable[[str, str], str]  # of a stream, an event: what it is called


def in_pieces(rows: Sequence[Row], county_of: Mapping[str, str], patch_of: PatchOf, leaving: Mapping[str, str]
              ) -> List[Row]:
    """Events as they leave: those of several counties in pieces, and what follows one follows its piece.

    ``county_of``: by patch; ``patch_of``: of all parcels; ``leaving``: by parcel that leaves, its patch.
    """
    def county(parcel: str) -> str:
        return county_of.get(patch_of.get(parcel, ""), "")

    whole = {str(row["uuid"]): counties for row in rows if len(counties := _counties(row, county)) > 1}
    if not whole:
        return list(rows)

    def stream_county(stream: str) -> str:
        kind, uuid = parts_of(stream)
        return county(uuid) if kind == REMARK else county_of.get(uuid, "")

    def renamed(stream: str, event: str) -> str:
        return _piece_uuid(event, stream_county(stream)) if event in whole else event

    here = {county(parcel) for parcel in leaving}
    found: List[Row] = []
    for row in rows:
        if str(row["uuid"]) in whole:
            counties = [each for each in whole[str(row["uuid"])] if each in here]
            found += [_piece(row, each, county, stream_county, whole) for each in counties]
        else:
            found.append(row)
    return [with_names(row, renamed) for row in found]


def known_wholes(rows: Sequence[Mapping[str, object]], known: Callable[[str], bool]) -> Dict[str, str]:
    """By piece that comes in, the event of which it is one, where that is known here."""
    pieces = {str(row["uuid"]): str(mapping(row["payload"]).get(PART_OF) or "") for row in rows
              if PART_OF in mapping(row["payload"])}
    return {piece: whole for piece, whole in pieces.items() if known(whole)}


def with_names(row: Mapping[str, object], renamed: Renamed) -> Row:
    """An event that names others by what they are called."""
    follows = {stream: renamed(stream, str(before)) for stream, before in mapping(row.get("follows")).items()}
    payload = mapping(row["payload"])
    if SETTLES in payload:
        settles = {stream: [renamed(stream, str(head)) for head in heads] if isinstance(heads, list) else heads
                   for stream, heads in mapping(payload[SETTLES]).items()}
        payload = {**payload, SETTLES: settles,
                   "chosen": renamed(str(payload.get(SETTLING, "")), str(payload.get("chosen", "")))}
    return {**row, "follows": follows, "payload": payload}


def _counties(row: Mapping[str, object], county: Callable[[str], str]) -> List[str]:
    payload = mapping(row["payload"])
    if "together" not in payload or PART_OF in payload:
        return []
    return sorted({county(parcel) for parcel in mapping(mapping(payload["together"]).get("after"))})


def _piece(row: Row, which: str, county: Callable[[str], str], stream_county: Callable[[str], str],
           whole: Mapping[str, object]) -> Row:
    payload, undoes = mapping(row["payload"]), str(row.get("undoes") or "")
    sides = {side: {parcel: text for parcel, text in mapping(part).items() if county(parcel) == which}
             for side, part in mapping(payload["together"]).items()}
    parcels, beside = payload.get("parcels"), row.get("parcels")
    streams = {stream: before for stream, before in mapping(row.get("follows")).items()
               if stream_county(stream) == which}
    return {**row, "uuid": _piece_uuid(str(row["uuid"]), which), "follows": streams, "parcels": _among(beside, sides),
            "undoes": _piece_uuid(undoes, which) if undoes in whole else undoes,
            "payload": {**payload, "together": sides, "parcels": _among(parcels, sides), PART_OF: row["uuid"]}}


def _among(parcels: object, sides: Mapping[str, Mapping[str, object]]) -> List[str]:
    return [str(each) for each in parcels if each in sides.get("after", {})] if isinstance(parcels, list) else []


def _piece_uuid(event: str, county: str) -> str:
    return str(uuid5(_PIECES, f"{event}/{county}"))
