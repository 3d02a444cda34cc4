"""The Compare dock: the before image beside the main map, and over it, always on the same ground."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional, Tuple

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QRectF, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QMenu, QWidget, QWidgetAction

from ...jobs.imagery.scene_shelf import open_scene
from ...jobs.imagery.scenes import AFTER, BEFORE, Picture, PictureState
from ...jobs.imagery.tile_sources import agree
from ..below_messages import BelowMessages
from ..forms import icon, load_form
from ..session import Session
from .brightness import BrightnessPanel
from .comparing import Comparing
from .date_views import DateViews
from .linked_views import FollowingCanvas, LinkedViews
from .map_marks import Caption, PatchOutline
from .patch_pictures import PatchDates, PatchPictures
from .picture_messages import caption_of, no_image, no_patch, no_workspace, read_badly, short_of

ASKED_FOR = (PictureState.UNCONFIRMED, PictureState.PRIVACY)
"""What a person can say yes to, in the view."""
GONE = (PictureState.NO_FILE, PictureState.UNREADABLE)
"""What is looked for again whenever a person looks again."""


class CompareDock(QDockWidget):
    """Before and after of the current parcel. Works on the main canvas too: swipe, blink, lens, outline, captions."""

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
        self._links = LinkedViews(canvas, self.before, self)
        self.pictures = PatchPictures(session, self)
        self.pictures.close()
        self.views = DateViews(session, self._links, self.pictures, self)
        self.comparing = Comparing(session, self.views, self)
        self._outlines = {view: PatchOutline(view) for view in (canvas, self.before)}
        self._captions = {view: Caption(view) for view in (canvas, self.before)}
        self._captions[canvas].first_side = self._before_side
        self._room = BelowMessages(canvas, self)
        self._room.changed.connect(lambda: self._captions[canvas].stand_below(self._room.height))
        self._captions[canvas].stand_below(self._room.height)
        self._brightness = BrightnessPanel(self)
        self._had_layers, self._marks_map = bool(canvas.layers()), True
        self._return = QTimer(self)
        self._return.setSingleShot(True)
        self._return.setInterval(0)
        self._connect()
        self._set_up_buttons()
        self._show_current()

    def _connect(self) -> None:
        self.canvas.destinationCrsChanged.connect(self._draw_outline)
        self.canvas.layersChanged.connect(self._layers_changed)
        self.canvas.renderStarting.connect(self.look_for_files)
        QApplication.instance().applicationStateChanged.connect(self._window_changed)
        self._return.timeout.connect(self.back_to_patch)
        project, session = QgsProject.instance(), self.session
        project.readProject.connect(self._project_changed)
        project.cleared.connect(self._project_changed)
        session.workspaceChanged.connect(self._change_workspace)
        session.queueChanged.connect(self._forget_and_show)
        session.currentChanged.connect(self._go_to_current)
        session.parcelUpdated.connect(self._parcel_changed)
        session.modeChanged.connect(self._mode_changed)
        self.visibilityChanged.connect(self.views.look_soon)
        self.pictures.outdated.connect(self._show_current)
        self.views.shown.connect(self._write_captions)
        self.comparing.changed.connect(self._comparing_changed)

    def _set_up_buttons(self) -> None:
        body = self._body
        for button, name in ((body.swipeButton, "swipe"), (body.blinkButton, "blink"), (body.backButton, "back"),
                             (body.timerButton, "timer"), (body.lensButton, "lens"), (body.matchButton, "match"),
                             (body.earlierButton, "prev"), (body.laterButton, "next")):
            button.setIcon(icon(name))
        body.swipeButton.clicked.connect(self.comparing.toggle_swipe)
        body.blinkButton.pressed.connect(lambda: self.blink(True))
        body.blinkButton.released.connect(lambda: self.blink(False))
        body.timerButton.clicked.connect(self.comparing.toggle_timer)
        body.lensButton.clicked.connect(self.comparing.toggle_lens)
        body.earlierButton.clicked.connect(lambda: self.step_date(-1))
        body.laterButton.clicked.connect(lambda: self.step_date(1))
        body.backButton.clicked.connect(self.back_to_patch)
        body.confirmButton.clicked.connect(self.agree_to_show)
        body.showAfterButton.clicked.connect(self.show_after_image)
        body.matchButton.setChecked(self.session.settings.match_dates)
        body.matchButton.toggled.connect(self._match)
        menu = QMenu(body.matchButton)
        panel = QWidgetAction(menu)
        panel.setDefaultWidget(self._brightness)
        menu.addAction(panel)
        menu.aboutToShow.connect(self._fill_brightness)
        body.matchButton.setMenu(menu)
        self._brightness.changed.connect(self._set_by_hand)

    @property
    def view_count(self) -> int:
        """2 while the before view stands beside the map, else 1."""
        return 1 if self.isHidden() else 2

    def set_views(self, count: int) -> None:
        """One view (the map alone; swipe, blink and lens go on working) or two."""
        self.setVisible(count == 2)
        if not self.isHidden():
            self.raise_()
            self._links.follow()

    def blink(self, on: bool) -> None:
        """Show the before image over the main map while held."""
        self.comparing.hold(on)

    def step_date(self, by: int, of_after: bool = False) -> None:
        """The before view (or, ``of_after``, the main map) shows the next (or, if negative, the previous) of the
        patch's dates, but for the one that the other shows: two views of one image compare nothing.
        """
        views = self.views
        if not views.patch.dates:
            return
        stepped, other = (views.after, views.before) if of_after else (views.before, views.after)
        begin = stepped if stepped is not None else (other or 0)
        others = [place for place in range(len(views.patch.dates)) if place not in (views.before, views.after)]
        further = [place for place in others if place > begin] if by > 0 else [
            place for place in reversed(others) if place < begin]
        if not further:
            self.session.tell(self.tr("There is no further date in this direction."))
        elif of_after:
            self._show_dates(views.patch, views.before, further[0])
        else:
            self._show_dates(views.patch, further[0], views.after)

    def shown_dates(self) -> Tuple[str, str]:
        """The dates (ISO) that the two views show, the earlier one first; empty where a view shows none."""
        views, dates = self.views, self.views.patch.dates
        before, after = ("" if place is None else dates[place].date for place in (views.before, views.after))
        return (after, before) if before and after and after < before else (before, after)

    def back_to_patch(self) -> None:
        """Both views onto the current patch, with its surroundings; what was read badly is read again."""
        self._go_to_patch(kept_scale=False)
        self.views.store.try_again()
        self.look_for_files()
        self.views.look()

    def look_for_files(self) -> None:
        """An image that was missing, or could not be read, may be there by now: then it is shown."""
        views = self.views
        gone = [place for place in (views.before, views.after)
                if self.pictures.picture(views.patch, place).state in GONE]
        patch = self._read_current() if gone else PatchDates()
        if not patch.uuid:
            return
        if patch.dates != views.patch.dates:  # of clips the folder tells which dates there are
            self.pictures.forget_ahead()
            self._show_dates(patch, patch.place_of(BEFORE), patch.place_of(AFTER))
        elif any(self.pictures.picture(patch, place) != self.pictures.picture(views.patch, place) for place in gone):
            self.pictures.forget_ahead()
            self._show_dates(patch, views.before, views.after)

    def _window_changed(self, state: Qt.ApplicationState) -> None:
        """Who comes back from another program may have put a file where it was."""
        if state == Qt.ApplicationState.ApplicationActive:
            self.look_for_files()
            self.views.store.try_again()

    def agree_to_show(self) -> None:
        """The person states that the imagery of this patch is 非涉密, and that its server may be asked for tiles."""
        workspace = self.session.workspace
        if workspace is None:
            return
        with self.session.guard():
            for picture in (self._before_picture, self._after_picture):
                for scene in picture.scenes:
                    if picture.state is PictureState.UNCONFIRMED:
                        workspace.set_scene(replace(scene, unclassified=True))
                    elif picture.state is PictureState.PRIVACY:
                        agree(scene.path)
            self.session.queueChanged.emit()

    def show_after_image(self) -> None:
        """Put the after scene at the bottom of the project, so that the main map shows it outside of 判读 mode too."""
        picture = self._after_picture
        for scene in picture.scenes if picture.state is PictureState.READY else ():
            layer = open_scene(scene, self.pictures.crs())
            if layer.isValid():
                QgsProject.instance().addMapLayer(layer, False)
                QgsProject.instance().layerTreeRoot().addLayer(layer)

    def show_marks(self, on: bool) -> None:
        """Whether anything of ours is on the map at all: who leaves the workbench has it as it was."""
        self._marks_map = on
        self._draw_outline()
        self._write_captions()

    def heed_options(self) -> None:
        """Brightness, memory or what is made ready may be wished otherwise now."""
        self._tell_before()
        self.views.look()

    def shut_down(self) -> None:
        """Take everything off the main canvas and let go of session and images, before the dock is deleted."""
        self._room.changed.disconnect()
        self.comparing.changed.disconnect(self._comparing_changed)
        self.views.shown.disconnect(self._write_captions)
        self.comparing.stop()
        self._return.stop()
        self.canvas.destinationCrsChanged.disconnect(self._draw_outline)
        self.canvas.layersChanged.disconnect(self._layers_changed)
        self.canvas.renderStarting.disconnect(self.look_for_files)
        QApplication.instance().applicationStateChanged.disconnect(self._window_changed)
        project, session = QgsProject.instance(), self.session
        project.readProject.disconnect(self._project_changed)
        project.cleared.disconnect(self._project_changed)
        session.workspaceChanged.disconnect(self._change_workspace)
        session.queueChanged.disconnect(self._forget_and_show)
        session.currentChanged.disconnect(self._go_to_current)
        session.parcelUpdated.disconnect(self._parcel_changed)
        session.modeChanged.disconnect(self._mode_changed)
        self.visibilityChanged.disconnect(self.views.look_soon)
        self.pictures.outdated.disconnect(self._show_current)
        self.views.shut_down()
        self._links.stop()
        for view, outline in self._outlines.items():
            outline.remove(view)
        for caption in self._captions.values():
            caption.canvas.scene().removeItem(caption)
        self._outlines, self._captions = {}, {}
        self.pictures.shut_down()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "_captions"):
            for caption in self._captions.values():
                caption.update()

    @property
    def _before_picture(self) -> Picture:
        return self.pictures.picture(self.views.patch, self.views.before)

    @property
    def _after_picture(self) -> Picture:
        return self.pictures.picture(self.views.patch, self.views.after)

    def _change_workspace(self) -> None:
        self.views.forget()
        self.pictures.close()
        self._show_current()

    def _forget_and_show(self) -> None:
        """Imagery or patches are others than before: nothing rendered stays."""
        if self.session.only_measured:
            return
        self.views.forget()
        self._show_current()

    def _go_to_current(self, _uuid: str) -> None:
        """The ground first: nothing is rendered of this patch where the one before was."""
        patch = self._read_current()
        self._set_dates(patch, patch.place_of(BEFORE), patch.place_of(AFTER))
        self._go_to_patch(kept_scale=self.session.settings.keep_scale)
        self.views.go()

    def _parcel_changed(self, uuid: str) -> None:
        """Its ground may have been split or moved, its dates given."""
        self.pictures.forget_ahead(uuid)
        if uuid == self.session.current:
            with self.session.guard():
                if self.pictures.has_changed(self.views.patch):
                    self._show_current()

    def _mode_changed(self, on: bool) -> None:
        if not on:
            self.comparing.stop()
        self._tell_after()
        self.views.look()

    def _project_changed(self, *_what: object) -> None:
        """Another project brings its own extent and CRS: the patch on the table is shown again."""
        if self.session.interpreting:
            self._return.start()

    def _go_to_patch(self, kept_scale: bool) -> None:
        with self.session.guard():
            grounds = self.views.grounds_of(self.views.patch)
            if grounds is not None:
                self._links.show_extent(*grounds, pixel=self.canvas.mapUnitsPerPixel() if kept_scale else None)
                self.views.map_is_due = True

    def _show_current(self) -> None:
        """Images, outline and captions of the current parcel, where the views are."""
        patch = self._read_current()
        self._show_dates(patch, patch.place_of(BEFORE), patch.place_of(AFTER))

    def _read_current(self) -> PatchDates:
        with self.session.guard():
            return self.pictures.read(self.session.current)
        return PatchDates()

    def _show_dates(self, patch: PatchDates, before: Optional[int], after: Optional[int]) -> None:
        self._set_dates(patch, before, after)
        self.views.look()

    def _set_dates(self, patch: PatchDates, before: Optional[int], after: Optional[int]) -> None:
        """Dates, outline and captions; what is missing is said in the view."""
        views = self.views
        views.patch, views.before, views.after = patch, before, after
        self._draw_outline()
        self._tell_before()
        self._tell_after()

    def _draw_outline(self) -> None:
        for outline in self._outlines.values():
            outline.show(self.views.patch.place if self._marks_map else None, self.pictures.crs())

    def _tell_before(self) -> None:
        message, body = self._why_no_image(), self._body
        body.messageLabel.setText(message)
        states = (self._before_picture.state, self._after_picture.state)
        asked = next((state for state in ASKED_FOR if state in states), None)
        body.confirmButton.setVisible(asked is not None and self.session.workspace is not None)
        body.confirmButton.setText(
            self.tr("The imagery is unclassified (非涉密): show it") if asked is PictureState.UNCONFIRMED
            else self.tr("The server may be asked: show it"))
        body.confirmButton.setEnabled(self.session.writable or asked is PictureState.PRIVACY)
        body.matchButton.setChecked(self.session.settings.match_dates)
        body.pages.setCurrentWidget(body.messagePage if message else body.viewPage)
        for button in (body.swipeButton, body.blinkButton, body.timerButton, body.lensButton):
            button.setEnabled(not message)
        several = len(self.views.patch.dates) > 2
        for button in (body.earlierButton, body.laterButton):
            button.setVisible(several)
        body.backButton.setEnabled(self.views.patch.place is not None)

    def _why_no_image(self) -> str:
        if self.session.workspace is None:
            return no_workspace()
        if not self.session.current:
            return no_patch()
        picture = self._before_picture
        return no_image(picture, self.pictures.told(picture))

    def _layers_changed(self) -> None:
        """QGIS shows the whole of the first layers a map is given: after that the patch is shown again."""
        has_layers = bool(self.canvas.layers())
        if has_layers and not self._had_layers and self._marks_map and self.views.patch.place is not None:
            self._return.start()
        self._had_layers = has_layers
        self._tell_after()

    def _tell_after(self) -> None:
        """A bar where the main map cannot show the after image, or does not outside of 判读 mode."""
        body, picture = self._body, self._after_picture
        there = bool(self.session.workspace is not None and self.session.current)
        text = no_image(picture, self.pictures.told(picture)) if there else ""
        ready = there and picture.state is PictureState.READY
        if ready and not self.session.interpreting and not self.views.after_is_on_map():
            text = self.tr("The main map does not show the image of {date}.").format(date=picture.date)
        body.afterBar.setVisible(bool(text))
        body.afterLabel.setText(text)
        body.showAfterButton.setVisible(ready)
        self._write_captions()

    def _caption(self, place: Optional[int]) -> str:
        views = self.views
        if place is None or place >= len(views.patch.dates):
            return ""
        picture = self.pictures.picture(views.patch, place)
        return caption_of(views.patch.dates[place], place, len(views.patch.dates), picture)

    def _write_captions(self) -> None:
        if not self._captions:
            return
        views, here = self.views, self.views.here
        before = after = ""
        if self._before_picture.state is PictureState.READY:
            before = self._caption(views.before) + read_badly(views.there.own or here.other)
        if views.paints_after or views.after_is_on_map():
            after = self._caption(views.after) + read_badly(here.own)
        if views.paints_after and views.patch.uuid and self._after_picture.state is not PictureState.READY:
            after = short_of(self._after_picture)
        if not self._marks_map:
            before = after = ""
        self._captions[self.before].say(before)
        parting = here.parting
        if here.covered:
            self._captions[self.canvas].say(before)
        elif here.other is not None and parting is not None:
            self._captions[self.canvas].say(before, after, below=not parting.upright)
        elif here.other is not None and self.comparing.looking_through:
            self._captions[self.canvas].say(after, f"◯ {before}")
        else:
            self._captions[self.canvas].say(after)

    def _before_side(self, view: QRectF) -> Optional[QRectF]:
        parting = self.views.here.parting
        return None if parting is None else parting.other_side(view)

    def _comparing_changed(self) -> None:
        comparing, body = self.comparing, self._body
        body.swipeButton.setChecked(comparing.swiping)
        body.timerButton.setChecked(comparing.blinking)
        body.lensButton.setChecked(comparing.looking_through)
        self._write_captions()

    def _match(self, on: bool) -> None:
        if on != self.session.settings.match_dates:
            self.session.settings.store(match_dates=on)
            self.views.look()

    def _fill_brightness(self) -> None:
        pictures = (self._before_picture, self._after_picture)
        dates = [picture.date for picture in pictures if picture.state is PictureState.READY]
        self._brightness.show_dates(list(dict.fromkeys(dates)), self.pictures.by_hand)

    def _set_by_hand(self, date: str, brightness: int, contrast: int) -> None:
        self.pictures.by_hand[date] = (brightness, contrast)
        self.views.look_soon()
