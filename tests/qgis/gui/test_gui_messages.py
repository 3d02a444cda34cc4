"""Messages in QGIS's message bar: readable whole, however long."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QTextBrowser

from weipian_plugin.gui.messages import Messages


@pytest.fixture()
def bar(window):
    window.window.resize(1290, 800)
    window.bar.resize(1290, 40)
    window.bar.show()
    return window.bar


def height_of_the_text(bar, sentence: str, window) -> tuple[int, float]:
    Messages(window).show(sentence, 0)
    QCoreApplication.processEvents()
    browser = bar.currentItem().findChild(QTextBrowser)
    browser.ensurePolished()
    document = browser.document().clone()
    document.setTextWidth(1080)
    return browser.minimumHeight(), document.size().height()


def test_a_long_result_has_the_lines_it_needs_and_a_short_one_has_one(bar, window):
    one, _ = height_of_the_text(bar, "30 patches measured.", window)
    counts = ", ".join(f"legal H{number} {number * 3}" for number in range(1, 26))
    several, needed = height_of_the_text(bar, f"405 patches measured. Suggestions: {counts}", window)
    assert several > one * 1.5 and several >= needed - 4


def test_a_message_without_end_leaves_room_for_the_map(bar, window):
    high, needed = height_of_the_text(bar, "another word " * 400, window)
    assert high < needed / 2


def test_what_was_told_before_goes_when_a_tool_is_taken_and_what_others_told_stays(bar, window):
    messages = Messages(window)
    others = bar.pushMessage("QGIS", "a layer is gone") or bar.currentItem()
    messages.show("Measured.", 0)
    messages.show("Kept.", 3)
    messages.clear()
    assert [item.text() for item in bar.items()] == [others.text()]


def test_what_is_written_on_the_map_stands_below_the_message_bar(bar, window, qtbot):
    from weipian_plugin.gui.geometry.how_to import HowToLine
    from weipian_plugin.gui.imagery.map_marks import Caption

    window.window.show()
    bar.move(window.canvas.mapTo(window.window, window.canvas.rect().topLeft()))
    bar.hide()
    line, caption = HowToLine(window.canvas), Caption(window.canvas)
    line.say("Click a line")
    free = line.y()
    bar.show()
    bar.resize(1290, 90)
    qtbot.waitUntil(lambda: line.y() >= free + 80, timeout=2000)
    bar.hide()
    qtbot.waitUntil(lambda: line.y() == free, timeout=2000)
    window.canvas.scene().removeItem(caption)
