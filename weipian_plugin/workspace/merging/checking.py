"""Whether another office's state may enter at all, and what is strange about it. Nothing is written here."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Dict, FrozenSet, Iterator, List, Mapping, Sequence, Set, Tuple

from ...domain.definitions import ANSWERS
from ...domain.errors import WeipianError
from ...domain.forms.codes import is_classified, normalise_code
from ...domain.forms.fields import Field, FieldType
from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.records import Finding
from ...domain.review.office_state import FORMAT, FORMAT_REVISION, FORMAT_VERSION, TABLES, OfficeState, Row
from .. import events
from ..migrations import current_version
from ..schema import ANSWER_FIELDS, BATCHES, DRAFTS, JUDGEMENTS, PATCHES
from .told import mapping

_KINDS = frozenset({
    events.DRAFTED, events.NOTED, events.FLAGGED, events.RATED, events.SIGNED, events.UNDONE, events.REDONE,
    events.REFUSED, events.RECORDED, events.UNRECORDED, events.FLAGGED_TOGETHER, events.TOWNSHIP_NAMED,
    events.DATES_GIVEN, events.SPLIT, events.MERGED, events.RESHAPED, events.ACTUAL, events.DRAWN, events.SUPERSEDED,
    events.KEPT, events.SETTLED})
_OVERLAY = ("what", "uuid", "recorded_at", "actor", "provenance", "remarks", "parcel_uuid", "run_uuid", "area_m2",
            "digests", "class_table", "farmland_m2", "basic_m2", "redline_m2", "roles", "areas", "features", "nested")
_COLUMNS: Dict[str, FrozenSet[str]] = {
    "batches": frozenset(name for name, _ in BATCHES.columns),
    "patches": frozenset(("geom", "earlier", *(name for name, _ in PATCHES.all_columns))),
    "parcels": frozenset(("uuid", "patch_uuid", "batch_uuid", "position", "dkbh", "status", "outcome", "geom")),
    "actual_parcels": frozenset(("parcel_uuid", "area_m2", "geom")),
    "overlay": frozenset(_OVERLAY),
    "drafts": frozenset(name for name, _ in DRAFTS.all_columns),
    "judgements": frozenset(name for name, _ in JUDGEMENTS.all_columns),
    "records": frozenset(("uuid", "kind", "act", "parcels", "values")),
    "events": frozenset(("uuid", "workspace_id", "parcel_uuid", "kind", "actor", "recorded_at", "predecessor",
                         "schema_version", "undoes", "payload", "follows", "parcels")),
    "files": frozenset(("record_uuid", "place", "name", "size", "sha256")),
}
_MAY_GROW = frozenset({"batches", "overlay", "files"})
"""The tables of which a column may be left out that only a later revision knows; of records so may fields."""
_CODED: Dict[str, Field] = {field.code: field for field in ANSWERS if field.type is FieldType.CODE}
_MARKS = frozenset({"SFJY", "SFSM", "QTJTQX", "QTJTLX"})
_PLAIN = frozenset({"answers", "note", "flag", "confidence", "judgement", "mineral"})
_SIGNED = ("judgement", "mineral")
_AHEAD = timedelta(days=1)
_NAMED = 5
_OURS = f"{current_version()}.{FORMAT_REVISION}"


def require_sound(state: OfficeState, meta: Mapping[str, str]) -> None:
    """Raises ``OFFICE_STATE_FORMAT``, ``OFFICE_STATE_NEWER``, ``OFFICE_STATE_TRAINING``, ``OFFICE_STATE_UNKNOWN`` with
    table and row, ``OFFICE_STATE_CODE``, ``OFFICE_STATE_ROW``, and ``OFFICE_STATE_CLASSIFIED``, which says no more.

    What a later revision of the same format may have beside is no reason to refuse it; see `unknown_fields`.
    """
    _require_form(state.meta)
    try:
        _require_content(state, meta)
    except WeipianError as error:
        if error.code != "OFFICE_STATE_UNKNOWN" or not is_later(state.meta):
            raise
        raise WeipianError("OFFICE_STATE_NEWER", found=_version(state.meta), known=_OURS) from error


def is_later(meta: Mapping[str, str]) -> bool:
    """Was the state written in a later revision of our format?"""
    return _revision(meta) > FORMAT_REVISION


def unknown_fields(state: OfficeState) -> List[str]:
    """What a later revision has that is not known here, and does not enter: names of columns and fields."""
    if not is_later(state.meta):
        return []
    found: Set[str] = set()
    for table in _MAY_GROW:
        found.update(name for row in state.tables.get(table, ()) for name in row.keys() - _COLUMNS[table])
    for row in state.tables.get("records", ()):
        found.update(mapping(row.get("values")).keys() - RECORD_KINDS[str(row["kind"])].by_code.keys())
    return sorted(found)


def _revision(meta: Mapping[str, str]) -> int:
    text = meta.get("format_revision", "")
    return int(text) if text.isdigit() else 0


def _version(meta: Mapping[str, str]) -> str:
    return f"{meta['schema_version']}.{_revision(meta)}"


def _require_content(state: OfficeState, meta: Mapping[str, str]) -> None:
    later = is_later(state.meta)
    if (state.meta.get("training", "") == "1") != (meta.get("training", "") == "1"):
        raise WeipianError("OFFICE_STATE_TRAINING")
    for table, rows in state.tables.items():
        if table not in TABLES:
            raise WeipianError("OFFICE_STATE_UNKNOWN", table=table, row=0, what=table)
        if not later or table not in _MAY_GROW:
            _require_columns(table, rows)
    if any(_says_classified(state.tables)):
        raise WeipianError("OFFICE_STATE_CLASSIFIED")
    _require_records(state.tables.get("records", ()), later)
    _require_events(state.tables.get("events", ()))
    _require_codes(state.tables)


def _require_form(meta: Mapping[str, str]) -> None:
    version, schema = meta.get("format_version", ""), meta.get("schema_version", "")
    if meta.get("format") != FORMAT or not version.isdigit() or not schema.isdigit() or not meta.get("crs"):
        raise WeipianError("OFFICE_STATE_FORMAT")
    if int(version) > FORMAT_VERSION or int(schema) > current_version():
        raise WeipianError("OFFICE_STATE_NEWER", found=_version(meta), known=_OURS)


def _require_columns(table: str, rows: Sequence[Row]) -> None:
    known = _COLUMNS[table]
    for number, row in enumerate(rows, 1):
        if not row.keys() <= known:
            raise WeipianError("OFFICE_STATE_UNKNOWN", table=table, row=number,
                               what=", ".join(sorted(set(row) - known)))


def _says_classified(tables: Mapping[str, Sequence[Row]]) -> Iterator[bool]:
    for row in tables.get("patches", ()):
        yield _is_marked(row)
        extra = str(row.get("extra") or "{}")
        yield extra != "{}" and is_classified(mapping(_json("patches", extra)))
    for table in ("drafts", "judgements"):
        yield any(_is_marked(row) for row in tables.get(table, ()))
    for row in tables.get("records", ()):
        yield _is_marked(mapping(row.get("values")))
    for row in tables.get("events", ()):
        payload = mapping(row.get("payload"))
        yield not _is_plain(payload) and any(_is_marked(values) for values in _said_in(payload))


def _is_plain(payload: Mapping[str, object]) -> bool:
    """Does the payload hold answers of one parcel and a remark at most, and none of them a mark? Nearly all do."""
    for side in ("before", "after"):
        part = payload.get(side)
        if part is None:
            continue
        if not isinstance(part, dict) or not part.keys() <= _PLAIN:
            return False
        answers = part.get("answers")
        if answers and (not isinstance(answers, dict) or not _MARKS.isdisjoint(answers)):
            return False
        for name in _SIGNED:
            judged = part.get(name)
            if judged and not (isinstance(judged, dict) and isinstance(judged.get("answers"), dict)
                               and _MARKS.isdisjoint(judged["answers"])):
                return False
    return "ground" not in payload


def _is_marked(values: Mapping[str, object]) -> bool:
    return not _MARKS.isdisjoint(values) and is_classified(values)


def _json(table: str, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise WeipianError("OFFICE_STATE_ROW", table=table, row=0, detail=str(error)) from error


def _said_in(payload: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Answers and values of records wherever an event holds them."""
    for side in ("before", "after"):
        yield from _answers_in(mapping(payload.get(side)))
        yield mapping(mapping(payload.get(side)).get("values"))
        if "ground" in payload:
            for state in mapping(mapping(payload.get("states")).get(side)).values():
                yield from _answers_in(mapping(state))
            for content in mapping(mapping(payload.get("records")).get(side)).values():
                yield mapping(mapping(content).get("values"))


