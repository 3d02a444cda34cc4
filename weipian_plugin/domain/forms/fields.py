"""What a field definition is, and the questions every room asks of one: type, unit, aliases, when it is required."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple


class FieldType(str, Enum):
    """How a value is stored. Areas are m², dates ISO ``YYYY-MM-DD`` texts, booleans 0/1, codes texts."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    AREA = "area"
    DATE = "date"
    BOOLEAN = "boolean"
    CODE = "code"


class FilledBy(str, Enum):
    """Who gives the value: the issuing office, the overlay, the analyst, whoever checks on site, the county's case
    office, the county, city and province that audit, the program.
    """

    ISSUED = "issued"
    OVERLAY = "overlay"
    ANALYST = "analyst"
    FIELD = "field"
    CASE = "case"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    SYSTEM = "system"


DEGREE_DECIMALS = 6
"""Of a coordinate in degrees: 0.1 m on the ground; with two it would be a kilometre."""
Condition = Tuple[str, Tuple[str, ...]]
"""A field's code, and the values (as text; booleans ``0`` and ``1``) under which something holds."""


def degrees(value: object) -> str:
    """A coordinate in degrees as people read it; what is no number as it is."""
    try:
        return f"{float(str(value)):.{DEGREE_DECIMALS}f}"
    except ValueError:
        return str(value)


@dataclass(frozen=True)
class Field:
    """One attribute, declared once; schema, form, validation, table column and import aliases are made from it.

    ``when`` limits the field to an outcome: ``("PDLX", ("违法",))`` means that it exists only where PDLX is 违法.
    ``required`` means required wherever ``when`` holds, and ``required_when`` too where that is given.  ``block`` names
    the evidence block the field belongs to, ``evidence`` the piece of evidence (of a profile) that it proves.  ``unit``
    is what people write, areas apart (stored in m², shown in 亩); ``coordinate``: the degrees of a place, which are
    told with `DEGREE_DECIMALS`.  ``source`` names the form and the evidence of the field; ``proposed`` marks what no
    official form is known for (拟).
    """

    code: str
    zh: str
    en: str
    type: FieldType = FieldType.TEXT
    length: int = 0
    min_length: int = 0
    codes: str = ""
    required: bool = False
    when: Optional[Condition] = None
    filled_by: FilledBy = FilledBy.ISSUED
    aliases: Tuple[str, ...] = ()
    group: str = ""
    block: str = ""
    unit: str = ""
    evidence: str = ""
    required_when: Optional[Condition] = None
    source: str = ""
    proposed: bool = False
    coordinate: bool = False

    @property
    def names(self) -> Tuple[str, ...]:
        """Every heading under which the field may arrive: its code, its Chinese name, its aliases."""
        return (self.code, self.zh, *self.aliases)

    def applies(self, values: Mapping[str, object]) -> bool:
        """True where the field exists for ``values`` (``when`` holds)."""
        return _holds(self.when, values)

    def is_required(self, values: Mapping[str, object]) -> bool:
        """True where ``values`` must have the field."""
        return self.required and self.applies(values) and _holds(self.required_when, values)


def _holds(condition: Optional[Condition], values: Mapping[str, object]) -> bool:
    if condition is None:
        return True
    value = values.get(condition[0])
    return value is not None and (str(int(value)) if isinstance(value, bool) else str(value)) in condition[1]


def applicable(fields: Mapping[str, Field], values: Mapping[str, object]) -> Dict[str, object]:
    """``values`` without those of fields that do not exist for them, whatever hung upon one that went included."""
    left = dict(values)
    while True:
        kept = {code: value for code, value in left.items() if code not in fields or fields[code].applies(left)}
        if len(kept) == len(left):
            return kept
        left = kept


def folded(text: str) -> str:
    """Full-width letters, digits and signs as plain ones: offices type both."""
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)


def normalise_heading(heading: object) -> str:
    """A heading as it is compared: full-width folded, without spaces, line breaks, units in brackets or case.

    ``"监测面积\\n（亩）"`` and ``"监测面积(亩)"`` both become ``"监测面积"``.
    """
    text = "" if heading is None else folded(str(heading))
    text = re.sub(r"\((亩|m2|m²|㎡|平方米|公顷|%|百分比)\)", "", text)
    return re.sub(r"[\s　*]+", "", text).upper()


def index_by_heading(fields: Iterable[Field]) -> Dict[str, Field]:
    """Normalised heading → field, for every name of every field; the first definition of a name wins."""
    index: Dict[str, Field] = {}
    for field in fields:
        for name in field.names:
            index.setdefault(normalise_heading(name), field)
    return index


def missing_fields(fields: Sequence[Field], values: Mapping[str, object]) -> List[Field]:
    """The required fields that apply to ``values`` and are empty, or shorter than the form asks (``min_length``)."""
    return [f for f in fields if f.required and _is_short(f, values.get(f.code)) and f.is_required(values)]


def is_any_missing(fields: Sequence[Field], values: Mapping[str, object]) -> bool:
    """Are there any `missing_fields`? Asked of a hundred thousand at once: the first one answers."""
    return any(f.required and _is_short(f, values.get(f.code)) and f.is_required(values) for f in fields)


def _is_short(field: Field, value: object) -> bool:
    return is_empty(value) or (isinstance(value, str) and len(value.strip()) < field.min_length)


def is_empty(value: object) -> bool:
    """None and blank text are empty; 0 and False are answers."""
    return value is None or (isinstance(value, str) and not value.strip())
