"""What a person fills in of one parcel: the answer with its evidence block, facts, the on-site record, mining."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, FrozenSet, List, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...domain.definitions import (
    LAND,
    MINERAL,
    MINERAL_OUTCOME,
    ON_SITE_RECORD,
    concerns_mining,
    is_mineral,
)
from ...domain.forms.fields import is_empty, missing_fields
from ...domain.judging.analyst_facts import offered_by_facts
from ...domain.judging.suggestion import Suggestion
from ...domain.records import Draft, Judgement, Measured, ParcelRecord, Record
from ..fields.answer_form import AnswerForm, FieldForm
from ..wording import GOOD, WARN, coloured, field_name
from .analyst_facts_form import AnalystFactsForm, facts_in_words
from .attachments_view import Choices
from .mineral_form import MineralForm, offers_of
from .onsite_part import OnSitePart, is_backed, is_recorded, lacking, typed_only
from .section import Section
from .sign_bar import SignBar

if TYPE_CHECKING:
    from .live_findings import LiveFindings

_FARMLAND = "01"


@dataclass(frozen=True)
class Shown:
    """A parcel as it is on the table. ``unlocked``: the subjects whose signature was opened to be changed."""

    parcel: ParcelRecord
    draft: Draft
    measured: Optional[Measured]
    suggestion: Optional[Suggestion]
    judgements: Mapping[str, Judgement]
    attachments: Tuple[Record, ...]
    evidence: Choices
    writable: bool
    unlocked: FrozenSet[str] = field(default_factory=frozenset)
    held: str = ""
    owners: Choices = ()
    whole: Optional[Decimal] = None
    """亩 of a part of a patch, as tables show it beside the other parts."""

    def signed(self, subject: str) -> Optional[Judgement]:
        """The signature that stands and was not opened."""
        return None if subject in self.unlocked else self.judgements.get(subject)

    def answers(self, subject: str) -> Mapping[str, object]:
        """What was signed, else what is drafted."""
        judgement = self.signed(subject)
        return judgement.answers if judgement is not None else self.draft.answers

    @property
    def concerns_mining(self) -> bool:
        """Is there a mineral side, by the issued patch, by the rules, or because somebody judged it?"""
        return bool(concerns_mining(self.parcel.attributes) or self.draft.answers.get(MINERAL_OUTCOME)
                    or (self.suggestion is not None and self.suggestion.mineral is not None))


class ParcelForms(QObject):
    """The parts from top to bottom; ``edited`` carries answers to save."""

    edited = pyqtSignal(dict)

    def __init__(self, place_of: Callable[[Record], Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.answer = AnswerForm(parent)
        self.facts, self.onsite, self.mineral = AnalystFactsForm(), OnSitePart(place_of), MineralForm()
        self.facts_section = Section(self.tr("Facts"), self.facts, parent)
        self.facts_section.button.setToolTip(self.tr("What you know of the place; the suggestion follows at once"))
        self.onsite_section = Section(self.tr("On site"), self.onsite, parent)
        self.mineral_section = Section(self.tr("Mining (拟)"), self.mineral, parent)
        self._shown: Optional[Shown] = None
        for part in (self.answer, self.facts, self.onsite, self.mineral):
            part.edited.connect(self.edited)
        self.facts_section.opened.connect(lambda: self._fill_facts(fresh=True))
        self.onsite_section.opened.connect(lambda: self._fill_onsite(fresh=True))
        self.mineral_section.opened.connect(lambda: self._fill_mineral(fresh=True))

    @property
    def forms(self) -> List[FieldForm]:
        """Every form in which something may be being written."""
        return [self.answer, self.facts.form, self.onsite.form, self.mineral.form]

    def take_pending(self) -> Dict[str, object]:
        """What was written anywhere and not yet told, once."""
        return {code: value for form in self.forms for code, value in form.take_pending().items()}

    def put_back(self, answers: Mapping[str, object]) -> Dict[str, object]:
        """These could not be saved: they are being written again. Those that no form has a field for now."""
        left = dict(answers)
        for form in self.forms:
            left = form.put_back(left)
        return left

    def show(self, shown: Shown, fresh: bool) -> None:
        """Show the parcel; what is closed only says in a line what it holds."""
        self._shown = shown
        land, measured = shown.answers(LAND), shown.measured
        of_mining_only = is_mineral(shown.parcel.attributes)
        self.answer.setVisible(not of_mining_only)
        self.answer.offer_areas(area_offers(measured), measured.area_m2 if measured else None)
        self.answer.offer_stated(offered_by_facts(shown.draft.answers))
        self.answer.show_answers(land, read_only=not self._may_edit(LAND), fresh=fresh)
        answers = shown.draft.answers
        self.facts_section.tell(facts_in_words(answers, shown.suggestion, self.facts.palette()))
        self.onsite_section.tell(self._onsite_in_words(shown))
        self.mineral_section.setVisible(shown.concerns_mining)
        if of_mining_only:
            self.mineral_section.open()
        if self.facts_section.is_open:
            self._fill_facts(fresh)
        if self.onsite_section.is_open:
            self._fill_onsite(fresh)
        if self.mineral_section.is_open and shown.concerns_mining:
            self._fill_mineral(fresh)
        self.mineral_section.tell(self._mining_in_words(shown) if shown.concerns_mining else "")

    def show_bar(self, bar: SignBar, signer: str, fresh: bool, closed: str = "",
                 findings: Optional[LiveFindings] = None, is_last: bool = False) -> None:
        """What of a subject is missing for its signature, who signed it, or why nothing can be decided.

        ``findings`` of the checks may stand against the signature; ``is_last``: it is what undo would take back.
        """
        shown = self._shown
        if shown is None:
            return
        subject, answers = bar.subject, shown.answers(bar.subject)
        said, papers = shown.draft.answers, shown.attachments
        bar.show_record(is_recorded(said, papers), lacking(said, subject), typed_only(said, papers),
                        is_backed(said, papers))
        if findings is not None:
            bar.show_errors(findings.against(subject), findings.elsewhere())
        if fresh:
            bar.begin(answers)
        judgement = shown.signed(subject)
        if closed:
            bar.show_closed(closed)
        elif judgement is not None:
            bar.show_signed(judgement, shown.writable, is_last)
        else:
            form = self.form_of(subject)
            missing = missing_fields(form.fields, {**answers, **form.pending()})
            bar.show_open(answers, missing, signer, shown.writable, shown.held, shown.judgements.get(subject))

    def form_of(self, subject: str) -> FieldForm:
        """The form that a signature of the subject stands for."""
        return self.mineral.form if subject == MINERAL else self.answer

    def section_of(self, code: str) -> Optional[Section]:
        """The section that holds a field, ``None`` for the answer's own."""
        holders = ((self.facts.form, self.facts_section), (self.onsite.form, self.onsite_section),
                   (self.mineral.form, self.mineral_section))
        return next((section for form, section in holders if any(f.code == code for f in form.fields)), None)

    def focus(self, code: str) -> Optional[QWidget]:
        """The keyboard into a field, its section opened; the field's editor, ``None`` where no form has it now."""
        section = self.section_of(code)
        if section is not None:
            section.open()
        for form in self.forms:
            if code in form.editors:
                form.editors[code].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return form.editors[code]
        return None

    def _may_edit(self, *subjects: str) -> bool:
        shown = self._shown
        return shown is not None and shown.writable and all(shown.signed(subject) is None for subject in subjects)

    def _fill_facts(self, fresh: bool) -> None:
        shown = self._shown
        if shown is not None:
            self.facts.show_facts(shown.draft.answers, not self._may_edit(LAND, MINERAL), shown.suggestion,
                                  shown.concerns_mining, fresh)

    def _fill_onsite(self, fresh: bool) -> None:
        shown = self._shown
        if shown is not None:
            self.onsite.form.show_answers(shown.draft.answers, not self._may_edit(LAND, MINERAL), fresh)
            self.onsite.attachments.show_records(shown.attachments, shown.evidence, shown.writable, shown.owners)

    def _fill_mineral(self, fresh: bool) -> None:
        shown = self._shown
        if shown is None:
            return
        measured = shown.measured
        self.mineral.form.offer_areas(offers_of(shown.parcel.attributes, _outside_rights(shown)),
                                      measured.area_m2 if measured else None)
        self.mineral.form.offer_stated(offered_by_facts(shown.draft.answers))
        self.mineral.show_answers(shown.answers(MINERAL), shown.signed(MINERAL), shown.writable, fresh)

    def _onsite_in_words(self, shown: Shown) -> str:
        answers, palette = shown.draft.answers, self.onsite.palette()
        parts = [f"✔ {field_name(f)}" for f in self.onsite.form.fields
                 if f.code in ON_SITE_RECORD and not is_empty(answers.get(f.code))]
        if shown.attachments:
            parts.append(self.tr("{count} files attached").format(count=len(shown.attachments)))
        if parts:
            return coloured(" · ".join(parts), GOOD, palette)
        return escape(self.tr("nothing recorded yet"))

    def _mining_in_words(self, shown: Shown) -> str:
        palette = self.mineral.palette()
        if MINERAL in shown.judgements:
            return coloured(self.tr("✔ signed"), GOOD, palette)
        outcome = shown.draft.answers.get(MINERAL_OUTCOME)
        if outcome:
            return escape(self.tr("◐ {outcome}, not signed").format(outcome=outcome))
        return coloured(self.tr("○ not judged yet: this patch concerns mining"), WARN, palette)


