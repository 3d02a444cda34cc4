"""Help: every control says what it is for, the guide opens at its chapter, the first keys are told once."""

from __future__ import annotations

import re
from html import escape

import pytest
from qgis.gui import QgsFileWidget, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QShortcut,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from weipian_plugin.domain.records import Record, Scene
from weipian_plugin.gui.fields.editor import Editor
from weipian_plugin.gui.help.guide import CHAPTERS, GUIDE, chapter_anchor
from weipian_plugin.gui.settings import Settings

pytestmark = pytest.mark.usefixtures("raising")

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QAbstractItemView,
            QAbstractSlider, QTabWidget)
WHOLES = (QDialogButtonBox, QgsFileWidget, QgsProjectionSelectionWidget, QComboBox, QAbstractSpinBox, QLineEdit,
          QTabWidget, QTabBar, Editor, QAbstractItemView)
"""What is explained as a whole: Qt asks them where a part of them says nothing."""


def is_explained(widget: QWidget) -> bool:
    if widget.whatsThis() or widget.toolTip():
        return True
    parent = widget.parentWidget()
    return isinstance(parent, WHOLES) and is_explained(parent)


def is_inner(widget: QWidget) -> bool:
    """A part that Qt or QGIS has made for itself."""
    name = widget.objectName()
    parent = widget.parentWidget()
    kind = type(parent).__name__ if parent is not None else ""
    return (name.startswith(("qt_", "Scroll")) or isinstance(widget, (QScrollBar, QHeaderView))
            or type(widget).__name__ == "QTableCornerButton" or isinstance(parent, QAbstractItemView)
            or "PrivateContainer" in kind
            or (parent is not None and parent.metaObject().className().startswith("QComboBoxPrivate")))


def unexplained(*roots: QWidget) -> list:
    found = []
    for root in roots:
        for widget in root.findChildren(QWidget):
            if isinstance(widget, CONTROLS) and not is_inner(widget) and not is_explained(widget):
                text = widget.text() if isinstance(widget, QAbstractButton) else ""
                parent = widget.parentWidget()
                found.append(f"{type(root).__name__}: {type(widget).__name__} {widget.objectName()!r} {text!r} "
                             f"in {type(parent).__name__} {parent.objectName()!r}")
    return sorted(set(found))


@pytest.fixture()
def at_work(plugin, measured_template, tmp_path):
    """The workbench on a measured workspace with records, one violation on the table, everything unfolded."""
    import shutil

    path = tmp_path / "measured.gpkg"
    shutil.copy(measured_template, path)
    plugin.session.settings.operator = "张三"
    plugin.session.open(str(path))
    plugin.workbench.registry["workbench"].setChecked(True)
    return plugin


@pytest.mark.parametrize("answers", [
    {"PDLX": "合法", "HFJTQX": "H1"}, {"PDLX": "违法", "WFLX1": "W1"}, {"PDLX": "其他", "QTJTQX": "Q1"}, {}],
    ids=["legal", "illegal", "facility", "nothing"])
def test_every_control_of_the_docks_says_what_it_is_for(at_work, answers):
    if answers:
        at_work.session.answer(answers, advance=False)
    QCoreApplication.processEvents()
    assert unexplained(*at_work.docks.values()) == []


def test_what_is_this_answers_at_controls_that_have_but_a_tip(at_work):
    for dock in at_work.docks.values():
        assert [widget.objectName() for widget in dock.findChildren(QWidget)
                if widget.toolTip() and not widget.whatsThis() and isinstance(widget, CONTROLS)] == []
    button = at_work.docks["compare"].findChild(QAbstractButton, "swipeButton")
    button.setToolTip("another key")
    at_work.workbench.explain_controls()
    assert button.whatsThis() == "another key"


