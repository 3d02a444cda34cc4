"""Inside QGIS: the review window on the workspace WEIPIAN_WORKSPACE; each page is filled; closed and unloaded, nothing
of it is left."""

import gc
import os
import sys

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import qgis.utils
import window
from qgis.core import Qgis, QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QDialog


def lists_everything(page):
    """What waits for the province is what the city has passed: nothing here."""
    page.showBox.setCurrentIndex(page.showBox.count() - 1)
    return page.filedView.model().rowCount() > 300


FILLED = {
    "packages_page": lambda page: len(page.seen.merged) >= 3,
    "sampling_page": lambda page: page.sample is not None and len(page.sample.parcels) > 100,
    "blind_page": lambda page: bool(page.rows.rows) and len(page.seen.progress) == 2,
    "comparison_page": lambda page: page.found is not None and len(page.found.pairs) > 100,
    "returns_page": lambda page: page.listing is not None and lists_everything(page),
    "image_check_page": lambda page: page.walk is not None and page.claimsView.model().rowCount() >= 9,
    "figures_page": lambda page: page.found is not None and page.figuresView.model().rowCount() > 5,
}
BAD = [int(Qgis.MessageLevel.Warning), int(Qgis.MessageLevel.Critical)]


def of_review():
    """Our objects of the review that Python still holds alive, and dialogs that Qt shows."""
    for _ in range(4):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
    alive = [type(each).__qualname__ for each in gc.get_objects()
             if type(each).__module__.startswith("weipian.weipian_plugin.gui.reviewing")
             and isinstance(each, sip.simplewrapper) and not sip.isdeleted(each)]
    shown = [type(each).__name__ for each in QApplication.topLevelWidgets()
             if isinstance(each, QDialog) and each.isVisible()]
    return sorted(alive + shown)


def click_rows(page):
    """The first and the last row of every table of the page."""
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisible() or not model.rowCount():
            continue
        for row in {0, model.rowCount() - 1}:
            view.setCurrentIndex(model.index(row, 0))


def script():
    plugin = window.plugin()
    told = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: told.append((tag, int(level), text)))
    for dock in plugin.docks.values():
        dock.show()
    plugin.session.open(os.environ["WEIPIAN_WORKSPACE"])
    yield lambda: plugin.session.workspace is not None
    before = of_review()
    desk = plugin.workbench.reviewing
    plugin.workbench.registry["review"].trigger()
    assert desk.window is not None and desk.window.isVisible()
    assert set(desk.window.pages) == set(FILLED)
    for name, filled in FILLED.items():
        page = desk.window.pages[name]
        desk.window.turn_to(name)
        yield lambda: filled(page) and desk._task is None  # noqa: B023 - asked before the next page
        assert page.isVisible() and page.title() == desk.window.pageTabs.tabText(desk.window.pageTabs.currentIndex())
        click_rows(page)
        yield 0.4
        yield lambda: desk._task is None
        if name == os.environ.get("WEIPIAN_PICTURE", "figures_page"):
            yield window.picture()
    for name in reversed(list(FILLED)):
        desk.window.turn_to(name)
    yield lambda: desk._task is None
    page = None
    desk.window.close()
    yield 1
    assert desk.window is None and desk._task is None
    assert of_review() == before, (before, of_review())

    plugin.workbench.registry["review"].trigger()
    desk.window.turn_to("figures_page")  # what it begins is under way when the plugin goes
    desk = plugin = filled = None
    assert qgis.utils.unloadPlugin("weipian")
    yield 1
    left = [name for name in of_review() if name != "QDialog"]
    assert left == [], left
    wrong = [each for each in told if each[1] in BAD and each[0] != "Python warning"]
    wrong += [each for each in told if "Traceback" in each[2]]
    assert not wrong, wrong


window.run(script)
