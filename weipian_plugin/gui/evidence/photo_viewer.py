"""One photo of the patch after the other, upright, with what it says of itself and what is remarked of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QImageReader, QKeySequence, QPainter, QPaintEvent, QPixmap
from qgis.PyQt.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QShortcut, QVBoxLayout, QWidget

from ...domain.forms.codes import label
from ...domain.records import Finding, Record
from ..forms import fit_to_screen
from ..help.guide import offer_help
from ..messages import language
from .evidence_rows import direction

_LONGEST, _MOST_PIXELS = 1600, 250_000_000


@dataclass(frozen=True)
class Shown:
    """A photo to be looked at: its record, where its file is, what is remarked of it, metres from its patch."""

    record: Record
    path: Path
    remarks: Tuple[Finding, ...] = ()
    distance: Optional[float] = None


class PhotoViewer(QDialog):
    """Not modal; ``shown`` tells which photo it stands at."""

    shown = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Photos of the patch"))
        offer_help("photo", self)
        self._photos: Sequence[Shown] = ()
        self._at = 0
        self.picture = _Picture(self)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture.setWhatsThis(self.tr("The photo, upright"))
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.number = QLabel(self)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.previousButton = self._button(self.tr("◀ Previous"), self.tr("The photo before (Left)"), -1)
        self.nextButton = self._button(self.tr("Next ▶"), self.tr("The photo after (Right)"), 1)
        self.openButton = QPushButton(self.tr("Open"), self)
        self.openButton.setToolTip(self.tr("Look at the file with the program this computer has for it"))
        self.openButton.setAutoDefault(False)
        self.openButton.clicked.connect(lambda _checked: self._open())
        below = QHBoxLayout()
        for widget in (self.previousButton, self.number, self.nextButton, self.openButton):
            below.addWidget(widget, 1 if widget is self.number else 0)
        layout = QVBoxLayout(self)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.text)
        layout.addLayout(below)
        for keys, by in (("Left", -1), ("PgUp", -1), ("Right", 1), ("PgDown", 1)):
            step = QShortcut(QKeySequence(keys), self)  # a button that has the keyboard would go to its neighbour
            step.activated.connect(lambda by=by: self.step(by))
        self.resize(720, 760)
        fit_to_screen(self)

    def _button(self, text: str, tip: str, by: int) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: self.step(by))
        return button

    @property
    def uuid(self) -> str:
        """The photo that is shown, "" for none."""
        return self._photos[self._at].record.uuid if self._photos else ""

    def show_photos(self, photos: Sequence[Shown], at: str = "") -> None:
        """These photos, at this one; else the one that was shown stays, where it is among them."""
        wanted = at or self.uuid
        self._photos = tuple(photos)
        self._at = next((n for n, one in enumerate(self._photos) if one.record.uuid == wanted), 0)
        self._show()

    def step(self, by: int) -> None:
        """So many on, around the end."""
        if self._photos:
            self._at = (self._at + by) % len(self._photos)
            self._show()

    def take_keyboard(self) -> None:
        """In front, with the keys: ←, → and Esc are the photos' until another window is clicked."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait_for_photos(self) -> None:
        """Another patch, whose photos are still looked for: nothing of the one before."""
        self._photos = ()
        self._show(words="")

    def _show(self, words: Optional[str] = None) -> None:
        for button in (self.previousButton, self.nextButton):
            button.setEnabled(len(self._photos) > 1)
        self.openButton.setEnabled(bool(self._photos))
        if not self._photos:
            self.number.clear()
            self.text.clear()
            self.picture.show_picture(QPixmap(), self.tr("This patch has no photos.") if words is None else words)
            return
        one = self._photos[self._at]
        self.number.setText(f"{self._at + 1} / {len(self._photos)}")
        self.text.setText("\n".join(self._lines(one)))
        self.picture.show_picture(read_upright(one.path), self._why_not(one.path))
        self.shown.emit(one.record.uuid)

    def _why_not(self, path: Path) -> str:
        if not path.exists():
            return self.tr("The file is not there any more: {path}").format(path=path.name)
        return self.tr("It cannot be shown here (video, HEIC or damaged): Open tries another program.")

    def _lines(self, one: Shown) -> List[str]:
        values = one.record.values
        said = [str(values.get("YWJM") or values.get("FJMC") or ""),
                str(values.get("PSSJ") or "").replace("T", " "), str(values.get("PSR") or "")]
        if values.get("PSDJD") is not None and values.get("PSDWD") is not None:
            said.append(f"{float(str(values['PSDJD'])):.6f}, {float(str(values['PSDWD'])):.6f}")
        if one.distance is not None:
            said.append(self.tr("in the patch") if one.distance < 1 else self.tr("{metres} m from the patch").format(
                metres=round(one.distance)))
        if values.get("PSJD") is not None:
            said.append(self.tr("looks to {direction}").format(
                direction=direction(float(str(values["PSJD"])), str(values.get("FWJZ") or ""))))
        more = [str(values.get("PSSB") or ""), str(values.get("LYB") or ""),
                self.tr("kind in the package: {code}").format(code=values["LYLX"]) if values.get("LYLX") else "",
                label("GLFS", values.get("GLFS"), language()) if values.get("GLFS") else ""]
        return ["  ·  ".join(part for part in some if part) for some in (said, more) if any(some)] + [
            f"⚠ {found.sentence(language())}" for found in one.remarks]

    def _open(self) -> None:
        if self._photos:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._photos[self._at].path)))


class _Picture(QWidget):
    """A picture as large as there is room, or the words why there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixmap, self._words = QPixmap(), ""
        self.setMinimumSize(QSize(320, 240))

    def show_picture(self, pixmap: QPixmap, words: str) -> None:
        """A null picture shows the words."""
        self._pixmap, self._words = pixmap, words
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._pixmap.isNull():
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawPixmap((self.width() - size.width()) // 2, (self.height() - size.height()) // 2,
                           size.width(), size.height(), self._pixmap)


def read_upright(path: Path) -> QPixmap:
    """The picture in a file, turned as its Orientation asks, no larger than a screen; null where there is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return QPixmap()
    if max(size.width(), size.height()) > _LONGEST:
        reader.setScaledSize(size.scaled(QSize(_LONGEST, _LONGEST), Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
