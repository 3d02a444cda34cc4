"""Who said what of a patch, when, and why: its events in words, newest first."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ...domain.codes import CODE_LISTS, label
from ...domain.definitions import ANSWERS
from ...domain.fields import Field, FieldType
from ...domain.records import Event
from ..acts.record_words import event_in_words
from ..messages import language
from ..wording import field_name, mu_text, mu_unit

_FIELDS: Dict[str, Field] = {field.code: field for field in ANSWERS}


class HistoryView(QTreeWidget):
    """The events of one patch in four columns."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("Why")])
        self.setRootIsDecorated(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        for column in (2, 3):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def show_events(self, events: Sequence[Event]) -> None:
        """Show the events, newest first."""
        self.clear()
        for event in reversed(events):
            what, why = self.in_words(event)
            when = event.recorded_at[:16].replace("T", " ")
            item = QTreeWidgetItem([when[5:], event.actor, what, why])
            for column, text in ((0, when), (2, what), (3, why)):
                item.setToolTip(column, text)
            self.addTopLevelItem(item)
        line = QFontMetrics(self.font()).lineSpacing() + 6
        self.setFixedHeight(line * (min(max(len(events), 1), 8) + 1) + line // 2)
        self.setColumnHidden(3, not any(self.in_words(event)[1] for event in events))

    def in_words(self, event: Event) -> Tuple[str, str]:
        """What an event did, and the reason given, if any."""
        if event.record:
            return ": ".join(part for part in event_in_words(event) if part), ""
        after = event.payload.get("after")
        change: Mapping[str, object] = after if isinstance(after, dict) else {}
        words = self._answers(change.get("answers")) + [str(change[key] or "—") for key in ("note", "confidence")
                                                         if key in change]
        why = str(change.get("flag") or "")
        if "judgement" in change:
            signature, reason = self._signature(change["judgement"])
            words.append(signature)
            why = why or reason
        title = self._titles().get(event.kind, event.kind)
        return ": ".join(part for part in (title, "; ".join(words)) if part), why

    def _titles(self) -> Dict[str, str]:
        return {
            "draft": self.tr("Draft answer"), "note": self.tr("Note"), "flag": self.tr("Flag"),
            "confidence": self.tr("Confidence"), "sign": self.tr("Signed"), "undo": self.tr("Taken back"),
            "import": self.tr("Came in"), "supersede": self.tr("Superseded by a new issue"),
            "keep": self.tr("Kept when issued again"), "quarantine": self.tr("Quarantined"),
        }

    def _answers(self, answers: object) -> List[str]:
        given = answers if isinstance(answers, dict) else {}
        return [f"{field_name(_FIELDS[code])} {self._value(_FIELDS[code], value)}"
                for code, value in given.items() if code in _FIELDS]

    def _signature(self, judgement: object) -> Tuple[str, str]:
        if not isinstance(judgement, dict):
            return self.tr("signature withdrawn"), ""
        basis = label("QRYJ", judgement.get("basis"), language())
        words = self.tr("by {name}, upon {basis}").format(name=judgement.get("signed_by", "?"), basis=basis)
        return words, str(judgement.get("reason") or "")

    def _value(self, field: Field, value: object) -> str:
        if value is None or value == "":
            return "—"
        if field.type == FieldType.CODE and field.codes in CODE_LISTS:
            return label(field.codes, value, language())
        if field.type == FieldType.AREA:
            return f"{mu_text(float(str(value)))} {mu_unit()}"
        if field.type == FieldType.BOOLEAN:
            return self.tr("yes") if value else self.tr("no")
        return str(value)
