"""``python -m benchmarks.queue``: what the list of patches costs at ten and at a hundred thousand, in the real dock.

``--counts 10000,100000`` ``--rounds 9`` ``--results FOLDER``. Workspaces are made once into build/bench (about a minute
for a hundred thousand). Reported are the median and the worst of the rounds, and the median of the computing time alone
(what other programs take away is not in it), in milliseconds; without a screen, so that painting is into memory.
Opening is everything until the list stands: file, lock, queue, deadlines, order, first patch.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

from benchmarks.cases import ROOT

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> None:
    """Measure and write queue.json, and a table to the screen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", default="10000,100000")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    given = parser.parse_args()
    application = _application()
    measured = {count: measure(_workspace(int(count)), given.rounds) for count in given.counts.split(",")}
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "queue.json").write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for count, figures in measured.items():
        for name, (median, worst, computing) in figures.items():
            print(f"{int(count):>8,}  {name:<48} {median:9.1f} {worst:9.1f} {computing:9.1f} ms")
    application.exitQgis()


def _application() -> Any:
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    return application


def _workspace(count: int) -> Path:
    from benchmarks.synthetic_workspace import make

    path = ROOT / "build" / "bench" / f"queue_{count}.gpkg"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path, count)
    return path


class Times(Dict[str, List[Tuple[float, float]]]):
    """Milliseconds by what was done: as the clock says, and computing."""

    def take(self, name: str, work: Callable[[], object]) -> None:
        """Do the work and what it leaves to the event loop, and note how long that took."""
        from qgis.PyQt.QtWidgets import QApplication

        begun, computed = time.perf_counter(), time.process_time()
        work()
        QApplication.processEvents()
        self.setdefault(name, []).append(
            ((time.perf_counter() - begun) * 1000, (time.process_time() - computed) * 1000))

    def told(self) -> Dict[str, List[float]]:
        """Median and worst of each, and the median of computing."""
        return {name: [round(figure, 2) for figure in (
            statistics.median(each for each, _ in times), max(each for each, _ in times),
            statistics.median(each for _, each in times))] for name, times in self.items()}


def measure(path: Path, rounds: int) -> Dict[str, List[float]]:
    """Everything one does with the list, on the workspace at ``path``."""
    from weipian_plugin.gui.patches.filters import Filter
    from weipian_plugin.gui.patches.patches_dock import PatchesDock
    from weipian_plugin.gui.session import Session
    from weipian_plugin.gui.settings import Settings

    times = Times()
    session = Session(Settings())
    session.settings.operator = "bench"
    dock = PatchesDock(session)
    dock.resize(560, 900)
    dock.show()
    for _ in range(max(3, rounds // 3)):
        session.close()
        times.take("open the workspace", lambda: session.open(str(path)))
        times.take("the first filter, before anything was made ahead", lambda: _first_filter(dock))
        dock._filter(Filter())
        while _is_ahead(times, dock):
            pass
    for number in range(rounds):
        _filters(times, dock, number)
        _orders(times, dock)
        _scroll(times, dock)
        _answers(times, session, dock)
    session.close()
    dock.deleteLater()
    return times.told()


def _first_filter(dock: Any) -> None:
    from weipian_plugin.gui.patches.filters import Filter

    dock._filter(Filter(townships=("第1镇", "第2镇"), classes=("20",), hits=(("basic", 0.0),), lights=("red",)))


def _is_ahead(times: Times, dock: Any) -> bool:
    """Make one column of the list as its timer does; False where all are there."""
    more: List[bool] = []
    times.take("a column made ahead", lambda: more.append(dock.model.table.prepare()))
    return more[0]


def _filters(times: Times, dock: Any, number: int) -> None:
    from weipian_plugin.gui.patches.filters import Filter

    wanted = {
        "filter: to do": Filter(states=("todo",)),
        "filter: a number": Filter(text=f"{number}7"),
        "filter: a name": Filter(text=f"第{number + 1}镇"),
        "filter: township, class, basic farmland, light": Filter(
            townships=("第1镇", "第2镇"), classes=("20",), hits=(("basic", 0.0),), lights=("red",)),
        "filter: nothing any more": Filter(),
    }
    for name, each in wanted.items():
        times.take(name, lambda each=each: dock._filter(each))


def _orders(times: Times, dock: Any) -> None:
    from weipian_plugin.gui.patches.orders import ORDERS, Order

    for kind in (*ORDERS[1:], ORDERS[0]):
        times.take(f"order: {kind}", lambda kind=kind: dock._order(Order(kind)))
    times.take("group by township", lambda: dock._group(True))
    times.take("group no more", lambda: dock._group(False))


def _scroll(times: Times, dock: Any) -> None:
    bar = dock.view.table.verticalScrollBar()
    for part in range(1, 6):
        times.take("scroll to another place", lambda part=part: bar.setValue(bar.maximum() * part // 7))
        times.take("scroll one page", lambda: bar.setValue(bar.value() + bar.pageStep()))


def _answers(times: Times, session: Any, dock: Any) -> None:
    from weipian_plugin.gui.patches.filters import Filter

    for name, wanted in (("list after an answer", Filter()),
                         ("list after an answer, filtered to do", Filter(states=("todo",)))):
        dock._filter(wanted)
        uuid = dock.model.uuids[dock.model.rowCount() // 2]
        session.workspace.save_draft(uuid, {"PDLX": "合法"})
        times.take(name, lambda uuid=uuid: dock._update_parcels([uuid]))
        session.workspace.undo()
        times.take("list after an undo" + name[20:], lambda uuid=uuid: dock._update_parcels([uuid]))
    dock._filter(Filter())
    session.select(dock.model.uuids[10])
    times.take("step", lambda: session.step(1))
    times.take("step to the next unfinished", lambda: session.step(1, unfinished=True))


if __name__ == "__main__":
    main()
