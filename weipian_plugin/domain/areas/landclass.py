"""What a DLBM code is in its code table (三调 or 用地用海), and whether it is 农用地, 建设用地 or 未利用地."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Dict, Optional, Tuple

from ..errors import WeipianError
from .landclass_tables import CLASS_TABLES, SD, YDYH, ClassTable

__all__ = [
    "CLASS_TABLES",
    "SD",
    "YDYH",
    "ClassTable",
    "LandClass",
    "class_table",
    "classify",
    "known",
    "understood",
]

Table = ClassTable

AGRICULTURAL = "N"
CONSTRUCTION = "J"
UNUSED = "W"
GROUPS: Dict[str, Tuple[str, str]] = {
    AGRICULTURAL: ("农用地", "Agricultural land"),
    CONSTRUCTION: ("建设用地", "Construction land"),
    UNUSED: ("未利用地", "Unused land"),
}

FARMLAND_LEVEL = "01"
PADDY = "0101"

SEPARATE = "separate"
AS_FARMLAND = "farmland"

_CODE = re.compile(r"[0-9]{2}(?:[0-9H][0-9][0-9A-Z]{0,2}|[0-9])?")


@dataclass(frozen=True)
class LandClass:
    """One DLBM code, understood. ``base`` is the table's code it was found under: exact, first four, or level."""

    code: str
    base: str
    zh: str
    en: str
    group: str

    @property
    def level(self) -> str:
        """First-level class, e.g. ``01`` 耕地 (三调 wetland codes stay under the level they are written with)."""
        return self.code[:2]

    @property
    def farmland(self) -> bool:
        """耕地: base ``01``. Adjustable land is not farmland by itself."""
        return self.level == FARMLAND_LEVEL

    @property
    def paddy(self) -> bool:
        """水田."""
        return self.base == PADDY

    @property
    def adjustable(self) -> bool:
        """可调整地类: the code ends with K."""
        return self.code.endswith("K")

    def counts_as_farmland(self, adjustable: str = SEPARATE) -> bool:
        """Farmland under the profile's switch for 可调整地类: ``separate`` (shown apart) or ``farmland``."""
        return self.farmland or (self.adjustable and adjustable == AS_FARMLAND)


def class_table(name: str) -> ClassTable:
    """The code table of this name (``SD`` where it is empty); raises ``UNKNOWN_CLASS_TABLE``."""
    try:
        return CLASS_TABLES[name or SD.name]
    except KeyError:
        raise WeipianError("UNKNOWN_CLASS_TABLE", name=name, known="、".join(CLASS_TABLES)) from None


def classify(code: object, table: Table = SD) -> LandClass:
    """What a DLBM value is: the exact code, else its first four characters, else its level where that is of one group.

    Raises ``UNKNOWN_LAND_CLASS`` for anything else, an empty value included (TD/T 1057).
    """
    found = _found("" if code is None else str(code), table)
    if found is None:
        raise WeipianError("UNKNOWN_LAND_CLASS", value=("" if code is None else str(code).strip()) or "（空）")
    return found


def known(code: object, table: Table = SD) -> bool:
    """Would :func:`classify` understand this value?"""
    return _found("" if code is None else str(code), table) is not None


def understood(code: object, table: Table = SD) -> Optional[LandClass]:
    """What :func:`classify` returns, or ``None`` for a code that the table does not know."""
    return _found("" if code is None else str(code), table)


@lru_cache(maxsize=4096)
def _found(raw: str, table: Table) -> Optional[LandClass]:
    text = raw.strip().upper()
    base = table.base_of(text) if _CODE.fullmatch(text) else ""
    return LandClass(text, base, table[base][1], table[base][2], table[base][0]) if base else None
