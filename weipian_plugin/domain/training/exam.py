"""A test with an answer key: what was answered, how it is scored, and where the answers went instead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import exact
from ..errors import WeipianError
from ..forms.codes import CASES, ILLEGAL, LEGAL, OTHER, PENDING

CLASSES = (LEGAL, ILLEGAL, OTHER, PENDING)
UNANSWERED = "未答"
DEFAULT_PASS_MARK = Fraction(8, 10)  # 拟: no document sets one


@dataclass(frozen=True)
class Answer:
    """What was answered of one parcel, and how long it was on the table (seconds). An empty ``pdlx``: nothing."""

    pdlx: str = ""
    code: str = ""
    seconds: float = 0.0

    @property
    def kind(self) -> str:
        """``其他·Q1``; without a case the outcome alone; ``未答`` for nothing."""
        return kind_of(self.pdlx, self.code)


@dataclass(frozen=True)
class Question:
    """One parcel of a test with its key; ``scenario``: the lesson it is of, ``reason``: the key's own words."""

    parcel: str
    name: str
    pdlx: str
    code: str
    scenario: str = ""
    reason: str = ""

    @property
    def kind(self) -> str:
        """The key's outcome and case."""
        return kind_of(self.pdlx, self.code)


@dataclass(frozen=True)
class ExamRules:
    """How a test is scored: the share that passes (0 to 1), and whether the case counts besides the outcome."""

    pass_mark: Fraction = DEFAULT_PASS_MARK
    by_case: bool = False


DEFAULT_RULES = ExamRules()


@dataclass(frozen=True)
class Marked:
    """One question with what was answered."""

    question: Question
    answer: Answer
    right_outcome: bool
    right_case: bool


@dataclass(frozen=True)
class Confusion:
    """How often a key (row) was answered so (column)."""

    keys: Tuple[str, ...]
    answers: Tuple[str, ...]
    counts: Mapping[Tuple[str, str], int]

    def count(self, key: str, answer: str) -> int:
        """How many questions of ``key`` were answered ``answer``."""
        return self.counts.get((key, answer), 0)


@dataclass(frozen=True)
class ClassScore:
    """Of the questions of one class: how many were right, and by how many answers the class was named in all."""

    name: str
    questions: int
    right: int
    answered: int

    @property
    def found(self) -> Optional[Fraction]:
        """Share of the class's questions that were recognised; ``None`` where there was none."""
        return Fraction(self.right, self.questions) if self.questions else None

    @property
    def trusted(self) -> Optional[Fraction]:
        """Share of the answers naming the class that were right; ``None`` where it was never named."""
        return Fraction(self.right, self.answered) if self.answered else None


@dataclass(frozen=True)
class ExamResult:
    """The score of a test. ``seconds`` in all; ``outcomes`` and ``cases`` are the two confusion matrices."""

    title: str
    person: str
    ended: str
    rules: ExamRules
    marked: Tuple[Marked, ...]
    classes: Tuple[ClassScore, ...]
    outcomes: Confusion
    cases: Confusion

    @property
    def right(self) -> int:
        """Questions answered rightly, as the rules of the test count them."""
        return sum(self.is_right(one) for one in self.marked)

    @property
    def right_outcomes(self) -> int:
        """Questions whose outcome was right, whatever the case."""
        return sum(one.right_outcome for one in self.marked)

    @property
    def right_cases(self) -> int:
        """Questions whose outcome and case were right."""
        return sum(one.right_case for one in self.marked)

    @property
    def share(self) -> Fraction:
        """Rightly answered questions of all."""
        return Fraction(self.right, len(self.marked))

    @property
    def passed(self) -> bool:
        """Is the pass mark reached? Compared exactly: 80 % of 5 is 4."""
        return self.share >= self.rules.pass_mark

    @property
    def seconds(self) -> float:
        """The time on the table, over all questions."""
        return sum(one.answer.seconds for one in self.marked)

    @property
    def misses(self) -> Tuple[Marked, ...]:
        """What was answered otherwise than the key, or not at all."""
        return tuple(one for one in self.marked if not self.is_right(one))

    def is_right(self, one: Marked) -> bool:
        """As the rules of the test count it."""
        return one.right_case if self.rules.by_case else one.right_outcome


