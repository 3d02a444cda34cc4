"""Loads the Designer forms at run time: widgets and layout come from forms/*.ui, behaviour from the classes."""

from __future__ import annotations

from qgis.PyQt import uic
from qgis.PyQt.QtCore import QCoreApplication, QSize
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QWidget

from ..paths import FORMS, ICONS

FRAME = QSize(16, 48)
"""Title bar and borders of a window."""


def load_form(name: str, widget: QWidget) -> None:
    """Build ``forms/<name>.ui`` into ``widget``; its widgets become attributes by their object names.

    In a window F1 opens the guide at the chapter about this form.
    """
    uic.loadUi(str(FORMS / f"{name}.ui"), widget)
    if isinstance(widget, QDialog):
        from .help.guide import offer_help

        offer_help(name, widget)


def fit_to_screen(dialog: QWidget) -> None:
    """No larger than the screen leaves room for, so that its buttons can be reached."""
    room = dialog.screen().availableSize() - FRAME
    dialog.resize(dialog.size().boundedTo(room))


def icon(name: str) -> QIcon:
    """The plugin's own icon ``resources/icons/<name>.svg``."""
    return QIcon(str(ICONS / f"{name}.svg"))


def name_buttons(box: QDialogButtonBox, ok: str) -> None:
    """Our own words on OK and Cancel: Qt's are English where its translations are not installed."""
    standard = QDialogButtonBox.StandardButton
    box.button(standard.Ok).setText(ok)
    box.button(standard.Cancel).setText(QCoreApplication.translate("Forms", "Cancel"))
