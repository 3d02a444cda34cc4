"""The Compare dock: the before image beside the main map, and over it, always on the same ground."""

from __future__ import annotations

from dataclasses import replace
from typing import List, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QWidget

from ...jobs.scenes import AFTER_DATE, BEFORE_DATE, Picture, PictureState, SceneShelf, open_scene, picture_of
from ..forms import icon, load_form
from ..session import Session
from .before_overlay import BeforeOverlay, MouseSplit
from .linked_views import FollowingCanvas, LinkedViews
from .map_marks import Caption, PatchOutline
from .picture_messages import no_image, no_patch, no_workspace
from .rendering import MapImageRenderer, settings_like

CONTEXT_FACTOR = 1.8
LEAST_GROUND_M = 200.0
"""A patch is shown within 1.8 times its bounding box and at least 200 m (domain §9.3)."""


class CompareDock(QDockWidget):
    """Before and after of the current parcel. Works on the main canvas too: swipe, blink, outline, cursor, captions."""

    def __init__(self, session: Session, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.session, self.canvas = session, canvas
        self.setObjectName("weipianCompare")
        self.setWindowTitle(self.tr("Compare"))
        self._body = QWidget(self)
        load_form("compare", self._body)
        self.setWidget(self._body)
        self.before = FollowingCanvas(self._body)
        self._body.viewPage.layout().addWidget(self.before)
        self.before.setCanvasColor(canvas.canvasColor())
        self.before.enableAntiAliasing(True)
        self._shelf = SceneShelf()
        self._before_picture = self._after_picture = Picture(PictureState.NO_DATE)
        self._layers: List[QgsRasterLayer] = []
        self._readable = False
        self._patch: Optional[QgsGeometry] = None
        self._blinking = False
        self._links = LinkedViews(canvas, self.before, self)
        self._outlines = {view: PatchOutline(view) for view in (canvas, self.before)}
        self._captions = {view: Caption(view) for view in (canvas, self.before)}
        self._overlay = BeforeOverlay(canvas)
        self._split = MouseSplit(canvas, self._overlay, self)
        self._renderer = MapImageRenderer(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._had_layers = bool(canvas.layers())
        self._return = QTimer(self)
        self._return.setSingleShot(True)
        self._return.setInterval(0)
        self._connect()
        self._show_current()

    def _connect(self) -> None:
        self._renderer.ready.connect(self._place_image)
        self._soon.timeout.connect(self._render_before)
        for signal in (self.canvas.extentsChanged, self.canvas.rotationChanged, self.canvas.destinationCrsChanged):
            signal.connect(self._soon.start)
        self.canvas.destinationCrsChanged.connect(self._draw_outline)
        self.canvas.layersChanged.connect(self._layers_changed)
        self._return.timeout.connect(self.back_to_patch)
        self.session.workspaceChanged.connect(self._change_workspace)
        self.session.queueChanged.connect(self._show_current)
        self.session.currentChanged.connect(self._go_to_current)
        self.session.modeChanged.connect(self._soon.start)
        self.visibilityChanged.connect(self._soon.start)
        body = self._body
        for button, name in ((body.swipeButton, "swipe"), (body.blinkButton, "blink"), (body.backButton, "back")):
            button.setIcon(icon(name))
        body.swipeButton.clicked.connect(self.toggle_swipe)
        body.blinkButton.pressed.connect(lambda: self.blink(True))
        body.blinkButton.released.connect(lambda: self.blink(False))
        body.backButton.clicked.connect(self.back_to_patch)
        body.confirmButton.clicked.connect(self.confirm_unclassified)
        body.showAfterButton.clicked.connect(self.show_after_image)

    @property
    def views(self) -> int:
        """2 while the before view stands beside the map, else 1."""
        return 1 if self.isHidden() else 2

    def set_views(self, count: int) -> None:
        """One view (the map alone; swipe and blink go on working) or two."""
        self.setVisible(count == 2)
        if count == 2:
            self.raise_()
            self._links.follow()

    @property
    def swiping(self) -> bool:
        """True while the main map is parted at the mouse."""
        return self._split.active

    def toggle_swipe(self) -> None:
        """Part the main map at the mouse – before at the left, after at the right – or make it whole again."""
        if self._split.active:
            self._split.stop()
        else:
            self._split.start()
            self._render_before()
        self._body.swipeButton.setChecked(self._split.active)
        self._write_captions()

    def blink(self, on: bool) -> None:
        """Show the before image over the main map while held. If it is not ready yet nothing changes, never a blank."""
        self._blinking = on
        if on:
            self._render_before()
        self._place_image()

    def back_to_patch(self) -> None:
        """Both views onto the current patch, with its surroundings."""
        if self._patch is None:
            return
        ground = self._patch.boundingBox()
        half = max(ground.width(), ground.height(), LEAST_GROUND_M / CONTEXT_FACTOR) * CONTEXT_FACTOR / 2
        centre = ground.center()
        around = QgsRectangle(centre.x() - half, centre.y() - half, centre.x() + half, centre.y() + half)
        to_canvas = self._to_canvas()
        self._links.show_extent(to_canvas.transformBoundingBox(around), to_canvas.transformBoundingBox(ground))

    def confirm_unclassified(self) -> None:
        """The person states that the before (and after) scenes of this patch are 非涉密; then they are shown."""
        waiting = [scene for picture in (self._before_picture, self._after_picture)
                   if picture.state is PictureState.UNCONFIRMED for scene in picture.scenes]
        with self.session.guard():
            for scene in waiting:
                self.session.workspace.set_scene(replace(scene, unclassified=True))
            self.session.queueChanged.emit()

    def show_after_image(self) -> None:
        """Put the after scene at the bottom of the project, so that the main map shows it."""
        if self._after_picture.state is not PictureState.READY:
            return
        for scene in self._after_picture.scenes:
            layer = open_scene(scene, self._workspace_crs())
            if layer.isValid():
                QgsProject.instance().addMapLayer(layer, False)
                QgsProject.instance().layerTreeRoot().addLayer(layer)

    def shut_down(self) -> None:
        """Take everything off the main canvas and let go of session and images, before the dock is deleted."""
        self._split.stop()
        self._renderer.ready.disconnect(self._place_image)
        self._renderer.forget()
        self._soon.stop()
        self._return.stop()
        for signal in (self.canvas.extentsChanged, self.canvas.rotationChanged, self.canvas.destinationCrsChanged):
            signal.disconnect(self._soon.start)
        self.canvas.destinationCrsChanged.disconnect(self._draw_outline)
        self.canvas.layersChanged.disconnect(self._layers_changed)
        self.session.workspaceChanged.disconnect(self._change_workspace)
        self.session.queueChanged.disconnect(self._show_current)
        self.session.currentChanged.disconnect(self._go_to_current)
        self.session.modeChanged.disconnect(self._soon.start)
        self.visibilityChanged.disconnect(self._soon.start)
        self._links.stop()
        for view, outline in self._outlines.items():
            outline.remove(view)
        for item in (*self._captions.values(), self._overlay):
            item.canvas.scene().removeItem(item)
        self._outlines, self._captions = {}, {}
        self.before.setLayers([])
        self._layers = []
        self._shelf.clear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "_captions"):
            for caption in self._captions.values():
                caption.update()

    def _change_workspace(self) -> None:
        self._renderer.forget()
        self._shelf.clear()
        self._show_current()

    def _go_to_current(self, _uuid: str) -> None:
        self._show_current()
        self.back_to_patch()

    def _show_current(self) -> None:
        """Images, outline and captions of the current parcel; what is missing is said in the view."""
        with self.session.guard():
            self._read_current()
        found = self._shelf.layers_of(self._before_picture, self._workspace_crs())
        self._readable = bool(found)
        self._layers = [layer for layer in found if self._reaches_patch(layer)]
        self.before.setLayers(self._layers)
        self.before.refresh()
        self._draw_outline()
        self._tell_before()
        self._tell_after()
        self._overlay.show_image(None)
        self._soon.start()

    def _read_current(self) -> None:
        self._patch = None
        self._before_picture = self._after_picture = Picture(PictureState.NO_DATE)
        workspace = self.session.workspace
        if workspace is None or not self.session.current:
            return
        parcel = workspace.parcel(self.session.current)
        scenes = workspace.scenes()
        self._before_picture = picture_of(parcel.attributes, BEFORE_DATE, scenes)
        self._after_picture = picture_of(parcel.attributes, AFTER_DATE, scenes)
        if parcel.wkb is not None:
            self._patch = QgsGeometry()
            self._patch.fromWkb(parcel.wkb)

    def _reaches_patch(self, layer: QgsRasterLayer) -> bool:
        if self._patch is None:
            return True
        to_workspace = QgsCoordinateTransform(layer.crs(), self._workspace_crs(), QgsProject.instance())
        return to_workspace.transformBoundingBox(layer.extent()).intersects(self._patch.boundingBox())

    def _workspace_crs(self) -> QgsCoordinateReferenceSystem:
        workspace = self.session.workspace
        return QgsCoordinateReferenceSystem(workspace.crs_authid if workspace is not None else "")

    def _to_canvas(self) -> QgsCoordinateTransform:
        target = self.canvas.mapSettings().destinationCrs()
        return QgsCoordinateTransform(self._workspace_crs(), target, QgsProject.instance())

    def _draw_outline(self) -> None:
        for outline in self._outlines.values():
            outline.show(self._patch, self._workspace_crs())

    def _tell_before(self) -> None:
        message = self._why_no_image()
        unconfirmed = PictureState.UNCONFIRMED in (self._before_picture.state, self._after_picture.state)
        self._body.messageLabel.setText(message)
        self._body.confirmButton.setVisible(unconfirmed and self.session.workspace is not None)
        self._body.confirmButton.setEnabled(bool(self.session.workspace and self.session.workspace.writable))
        self._body.pages.setCurrentWidget(self._body.messagePage if message else self._body.viewPage)
        has_patch = self._patch is not None
        for button in (self._body.swipeButton, self._body.blinkButton):
            button.setEnabled(bool(self._layers))
        self._body.backButton.setEnabled(has_patch)

    def _why_no_image(self) -> str:
        if self.session.workspace is None:
            return no_workspace()
        if not self.session.current:
            return no_patch()
        return "" if self._layers else no_image(self._before_picture, self._readable)

    def _after_is_on_map(self) -> bool:
        sources = {layer.source() for layer in self.canvas.layers() if isinstance(layer, QgsRasterLayer)}
        return any(scene.path in sources for scene in self._after_picture.scenes)

    def _layers_changed(self) -> None:
        """QGIS shows the whole of the first layers a map is given: after that the patch is shown again."""
        has_layers = bool(self.canvas.layers())
        if has_layers and not self._had_layers and self._patch is not None:
            self._return.start()
        self._had_layers = has_layers
        self._tell_after()

    def _tell_after(self) -> None:
        ready = self._after_picture.state is PictureState.READY
        wanted = ready and not self._after_is_on_map()
        self._body.afterBar.setVisible(wanted)
        if wanted:
            text = self.tr("The main map does not show the image of {date}.")
            self._body.afterLabel.setText(text.format(date=self._after_picture.date))
        self._write_captions()

    def _write_captions(self) -> None:
        before = self.tr("Before {date}").format(date=self._before_picture.date) if self._layers else ""
        after = self.tr("After {date}").format(date=self._after_picture.date) if self._after_is_on_map() else ""
        self._captions[self.before].say(before)
        over = self._overlay.image is not None
        if over and self._overlay.whole:
            self._captions[self.canvas].say(before)
        elif over and self._split.active:
            self._captions[self.canvas].say(before, after)
        else:
            self._captions[self.canvas].say(after)

    def _render_before(self) -> None:
        """Have the before image of what the main map shows made, once per extent and date."""
        wanted = self.isVisible() or self._split.active or self._blinking or self.session.interpreting
        if not self._layers or not wanted:
            self._renderer.stop()
            self._place_image()
            return
        self._renderer.request(settings_like(self.canvas, list(self._layers)))
        self._place_image()

    def _place_image(self) -> None:
        """Blink shows only the image of exactly this view; swipe also the last one, where its ground lies."""
        fitting = self._renderer.image_of(settings_like(self.canvas, list(self._layers))) if self._layers else None
        last = self._renderer.image if self._layers and self.canvas.rotation() == 0 else None
        if self._blinking:
            self._overlay.cover(fitting is not None)
            self._overlay.show_image(fitting)
        else:
            self._overlay.cover(False)
            self._overlay.show_image(fitting or last if self._split.active else None)
        self._write_captions()
