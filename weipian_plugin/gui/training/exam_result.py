"""The result of a test as a page: score, score by class, confusion matrices, every question; misses open on a click."""

from __future__ import annotations

from html import escape
from typing import List, Mapping, Sequence

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.forms.terms import kind_name, kind_title
from ...domain.training.exam import UNANSWERED, Confusion, ExamResult, Marked
from ...domain.training.exam_tables import percent
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured, muted

translate = QCoreApplication.translate
RIGHT, WRONG = "✔", "✘"


def result_html(result: ExamResult, explained: Mapping[str, str], palette: QPalette) -> str:
    """The whole result as rich text; the link of a miss is its parcel."""
    return "".join((
        _headline(result, palette),
        _classes(result),
        _heading(translate("ExamResult", "Confusion matrix: outcome")), _matrix(result.outcomes, palette),
        _heading(translate("ExamResult", "Confusion matrix: case")), _matrix(result.cases, palette),
        _questions(result, palette),
        _misses(result, explained, palette),
    ))


def _heading(text: str) -> str:
    return f"<h4>{escape(text)}</h4>"


def kind_in_words(kind: str, titled: bool = False) -> str:
    """``违法·W1`` in the user's language; ``titled``: with the name of the case, its code behind."""
    if kind == UNANSWERED and language() != "zh":
        return "No answer"
    return kind_title(kind, language()) if titled else kind_name(kind, language())


def _headline(result: ExamResult, palette: QPalette) -> str:
    yes, no = translate("ExamResult", "Passed"), translate("ExamResult", "Not passed")
    passed = coloured(f"{RIGHT} {yes}" if result.passed else f"{WRONG} {no}", GOOD if result.passed else BAD, palette,
                      bold=True)
    counted = translate("ExamResult", "the outcome counts")
    if result.rules.by_case:
        counted = translate("ExamResult", "outcome and case count")
    said = translate("ExamResult", "{right} of {all} right = {share} · pass mark {mark} (proposed) · {counted}").format(
        right=result.right, all=len(result.marked), share=percent(result.share),
        mark=percent(result.rules.pass_mark), counted=counted)
    more = translate("ExamResult", "Outcome right: {outcomes} · outcome and case right: {cases} · time: {time}").format(
        outcomes=result.right_outcomes, cases=result.right_cases, time=_time(result.seconds))
    who = " · ".join(part for part in (result.title, result.person, result.ended[:16].replace("T", " ")) if part)
    return f"<h3>{passed} &nbsp; {escape(said)}</h3><p>{escape(more)}<br>{escape(who)}</p>"


def _classes(result: ExamResult) -> str:
    heads = (translate("ExamResult", "Class"), translate("ExamResult", "Questions"), translate("ExamResult", "Right"),
             translate("ExamResult", "Recognised"), translate("ExamResult", "Answered so"),
             translate("ExamResult", "Of these right"))
    rows = [(kind_in_words(one.name), one.questions, one.right, percent(one.found), one.answered, percent(one.trusted))
            for one in result.classes]
    return _heading(translate("ExamResult", "Score by class")) + _table(heads, rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    head = "".join(f"<th align='left'>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table border='1' cellspacing='0' cellpadding='4'><tr>{head}</tr>{body}</table>"


def _matrix(matrix: Confusion, palette: QPalette) -> str:
    """Rows are the key, columns the answers; what agrees stands in brackets, what does not is underlined."""
    corner = translate("ExamResult", "Key ＼ answer")
    head = f"<th align='left'>{escape(corner)}</th>" + "".join(
        f"<th>{escape(kind_in_words(name))}</th>" for name in matrix.answers)
    lines: List[str] = []
    for key in matrix.keys:
        cells = "".join(_cell(matrix.count(key, answer), key == answer, palette) for answer in matrix.answers)
        lines.append(f"<tr><th align='left'>{escape(kind_in_words(key))}</th>{cells}</tr>")
    return f"<table border='1' cellspacing='0' cellpadding='5'><tr>{head}</tr>{''.join(lines)}</table>"


def _cell(count: int, agrees: bool, palette: QPalette) -> str:
    if not count:
        return f"<td align='center'><span style='color:{muted(palette).name()}'>0</span></td>"
    if agrees:
        return f"<td align='center'>{coloured(f'[{count}]', GOOD, palette, bold=True)}</td>"
    return f"<td align='center'><u>{coloured(str(count), BAD, palette, bold=True)}</u></td>"


def _questions(result: ExamResult, palette: QPalette) -> str:
    heads = (translate("ExamResult", "No."), translate("ExamResult", "Patch"), translate("ExamResult", "Key"),
             translate("ExamResult", "Your answer"), translate("ExamResult", "Mark"), translate("ExamResult", "Time"))
    head = "".join(f"<th align='left'>{escape(one)}</th>" for one in heads)
    rows = "".join(_question(number, one, result, palette) for number, one in enumerate(result.marked, 1))
    table = f"<table border='1' cellspacing='0' cellpadding='4'><tr>{head}</tr>{rows}</table>"
    return _heading(translate("ExamResult", "Every question")) + table


def _question(number: int, one: Marked, result: ExamResult, palette: QPalette) -> str:
    right = result.is_right(one)
    mark = coloured(RIGHT, GOOD, palette, bold=True) if right else coloured(WRONG, BAD, palette, bold=True)
    name = escape(one.question.name)
    shown = name if right else f'<a href="{escape(one.question.parcel)}">{name}</a>'
    return (f"<tr><td>{number}</td><td>{shown}</td><td>{escape(kind_in_words(one.question.kind))}</td>"
            f"<td>{escape(kind_in_words(one.answer.kind))}</td><td>{mark}</td>"
            f"<td align='right'>{escape(_time(one.answer.seconds))}</td></tr>")


def _misses(result: ExamResult, explained: Mapping[str, str], palette: QPalette) -> str:
    if not result.misses:
        said = translate("ExamResult", "Nothing was missed.")
        return f"<p>{coloured(said, GOOD, palette)}</p>"
    parts = [_heading(translate("ExamResult", "What was missed, and why"))]
    whole = translate("ExamResult", "show the whole reasoning")
    for miss in result.misses:
        said = translate("ExamResult", "{patch}: answered {answer}, key {key}").format(
            patch=miss.question.name, answer=kind_in_words(miss.answer.kind, True),
            key=kind_in_words(miss.question.kind, True))
        why = "<br>".join(escape(line) for line in explained.get(miss.question.parcel, "").splitlines())
        link = f'<a href="{escape(miss.question.parcel)}">{escape(whole)}</a>'
        parts.append(f"<p>{coloured(f'{WRONG} {said}', WARN, palette, bold=True)}<br>{why}<br>{link}</p>")
    return "".join(parts)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
