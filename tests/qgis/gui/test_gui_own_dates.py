"""The image dates of a patch of one's own: given when it is drawn, entered later; and sketches by click."""

from __future__ import annotations

import pytest
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.gui.geometry.geometries import Geometries

K = Qt.Key
OUTLINE = ((1.1, 0.1), (1.35, 0.1), (1.35, 0.4))


def draw_own(table) -> str:
    table.drawing.own_patch()
    table.draw(*OUTLINE)
    return table.session.current


def dates(table, uuid: str) -> tuple:
    attributes = table.workspace.parcel(uuid).attributes
    return attributes.get("QSX"), attributes.get("HSX")


def write(table, text: str) -> None:
    table.drawing.remark.setText(text)
    QTest.keyClick(table.drawing.remark, K.Key_Return)


def test_a_drawn_patch_has_the_dates_of_the_patch_on_the_table(table) -> None:
    known = dates(table, table.session.current)
    assert all(known)
    assert dates(table, draw_own(table)) == known


def test_the_dates_that_the_views_show_go_before_those(table) -> None:
    table.drawing.shut_down()
    table.drawing = Geometries(table.session, table.canvas, None, (), lambda: ("2019-06-01", "2020-01-02"))
    assert dates(table, draw_own(table)) == ("2019-06-01", "2020-01-02")


def test_they_can_be_entered_later_as_one_decision_for_all_parts_and_undone(table) -> None:
    own = draw_own(table)
    known = dates(table, own)
    table.look()
    table.drawing.split()
    table.draw((-0.2, 0.3), (1.2, 0.32))
    parts = table.workspace.siblings(own)
    table.drawing.image_dates()
    assert table.drawing.remark.text() == " ".join(known)
    write(table, "2019-06-01 2020-01-02")
    assert table.drawing.remark is None and len(parts) == 2
    assert [dates(table, part) for part in parts] == [("2019-06-01", "2020-01-02")] * 2
    event = table.workspace.history(own)[-1]
    assert event.kind == "dates" and set(event.parcels) == set(parts)
    table.session.undo()
    assert [dates(table, part) for part in parts] == [known] * 2
    table.session.redo()
    assert dates(table, own) == ("2019-06-01", "2020-01-02")


@pytest.mark.parametrize("text", ["2020-01-02 2019-06-01", "2019-06-01", "yesterday today", "2019-02-30 2020-01-01"])
def test_what_is_no_pair_of_dates_is_refused_and_stays_to_be_bettered(table, told, text: str) -> None:
    own = draw_own(table)
    known = dates(table, own)
    table.drawing.image_dates()
    write(table, text)
    assert table.drawing.remark is not None and dates(table, own) == known
    assert len(told) == 1 and text in told[0][0]


def test_the_dates_of_an_issued_patch_are_not_asked_for(table, told) -> None:
    here = table.session.current
    table.drawing.image_dates()
    assert table.drawing.remark is None and told
    with pytest.raises(WeipianError) as caught:
        table.workspace.many.give_dates([here], "2019-06-01", "2020-01-02")
    assert caught.value.code == "DATES_ISSUED"


def sketched(table, text: str, *places) -> None:
    table.drawing.sketch()
    table.draw(*places)
    write(table, text)


def kept(table) -> list:
    return [record.values["BHNR"] for record in table.workspace.records("sketch")]


@pytest.fixture()
def menu(table, qtbot):
    table.canvas.show()
    sketched(table, "first", (0.2, 0.2), (0.4, 0.6))
    sketched(table, "second", (0.8, 0.2), (0.8, 0.8))
    menu = table.drawing.sketch_menu()
    menu.show_at(table.canvas.viewport().mapToGlobal(QPoint(2, 2)))
    yield menu
    menu.close()


def test_enter_at_once_takes_the_first_sketch_away(table, menu) -> None:
    widths = [band.width() for band in table.drawing.marks.bands]
    assert widths[0] > widths[1]
    QTest.keyClick(menu, K.Key_Return)
    assert kept(table) == ["second"]


def test_a_click_on_a_sketch_on_the_map_chooses_it(table, menu) -> None:
    place = menu.mapFromGlobal(table.canvas.viewport().mapToGlobal(table.pixel(0.8, 0.5)))
    assert not menu.rect().contains(place)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert kept(table) == ["first"]


def test_a_click_beside_the_sketches_takes_nothing_away(table, menu) -> None:
    place = menu.mapFromGlobal(table.canvas.viewport().mapToGlobal(table.pixel(0.6, 0.95)))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert kept(table) == ["first", "second"]


def test_a_click_on_ones_own_part_says_to_click_the_other_one(table) -> None:
    table.drawing.split()
    table.draw((-0.2, 0.5), (1.2, 0.52))
    table.drawing.merge()
    count, spot = len(table.parts()), table.shape().representative_point()
    assert table.drawing.tool.parcel_at(QgsPointXY(spot.x, spot.y)) == ""
    table.click(table.at(spot.x, spot.y))
    label = table.drawing.tool._label
    assert "other part" in label.text() and not label.isHidden() and len(table.parts()) == count
    table.move(table.at(spot.x, spot.y) + QPoint(1, 0))
    assert "other part" in label.text()
