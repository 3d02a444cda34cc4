"""The report on a prepared layer: how much of what was found, and every single finding, each a click from its place."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional

from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtCore import QModelIndex, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTableWidgetItem, QWidget

from ...domain.records import ReferenceLayer
from ...domain.roles import ROLES
from ...jobs.measuring.prepare import FindingSummary
from ..forms import fit_to_screen, load_form
from ..messages import language
from .reference_sources import shown_name
from .report_findings import AREA, FID_ROLE, KIND, FindingsModel

ALL = ""
FINDINGS, SUMMARY, COUNT = "图层检查", "图层检查汇总", "个数"
"""Layer, table and column as `overlay.report` writes them."""
STYLE = {"style": "b_diagonal", "color": "216,27,96,150", "outline_color": "216,27,96,255", "outline_width": "0.6"}
"""Hatched: the imagery and the layer itself stay to be seen; a sliver still shows its outline."""


class ReportWindow(QDialog):
    """Not modal: one reads here and looks at the map. ``placeWanted`` tells which feature of ``layer`` to go to."""

    placeWanted = pyqtSignal(int)  # noqa: N815 - Qt's way of naming signals

    def __init__(self, reference: ReferenceLayer, path: Path, parent: Optional[QWidget] = None) -> None:
        """``path``: the report's GeoPackage."""
        super().__init__(parent)
        load_form("report", self)
        fit_to_screen(self)
        self.layer = findings_layer(path)
        self.model = FindingsModel(self)
        role = ROLES[reference.role]
        name = shown_name((reference.source, reference.layer))
        role_name = role.zh if language() == "zh" else role.en
        self.setWindowTitle(self.tr("Report: {layer} ({role})").format(layer=name, role=role_name))
        self._show_findings()
        self._show_summary(summary_in(path))
        self._show_file(path)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self.buttons.rejected.connect(self.reject)
        self.summaryTable.itemSelectionChanged.connect(self._filter)
        self.findingsView.clicked.connect(self._go_to)
        self.findingsView.activated.connect(self._go_to)

    def _show_findings(self) -> None:
        if self.layer is not None:
            self.model.read(self.layer)
        view = self.findingsView
        view.setModel(self.model)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        view.horizontalHeader().setStretchLastSection(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        view.resizeColumnsToContents()
        limit = view.fontMetrics().horizontalAdvance("疑") * 24
        for column in range(self.model.columnCount()):
            view.setColumnWidth(column, min(view.columnWidth(column), limit))

    def _show_summary(self, findings: List[FindingSummary]) -> None:
        table = self.summaryTable
        count = sum(finding.count for finding in findings)
        title = self.tr("Nothing was found wrong with this layer.")
        if count:
            title = self.tr("{n} findings, {listed} of them listed below. A click on a kind shows only these; a click "
                            "on a finding shows its place.")
        unlisted = [finding.sentence(language()) for finding in findings if not self.model.listed(finding.kind)]
        self.titleLabel.setText("\n".join([title.format(n=count, listed=self.model.listed(ALL)), *unlisted]))
        self.findingsView.setVisible(bool(self.model.listed(ALL)) or not count)
        rows = [FindingSummary(ALL, count, 0.0), *findings] if count else []
        table.setRowCount(len(rows))
        for place, finding in enumerate(rows):
            name = finding.title(language()) if finding.kind else self.tr("All findings")
            area = f"{finding.area_m2:,.2f}" if finding.area_m2 else ""
            for column, text in enumerate((name, self._count_text(finding), area)):
                item = QTableWidgetItem(text)
                item.setToolTip(finding.sentence(language()) if finding.kind else "")
                item.setData(Qt.ItemDataRole.UserRole, finding.kind)
                if column:
                    item.setTextAlignment(int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                table.setItem(place, column, item)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(int(table.fontMetrics().height() * 1.5))
        lines = min(len(rows), 8) + 2
        self.splitter.setSizes([int(table.fontMetrics().height() * 1.5 * lines), self.height()])
        for column in (1, 2):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def _count_text(self, finding: FindingSummary) -> str:
        """The count, and how many are listed where that is not all (very many, or too thin to be drawn)."""
        listed = self.model.listed(finding.kind)
        if listed >= finding.count:
            return f"{finding.count:,}"
        return self.tr("{n} ({listed} listed)").format(n=f"{finding.count:,}", listed=f"{listed:,}")

    def _show_file(self, path: Path) -> None:
        link = f'<a href="{QUrl.fromLocalFile(str(path.parent)).toString()}">{path.name}</a>'
        self.fileLabel.setText(self.tr("Report file: {file}").format(file=link))

    def _filter(self) -> None:
        chosen = self.summaryTable.selectedItems()
        self.model.show_kind(str(chosen[0].data(Qt.ItemDataRole.UserRole)) if chosen else ALL)

    def _go_to(self, index: QModelIndex) -> None:
        fid = index.data(FID_ROLE)
        if fid is not None:
            self.placeWanted.emit(int(fid))


def findings_layer(path: Path) -> Optional[QgsVectorLayer]:
    """The layer of a report whose features are the findings; it cannot be edited. None where there is none."""
    layer = QgsVectorLayer(f"{path}|layername={FINDINGS}", FINDINGS, "ogr")
    if not layer.isValid() or layer.fields().indexOf(KIND) < 0:
        return None
    layer.setReadOnly(True)
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(STYLE)))
    return layer


def summary_in(path: Path) -> List[FindingSummary]:
    """How much of each kind was found, as the report's file says."""
    table = QgsVectorLayer(f"{path}|layername={SUMMARY}", SUMMARY, "ogr")
    if not table.isValid():
        return []
    return [FindingSummary(str(row[KIND]), int(row[COUNT]), float(row[AREA] or 0.0)) for row in table.getFeatures()]
