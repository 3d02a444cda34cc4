"""A reviewers' list held against the workspace: each row an audit to be added to the parcels it names."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, stop_if_cancelled
from ...domain.forms.audits import PASSED, RETURNED, next_level, next_round, of_level
from ...domain.forms.codes import ILLEGAL
from ...domain.forms.fields import is_empty
from ...domain.records import SIGNED, Finding, QueueRow, Record
from ...domain.review.states import Known, Position, position_of
from ...intake.returned.book import column_letters
from ...intake.returned.review_list import NUMBER, WAITING, ReviewList, ReviewRow
from ...intake.values import as_id
from ..registers.audits import LevelsOfBatches, of_lists, why_not
from .change import AUDIT, CONFLICT, IMPOSSIBLE, OPEN, REVIEWS, Change, Returned, Wish, trouble
from .comparing import as_refused

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

TITLE = "审核清单"
_COLUMN = ("审核", "Audit")
_OTHER_REASON = "其他"
_MOST = 500
_TOLD_EVERY = 200


def reviews(workspace: Workspace, path: Path, found: ReviewList, wish: Wish, remarks: Tuple[Finding, ...],
            feedback: Feedback) -> Returned:
    """What a list of reviews would add. Raises ``RETURNED_LIST_COLUMNS`` (with the headings there are),
    ``RETURNED_OF_ANOTHER``, ``JOB_CANCELLED``.
    """
    if not found.is_complete:
        lacking = "“图斑编号”" if NUMBER not in found.places else "“审核结果”或“审核意见”"
        raise WeipianError("RETURNED_LIST_COLUMNS", file=path.name, roles=lacking,
                           headings="、".join(text for text, _ in found.headings),
                           names=tuple(text for text, _ in found.headings))
    adding = _Adding(workspace, found, wish)
    said: Dict[int, bool] = {}  # by row, whether it says anything new
    for row in found.rows():
        if len(said) % _TOLD_EVERY == 0:
            stop_if_cancelled(feedback)
            feedback.progress(0, 0, path.name)
        said[row.row] = adding.take(row) or said.get(row.row, False)
    count, same = len(said), len(said) - sum(said.values())
    if count and not adding.placed and adding.unknown:
        raise WeipianError("RETURNED_OF_ANOTHER", file=path.name, count=count, first=adding.unknown[0][1])
    adding.tell_unknown()
    adding.changes.sort(key=lambda change: change.row)
    unread = [text for text, place in found.headings if place not in found.used and text != "序号"]
    if unread:
        remarks = (*remarks, Finding("RETURNED_COLUMNS_UNKNOWN", "W", {
            "count": len(unread), "headings": "、".join(unread[:8])}))
    return Returned(path, REVIEWS, TITLE, found.sheet.name, count, same, tuple(adding.changes), remarks)


class _Adding:
    """Rows of reviews becoming audits."""

    def __init__(self, workspace: Workspace, found: ReviewList, wish: Wish) -> None:
        self._workspace, self._list, self._wish = workspace, found, wish
        self.changes: List[Change] = []
        self.unknown: List[Tuple[ReviewRow, str]] = []
        self.placed = 0
        self._audits: Dict[str, List[Record]] = defaultdict(list)
        for record in workspace.records("audit"):
            self._audits[record.parcels[0]].append(record)
        self._by_number: Dict[str, List[QueueRow]] = defaultdict(list)
        for line in workspace.queue():
            for number in {as_id(line.dkbh), as_id(line.jcbh)} - {""}:
                self._by_number[number].append(line)
        self._said: Dict[str, List[Record]] = defaultdict(list)  # by this list, of what can be taken
        self._levels = LevelsOfBatches(workspace)
        self._refused = workspace.returned.refused()

    def take(self, row: ReviewRow) -> bool:
        """Take one row; False where it says nothing new."""
        cell = f"{column_letters(self._list.places[NUMBER])}{row.row}"
        if row.wrong:
            self.changes.append(trouble(row.row, row.wrong, cell if row.number else "", value=row.number))
            return True
        lines = self._by_number.get(row.number, [])
        if not lines:
            self.unknown.append((row, row.number))
            return True
        self.placed += 1
        made = [change for line in lines if (change := self._of_parcel(row, line)) is not None]
        self.changes += made
        return bool(made)

    def tell_unknown(self) -> None:
        """Nothing is said of a patch that was set apart but its row."""
        apart = self._workspace.many.set_apart(sorted({part for _, number in self.unknown
                                                       for part in (number, number.rpartition("-")[0]) if part}))
        for row, number in self.unknown:
            if {number, number.rpartition("-")[0]} & apart:
                self.changes.append(trouble(row.row, "RETURNED_SET_APART"))
            else:
                cell = f"{column_letters(self._list.places[NUMBER])}{row.row}"
                self.changes.append(trouble(row.row, "RETURNED_NUMBER_UNKNOWN", cell, number, value=number))

    def _of_parcel(self, row: ReviewRow, line: QueueRow) -> Optional[Change]:
        if row.result == WAITING or not row.says_something:
            return None
        known, levels = self._audits.get(line.parcel_uuid, []), self._levels.of(line.batch_uuid)
        level = row.level or self._wish.level or next_level(known, levels)
        change = Change(row.row, f"{column_letters(row.column)}{row.row}", line.dkbh, parcel=line.parcel_uuid,
                        code="SHJG", title=_COLUMN, was=_latest(known, level), becomes=_in_words(row, level))
        why = self._why_not(row, level)
        if why is not None:
            return Change(**{**vars(change), "why": (why,), "state": IMPOSSIBLE})
        given = _given(row, level)
        same = [one for one in of_level(known, level) if _says(one, given)]
        if same and (row.day or all(is_empty(one.values.get("DFSJ")) for one in same)):
            return None
        values = {**given, "SHLC": row.round or next_round(known, level)}
        values.setdefault("SHSJ", self._wish.day or None)
        values.setdefault("SHR", self._wish.person or None)
        audit = Record("", "audit", (line.parcel_uuid,), "", {**values})
        why = why_not(self._position(line, levels), audit, line.status == SIGNED)
        if why is not None:
            return Change(**{**vars(change), "why": (why,), "state": IMPOSSIBLE})
        self._said[line.parcel_uuid].append(of_lists(audit, [*known, *self._said[line.parcel_uuid]]))
        told, alone = list(self._told(row, line)), self._is_alone(row, line)
        state = OPEN
        if same:
            state = CONFLICT
            told.insert(0, Finding("RETURNED_SAME_AGAIN", "W", {"round": same[-1].values.get("SHLC")}))
        kept = {code: value for code, value in values.items() if not is_empty(value)}
        return as_refused(Change(**{
            **vars(change), "kind": AUDIT, "target": line.parcel_uuid, "state": state, "why": tuple(told),
            "alone": alone, "value": kept}), self._refused)

    def _why_not(self, row: ReviewRow, level: str) -> Optional[Finding]:
        if row.day_said:
            return Finding("RETURNED_DAY_NOT_READ", "W", {"value": row.day_said})
        if not row.result:
            return Finding("RETURNED_NO_RESULT", "W", {"value": row.said or row.opinion[:30]})
        if row.result == RETURNED and not row.opinion and not row.reason:
            return Finding("RETURNED_NO_REASON", "W", {})
        return Finding("RETURNED_NO_LEVEL", "W", {}) if not level else None

    def _told(self, row: ReviewRow, line: QueueRow) -> Sequence[Finding]:
        found = []
        if line.status != SIGNED:
            found.append(Finding("RETURNED_NOT_SIGNED", "W", {}))
        if self._is_alone(row, line):
            found.append(Finding("RETURNED_PASSES_ILLEGAL", "W", {}))
        return found

    def _is_alone(self, row: ReviewRow, line: QueueRow) -> bool:
        """No violation is passed with others: whoever takes the list over looks at it and accepts its row by itself."""
        outcomes = self._workspace.filed.outcomes([line.parcel_uuid]) if row.result == PASSED else {}
        return ILLEGAL in outcomes.get(line.parcel_uuid, ())

    def _position(self, line: QueueRow, levels: Tuple[str, ...]) -> Position:
        """Where the parcel stands once what this list said of it so far is taken."""
        parcel = line.parcel_uuid
        records = [*self._audits.get(parcel, ()), *self._said.get(parcel, ())]
        return position_of(Known(line.status, line.outcome, records=records, levels=levels))


def _given(row: ReviewRow, level: str) -> Dict[str, object]:
    """What the list itself says, by field code of an audit."""
    opinion = row.opinion or (f"退回：{row.reason}" if row.result == RETURNED else "")
    values: Dict[str, object] = {"SHJB": level, "SHJG": row.result, "SHSM": opinion[:_MOST], "SHR": row.person,
                                 "SHSJ": row.day}
    if row.result == RETURNED:
        values["SHYY"] = row.reason or _OTHER_REASON
    return {code: value for code, value in values.items() if value}


def _says(record: Record, given: Mapping[str, object]) -> bool:
    return all(str(record.values.get(code) or "") == str(value) for code, value in given.items())


def _latest(known: Sequence[Record], level: str) -> str:
    own = of_level(known, level)
    if not own:
        return ""
    last = own[-1].values
    said = "：".join(str(last[code]) for code in ("SHJG", "SHSM") if not is_empty(last.get(code)))
    return f"{level}第{last.get('SHLC') or '?'}轮 {said}"


def _in_words(row: ReviewRow, level: str) -> str:
    said = "：".join(text for text in (row.result or row.said or "?", row.opinion or row.reason) if text)
    about = "，".join(text for text in (row.person, row.day) if text)
    return f"{level} {said}{f'（{about}）' if about else ''}".strip()
