"""A seeded monkey at the real docks: it does what its number says, notes each action, and stops at the first fault.

Action ``n`` of seed ``s`` depends on both numbers alone, so that a run may be repeated up to an action, or some of its
actions left out: ``WEIPIAN_MONKEY=7:120`` are the first 120 of seed 7, ``WEIPIAN_MONKEY=7:3,40-44`` only these; with
``/1`` at the end whether all still holds together is asked after each.
"""

from __future__ import annotations

import random
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from qgis.core import Qgis, QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer, QtMsgType, qInstallMessageHandler
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog, QMenu, QWidget

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.gui import messages

AGAIN = "tests/qgis/gui/test_gui_monkey.py -k again"
LAST_TOLD = 20
LOOK_EVERY = 25
PATIENCE_S = 30.0
DIALOGS = frozenset({"QFileDialog", "QMessageBox", "QInputDialog", "QColorDialog", "ImportDialog", "LayersDialog",
                     "TileAddressDialog", "ColumnsDialog", "HeldBackDialog", "ParcelPicker", "OperatorForm",
                     "DiscoveriesDialog"})
"""What a click may ask a person modally: which file, which layers, whether a patch is set apart. No key ever does."""
_LOUD = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
_WRONG_USE = re.compile(r"QPainter::|QObject::(?!~)|QTimer|QThread|QBasicTimer|Recursive repaint|QModelIndex|wrapped C")
"""Warnings of Qt that are faults of whoever calls it."""


class MonkeyFault(AssertionError):
    """What went wrong, after which actions, and how to see it again."""


class Faults(AbstractContextManager):
    """Hears of everything that would otherwise go by: what slots and threads raise, Qt's complaints, modal windows."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.warned: list[str] = []
        self.dialogs_allowed: frozenset[str] = frozenset()
        self.choice = 0
        """What to take from a menu that opens: this entry, counted around; one beyond the last is Esc."""
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look_for_windows)

    def __enter__(self) -> Faults:
        self._before = (messages._swallow, sys.excepthook, threading.excepthook, sys.unraisablehook)
        messages._swallow = self._swallowed
        sys.excepthook = lambda kind, error, trace: self._raised("slot", error)
        threading.excepthook = lambda given: self._raised("thread", given.exc_value)
        sys.unraisablehook = lambda given: self._raised("unraisable", given.exc_value)
        self._handler = qInstallMessageHandler(self._qt_says)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        qInstallMessageHandler(self._handler)
        messages._swallow, sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def told(self, sentence: str, level: int, detail: str = "") -> None:
        """What the session tells the person: an error of ours is not for persons."""
        if level == int(Qgis.MessageLevel.Critical):  # Success is higher
            self.found.append(f"told as critical: {sentence}\n{detail}")

    def _swallowed(self, error: Exception, tell: Callable[..., None]) -> None:
        if not isinstance(error, WeipianError):
            self._raised("guarded", error)
        self._before[0](error, tell)

    def _raised(self, where: str, error: BaseException) -> None:
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        self.found.append(f"raised in a {where}: {''.join(lines)}")

    def _qt_says(self, kind: Any, _context: Any, text: str) -> None:
        if kind in _LOUD or _WRONG_USE.search(text):
            self.found.append(f"Qt: {text}")
        else:
            self.warned.append(text)

    def _look_for_windows(self) -> None:
        """A menu that stands open is answered, a modal window is turned down; one that nobody allowed is a fault."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            # Not from this timer: what is taken may open a window, and who hangs in a slot is not called again.
            QTimer.singleShot(0, lambda: self._answer_popup(popup))
            return
        modal = QApplication.activeModalWidget()
        if modal is None:
            return
        kinds = {kind.__name__ for kind in type(modal).__mro__}
        if not kinds & self.dialogs_allowed:
            self.found.append(f"a modal window in the loop: {type(modal).__name__} “{modal.windowTitle()}”")
        if isinstance(modal, QDialog):
            modal.reject()
        else:
            modal.close()

    def _answer_popup(self, popup: QWidget) -> None:
        if sip.isdeleted(popup) or not popup.isVisible():
            return
        actions = [each for each in popup.actions() if each.isEnabled() and not each.isSeparator() and not each.menu()]
        take = self.choice % (len(actions) + 1)
        if isinstance(popup, QMenu) and take < len(actions):
            popup.setActiveAction(actions[take])
            QTest.keyClick(popup, Qt.Key.Key_Return)
        if not sip.isdeleted(popup):
            popup.close()


