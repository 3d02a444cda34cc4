"""What stands in a cell of the queue: text, colour and tool tip of a row in each column."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Callable, Dict, List, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, Qt

from ...domain.areas.units import mu_round2
from ...domain.forms.codes import label
from ...domain.forms.terms import kind_name, kind_title
from ...domain.records import DRAFT, SIGNED, STUB, SUPERSEDED, UNJUDGED, QueueRow
from ...domain.review.blind_files import REASONS_EN
from ..messages import language
from .queue_table import FLAGGED, NO_ANSWERS, state_of
from .shown_farmland import FarmlandOf

(STATUS, NUMBER, AREA, FARMLAND, BASIC, REDLINE, DEADLINE, SUGGESTION, OUTCOME, TOWNSHIP, TASK, CLASS,
 ASSIGNED) = range(13)
COLUMN_NAMES = ("status", "number", "area", "farmland", "basic", "redline", "due", "suggestion", "outcome",
                     "township", "task", "class", "assigned")
"""The columns by the names under which a choice of them is kept."""

FURTHER = (TOWNSHIP, TASK, CLASS, ASSIGNED)
"""Columns that are hidden until someone chooses them."""

# Glyphs differ in shape, so that colour is never the only sign. Shown nearer to the text where a theme asks for it.
GLYPHS = {UNJUDGED: "○", DRAFT: "◐", SIGNED: "●", FLAGGED: "⚑", STUB: "⊘", SUPERSEDED: "⇄"}
STATED = " ✎"  # something is recorded, but no outcome chosen
RETURNED = " ↩"  # sent back, and not answered yet
COLOURS = {UNJUDGED: "#7a8794", DRAFT: "#2f7ed8", SIGNED: "#2e9e5b", FLAGGED: "#c77700", STUB: "#8c5a9e",
           SUPERSEDED: "#7a8794"}
LIGHT_COLOURS = {"red": "#c0392b", "orange": "#c77700", "yellow": "#a58a00"}

# What usually stands in a column: it is as wide before anything was measured as it is afterwards.
USUAL = {AREA: "88.88", FARMLAND: "88.88", BASIC: "88.88", REDLINE: "88.88", SUGGESTION: "违法·W1",
         ASSIGNED: "欧阳某某"}


@dataclass(frozen=True)
class DueDay:
    """A patch's deadline as it is shown: days left (negative: over), the text, the light, the reason as tool tip."""

    days: int
    text: str
    light: str
    tip: str = ""


DueOf = Callable[[QueueRow], Optional[DueDay]]


def short_number(row: QueueRow) -> str:
    """The part of the number that tells patches of one county apart, led by … where something is left out."""
    text = row.dkbh or row.jcbh
    head, _, tail = text.partition("_")
    short = f"…{head[-5:]}" if len(head) > 8 else head
    return f"{short}_{tail}" if tail else short


def area_text(m2: Optional[float]) -> str:
    """An area in 亩 with two decimals; a dash where it was not measured, a bare 0 for nothing."""
    return mu_in_words(None if m2 is None else mu_round2(m2))


def mu_in_words(mu: Optional[Decimal]) -> str:
    """亩 as shown; a dash where it was not measured, a bare 0 for nothing."""
    if mu is None:
        return "–"
    return "0" if mu == Decimal(0) else str(mu)


def state_labels() -> Dict[str, str]:
    """Each state in words."""
    translate = QCoreApplication.translate
    return {
        UNJUDGED: translate("QueueModel", "To do"), DRAFT: translate("QueueModel", "Draft"),
        SIGNED: translate("QueueModel", "Signed"), FLAGGED: translate("QueueModel", "Flagged"),
        STUB: translate("QueueModel", "Set apart"), SUPERSEDED: translate("QueueModel", "Superseded"),
    }


def no_answers() -> List[str]:
    """What stands in place of a status where a reader gave no answer, with its sign."""
    return [f"{GLYPHS[FLAGGED]} {flag if language() == 'zh' else REASONS_EN[flag]}" for flag in NO_ANSWERS]


def headings() -> Tuple[Tuple[str, str], ...]:
    """Heading and tool tip of each column."""
    translate = QCoreApplication.translate
    return (
        (translate("QueueModel", "Status"), translate("QueueModel", "Status of the patch")),
        (translate("QueueModel", "No."), translate("QueueModel", "Patch number")),
        (translate("QueueModel", "mu"), translate("QueueModel", "Area in mu")),
        (translate("QueueModel", "Farm"), translate("QueueModel", "Farmland in mu")),
        (translate("QueueModel", "Basic"), translate("QueueModel", "Permanent basic farmland in mu")),
        (translate("QueueModel", "Redline"), translate("QueueModel", "Ecological redline in mu")),
        (translate("QueueModel", "Due"), translate("QueueModel", "Days until it is to be reported")),
        (translate("QueueModel", "Suggestion"),
              translate("QueueModel", "What the rules suggest; never a judgement")),
        (translate("QueueModel", "Outcome"), translate("QueueModel", "Outcome chosen by a person")),
        (translate("QueueModel", "Township"), translate("QueueModel", "Township")),
        (translate("QueueModel", "Task"), translate("QueueModel", "Monitoring task")),
        (translate("QueueModel", "Class"), translate("QueueModel", "Class of the patch")),
        (translate("QueueModel", "Assigned to"), translate("QueueModel", "Who is to judge it")),
    )


