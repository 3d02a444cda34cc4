"""What was filed of parcels before the province had looked at them: answers, who gave them, ground, areas of then."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import inf
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Mapping, Optional, Sequence

from ...domain.areas.units import mu_text
from ...domain.records import Judgement, Record, TableRow
from ...domain.review.truth import by_parcel, is_word, signature_of
from .reading_files import moment
from .verdicts import filed_before_words

if TYPE_CHECKING:
    from ...workspace.as_filed import AsFiled
    from ...workspace.past import Past
    from ...workspace.workspace import Workspace

WORDS = ("recheck", "ruling", "audit")
"""The kinds of records by which the province shows that it has looked at a parcel."""


@dataclass(frozen=True)
class FiledSides:
    """``rows``: of each parcel that is known here, without what was signed; ``filed``: with it, of those that had been
    looked at; ``beside``: what goes with the signatures.
    """

    rows: Sequence[TableRow]
    filed: Mapping[str, TableRow]
    beside: AsFiled

    @property
    def names(self) -> Dict[str, str]:
        """地块编号 by parcel."""
        return {row.parcel.uuid: row.parcel.dkbh or row.parcel.jcbh for row in self.rows}

    def signed(self, parcel: str) -> Optional[Judgement]:
        """What was signed of a parcel; ``None`` where nothing was."""
        row = self.filed.get(parcel)
        return None if row is None else signature_of(row)


def filed_sides(workspace: Workspace, past: Past, parcels: Sequence[str], words: Sequence[Record]) -> FiledSides:
    """Of these parcels, by what the province has said of them (``words``). One that a county merged into another since
    is here as it was filed: what it changes later changes nothing.
    """
    wanted = set(parcels)
    rows = past.rows(only=wanted)
    rows += workspace.filed.merged_away(sorted(wanted - {row.parcel.uuid for row in rows}))
    filed = filed_before_words(past, rows, words)
    judged = {uuid: signed for uuid, row in filed.items() if (signed := signature_of(row)) is not None}
    return FiledSides(rows, filed, workspace.filed.as_signed(judged))


@dataclass(frozen=True)
class FiledFarmland:
    """亩 of 耕地 as filed, with two decimals, by parcel; ``lost``: what is known was measured later, or of another
    shape.
    """

    mu: Mapping[str, Decimal]
    lost: FrozenSet[str] = frozenset()


def farmland_filed(workspace: Workspace, past: Past, sides: FiledSides, drawn: Mapping[str, Record],
                   words: Sequence[Record]) -> FiledFarmland:
    """What was measured when the parcel was drawn (``drawn``: its record), where it was signed with that shape; else
    what is known, where it is of that shape and was measured before the province first had a word of it.
    """
    parcels = [uuid for uuid in sides.filed if sides.signed(uuid) is not None]
    other = sides.beside.of_other_ground({uuid: drawn[uuid].uuid for uuid in parcels if uuid in drawn})
    kept = {uuid: float(str(drawn[uuid].values["CYGDMJ"])) for uuid in parcels
            if uuid in drawn and uuid not in other and drawn[uuid].values.get("CYGDMJ") is not None}
    rest = [uuid for uuid in parcels if uuid not in kept]
    known, moved = workspace.filed.areas() if rest else {}, sides.beside.reshaped
    measured, first = sides.beside.measured_at(rest), _first_words(past, rest, words)
    lost: List[str] = []
    for uuid in rest:
        farmland = known[uuid][1] if uuid in known else None
        if uuid in moved or (farmland is not None and moment(measured.get(uuid)) > first[uuid]):
            lost.append(uuid)
        elif farmland is not None:
            kept[uuid] = farmland
    return FiledFarmland({uuid: Decimal(mu_text(area)) for uuid, area in kept.items()}, frozenset(lost))


def _first_words(past: Past, parcels: Sequence[str], words: Sequence[Record]) -> Dict[str, float]:
    """Since when each parcel was first looked at, in seconds."""
    looks = past.first_looks(WORDS) if parcels else {}
    about = by_parcel([record for record in words if is_word(record)])
    return {uuid: min((moment(looks[one.uuid].since) for one in about.get(uuid, ()) if one.uuid in looks), default=inf)
            for uuid in parcels}
