"""Asks for a table of leads: which file, in which CRS, of which source, and how near they are to what they meet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional

from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from ...domain.review.leads import DAILY_SOURCES
from ...intake.discoveries import DOUBLED
from ...jobs.reviewing.discoveries import Matching, look_into
from ..forms import fit_to_screen, load_form, name_buttons
from ..messages import describe, language

if TYPE_CHECKING:
    from ...intake.discoveries import FoundTable

_FILTER = "xlsx, csv (*.xlsx *.xlsm *.csv)"
_SHOWN = 12


class DiscoveriesDialog(QDialog):
    """``again``: only how they are matched is asked. Reads the file at once and says what it holds."""

    def __init__(self, again: bool, run: Callable[..., None], parent: Optional[QWidget] = None) -> None:
        """``run(title, work, done, failed)``: as `page.Page.run`."""
        super().__init__(parent)
        load_form("review_discoveries", self)
        fit_to_screen(self)
        self.again, self.path, self._run = again, "", run
        self.setWindowTitle(self.tr("Match the leads again") if again else self.tr("Import daily discoveries"))
        name_buttons(self.buttons, self.tr("Match") if again else self.tr("Import"))
        self.crsBox.addItem(self.tr("As the table says"), "")
        for title, authid in ((self.tr("CGCS2000, longitude and latitude"), "EPSG:4490"),
                              (self.tr("WGS 84, longitude and latitude"), "EPSG:4326"),
                              *((f"CGCS2000 / 3° {zone}", f"EPSG:{4488 + zone}") for zone in range(25, 46))):
            self.crsBox.addItem(f"{title} ({authid})", authid)  # what a table's numbers look like is told by its code
        self.sourceBox.addItem(self.tr("As the table says"), "")
        for source in DAILY_SOURCES:
            self.sourceBox.addItem(source, source)
        self.daysBox.setSpecialValueText(self.tr("any"))
        for widget in (self.fileLabel, self.fileEdit, self.fileButton, self.crsLabel, self.crsBox, self.sourceLabel,
                       self.sourceBox, self.toldBrowser):
            widget.setVisible(not again)
        self.bothCheck.hide()  # until rows look doubled
        self.bothCheck.clicked.connect(lambda _checked: self.look())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.fileButton.clicked.connect(lambda _checked: self._choose())
        for box in (self.crsBox, self.sourceBox):
            box.activated.connect(lambda _index: self.look())
        self._ok().setEnabled(again)
        if again:
            self.adjustSize()

    @property
    def crs(self) -> str:
        """``EPSG:n``, empty: as the table says."""
        return str(self.crsBox.currentData() or "")

    @property
    def source(self) -> str:
        """Of all rows, empty: as the table says."""
        return str(self.sourceBox.currentData() or "")

    @property
    def both(self) -> bool:
        """Are rows that look doubled two leads?"""
        return bool(self.bothCheck.isChecked())

    def matching(self) -> Matching:
        """How leads meet patches."""
        return Matching(float(self.metresBox.value()), int(self.daysBox.value()))

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Table of leads"), "", _FILTER)
        if path:
            self.take(path)

    def take(self, path: str) -> None:
        """This file."""
        self.path = path
        self.bothCheck.setChecked(False)
        self.fileEdit.setText(Path(path).name)
        self.look()

    def look(self) -> None:
        """Say what the file holds, or why it cannot be taken."""
        self._ok().setEnabled(False)
        if not self.path:
            return
        wish = (self.path, self.crs, self.source, self.both)
        self._run(self.tr("Weipian: reading the leads"), lambda _workspace, _feedback: look_into(*wish),
                  self.show_table, lambda error: self.toldBrowser.setPlainText(describe(error)[0]))

    def show_table(self, found: FoundTable) -> None:
        """What was read."""
        self.bothCheck.setVisible(self.both or any(each.code == DOUBLED for each in found.findings))
        lines = [self.tr("{n} leads, coordinates in {crs}.").format(n=len(found.points), crs=found.crs)]
        lines += [each.sentence(language()) for each in found.findings[:_SHOWN]]
        if len(found.findings) > _SHOWN:
            lines.append(self.tr("… and {n} more remarks").format(n=len(found.findings) - _SHOWN))
        self.toldBrowser.setPlainText("\n".join(lines))
        self._ok().setEnabled(True)

    def _ok(self) -> QWidget:
        return self.buttons.button(QDialogButtonBox.StandardButton.Ok)
