"""Keeps the rows of the layers dialog told of what the worker sees of each source, and of what is being prepared."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.records import ReferenceLayer
from ...jobs.measuring.prepare import InspectJob, LayerState, PrepareReport
from ...jobs.measuring.worker import shared_worker
from ..session import Session
from .preparations import Key, Preparations, key_of
from .reference_rows import ReferenceRow, problem_of

PAUSE_MS = 150
"""Sources change together (a folder is recognised): they are asked about together."""


class LayerStates(QObject):
    """Lives as long as the dialog that shows ``rows``."""

    refused = pyqtSignal(str)  # one sentence: why a layer cannot be prepared as it is written here
    reportWanted = pyqtSignal(object)  # noqa: N815 - ReferenceLayer

    def __init__(self, session: Session, preparations: Preparations, rows: Mapping[str, ReferenceRow],
                 parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session, self._preparations, self._rows = session, preparations, rows
        self._job: Optional[InspectJob] = None
        self._states: Dict[Key, LayerState] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._inspect)
        for row in rows.values():
            row.sourceChanged.connect(self._pause.start)
            row.prepared.prepareWanted.connect(lambda row=row: self._prepare(row))
            row.prepared.cancelWanted.connect(lambda row=row: self._cancel(row))
            row.prepared.reportWanted.connect(lambda row=row: self._show_report(row))
        preparations.progressed.connect(self._show_progress)
        preparations.ended.connect(self._ended)
        preparations.reported.connect(self._reported)
        self._pause.start()

    def state_of(self, reference: ReferenceLayer) -> Optional[LayerState]:
        """What the worker said of this source, None before it did."""
        state = self._states.get(key_of(reference))
        return state if state is not None and state.reference.class_field == reference.class_field else None

    def close(self) -> None:
        """The dialog is gone: what was asked is not wanted any more; what is being prepared goes on."""
        self._pause.stop()
        self._preparations.progressed.disconnect(self._show_progress)
        self._preparations.ended.disconnect(self._ended)
        self._preparations.reported.disconnect(self._reported)
        job, self._job = self._job, None
        if job is not None:  # not cancelled: it may wait behind a measurement, which must not suffer
            job.blockSignals(True)
            job.abandon()

    def _inspect(self) -> None:
        """Ask about every source of which nothing is known; show the others what is known."""
        for key, (done, total, text) in self._preparations.running().items():
            self._show_progress(key, done, total, text)
        unknown: List[ReferenceLayer] = []
        for reference in self._shown():
            state = self.state_of(reference)
            if state is None:
                unknown.append(reference)
            else:
                self._show(state)
        if not unknown or self._job is not None:
            return
        with self._session.guard():
            job = InspectJob(unknown, self._preparations.folder, shared_worker(self._session.settings.python))
            self._job = job
            job.finished.connect(self._inspected)
            job.failed.connect(self._not_inspected)
            job.start()

    def _shown(self) -> List[ReferenceLayer]:
        found = (row.reference() for row in self._rows.values())
        return [reference for reference in found if reference is not None and reference.source]

    def _inspected(self, states: List[LayerState]) -> None:
        self._job = None
        for state in states:
            self._states[key_of(state.reference)] = state
            self._show(state)
        self._pause.start()

    def _not_inspected(self, _error: object) -> None:
        """No worker: the layers can be named all the same, and measuring will say what is missing."""
        self._job = None

    def _show(self, state: LayerState) -> None:
        row = self._rows[state.reference.role]
        row.show_state(state)
        if row.source == (state.reference.source, state.reference.layer):
            row.prepared.offer_report(self._preparations.report_path(state.reference).exists())

    def _row_of(self, key: Key) -> Optional[ReferenceRow]:
        row = self._rows.get(key[0])
        return row if row is not None and row.source == (key[1], key[2]) else None

    def _show_progress(self, key: Key, done: int, total: int, text: str) -> None:
        row = self._row_of(key)
        if row is not None:
            row.prepared.show_progress(done, total, text)

    def _ended(self, key: Key) -> None:
        row = self._row_of(key)
        if row is not None:
            row.prepared.end_progress()

    def _reported(self, report: PrepareReport) -> None:
        self._states.pop(key_of(report.reference), None)
        self._pause.start()

    def _prepare(self, row: ReferenceRow) -> None:
        reference = row.reference()
        if reference is None:
            return
        problem = problem_of(row.role, reference, self.state_of(reference))
        self.refused.emit(problem)
        if not problem:
            self._preparations.start(reference)

    def _cancel(self, row: ReferenceRow) -> None:
        reference = row.reference()
        if reference is not None:
            self._preparations.cancel(key_of(reference))

    def _show_report(self, row: ReferenceRow) -> None:
        reference = row.reference()
        if reference is not None:
            self.reportWanted.emit(reference)
