"""比对: what the second readings say against what was filed, with agreement and intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, List, Optional, Tuple

from qgis.PyQt.QtCore import QDate, QModelIndex, Qt
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...domain.areas.units import Number, round2
from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.review.compared import GROUPS, GroupLine
from ...domain.review.intervals import Interval
from ...domain.review.matrices import Matrix
from ...jobs.checking.validation_cases import this_day
from ...jobs.reviewing.comparing import Comparison, compare_sample
from ...jobs.reviewing.comparison_file import figures_of, write_comparison
from ...jobs.reviewing.sampling import SampleHead, samples
from ..forms import load_form
from ..messages import describe, language
from ..wording import BAD, GOOD
from .page import Page
from .review_cells import Cell, CellRows, arrange

if TYPE_CHECKING:
    from .review_desk import ReviewDesk

_ENDING = "Excel (*.xlsx)"
_HORIZONTAL = Qt.Orientation.Horizontal


class ComparisonPage(Page):
    """Confusion matrices and agreement."""

    def __init__(self, desk: ReviewDesk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        load_form("review_comparison", self)
        self.found: Optional[Comparison] = None
        self._busy = False
        self.figure_rows, self.matrix_rows, self.group_rows = (
            CellRows(self.palette(), self) for _ in range(3))
        for view, model in ((self.figuresView, self.figure_rows), (self.matrixView, self.matrix_rows),
                            (self.groupsView, self.group_rows)):
            arrange(view, model)
            view.clicked.connect(lambda index, model=model: self._open(model, index))
        self.upperSplitter.setSizes([520, 520])
        self.splitter.setSizes([380, 260])
        day = parse_date(self.session.settings.today) or this_day()
        self.dayEdit.setDate(QDate(day.year, day.month, day.day))
        for division, title in GROUPS.items():
            self.divisionBox.addItem(title[0 if language() == "zh" else 1], division)
        for text in (self.tr("Outcomes"), self.tr("Cases"), self.tr("Classes of farmland")):
            self.matrixBox.addItem(text)
        self.sampleBox.activated.connect(lambda _index: self._again())
        self.dayEdit.dateChanged.connect(lambda _day: self._again())
        self.matrixBox.currentIndexChanged.connect(lambda _index: self._show_matrix())
        self.divisionBox.currentIndexChanged.connect(lambda _index: self._show_groups())
        self.differentButton.clicked.connect(lambda _checked: self.list_different())
        self.exportButton.clicked.connect(lambda _checked: self._choose_target())
        self._enable()

    def title(self) -> str:
        return self.tr("Comparison")

    # What is shown

    def refresh(self) -> None:
        """Read the samples, and compare the chosen one."""
        if self.workspace is not None:
            self.read(self.tr("Weipian: samples"), lambda own, _feedback: samples(own), self._show_samples)

    def show_busy(self, busy: bool) -> None:
        """While anything runs nothing else is begun."""
        self._busy = busy
        self._enable()

    def _show_samples(self, heads: List[SampleHead]) -> None:
        chosen = self.sampleBox.currentData()
        self.sampleBox.clear()
        for head in heads:
            self.sampleBox.addItem(head.name, head.uuid)
        places = [place for place, head in enumerate(heads) if head.uuid == chosen] or [
            place for place, head in enumerate(heads) if head.read] or [len(heads) - 1]
        self.sampleBox.setCurrentIndex(places[-1])
        if heads:
            self._again()
        else:
            self._show_nothing(self.tr("No sample is there yet: draw one on the page before."))

    def _again(self) -> None:
        wanted, day = str(self.sampleBox.currentData() or ""), self.dayEdit.date().toPyDate()
        if wanted and self.workspace is not None:
            self.read(self.tr("Weipian: compare second readings"),
                      lambda own, feedback: compare_sample(own, wanted, day, feedback), self.show_found, self._failed)

    def show_found(self, found: Comparison) -> None:
        """Show this comparison."""
        self.found = found
        remarks = dict.fromkeys(one.sentence(language()) for one in (*found.remarks, *found.estimate.remarks))
        self.saidLabel.setText(" ".join([self.tr(
            "{count} patches compared, {different} judged otherwise; as of {day}. The way of comparing is proposed."
        ).format(count=len(found.pairs), different=len(found.different), day=found.day),
            *remarks]))
        self.figure_rows.show_rows(
            [self.tr("Figure"), self.tr("Value"), "n", self.tr("95 % interval")],
            [(Cell(what), Cell(value, parcels, number=True), Cell(str(n), number=True), Cell(interval, number=True))
             for what, value, n, interval, parcels in figures_of(found)])
        self.figuresView.resizeColumnsToContents()
        self._show_matrix()
        self._show_groups()
        self._enable()

    def _failed(self, error: BaseException) -> None:
        self._show_nothing(describe(error)[0])
        if not isinstance(error, WeipianError):
            raise error

    def _show_nothing(self, sentence: str) -> None:
        self.found = None
        for model in (self.figure_rows, self.matrix_rows, self.group_rows):
            model.show_rows([], [])
        self.kappaLabel.clear()
        self.saidLabel.setText(sentence)
        self._enable()

    def _show_matrix(self) -> None:
        if self.found is None:
            return
        matrix = self.found.matrices[max(0, self.matrixBox.currentIndex())]
        self.matrix_rows.show_rows(
            [self.tr("Filed ＼ read"), *matrix.classes, self.tr("Total"), self.tr("Precision"),
             self.tr("95 % interval")], self._matrix_cells(matrix))
        self.matrixView.resizeColumnsToContents()
        self.kappaLabel.setText(f"κ = {matrix.kappa.shown(language())}   {matrix.kappa.interval_shown(language())}   "
                                f"n = {matrix.agreement.n}")

    def _matrix_cells(self, matrix: Matrix) -> List[Tuple[Cell, ...]]:
        rows = []
        for name in matrix.classes:
            precision = matrix.precision(name)
            rows.append((Cell(name, bold=True), *(_count(matrix.cell(name, other), GOOD if other == name else BAD)
                                                  for other in matrix.classes),
                         _count(matrix.row(name)), Cell(precision.shown(language()), precision.others, number=True),
                         Cell(_range(precision.interval), number=True)))
        agreement = matrix.agreement
        rows.append((Cell(self.tr("Total"), bold=True), *(_count(matrix.column(name)) for name in matrix.classes),
                     _count(agreement.parcels), Cell(agreement.shown(language()), agreement.others, number=True),
                     Cell(_range(agreement.interval), number=True)))
        recalls = [matrix.recall(name) for name in matrix.classes]
        rows.append((Cell(self.tr("Recall"), bold=True),
                     *(Cell(one.shown(language()), one.others, number=True, tip=_range(one.interval))
                       for one in recalls), Cell(""), Cell(""), Cell("")))
        return rows

    def _show_groups(self) -> None:
        if self.found is None:
            return
        division = str(self.divisionBox.currentData())
        self.group_rows.show_rows(
            [self.divisionBox.currentText(), "n", self.tr("Different"), self.tr("Agreement"), self.tr("95 % interval"),
             "κ", self.tr("95 % interval"), self.tr("Areas"), self.tr("Mean difference, mu"), self.tr("95 % interval"),
             self.tr("Median"), self.tr("Worst"), self.tr("Net")],
            [self._group_cells(line) for line in (*self.found.groups[division], self.found.whole)])
        self.groupsView.resizeColumnsToContents()

    def _group_cells(self, line: GroupLine) -> Tuple[Cell, ...]:
        share, areas = line.agreement, line.areas
        name = line.name or self.tr("Total")
        worst = (areas.worst_parcel,) if areas.worst_parcel else ()
        return (Cell(name, bold=not line.name), _count(share.parcels), _count(share.others, BAD),
                Cell(share.shown(language()), number=True), Cell(_range(share.interval), number=True),
                Cell(line.kappa.shown(language()), number=True),
                Cell(line.kappa.interval_shown(language()), number=True),
                _count(areas.parcels), Cell(_number(areas.mean), number=True),
                Cell(areas.interval_shown(language()), number=True),
                Cell(_number(areas.median), number=True, tip=_range(areas.median_interval, False)),
                Cell(_number(areas.worst), worst, number=True), Cell(_number(areas.total), number=True))

    # The patches behind a figure, and the workbook

    def _open(self, model: CellRows, index: QModelIndex) -> None:
        cell = model.cell(index)
        if cell is None or self.found is None:
            return
        row = model.rows[index.row()]
        parcels = cell.parcels or (row[1].parcels if model is self.figure_rows else ())
        if parcels:
            heading = model.headerData(index.column(), _HORIZONTAL)
            self.show_parcels(f"{self.found.sample.head.name} · {row[0].text} · {heading}", parcels)

    def list_different(self) -> None:
        """The patches that were judged otherwise, in the queue."""
        if self.found is not None:
            self.show_parcels(self.tr("{name}: judged otherwise").format(name=self.found.sample.head.name),
                              [one.parcel for one in self.found.different])

    def _choose_target(self) -> None:
        if self.found is None or self.workspace is None:
            return
        proposed = Path(self.workspace.path).with_name(f"复判比对_{self.found.sample.head.name}.xlsx")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export the comparison"), str(proposed), _ENDING)
        if path:
            self.export(Path(path if path.lower().endswith(".xlsx") else f"{path}.xlsx"))

    def export(self, path: Path) -> None:
        """Write the workbook."""
        found = self.found
        if found is not None:
            self.run(self.tr("Weipian: write the comparison"), lambda _own, _feedback: write_comparison(found, path),
                     lambda made: self.desk.tell_done(self.tr("Written: {file}").format(file=made.name)))

    def _enable(self) -> None:
        ready = self.found is not None and not self._busy
        self.exportButton.setEnabled(ready)
        self.differentButton.setEnabled(ready and bool(self.found and self.found.different))
        self.sampleBox.setEnabled(self.sampleBox.count() > 0 and not self._busy)  # else a merging would be cancelled
        self.dayEdit.setEnabled(not self._busy)


def _count(parcels: Tuple[str, ...], kind: str = "") -> Cell:
    return Cell(str(len(parcels)), parcels, kind if parcels else "", number=True)


def _range(interval: Optional[Interval], share: bool = True) -> str:
    return "" if interval is None else interval.shown(in_percent=share)


def _number(value: Optional[Number]) -> str:
    return "–" if value is None else str(round2(value))