class Monkey:
    """Goes through actions of ``hands``; `look` is asked again and again whether all still holds together."""

    def __init__(self, seed: int, hands: Any, look: Callable[[], None], faults: Faults,
                 every: int = LOOK_EVERY) -> None:
        self._every = every
        self.seed, self._hands, self._look, self._faults = seed, hands, look, faults
        self.trail: list[str] = []

    def run(self, numbers: Iterable[int]) -> None:
        """Each action in turn. Raises `MonkeyFault` at the first that is followed by a fault."""
        for done, number in enumerate(numbers):
            self.act(number)
            if done % self._every == self._every - 1:
                self.check(self._look)

    def act(self, number: int) -> None:
        """One action, and what it lets loose at once."""
        chance = random.Random(f"{self.seed}:{number}")
        name, act = self._hands.choose(chance)
        self._faults.choice = chance.randrange(50)
        self.trail.append(f"{number} {name}")
        begun = time.perf_counter()
        try:
            said = act(chance)
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        except Exception as error:
            raise self._fault(f"the monkey could not: {''.join(traceback.format_exception(error))}") from error
        self.trail[-1] += f" {said or ''} ({(time.perf_counter() - begun) * 1000:.0f} ms)"
        self._stop_at_fault()

    def check(self, look: Callable[[], None]) -> None:
        """Ask ``look``; what it asserts, and what comes to light meanwhile, is a fault of this run."""
        try:
            look()
        except Exception as error:
            raise self._fault("".join(traceback.format_exception(error))) from error
        self._stop_at_fault()

    def _stop_at_fault(self) -> None:
        if self._faults.found:
            raise self._fault("\n".join(self._faults.found))

    def _fault(self, what: str) -> MonkeyFault:
        last = self.trail[-1].split()[0] if self.trail else "0"
        tail = "\n  ".join(self.trail[-LAST_TOLD:])
        warned = "\n  ".join(self._faults.warned[-5:])
        return MonkeyFault(f"{what}\nseed {self.seed}; the last {LAST_TOLD} actions:\n  {tail}\nQt said:\n  {warned}\n"
                           f"again: WEIPIAN_MONKEY={self.seed}:{int(last) + 1} python -m pytest {AGAIN}")


def numbers_of(text: str) -> tuple[int, list[int], int]:
    """Seed, actions and how often to look, of ``WEIPIAN_MONKEY``: a single number is how many, else numbers and
    stretches of them.
    """
    run, _, every = text.partition("/")
    seed, _, wished = run.partition(":")
    numbers: list[int] = []
    for each in [f"0-{int(wished) - 1}"] if wished.isdigit() else wished.split(","):
        first, _, last = each.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return int(seed), numbers, int(every or LOOK_EVERY)


def settle(*busy: Callable[[], bool]) -> None:
    """Let everything that was begun come to its end; what does not within some time is a fault."""
    until = time.monotonic() + PATIENCE_S
    calm = 0
    while calm < 3:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QTest.qWait(20)
        working = QgsApplication.taskManager().countActiveTasks() > 0 or any(each() for each in busy)
        calm = 0 if working else calm + 1
        if time.monotonic() > until:
            tasks = [task.description() for task in QgsApplication.taskManager().activeTasks()]
            raise AssertionError(f"it never comes to rest: {tasks} {[each() for each in busy]}")
