"""Who is drawn from: parcels with what a design asks of them, and a short text that says which ones there were."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import FrozenSet, Iterable, List, Mapping

OUTCOME, COUNTY, TOWNSHIP, INTERPRETER, SIGNER, TASK = (
    "outcome", "county", "township", "interpreter", "signer", "task")
DIVISIONS = (OUTCOME, COUNTY, TOWNSHIP, INTERPRETER, SIGNER, TASK)
NOT_STATED = "未填"
"""The part of what states none."""
_BYTES = 5  # of a digest: of 100,000 parcels one in ten million is taken for another


@dataclass(frozen=True)
class Member:
    """A parcel that was filed. ``areas``: 亩 as 附表2-1 shows them, by field code; what was not measured is not there.

    ``interpreter`` is who gave the answers that were signed, ``signer`` who signed them; ``outcome`` that of the land,
    else of the mining.
    """

    uuid: str
    name: str
    outcome: str
    county: str = ""
    township: str = ""
    interpreter: str = ""
    task: str = ""
    is_mineral: bool = False
    areas: Mapping[str, Decimal] = field(default_factory=dict)
    signer: str = ""

    def part(self, division: str) -> str:
        """Its name in a division."""
        return str(getattr(self, division))


def mark(uuid: str) -> int:
    """A number for a parcel, from which the parcel cannot be found."""
    return int.from_bytes(sha256(uuid.encode()).digest()[:_BYTES], "big")


def packed(uuids: Iterable[str]) -> str:
    """The marks of some parcels as a text: with it one can say later whether a parcel was among them."""
    written = bytearray()
    before = 0
    for number in sorted({mark(uuid) for uuid in uuids}):
        step, before = number - before, number
        while step > 127:
            written.append(step & 127 | 128)
            step >>= 7
        written.append(step)
    return b64encode(zlib.compress(bytes(written), 9)).decode("ascii")


def unpacked(text: str) -> FrozenSet[int]:
    """The marks of such a text. Raises ``ValueError`` for what is none."""
    found: List[int] = []
    number = step = shift = 0
    try:
        written = zlib.decompress(b64decode(text, validate=True)) if text else b""
    except zlib.error as error:
        raise ValueError(str(error)) from error
    for byte in written:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            number += step
            found.append(number)
            step = shift = 0
    return frozenset(found)
