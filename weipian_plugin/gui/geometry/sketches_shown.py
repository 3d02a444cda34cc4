"""The sketches of the patch on the table in all views of the map, and the mark that is to go with a return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional, Sequence

from qgis.gui import QgsMapCanvas

from ...jobs.drawing.sketches import DOUBT, Sketch, sketches_of, wkt_of
from ..session import Session
from .sketch_marks import SketchMarks
from .sketch_menu import SketchMenu

if TYPE_CHECKING:
    from qgis.core import QgsGeometry

Take = Callable[[str, str, str], None]
"""Takes a mark that is kept later: its parcel, its shape (WKT in the workspace's CRS), what is said of it."""


class SketchesShown:
    """Nothing of it is a layer of the person's project. ``pending``: a mark that is drawn and not kept yet."""

    def __init__(self, session: Session, views: Sequence[QgsMapCanvas]) -> None:
        self._session = session
        self.all_marks = [SketchMarks(view) for view in views]
        self.pending: Optional[Sketch] = None
        self.on_map = True  # else none is shown, and none forgotten

    def show(self, uuid: str) -> None:
        """Those of a parcel and of the others of its patch; nothing for ""."""
        workspace = self._session.workspace
        if workspace is None or not uuid:
            self.pending = None if workspace is None else self.pending
            self.clear()
            return
        if not self.on_map:
            self.clear()
            return
        with self._session.guard():
            sketches = sketches_of(workspace, uuid)
            if self.pending is not None and self.pending.parcel == uuid:
                sketches.append(self.pending)
            for marks in self.all_marks:
                marks.show(sketches, workspace.crs_authid)

    def clear(self) -> None:
        """Off all views."""
        for marks in self.all_marks:
            marks.clear()

    def hold(self, shape: QgsGeometry, text: str, take: Take) -> None:
        """Hand a mark of the patch on the table over instead of keeping it; it is shown until it is forgotten.

        Raises ``SKETCH_EMPTY``.
        """
        workspace, uuid = self._session.workspace, self._session.current
        if workspace is not None and uuid:
            drawn = wkt_of(workspace, shape)
            self.pending = Sketch("", uuid, shape, text.strip(), DOUBT)
            self.show(uuid)
            take(uuid, drawn, text.strip())

    def forget(self) -> None:
        """What was drawn and not kept is gone, or kept by now."""
        self.pending = None
        self.show(self._session.current)

    def menu(self, canvas: QgsMapCanvas, remove: Callable[[Sketch], None]) -> Optional[SketchMenu]:
        """The kept sketches of the patch to choose one from that goes, ``None`` where there is none."""
        workspace = self._session.workspace
        sketches = sketches_of(workspace, self._session.current) if workspace is not None else []
        return SketchMenu(canvas, sketches, self.all_marks, remove) if sketches else None
