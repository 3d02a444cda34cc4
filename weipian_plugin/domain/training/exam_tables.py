"""The result of a test as tables, for whatever file they are written to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import List, Mapping, Optional, Sequence, Tuple, Union

from ..areas.units import round2
from . import STAMP
from .exam import Confusion, ExamResult

Cell = Union[str, int, float, None]


@dataclass(frozen=True)
class ExamTable:
    """A titled table; the first of ``header`` names the rows."""

    title: str
    header: Tuple[str, ...]
    rows: Tuple[Tuple[Cell, ...], ...]


def exam_tables(result: ExamResult, explained: Mapping[str, str]) -> Tuple[ExamTable, ...]:
    """Score, score by class, both confusion matrices, every question; ``explained`` by parcel says why of a miss."""
    return (_summary(result), _classes(result), _matrix("混淆矩阵（判定类型）", result.outcomes),
            _matrix("混淆矩阵（具体情形）", result.cases), _questions(result, explained))


def percent(share: Optional[Fraction]) -> str:
    """``83.33 %``; ``—`` where there is nothing to divide by."""
    return "—" if share is None else f"{round2(share * 100)} %"


def _summary(result: ExamResult) -> ExamTable:
    counted = "判定类型和具体情形" if result.rules.by_case else "判定类型"
    lines: List[Tuple[Cell, ...]] = [
        ("说明", STAMP), ("测试", result.title), ("应试人", result.person), ("交卷时间", result.ended),
        ("题数", len(result.marked)), (f"答对（按{counted}）", result.right), ("得分", percent(result.share)),
        ("及格线（拟）", percent(result.rules.pass_mark)), ("结果", "及格" if result.passed else "不及格"),
        ("判定类型答对", result.right_outcomes), ("判定类型和具体情形均答对", result.right_cases),
        ("用时（秒）", float(round2(result.seconds))),
    ]
    return ExamTable("成绩", ("项目", "内容"), tuple(lines))


def _classes(result: ExamResult) -> ExamTable:
    rows = tuple((one.name, one.questions, one.right, percent(one.found), one.answered, percent(one.trusted))
                 for one in result.classes)
    return ExamTable("分类成绩", ("判定类型", "题数", "答对", "认出率", "答为此类", "其中答对率"), rows)


def _matrix(title: str, matrix: Confusion) -> ExamTable:
    rows: List[Tuple[Cell, ...]] = [(key, *(matrix.count(key, answer) for answer in matrix.answers))
                                    for key in matrix.keys]
    return ExamTable(title, ("标准答案＼作答", *matrix.answers), tuple(rows))


def _questions(result: ExamResult, explained: Mapping[str, str]) -> ExamTable:
    rows: Sequence[Tuple[Cell, ...]] = [
        (number, one.question.name, one.question.kind, one.answer.kind, "对" if result.is_right(one) else "错",
         float(round2(one.answer.seconds)), "" if result.is_right(one) else explained.get(one.question.parcel, ""))
        for number, one in enumerate(result.marked, 1)]
    return ExamTable("逐题", ("序号", "图斑", "标准答案", "作答", "对错", "用时（秒）", "说明"), tuple(rows))


def as_text(tables: Sequence[ExamTable]) -> List[List[str]]:
    """All tables one under another, as lines of a text table; an empty line between them."""
    lines: List[List[str]] = [[STAMP]]
    for table in tables:
        lines += [[], [table.title], list(table.header)]
        lines += [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    return lines

