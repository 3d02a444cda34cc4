"""What a person makes of a returned table: changes accepted, each saved at once as one event a parcel, or refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.definitions import ANSWERS
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback
from ...domain.forms.audits import next_round
from ...domain.forms.fields import applicable, is_empty
from ...domain.records import SIGNED, Finding, Record
from ...domain.validation import Found
from ..checking.validate import explanation
from ..registers.audits import of_lists, position_here, why_not
from .change import ANSWER, ASSIGNED, AUDIT, CONFLICT, FINDING, FLAG, OPEN, RECORD, REFUSED, Change, Returned
from .comparing import in_words, shown_value

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_BY_CODE = {field.code: field for field in ANSWERS}


@dataclass(frozen=True)
class Decided:
    """What became of a decision: the changes that hold now, those that were left and why, and what is left to decide.
    """

    taken: Tuple[Change, ...] = ()
    left: Tuple[Tuple[Change, Finding], ...] = ()
    after: Tuple[Change, ...] = ()
    records: Tuple[Record, ...] = ()

    @property
    def parcels(self) -> Tuple[str, ...]:
        """The parcels that are others now."""
        return tuple(dict.fromkeys(change.parcel for change in self.taken if change.parcel))


def accept(workspace: Workspace, returned: Returned, changes: Sequence[Change], together: bool = False,
           feedback: Optional[Feedback] = None) -> Decided:
    """Take these changes over, those of one parcel's answers as one event. ``together``: many at once – then what
    concerns a violation, what was changed in both, and what was refused before are left (§8.7).

    Where one cannot be saved the others are. Raises ``WORKSPACE_READ_ONLY``.
    """
    workspace.require_writable()
    return _Accepting(workspace, returned, feedback or NullFeedback()).accept(changes, together)


def refuse(workspace: Workspace, returned: Returned, changes: Sequence[Change]) -> Decided:
    """Remember that these changes are not wanted: they are not offered again as open."""
    workspace.require_writable()
    wanted = [change for change in changes if change.state in (OPEN, CONFLICT)]
    by_chain: Dict[str, List[Change]] = defaultdict(list)
    for change in wanted:
        by_chain[change.target if change.kind == RECORD else change.parcel].append(change)
    for chain, some in by_chain.items():
        parcels = [uuid for uuid in (some[0].parcel,) if uuid]
        workspace.returned.refuse(chain, parcels, {
            change.key: {"field": change.title[0], "becomes": change.becomes} for change in some}, _origin(
                returned, some))
    refused = {change.key for change in wanted}
    why = Finding("RETURNED_REFUSED_BEFORE", "W", {"by": workspace.actor, "on": workspace.standing()[0][:10]})
    return Decided(tuple(wanted), (), tuple(
        replace(change, state=REFUSED, why=(why, *change.why)) if change.key in refused and change.kind else change
        for change in returned.changes))


class _Accepting:
    def __init__(self, workspace: Workspace, returned: Returned, feedback: Feedback) -> None:
        self._workspace, self._returned, self._feedback = workspace, returned, feedback
        self._taken: List[Change] = []
        self._left: List[Tuple[Change, Finding]] = []
        self._records: List[Record] = []

    def accept(self, changes: Sequence[Change], together: bool) -> Decided:
        groups: Dict[Tuple[str, str, str], List[Change]] = defaultdict(list)
        for change in changes:
            why = _why_left(change, together)
            if why is not None:
                self._left.append((change, why))
            elif change.can_be_accepted:
                # An audit stands by itself, however many of one parcel a list has.
                alone = change.key if change.kind == AUDIT else ""
                groups[change.kind, change.target + change.parcel, alone].append(change)
        for number, some in enumerate(groups.values()):
            if self._feedback.cancelled():
                break
            self._feedback.progress(number, len(groups), some[0].label)
            try:
                self._save(some)
            except WeipianError as error:
                if error.code.startswith("WORKSPACE_"):
                    raise
                self._left += [(change, Finding(error.code, "W", dict(error.values))) for change in some]
        return Decided(tuple(self._taken), tuple(self._left), self._after(), tuple(self._records))

    def _save(self, some: List[Change]) -> None:
        savers = {ANSWER: self._answer, RECORD: self._record, AUDIT: self._audit, FINDING: self._explain,
                  FLAG: self._flag, ASSIGNED: self._assign}
        savers[some[0].kind](some)

    def _answer(self, some: List[Change]) -> None:
        parcel = some[0].parcel
        before = self._workspace.draft(parcel).answers
        some = self._as_compared(some, before)
        given = {change.code: change.value for change in some}
        after = applicable(_BY_CODE, {code: value for code, value in {**before, **given}.items() if value is not None})
        for change in list(some):
            if change.value is not None and change.code not in after:
                self._left.append((change, next((one for one in change.why if one.code == "RETURNED_NEEDS_FIRST"),
                                                Finding("RETURNED_NOT_APPLICABLE", "W", {"field": change.title[0]}))))
                some.remove(change)
        if some:
            self._workspace.returned.answer(parcel, {change.code: change.value for change in some},
                                            _origin(self._returned, some))
            self._taken += some

    def _record(self, some: List[Change]) -> None:
        record = self._workspace.record(some[0].target)
        some = self._as_compared(some, record.values)
        if some:
            values = {**record.values, **{change.code: change.value for change in some}}
            kept = self._workspace.returned.put(replace(record, values=values), _origin(self._returned, some))
            self._records.append(kept)
            self._taken += some

    def _audit(self, some: List[Change]) -> None:
        values = dict(some[0].value) if isinstance(some[0].value, dict) else {}
        known = self._workspace.records("audit", some[0].parcel)
        level = str(values.get("SHJB"))
        if any(one.values.get("SHJB") == level and one.values.get("SHLC") == values.get("SHLC") for one in known):
            values["SHLC"] = next_round(known, level)  # a round is never written over by a list
        parcel = some[0].parcel
        record = Record("", "audit", (parcel,), "", values)
        signed = self._workspace.parcel(parcel).status == SIGNED
        why = why_not(position_here(self._workspace, parcel, known), record, signed)
        if why is not None:  # something else was said since it was compared
            self._left += [(change, why) for change in some]
            return
        self._records.append(self._workspace.returned.put(of_lists(record, known), _origin(self._returned, some)))
        self._taken += some

    def _explain(self, some: List[Change]) -> None:
        found = some[-1].extra
        if not isinstance(found, Found):
            raise WeipianError("NOTHING_TO_EXPLAIN", check=some[-1].target)
        record = explanation(found, str(some[-1].value), self._workspace.actor)
        self._records.append(self._workspace.returned.put(record, _origin(self._returned, some)))
        self._taken += some

    def _flag(self, some: List[Change]) -> None:
        some = self._as_compared(some, {change.code: self._workspace.draft(change.parcel).flag for change in some})
        for change in some:
            self._workspace.returned.flag(change.parcel, str(change.value or ""), _origin(self._returned, [change]))
        self._taken += some

    def _assign(self, some: List[Change]) -> None:
        for change in some:
            self._workspace.returned.assign(change.parcel, str(change.value or ""), _origin(self._returned, [change]))
        self._taken += some

    def _as_compared(self, some: List[Change], now: Mapping[str, object]) -> List[Change]:
        """Those whose value is still what it was when it was compared."""
        found = []
        for change in some:
            value = now.get(change.code)
            if value == change.stored or (is_empty(value) and is_empty(change.stored)):
                found.append(change)
            else:
                self._left.append((change, Finding("RETURNED_OVERTAKEN", "W", {
                    "label": change.label, "field": change.title[0]})))
        return found

    def _after(self) -> Tuple[Change, ...]:
        """What is left of the table: of parcels that are others now the cells are held against what is there."""
        taken = {change.key for change in self._taken}
        overtaken = {change.parcel for change, why in self._left if why.code == "RETURNED_OVERTAKEN"}
        others = {change.parcel for change in self._taken if change.kind == ANSWER} | overtaken
        answers = {uuid: self._workspace.draft(uuid).answers for uuid in others}
        left = []
        for change in self._returned.changes:
            if change.kind and change.key in taken:
                continue
            if change.kind == ANSWER and change.parcel in answers:
                again = _again(change, answers[change.parcel])
                if again is not None:
                    left.append(again)
            else:
                left.append(change)
        return tuple(left)


def _again(change: Change, now: Mapping[str, object]) -> Optional[Change]:
    field = _BY_CODE[change.code]
    shown, wanted = shown_value(field, now.get(change.code)), shown_value(field, change.value)
    if shown == wanted:
        return None
    if change.value is None and not field.applies(now):
        return None
    why = change.why
    if change.value is not None and change.code in applicable(_BY_CODE, {**now, change.code: change.value}):
        why = tuple(one for one in why if one.code != "RETURNED_NEEDS_FIRST")
    return replace(change, was=in_words(shown), stored=now.get(change.code), why=why)


def _why_left(change: Change, together: bool) -> Optional[Finding]:
    if not together or not change.can_be_accepted:
        return None
    if change.alone:
        return Finding("RETURNED_NOT_TOGETHER", "W", {"count": 1})
    if change.state in (CONFLICT, REFUSED):
        return change.why[0] if change.why else Finding("RETURNED_NOT_TOGETHER", "W", {"count": 1})
    return None


def _origin(returned: Returned, some: Sequence[Change]) -> Dict[str, object]:
    return {"file": returned.path.name, "row": some[0].row}
