"""What every page of the review window is: a widget that shows the workspace and asks the desk for work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtWidgets import QWidget

from ...domain.errors import WeipianError
from ..interpretation.review_bar import has_name
from ..messages import describe
from ..session import Session

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from .review_desk import ReviewDesk

Work = Callable[[Any, Any], Any]
"""``work(workspace, feedback)``: in a thread, on a connection of its own."""


class Page(QWidget):
    """A page. Nothing heavy is done in it: `run` hands work to a thread and the outcome back."""

    def __init__(self, desk: ReviewDesk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.is_stale = True

    @property
    def session(self) -> Session:
        """Whose workspace it is."""
        return self.desk.session

    @property
    def workspace(self) -> Optional[Workspace]:
        """The workspace that is open; only for what is read or decided at once."""
        return self.desk.session.workspace

    def title(self) -> str:
        """What stands on the tab."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the workspace as it is now; called when the page is looked at and something has changed."""

    def leave_question(self) -> bool:
        """Take back what is asked in line, if anything is; Esc does so."""
        return False

    def show_busy(self, busy: bool) -> None:
        """Some page's work runs, or is over: what would begin more waits."""

    def run(self, title: str, work: Work, done: Callable[[Any], None],
            failed: Optional[Callable[[BaseException], None]] = None) -> None:
        """Do ``work(workspace, feedback)`` in a thread; ``done(result)`` follows here. One at a time: what ran before
        is cancelled. Without ``failed`` an error is told in the window and in the message bar.
        """
        self.desk.run(title, work, done, failed)

    def read(self, title: str, work: Work, done: Callable[[Any], None],
             failed: Optional[Callable[[BaseException], None]] = None) -> None:
        """The same for what is only shown anew: what was told of the last act stands meanwhile, and after it."""
        self.desk.run(title, work, done, failed, reading=True)

    def attempt(self, act: Callable[[], None]) -> None:
        """What a person begins here: what is wrong with the form is told in the window, and nothing is begun."""
        try:
            act()
        except WeipianError as error:
            sentence, level = describe(error)
            if self.desk.window is not None:
                self.desk.window.show_failure(sentence)
            self.tell(sentence, level)

    def decided_by_somebody(self) -> bool:
        """Has whoever decides here a name? They are asked once; without one nothing is kept."""
        return has_name(self.session)

    def tell(self, sentence: str, level: int = int(Qgis.MessageLevel.Info), detail: str = "") -> None:
        """Say one sentence in the message bar; ``detail`` goes to the log."""
        self.session.tell(sentence, level, detail)

    def show_parcels(self, title: str, uuids: Sequence[str]) -> None:
        """List these parcels in the queue, under their name."""
        self.desk.show_parcels(title, uuids)
