"""收发: packages between offices are made, looked into and merged; conflicts are decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional, Sequence

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QDate, QTimer
from qgis.PyQt.QtWidgets import QFileDialog, QHeaderView, QInputDialog, QTableView, QWidget

from ...domain.errors import WeipianError
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
from ...jobs.offices.remarks import ASK, LEAVE, TAKE, MergeWish
from ...jobs.progress import part_of
from ..forms import load_form
from ..messages import language
from .blind_rows import Rows
from .conflict_words import side_name, sides_html
from .package_columns import before_columns, conflict_columns, merged_in_words, package_columns
from .page import Page

_KEYS, _OFFICE, _FOLDER, _COUNTY = (f"weipian/offices/{name}" for name in ("keys", "office", "folder", "county"))
_LOOK_AGAIN_MS = 600
_WIDEST = 26  # characters of a column
_SHORTEST_REASON = 2
_MOST_LINES = 6


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
            self.run(self.tr("Weipian: packages between offices"), offices_overview, self._show)

    def _show(self, seen: OfficesOverview) -> None:
        self.seen = seen
        if not self.officeEdit.text():
            self.officeEdit.setText(self._office)
        chosen = self.scopeBox.currentData()
        self.scopeBox.clear()
        self.scopeBox.addItem(self.tr("Everything"), EVERYTHING)
        for batch in seen.batches:
            self.scopeBox.addItem(self.tr("Batch {label}").format(label=batch.label), f"{BATCHES}:{batch.uuid}")
        for county in seen.counties:
            self.scopeBox.addItem(self.tr("County {code}").format(code=county), f"{COUNTY}:{county}")
        self.scopeBox.setCurrentIndex(max(0, self.scopeBox.findData(chosen)))
        counts = {status: seen.progress.get(status, 0) for status in (UNJUDGED, DRAFT, SIGNED)}
        self.standLabel.setText(self.tr(
            "{signed} parcels are signed, {draft} are drafts, {todo} are not judged.").format(
                signed=counts[SIGNED], draft=counts[DRAFT], todo=counts[UNJUDGED]))
        self._list_conflicts()
        self.before_rows.show_rows(seen.merged, before_columns(), (5, 6, 7))
        _fit(self.beforeView)
        self.lowerTabs.setTabText(0, self.tr("Conflicts ({n})").format(n=len(seen.conflicts)))
        self.lowerTabs.setTabText(1, self.tr("Merged before ({n})").format(n=len(seen.merged)))
        self._enable()
        if self._coming:
            self.add(self._coming)
            self._coming = []

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
        self.makeButton.setEnabled(idle and bool(self.officeEdit.text().strip()))
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
                           self.signedEdit.date().toString("yyyy-MM-dd") if signer else "")

    def make(self, folder: Path) -> None:
        """Make the package in this folder."""
        if not self.decided_by_somebody():
            return
        self._keep_office()
        wish = self.wish()
        self.run(self.tr("Weipian: make a package"),
                 lambda workspace, feedback: make_package(workspace, folder, wish, feedback), self._made)

    def _made(self, made: MadePackage) -> None:
        manifest = made.manifest
        lines = [self.tr("{file}: {patches} patches, {events} entries, {files} attachments; {signed}.").format(
            file=made.path.name, patches=manifest.counts["patches"], events=manifest.counts["events"],
            files=len(manifest.files),
            signed=self.tr("signed with the key of {name}").format(name=manifest.key_name) if manifest.key_id
            else self.tr("not signed"))]
        lines += [finding.sentence(language()) for finding in made.findings]
        self.madeLabel.setText("\n".join(lines))
        self.desk.tell_done(lines[0], str(made.path))

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
                         unproved=self.unsignedCheck.isChecked())

    def _look(self, paths: Sequence[Path]) -> None:
        keys, wish = [one.key for one in self.keys], self._merge_wish()

        def work(workspace: Any, feedback: Any) -> List[LookedInto]:
            return [look_into(workspace, path, keys, wish,
                              part_of(feedback, 100 * place // len(paths), 100 * (place + 1) // len(paths)))
                    for place, path in enumerate(paths)]

        self.run(self.tr("Weipian: look into packages"), work, self._show_looked)

    def _show_looked(self, looked: List[LookedInto]) -> None:
        self.looked = looked
        self._show_packages()

    def _show_packages(self) -> None:
        self.package_rows.show_rows(self.looked, package_columns(), (4, 5))
        _fit(self.packagesView)
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
        self.detailLabel.setVisible(bool(lines))

    def _remove(self) -> None:
        rows = {index.row() for index in self.packagesView.selectionModel().selectedRows()}
        self.looked = [one for row, one in enumerate(self.looked) if rows and row not in rows]
        self._show_packages()

    def merge(self) -> None:
        """Merge what is listed and not refused."""
        if not self.decided_by_somebody():
            return
        paths = [one.path for one in self.looked if one.would is not None]
        keys, wish = [one.key for one in self.keys], self._merge_wish()
        self.run(self.tr("Weipian: merge packages"),
                 lambda workspace, feedback: merge_packages(workspace, paths, keys, wish, feedback), self._merged)

    def _merged(self, done: List[Merged]) -> None:
        entered = {one.path for one in done if one.receipt is not None}
        self.looked = [one for one in self.looked if one.path not in entered]
        self._show_packages()
        told = merged_in_words(done)
        lines = told.split("\n")
        self.mergedLabel.setText("\n".join([*lines[:_MOST_LINES], *(["…"] if len(lines) > _MOST_LINES else [])]))
        self.mergedLabel.setToolTip(told)
        self.desk.tell_done(self.tr("{n} of {all} packages are merged.").format(n=len(entered), all=len(done)), told)
        self.desk.tell_changed([uuid for one in done if one.receipt is not None for uuid in one.receipt.parcels])
        self.refresh()

    # Conflicts

    @property
    def _conflict(self) -> Optional[Conflict]:
        rows = self.conflictsView.selectionModel().selectedRows()
        return self.seen.conflicts[rows[0].row()] if rows else None

    def _list_conflicts(self) -> None:
        place = self.conflictsView.currentIndex().row()
        self.conflict_rows.show_rows(self.seen.conflicts, conflict_columns(self._own, self.seen.labels))
        _fit(self.conflictsView)
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
            self.desk.tell_done(self.tr("Decided: {side}.").format(side=self.sideBox.currentText()))
            self.desk.tell_changed(conflict.parcels)
            self.refresh()


def _kept(name: str) -> str:
    return str(QgsSettings().value(name, "") or "")


def _fit(view: QTableView) -> None:
    """As wide as what stands in them, the last one all that is left."""
    view.resizeColumnsToContents()
    widest = view.fontMetrics().horizontalAdvance("疑") * _WIDEST
    for column in range(view.model().columnCount() - 1):
        view.setColumnWidth(column, min(view.columnWidth(column) + 10, widest))
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
