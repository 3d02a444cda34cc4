"""What the register of audits is offered out of the workspace: the profile's levels, whose turn it is, block E."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.audits import audit_columns, next_level, next_round
from ...domain.forms.codes import AUDIT_LEVELS
from ...domain.records import Record, Value
from .acts import open_parcel, profile_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


def audit_levels(workspace: Workspace, parcel: str) -> Tuple[str, ...]:
    """The levels that audit by the parcel's profile (``audit_levels``), the county's own left out, for it files; all
    above it where no profile tells.
    """
    profile = profile_of(workspace, (parcel,))
    levels = profile.names("audit_levels") if profile is not None else ()
    return tuple(level for level in levels or AUDIT_LEVELS if level != AUDIT_LEVELS[0])


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