def _answers_in(state: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    yield mapping(state.get("answers"))
    for name in ("judgement", "mineral"):
        if state.get(name):
            yield mapping(mapping(state[name]).get("answers"))


def _require_records(rows: Sequence[Row], later: bool) -> None:
    for number, row in enumerate(rows, 1):
        kind = RECORD_KINDS.get(str(row.get("kind")))
        if kind is None:
            raise WeipianError("OFFICE_STATE_UNKNOWN", table="records", row=number, what=str(row.get("kind")))
        unknown = [code for code in mapping(row.get("values")) if code not in kind.by_code]
        if unknown and not later:
            raise WeipianError("OFFICE_STATE_UNKNOWN", table="records", row=number, what=", ".join(unknown))


def _require_events(rows: Sequence[Row]) -> None:
    for number, row in enumerate(rows, 1):
        payload = row.get("payload")
        if row.get("kind") not in _KINDS:
            raise WeipianError("OFFICE_STATE_UNKNOWN", table="events", row=number, what=str(row.get("kind")))
        if not isinstance(payload, dict) or not isinstance(row.get("follows", {}), dict) or not all(
                isinstance(row.get(name), str) for name in ("uuid", "workspace_id", "parcel_uuid", "actor")):
            raise WeipianError("OFFICE_STATE_ROW", table="events", row=number, detail="payload")
        kind = payload.get("record")
        if kind is not None and kind not in RECORD_KINDS:
            raise WeipianError("OFFICE_STATE_UNKNOWN", table="events", row=number, what=str(kind))
        for side in ("before", "after"):
            answers = mapping(mapping(payload.get(side)).get("answers"))
            if not answers.keys() <= ANSWER_FIELDS.keys():
                unknown = sorted(set(answers) - set(ANSWER_FIELDS))
                raise WeipianError("OFFICE_STATE_UNKNOWN", table="events", row=number, what=", ".join(unknown))


def _require_codes(tables: Mapping[str, Sequence[Row]]) -> None:
    sound: Set[Tuple[str, object]] = set()
    for table in ("drafts", "judgements"):
        for number, row in enumerate(tables.get(table, ()), 1):
            _require_each(table, number, [_CODED[code] for code in _CODED.keys() & row.keys()], row, sound)
    for number, row in enumerate(tables.get("records", ()), 1):
        fields = [field for field in RECORD_KINDS[str(row["kind"])].fields if field.type is FieldType.CODE]
        _require_each("records", number, fields, mapping(row.get("values")), sound)


def _require_each(table: str, number: int, fields: Sequence[Field], values: Mapping[str, object],
                  sound: Set[Tuple[str, object]]) -> None:
    for field in fields:
        value = values.get(field.code)
        if value is None or (field.codes, value) in sound:
            continue
        if normalise_code(field.codes, value) is None:
            raise WeipianError("OFFICE_STATE_CODE", table=table, row=number, field=field.code, value=value)
        sound.add((field.codes, value))


def strange(rows: Sequence[Mapping[str, object]], known: Mapping[str, Set[str]], now: datetime) -> List[Finding]:
    """What is to be told of new events: clocks that are wrong, a name that is known of another office (``known``: the
    workspaces by actor).
    """
    found: List[Finding] = []
    ahead = [str(row["recorded_at"]) for row in rows if _is_ahead(str(row.get("recorded_at", "")), now)]
    if ahead:
        found.append(Finding("EVENTS_OF_THE_FUTURE", "W", {"count": len(ahead), "latest": max(ahead)[:16]}))
    doubled = sorted({str(row["actor"]) for row in rows
                      if known.get(str(row["actor"]), set()) - {str(row["workspace_id"])}})
    if doubled:
        found.append(Finding("ACTOR_IN_TWO_OFFICES", "W", {
            "count": len(doubled), "names": "、".join(doubled[:_NAMED]) + (" …" if len(doubled) > _NAMED else "")}))
    return found


def _is_ahead(text: str, now: datetime) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return True
    return (moment if moment.tzinfo else moment.astimezone()) > now + _AHEAD
