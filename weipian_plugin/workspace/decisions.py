"""What people say of a parcel: each decision one event and its projections, in one transaction, at once."""

from __future__ import annotations

import sqlite3
from typing import Callable, Dict, List, Mapping, Optional

from ..domain.codes import CODE_LISTS, is_classified
from ..domain.definitions import JUDGEMENT
from ..domain.errors import WeipianError
from ..domain.fields import missing_fields
from ..domain.records import DRAFT, SIGNED, UNJUDGED, Draft, Event, Judgement
from . import events
from .database import Database, delete, replace, select
from .events import State
from .schema import ANSWER_FIELDS, as_stored, values_of

ON_SITE = "实地"
NEEDS_ON_SITE = ("W1", "W3")

Change = Callable[[State], State]


class Desk:
    """Where decisions are made: a database and who sits at it."""

    def __init__(self, database: Database, actor: str, workspace_id: str) -> None:
        self.database, self.actor, self.workspace_id = database, actor, workspace_id

    def save_draft(self, uuid: str, answers: Mapping[str, object]) -> Draft:
        """Merge ``answers`` (by field code; empty takes away) into the 初判.

        Another PDLX clears what belongs to the other outcomes. A changed answer withdraws a signature.
        Raises ``UNKNOWN_FIELD``, ``UNKNOWN_PARCEL``, ``PARCEL_CLOSED``, and ``ANSWER_IS_CLASSIFIED`` for a case that
        says military or classified: such a patch is quarantined, not answered.
        """
        given = _cleaned(answers)
        return _draft(uuid, self._decide(uuid, events.DRAFTED, lambda state: _answer(state, given)))

    def set_note(self, uuid: str, text: str) -> None:
        """Keep a note (备注) with the parcel."""
        self._decide(uuid, events.NOTED, lambda _: {"note": text})

    def set_flag(self, uuid: str, reason: str) -> None:
        """Flag the parcel with a reason; an empty one takes the flag away."""
        self._decide(uuid, events.FLAGGED, lambda _: {"flag": reason.strip()})

    def set_confidence(self, uuid: str, text: str) -> None:
        """Say how sure the 初判 is."""
        self._decide(uuid, events.RATED, lambda _: {"confidence": text})

    def sign(self, uuid: str, signed_by: str, basis: str, reason: str = "") -> Judgement:
        """Make the complete 初判 a 判定 (domain §8.7).

        Raises ``NOT_COMPLETE`` with the names of what is missing, ``SIGNER_MISSING``, ``BASIS_UNKNOWN``, and
        ``ON_SITE_NEEDED`` where 违法 W1/W3 is signed from the desk without a reason.
        """
        self._decide(uuid, events.SIGNED, lambda state: _signature(state, signed_by.strip(), basis, reason.strip()))
        judgement = judgement_of(self.database, uuid)
        if judgement is None:
            raise WeipianError("UNKNOWN_PARCEL", parcel=uuid)
        return judgement

    def undo(self) -> Optional[Event]:
        """Compensate this actor's last decision that is not undone; ``None`` where there is none.

        Raises ``UNDO_OVERTAKEN`` where someone has decided otherwise since.
        """
        self.database.require_writable()
        last = events.last_decision(self.database, self.actor, self.workspace_id)
        if last is None:
            return None
        before, after = _part(last, "before"), _part(last, "after")

        def compensate(state: State) -> State:
            if events.reverse(state, after) != after:
                raise WeipianError("UNDO_OVERTAKEN", actor=self.actor)
            return before

        self._decide(last.parcel_uuid, events.UNDONE, compensate, undoes=last.uuid)
        return events.history(self.database, last.parcel_uuid)[-1]

    def _decide(self, uuid: str, kind: str, change: Change, undoes: str = "") -> State:
        with self.database.transaction() as connection:
            _require_open(connection, uuid)
            state = _state(connection, uuid)
            after = change(state)
            before = events.reverse(state, after)
            if before == after:
                return state
            payload = {"before": before, "after": after}
            events.append(connection, kind, self.actor, payload, uuid, undoes)
            state = events.merged(state, after)
            project(connection, uuid, state)
            return state


def _part(event: Event, name: str) -> State:
    part = event.payload.get(name)
    return dict(part) if isinstance(part, dict) else {}


def _cleaned(answers: Mapping[str, object]) -> Dict[str, object]:
    unknown = [code for code in answers if code not in ANSWER_FIELDS]
    if unknown:
        raise WeipianError("UNKNOWN_FIELD", field=", ".join(unknown))
    return {code: as_stored(ANSWER_FIELDS[code], value) for code, value in answers.items()}


def _answer(state: State, given: Mapping[str, object]) -> State:
    old = state["answers"] if isinstance(state["answers"], dict) else {}
    new = {code: value for code, value in {**old, **given}.items() if value is not None}
    new = {code: value for code, value in new.items() if ANSWER_FIELDS[code].applies(new)}
    if is_classified(new):
        raise WeipianError("ANSWER_IS_CLASSIFIED")
    changed = {code: new.get(code) for code in ANSWER_FIELDS if old.get(code) != new.get(code)}
    if not changed:
        return {}
    return {"answers": changed, "judgement": None} if state["judgement"] else {"answers": changed}


