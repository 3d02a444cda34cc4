"""Parcels of one patch: how parts are numbered, how small one may be, which answers a change of shape takes away."""

from __future__ import annotations

from hashlib import sha256
from typing import Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence

from ..definitions import ANSWERS, EVIDENCE_BLOCKS
from ..forms.fields import FieldType

SMALLEST_M2 = 20 / 3
"""0.01 亩: a smaller part would be shown as an area of nothing (V04: area > 0)."""
TOLERANCE_M2 = 0.01
"""Ground that parts may miss or share, all together: what rounding of new vertices leaves, far inside V04's 0.01 亩."""
OWN_SOURCE = "自主"
"""TBLY of a patch that was drawn here; who issues says 部 or 省."""
_OWN_MARK = "ZZ"
_LETTERS = 4
_BETWEEN = "；"

GROUND_AREAS: FrozenSet[str] = frozenset(
    field.code for field in ANSWERS if field.type is FieldType.AREA and field not in EVIDENCE_BLOCKS)
"""Answers that are areas of the parcel's own ground; areas in papers are of the papers, and stay."""


def number_of(dkbh: str, jcbh: str) -> Optional[int]:
    """3 of ``…_3``; ``None`` for a parcel that is the whole patch, or is numbered otherwise."""
    head, _, tail = dkbh.rpartition("_")
    return int(tail) if head == jcbh and tail.isdigit() else None


def numbers_of_parts(jcbh: str, dkbh: str, others: Iterable[str], count: int) -> List[str]:
    """The DKBH of ``count`` parts of a parcel whose patch has these other parcels (domain §1: child suffix ``_n``).

    The first part keeps the number the parcel has; a whole patch becomes ``_1``, ``_2`` … Numbers are labels: what
    identifies a parcel is its UUID.
    """
    own = number_of(dkbh, jcbh)
    used = [number for number in (own, *(number_of(other, jcbh) for other in others)) if number is not None]
    first = own if own is not None else max(used, default=0) + 1
    last = max([*used, first])
    return [f"{jcbh}_{number}" for number in (first, *range(last + 1, last + count))]


def number_of_merged(jcbh: str, merged: Iterable[str], others: Sequence[str]) -> str:
    """The DKBH of parcels that become one: the lowest of theirs, or the patch's own where none is left beside."""
    numbers = [number for number in (number_of(dkbh, jcbh) for dkbh in merged) if number is not None]
    return f"{jcbh}_{min(numbers)}" if others and numbers else jcbh


def without_ground_areas(answers: Mapping[str, object]) -> Dict[str, object]:
    """Answers that still hold when the parcel's shape is another: an area that a person stated does not."""
    return {code: value for code, value in answers.items() if code not in GROUND_AREAS}


def joined(texts: Iterable[object]) -> str:
    """Notes (reasons of flags) of parcels that become one, each once."""
    return _BETWEEN.join(dict.fromkeys(str(text) for text in texts if text))


def own_number(county: str, year: str, known: Iterable[str], workspace: str = "") -> str:
    """A JCBH (拟) for a patch that was drawn here: county, ZZ, year, four letters of the workspace (its id), and the
    next number of four places. Two workspaces do not draw the same one, whoever merges them in whatever order.
    """
    head = f"{county}{_OWN_MARK}{year}{_letters_of(workspace)}"
    taken = [int(tail) for jcbh in known if jcbh.startswith(head) and (tail := jcbh[len(head):]).isdigit()]
    return f"{head}{max(taken, default=0) + 1:04}"


def _letters_of(workspace: str) -> str:
    """Four letters, A to P, that follow from a workspace's id; none for none."""
    if not workspace:
        return ""
    return "".join(chr(ord("A") + int(digit, 16)) for digit in sha256(workspace.encode()).hexdigest()[:_LETTERS])
