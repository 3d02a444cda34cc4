"""Measurements stored a few parcels at a time: each parcel's whole, whoever decides in between, whatever ends it."""

from __future__ import annotations

import struct

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import (
    ClassArea,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    ReferenceLayer,
    RoleAreas,
)
from weipian_plugin.workspace import areas
from weipian_plugin.workspace.workspace import Workspace

LAYER = ReferenceLayer("dltb", "/layers/dltb.gpkg", "dltb", "DLBM", "2022-12-31")


def square(number, first=0.0, last=20.0):
    """20 m wide, or a strip of it from ``first`` to ``last``."""
    x, y = 36500000.0 + 30 * number, 2400000.0
    ring = (x + first, y, x + last, y, x + last, y + 20, x + first, y + 20, x + first, y)
    return struct.pack("<BIII10d", 1, 3, 1, 5, *ring)


def measured(area):
    classes = (ClassArea("0101", area * 0.75, area * 0.5), ClassArea("0301", area * 0.25, area * 0.25))
    return Measured(area, {"dltb": RoleAreas("dltb", area, area, classes)})


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setattr(areas, "_PORTION", 3)
    with Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.gpkg") as made:
        made.add_batch(NewBatch("b", "2023-08-01", "x.zip", "d"),
                       [IssuedPatch(f"{n:05}", {}, square(n)) for n in range(8)])
        yield made


@pytest.fixture
def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def test_between_two_portions_others_read_whole_parcels_and_decide(workspace, uuids):
    seen = []

    def between(done):
        with workspace.again() as other:
            found = other.all_measured()
            seen.append((done, len(found)))
            assert all(sum(part.area_m2 for part in each.roles["dltb"].classes) == each.area_m2
                       for each in found.values())
            other.save_draft(uuids[done], {"PDLX": "合法"})

    figures = {uuid: measured(100.0 + n) for n, uuid in enumerate(uuids)}
    workspace.store_overlay(OverlayRun({"engine": "x"}), figures, [LAYER], {}, between)
    assert seen == [(3, 3), (6, 6)]
    assert workspace.all_measured() == figures and workspace.references() == [LAYER]
    assert len(workspace.overlay_runs()) == 1
    assert [workspace.draft(uuids[place]).answers.get("PDLX") for place in (3, 6)] == ["合法", "合法"]


def test_what_is_stopped_leaves_new_figures_of_some_and_the_former_of_the_others_each_whole(workspace, uuids):
    former = {uuid: measured(50.0) for uuid in uuids}
    workspace.store_overlay(OverlayRun({}), former, digests={uuid: {"dltb": "old"} for uuid in uuids})

    def between(done):
        if done == 6:
            raise KeyboardInterrupt

    newer = {uuid: measured(60.0) for uuid in uuids}
    with pytest.raises(KeyboardInterrupt):
        workspace.store_overlay(OverlayRun({}), newer, None, {uuid: {"dltb": "new"} for uuid in uuids}, between)
    expected = {uuid: newer[uuid] if place < 6 else former[uuid] for place, uuid in enumerate(uuids)}
    assert workspace.all_measured() == expected
    assert [workspace.overlay_digests(uuid)[uuid]["dltb"] for uuid in uuids] == ["new"] * 6 + ["old"] * 2


def test_all_at_once_nothing_is_stored_where_one_parcel_cannot_be(workspace, uuids):
    figures = {uuid: measured(10.0) for uuid in uuids}
    figures[uuids[-1]] = Measured(object(), {})  # type: ignore[arg-type]
    with pytest.raises(WeipianError):
        workspace.store_overlay(OverlayRun({}), figures, [LAYER])
    assert workspace.all_measured() == {} and workspace.references() == [] and workspace.overlay_run() is None


def test_a_parcel_that_was_measured_or_reshaped_meanwhile_keeps_what_it_has_since(workspace, uuids):
    read = workspace.rules.now()
    workspace.store_overlay(OverlayRun({"by": "another"}), {uuids[0]: measured(5.0)})
    workspace.split(uuids[4], [square(4, 0.0, 8.0), square(4, 8.0, 20.0)])
    since = workspace.measured(uuids[4])
    workspace.set_flag(uuids[5], "边界不清")  # says nothing of its shape
    workspace.store_overlay(OverlayRun({}), {uuid: measured(70.0) for uuid in uuids}, between=lambda _done: None,
                            read=read)
    found = workspace.all_measured()
    assert found[uuids[0]] == measured(5.0) and found.get(uuids[4]) == since
    assert all(found[uuid] == measured(70.0) for place, uuid in enumerate(uuids) if place not in (0, 4))
