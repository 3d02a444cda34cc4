"""What is painted by ourselves, because every step from patch to patch paints it, looks as Qt's own would."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QHelpEvent, QImage
from qgis.PyQt.QtWidgets import QApplication, QLabel, QStyledItemDelegate, QToolTip, QVBoxLayout, QWidget

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.gui.interpretation.fact_lines import FactLine, FactLines
from weipian_plugin.gui.interpretation.header_lines import HeaderLines
from weipian_plugin.gui.interpretation.rich_label import RichLabel
from weipian_plugin.gui.patches.cell_delegate import CellDelegate
from weipian_plugin.gui.patches.cells import FARMLAND
from weipian_plugin.gui.patches.models import STATUS
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.gui.patches.queue_view import LINES_AHEAD

WORDS = 'One <b>word</b> and another, <a href="evidence:ZM">a link</a>, and words enough for three lines or four of it.'
LINES = [FactLine("Farmland", "6.00 mu", 0.5, "#c99a1e", percent="50 %", flagged=True, hint="the first"),
         FactLine("of it", "1.00 mu", 0.0, "#d1682a", percent="<1 %", inner=True, hint="the second"),
         FactLine("Redline", "not checked", None, faint=True, hint="the third")]


def shot(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def coloured_pixels(image: QImage, colour: str) -> list[QPoint]:
    wanted = QColor(colour)
    return [QPoint(x, y) for x in range(image.width()) for y in range(image.height())
            if image.pixelColor(x, y) == wanted]


@pytest.mark.parametrize("grouped", [False, True], ids=["plain", "by township"])
def test_the_queue_looks_as_with_qts_own_delegate(session, workspace_file, qtbot, grouped: bool) -> None:
    dock = PatchesDock(session)
    qtbot.addWidget(dock)
    session.open(str(workspace_file))
    dock.resize(520, 700)
    dock.show()
    dock.model.set_grouped(grouped)
    table = dock._body.table
    table.selectRow(2)
    session.workspace.set_flag(session.order[0], "边界不清")
    session.parcelUpdated.emit(session.order[0])
    line = dock.model.row_of(session.order[0])
    assert dock.model.index(line, STATUS).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert isinstance(table.itemDelegate(), CellDelegate)
    mine = shot(table.viewport())
    table.setItemDelegate(QStyledItemDelegate(table))
    assert mine == shot(table.viewport())
    assert len({mine.pixel(x, y) for x in range(0, 400, 2) for y in range(0, 300, 2)}) > 10  # it shows something


def test_a_row_that_changes_is_painted_as_it_is_now(session, workspace_file, qtbot) -> None:
    dock = PatchesDock(session)
    qtbot.addWidget(dock)
    session.open(str(workspace_file))
    dock.resize(520, 700)
    dock.show()
    table = dock._body.table
    before = shot(table.viewport())
    session.workspace.save_draft(session.order[0], {"PDLX": "合法"})
    session.parcelUpdated.emit(session.order[0])
    mine = shot(table.viewport())
    table.setItemDelegate(QStyledItemDelegate(table))
    assert mine == shot(table.viewport()) != before


@pytest.fixture
def lines(qtbot) -> FactLines:
    shown = FactLines()
    qtbot.addWidget(shown)
    shown.show_lines(LINES)
    shown.resize(400, shown.sizeHint().height())
    return shown


def test_a_bar_is_as_long_as_its_share_of_the_room(lines) -> None:
    found = coloured_pixels(shot(lines), LINES[0].hue)
    height = lines.height() / len(LINES)
    assert found and max(pixel.y() for pixel in found) < height
    left, right = min(pixel.x() for pixel in found), max(pixel.x() for pixel in found)
    lines.show_lines([FactLine("Farmland", "6.00 mu", 1.0, "#c99a1e", percent="50 %", flagged=True), *LINES[1:]])
    whole = coloured_pixels(shot(lines), LINES[0].hue)
    full = max(pixel.x() for pixel in whole) - left
    assert (right - left) / full == pytest.approx(0.5, abs=0.03)
    assert not coloured_pixels(shot(lines), LINES[1].hue)  # nothing of it: no bar


def test_each_line_of_the_areas_has_its_own_tool_tip_and_all_can_be_read_to_a_person(lines) -> None:
    lines.show()
    for place, line in enumerate(LINES):
        at = QPoint(10, round((place + 0.5) * lines.height() / len(LINES)))
        assert lines.line_at(at.y()) is line
        QApplication.sendEvent(lines, QHelpEvent(QHelpEvent.Type.ToolTip, at, lines.mapToGlobal(at)))
        assert QToolTip.text() == line.hint
    assert lines.accessibleDescription().splitlines()[0] == "Farmland 6.00 mu 50 % ⚑"


def test_names_and_figures_are_never_cut_off(lines) -> None:
    bold = lines._bold()
    lines.resize(lines.minimumSizeHint())
    names, areas, _ = lines._widths()
    metrics = [lines.fontMetrics(), type(lines.fontMetrics())(bold)]
    for line in LINES:
        assert metrics[line.flagged].horizontalAdvance(line.area) <= areas
        assert lines._indent(line) + metrics[line.flagged].horizontalAdvance(line.name) <= names
    lines.show_lines([*LINES, FactLine("A very much longer name", "12,345.00 mu")])
    assert lines._widths()[0] > names and lines._widths()[1] > areas


@pytest.mark.parametrize("width", [120, 200, 480])
def test_a_rich_label_is_as_high_as_qts_own_and_shows_the_same(qtbot, width: int) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    ours, theirs = RichLabel(page), QLabel(page)
    theirs.setTextFormat(Qt.TextFormat.RichText)
    theirs.setWordWrap(True)
    for label in (ours, theirs):
        label.setText(WORDS)
        label.resize(width, label.heightForWidth(width))
    assert ours.heightForWidth(width) == theirs.heightForWidth(width)
    assert shot(ours) == shot(theirs)
    ours.setText("short")
    assert ours.heightForWidth(width) < theirs.heightForWidth(width)


def test_a_rich_label_takes_the_place_of_another_and_its_links_can_be_clicked(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout, before = QVBoxLayout(page), QLabel("x", page)
    before.setObjectName("missingLabel")
    before.setWhatsThis("What is missing")
    layout.addWidget(before)
    label = RichLabel.instead_of(before)
    label.setText('<a href="evidence:ZM">a link that is clicked</a>')
    page.resize(300, 60)
    page.show()
    assert layout.itemAt(0).widget() is label
    assert (label.objectName(), label.whatsThis()) == ("missingLabel", "What is missing")
    clicked: list[str] = []
    label.linkActivated.connect(clicked.append)
    qtbot.mouseClick(label, Qt.MouseButton.LeftButton, pos=QPoint(20, label.height() // 2))
    assert clicked == ["evidence:ZM"]


def test_a_text_that_was_shown_before_is_shown_again_as_a_new_label_would(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    ours = RichLabel(page)
    for width, text in ((300, WORDS), (300, "other <i>words</i>"), (200, WORDS)):
        ours.setText(text)
        anew = RichLabel(page)
        anew.setText(text)
        for label in (ours, anew):
            label.resize(width, label.heightForWidth(width))
        assert ours.size() == anew.size() and shot(ours) == shot(anew)
    ours.clear()
    assert ours.text() == "" and ours.heightForWidth(200) <= RichLabel(page).heightForWidth(200)
    larger = ours.font()
    larger.setPointSize(larger.pointSize() * 2)
    ours.setFont(larger)
    before = ours.heightForWidth(200)
    ours.setText(WORDS)
    assert ours.heightForWidth(200) > before
    assert ours.heightForWidth(200) > anew.heightForWidth(200)


def test_a_line_of_the_head_is_cut_for_the_width_it_has_now(qtbot) -> None:
    head = HeaderLines(1)
    qtbot.addWidget(head)
    for width, text in ((300, "one"), (120, "one"), (120, "another"), (300, "another"), (300, "one")):
        anew = HeaderLines(1)
        qtbot.addWidget(anew)
        for lines in (head, anew):
            lines.resize(width, lines.sizeHint().height())
            lines.show_lines([f"{text} name, long enough <b>the</b> end"], f"{text} name, long enough")
        assert shot(head) == shot(anew)


@pytest.fixture()
def low_queue(measured, qtbot):
    """A list of which a few lines are seen, and the lines whose 耕地 is read."""
    dock = PatchesDock(measured)
    qtbot.addWidget(dock)
    dock.resize(520, 330)
    dock.show()
    qtbot.waitExposed(dock)
    measured.queueChanged.emit()
    read: list[str] = []
    known = dock.model._read_farmland
    dock.model._read_farmland = lambda rows: (read.extend(row.parcel_uuid for row in rows[:1]), known(rows))
    return dock, read


def test_the_lines_below_those_that_are_seen_are_read_while_nobody_does_anything(low_queue, measured, qtbot):
    dock, read = low_queue
    table, model = dock._body.table, dock.model
    below = table.rowAt(table.viewport().height() - 1) + 1
    lines = range(below, below + LINES_AHEAD)
    assert below > 0 and lines[-1] < model.rowCount()
    measured.step(1)
    qtbot.waitUntil(lambda: all((int(model._lines.lines[line]), FARMLAND) in model._texts for line in lines))
    assert not any(model.make_ready(line) for line in lines)
    read.clear()
    assert all(model.cell(line, FARMLAND).text == model.index(line, FARMLAND).data() for line in lines)
    assert len(read) == len(lines)  # asked by the index: the cells were known


def test_a_cell_that_cannot_be_read_just_now_is_empty_and_read_when_it_is_painted_again(low_queue, measured):
    dock, _read = low_queue
    model = dock.model
    line = next(line for line in range(model.rowCount()) if model.queue_row(line).farmland_m2 is not None)
    known, model._texts = model._read_farmland, {}

    def fails(_rows: object) -> None:
        raise WeipianError("WORKSPACE_IO", file="w.gpkg", detail="x")

    model._read_farmland = fails
    assert model.cell(line, FARMLAND).text == ""
    model._read_farmland = known
    assert model.cell(line, FARMLAND).text != ""
