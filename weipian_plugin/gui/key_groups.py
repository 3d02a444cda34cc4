"""Which keys stand together on the sheet of keys, by what one does with them."""

from __future__ import annotations

from typing import Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.forms.codes import ANSWERS
from .actions import ActionRegistry
from .key_panel import Group

_LOOK = ("previous", "next", "previous_unfinished", "next_unfinished", "back", "blink", "blink_timer", "swipe", "lens",
         "earlier", "later", "earlier_after", "later_after", "views")
_DECIDE = ("sign", "unlock", "sign_list", "copy", "undo", "redo", "flag", "note", "cannot_tell", "not_mine", "history",
           "photos", "mode", "keys", "help_here")
_DRAW = ("split", "cut_out", "merge", "boundary", "redraw_boundary", "actual", "clear_actual", "own_patch", "township",
         "sketch", "remove_sketch", "measure_map")


def groups_of(registry: ActionRegistry) -> Tuple[Group, ...]:
    """The groups in the order they are read; what has a key and is in none of them stands at the end."""
    translate, named = QCoreApplication.translate, registry.named
    groups: Tuple[Group, ...] = (
        (translate("Workbench", "Answer, save, go on"), named(*(f"answer_{answer.digit}" for answer in ANSWERS))),
        (translate("Workbench", "Go and look"), named(*_LOOK)),
        (translate("Workbench", "Decide"), named(*_DECIDE)),
        (translate("Workbench", "Draw on the map"), named(*_DRAW)),
    )
    told = {action for _title, actions in groups for action in actions}
    others = [action for action in registry.keys if action not in told]
    return (*groups, (translate("Workbench", "Further"), others)) if others else groups
