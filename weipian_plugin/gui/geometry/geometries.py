"""What a person draws on the current patch: which pen is in the hand, what it keeps, and what is measured after it."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from qgis.core import Qgis, QgsGeometry, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QObject, QPoint, QTimer, pyqtSignal

from ...domain.errors import WeipianError
from ...domain.records import SIGNED
from ...jobs.drawing.shape_edits import ShapeEdits, told_of_merge, told_of_split
from ...jobs.drawing.sketches import Sketch, keep_sketch
from ..messages import language
from ..session import Session
from ..tasks import TaskRunner
from ..wording import mu_text, mu_unit
from .actual_outline import ActualsShown
from .drawing import Pen
from .grips import BoundaryGrip, NeighbourGrip, Shapes
from .how_to import HowToLine, how_to
from .measuring import MapRuler, area_text
from .own_patch import OwnPatch, ShownDates
from .remark_line import LineOverMap, RemarkLine
from .remeasuring import Remeasuring
from .sketch_marks import sketched
from .sketch_menu import SketchMenu
from .sketches_shown import SketchesShown, Take
from .snapping import Snapper

Points = List[QgsPointXY]
_OUTLINE = 3
_BESIDE_PATCH = QPoint(12, 48)
"""Where a menu hides no patch: that lies in the middle of the map."""


class Geometries(QObject):
    """One tool at a time on the map; with the last Esc the map has the tool it had before. ``taken``: one comes into
    the hand; ``laid_down``: it goes.
    """

    taken, laid_down = pyqtSignal(), pyqtSignal()

    def __init__(self, session: Session, canvas: QgsMapCanvas, parent: Optional[QObject] = None,
                 beside: Sequence[QgsMapCanvas] = (), shown_dates: ShownDates = lambda: ("", "")) -> None:
        """``canvas`` is drawn on; what is kept is shown there and in the views ``beside`` it, on ``shown_dates``."""
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self.tool: Optional[Any] = None
        self.name = ""
        self._before: Optional[QgsMapTool] = None
        self._edits: Optional[ShapeEdits] = None
        self._snapper = Snapper(session, TaskRunner(self), self)
        self._shapes: Dict[str, QgsGeometry] = {}
        self.remeasuring = Remeasuring(session, self)
        self._views = (canvas, *beside)
        self.sketches = SketchesShown(session, self._views)
        self.all_marks = self.sketches.all_marks
        self.marks = self.all_marks[0]
        self._actuals = ActualsShown(session, self._views)
        self.actuals = self._actuals.outlines
        self.line = HowToLine(canvas)
        self.remark: Optional[LineOverMap] = None
        self._own = OwnPatch(session, self._ask_over_map, self._end_remark, shown_dates)
        for signal, slot in self._heard():
            signal.connect(slot)
        self._project_ends = QTimer(self)  # runs until QGIS is done with a project that was closed
        self._project_ends.setSingleShot(True)
        self._project_ends.setInterval(0)
        self._project_ends.timeout.connect(self._take_up_again)
        QgsProject.instance().cleared.connect(self._project_ends.start)
        canvas.mapToolSet.connect(self._other_tool)
        for view in self._views:
            view.destinationCrsChanged.connect(self._other_crs)

    def _heard(self) -> List[Tuple[Any, Callable[..., None]]]:
        session = self._session
        return [(session.workspaceChanged, self._other_workspace), (session.currentChanged, self._other_parcel),
                (session.recordChanged, self._record_changed), (session.shapesChanged, self._measure_again)]

    # What the keys ask for

    def split(self) -> None:
        """Cut the current parcel along a line."""
        self._take_pen("split", False, self._split_words,
                       lambda points: self._shapes_kept(self._edits_now().split(self._session.current, points), True))

    def cut_out(self) -> None:
        """Cut an outline out of the current parcel."""
        self._take_pen("cut_out", True, self._cut_out_words,
                       lambda points: self._shapes_kept(self._edits_now().cut_out(self._session.current, points), True))

    def actual(self) -> None:
        """Draw the extent found on the ground."""
        self._take_pen("actual", True, self._area_words,
                       lambda points: self._shapes_kept(self._edits_now().set_actual(self._session.current, points)))

    def clear_actual(self) -> None:
        """Take the extent found on the ground away."""
        if self._may_change_shape():
            with self._session.guard():
                self._shapes_kept(self._edits_now().clear_actual(self._session.current))

    def own_patch(self) -> None:
        """Draw a patch of one's own, in the batch of the current parcel; without one in a batch of such patches."""
        self._take_pen("own_patch", True, self._area_words, self._draw_patch, self._may_write)

    def redraw_boundary(self) -> None:
        """Draw the boundary between the current parcel and its one neighbour in the patch anew."""
        self._take_pen("redraw_boundary", False, self._length_words, self._redraw, self._may_change_boundaries)

    def sketch(self) -> None:
        """Mark something on the map: one point, a line, or an outline that is closed at its first point."""
        self._take_pen("sketch", False, self._length_words, self._ask_remark, self._may_change)

    def mark(self, take: Take) -> None:
        """The same, but handed over and not kept: what is marked goes with a return."""
        self.put_away()
        self._take_pen("sketch", False, self._length_words, lambda points: self._ask_remark(points, take),
                       self._may_change)
        if self.tool is not None:
            self.line.say(how_to("mark"))

    def remove_sketch(self) -> None:
        """Choose one of the sketches of the patch; it goes, until it is undone."""
        menu = self.sketch_menu()
        if menu is not None:
            view = self._canvas.viewport()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.show_at(view.mapToGlobal(_BESIDE_PATCH))

    def sketch_menu(self) -> Optional[SketchMenu]:
        """The sketches of the patch to choose from, ``None`` where there is none or nothing may be changed."""
        if not self._may_change():
            return None
        with self._session.guard():
            menu = self.sketches.menu(self._canvas, self._remove_sketch)
            if menu is None:
                self._session.tell(self.tr("This patch has no sketch."))
            return menu
        return None

    def _remove_sketch(self, sketch: Sketch) -> None:
        with self._session.guard():
            self._session.remove_record(self._workspace.record(sketch.uuid))

    def township(self) -> None:
        """Write in which township the current patch lies, where it is one's own."""
        self._ask_own(self._own.ask_township)

    def image_dates(self) -> None:
        """Write of which days the images of the current patch are, where it is one's own."""
        self._ask_own(self._own.ask_dates)

    def _ask_own(self, ask: Callable[[], None]) -> None:
        if self._may_change():
            try:
                ask()
            except WeipianError as error:
                self._say_error(error)

    def _ask_over_map(self, name: str, make: Callable[[QgsMapCanvas, Callable[[], None]], LineOverMap]) -> None:
        self.put_away()
        self.remark = make(self._canvas, self._leave_remark)
        self.line.say(how_to(name))

    def _end_remark(self) -> None:
        self._close_remark()
        self._canvas.setFocus()

    def measure(self) -> None:
        """Distance, area and coordinates; nothing is kept."""
        self._take_pen("measure", False, lambda points: self._ruler().words(points), lambda _points: self.tool.rest(),
                       lambda: self._workspace is not None)

    def merge(self) -> None:
        """Choose the parcel of the patch with which the current one becomes one."""
        if self._may_change_boundaries():
            self._take(NeighbourGrip(self._canvas, self._crs, self._other_parts, self._number_of), "merge")
            self.tool.chosen.connect(self._merge_with)

    def boundary(self) -> None:
        """Move the boundaries between the parcels of the patch."""
        if self._may_change_boundaries():
            with self._session.guard():
                self._take(BoundaryGrip(self._canvas, self._crs, self._all_parts, self._snapper.begin(), self._moved,
                                        self._areas_of, self._edits_now().cutter.shared_places), "boundary")
                self.tool.moved.connect(self._move)

    def put_away(self) -> None:
        """The pen goes, the map has its tool again."""
        tool, self.tool, self.name = self.tool, None, ""
        self.line.say("")
        self._close_remark()
        if tool is None:
            return
        before = self._before
        if self._canvas.mapTool() is tool:
            self._canvas.unsetMapTool(tool)
            if before is not None:
                self._canvas.setMapTool(before)
        tool.remove()
        tool.deleteLater()
        self._before = None
        self.laid_down.emit()

    def shut_down(self) -> None:
        """Everything off the canvas, nothing asked of the worker any more."""
        for signal, slot in self._heard():
            signal.disconnect(slot)
        self.put_away()
        self.line.deleteLater()
        self._clear_marks()
        self._actuals.remove()
        self._project_ends.stop()
        QgsProject.instance().cleared.disconnect(self._project_ends.start)
        self._canvas.mapToolSet.disconnect(self._other_tool)
        for view in self._views:
            view.destinationCrsChanged.disconnect(self._other_crs)
        self._snapper.close()
        self.remeasuring.shut_down()

    # The tools

    @property
    def _workspace(self) -> Any:
        return self._session.workspace

    @property
    def _crs(self) -> str:
        return str(self._workspace.crs_authid)

    def _edits_now(self) -> ShapeEdits:
        if self._edits is None or self._edits.workspace is not self._workspace:
            self._edits = ShapeEdits(self._workspace)
        return self._edits

    def _ruler(self) -> MapRuler:
        return MapRuler(self._crs)

    def _may_write(self) -> bool:
        session = self._session
        if self._workspace is None:
            session.tell(self.tr("Open a workspace first."))
        elif not session.writable:
            with session.guard():
                self._workspace.require_writable()
        return session.writable

    def _may_change(self) -> bool:
        """Is there a parcel on the table, and shown, that something may be kept of?"""
        if self._workspace is not None and not self._session.current:
            self._session.tell(self.tr("Choose a patch first."))
            return False
        return self._may_write() and self._session.may_answer()

    def _may_change_shape(self) -> bool:
        """A signature stands for the shape too: that is told before anything is drawn."""
        if not self._may_change():
            return False
        with self._session.guard():
            parcel = self._workspace.parcel(self._session.current)
            if parcel.status == SIGNED:
                self._say_error(WeipianError("PARCEL_SIGNED", parcel=parcel.dkbh))
            return bool(parcel.status != SIGNED)
        return False

    def _may_change_boundaries(self) -> bool:
        """Those between the parcels of a patch: where it is one parcel that is told before anything is taken."""
        if not self._may_change_shape():
            return False
        with self._session.guard():
            self._shapes = dict(self._edits_now().shapes_of_patch(self._session.current))
            if not self._other_parts():
                self._say_error(WeipianError("PATCH_NOT_SPLIT"))
            return bool(self._other_parts())
        return False

    def _take_pen(self, name: str, outline: bool, words: Callable[[Points], str], keep: Callable[[Points], None],
                  may: Optional[Callable[[], bool]] = None) -> None:
        """Take a pen where one ``may`` (change the shape), or lay it down where it is in the hand already."""
        if self.name == name:
            self.put_away()
        elif (may or self._may_change_shape)():
            with self._session.guard():
                self._take(Pen(self._canvas, self._crs, outline, words, self._snapper.begin()), name)
                asks = may in (None, self._may_change, self._may_change_boundaries)
                self.tool.drawn.connect(lambda points: self._drawn(keep, points, asks))

    def _take(self, tool: Any, name: str) -> None:
        self.put_away()
        self.taken.emit()
        self._read_shapes()
        self._before = self._canvas.mapTool()
        self.tool, self.name = tool, name
        tool.left.connect(self.put_away)
        self._canvas.setMapTool(tool)
        self._canvas.setFocus()
        self.line.say(how_to(name))

    def _other_tool(self, new: Optional[QgsMapTool], _old: Optional[QgsMapTool] = None) -> None:
        """The person chose another tool of QGIS: ours goes, theirs stays. One that QGIS takes by itself for a new
        project is what the map has when ours is put away.
        """
        if self.tool is None or new is self.tool:
            return
        if self._project_ends.isActive():
            self._before = new
        else:
            tool, self.tool, self.name, self._before = self.tool, None, "", None
            self.line.say("")
            self._close_remark()
            QTimer.singleShot(0, lambda: (tool.remove(), tool.deleteLater()))
            self.laid_down.emit()

    def _take_up_again(self) -> None:
        """Another project: patch and drawing are the same, and go on where they were."""
        if self.tool is not None and self._canvas.mapTool() is not self.tool:
            self._canvas.setMapTool(self.tool)

    def _other_crs(self) -> None:
        """The map is in another CRS: what we put on it lies elsewhere."""
        self.sketches.show(self._session.current)
        self._actuals.show(self._session.current)
        if isinstance(self.tool, BoundaryGrip):
            self.tool.show_handles()
        elif isinstance(self.tool, Pen):
            self.tool.redraw()

    def _drawn(self, keep: Callable[[Points], None], points: Points, asks: bool) -> None:
        """What cannot be kept stays on the map to be bettered. ``asks``: it changes the patch on the table."""
        if not asks or self._session.may_answer():
            with self._session.guard():
                keep(points)

    # What is kept

    def _shapes_kept(self, uuids: Sequence[str], split: bool = False) -> None:
        told = told_of_split(self._workspace, uuids) if split else ()
        self.put_away()
        self._session.tell_shapes(uuids)
        if told:
            between = "" if language() == "zh" else " "
            self._session.tell(between.join(finding.sentence(language()) for finding in told),
                               int(Qgis.MessageLevel.Success))

    def _draw_patch(self, points: Points) -> None:
        current = self._session.current
        batch = self._workspace.parcel(current).batch_uuid if current else ""
        uuids = self._edits_now().draw(points, self._own.first_attributes(), batch)
        self._shapes_kept(uuids)
        self._own.ask_township_where_unknown(uuids[0])

    def _redraw(self, points: Points) -> None:
        others = list(self._other_parts())
        if len(others) != 1:
            raise WeipianError("NOTHING_TO_MERGE" if not others else "NOT_ADJACENT")
        self._shapes_kept(self._edits_now().redraw_boundary([self._session.current, *others], points))

    def _merge_with(self, uuid: str) -> None:
        if not self._session.may_answer():
            return
        with self._session.guard():
            uuids = self._edits_now().merge([self._session.current, uuid])
            told = told_of_merge(self._workspace, uuids[0])
            self._shapes_kept(uuids)
            self._session.tell(told.sentence(language()), int(Qgis.MessageLevel.Success))

    def _move(self, start: QgsPointXY, end: QgsPointXY) -> None:
        if not self._session.may_answer():
            return
        with self._session.guard():
            uuids = self._edits_now().move_vertex(self._session.current, start, end)
            self._session.tell_shapes([self._session.current,
                                       *(uuid for uuid in uuids if uuid != self._session.current)])

    def _ask_remark(self, points: Points, take: Optional[Take] = None) -> None:
        """The remark is written where the sketch is."""
        self._close_remark()
        self.tool.rest(wait=True)
        self.remark = RemarkLine(self._canvas, lambda text: self._keep_sketch(text, points, take), self._leave_remark)

    def _keep_sketch(self, text: str, points: Points, take: Optional[Take]) -> None:
        with self._session.guard():
            shape = sketched(points)
            kept = None if take else keep_sketch(self._workspace, self._session.current, shape, text)
            self._close_remark()
            self.put_away()
            if kept is not None:
                self._session.tell_record(kept)
            elif take is not None:
                self.sketches.hold(shape, text, take)

    def _leave_remark(self) -> None:
        self._close_remark()
        if self.tool is not None:
            self.tool.go_on()
            self._canvas.setFocus()

    def _close_remark(self) -> None:
        remark, self.remark = self.remark, None
        if remark is not None:
            remark.close()
            remark.deleteLater()
            self.line.say(how_to(self.name))

    # What follows

    def _measure_again(self, uuids: Tuple[str, ...]) -> None:
        self._shapes = {}
        self._actuals.show(self._session.current)
        self._snapper.forget()
        if isinstance(self.tool, BoundaryGrip):
            self.tool.show_handles()
        self.remeasuring.measure(uuids)

    def _other_workspace(self) -> None:
        self.put_away()
        self.remeasuring.stop()
        self._clear_marks()
        self._edits, self._shapes = None, {}

    def _other_parcel(self, uuid: str) -> None:
        self._shapes = {}
        if self.name != "measure":
            self._close_remark()
        if self.tool is not None and self.name != "measure":
            self.put_away()
        self.sketches.show(uuid)
        self._actuals.show(uuid)

    def _record_changed(self, kind: str, _uuid: str, _record: object) -> None:
        if kind == "sketch":
            self.sketches.show(self._session.current)

    def show_marks(self, on: bool) -> None:
        """Whether anything of ours is on the map at all."""
        if not on:
            self.put_away()
        self.sketches.on_map = self._actuals.on_map = on
        self.sketches.show(self._session.current)
        self._actuals.show(self._session.current)

    def _clear_marks(self) -> None:
        self.sketches.clear()
        self._actuals.show("")

    # What is told at the cursor

    def _read_shapes(self) -> None:
        self._shapes = {}
        if self._workspace is not None and self._session.current:
            try:
                self._shapes = dict(self._edits_now().shapes_of_patch(self._session.current))
            except WeipianError:
                self._shapes = {}  # told when something is to be changed

    def _other_parts(self) -> Shapes:
        if not self._shapes:
            self._read_shapes()
        return {uuid: shape for uuid, shape in self._shapes.items() if uuid != self._session.current}

    def _all_parts(self) -> Shapes:
        self._other_parts()
        return self._shapes

    def _split_words(self, points: Points) -> str:
        return self._sum_of(self._edits_now().parts_of_line(self._session.current, points))

    def _cut_out_words(self, points: Points) -> str:
        return self._sum_of(self._edits_now().parts_of_outline(self._session.current, points))

    def _area_words(self, points: Points) -> str:
        return area_text(self._ruler().area(points)) if len(points) >= _OUTLINE else ""

    def _length_words(self, points: Points) -> str:
        return f"{self._ruler().distance(points):.2f} m" if len(points) > 1 else ""

    def _moved(self, start: QgsPointXY, end: QgsPointXY) -> Shapes:
        return self._edits_now().cutter.moved(self._all_parts(), start, end)

    def _areas_of(self, shapes: Shapes) -> str:
        return self._sum_of([self._edits_now().cutter.ground.area(shape) for shape in shapes.values()])

    def _sum_of(self, areas: Sequence[float]) -> str:
        return " + ".join(mu_text(area) for area in areas) + f" {mu_unit()}"

    def _number_of(self, uuid: str) -> str:
        try:
            number = self._workspace.parcel(uuid).dkbh if uuid else ""
        except WeipianError:
            return ""  # told when it is chosen, and not at each move of the mouse
        return self.tr("Merge with {number}").format(number=number) if uuid else ""

    def _say_error(self, error: WeipianError) -> None:
        self._session.tell(error.sentence(language()), int(Qgis.MessageLevel.Warning))
