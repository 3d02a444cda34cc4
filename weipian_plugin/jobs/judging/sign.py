"""Signing with the checks in sight: an open error wants a reason, a contradiction is not signed (§2.9, §8.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Iterable, Tuple

from ...domain.definitions import ANSWERS, LAND
from ...domain.errors import WeipianError
from ...domain.records import Judgement
from ...workspace.decisions import SIGNED_FOR
from ..checking.validate import OPEN, Stated, validate_parcel

if TYPE_CHECKING:
    from ..checking.validation_cases import Surroundings

BY_SIGNING = "V24"
"""Says that nobody has signed: the signature itself settles it, and asks for an on-site record by itself."""

_ANSWERED = {field.code for field in ANSWERS}


def in_the_way(entries: Iterable[Stated], subject: str = LAND) -> Tuple[Stated, ...]:
    """The errors that stand against a signature of ``subject``: of what is signed, not of what was issued.

    Those open, and those no explanation can settle.
    """
    return tuple(entry for entry in entries
                 if entry.holds_back and entry.found.check != BY_SIGNING and _concerns(entry, subject)
                 and (entry.state == OPEN or entry.found.never_right))


def elsewhere(entries: Iterable[Stated]) -> Tuple[Stated, ...]:
    """The open errors of what nobody answers here (the issued table, shapes, acts): they hold a hand-in back only."""
    return tuple(entry for entry in entries
                 if entry.holds_back and entry.state == OPEN and not entry.found.never_right
                 and not _ANSWERED.intersection(entry.found.fields) and entry.found.check != BY_SIGNING)


def never_right(errors: Iterable[Stated]) -> Tuple[Stated, ...]:
    """Those of them for which a reason is not enough: what a person said contradicts itself, or it is classified."""
    return tuple(entry for entry in errors if entry.found.never_right)


def despite(errors: Iterable[Stated]) -> Dict[str, str]:
    """The errors as a signature keeps them: what each says, by the check's id."""
    return {entry.found.check: entry.found.zh for entry in errors}


def sign_checked(around: Surroundings, uuid: str, signed_by: str, basis: str, reason: str = "",
                 subject: str = LAND) -> Judgement:
    """Sign a parcel as `Workspace.sign` does, after its checks.

    Raises ``NEVER_RIGHT``, ``ERRORS_WANT_REASON``, and what `Workspace.sign` raises.
    """
    errors = in_the_way(validate_parcel(around, uuid), subject)
    refused = never_right(errors)
    if refused:
        told = despite(refused)
        raise WeipianError("NEVER_RIGHT", checks="、".join(told), found="".join(told.values()))
    return around.workspace.sign(uuid, signed_by, basis, reason, subject, despite(errors))


def _concerns(entry: Stated, subject: str) -> bool:
    """Does it point to an answer that the signature stands for? A classified parcel is not signed at all."""
    codes = _ANSWERED.intersection(entry.found.fields)
    return bool(codes.intersection(SIGNED_FOR[subject])) or (entry.found.never_right and not codes)
