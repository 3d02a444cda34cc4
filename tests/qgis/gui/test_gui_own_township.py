"""The township of a patch of one's own, and the removing of a chosen sketch: on the map, as decisions."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from weipian_plugin.gui.patches.filters import Filter
from weipian_plugin.gui.patches.patches_dock import PatchesDock

pytestmark = pytest.mark.usefixtures("raising")
K = Qt.Key
OUTLINE = ((1.1, 0.1), (1.35, 0.1), (1.35, 0.4))


def draw_own(table) -> str:
    table.drawing.own_patch()
    table.draw(*OUTLINE)
    return table.session.current


def write(table, text: str) -> None:
    table.drawing.remark.setText(text)
    QTest.keyClick(table.drawing.remark, K.Key_Return)


def sketched(table, text: str) -> None:
    table.drawing.sketch()
    table.draw((0.2, 0.2), (0.4, 0.6))
    write(table, text)


def test_the_township_of_a_drawn_patch_is_asked_for_and_the_list_filters_and_groups_by_it(table, qtbot) -> None:
    dock = PatchesDock(table.session)
    qtbot.addWidget(dock)
    dock.reload()
    dock._group(True)
    own = draw_own(table)
    write(table, "自划镇")
    assert table.drawing.remark is None
    assert table.workspace.parcel(own).attributes["XZMC"] == "自划镇"
    headings = [dock.model.index(line, 0).data() for line in dock.model.group_lines()]
    assert any("自划镇   0/1" in heading for heading in headings)
    dock._filter(Filter(townships=("自划镇",)))
    assert dock.model.uuids == [own]
    table.session.undo()
    assert table.workspace.parcel(own).attributes.get("XZMC") is None
    assert dock.model.uuids == []
    table.session.redo()
    assert dock.model.uuids == [own]


def test_all_parts_of_a_drawn_patch_go_to_their_township_in_the_list(table, qtbot) -> None:
    dock = PatchesDock(table.session)
    qtbot.addWidget(dock)
    dock.reload()
    own = draw_own(table)
    table.look()
    table.drawing.split()
    table.draw((-0.2, 0.3), (1.2, 0.32))
    parts = set(table.workspace.siblings(own))
    table.drawing.township()
    write(table, "自划镇")
    dock._filter(Filter(townships=("自划镇",)))
    assert len(parts) == 2 and set(dock.model.uuids) == parts


def test_escape_leaves_the_township_open_and_it_can_be_entered_later(table) -> None:
    own = draw_own(table)
    QTest.keyClick(table.drawing.remark, K.Key_Escape)
    assert table.drawing.remark is None and not table.workspace.parcel(own).attributes.get("XZMC")
    table.drawing.township()
    write(table, "自划镇")
    table.drawing.township()
    assert table.drawing.remark.text() == "自划镇"
    assert "自划镇" in table.workspace.lists.townships()


def test_whoever_goes_on_is_asked_no_more(table) -> None:
    own = draw_own(table)
    table.session.step(-1)
    assert table.drawing.remark is None and not table.workspace.parcel(own).attributes.get("XZMC")


def test_the_township_of_an_issued_patch_is_not_asked_for(table) -> None:
    here = table.session.current
    was = table.workspace.parcel(here).attributes.get("XZMC")
    table.drawing.township()
    assert table.drawing.remark is None
    assert table.workspace.parcel(here).attributes.get("XZMC") == was


def test_of_several_sketches_the_chosen_one_goes_and_undo_brings_it_back(table) -> None:
    for text in ("first", "second", "third"):
        sketched(table, text)
    menu = table.drawing.sketch_menu()
    actions = [action for action in menu.actions() if action.isEnabled() and not action.isSeparator()]
    assert ["first" in actions[0].text(), "second" in actions[1].text(), len(actions)] == [True, True, 3]
    actions[1].hover()
    widths = [band.width() for band in table.drawing.marks.bands]
    assert widths[1] > widths[0] == widths[2]
    actions[1].trigger()
    assert [record.values["BHNR"] for record in table.workspace.records("sketch")] == ["first", "third"]
    assert [text._text.split("  ")[0] for text in table.drawing.marks.texts] == ["first", "third"]
    assert table.workspace.history(table.session.current)[-1].kind == "unrecord"
    table.session.undo()
    assert sorted(record.values["BHNR"] for record in table.workspace.records("sketch")) == [
        "first", "second", "third"]
    assert len(table.drawing.marks.bands) == 3


def test_without_a_sketch_there_is_nothing_to_choose_and_that_is_said(table, told) -> None:
    assert table.drawing.sketch_menu() is None
    assert any("sketch" in sentence for sentence, *_ in told)
