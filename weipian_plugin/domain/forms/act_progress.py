"""How far a 违法行为 is rectified, and whether a record still asks for something: what the lists of records show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Mapping, Optional, Sequence

from ..areas.units import mu_round2
from ..errors import WeipianError
from ..records import Record
from .fields import is_empty

_NONE = Decimal("0.00")
_SETTLED_BY = {"transfer": "FKSJ", "correction": "HDJL", "review": "HSJL", "letter": "HFRQ"}
"""What a record of these kinds ends with: the answer, the finding of the office, the conclusion."""


@dataclass(frozen=True)
class Progress:
    """Areas in 亩 as their forms show them. ``whole``: 涉嫌违法面积 (``None``: not stated); ``planned``: what lies in
    parts; ``done``: the parts that are rectified.
    """

    whole: Optional[Decimal]
    planned: Decimal = _NONE
    done: Decimal = _NONE

    @property
    def left(self) -> Optional[Decimal]:
        """What still stands, never below zero; where parts say more than the whole, ``excess`` tells it."""
        return None if self.whole is None else max(self.whole - self.done, _NONE)

    @property
    def unplanned(self) -> Optional[Decimal]:
        """What lies in no part yet."""
        return None if self.whole is None else max(self.whole - self.planned, _NONE)

    @property
    def excess(self) -> Decimal:
        """By how much the parts exceed the whole: something is wrong."""
        return _NONE if self.whole is None else max(self.planned - self.whole, _NONE)


def progress_of(act: Record, parts: Sequence[Record]) -> Progress:
    """What the rectifications ``parts`` of an act come to (§2.6: 剩余未整改面积)."""
    planned = [(_mu(part.values, "ZGMJ") or _NONE, part.values.get("SFZGDW") == 1) for part in parts]
    return Progress(_mu(act.values, "SXWFMJ"), sum((area for area, _ in planned), _NONE),
                    sum((area for area, is_done in planned if is_done), _NONE))


def is_closed(record: Record, parts: Sequence[Record] = ()) -> bool:
    """Does nobody have to do anything about it? ``parts``: the rectifications, of an act.

    An act is followed until its illegal state is eliminated [DOC 0]: closed is one whose case is, whose ground is
    rectified to the last part, or of which no case is made for a reason.
    """
    values = record.values
    if record.kind == "act":
        left = progress_of(record, parts).left
        all_done = bool(parts) and left == 0 and all(part.values.get("SFZGDW") == 1 for part in parts)
        no_case = values.get("CLFS") == "不予立案" and not is_empty(values.get("BYLASM"))
        return all_done or no_case or values.get("SFJA") == 1
    if record.kind == "rectification":
        return values.get("SFZGDW") == 1
    if record.kind == "audit":  # returned: until the county has answered
        return values.get("SHJG") == "通过" or (values.get("SHJG") == "退回" and not is_empty(values.get("DFSJ")))
    settled = _SETTLED_BY.get(record.kind)
    return settled is None or not is_empty(values.get(settled))


def _mu(values: Mapping[str, object], code: str) -> Optional[Decimal]:
    try:
        return None if is_empty(values.get(code)) else mu_round2(str(values[code]))
    except WeipianError:
        return None
