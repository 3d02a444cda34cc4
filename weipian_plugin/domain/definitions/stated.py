"""What an analyst states before judging (实地有变化, 道路宽度 …): facts that no layer holds, kept with the 初判."""

from __future__ import annotations

from typing import Tuple

from ..forms.fields import Field, FieldType
from ..judging.analyst_facts import ANALYST_FACTS, CODE, DATE, FLAG, NUMBER, AnalystFact
from .shorthand import ANALYST, OWN, TEXT

_TYPES = {FLAG: FieldType.BOOLEAN, CODE: FieldType.CODE, NUMBER: FieldType.NUMBER, DATE: FieldType.DATE}
_LONGEST = 120


def _field(fact: AnalystFact) -> Field:
    kind = _TYPES.get(fact.kind, TEXT)
    group = "事实" if fact.subject == "land" else "矿产事实"
    return Field(fact.code, f"{fact.zh}（事实）", f"{fact.en}, as stated", kind, _LONGEST if kind is TEXT else 0,
                 codes=fact.codes, filled_by=ANALYST, group=group, unit=fact.unit, source=OWN, proposed=True)


STATED_LAND: Tuple[Field, ...] = tuple(_field(fact) for fact in ANALYST_FACTS if fact.subject == "land")
STATED_MINERAL: Tuple[Field, ...] = tuple(_field(fact) for fact in ANALYST_FACTS if fact.subject != "land")
STATED: Tuple[Field, ...] = STATED_LAND + STATED_MINERAL
