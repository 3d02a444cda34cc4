"""Who said what of a patch, when, and why: its events in words, newest first."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QRect, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ...domain.definitions import ANSWERS
from ...domain.forms.codes import CODE_LISTS, label
from ...domain.forms.fields import Field, FieldType
from ...domain.records import Event
from ..acts.record_words import event_in_words
from ..messages import language
from ..wording import field_name, mu_text, mu_unit

_FIELDS: Dict[str, Field] = {field.code: field for field in ANSWERS}


_SAID = 2
LINES = 14
"""Lines that are shown at once."""
_LEAST = 2


class _WholeText(QStyledItemDelegate):
    """A tree gives a row one line whatever its text: here it has as many as the text needs in its column.

    The lines are reckoned by the style that draws them; fonts alone do not tell how high Chinese stands.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        width = self.parent().columnWidth(index.column())
        if index.column() >= _SAID and width > 0:
            option.rect = QRect(0, 0, width, 1)  # one of no height would count as none
        needed = super().sizeHint(option, index)
        return QSize(needed.width(), needed.height() + QFontMetrics(option.font).height() // 3)


class HistoryView(QTreeWidget):
    """The events of one patch in four columns."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._wanted = 0
        self.setWhatsThis(self.tr("Who said what of this patch, when and why; nothing is ever taken out"))
        self.setHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("Why")])
        self.setRootIsDecorated(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setItemDelegate(_WholeText(self))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        for column in (2, 3):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)  # a row may be higher than its place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C takes the whole history along as text, for a file or a letter."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.as_text())
        else:
            super().keyPressEvent(event)

    def as_text(self) -> str:
        """The rows as they are shown, with the time to the second and its zone, a line each, columns apart by tabs."""
        rows = [self.topLevelItem(index) for index in range(self.topLevelItemCount())]
        lines = [[self.headerItem().text(column) for column in range(4)]]
        lines += [[row.toolTip(0), *(row.text(column) for column in (1, 2, 3))] for row in rows]
        return "\n".join("\t".join(line) for line in lines)

    def show_events(self, events: Sequence[Event]) -> None:
        """Show the events, newest first."""
        self.clear()
        for event in reversed(events):
            what, why = self.in_words(event)
            when = event.recorded_at[:16].replace("T", "\n")  # narrow: the room is for what was said
            item = QTreeWidgetItem([when, event.actor, what, why])
            for column, text in ((0, event.recorded_at), (2, what), (3, why)):
                item.setToolTip(column, text)
            self.addTopLevelItem(item)
        self.setColumnHidden(3, not any(self.in_words(event)[1] for event in events))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths break the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            QTimer.singleShot(0, self._fit)

    def _fit(self) -> None:
        """As high as its lines, up to some and never most of the dock; the rest is scrolled to."""
        line = QFontMetrics(self.font()).lineSpacing() + 6
        most = min(line * LINES, max(self.window().height() * 2 // 5, 3 * line))
        rows = sum(max(self.visualItemRect(self.topLevelItem(index)).height(), line)
                   for index in range(self.topLevelItemCount()))
        head = self.header().sizeHint().height() + line // 2
        self._wanted = head + min(max(rows, line), most)
        # On a low screen it gives way: a dock that needs more would make QGIS's window higher than the screen.
        self.setMinimumHeight(min(self._wanted, head + _LEAST * line))
        self.setMaximumHeight(self._wanted)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._wanted or super().sizeHint().height())

    def in_words(self, event: Event) -> Tuple[str, str]:
        """What an event did, and the reason given, if any."""
        if event.kind == "settle":
            return self._titles()[event.kind], str(event.payload.get("reason") or "")
        if event.record:
            return ": ".join(part for part in event_in_words(event) if part), _table_of(event)
        if event.changes_shapes:
            title = self._titles().get(event.kind, event.kind)
            return ": ".join(part for part in (title, "、".join(_numbers(event))) if part), ""
        if event.of_many:
            return self._of_many(event)
        before, after = event.payload.get("before"), event.payload.get("after")
        change: Mapping[str, object] = after if isinstance(after, dict) else {}
        was = before.get("answers") if isinstance(before, dict) else None
        words = self._answers(change.get("answers"), was if isinstance(was, dict) else {}) + [
            told for key, told in (("note", str(change.get("note") or "—")),
                                   ("confidence", _confidence(str(change.get("confidence") or "—")))) if key in change]
        why = str(change.get("flag") or "")
        if "judgement" in change:
            signature, reason = self._signature(change["judgement"])
            words.append(signature)
            why = why or reason
        despite = event.payload.get("despite")
        if isinstance(despite, dict) and despite:
            words.append(self.tr("although {checks} did not pass").format(checks=", ".join(despite)))
        refused = event.payload.get("refused")
        if isinstance(refused, dict):
            words += [f"{one.get('field')} {one.get('becomes') or '—'}" for one in refused.values()]
        why = why or _table_of(event)
        title = self._titles().get(event.kind, event.kind)
        return ": ".join(part for part in (title, "; ".join(words)) if part), why

    def _titles(self) -> Dict[str, str]:
        return {
            "draft": self.tr("Draft answer"), "note": self.tr("Note"), "flag": self.tr("Flag"),
            "confidence": self.tr("Confidence"), "sign": self.tr("Signed"), "undo": self.tr("Taken back"),
            "import": self.tr("Came in"), "supersede": self.tr("Superseded by a new issue"),
            "keep": self.tr("Kept when issued again"), "quarantine": self.tr("Quarantined"),
            "redo": self.tr("Done again"), "split": self.tr("Split"), "merge": self.tr("Merged"),
            "reshape": self.tr("Boundary moved"), "actual": self.tr("Actual parcel"), "draw": self.tr("Drawn here"),
            "assign": self.tr("Assigned"), "flags": self.tr("Flag"),
            "township": self.tr("Township"), "dates": self.tr("Image dates"),
            "refuse": self.tr("Not taken from a table"), "settle": self.tr("Decided between offices"),
        }

    def _of_many(self, event: Event) -> Tuple[str, str]:
        """What was decided of this and other patches at once."""
        together = event.payload.get("together")
        texts = together.get("after") if isinstance(together, dict) else None
        told = sorted(set(texts.values())) if isinstance(texts, dict) else []
        title = self._titles().get(event.kind, event.kind)
        what = self.tr("{what} ({count} patches at once)").format(what=title, count=len(event.parcels))
        text = "、".join(str(each) or "—" for each in told)
        return (what, text) if event.payload.get("what") == "flag" else (f"{what}: {text}", "")

    def _answers(self, answers: object, before: Mapping[str, object]) -> List[str]:
        """Each answer as it is now; where it was another, what it was before."""
        given = answers if isinstance(answers, dict) else {}
        told = []
        for code, value in given.items():
            if code in _FIELDS:
                was, now = (self._value(_FIELDS[code], each) for each in (before.get(code), value))
                told.append(f"{field_name(_FIELDS[code])} {now if was == '—' else f'{was} → {now}'}")
        return told

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


def _table_of(event: Event) -> str:
    """The row of the table that the decision came from."""
    origin = event.payload.get("origin")
    if not isinstance(origin, dict):
        return ""
    return QCoreApplication.translate("HistoryView", "returned table {file}, row {row}").format(
        file=origin.get("file", "?"), row=origin.get("row", "?"))


def _confidence(stored: str) -> str:
    """As the bar of remarks offers it."""
    translate = QCoreApplication.translate
    named = {"高": translate("RemarksBar", "High"), "中": translate("RemarksBar", "Middle"),
             "低": translate("RemarksBar", "Low")}
    return named.get(stored, stored)


def _numbers(event: Event) -> List[str]:
    """The numbers of the parcels that stand after an event of shapes."""
    ground = event.payload["ground"]
    after = ground.get("after") if isinstance(ground, dict) else None
    parcels = [after[uuid] for uuid in event.parcels if uuid in after] if isinstance(after, dict) else []
    return [str(each["dkbh"]) for each in parcels if isinstance(each, dict)]
