"""The pages of the kinds of records: what each shows over its form, offers at its fields, and does besides."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton, QTabWidget, QWidget

from ...domain.calendar.dates import parse_date
from ...domain.forms.act_progress import Progress, progress_of
from ...domain.forms.codes import label
from ...domain.forms.fields import is_empty
from ...domain.records import Record
from ..messages import language
from ..session import Session
from ..wording import BAD, GOOD, WARN, coloured, mu_unit
from .attached_papers import AttachedPapers
from .letter_pages import letters_in_words
from .parcel_links import Parcels
from .record_page import RecordPage

if TYPE_CHECKING:
    from ...jobs.checking.validate import Stated
    from ...jobs.checking.validation_cases import Surroundings


_CHECKED = ("act", "rectification", "attachment", "transfer", "correction", "survey")


class CheckedPage(RecordPage):
    """A page whose records the checks of acts look at, as they are changed."""

    CHECKS: Tuple[str, ...] = ()
    """Which of the checks of acts concern these records; empty: all."""
    _around: Optional[Surroundings] = None

    def findings(self, parcels: Sequence[str]) -> List[str]:
        """What the checks find on these parcels now, a line each."""
        from ...jobs.checking.validation_cases import Surroundings
        from ...jobs.registers.acts import findings_about

        workspace = self.session.workspace
        if workspace is None:
            return []
        if self._around is None or self._around.workspace is not workspace:
            self._around = Surroundings(workspace, parse_date(self.session.settings.today))
        return [self._line(entry) for entry in findings_about(self._around, parcels)
                if not self.CHECKS or entry.found.check in self.CHECKS]

    def record_changed(self, kind: str, uuid: str, record: Optional[Record]) -> None:
        """What the checks say rests on acts, parts and photos alike."""
        super().record_changed(kind, uuid, record)
        if kind != self.kind.name and self._current is not None and kind in _CHECKED:
            self.show_current(fresh=False)

    def forget(self) -> None:
        """Layers, batches or the workspace may be others now."""
        self._around = None

    def _line(self, entry: Stated) -> str:
        from ...domain.validation import ERROR

        is_error = entry.found.severity == ERROR and entry.state == "open"
        text = f"{'✖' if is_error else '⚠'} {entry.found.check} {entry.found.sentence(language())}"
        return coloured(text, BAD if is_error else WARN, self.palette())


class RectificationPage(CheckedPage):
    """The parts in which the ground of one act is rectified, each in its own way."""

    KIND, CHECKS = "rectification", ("V17", "V19", "V25")

    def __init__(self, session: Session, parcels: Parcels, parent: Optional[QWidget] = None) -> None:
        super().__init__(session, parcels, parent)
        self._act: Optional[Record] = None
        self.papers = AttachedPapers(session, self.detailPart)
        self.detailPart.layout().insertWidget(self.detailPart.layout().count() - 1, self.papers)
        self.splitter.setOrientation(Qt.Orientation.Vertical)
        self.splitter.setSizes([180, 480])
        self.newHereButton.hide()
        self.newButton.setText(self.tr("New part"))
        self.newButton.setToolTip(self.tr("A part of the ground that is rectified in one way"))
        self.townshipBox.hide()

    def show_act(self, act: Optional[Record]) -> None:
        """Show the parts of this act."""
        if act is None or self._act is None or act.uuid != self._act.uuid:
            self.save_pending()
            self._act, self._current = act, None
            self.refresh()
            if self.model.rowCount():
                self.choose(self.model.record(0).uuid)
        else:
            self._act = act
            self._show_notes()
            self.enable()
            if self._current is None and self.model.rowCount():
                self.choose(self.model.record(0).uuid)

    def load(self) -> List[Record]:
        """The act's parts."""
        if self._act is None or self.session.workspace is None:
            return []
        return self.session.workspace.records("rectification", act=self._act.uuid)

    def nothing_yet(self) -> str:
        return self.tr("No part is being rectified yet.")

    def blank(self, parcels: Sequence[str]) -> Record:
        """A part of the act."""
        return Record("", "rectification", tuple(parcels), self._act.uuid if self._act is not None else "")

    def enable(self) -> None:
        """A part lies in parcels of its act: without any there is none."""
        super().enable()
        there = self._act is not None and bool(self._act.parcels)
        self.newButton.setEnabled(self.session.writable and there)

    def notes(self, record: Record) -> List[str]:
        """What the checks say at once: a 补办 before the punishment, sums, proofs."""
        return self.findings(record.parcels)

    def show_current(self, fresh: bool = True) -> None:
        """The part with the photos and papers of its parcels."""
        super().show_current(fresh)
        self.papers.show_owner(self._current, self.session.writable)

    def _create_for_picked(self) -> None:
        if self._act is not None:
            self.create(self._act.parcels)


