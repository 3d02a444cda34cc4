"""What the register of audits is offered out of the workspace: the profile's levels, whose turn it is, block E."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.audits import (
    PASSED,
    RETURNED,
    audit_columns,
    next_level,
    next_round,
    with_known_rounds,
)
from ...domain.forms.fields import is_empty
from ...domain.records import SIGNED, Finding, Record, Value
from ...domain.review.states import BY_CODE, Known, Position, auditing_levels, may_move, position_of, waits_only_for
from ..rules.profiles import load_profile
from .acts import open_parcel, profile_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


def audit_levels(workspace: Workspace, parcel: str) -> Tuple[str, ...]:
    """The levels that audit by the parcel's profile, see `auditing_levels`; all above the county where none tells."""
    profile = profile_of(workspace, (parcel,))
    return auditing_levels(profile.names("audit_levels") if profile is not None else ())


class LevelsOfBatches:
    """The levels that audit by the profile of each batch; each profile is looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        self._profile_ids = workspace.lists.profile_ids()
        self._levels: Dict[str, Tuple[str, ...]] = {}

    def of(self, batch: str) -> Tuple[str, ...]:
        """From below; all above the county where there is no profile, or it cannot be read (told elsewhere)."""
        profile_id = self._profile_ids.get(batch, "")
        if profile_id not in self._levels:
            try:
                named = load_profile(profile_id).names("audit_levels") if profile_id else ()
            except WeipianError:
                named = ()
            self._levels[profile_id] = auditing_levels(named)
        return self._levels[profile_id]


def audit_of_parcel(workspace: Workspace, parcel: str) -> Record:
    """A new audit (not kept yet): the level whose turn it is by the profile, and its next round.

    Raises UNKNOWN_PARCEL, and NOBODY_AUDITS where the profile has no level above the county.
    """
    open_parcel(workspace, parcel)
    levels = audit_levels(workspace, parcel)
    if not levels:
        profile = profile_of(workspace, (parcel,))
        raise WeipianError("NOBODY_AUDITS", profile=profile.title if profile is not None else "-")
    known = workspace.records("audit", parcel)
    level = next_level(known, levels)
    return Record("", "audit", (parcel,), "", {"SHJB": level, "SHLC": next_round(known, level)})


def audit_columns_of(workspace: Workspace, parcel: str) -> Dict[str, Value]:
    """附表2-1 block E of a parcel, by field code."""
    return audit_columns(workspace.judgement(parcel), workspace.records(parcel=parcel))


def audit_to_keep(workspace: Workspace, audit: Record) -> Record:
    """An audit as the register keeps it: with the rounds that are known. Raises AUDIT_REFUSED where its level cannot
    say what it says, see `why_not`; what it said before may be said in other words.
    """
    if not audit.parcels:
        return audit
    (parcel,) = audit.parcels[:1]
    before = workspace.record(audit.uuid).values if audit.uuid else {}
    known = [one for one in workspace.records("audit", parcel) if one.uuid != audit.uuid]
    if any(before.get(code) != audit.values.get(code) for code in ("SHJB", "SHJG")):
        why = why_not(position_here(workspace, parcel, known), audit, workspace.parcel(parcel).status == SIGNED)
        if why is not None:
            raise WeipianError("AUDIT_REFUSED", why=why.sentence("zh"), why_en=why.sentence("en"))
        return with_known_rounds(audit, known)
    return audit


def of_lists(audit: Record, known: Sequence[Record]) -> Record:
    """An audit out of a list that somebody made of a day: they knew what was said up to then."""
    return with_known_rounds(audit, known, str(audit.values.get("SHSJ") or ""))


def position_here(workspace: Workspace, parcel: str, audits: Sequence[Record]) -> Position:
    """Where a parcel stands, were these all its audits."""
    line = workspace.lists.rows([parcel])
    others = (one for kind in ("act", "rectification", "review") for one in workspace.records(kind, parcel))
    records = [*audits, *others]
    status, outcome = (line[0].status, line[0].outcome) if line else ("", "")
    return position_of(Known(status, outcome, records=records, levels=audit_levels(workspace, parcel)))


def why_not(position: Position, audit: Record, signed: bool) -> Optional[Finding]:
    """Why a level cannot have said this of a parcel that stands so; ``None``: it can. What another office sent back is
    entered also where the county signed it elsewhere, or has begun to correct it; what it passed was filed.
    """
    level, result = str(audit.values.get("SHJB") or ""), audit.values.get("SHJG")
    if not is_empty(level) and level not in position.levels:
        return Finding("AUDIT_NOT_BY_PROFILE", "W", {"level": level, "levels": "、".join(position.levels) or "-"})
    if result not in (PASSED, RETURNED) or may_move(position, level, str(result)) is not None:
        return None
    state = BY_CODE[position.state]
    if not signed:
        return Finding("AUDIT_PASSES_UNSIGNED", "W", {"level": level, "state": state.zh, "state_en": state.en}) if (
            result == PASSED) else None
    before = waits_only_for(position, level) if result == PASSED else ()
    if before:
        return Finding("AUDIT_NOT_YET", "W", {"level": level, "before": "、".join(before)})
    return Finding("AUDIT_OUT_OF_TURN", "W", {
        "level": level, "state": state.zh, "state_en": state.en, "what": str(result),
        "what_en": "passed" if result == PASSED else "sent back"})
