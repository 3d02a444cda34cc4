"""Inside QGIS, for `.ci/pictures.sh`: the pictures of docs/images, on the workspace that picture_scene.py has made."""

import importlib
import os
import sys
from pathlib import Path

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import qgis.utils
import window
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtGui import QPixmap
from qgis.PyQt.QtWidgets import QLabel

IMAGES = Path(os.environ["WEIPIAN_IMAGES"])
FOLDER = Path(os.environ["WEIPIAN_FOLDER"])
PATCH = "450512WP1800129"
CONTEXT, FORM_CONTEXT = 1.35, 2.2
FORMS = {"form-h1": "450512WP1800315", "form-w1": "450512WP1800129", "form-q1": "450512WP1800012",
         "form-mineral": "450512WP1800279"}
FORM_WIDTH, MAP_WIDTH = 600, 430
"""Pixels of the dock, and of the map beside it, in a picture of a form."""
HEIGHTS = {"form-h1": 1390, "form-w1": 1330, "form-q1": 1160, "form-mineral": 1330}
"""Pixels of the window, so that form and signature are seen."""
DASHBOARD_SIZE = 560, 1120
REVIEW = FOLDER / "复核"
REVIEW_SIZE = 1240, 780
REVIEW_PAGES = {"packages_page": "review-packages", "sampling_page": "review-sample", "blind_page": "review-blind",
                "comparison_page": "review-comparison", "returns_page": "review-returns",
                "image_check_page": "review-images", "figures_page": "review-figures"}


def saved(name, part=None):
    """The picture of the window, or of that part of the screen, becomes docs/images/<name>.png."""
    part = part or qgis.utils.iface.mainWindow().geometry()
    QPixmap(str(window.SHOT)).copy(part).save(str(IMAGES / f"{name}.png"))


def grabbed(widget, name):
    widget.grab().save(str(IMAGES / f"{name}.png"))


def opened(plugin, which):
    """A dialog as the plugin makes it, beside its window; not modal, so that this script goes on."""
    package = plugin.session.__class__.__module__.rpartition(".")[0]
    module = importlib.import_module(f"{package}.{which}")
    main = qgis.utils.iface.mainWindow()
    if which == "import_dialog":
        dialog = module.ImportDialog(plugin.session, plugin.workbench.runner, True, main)
    else:
        dialog = module.LayersDialog(plugin.session, main, preparations=plugin.workbench.preparations)
    dialog.show()
    return dialog


def parcel_of(plugin, jcbh):
    return next(row for row in plugin.session.workspace.queue() if row.jcbh == jcbh).parcel_uuid


def begin(plugin, jcbh):
    """The patch as it is a moment before it is signed (an answer that changes withdraws that), in both views."""
    workspace, uuid = plugin.session.workspace, parcel_of(plugin, jcbh)
    code = {"合法": "HFSJYT", "违法": "WFSJYT"}.get(workspace.draft(uuid).answers["PDLX"])
    if code and workspace.judgement(uuid) is not None:
        use = workspace.draft(uuid).answers[code]
        for other in ("仓储物流", use):
            workspace.save_draft(uuid, {code: other})
    plugin.session.queueChanged.emit()
    plugin.session.select(uuid)
    plugin.docks["compare"].back_to_patch()
    return uuid


def tidy(plugin):
    qgis.utils.iface.messageBar().clearWidgets()
    # The decisions were replayed by a program: their pace is nobody's.
    plugin.docks["patches"].findChild(QLabel, "paceLabel").hide()


def settled():
    """Steps until the map is drawn."""
    canvas = qgis.utils.iface.mapCanvas()
    yield 1
    yield lambda: not canvas.isDrawing()
    yield 0.5


def window_and_keys(plugin):
    begin(plugin, PATCH)
    yield 1
    qgis.utils.iface.mapCanvas().zoomByFactor(CONTEXT)
    yield from settled()
    tidy(plugin)
    yield 1
    yield window.picture()
    saved("window")
    plugin.workbench.show_keys()
    yield 1
    grabbed(plugin.workbench._key_panel, "keys")
    plugin.workbench._key_panel.close()


