"""Which workspace is open, in which order its parcels are gone through, and which of them is on the table."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, FrozenSet, List, Optional, Sequence, Set, Union
from uuid import uuid4

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..domain.errors import WeipianError
from ..domain.holder import holder_in_words
from ..domain.records import RETIRED, UNJUDGED
from . import messages
from .queue_order import QueueOrder
from .settings import Settings
from .without_pauses import leave_aside_what_stands

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

LEFT_AFTER_MS = 250
"""How long after a step the parcel is noted as the one to begin again with: the note costs the disk 3 ms and more."""

translate = QCoreApplication.translate
"""Not ``self.tr``: that looks in the subclass's context only."""


class OpenWorkspace(QObject):
    """What a person has before them, told to all docks. Errors are told by ``message``."""

    workspaceChanged = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    currentChanged = pyqtSignal(str)  # noqa: N815
    queueChanged = pyqtSignal()  # noqa: N815
    modeChanged = pyqtSignal(bool)  # noqa: N815
    blindChanged = pyqtSignal(bool)  # noqa: N815
    operatorChanged = pyqtSignal()  # noqa: N815
    message = pyqtSignal(str, int, str)

    def __init__(self, settings: Optional[Settings] = None, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.settings = settings or Settings.load()
        self.workspace: Optional[Workspace] = None
        self.current = ""
        self.has_list = False  # somebody lists the queue, and tells its order
        self._order = QueueOrder()
        self._resume = ""
        self._opened: Set[str] = set()
        self._interpreting = self._blind = self._in_test = False
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(LEFT_AFTER_MS)
        self._leaving.timeout.connect(self._note_left)

    def guard(self) -> AbstractContextManager[None]:
        """``with session.guard(): …`` – what goes wrong inside is told once, and ends there."""
        return messages.guard(self.tell)

    def tell(self, sentence: str, level: int = int(Qgis.MessageLevel.Info), detail: str = "") -> None:
        """Say one sentence to the person; ``detail`` goes to the log."""
        self.message.emit(sentence, level, detail)

    @property
    def actor(self) -> str:
        """Who decides: the operator's name, before it is given the name of the login."""
        return self.settings.operator or QgsApplication.userLoginName()

    def set_operator(self, name: str) -> None:
        """From now on this person decides and signs."""
        if self.settings.operator not in ("", name.strip()):  # who names themselves only now is who worked before
            self._opened = {self.current} if self.current else set()
        self.settings.store(operator=name.strip())
        if self.workspace is not None:
            self.workspace.actor = self.actor
        self.operatorChanged.emit()

    @property
    def writable(self) -> bool:
        """True where decisions can be saved."""
        return self.workspace is not None and bool(self.workspace.writable)

    def open(self, path: str) -> None:
        """Open the workspace at ``path`` where it was left; the one open before is closed first."""
        from ..workspace.workspace import Workspace

        if self.workspace is not None and Path(str(self.workspace.path)).resolve() == Path(path).resolve():
            return
        with self.guard():
            self.adopt(Workspace.open(str(path), actor=self.actor))

    def create(self, path: str, crs: str) -> None:
        """A new workspace at ``path`` in the projected ``crs`` (an authid)."""
        with self.guard():
            self.adopt(self.make_workspace(path, crs))

    def make_workspace(self, path: str, crs: str) -> Workspace:
        """A new workspace that nobody works on yet, with its quarantine where the settings say. Raises WORKSPACE_…"""
        from ..workspace.workspace import Workspace

        folder = self.settings.quarantine_folder
        quarantine = str(Path(folder) / f"{Path(path).stem}-{uuid4().hex[:8]}.gpkg") if folder else ""
        return Workspace.create(path, crs=crs, actor=self.actor, quarantine_path=quarantine)

    def adopt(self, workspace: Workspace) -> None:
        """Work on this open workspace; the one before is closed."""
        self.close()
        self.workspace = workspace
        self.settings.remember_workspace(str(Path(str(workspace.path)).resolve()))
        turned = self._turns_blind()
        self.workspaceChanged.emit()
        if turned:  # later: a list that were read before would be kept as it was shown of the workspace before
            self.blindChanged.emit(self._blind)
        self.queueChanged.emit()
        self.begin()
        if not workspace.writable:
            text = translate("Session", "This workspace is being edited by {holder}: you may look, but nothing is "
                             "saved.")
            if not workspace.holder:
                text = translate("Session", "The file or folder of this workspace cannot be written: you may look, but "
                                 "nothing is saved. Copy it to a folder of your own to work on it.")
            holder = holder_in_words(workspace.holder, messages.language())
            self.tell(text.format(holder=holder), int(Qgis.MessageLevel.Warning))
        self.tell_wrong_profiles()
        self._leave_aside_what_stands()

    def tell_wrong_profiles(self) -> None:
        """Say what is wrong in which profile, line by line, where any is left aside."""
        from ..jobs.rules.profiles import told_problems

        with self.guard():
            told = told_problems(messages.language())
            if told:
                self.tell(told, int(Qgis.MessageLevel.Warning))

    def begin(self) -> None:
        """Go to the parcel at which the workspace was left, else to the first."""
        workspace = self.workspace
        if workspace is None:
            return
        left = self.settings.last_parcel(workspace.workspace_id)
        if not len(self._order) and not self.has_list:
            self.set_order(workspace.rules.parcels())
        if left and workspace.lists.is_judged_here(left):
            self.select(left)
        elif len(self._order):
            self.select(self._order.uuid(0))

    def close(self) -> None:
        """Close the workspace, if one is open."""
        if self.workspace is None:
            return
        self._note_left()
        workspace, self.workspace = self.workspace, None
        self._opened = set()
        self.set_order([])
        self._show("")
        self.look_for_test()
        self.workspaceChanged.emit()
        self.queueChanged.emit()
        workspace.close()
        self._leave_aside_what_stands()

    @property
    def profile(self) -> Any:
        """The policy profile of the current parcel's batch, ``None`` where none is chosen or nothing is open."""
        if self.workspace is None or not self.current:
            return None
        batch = self.workspace.batch_of(self.current)
        return self.profile_of(batch.profile_id if batch is not None else "")

    def profile_of(self, profile_id: str) -> Any:
        """The policy profile with this id as its file says now, ``None`` for an empty id."""
        if not profile_id:
            return None
        from ..jobs.rules.profiles import load_profile

        return load_profile(profile_id)

    @property
    def blind(self) -> bool:
        """True while a test runs in this workspace, or where it is a review file that hides suggestions: neither
        suggestion nor reasoning is shown.
        """
        return self._blind

    @property
    def in_test(self) -> bool:
        """True while a test runs in this workspace."""
        return self._in_test

    @property
    def second_reader(self) -> str:
        """For whom this review file (复判文件) was made; empty for any other workspace."""
        review = self.workspace.review if self.workspace is not None else None
        return review.reviewer if review is not None else ""

    def refuse_in_review(self) -> bool:
        """A review file is for reading only: True, and told, where one is open."""
        if self.second_reader:
            self.tell(messages.describe(WeipianError("BLIND_IS_REVIEW_FILE"))[0], int(Qgis.MessageLevel.Warning))
        return bool(self.second_reader)

    def look_for_test(self) -> None:
        """A test may have begun or been handed in."""
        if self._turns_blind():
            self.blindChanged.emit(self._blind)

    def _turns_blind(self) -> bool:
        """Look whether a test runs, or a review file is open, and tell whether `blind` is another now."""
        self._in_test, workspace = False, self.workspace
        if workspace is not None and workspace.is_training:
            from ..jobs.training.exam import exam_runs

            self._in_test = exam_runs(workspace)
        review = workspace.review if workspace is not None else None
        blind = self._in_test or (review is not None and review.hides_suggestions)
        turned, self._blind = blind != self._blind, blind
        return turned

    @property
    def interpreting(self) -> bool:
        """判读 mode: our keys take precedence in our docks and on the map."""
        return self._interpreting

    def set_mode(self, on: bool) -> None:
        """Switch 判读 mode on or off."""
        if on != self._interpreting:
            self._interpreting = on
            self.modeChanged.emit(on)
            self._leave_aside_what_stands()

    def _leave_aside_what_stands(self) -> None:
        leave_aside_what_stands(self._interpreting and self.workspace is not None)

    @property
    def order(self) -> List[str]:
        """The queue as it is shown, top to bottom."""
        return self._order.uuids()

    def coming(self, count: int) -> List[str]:
        """The parcels that follow the current one, as many as there are of so many."""
        place = self._order.place(self.current)
        return self._order.uuids(place + 1, min(place + 1 + count, len(self._order))) if place >= 0 else []

    def set_order(self, order: Union[QueueOrder, Sequence[str]]) -> None:
        """The queue as the Patches dock shows it now, filtered and sorted."""
        order = order if isinstance(order, QueueOrder) else QueueOrder(order, self._is_unfinished)
        place = self._order.place(self.current)
        if place >= 0 and order.place(self.current) < 0:
            # What was answered and filtered away keeps its place, so that the next one is still the next one.
            self._resume = self._order.first_among(order, place + 1)
        self._order = order

    def select(self, uuid: str) -> None:
        """Make ``uuid`` the current parcel, unless it stands no more."""
        if uuid == self.current:
            return
        with self.guard():
            if self._order.place(uuid) >= 0 or not uuid or self.workspace is None or (
                    self.workspace.parcel(uuid).status != RETIRED):
                self._show(uuid)
            else:
                self.tell(translate("Session", "This parcel stands no more: it was split, merged or taken back since."))

    @property
    def opened(self) -> FrozenSet[str]:
        """The parcels that this person has had before them: here in this session, or when they answered them."""
        if self.workspace is None:
            return frozenset()
        return frozenset(self._opened.union(self.workspace.answered_by(self.actor)))

    def _show(self, uuid: str) -> None:
        self.current = uuid
        self._opened.add(uuid)
        if uuid and not self._leaving.isActive():
            self._leaving.start()  # soon, and not only at the end: who is killed is not asked where the work was left
        self.currentChanged.emit(uuid)

    def _note_left(self) -> None:
        self._leaving.stop()
        if self.current and self.workspace is not None and self.workspace.writable:
            self.settings.leave_parcel(self.workspace.workspace_id, self.current)

    def step(self, by: int, unfinished: bool = False) -> None:
        """Go ``by`` places on (or back, if negative) in the order shown, to unfinished ones only if so wished."""
        with self.guard():
            following = self._following(by, unfinished)
            if following:
                self.select(following)
            else:
                self.tell(translate("Session", "No further patch in this direction."))

    def _following(self, by: int, unfinished: bool = False, unsigned: bool = False) -> str:
        order, direction = self._order, 1 if by > 0 else -1
        place, resumed = order.place(self.current), order.place(self._resume)
        if place >= 0:
            place += by
        elif resumed >= 0:
            place = resumed + (0 if by > 0 else -1)
        else:
            place = 0 if by > 0 else len(order) - 1
        if not 0 <= place < len(order):
            return ""
        if unsigned:
            place = order.next_unsigned(place)
        place = order.next_unfinished(place, direction) if unfinished else place
        return order.uuid(place) if place >= 0 else ""

    def _is_unfinished(self, uuid: str) -> bool:
        """Nothing said yet, or a 初判 in which something required is missing."""
        rows = self.workspace.lists.rows([uuid]) if self.workspace is not None else []
        return any(row.status == UNJUDGED or row.lacking for row in rows)
