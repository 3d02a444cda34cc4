"""Works out the newest wish outside the GUI thread: one at a time, and what was overtaken is never shown."""

from __future__ import annotations

from typing import Any, Callable, Optional, Tuple

from qgis.PyQt.QtCore import QObject

from .tasks import Done, Failed, TaskRunner
from .without_pauses import without_pauses

_Wish = Tuple[Callable[[], Any], Done, Failed]


class Newest(QObject):
    """Without a runner it works everything out at once, in the caller's thread."""

    def __init__(self, description: str, runner: Optional[TaskRunner], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._description, self._runner = description, runner
        self._wanted: Optional[_Wish] = None
        self._running = False

    @property
    def is_working(self) -> bool:
        """True until the newest wish is answered."""
        return self._wanted is not None

    def ask(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """``done(work())`` or ``failed(error)`` follows, unless something newer is asked for before."""
        self._wanted = wanted = (work, done, failed)
        if self._runner is None:
            self._work_at_once(wanted)
        elif not self._running:
            self._start(self._runner, wanted)

    def forget(self) -> None:
        """Nothing that was asked for is wanted any more."""
        self._wanted = None

    def _work_at_once(self, wish: _Wish) -> None:
        try:
            result = wish[0]()
        except Exception as error:
            self._tell(wish, False, error)
        else:
            self._tell(wish, True, result)

    def _start(self, runner: TaskRunner, wish: _Wish) -> None:
        self._running = True
        runner.run(self._description, lambda _feedback: _worked_out(wish[0]),
                   lambda result: self._ended(runner, wish, True, result),
                   lambda error: self._ended(runner, wish, False, error))

    def _ended(self, runner: TaskRunner, wish: _Wish, is_done: bool, outcome: Any) -> None:
        self._running = False
        if self._wanted is wish:
            self._tell(wish, is_done, outcome)
        elif self._wanted is not None:
            self._start(runner, self._wanted)

    def _tell(self, wish: _Wish, is_done: bool, outcome: Any) -> None:
        self._wanted = None
        _work, done, failed = wish
        (done if is_done else failed)(outcome)


def _worked_out(work: Callable[[], Any]) -> Any:
    with without_pauses():
        return work()
