"""What second readers say of a parcel, where they or the county disagree, and what holds in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional, Sequence, Tuple

from ..forms.codes import CASES
from ..records import Record

JUDGED = "已判"
AMONG_REVIEWERS, WITH_COUNTY, NOBODY = "reviewers", "county", "nobody"
"""Who disagrees: the reviewers among each other; the reviewers, of one mind, with the county; nobody any more, of what
was ruled upon before.
"""
BY_RULING, BY_READINGS = "ruling", "readings"

_REASONS = {"合法": "HFPDYJSM", "违法": "WFPDYJSM", "其他": "QTPDYJSM"}
_MINERAL_CASES = {"违法": "KWFLX"}


@dataclass(frozen=True)
class Said:
    """What somebody says of one parcel: outcome, case, areas (m²), and the remark in their own words.

    ``who``: the reviewer, or who signed for the county (empty: nobody signed). ``day``: ISO.
    """

    who: str
    pdlx: str
    case: str = ""
    remark: str = ""
    farmland_m2: Optional[float] = None
    area_m2: Optional[float] = None
    day: str = ""
    result: str = JUDGED
    record: str = ""
    reshaped: bool = False


@dataclass(frozen=True)
class Final:
    """What holds of a parcel after the review (areas: m²); ``by``: `BY_RULING` or `BY_READINGS`; ``records`` say so."""

    parcel: str
    pdlx: str
    case: str
    by: str
    farmland_m2: Optional[float] = None
    area_m2: Optional[float] = None
    records: Tuple[str, ...] = ()
    day: str = ""


@dataclass(frozen=True)
class Disagreement:
    """A parcel of which two sides say different things, or did: `AMONG_REVIEWERS`, `WITH_COUNTY`, `NOBODY`."""

    parcel: str
    kind: str
    readings: Tuple[Said, ...]
    county: Optional[Said] = None
    ruling: Optional[Record] = None

    @property
    def is_open(self) -> bool:
        """Has nobody ruled yet?"""
        return self.ruling is None


def reading_of(record: Record) -> Said:
    """A record `recheck` in words."""
    values = record.values
    return Said(str(values.get("FPR") or ""), str(values.get("FPDLX") or ""), str(values.get("FPQX") or ""),
                str(values.get("FPSM") or ""), _number(values.get("FPGDMJ")), _number(values.get("FPDKMJ")),
                str(values.get("FPSJ") or ""), str(values.get("FPJG") or ""), record.uuid, bool(values.get("FPTX")))


def said_by_answers(answers: Mapping[str, object], mineral: bool = False) -> Said:
    """What answers (by field code) say: outcome, case and reason; of a mineral patch those of the mining."""
    pdlx = str(answers.get("KPDLX" if mineral else "PDLX") or "")
    case = (_MINERAL_CASES if mineral else CASES).get(pdlx, "")
    reason = "KPDYJSM" if mineral else _REASONS.get(pdlx, "")
    found = ["" if not code else str(answers.get(code) or "") for code in (case, reason)]
    return Said("", pdlx, found[0], found[1])


def agreeing(readings: Sequence[Said], by_case: bool = False) -> bool:
    """Do all who judged (at least one) say the same?"""
    return len({(one.pdlx, one.case if by_case else "") for one in readings if one.result == JUDGED}) == 1


def final_of(parcel: str, rechecks: Sequence[Record], rulings: Sequence[Record], as_of: str = "") -> Optional[Final]:
    """The ruling, else what the readings agree upon; ``None`` while neither is there.

    What is of a later day than ``as_of`` (ISO, empty: none is) does not count. Of several rulings the latest holds.
    The case holds where the readings agree on that too; their areas where there is one reading.
    """
    ruled = sorted((one for one in rulings if _counts(one, "CDSJ", as_of)), key=lambda one: str(one.values.get("CDSJ")))
    if ruled:
        values = ruled[-1].values
        return Final(parcel, str(values.get("CDDLX") or ""), str(values.get("CDQX") or ""), BY_RULING,
                     _number(values.get("CDGDMJ")), None, (ruled[-1].uuid,), str(values.get("CDSJ") or ""))
    judged = [reading_of(one) for one in rechecks
              if _counts(one, "FPSJ", as_of) and one.values.get("FPJG") == JUDGED]
    if not agreeing(judged):
        return None
    first, alone = judged[0], len(judged) == 1
    case = first.case if agreeing(judged, by_case=True) else ""
    return Final(parcel, first.pdlx, case, BY_READINGS, first.farmland_m2 if alone else None,
                 first.area_m2 if alone else None, tuple(one.record for one in judged), max(one.day for one in judged))


def disagreement(parcel: str, readings: Sequence[Said], county: Optional[Said], ruling: Optional[Record] = None,
                 by_case: bool = False) -> Optional[Disagreement]:
    """Where two sides say different things of a parcel, or it was ruled upon; ``None`` where all who judged say the
    same.

    ``by_case``: another case of the same outcome is a disagreement too. A county that has not answered disagrees with
    nobody.
    """
    judged = [one for one in readings if one.result == JUDGED]
    kind = "" if ruling is None else NOBODY
    if judged and not agreeing(judged, by_case):
        kind = AMONG_REVIEWERS
    elif judged and county is not None and county.pdlx and not agreeing([judged[0], county], by_case):
        kind = WITH_COUNTY
    return Disagreement(parcel, kind, tuple(readings), county, ruling) if kind else None


def _counts(record: Record, code: str, as_of: str) -> bool:
    return not as_of or str(record.values.get(code) or "") <= as_of


def _number(value: object) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) else None