class ActPage(CheckedPage):
    """The acts; beside the form of each, its rectification."""

    KIND = "act"
    handOverWanted = pyqtSignal(object)  # noqa: N815 - the act

    def __init__(self, session: Session, parcels: Parcels, parent: Optional[QWidget] = None) -> None:
        super().__init__(session, parcels, parent)
        self.newHereButton.setText(self.tr("New act from the current parcel"))
        self.rectification = RectificationPage(session, parcels, self)
        self.rectification.parcelWanted.connect(self.parcelWanted)
        self.tabs = QTabWidget(self)
        self.tabs.setWhatsThis(self.tr("The act, and its rectification"))
        self.tabs.setDocumentMode(True)
        self.splitter.replaceWidget(1, self.tabs)
        self.tabs.addTab(self.detailScroll, self.tr("The act"))
        self.tabs.addTab(self.rectification, self.tr("Rectification"))
        self.tabs.show()  # what takes a hidden widget's place in a splitter is hidden, too
        self.papers = AttachedPapers(session, self.detailPart)
        self.detailPart.layout().insertWidget(self.detailPart.layout().count() - 1, self.papers)
        self.handOverButton = QPushButton(self.tr("Hand over to another authority…"), self.detailPart)
        self.handOverButton.setWhatsThis(self.tr("A new letter of transfer for this act"))
        self.handOverButton.setAutoDefault(False)
        self.handOverButton.clicked.connect(lambda _checked: self.handOverWanted.emit(self._current))
        self.detailPart.layout().insertWidget(self.detailPart.layout().count() - 1, self.handOverButton)
        self.splitter.setSizes([580, 600])

    def blank(self, parcels: Sequence[str]) -> Record:
        """An act with what was issued and signed of its parcel."""
        from dataclasses import replace

        from ...jobs.registers.acts import act_of_parcel

        workspace = self.session.workspace
        if workspace is None or not parcels:
            return super().blank(parcels)
        return replace(act_of_parcel(workspace, parcels[0]), parcels=tuple(parcels))

    def proposed(self, record: Record) -> Mapping[str, float]:
        """What the signed judgements of the parcels add up to."""
        from ...jobs.registers.acts import signed_areas

        return signed_areas(self.session.workspace, record.parcels) if self.session.workspace is not None else {}

    def parts(self) -> Dict[str, List[Record]]:
        """All rectifications by their act."""
        found: Dict[str, List[Record]] = {}
        workspace = self.session.workspace
        for part in workspace.records("rectification") if workspace is not None else ():
            found.setdefault(part.act, []).append(part)
        return found

    def notes(self, record: Record) -> List[str]:
        """How much is left, what the checks say, corrections that are open."""
        parts = self.model.parts_of(record.uuid)
        workspace = self.session.workspace
        letters = workspace.records("letter", act=record.uuid) if workspace is not None else []
        return [*self._progress(progress_of(record, parts), len(parts)), *self._in_correction(record),
                *letters_in_words(letters, self.palette()), *self.findings(record.parcels)]

    def show_current(self, fresh: bool = True) -> None:
        """The act in its form, its parts beside it."""
        super().show_current(fresh)
        act = self._current
        self.rectification.show_act(act)
        self.papers.show_owner(act, self.session.writable)
        self.handOverButton.setVisible(act is not None)
        self.handOverButton.setEnabled(self.session.writable and act is not None and bool(act.parcels))
        count = len(self.model.parts_of(act.uuid)) if act is not None else 0
        self.tabs.setTabText(1, self.tr("Rectification ({n})").format(n=count) if count else self.tr("Rectification"))

    def record_changed(self, kind: str, uuid: str, record: Optional[Record]) -> None:
        """A part of an act changes what is left of it."""
        if kind == "rectification" and self.session.workspace is not None:
            with self.session.guard():
                acts = {record.act} if record is not None else set(self.parts_with(uuid))
                for act in acts:
                    self.model.set_parts(act, self.session.workspace.records("rectification", act=act))
        super().record_changed(kind, uuid, record)

    def parts_with(self, uuid: str) -> List[str]:
        """The act to which a rectification belonged that is gone."""
        return [act for act in self.model.acts_with_parts()
                if any(part.uuid == uuid for part in self.model.parts_of(act))]

    def save_pending(self) -> None:
        """Of both forms."""
        super().save_pending()
        if hasattr(self, "rectification"):
            self.rectification.save_pending()

    def _progress(self, progress: Progress, parts: int) -> List[str]:
        if progress.whole is None:
            return [escape(self.tr("What is left cannot be told: the suspected area is not entered."))]
        text = self.tr("Suspected {whole} {unit}; in {n} parts {planned}; rectified {done}; left {left} {unit}")
        lines = [coloured(text.format(whole=progress.whole, planned=progress.planned, done=progress.done, n=parts,
                                      left=progress.left, unit=mu_unit()),
                          WARN if progress.left else GOOD, self.palette(), bold=True)]
        if progress.excess:
            wrong = self.tr("✖ The parts are {area} {unit} more than the suspected area: correct one of them.")
            lines.append(coloured(wrong.format(area=progress.excess, unit=mu_unit()), BAD, self.palette(), bold=True))
        elif progress.unplanned and parts:
            more = self.tr("{area} {unit} lie in no part yet.")
            lines.append(escape(more.format(area=progress.unplanned, unit=mu_unit())))
        return lines

    def _in_correction(self, record: Record) -> List[str]:
        workspace = self.session.workspace
        waiting = workspace.in_correction() if workspace is not None else set()
        names = [self.parcels.name(uuid) for uuid in record.parcels if uuid in waiting]
        text = self.tr("⚠ In doubt, a correction is open: {parcels}")
        return [coloured(text.format(parcels="、".join(names)), WARN, self.palette())] if names else []