def test_every_control_of_the_windows_says_what_it_is_for(at_work, window):
    bench, session = at_work.workbench, at_work.session
    uuid = session.current
    for kind in ("act", "rectification"):
        session.put_record(Record("", kind, (uuid,)))
    bench.show_acts()
    bench.show_accountability()
    bench.check_workspace()
    bench.trainings.open()
    bench.reviewing.open()
    windows = [bench.acts.window, bench.accountabilities.window, bench.validations.window, bench.trainings.window,
               bench.reviewing.window]
    QCoreApplication.processEvents()
    assert all(windows)
    assert unexplained(*windows) == []


def test_every_control_of_the_dialogs_and_options_says_what_it_is_for(at_work, window, demo):
    from weipian_plugin.gui.acts.parcel_links import ParcelPicker
    from weipian_plugin.gui.help.guide import GuideWindow
    from weipian_plugin.gui.import_dialog import ImportDialog
    from weipian_plugin.gui.layers.layers_dialog import LayersDialog
    from weipian_plugin.gui.layers.tile_address import TileAddressDialog
    from weipian_plugin.gui.operator_form import OperatorForm
    from weipian_plugin.gui.reviewing.discoveries_dialog import DiscoveriesDialog
    from weipian_plugin.gui.validation.held_back import HeldBackDialog

    bench, session, main = at_work.workbench, at_work.session, window.window
    session.workspace.set_scene(Scene(str(demo / "nowhere.tif"), "2016-12-09"))
    dialogs = [ImportDialog(session, bench.runner, True, main),
               LayersDialog(session, main, preparations=bench.preparations), OperatorForm(session, main),
               GuideWindow(main), window.factories[0].createWidget(main)]
    dialogs.append(DiscoveriesDialog(False, lambda *_: None, main))
    for make in (lambda: TileAddressDialog(main), lambda: HeldBackDialog("", main), lambda: ParcelPicker((), main)):
        dialogs.append(make())
    assert unexplained(*dialogs) == []
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()


# The guide

@pytest.mark.parametrize("place", sorted(CHAPTERS))
def test_every_place_has_its_chapter_in_both_guides(root, place):
    for number, language in enumerate(("zh", "en")):
        heading = CHAPTERS[place][number]
        anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        page = (root / "resources" / "guide" / f"guide.{language}.html").read_text(encoding="utf-8")
        assert f'id="{anchor}"' in page, f"{heading} ({language})"


