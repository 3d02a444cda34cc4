"""Reads what came back in the background, shows it, and saves what a person makes of it, told to all docks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, List, Optional, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import QDate, QObject
from qgis.PyQt.QtWidgets import QWidget

from ...domain.errors import WeipianError
from ..messages import describe, language
from ..session import Session
from ..tasks import TaskRunner, WorkTask

if TYPE_CHECKING:
    from ...jobs.returned.change import Change, Wish
    from .returned_window import ReturnedWindow

_FEW = 20
"""So many changes are saved at once in the window's thread; more are a task."""


class Returns(QObject):
    """One window; what is decided in it is saved at once, like a decision in any dock."""

    def __init__(self, session: Session, runner: TaskRunner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._runner, self._parent = session, runner, window
        self._task: Optional[WorkTask] = None
        self.window: Optional[ReturnedWindow] = None
        session.workspaceChanged.connect(self.close)

    def open(self, path: str = "") -> None:
        """Open the window; ``path`` is read at once."""
        workspace = self._session.workspace
        if workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        if self.window is None:
            from .returned_window import ReturnedWindow

            today = QDate.fromString(self._session.settings.today, "yyyy-MM-dd")
            self.window = ReturnedWindow(str(Path(str(workspace.path)).parent), today if today.isValid() else None,
                                         self._parent)
            self.window.readWanted.connect(self._read)
            self.window.acceptWanted.connect(self._accept)
            self.window.refuseWanted.connect(self._refuse)
            self.window.columnsWanted.connect(self._ask_columns)
            self.window.parcelWanted.connect(self._session.select)
            self.window.stopWanted.connect(self.stop)
            self.window.finished.connect(lambda _result: self._closed())
        self.window.show()
        self.window.raise_()
        if path:
            self.window.fileEdit.setText(path)
            self.window.read()

    # Reading

    def _read(self, path: Path, wish: Wish) -> None:
        from ...jobs.returned.differences import differences

        workspace = self._session.workspace
        if workspace is None:
            return

        def work(feedback: Any) -> Any:
            with workspace.again() as own:
                return differences(own, path, wish, feedback)

        self._begin(self.tr("Weipian: read what came back"), work, self._show)

    def _show(self, returned: Any) -> None:
        self._ended()
        if self.window is not None:
            with self._session.guard():
                self.window.show_returned(returned, self._session.writable)

    def _ask_columns(self, headings: Sequence[str] = ()) -> None:
        """Which column is which; then the list is read again."""
        from ...intake.returned.book import opened
        from ...intake.returned.review_list import find_list
        from .columns_dialog import ColumnsDialog, keep_columns, kept_columns

        if self.window is None:
            return
        with self._session.guard():
            path, _ = self.window.wish()
            if not headings:
                with opened(path) as sheets:
                    found = find_list(sheets, path.stem, kept_columns())
                    headings = [text for text, _ in found.headings] if found is not None else []
            dialog = ColumnsDialog(headings, kept_columns(), self.window)
            accepted, chosen = bool(dialog.exec()), dialog.chosen
            dialog.deleteLater()
            if accepted and self.window is not None:
                keep_columns(chosen)
                self.window.read()

    # Deciding

    def _accept(self, changes: List[Change], together: bool) -> None:
        from ...jobs.evidence.importing import suggest_again
        from ...jobs.returned.deciding import accept

        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None or window.returned is None:
            return
        returned, place = window.returned, window.place

        def work(feedback: Any) -> Any:
            with workspace.again() as own:
                decided = accept(own, returned, changes, together, feedback)
                suggest_again(own, decided.parcels)
                return decided

        if len(changes) > _FEW:
            self._begin(self.tr("Weipian: take changes over"), work, lambda decided: self._accepted(decided, place))
            return
        with self._session.guard():
            decided = accept(workspace, returned, changes, together)
            suggest_again(workspace, decided.parcels)
            self._accepted(decided, place)

    def _accepted(self, decided: Any, place: int) -> None:
        self._ended()
        self._tell_session(decided)
        self._show_left(decided, place)
        told = list(dict.fromkeys(why.sentence(language()) for _, why in decided.left))
        text = self.tr("{n} changes were taken over.").format(n=len(decided.taken))
        if decided.left:
            text += " " + self.tr("{n} were left: {why}").format(n=len(decided.left), why=" ".join(told[:3]))
        level = Qgis.MessageLevel.Warning if decided.left else Qgis.MessageLevel.Success
        self._session.tell(text, int(level), "\n".join(told))

    def _refuse(self, changes: List[Change]) -> None:
        from ...jobs.returned.deciding import refuse

        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None or window.returned is None:
            return
        with self._session.guard():
            place = window.place
            decided = refuse(workspace, window.returned, changes)
            self._show_left(decided, place)
            if self._session.current in decided.parcels:
                self._session.parcelUpdated.emit(self._session.current)
            self._session.tell(self.tr("{n} changes were refused; they are not offered again.").format(
                n=len(decided.taken)), int(Qgis.MessageLevel.Success))

    def _show_left(self, decided: Any, place: int) -> None:
        if self.window is not None and self.window.returned is not None:
            self.window.show_decided(replace(self.window.returned, changes=decided.after), place)

    def _tell_session(self, decided: Any) -> None:
        session = self._session
        if session.workspace is None or not decided.taken:
            return
        if len(decided.taken) > _FEW:
            session.queueChanged.emit()
        else:
            session.rowsChanged.emit(list(decided.parcels))
        for record in decided.records[:_FEW]:
            session.recordChanged.emit(record.kind, record.uuid, record)
        if session.current in decided.parcels:
            session.parcelUpdated.emit(session.current)

    # Tasks

    def _begin(self, title: str, work: Any, done: Any) -> None:
        self.stop()
        self._step(0, 0, "")
        self._task = self._runner.run(title, work, done, self._failed, self._step)

    def _step(self, done: int, total: int, text: str) -> None:
        if self.window is not None:
            self.window.show_busy(True, text, done, total)

    def _ended(self) -> None:
        self._task = None
        if self.window is not None:
            self.window.show_busy(False)

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if self.window is None:
            return
        self.window.show_failure(describe(error)[0])
        if isinstance(error, WeipianError):
            if error.code == "RETURNED_LIST_COLUMNS":
                self.window.show_list_options()
                names = error.values.get("names")
                self._ask_columns(list(names) if isinstance(names, tuple) else ())
            return  # it stands in the window, where the file is
        with self._session.guard():
            raise error

    def stop(self) -> None:
        """What is being read or taken over ends where it is."""
        if self._task is not None:
            self._task.cancel()

    def _closed(self) -> None:
        self.stop()
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        if self.window is not None:
            self.window.reject()