class TransferPage(CheckedPage):
    """What was handed to other authorities, and their answer."""

    KIND, CHECKS = "transfer", ("V18",)

    def notes(self, record: Record) -> List[str]:
        """By when the result is to be reported."""
        from ...jobs.registers.acts import results_due

        lines = self.findings(record.parcels)
        due = results_due(self.session.workspace, record) if self.session.workspace is not None else None
        if due is None:
            return lines
        answered = parse_date(record.values.get("FKSJ"))
        today = parse_date(self.session.settings.today) or date.today()  # noqa: DTZ011 - deadlines are local days
        title = due.title if language() == "zh" else due.title_en
        if answered is None:
            days = (due.due - today).days
            text = self.tr("{title}: by {day}, {n} days left") if days >= 0 else self.tr(
                "{title}: was due on {day}, {n} days over")
            told = coloured(text.format(title=title, day=due.due.isoformat(), n=abs(days)),
                            WARN if days >= 0 else BAD, self.palette(), bold=True)
        else:
            told = coloured(self.tr("{title}: answered on {day}").format(title=title, day=answered.isoformat()), GOOD,
                            self.palette())
        return [told, f"<i>{escape(due.sentence)}</i>", *lines]


class CorrectionPage(RecordPage):
    """容错纠错: open until the office concerned has said what it found."""

    KIND = "correction"

    def notes(self, record: Record) -> List[str]:
        """Whether it holds judgements open."""
        if is_empty(record.values.get("HDJL")):
            text = self.tr("⚠ Open: the parcels are in doubt and cannot be signed; time limits run on. It ends with "
                           "the conclusion of the office.")
            return [coloured(text, WARN, self.palette(), bold=True)]
        return [coloured(self.tr("✔ Concluded: judge by the new attributes."), GOOD, self.palette())]


