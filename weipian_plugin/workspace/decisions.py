"""What people say of a parcel: each decision one event and its projections, in one transaction, at once."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence

from ..domain.definitions import (
    ANSWERS,
    LAND,
    LAND_ANSWERS,
    MINERAL,
    MINERAL_CHECK,
    MINERAL_ON_SITE_RECORD,
    ON_SITE_RECORD,
    OUTCOMES,
    STATED_LAND,
    STATED_MINERAL,
    SUBJECTS,
)
from ..domain.errors import WeipianError
from ..domain.forms.codes import CODE_LISTS, ILLEGAL, is_classified
from ..domain.forms.fields import applicable, is_empty, missing_fields
from ..domain.records import DRAFT, SIGNED, UNJUDGED, Draft, Event, Judgement
from . import events
from .database import Database, delete, insert, marks_for, names_in_order, replace, select
from .events import State
from .queue_columns import is_lacking
from .records import has_photo, require_no_correction
from .schema import ANSWER_FIELDS, as_stored, values_of

KEPT_AS = events.KEPT_AS
"""Under which name a parcel's state holds the judgement of each subject."""

# What each signature stands for: its own fields and facts, and what both rest upon (the field check, areas on site).
_OF_OTHERS = {LAND: {field.code for field in (*MINERAL_CHECK, *STATED_MINERAL)},
              MINERAL: {field.code for field in (*LAND_ANSWERS, *STATED_LAND)}}
SIGNED_FOR = {subject: tuple(field.code for field in ANSWERS if field.code not in others)
              for subject, others in _OF_OTHERS.items()}
_DRAFTS = " ".join((
    "SELECT", names_in_order(("parcel_uuid", "note", "confidence", "flag", *ANSWER_FIELDS)),
    "FROM drafts WHERE parcel_uuid IN"))
_SIGNATURE = ("signed_by", "signed_at", "basis", "reason")

Change = Callable[[State, sqlite3.Connection], State]


