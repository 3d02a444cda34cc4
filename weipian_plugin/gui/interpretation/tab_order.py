"""The order in which Tab goes through parts: as they are laid out, not as they were made."""

from __future__ import annotations

from typing import Iterator, Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLayout, QWidget


def tab_through(parts: Sequence[QWidget]) -> None:
    """Tab goes through ``parts`` one after the other, in each as its layouts have its widgets."""
    before = None
    for part in parts:
        for widget in _stops(part):
            if before is not None and before.nextInFocusChain() is not widget:
                QWidget.setTabOrder(before, widget)
            before = widget


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _in(layout)


def _in(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item.widget() is not None:
            yield from _stops(item.widget())
        elif item.layout() is not None:
            yield from _in(item.layout())
