"""Who sits at the workbench: what is theirs to undo, their list and their place, and options that count at once."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout

from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.options import OptionsPage
from weipian_plugin.gui.patches.filters import Filter
from weipian_plugin.gui.patches.models import DEADLINE
from weipian_plugin.gui.patches.orders import LOT, NEAR, Order
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture()
def nameless(workspace_file):
    session = Session(Settings.load())
    session.open(str(workspace_file))
    yield session
    session.close()


@pytest.fixture()
def dock(patches_dock):
    return patches_dock


class TestTheFirstAnswers:
    def test_are_undone_and_done_again_by_the_person_who_gave_their_name_after_them(self, nameless):
        first, second = nameless.order[:2]
        nameless.answer({"PDLX": "违法"})
        nameless.answer({"PDLX": "其他"})
        nameless.set_operator("张三")
        assert nameless.workspace.history(first)[-1].actor == QgsApplication.userLoginName()
        nameless.undo()
        nameless.undo()
        assert not any(nameless.workspace.draft(uuid).answers for uuid in (first, second))
        nameless.redo()
        assert nameless.workspace.draft(first).answers == {"PDLX": "违法"}
        nameless.redo()
        assert nameless.workspace.draft(second).answers == {"PDLX": "其他"}

    def test_are_copied_by_them_too(self, nameless):
        nameless.answer({"PDLX": "违法"})
        nameless.answer({"PDLX": "其他"})
        nameless.set_operator("张三")
        nameless.undo()
        nameless.copy_last()
        assert nameless.workspace.draft(nameless.order[1]).answers == {"PDLX": "违法"}

    def test_of_another_day_under_the_logins_name_are_not_theirs(self, workspace_file, told):
        with Workspace.open(workspace_file, actor=QgsApplication.userLoginName()) as before:
            uuid = before.queue()[0].parcel_uuid
            before.save_draft(uuid, {"PDLX": "合法"})
        session = Session(Settings.load())
        session.open(str(workspace_file))
        try:
            session.set_operator("张三")
            session.undo()
            assert session.workspace.draft(uuid).answers == {"PDLX": "合法"}
        finally:
            session.close()

    def test_are_no_longer_undone_by_who_sits_down_after_them(self, nameless):
        uuid = nameless.current
        nameless.answer({"PDLX": "违法"})
        nameless.set_operator("张三")
        nameless.set_operator("李四")
        nameless.undo()
        assert nameless.workspace.draft(uuid).answers == {"PDLX": "违法"}


class TestCopying:
    def test_goes_on_from_the_patch_on_the_table_to_the_one_answered_before_it(self, opened):
        opened.workspace.actor = opened.actor
        first, second = opened.order[:2]
        opened.answer({"PDLX": "违法"})
        opened.answer({"PDLX": "其他"}, advance=False)
        opened.copy_last()
        assert opened.workspace.draft(second).answers["PDLX"] == "违法"
        assert opened.workspace.draft(first).answers["PDLX"] == "违法"

    def test_passes_over_an_answer_that_was_taken_back(self, opened):
        opened.workspace.actor = opened.actor
        third = opened.order[2]
        opened.answer({"PDLX": "违法"})
        opened.answer({"PDLX": "其他"})
        opened.undo()
        opened.select(third)
        opened.copy_last()
        assert opened.workspace.draft(third).answers == {"PDLX": "违法"}

    def test_says_so_where_there_is_no_other(self, opened, told):
        opened.workspace.actor = opened.actor
        opened.answer({"PDLX": "违法"}, advance=False)
        opened.copy_last()
        assert len(told) == 1 and "no earlier answer" in told[0][0]


class TestAnotherPerson:
    def test_has_their_own_list_and_begins_where_they_left(self, dock, session):
        session.set_operator("李四")
        dock._filter(Filter(states=("todo",)))
        dock._order(Order(NEAR))
        session.select(session.order[6])
        theirs = session.current
        session.set_operator("张三")
        assert dock.model.filter == Filter() and dock.model.order.kind != NEAR
        assert dock._body.stateBox.currentIndex() == 0
        session.select(session.order[1])
        session.set_operator("李四")
        assert dock.model.filter.states == ("todo",) and dock.model.order.kind == NEAR
        assert session.current == theirs
        session.set_operator("张三")
        assert dock.model.filter == Filter(), "what the other filtered was not written under this name"

    def test_draws_other_lots(self, dock, session):
        dock._order(Order(LOT))
        mine = session.order
        session.set_operator("李四")
        dock._order(Order(LOT))
        assert sorted(session.order) == sorted(mine) and session.order != mine

    def test_does_not_sign_for_what_the_one_before_was_writing(self, measured, qtbot):
        measured.workspace.actor = measured.actor
        form = InterpretationDock(measured)
        qtbot.addWidget(form)
        form.remarks.noteEdit.insertPlainText("看过")
        measured.set_operator("李四")
        assert measured.workspace.history(measured.current)[-1].actor == "张三"
        form.shut_down()

    def test_who_only_now_gives_a_name_goes_on_with_the_list_as_it_is(self, nameless, qtbot):
        dock = PatchesDock(nameless)
        qtbot.addWidget(dock)
        dock.reload()
        dock._filter(Filter(states=("todo",)))
        nameless.select(nameless.order[4])
        here = nameless.current
        nameless.set_operator("张三")
        assert dock.model.filter.states == ("todo",) and nameless.current == here
        assert nameless.settings.kept_list(nameless.workspace.workspace_id)


class TestTheKeptList:
    @pytest.fixture()
    def written(self, monkeypatch) -> list:
        keys: list = []
        store = QgsSettings.setValue
        monkeypatch.setattr(QgsSettings, "setValue",
                            lambda stored, key, *rest: (keys.append(key), store(stored, key, *rest))[1])
        return keys

    def test_an_answer_that_leaves_the_filter_writes_no_settings(self, dock, session, written):
        dock._filter(Filter(states=("todo",)))
        listed = len(session.order)
        written.clear()
        for _ in range(3):
            session.answer({"PDLX": "违法"})
        assert len(session.order) == listed - 3 and written == []

    def test_another_filter_order_or_grouping_is_written_once_each(self, dock, session, written):
        for change in (lambda: dock._filter(Filter(states=("todo",))), lambda: dock._order(Order(NEAR)),
                       lambda: dock._group(True)):
            written.clear()
            change()
            assert [key.split("/")[1] for key in written] == ["list"]

    def test_opening_writes_none(self, session, workspace_file, qtbot, written):
        dock = PatchesDock(session)
        qtbot.addWidget(dock)
        session.open(str(workspace_file))
        assert not [key for key in written if "/list/" in key]


class TestOptions:
    def test_days_ahead_of_deadlines_change_the_list_at_once(self, dock, session, qtbot):
        session.settings.today = "2023-07-20"
        dock.reload()
        page = OptionsPage(session)
        qtbot.addWidget(page)
        read: list = []
        session.optionsChanged.connect(lambda names: read.append(set(names)))
        told_before = [dock.model.index(0, DEADLINE).data(), dock.model.table.values("lights").tolist()]
        page.body.leadSpin.setValue(4000)
        page.apply()
        assert read == [{"lead_days"}]
        assert [dock.model.index(0, DEADLINE).data(), dock.model.table.values("lights").tolist()] != told_before

    def test_scroll_on_a_small_screen_and_leave_the_buttons_of_the_dialog_where_they_are_seen(self, session, qtbot):
        dialog = QDialog()
        qtbot.addWidget(dialog)
        page, buttons = OptionsPage(session), QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        layout = QVBoxLayout(dialog)
        for widget in (page, buttons):
            layout.addWidget(widget)
        dialog.resize(620, 420)
        dialog.show()
        qtbot.waitExposed(dialog)
        assert (dialog.width(), dialog.height()) == (620, 420)
        assert dialog.rect().contains(buttons.geometry())
        scroll, last = page.findChild(QScrollArea), page.body.profilesCheckButton
        assert last.visibleRegion().boundingRect() != last.rect()
        scroll.ensureWidgetVisible(last)
        assert last.visibleRegion().boundingRect() == last.rect()

    def test_what_was_not_changed_is_not_told(self, session, qtbot):
        page = OptionsPage(session)
        qtbot.addWidget(page)
        told = []
        session.optionsChanged.connect(told.append)
        page.apply()
        assert told == []

    def test_brightness_and_memory_count_at_the_next_glance(self, plugin, workspace_file, qtbot):
        plugin.session.open(str(workspace_file))
        compare = plugin.workbench.compare
        page = OptionsPage(plugin.session)
        qtbot.addWidget(page)
        page.body.cacheSpin.setValue(512)
        page.body.matchBox.setChecked(False)
        page.apply()
        assert compare.views.store.limit_bytes == 512 * 1024 * 1024
        assert not compare._body.matchButton.isChecked()
