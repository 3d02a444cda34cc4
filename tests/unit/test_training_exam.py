"""A test is scored exactly: by class, by both matrices, with the pass mark as a fraction; and drawn evenly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.delivery.exam_result import write_exam_result
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.training import STAMP
from weipian_plugin.domain.training.exam import (
    CLASSES,
    UNANSWERED,
    Answer,
    ExamRules,
    Question,
    answer_of,
    evenly_drawn,
    pass_mark_of,
    score,
)
from weipian_plugin.domain.training.exam_clock import ExamClock
from weipian_plugin.domain.training.exam_tables import exam_tables, percent

KEY = [Question("a", "A", "合法", "H1"), Question("b", "B", "违法", "W1"), Question("c", "C", "违法", "W1"),
       Question("d", "D", "其他", "Q1"), Question("e", "E", "待查", "")]
ANSWERS = {"a": Answer("合法", "H2", 10.0), "b": Answer("违法", "W1", 20.0), "c": Answer("其他", "Q2", 5.5),
           "e": Answer("待查", "", 1.0)}


def test_the_outcome_counts_or_outcome_and_case() -> None:
    assert score("t", KEY, ANSWERS).right == 3
    result = score("t", KEY, ANSWERS, ExamRules(by_case=True))
    assert (result.right, result.right_outcomes, result.right_cases) == (2, 3, 2)
    assert [one.question.name for one in result.misses] == ["A", "C", "D"]


def test_what_is_not_answered_is_wrong_and_has_its_column() -> None:
    result = score("t", KEY, ANSWERS)
    assert result.outcomes.count("其他", UNANSWERED) == 1
    assert result.outcomes.answers == (*CLASSES, UNANSWERED)


def test_the_matrices_say_where_the_answers_went() -> None:
    result = score("t", KEY, ANSWERS)
    assert result.outcomes.count("违法", "违法") == 1 and result.outcomes.count("违法", "其他") == 1
    assert result.cases.count("合法·H1", "合法·H2") == 1
    assert result.cases.keys == ("合法·H1", "违法·W1", "其他·Q1", "待查")
    assert result.cases.answers == ("合法·H1", "合法·H2", "违法·W1", "其他·Q1", "其他·Q2", "待查", UNANSWERED)


def test_each_class_has_what_was_found_and_what_of_its_answers_was_right() -> None:
    classes = {one.name: one for one in score("t", KEY, ANSWERS).classes}
    assert (classes["违法"].found, classes["违法"].trusted) == (Fraction(1, 2), Fraction(1))
    assert (classes["其他"].found, classes["其他"].trusted) == (Fraction(0), Fraction(0))


def test_a_class_without_questions_has_no_share() -> None:
    classes = {one.name: one for one in score("t", KEY[:1], ANSWERS).classes}
    assert classes["违法"].found is None and percent(classes["违法"].found) == "—"


def test_the_pass_mark_is_compared_exactly() -> None:
    assert score("t", KEY, ANSWERS, ExamRules(Fraction(3, 5))).passed
    assert not score("t", KEY, ANSWERS, ExamRules(Fraction(60001, 100000))).passed


@pytest.mark.parametrize("wrong", [0, 101, -5, "viel"])
def test_a_pass_mark_beyond_the_scale_is_refused(wrong: object) -> None:
    with pytest.raises(WeipianError):
        pass_mark_of(wrong)


def test_a_test_without_questions_is_none() -> None:
    with pytest.raises(WeipianError) as error:
        score("t", [], {})
    assert error.value.code == "EXAM_EMPTY"


_KINDS = st.sampled_from([("合法", "H1"), ("合法", "H2"), ("违法", "W1"), ("其他", "Q1"), ("待查", "")])
_ANSWERS = st.one_of(st.just(("", "")), _KINDS)


@given(st.lists(st.tuples(_KINDS, _ANSWERS), min_size=1, max_size=30))
def test_every_question_stands_once_in_each_matrix(pairs) -> None:
    questions = [Question(str(number), "", *key) for number, (key, _) in enumerate(pairs)]
    answers = {str(number): Answer(*answer) for number, (_, answer) in enumerate(pairs)}
    result = score("t", questions, answers)
    for matrix in (result.outcomes, result.cases):
        assert sum(matrix.count(key, answer) for key in matrix.keys for answer in matrix.answers) == len(pairs)
    assert sum(one.questions for one in result.classes) == len(pairs)
    assert result.right_cases <= result.right_outcomes == sum(one.right for one in result.classes)


def test_what_a_draft_says_is_read_by_its_outcome() -> None:
    assert answer_of({"PDLX": "违法", "WFLX1": "W2", "HFJTQX": "H1"}) == Answer("违法", "W2")
    assert answer_of({"HFJTQX": "H1"}) == Answer()


def test_the_draw_takes_as_many_of_each_kind_as_it_can() -> None:
    kinds = {f"w{number}": "违法·W1" for number in range(10)} | {"h": "合法·H1", "q": "其他·Q1"}
    drawn = evenly_drawn(kinds, 6, lambda parcel: parcel)
    assert {"h", "q"} <= set(drawn) and len(drawn) == 6
    assert evenly_drawn(kinds, 99, lambda parcel: parcel) == sorted(kinds)


def test_the_clock_runs_for_the_parcel_on_the_table_only() -> None:
    clock = ExamClock({"a": 7.0})
    clock.show("a", 100.0)
    clock.show("b", 103.0)
    clock.show("", 105.5)
    clock.show("a", 200.0)
    assert clock.seconds("a", 201.0) == 11.0 and clock.seconds("b", 999.0) == 2.5


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".html"])
def test_a_result_can_be_written_and_says_what_it_is_for(ending: str, tmp_path) -> None:
    result = score("t", KEY, ANSWERS, person="张三", ended="2023-10-12T09:00:00+08:00")
    path = write_exam_result(exam_tables(result, {"c": "=1+1 见规则"}), tmp_path / f"r{ending}")
    if ending == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path)
        assert all(STAMP in str(sheet["A1"].value) for sheet in book.worksheets)
        assert [sheet.title for sheet in book.worksheets][0] == "成绩"
        told = [cell for row in book["逐题"].iter_rows() for cell in row if cell.value == "=1+1 见规则"]
        assert told and told[0].data_type == "s"
    else:
        text = path.read_text(encoding="utf-8-sig")
        assert STAMP in text and "混淆矩阵" in text and "60.00 %" in text
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_another_ending_is_refused(tmp_path) -> None:
    with pytest.raises(WeipianError) as error:
        write_exam_result((), tmp_path / "r.pdf")
    assert error.value.code == "ENDING_UNKNOWN"
