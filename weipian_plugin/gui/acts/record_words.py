"""Records in words: values as people read them, what an event of a record did, and what holds a parcel open."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, List, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.forms.codes import CODE_LISTS, label
from ...domain.forms.fields import Field, FieldType, is_empty
from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.records import Event
from ..messages import language
from ..wording import field_name, mu_text, mu_unit

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_NAMING = {"act": ("WFXWBH",), "rectification": ("ZGFS", "ZGMJ"), "transfer": ("JSDW", "YJWH"), "review": ("HSSJ",),
           "correction": ("FKWH",), "attachment": ("FJMC",), "finding": ("JYBH",), "extension": ("QXBH", "YQZ"),
           "survey": ("BGDCBS",), "letter": ("HJLX", "HJWH"), "audit": ("SHJB", "SHLC", "SHJG")}
"""By which fields people tell one record of a kind from another."""
translate = QCoreApplication.translate
_INTERNAL = frozenset({"SHA256", "FJDX", "FJLJ", "JYZY", "YZLC"})


def kind_name(kind: str) -> str:
    """The kind in the user's language."""
    known = RECORD_KINDS.get(kind)
    return kind if known is None else known.zh if language() == "zh" else known.en


def value_text(field: Field, value: object, unit: bool = True) -> str:
    """A stored value as people read it: areas in 亩, codes and yes/no in words; empty for nothing."""
    if is_empty(value):
        return ""
    if field.type == FieldType.AREA:
        return f"{mu_text(float(str(value)))} {mu_unit()}" if unit else mu_text(float(str(value)))
    if field.type == FieldType.CODE and field.codes in CODE_LISTS:
        return str(label(field.codes, value, language()))
    if field.type == FieldType.BOOLEAN:
        return translate("RecordWords", "yes") if value in (1, True, "1") else translate("RecordWords", "no")
    return str(value)


def naming(kind: str, values: Mapping[str, object]) -> str:
    """What people call the record: its number, its office, its day."""
    fields = RECORD_KINDS[kind].by_code
    return " ".join(text for code in _NAMING.get(kind, ()) if (text := value_text(fields[code], values.get(code))))


def event_in_words(event: Event) -> Tuple[str, str]:
    """What an event of a record did (who and when stand beside it), and the fields it changed."""
    before, after = _content(event, "before"), _content(event, "after")
    kind = str((after or before or {}).get("kind") or event.payload.get("record") or "")
    if kind not in RECORD_KINDS:
        return kind, ""
    if event.kind == "undo":  # its payload tells from what to what, as every other's
        title = translate("RecordWords", "Taken back: {kind}")
    elif before is None:
        title = translate("RecordWords", "Entered: {kind}")
    else:
        title = (translate("RecordWords", "Removed: {kind}") if after is None
                 else translate("RecordWords", "Changed: {kind}"))
    old, new = _values(before), _values(after)
    name = naming(kind, new or old)
    title = title.format(kind=" ".join(part for part in (kind_name(kind), name) if part))
    return title, "; ".join(_changes(kind, before, after, old, new))


def _changes(kind: str, before: Optional[Mapping[str, object]], after: Optional[Mapping[str, object]],
             old: Mapping[str, object], new: Mapping[str, object]) -> List[str]:
    if after is None:
        return []
    told = []
    for code, field in RECORD_KINDS[kind].by_code.items():
        if old.get(code) != new.get(code) and code not in _INTERNAL:
            told.append(f"{field_name(field)} {value_text(field, new.get(code)) or '—'}")
    count = _parcel_count(after)
    if before is not None and count != _parcel_count(before):
        told.append(translate("RecordWords", "{n} parcels").format(n=count))
    return told


def records_in_words(workspace: Workspace, parcel: str, palette: QPalette) -> str:
    """A line for a parcel's head: the 违法行为 it belongs to; empty for none."""
    names = [naming("act", record.values) or translate("RecordWords", "without a number")
             for record in workspace.records("act", parcel)]
    return escape(translate("RecordWords", "Acts: {names}").format(names="、".join(names))) if names else ""


def _content(event: Event, name: str) -> Optional[Mapping[str, object]]:
    content = event.payload.get(name)
    return content if isinstance(content, dict) else None


def _parcel_count(content: Mapping[str, object]) -> int:
    parcels = content.get("parcels")
    return len(parcels) if isinstance(parcels, list) else 0


def _values(content: Optional[Mapping[str, object]]) -> Mapping[str, object]:
    values = (content or {}).get("values")
    return values if isinstance(values, dict) else {}

