"""Hands the review's figures on: a workbook with a sheet for each figure and its patches, or JSON with the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Sequence, Tuple, Union

from ...domain.areas.units import round2
from ...domain.calculators.calculation import COUNT, RATIO, Line
from ...domain.errors import WeipianError
from ...domain.marks import FOOTER
from ...domain.records import TableRow
from ...domain.review.review_figure import ReviewFigure
from ...domain.review.truth import Word, said_by_county
from ...domain.review.units import CITY, COUNTY, Unit
from ...domain.training import STAMP
from ..training.training_guard import stamped
from .figures import ReviewFigures
from .sampled_estimate import LEFT_OUT

if TYPE_CHECKING:
    from ...delivery.review_figures_book import Page, Row

_LEVELS = {"all": "全部", "city": "市级", "county": "县级", "township": "乡镇"}
_INTERVAL = ("95 % 区间", "区间下限", "区间上限")
_BEHIND = ("分子图斑", "分母图斑", "分子面积（亩）", "分母面积（亩）")
_OVERVIEW = ("单位", "级别", "指标", "值", *_INTERVAL, "标准", "结论", "标记", *_BEHIND)
_UNITS = ("单位", "级别", "值", *_INTERVAL, "结论", *_BEHIND)
_PATCHES = ("县", "乡镇", "地块编号", "填报时结论", "填报时情形", "最终判定", "最终情形", "以何为准", "现签署结论",
            "计入分子")
_LEAST_LISTED = frozenset({"issued", "filed_legal", "filed_illegal", "filed_other", "not_filed"})
"""Counts whose patches are all in 附表2-1: no sheet of their own."""


def export_figures(found: ReviewFigures, path: Union[str, Path]) -> Path:
    """Write by the ending of ``path``: .xlsx or .json; what comes of a training says so in its name and title.

    Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``, PACKAGE_MISSING (openpyxl).
    """
    from ...delivery.files import in_one_move
    from ...delivery.packages import require

    target = Path(path)
    if found.given.training:
        target = target.with_name(stamped(target.name))
    ending = target.suffix.lower()
    if ending == ".json":
        with in_one_move(target) as part:
            part.write_text(as_json(found), "utf-8")
        return target
    if ending != ".xlsx":
        raise WeipianError("ENDING_UNKNOWN", file=target.name, known=".xlsx、.json")
    require("openpyxl")
    from ...delivery.review_figures_book import write_pages

    return write_pages(_pages(found), FOOTER, target)


def as_json(found: ReviewFigures) -> str:
    """Everything, exact: values as fractions, patches by 地块编号."""
    given = found.given
    units = [{"key": one.unit.key, "title": one.unit.title, "level": one.unit.level,
              "figures": [_figure(each, given.names) for each in one.figures]} for one in found.units]
    content: Dict[str, object] = {
        "day": given.wish.day.isoformat() if given.wish.day else None, "scope": given.scope,
        "profile": given.profile.id, "training": given.training,
        "remarks": [remark.sentence("zh") for remark in given.remarks], "grounds": _grounds(found), "units": units,
        "footer": FOOTER}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _figure(figure: ReviewFigure, names: Mapping[str, str]) -> Dict[str, object]:
    interval, calculation = figure.interval, figure.calculation
    return {
        "key": figure.key, "title": figure.title[0], "value": None if figure.value is None else str(figure.value),
        "shown": figure.shown(), "unit": figure.unit, "limit": figure.limit[0], "conclusion": figure.conclusion[0],
        "fires": figure.fires, "marks": list(figure.marks),
        "amounts": None if figure.amounts is None else [str(each) for each in figure.amounts],
        "amount_unit": figure.amount_unit,
        "interval": None if interval is None else [round(interval.low, 6), round(interval.high, 6)],
        "numerator": [names.get(uuid, uuid) for uuid in figure.numerator],
        "denominator": [names.get(uuid, uuid) for uuid in figure.denominator],
        "remarks": [remark.sentence("zh") for remark in calculation.remarks] if calculation is not None else [],
    }


def _pages(found: ReviewFigures) -> List[Page]:
    from ...delivery.review_figures_book import Page

    given = found.given
    day = given.wish.day.isoformat() if given.wish.day else "今日"
    said = f"{STAMP + ' ' if given.training else ''}{given.scope}　截至 {day}　口径：{given.profile.title}"
    rows = [_overview(one.unit, figure) for one in found.units for figure in one.figures]
    pages = [Page("指标总表", ("复核指标", said), _OVERVIEW, rows,
                  (*(one.sentence("zh") for one in given.remarks), *_grounds(found)))]
    whole = found.of("")
    about = _About(found)
    for figure in whole.figures:
        if figure.key not in _LEAST_LISTED:
            pages += [_page(found, figure, said, about)]
    return pages + [_ranking(level, found, said) for level in found.rankings]


def _grounds(found: ReviewFigures) -> List[str]:
    """The grounds of 约谈 that a person said hold, each with its unit; where it is kept, with who said so when."""
    kept = {(one.unit, one.name): one for one in found.given.grounds}
    titles = {one.unit.key: one.unit.title for one in found.units}
    told = []
    for key, names in sorted(found.given.wish.circumstances.items()):
        for name in names:
            one = kept.get((key, name))
            by = f"（{one.by}，{one.at[:10]}）" if one is not None else ""
            told.append(f"人工认定的约谈情形：{titles.get(key, key)} {name}{by}")
    return told


def _bounds(figure: ReviewFigure) -> Tuple[Union[float, None], Union[float, None]]:
    """Both ends of the interval as numbers, to be reckoned with."""
    from ...delivery.sheets.cells import Share

    return (None, None) if figure.interval is None else (Share(figure.interval.low), Share(figure.interval.high))


def _overview(unit: Unit, figure: ReviewFigure) -> Row:
    interval = figure.interval.shown() if figure.interval is not None else ""
    return (unit.title, _LEVELS[unit.level], figure.title[0], _value(figure), interval, *_bounds(figure),
            figure.limit[0], figure.conclusion[0], figure.mark_words(), *_numbers(figure))


def _value(figure: ReviewFigure) -> Union[int, float, str]:
    from ...delivery.sheets.cells import Share

    if figure.value is not None and figure.unit == RATIO:
        return Share(figure.value)
    return int(figure.value) if figure.unit == COUNT and figure.value is not None else figure.shown()


def _numbers(figure: ReviewFigure) -> Tuple[Union[int, float, None], ...]:
    """Patches above and below the line, and the areas where the ratio is one of areas."""
    whole = len(figure.denominator) if figure.denominator or figure.unit != COUNT else None
    part, of = (None, None) if figure.amounts is None else tuple(float(round2(each)) for each in figure.amounts)
    return len(figure.numerator), whole, part, of


class _About:
    """What stands of a patch in every sheet; made when it is first asked for."""

    def __init__(self, found: ReviewFigures) -> None:
        self._given = found.given
        self._rows: Dict[str, TableRow] = {row.parcel.uuid: row for row in found.given.rows[""]}

    def patch(self, uuid: str, counted: bool) -> Row:
        """The line of a patch; one that is not of the scope has its name only."""
        row, verdict = self._rows.get(uuid), self._given.verdicts.get(uuid)
        issued = row.parcel.attributes if row is not None else {}
        filed, final = (verdict.filed, verdict.final) if verdict is not None else (None, None)
        now = said_by_county(row) if row is not None else None
        return (str(issued.get("XMC") or ""), str(issued.get("XZMC") or ""), self._given.names.get(uuid, uuid),
                *_said(filed), *_said(final), final.by if final is not None else "",
                now.outcome if now is not None else "", "是" if counted else "否")


def _said(word: Union[Word, None]) -> Tuple[str, str]:
    return ("", "") if word is None else (word.outcome, word.case)


def _page(found: ReviewFigures, figure: ReviewFigure, said: str, about: _About) -> Page:
    """A figure: its value for each unit, its lines, its patches."""
    from ...delivery.review_figures_book import Page

    rows: List[Row] = []
    for one in found.units:
        each = one.by_key.get(figure.key)
        if each is not None:
            interval = each.interval.shown() if each.interval is not None else ""
            rows.append((one.unit.title, _LEVELS[one.unit.level], _value(each), interval, *_bounds(each),
                         each.conclusion[0], *_numbers(each)))
    rows += [(), ("计算过程（合计）",), *_lines(figure)] if figure.calculation is not None else []
    counted = set(figure.numerator)
    listed = figure.denominator or figure.numerator
    list_at = len(rows) + 1
    rows += [(), _PATCHES] + [about.patch(uuid, uuid in counted) for uuid in listed]
    rows += [about.patch(uuid, True) for uuid in figure.numerator if uuid not in set(listed)]
    mark = f"　[{figure.mark_words()}]" if figure.marks else ""
    return Page(_sheet_name(figure.title[0]), (f"{figure.title[0]}{mark}", said, figure.limit[0]), _UNITS, rows,
                tuple(_remarks(found, figure)), list_at)


def _remarks(found: ReviewFigures, figure: ReviewFigure) -> List[str]:
    """What is to be said of all together; and of each city and county of which an estimate leaves patches out."""
    remarks = figure.calculation.remarks if figure.calculation is not None else ()
    told = [each.sentence("zh") for each in remarks]
    for one in found.units:
        own = one.by_key.get(figure.key)
        if one.unit.level in (CITY, COUNTY) and own is not None and own.calculation is not None:
            told += [f"{one.unit.title}：{each.sentence('zh')}" for each in own.calculation.remarks
                     if each.code in LEFT_OUT]
    return told


def _lines(figure: ReviewFigure) -> List[Row]:
    lines = figure.calculation.lines if figure.calculation is not None else ()
    return [(f"{line.label}（{line.words}）" if line.words else line.label, line.sign,
             _amount(line), line.basis_words()) for line in lines]


def _amount(line: Line) -> Union[float, str]:
    from ...delivery.sheets.cells import Share

    if line.amount is None:
        return ""
    return Share(line.amount) if line.unit == RATIO else line.shown()


def _ranking(level: str, found: ReviewFigures, said: str) -> Page:
    from ...delivery.review_figures_book import Page

    calculation = found.rankings[level]
    rows: Sequence[Row] = [
        (line.label, line.shown(), line.words, line.basis_words()) for line in calculation.lines]
    return Page(_sheet_name(f"综合排名·{_LEVELS[level]}"), (calculation.title, said),
                ("单位", "名次", "依据的数", "方法"), rows, tuple(each.sentence("zh") for each in calculation.remarks))


def _sheet_name(title: str) -> str:
    """Excel allows 31 letters, and none of these."""
    return "".join("：" if letter == ":" else letter for letter in title if letter not in "[]*?/\\")[:31]


