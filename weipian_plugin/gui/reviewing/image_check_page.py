"""整改影像复核: the newest image of ground that was reported as rectified, patch by patch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QEvent, QItemSelectionModel, QObject, QSignalBlocker, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...domain.errors import WeipianError
from ...domain.forms.codes import label
from ...domain.review.image_checks import DEMOLISHED, STANDING, TICKS, UNCERTAIN, remarks_on, takes_back
from ...jobs.offices.own_level import own_level
from ...jobs.reviewing.image_checks import Listed, Walk, keep_check, load_image, scene_of, walk
from ..forms import load_form
from ..imagery.patch_pictures import PatchPictures
from ..interpretation.review_bar import has_name
from ..messages import describe, language
from ..wording import BAD, WARN, coloured, mu_text, mu_unit
from .claim_pictures import ClaimPictures
from .claim_rows import ALL, SIGNS, UNCHECKED, UNVISITED, ClaimRows, seen, visit_in_words
from .page import Page
from .typed_words import TypedAbout

if TYPE_CHECKING:
    from .review_desk import ReviewDesk


class ImageCheckPage(Page):
    """Image checks."""

    def __init__(self, desk: ReviewDesk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        load_form("review_images", self)
        self.rows = ClaimRows(self)
        self.walk: Optional[Walk] = None
        pictures = desk.pictures or PatchPictures(self.session, self)
        self._own = pictures if desk.pictures is None else None
        self.pictures = ClaimPictures(self.session, pictures, self)
        self.picturesRow.addWidget(self.pictures)
        self._busy = self._stopped = False
        self.typed, self._about = TypedAbout(self.wordsEdit, desk.typed, "images.words"), ""
        self._path = ""
        self._instead = ""  # what is to be said instead of 虚假整改, while it is asked
        self._false_words = (self.sayFalseButton.text(), self.sayFalseButton.toolTip(), self.keepButton.text())
        self._buttons = {DEMOLISHED: self.demolishedButton, STANDING: self.standingButton,
                         UNCERTAIN: self.uncertainButton}
        for number, (tick, button) in enumerate(self._buttons.items(), 1):
            button.setText(f"{number}  {SIGNS[tick]} {label('YXJG', tick, language())}")
        self._keys: Dict[int, Callable[[], None]] = {
            int(Qt.Key.Key_1): lambda: self.tick(DEMOLISHED), int(Qt.Key.Key_2): lambda: self.tick(STANDING),
            int(Qt.Key.Key_3): lambda: self.tick(UNCERTAIN), int(Qt.Key.Key_Return): self.open_patch,
            int(Qt.Key.Key_Enter): self.open_patch}
        self._names = {ALL: self.tr("All claims"), UNCHECKED: self.tr("Not looked at"),
                       UNVISITED: self.tr("Visit on site lacking"),
                       **{tick: label("YXJG", tick, language()) for tick in TICKS}}
        for which, name in self._names.items():
            self.showBox.addItem(name, which)
        view = self.claimsView
        view.setModel(self.rows)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        view.horizontalHeader().setStretchLastSection(True)
        view.installEventFilter(self)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([150, 330])
        self.loadPart.hide()
        self.falsePart.hide()
        self._connect()
        self._enable()

    def title(self) -> str:
        return self.tr("Rectification images")

    def _connect(self) -> None:
        self.showBox.currentIndexChanged.connect(lambda _row: self._show_only())
        self.claimsView.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_chosen())
        self.claimsView.doubleClicked.connect(lambda _index: self.open_patch())
        self.imageBox.activated.connect(lambda _row: self._show_pictures())
        self.dayEdit.returnPressed.connect(self.take_in)
        for button, act in ((self.loadButton, self._choose), (self.takeButton, self.take_in),
                            (self.dropButton, self.loadPart.hide), (self.openButton, self.open_patch),
                            (self.queueButton, self._list_shown), (self.exportButton, self._choose_target),
                            (self.falseButton, self._ask_false),
                            (self.sayFalseButton, self._confirm), (self.keepButton, self.falsePart.hide)):
            button.clicked.connect(lambda _checked=False, act=act: act())
        for tick, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, tick=tick: self.tick(tick))

    def refresh(self) -> None:
        """Read the claims anew, in a thread."""
        if self.workspace is None:
            return
        window = self.desk.window
        if window is not None and self.walk is None:
            window.finished.connect(lambda _result: self.stop())
        self.read(self.tr("Weipian: read what was rectified"), walk, self._show)

    def leave_question(self) -> bool:
        """Esc: what is asked in line is not done; what was written there stays."""
        for part in (self.falsePart, self.loadPart):
            if not part.isHidden():
                part.hide()
                self.claimsView.setFocus()
                return True
        return False

    def show_busy(self, busy: bool) -> None:
        """While anything runs nothing else is begun."""
        self._busy = busy
        self._enable()

    def stop(self) -> None:
        """The window closes: nothing is rendered any more, no image stays open for it."""
        if not self._stopped:
            self._stopped = True
            self.pictures.stop()
            if self._own is not None:
                self._own.shut_down()

    @property
    def current(self) -> Optional[Listed]:
        """The claim that is looked at."""
        chosen = self.claimsView.selectionModel().selectedRows()
        return self.rows.row_at(chosen[0].row()) if chosen else None

    @property
    def image_date(self) -> str:
        """The date of the image that is looked at, "" for none."""
        return str(self.imageBox.currentData() or "")

    # What is shown

    def _show(self, found: Walk) -> None:
        first, before = self.walk is None, self.current
        self.walk = found
        self.rows.show_claims(found.claims)
        line = self.rows.line_of(before.claim.rectification, before.claim.parcel) if before is not None else -1
        self._select(max(line, 0))
        if first:
            self.claimsView.resizeColumnsToContents()
            self.claimsView.horizontalHeader().setStretchLastSection(False)
            self.claimsView.horizontalHeader().setStretchLastSection(True)  # it was made narrow with the others
        self._count()

    def _show_only(self) -> None:
        self.rows.show_only(str(self.showBox.currentData()))
        self._select(0)

    def _select(self, line: int) -> None:
        if line < self.rows.rowCount():
            flag = QItemSelectionModel.SelectionFlag
            self.claimsView.selectionModel().setCurrentIndex(self.rows.index(line, 0), flag.ClearAndSelect | flag.Rows)
        self._show_chosen()

    def _count(self) -> None:
        """How many claims stand how; what a figure counts is one click away through the list."""
        if self.walk is None:
            return
        counts = self.walk.counts
        parts = [f"{SIGNS[tick]} {self._names[tick]} <b>{len(counts.by_tick[tick])}</b>" for tick in TICKS]
        parts.append(self.tr("not looked at <b>{n}</b>").format(n=len(counts.unchecked)))
        false = self.tr("false rectifications {n}").format(n=len(counts.false))
        parts.append(coloured(false, BAD, self.palette(), bold=True) if counts.false else false)
        if counts.contradicted:
            parts.append(coloured(self.tr("offices contradict each other {n}").format(n=len(counts.contradicted)), WARN,
                                  self.palette(), bold=True))
        unvisited = sum(one.lacks_visit for one in self.walk.claims)
        if unvisited:
            parts.append(coloured(self.tr("visits on site lacking {n}").format(n=unvisited), BAD, self.palette()))
        told = self.tr("{n} claims of demolition").format(n=counts.total)
        nothing = self.tr("No parcel is registered as demolished and recultivated (拆除复耕) yet.")
        self.countsLabel.setText(f"{told}: {' · '.join(parts)}" if counts.total else nothing)

    def _show_chosen(self) -> None:
        one = self.current
        if self._about != _about(one):
            self._about = _about(one)
            self.falsePart.hide()
        with QSignalBlocker(self.imageBox):
            self.imageBox.clear()
            for date in reversed(one.images if one is not None else ()):
                self.imageBox.addItem(date, date)
        self.typed.show(_about(one), str(one.check.values.get("YXSM") or "") if one is not None and one.check else "")
        self._show_pictures()
        self._enable()

    def _show_pictures(self) -> None:
        one = self.current
        if one is None:
            self.pictures.show_dates("", "", "", "")
            self.detailLabel.clear()
            return
        self.pictures.show_dates(one.claim.parcel, one.before, one.after, self.image_date)
        self.detailLabel.setText("<br>".join(self._details(one)))

    def _details(self, one: Listed) -> List[str]:
        claim = one.claim
        stated = ((self.tr("restored"), claim.restored_m2), (self.tr("recultivated"), claim.recultivated_m2))
        areas = [f"{name} {mu_text(area)} {mu_unit()}" for name, area in stated if area is not None]
        said = self.tr("Claimed: demolished on {day}").format(
            day=claim.claimed.isoformat() if claim.claimed is not None else "—")
        lines = [" · ".join([f"<b>{one.number}</b>", said, *areas])]
        lines += [coloured(found.sentence(language()), WARN, self.palette())
                  for found in remarks_on(claim, self.image_date, one.said)]
        chinese = language() == "zh"
        for visit in one.visits:
            duty, said = visit.duty, visit_in_words(visit)
            who, what = (duty.who, duty.title) if chinese else (duty.who_en, duty.title_en)
            told = coloured(said, BAD, self.palette(), bold=True) if visit.is_lacking else said
            lines.append(f"{duty.id} {who}{'：' if chinese else ': '}{what}  {told}")
        if not self.image_date:
            lines.append(coloured(self.tr("No dated image reaches this patch: load one."), WARN, self.palette()))
        return lines

    def _enable(self) -> None:
        one, idle = self.current, not self._busy and self.session.writable
        for tick, button in self._buttons.items():
            button.setEnabled(one is not None and idle)
            button.setDefault(False)
            button.setCheckable(True)
            button.setChecked(one is not None and seen(one) == tick)
        self.falseButton.setEnabled(one is not None and idle)
        self.openButton.setEnabled(one is not None)
        self.loadButton.setEnabled(idle)
        for button in (self.queueButton, self.exportButton):
            button.setEnabled(self.rows.rowCount() > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            act = self._keys.get(int(event.key()))
            if act is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                act()
                return True
        return super().eventFilter(watched, event)

    # What is done

    def tick(self, tick: str) -> None:
        """Keep what is seen, and go on to the next that nobody has looked at; 虚假整改 is not withdrawn unasked, and
        what a higher level called so not at all.
        """
        one, own = self.current, self.workspace
        if one is None or own is None or one.false is None or not takes_back(own_level(own), own.actor, one.false):
            self._keep(tick, False)
        elif not self._busy and self.session.writable:
            self._instead = tick
            self.falseLabel.setText(self.tr(
                "False rectification (虚假整改) was said of {number} on {day}. Withdraw it and keep {tick} instead? It "
                "is then no longer counted in the figures.").format(
                    number=one.number, day=one.false.values.get("YXSJ") or "—",
                    tick=self._names[tick]))
            self._ask((self.tr("Withdraw false rectification"),
                       self.tr("Keeps what you ticked in its place, in your name"), self.tr("Leave it as it is")))

    def _ask(self, words: Tuple[str, str, str]) -> None:
        """Ask in line; what yes says, what it does, what no says."""
        yes, tip, no = words
        self.sayFalseButton.setText(yes)
        self.sayFalseButton.setToolTip(tip)
        self.keepButton.setText(no)
        self.falsePart.show()

    def _confirm(self) -> None:
        """What is asked in line is so."""
        if self._instead:
            self._keep(self._instead, False)
        else:
            self.say_false()

    def _ask_false(self) -> None:
        one = self.current
        if one is not None:
            self._instead = ""
            self._ask(self._false_words)
            self.falseLabel.setText(self.tr(
                "Say of {number}: it was reported as demolished and still stands in the image of {date}? This counts "
                "as false rectification (虚假整改) in the figures. The remark says why.").format(
                    number=one.number, date=self.image_date or "—"))
            self.wordsEdit.setFocus()

    def say_false(self) -> None:
        """A person says that it is a false rectification."""
        self._keep(STANDING, True)

    def _keep(self, tick: str, false: bool) -> None:
        one, workspace = self.current, self.workspace
        if one is None or workspace is None or self._busy or not self.session.writable or not has_name(self.session):
            return
        try:
            record = keep_check(workspace, one.claim, tick, self.pictures.image_name(self.image_date), self.image_date,
                                self.wordsEdit.text(), false)
        except WeipianError as error:
            self._tell_wrong(error)
            return
        self.falsePart.hide()
        self.typed.kept(_about(one))
        line = self.rows.line_of(one.claim.rectification, one.claim.parcel)
        self.session.tell_record(record)
        self._select(self._next(line))
        self.claimsView.setFocus()

    def _next(self, line: int) -> int:
        """The next one that nobody has looked at, else the next, else the same."""
        later = [each for each in range(line + 1, self.rows.rowCount()) if not seen(self.rows.row_at(each))]
        return later[0] if later else min(line + 1, max(self.rows.rowCount() - 1, 0))

    def _tell_wrong(self, error: WeipianError) -> None:
        if self.desk.window is not None:
            self.desk.window.show_failure(describe(error)[0])
        self.tell(describe(error)[0], int(Qgis.MessageLevel.Warning))

    def open_patch(self) -> None:
        """The patch on the table; the window stays."""
        if self.current is not None:
            self.session.select(self.current.claim.parcel)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("A newer image"), "", self.tr(
            "Images ({patterns});;All files (*)").format(patterns="*.tif *.tiff *.img *.vrt *.jp2"))
        if path:
            self.offer_image(path)

    def offer_image(self, path: str) -> None:
        """Ask for its day and that it is not classified, in line."""
        try:
            scene = scene_of(path)
        except WeipianError as error:
            self._tell_wrong(error)
            return
        self._path = path
        self.fileLabel.setText(Path(path).name)
        self.fileLabel.setToolTip(path)
        self.dayEdit.setText(scene.date)
        self.plainBox.setChecked(False)
        self.loadPart.show()

    def take_in(self) -> None:
        """The image becomes imagery of this workspace."""
        if not self.decided_by_somebody():
            return
        path, day, plain = self._path, self.dayEdit.text().strip(), self.plainBox.isChecked()

        def over(_scene: object) -> None:
            self.loadPart.hide()
            self.session.queueChanged.emit()  # who shows imagery looks for it again

        self.run(self.tr("Weipian: take an image in"), lambda own, _feedback: load_image(own, path, day, plain), over,
                 self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, WeipianError):
            raise error
        self._tell_wrong(error)

    def _choose_target(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        name = Path(str(workspace.path)).with_name(self.tr("Rectification check.xlsx"))
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export the claims shown"), str(name), "Excel (*.xlsx)")
        if path:
            self.export_to(Path(path) if Path(path).suffix else Path(path + ".xlsx"))

    def export_to(self, path: Path) -> None:
        """Write the claims that are shown, in a thread."""
        from ...jobs.reviewing.claims_file import export_claims

        shown = self.rows.shown
        self.run(self.tr("Weipian: export of the claims"), lambda own, _feedback: export_claims(own, shown, path),
                 lambda written: self.desk.tell_done(self.tr("Written: {file}").format(file=written)), self._failed)

    def _list_shown(self) -> None:
        parcels = list(dict.fromkeys(one.claim.parcel for one in self.rows.shown))
        self.show_parcels(self._names[str(self.showBox.currentData())], parcels)


def _about(one: Optional[Listed]) -> str:
    """By what the words on a claim are told from those on another."""
    return f"{one.claim.rectification} {one.claim.parcel}" if one is not None else ""
