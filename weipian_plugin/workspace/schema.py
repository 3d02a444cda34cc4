"""The tables of a workspace, as data: fixed columns, and columns made from the field definitions."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Dict, Mapping, Tuple

from ..domain.definitions import ANSWERS, ISSUED_EITHER
from ..domain.forms.fields import Field, FieldType, is_empty
from ..domain.forms.record_kinds import RECORD_KINDS

_EXACT = 2**53  # above it a float no longer tells neighbouring integers apart

ANSWER_FIELDS: Dict[str, Field] = {field.code: field for field in ANSWERS}
ISSUED_FIELDS: Dict[str, Field] = {field.code: field for field in ISSUED_EITHER}

_SQL_TYPES = {
    FieldType.TEXT: "TEXT", FieldType.DATE: "TEXT", FieldType.CODE: "TEXT", FieldType.INTEGER: "INTEGER",
    FieldType.BOOLEAN: "INTEGER", FieldType.NUMBER: "REAL", FieldType.AREA: "REAL",
}
_TEXT, _REAL, _FLAG = "TEXT NOT NULL DEFAULT ''", "REAL", "INTEGER NOT NULL DEFAULT 0"
_SUBJECT = "TEXT NOT NULL DEFAULT 'land'"
_JSON_LIST, _JSON_OBJECT, _UNIQUE = "TEXT NOT NULL DEFAULT '[]'", "TEXT NOT NULL DEFAULT '{}'", "TEXT NOT NULL UNIQUE"


@dataclass(frozen=True)
class Table:
    """A table: its key, its own columns with their SQL types, then those of the definitions; geometry or not."""

    name: str
    identifier: str
    columns: Tuple[Tuple[str, str], ...]
    fields: Tuple[Field, ...] = ()
    spatial: bool = False
    key: str = "fid"

    @property
    def all_columns(self) -> Tuple[Tuple[str, str], ...]:
        """Every column but key and geometry, with its SQL type."""
        return self.columns + tuple((field.code, _SQL_TYPES[field.type]) for field in self.fields)

    @property
    def text_columns(self) -> Tuple[str, ...]:
        """The columns that hold text."""
        return tuple(name for name, kind in self.all_columns if kind.startswith("TEXT"))


PATCHES = Table("patches", "图斑（下发）", (
    ("uuid", _UNIQUE), ("batch_uuid", _TEXT), ("position", "INTEGER"), ("superseded", _FLAG),
    ("findings", _JSON_LIST), ("extra", _JSON_OBJECT),
), ISSUED_EITHER, spatial=True)

PARCELS = Table("parcels", "地块", (
    ("uuid", _UNIQUE), ("patch_uuid", _TEXT), ("batch_uuid", _TEXT), ("position", "INTEGER"), ("dkbh", _TEXT),
    ("status", _TEXT), ("outcome", _TEXT), ("flagged", _FLAG), ("stated", _FLAG), ("lacking", _FLAG),
    ("assigned", _TEXT),
), spatial=True)

# 实际地块: where what was found on the ground reaches elsewhere than the parcel.
ACTUAL_PARCELS = Table("actual_parcels", "实际地块", (("parcel_uuid", _UNIQUE), ("area_m2", _REAL)), spatial=True)

BATCHES = Table("batches", "批次", (
    ("uuid", _UNIQUE), ("label", _TEXT), ("issued", _TEXT), ("source", _TEXT), ("digest", _TEXT),
    ("profile_id", _TEXT), ("county", _TEXT), ("imported_at", _TEXT), ("imported_by", _TEXT), ("findings", _JSON_LIST),
))

REFERENCE_LAYERS = Table("reference_layers", "套合图层", (
    ("role", _TEXT), ("source", _TEXT), ("layer", _TEXT), ("class_field", _TEXT), ("version_date", _TEXT),
    ("title", _TEXT), ("declared_empty", _FLAG), ("class_table", _TEXT),
))

SCENES = Table("scenes", "影像", (("path", _UNIQUE), ("date", _TEXT), ("title", _TEXT), ("unclassified", _FLAG),
                                  ("kind", _TEXT)))

OVERLAY_RUNS = Table("overlay_runs", "套合记录", (
    ("uuid", _UNIQUE), ("recorded_at", _TEXT), ("actor", _TEXT), ("provenance", _JSON_OBJECT), ("remarks", _JSON_LIST),
))
OVERLAY_PARCELS = Table("overlay_parcels", "地块面积", (
    ("parcel_uuid", _UNIQUE), ("run_uuid", _TEXT), ("area_m2", _REAL), ("digests", _JSON_OBJECT),
    ("class_table", _TEXT), ("farmland_m2", _REAL), ("basic_m2", _REAL), ("redline_m2", _REAL),
))
OVERLAY_ROLES = Table("overlay_roles", "套合合计", (
    ("parcel_uuid", _TEXT), ("role", _TEXT), ("total_m2", _REAL), ("net_m2", _REAL), ("declared_empty", _FLAG),
))
OVERLAY_AREAS = Table("overlay_areas", "套合结果", (
    ("parcel_uuid", _TEXT), ("role", _TEXT), ("class_code", _TEXT), ("area_m2", _REAL), ("net_area_m2", _REAL),
))
OVERLAY_FEATURES = Table("overlay_features", "套合要素", (
    ("parcel_uuid", _TEXT), ("role", _TEXT), ("class_code", _TEXT), ("area_m2", _REAL), ("attributes", _JSON_OBJECT),
))
# One row with class "" for all of the ground inside the zones, also where there is none: so much was asked.
OVERLAY_NESTED = Table("overlay_nested", "套合嵌套结果", (
    ("parcel_uuid", _TEXT), ("zones", _TEXT), ("class_code", _TEXT), ("area_m2", _REAL), ("net_area_m2", _REAL),
))

SUGGESTIONS = Table("suggestions", "判定建议", (
    ("parcel_uuid", _UNIQUE), ("kind", _TEXT), ("content", _JSON_OBJECT), ("recorded_at", _TEXT), ("digest", _TEXT),
    ("parts", _TEXT),
))
# What many suggestions have in common, by its digest: never anything of one parcel.
SUGGESTION_PARTS = Table("suggestion_parts", "判定建议共用部分", (("digest", _UNIQUE), ("content", _JSON_OBJECT)))
DRAFTS = Table("drafts", "初判", (
    ("parcel_uuid", _UNIQUE), ("note", _TEXT), ("confidence", _TEXT), ("flag", _TEXT),
), ANSWERS)
JUDGEMENTS = Table("judgements", "判定", (
    ("parcel_uuid", _TEXT), ("subject", _SUBJECT), ("signed_by", _TEXT), ("signed_at", _TEXT), ("basis", _TEXT),
    ("reason", _TEXT),
), ANSWERS)

EVENTS = Table("events", "事件", (
    ("uuid", _UNIQUE), ("workspace_id", _TEXT), ("parcel_uuid", _TEXT), ("kind", _TEXT), ("actor", _TEXT),
    ("recorded_at", _TEXT), ("predecessor", _TEXT), ("schema_version", "INTEGER"), ("undoes", _TEXT),
    ("payload", _JSON_OBJECT), ("follows", _TEXT),
), key="sequence")
"""``follows``: of what another office decided, by stream the event upon whose state it did (JSON); "" for our own."""

LINKS = Table("links", "往期图斑", (("patch_uuid", _TEXT), ("earlier_uuid", _TEXT), ("iou", _REAL)))
STUBS = Table("stubs", "已隔离", (("uuid", _UNIQUE), ("jcbh_hash", _UNIQUE), ("recorded_at", _TEXT)))

# What other offices handed over, and where two of them say different things of the same ground.
PACKAGES = Table("packages", "收到的成果包", (
    ("digest", _UNIQUE), ("office", _TEXT), ("office_workspace", _TEXT), ("made_at", _TEXT), ("made_by", _TEXT),
    ("signature", _TEXT), ("merged_at", _TEXT), ("merged_by", _TEXT), ("counts", _JSON_OBJECT),
))
CONFLICTS = Table("conflicts", "合并冲突", (
    ("stream", _TEXT), ("side", _TEXT), ("kind", _TEXT), ("patch_uuid", _TEXT), ("office", _TEXT), ("actor", _TEXT),
    ("recorded_at", _TEXT), ("head", _TEXT), ("state", _JSON_OBJECT), ("decided", _TEXT),
))

# A table for each kind of record. Which parcels a record concerns stands apart, in the order they were named.
RECORDS: Dict[str, Table] = {
    kind.name: Table("record_" + kind.name, kind.zh, (("uuid", _UNIQUE), ("act", _TEXT)), kind.fields)
    for kind in RECORD_KINDS.values()
}
RECORD_PARCELS = Table("record_parcels", "记录与地块", (
    ("record_uuid", _TEXT), ("parcel_uuid", _TEXT), ("kind", _TEXT), ("position", "INTEGER"),
))
# The parcels that an event of a record's chain concerns: the record may no longer name them.
EVENT_PARCELS = Table("event_parcels", "事件与地块", (("event_uuid", _TEXT), ("parcel_uuid", _TEXT)))

TABLES: Tuple[Table, ...] = (
    PATCHES, PARCELS, BATCHES, REFERENCE_LAYERS, SCENES, OVERLAY_RUNS, OVERLAY_PARCELS, OVERLAY_ROLES, OVERLAY_AREAS,
    OVERLAY_FEATURES, OVERLAY_NESTED, SUGGESTIONS, DRAFTS, JUDGEMENTS, EVENTS, LINKS, STUBS,
    *RECORDS.values(), RECORD_PARCELS, EVENT_PARCELS, SUGGESTION_PARTS, ACTUAL_PARCELS,
    PACKAGES, CONFLICTS,
)
SPATIAL: Tuple[Table, ...] = tuple(table for table in TABLES if table.spatial)

META = "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)"

# Parcels whose rows are being moved to quarantine. Filled and emptied inside that one transaction.
MOVING = "CREATE TABLE quarantine_moving (parcel_uuid TEXT PRIMARY KEY NOT NULL)"

NESTED_INDEX = "CREATE INDEX overlay_nested_parcel ON overlay_nested (parcel_uuid)"

JUDGEMENTS_INDEX = "CREATE UNIQUE INDEX one_judgement ON judgements (parcel_uuid, subject)"

LINK_INDEXES: Tuple[str, ...] = (
    "CREATE INDEX record_parcels_record ON record_parcels (record_uuid)",
    "CREATE INDEX record_parcels_parcel ON record_parcels (parcel_uuid, kind)",
    "CREATE INDEX event_parcels_event ON event_parcels (event_uuid)",
    "CREATE INDEX event_parcels_parcel ON event_parcels (parcel_uuid)",
)


CONFLICTS_INDEX = "CREATE UNIQUE INDEX one_conflict_side ON conflicts (stream, side)"


def act_index(table: Table) -> str:
    """The index by which the records of an act are found."""
    return " ".join(("CREATE INDEX", table.name + "_act", "ON", table.name, "(act)"))


RECORD_INDEXES: Tuple[str, ...] = (*LINK_INDEXES, *(act_index(table) for table in RECORDS.values()))

RULES: Tuple[str, ...] = (
    # What is judged here: neither superseded nor in quarantine.
    "CREATE VIEW open_parcels AS SELECT * FROM parcels WHERE status IN ('todo', 'draft', 'signed')",
    "CREATE UNIQUE INDEX one_current_patch ON patches (JCBH) WHERE superseded = 0",
    "CREATE INDEX patches_batch ON patches (batch_uuid)",
    "CREATE INDEX parcels_patch ON parcels (patch_uuid)",
    "CREATE INDEX parcels_batch ON parcels (batch_uuid)",
    "CREATE INDEX overlay_roles_parcel ON overlay_roles (parcel_uuid)",
    "CREATE INDEX overlay_areas_parcel ON overlay_areas (parcel_uuid)",
    "CREATE INDEX overlay_features_parcel ON overlay_features (parcel_uuid)",
    NESTED_INDEX,
    JUDGEMENTS_INDEX,
    CONFLICTS_INDEX,
    *RECORD_INDEXES,
    "CREATE INDEX events_parcel ON events (parcel_uuid, sequence)",
    "CREATE INDEX events_undoes ON events (undoes) WHERE undoes <> ''",
    "CREATE INDEX links_patch ON links (patch_uuid)",
    "CREATE INDEX links_earlier ON links (earlier_uuid)",
    """CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
       WHEN NOT EXISTS (SELECT 1 FROM quarantine_moving)
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
       WHEN OLD.parcel_uuid NOT IN (SELECT parcel_uuid FROM quarantine_moving)
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
)


def as_stored(field: Field, value: object) -> object:
    """A value as its column keeps it: empty is ``None``, areas and numbers floats, booleans 0/1, the rest text.

    What does not fit its type stays as it came: an issued value is shown as it was delivered.
    """
    if is_empty(value) or value is None:
        return None
    if field.type in (FieldType.NUMBER, FieldType.AREA, FieldType.INTEGER, FieldType.BOOLEAN):
        try:
            number = float(str(value)) if not isinstance(value, bool) else float(value)
        except ValueError:
            return str(value)
        if not isfinite(number):
            return str(value)
        whole = field.type in (FieldType.INTEGER, FieldType.BOOLEAN) and number.is_integer()
        return int(number) if whole and abs(number) < _EXACT else number
    return str(value)


def values_of(fields: Mapping[str, Field], row: Mapping[str, object]) -> Dict[str, object]:
    """The values of a row that are filled in, by field code, in the order of the definitions."""
    return {code: row[code] for code in fields if code in row and row[code] is not None}
