"""整改影像复核 (§8.8): ground claimed as demolished and restored, and what was seen of it in a newer image.

虚假整改 is said by a person, never derived from a tick. Of one image the highest level's word stands, whoever looked
again below it, and what a level called false only that level or a higher one takes back.
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
from .own_levels import COUNTY, rank

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
    """Claims by what was seen last, each with its parcels; ``false``: called 虚假整改 by a person; ``contradicted``: a
    lower level says otherwise of the same image, or would take back what a higher one called false.
    """

    by_tick: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    unchecked: Tuple[str, ...] = ()
    false: Tuple[str, ...] = ()
    contradicted: Tuple[str, ...] = ()

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


def said_of(claim: Claim, checks: Iterable[Record]) -> List[Record]:
    """All that was seen of a claim, in the order in which it counts, what stands last: of the latest image, of one
    image the highest level's word, of one level's what was said latest. What was said of the parcel without naming a
    rectification is said of it too.
    """
    return sorted((check for check in checks if check.parcels[0] == claim.parcel
                   and check.act in (claim.rectification, "")), key=_said_when)


def by_parcel(checks: Iterable[Record]) -> Dict[str, List[Record]]:
    """The checks of each parcel."""
    found: Dict[str, List[Record]] = {}
    for check in checks:
        found.setdefault(check.parcels[0], []).append(check)
    return found


def still_stands(said: Sequence[Record]) -> bool:
    """Was it seen last that nothing is demolished, or is the rectification called false? ``said`` as `said_of`."""
    return bool(said) and (said[-1].values.get("YXJG") == STANDING or called_false(said) is not None)


def called_false(said: Sequence[Record]) -> Optional[Record]:
    """The check that calls a rectification false, and that nobody of its level or above has taken back since;
    ``said``: of one claim, in the order of `said_of`.
    """
    standing: List[Record] = []
    for check in said:
        if is_false(check):
            standing.append(check)
        else:
            level, by = check.values.get("YXJB"), str(check.values.get("YXR") or "")
            standing = [each for each in standing if not takes_back(level, by, each)]
    return max(standing, key=_level_then_when, default=None)


def takes_back(level: Value, by: str, false: Record) -> bool:
    """May somebody (``by``) in an office of this level take back what was called false: by that level, by a lower one,
    or by themselves before levels were said?
    """
    is_own = is_empty(false.values.get("YXJB")) and by == false.values.get("YXR")
    return is_own or _rank(level) >= _level(false)


def contradictions(said: Sequence[Record]) -> List[Tuple[Record, Record]]:
    """What stands, and what a lower level says against it: of the same image something else, or of a later one
    anything but 虚假整改 where that was called; ``said``: of one claim, in the order of `said_of`.
    """
    found: List[Tuple[Record, Record]] = []
    false = called_false(said)
    for number, check in enumerate(said):
        above = [each for each in said[number + 1:] if _image(each) == _image(check) and _level(each) > _level(check)]
        if above and _says(above[-1]) != _says(check):
            found.append((above[-1], check))
        elif false is not None and _said_when(false) < _said_when(check) and not is_false(check):
            found.append((false, check))
    return found


def is_false(check: Optional[Record]) -> bool:
    """Does the check call the rectification false (虚假整改)?"""
    return check is not None and check.values.get("YXXJ") in (1, True)


def remarks_on(claim: Claim, image: str, said: Sequence[Record] = ()) -> Tuple[Finding, ...]:
    """What somebody should know before they look at an image of an ISO date for this claim; ``said`` as `said_of`."""
    return (*_of_days(claim, image), *(Finding("CHECKS_CONTRADICT", "W", {
        "level": _level_named(above), "tick": above.values.get("YXJG", ""), "said": false_words(above),
        "by": above.values.get("YXR", ""), "other_level": _level_named(below), "other": below.values.get("YXJG", ""),
        "other_by": below.values.get("YXR", ""), "date": below.values.get("YXRQ", ""),
    }) for above, below in contradictions(said)))


def false_words(check: Record) -> str:
    """（虚假整改） where it is called so."""
    return "（虚假整改）" if is_false(check) else ""


def _of_days(claim: Claim, image: str) -> Tuple[Finding, ...]:
    taken = parse_date(image)
    if claim.claimed is None:
        return (Finding("CLAIM_UNDATED", "W", {}),)
    if taken is not None and taken <= claim.claimed:
        return (Finding("IMAGE_NOT_LATER", "W", {"date": taken.isoformat(), "claimed": claim.claimed.isoformat()}),)
    return ()


def checked_values(claim: Claim, tick: str, image: str, taken: str, by: str, day: str, words: str = "",
                   false: bool = False, level: str = "") -> Dict[str, Value]:
    """The values of an ``image_check``: what was seen (`TICKS`) in which image of which day, by whom, when, and in an
    office of which level.

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
                                "YXR": by, "YXSJ": day, "YXXJ": int(false), "YXJB": level}
    return {code: value for code, value in values.items() if not is_empty(value)}


def counts_of(claims: Sequence[Claim], checks: Iterable[Record]) -> Counts:
    """The claims by what was seen last; a parcel of two claims is there twice, in ``false`` once. What was said last of
    a parcel of which nothing is claimed (any more) counts there too.
    """
    of_parcel = by_parcel(checks)
    by_tick: Dict[str, List[str]] = {tick: [] for tick in TICKS}
    unchecked: List[str] = []
    false: Dict[str, None] = {}
    contradicted: Dict[str, None] = {}
    for claim in claims:
        said = said_of(claim, of_parcel.get(claim.parcel, ()))
        tick = str(said[-1].values.get("YXJG") or "") if said else ""
        by_tick.get(tick, unchecked).append(claim.parcel)
        if called_false(said) is not None:
            false[claim.parcel] = None
        if contradictions(said):
            contradicted[claim.parcel] = None
    claimed = {claim.parcel for claim in claims}
    for parcel, some in of_parcel.items():
        if parcel not in claimed and called_false(sorted(some, key=_said_when)) is not None:
            false[parcel] = None
    return Counts({tick: tuple(parcels) for tick, parcels in by_tick.items()}, tuple(unchecked), tuple(false),
                  tuple(contradicted))


def _is_claimed(values: Mapping[str, Value]) -> bool:
    return values.get("SFZGDW") == 1 or any(not is_empty(values.get(code)) for code in ("HFYMMJ", "FGDWMJ", *_DATES))


def _area(values: Mapping[str, Value], code: str) -> Optional[float]:
    value = values.get(code)
    return float(value) if isinstance(value, (int, float)) else None


def _image(check: Record) -> str:
    return str(check.values.get("YXRQ") or "")


def _level(check: Record) -> float:
    """What was kept before levels were said is above the county's word, and below any other's."""
    return _rank(check.values.get("YXJB"))


def _rank(level: Value) -> float:
    return float(rank(level)) if not is_empty(level) else rank(COUNTY) + 0.5


def _level_named(check: Record) -> str:
    return str(check.values.get("YXJB") or "—")


def _says(check: Record) -> Tuple[str, bool]:
    return str(check.values.get("YXJG") or ""), is_false(check)


def _said_when(check: Record) -> Tuple[str, float, str, str]:
    """Image, level, day, and the uuid where all are alike: in whatever order they came."""
    return _image(check), _level(check), str(check.values.get("YXSJ") or ""), check.uuid


def _level_then_when(check: Record) -> Tuple[float, str, str]:
    return _level(check), str(check.values.get("YXSJ") or ""), check.uuid
