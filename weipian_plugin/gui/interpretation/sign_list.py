"""The reviewed list: 合法 and 其他 初判 that may be signed together, each shown and each its own decision."""

from __future__ import annotations

import time
from collections import Counter
from html import escape
from typing import Dict, Iterator, List, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QSignalBlocker, Qt, QTimer
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QHeaderView, QShortcut, QTreeWidgetItem, QWidget

from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError, sentence
from ...domain.forms.codes import CASES, CODE_LISTS, label
from ...jobs.checking.validation_cases import Surroundings
from ...jobs.judging.sign_list import OBSTACLES, Reviewed, reviewed
from ..forms import fit_to_screen, load_form
from ..messages import language
from ..session import Session
from ..standing_window import StandingWindow
from ..wording import WARN, coloured, mu_text, mu_unit
from .sign_bar import DESK, ON_SITE

SLICE_S = 0.02
"""Seconds the window may be held at a time, while the list is read or signed."""
_UUID = Qt.ItemDataRole.UserRole


class SignListWindow(StandingWindow):
    """Not modal: the row one stands on is the patch on the map. Read and signed in slices, so that nothing is held."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("sign_list", self)
        fit_to_screen(self)
        self._session = session
        self._around: Optional[Surroundings] = None
        self._left_out: Counter[str] = Counter()
        self._basis = ""
        self._steps: Optional[Iterator[None]] = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work_on)
        unit = mu_unit()
        self.table.setHeaderLabels([
            self.tr("Number"), self.tr("Place"), self.tr("Answer"), self.tr("Area, {unit}").format(unit=unit),
            self.tr("Farmland, {unit}").format(unit=unit), self.tr("Basic farmland, {unit}").format(unit=unit),
            self.tr("Basis")])
        self.table.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.header().setStretchLastSection(True)
        for button, basis in ((self.onSiteButton, ON_SITE), (self.deskButton, DESK)):
            button.setText(label("QRYJ", basis, language()))
            button.toggled.connect(lambda _on: self._count())
        self.table.itemChanged.connect(lambda _item, _column: self._count())
        self.table.currentItemChanged.connect(lambda item, _before: self._show_patch(item))
        self.signButton.clicked.connect(lambda _checked: self.sign())
        self.closeButton.clicked.connect(lambda _checked: self.reject())
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self.sign)
        session.workspaceChanged.connect(self.reject)

    @property
    def basis(self) -> str:
        """实地, 内业, or empty while nobody has said."""
        return ON_SITE if self.onSiteButton.isChecked() else DESK if self.deskButton.isChecked() else ""

    @property
    def ticked(self) -> List[str]:
        """The parcels that would be signed."""
        return [item.data(0, _UUID) for item in self._items() if item.checkState(0) == Qt.CheckState.Checked]

    @property
    def is_working(self) -> bool:
        """Is the list still being read, or signed?"""
        return self._steps is not None

    def fill(self) -> None:
        """Read the patches as they are listed now, in their order."""
        workspace = self._session.workspace
        self.table.clear()
        self._left_out = Counter()
        if workspace is None:
            return
        with self._session.guard():
            self._around = Surroundings(workspace, parse_date(self._session.settings.today))
            self._begin(self._read(self._session.order))

    def sign(self) -> None:
        """Sign what is ticked, or say what is wanted first."""
        if self.is_working:
            return
        session = self._session
        if not session.settings.operator:
            session.operatorNeeded.emit()
        if not session.settings.operator:
            session.tell(self.tr("Enter your name first: a judgement is signed by a person."),
                         int(Qgis.MessageLevel.Warning))
        elif not self.basis:
            session.tell(self.tr("Not signed. Choose upon what you sign: on site or from the desk."),
                         int(Qgis.MessageLevel.Warning))
            self.onSiteButton.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.ticked:
            self._begin(self._sign_each(self.ticked))

    def done(self, result: int) -> None:
        """Closed: whatever was still to be read or signed is not."""
        self._timer.stop()
        self._steps = None
        super().done(result)

    def _items(self) -> List[QTreeWidgetItem]:
        return [self.table.topLevelItem(index) for index in range(self.table.topLevelItemCount())]

    def _begin(self, steps: Iterator[None]) -> None:
        self._steps = steps
        self._count()
        self._timer.start()

    def _work_on(self) -> None:
        until = time.monotonic() + SLICE_S
        with self._session.guard():
            while self._steps is not None and time.monotonic() < until:
                try:
                    next(self._steps)
                except StopIteration:
                    self._steps = None
                except Exception:
                    self._steps = None
                    raise
        if self._steps is None:
            self._timer.stop()
            self._count()

    def _read(self, order: List[str]) -> Iterator[None]:
        around, opened = self._around, self._session.opened
        for uuid in order:
            entry = reviewed(around, uuid, opened) if around is not None else None
            if entry is not None and entry.obstacle:
                self._left_out[entry.obstacle] += 1
            elif entry is not None:
                self._add(entry)
            yield
        for column in range(6):
            self.table.resizeColumnToContents(column)

    def _sign_each(self, uuids: List[str]) -> Iterator[None]:
        items = {item.data(0, _UUID): item for item in self._items()}
        signed, refused = 0, []
        for uuid in uuids:
            try:
                if self._around is not None:
                    self._session.sign_listed(self._around, uuid, self.basis)
                    self._take_out(items[uuid])
                    signed += 1
            except WeipianError as error:
                refused.append(error.sentence(language()))
                items[uuid].setCheckState(0, Qt.CheckState.Unchecked)
            yield
        told = self.tr("Signed: {count}. Each can be taken back with the key for undo.").format(count=signed)
        level = Qgis.MessageLevel.Warning if refused else Qgis.MessageLevel.Success
        self._session.tell(" ".join([told, *refused[:1]]), int(level), "\n".join(refused))

    def _take_out(self, item: QTreeWidgetItem) -> None:
        with QSignalBlocker(self.table):
            self.table.takeTopLevelItem(self.table.indexOfTopLevelItem(item))

    def _add(self, entry: Reviewed) -> None:
        words = label("PDLX", entry.outcome, language())
        codes = CASES.get(entry.outcome, "")
        if entry.case and codes in CODE_LISTS:
            words = f"{words} {entry.case} {label(codes, entry.case, language())}"
        item = QTreeWidgetItem([entry.number, entry.place, words, mu_text(entry.area_m2), mu_text(entry.farmland_m2),
                                mu_text(entry.basic_farmland_m2), " ".join(entry.reasons.split())])
        item.setData(0, _UUID, entry.uuid)
        item.setToolTip(2, words)
        item.setToolTip(6, entry.reasons)
        for column in (3, 4, 5):
            item.setTextAlignment(column, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
        with QSignalBlocker(self.table):
            item.setCheckState(0, Qt.CheckState.Checked)
            self.table.addTopLevelItem(item)

    def _show_patch(self, item: Optional[QTreeWidgetItem]) -> None:
        if item is not None and not self.is_working:
            self._session.select(item.data(0, _UUID))

    def _count(self) -> None:
        """How many would be signed, and what is not in the list, and why."""
        count, name = len(self.ticked), self._session.settings.operator
        said = (self.tr("Sign {count} as {name}") if name else self.tr("Sign {count}")).format(count=count, name=name)
        self.signButton.setText(said)
        self.signButton.setEnabled(bool(count) and not self.is_working and self._session.writable)
        lines: Dict[str, str] = {code: sentence(code, language()) for code in OBSTACLES if self._left_out[code]}
        told = [f"{self._left_out[code]} × {escape(line)}" for code, line in lines.items()]
        if self.is_working:
            told.append(escape(self.tr("… still working")))
        nothing = ("" if self.is_working or self.table.topLevelItemCount()
                   else escape(self.tr("Nothing in this list can be signed together now.")))
        head = coloured(self.tr("Not in the list:"), WARN, self.palette(), bold=True) if lines else ""
        self.leftOutLabel.setText("<br>".join(part for part in (nothing, head, *told) if part))