def kind_of(pdlx: str, code: str) -> str:
    """Outcome and case in one word: ``合法·H1``; for 待查 the case is only a hint and left out."""
    if not pdlx:
        return UNANSWERED
    return f"{pdlx}·{code}" if code and pdlx != PENDING else pdlx


def answer_of(answers: Mapping[str, object]) -> Answer:
    """What an 初判 (by field code) says: outcome and case."""
    pdlx = str(answers.get("PDLX") or "")
    return Answer(pdlx, str(answers.get(CASES.get(pdlx, "")) or "")) if pdlx else Answer()


def score(title: str, questions: Sequence[Question], answers: Mapping[str, Answer], rules: ExamRules = DEFAULT_RULES,
          person: str = "", ended: str = "") -> ExamResult:
    """Hold the answers (by parcel) against the key; what is not answered is wrong. Raises EXAM_EMPTY, PASS_MARK."""
    if not questions:
        raise WeipianError("EXAM_EMPTY")
    if not 0 < rules.pass_mark <= 1:
        raise WeipianError("PASS_MARK", value=rules.pass_mark)
    marked = tuple(_marked(question, answers.get(question.parcel, Answer())) for question in questions)
    outcomes = _confusion(marked, lambda one: one.question.pdlx, lambda one: one.answer.pdlx or UNANSWERED, CLASSES)
    cases = _confusion(marked, lambda one: one.question.kind, lambda one: one.answer.kind, ())
    classes = tuple(
        ClassScore(name, sum(one.question.pdlx == name for one in marked), outcomes.count(name, name),
                   sum(one.answer.pdlx == name for one in marked))
        for name in CLASSES)
    return ExamResult(title, person, ended, rules, marked, classes, outcomes, cases)


def evenly_drawn(kinds: Mapping[str, str], count: int, order: Callable[[str], str]) -> List[str]:
    """``count`` parcels, as many of each kind as there are; ``kinds`` by parcel, ``order`` shuffles within a kind."""
    waiting: Dict[str, List[str]] = {}
    for parcel in sorted(kinds, key=order):
        waiting.setdefault(kinds[parcel], []).append(parcel)
    drawn: List[str] = []
    while len(drawn) < count and any(waiting.values()):
        for kind in sorted(waiting):
            if waiting[kind] and len(drawn) < count:
                drawn.append(waiting[kind].pop(0))
    return sorted(drawn, key=order)


def pass_mark_of(percent: object) -> Fraction:
    """The pass mark as a share, from percent as a person writes it. Raises NOT_A_NUMBER, PASS_MARK."""
    share = exact(percent) / 100  # type: ignore[arg-type]
    if not 0 < share <= 1:
        raise WeipianError("PASS_MARK", value=percent)
    return share


def _marked(question: Question, answer: Answer) -> Marked:
    right = answer.pdlx == question.pdlx
    needs_no_case = question.pdlx == PENDING or not question.code
    return Marked(question, answer, right, right and (needs_no_case or answer.code == question.code))


def _confusion(marked: Sequence[Marked], key: Callable[[Marked], str], answer: Callable[[Marked], str],
               always: Sequence[str]) -> Confusion:
    counts = Counter((key(one), answer(one)) for one in marked)
    keys = [*always, *sorted({row for row, _ in counts} - set(always), key=_in_order)]
    named = {column for _, column in counts} | set(keys)
    answers = (*always, *sorted(named - set(always) - {UNANSWERED}, key=_in_order), UNANSWERED)
    return Confusion(tuple(keys), answers, dict(counts))


def _in_order(kind: str) -> Tuple[int, str]:
    """合法, 违法, 其他, 待查, and in each the cases."""
    outcome = kind.partition("·")[0]
    return CLASSES.index(outcome) if outcome in CLASSES else len(CLASSES), kind
