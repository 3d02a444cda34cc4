"""What must hold whatever a person did: the history adds up, undo and redo meet, unloading leaves nothing."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import shapely
from qgis.core import QgsApplication, QgsExpression, QgsProject
from qgis.gui import QgsGui
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QTabBar, QToolBar, QWidget

from weipian_plugin.domain.records import RETIRED, Event
from weipian_plugin.workspace import events, geometry_edits, records
from weipian_plugin.workspace.workspace import Workspace

TABLES = ("parcels", "actual_parcels", "drafts", "judgements", "record_act", "record_attachment", "record_correction",
          "record_survey", "record_sketch", "record_audit", "record_sample", "record_drawn", "record_recheck",
          "record_ruling", "record_image_check", "record_discovery")
LEAST_GAP_M2 = 0.01
OF_ROWS = ("fid", "area_m2")
"""Numbers of rows, and a figure that is measured again."""


def every_event(workspace: Workspace) -> list[Event]:
    """The whole history in its order."""
    return [events.event_of(dict(row)) for row in workspace._database.rows("SELECT * FROM events ORDER BY sequence")]


def tables(workspace: Workspace) -> dict[str, list[Any]]:
    """All that a person has decided, as the tables hold it; parcels that do not stand any more are left out."""
    found: dict[str, list[Any]] = {}
    for name in TABLES:
        rows = [{key: value for key, value in dict(row).items() if key not in OF_ROWS}
                for row in workspace._database.rows(f'SELECT * FROM "{name}"')]
        found[name] = sorted((row for row in rows if row.get("status") != RETIRED), key=repr)
    return found


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> str:
    """In words short enough to be read, empty where there is none."""
    told = []
    for name, rows in one.items():
        for sign, some, others in (("-", rows, other[name]), ("+", other[name], rows)):
            told += [f"{sign} {name}: {_short(row)}" for row in some if row not in others]
    return "\n".join(told[:12])


def _short(row: dict[str, Any]) -> str:
    said = {key: value for key, value in row.items() if value not in (None, "", 0)}
    return str({key: (f"<{len(value)} bytes>" if isinstance(value, bytes) else value) for key, value in said.items()})


def assert_history_adds_up(workspace: Workspace) -> None:
    """Shapes, answers, signatures, records and who judges: the events alone give what the tables hold."""
    told = every_event(workspace)
    rows = {row["uuid"]: dict(row) for row in workspace._database.rows("SELECT * FROM parcels")}
    for uuid, content in geometry_edits.replay(told).items():
        if content is None:
            assert rows[uuid]["status"] == RETIRED, uuid
        else:
            parcel = workspace.parcel(uuid)
            assert (parcel.dkbh, parcel.wkb.hex(), (parcel.actual or b"").hex()) == (
                content["dkbh"], content["wkb"], content["actual"]), uuid
    for uuid, state in events.replay(told).items():
        draft = workspace.draft(uuid)
        assert (draft.answers, draft.note, draft.confidence, draft.flag) == (
            state["answers"], state["note"], state["confidence"], state["flag"]), uuid
        signed = workspace.judgement(uuid)
        assert (signed.answers if signed else None) == (state["judgement"] or {"answers": None})["answers"], uuid
    assert records.replay(told) == {record.uuid: record for record in workspace.records()}
    assigned: dict[str, str] = {}
    for event in told:
        if event.of_many and event.payload["what"] == "assigned":
            assigned.update(event.payload["together"]["after"])
    for uuid, name in assigned.items():
        assert rows[uuid]["status"] == RETIRED or rows[uuid]["assigned"] == name, uuid


def assert_patches_are_whole(workspace: Workspace) -> None:
    """V04: the parcels of a patch lie beside each other and together are the patch."""
    for patch, _, wkb in workspace.patch_shapes():
        rows = workspace._database.rows("SELECT uuid FROM open_parcels WHERE patch_uuid = ?", (patch,))
        parts = [shapely.from_wkb(workspace.parcel(row[0]).wkb) for row in rows]
        if len(parts) > 1:
            whole = shapely.from_wkb(wkb)
            assert shapely.union_all(parts).symmetric_difference(whole).area < LEAST_GAP_M2, patch
            assert abs(sum(part.area for part in parts) - whole.area) < LEAST_GAP_M2, patch


def assert_undo_and_redo_meet(workspace: Workspace, pristine: dict[str, list[Any]]) -> None:
    """Redone to the end, undone to the end (which is how it all began), redone again: nothing was lost on the way."""
    _to_the_end(workspace.redo)
    furthest = tables(workspace)
    undone = _to_the_end(workspace.undo)
    assert not differences(pristine, tables(workspace)), differences(pristine, tables(workspace))
    assert _to_the_end(workspace.redo) == undone
    assert not differences(furthest, tables(workspace)), differences(furthest, tables(workspace))
    assert_history_adds_up(workspace)


def _to_the_end(step: Any) -> int:
    count = 0
    while step() is not None:
        count += 1
    return count


def flush_deletions() -> None:
    """What was to be deleted later is deleted now."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        gc.collect()


