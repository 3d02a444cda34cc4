"""Which rows of the queue are shown: conditions that hold together, as one mask over all rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any, Callable, Dict, FrozenSet, List, Optional, Tuple

import numpy as np

from ...domain.areas.units import MU_PER_M2
from .queue_table import LIGHTS, NO_DEADLINE, QueueTable

NOBODY = ""
"""In `Filter.assigned`: given to nobody in particular."""

_FLAGGED = "flagged"
"""As a status stood for a flag in filters of earlier versions."""

AREAS = {"basic": "basic_farmland_m2", "redline": "redline_m2", "farmland": "farmland_m2", "area": "area_m2"}


@dataclass(frozen=True)
class Chosen:
    """Parcels (uuid) that somebody asked to see together, and how they are called; ``before``: the filter until then.

    It holds until it is taken away, and is not kept beyond the day.
    """

    title: str = ""
    parcels: FrozenSet[str] = frozenset()
    before: Optional[Filter] = None

    def __bool__(self) -> bool:
        """Is anything chosen?"""
        return bool(self.title)


@dataclass(frozen=True)
class Filter:
    """Conditions upon a row; those that are empty are none. Within one several choices are meant as either … or.

    ``states`` are statuses; ``flagged`` only what carries a flag, whatever its status; ``hits`` are (key of
    `AREAS`, 亩): more than so much; ``lights`` of `LIGHTS`, or `NO_DEADLINE`;
    ``assigned`` names, `NOBODY` among them; ``returned`` only what came back; ``lacking`` only incomplete drafts.
    """

    batch: str = ""
    states: Tuple[str, ...] = ()
    text: str = ""
    tasks: Tuple[str, ...] = ()
    classes: Tuple[str, ...] = ()
    townships: Tuple[str, ...] = ()
    outcomes: Tuple[str, ...] = ()
    suggestions: Tuple[str, ...] = ()
    hits: Tuple[Tuple[str, float], ...] = ()
    lights: Tuple[str, ...] = ()
    assigned: Tuple[str, ...] = ()
    flagged: bool = False
    returned: bool = False
    lacking: bool = False
    chosen: Chosen = Chosen()

    def to_json(self) -> str:
        """As it is kept in the settings; of chosen parcels what was asked before them."""
        if self.chosen:
            return (self.chosen.before or Filter()).to_json()
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Filter:
        """As it was kept; what cannot be read, or is of another version, is left out."""
        try:
            kept = json.loads(text or "{}")
        except ValueError:
            return cls()
        values: Dict[str, Any] = {}
        for field in fields(cls) if isinstance(kept, dict) else ():
            value, default = kept.get(field.name), field.default
            if field.name == "hits" and isinstance(value, list):
                values["hits"] = tuple((str(key), float(mu)) for key, mu in value if key in AREAS)
            elif isinstance(default, tuple) and isinstance(value, list):
                values[field.name] = tuple(str(each) for each in value)
            elif value is not None and isinstance(value, type(default)):
                values[field.name] = value
        if _FLAGGED in (states := values.get("states", ())):
            values.update(flagged=True, states=tuple(state for state in states if state != _FLAGGED))
        return cls(**values)

    def with_choice(self, name: str, choice: Any, on: bool) -> Filter:
        """This with one choice more, or less, in one of its conditions; without chosen parcels it is as before them."""
        if name == "chosen" and not on:
            return self.chosen.before or replace(self, chosen=Chosen())
        value = getattr(self, name)
        if isinstance(value, tuple):
            kept = tuple(each for each in value if each != choice)
            changed: Dict[str, Any] = {name: (*kept, choice) if on else kept}
        else:
            changed = {name: choice if on else type(value)()}
        return replace(self, **changed)

    def with_hit(self, key: str, mu: float) -> Filter:
        """This with more than so many 亩 of one kind of ground."""
        return replace(self, hits=(*(hit for hit in self.hits if hit[0] != key), (key, mu)))

    @property
    def narrows(self) -> bool:
        """Is anything asked but the batch?"""
        return bool(self.states or self.text or self.choices())

    def choices(self) -> Tuple[Tuple[str, Any], ...]:
        """Every choice but batch, text and states, which have a control of their own: (condition, choice)."""
        found: List[Tuple[str, Any]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in ("batch", "text", "states"):
                continue
            found += [(field.name, each) for each in value] if isinstance(value, tuple) else \
                [(field.name, True)] if value else []
        return tuple(found)


def mask_of(table: QueueTable, wanted: Filter, told: Callable[[str], str] = lambda text: text) -> Any:
    """True for the rows that meet all conditions. ``told`` is how suggestion and outcome are written for the person."""
    mask = np.ones(len(table), dtype=bool)
    if wanted.states:
        mask &= table.in_states(wanted.states)
    if wanted.flagged:
        mask &= table.text("flag").matching(bool)
    for name, column in (("tasks", "jclb"), ("classes", "tblx"), ("townships", "township"), ("outcomes", "outcome"),
                         ("suggestions", "suggestion"), ("assigned", "assigned")):
        choices = getattr(wanted, name)
        if choices:
            mask &= table.text(column).among(choices)
    if wanted.batch:
        mask &= table.text("batch_uuid").among((wanted.batch,))
    for key, mu in wanted.hits:
        with np.errstate(invalid="ignore"):
            mask &= table.values(AREAS[key]) > mu / float(MU_PER_M2)
    if wanted.lights:
        numbers = [LIGHTS.index(light) for light in wanted.lights if light in LIGHTS]
        mask &= np.isin(table.values("lights"), [*numbers, *([-1] if NO_DEADLINE in wanted.lights else [])])
    if wanted.chosen:
        parcels = wanted.chosen.parcels
        mask &= np.fromiter((uuid in parcels for uuid in table.uuids), dtype=bool, count=len(table))
    if wanted.returned:
        mask &= table.values("returned")
    if wanted.lacking:
        mask &= table.values("lacking")
    return mask & _texts(table, wanted.text.strip().lower(), told) if wanted.text.strip() else mask


def _texts(table: QueueTable, text: str, told: Callable[[str], str]) -> Any:
    """Rows that have the text in a number, township, class, suggestion, outcome, flag, or name."""
    numbers = table.numbers()
    mask = np.fromiter((text in number for number in numbers), dtype=bool, count=len(numbers))
    for name in ("township", "tblx", "flag", "assigned"):
        mask |= table.text(name).matching(lambda value: text in value.lower())
    for name in ("suggestion", "outcome"):
        mask |= table.text(name).matching(lambda value: text in value.lower() or text in told(value).lower())
    return mask
