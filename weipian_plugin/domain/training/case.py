"""A case: what is known of one parcel, apart from any workspace, so that facts and profile can be changed on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Dict, Mapping, Optional

from ..errors import WeipianError
from ..forms.codes import is_classified
from ..judging.facts import Facts, FactValue, collect_facts
from ..judging.suggest import Context
from ..profiles import PolicyProfile
from ..records import Measured
from .changes import changed


@dataclass(frozen=True)
class Case:
    """Issued attributes, areas (m²) and what a person stated; ``changes`` are facts put in the place of the known ones.

    In ``changes`` ``None`` makes a fact unknown. ``context``: the evidence at hand and the dates of acts.
    """

    issued: Mapping[str, object]
    measured: Optional[Measured] = None
    stated: Mapping[str, FactValue] = field(default_factory=dict)
    changes: Mapping[str, Optional[FactValue]] = field(default_factory=dict)
    context: Context = field(default_factory=Context)

    def facts(self, profile: PolicyProfile) -> Facts:
        """The facts as ``profile`` counts them. Raises CLASSIFIED_NO_SUGGESTION, AREA_BEYOND_PARCEL."""
        if is_classified(self.issued):
            raise WeipianError("CLASSIFIED_NO_SUGGESTION")
        facts = collect_facts(self.issued, self.measured, profile.grouping, self.stated)
        for name, value in self.changes.items():
            facts = changed(facts, name, value)
        return facts

    def with_change(self, name: str, value: Optional[FactValue]) -> Case:
        """The same case with one fact otherwise; this one stays as it is."""
        changes: Dict[str, Optional[FactValue]] = {key: old for key, old in self.changes.items() if key != name}
        changes[name] = value
        return replace(self, changes=changes)

    def without_changes(self) -> Case:
        """The case as it was known."""
        return replace(self, changes={})
