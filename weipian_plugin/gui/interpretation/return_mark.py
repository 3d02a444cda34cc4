"""The mark on the map that is to go with a return, drawn from the review window or beside the patch: one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Collection, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...jobs.reviewing.filed_list import number_of
from ...jobs.reviewing.returning import Mark

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from ..geometry.sketches_shown import Take


class ReturnMark(QObject):
    """Held until its patch is sent back, or it is left out. ``changed`` when it is drawn, kept or gone; ``drawing``:
    the pen for it comes into the hand, or is laid down, with a mark or without.
    """

    changed = pyqtSignal()
    drawing = pyqtSignal(bool)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.mark: Optional[Mark] = None
        self.is_drawing = self._asks = False
        self._pen: Optional[Callable[[Take], None]] = None
        self._wipe: Callable[[], None] = lambda: None

    def use(self, pen: Callable[[Take], None], wipe: Callable[[], None]) -> None:
        """``pen`` draws on the patch on the table and hands the mark over; ``wipe`` shows it no more."""
        self._pen, self._wipe = pen, wipe

    def draw(self, then: Callable[[], None] = lambda: None) -> None:
        """Take the pen for the patch on the table; ``then`` when it is drawn."""
        def take(parcel: str, shape: str, text: str) -> None:
            self.take(parcel, shape, text)
            then()

        if self._pen is not None:
            self._asks = True
            self._pen(take)
            self._asks = False

    def pen_taken(self) -> None:
        """A drawing tool came into the hand; it is for a mark where one was asked for."""
        if self._asks and not self.is_drawing:
            self.is_drawing = True
            self.drawing.emit(True)

    def pen_laid_down(self) -> None:
        """No drawing tool is in the hand any more."""
        if self.is_drawing:
            self.is_drawing = False
            self.drawing.emit(False)

    def take(self, parcel: str, shape: str, text: str) -> None:
        """This is the mark (WKT in the workspace's CRS) from now on."""
        self.mark = Mark(shape, text, parcel)
        self.changed.emit()

    def of(self, parcels: Collection[str]) -> Optional[Mark]:
        """The mark where it is of one of these parcels."""
        return self.mark if self.mark is not None and self.mark.parcel in parcels else None

    def forget(self) -> None:
        """It went with its return, or is not wanted any more."""
        if self.mark is not None:
            self.mark = None
            self._wipe()
            self.changed.emit()

    def in_words(self, workspace: Workspace) -> str:
        """Whose it is and what it says."""
        if self.mark is None:
            return ""
        text = self.mark.text or self.tr("a mark without words")
        here = workspace.lists.is_judged_here(self.mark.parcel)  # it may be set apart by now
        return self.tr("✎ On the map, to go with the return of {number}: {text}").format(
            number=number_of(workspace.parcel(self.mark.parcel)) if here else "—", text=text)
