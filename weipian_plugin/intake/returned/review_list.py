"""A reviewers' list (退回清单, 审核意见) of whatever layout: which column says what, and what each row says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.forms.audits import PASSED, RETURNED
from ...domain.forms.codes import normalise_code
from ...domain.forms.fields import Field, FieldType, folded, is_empty, normalise_heading
from ..values import as_id, as_text, convert, has_lost_digits
from .book import Line, Sheet
from .table import NOT_DATA, first_lines, marks_among, says_classified

NUMBER, RESULT, OPINION, REASON, LEVEL, PERSON, DAY, ROUND = (
    "number", "result", "opinion", "reason", "level", "person", "day", "round")
ROLES = (NUMBER, RESULT, OPINION, REASON, LEVEL, PERSON, DAY, ROUND)
WAITING = "待审"
_DAY = Field("SHSJ", "审核时间", "Audited on", FieldType.DATE)
ALIASES: Mapping[str, Tuple[str, ...]] = {
    NUMBER: ("地块编号", "DKBH", "图斑编号", "监测编号", "JCBH", "监测图斑编号", "图斑监测编号", "图斑号",
             "地块号", "线索编号", "疑似图斑编号", "编号"),
    RESULT: ("审核结果", "审查结果", "审核状态", "审核结论", "是否通过", "审核是否通过", "是否合格", "是否退回",
             "通过情况", "SHJG", "结果", "结论"),
    OPINION: ("审核意见", "审核说明", "退回意见", "退回说明", "审查意见", "修改意见", "问题描述", "存在问题",
              "存在的问题", "意见", "SHSM", "问题", "问题说明", "备注"),
    REASON: ("退回原因", "退回理由", "SHYY", "原因", "问题类别", "问题类型"),
    LEVEL: ("审核层级", "级别", "审核级别", "层级", "SHJB", "审核单位"),
    PERSON: ("审核人", "审核人员", "审查人", "审核员", "SHR", "审查人员"),
    DAY: ("审核时间", "审核日期", "退回时间", "退回日期", "审查时间", "审查日期", "SHSJ", "日期", "时间"),
    ROUND: ("审核轮次", "轮次", "SHLC", "第几次审核", "次数"),
}
"""What offices call these columns; the first name that a list has is taken."""

_LEVELS = (("省", "省级"), ("市", "市级"), ("部", "部级"))
_UPWARDS = ("市级", "省级", "部级")
_LEVEL_PREFIX = re.compile(r"(省|市|部)级?(?=审|退)")
_NOT_RETURNED = re.compile(r"(未|不|无需|不予|没有)退回")
_RETURNED = re.compile(r"不予?通过|未(予)?通过|不合格|退回|驳回|不同意|不符合|补正|需?整改|需?修改|重新")
_PASSED = re.compile(r"通过|合格|同意|符合")
_YES, _NO = frozenset({"是", "Y", "YES", "√", "1", "TRUE", "对"}), frozenset({"否", "N", "NO", "×", "0", "FALSE", "不"})


@dataclass(frozen=True)
class ReviewRow:
    """What a row says. ``result`` is 通过, 退回, 待审, or "" where ``said`` does not tell; ``reason`` a code of SHYY;
    ``day`` ISO; ``wrong`` the code of what is wrong with the number; ``column`` (from 0) that says it.
    """

    row: int
    number: str
    result: str = ""
    said: str = ""
    opinion: str = ""
    reason: str = ""
    level: str = ""
    person: str = ""
    day: str = ""
    day_said: str = ""
    round: int = 0
    wrong: str = ""
    column: int = 0

    @property
    def says_something(self) -> bool:
        """Is there a result, an opinion, a reason?"""
        return bool(self.said or self.opinion or self.reason)


@dataclass(frozen=True)
class ReviewList:
    """A sheet of reviews: (heading, column from 0), the column of each role, what the list as a whole says. ``others``:
    the same sheet as further levels have it, where it has columns of several (市级审核意见, 省级审核意见).
    """

    sheet: Sheet
    first_row: int
    headings: Tuple[Tuple[str, int], ...]
    places: Mapping[str, int]
    level: str = ""
    all_returned: bool = False
    heading_of: Mapping[str, str] = field(default_factory=dict)
    marks: Tuple[int, ...] = ()
    others: Tuple[ReviewList, ...] = ()

    @property
    def used(self) -> Set[int]:
        """The columns that are read."""
        return {*self.places.values(), *(place for one in self.others for place in one.places.values())}

    @property
    def is_complete(self) -> bool:
        """Does it say of which patch, and what?"""
        return NUMBER in self.places and (RESULT in self.places or OPINION in self.places or REASON in self.places)

    def rows(self) -> Iterator[ReviewRow]:
        """What it says, row by row; of several levels each that says something."""
        for line in self.sheet.lines():
            if line.number < self.first_row:
                continue
            row = self._row(line)
            if row is None:
                continue
            further = [] if row.wrong else [one for other in self.others if (one := other._row(line)) is not None
                                            and one.says_something]
            if row.says_something or row.wrong or not further:
                yield row
            yield from further

    def _row(self, line: Line) -> Optional[ReviewRow]:
        cells = {role: line.values[place] for role, place in self.places.items()
                 if place < len(line.values) and not is_empty(line.values[place])}
        raw = cells.get(NUMBER)
        if raw is None:
            return None
        if says_classified(line, self.marks):
            return ReviewRow(line.number, "", wrong="RETURNED_CLASSIFIED")
        number = as_id(raw)
        first = next((str(value).strip() for value in line.values if not is_empty(value)), "")
        if NOT_DATA.match(first) or not re.search(r"\d", number):
            return None  # 合计, a signature, the heading again
        if has_lost_digits(raw, True) or line.wrong.get(self.places[NUMBER]):
            return ReviewRow(line.number, str(raw), wrong="RETURNED_NUMBER_LOST")
        reason = normalise_code("SHYY", _text(cells.get(REASON))) or ""
        opinion = "；".join(dict.fromkeys(text for text in (
            _text(cells.get(OPINION)), "" if reason else _text(cells.get(REASON))) if text))
        said = _text(cells.get(RESULT))
        day = str(convert(_DAY, cells.get(DAY), True).value or "")
        return ReviewRow(
            line.number, number, self._result(said, opinion or reason), said, opinion, reason,
            _level_in(_text(cells.get(LEVEL))) or self.level, _text(cells.get(PERSON)), day,
            "" if day else _text(cells.get(DAY)), _count(cells.get(ROUND)),
            column=next((self.places[role] for role in (RESULT, OPINION, REASON) if role in self.places), 0))

    def _result(self, said: str, opinion: str) -> str:
        heading = normalise_heading(self.heading_of.get(RESULT, ""))
        plain = folded(said).strip().upper()
        if plain in _YES | _NO and ("通过" in heading or "合格" in heading):
            return PASSED if plain in _YES else RETURNED
        if plain in _YES | _NO and "退回" in heading:
            return RETURNED if plain in _YES else PASSED
        if said:
            return result_in(said)
        if not opinion or RESULT in self.places:
            return ""
        return RETURNED if self.all_returned else _plain_result(opinion)


def result_in(said: str) -> str:
    """通过, 退回 or 待审 as the words of a result mean it; "" where they say neither."""
    text = folded(said)
    if any(word in text for word in ("待审", "未审", "审核中", "待核")):
        return WAITING
    if _NOT_RETURNED.search(text):
        return PASSED
    if _RETURNED.search(text):
        return RETURNED
    return PASSED if _PASSED.search(text) else ""


def _plain_result(opinion: str) -> str:
    """An opinion that is nothing but a result."""
    plain = opinion.strip("。．.！! ")
    return result_in(plain) if len(plain) <= 6 else ""


def find_list(sheets: Sequence[Sheet], name: str, chosen: Optional[Mapping[str, str]] = None) -> Optional[ReviewList]:
    """The sheet that is most like a list of reviews. ``chosen``: heading by role, as a person said;
    ``name`` the file's.

    Without a column of numbers and one of results or opinions it comes incomplete, its headings to be chosen from;
    ``None`` where no sheet has as much as two headings.
    """
    best: Optional[Tuple[Tuple[int, int], ReviewList]] = None
    for sheet in sheets:
        head = first_lines(sheet)
        for position, line in enumerate(head):
            headings = tuple((str(value).strip(), place) for place, value in enumerate(line.values)
                             if isinstance(value, str))
            if len(headings) < 2:
                continue
            title = " ".join(str(value) for above in head[:position] for value in above.values if value is not None)
            found = _as_list(sheet, line.number, headings, f"{name} {sheet.name} {title}", chosen or {})
            score = (len(found.places) + 10 * found.is_complete, len(headings) if not found.places else 0)
            if best is None or score > best[0]:
                best = (score, found)
    return best[1] if best else None


def _as_list(sheet: Sheet, row: int, headings: Tuple[Tuple[str, int], ...], title: str,
             chosen: Mapping[str, str]) -> ReviewList:
    """The list, and where its columns are of several levels, each level's with what is of none."""
    named = sorted({level for text, _ in headings if (level := _level_before(text))})
    if len(named) < 2 or chosen:
        return _of_level(sheet, row, headings, title, chosen)
    lists = [_of_level(sheet, row, tuple(one for one in headings if _level_before(one[0]) in ("", level)), title, {})
             for level in sorted(named, key=_UPWARDS.index)]
    told = [replace(one, headings=headings) for one in lists if one.is_complete and one.level]
    return replace(told[0], others=tuple(told[1:])) if len(told) > 1 else _of_level(sheet, row, headings, title, chosen)


