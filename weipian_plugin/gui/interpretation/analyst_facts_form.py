"""What a person states of the parcel for the rules (实地有变化, 道路宽度 …): first what the rules wait for."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ...domain.definitions import STATED_LAND, STATED_MINERAL
from ...domain.forms.codes import label
from ...domain.forms.fields import Field, is_empty
from ...domain.judging.analyst_facts import ANALYST_FACTS, AnalystFact, Stated, facts_of
from ...domain.judging.suggestion import Suggestion
from ..fields.answer_form import FieldForm
from ..messages import language
from ..wording import WARN, coloured

_FACTS: Dict[str, AnalystFact] = {fact.code: fact for fact in ANALYST_FACTS}
_CODE_OF = {fact.name: fact.code for fact in ANALYST_FACTS}
_NAMED = 3
ALWAYS = ("SSBH", "SSYT")
"""Asked of every parcel: did anything change on site, and what is the ground used for?"""


class AnalystFactsForm(QWidget):
    """``edited`` carries what was stated. What no rule waits for is shown on demand."""

    edited = pyqtSignal(dict)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.form = _Facts(self)
        self.form.edited.connect(self.edited)
        self.allBox = QCheckBox(self.tr("All facts that rules ask about"), self)
        self.allBox.setWhatsThis(self.tr("Else only the facts on which the suggestion for this patch hangs"))
        self.allBox.toggled.connect(lambda _on: self._show_again())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        layout.addWidget(self.allBox)
        self._shown: Tuple[Mapping[str, object], bool, Optional[Suggestion], bool] = ({}, True, None, False)

    def show_facts(self, answers: Mapping[str, object], read_only: bool, suggestion: Optional[Suggestion],
                   mining: bool, fresh: bool) -> None:
        """The facts stated and those that the suggestion waits for; those about mining where it ``mining`` concerns."""
        self._shown = (answers, read_only, suggestion, mining)
        everything = [*STATED_LAND, *(STATED_MINERAL if mining else ())]
        asked = set(waited_for(suggestion)) | set(ALWAYS)
        self.form.shown_codes = tuple(
            field.code for field in everything
            if self.allBox.isChecked() or field.code in asked or not is_empty(answers.get(field.code)))
        self.form.show_answers(answers, read_only, fresh)

    def _show_again(self) -> None:
        answers, read_only, suggestion, mining = self._shown
        self.show_facts({**answers, **self.form.current_answers()}, read_only, suggestion, mining, fresh=False)


class _Facts(FieldForm):
    """The fields of the facts under their own names: the section says that they are facts."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__((*STATED_LAND, *STATED_MINERAL), parent)
        self.shown_codes: Tuple[str, ...] = ()

    def wanted(self, answers: Mapping[str, object]) -> List[Field]:
        return [field for field in self.fields if field.code in self.shown_codes]

    def name_of(self, field: Field) -> str:
        fact = _FACTS[field.code]
        return fact.zh if language() == "zh" else fact.en


def waited_for(suggestion: Optional[Suggestion]) -> List[str]:
    """The fields of the facts for want of which rules could not be told, those of the outcome first."""
    if suggestion is None:
        return []
    names: List[str] = []
    for one in (suggestion, suggestion.mineral):
        if one is not None:
            names += one.missing_facts
            names += [name for rule in one.tried for name in rule.missing_facts]
    return [_CODE_OF[name] for name in dict.fromkeys(names) if name in _CODE_OF]


def stated_in_words(answers: Mapping[str, object]) -> List[str]:
    """Each fact that is stated: ``实地有变化 否``, ``道路宽度 5.5 米``."""
    chinese = language() == "zh"
    stated = facts_of(answers)
    told = []
    for fact in ANALYST_FACTS:
        if fact.name in stated:
            text = _value_in_words(fact, stated[fact.name])
            told.append(f"{fact.zh if chinese else fact.en} {text}{f' {fact.unit}' if fact.unit else ''}")
    return told


def _value_in_words(fact: AnalystFact, value: Stated) -> str:
    if isinstance(value, bool):
        return _yes_or_no(value, language() == "zh")
    if fact.codes:
        return label(fact.codes, value, language())
    return f"{value:g}" if isinstance(value, float) else str(value)


def facts_in_words(answers: Mapping[str, object], suggestion: Optional[Suggestion], palette: QPalette) -> str:
    """What is stated, and what the rules still wait for, as rich text for one line."""
    stated, known = stated_in_words(answers), facts_of(answers)
    waiting = [code for code in waited_for(suggestion) if _FACTS[code].name not in known]
    parts = [escape(_several(stated))] if stated else []
    if waiting:
        names = [_FACTS[code].zh if language() == "zh" else _FACTS[code].en for code in waiting]
        said = QCoreApplication.translate("AnalystFacts", "◇ rules wait for: {names}").format(names=_several(names))
        parts.append(coloured(said, WARN, palette))
    return " · ".join(parts)


def _several(words: Sequence[str]) -> str:
    joint = "、" if language() == "zh" else ", "
    return joint.join(words[:_NAMED]) + (f" … ({len(words)})" if len(words) > _NAMED else "")


def _yes_or_no(value: bool, chinese: bool) -> str:
    return ("是" if value else "否") if chinese else ("yes" if value else "no")
