"""违法图斑查处整改台账: acts with the parts of their rectification, until the illegal state is eliminated (§2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Dict, List, Optional, Sequence, Tuple

from ...domain.areas.units import mu_round2
from ...domain.calendar.dates import parse_date
from ...domain.forms.act_progress import progress_of
from ...domain.forms.codes import ILLEGAL
from ...domain.forms.fields import is_empty
from ...domain.forms.table_form import Row
from ...domain.records import Record, TableRow
from .list_material import ListMaterial

_NO_CASE = "不予立案"
OF_ACT = ("WFXWBH", "WFXWMS", "WFZRZT", "SXWFMJ", "SXWFGD", "SXWFJBNT", "CLFS", "WXCYY", "WXCFL", "FSDW")
OF_PART = ("ZGFS", "ZGMJ", "ZGGDMJ", "ZRBM", "ZGCS", "GZSX", "GDQ", "ZGLS", "HFYMMJ", "FGDWMJ", "BBWH", "BBSJ", "BBMJ",
            "SFZGDW", "ZGDWSJ", "YSR", "YSSJ")
_NOTES = (
    ("列入范围", "本次范围内图斑的全部违法行为；以前批次的违法行为，违法状态未消除的继续列入，直至消除"),
    ("面积", "违法行为的面积只列在其第一行，以免合计重复；剩余未整改面积=涉嫌违法面积－已整改到位面积"),
)


def is_eliminated(act: Record, parts: Sequence[Record]) -> bool:
    """Has the illegal state ended: all of the ground rectified to the last part, or nothing to be rectified?

    That a case is closed does not end it: the ground may stand as it was [DOC 0].
    """
    if act.values.get("CLFS") == _NO_CASE and not is_empty(act.values.get("BYLASM")):
        return True
    return bool(parts) and progress_of(act, parts).left == 0 and all(part.values.get("SFZGDW") == 1 for part in parts)


@dataclass(frozen=True)
class LedgerLine:
    """A row with what it is about: the act (``None``: a violation of which none is registered) and the part of its
    rectification (``None``: none is registered); ``first``: the row of the act that has the act's own values too.
    """

    row: Row
    act: Optional[Record] = None
    part: Optional[Record] = None
    first: bool = True


def ledger_rows(lists: ListMaterial) -> Tuple[List[Row], Tuple[Tuple[str, str], ...]]:
    """The rows, and what has to be known of them."""
    return [line.row for line in ledger_lines(lists)], _NOTES


def ledger_lines(lists: ListMaterial) -> List[LedgerLine]:
    """The rows in their order, each with what it is about."""
    here = {row.parcel.uuid: row for row in lists.rows}
    rows: List[LedgerLine] = []
    for act in lists.all_acts:
        parts = lists.parts.get(act.uuid, [])
        earlier = not any(uuid in here for uuid in act.parcels)
        if earlier and is_eliminated(act, parts):
            continue
        if act.parcels and not any(uuid in lists.numbers for uuid in act.parcels):
            continue  # its parcels are set apart
        rows += _of_act(lists, act, parts, earlier and bool(act.parcels), here)
    known = {uuid for act in lists.all_acts for uuid in act.parcels}
    return rows + [LedgerLine(_without_act(lists, row)) for row in lists.rows
                   if row.parcel.uuid not in known and _is_illegal(row)]


def _of_act(lists: ListMaterial, act: Record, parts: Sequence[Record], earlier: bool,
            here: Dict[str, TableRow]) -> List[LedgerLine]:
    named = sorted(lists.numbers[uuid] for uuid in act.parcels if uuid in lists.numbers)
    places = [lists.townships.name(here[uuid]) for uuid in act.parcels if uuid in here]
    ended = is_eliminated(act, parts)
    remark = [said for said, holds in (
        ("以前批次", earlier), ("未登记整改", not parts and not ended),
        ("整改面积大于违法面积", progress_of(act, parts).excess > 0)) if holds]
    first: Dict[str, object] = {code: act.values.get(code) for code in OF_ACT}
    first.update(GLDKBH="、".join(named), XZMC="、".join(dict.fromkeys(place for place in places if place)),
                 SYWZGMJ=_left(act, parts, ended), SFXC=int(ended), BZ="；".join(remark))
    if not parts:
        return [LedgerLine(first, act)]
    lines = [LedgerLine({**first, **_part(lists, parts[0])}, act, parts[0])]
    same = {"WFXWBH": act.values.get("WFXWBH"), "GLDKBH": first["GLDKBH"], "XZMC": first["XZMC"]}
    return [*lines, *(LedgerLine({**same, **_part(lists, part)}, act, part, first=False) for part in parts[1:])]


def _part(lists: ListMaterial, part: Record) -> Dict[str, object]:
    values: Dict[str, object] = {code: part.values.get(code) for code in OF_PART}
    limit = parse_date(part.values.get("GZSX"))
    done = part.values.get("SFZGDW") == 1
    if limit is not None:
        values["DQTS"] = lists.in_words(limit, done)
    return values


def _left(act: Record, parts: Sequence[Record], ended: bool) -> object:
    left = progress_of(act, parts).left
    return Decimal("0.00") if ended and left is None else left


def _is_illegal(row: TableRow) -> bool:
    return row.judgement is not None and row.judgement.answers.get("PDLX") == ILLEGAL


def _without_act(lists: ListMaterial, row: TableRow) -> Row:
    """A signed violation of which no act is registered: the ledger must not lose it."""
    answers = row.judgement.answers if row.judgement is not None else {}
    area = answers.get("WFMJ")
    return {"XZMC": lists.townships.name(row) or None, "GLDKBH": row.parcel.dkbh or row.parcel.jcbh,
            "SXWFMJ": area, "SXWFGD": answers.get("WFGDMJ"), "SXWFJBNT": answers.get("WFJBNTMJ"), "SFXC": 0,
            "SYWZGMJ": None if is_empty(area) else mu_round2(str(area)), "BZ": "未登记违法行为（附表4）"}
