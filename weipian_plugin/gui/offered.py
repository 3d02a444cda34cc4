"""What may be begun in the workspace that is open. The actions say it, and every button and menu goes through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .actions import ActionRegistry

if TYPE_CHECKING:
    from .session import Session

ALWAYS = ("keys", "help_here", "review")
"""Actions that mean something without a workspace: a review begins with one that is made of packages."""

_TO_WRITE = ("layers", "measure", "measure_all", "new_act")
_TO_SEE = ("field_sheet", "field_sheets", "deliver", "export", "survey_text", "calendar", "validate", "accountability",
           "acts", "evidence", "returned")
_OF_THEIR_OWN = ("training", "explain", "dashboard", "import")
"""They ask for a workspace themselves, or make one."""

NOT_IN_REVIEW = ("deliver", "export", "survey_text", "calendar", "accountability", "acts", "new_act", "evidence",
                 "returned", "review", "sign_list", "training", "explain", "dashboard", "import", "measure",
                 "measure_all")
"""A review file is made for reading only: what makes figures of a workspace, or hands it in, is not offered there; and
all its readers see the facts that were measured where it was made, whatever layers they have themselves.
"""


def offer_at_first(registry: ActionRegistry) -> None:
    """Before any workspace was opened."""
    for action in [*registry.keys, *registry.named(*_TO_WRITE, *_TO_SEE)]:
        action.setEnabled(action in registry.named(*ALWAYS))


def offer(registry: ActionRegistry, session: Session) -> None:
    """As it is in the workspace that is open now, or where none is."""
    there, reads = session.workspace is not None, bool(session.second_reader)
    always = registry.named(*ALWAYS)
    for action in registry.named(*_TO_WRITE):
        action.setEnabled(session.writable)
    for action in [*registry.named(*_TO_SEE), *registry.keys]:
        action.setEnabled(there or action in always)
    for action in registry.named("review", *_OF_THEIR_OWN):
        action.setEnabled(True)
    for action in registry.named(*NOT_IN_REVIEW):
        action.setVisible(not reads)
        action.setEnabled(action.isEnabled() and not reads)
