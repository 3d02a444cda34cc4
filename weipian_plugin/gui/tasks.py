"""Runs slow work outside the GUI thread, in QGIS's task manager, with progress, cancel and one callback at the end."""

from __future__ import annotations

import queue
import threading
from typing import Any, Callable, List, Optional, Tuple, Union

from qgis.core import QgsApplication, QgsSettings, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..domain.errors import WeipianError
from .without_pauses import without_pauses

Work = Callable[[Any], Any]
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
STOP_SECONDS = 5.0
_LOOKS_EVERY = 0.1
_ASKED_AGAIN_MS = 50

# Nothing is lost by cancelling (results are stored at the end), so QGIS need not ask on closing.
_WITHOUT_ASKING = QgsTask.Flags(QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt)  # type: ignore[call-overload]
# The plugin tells the outcome itself; QGIS before 3.26 knows no silence and announces what took a while, in words of
# its own: a task that was cancelled it calls failed.
_SILENT = getattr(QgsTask.Flag, "Silent", None)
_ANNOUNCED_FROM, _YEARS = "app/minTaskLengthForSystemNotification", 10 ** 9
"""Seconds a task has to take to be announced when it ends."""
_FACE = _WITHOUT_ASKING if _SILENT is None else QgsTask.Flags(_WITHOUT_ASKING | _SILENT)

_OVER = (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated)


class _Door:
    """Where every task of ours waits until QGIS can take it: QGIS keeps the address of a task's runnable after the pool
    has let go of it, and takes what lies there out of the queue when it hears of that task (qgis/QGIS, issue 53806). A
    task added meanwhile may get the same address, and would never begin.
    """

    def __init__(self) -> None:
        self._inside: List[Union[WorkTask, FaceTask]] = []
        self._waiting: List[Union[WorkTask, FaceTask]] = []
        self._asks_again = False
        self._ends = threading.RLock()

    def let_out(self, task: Union[WorkTask, FaceTask]) -> None:
        """In the task's thread, last of all: its work is over. Not while another one is being handed over."""
        with self._ends:
            task.has_run = True

    def enter(self, task: Union[WorkTask, FaceTask]) -> None:
        """Hand a task to QGIS now, or as soon as it has heard of all that have run."""
        for ended in (task.taskCompleted, task.taskTerminated):
            ended.connect(lambda: self._leave(task))
        self._waiting.append(task)
        self._let_in()

    def _let_in(self) -> None:
        # One that QGIS has deleted it has heard of, whatever became of the news.
        self._inside = [task for task in self._inside if not sip.isdeleted(task)]
        while self._waiting:
            with self._ends:
                if any(task.has_run for task in self._inside):
                    break
                task = self._waiting.pop(0)
                self._inside.append(task)
                QgsApplication.taskManager().addTask(task)
        if self._waiting and not self._asks_again:
            self._asks_again = True
            QTimer.singleShot(_ASKED_AGAIN_MS, self._ask_again)

    def _ask_again(self) -> None:
        self._asks_again = False
        self._let_in()

    def _leave(self, task: Union[WorkTask, FaceTask]) -> None:
        """QGIS has heard of its end; of one that was cancelled here it never does."""
        if task in self._waiting:
            self._waiting.remove(task)
            task.finished(False)
        elif task in self._inside:
            self._inside.remove(task)
            QTimer.singleShot(0, self._let_in)


class TaskFeedback:
    """What the work is handed: progress goes to the task manager and to the dock, cancelling comes from both."""

    def __init__(self, task: Union[WorkTask, FaceTask]) -> None:
        self._task = task

    def progress(self, done: int, total: int, text: str) -> None:
        """``done`` of ``total`` steps; may be called from the work's thread."""
        self._task.setProgress(100.0 * done / total if total > 0 else 0.0)
        self._task.stepped.emit(done, total, text)

    def cancelled(self) -> bool:
        """True once a person has cancelled."""
        return bool(self._task.isCanceled())


class WorkTask(QgsTask):
    """A function in a thread; its outcome is told in the GUI thread. Never touch a workspace in the function."""

    stepped = pyqtSignal(int, int, str)

    def __init__(self, description: str, work: Work, done: Done, failed: Failed) -> None:
        super().__init__(description, _FACE)
        self.has_run = False
        self._quiet = _QuietEnd()
        self.statusChanged.connect(self._quiet.begin)
        for ended in (self.taskCompleted, self.taskTerminated):
            ended.connect(self._quiet.end)
        self._work, self._done, self._failed = work, done, failed
        self._result: Any = None
        self._error: Optional[BaseException] = None
        self.abandoned = False

    def run(self) -> bool:
        """In the thread: keep the result or the error for `finished`."""
        try:
            self._result = self._work(TaskFeedback(self))
        except Exception as error:
            self._error = error
            return False
        finally:
            _DOOR.let_out(self)
        return not self.isCanceled()

    def finished(self, result: bool) -> None:
        """In the GUI thread: tell one of the two."""
        if self.abandoned:
            return
        if result:
            self._done(self._result)
        else:
            self._failed(self._error or WeipianError("JOB_CANCELLED"))


