"""Reads an issued package, shows what was recognised and what is odd, and enters it in one transaction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidgetItem,
    QWidget,
)

from ..domain.calendar.dates import parse_date
from ..domain.definitions import ISSUED
from ..domain.errors import WeipianError
from ..domain.records import KEEP, REPLACE, BatchReceipt, Finding
from .forms import fit_to_screen, load_form, name_buttons
from .messages import describe, language
from .session import Session
from .tasks import TaskRunner, WorkTask

PACKAGES = "*.zip *.shp *.gpkg *.gdb *.geojson *.xlsx *.csv"
ENCODINGS = ("GB18030", "UTF-8", "BIG5")
_NAMES = {field.code: field for field in ISSUED}


class ImportDialog(QDialog):
    """``receipt`` says what came in once the dialog was accepted."""

    def __init__(self, session: Session, runner: TaskRunner, new: bool, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("import", self)
        fit_to_screen(self)
        self._session, self._runner, self._new = session, runner, new
        self._task: Optional[WorkTask] = None
        self.plan: Any = None
        self.receipt: Optional[BatchReceipt] = None
        self._choices: Dict[str, QComboBox] = {}
        self._ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        name_buttons(self.buttons, self.tr("Import"))
        self.targetLabel.setVisible(new)
        self.targetRow.setVisible(new)
        self._questions = {
            "crs": (self.crsLabel, self.crsWidget), "layer": (self.layerLabel, self.layerBox),
            "encoding": (self.encodingLabel, self.encodingBox), "password": (self.passwordLabel, self.passwordEdit),
        }
        self._ask_nothing()
        self.progressBar.hide()
        self.unclassifiedBox.hide()
        self.mappingTable.horizontalHeader().setStretchLastSection(True)
        self._connect()
        self._show_plan()

    def _connect(self) -> None:
        self.fileButton.clicked.connect(self._choose_file)
        self.folderButton.clicked.connect(self._choose_folder)
        self.targetButton.clicked.connect(self._choose_target)
        self.readButton.clicked.connect(self.read)
        self.packageEdit.textChanged.connect(self._package_changed)
        self.issuedEdit.editingFinished.connect(self._choose_profile)
        self.profileBox.currentIndexChanged.connect(self._enable)
        self.targetEdit.textChanged.connect(self._enable)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Issued package"), self.packageEdit.text(),
                                              self.tr("Packages ({patterns});;All files (*)").format(patterns=PACKAGES))
        if path:
            self.show_package(path)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Issued package"), self.packageEdit.text())
        if path:
            self.show_package(path)

    def _choose_target(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("New workspace"), self.targetEdit.text(),
                                              "GeoPackage (*.gpkg)")
        if path:
            self.targetEdit.setText(path if path.lower().endswith(".gpkg") else f"{path}.gpkg")

    def show_package(self, path: str) -> None:
        """Take this package and read it."""
        self.packageEdit.setText(path)
        self.read()

    def _ask_nothing(self) -> None:
        """What a package does not say is asked once its reading has shown it."""
        self.layerBox.clear()
        self.encodingBox.clear()
        self.passwordEdit.clear()
        for widgets in self._questions.values():
            for widget in widgets:
                widget.hide()

    def _ask(self, question: str, choices: Sequence[str] = ()) -> None:
        label, widget = self._questions[question]
        label.show()
        widget.show()
        if choices and widget.count() == 0:
            widget.addItem(self.tr("Choose …"), "")
            for choice in choices:
                widget.addItem(choice, choice)

    def _ask_for(self, error: WeipianError) -> None:
        """Offer the answer that the error says is missing."""
        if error.code.startswith("CRS_"):
            self._ask("crs")
        elif error.code == "SEVERAL_LAYERS":
            choices = error.values.get("choices")
            self._ask("layer", [str(choice) for choice in choices] if isinstance(choices, (list, tuple)) else [])
        elif error.code == "ENCODING_UNKNOWN":
            self._ask("encoding", ENCODINGS)
        elif error.code == "ZIP_PASSWORD":
            self._ask("password")

    def _package_changed(self) -> None:
        self.plan = None
        self._ask_nothing()
        self.readButton.setEnabled(bool(self.packageEdit.text().strip()))
        self._show_plan()

    def read(self) -> None:
        """Read the package in a task; nothing enters yet."""
        path = self.packageEdit.text().strip()
        if not path or self._task is not None:
            return
        from ..intake.received import IntakeOptions
        from ..jobs.import_batch import plan_import

        workspace = None if self._new else self._session.workspace
        options = IntakeOptions(crs=self._asked_crs(), target_crs=workspace.crs_authid if workspace else "",
                                layer=str(self.layerBox.currentData() or ""), password=self.passwordEdit.text(),
                                encoding=str(self.encodingBox.currentData() or ""))
        self._say("")
        self.progressBar.setMaximum(0)
        self.progressBar.show()
        self._task = self._runner.run(self.tr("Weipian: read the package"),
                                      lambda feedback: plan_import(path, options, feedback), self._was_read,
                                      self._was_not_read, self._step)
        self._enable()

    def _asked_crs(self) -> str:
        crs: QgsCoordinateReferenceSystem = self.crsWidget.crs()
        return str(crs.authid()) if self.crsWidget.isVisible() and crs.isValid() else ""

    def _step(self, done: int, total: int, text: str) -> None:
        self.progressBar.setMaximum(total)
        self.progressBar.setValue(done)
        self.progressBar.setFormat(text or "%p%")

    def _was_read(self, plan: Any) -> None:
        self._task = None
        self.progressBar.hide()
        self.plan = plan
        with self._session.guard():
            self.plan = self._held_against_workspace(plan)
            self.labelEdit.setText(plan.delivery.label)
            self.issuedEdit.setText(plan.delivery.issued)
            self._choose_profile()
            if self._new and not self.targetEdit.text():
                self.targetEdit.setText(str(_free_name(Path(plan.package).parent, plan.delivery.label)))
        if any(finding.code == "ENCODING_UNSURE" for finding in plan.delivery.findings):
            self._ask("encoding", ENCODINGS)
        self._show_plan()

    def _held_against_workspace(self, plan: Any) -> Any:
        """The comparison needs the workspace, which belongs to this thread."""
        workspace = None if self._new else self._session.workspace
        if workspace is None:
            return plan
        comparison = workspace.compare(plan.delivery.patches)
        differing = tuple(difference.jcbh for difference in comparison.differing)
        return replace(plan, comparison=comparison, questions=replace(plan.questions, differing=differing))

    def _was_not_read(self, error: BaseException) -> None:
        self._task = None
        self.progressBar.hide()
        if isinstance(error, WeipianError) and error.code == "JOB_CANCELLED":
            self._enable()
            return
        if isinstance(error, WeipianError):
            self._ask_for(error)
        self._say(describe(error)[0])
        if not isinstance(error, WeipianError):
            with self._session.guard():
                raise error
        self._enable()

    def _say(self, text: str) -> None:
        self.errorLabel.setText(text)
        self.errorLabel.setVisible(bool(text))

    def _choose_profile(self) -> None:
        """The profile that date and place decide; where they do not, a person does."""
        if self.plan is None:
            return
        from ..jobs.rules.profiles import choose_profile, profile_choices, told_problems

        issued = parse_date(self.issuedEdit.text())
        with self._session.guard():
            chosen, candidates = choose_profile(issued.isoformat() if issued else "", self.plan.delivery.county)
            self.profileBox.clear()
            if not chosen:
                self.profileBox.addItem(self.tr("Choose …"), "")
            for profile in profile_choices():
                title = profile.title if language() == "zh" else profile.title_en
                fits = profile.id == chosen or profile.id in candidates
                self.profileBox.addItem(f"{profile.id}  {title}" if fits else f"{profile.id}  {title} (…)", profile.id)
            self.profileBox.setCurrentIndex(max(0, self.profileBox.findData(chosen)))
            wrong = told_problems(language())
            if wrong:
                self._say(wrong)
        self._enable()

    def _show_plan(self) -> None:
        read = self.plan is not None
        self.tabs.setVisible(read)
        self.detailsBox.setVisible(read)
        self.findingsTree.clear()
        self.mappingTable.setRowCount(0)
        self._choices.clear()
        self.differencesTable.setRowCount(0)
        self.unclassifiedBox.setVisible(read and bool(self.plan.questions.imagery))
        if read:
            delivery = self.plan.delivery
            self.summaryText.setPlainText(self._summary(delivery))
            self._fill_mapping(delivery)
            self._fill_findings(delivery)
            if any(finding.code == "SECRET_WORDS" for finding in delivery.findings):
                self.tabs.setCurrentWidget(self.findingsTab)  # somebody is to see it before going on
            self._fill_differences()
        self._enable()

    def _summary(self, delivery: Any) -> str:
        comparison = self.plan.comparison
        entering = self.tr("New: {new}   as before: {same}   different: {differing}   set apart: {apart}").format(
            new=len(comparison.new), same=len(comparison.identical), differing=len(comparison.differing),
            apart=len(delivery.classified) + comparison.quarantined)
        return f"{entering}\n\n{delivery.summary(language())}"

    def _fill_mapping(self, delivery: Any) -> None:
        chinese, units = language() == "zh", {str(code): str(unit) for code, unit in delivery.units.items()}
        for heading, code, where in delivery.mapping:
            field = _NAMES.get(code)
            name = "" if field is None else field.zh if chinese else field.en
            known = f"{code} {name}" if code else self.tr("not recognised; kept as it is")
            # Where shape and table give the same area in different units, the shape's stands under its own key.
            shape = not str(where).lower().partition("|")[0].endswith((".xlsx", ".xlsm", ".csv"))
            told = units.get(f"{code}（图形）", units.get(code, "")) if shape else units.get(code, "")
            unit = {"m2": "m²"}.get(told, told)
            _add_row(self.mappingTable, (str(heading), known, unit, str(where)), muted=not code)
        self.mappingTable.resizeColumnsToContents()

    def _fill_findings(self, delivery: Any) -> None:
        tree = self.findingsTree
        general = [*delivery.findings]
        lists = ((self.tr("Table rows without a shape"), delivery.rows_without_shape),
                 (self.tr("Shapes without a table row"), delivery.shapes_without_row))
        for title, numbers in lists:
            if numbers:
                top = QTreeWidgetItem([f"{title}（{len(numbers)}）"])
                top.addChildren([QTreeWidgetItem([str(number)]) for number in numbers])
                tree.addTopLevelItem(top)
        self._add_findings(self.tr("The package"), general)
        for patch in delivery.patches:
            self._add_findings(patch.jcbh, patch.findings)
        number = tree.topLevelItemCount()
        self.tabs.setTabText(self.tabs.indexOf(self.findingsTab), self.tr("Remarks") + f" ({number})")
        for index in range(min(number, 6)):
            tree.topLevelItem(index).setExpanded(True)

    def _add_findings(self, title: str, findings: Any) -> None:
        found: List[Finding] = list(findings)
        if found:
            top = QTreeWidgetItem([f"{title}（{len(found)}）"])
            top.addChildren([QTreeWidgetItem([finding.sentence(language())]) for finding in found])
            self.findingsTree.addTopLevelItem(top)

    def _fill_differences(self) -> None:
        differing = self.plan.comparison.differing
        tab = self.tabs.indexOf(self.differencesTab)
        self.tabs.setTabEnabled(tab, bool(differing))
        self.tabs.setTabText(tab, self.tr("Issued again") + f" ({len(differing)})")
        for difference in differing:
            changed = [f"{name}: {old} → {new}" for name, old, new in difference.fields]
            if difference.shape_differs:
                changed.append(self.tr("another shape"))
            row = _add_row(self.differencesTable, (difference.jcbh, "；".join(changed), ""))
            box = QComboBox()
            for text, value in ((self.tr("Decide …"), ""), (self.tr("Keep what is here"), KEEP),
                                (self.tr("Replace"), REPLACE)):
                box.addItem(text, value)
            box.currentIndexChanged.connect(self._enable)
            self._choices[difference.jcbh] = box
            self.differencesTable.setCellWidget(row, 2, box)
        self.differencesTable.resizeColumnsToContents()
        if differing:
            self.tabs.setCurrentWidget(self.differencesTab)

    def decide(self, jcbh: str, decision: str) -> None:
        """Keep or replace one patch that was issued again."""
        self._choices[jcbh].setCurrentIndex(self._choices[jcbh].findData(decision))

    def _enable(self) -> None:
        busy, read = self._task is not None, self.plan is not None
        decided = all(box.currentData() for box in self._choices.values())
        target = not self._new or bool(self.targetEdit.text().strip())
        self._ok.setEnabled(read and not busy and decided and target and bool(self.profileBox.currentData()))
        self.readButton.setEnabled(not busy and bool(self.packageEdit.text().strip()))
        for widget in (self.fileButton, self.folderButton, self.packageEdit):
            widget.setEnabled(not busy)

    def accept(self) -> None:
        """Enter the package; what goes wrong is said here and leaves everything as it was."""
        try:
            self.receipt = self._enter()
        except WeipianError as error:
            self._say(error.sentence(language()))
            return
        super().accept()

    def _enter(self) -> BatchReceipt:
        issued = parse_date(self.issuedEdit.text())
        delivery = replace(self.plan.delivery, label=self.labelEdit.text().strip(),
                           issued=issued.isoformat() if issued else "")
        plan = replace(self.plan, delivery=delivery)
        return self._enter_new(plan) if self._new else self._enter_into(self._session.workspace, plan)

    def _enter_into(self, workspace: Any, plan: Any) -> BatchReceipt:
        from ..jobs.import_batch import import_batch

        decisions = {jcbh: str(box.currentData()) for jcbh, box in self._choices.items()}
        return import_batch(workspace, plan, profile_id=str(self.profileBox.currentData()),
                            unclassified=self.unclassifiedBox.isChecked(), decisions=decisions)

    def _enter_new(self, plan: Any) -> BatchReceipt:
        """Make the workspace with the package in it; a package that does not enter leaves no file behind."""
        target = Path(self.targetEdit.text().strip())
        workspace = self._session.make_workspace(str(target), plan.delivery.crs)
        try:
            receipt = self._enter_into(workspace, plan)
        except BaseException:
            workspace.close()
            target.unlink(missing_ok=True)
            raise
        self._session.adopt(workspace)
        return receipt

    def reject(self) -> None:
        """Stop reading, then go."""
        if self._task is not None:
            self._task.abandoned = True
            self._task.cancel()
            self._task = None
        super().reject()


def _add_row(table: QTableWidget, texts: Any, muted: bool = False) -> int:
    row = table.rowCount()
    table.insertRow(row)
    for column, text in enumerate(texts):
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        if muted:
            font = item.font()
            font.setItalic(True)
            item.setFont(font)
        table.setItem(row, column, item)
    return row


def _free_name(folder: Path, label: str) -> Path:
    """A file name for a new workspace that is not taken."""
    stem = "".join(c for c in label if c not in '\\/:*?"<>|').strip() or "weipian"
    path, number = folder / f"{stem}.gpkg", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.gpkg", number + 1
    return path
