"""``python -m benchmarks.dossiers``: dossiers of the demo's patches beside QGIS's own atlas export of the same pages.

``--patches 40`` ``--processes 2`` ``--results FOLDER``. QGIS prints the very templates, each as an atlas over the
patches into one PDF (its fonts embedded once), with its own legend filtered by the map and the texts of our pages in
labels; it writes no photos, tables, statements, lists or digests. Ours is everything, by one process and by several.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument  # noqa: E402

from weipian_plugin.delivery.dossier.layouts import BODY, LEGEND, layout_path  # noqa: E402
from weipian_plugin.jobs.demo import build_demo  # noqa: E402
from weipian_plugin.jobs.handing_in.dossier.contents import Task, read_contents  # noqa: E402
from weipian_plugin.jobs.handing_in.dossier.patch_maps import MapDesk  # noqa: E402
from weipian_plugin.jobs.handing_in.dossier.words import (  # noqa: E402
    issued_pairs,
    statement_sections,
)
from weipian_plugin.jobs.handing_in.dossiers import build_dossiers  # noqa: E402
from weipian_plugin.jobs.handing_in.scope import everything  # noqa: E402
from weipian_plugin.jobs.import_batch import opened  # noqa: E402
from weipian_plugin.jobs.maps.shapes import OUTLINE  # noqa: E402

PAGES = ("index", "statement", "compare", "overlay", "location", "judgement", "onsite", "evidence")
MARGIN = {"wp_location": 5.0}


def main() -> int:
    """Measure, print, write."""
    given = _arguments()
    application = QgsApplication([], False)
    application.initQgis()
    folder = Path(tempfile.mkdtemp(prefix="weipian-dossiers-"))
    try:
        workspace_path = build_demo(folder / "demo").workspace
        with opened(workspace_path, read_only=True) as workspace:
            numbers = [row.jcbh for row in workspace.queue() if row.area_m2][:given.patches]
            scope = everything(workspace)
            found = {
                "QGIS atlas": _timed(lambda: _atlas(workspace, numbers, folder / "atlas")),
                "ours, 1 process": _timed(lambda: build_dossiers(workspace, scope, folder / "1", processes=1,
                                                                 patches=numbers)),
                f"ours, {given.processes} processes": _timed(lambda: build_dossiers(
                    workspace, scope, folder / "n", processes=given.processes, patches=numbers)),
            }
        _tell(found, len(numbers), given.results)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.flush()
    os._exit(0)  # layers that are alive would end this process with a crash


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dossiers", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patches", type=int, default=40)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    return parser.parse_args()


def _timed(work: Callable[[], object]) -> dict[str, float]:
    """Seconds on the clock, and of processors (its processes included)."""
    start, before = time.perf_counter(), _cpu()
    work()
    return {"seconds": time.perf_counter() - start, "cpu": _cpu() - before}


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(
        resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def _tell(found: dict[str, dict[str, float]], patches: int, results: Path) -> None:
    reference = found["QGIS atlas"]["seconds"]
    for name, times in found.items():
        times["a_minute"] = 60 * patches / times["seconds"]
        print(f"{name:20} {times['seconds']:7.1f} s  cpu {times['cpu']:7.1f} s  {times['a_minute']:6.0f} a minute  "
              f"{reference / times['seconds']:5.2f} x")
    results.mkdir(parents=True, exist_ok=True)
    (results / "dossiers.json").write_text(json.dumps({"patches": patches, "methods": found}, indent=1), "utf-8")


def _atlas(workspace: object, numbers: list[str], folder: Path) -> None:
    """The same templates as atlases of QGIS over the same patches."""
    folder.mkdir()
    desk, project = MapDesk(workspace), QgsProject()
    project.setCrs(desk.crs)
    coverage = _coverage(workspace, numbers, desk)
    project.addMapLayer(coverage)
    first = read_contents(workspace, _task(workspace, numbers[0]), lambda _: None)
    maps = desk.of(first)
    pictures = {field: list(dated.layers) for field, dated in maps.dated.items()}
    references = [layer for _, layer in desk.drawn._layers]
    for layer in references:
        project.addMapLayer(layer)
    shown = {"wp_before": [coverage, *pictures["QSX"]], "wp_after": [coverage, *pictures["HSX"]],
             "wp_overlay": [coverage, *reversed(references), *pictures["HSX"]],
             "wp_location": [coverage, *pictures["HSX"]]}
    maps.overlay((186, 168))  # gives land classes their colours
    for name in PAGES:
        layout = _page(project, name, shown, coverage, references)
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = 300
        result, trouble = QgsLayoutExporter.exportToPdf(layout.atlas(), str(folder / f"{name}.pdf"), settings)
        if result != QgsLayoutExporter.Success or not layout.atlas().count():
            raise RuntimeError(f"{name}: {result} {trouble}")


def _page(project: QgsProject, name: str, shown: dict[str, list], coverage: QgsVectorLayer,
          references: list) -> QgsPrintLayout:
    document = QDomDocument()
    document.setContent(layout_path(name).read_bytes())
    layout = QgsPrintLayout(project)
    layout.loadFromTemplate(document, QgsReadWriteContext())
    for item in list(layout.items()):
        if isinstance(item, QgsLayoutItemMap):
            item.setLayers(shown[item.id()])
            item.setKeepLayerSet(True)
            item.setCrs(project.crs())
            item.setAtlasDriven(True)
            item.setAtlasScalingMode(QgsLayoutItemMap.Auto)
            item.setAtlasMargin(MARGIN.get(item.id(), 0.4))
        elif isinstance(item, QgsLayoutItemLabel) and item.id() == LEGEND:
            legend = QgsLayoutItemLegend(layout)
            layout.addLayoutItem(legend)
            legend.attemptMove(QgsLayoutPoint(item.pagePos()))
            legend.attemptResize(QgsLayoutSize(item.sizeWithUnits()))
            legend.setLinkedMap(layout.itemById("wp_overlay"))
            legend.setLegendFilterByMapEnabled(True)
            layout.removeLayoutItem(item)
        elif isinstance(item, QgsLayoutItemLabel) and item.id() == BODY:
            item.setText('[% "words" %]' if name != "compare" else '[% "issued" %]')
    atlas = layout.atlas()
    atlas.setCoverageLayer(coverage)
    atlas.setEnabled(True)
    return layout


def _coverage(workspace: object, numbers: list[str], desk: MapDesk) -> QgsVectorLayer:
    fields = "&".join(f"field={name}:string(4000)" for name in ("number", "words", "issued"))
    layer = QgsVectorLayer(f"MultiPolygon?{fields}", "patches", "memory")
    layer.setCrs(desk.crs)
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(OUTLINE)))
    features = []
    for number in numbers:
        contents = read_contents(workspace, _task(workspace, number), lambda _: None)
        feature, shape = QgsFeature(layer.fields()), QgsGeometry()
        shape.fromWkb(contents.parts[0].parcel.wkb)
        feature.setGeometry(shape)
        words = "\n".join(line for title, lines in statement_sections(contents, ()) for line in (title, *lines))
        feature.setAttributes([number, words, "\n".join(f"{one} {other}" for one, other in issued_pairs(contents))])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def _task(workspace: object, number: str) -> Task:
    parcel = next(row.parcel_uuid for row in workspace.queue() if row.jcbh == number)
    return Task(workspace.parcel(parcel).patch_uuid, parcel, number)


if __name__ == "__main__":
    sys.exit(main())
