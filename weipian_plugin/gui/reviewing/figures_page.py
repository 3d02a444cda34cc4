"""指标: 真实性, 瞒报率, ranking, 附表5 and daily discoveries as of a date, each with its patches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional, Tuple

from qgis.PyQt.QtCore import QDate, QModelIndex, Qt
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QTableView, QWidget

from ...domain.calendar.periods import PeriodKind
from ...domain.errors import WeipianError
from ...domain.review.units import CITY, COUNTY, TOWNSHIP
from ...jobs.checking.validation_cases import this_day
from ...jobs.handing_in.scope import periods_of
from ...jobs.reviewing.figures import FALSE_RECTIFICATION, ReviewFigures, figures_as_of
from ...jobs.reviewing.population import labels_told_apart
from ...jobs.reviewing.review_input import Wish, scope_key
from ...jobs.rules.profiles import profile_choices
from ..accountability.calculation_view import CalculationView
from ..forms import load_form
from ..messages import describe, language
from .column_widths import ColumnWidths
from .figure_rows import CONCLUSION, INTERVAL, LIMIT, MARKS, TITLE, FigureRows, UnitRows, _Figures
from .page import Page

if TYPE_CHECKING:
    from ...jobs.reviewing.discoveries import DiscoveryReceipt
    from .discoveries_dialog import DiscoveriesDialog
    from .review_desk import ReviewDesk

_FILTERS = "Excel (*.xlsx);;JSON (*.json)"
_INDENT = {CITY: 1, COUNTY: 2, TOWNSHIP: 3}
_PERIOD, _BATCH = "period", "batch"


class FiguresPage(Page):
    """The figures of the rules: one unit above, one figure of all units and its lines below."""

    def __init__(self, desk: ReviewDesk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        load_form("review_figures", self)
        self.found: Optional[ReviewFigures] = None
        self._busy = False
        self.rows, self.unit_rows = FigureRows(self.palette(), self), UnitRows(self.palette(), self)
        self.view = CalculationView(self)
        self.view.exportButton.hide()
        self.calculationLayout.addWidget(self.view)
        for table, model, wide in ((self.figuresView, self.rows, LIMIT), (self.unitsView, self.unit_rows, TITLE)):
            _arrange(table, model, wide)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.lowerSplitter.setSizes([600, 480])
        today = this_day()
        self.dayEdit.setDate(QDate(today.year, today.month, today.day))
        self._connect()
        self._enable()

    def title(self) -> str:
        return self.tr("Figures")

    def _connect(self) -> None:
        self.dayEdit.dateChanged.connect(lambda _day: self._again())
        for box in (self.scopeBox, self.profileBox):
            box.activated.connect(lambda _index: self._again())
        self.provinceCheck.clicked.connect(lambda _checked: self._again())
        self.unitBox.activated.connect(lambda _index: self._show_unit())
        self.figuresView.clicked.connect(lambda index: self._open(self.rows, index))
        self.unitsView.clicked.connect(lambda index: self._open(self.unit_rows, index))
        self.unitsView.doubleClicked.connect(self._choose_unit_of)
        self.figuresView.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_figure())
        self.view.parcelWanted.connect(lambda uuid: self.show_parcels(self.view.names.get(uuid, uuid), [uuid]))
        self.showButton.clicked.connect(lambda _checked: self._show_patches())
        self.exportButton.clicked.connect(lambda _checked: self._choose_target())
        self.importButton.clicked.connect(lambda _checked: self._ask_discoveries(again=False))
        self.matchButton.clicked.connect(lambda _checked: self._ask_discoveries(again=True))
        self.groundsButton.clicked.connect(lambda _checked: self._ask_grounds())

    # What is shown

    def refresh(self) -> None:
        """Fill the boxes and work the figures out."""
        if self.workspace is None:
            return
        self._fill_scopes()
        self._fill_profiles()
        self._again()

    def wish(self) -> Wish:
        """What the boxes say."""
        day = self.dayEdit.date()
        kind, what = self.scopeBox.currentData() or ("", None)
        return Wish(day.toPyDate(), what if kind == _PERIOD else None, str(what) if kind == _BATCH else "",
                    str(self.profileBox.currentData() or ""), {}, self.provinceCheck.isChecked())

    def _again(self) -> None:
        if self.workspace is None:
            return
        wish = self.wish()
        self.read(self.tr("Weipian: figures of the review"),
                  lambda workspace, feedback: figures_as_of(workspace, wish, feedback),
                  self.show_found, self._show_failure)

    def show_found(self, found: ReviewFigures) -> None:
        """Show these figures; the unit and the figure that were chosen stay chosen."""
        self.found = found
        chosen = self.unitBox.currentData()
        self.unitBox.clear()
        for one in found.units:
            self.unitBox.addItem("　" * _INDENT.get(one.unit.level, 0) + one.unit.title, one.unit.key)
        self.unitBox.setCurrentIndex(max(0, self.unitBox.findData(chosen)))
        remarks = " ".join(remark.sentence(language()) for remark in found.given.remarks)
        self.saidLabel.setText(self.tr("{scope}, as of {day}, by {profile}. {remarks}").format(
            scope=found.given.scope, day=found.given.wish.day, profile=found.given.profile.title, remarks=remarks))
        self._show_unit()

    def _show_failure(self, error: BaseException) -> None:
        self.found = None
        self.rows.show(None)
        self.unit_rows.show((), "")
        self.unitBox.clear()
        self.view.show_calculations((), {}, {})
        self.saidLabel.setText(describe(error)[0])
        self._enable()
        if not isinstance(error, WeipianError):
            raise error

    def _show_unit(self) -> None:
        if self.found is None:
            return
        chosen = self.rows.figure(self.figuresView.currentIndex().row())
        self.rows.show(self.found.of(str(self.unitBox.currentData() or "")))
        self.choose(chosen.key if chosen is not None else "truthfulness")
        self._enable()

    def choose(self, key: str) -> None:
        """Choose the figure of this key."""
        self.figuresView.setCurrentIndex(self.rows.index(max(0, self.rows.row_of(key)), 0))
        self._show_figure()

    def _show_figure(self) -> None:
        figure = self.rows.figure(self.figuresView.currentIndex().row())
        if self.found is None or figure is None:
            return
        self.unit_rows.show(self.found.units, figure.key)
        calculations = (figure.calculation,) if figure.calculation is not None else ()
        self.view.show_calculations(calculations, self.found.given.names, {}, self.found.given.training)
        self.showButton.setEnabled(bool(figure.numerator or figure.denominator))

    def _fill_scopes(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        chosen = self.scopeBox.currentData()
        self.scopeBox.clear()
        self.scopeBox.addItem(self.tr("Everything"), ("", None))
        for kind in (PeriodKind.YEAR, PeriodKind.QUARTER):
            for period in periods_of(workspace, kind):
                self.scopeBox.addItem(period.title, (_PERIOD, period))
        for uuid, label in labels_told_apart(workspace).items():
            self.scopeBox.addItem(self.tr("Batch {label}").format(label=label), (_BATCH, uuid))
        places = [place for place in range(self.scopeBox.count()) if self.scopeBox.itemData(place) == chosen]
        self.scopeBox.setCurrentIndex(places[0] if places else 0)

    def _fill_profiles(self) -> None:
        chosen = self.profileBox.currentData()
        self.profileBox.clear()
        self.profileBox.addItem(self.tr("As the newest batch"), "")
        for profile in profile_choices():
            self.profileBox.addItem(profile.title if language() == "zh" else profile.title_en, profile.id)
        self.profileBox.setCurrentIndex(max(0, self.profileBox.findData(chosen)))

    # The patches behind a figure

    def _open(self, model: _Figures, index: QModelIndex) -> None:
        patches, figure = model.patches(index), model.figure(index.row())
        if patches is None or figure is None:
            return
        side = self.tr("above the line") if patches is figure.numerator else self.tr("below the line")
        name = self.found.of(self.unit_rows.key_of(index.row())).unit.title if (
            self.found is not None and model is self.unit_rows) else self.unitBox.currentText().strip()
        title = figure.title[0 if language() == "zh" else 1]
        self.show_parcels(self.tr("{unit}: {figure} ({side})").format(unit=name, figure=title, side=side), patches)

    def _show_patches(self) -> None:
        figure = self.rows.figure(self.figuresView.currentIndex().row())
        if figure is not None:
            title = figure.title[0 if language() == "zh" else 1]
            self.show_parcels(f"{self.unitBox.currentText().strip()}: {title}", figure.numerator or figure.denominator)

    def _choose_unit_of(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.unitBox.setCurrentIndex(max(0, self.unitBox.findData(self.unit_rows.key_of(index.row()))))
            self._show_unit()

    # Grounds of an interview

    def _ask_grounds(self) -> None:
        key = str(self.unitBox.currentData() or "")
        menu = QMenu(self)
        for ground in self._known_grounds():
            action = menu.addAction(ground)
            action.setCheckable(True)
            action.setChecked(ground in self._stated(key))
            action.toggled.connect(lambda checked, name=ground: self.set_ground(key, name, checked))
        menu.exec(self.groundsButton.mapToGlobal(self.groundsButton.rect().bottomLeft()))

    def set_ground(self, unit: str, ground: str, holds: bool) -> None:
        """A person says whether a ground holds of a unit in the scope and on the day shown; kept as an event."""
        if self.workspace is None or not self.decided_by_somebody():
            return
        wish = self.wish()
        self.run(self.tr("Weipian: ground of an interview"),
                 lambda workspace, _feedback: workspace.state_ground(scope_key(wish), unit, ground, holds, wish.day),
                 lambda _changed: self._again())

    def _stated(self, unit: str) -> Tuple[str, ...]:
        return tuple(self.found.given.wish.circumstances.get(unit, ())) if self.found is not None else ()

    def _known_grounds(self) -> Tuple[str, ...]:
        if self.found is None:
            return ()
        return tuple(each for each in self.found.given.profile.names("interview_circumstances")
                     if each != FALSE_RECTIFICATION)  # that one follows from the image checks

    # Export and discoveries

    def _choose_target(self) -> None:
        workspace = self.workspace
        if workspace is None or self.found is None:
            return
        name = f"复核指标 {self.found.given.scope} {self.found.given.wish.day}.xlsx"
        path, chosen = QFileDialog.getSaveFileName(
            self, self.tr("Export the figures"), str(Path(str(workspace.path)).with_name(name)), _FILTERS)
        if path:
            ending = ".json" if "json" in chosen else ".xlsx"
            self.export_to(Path(path) if Path(path).suffix else Path(path + ending))

    def export_to(self, path: Path) -> None:
        """Write what is shown, in a thread."""
        from ...jobs.reviewing.figures_file import export_figures

        found = self.found
        if found is not None:
            self.run(self.tr("Weipian: export of the figures"),
                     lambda _workspace, _feedback: export_figures(found, path),
                     lambda written: self.desk.tell_done(self.tr("Written: {file}").format(file=written)))

    def _ask_discoveries(self, again: bool) -> None:
        from .discoveries_dialog import DiscoveriesDialog

        dialog = DiscoveriesDialog(again, self.run, self)
        if dialog.exec():
            self.take_discoveries(dialog)
        dialog.deleteLater()

    def take_discoveries(self, dialog: DiscoveriesDialog) -> None:
        """Bring a table of leads in, or match those that are there anew."""
        if not self.decided_by_somebody():
            return
        from ...jobs.reviewing.discoveries import import_discoveries, match_again

        matching, wish, both = dialog.matching(), (dialog.path, dialog.crs, dialog.source), dialog.both
        if dialog.again:
            self.run(self.tr("Weipian: match the leads again"),
                     lambda workspace, feedback: match_again(workspace, matching, feedback),
                     lambda count: self._told(self.tr(
                         "{n} leads were changed: other patches, another distance or county.").format(n=count)))
            return
        self.run(self.tr("Weipian: import of daily discoveries"),
                 lambda workspace, feedback: import_discoveries(workspace, *wish, matching, feedback, both),
                 self._taken)

    def _taken(self, found: DiscoveryReceipt) -> None:
        said = "\n".join(each.sentence(language()) for each in found.findings)
        sentence = self.tr("{n} leads were brought in, {m} of them meet a patch, {left} remarks.").format(
            n=len(found.kept), m=found.matched, left=len(found.findings))
        self._told(sentence, said)
        if said:
            self.saidLabel.setText(said.splitlines()[0])

    def _told(self, sentence: str, detail: str = "") -> None:
        self.desk.tell_done(sentence, detail)
        self.desk.tell_changed(())
        self._again()

    def show_busy(self, busy: bool) -> None:
        """While something runs nothing else is begun."""
        self._busy = busy
        self._enable()

    def _enable(self) -> None:
        free = not self._busy and self.workspace is not None
        for choice in (self.dayEdit, self.scopeBox, self.profileBox):
            choice.setEnabled(not self._busy)  # another choice counts anew, and would cancel what runs: a merging
        for button in (self.importButton, self.matchButton):
            button.setEnabled(free and bool(self.workspace and self.workspace.writable))
        self.exportButton.setEnabled(free and self.found is not None)
        key = str(self.unitBox.currentData() or "")
        told = bool(key) and "/" not in key and bool(self._known_grounds())
        self.groundsButton.setEnabled(told and free and bool(self.workspace and self.workspace.writable))


def _arrange(table: QTableView, model: _Figures, wide: int) -> None:
    """``wide``: the column that has the room that is left."""
    table.setModel(model)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(int(table.fontMetrics().height() * 1.5))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    model.modelReset.connect(ColumnWidths(table, (model.columns.index(wide),), [
        model.columns.index(column) for column in (INTERVAL, LIMIT, CONCLUSION, MARKS) if column in model.columns],
        whole=True).fit)
