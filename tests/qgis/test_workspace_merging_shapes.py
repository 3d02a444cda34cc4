"""Offices that cut, join and take back the same patches apart: in every order the same state."""

from __future__ import annotations

import itertools
import random

import pytest
import shapely

from tests.qgis.offices_scene import as_sent, copied, halves, made, scene_crs, scene_patches

OFFICES = ("甲县", "乙县", "丙县")


@pytest.fixture(scope="module")
def issued(demo, qgis_app):
    patches = [each for each in scene_patches(demo) if len(halves(each.wkb)) > 1]
    return patches[:5], scene_crs(demo)


@pytest.fixture(scope="module")
def province(issued, tmp_path_factory):
    with made(tmp_path_factory.mktemp("province"), "省厅", [], issued[1]) as workspace:
        return workspace.path


def cut_and_join(workspace, chance: random.Random) -> None:
    """What people of an office do to the shapes of its patches, by chance."""
    for row in workspace.queue():
        uuid = row.parcel_uuid
        what = chance.choice(("nothing", "answer", "split", "undone", "joined", "thrice", "actual"))
        if what == "answer":
            workspace.save_draft(uuid, {"PDLX": chance.choice(("合法", "违法"))})
        elif what == "actual":
            workspace.set_actual(uuid, shapely.from_wkb(workspace.parcel(uuid).wkb).buffer(-1).wkb, {})
        elif what != "nothing":
            parts = workspace.split(uuid, halves(workspace.parcel(uuid).wkb))
            if what == "undone":
                workspace.undo()
            elif what == "joined":
                workspace.merge(parts)
            elif what == "thrice":
                more = halves(workspace.parcel(parts[1]).wkb)
                if len(more) > 1:
                    workspace.split(parts[1], more)


def same_in_every_order(states, province, folder):
    told = []
    for number, order in enumerate(itertools.permutations(states)):
        with copied(province, folder / f"{number}.gpkg") as workspace:
            for name in order:
                workspace.offices.merge(states[name], name.partition("/")[0], name)
            told.append({table: rows for table, rows in workspace.offices.told_apart().items() if table != "packages"})
            for name in order:
                assert workspace.offices.merge(states[name], name.partition("/")[0], name).changed_nothing
            again = {table: rows for table, rows in workspace.offices.told_apart().items() if table != "packages"}
            assert again == told[-1]
    for other in told[1:]:
        assert {table for table, rows in other.items() if rows != told[0][table]} == set()
    return told[0]


@pytest.mark.parametrize("seed", range(12))
def test_what_offices_cut_and_join_apart_is_the_same_in_every_order(issued, province, tmp_path, seed):
    chance, states = random.Random(seed), {}
    for name in OFFICES:
        with made(tmp_path / name, name, *issued) as workspace:
            cut_and_join(workspace, chance)
            states[name] = as_sent(workspace.offices.leave(office=name))
    same_in_every_order(states, province, tmp_path)


def test_the_bare_area_of_what_was_cut_elsewhere_is_each_offices_own(issued, province, tmp_path):
    """Measured in another zone it is a breath different, and would hang on whose package came first."""
    zone = next(each for each in ("EPSG:4526", "EPSG:4524") if each != issued[1])
    with made(tmp_path / "甲", "甲县", *issued) as one, made(tmp_path / "乙", "乙县", [], zone) as other:
        other.offices.merge(as_sent(one.offices.leave(office="甲县")), "甲县", "1")
        parcel = other.queue()[0].parcel_uuid
        parts = other.split(parcel, halves(other.parcel(parcel).wkb))
        state = as_sent(other.offices.leave(office="乙县"))
    with copied(province, tmp_path / "p.gpkg") as workspace:
        workspace.offices.merge(state, "乙县", "1")
        found = {row["parcel_uuid"]: row["area_m2"]
                 for row in workspace._database.rows("SELECT * FROM overlay_parcels")}
        assert found == {uuid: workspace.own_area(workspace.parcel(uuid).wkb) for uuid in parts}
