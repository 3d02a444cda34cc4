"""Runs slow work outside the GUI thread, in QGIS's task manager, with progress, cancel and one callback at the end."""

from __future__ import annotations

import threading
from typing import Any, Callable, List, Optional

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..domain.errors import WeipianError

Work = Callable[[Any], Any]
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
STOP_SECONDS = 5.0

# Nothing is lost by cancelling (results are stored at the end, in one transaction), so QGIS need not ask on closing.
_WITHOUT_ASKING = QgsTask.Flags(QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt)  # type: ignore[call-overload]

_OVER = (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated)


class TaskFeedback:
    """What the work is handed: progress goes to the task manager and to the dock, cancelling comes from both."""

    def __init__(self, task: WorkTask) -> None:
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
        super().__init__(description, _WITHOUT_ASKING)
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
    """Stands in the task manager for a job that runs elsewhere (the worker process): shows it, lets it be cancelled."""

    def __init__(self, description: str) -> None:
        super().__init__(description, _WITHOUT_ASKING)
        self._over = threading.Event()

    def run(self) -> bool:
        """Sleeps until the job is over."""
        while not self._over.wait(0.2):
            if self.isCanceled():
                return False
        return True

    def end(self) -> None:
        """The job is over."""
        self._over.set()


class TaskRunner(QObject):
    """Holds the tasks that run: PyQt would drop a task nobody holds, and unloading must end them all."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._running: List[QgsTask] = []

    def run(self, description: str, work: Work, done: Done, failed: Failed,
            stepped: Optional[Callable[[int, int, str], None]] = None) -> WorkTask:
        """Start ``work(feedback)``; ``done(result)`` or ``failed(error)`` follows in the GUI thread."""
        task = WorkTask(description, work, done, failed)
        if stepped is not None:
            task.stepped.connect(stepped)
        self.start(task)
        return task

    def start(self, task: QgsTask) -> None:
        """Hand a task to QGIS and hold it until it has ended: QGIS deletes it soon after."""
        self._running.append(task)
        for ended in (task.taskCompleted, task.taskTerminated):
            ended.connect(lambda: self._forget(task))
        QgsApplication.taskManager().addTask(task)

    def _forget(self, task: QgsTask) -> None:
        if task in self._running:
            self._running.remove(task)

    def stop(self) -> None:
        """Cancel everything and wait a little; what still runs then tells nobody."""
        running, self._running = self._running, []
        for task in running:
            if isinstance(task, WorkTask):
                task.abandoned = True
            if isinstance(task, FaceTask):
                task.end()
            if task.status() not in _OVER:  # also one that waits for its thread: it would begin when we are gone
                task.cancel()
                task.waitForFinished(int(STOP_SECONDS * 1000))
