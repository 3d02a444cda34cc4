"""Three pictures of one patch side by side, rendered in QGIS's threads: before, after, newest, with the outline."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple, Union

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QResizeEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...jobs.imagery.chip import carried, chip_extents, map_crs
from ...jobs.imagery.scenes import ImageDate, PictureState, picture_on
from ..imagery.image_store import MEBIBYTE, ImageStore
from ..imagery.patch_pictures import PatchDates, PatchPictures
from ..imagery.picture_messages import no_image
from ..imagery.rendering import MapImage, Wish, wish_for
from ..session import Session
from ..wording import muted, seen

BEFORE, AFTER, NEWEST = "before", "after", "newest"
PLACES = (BEFORE, AFTER, NEWEST)
_OUTLINE, _UNDER = QColor("#ffd400"), QColor(0, 0, 0, 160)
_KEPT_MIB = 64


class Picture(QWidget):
    """One picture under its caption; words where there is none."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.image: Optional[MapImage] = None
        self.words = ""
        self._rings: List[QPolygonF] = []
        self.setMinimumSize(120, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: Optional[MapImage], rings: Sequence[QPolygonF], words: str) -> None:
        """An image with the patch's rings on the map, or words."""
        self.image, self._rings, self.words = image, list(rings), words
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = seen(self.palette())
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        if self.image is None:
            painter.setPen(muted(self.palette()))
            painter.drawText(QRectF(self.rect()).adjusted(8, 8, -8, -8),
                             int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.words)
        else:
            painter.drawImage(QRectF(self.rect()), self.image.image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shape = [self._on_screen(ring, self.image.extent) for ring in self._rings]
            for colour, width in ((_UNDER, 4.0), (_OUTLINE, 2.0)):
                painter.setPen(QPen(colour, width))
                for ring in shape:
                    painter.drawPolygon(ring)
        painter.end()

    def _on_screen(self, ring: QPolygonF, extent: QgsRectangle) -> QPolygonF:
        across, up = self.width() / extent.width(), self.height() / extent.height()
        return QPolygonF([QPointF((point.x() - extent.xMinimum()) * across, (extent.yMaximum() - point.y()) * up)
                          for point in ring])


class ClaimPictures(QWidget):
    """Asks for what it shows when it is shown; nothing is rendered in the window's thread."""

    def __init__(self, session: Session, pictures: PatchPictures, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session, self._pictures = session, pictures
        self._patch, self._dates = PatchDates(), dict.fromkeys(PLACES, "")
        self._plane = QgsCoordinateReferenceSystem()
        self._extent = QgsRectangle()
        self._rings: List[QPolygonF] = []
        self.store = ImageStore(_KEPT_MIB * MEBIBYTE, self)
        self.pictures: Dict[str, Picture] = {place: Picture(self) for place in PLACES}
        self.captions: Dict[str, QLabel] = {place: QLabel(self) for place in PLACES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for place in PLACES:
            column = QVBoxLayout()
            self.captions[place].setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(self.captions[place])
            column.addWidget(self.pictures[place], 1)
            row.addLayout(column, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(30)
        self._soon.timeout.connect(self._look)
        for signal in (self.store.ready, pictures.matched, pictures.outdated):
            signal.connect(self._soon.start)
        pictures.outdated.connect(self._read_again)

    def show_dates(self, parcel: str, before: str, after: str, newest: str) -> None:
        """Show a parcel at these ISO dates, "" for none; "" as parcel shows nothing."""
        self._dates = {BEFORE: before, AFTER: after, NEWEST: newest}
        self._read(parcel)
        self._soon.start()

    def image_name(self, date: str) -> str:
        """What the image of a date is called: its scenes' titles; "" where nothing can be shown of it."""
        place = self._place_of(date)
        picture = self._pictures.picture(self._patch, place) if place is not None else None
        if picture is None or picture.state is not PictureState.READY:
            return ""
        return "、".join(dict.fromkeys(scene.title or scene.path.rpartition("/")[2] for scene in picture.scenes))[:254]

    def stop(self) -> None:
        """Nothing is rendered any more, and no layer held: another workspace, or the window is gone."""
        self._soon.stop()
        for signal in (self._pictures.matched, self._pictures.outdated):
            signal.disconnect(self._soon.start)
        self._pictures.outdated.disconnect(self._read_again)
        self.store.shut_down()
        self._patch = PatchDates()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _read_again(self) -> None:
        self._read(self._patch.uuid)

    def _read(self, parcel: str) -> None:
        self._patch, self._rings = PatchDates(), []
        with self._session.guard():
            self._patch = self._pictures.read(parcel)
        ground, crs = self._patch.ground, self._pictures.crs()
        if ground is None:
            return
        box = ground.boundingBox()
        try:
            self._plane = map_crs(crs, box)
            self._extent = chip_extents(carried(box, crs, self._plane))[1]
            self._rings = _rings(ground, crs, self._plane)
        except QgsCsException:
            self._patch = PatchDates()

    def _place_of(self, date: str) -> Optional[int]:
        return next((place for place, each in enumerate(self._patch.dates) if date and each.date == date), None)

    def _look(self) -> None:
        """Show what is ready, ask for what is not."""
        wishes: Dict[str, Wish] = {}
        words: Dict[str, str] = {}
        for place, date in self._dates.items():
            wanted = self._wish(place, date)
            if isinstance(wanted, Wish):
                wishes[place] = wanted
            else:
                words[place] = wanted
        self.store.want(wishes)
        for place, picture in self.pictures.items():
            wish = wishes.get(place)
            image = self.store.exact(wish.key) if wish is not None else None
            picture.show_image(image, self._rings, words.get(place, "…"))
            self.captions[place].setText(self._caption(place))

    def _wish(self, place: str, date: str) -> Union[Wish, str]:
        """What is to be rendered, or in words why nothing is."""
        workspace = self._session.workspace
        if workspace is None or not self._patch.uuid:
            return ""
        if self._patch.ground is None:
            return self.tr("This patch has no shape.")
        if not date:
            return self.tr("No image later than the issue. Load a newer one.") if place == NEWEST else self.tr(
                "The patch names no such date.")
        at = self._place_of(date)
        if at is None:
            return no_image(picture_on({}, date, ())) or self.tr("no image")
        found = self._pictures.picture(self._patch, at)
        if found.state is not PictureState.READY:
            return no_image(found, self._pictures.told(found))
        shown = [place for place in map(self._place_of, self._dates.values()) if place is not None]
        layers = self._pictures.layers(self._patch, at, shown, self._session.settings.match_dates)
        if not layers:
            return "…"
        return wish_for(self._settings(self.pictures[place].size()), layers, self.devicePixelRatioF(),
                        seen(self.palette()).color(QPalette.ColorRole.Base))

    def _settings(self, size: QSize) -> QgsMapSettings:
        settings = QgsMapSettings()
        settings.setDestinationCrs(self._plane)
        settings.setOutputSize(size.expandedTo(QSize(16, 16)))
        settings.setExtent(self._extent)
        return settings

    def _caption(self, place: str) -> str:
        date = self._dates[place]
        names = {BEFORE: self.tr("Before {date}"), AFTER: self.tr("After {date}"), NEWEST: self.tr("Newest {date}")}
        return names[place].format(date=date or "—")

    @property
    def dates(self) -> Tuple[ImageDate, ...]:
        """All dates there is anything to say of for this patch."""
        return self._patch.dates


def _rings(ground: QgsGeometry, crs: QgsCoordinateReferenceSystem,
           plane: QgsCoordinateReferenceSystem) -> List[QPolygonF]:
    """The rings of a shape in the plane of its pictures."""
    moved = QgsGeometry(ground)
    if crs != plane:
        moved.transform(QgsCoordinateTransform(crs, plane, QgsCoordinateTransformContext()))
    parts = moved.asMultiPolygon() if moved.isMultipart() else [moved.asPolygon()]
    return [QPolygonF([QPointF(point.x(), point.y()) for point in ring]) for part in parts for ring in part]
