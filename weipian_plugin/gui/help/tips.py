"""What a control's tip says is said by “What is this?” too: Qt asks for the one or the other, never for both."""

from __future__ import annotations

from typing import Iterable, List

from qgis.PyQt.QtWidgets import QApplication, QWidget

_OURS = "weipianTipExplains"
_PACKAGE = __name__.split(".gui.")[0]


def explain_by_tips(roots: Iterable[QWidget]) -> None:
    """Every control in ``roots`` that has a tip and nothing else; tips that name a key change with it."""
    for root in roots:
        for widget in root.findChildren(QWidget):
            tip = widget.toolTip()
            if tip and (not widget.whatsThis() or widget.property(_OURS)):
                widget.setWhatsThis(tip)
                widget.setProperty(_OURS, True)


def own_windows() -> List[QWidget]:
    """The windows of this plugin that are open."""
    return [window for window in QApplication.topLevelWidgets()
            if window.isVisible() and type(window).__module__.startswith(_PACKAGE)]