class Desk:
    """Where decisions are made: a database and who sits at it."""

    def __init__(self, database: Database, actor: str, workspace_id: str,
                 nameless: events.Nameless = events.NEVER_NAMELESS) -> None:
        self.database, self.actor, self.workspace_id, self.nameless = database, actor, workspace_id, nameless

    def save_draft(self, uuid: str, answers: Mapping[str, object], origin: Optional[Mapping[str, object]] = None
                   ) -> Draft:
        """Merge ``answers`` (by field code; empty takes away) into the 初判. ``origin``: where they come from, where
        that is a table (its file and row); kept with the event.

        Another PDLX, or another case, clears what belongs to the others, in the same event: undo brings it back.
        A changed answer withdraws the signatures that stand for it.
        Raises ``UNKNOWN_FIELD``, ``UNKNOWN_PARCEL``, ``PARCEL_CLOSED``, and ``ANSWER_IS_CLASSIFIED`` for a case that
        says military or classified: such a patch is quarantined, not answered.
        """
        given = _cleaned(answers)
        return _draft(uuid, self._decide(uuid, events.DRAFTED, lambda state, _: _answer(state, given),
                                         also=events.with_origin(origin)))

    def set_note(self, uuid: str, text: str) -> None:
        """Keep a note (备注) with the parcel."""
        self._decide(uuid, events.NOTED, lambda *_: {"note": text})

    def set_flag(self, uuid: str, reason: str, origin: Optional[Mapping[str, object]] = None) -> None:
        """Flag the parcel with a reason; an empty one takes the flag away."""
        self._decide(uuid, events.FLAGGED, lambda *_: {"flag": reason.strip()}, also=events.with_origin(origin))

    def set_confidence(self, uuid: str, text: str) -> None:
        """Say how sure the 初判 is."""
        self._decide(uuid, events.RATED, lambda *_: {"confidence": text})

    def sign(self, uuid: str, signed_by: str, basis: str, reason: str = "", subject: str = LAND,
             despite: Optional[Mapping[str, str]] = None) -> Judgement:
        """Make the complete 初判 a 判定 (domain §8.7), of the land or of the mining (``subject``).

        ``despite``: the errors that stand open against it, what each says by the check's id; they are kept with the
        event, and want a reason. One parcel at a time: there is no signing of many. Raises ``NOT_COMPLETE`` with the
        names of what is missing, ``SIGNER_MISSING``, ``BASIS_UNKNOWN``, ``CORRECTION_OPEN``, ``SUBJECT_UNKNOWN``,
        ``ERRORS_WANT_REASON``, and ``ON_SITE_NEEDED`` where 违法 is signed without an on-site record (核查意见 with
        核查负责人, a stamped 现场核实表, a photo) or a reason.
        """
        if subject not in SUBJECTS:
            raise WeipianError("SUBJECT_UNKNOWN", subject=subject)

        def signed(state: State, connection: sqlite3.Connection) -> State:
            require_no_correction(connection, uuid)
            found = _signature(state, signed_by.strip(), basis, reason.strip(), subject)
            answers = _answers_of(state)
            if answers[OUTCOMES[subject]] == ILLEGAL and not reason.strip() and not (
                    has_on_site_record(answers) or has_photo(connection, uuid)):
                raise WeipianError("ON_SITE_NEEDED")
            if despite and not reason.strip():
                raise WeipianError("ERRORS_WANT_REASON", count=len(despite), checks="、".join(despite))
            return found

        self._decide(uuid, events.SIGNED, signed, also={events.DESPITE: dict(despite)} if despite else {})
        judgement = judgement_of(self.database, uuid, subject)
        if judgement is None:
            raise WeipianError("UNKNOWN_PARCEL", parcel=uuid)
        return judgement

    def compensate(self, event: Event, kind: str) -> Event:
        """Take back what an event did to a parcel (an undoing too: it is done again), as an event of this ``kind``.

        Raises ``UNDO_OVERTAKEN`` where someone has decided otherwise since.
        """
        before, after = _part(event, "before"), _part(event, "after")

        def compensated(state: State, connection: sqlite3.Connection) -> State:
            if any(before.get(name) for name in KEPT_AS.values()):
                require_no_correction(connection, event.parcel_uuid)
            if events.reverse(state, after) != after or not _signs_what_is_said(events.merged(state, before)):
                raise WeipianError("UNDO_OVERTAKEN", actor=self.actor)
            return before

        done_again = events.undone_by(self.database, event.uuid)
        stood_open = done_again.payload.get(events.DESPITE) if done_again is not None else None
        also = {events.DESPITE: stood_open} if stood_open else None  # signed again, it was signed in spite of the same
        self._decide(event.parcel_uuid, kind, compensated, event.uuid, also)
        return events.history(self.database, event.parcel_uuid)[-1]

    def _decide(self, uuid: str, kind: str, change: Change, undoes: str = "",
                also: Optional[Mapping[str, object]] = None) -> State:
        with self.database.transaction() as connection:
            require_open(connection, uuid)
            state = state_now(connection, uuid)
            after = change(state, connection)
            before = events.reverse(state, after)
            if before == after:
                return state
            payload = {**(also or {}), "before": before, "after": after}
            events.append(connection, kind, self.actor, payload, uuid, undoes)
            state = events.merged(state, after)
            project(connection, uuid, state)
            return state


def _signs_what_is_said(state: State) -> bool:
    """Does each signature stand for the answers as they are?"""
    answers = _answers_of(state)
    return all(judged["answers"] == {code: answers[code] for code in SIGNED_FOR[subject] if code in answers}
               for subject, name in KEPT_AS.items() if isinstance(judged := state[name], dict))


def _part(event: Event, name: str) -> State:
    part = event.payload.get(name)
    return dict(part) if isinstance(part, dict) else {}


def _cleaned(answers: Mapping[str, object]) -> Dict[str, object]:
    unknown = [code for code in answers if code not in ANSWER_FIELDS]
    if unknown:
        raise WeipianError("UNKNOWN_FIELD", field=", ".join(unknown))
    return {code: as_stored(ANSWER_FIELDS[code], value) for code, value in answers.items()}


def _answers_of(state: State) -> Dict[str, object]:
    return dict(state["answers"]) if isinstance(state["answers"], dict) else {}


def _answer(state: State, given: Mapping[str, object]) -> State:
    old = _answers_of(state)
    new = applicable(ANSWER_FIELDS, {code: value for code, value in {**old, **given}.items() if value is not None})
    if is_classified(new):
        raise WeipianError("ANSWER_IS_CLASSIFIED")
    changed = {code: new.get(code) for code in ANSWER_FIELDS if old.get(code) != new.get(code)}
    if not changed:
        return {}
    withdrawn = {name: None for subject, name in KEPT_AS.items()
                 if state[name] and not changed.keys().isdisjoint(SIGNED_FOR[subject])}
    return {"answers": changed, **withdrawn}


