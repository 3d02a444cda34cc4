"""Which workspace is open, in which order its parcels are gone through, and which of them is on the table."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, FrozenSet, Iterator, List, Optional, Sequence, Tuple, Union
from uuid import uuid4

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..domain.errors import WeipianError
from ..domain.holder import holder_in_words
from ..domain.records import RETIRED, UNJUDGED
from . import messages
from .left_places import wait_until_noted
from .other_writer import OtherWriter
from .queue_order import QueueOrder
from .settings import Settings
from .without_pauses import leave_aside_what_stands

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

AGAIN_MS = 300
"""How long after another window was found writing it is asked again."""
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
    optionsChanged = pyqtSignal(object)  # noqa: N815 - frozenset of the names of settings that are others
    wordsWanted = pyqtSignal()  # noqa: N815 - whoever is being written in saves it now: it counts who decided what last
    message = pyqtSignal(str, int, str)
    refused = pyqtSignal()  # what was just told is of the patch on the table

    def __init__(self, settings: Optional[Settings] = None, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.settings = settings or Settings.load()
        self.workspace: Optional[Workspace] = None
        self.current = ""
        self.may_answer: Callable[[], bool] = lambda: True  # is the one on the table shown? Asked before it is changed
        self.in_passing = False  # while the next patch is told at a key: more keys may follow at once
        self.has_list = False  # somebody lists the queue, and tells its order
        self._order = QueueOrder()
        self._resume = ""
        self._nameless_since = 0  # the last event before somebody worked here without a name
        self._opened: Dict[str, int] = {}  # by parcel the last event there was when it was shown
        self._guessed: Tuple[Tuple[str, int, int], str] = (("", 0, 0), "")  # of what, the office's own level
        self._interpreting = self._blind = self._in_test = False
        self._added = ""  # the sentence of `adding`
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(LEFT_AFTER_MS)
        self._leaving.timeout.connect(self._note_left)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._read_again)
        self._other_writer = OtherWriter(self)
        self._other_writer.gone.connect(self._tell_free)
        self._other_writer.wanted.connect(self.open_anew)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """``with session.guard(): …`` – what goes wrong inside is told once, and ends there."""
        with messages.guard(self._tell_failure):
            try:
                yield
            except WeipianError as error:
                if error.code == "WORKSPACE_BEING_WRITTEN":
                    self._again.start()
                self._other_writer.say_how_it_is(error)
                raise

    def _read_again(self) -> None:
        """Somewhere something could not be read while the other window wrote: once that is over all is read anew."""
        try:
            self._last_event()
        except WeipianError:
            self._again.start()
        else:
            self.queueChanged.emit()

    @contextmanager
    def adding(self, sentence: str) -> Iterator[None]:
        """While this lasts a failure is told with this sentence after it: what becomes of what was being saved."""
        before, self._added = self._added, sentence
        try:
            yield
        finally:
            self._added = before

    def _tell_failure(self, sentence: str, level: int, detail: str) -> None:
        self.tell(messages.join_sentences(sentence, self._added), level, detail)

    def tell(self, sentence: str, level: int = int(Qgis.MessageLevel.Info), detail: str = "") -> None:
        """Say one sentence to the person; ``detail`` goes to the log."""
        self.message.emit(sentence, level, detail)

    def refuse(self, sentence: str) -> None:
        """Say why the patch on the table was not decided; that goes with the patch."""
        self.tell(sentence, int(Qgis.MessageLevel.Warning))
        self.refused.emit()

    @property
    def actor(self) -> str:
        """Who decides: the operator's name, before it is given the name of the login."""
        return self.settings.operator or QgsApplication.userLoginName()

    def set_operator(self, name: str) -> None:
        """From now on this person decides and signs; another than before goes on where they left the workspace."""
        before = self.settings.operator
        if before != name.strip():
            self.wordsWanted.emit()
            self._note_left()
        self.settings.store(operator=name.strip())
        if self.settings.operator != before:
            self._seat_another(before)
        self.operatorChanged.emit()
        if before and self.settings.operator not in ("", before):
            self._go_where_left()

    def _seat_another(self, before: str) -> None:
        """Who names themselves only now is who worked before: what they said under the login's name is their own."""
        kept = self._opened if not before else [self.current] if self.current else []
        self._opened = dict.fromkeys(kept, self._last_event())
        workspace = self.workspace
        if workspace is not None:
            workspace.nameless = (workspace.actor, self._nameless_since) if not before else ("", 0)
            workspace.actor = self.actor
        self._nameless_since = self._last_event()

    def _go_where_left(self) -> None:
        workspace = self.workspace
        left = self.settings.last_parcel(workspace.workspace_id) if workspace is not None else ""
        if workspace is not None and left and workspace.lists.is_judged_here(left):
            self.select(left)

    @property
    def writable(self) -> bool:
        """True where decisions can be saved."""
        return self.workspace is not None and bool(self.workspace.writable)

    def change_options(self, **values: Any) -> None:
        """Store settings; those that are others now are told."""
        before = {name: getattr(self.settings, name) for name in values}
        self.settings.store(**values)
        changed = frozenset(name for name, value in before.items() if getattr(self.settings, name) != value)
        if changed:
            self.optionsChanged.emit(changed)

    def open(self, path: str) -> None:
        """Open the workspace at ``path`` where it was left; the one open before is closed first."""
        from ..workspace.workspace import Workspace

        if self.workspace is not None and Path(str(self.workspace.path)).resolve() == Path(path).resolve():
            if not self.workspace.writable:
                self.open_anew()
                if self.writable:
                    self.tell(translate("Session", "What is decided in this window is saved from now on."),
                              int(Qgis.MessageLevel.Success))
            return
        with self.guard():
            self.adopt(Workspace.open(str(path), actor=self.actor))

    def open_anew(self) -> None:
        """Where this window only looked it writes now, if nobody else does any more; what lies on the table stays."""
        from ..workspace.workspace import Workspace

        workspace, here = self.workspace, self.current
        if workspace is None or workspace.writable:
            return
        with self.guard():
            self.adopt(Workspace.open(str(workspace.path), actor=self.actor))
            if here:
                self.select(here)

    def _tell_free(self) -> None:
        self.tell(translate("Session", "The other window no longer edits this workspace. Choose it again to edit it in "
                            "this window, or just go on judging."), int(Qgis.MessageLevel.Success))

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
        self._nameless_since = self._last_event()
        self.settings.remember_workspace(str(Path(str(workspace.path)).resolve()))
        turned = self._turns_blind()
        self.workspaceChanged.emit()
        if turned:  # later: a list that were read before would be kept as it was shown of the workspace before
            self.blindChanged.emit(self._blind)
        self.queueChanged.emit()
        self.begin()
        self._other_writer.watch(workspace)
        workspace.hurry()  # from now on: of a workspace that is being opened all is waited for
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
        self._again.stop()
        self._other_writer.watch(None)
        workspace, self.workspace = self.workspace, None
        self._opened = {}
        self.set_order([])
        self._show("")
        self.look_for_test()
        self.workspaceChanged.emit()
        self.queueChanged.emit()
        workspace.close()
        wait_until_noted()
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
    def review_level(self) -> str:
        """At which level whoever sits here reviews (县级: they answer): as they chose it, else the office's own."""
        if self.workspace is None:
            return ""
        return self.settings.review_level(self.workspace.workspace_id) or self._own_level(self.workspace)

    def _own_level(self, workspace: Workspace) -> str:
        """It is asked for each patch that is shown: what is guessed of all patches holds while no others come in."""
        from ..jobs.offices.own_level import own_level, settled_level

        settled = settled_level(workspace)
        stands = (workspace.workspace_id, len(workspace.lists.profile_ids()), workspace.filed.packages())
        if not settled and self._guessed[0] != stands:
            self._guessed = (stands, own_level(workspace))
        return settled or self._guessed[1]

    def settle_level(self, level: str) -> None:
        """Of a workspace of which nobody has said at which level its office works, this says it: kept in the file, and
        told. What a person has said before stays.
        """
        workspace = self.workspace
        if workspace is None or not level or not workspace.writable or self.second_reader:
            return
        from ..domain.forms.codes import label
        from ..jobs.offices.own_level import own_level, settle_level, settled_level

        if settled_level(workspace):
            return
        before = own_level(workspace)
        settle_level(workspace, level)
        self.tell(translate("Session", "This workspace's office works at the level {level} from now on; under Packages "
                                       "it can be changed.").format(level=label("SHJB", level, messages.language())))
        if level != before:
            self.queueChanged.emit()

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

    def go_on(self, uuid: str) -> None:
        """`select`, by somebody who goes from patch to patch: what takes long to show may take a turn of its own."""
        self.in_passing = True
        try:
            self.select(uuid)
        finally:
            self.in_passing = False

    @property
    def opened(self) -> FrozenSet[str]:
        """The parcels that this person has had before them as they are now: here since it was opened, or when they
        answered them here. What is on the table is before them.
        """
        return self.opened_of(())

    def opened_of(self, uuids: Sequence[str]) -> FrozenSet[str]:
        """Those of these few parcels that were `opened`, at the cost of them; of all where none is given."""
        if self.workspace is None:
            return frozenset()
        if self.current:
            self._opened[self.current] = self._last_event()
        return frozenset(self.workspace.seen_as_they_are(self.actor, self._opened, uuids))

    def _show(self, uuid: str) -> None:
        """What has to be read is read first: a step is told to everybody or not made at all."""
        with self.workspace.standing_still() if self.workspace is not None and uuid else nullcontext():
            last_event = self._last_event() if uuid else 0
            self.current = uuid
            if uuid:
                self._opened[uuid] = last_event
            if uuid and not self._leaving.isActive():
                self._leaving.start()  # soon, not only at the end: who is killed is not asked where the work was left
            self.currentChanged.emit(uuid)

    def _last_event(self) -> int:
        return int(self.workspace.last_sequence()) if self.workspace is not None else 0

    def _note_left(self) -> None:
        self._leaving.stop()
        if self.current and self.workspace is not None and self.workspace.writable:
            self.settings.leave_parcel(self.workspace.workspace_id, self.current)

    def step(self, by: int, unfinished: bool = False) -> None:
        """Go ``by`` places on (or back, if negative) in the order shown, to unfinished ones only if so wished."""
        with self.guard():
            following = self._following(by, unfinished)
            if following:
                self.go_on(following)
            else:
                self.tell(translate("Session", "No further patch in this direction.") if len(self._order)
                          else self._nothing_listed())

    @staticmethod
    def _nothing_listed() -> str:
        return translate("Session", "There is nothing left in this list: no patch meets its conditions.")

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
