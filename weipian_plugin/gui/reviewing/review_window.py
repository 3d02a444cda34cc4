"""复核: a tab for each thing a reviewer does, one line for what runs, and the way to stop it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Dict, Optional, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QDialogButtonBox, QShortcut, QWidget

from ..forms import fit_to_screen, load_form
from ..standing_window import StandingWindow
from .page import Page
from .typed_words import collect, put_back

if TYPE_CHECKING:
    from .review_desk import ReviewDesk

PAGES: Tuple[Tuple[str, str], ...] = (
    ("packages_page", "PackagesPage"), ("sampling_page", "SamplingPage"), ("blind_page", "BlindPage"),
    ("comparison_page", "ComparisonPage"), ("returns_page", "ReturnsPage"), ("image_check_page", "ImageCheckPage"),
    ("figures_page", "FiguresPage"))
"""Module and class of each page, in the order of the work."""
_REST_MS = 300
_SIGNS = {int(Qgis.MessageLevel.Success): "✔ ", int(Qgis.MessageLevel.Warning): "⚠ ",
          int(Qgis.MessageLevel.Critical): "✖ "}


class ReviewWindow(StandingWindow):
    """Not modal. A page is filled when it is looked at, and again when something has changed. What is typed is there
    again when the window is opened again.
    """

    keeps_words = True

    stopWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, desk: ReviewDesk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("review", self)
        fit_to_screen(self)
        self.pages: Dict[str, Page] = {}
        for module, name in PAGES:
            page = getattr(import_module(f".{module}", __package__), name)(desk, self.pageTabs)
            self.pages[module] = page
            self.pageTabs.addTab(page, page.title())
            put_back(module, page, desk.typed)
        self._typed = desk.typed
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(self.tr("Close"))
        close.setToolTip(self.tr("Closes the window; what was decided is kept"))
        close.setAutoDefault(False)
        self.buttons.rejected.connect(self.reject)
        for keys in desk.undo_keys():
            QShortcut(keys, self).activated.connect(desk.session.undo)
        self.stopButton.clicked.connect(lambda _checked: self.stopWanted.emit())
        self.pageTabs.currentChanged.connect(lambda _index: self._fill())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._soon.timeout.connect(self._fill)
        self._busy = self.told_of_reading = False
        self.show_busy(False)

    def turn_to(self, page: str = "") -> None:
        """Show a page, by its module's name; the one that was shown where none is given."""
        if page in self.pages:
            self.pageTabs.setCurrentWidget(self.pages[page])
        self._fill()

    def show_stale(self) -> None:
        """Something was decided: what is looked at is filled again soon, the rest when it is looked at."""
        for page in self.pages.values():
            page.is_stale = True
        self._soon.start()

    def _fill(self) -> None:
        page = self.pageTabs.currentWidget()
        if self._busy or not self.isVisible() or not isinstance(page, Page) or not page.is_stale:
            return
        page.is_stale = False
        with page.session.guard():
            page.refresh()

    def leave_question(self) -> bool:
        """The page that is shown may ask something in line."""
        page = self.pageTabs.currentWidget()
        return isinstance(page, Page) and page.leave_question()

    def done(self, result: int) -> None:
        """Closed in whichever way: what is typed stays."""
        for module, page in self.pages.items():
            collect(module, page, self._typed)
        super().done(result)

    def show_busy(self, busy: bool, text: str = "", done: int = 0, total: int = 0) -> None:
        """Something runs, or is over."""
        if busy != self._busy:
            for page in self.pages.values():
                page.show_busy(busy)
        self._busy = busy
        self.progressBar.setVisible(busy)
        self.stopButton.setVisible(busy)
        if busy:
            self.progressBar.setRange(0, total)
            self.progressBar.setValue(done)
            self.progressBar.setFormat(f"{text}  %v / %m" if total else text)
        else:
            self._soon.start()

    def begin(self, reading: bool) -> None:
        """Something is begun: what was told is over, but for reading anew what an act has changed."""
        if not reading or self.told_of_reading:
            self.tellLabel.clear()

    def show_failure(self, sentence: str) -> None:
        """What went wrong, in words."""
        self.show_told(sentence, int(Qgis.MessageLevel.Critical))

    def show_told(self, sentence: str, level: int) -> None:
        """What is told in QGIS's message bar stands here too: this window covers it."""
        self.told_of_reading = False
        self.tellLabel.setText(_SIGNS.get(level, "") + sentence)