def test_f1_in_a_dock_opens_the_guide_at_its_chapter(at_work, window, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(GUIDE, "show", lambda place="", parent=None: shown.append(place))
    window.window.show()
    window.window.activateWindow()
    for name in ("patches", "compare"):
        control = at_work.docks[name].widget().findChild(QAbstractButton if name == "compare" else QLineEdit)
        control.setFocus()
        QCoreApplication.processEvents()
        monkeypatch.setattr(QApplication, "focusWidget", lambda control=control: control)
        at_work.workbench.registry["help_here"].trigger()
    assert shown == ["patches", "compare"]
    assert QKeySequence("F1") in at_work.workbench.registry["help_here"].shortcuts()


def test_f1_in_a_window_opens_the_guide_at_its_chapter(at_work, window, qtbot):
    at_work.workbench.show_acts()
    acts = at_work.workbench.acts.window
    assert [s.key() for s in acts.findChildren(QShortcut)] .count(QKeySequence("F1")) == 1
    next(s for s in acts.findChildren(QShortcut) if s.key() == QKeySequence("F1")).activated.emit()
    browser = GUIDE.window.browser
    assert GUIDE.window.parentWidget() is acts
    assert browser.toPlainText() and browser.verticalScrollBar().value() > 0
    GUIDE.close()
    assert GUIDE.window is None


def test_the_guide_goes_with_the_plugin(window):
    from weipian_plugin.plugin import WeipianPlugin

    plugin = WeipianPlugin(window)
    plugin.initGui()
    plugin._front.show_guide()
    assert GUIDE.window is not None
    plugin.unload()
    assert GUIDE.window is None


def test_a_chapter_nobody_knows_is_the_beginning():
    assert chapter_anchor("nowhere") == ""


# The first keys

def test_the_first_keys_are_told_once_and_come_back_when_asked(plugin, window):
    window.window.show()
    plugin.workbench.registry["workbench"].setChecked(True)
    panel = plugin.workbench._first_keys
    assert panel.isVisible() and panel.label.text().count("<tr>") == 5
    panel.seenButton.click()
    assert not panel.isVisible() and Settings.load().keys_told
    plugin.workbench.registry["first_keys"].trigger()
    assert panel.isVisible()


def test_the_first_keys_are_those_the_person_has_set(plugin, window):
    plugin.workbench.registry["blink"].setShortcut("K")
    plugin.workbench.registry["workbench"].setChecked(True)
    assert "<b>K</b>" in plugin.workbench._first_keys.label.text()


def test_the_key_panel_shows_every_key_of_the_mode_as_it_is_set(plugin, window):
    registry = plugin.workbench.registry
    registry["swipe"].setShortcut("Ctrl+Alt+W")
    plugin.workbench.show_keys()
    text = plugin.workbench._key_panel.label.text()
    assert "Ctrl+Alt+W" in text
    assert [action.text() for action in registry.keys if escape(action.text()) not in text] == []
    plugin.workbench._key_panel.close()


# Options: each is read by somebody

def test_a_key_that_answers_stays_where_going_on_is_switched_off(plugin, workspace_file):
    plugin.session.open(str(workspace_file))
    plugin.session.settings.store(advance=False)
    first = plugin.session.current
    plugin.workbench.answer({"PDLX": "合法"})
    assert plugin.session.current == first
    plugin.session.settings.store(advance=True)
    plugin.workbench.answer({"PDLX": "合法"})
    assert plugin.session.current != first


def test_the_workbench_begins_with_as_many_views_as_wished(plugin, window, workspace_file):
    window.window.show()
    plugin.session.settings.store(views=1)
    plugin.workbench.registry["workbench"].setChecked(True)
    assert plugin.workbench.compare.view_count == 1
    plugin.workbench.registry["workbench"].setChecked(False)
    plugin.session.settings.store(views=2)
    plugin.workbench.registry["workbench"].setChecked(True)
    assert plugin.workbench.compare.view_count == 2


def test_the_options_page_keeps_what_is_shown_and_leads_to_the_shortcuts(plugin, window, qtbot):
    from qgis.PyQt.QtWidgets import QAction

    page = window.factories[0].createWidget(window.window)
    body = page.body
    body.advanceBox.setChecked(False)
    body.viewsBox.setCurrentIndex(body.viewsBox.findData(1))
    body.prefetchBox.setChecked(False)
    page.apply()
    kept = Settings.load()
    assert (kept.advance, kept.views, kept.prefetch) == (False, 1, False)
    action = QAction(window.window)
    action.setObjectName("mActionConfigureShortcuts")
    opened = []
    action.triggered.connect(lambda _checked: opened.append(True))
    QTest.mouseClick(body.keysButton, Qt.MouseButton.LeftButton)
    assert opened == [True]
    page.deleteLater()


def test_every_setting_has_a_reader(root):
    from dataclasses import fields

    rooms = "\n".join(path.read_text(encoding="utf-8") for path in (root / "weipian_plugin").rglob("*.py")
                      if path.name not in ("settings.py", "options.py"))
    options = (root / "weipian_plugin" / "gui" / "options.py").read_text(encoding="utf-8")
    for field in fields(Settings):
        assert re.search(rf"settings(\(\))?\.{field.name}\b|Settings\.load\(\)\.{field.name}\b", rooms), field.name
        assert field.name in options or field.name in (
            "workspace", "recent", "today", "shown", "keys_told", "lens_radius", "queue_columns",
            "delivery_folder", "delivery_products", "answer_days"), field.name