def dialogs(plugin):
    dialog = opened(plugin, "layers.layers_dialog")
    yield lambda: dialog.rows["dltb"].prepared.state is not None
    yield 1
    grabbed(dialog, "layers")
    dialog.close()

    dialog = opened(plugin, "import_dialog")
    dialog.show_package(str(next(FOLDER.glob("*.zip"))))
    yield lambda: dialog.plan is not None
    yield 1
    grabbed(dialog, "import")
    if os.environ.get("WEIPIAN_ALL_PICTURES"):
        for number in range(dialog.tabs.count()):
            dialog.tabs.setCurrentIndex(number)
            yield 0.5
            grabbed(dialog, f"import-{number}")
    dialog.close()


def forms(plugin):
    """A judgement of each kind: the map, and beside it the suggestion over the form that this outcome asks for."""
    main, dock = qgis.utils.iface.mainWindow(), plugin.docks["interpretation"]
    for name, jcbh in FORMS.items():
        window.place(height=HEIGHTS[name])
        yield 0.5
        main.resizeDocks([dock], [FORM_WIDTH], Qt.Orientation.Horizontal)
        main.resizeDocks([plugin.docks["compare"]], [HEIGHTS[name] // 2 - 60], Qt.Orientation.Vertical)
        begin(plugin, jcbh)
        mining = dock.forms.mineral_section
        mining.button.setChecked(name == "form-mineral")
        yield 1
        qgis.utils.iface.mapCanvas().zoomByFactor(FORM_CONTEXT)
        yield from settled()
        top = mining if name == "form-mineral" else dock.card
        dock._ui.scroll.verticalScrollBar().setValue(top.mapTo(dock._ui.content, QPoint(0, 0)).y())
        tidy(plugin)
        yield 1
        yield window.picture()
        corner = dock.mapTo(main, QPoint(0, 0))
        left = corner.x() - MAP_WIDTH
        saved(name, QRect(left, corner.y(), main.width() - left, main.height() - corner.y()))
    mining.button.setChecked(False)
    window.place()
    yield 0.5


def windows(plugin):
    """What follows a judgement: checks, acts, accountability."""
    bench = plugin.workbench
    bench.check_workspace()
    yield 1
    view = bench.validations.window
    view.resize(1060, 620)
    view.findingsView.selectRow(0)
    yield 1
    grabbed(view, "validation")
    view.close()

    bench.show_acts()
    yield 1
    view = bench.acts.window
    view.resize(1160, 760)
    view.acts.choose(view.acts.model.record(0).uuid)
    yield 1
    grabbed(view, "acts")
    view.close()

    bench.show_accountability()
    view = bench.accountabilities.window
    yield lambda: view.situation is not None
    yield 2
    view.resize(1160, 640)
    # Of the township: its limits are reached as it is, and no more as assumed.
    view.levelBox.setCurrentIndex(view.levelBox.findData("township"))
    view.levelBox.activated.emit(view.levelBox.currentIndex())
    yield 2
    rows = view.whatIf.rows
    restored, regularised = list(rows.kinds)[1:3]
    for place in range(rows.rowCount() - 1):
        rows.assume([rows.parcel(place).id], regularised if place == 2 else restored)
    yield 1
    grabbed(view, "what-if")
    view.close()


def training(plugin):
    """The same parcel by the rules of 2021 and of 2023."""
    bench = plugin.workbench
    bench.trainings.open()
    view = bench.trainings.window
    view.player.choose("S2")
    yield 1
    for _step in range(2):
        view.player.nextButton.click()
        yield 0.5
    view.player.tryButton.click()
    yield 1
    view.resize(1160, 1340)
    yield 1
    grabbed(view, "trace-2021-2023")
    view.close()


def delivery(plugin):
    """The window 上报 with what its check says, and the dashboard beside a map of its own."""
    bench = plugin.workbench
    bench.registry["deliver"].trigger()
    view = bench.deliveries.window
    view.folderEdit.setText(str(FOLDER / "上报"))
    view.checkWanted.emit()
    yield 1
    yield lambda: view._lines is not None
    view.resize(1180, 720)
    yield 1
    grabbed(view, "delivery-window")
    view.close()

    bench.registry["dashboard"].trigger()
    dock = bench.dashboards.dock
    yield lambda: dock.overview is not None
    dock.setFloating(True)
    dock.resize(*DASHBOARD_SIZE)
    yield 2
    grabbed(dock, "delivery-dashboard")
    dock.setFloating(False)
    dock.close()


def review_pages(plugin):
    """What a province does, page by page."""
    desk = plugin.workbench.reviewing
    QgsSettings().setValue("weipian/offices/keys", str(REVIEW / "密钥"))
    QgsSettings().setValue("weipian/offices/office", "示例省厅")
    desk.open()
    view = desk.window
    yield lambda: desk._task is None
    view.resize(*REVIEW_SIZE)
    for name, picture in REVIEW_PAGES.items():
        page = view.pages[name]
        view.turn_to(name)
        yield 0.5
        yield lambda: desk._task is None
        yield from REVIEW_STEPS.get(name, lambda _page: iter(()))(page)
        yield lambda: desk._task is None
        yield 1
        grabbed(view, picture)
    view.close()


def packages_waiting(page):
    """Two that are not merged yet, and a conflict."""
    page.add(sorted((REVIEW / "待合并").glob("*.wpk")))
    yield lambda: len(page.looked) == 2
    page.sideBox.setCurrentIndex(1)


def sample_chosen(page):
    yield lambda: page.sample is not None


def disagreement_chosen(page):
    yield lambda: bool(page.rows.rows)
    page.disagreementView.selectRow(0)


def compared(page):
    yield lambda: page.found is not None


def return_chosen(page):
    """What waits for the county, and what it answered."""
    yield lambda: page.listing is not None
    page.showBox.setCurrentIndex(page.showBox.findData("open"))
    page.filedView.selectRow(0)
    page.wordsEdit.setText("示例：标绘处已硬化，请补充现场照片")
    yield 0.5


def claim_chosen(page):
    yield lambda: page.walk is not None
    page.claimsView.selectRow(0)
    yield 3


REVIEW_STEPS = {"packages_page": packages_waiting, "sampling_page": sample_chosen, "blind_page": disagreement_chosen,
                "comparison_page": compared, "returns_page": return_chosen, "image_check_page": claim_chosen,
                "figures_page": compared}


def review(plugin):
    """The province's window, and what the county finds on top of its queue."""
    plugin.session.settings.today = ""  # what was sent back today is to be answered in some days
    plugin.session.open(str(REVIEW / "示例省.gpkg"))
    yield 2
    yield from review_pages(plugin)

    plugin.session.open(str(REVIEW / "示例甲县.gpkg"))
    plugin.workbench._first_keys.hide()
    yield 2
    returned = next(row for row in plugin.session.workspace.queue() if row.returned
                    and plugin.session.workspace.records("sketch", row.parcel_uuid))
    plugin.session.select(returned.parcel_uuid)
    plugin.docks["compare"].back_to_patch()
    yield 1
    qgis.utils.iface.mapCanvas().zoomByFactor(CONTEXT)
    yield from settled()
    tidy(plugin)
    yield 1
    yield window.picture()
    saved("review-county")


def script():
    plugin = window.plugin()
    plugin.session.open(str(FOLDER / "示例.gpkg"))
    plugin.workbench.registry["workbench"].trigger()
    yield lambda: all(dock.isVisible() for dock in plugin.docks.values())
    # QGIS zooms to the first layer of a project some time after it was added.
    yield 3
    wanted = os.environ.get("WEIPIAN_PICTURES", "").split()
    for part in (dialogs, windows, training, delivery, window_and_keys, forms, review):
        if not wanted or part.__name__ in wanted:
            yield from part(plugin)


window.run(script)