class ReviewPage(RecordPage):
    """集体会审 of several parcels, with its agenda and minutes."""

    KIND = "review"
    sheetWanted = pyqtSignal(object)  # noqa: N815 - the review

    def __init__(self, session: Session, parcels: Parcels, parent: Optional[QWidget] = None) -> None:
        super().__init__(session, parcels, parent)
        self.sheetButton = QPushButton(self.tr("Agenda and minutes…"), self)
        self.sheetButton.setWhatsThis(self.tr("Write agenda and minutes of the chosen review"))
        self.sheetButton.setAutoDefault(False)
        self.sheetButton.clicked.connect(lambda _checked: self.sheetWanted.emit(self._current))
        self.newRow.insertWidget(3, self.sheetButton)

    def enable(self) -> None:
        """A sheet is made of a review that is chosen."""
        super().enable()
        if hasattr(self, "sheetButton"):
            self.sheetButton.setEnabled(self._current is not None and bool(self._current.parcels))


class ExtensionPage(RecordPage):
    """延期 of a deadline, with what it rests on."""

    KIND, FOLLOWED = "extension", False

    def choices(self, record: Record) -> Mapping[str, List[str]]:
        """The deadlines of the parcel, with their official dates."""
        from ...jobs.registers.acts import deadlines_of

        if self.session.workspace is None or not record.parcels:
            return {}
        return {"QXBH": [f"{due.task} {due.title if language() == 'zh' else due.title_en} {due.due.isoformat()}"
                         for due in deadlines_of(self.session.workspace, record.parcels[0])]}

    def notes(self, record: Record) -> List[str]:
        """What is wrong with the extension."""
        from ...jobs.registers.acts import extension_fault

        workspace = self.session.workspace
        fault = extension_fault(workspace, record) if workspace is not None else None
        return [coloured(f"⚠ {fault.sentence(language())}", WARN, self.palette())] if fault is not None else []


class SurveyPage(RecordPage):
    """BGDCBS: what 变更调查 must treat apart, and the list of it."""

    KIND, FOLLOWED = "survey", False
    listWanted = pyqtSignal()  # noqa: N815

    def __init__(self, session: Session, parcels: Parcels, parent: Optional[QWidget] = None) -> None:
        super().__init__(session, parcels, parent)
        self.listButton = QPushButton(self.tr("Export the list…"), self)
        self.listButton.setWhatsThis(self.tr("Write the flags for the survey as a table"))
        self.listButton.setAutoDefault(False)
        self.listButton.clicked.connect(lambda _checked: self.listWanted.emit())
        self.newRow.insertWidget(3, self.listButton)

    def notes(self, record: Record) -> List[str]:
        """What the rectification of the parcel asks for."""
        from ...jobs.registers.acts import survey_flag_of

        workspace = self.session.workspace
        if workspace is None or not record.parcels:
            return []
        flag = survey_flag_of(workspace.records("rectification", record.parcels[0]), record.values)
        if not flag or flag == record.values.get("BGDCBS"):
            return []
        text = self.tr("By its rectification the flag would be: {flag}")
        return [escape(text.format(flag=label("BGDCBS", flag, language())))]
