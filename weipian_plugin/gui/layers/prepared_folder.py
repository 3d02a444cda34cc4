"""The options' lines about prepared layers: where they are kept, how much room they take, and their clearing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QLocale, QObject
from qgis.PyQt.QtWidgets import QMessageBox, QWidget


class PreparedFolder(QObject):
    """Works the widgets preparedFolder, clearButton and sizeLabel of ``body``."""

    def __init__(self, body: QWidget) -> None:
        super().__init__(body)
        self._body: Any = body
        self._body.preparedFolder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._body.preparedFolder.fileChanged.connect(lambda _path: self.show_size())
        self._body.clearButton.clicked.connect(self._ask_and_clear)

    @property
    def folder(self) -> Path:
        """The folder that is written there, else the profile's."""
        from ...jobs.measuring.prepare import prepared_folder

        return prepared_folder(self._body.preparedFolder.filePath().strip())

    def show_setting(self, path: str) -> None:
        """``path`` as it is set, empty for the profile's."""
        self._body.preparedFolder.setFilePath(path)
        self.show_size()

    def show_size(self) -> None:
        """How many copies there are, and how large."""
        from ...jobs.measuring.prepared_copies import stored

        found = stored(self.folder)
        text = self.tr("{n} prepared layers, {size}, in {folder}").format(
            n=found.copies, size=QLocale().formattedDataSize(found.size), folder=self.folder)
        self._body.sizeLabel.setText(text if found.copies else self.tr("Nothing is prepared yet."))
        self._body.clearButton.setEnabled(found.copies > 0)

    def _ask_and_clear(self) -> None:
        question = self.tr("Remove every prepared copy in {folder}? The layers themselves stay; they are read directly "
                           "until they are prepared again.").format(folder=self.folder)
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(self._body, self.tr("Prepared layers"), question, buttons.Yes | buttons.No)
        if answer == buttons.Yes:
            self.clear()

    def clear(self) -> None:
        """Throw the copies away, and say what could not be."""
        from ...jobs.measuring.prepared_copies import clear

        left = clear(self.folder)
        self.show_size()
        if left:
            self._body.sizeLabel.setText(self.tr("{n} are in use and are still there: close the workspace, then clear "
                                                 "again.").format(n=left))
