"""The review window under hurried hands: pages turned, rows clicked, closed, switched, unloaded while work runs."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QHeaderView

from tests.qgis import blind_scene
from tests.qgis.gui import monkey_checks as checks
from tests.qgis.gui.monkey import DIALOGS, Faults, settle
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.gui.reviewing.review_window import PAGES
from weipian_plugin.jobs.offices.making import PackageWish, make_package
from weipian_plugin.jobs.reviewing.blind import BlindWish, make_files
from weipian_plugin.jobs.reviewing.collecting import collect_all
from weipian_plugin.workspace.workspace import Workspace

NAMES = [module for module, _ in PAGES]
LEFT = Qt.MouseButton.LeftButton
TURNS = 60
ACTS = ("page", "page", "page", "row", "row", "row", "box", "button", "stop", "close", "switch", "wait", "decide",
        "package")


@pytest.fixture(scope="module")
def review(demo: Path, tmp_path_factory, qgis_app) -> dict[str, Path]:
    """A province with a sample that two have read differently, and a package of another office."""
    folder = tmp_path_factory.mktemp("hurried")
    path = blind_scene.make(demo, folder)
    with Workspace.open(path, actor="王主任") as province:
        sample = blind_scene.sample_uuid(province)
        make_files(province, sample, folder, BlindWish(("甲", "乙"), 1))
        files = sorted(folder.glob("复判_*.gpkg"))
        for number, file in enumerate(files):
            with Workspace.open(file, actor="甲乙"[number]) as read:
                for row in read.queue():
                    read.save_draft(row.parcel_uuid, {"PDLX": ("其他", "合法")[number]})
        collect_all(province, files)
        package = make_package(province, folder / "别处.wpk", PackageWish("别处")).path
    return {"province": path, "package": package}


class Bench:
    """The plugin in a window on the province's workspace, and another workspace to switch to."""

    def __init__(self, window: Any, files: dict[str, Path], faults: Faults, before: dict[str, Any]) -> None:
        from weipian_plugin.plugin import WeipianPlugin

        self.window, self.files, self.faults, self.before = window, files, faults, before
        self.plugin: Any = WeipianPlugin(window)
        self.plugin.initGui()
        self.plugin.session.message.connect(faults.told)
        self.plugin.session.open(str(files["province"]))
        self.plugin.workbench.registry["workbench"].setChecked(True)
        self.done: list[str] = []

    @property
    def desk(self) -> Any:
        return self.plugin.workbench.reviewing

    def shown(self, page: str = "") -> Any:
        self.desk.open(page)
        return self.desk.window

    def waiting(self) -> threading.Event:
        """A task of the window that runs until the event is set, and does not ask whether it was cancelled."""
        begun, free = threading.Event(), threading.Event()

        def work(own: Workspace, feedback: Any) -> int:
            begun.set()
            free.wait(20)
            feedback.progress(1, 2, "still")
            return len(own.queue())

        page = self.shown("packages_page").pages["packages_page"]
        self.calm()
        page.run("waits", work, lambda _count: self.done.append(page.title()), None)
        while not begun.wait(0.01):
            QApplication.processEvents()
        return free

    def calm(self) -> None:
        desk = self.desk
        settle(lambda: desk._task is not None, lambda: desk.window is not None and desk.window._soon.isActive())

    def unload(self) -> None:
        self.plugin.unload()
        self.plugin = None
        QgsProject.instance().clear()
        settle()
        checks.flush_deletions()
        left = checks.what_is_left(self.before, checks.trace_of(self.window))
        assert not left, left

    def no_fault(self) -> None:
        assert not self.faults.found, "\n".join(self.faults.found)


@pytest.fixture()
def bench(window, review, workspace_template: Path, tmp_path: Path, monkeypatch) -> Iterator[Bench]:
    monkeypatch.setenv("WEIPIAN_OPERATOR", "王主任")
    files = {"province": tmp_path / "省.gpkg", "other": tmp_path / "县.gpkg", "package": review["package"]}
    shutil.copy(review["province"], files["province"])
    shutil.copy(workspace_template, files["other"])
    window.window.show()
    QApplication.setActiveWindow(window.window)
    with Faults() as faults:
        checks.flush_deletions()
        made = Bench(window, files, faults, checks.trace_of(window))
        yield made
        if made.plugin is not None:
            made.plugin.unload()