def area_offers(measured: Optional[Measured]) -> Dict[str, float]:
    """Measured areas that may be filled in, m²: the parcel, its farmland, basic farmland, and what papers cover."""
    if measured is None:
        return {}
    offers = {"WFMJ": measured.area_m2}
    land, basic = measured.roles.get("dltb"), measured.roles.get("yjjbnt")
    if land is not None:
        offers["WFGDMJ"] = sum(area.area_m2 for area in land.classes if area.class_code.startswith(_FARMLAND))
    if basic is not None:
        offers["WFJBNTMJ"] = basic.total_m2
    for code, role in _COVERED_BY.items():
        areas = measured.roles.get(role)
        if areas is not None and areas.total_m2 > 0:
            offers[code] = areas.total_m2
    return offers


_COVERED_BY = {"NZYPZMJ": "pzyd", "GDSMJ": "gd", "ZJGDKMJ": "zjgg", "BDCMJ": "bdc", "SSNPZMJ": "ssnyd",
               "LSYPZMJ": "lsyd"}
"""Which layer's share of the parcel may stand for the area of a paper."""


def _outside_rights(shown: Shown) -> Optional[float]:
    """What of the parcel lies outside a valid mining right, m², as the suggestion found it."""
    mineral = shown.suggestion.mineral if shown.suggestion is not None else None
    for fact in mineral.facts if mineral is not None else ():
        if fact.name == "ckq_valid_uncovered_m2" and isinstance(fact.value, (int, float)):
            return float(fact.value)
    return None


def subject_to_sign(shown: Shown) -> str:
    """What Ctrl+Enter signs: the land, then the mining; of a mineral patch the mining only."""
    if is_mineral(shown.parcel.attributes):
        return MINERAL
    if shown.signed(LAND) is not None and shown.draft.answers.get(MINERAL_OUTCOME):
        return MINERAL
    return LAND
