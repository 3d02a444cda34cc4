"""Lets a thread have pages laid out in the main thread, a portion at a time, and wait for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Callable, Iterator, List, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.errors import WeipianError

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

Steps = Callable[["Workspace"], Iterator[str]]
_LOOKS_EVERY = 0.1


class _Order:
    """Steps that a thread waits for."""

    def __init__(self, steps: Steps) -> None:
        self.steps, self.over = steps, threading.Event()
        self.workspace: Optional[Workspace] = None
        self.running: Optional[Iterator[str]] = None
        self.error: Optional[BaseException] = None


class MainSteps(QObject):
    """Lives in the main thread. `run` is called in another one."""

    _asked = pyqtSignal(object)

    def __init__(self, workspace: Workspace, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._workspace, self._stopped = workspace, False
        self._orders: List[_Order] = []
        self._asked.connect(self._begin)

    def run(self, steps: Steps) -> None:
        """Run ``steps`` in the main thread, over a connection of its own; raises what they raise, JOB_CANCELLED where
        they are stopped.
        """
        order = _Order(steps)
        self._asked.emit(order)
        while not order.over.wait(_LOOKS_EVERY):
            if self._stopped:
                raise WeipianError("JOB_CANCELLED")
        if order.error is not None:
            raise order.error

    def stop(self) -> None:
        """Nothing more is laid out; who waits is told."""
        self._stopped = True
        for order in list(self._orders):
            self._end(order, WeipianError("JOB_CANCELLED"))

    def _begin(self, order: _Order) -> None:
        if self._stopped:
            order.error = WeipianError("JOB_CANCELLED")
            order.over.set()
            return
        self._orders.append(order)
        try:
            order.workspace = self._workspace.again()
            order.running = order.steps(order.workspace)
        except Exception as error:
            self._end(order, error)
            return
        self._soon(order)

    def _soon(self, order: _Order) -> None:
        QTimer.singleShot(0, lambda: self._step(order))

    def _step(self, order: _Order) -> None:
        if order not in self._orders or order.running is None:
            return
        try:
            next(order.running)
        except StopIteration:
            self._end(order, None)
        except Exception as error:
            self._end(order, error)
        else:
            self._soon(order)

    def _end(self, order: _Order, error: Optional[BaseException]) -> None:
        self._orders.remove(order)
        order.error = error
        try:
            close = getattr(order.running, "close", None)
            if close is not None:
                close()
        except Exception as failed:
            order.error = order.error or failed
        if order.workspace is not None:
            order.workspace.close()
        order.over.set()
