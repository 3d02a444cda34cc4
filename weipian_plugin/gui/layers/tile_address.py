"""Asks for the address of map tiles, and says once what asking a server for them reveals."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, List, Optional, Tuple

from qgis.core import QgsProject, QgsRasterLayer, QgsSettings
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QWidget

from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.records import TILES, Scene
from ...jobs.imagery.tile_sources import PROVIDER, agree, host_of, is_agreed, tile_source
from ..forms import fit_to_screen, load_form, name_buttons
from ..messages import language

_CONNECTIONS = ("qgis/connections-xyz", "connections/xyz/items")
"""Where QGIS keeps the saved addresses: to 3.28, and since."""


class TileAddressDialog(QDialog):
    """`scene` is what was entered, once it is accepted; by then the person has agreed that the host is asked."""

    def __init__(self, parent: Optional[QWidget] = None, project: Optional[QgsProject] = None) -> None:
        super().__init__(parent)
        load_form("tile_address", self)
        fit_to_screen(self)
        name_buttons(self.buttons, self.tr("Add"))
        opened: Any = project or QgsProject.instance()
        for name, source in known_addresses(opened):
            self.addressBox.addItem(name, source)
        self.addressBox.setCurrentIndex(-1)
        self.addressBox.setEditText("")
        self.addressBox.editTextChanged.connect(self._look)
        self.addressBox.currentIndexChanged.connect(self._name)
        self.dateEdit.textChanged.connect(self._look)
        self.agreeBox.toggled.connect(self._look)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._look()

    @property
    def source(self) -> str:
        """QGIS's source for what is written. Raises TILE_ADDRESS."""
        place = self.addressBox.currentIndex()
        if place >= 0 and self.addressBox.itemText(place) == self.addressBox.currentText():
            return str(self.addressBox.itemData(place))
        return tile_source(self.addressBox.currentText())

    @property
    def scene(self) -> Scene:
        """The imagery as it is written; the public address is said to be 非涉密 with the box of the form."""
        date = parse_date(self.dateEdit.text())
        source = self.source
        return Scene(source, date.isoformat() if date else "", self.titleEdit.text().strip() or host_of(source),
                     self.unclassifiedBox.isChecked(), TILES)

    def accept(self) -> None:
        """Keep the consent for this host in the person's own settings."""
        if self.agreeBox.isChecked():
            agree(self.source)
        super().accept()

    def _name(self, place: int) -> None:
        if place >= 0 and not self.titleEdit.text():
            self.titleEdit.setText(self.addressBox.itemText(place))

    def _look(self, *_changed: object) -> None:
        """What is missing, in one sentence; Add waits for it."""
        problem, source = "", ""
        if self.addressBox.currentText().strip():
            try:
                source = self.source
            except WeipianError as error:
                problem = error.sentence(language())
        if self.dateEdit.text().strip() and parse_date(self.dateEdit.text()) is None:
            problem = problem or self.tr("Write the day like 2018-03-09, or leave it empty.")
        agreed = bool(source) and is_agreed(source)
        self.privacyLabel.setText(self.tr(
            "Showing these tiles asks {host} for them. The requests reveal which places you look at, and so where the "
            "patches are.").format(host=host_of(source) or self.tr("the server")))
        self.privacyLabel.setVisible(not agreed)
        self.agreeBox.setVisible(not agreed)
        self.problemLabel.setText(problem)
        self.problemLabel.setVisible(bool(problem))
        may = bool(source) and not problem and (agreed or self.agreeBox.isChecked())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(may)


def known_addresses(project: QgsProject) -> List[Tuple[str, str]]:
    """(name, source) of what QGIS has already: tiles among the project's layers, and the saved XYZ connections."""
    found = {layer.source(): layer.name() for layer in project.mapLayers().values()
             if isinstance(layer, QgsRasterLayer) and layer.providerType() == PROVIDER
             and host_of(layer.source()) and not layer.customProperty("weipian/ours")}
    for group in _CONNECTIONS:
        stored = QgsSettings()
        stored.beginGroup(group)
        for name in stored.childGroups():
            address = str(stored.value(f"{name}/url", "") or "")
            with suppress(WeipianError):
                found.setdefault(tile_source(address), name)
    return sorted((name, source) for source, name in found.items())
