"""States of offices become one: in every order the same, twice the same as once, nothing overwritten silently."""

from __future__ import annotations

import itertools

import pytest

from tests.qgis.offices_scene import (
    COUNTIES,
    SHARES,
    as_sent,
    assert_replayed,
    copied,
    made,
    measure,
    scene_crs,
    scene_patches,
    work,
)


@pytest.fixture(scope="module")
def counties(demo, tmp_path_factory, qgis_app):
    """By county: the state it sends; what people did there is different in each, also of the patches two have."""
    folder, patches, crs = tmp_path_factory.mktemp("counties"), scene_patches(demo), scene_crs(demo)
    states = {}
    for seed, name in enumerate(COUNTIES):
        with made(folder, name, patches[SHARES[name]], crs) as workspace:
            work(workspace, seed)
            measure(workspace)
            assert_replayed(workspace)
            states[name] = as_sent(workspace.offices.leave(office=name))
    return states


@pytest.fixture(scope="module")
def province(demo, tmp_path_factory, qgis_app):
    folder = tmp_path_factory.mktemp("province")
    with made(folder, "省厅", [], scene_crs(demo)) as workspace:
        return workspace.path


def test_in_every_order_three_counties_make_the_same_state(counties, province, tmp_path):
    told, shown = [], []
    for number, order in enumerate(itertools.permutations(COUNTIES)):
        with copied(province, tmp_path / f"{number}.gpkg") as workspace:
            for name in order:
                receipt = workspace.offices.merge(counties[name], name, name)
                assert receipt.new_events and not receipt.changed_nothing
            assert_replayed(workspace)
            told.append(workspace.offices.told_apart())
            shown.append({one.stream: [(side.side, side.stands, side.state) for side in sorted(
                one.sides, key=lambda side: side.head)] for one in workspace.offices.conflicts()})
    for other in told[1:]:
        for table, rows in told[0].items():
            if table != "packages":
                assert other[table] == rows, table
    assert shown[0] and all(other == shown[0] for other in shown[1:])


def test_merging_twice_changes_nothing(counties, province, tmp_path):
    with copied(province, tmp_path / "w.gpkg") as workspace:
        for name in COUNTIES:
            workspace.offices.merge(counties[name], name, name)
        before = workspace.offices.fingerprint()
        for name in COUNTIES:
            receipt = workspace.offices.merge(counties[name], name, name)
            assert receipt.changed_nothing and receipt.known_events == len(counties[name].tables["events"])
        assert workspace.offices.fingerprint() == before
        assert [one.office for one in workspace.offices.packages()] == list(COUNTIES)


def test_a_city_in_between_changes_nothing_of_what_the_province_holds(counties, province, demo, tmp_path):
    with made(tmp_path / "city", "市局", [], scene_crs(demo)) as city:
        for name in COUNTIES:
            city.offices.merge(counties[name], name, name)
        through_city = as_sent(city.offices.leave(office="市局"))
    with copied(province, tmp_path / "direct.gpkg") as direct, copied(province, tmp_path / "city.gpkg") as other:
        for name in reversed(COUNTIES):
            direct.offices.merge(counties[name], name, name)
        other.offices.merge(through_city, "市局", "市局")
        held = direct.offices.told_apart(), other.offices.told_apart()
        for table in ("patches", "parcels", "drafts", "judgements", "actual_parcels", "events", "overlay_parcels"):
            assert held[0][table] == held[1][table], table
        open_ones = [{(one.stream, frozenset(side.head for side in one.sides)) for one in each.offices.conflicts()}
                     for each in (direct, other)]
        assert open_ones[0] == open_ones[1] and open_ones[0]


def test_what_only_one_county_said_is_shown_as_the_county_shows_it(counties, province, tmp_path):
    with copied(province, tmp_path / "w.gpkg") as workspace:
        receipt = workspace.offices.merge(counties["甲县"], "甲县", "甲县")
        assert receipt.new_patches == len(counties["甲县"].tables["patches"]) and receipt.conflicts == 0
        held = workspace.offices.told_apart()
        assert len(held["events"]) == receipt.new_events == len(counties["甲县"].tables["events"])
        for table in ("drafts", "judgements"):
            sent = {(row["parcel_uuid"], row.get("subject")): row for row in counties["甲县"].tables[table]}
            for row in workspace._database.rows(f"SELECT * FROM {table}"):
                known = {name: value for name, value in dict(row).items() if value is not None and name != "fid"}
                assert sent.pop((known["parcel_uuid"], known.get("subject"))) == known
            assert not sent
        statuses = {row["uuid"]: row["status"] for row in counties["甲县"].tables["parcels"]}
        assert {row["uuid"]: row["status"] for row in workspace._database.rows("SELECT * FROM parcels")} == statuses
        assert {one.uuid for one in workspace.records()} == {row["uuid"] for row in counties["甲县"].tables["records"]}
        sent_areas = {row["parcel_uuid"]: row["area_m2"] for row in counties["甲县"].tables["overlay"]
                      if row["what"] == "parcel"}
        assert {row["parcel_uuid"]: row["area_m2"]
                for row in workspace._database.rows("SELECT * FROM overlay_parcels")} == sent_areas
        classes = workspace.class_totals()
        assert classes and workspace.overlay_run().provenance["office_workspace"] == counties["甲县"].meta[
            "workspace_id"]


def test_what_is_the_offices_own_stays_at_home(counties):
    for state in counties.values():
        assert {row["kind"] for row in state.tables["events"]}.isdisjoint({"assign", "import", "quarantine"})
        assert all(row.get("assigned") is None for row in state.tables["parcels"])
        assert set(state.tables) == {"batches", "patches", "parcels", "actual_parcels", "overlay", "drafts",
                                     "judgements", "records", "events", "files"}
