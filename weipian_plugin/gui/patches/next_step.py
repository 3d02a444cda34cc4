"""What is to be done next with the workspace that is open, in one line above its list; why the list is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.review.states import COUNTY
from ...jobs.measuring.reuse import layers_changed
from ...jobs.offices.own_level import settled_level
from ..messages import language
from ..session import Session
from ..wording import WARN, coloured

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from .models import QueueModel

translate = QCoreApplication.translate


def next_step(session: Session, model: QueueModel, stubs: int, palette: QPalette) -> str:
    """In words, as rich text; "" where nothing is to be done before judging. ``stubs``: patches that are set apart.
    Raises what reading the workspace raises.
    """
    workspace, text = session.workspace, ""
    if workspace is None or not (len(model.table) or stubs):
        text = _with_nothing_in_it(workspace)
    elif len(model.table) and not model.rowCount():
        text = translate("PatchesDock", "No patch meets all these conditions.")
    elif model.leaves_out(session.current):
        text = translate("PatchesDock", "The patch on the table is not among those listed: it does not meet the "
                                        "conditions.")
    elif workspace.review is not None:
        text = _to_read(bool(workspace.scenes()))
    elif not workspace.references():
        text = _without_layers(workspace, session)
    elif workspace.overlay_run() is None:
        text = translate("PatchesDock", "Next: measure and suggest.")
    elif session.changed_roles:
        said = layers_changed(session.changed_roles, language()).sentence(language())
        text = coloured(f"⚠ {said}", WARN, palette, bold=True)
    return text


def _with_nothing_in_it(workspace: Optional[Workspace]) -> str:
    """A county begins with what was issued to it, a city or a province with what its counties file."""
    level = settled_level(workspace) if workspace is not None else COUNTY
    if level == COUNTY:
        return translate("PatchesDock", "Next: import the package that was issued.")
    if level:
        return translate("PatchesDock", "Next: merge the counties' packages (Review…, page “Packages”).")
    return translate("PatchesDock", "Next: import the package that was issued; a city or a province merges its "
                                    "counties' packages (Review…, page “Packages”).")


def _without_layers(workspace: Workspace, session: Session) -> str:
    """An office that reviews what others have filed measures nothing itself: it is told what it does instead, until it
    has begun.
    """
    if not workspace.filed.packages() or session.review_level == COUNTY:
        return translate("PatchesDock", "Next: name the reference layers (land classes, basic farmland, redline …).")
    if workspace.records("sample") or workspace.filed.has_audited(session.review_level):
        return ""
    return translate("PatchesDock", "Next: review what the counties have filed (Review…: draw a sample, have it read, "
                                    "send back or pass).")


def _to_read(has_imagery: bool) -> str:
    """Of a review file: it is there to be read, and measured already."""
    text = translate("PatchesDock", "Next: judge each patch on your own, then close the file and give it back.")
    if not has_imagery:
        text += " " + translate("PatchesDock", "No imagery came along: name it in “Reference layers and imagery”.")
    return text
