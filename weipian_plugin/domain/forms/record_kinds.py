"""The kinds of records: what is kept beside the answers of one parcel, and when a record of its kind is a sound one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import Dict, Mapping, Optional, Tuple

from ..calendar.dates import parse_date
from ..definitions import (
    ACT,
    ATTACHMENT,
    AUDIT_RECORD,
    CORRECTION,
    DISCOVERY,
    DRAWN,
    EXTENSION,
    FINDING_STATE,
    IMAGE_CHECK,
    LETTER,
    RECHECK,
    RECTIFICATION,
    REVIEW,
    RULING,
    SAMPLE,
    SKETCH,
    SURVEY,
    TRANSFER,
)
from ..errors import WeipianError
from ..records import Record, Value
from .codes import is_classified, normalise_code
from .fields import Field, FieldType, applicable, is_empty


@dataclass(frozen=True)
class RecordKind:
    """A kind of record and its fields. ``key`` names the fields that, with its parcels, tell one from another: to put
    such a record again is to change it; ``None`` where any number may stand side by side. ``belongs_to``: the kinds of
    records that `Record.act` of one may name. ``follows_parts``: where its parcel is split each part has a copy of it,
    else it stays with the first part; a kind of ``many_parcels`` concerns all parts. ``worked_out``: the fields, and
    the parcels beside them, that are worked out in each office by itself of what the record says: a record with such
    fields is named by what it says, and two offices that keep the same agree, whatever they work out.
    """

    name: str
    zh: str
    en: str
    fields: Tuple[Field, ...]
    many_parcels: bool
    key: Optional[Tuple[str, ...]] = None
    belongs_to: Tuple[str, ...] = ("act",)
    follows_parts: bool = False
    worked_out: Tuple[str, ...] = ()

    @property
    def by_code(self) -> Dict[str, Field]:
        """The kind's fields by their codes."""
        return {field.code: field for field in self.fields}


RECORD_KINDS: Dict[str, RecordKind] = {
    kind.name: kind for kind in (
        RecordKind("act", "违法行为", "Act", ACT, True, belongs_to=()),
        RecordKind("rectification", "整改", "Rectification", RECTIFICATION, True),
        RecordKind("transfer", "移交", "Transfer", TRANSFER, True),
        RecordKind("review", "集体会审", "Collective review", REVIEW, True),
        RecordKind("correction", "容错纠错", "Correction", CORRECTION, True),
        RecordKind("attachment", "附件", "Attachment", ATTACHMENT, False, belongs_to=("act", "rectification"),
                   follows_parts=True),
        RecordKind("finding", "校验处理", "Finding", FINDING_STATE, False, ("JYBH",)),
        RecordKind("extension", "延期", "Extension", EXTENSION, True),
        RecordKind("survey", "变更调查标识", "Survey flag", SURVEY, False, (), follows_parts=True),
        RecordKind("letter", "函件", "Letter", LETTER, True),
        RecordKind("audit", "审核", "Audit", AUDIT_RECORD, False, ("SHJB", "SHLC"), follows_parts=True),
        RecordKind("sketch", "标绘", "Sketch", SKETCH, False, belongs_to=()),
        RecordKind("sample", "抽样", "Sample", SAMPLE, True, belongs_to=()),
        RecordKind("drawn", "抽中图斑", "Drawn", DRAWN, False, belongs_to=("sample",)),
        RecordKind("recheck", "复判", "Second reading", RECHECK, False, belongs_to=("sample",)),
        RecordKind("ruling", "裁定", "Ruling", RULING, False, belongs_to=("sample",)),
        RecordKind("image_check", "整改影像复核", "Image check", IMAGE_CHECK, False, belongs_to=("rectification",)),
        RecordKind("discovery", "日常发现", "Discovery", DISCOVERY, True, belongs_to=(),
                   worked_out=("FXDW", "FXZB", "FXJL", "FXWJ")),
    )
}


def kind_of(name: str) -> RecordKind:
    """The kind of this name; raises ``UNKNOWN_RECORD_KIND``."""
    try:
        return RECORD_KINDS[name]
    except KeyError:
        raise WeipianError("UNKNOWN_RECORD_KIND", kind=name, known="、".join(RECORD_KINDS)) from None


def checked(record: Record) -> Record:
    """The record as it is kept: values of its kind's fields, each of its type, without those that do not apply.

    Raises ``UNKNOWN_RECORD_KIND``, ``UNKNOWN_FIELD``, ``RECORD_VALUE`` (a date, number or code that is none),
    ``RECORD_PARCELS`` where a kind that concerns one parcel names none or several, ``ANSWER_IS_CLASSIFIED``.
    """
    kind = kind_of(record.kind)
    fields = kind.by_code
    unknown = [code for code in record.values if code not in fields]
    if unknown:
        raise WeipianError("UNKNOWN_FIELD", field=", ".join(unknown))
    parcels = tuple(dict.fromkeys(record.parcels))
    if len(parcels) != 1 and not kind.many_parcels:
        raise WeipianError("RECORD_PARCELS", kind=kind.zh, count=len(parcels))
    if is_classified(record.values):
        raise WeipianError("ANSWER_IS_CLASSIFIED")
    read = {code: _read(fields[code], value) for code, value in record.values.items() if not is_empty(value)}
    left = applicable(fields, read)
    return replace(record, parcels=parcels, values={code: left[code] for code in fields if code in left})


def _read(field: Field, value: Value) -> Value:
    """A value as its type stores it."""
    found = _READERS.get(field.type, _text)(field, value)
    if found is None:
        raise WeipianError("RECORD_VALUE", name=field.zh, field=field.code, value=value)
    return found


def _text(_: Field, value: Value) -> Value:
    return str(value)


def _code(field: Field, value: Value) -> Value:
    return normalise_code(field.codes, value)


def _day(_: Field, value: Value) -> Value:
    day = parse_date(value)
    return day.isoformat() if day is not None else None


def _flag(_: Field, value: Value) -> Value:
    return {"1": 1, "TRUE": 1, "是": 1, "0": 0, "FALSE": 0, "否": 0}.get(str(value).strip().upper())


def _number(field: Field, value: Value) -> Value:
    try:
        number = float(str(value))
    except ValueError:
        return None
    if not isfinite(number):
        return None
    if field.type is FieldType.INTEGER:
        return int(number) if number.is_integer() else None
    return number


_READERS = {
    FieldType.CODE: _code, FieldType.DATE: _day, FieldType.BOOLEAN: _flag, FieldType.NUMBER: _number,
    FieldType.AREA: _number, FieldType.INTEGER: _number,
}


def same_key(kind: RecordKind, one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Do two records of the same parcel mean the same thing?"""
    return kind.key is not None and all(one.get(code) == other.get(code) for code in kind.key)
