"""收发: packages between offices are made, looked into and merged; conflicts are decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, List, Optional, Sequence

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QDate, QTimer
from qgis.PyQt.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from ...domain.errors import WeipianError
from ...domain.forms.codes import AUDIT_LEVELS, label
from ...domain.records import DRAFT, SIGNED, UNJUDGED
from ...domain.review.office_state import Conflict
from ...domain.review.package_form import ENDING
from ...jobs.offices.keys import KeyFile, keys_in, make_key
from ...jobs.offices.making import (
    BATCHES,
    COUNTY,
    EVERYTHING,
    MadePackage,
    PackageScope,
    PackageWish,
    make_package,
)
from ...jobs.offices.merging import LookedInto, Merged, look_into, merge_packages
from ...jobs.offices.overview import OfficesOverview, offices_overview
from ...jobs.offices.own_level import settle_level, settled_level
from ...jobs.offices.remarks import ASK, LEAVE, MARKED_WORDS, TAKE, MergeWish
from ...jobs.progress import part_of
from ..forms import load_form
from ..messages import language
from ..wording import WARN, coloured
from .blind_rows import Rows
from .column_widths import fit_once
from .conflict_words import side_name, sides_html
from .package_columns import before_columns, conflict_columns, package_columns
from .package_words import made_in_words, merged_in_short, merged_in_words
from .page import Page

_KEYS, _OFFICE, _FOLDER, _COUNTY = (f"weipian/offices/{name}" for name in ("keys", "office", "folder", "county"))
_LOOK_AGAIN_MS = 600
_SHORTEST_REASON = 2
_REPORT, _BEFORE = 1, 2  # of the lower tabs
_SHOWN_ROWS, _SHOWN_LINES = 5, 5  # of the packages, and of what is said of one of them
_YES, _NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


class PackagesPage(Page):
    """What goes out, what comes in, and what stands against each other."""

    def __init__(self, desk: Any, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        load_form("review_packages", self)
        self.seen = OfficesOverview()
        self.looked: List[LookedInto] = []
        self.keys: List[KeyFile] = []
        self.package_rows, self.conflict_rows, self.before_rows = Rows(self), Rows(self), Rows(self)
        self._busy = False
        self._coming: List[Path] = []
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._fill_boxes()
        self._arrange_views()
        self._connect()
        self._show_packages()
        self._show_conflict()

    def title(self) -> str:
        return self.tr("Packages")

    def _fill_boxes(self) -> None:
        for text, which in ((self.tr("ask me"), ASK), (self.tr("take others too"), TAKE),
                            (self.tr("leave others out"), LEAVE)):
            self.foreignBox.addItem(text, which)
        for level in AUDIT_LEVELS:
            self.levelBox.addItem(label("SHJB", level, language()), level)
        self.signedEdit.setDate(QDate.currentDate())
        self.countyEdit.setText(_kept(f"{_COUNTY}/{self._own}"))
        self.countyEdit.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 14)
        self.setAcceptDrops(True)
        self._read_keys()

    def _arrange_views(self) -> None:
        for view, model in ((self.packagesView, self.package_rows), (self.conflictsView, self.conflict_rows),
                            (self.beforeView, self.before_rows)):
            view.setModel(model)
            view.verticalHeader().hide()
            view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
            view.horizontalHeader().setStretchLastSection(True)
        line = self.fontMetrics().height()
        self.packagesView.setMinimumHeight(int(line * 1.5 * (_SHOWN_ROWS + 1)) + line)
        self.detailArea.setMaximumHeight(line * (_SHOWN_LINES + 1))
        self.lowerTabs.setTabVisible(_REPORT, False)
        for area in (self.detailArea, self.mergedArea):
            area.viewport().setAutoFillBackground(False)
            area.widget().setAutoFillBackground(False)
        self.nextLabel.hide()
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([300, 800])
        self.rightSplitter.setSizes([280, 320])
        self.conflictSplitter.setSizes([500, 400])

    def _connect(self) -> None:
        self.keysButton.clicked.connect(lambda _checked: self._choose_keys())
        self.newKeyButton.clicked.connect(lambda _checked: self.make_key())
        self.makeButton.clicked.connect(lambda _checked: self._choose_target())
        self.officeEdit.textChanged.connect(lambda _text: self._enable())
        self.officeEdit.editingFinished.connect(self._keep_office)
        self.addButton.clicked.connect(lambda _checked: self._choose_packages())
        self.removeButton.clicked.connect(lambda _checked: self._remove())
        self.mergeButton.clicked.connect(lambda _checked: self.merge())
        self.countyEdit.textEdited.connect(lambda _text: self._again.start())
        self.foreignBox.activated.connect(lambda _index: self._again.start())
        self.unsignedCheck.clicked.connect(lambda _checked: self._again.start())
        self.signedCheck.clicked.connect(lambda _checked: self._again.start())
        self.levelBox.activated.connect(lambda _index: self._settle_level())
        self.newButton.clicked.connect(lambda _checked: self.desk.found())
        self._again.timeout.connect(self.look_again)
        self.packagesView.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_detail())
        self.conflictsView.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_conflict())
        self.conflictsView.doubleClicked.connect(lambda _index: self._show_patch())
        self.patchButton.clicked.connect(lambda _checked: self._show_patch())
        self.decideButton.clicked.connect(lambda _checked: self.decide())
        self.sideBox.currentIndexChanged.connect(lambda _index: self._enable())
        self.reasonEdit.textChanged.connect(lambda _text: self._enable())
        self.reasonEdit.returnPressed.connect(self.decide)

    # What is shown

    def refresh(self) -> None:
        """Read the workspace in a thread and show it."""
        if self.workspace is not None:
            self.read(self.tr("Weipian: packages between offices"), offices_overview, self._show)

    def _show(self, seen: OfficesOverview) -> None:
        self.seen = seen
        self._show_office(seen)
        chosen = self.scopeBox.currentData()
        self.scopeBox.clear()
        self.scopeBox.addItem(self.tr("Everything"), EVERYTHING)
        for uuid, name in seen.batches.items():
            self.scopeBox.addItem(self.tr("Batch {label}").format(label=name), f"{BATCHES}:{uuid}")
        for county in seen.counties:
            self.scopeBox.addItem(self.tr("County {code}").format(code=county), f"{COUNTY}:{county}")
        self.scopeBox.setCurrentIndex(max(0, self.scopeBox.findData(chosen)))
        counts = {status: seen.progress.get(status, 0) for status in (UNJUDGED, DRAFT, SIGNED)}
        self.standLabel.setText(self.tr(
            "{signed} parcels are signed, {draft} are drafts, {todo} are not judged.").format(
                signed=counts[SIGNED], draft=counts[DRAFT], todo=counts[UNJUDGED]))
        self._list_conflicts()
        self.before_rows.show_rows(seen.merged, before_columns(), (5, 6, 7))
        fit_once(self.beforeView)
        self.lowerTabs.setTabText(0, self.tr("Conflicts ({n})").format(n=len(seen.conflicts)))
        self.lowerTabs.setTabText(_BEFORE, self.tr("Merged before ({n})").format(n=len(seen.merged)))
        self._enable()
        if self._coming:
            self.add(self._coming)
            self._coming = []

    def _show_office(self, seen: OfficesOverview) -> None:
        """Who we are, as it was said before, or lets itself be guessed."""
        if not self.officeEdit.text():
            self.officeEdit.setText(self._office)
        if not self.levelBox.hasFocus():
            self.levelBox.setCurrentIndex(max(0, self.levelBox.findData(seen.level)))
        can_keep = self.workspace is not None and self.workspace.writable
        self.levelNote.setVisible(can_keep and not seen.settled)
        self.levelNote.setText(coloured(self.tr(
            "The level is guessed from the patches. See whether it is right: the first package that is made keeps it."),
            WARN, self.palette()))
        if not self.countyEdit.text() and not QgsSettings().contains(f"{_COUNTY}/{self._own}"):
            self.countyEdit.setText(seen.area)

    def _settle_level(self) -> None:
        """A person says at which level this office works; what came in is judged by it anew."""
        workspace, level = self.workspace, str(self.levelBox.currentData())
        if workspace is None or self._busy or not workspace.writable or not self.decided_by_somebody():
            return
        with self.session.guard():
            settle_level(workspace, level)
            self.desk.tell_done(self.tr("This office works at the level {level}.").format(
                level=self.levelBox.currentText()))
            self.refresh()
            self.look_again()

    @property
    def _own(self) -> str:
        return self.workspace.workspace_id if self.workspace is not None else ""

    @property
    def _office(self) -> str:
        """What this workspace's packages were called before: another workspace may be another office's."""
        return _kept(f"{_OFFICE}/{self._own}")

    def _keep_office(self) -> None:
        QgsSettings().setValue(f"{_OFFICE}/{self._own}", self.officeEdit.text().strip())

    def show_busy(self, busy: bool) -> None:
        """What would begin more waits."""
        self._busy = busy
        self._enable()

    def _enable(self) -> None:
        idle = not self._busy and self.workspace is not None
        can_write = idle and self.workspace is not None and self.workspace.writable
        has_office = bool(self.officeEdit.text().strip())
        self.makeButton.setEnabled(idle and has_office)
        self.makeButton.setToolTip(self.tr("Choose a folder and write the package there") if has_office
                                   else self.tr("First say above which office makes it"))
        self.newKeyButton.setEnabled(bool(self.officeEdit.text().strip()))
        self.addButton.setEnabled(idle)
        self.removeButton.setEnabled(idle and bool(self.looked))
        self.mergeButton.setEnabled(can_write and any(one.would is not None for one in self.looked))
        chosen = self._conflict
        self.patchButton.setEnabled(chosen is not None and bool(chosen.parcels))
        self.decideButton.setEnabled(can_write and chosen is not None
                                     and bool(self.sideBox.currentData())
                                     and len(self.reasonEdit.text().strip()) >= _SHORTEST_REASON)

    # Making

    def _read_keys(self) -> None:
        folder = _kept(_KEYS)
        self.keys, wrong = keys_in(folder)
        chosen = self.keyBox.currentData()
        self.keyBox.clear()
        self.keyBox.addItem(self.tr("none: not signed"), "")
        for one in self.keys:
            self.keyBox.addItem(f"{one.key.name}（{one.path.name}）" if language() == "zh"
                                else f"{one.key.name} ({one.path.name})", one.key.id)
        self.keyBox.setCurrentIndex(max(0, self.keyBox.findData(chosen)))
        if chosen is None and self.keys:
            own = next((one.key.id for one in self.keys if one.key.name == self._office), "")
            self.keyBox.setCurrentIndex(self.keyBox.findData(own))
        self.keysButton.setText(Path(folder).name if folder else self.tr("Choose a folder…"))
        for error in wrong:
            self.tell(error.sentence(language()))

    def _choose_keys(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of the keys"), _kept(_KEYS))
        if folder:
            QgsSettings().setValue(_KEYS, folder)
            self._read_keys()
            self.look_again()

    def make_key(self) -> None:
        """Make a key of this office in the folder of the keys."""
        if not _kept(_KEYS):
            self._choose_keys()
        folder, office = _kept(_KEYS), self.officeEdit.text().strip()
        if not folder or not office:
            return
        name, wanted = QInputDialog.getText(self, self.tr("New key"), self.tr("Name of the file"), text=office)
        if wanted and name.strip():
            with self.session.guard():
                made = make_key(Path(folder) / name.strip(), office)
                self._read_keys()
                self.keyBox.setCurrentIndex(self.keyBox.findData(made.key.id))
                self.tell(self.tr("The key is kept as {file}. Give a copy by hand to who checks your packages.").format(
                    file=str(made.path)))

    def _choose_target(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for the package"), _kept(_FOLDER))
        if folder:
            QgsSettings().setValue(_FOLDER, folder)
            self.make(Path(folder))

    def wish(self) -> PackageWish:
        """How the package is to be made."""
        kind, _, value = str(self.scopeBox.currentData() or EVERYTHING).partition(":")
        key = next((one.key for one in self.keys if one.key.id == self.keyBox.currentData()), None)
        signer = self.signerEdit.text().strip()
        return PackageWish(self.officeEdit.text().strip(), PackageScope(kind, (value,) if value else ()), key,
                           self.filesCheck.isChecked(), signer,
                           self.signedEdit.date().toString("yyyy-MM-dd") if signer else "", self._level_said)

    @property
    def _level_said(self) -> str:
        """The level that goes with a package: what is shown, where it can be kept."""
        can_keep = self.workspace is not None and self.workspace.writable
        return str(self.levelBox.currentData()) if can_keep else ""

    def make(self, folder: Path) -> None:
        """Make the package in this folder."""
        if not self.decided_by_somebody():
            return
        self._keep_office()
        wish = self.wish()
        self.run(self.tr("Weipian: make a package"),
                 lambda workspace, feedback: make_package(workspace, folder, wish, feedback), self._made)

    def _made(self, made: MadePackage) -> None:
        self.madeLabel.setText(made_in_words(made))
        self.desk.tell_done(self.tr("The package is made."), str(made.path))
        if self.workspace is not None and settled_level(self.workspace):
            self.seen = replace(self.seen, settled=True)
            self._show_office(self.seen)

    # Taking in

    def dragEnterEvent(self, event: Any) -> None:
        """Packages may be dropped."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        """They are looked into."""
        event.acceptProposedAction()
        self.add(self._dropped(event))

    def _dropped(self, event: Any) -> List[Path]:
        if self._busy or self.workspace is None:
            return []
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return [path for path in paths if path.suffix.lower() == ENDING]

    def _choose_packages(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Packages of other offices"), _kept(_FOLDER),
            self.tr("Packages ({patterns});;All files (*)").format(patterns=f"*{ENDING}"))
        if paths:
            QgsSettings().setValue(_FOLDER, str(Path(paths[0]).parent))
            self.add([Path(path) for path in paths])

    def add(self, paths: Sequence[Path]) -> None:
        """Look into these packages, and list them below those that are there."""
        known = [one.path for one in self.looked]
        self._look([*known, *(path for path in paths if path not in known)])

    def add_when_read(self, paths: Sequence[Path]) -> None:
        """The same, as soon as the workspace has been read."""
        self._coming = list(paths)

    def look_again(self) -> None:
        """Keys, county or workspace are others: hold the listed packages against them anew."""
        QgsSettings().setValue(f"{_COUNTY}/{self._own}", self.countyEdit.text().strip())
        if self.looked and not self._busy:
            self._look([one.path for one in self.looked])

    def _merge_wish(self) -> MergeWish:
        return MergeWish(self.countyEdit.text().strip(), str(self.foreignBox.currentData()),
                         self.signedCheck.isChecked(), self.unsignedCheck.isChecked())

    def _look(self, paths: Sequence[Path]) -> None:
        keys, wish = [one.key for one in self.keys], self._merge_wish()

        def work(workspace: Any, feedback: Any) -> List[LookedInto]:
            return [look_into(workspace, path, keys, wish,
                              part_of(feedback, 100 * place // len(paths), 100 * (place + 1) // len(paths)))
                    for place, path in enumerate(paths)]

        self.read(self.tr("Weipian: look into packages"), work, self._show_looked)

    def _show_looked(self, looked: List[LookedInto]) -> None:
        self.looked = looked
        self._show_packages()

    def _show_packages(self) -> None:
        self.package_rows.show_rows(self.looked, package_columns(), (4, 5))
        fit_once(self.packagesView)
        if self.looked:
            self.packagesView.selectRow(0)
        self._show_detail()
        self._enable()

    def _show_detail(self) -> None:
        rows = sorted(index.row() for index in self.packagesView.selectionModel().selectedRows())
        lines: List[str] = []
        for row in rows[:1]:
            one = self.looked[row]
            if one.refused is not None:
                lines.append(one.refused.sentence(language()))
            lines += [finding.sentence(language()) for finding in one.findings]
        self.detailLabel.setText("\n".join(lines))
        self.detailArea.setVisible(bool(lines))
        self.detailArea.verticalScrollBar().setValue(0)

    def _remove(self) -> None:
        rows = {index.row() for index in self.packagesView.selectionModel().selectedRows()}
        self.looked = [one for row, one in enumerate(self.looked) if rows and row not in rows]
        self._show_packages()

    def merge(self) -> None:
        """Merge what is listed and not refused."""
        if not self.decided_by_somebody():
            return
        if not self._looked_at_secret_words():
            return
        paths = [one.path for one in self.looked if one.would is not None]
        keys, wish = [one.key for one in self.keys], self._merge_wish()
        self.run(self.tr("Weipian: merge packages"),
                 lambda workspace, feedback: merge_packages(workspace, paths, keys, wish, feedback), self._merged)

    def _looked_at_secret_words(self) -> bool:
        """Where texts speak of 军用 or 涉密 a person says that they have been looked at."""
        told = [f"{one.path.name}: {finding.sentence(language())}" for one in self.looked if one.would is not None
                for finding in one.findings if finding.code == MARKED_WORDS]
        if not told:
            return True
        question = self.tr("Have these been looked at, and may they enter?")
        text = "\n\n".join([*told, question])
        return QMessageBox.question(self, self.tr("Merge packages"), text, _YES | _NO, _NO) == _YES

    def _merged(self, done: List[Merged]) -> None:
        entered = {one.path for one in done if one.receipt is not None}
        self.looked = [one for one in self.looked if one.path not in entered]
        self._show_packages()
        self._report(done)
        self.desk.tell_changed([uuid for one in done if one.receipt is not None for uuid in one.receipt.parcels])
        self.refresh()

    def _report(self, done: Sequence[Merged]) -> None:
        """What became of each package stands in a tab of its own, which has room for all of it."""
        told = merged_in_words(done)
        left = sum(one.receipt is None for one in done)
        self.mergedLabel.setText(told)
        self.lowerTabs.setTabText(_REPORT, self.tr("This merging (✖ {n})").format(n=left) if left
                                  else self.tr("This merging"))
        self.lowerTabs.setTabVisible(_REPORT, True)
        self.lowerTabs.setCurrentIndex(_REPORT)
        self.mergedArea.verticalScrollBar().setValue(0)
        self.desk.tell_done(merged_in_short(done), told)

    # Conflicts

    @property
    def _conflict(self) -> Optional[Conflict]:
        rows = self.conflictsView.selectionModel().selectedRows()
        return self.seen.conflicts[rows[0].row()] if rows else None

    def _list_conflicts(self) -> None:
        place = self.conflictsView.currentIndex().row()
        self.conflict_rows.show_rows(self.seen.conflicts, conflict_columns(self._own, self.seen.labels))
        fit_once(self.conflictsView)
        if self.seen.conflicts:
            self.conflictsView.selectRow(min(max(place, 0), len(self.seen.conflicts) - 1))
        self._show_conflict()

    def _show_conflict(self) -> None:
        conflict, workspace = self._conflict, self.workspace
        self.sideBox.clear()
        self.reasonEdit.clear()
        if conflict is None or workspace is None:
            self.sidesView.setPlainText(self.tr("Where offices say different things of one patch, both stand here."))
        else:
            labels = self.seen.labels
            self.sidesView.setHtml(sides_html(conflict, self._own, lambda uuid: labels.get(uuid, ""), self.palette(),
                                              workspace.own_area))
            self.sideBox.addItem(self.tr("choose whose word stands"), "")
            for place, side in enumerate(conflict.sides):
                self.sideBox.addItem(side_name(side, self._own, place + 1), side.side)
        self._enable()

    def _show_patch(self) -> None:
        conflict = self._conflict
        if conflict is not None and conflict.parcels:
            self.show_parcels(self.tr("Conflict {number}").format(number=conflict.jcbh), conflict.parcels)

    def decide(self) -> None:
        """Keep the chosen side's word, for the reason that was written."""
        conflict, workspace, reason = self._conflict, self.workspace, self.reasonEdit.text().strip()
        if conflict is None or workspace is None or not self.decideButton.isEnabled() or not self.decided_by_somebody():
            return
        with self.session.guard():
            try:
                workspace.offices.decide(conflict.stream, str(self.sideBox.currentData()), reason)
            except WeipianError as error:
                self.tell(error.sentence(language()))
                return
            done = self.tr("Decided: {side}.").format(side=self.sideBox.currentText())
            self.desk.tell_done(f"{done} {self._still_to_do(conflict)}".strip())
            self.nextLabel.setText(self._still_to_do(conflict))
            self.nextLabel.setVisible(bool(self.nextLabel.text()))
            self.desk.tell_changed(conflict.parcels)
            self.refresh()

    def _still_to_do(self, conflict: Conflict) -> str:
        """What does not come by itself once this is decided."""
        others = [side.office for side in conflict.sides if side.side.partition("/")[0] != self._own]
        if conflict.kind != "issued" or len(others) == len(conflict.sides):
            return ""
        return self.tr("Merge the package of {office} once more: what it said of this patch enters only then.").format(
            office="、".join(name for name in others if name) or "—")


def _kept(name: str) -> str:
    return str(QgsSettings().value(name, "") or "")
