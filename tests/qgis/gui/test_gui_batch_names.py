"""A batch is called the same wherever one is chosen; where several have one name, its county stands with it."""

from __future__ import annotations

from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.gui.dashboard.dashboards import BATCH
from weipian_plugin.gui.delivery.deliveries import scopes_of
from weipian_plugin.jobs.offices.making import BATCHES, PackageScope, PackageWish, make_package
from weipian_plugin.jobs.reviewing.population import labels_told_apart

OTHER = "450521"


def add(workspace, number: int, issued: str, county: str = OTHER) -> str:
    jcbh = f"{county}WP18{number:05}"
    patch = IssuedPatch(jcbh, {"JCBH": jcbh, "XZQDM": county, "XMC": "合浦县"},
                        workspace.parcel(workspace.queue()[0].parcel_uuid).wkb)
    label = workspace.batches()[0].label
    return workspace.add_batch(NewBatch(label, issued, f"{number}.zip", f"d{number}", "GD2021", county), [patch]
                               ).batch_uuid


def in_box(bench, box) -> dict[str, str]:
    found = {box.itemData(place): box.itemText(place) for place in range(box.count())}
    return {uuid: text for uuid, text in found.items() if uuid}


def test_where_one_name_stands_once_it_stands_alone(bench) -> None:
    (batch,) = bench.session.workspace.batches()
    assert in_box(bench, bench.patches._body.batchBox) == {batch.uuid: batch.label}


def test_batches_of_one_name_are_told_apart_wherever_one_is_chosen(bench, tmp_path, qtbot) -> None:
    workspace = bench.session.workspace
    (batch,) = workspace.batches()
    second = add(workspace, 1, batch.issued)
    wanted = {batch.uuid: f"{batch.label} · 铁山港区", second: f"{batch.label} · 合浦县"}
    assert labels_told_apart(workspace) == wanted
    bench.session.queueChanged.emit()
    bench.patches.reload()
    assert in_box(bench, bench.patches._body.batchBox) == wanted
    offered = bench.dashboards._scopes(workspace)
    assert {data[1]: name for name, data in offered if data[0] == BATCH} == wanted
    assert {uuid: text.partition("（")[0] for uuid, text in scopes_of(workspace)["batch"]} == wanted
    bench.reviewing.open("packages_page")
    page = bench.reviewing.window.pages["packages_page"]
    qtbot.waitUntil(lambda: page.scopeBox.count() > 3, timeout=20000)
    listed = {page.scopeBox.itemData(place): page.scopeBox.itemText(place) for place in range(page.scopeBox.count())}
    assert all(name in listed[f"{BATCHES}:{uuid}"] for uuid, name in wanted.items())
    made = make_package(workspace, tmp_path, PackageWish("市局", PackageScope(BATCHES, (second,))))
    assert made.manifest.scope["values"] == [wanted[second]] and "合浦县" in made.path.name
    bench.reviewing.close()


def test_of_one_county_the_day_of_issue_tells_them_apart(bench) -> None:
    workspace = bench.session.workspace
    first, second = add(workspace, 1, "2023-08-15"), add(workspace, 2, "2023-11-15")
    told = labels_told_apart(workspace)
    assert told[first].endswith("合浦县 · 2023-08-15") and told[second].endswith("合浦县 · 2023-11-15")
    assert len(set(told.values())) == 3
