"""The import dialog on the bundled delivery: what it recognised, what it asks, what enters, what stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import Qt

from weipian_plugin.gui.import_dialog import ImportDialog
from weipian_plugin.gui.tasks import TaskRunner

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture(scope="session")
def package(demo) -> Path:
    return next((demo / "delivery").glob("*.zip"))


@pytest.fixture()
def runner(qgis_app):
    runner = TaskRunner()
    yield runner
    runner.stop()


@pytest.fixture()
def make(session, runner, qtbot):
    def dialog(new: bool = True) -> ImportDialog:
        dialog = ImportDialog(session, runner, new)
        qtbot.addWidget(dialog)
        return dialog

    return dialog


def read(dialog: ImportDialog, package: Path, qtbot) -> None:
    dialog.show_package(str(package))
    qtbot.waitUntil(lambda: dialog._task is None, timeout=30_000)


def cells(table, column: int) -> list:
    return [table.item(row, column).text() for row in range(table.rowCount())]


def test_reading_shows_what_was_recognised_and_enters_nothing(make, package, tmp_path, qtbot):
    dialog = make()
    read(dialog, package, qtbot)
    assert "GB18030" in dialog.summaryText.toPlainText() or "GBK" in dialog.summaryText.toPlainText()
    mapped = dict(zip(cells(dialog.mappingTable, 0), cells(dialog.mappingTable, 1)))
    assert mapped["JCBH"].startswith("JCBH") and "PMMJ" in mapped and not mapped["PMMJ"].startswith("PMMJ")
    assert "亩" in cells(dialog.mappingTable, 2)
    titles = [dialog.findingsTree.topLevelItem(n).text(0) for n in range(dialog.findingsTree.topLevelItemCount())]
    assert sum("（1）" in title for title in titles[:2]) == 2
    assert dialog.issuedEdit.text() == "2023-08-15" and dialog.profileBox.currentData()
    assert dialog._ok.isEnabled()
    assert not list(tmp_path.glob("*.gpkg"))


def test_accepting_makes_the_workspace_with_all_patches(make, package, session, tmp_path, qtbot):
    dialog = make()
    read(dialog, package, qtbot)
    dialog.targetEdit.setText(str(tmp_path / "北海.gpkg"))
    dialog.labelEdit.setText("2023-08 批")
    dialog.accept()
    assert dialog.receipt.added == len(session.workspace.queue()) == 406
    assert session.workspace.batches()[0].label == "2023-08 批"
    assert Path(session.workspace.path).name == "北海.gpkg"


def test_the_same_package_again_changes_nothing(make, package, session, tmp_path, qtbot):
    first = make()
    read(first, package, qtbot)
    first.targetEdit.setText(str(tmp_path / "a.gpkg"))
    first.accept()
    again = make(new=False)
    read(again, package, qtbot)
    assert len(again.plan.comparison.identical) == 406
    again.accept()
    assert again.receipt.added == 0 and again.receipt.identical == 406
    assert len(session.workspace.batches()) == 1


def test_patches_issued_again_unlike_before_are_decided_one_by_one(make, package, session, tmp_path, qtbot):
    from dataclasses import replace

    first = make()
    read(first, package, qtbot)
    changed = first.plan.delivery.patches[0]
    patches = [replace(changed, attributes={**changed.attributes, "TBLX": "GF"}), *first.plan.delivery.patches[1:]]
    first.plan = replace(first.plan, delivery=replace(first.plan.delivery, patches=patches, digest="other"))
    first.targetEdit.setText(str(tmp_path / "a.gpkg"))
    first.accept()
    again = make(new=False)
    read(again, package, qtbot)
    assert cells(again.differencesTable, 0) == [changed.jcbh]
    assert "TBLX" in cells(again.differencesTable, 1)[0]
    assert not again._ok.isEnabled()
    again.decide(changed.jcbh, "replace")
    assert again._ok.isEnabled()
    again.accept()
    assert again.receipt.replaced == 1
    row = next(row for row in session.workspace.queue() if row.jcbh == changed.jcbh)
    assert row.tblx == changed.attributes["TBLX"]


@pytest.mark.parametrize("name", ["empty.zip", "notes.7z", "nothing"])
def test_what_cannot_be_read_is_one_sentence_and_nothing_else(make, session, tmp_path, name, qtbot):
    path = tmp_path / name
    if name.endswith(".zip"):
        import zipfile

        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "x")
    elif name.endswith(".7z"):
        path.write_bytes(b"7z\xbc\xaf\x27\x1c")
    dialog = make()
    read(dialog, path, qtbot)
    assert dialog.errorLabel.text() and "\n" not in dialog.errorLabel.text().strip()
    assert not dialog._ok.isEnabled() and dialog.plan is None and session.workspace is None


def test_an_unknown_crs_is_asked_for_and_the_answer_is_used(make, package, tmp_path, qtbot):
    import zipfile

    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "in")
    for prj in (tmp_path / "in").rglob("*.prj"):
        prj.unlink()
    dialog = make()
    dialog.show()
    read(dialog, tmp_path / "in", qtbot)
    if dialog.plan is None:  # asked for: recognising degrees without a .prj is intake's to decide
        assert dialog.crsWidget.isVisible()
        dialog.crsWidget.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
        dialog.read()
        qtbot.waitUntil(lambda: dialog._task is None, timeout=30_000)
    assert dialog.plan is not None and len(dialog.plan.delivery.patches) == 406


def test_which_of_two_layers_is_asked_for_and_the_answer_is_used(make, package, tmp_path, qtbot):
    import zipfile

    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "in")
    for shape in list((tmp_path / "in").rglob("450512*.*")):
        if shape.suffix in (".shp", ".shx", ".dbf", ".prj"):
            shape.with_name(f"again{shape.suffix}").write_bytes(shape.read_bytes())
    dialog = make()
    dialog.show()
    read(dialog, tmp_path / "in", qtbot)
    assert dialog.plan is None and dialog.layerBox.isVisible() and "again.shp" in dialog.errorLabel.text()
    dialog.layerBox.setCurrentIndex(dialog.layerBox.findText("again.shp"))
    dialog.read()
    qtbot.waitUntil(lambda: dialog._task is None, timeout=30_000)
    assert dialog.plan is not None and len(dialog.plan.delivery.patches) == 406
    dialog.packageEdit.setText(str(package))
    assert not dialog.layerBox.isVisible()


def test_a_shape_and_a_table_in_different_units_show_each_its_own(make, package, qtbot):
    dialog = make()
    read(dialog, package, qtbot)
    rows = range(dialog.mappingTable.rowCount())
    shown = {dialog.mappingTable.item(row, 3).text().rpartition(".")[2][:3]: dialog.mappingTable.item(row, 2).text()
             for row in rows if dialog.mappingTable.item(row, 1).text().startswith("JCMJ")}
    assert shown == {"shp": "m²", "xls": "亩"}


def test_a_workspace_that_cannot_be_made_is_told_and_leaves_no_file(make, package, session, tmp_path, qtbot):
    dialog = make()
    read(dialog, package, qtbot)
    dialog.targetEdit.setText(str(tmp_path / "no such folder" / "a.gpkg"))
    dialog.accept()
    assert dialog.receipt is None and dialog.errorLabel.text()
    assert session.workspace is None and not list(tmp_path.iterdir())


def test_closing_the_dialog_while_reading_is_harmless(make, package, qtbot):
    dialog = make()
    dialog.show_package(str(package))
    dialog.reject()
    qtbot.wait(300)
    assert dialog.plan is None


def test_differences_tab_is_off_where_nothing_differs(make, package, qtbot):
    dialog = make()
    read(dialog, package, qtbot)
    assert not dialog.tabs.isTabEnabled(dialog.tabs.indexOf(dialog.differencesTab))
    assert dialog.profileBox.findData("MNR2024Q", Qt.ItemDataRole.UserRole) >= 0


def test_before_anything_is_read_the_lines_stand_together(make, qtbot):
    dialog = make()
    dialog.show()
    gap = dialog.targetEdit.mapTo(dialog, dialog.targetEdit.rect().topLeft()).y() - \
        dialog.packageEdit.mapTo(dialog, dialog.packageEdit.rect().bottomLeft()).y()
    assert gap < 2 * dialog.fontMetrics().height()
