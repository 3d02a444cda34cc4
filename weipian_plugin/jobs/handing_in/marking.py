"""Whether what is handed in is clean, a draft or of a training: the one mark that all products of a hand-in carry."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback
from ...domain.marks import CLEAN, DRAFT, Mark
from ...domain.training import STAMP
from ..checking.validate import Stated, holding_back
from ..training.training_guard import refuse_training, require_training
from .scope import Scope

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_WISHED = "按要求作为草稿导出"
_NAMED = 5
"""Parcels that a sentence names."""
Reasons = Tuple[Tuple[str, str], ...]


def mark_for(workspace: Workspace, scope: Scope, draft: bool = False, reason: str = "",
             feedback: Optional[Feedback] = None, as_training: bool = False) -> Mark:
    """The mark of a hand-in of ``scope``: none where no error on a signed parcel holds it back.

    With errors it goes out as 草稿 with their list, where a person wants a draft (``draft``) or says why (``reason``,
    which is printed with the name); without errors where a draft is wanted. A training workspace is
    refused but ``as_training``: then all carries its stamp.
    Raises ERRORS_HOLD_BACK, TRAINING_NOT_DELIVERED, TRAINING_ONLY, JOB_CANCELLED.
    """
    if as_training:
        require_training(workspace)
    else:
        refuse_training(workspace)
    held = _held(workspace, scope, feedback)
    if held and not (draft or reason.strip() or as_training):
        raise WeipianError("ERRORS_HOLD_BACK", count=len(held), checks=_by_check(held), parcels=_named(held))
    if as_training:
        return Mark(STAMP, (("培训", STAMP), *_reasons(held, reason, workspace.actor)))
    if held:
        return Mark(DRAFT, _reasons(held, reason, workspace.actor))
    return Mark(DRAFT, ((_WISHED, _said(reason, workspace.actor)),)) if draft else CLEAN


def is_wished(mark: Mark) -> bool:
    """Is it a draft because a person wants one, though nothing holds it back?"""
    return mark.word == DRAFT and mark.reasons[:1] != () and mark.reasons[0][0] == _WISHED


def _held(workspace: Workspace, scope: Scope, feedback: Optional[Feedback]) -> List[Stated]:
    batches = {batch.uuid for batch in scope.batches}
    if len(batches) == 1:
        return holding_back(workspace, next(iter(batches)), feedback)
    here = {row.parcel_uuid for row in workspace.queue() if row.batch_uuid in batches}
    return [entry for entry in holding_back(workspace, None, feedback) if entry.found.parcel in here]


def _reasons(held: Sequence[Stated], reason: str, actor: str) -> Reasons:
    """Why a person gives it out all the same, how many errors there are, and each of them."""
    if not held:
        return ()
    said = ((("导出理由", _said(reason, actor)),) if reason.strip() else ())
    return (*said, ("未解决", f"{len(held)} 项校验错误（{_by_check(held)}），涉及 {_named(held)}"),
            *((entry.found.check, f"{entry.found.place or '—'}：{entry.found.zh}") for entry in held))


def _said(reason: str, actor: str) -> str:
    return f"{reason.strip() or '未说明理由'}（{actor}）" if actor else reason.strip() or "未说明理由"


def _by_check(held: Sequence[Stated]) -> str:
    """``V09 ×3、V16 ×1``."""
    counts = Counter(entry.found.check for entry in held)
    return "、".join(f"{check} ×{counts[check]}" for check in sorted(counts))


def _named(held: Sequence[Stated]) -> str:
    """The parcels, the first of them by name."""
    names = list(dict.fromkeys(entry.found.place or "—" for entry in held))
    return "、".join(names[:_NAMED]) + (f" … ({len(names)})" if len(names) > _NAMED else "")
