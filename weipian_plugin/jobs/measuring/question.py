"""One question to the overlay worker and its answer: progress, cancel and death are told alike, whatever was asked."""

from __future__ import annotations

from itertools import count
from typing import Any, Dict, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback
from ...domain.roles import ROLES
from ...overlay.protocol import BORDERS, COMPILING, COUNTY, DOUBLED, GAPS, INDEXING, READING, REPORT, STORING, VALUES
from .deadline import Deadline
from .worker import OverlayWorker, shared_worker

CANCEL_SECONDS = 0.15
"""How long a cancelled question waits for the worker to say so before the person is told in any case."""

DEAF_SECONDS = 2.0
"""How long a worker that has not said so by then may go on before it is ended; the next question starts a new one."""

# Numbers that measurements do not have: one worker may be asked by both.
_numbers = count(1_000_000)


class Question(QObject):
    """Asks once. The outcome is told once, by `finished` (what `take` makes of the answer) or `failed`."""

    progressed = pyqtSignal(int, int, str)
    finished = pyqtSignal(object)
    failed = pyqtSignal(object)  # WeipianError

    answer_kind = ""
    """The kind of frame that is the answer."""

    def __init__(self, worker: Optional[OverlayWorker] = None, own: bool = False) -> None:
        """``worker``: this window's shared one by default; one's ``own`` ends with the question."""
        super().__init__()
        self.number = next(_numbers)
        self.result: Any = None
        self.error: Optional[WeipianError] = None
        self.over = False
        self._worker = worker if worker is not None else shared_worker()
        self._own = own
        self._cancelling = False
        self._connected = False
        self._limit = Deadline(self._not_heard)
        self._deaf = Deadline(self._end_a_deaf_worker)

    def message(self) -> Tuple[Dict[str, object], bytes]:
        """The frame without its number. Raises WeipianError where it cannot be asked."""
        raise NotImplementedError

    def take(self, header: Mapping[str, Any]) -> Any:
        """What the answer's header says."""
        raise NotImplementedError

    def start(self) -> None:
        """Ask; progress and outcome come by signals."""
        try:
            header, body = self.message()
        except WeipianError as error:
            self._end(error=error)
            return
        self._worker.received.connect(self._receive)
        self._worker.failed.connect(self._worker_failed)
        self._connected = True
        self._worker.send({**header, "job": self.number}, body)
        self._worker.start()

    def cancel(self) -> None:
        """Stop; `failed` comes with JOB_CANCELLED within `CANCEL_SECONDS`, whatever the worker is doing."""
        if self.over or self._cancelling:
            return
        self._cancelling = True
        if self._own:
            self._end(error=WeipianError("JOB_CANCELLED"))
            return
        self._worker.send({"kind": "cancel", "job": self.number})
        self._limit.set(CANCEL_SECONDS)

    def abandon(self) -> None:
        """For unloading: nothing is told any more, and a worker of its own is ended."""
        self.over = True
        self._let_go(kill=True)

    def wait(self, feedback: Optional[Feedback] = None) -> Any:
        """Until it is over, without an event loop; the answer. Raises what `failed` tells."""
        feedback = feedback or NullFeedback()
        self.progressed.connect(feedback.progress)
        while not self.over:
            self._worker.pump()
            self._limit.check()
            if feedback.cancelled():
                self.cancel()
        self.progressed.disconnect(feedback.progress)
        if self.error is not None:
            raise self.error
        return self.result

    def _receive(self, header: Mapping[str, Any], _body: bytes) -> None:
        for_everyone = header.get("kind") == "error" and header.get("job") is None
        if header.get("job") != self.number and not for_everyone:
            return
        kind = header.get("kind")
        if self.over:
            if kind in ("cancelled", "error", self.answer_kind):
                self._let_go()
        elif kind == "progress":
            self.progressed.emit(int(header["done"]), int(header["total"]), progress_text(header))
        elif kind == self.answer_kind:
            self._answered(header)
        elif kind == "cancelled":
            self._end(error=WeipianError("JOB_CANCELLED"))
        elif kind == "error":
            self._end(error=WeipianError("JOB_CANCELLED") if self._cancelling else error_of(header))

    def _answered(self, header: Mapping[str, Any]) -> None:
        if self._cancelling:
            self._end(error=WeipianError("JOB_CANCELLED"))
        else:
            self._end(self.take(header))

    def _worker_failed(self, error: WeipianError) -> None:
        if self.over:
            self._let_go()
        else:
            self._end(error=WeipianError("JOB_CANCELLED") if self._cancelling else error)

    def _not_heard(self) -> None:
        """The person is told; the worker, at one long piece of work perhaps, has a little more time."""
        if not self.over:
            self._deaf.set(DEAF_SECONDS)
            self._end(error=WeipianError("JOB_CANCELLED"), still_listening=True)

    def _end_a_deaf_worker(self) -> None:
        self._let_go()
        self._worker.kill()

    def _end(self, result: Any = None, error: Optional[WeipianError] = None, still_listening: bool = False) -> None:
        self.over, self.result, self.error = True, result, error
        if not still_listening:
            self._let_go(kill=error is not None)
        if error is None:
            self.finished.emit(result)
        else:
            self.failed.emit(error)

    def _let_go(self, kill: bool = False) -> None:
        self._limit.clear()
        self._deaf.clear()
        if self._connected:
            self._worker.received.disconnect(self._receive)
            self._worker.failed.disconnect(self._worker_failed)
            self._connected = False
        if self._own and kill:
            self._worker.kill()
        elif self._own and self._worker.running:
            self._worker.stop()


def error_of(header: Mapping[str, Any]) -> WeipianError:
    """What an ``error`` frame, or a layer that could not be looked at, says."""
    values = header.get("values")
    return WeipianError(str(header["code"]), **readable(values if isinstance(values, dict) else {}))


def readable(values: Mapping[str, Any]) -> Dict[str, Any]:
    """The worker's values as sentences show them: the role by its name too, areas to 0.0001 m²."""
    shown = {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
    role = ROLES.get(str(values.get("role")))
    if role is not None:
        shown.update(role=f"{role.zh}（{role.key}）", role_key=role.key)
    return shown


def progress_text(header: Mapping[str, Any]) -> str:
    """What is being read, done or examined, in words: a role by its name, anything else as the worker said it."""
    text = str(header.get("text") or "")
    if text == COMPILING:
        return QCoreApplication.translate(
            "Question", "(getting the engine ready: a few seconds, after an installation or update up to a minute)")
    role = ROLES.get(text)
    return role.zh if role is not None else stage_texts().get(text, text)


def stage_texts() -> Dict[str, str]:
    """The stages of a preparation, in a word or two each."""
    translate = QCoreApplication.translate
    return {
        READING: translate("Question", "reading"), INDEXING: translate("Question", "indexing"),
        BORDERS: translate("Question", "borders"), GAPS: translate("Question", "gaps, overlaps"),
        VALUES: translate("Question", "class codes"), DOUBLED: translate("Question", "duplicates"),
        COUNTY: translate("Question", "county"), REPORT: translate("Question", "report"),
        STORING: translate("Question", "storing"),
    }