def one_turn(bench: Bench, chance: random.Random) -> str:
    """What a hurried person does next."""
    act = chance.choice(ACTS)
    window = bench.shown(chance.choice(("", *NAMES)) if act == "page" else "")
    page = window.pageTabs.currentWidget()
    bench.faults.choice = chance.randrange(50)
    bench.faults.dialogs_allowed = DIALOGS if act == "button" else frozenset()
    said = ""
    if act in ("row", "box", "button"):
        said = {"row": row_clicked, "box": box_chosen, "button": button_pressed}[act](page, chance)
    elif act == "stop":
        bench.desk.stop()
    elif act == "close":
        window.close()
    elif act == "switch":
        bench.plugin.session.open(str(bench.files[chance.choice(("province", "other"))]))
    elif act == "wait":
        QTest.qWait(chance.choice((1, 30, 120)))
    elif act == "decide" and bench.plugin.session.order:
        bench.plugin.session.select(chance.choice(bench.plugin.session.order))
        bench.plugin.session.answer({"PDLX": chance.choice(("合法", "违法", "其他"))})
    elif act == "package":
        window.pages["packages_page"].add([bench.files["package"]])
    QApplication.processEvents()
    return f"{act} {said}"


def there(page: Any, kind: type) -> list[Any]:
    """What a hand can reach on the page."""
    return [each for each in page.findChildren(kind) if each.isVisible() and each.isEnabled()]


def row_clicked(page: Any, chance: random.Random) -> str:
    views = [each for each in there(page, QAbstractItemView) if not isinstance(each, QHeaderView)
             and each.model() is not None and each.model().rowCount()]
    if not views:
        return "none"
    view = chance.choice(views)
    index = view.model().index(chance.randrange(view.model().rowCount()), 0)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    return f"{view.objectName()} {index.row()}"


def box_chosen(page: Any, chance: random.Random) -> str:
    boxes = [each for each in there(page, QComboBox) if each.count()]
    if not boxes:
        return "none"
    box = chance.choice(boxes)
    box.setCurrentIndex(chance.randrange(box.count()))
    box.activated.emit(box.currentIndex())
    return str(box.objectName())


def button_pressed(page: Any, chance: random.Random) -> str:
    buttons = there(page, QAbstractButton)
    if not buttons:
        return "none"
    button = chance.choice(buttons)
    said = str(button.objectName())
    QTest.mouseClick(button, LEFT)
    return said


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_hurried_hands_do_in_the_review_window_no_fault_comes_of_it_and_nothing_is_left(bench: Bench, seed):
    chance, trail = random.Random(seed), []
    for _ in range(TURNS):
        trail.append(one_turn(bench, chance))
        assert not bench.faults.found, "\n".join([*bench.faults.found, *trail[-15:]])
    bench.faults.dialogs_allowed = DIALOGS
    bench.calm()
    assert bench.desk._task is None
    bench.no_fault()
    bench.unload()
    bench.no_fault()


def test_closed_while_its_work_runs_the_window_is_not_called_and_docks_show_what_was_done(bench: Bench):
    free, heard = bench.waiting(), []
    bench.plugin.session.queueChanged.connect(lambda: heard.append("queue"))
    bench.desk.window.close()
    checks.flush_deletions()
    free.set()
    settle()
    assert bench.done == [] and heard == ["queue"]
    assert bench.desk.window is None and bench.desk._task is None
    bench.no_fault()


def test_opened_anew_while_the_work_of_before_still_runs_it_is_not_held_up(bench: Bench):
    free = bench.waiting()
    bench.desk.window.close()
    window = bench.shown("packages_page")
    while bench.desk._task is not None or not window.pages["packages_page"].seen.batches:
        QTest.qWait(20)
    free.set()
    bench.calm()
    assert bench.done == [] and not window._busy and window.progressBar.isHidden()
    assert window.pages["packages_page"].seen.batches
    bench.no_fault()


def test_what_had_ended_when_it_was_stopped_is_told_as_done(bench: Bench):
    free, told = bench.waiting(), []
    bench.plugin.session.message.connect(lambda *words: told.append(words[0]))
    bench.desk.stop()
    free.set()
    bench.calm()
    assert bench.done == [bench.desk.window.pages["packages_page"].title()]
    assert WeipianError("JOB_CANCELLED").sentence("en") not in told
    bench.no_fault()


def test_another_workspace_is_opened_while_work_runs_and_nothing_of_the_first_is_shown_in_it(bench: Bench):
    free, heard = bench.waiting(), []
    bench.plugin.session.open(str(bench.files["other"]))
    bench.plugin.session.queueChanged.connect(lambda: heard.append("queue"))
    free.set()
    settle()
    assert bench.done == [] and heard == []
    window = bench.shown("packages_page")
    bench.calm()
    assert not window._busy
    assert len(window.pages["packages_page"].seen.batches) == 1
    bench.no_fault()


def test_unloaded_while_work_runs_it_leaves_nothing(bench: Bench):
    free = bench.waiting()
    threading.Timer(0.2, free.set).start()
    bench.unload()
    assert bench.done == []
    bench.no_fault()
