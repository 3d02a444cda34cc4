"""The table of a workspace's imagery: raster files, folders of patches' pictures, addresses of map tiles."""

from __future__ import annotations

from pathlib import Path
from typing import List

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QTableWidget, QTableWidgetItem

from ...domain.calendar.dates import parse_date
from ...domain.exchange.connections import without_key
from ...domain.records import CLIPS, TILES, Scene
from ...jobs.imagery.scene_files import look_into
from ...jobs.imagery.tile_sources import host_of

FILE, DATE, TITLE, UNCLASSIFIED = range(4)
KIND = int(Qt.ItemDataRole.UserRole) + 1


class SceneRows:
    """A row for each scene, in ``table``; what it shows is what it gives back."""

    def __init__(self, table: QTableWidget) -> None:
        self._table = table

    def add(self, scene: Scene) -> None:
        """One more row, or the same image's row anew: an image is in the list once."""
        row = self._row_of(scene.path)
        if row < 0:
            row = self._table.rowCount()
            self._table.insertRow(row)
        for column, text in ((FILE, _shown(scene)), (DATE, scene.date), (TITLE, scene.title)):
            item = QTableWidgetItem(text)
            item.setToolTip(without_key(scene.path) if column == FILE else text)
            if column == FILE:
                item.setData(Qt.ItemDataRole.UserRole, scene.path)
                item.setData(KIND, scene.kind)
            if column == FILE or (column == DATE and scene.kind == CLIPS):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            if column == DATE and scene.kind == CLIPS:
                item.setText(QCoreApplication.translate("LayersDialog", "by their names"))
            self._table.setItem(row, column, item)
        mark = QTableWidgetItem(QCoreApplication.translate("LayersDialog", "not classified"))
        mark.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        mark.setCheckState(Qt.CheckState.Checked if scene.unclassified else Qt.CheckState.Unchecked)
        self._table.setItem(row, UNCLASSIFIED, mark)
        self._table.resizeColumnsToContents()

    def remove_selected(self) -> None:
        """Take the selected rows out; the files stay where they are."""
        for row in sorted({index.row() for index in self._table.selectedIndexes()}, reverse=True):
            self._table.removeRow(row)

    def scenes(self) -> List[Scene]:
        """The imagery as it is shown."""
        return [self._scene(row) for row in range(self._table.rowCount())]

    def problem(self) -> str:
        """The first thing that is wrong, in one sentence; empty if all is well."""
        for scene in self.scenes():
            name = _shown(scene)
            if scene.kind == CLIPS:
                if not Path(scene.path).is_dir():
                    return QCoreApplication.translate(
                        "LayersDialog", "The folder {file} is not there. Choose it again, or remove it.").format(
                            file=scene.path)
                continue
            undated = scene.kind == TILES and not scene.date
            if not undated and parse_date(scene.date) is None:
                return QCoreApplication.translate(
                    "LayersDialog", "Imagery {file}: write the day it was taken, like 2018-03-09.").format(file=name)
            if not scene.kind and look_into(scene.path) is None:
                return QCoreApplication.translate(
                    "LayersDialog", "Imagery {file} cannot be opened. Choose another file.").format(file=name)
        return ""

    def _scene(self, row: int) -> Scene:
        file = self._table.item(row, FILE)
        kind = str(file.data(KIND) or "")
        written = "" if kind == CLIPS else self._table.item(row, DATE).text().strip()
        date = parse_date(written)
        return Scene(str(file.data(Qt.ItemDataRole.UserRole)), date.isoformat() if date else written,
                     self._table.item(row, TITLE).text().strip(),
                     self._table.item(row, UNCLASSIFIED).checkState() == Qt.CheckState.Checked, kind)

    def _row_of(self, path: str) -> int:
        return next((row for row in range(self._table.rowCount())
                     if self._table.item(row, FILE).data(Qt.ItemDataRole.UserRole) == path), -1)


def _shown(scene: Scene) -> str:
    if scene.kind == TILES:
        return host_of(scene.path)
    return Path(scene.path).name + ("/" if scene.kind == CLIPS else "")

