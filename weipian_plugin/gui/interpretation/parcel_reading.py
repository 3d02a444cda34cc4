"""What the Interpretation dock reads of a parcel and saves to it, and the head it shows."""

from __future__ import annotations

from typing import Any, FrozenSet, Mapping, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.calendar.deadlines import Lights
from ...domain.definitions import LAND, MINERAL
from ...domain.errors import WeipianError
from ...domain.judging.suggestion import Suggestion
from ...domain.records import SIGNED, STUB, SUPERSEDED, ParcelRecord
from ...jobs.judging.due import with_recorded_extensions
from ..acts.record_words import records_in_words
from ..messages import language
from ..session import Session
from .deadline_words import first_in_words
from .parcel_forms import Shown
from .parcel_papers import evidence_choices, owner_choices
from .patch_header import closed_in_words, context_in_words, state_in_words, title_in_words
from .remarks_bar import CONFIDENCE, FLAG, NOTE

translate = QCoreApplication.translate


def read_parcel(workspace: Any, parcel: ParcelRecord, suggestion: Optional[Suggestion], profile: Any,
                unlocked: FrozenSet[str]) -> Shown:
    """Everything about the parcel that the forms show."""
    uuid = parcel.uuid
    judgements = {subject: workspace.judgement(uuid, subject) for subject in (LAND, MINERAL)}
    held = ""
    if uuid in workspace.in_correction():
        held = translate("InterpretationDock",
                         "A correction (容错纠错) is open: nothing can be signed, time limits run on.")
    if suggestion is not None and profile is not None:
        suggestion = with_recorded_extensions(suggestion, parcel, profile, workspace.records("extension", uuid))
    return Shown(
        parcel, workspace.draft(uuid), workspace.measured(uuid), suggestion,
        {subject: judgement for subject, judgement in judgements.items() if judgement is not None},
        tuple(workspace.records("attachment", uuid)), evidence_choices(profile, suggestion),
        bool(workspace.writable) and not closed_in_words(parcel), unlocked, held, owner_choices(workspace, uuid),
        workspace.lists.shown_of_parts([uuid]).get(uuid))


def show_header(ui: Any, workspace: Any, shown: Shown, lights: Lights) -> None:
    """The head of the dock: which patch, how far it is, what comes due first, what was remarked when it came in."""
    parcel, palette = shown.parcel, ui.palette()
    batch = workspace.batch_of(parcel.uuid)
    area = shown.measured.area_m2 if shown.measured else None
    ui.titleLabel.setText(title_in_words(parcel, area, palette, shown.whole))
    ui.contextLabel.show_lines(context_in_words(parcel, batch, palette), batch.label if batch else "")
    state, *others = state_in_words(parcel, bool(shown.draft.answers), workspace.writable,
                                    str(workspace.holder or ""), palette)
    records = records_in_words(workspace, parcel.uuid, palette)
    due = first_in_words(shown.suggestion, parcel.status == SIGNED, lights, palette)
    # The second line is the deadline's also where there is none: the head keeps its height from patch to patch.
    ui.stateLabel.show_lines([" · ".join(part for part in (state, records) if part), due, *others])
    ui.findingsButton.setVisible(bool(parcel.findings))
    ui.findingsButton.setText(
        translate("InterpretationDock", "⚠ Findings: {count}").format(count=len(parcel.findings)))
    ui.findingsLabel.setText("\n".join(f"• {finding.sentence(language())}" for finding in parcel.findings))


def keep(session: Session, workspace: Any, uuid: str, answers: Mapping[str, object],
         remarks: Mapping[str, str], goes_on: bool = True) -> bool:
    """Save to the parcel shown, which need not be the session's current one any more. False where that failed;
    ``goes_on``: the caller then holds it until it can be saved, and the person is told so, unless the workspace closes.
    """
    if not workspace or not uuid or not (answers or remarks):
        return True
    is_held = goes_on and session.workspace is workspace
    with session.adding(kept_in_words() if is_held else ""), session.guard():
        workspace.require_writable()
        if not _is_open(workspace, uuid):
            return True
        if answers:
            workspace.save_draft(uuid, answers)
        if NOTE in remarks:
            workspace.set_note(uuid, remarks[NOTE])
        if FLAG in remarks:
            workspace.set_flag(uuid, remarks[FLAG])
        if CONFIDENCE in remarks:
            workspace.set_confidence(uuid, remarks[CONFIDENCE])
        if session.workspace is workspace:
            session.parcelUpdated.emit(uuid)
        return True
    return False


def kept_in_words() -> str:
    """What becomes of what was written and could not be saved."""
    return translate("InterpretationDock",
                     "What you wrote is kept here and is saved with the next thing that can be saved.")


def how_to_read_again() -> str:
    """What to do where the patch on the table could not be read."""
    return translate(
        "InterpretationDock",
        "This patch could not be read, and nothing is answered until it is shown.\n\nSee whether the workspace's disk "
        "or folder can be reached; any answering key reads it again.")


def how_to_begin(has_workspace: bool) -> str:
    """What to do where no patch is on the table."""
    if has_workspace:
        return translate("InterpretationDock", "No patch is chosen.\n\nClick one in the Patches dock, or press → .")
    return translate(
        "InterpretationDock",
        "No workspace is open.\n\nOpen one in the Patches dock, or begin with “Import issued package…”. Then go patch "
        "by patch: look, answer with 1…9, sign.")


def _is_open(workspace: Any, uuid: str) -> bool:
    """False for a parcel that has been quarantined or superseded meanwhile: what was being written on it is dropped."""
    try:
        return workspace.parcel(uuid).status not in (STUB, SUPERSEDED)
    except WeipianError as error:
        if error.code != "UNKNOWN_PARCEL":
            raise
        return False
