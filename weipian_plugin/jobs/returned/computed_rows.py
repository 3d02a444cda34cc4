"""Rows of tables that are computed to the last cell (附表5, 套合地类明细表): compared, and nothing of them taken."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

from ...domain.forms.fields import Field
from ...domain.forms.list_forms import OVERLAY_CLASSES
from ...domain.records import Finding
from ...intake.returned.table import Row
from ...intake.values import as_id
from .base import Base
from .known_rows import Found, KnownRows, PlaceOrWhy

_KEYS: Mapping[str, Tuple[str, ...]] = {"5": ("PJDW", "PJND", "PJJD"), OVERLAY_CLASSES: ("DKBH", "DLBM")}
"""By form: what says together whose row it is."""


class ComputedRows(KnownRows):
    """What was edited is listed cell by cell, so that nobody believes it was taken over."""

    def numbers(self, item: Any) -> Tuple[str, ...]:
        return (self._key(item),)

    def label(self, item: Any) -> str:
        return " ".join(str(item.get(code) or "") for code in _KEYS[self.form.id]).strip()

    def parcels(self, item: Any) -> Tuple[str, ...]:
        found = self._parcels.get(as_id(item.get("DKBH")), "")
        return (found,) if found else ()

    @property
    def _parcels(self) -> Mapping[str, str]:
        if not hasattr(self, "_by_label"):
            self._by_label: Dict[str, str] = {as_id(row.dkbh): row.parcel_uuid for row in self.workspace.queue()}
        return self._by_label

    def find(self, row: Row) -> Found:
        key = self._key(row.values)
        if not as_id(row.values.get(_KEYS[self.form.id][0])):
            return (), Finding("RETURNED_NUMBER_MISSING", "W", {})
        items = self._by_number.get(key, [])
        return (items, None) if items else ((), Finding("RETURNED_NUMBER_UNKNOWN", "W", {
            "value": key.replace("|", " ").strip()}))

    def place(self, item: Any, field: Field) -> PlaceOrWhy:
        return Finding("RETURNED_COMPUTED", "W", {"form": self.form.name})

    def before(self, item: Any, field: Field, base: Base) -> Tuple[bool, object, object]:
        return False, None, None

    def _key(self, values: Mapping[str, object]) -> str:
        return "|".join(as_id(values.get(code)) for code in _KEYS[self.form.id])