def _signature(state: State, signed_by: str, basis: str, reason: str, subject: str) -> State:
    answers = _answers_of(state)
    missing = missing_fields(SUBJECTS[subject], answers)
    if missing:
        raise WeipianError(
            "NOT_COMPLETE", missing="、".join(f"{f.zh}（{f.code}）" for f in missing),
            codes=tuple(f.code for f in missing),
        )
    if not signed_by:
        raise WeipianError("SIGNER_MISSING")
    known = [code.code for code in CODE_LISTS["QRYJ"].codes]
    if basis not in known:
        raise WeipianError("BASIS_UNKNOWN", basis=basis, known="、".join(known))
    signed = {code: answers[code] for code in SIGNED_FOR[subject] if code in answers}
    return {KEPT_AS[subject]: {
        "answers": signed, "signed_by": signed_by, "signed_at": events.now(), "basis": basis, "reason": reason,
    }}


def has_on_site_record(answers: Mapping[str, object]) -> bool:
    """Do the answers hold what was found on site, and who answers for it?"""
    return any(not any(is_empty(answers.get(code)) for code in codes)
               for codes in (ON_SITE_RECORD, MINERAL_ON_SITE_RECORD))


def require_open(connection: sqlite3.Connection, uuid: str) -> None:
    """Raises ``UNKNOWN_PARCEL``, and ``PARCEL_CLOSED`` for one that is not judged here any more."""
    found = connection.execute("SELECT status FROM parcels WHERE uuid = ?", (uuid,)).fetchone()
    if found is None:
        raise WeipianError("UNKNOWN_PARCEL", parcel=uuid)
    if found[0] not in (UNJUDGED, DRAFT, SIGNED):
        raise WeipianError("PARCEL_CLOSED", parcel=uuid)


def state_now(connection: sqlite3.Connection, uuid: str) -> State:
    """What people have said of a parcel, as the tables hold it."""
    drafts = select(connection, "drafts", "parcel_uuid", uuid)
    judged = {row["subject"]: row for row in select(connection, "judgements", "parcel_uuid", uuid)}
    return state_of_rows(drafts[0] if drafts else None, judged.get(LAND), judged.get(MINERAL))


def state_of_rows(
    draft: Optional[Mapping[str, object]], land: Optional[Mapping[str, object]],
    mineral: Optional[Mapping[str, object]] = None,
) -> State:
    """The state of a parcel as its rows in the tables of drafts and judgements hold it."""
    state = events.blank_state()
    if draft is not None:
        state.update({key: draft[key] for key in ("note", "confidence", "flag")})
        state["answers"] = values_of(ANSWER_FIELDS, draft)
    for subject, row in ((LAND, land), (MINERAL, mineral)):
        if row is not None:
            signature = {key: row[key] for key in _SIGNATURE}
            state[KEPT_AS[subject]] = {"answers": values_of(ANSWER_FIELDS, row), **signature}
    return state


def project(connection: sqlite3.Connection, uuid: str, state: State) -> None:
    """Write a parcel's state into the tables of drafts, judgements and parcels."""
    answers = _answers_of(state)
    if state == events.blank_state():
        delete(connection, "drafts", "parcel_uuid", uuid)
    else:
        replace(connection, "drafts", "parcel_uuid", {
            "parcel_uuid": uuid, "note": state["note"], "confidence": state["confidence"], "flag": state["flag"],
            **{code: answers.get(code) for code in ANSWER_FIELDS},
        })
    delete(connection, "judgements", "parcel_uuid", uuid)
    insert(connection, "judgements", judgement_rows(uuid, state))
    columns = parcel_columns(state)
    connection.execute(
        "UPDATE parcels SET status = ?, outcome = ?, flagged = ?, stated = ?, lacking = ? WHERE uuid = ?",
        (*columns.values(), uuid))


def judgement_rows(uuid: str, state: State) -> List[Dict[str, object]]:
    """A parcel's state as its rows in the table of judgements."""
    return [_judgement_row(uuid, subject, judgement) for subject, judgement in (
        (subject, state[name]) for subject, name in KEPT_AS.items()) if isinstance(judgement, dict)]


def parcel_columns(state: State) -> Dict[str, object]:
    """What the table of parcels keeps of a state: status, outcome, flagged, stated, lacking."""
    answers = _answers_of(state)
    return {"status": _status_of(state, answers),
            "outcome": answers.get("PDLX") or answers.get(OUTCOMES[MINERAL]) or "",
            "flagged": int(bool(state["flag"])), "stated": int(bool(answers)), "lacking": int(is_lacking(answers))}


def _judgement_row(uuid: str, subject: str, judgement: Mapping[str, object]) -> Dict[str, object]:
    signed = judgement["answers"]
    signed = signed if isinstance(signed, dict) else {}
    return {"parcel_uuid": uuid, "subject": subject, **{key: judgement[key] for key in _SIGNATURE},
            **{code: signed.get(code) for code in ANSWER_FIELDS}}


