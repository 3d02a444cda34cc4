"""The user's guide that comes with the plugin, in a window of its own, at the chapter that is asked for."""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterable, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QShortcut,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ...paths import RESOURCES
from ..messages import language

CHAPTERS: Dict[str, Tuple[str, str]] = {
    "patches": ("图斑列表", "The queue"),
    "interpretation": ("判读", "Interpret"),
    "compare": ("对比", "Compare"),
    "keys": ("按键", "Keys"),
    "import": ("导入下发数据", "Import an issued package"),
    "layers": ("套合图层与影像", "Imagery and layers"),
    "tile_address": ("套合图层与影像", "Imagery and layers"),
    "report": ("预处理图层", "Prepare a layer"),
    "operator": ("签字", "Sign"),
    "validation": ("校验", "Check"),
    "held_back": ("校验", "Check"),
    "delivery": ("上报", "Hand in"),
    "acts": ("查处整改", "Acts and rectification"),
    "acts_pick": ("查处整改", "Acts and rectification"),
    "accountability": ("问责测算", "Accountability"),
    "evidence": ("照片与举证", "Photos and evidence"),
    "photo": ("照片与举证", "Photos and evidence"),
    "returned": ("导回", "What comes back"),
    "returned_columns": ("导回", "What comes back"),
    "review": ("复核", "Review"),
    "review_discoveries": ("复核", "Review"),
    "training": ("培训", "Training"),
    "options": ("选项", "Options"),
}
"""By form: the heading of its chapter, in the Chinese and in the English guide."""


def chapter_anchor(place: str) -> str:
    """The name of the chapter about a dock or window; empty for the beginning."""
    if place not in CHAPTERS:
        return ""
    heading = CHAPTERS[place][0 if language() == "zh" else 1]
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def guide_file() -> QUrl:
    """The guide in the language of QGIS."""
    return QUrl.fromLocalFile(str(RESOURCES / "guide" / f"guide.{language()}.html"))


class GuideWindow(QDialog):
    """Not modal. A window of ours, as a browser on Windows is not told at which chapter a local file is to open."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("User's guide"))
        self.browser = QTextBrowser(self)
        self.browser.setWhatsThis(self.tr("The guide; links lead to other chapters"))
        self.browser.setOpenExternalLinks(True)
        self.sought = QLineEdit(self)
        self.sought.setPlaceholderText(self.tr("Find in the guide; Enter for the next place"))
        self.sought.setToolTip(self.tr("Enter goes to the next place where this is written"))
        self.sought.setClearButtonEnabled(True)
        outside = QPushButton(self.tr("In the browser"), self)
        outside.setToolTip(self.tr("Open the guide in the web browser, to print it or to enlarge it"))
        outside.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(self.sought, 1)
        line.addWidget(outside)
        layout = QVBoxLayout(self)
        layout.addLayout(line)
        layout.addWidget(self.browser)
        self.browser.setSource(guide_file())
        em = self.fontMetrics().height()
        self.resize(52 * em, 46 * em)
        self.sought.returnPressed.connect(self._find)
        outside.clicked.connect(lambda _checked=False: QDesktopServices.openUrl(guide_file()))

    def show_chapter(self, place: str) -> None:
        """At the chapter about this dock or window."""
        self.browser.scrollToAnchor(chapter_anchor(place))

    def _find(self) -> None:
        text = self.sought.text().strip()
        if text and not self.browser.find(text):
            self.browser.moveCursor(self.browser.textCursor().MoveOperation.Start)
            self.browser.find(text)


class Guide:
    """At most one window; over a modal dialog it is the dialog's, so that it can be read beside it."""

    def __init__(self) -> None:
        self.window: Optional[GuideWindow] = None

    def show(self, place: str = "", parent: Optional[QWidget] = None) -> GuideWindow:
        """Open the guide at the chapter about ``place``."""
        owner = QApplication.activeModalWidget() or parent
        if self.window is not None and self.window.parentWidget() is not owner:
            self.close()
        if self.window is None:
            self.window = GuideWindow(owner)
            self.window.destroyed.connect(self._forget)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.show_chapter(place)
        return self.window

    def close(self) -> None:
        """No guide is open."""
        window, self.window = self.window, None
        if window is not None:
            window.destroyed.disconnect(self._forget)
            window.close()

    def _forget(self) -> None:
        self.window = None


GUIDE = Guide()
"""Of this QGIS window; the plugin's unload closes it."""


def offer_help(place: str, window: QWidget) -> None:
    """F1 in ``window`` opens the guide at its chapter."""
    shortcut = QShortcut(QKeySequence("F1"), window)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(lambda: GUIDE.show(place, window))


class HelpKey(QObject):
    """The key of the guide (F1) in our docks, also while QGIS has the other keys back."""

    def __init__(self, docks: Iterable[QWidget], keys: Callable[[], Iterable[QKeySequence]], show: Callable[[], None],
                 parent: Optional[QObject] = None) -> None:
        """``keys``: as the person has set them."""
        super().__init__(parent)
        self._keys, self._show = keys, show
        for dock in docks:
            dock.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """What no part of the dock took: a shortcut of QGIS's own would come between the override and the press."""
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not self._is_ours(event):
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._show()
        return True

    def _is_ours(self, event: QKeyEvent) -> bool:
        modifiers = getattr(event.modifiers(), "value", event.modifiers())
        return QKeySequence(int(event.key()) | int(modifiers)) in self._keys()


def key_hint() -> str:
    """Where help is, in a few words."""
    return QCoreApplication.translate("Guide", "F1: the guide at this place. Shift+F1: what is this?")