def ours_alive() -> list[str]:
    """Kinds of our own objects that Python or Qt still hold."""
    return sorted(type(each).__qualname__ for each in _alive(QObject)
                  if type(each).__module__.startswith("weipian_plugin"))


def timers_running() -> int:
    """Timers Python knows of that still run."""
    return sum(1 for each in _alive(QTimer) if each.isActive())


def _alive(kind: type) -> list[QObject]:
    """Objects of a kind that Python knows of; by type, for ``isinstance`` asks what a dead weak proxy stood for."""
    return [each for each in gc.get_objects() if issubclass(type(each), kind) and not sip.isdeleted(each)]


def threads_alive() -> list[str]:
    """Python's threads; an alarm of half a second (the collector's) is given its time, and has to end by itself."""
    until = time.monotonic() + 2.0
    while any(isinstance(each, threading.Timer) for each in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.02)
    # A thread of QGIS's that has once called Python is remembered there as a dummy.
    return sorted(each.name for each in threading.enumerate() if not each.name.startswith("Dummy"))


def children_of_process() -> list[str]:
    """Command lines of the processes started here that still run."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()
            if int(parent[1]) == os.getpid() and parent[0] != "Z":
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:120])
        except OSError:  # it has ended meanwhile
            continue
    return sorted(found)


WORKING = ("threads", "processes", "tasks", "timers", "ours")
"""What a test before may have left to end by itself: fewer of them are no fault."""


def what_is_left(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What is there after and was not before (or the other way round), a line for each kind; empty where nothing is."""
    lines = []
    for name, found in after.items():
        if isinstance(found, list):
            more, less = Counter(found) - Counter(before[name]), Counter(before[name]) - Counter(found)
            if more or (less and name not in WORKING):
                lines.append(f"{name}: left {dict(more)}, gone {dict(less)}")
        elif found != before[name] and not (name in WORKING and found < before[name]):
            lines.append(f"{name}: {before[name]} → {found}")
    return "\n".join(lines)


def trace_of(window: Any) -> dict[str, Any]:
    """Everything of a window and of QGIS that a plugin could leave behind."""
    main = window.window
    return {
        "docks": sorted(dock.objectName() for dock in main.findChildren(QDockWidget)),
        "toolbars": sorted(bar.objectName() for bar in main.findChildren(QToolBar)),
        "menu": [action.text() for action in window.plugins.actions()],
        "window actions": len(main.findChildren(QAction)),
        # Qt makes a bar of its own for docks that lie on each other, and keeps it.
        "widgets": sorted(type(widget).__name__ for widget in main.children()
                          if isinstance(widget, QWidget) and not isinstance(widget, QTabBar)),
        "windows": sorted(type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget.isVisible()),
        "shortcuts": sorted(action.objectName() for action in QgsGui.shortcutsManager().listActions()),
        "providers": sorted(p.id() for p in QgsApplication.processingRegistry().providers()),
        "options": len(window.factories),
        "locator": sorted(each.name() for each in window.locator.filters()),
        "functions": sorted(each.name() for each in QgsExpression.Functions()),
        "layers": sorted(layer.name() for layer in QgsProject.instance().mapLayers().values()),
        "tree": [child.name() for child in QgsProject.instance().layerTreeRoot().children()],
        "scene": sorted(type(item).__name__ for item in window.canvas.scene().items()),
        "map tool": type(window.canvas.mapTool()).__name__,
        "threads": threads_alive(),
        "processes": children_of_process(),
        "tasks": QgsApplication.taskManager().countActiveTasks(),
        "timers": timers_running(),
        "ours": ours_alive(),
    }