def _signature(state: State, signed_by: str, basis: str, reason: str) -> State:
    answers = state["answers"] if isinstance(state["answers"], dict) else {}
    missing = missing_fields(JUDGEMENT, answers)
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
    if answers.get("WFLX1") in NEEDS_ON_SITE and basis != ON_SITE and not reason:
        raise WeipianError("ON_SITE_NEEDED")
    return {"judgement": {
        "answers": answers, "signed_by": signed_by, "signed_at": events.now(), "basis": basis, "reason": reason,
    }}


def _require_open(connection: sqlite3.Connection, uuid: str) -> None:
    found = connection.execute("SELECT status FROM parcels WHERE uuid = ?", (uuid,)).fetchone()
    if found is None:
        raise WeipianError("UNKNOWN_PARCEL", parcel=uuid)
    if found[0] not in (UNJUDGED, DRAFT, SIGNED):
        raise WeipianError("PARCEL_CLOSED", parcel=uuid)


def _state(connection: sqlite3.Connection, uuid: str) -> State:
    drafts = select(connection, "drafts", "parcel_uuid", uuid)
    judgements = select(connection, "judgements", "parcel_uuid", uuid)
    return state_of_rows(drafts[0] if drafts else None, judgements[0] if judgements else None)


def state_of_rows(draft: Optional[Mapping[str, object]], judgement: Optional[Mapping[str, object]]) -> State:
    """The state of a parcel as its rows in the tables of drafts and judgements hold it."""
    state = events.blank_state()
    if draft is not None:
        state.update({key: draft[key] for key in ("note", "confidence", "flag")})
        state["answers"] = values_of(ANSWER_FIELDS, draft)
    if judgement is not None:
        signature = {key: judgement[key] for key in ("signed_by", "signed_at", "basis", "reason")}
        state["judgement"] = {"answers": values_of(ANSWER_FIELDS, judgement), **signature}
    return state


def project(connection: sqlite3.Connection, uuid: str, state: State) -> None:
    """Write a parcel's state into the tables of drafts, judgements and parcels."""
    answers, judgement = state["answers"], state["judgement"]
    answers = answers if isinstance(answers, dict) else {}
    if state == events.blank_state():
        delete(connection, "drafts", "parcel_uuid", uuid)
    else:
        replace(connection, "drafts", "parcel_uuid", {
            "parcel_uuid": uuid, "note": state["note"], "confidence": state["confidence"], "flag": state["flag"],
            **{code: answers.get(code) for code in ANSWER_FIELDS},
        })
    if isinstance(judgement, dict):
        signed = judgement["answers"]
        replace(connection, "judgements", "parcel_uuid", {
            "parcel_uuid": uuid, **{key: judgement[key] for key in ("signed_by", "signed_at", "basis", "reason")},
            **{code: signed.get(code) for code in ANSWER_FIELDS},
        })
    else:
        delete(connection, "judgements", "parcel_uuid", uuid)
    status = SIGNED if judgement else DRAFT if answers else UNJUDGED
    connection.execute(
        "UPDATE parcels SET status = ?, outcome = ?, flagged = ? WHERE uuid = ?",
        (status, answers.get("PDLX") or "", int(bool(state["flag"])), uuid),
    )


def draft_of(database: Database, uuid: str) -> Draft:
    """The 初判 as it stands; empty where nobody has said anything."""
    row = database.row("SELECT * FROM drafts WHERE parcel_uuid = ?", (uuid,))
    return _draft(uuid, state_of_rows(dict(row) if row else None, None))


def _draft(uuid: str, state: State) -> Draft:
    answers = state["answers"] if isinstance(state["answers"], dict) else {}
    return Draft(uuid, answers, str(state["note"]), str(state["confidence"]), str(state["flag"]))


def judgement_of(database: Database, uuid: str) -> Optional[Judgement]:
    """The 判定, or ``None`` until a person has signed."""
    row = database.row("SELECT * FROM judgements WHERE parcel_uuid = ?", (uuid,))
    return None if row is None else _judgement(dict(row))


def all_judgements(database: Database) -> Dict[str, Judgement]:
    """Every 判定 by parcel, in one query."""
    rows = database.rows("SELECT * FROM judgements")
    return {str(row["parcel_uuid"]): _judgement(dict(row)) for row in rows}


def _judgement(row: Mapping[str, object]) -> Judgement:
    return Judgement(
        parcel_uuid=str(row["parcel_uuid"]), answers=values_of(ANSWER_FIELDS, row), signed_by=str(row["signed_by"]),
        signed_at=str(row["signed_at"]), basis=str(row["basis"]), reason=str(row["reason"]),
    )


def answered_times(database: Database, since: str) -> List[str]:
    """When answers were recorded since an ISO time: the intervals between them are the seconds a patch takes."""
    found = database.rows("SELECT recorded_at FROM events WHERE kind = 'draft' AND recorded_at >= ?", (since,))
    return sorted(str(row[0]) for row in found)
