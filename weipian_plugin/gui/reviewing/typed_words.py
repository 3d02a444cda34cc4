"""What a person has typed in the review window and nothing has taken up yet: it outlives the window."""

from __future__ import annotations

from typing import Dict, Mapping, Tuple

from qgis.PyQt.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ..standing_window import typed_fields

Kept = Dict[Tuple[str, str], str]
"""By field (page and name) and by the thing that it is about ("" for none): the words."""


def collect(page: str, widget: QWidget, kept: Kept) -> None:
    """Keep what is typed in the fields of a page, and forget what was kept of it before."""
    for key in [key for key in kept if key[0].startswith(f"{page}.") and not key[1]]:
        del kept[key]
    for field in typed_fields(widget):
        name = str(field.objectName())
        if name and not field.property(_BOUND):
            kept[f"{page}.{name}", ""] = field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def put_back(page: str, widget: QWidget, kept: Mapping[Tuple[str, str], str]) -> None:
    """Write it into the fields again, as typed."""
    for (name, about), text in kept.items():
        if name.startswith(f"{page}.") and not about:
            for field in widget.findChildren((QLineEdit, QPlainTextEdit), name[len(page) + 1:]):
                if isinstance(field, QLineEdit):
                    field.setText(text)
                    field.setModified(True)
                else:
                    field.setPlainText(text)
                    field.document().setModified(True)


_BOUND = "typed_about"


class TypedAbout:
    """The words of a line that is about what is chosen in a list: each thing has its own, until they are kept."""

    def __init__(self, edit: QLineEdit, kept: Kept, name: str) -> None:
        self._edit, self._kept, self._name = edit, kept, name
        self._about, self._stored = "", ""
        self._showing = False
        edit.setProperty(_BOUND, True)
        edit.textChanged.connect(self._typed)

    def show(self, about: str, stored: str) -> None:
        """Another thing is chosen, or the same again: what was typed of it, else what is ``stored``."""
        text = self._kept.get((self._name, about), stored) if about else stored
        self._about, self._stored = about, stored
        if self._edit.text() != text:  # the place where one writes stays
            self._showing = True
            self._edit.setText(text)
            self._showing = False

    def kept(self, about: str) -> None:
        """The words of this thing were taken up."""
        self._kept.pop((self._name, about), None)

    def _typed(self, text: str) -> None:
        if self._showing or not self._about:
            return
        if text == self._stored:
            self._kept.pop((self._name, self._about), None)
        else:
            self._kept[self._name, self._about] = text
