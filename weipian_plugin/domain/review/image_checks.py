"""整改影像复核 (§8.8): ground claimed as demolished and restored, and what was seen of it in a newer image.

虚假整改 is said by a person, never derived from a tick.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..calculators.parcels import RESTORED
from ..calendar.dates import parse_date
from ..errors import WeipianError
from ..forms.codes import code_list
from ..forms.fields import is_empty
from ..records import Finding, Record, Value

DEMOLISHED, STANDING, UNCERTAIN = "已拆除", "未拆除", "不确定"
TICKS = (DEMOLISHED, STANDING, UNCERTAIN)
LEAST_LETTERS = 4
"""Of the words with which somebody calls a rectification false."""
_DATES = ("CCSJ", "ZGDWSJ")


@dataclass(frozen=True)
class Claim:
    """That ground of one parcel was demolished and recultivated. ``rectification``: the record that says so;
    ``claimed`` the day, where it is stated; areas in m² as stated, ``None`` where not.
    """

    rectification: str
    parcel: str
    act: str = ""
    claimed: Optional[date] = None
    is_done: bool = False
    restored_m2: Optional[float] = None
    recultivated_m2: Optional[float] = None
    part_m2: Optional[float] = None
    shared_by: int = 1  # parcels of the one record: its areas are of all of them


@dataclass(frozen=True)
class Counts:
    """Claims by what was seen last, each with its parcels; ``false``: called 虚假整改 by a person."""

    by_tick: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    unchecked: Tuple[str, ...] = ()
    false: Tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many claims there are."""
        return len(self.unchecked) + sum(len(parcels) for parcels in self.by_tick.values())


def claims_of(rectifications: Iterable[Record], acts: Iterable[Record] = ()) -> List[Claim]:
    """A claim for each parcel of each 拆除复耕 of which anything is said to be done: rectified, an area, or a day."""
    of_act = {act.uuid: act.parcels for act in acts}
    found: List[Claim] = []
    for record in rectifications:
        values = record.values
        if values.get("ZGFS") != RESTORED or not _is_claimed(values):
            continue
        parcels = record.parcels or of_act.get(record.act, ())
        days = [day for day in (parse_date(values.get(code)) for code in _DATES) if day is not None]
        found += [Claim(record.uuid, parcel, record.act, days[0] if days else None, values.get("SFZGDW") == 1,
                        _area(values, "HFYMMJ"), _area(values, "FGDWMJ"), _area(values, "ZGMJ"), len(parcels))
                  for parcel in parcels]
    return found


def latest_checks(checks: Iterable[Record]) -> Dict[Tuple[str, str], Record]:
    """By (rectification, parcel) what was seen last: of the latest image, of those what was said latest."""
    found: Dict[Tuple[str, str], Record] = {}
    for check in sorted(checks, key=_said_when):
        found[(check.act, check.parcels[0])] = check
    return found


def check_of(claim: Claim, latest: Mapping[Tuple[str, str], Record]) -> Optional[Record]:
    """What was seen last of a claim; what was said of the parcel without naming a rectification counts too."""
    own, of_parcel = latest.get((claim.rectification, claim.parcel)), latest.get(("", claim.parcel))
    known = [check for check in (of_parcel, own) if check is not None]
    return max(known, key=_said_when, default=None)


def is_false(check: Optional[Record]) -> bool:
    """Does the check call the rectification false (虚假整改)?"""
    return check is not None and check.values.get("YXXJ") in (1, True)


def remarks_on(claim: Claim, image: str) -> Tuple[Finding, ...]:
    """What somebody should know before they look at an image of an ISO date for this claim."""
    taken = parse_date(image)
    if claim.claimed is None:
        return (Finding("CLAIM_UNDATED", "W", {}),)
    if taken is not None and taken <= claim.claimed:
        return (Finding("IMAGE_NOT_LATER", "W", {"date": taken.isoformat(), "claimed": claim.claimed.isoformat()}),)
    return ()


def checked_values(claim: Claim, tick: str, image: str, taken: str, by: str, day: str, words: str = "",
                   false: bool = False) -> Dict[str, Value]:
    """The values of an ``image_check``: what was seen (`TICKS`) in which image of which day, by whom, when.

    Raises IMAGE_CHECK_TICK, IMAGE_CHECK_NO_IMAGE, IMAGE_NOT_LATER (what an image shows that is no later than the claim
    can only be 不确定), IMAGE_CHECK_FALSE (虚假整改 stands with 未拆除 alone), IMAGE_CHECK_WORDS.
    """
    if tick not in TICKS:
        raise WeipianError("IMAGE_CHECK_TICK", value=tick or "-", known="、".join(
            entry.code for entry in code_list("YXJG").codes))
    when = parse_date(taken)
    if not image.strip() or when is None:
        raise WeipianError("IMAGE_CHECK_NO_IMAGE")
    if tick != UNCERTAIN and claim.claimed is not None and when <= claim.claimed:
        raise WeipianError("IMAGE_NOT_LATER", date=when.isoformat(), claimed=claim.claimed.isoformat())
    if false and tick != STANDING:
        raise WeipianError("IMAGE_CHECK_FALSE", tick=tick)
    if false and len("".join(words.split())) < LEAST_LETTERS:
        raise WeipianError("IMAGE_CHECK_WORDS", least=LEAST_LETTERS)
    values: Dict[str, Value] = {"YXJG": tick, "YXMC": image.strip(), "YXRQ": when.isoformat(), "YXSM": words.strip(),
                                "YXR": by, "YXSJ": day, "YXXJ": int(false)}
    return {code: value for code, value in values.items() if not is_empty(value)}


def counts_of(claims: Sequence[Claim], checks: Iterable[Record]) -> Counts:
    """The claims by what was seen last; a parcel of two claims is there twice, in ``false`` once. What was said last of
    a parcel of which nothing is claimed (any more) counts there too.
    """
    latest = latest_checks(checks)
    by_tick: Dict[str, List[str]] = {tick: [] for tick in TICKS}
    unchecked: List[str] = []
    false: Dict[str, None] = {}
    for claim in claims:
        check = check_of(claim, latest)
        tick = str(check.values.get("YXJG") or "") if check is not None else ""
        by_tick.get(tick, unchecked).append(claim.parcel)
        if is_false(check):
            false[claim.parcel] = None
    claimed = {claim.parcel for claim in claims}
    unclaimed: Dict[str, Record] = {}
    for (_, parcel), check in sorted(latest.items(), key=lambda each: _said_when(each[1])):
        if parcel not in claimed:
            unclaimed[parcel] = check
    false.update((parcel, None) for parcel, check in unclaimed.items() if is_false(check))
    return Counts({tick: tuple(parcels) for tick, parcels in by_tick.items()}, tuple(unchecked), tuple(false))


def _is_claimed(values: Mapping[str, Value]) -> bool:
    return values.get("SFZGDW") == 1 or any(not is_empty(values.get(code)) for code in ("HFYMMJ", "FGDWMJ", *_DATES))


def _area(values: Mapping[str, Value], code: str) -> Optional[float]:
    value = values.get(code)
    return float(value) if isinstance(value, (int, float)) else None


def _said_when(check: Record) -> Tuple[str, str]:
    return str(check.values.get("YXRQ") or ""), str(check.values.get("YXSJ") or "")
