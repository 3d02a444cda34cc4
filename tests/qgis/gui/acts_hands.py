"""Hands for the acts' window: to a page, a text into a line, an entry out of a list, as a person does it."""

from __future__ import annotations


def go_to(window, page):
    window.tabs.setCurrentWidget(page)
    return page


def begin_to_write(editor, text) -> None:
    editor.line.setText(text)  # QTest types no Chinese
    editor.line.setModified(True)
    editor.line.textEdited.emit(text)


def write(editor, text) -> None:
    begin_to_write(editor, text)
    editor.line.editingFinished.emit()


def choose(editor, code) -> None:
    editor.box.setCurrentIndex(editor.box.findData(code))
    editor.box.activated.emit(editor.box.currentIndex())
