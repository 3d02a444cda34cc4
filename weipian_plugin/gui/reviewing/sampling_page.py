"""抽样: the sample the rules ask for, drawn again from its seed, and topped up."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QDate, QModelIndex
from qgis.PyQt.QtWidgets import QMessageBox, QTableView, QWidget

from ...domain.areas.units import exact
from ...domain.calculators.calculation import percent
from ...domain.calculators.sampling import ROUND_UP
from ...domain.calendar.dates import parse_date
from ...domain.calendar.periods import PeriodKind
from ...domain.errors import WeipianError
from ...domain.forms.codes import label
from ...domain.records import Finding
from ...domain.review.designs import (
    BY_CLASS,
    BY_UNIT,
    DIVISION_NAMES,
    Plan,
    Rule,
    all_above,
    all_minerals,
    by_class,
    by_hand,
    by_unit,
)
from ...domain.review.drawing import Drawing
from ...domain.review.members import COUNTY, INTERPRETER, OUTCOME, SIGNER, TOWNSHIP
from ...jobs.checking.validation_cases import this_day
from ...jobs.handing_in.scope import periods_of, written
from ...jobs.reviewing.population import Scope, counties, labels_told_apart
from ...jobs.reviewing.sampling import (
    Sample,
    SampleHead,
    draw_sample,
    follows,
    plan_of_profile,
    previewed,
    remove_sample,
    sample_of,
    samples,
    top_up_sample,
)
from ...jobs.rules.profiles import load_profile, profile_choices
from ..forms import load_form
from ..messages import describe, language
from .page import Page
from .review_cells import Cell, CellRows, arrange

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from .review_desk import ReviewDesk

_NONE = "none"
_PERIOD = "period "
_LIMITS = (("areaSpin", "DKMJ"), ("farmlandSpin", "GDMJ"), ("basicSpin", "YJJBNTMJ"), ("redlineSpin", "STHXMJ"))


class SamplingPage(Page):
    """Samples and what is drawn."""

    def __init__(self, desk: ReviewDesk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        load_form("review_sampling", self)
        self.heads: List[SampleHead] = []
        self.sample: Optional[Sample] = None
        self.preview: Optional[Drawing] = None
        self.asked: Optional[Plan] = None
        self._asked_by = ""
        self._busy = False
        self._wanted = ""
        self.sample_rows, self.strata_rows = CellRows(self.palette(), self), CellRows(self.palette(), self)
        arrange(self.samplesView, self.sample_rows)
        arrange(self.strataView, self.strata_rows)
        self.splitter.setSizes([260, 360])
        self._fill_boxes()
        self._connect()
        self._enable()

    def title(self) -> str:
        return self.tr("Sample")

    def _fill_boxes(self) -> None:
        day = self._today()
        for edit in (self.dayEdit, self.sinceEdit):
            edit.setDate(QDate(day.year, day.month, day.day))
        for text, method in ((label("CYFF", BY_CLASS, language()), BY_CLASS),
                             (label("CYFF", BY_UNIT, language()), BY_UNIT), (self.tr("Nothing more"), _NONE)):
            self.methodBox.addItem(text, method)
        self._fill_units()

    def _fill_units(self) -> None:
        """By class: the strata within which each outcome is drawn; by unit: the units."""
        self.unitBox.clear()
        if self.methodBox.currentData() == BY_CLASS:
            self.unitBox.addItem(self.tr("All together"), "")
        for division in (COUNTY, TOWNSHIP, INTERPRETER, SIGNER):
            self.unitBox.addItem(DIVISION_NAMES[division][0 if language() == "zh" else 1], division)

    def _change_method(self) -> None:
        self._fill_units()
        self._enable()

    def _connect(self) -> None:
        self.methodBox.currentIndexChanged.connect(lambda _index: self._change_method())
        self.sinceCheck.toggled.connect(lambda _on: self._enable())
        self.profileBox.activated.connect(lambda _index: self.ask_profile(True))
        for edit in (self.nameEdit, self.seedEdit):
            edit.textChanged.connect(lambda _text: self._enable())
        self.numberSpin.valueChanged.connect(lambda _value: self._enable())
        self.samplesView.selectionModel().currentRowChanged.connect(lambda new, _old: self._read(new.row()))
        self.strataView.clicked.connect(self._open_stratum)
        for button, act in ((self.previewButton, self.look), (self.drawButton, self.draw), (self.topUpButton, self.add),
                            (self.queueButton, self.list_drawn), (self.removeButton, self.take_away)):
            button.clicked.connect(lambda _checked=False, act=act: self.attempt(act))

    # What is shown

    def refresh(self) -> None:
        """Read the samples, the batches and the counties."""
        workspace = self.workspace
        if workspace is None:
            return
        periods = [period for kind in (PeriodKind.YEAR, PeriodKind.QUARTER) for period in periods_of(workspace, kind)]
        _refill(self.batchBox, [(self.tr("All"), ""), *((one.title, _PERIOD + written(one)) for one in periods),
                                *((title, uuid) for uuid, title in labels_told_apart(workspace).items())])
        _refill(self.profileBox, [(self.tr("As the newest batch"), ""), *(
            (one.title if language() == "zh" else one.title_en, one.id) for one in profile_choices())])
        self.ask_profile()
        self.read(self.tr("Weipian: samples"), lambda own, _feedback: (samples(own), counties(own)), self._show_samples)

    def show_busy(self, busy: bool) -> None:
        """While anything runs nothing else is begun."""
        self._busy = busy
        self._enable()

    def _show_samples(self, found: Tuple[List[SampleHead], List[str]]) -> None:
        self.heads = found[0]
        _refill(self.countyBox, [(self.tr("All"), ""), *((name, name) for name in found[1])])
        chosen = self._wanted or (self.sample.head.uuid if self.sample else "")
        self.sample_rows.show_rows(
            [self.tr("Name"), self.tr("Method"), self.tr("Drawn"), self.tr("As of"), self.tr("Seed"),
             self.tr("Drawn from"), self.tr("By")],
            [(Cell(one.name, bold=True), Cell(label("CYFF", one.said("CYFF"), language())),
              Cell(str(one.drawn), number=True), Cell(one.said("CYJZ")), Cell(one.said("CYZZ")), Cell(one.said("CYZT")),
              Cell(one.said("CYR"))) for one in self.heads])
        _fit(self.samplesView)
        places = [place for place, one in enumerate(self.heads) if one.uuid == chosen]
        row = places[0] if places else len(self.heads) - 1
        if row >= 0:
            self.samplesView.setCurrentIndex(self.sample_rows.index(row, 0))
        elif self.preview is None:
            self._show_strata()
        self._enable()

    def _read(self, row: int) -> None:
        if not 0 <= row < len(self.heads):
            return
        uuid = self.heads[row].uuid
        self._wanted = ""
        if self.sample is not None and self.sample.head.uuid == uuid and self.preview is None and (
                self.sample.head.drawn == self.heads[row].drawn):
            return
        self.read(self.tr("Weipian: samples"), lambda own, _feedback: sample_of(own, uuid), self._show_sample)

    def _show_sample(self, sample: Sample) -> None:
        self.sample, self.preview = sample, None
        self._show_plan(sample.design.plan)
        self._show_strata()

    def _show_plan(self, plan: Plan) -> None:
        """The design of a sample in the form, so that it can be added to."""
        limits = {code: limit for rule in plan.rules for code, limit in rule.limits.items()}
        for spin, code in _LIMITS:
            getattr(self, spin).setValue(float(limits.get(code, 0)))
        self.mineralsCheck.setChecked(any(rule.minerals_only for rule in plan.rules))
        workspace, named = self.workspace, [uuid for rule in plan.rules for uuid in rule.named]
        rows = workspace.lists.rows(named) if workspace is not None and named else []
        self.namedEdit.setText(", ".join(row.dkbh for row in rows))
        rule = plan.drawing
        self.methodBox.setCurrentIndex(self.methodBox.findData(rule.method if rule is not None else _NONE))
        if rule is None:
            return
        units = [division for division in rule.by if division != OUTCOME]
        self.unitBox.setCurrentIndex(max(0, self.unitBox.findData(units[0] if units else "")))
        self.shareSpin.setValue(float((rule.share or 0) * 100))
        self.numberSpin.setValue(rule.number or 0)
        self.leastSpin.setValue(rule.least)

    def _show_strata(self) -> None:
        drawing = self.preview or (self.sample.drawing if self.sample is not None else None)
        if drawing is None:
            self.strata_rows.show_rows([], [])
            self.strataLabel.setText(self.tr("No sample is there yet: choose a design on the left and draw."))
            self.remarksLabel.clear()
            self._enable()
            return
        self.strata_rows.show_rows(
            [self.tr("Stratum"), "N", "n", self.tr("Share"), self.tr("Rounds")],
            _strata_cells(drawing, self.tr("Total")))
        _fit(self.strataView)
        design = drawing.design
        words = self.tr("Preview: {drawn} of {population} would be drawn with the seed {seed}.") if (
            self.preview is not None) else self.tr("{name}: {drawn} of {population} are drawn, seed {seed}.")
        self.strataLabel.setText(words.format(
            name=self.sample.head.name if self.sample is not None else "", drawn=design.drawn,
            population=design.population, seed=design.seed))
        remarks: Sequence[Finding] = drawing.remarks if self.preview is not None or self.sample is None else (
            self.sample.remarks)
        self.remarksLabel.setText("\n".join(remark.sentence(language()) for remark in remarks))
        self._enable()

    def _open_stratum(self, index: QModelIndex) -> None:
        cell = self.strata_rows.cell(index)
        if cell is not None and cell.parcels:
            self.show_parcels(self.strata_rows.rows[index.row()][0].text, cell.parcels)

    # The design

    @property
    def profile(self) -> str:
        """The id of the profile whose design the form begins with; empty where there is none."""
        workspace = self.workspace
        named = [one.profile_id for one in workspace.batches() if one.profile_id] if workspace is not None else []
        return str(self.profileBox.currentData() or "") or (named[-1] if named else "")

    def ask_profile(self, again: bool = False) -> None:
        """What the profile asks for, in the form: when another one is chosen (``again``) or it is another's workspace.
        A sample that is chosen shows its own design.
        """
        profile = self.profile
        if profile == self._asked_by and not again:
            return
        self._asked_by, self.asked = profile, None
        try:
            self.asked = plan_of_profile(load_profile(profile)) if profile else None
        except WeipianError as error:
            self.askedLabel.setText(describe(error)[0])
            return
        self.askedLabel.setText(self._asked_in_words(profile))
        if self.asked is not None:
            self._show_plan(self.asked)

    def _asked_in_words(self, profile: str) -> str:
        rule = self.asked.drawing if self.asked is not None else None
        if rule is None or rule.share is None or self.asked is None:
            return self.tr("{profile} says nothing of a sample: the design below is your own.").format(
                profile=profile or "–")
        told = self.tr("{profile}: {share} of each of {outcomes}, {rounding}.").format(
            profile=profile, share=percent(rule.share),
            rounding=self.tr("rounded up") if self.asked.rounding == ROUND_UP else self.tr("rounded to the nearest"),
            outcomes="、".join(label("PDLX", name, language()) for name in rule.outcomes))
        whole = self.tr("All minerals.") if any(one.minerals_only for one in self.asked.rules) else ""
        return f"{told} {whole}".strip()

    def scope(self) -> Scope:
        """Which part of the workspace is drawn from."""
        issued, county = str(self.batchBox.currentData() or ""), str(self.countyBox.currentData() or "")
        since = self.sinceEdit.date().toPyDate().isoformat() if self.sinceCheck.isChecked() else ""
        period = issued[len(_PERIOD):] if issued.startswith(_PERIOD) else ""
        return Scope((issued,) if issued and not period else (), (county,) if county else (), since, period)

    def plan(self) -> Plan:
        """What the form says; which outcomes are drawn of, and how a part is rounded, the profile says. Raises what
        designs raise, ``UNKNOWN_PARCEL`` for a number that is not here.
        """
        rules: List[Rule] = []
        named = self.namedEdit.text().replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
        numbers = [number for number in named if number]
        if numbers:
            rules.append(by_hand(self._uuids(numbers)))
        given = {code: getattr(self, spin).value() for spin, code in _LIMITS}
        limits = {code: exact(str(limit)) for code, limit in given.items() if limit}
        rules += [all_above(limits)] if limits else []
        rules += [all_minerals()] if self.mineralsCheck.isChecked() else []
        rule = self._drawing_rule()
        rules += [rule] if rule is not None else []
        plan = Plan(tuple(rules))
        return plan if self.asked is None else plan.within(self.asked)

    def _drawing_rule(self) -> Optional[Rule]:
        method, unit = self.methodBox.currentData(), str(self.unitBox.currentData() or "")
        share, least, number = exact(str(self.shareSpin.value())) / 100, self.leastSpin.value(), self.numberSpin.value()
        if method == BY_CLASS:
            return by_class(share, least=least, within=(unit,) if unit else ())
        if method == BY_UNIT:
            return by_unit(unit, number=number) if number else by_unit(unit, share, least=least)
        return None

    def _uuids(self, numbers: Sequence[str]) -> List[str]:
        workspace = self.workspace
        known: Dict[str, str] = {}
        if workspace is not None:
            lines = workspace.lists.queue()
            known = dict(zip(lines.column("dkbh"), lines.column("parcel_uuid")))
        unknown = [number for number in numbers if number not in known]
        if unknown:
            raise WeipianError("UNKNOWN_PARCEL", parcel=unknown[0])
        return [known[number] for number in numbers]

    # What is done

    def look(self) -> None:
        """Show what would be drawn."""
        plan, scope, day, seed = self.plan(), self.scope(), self._day(), self.seedEdit.text().strip()
        self.run(self.tr("Weipian: what would be drawn"),
                 lambda own, feedback: previewed(own, plan, seed, scope, day, feedback), self._show_preview)

    def _show_preview(self, drawing: Drawing) -> None:
        self.preview = drawing
        self._show_strata()

    def draw(self) -> None:
        """Draw and keep."""
        if not self.decided_by_somebody():
            return
        plan, scope, day = self.plan(), self.scope(), self._day()
        name, seed = self.nameEdit.text().strip(), self.seedEdit.text().strip()
        profile = self.profile if follows(plan, self.asked) else ""
        self.run(self.tr("Weipian: draw a sample"),
                 lambda own, feedback: draw_sample(own, name, plan, seed, scope, day, profile, feedback), self._drawn)

    def add(self) -> None:
        """Add to the chosen sample, as the form says."""
        sample, day = self.sample, self._day()
        if sample is not None and self.decided_by_somebody():
            plan = self.plan().within(sample.design.plan)
            self.run(self.tr("Weipian: add to a sample"),
                     lambda own, feedback: top_up_sample(own, sample_of(own, sample.head.uuid), plan, day, feedback),
                     self._drawn)

    def _drawn(self, sample: Sample) -> None:
        self.sample, self.preview, self._wanted = sample, None, sample.head.uuid
        self._show_strata()
        added = len(sample.drawing.added)
        self.desk.tell_done(self.tr("Sample {name}: {added} patches drawn, {count} in all.").format(
            name=sample.head.name, added=added, count=sample.head.drawn))
        self.desk.tell_changed(sample.drawing.added)
        self.refresh()

    def list_drawn(self) -> None:
        """The drawn patches in the queue."""
        if self.sample is not None:
            self.show_parcels(self.sample.head.name, self.sample.parcels)

    def take_away(self) -> None:
        """Take the chosen sample away, after asking."""
        sample = self.sample
        if sample is None or not self.decided_by_somebody():
            return
        answer = QMessageBox.question(self, self.tr("Take a sample away"), self.tr(
            "Take the sample {name} with its {count} patches away? Readings and rulings of it would keep it.").format(
                name=sample.head.name, count=sample.head.drawn))
        if answer == QMessageBox.StandardButton.Yes:
            self.run(self.tr("Weipian: take a sample away"),
                     lambda own, _feedback: remove_sample(own, sample_of(own, sample.head.uuid)), self._gone)

    def _gone(self, _nothing: Any) -> None:
        self.sample = None
        self._show_strata()
        self.desk.tell_changed(())
        self.refresh()

    def _day(self) -> date:
        day: date = self.dayEdit.date().toPyDate()
        return day

    def _today(self) -> date:
        return parse_date(self.session.settings.today) or this_day()

    def _enable(self) -> None:
        workspace: Optional[Workspace] = self.workspace
        can_write = workspace is not None and workspace.writable and not self._busy
        by_unit_ = self.methodBox.currentData() == BY_UNIT
        draws = self.methodBox.currentData() != _NONE
        for widget, on in ((self.unitBox, draws), (self.numberSpin, by_unit_), (self.leastSpin, draws),
                           (self.shareSpin, draws and not (by_unit_ and self.numberSpin.value())),
                           (self.sinceEdit, self.sinceCheck.isChecked())):
            widget.setEnabled(on)
        named = bool(self.nameEdit.text().strip())
        seeded = bool(self.seedEdit.text().strip())
        self.previewButton.setEnabled(workspace is not None and not self._busy and seeded)
        self.drawButton.setEnabled(can_write and named and seeded)
        has_sample = self.sample is not None
        for button in (self.topUpButton, self.removeButton):
            button.setEnabled(can_write and has_sample)
        self.queueButton.setEnabled(has_sample and not self._busy)


def _strata_cells(drawing: Drawing, total: str) -> List[Tuple[Cell, ...]]:
    drawn: Dict[str, List[str]] = {}
    for uuid, place in sorted(drawing.placed.items(), key=lambda one: one[1].order):
        drawn.setdefault(place.stratum, []).append(uuid)
    rows: List[Tuple[Cell, ...]] = []
    for stratum in drawing.design.strata:
        own = tuple(drawn.get(stratum.name, ()))
        rounds = Counter(drawing.placed[uuid].round for uuid in own)
        waves = ", ".join(f"{number}: {rounds[number]}" for number in sorted(rounds)) + f" / {stratum.population}"
        share = percent(stratum.share) if stratum.share is not None else ""
        rows.append((Cell(stratum.name), Cell(str(stratum.population), number=True),
                     Cell(str(stratum.drawn), own, number=True), Cell(share, number=True), Cell(waves)))
    design = drawing.design
    rows.append((Cell(total, bold=True),
                 Cell(str(design.population), number=True, bold=True),
                 Cell(str(design.drawn), tuple(drawing.placed), number=True, bold=True), Cell(""), Cell("")))
    return rows


def _fit(view: QTableView) -> None:
    """As wide as what stands in them, the last column all that is left."""
    view.resizeColumnsToContents()
    view.horizontalHeader().setStretchLastSection(False)
    view.horizontalHeader().setStretchLastSection(True)  # it was made narrow with the others


def _refill(box: Any, entries: Sequence[Tuple[str, str]]) -> None:
    chosen = box.currentData()
    box.clear()
    for text, value in entries:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
