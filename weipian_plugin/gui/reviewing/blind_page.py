"""盲判: files for reviewers who see no answers, their readings collected, rulings where they disagree."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, List, Optional, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFileDialog, QHeaderView, QMessageBox, QTableView, QWidget

from ...domain.forms.codes import CASES, CODE_LISTS, label
from ...domain.review.blind_files import COUNTY_SHAPES, ISSUED_SHAPES, HandedOut, dealt
from ...domain.review.readings import WITH_COUNTY, Disagreement
from ...jobs.reviewing.blind import BlindWish, make_files
from ...jobs.reviewing.blind_overview import BlindOverview, overview
from ...jobs.reviewing.collecting import Collected, collect_all
from ...jobs.reviewing.rulings import rule
from ..forms import load_form
from ..messages import describe, language
from .blind_rows import Rows, case_in_words, disagreement_columns, progress_columns, sides_html
from .page import Page
from .typed_words import TypedAbout

_FILTER = "GeoPackage (*.gpkg)"
OPEN, RULED, ALL = "open", "ruled", "all"
_LINES = 4


class BlindPage(Page):
    """Blind files, readings, rulings. What is shown is read in a thread; a ruling is one decision, at once."""

    def __init__(self, desk: Any, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        load_form("review_blind", self)
        self.seen = BlindOverview(())
        self.progress_rows, self.rows = Rows(self), Rows(self)
        self._busy, self._wanted_sample, self._wanted_parcel = False, "", ""
        self.typed = TypedAbout(self.whyEdit, desk.typed, "blind.why")
        self._fill_boxes()
        self._arrange_views()
        self._connect()
        self._show_chosen()

    def title(self) -> str:
        return self.tr("Blind reading")

    def _fill_boxes(self) -> None:
        self.shapesBox.addItem(self.tr("As issued"), ISSUED_SHAPES)
        self.shapesBox.addItem(self.tr("The county's parcels"), COUNTY_SHAPES)
        for text, which in ((self.tr("Open"), OPEN), (self.tr("Ruled upon"), RULED), (self.tr("All"), ALL)):
            self.showBox.addItem(text, which)
        self.outcomeBox.addItem("–", "")
        for code in CODE_LISTS["PDLX"].codes:
            self.outcomeBox.addItem(label("PDLX", code.code, language()), code.code)
        self.reviewersEdit.setFixedHeight(int(self.fontMetrics().lineSpacing() * (_LINES + 1)))

    def _arrange_views(self) -> None:
        for view, model in ((self.progressView, self.progress_rows), (self.disagreementView, self.rows)):
            view.setModel(model)
            view.verticalHeader().hide()
            view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        self.disagreementView.horizontalHeader().setStretchLastSection(True)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([400, 700])

    def _connect(self) -> None:
        self.sampleBox.activated.connect(lambda _index: self._choose_sample())
        self.readersSpin.valueChanged.connect(lambda _value: self._enable())
        self.caseCheck.toggled.connect(lambda _on: self.refresh())
        self.showBox.activated.connect(lambda _index: self._list())
        self.makeButton.clicked.connect(lambda _checked: self.make())
        self.collectButton.clicked.connect(lambda _checked: self.collect())
        self.listButton.clicked.connect(lambda _checked: self._list_in_queue())
        self.mapButton.clicked.connect(lambda _checked: self._open_on_map())
        self.ruleButton.clicked.connect(lambda _checked: self.rule())
        self.whyEdit.returnPressed.connect(self.rule)
        self.whyEdit.textChanged.connect(lambda _text: self._enable())
        self.outcomeBox.currentIndexChanged.connect(lambda _index: self._offer_cases())
        self.disagreementView.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_chosen())
        self.rows.modelReset.connect(self._show_chosen)
        self.disagreementView.doubleClicked.connect(lambda _index: self._open_on_map())

    # What is shown

    def refresh(self) -> None:
        """Read the workspace in a thread and show it."""
        if self.workspace is None:
            self._show(BlindOverview(()))
            return
        if self._busy:  # what runs is not cut short for this
            self.is_stale = True
            return
        wanted, by_case = self._wanted_sample or self.seen.sample, self.caseCheck.isChecked()
        self.read(self.tr("Weipian: blind readings"),
                 lambda workspace, feedback: overview(workspace, wanted, by_case, feedback), self._show)

    def _show(self, seen: BlindOverview) -> None:
        self.seen, self._wanted_sample = seen, ""
        self.sampleBox.clear()
        for one in seen.samples:
            self.sampleBox.addItem(self.tr("{name} ({n} parcels)").format(name=one.name, n=one.drawn), one.uuid)
        self.sampleBox.setCurrentIndex(max(0, self.sampleBox.findData(seen.sample)))
        self.progress_rows.show_rows(seen.progress, progress_columns(), (1, 2, 3, 4, 5))
        _fit(self.progressView)
        if not seen.samples:
            self.filesLabel.setText(self.tr("No sample has been drawn yet: draw one on the page “Sample” first."))
        elif not seen.handed_patches:
            self.filesLabel.setText(self.tr("Nothing of this sample has been handed out yet."))
        else:
            read, handed = sum(one.read for one in seen.progress), seen.handed_patches
            self.filesLabel.setText(self.tr("{read} of {handed} readings are collected.").format(
                read=read, handed=handed))
        self._list()

    def _list(self) -> None:
        """The disagreements that are wanted; the one on which one works stays chosen."""
        wanted, place = self.showBox.currentData(), self._place
        chosen = self._chosen.parcel if self._chosen is not None else self._wanted_parcel
        shown = [one for one in self.seen.disagreements if wanted == ALL or one.is_open == (wanted == OPEN)]
        numbers = self.seen.numbers
        self.rows.show_rows(shown, disagreement_columns(lambda parcel: numbers.get(parcel, "")))
        _fit(self.disagreementView)
        self.countLabel.setText(self.tr("{open} open, {all} in all").format(
            open=self.seen.open_ones, all=len(self.seen.disagreements)))
        if shown:
            places = [row for row, one in enumerate(shown) if one.parcel == chosen]
            self.disagreementView.selectRow(places[0] if places else min(max(place, 0), len(shown) - 1))
        self._enable()

    @property
    def _place(self) -> int:
        rows = self.disagreementView.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    @property
    def _chosen(self) -> Optional[Disagreement]:
        return self.rows.rows[self._place] if 0 <= self._place < len(self.rows.rows) else None

    def _show_chosen(self) -> None:
        """Both sides, and a ruling to begin with: the one there is, else what reviewers of one mind say."""
        one = self._chosen
        if one is None:
            self.sidesView.setHtml("")
        else:
            mineral = one.parcel in self.seen.mineral
            self.sidesView.setHtml(sides_html(one, self.seen.numbers.get(one.parcel, ""), mineral))
        judged = [said for said in one.readings if said.pdlx] if one is not None else []
        outcome = case = why = ""
        if one is not None and one.ruling is not None:
            values = one.ruling.values
            outcome, case, why = (str(values.get(code) or "") for code in ("CDDLX", "CDQX", "CDSM"))
        elif one is not None and one.kind == WITH_COUNTY:
            outcome, case = judged[0].pdlx, judged[0].case
        self.outcomeBox.setCurrentIndex(max(0, self.outcomeBox.findData(outcome)))
        self._offer_cases()
        self.caseBox.setCurrentIndex(max(0, self.caseBox.findData(case)))
        self.typed.show(f"{self.seen.sample} {one.parcel}" if one is not None else "", why)
        self._enable()

    def _offer_cases(self) -> None:
        outcome = str(self.outcomeBox.currentData() or "")
        mineral = self._chosen is not None and self._chosen.parcel in self.seen.mineral
        codes = ("KWFLX" if outcome == "违法" else "") if mineral else CASES.get(outcome, "")
        self.caseBox.clear()
        self.caseBox.addItem(self.tr("Outcome only"), "")
        for code in CODE_LISTS[codes].codes if codes else ():
            self.caseBox.addItem(case_in_words(outcome, code.code, mineral), code.code)
        self._enable()

    def show_busy(self, busy: bool) -> None:
        """Some page's work runs, or is over."""
        self._busy = busy
        self._enable()

    def _enable(self) -> None:
        ready = not self._busy and self.workspace is not None and bool(self.session.writable)
        has_sample, chosen = bool(self.seen.samples), self._chosen is not None
        self.makeButton.setEnabled(ready and has_sample)
        self.collectButton.setEnabled(ready and has_sample)
        self.sampleBox.setEnabled(not self._busy and has_sample)
        self.severalSpin.setEnabled(self.readersSpin.value() > 1)
        self.listButton.setEnabled(bool(self.rows.rows))
        for part in (self.mapButton, self.outcomeBox, self.caseBox, self.whyEdit):
            part.setEnabled(chosen)
        self.ruleButton.setEnabled(ready and chosen and bool(self.outcomeBox.currentData())
                                   and bool(self.whyEdit.text().strip()))

    # What a person wants

    def _choose_sample(self) -> None:
        self._wanted_sample = str(self.sampleBox.currentData() or "")
        self.refresh()

    def wish(self) -> BlindWish:
        """For whom, and what they see."""
        names = tuple(name.strip() for name in self.reviewersEdit.toPlainText().splitlines() if name.strip())
        return BlindWish(names, Fraction(self.severalSpin.value(), 100), self.hideCheck.isChecked(),
                         str(self.shapesBox.currentData()), self.againCheck.isChecked(), self.readersSpin.value())

    def make(self, folder: str = "") -> None:
        """A review file for each reviewer, into a folder that is asked for where none is given; where there are no
        images to go with them it is asked before anything is made whether they are wanted like that.
        """
        if self.workspace is not None and self.seen.sample and self.decided_by_somebody():
            self.attempt(lambda: self._ask_and_make(self.workspace, folder))

    def _ask_and_make(self, workspace: Any, folder: str) -> None:
        sample, wish = self.seen.sample, self.wish()
        dealt((), wish.reviewers, wish.several, sample, wish.readers)  # what is wrong is told before anything is asked
        if not workspace.scenes() and not self._wants_no_images():
            return
        folder = folder or QFileDialog.getExistingDirectory(
            self, self.tr("Folder for the review files"), str(Path(str(workspace.path)).parent))
        if folder:
            self.run(self.tr("Weipian: review files"),
                     lambda own, feedback: make_files(own, sample, folder, wish, feedback),
                     lambda handed: self._made(handed, folder))

    def _wants_no_images(self) -> bool:
        """Review files without images are of little use: they are named first, or it is said that it is meant so."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Review files without images"))
        box.setText(self.tr("No image is registered in this workspace, so none would be in the review files: reviewers "
                            "would open their patches on white."))
        box.setInformativeText(self.tr("Nothing has been made yet. Name the images first, then make the files; or make "
                                       "them without, and each reviewer names the images in their own file."))
        first = box.addButton(self.tr("Name the images first…"), QMessageBox.ButtonRole.AcceptRole)
        without = box.addButton(self.tr("Make them without images"), QMessageBox.ButtonRole.DestructiveRole)
        leave = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(first)
        box.setEscapeButton(leave)
        box.exec()
        said = box.clickedButton()
        box.deleteLater()
        if said is first:
            self.desk.layersWanted.emit()
        return said is without

    def _made(self, handed: HandedOut, folder: str) -> None:
        told = "，".join(f"{reviewer} {count}" for reviewer, _id, _name, count in handed.files)
        sentence = self.tr("{n} review files were made ({told}): {folder}").format(
            n=len(handed.files), told=told, folder=folder)
        left = sum(handed.left_out.values())
        if left:
            sentence += " " + self.tr("{n} parcels were left out: they are set apart, or stand no more.").format(n=left)
        told_too = [finding.sentence(language()) for finding in handed.findings if finding.code != "BLIND_NO_IMAGERY"]
        level = Qgis.MessageLevel.Warning if told_too else Qgis.MessageLevel.Success
        self.tell("\n".join((sentence, *told_too)), int(level))
        self.collectedLabel.setText("\n".join((sentence, *told_too)))
        self.is_stale = True
        self.desk.tell_changed(())

    def collect(self, paths: Sequence[str] = ()) -> None:
        """Take back what was read in these files, which are asked for where none are given."""
        workspace, sample = self.workspace, self.seen.sample
        if workspace is None or not self.decided_by_somebody():
            return
        if not paths:
            paths, _ = QFileDialog.getOpenFileNames(
                self, self.tr("Files that reviewers gave back"), str(Path(str(workspace.path)).parent), _FILTER)
        if paths:
            self.run(self.tr("Weipian: collect readings"),
                     lambda own, feedback: collect_all(own, paths, sample, feedback), self._collected)

    def _collected(self, found: Sequence[Collected]) -> None:
        lines: List[str] = []
        for one in found:
            if one.error is not None:
                lines.append(describe(one.error)[0])
                continue
            told = self.tr("{name}: {read} of {total} read; new {new}, changed {changed}, withdrawn {gone}.")
            lines.append(told.format(name=one.reviewer, read=one.read, total=one.total, new=one.new,
                                     changed=one.changed, gone=one.withdrawn))
            lines += [remark.sentence(language()) for remark in one.findings]
        self.collectedLabel.setText("\n".join(lines))
        failed = sum(one.error is not None for one in found)
        sentence = self.tr("{n} files were collected.").format(n=len(found) - failed)
        if failed:
            sentence = self.tr("{n} files were collected, {failed} were not.").format(n=len(found) - failed,
                                                                                      failed=failed)
        level = Qgis.MessageLevel.Warning if failed else Qgis.MessageLevel.Success
        self.tell(sentence, int(level), "\n".join(lines))
        self.is_stale = True
        self.desk.tell_changed([parcel for one in found for parcel in one.parcels])

    def _list_in_queue(self) -> None:
        self.show_parcels(self.tr("Disagreements of the review"), [one.parcel for one in self.rows.rows])

    def _open_on_map(self) -> None:
        if self._chosen is not None:
            self.session.select(self._chosen.parcel)

    def rule(self) -> None:
        """Keep the ruling on the chosen patch, and go to the next."""
        one, workspace = self._chosen, self.workspace
        if one is None or workspace is None or not self.ruleButton.isEnabled() or not self.decided_by_somebody():
            return
        with self.session.guard():
            self._wanted_parcel = ""
            kept = rule(workspace, self.seen.sample, one.parcel, str(self.outcomeBox.currentData()),
                        self.whyEdit.text(), str(self.caseBox.currentData() or ""))
            self.typed.kept(f"{self.seen.sample} {one.parcel}")
            self._put_ruling(one, kept)
            self.session.tell_record(kept)

    def _put_ruling(self, one: Disagreement, kept: Any) -> None:
        """In what is shown, at once; the next reading of the workspace says the same."""
        from dataclasses import replace

        found = tuple(replace(each, ruling=kept) if each is one else each for each in self.seen.disagreements)
        self.seen = replace(self.seen, disagreements=found)
        place = self._place
        self.disagreementView.clearSelection()
        self._list()
        if self.rows.rows and self.showBox.currentData() == OPEN:
            self.disagreementView.selectRow(min(place, len(self.rows.rows) - 1))


def _fit(view: QTableView) -> None:
    """Each column as wide as what is in it; a last one that stretches does so again."""
    header = view.horizontalHeader()
    stretched = header.stretchLastSection()
    header.setStretchLastSection(False)
    header.resizeSections(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(stretched)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