class Cells:
    """Writes the cells of one list, in one language."""

    def __init__(self, due_of: DueOf = lambda _row: None, farmland_of: FarmlandOf = lambda _row: None,
                 area_of: FarmlandOf = lambda _row: None) -> None:
        self.labels = state_labels()
        self._due_of, self._farmland_of, self._area_of = due_of, farmland_of, area_of
        self._language = language()  # asked once: ten thousand cells are told in it

    def due(self, row: QueueRow) -> Optional[DueDay]:
        """When the row is due; once it is signed only where it came back."""
        return None if row.status in (SIGNED, STUB) and not row.returned else self._due_of(row)

    def kind(self, text: str) -> str:
        """Suggestion or outcome in words."""
        return kind_name(text, self._language)

    def state(self, row: QueueRow) -> str:
        """The status with its shape and what hangs upon it."""
        state = state_of(row)
        if state == FLAGGED and row.flag in NO_ANSWERS:
            return f"{GLYPHS[state]} {row.flag if self._language == 'zh' else REASONS_EN[row.flag]}"
        stated = STATED if row.stated and state == UNJUDGED else ""
        return f"{GLYPHS[state]} {self.labels[state]}{stated}{RETURNED if row.returned else ''}"

    def text(self, row: QueueRow, column: int) -> str:
        """What is shown."""
        if column == STATUS:
            return self.state(row)
        if column == DEADLINE:
            due = self.due(row)
            return due.text if due else "–"
        if column == FARMLAND:
            shown = self._farmland_of(row)
            return area_text(row.farmland_m2) if shown is None else mu_in_words(shown)
        if column == AREA and (part := self._area_of(row)) is not None:
            return mu_in_words(part)
        if column in _AREAS:
            return area_text(_AREAS[column](row))
        return _TEXTS[column](self, row)

    def colour(self, row: QueueRow, column: int) -> str:
        """The colour of the text, "" for the palette's own."""
        if column == STATUS:
            return COLOURS[state_of(row)]
        due = self.due(row) if column == DEADLINE else None
        return LIGHT_COLOURS.get(due.light, "") if due else ""

    def tip(self, row: QueueRow, column: int) -> str:
        """The tool tip."""
        if column == STATUS:
            return self._state_tip(row)
        if column == DEADLINE:
            due = self.due(row)
            return due.tip if due else ""
        if column in (TASK, CLASS):
            return label("JCLB" if column == TASK else "TBLX", row.jclb if column == TASK else row.tblx,
                         self._language)
        return kind_title(row.suggestion, self._language) if column == SUGGESTION else row.dkbh or row.jcbh

    def _state_tip(self, row: QueueRow) -> str:
        translate = QCoreApplication.translate
        lines = []
        if row.returned:
            lines.append(translate("QueueModel", "Came back: sent back or to be corrected, and not answered yet"))
        if row.flag:
            lines.append(translate("QueueModel", "Flag: {reason}").format(reason=row.flag))
        elif row.stated and row.status == UNJUDGED:
            lines.append(translate("QueueModel",
                                   "Something is recorded (facts, on-site check), no outcome chosen yet"))
        if row.lacking:
            lines.append(translate("QueueModel", "Something that is required is still empty"))
        return "\n".join(lines) or row.dkbh or row.jcbh


_AREAS: Dict[int, Callable[[QueueRow], Optional[float]]] = {
    AREA: lambda row: row.area_m2, BASIC: lambda row: row.basic_farmland_m2, REDLINE: lambda row: row.redline_m2,
}
_TEXTS: Dict[int, Callable[[Cells, QueueRow], str]] = {
    NUMBER: lambda _cells, row: short_number(row), SUGGESTION: lambda cells, row: cells.kind(row.suggestion),
    OUTCOME: lambda cells, row: cells.kind(row.outcome), TOWNSHIP: lambda _cells, row: row.township,
    TASK: lambda _cells, row: row.jclb, CLASS: lambda _cells, row: row.tblx, ASSIGNED: lambda _cells, row: row.assigned,
}


def alignments() -> Tuple[Any, ...]:
    """By column: figures stand at the right."""
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    return tuple((right if AREA <= column <= DEADLINE else left) | Qt.AlignmentFlag.AlignVCenter
                 for column in range(len(COLUMN_NAMES)))