def _status_of(state: State, answers: Mapping[str, object]) -> str:
    """Signed where everything that has an outcome is signed; a 初判 where a person chose one. Facts, or what was found
    on site, are no answer yet.
    """
    judged = [subject for subject, outcome in OUTCOMES.items() if answers.get(outcome)]
    if judged and all(state[KEPT_AS[subject]] for subject in judged):
        return SIGNED
    return DRAFT if judged else UNJUDGED


def draft_of(database: Database, uuid: str) -> Draft:
    """The 初判 as it stands; empty where nobody has said anything."""
    kept = database.remembered(("draft", uuid), lambda: _read_draft(database, uuid))
    return dataclasses.replace(kept, answers=dict(kept.answers))


def _read_draft(database: Database, uuid: str) -> Draft:
    row = database.row("SELECT * FROM drafts WHERE parcel_uuid = ?", (uuid,))
    return _draft(uuid, state_of_rows(dict(row) if row else None, None))


def _draft(uuid: str, state: State) -> Draft:
    answers = state["answers"] if isinstance(state["answers"], dict) else {}
    return Draft(uuid, answers, str(state["note"]), str(state["confidence"]), str(state["flag"]))


def all_drafts(database: Database, batch: str) -> Dict[str, Draft]:
    """Every 初判 (of a batch) by parcel, in one query; parcels of which nobody said anything are not there."""
    return _drafts(database.rows(
        " ".join((_DRAFTS, "(SELECT uuid FROM open_parcels WHERE ? = '' OR batch_uuid = ?)")), (batch, batch)))


def drafts_among(database: Database, parcels: Sequence[str]) -> Dict[str, Draft]:
    """The 初判 of these parcels, at most `database.MOST_MARKS`; those of which nobody said anything are not there."""
    return _drafts(database.rows(" ".join((_DRAFTS, marks_for(parcels))), parcels))


def _drafts(rows: Iterable[sqlite3.Row]) -> Dict[str, Draft]:
    drafts = {}
    for parcel, note, confidence, flag, *values in map(tuple, rows):
        answers = {code: value for code, value in zip(ANSWER_FIELDS, values) if value is not None}
        drafts[parcel] = Draft(parcel, answers, note, confidence, flag)
    return drafts


def judgement_of(database: Database, uuid: str, subject: str = LAND) -> Optional[Judgement]:
    """The 判定, or ``None`` until a person has signed."""
    return database.remembered(("judgement", uuid, subject), lambda: _read_judgement(database, uuid, subject))


def _read_judgement(database: Database, uuid: str, subject: str) -> Optional[Judgement]:
    row = database.row("SELECT * FROM judgements WHERE parcel_uuid = ? AND subject = ?", (uuid, subject))
    return None if row is None else _judgement(dict(row))


def all_judgements(database: Database, subject: str = LAND) -> Dict[str, Judgement]:
    """Every 判定 of a subject by parcel, in one query."""
    rows = database.rows("SELECT * FROM judgements WHERE subject = ?", (subject,))
    return {str(row["parcel_uuid"]): _judgement(dict(row)) for row in rows}


def _judgement(row: Mapping[str, object]) -> Judgement:
    return Judgement(
        parcel_uuid=str(row["parcel_uuid"]), answers=values_of(ANSWER_FIELDS, row), signed_by=str(row["signed_by"]),
        signed_at=str(row["signed_at"]), basis=str(row["basis"]), reason=str(row["reason"]),
        subject=str(row["subject"]),
    )


def answered_times(database: Database, since: str, after: int = 0, most: int = -1, actor: str = "") -> List[str]:
    """When outcomes were chosen since an ISO time, by events after that ``sequence`` (the latest ``most`` of them): the
    intervals between them are the seconds a patch takes. With ``actor`` only what this person chose in this workspace.
    """
    found = database.rows(
        """SELECT recorded_at, payload FROM events WHERE sequence > ? AND kind = 'draft' AND recorded_at >= ?
           AND (? = '' OR (actor = ? AND workspace_id = (SELECT value FROM meta WHERE key = 'workspace_id')))
           ORDER BY sequence DESC LIMIT ?""", (after, since, actor, actor, most))
    return sorted(str(row["recorded_at"]) for row in found if _chose_an_outcome(str(row["payload"])))


def _chose_an_outcome(payload: str) -> bool:
    answers = json.loads(payload)["after"].get("answers", {})
    return any(answers.get(outcome) for outcome in OUTCOMES.values())
