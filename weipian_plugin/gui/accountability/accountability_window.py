"""问责测算: the ratio with every line, what would be if parcels were rectified, and the other calculations."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QAction, QDialogButtonBox, QMenu, QWidget

from ...domain.areas.units import exact
from ...domain.calculators.calculation import DENOMINATOR, MU, NUMERATOR, RATIO, Calculation, shown_amount
from ...domain.calculators.ratio import StatedDenominator
from ...domain.calculators.trigger import LEVELS
from ...domain.profiles import TAGS, PolicyProfile
from ...domain.records import Batch
from ...jobs.accounting.calculation_file import footer
from ...jobs.accounting.figures import ALL, TOWNSHIP, Figures, Wish, work_out
from ...jobs.accounting.situation import Outlook, Situation, levels_of
from ..forms import fit_to_screen, load_form
from ..messages import describe, language
from ..newest import Newest
from ..standing_window import StandingWindow
from ..tasks import TaskRunner
from ..wording import BAD, GOOD, WARN, coloured, muted
from .calculation_rows import exact_tip
from .calculation_view import BOUNDARIES, CalculationView, headline
from .calculators_page import CalculatorsPage
from .figure_card import FigureCard
from .what_if import WhatIfPanel

_CARDS = 5
_APART = ("SIGNED_WITH_ERRORS", "DRAFTS_APART", "NOT_JUDGED_APART")
_RECOMPUTE_MS = 150


class AccountabilityWindow(StandingWindow):
    """Not modal: one reads here and looks at the map. What a person wants is told by signals."""

    choiceChanged = pyqtSignal()  # noqa: N815 - Qt's way of naming signals; batches or profile: read anew
    againWanted = pyqtSignal()  # noqa: N815
    effectsWanted = pyqtSignal(str, str)  # noqa: N815 - level, kind of rectification
    parcelWanted = pyqtSignal(str)  # noqa: N815
    exportWanted = pyqtSignal(object)  # noqa: N815 - the view whose calculations are to be written

    def __init__(self, parent: Optional[QWidget] = None, runner: Optional[TaskRunner] = None) -> None:
        super().__init__(parent)
        load_form("accountability", self)
        fit_to_screen(self)
        self.whole: Optional[Situation] = None
        self.situation: Optional[Situation] = None
        self.before: Optional[Outlook] = None
        self.after: Optional[Outlook] = None
        self._batches: Sequence[Batch] = ()
        self._actions: Dict[str, QAction] = {}
        self._shown = ""
        self._figures: Optional[Figures] = None
        self._newest = Newest(self.tr("Weipian: accountability figures"), runner, self)
        self.whatIf, self.lines = WhatIfPanel(self), CalculationView(self)
        self.page = CalculatorsPage(self, runner)
        self.whatIfLayout.addWidget(self.whatIf)
        self.linesLayout.addWidget(self.lines)
        self.calculatorsLayout.addWidget(self.page)
        self.cards = [FigureCard(self) for _ in range(_CARDS)]
        for card in self.cards:
            self.cardRow.addWidget(card, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self.footerLabel.setText(footer())
        self.footerLabel.setStyleSheet(f"color: {muted(self.palette()).name()}")
        self._connect()
        self.show_reading()

    @property
    def batches(self) -> Tuple[str, ...]:
        """The chosen batches, by uuid."""
        return tuple(uuid for uuid, action in self._actions.items() if action.isChecked())

    @property
    def offered(self) -> Tuple[str, ...]:
        """The batches that can be chosen."""
        return tuple(self._actions)

    @property
    def is_working(self) -> bool:
        """True while the figures that are wanted are worked out; those that are shown are greyed then."""
        return self._newest.is_working

    @property
    def profile_id(self) -> str:
        """The chosen profile."""
        return str(self.profileBox.currentData() or "")

    @property
    def level(self) -> str:
        """The chosen level: township, county, city, province."""
        return str(self.levelBox.currentData() or "county")

    @property
    def stated(self) -> Optional[StatedDenominator]:
        """The denominator a person states, with where it comes from."""
        if not self.statedCheck.isChecked():
            return None
        reason = str(self.statedReasonEdit.text()).strip() or self.tr("no reason given")
        return StatedDenominator(exact(f"{self.statedSpin.value():.2f}"), reason)

    def offer(self, batches: Sequence[Batch], shown: Sequence[str], profiles: Sequence[PolicyProfile],
              profile_id: str) -> None:
        """Offer these batches (``shown`` are chosen) and profiles."""
        self._batches = batches
        self._fill_batches(shown)
        self.profileBox.clear()
        for profile in profiles:
            title = profile.title if language() == "zh" else profile.title_en
            self.profileBox.addItem(f"{profile.id}  {title}", profile.id)
        self.profileBox.setCurrentIndex(self.profileBox.findData(profile_id))

    def show_reading(self) -> None:
        """While it is read nothing is shown that may no longer hold."""
        self._newest.forget()
        self.whole = self.situation = self.before = self.after = self._figures = None
        self.progressBar.show()
        self.stateLabel.setText(self.tr("Reading the workspace …"))
        self._show_nothing()

    def show_failure(self, sentence: str) -> None:
        """Why there is nothing to show."""
        self._newest.forget()
        self._figures = None
        self.progressBar.hide()
        self.stateLabel.setText(coloured(f"✖ {sentence}", BAD, self.palette()))
        self._show_nothing()

    def show_stale(self) -> None:
        """A decision was made since this was read."""
        if self.whole is not None:
            text = self.tr("Decisions were made since: read again.")
            self.stateLabel.setText(coloured(f"⟳ {text}", WARN, self.palette(), bold=True))

    def show_situation(self, whole: Situation) -> None:
        """Show what was read; assumptions of parcels that are still there stay."""
        self.whole = whole
        self.progressBar.hide()
        self._fill_levels(whole.profile)
        told = self.tr("{signed} of {all} parcels are signed and count; drafts do not. Values of the profile: {marks}.")
        self.stateLabel.setText(told.format(signed=len(whole.parcels), all=whole.counts.to_verify,
                                            marks=_marks_of(whole.profile)))
        self._begin()

    def show_effects(self, found: Mapping[str, object]) -> None:
        """How much each parcel alone would lower R."""
        self.whatIf.rows.show_effects(found)  # type: ignore[arg-type]
        self.whatIf.fit_columns()

    def _connect(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(lambda _result: self._forget_wishes())
        self.refreshButton.clicked.connect(lambda _checked: self.againWanted.emit())
        self.profileBox.activated.connect(lambda _index: self.choiceChanged.emit())
        self.levelBox.activated.connect(lambda _index: self._level_chosen())
        self.townshipBox.activated.connect(lambda _index: self._begin())
        self.shownBox.activated.connect(lambda _index: self._choose_shown())
        self.statedCheck.toggled.connect(self._stated_toggled)
        self.statedSpin.valueChanged.connect(lambda _value: self._timer.start(_RECOMPUTE_MS))
        self.statedReasonEdit.editingFinished.connect(lambda: self._timer.start(_RECOMPUTE_MS))
        self.whatIf.changed.connect(self._ask)
        self.whatIf.kindChanged.connect(lambda _kind: self._ask_effects())
        for view in (self.whatIf, self.lines, self.page.view):
            view.parcelWanted.connect(self.parcelWanted)
        for shown in (self.lines, self.page.view):
            shown.exportWanted.connect(lambda shown=shown: self.exportWanted.emit(shown))

    def _stated_toggled(self, on: bool) -> None:
        self.statedSpin.setEnabled(on)
        self.statedReasonEdit.setEnabled(on)
        self._begin()

    def _fill_batches(self, shown: Sequence[str]) -> None:
        """One entry a batch, above them one a year where there are several."""
        menu = QMenu(self)
        self._actions = {}
        menu.addAction(self.tr("All batches")).triggered.connect(lambda _checked: self._choose_batches(None))
        years = sorted({batch.issued[:4] for batch in self._batches if batch.issued})
        for year in years if len(years) > 1 else ():
            action = menu.addAction(self.tr("All of {year}").format(year=year))
            action.triggered.connect(lambda _checked, year=year: self._choose_batches(year))
        menu.addSeparator()
        for batch in self._batches:
            action = menu.addAction(f"{batch.label}  {batch.issued}".strip())
            action.setCheckable(True)
            action.setChecked(batch.uuid in shown)
            action.triggered.connect(lambda _checked: self._batches_chosen())
            self._actions[batch.uuid] = action
        self.batchesButton.setMenu(menu)
        self._name_batches()

    def _choose_batches(self, year: Optional[str]) -> None:
        for batch in self._batches:
            self._actions[batch.uuid].setChecked(year is None or batch.issued.startswith(year))
        self._batches_chosen()

    def _batches_chosen(self) -> None:
        self._name_batches()
        self.choiceChanged.emit()

    def _name_batches(self) -> None:
        chosen = [batch for batch in self._batches if batch.uuid in self.batches]
        text = self.tr("{n} of {all} batches").format(n=len(chosen), all=len(self._batches))
        if len(chosen) == len(self._batches) > 1:
            text = self.tr("All {n} batches").format(n=len(chosen))
        elif len(chosen) == 1:
            text = chosen[0].label
        self.batchesButton.setText(f"{text}  ")

    def _fill_levels(self, profile: PolicyProfile) -> None:
        kept, levels = self.level, levels_of(profile)
        self.levelBox.clear()
        for level in levels:
            self.levelBox.addItem(LEVELS[level][0 if language() == "zh" else 1], level)
        self.levelBox.setCurrentIndex(levels.index(kept if kept in levels else "county"))

    def _fill_townships(self, found: Figures) -> None:
        self.townshipBox.clear()
        self.townshipBox.addItem(self.tr("all together"), ALL)
        for name, each in found.townships.items():
            if name:
                sign = "⚑ " if each.fires else ""
                self.townshipBox.addItem(f"{sign}{name}  {each.shown(language())}", name)
        self.townshipBox.setCurrentIndex(max(self.townshipBox.findData(found.township), 0))
        for widget in (self.townshipLabel, self.townshipBox):
            widget.setVisible(self.level == TOWNSHIP)

    def _level_chosen(self) -> None:
        self.townshipBox.clear()
        self._begin()

    def _begin(self) -> None:
        """Everything anew from what was read."""
        self._ask(anew=True)

    def _ask(self, anew: bool = False) -> None:
        """Have the figures worked out that are wanted now; what is shown meanwhile is greyed."""
        if self.whole is None:
            return
        chosen = self.townshipBox.currentData() if self.level == TOWNSHIP else ALL
        wish = Wish(self.whole, self.level, chosen if chosen is None else str(chosen), self.stated,
                    self.whatIf.province_quota, self.whatIf.rows.assumed)
        known = None if anew else self._figures
        self._show_working()
        self._newest.ask(lambda: work_out(wish, known), self._show_figures, self._not_worked_out)

    def _forget_wishes(self) -> None:
        """Closed: nobody is told any more."""
        self._newest.forget()
        self.page.forget()

    def _show_working(self) -> None:
        for card in self.cards:
            if not card.isHidden():
                card.show_working()
        grey, computing = muted(self.palette()).name(), self.tr("Computing …")
        self.conclusionLabel.setText(f'<span style="color:{grey}">{computing}</span>')
        self.lines.setEnabled(False)

    def _not_worked_out(self, error: BaseException) -> None:
        self.lines.setEnabled(True)
        self.show_failure(describe(error)[0])

    def _show_figures(self, found: Figures) -> None:
        """The newest figures are there."""
        is_new = self._figures is None or self._figures.before is not found.before
        wish = found.wish
        self._figures = replace(found, wish=replace(wish, township=found.township))
        self.situation, self.before, self.after = found.situation, found.before, found.after
        self.lines.setEnabled(True)
        if is_new:
            self._fill_townships(found)
            self.whatIf.show_parcels(found.counted, "quota_withheld_cap" in found.situation.profile.values)
            self.page.show_situation(found.situation, wish.level)
        self._show_cards()
        self._show_conclusion()
        self._fill_shown()
        if is_new:
            self._ask_effects()

    def _ask_effects(self) -> None:
        if self.situation is not None:
            self.whatIf.rows.show_effects(None)
            self.effectsWanted.emit(self.level, self.whatIf.kind)

    def _show_nothing(self) -> None:
        for card in self.cards:
            card.hide()
        self.lines.setEnabled(True)
        self.conclusionLabel.clear()
        self.whatIf.show_parcels((), False)
        self.lines.show_calculations([], {}, {})
        self.page.show_situation(None, self.level)

    def _show_cards(self) -> None:
        before, after = self.before, self.after
        if before is None or after is None:
            return
        names = (("R", self.tr("Ratio R = N ÷ D"), RATIO), (NUMERATOR, self.tr("Illegal farmland N"), MU),
                 (DENOMINATOR, self.tr("Newly taken farmland D"), MU))
        shown = [(name, before.ratio.figures.get(key), after.ratio.figures.get(key), unit,
                  key == "R" and (after.ratio.result is None or bool(after.ratio.fires))) for key, name, unit in names]
        shown += [((one.title if language() == "zh" else one.title_en), one.result, other.result, one.unit, False)
                  for one, other in zip(before.quota, after.quota)]
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(shown))
            if place < len(shown):
                name, was, would, unit, bad = shown[place]
                why = after.ratio.why[0 if language() == "zh" else 1] if place == 0 else ""
                tips = [name, exact_tip(was, unit), "" if would == was else f"→ {exact_tip(would, unit)}", why]
                card.show_figure(name, shown_amount(was, unit, language()), shown_amount(would, unit, language()),
                                 "\n".join(tip for tip in tips if tip), bad)

    def _show_conclusion(self) -> None:
        if self.before is None or self.after is None:
            return
        lines = [_conclusion(self.after.ratio, self.palette())]
        if self.after is not self.before:
            lines = [self.tr("As it is: {text}").format(text=_conclusion(self.before.ratio, self.palette())),
                     self.tr("As assumed: {text}").format(text=lines[0])]
        for variant in self.after.ratio.variants:
            lines.append(self.tr("Other reading: {text}").format(text=headline(variant, self.palette())))
        for remark in self.after.ratio.remarks:
            if remark.severity == "E" or remark.code in BOUNDARIES:
                lines.append(coloured(remark.sentence(language()), BAD, self.palette()))
        apart = [coloured(remark.sentence(language()), WARN, self.palette()) for remark in self.after.ratio.remarks
                 if remark.code in _APART]
        lines += [" ".join(apart)] if apart else []
        self.conclusionLabel.setText("<br>".join(lines))

    def _fill_shown(self) -> None:
        """Which calculation's lines are shown: as it is, as assumed, the other readings, the quota."""
        self.shownBox.clear()
        for name, _found in self._choices():
            self.shownBox.addItem(name)
        self.shownBox.setCurrentIndex(max(self.shownBox.findText(self._shown), 0))
        self._show_lines()

    def _choose_shown(self) -> None:
        """What a person chose stays; what nobody chose is what is assumed, where something is."""
        self._shown = str(self.shownBox.currentText()) if self.shownBox.currentIndex() > 0 else ""
        self._show_lines()

    def _choices(self) -> List[Tuple[str, Calculation]]:
        if self.before is None or self.after is None:
            return []
        is_moved = self.after is not self.before
        place = 0 if language() == "zh" else 1
        found = [(self.tr("As assumed"), self.after.ratio)] if is_moved else []
        found.append((self.tr("As it is"), self.before.ratio))
        found += [((each.title, each.title_en)[place], each) for each in self.after.ratio.variants]
        return found + [((each.title, each.title_en)[place], each) for each in self.after.quota]

    def _show_lines(self) -> None:
        choices = self._choices()
        if self.situation is None or not choices:
            return
        found = choices[max(self.shownBox.currentIndex(), 0)][1]
        parcels = {parcel.id: parcel for parcel in self.situation.parcels}
        self.lines.show_calculations([found], self.situation.names, parcels, self.situation.training)


def _conclusion(found: Calculation, palette: QPalette) -> str:
    """``● 纳入问责范围 · [拟]``: the sign differs with the answer, not the colour alone."""
    zh = language() == "zh"
    text, why = (words[0 if zh else 1] for words in (found.conclusion, found.why))
    if why:
        text += f"（{why}）" if zh else f" ({why})"
    sign, kind = ("？", WARN) if found.fires is None else (("⚑", BAD) if found.fires else ("✔", GOOD))
    if found.result is None:
        sign, kind = "✖", BAD
    marks = f" [{'、'.join(found.mark_words(language()))}]" if found.marks else ""
    return coloured(f"{sign} {text}", kind, palette, bold=True) + coloured(marks, WARN, palette)


def _marks_of(profile: PolicyProfile) -> str:
    """How many of the values rest on what: ``文件原文 12、拟 5``."""
    place = 0 if language() == "zh" else 1
    counts = Counter(value.basis.tag for value in profile.values.values())
    return "、".join(f"{words[place]} {counts[tag]}" for tag, words in TAGS.items() if counts[tag])