class FaceTask(QgsTask):
    """Stands in the task manager for a job that runs elsewhere (the worker process): shows it, lets it be cancelled.

    What of the job is done here, it does in its own thread (`work`).
    """

    stepped = pyqtSignal(int, int, str)
    _worked = pyqtSignal(object, object)

    def __init__(self, description: str) -> None:
        super().__init__(description, _FACE)
        self.has_run = False
        self._over = threading.Event()
        self._waiting: queue.Queue[Work] = queue.Queue()
        self._outcome: Optional[Tuple[Done, Failed]] = None
        self._worked.connect(self._tell_worked)
        self._succeeded = self._ended = False
        self._then: Callable[[], None] = _nothing
        self.abandoned = False
        self._quiet = _QuietEnd()
        # Before the task manager hears of it: whoever connects first is called first.
        self.statusChanged.connect(self._quiet.begin)
        for ended in (self.taskCompleted, self.taskTerminated):
            ended.connect(self._told)

    def run(self) -> bool:
        """Sleeps until the job is over; True where it succeeded, so that QGIS announces no other end as done."""
        try:
            return self._sleep()
        finally:
            _DOOR.let_out(self)

    def _sleep(self) -> bool:
        while not self._over.wait(_LOOKS_EVERY):
            if self.isCanceled():
                return False
            try:
                work = self._waiting.get_nowait()
            except queue.Empty:
                continue
            try:
                with without_pauses():
                    result = work(TaskFeedback(self))
                self._worked.emit(result, None)
            except Exception as error:
                self._worked.emit(None, error)
        return self._succeeded

    def work(self, work: Work, done: Done, failed: Failed) -> None:
        """Do ``work(feedback)`` in the task's thread; ``done(result)`` or ``failed(error)`` follows in the GUI thread.

        Never touch a workspace's own connection in it.
        """
        self._outcome = done, failed
        if self._ended:
            self._tell_worked(None, WeipianError("JOB_CANCELLED"))
        self._waiting.put(work)

    @property
    def is_working(self) -> bool:
        """True from `work` until its outcome is told."""
        return self._outcome is not None

    def _tell_worked(self, result: Any, error: Optional[BaseException]) -> None:
        outcome, self._outcome = self._outcome, None
        if outcome is None or self.abandoned:
            return
        if error is None:
            outcome[0](result)
        else:
            outcome[1](error)

    def end(self, succeeded: bool = False, then: Optional[Callable[[], None]] = None) -> None:
        """The job is over. ``then`` is called in the GUI thread once QGIS has said so, too: what is told there stands
        before QGIS's own words and not behind them.
        """
        self._then = then or _nothing
        self._succeeded = succeeded
        self._over.set()
        if self._ended:
            self._tell()

    def _told(self) -> None:
        self._ended = True
        self._quiet.end()
        self._tell_worked(None, WeipianError("JOB_CANCELLED"))  # of work that was never begun
        if self._over.is_set():
            self._tell()

    def _tell(self) -> None:
        then, self._then = self._then, _nothing
        if not self.abandoned:
            then()


class _QuietEnd:
    """QGIS before 3.26 announces the end of a task that took a while, and cannot be told not to: for the moment in
    which it looks at the end of this one, only tasks that took years are worth an announcement.
    """

    def __init__(self) -> None:
        self._before: Optional[Any] = None
        self._begun = False

    def begin(self, status: int) -> None:
        """The task has come to ``status``; QGIS hears of it next."""
        if status not in [int(over) for over in _OVER] or _SILENT is not None or self._begun:
            return
        settings = QgsSettings()
        self._begun, self._before = True, settings.value(_ANNOUNCED_FROM)
        settings.setValue(_ANNOUNCED_FROM, _YEARS)

    def end(self) -> None:
        """QGIS has heard of it."""
        if not self._begun:
            return
        self._begun = False
        if self._before is None:
            QgsSettings().remove(_ANNOUNCED_FROM)
        else:
            QgsSettings().setValue(_ANNOUNCED_FROM, self._before)


def _nothing() -> None:
    """For who has nothing to tell."""


_DOOR = _Door()


class TaskRunner(QObject):
    """Holds the tasks that run: PyQt would drop a task nobody holds, and unloading must end them all."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._running: List[Union[WorkTask, FaceTask]] = []

    def run(self, description: str, work: Work, done: Done, failed: Failed,
            stepped: Optional[Callable[[int, int, str], None]] = None) -> WorkTask:
        """Start ``work(feedback)``; ``done(result)`` or ``failed(error)`` follows in the GUI thread."""
        task = WorkTask(description, work, done, failed)
        if stepped is not None:
            task.stepped.connect(stepped)
        self.start(task)
        return task

    def start(self, task: Union[WorkTask, FaceTask]) -> None:
        """Hand a task to QGIS and hold it until it has ended: QGIS deletes it soon after."""
        self._running.append(task)
        for ended in (task.taskCompleted, task.taskTerminated):
            ended.connect(lambda: self._forget(task))
        _DOOR.enter(task)

    def _forget(self, task: Union[WorkTask, FaceTask]) -> None:
        if task in self._running:
            self._running.remove(task)

    def stop(self) -> None:
        """Cancel everything and wait a little; what still runs then tells nobody."""
        running, self._running = [task for task in self._running if not sip.isdeleted(task)], []
        for task in running:
            task.abandoned = True
            if isinstance(task, FaceTask):
                task.end()
            if task.status() not in _OVER:  # also one that waits for its thread: it would begin when we are gone
                task.cancel()
                task.waitForFinished(int(STOP_SECONDS * 1000))
