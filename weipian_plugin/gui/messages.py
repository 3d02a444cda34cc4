"""Tells a person what happened: one sentence in the message bar, the details in the log panel."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Callable, Iterator, List, Optional, Tuple

from qgis.core import Qgis, QgsApplication, QgsMessageLog
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QTextBrowser, QWidget

from ..domain.errors import WeipianError

if TYPE_CHECKING:
    from .session import Session

LOG_TAG = "卫片判读"

LINES, BESIDE_EM = 4, 12
"""Lines a message may have; the width beside it that icon and buttons take, in heights of the font."""

Tell = Callable[[str, int, str], None]


@lru_cache(maxsize=1)
def language() -> str:
    """``"zh"`` where QGIS speaks Chinese, else ``"en"``: the language of the catalogue's sentences.

    Asked hundreds of times for each patch, and QGIS reads its settings each time; it changes with a new start only.
    """
    return "zh" if QgsApplication.locale().startswith("zh") else "en"


@contextmanager
def guard(tell: Tell) -> Iterator[None]:
    """Run a slot's body; what it raises is told once through ``tell`` (sentence, level, detail) and goes no further."""
    try:
        yield
    except Exception as error:
        _swallow(error, tell)


def _swallow(error: Exception, tell: Tell) -> None:
    """The one place where an exception ends; the tests put a function here that raises it again."""
    sentence, level = describe(error)
    tell(sentence, level, "".join(traceback.format_exception(type(error), error, error.__traceback__)))


def describe(error: BaseException) -> tuple[str, int]:
    """The sentence for a person and the message level of ``error``."""
    if isinstance(error, WeipianError):
        return error.sentence(language()), int(Qgis.MessageLevel.Warning)
    text = QCoreApplication.translate(
        "Messages", "Unexpected error: {kind}. Nothing was changed; details are in the log.")
    return text.format(kind=f"{type(error).__name__}: {error}"), int(Qgis.MessageLevel.Critical)


def show_whole(item: Optional[QWidget], width: int) -> None:
    """QGIS gives a message one line, whatever its length: here it has as many as it needs in ``width``, up to four."""
    browser = item.findChild(QTextBrowser) if item is not None else None
    if browser is None:
        return
    em = browser.fontMetrics().height()
    document = browser.document().clone()
    document.setTextWidth(max(width - BESIDE_EM * em, 10 * em))
    whole = document.size().height()  # lays it out
    lines = max(document.firstBlock().layout().lineCount(), 1)
    height = int(whole * min(lines, LINES) / lines) + em // 2
    document.deleteLater()
    if lines > 1:
        browser.setStyleSheet(f"{browser.styleSheet()} QTextEdit {{ min-height: {height}px; max-height: {height}px; }}")


def join_sentences(*sentences: str) -> str:
    """One after the other as the user's language writes them; empty ones are left out."""
    return ("" if language() == "zh" else " ").join(sentence for sentence in sentences if sentence)


class Messages:
    """Shows a session's messages in the message bar of ``iface`` and writes their details to the log."""

    DURATIONS = {int(Qgis.MessageLevel.Info): 4, int(Qgis.MessageLevel.Success): 5, int(Qgis.MessageLevel.Warning): 12}

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._warning: Optional[Any] = None
        self._of_patch: List[Any] = []
        self._shown: List[Any] = []
        self._heard: List[Tuple[Any, Callable[..., None]]] = []

    def follow(self, session: Session) -> None:
        """Show what this session tells, as long as it holds."""
        self._heard = [(session.message, self.show), (session.refused, self.belongs_to_patch),
                       (session.parcelUpdated, self.settle), (session.currentChanged, self.leave_patch)]
        for signal, slot in self._heard:
            signal.connect(slot)

    def let_go(self) -> None:
        """Of the session that was followed."""
        for signal, slot in self._heard:
            signal.disconnect(slot)
        self._heard = []

    def show(self, sentence: str, level: int, detail: str = "") -> None:
        """One sentence, once: what the bar already shows is not shown again."""
        known = Qgis.MessageLevel(level)
        QgsMessageLog.logMessage(f"{sentence}\n{detail}".strip(), LOG_TAG, known, False)
        bar = self._iface.messageBar()
        shown = bar.currentItem()
        if shown is not None and shown.text() == sentence:
            return
        bar.pushMessage(LOG_TAG, sentence, known, self.DURATIONS.get(level, 0))
        show_whole(bar.currentItem(), bar.width())
        self._shown = [item for item in (*self._shown, bar.currentItem()) if item in bar.items()]
        self._warning = bar.currentItem() if known == Qgis.MessageLevel.Warning else None

    def belongs_to_patch(self) -> None:
        """What was just told is of the patch on the table, and of no other."""
        self._of_patch.append(self._iface.messageBar().currentItem())

    def leave_patch(self, _parcel_uuid: str = "") -> None:
        """Another patch comes upon the table: what was told of the one before goes with it."""
        left, self._of_patch = self._of_patch, []
        self._take_away(left)

    def settle(self, _parcel_uuid: str = "") -> None:
        """A decision was saved: the warning that was shown before it holds no more, nor what was told of the patch."""
        warning, self._warning = self._warning, None
        self.leave_patch()
        if warning is not None:
            self._take_away([warning])

    def clear(self) -> None:
        """Something else begins: what we told before it goes, what others told stays."""
        shown, self._shown, self._warning = self._shown, [], None
        self._take_away(shown)

    def _take_away(self, items: List[Any]) -> None:
        bar = self._iface.messageBar()
        for item in items:
            if item in bar.items():
                bar.popWidget(item)
