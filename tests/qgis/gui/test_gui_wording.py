"""Colours of text: weak where it is only context, yet readable in every theme of QGIS."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication, QMainWindow

from weipian_plugin.gui.patches.cells import COLOURS, LIGHT_COLOURS
from weipian_plugin.gui.wording import BAD, GOOD, LEAST_CONTRAST, MACHINE, WARN, contrast, muted, readable, seen, tone

GROUNDS = (QPalette.ColorRole.Window, QPalette.ColorRole.Base)


@pytest.fixture(params=["default", "Night Mapping"])
def palette(request, qtbot) -> QPalette:
    """What one sees in the window, in the plain and in the dark theme of QGIS."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    before = QApplication.palette()
    QApplication.setPalette(QApplication.style().standardPalette())  # an earlier theme leaves its own
    QgsApplication.setUITheme(request.param)
    try:
        dark = request.param == "Night Mapping"
        ground = QPalette.ColorRole.Window
        qtbot.waitUntil(lambda: not dark or seen(window.palette()).color(ground).lightness() < 100)
        yield window.palette()
    finally:
        QgsApplication.setUITheme("default")
        QApplication.setPalette(before)


def worst(colour: QColor, palette: QPalette) -> float:
    return min(contrast(colour, seen(palette).color(role)) for role in GROUNDS)


def test_muted_text_is_weaker_than_the_texts_own_and_can_be_read(palette):
    text = seen(palette).color(QPalette.ColorRole.WindowText)
    assert LEAST_CONTRAST <= worst(muted(palette), palette) <= worst(text, palette)


def test_muted_text_is_as_strong_in_a_view_that_is_filled_before_it_is_enabled(palette):
    disabled = QPalette(palette)
    disabled.setCurrentColorGroup(QPalette.ColorGroup.Disabled)
    assert muted(disabled) == muted(palette)


@pytest.mark.parametrize("kind", [BAD, GOOD, WARN, MACHINE])
def test_coloured_text_can_be_read(palette, kind):
    assert worst(tone(kind, palette), palette) >= LEAST_CONTRAST


@pytest.mark.parametrize("colour", sorted({*COLOURS.values(), *LIGHT_COLOURS.values()}))
def test_states_and_lights_of_the_queue_can_be_read_and_keep_their_hue(palette, colour):
    shown = readable(QColor(colour), palette)
    assert worst(shown, palette) >= LEAST_CONTRAST
    assert QColor(colour).saturation() < 60 or abs(shown.hue() - QColor(colour).hue()) < 20


def test_black_and_white_are_as_far_apart_as_can_be():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)