def _of_level(sheet: Sheet, row: int, headings: Tuple[Tuple[str, int], ...], title: str,
              chosen: Mapping[str, str]) -> ReviewList:
    plain = {_without_level(text): (text, place) for text, place in reversed(headings)}
    places: Dict[str, int] = {}
    named: Dict[str, str] = {}
    for role in ROLES:
        wanted: List[str] = [_without_level(chosen[role])] if chosen.get(role) else []
        for name in (*wanted, *map(normalise_heading, ALIASES[role])):
            if name in plain and plain[name][1] not in places.values():
                named[role], places[role] = plain[name]
                break
    level = next((found for role in (RESULT, OPINION, REASON) if (found := _level_before(named.get(role, "")))), "")
    returned = "退回" in normalise_heading(named.get(OPINION, "") + named.get(REASON, "")) or "退回" in title
    return ReviewList(sheet, row + 1, headings, places, level or _level_before(title), returned, named,
                      marks_among(headings))


def _without_level(heading: str) -> str:
    return _LEVEL_PREFIX.sub("", normalise_heading(re.sub(r"〔.*?〕", "", heading)))


def _level_before(text: str) -> str:
    """市级 of 市级审核意见; "" where two levels are named, or none."""
    found = {one.group(1) for one in _LEVEL_PREFIX.finditer(text)}
    return dict(_LEVELS)[found.pop()] if len(found) == 1 else ""


def _level_in(text: str) -> str:
    code = normalise_code("SHJB", text)
    if code:
        return code
    found = [level for sign, level in _LEVELS if sign in text]
    return found[0] if len(found) == 1 else ""


def _text(value: object) -> str:
    return "" if is_empty(value) else as_text(value)


def _count(value: object) -> int:
    found = re.search(r"\d{1,3}", _text(value))
    return int(found.group()) if found else 0

