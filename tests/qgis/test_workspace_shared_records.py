"""A record that several counties' parcels are part of: each county changes it, and takes no parcel of another's out."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from tests.qgis.offices_scene import as_sent, assert_replayed, halves, made, scene_crs, scene_patches
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, Record
from weipian_plugin.jobs.offices.remarks import foreign_patches, without
from weipian_plugin.workspace import records

OURS, THEIRS = "450512", "450521"
ACT = {"WFND": 2023, "WFXWMS": "两县行为"}


def of(workspace, county):
    return [row.parcel_uuid for row in workspace.queue() if row.jcbh.startswith(county)]


def act_of(workspace, uuid):
    return next(iter(one for one in workspace.records("act") if one.uuid == uuid), None)


def shown(workspace):
    """Records with their parcels, whatever the order of their rows."""
    return {one.uuid: (one.parcels, one.act, dict(one.values)) for one in workspace.records()}


class Offices:
    """A province with three patches of each of two counties and an act of both; what each county has of it."""

    def __init__(self, demo, folder):
        self.folder, self.crs, self._made = folder, scene_crs(demo), []
        patches = [IssuedPatch(f"{code}{each.jcbh[6:]}", {**each.attributes, "JCBH": f"{code}{each.jcbh[6:]}",
                                                          "XZQDM": code}, each.wkb)
                   for number, each in enumerate(scene_patches(demo)[:6]) for code in ((OURS, THEIRS)[number // 3],)]
        self.province = self.made("省厅", patches)
        self.ours, self.theirs = of(self.province, OURS), of(self.province, THEIRS)
        self.act = self.province.put_record(Record("", "act", (self.ours[0], self.theirs[0], self.ours[1]), "", ACT))

    def made(self, name, patches=()):
        workspace = made(self.folder / f"{name}{len(self._made)}", name, list(patches), self.crs)
        self._made.append(workspace)
        return workspace

    def sent_to(self, code):
        return as_sent(self.province.offices.leave(office="省厅", parcels=of(self.province, code)))

    def county(self, code):
        workspace = self.made(code)
        workspace.offices.merge(self.sent_to(code), "省厅", f"to {code}")
        return workspace

    def everything_of(self, workspace, name):
        return as_sent(workspace.offices.leave(office=name))

    def close(self):
        for workspace in self._made:
            workspace.close()


@pytest.fixture()
def offices(demo, tmp_path, qgis_app):
    found = Offices(demo, tmp_path)
    yield found
    found.close()


def changed(county, act, words):
    return county.put_record(replace(act_of(county, act.uuid), values={**ACT, "WFXWMS": words}))


def test_a_county_shows_its_own_parcels_of_a_shared_act_and_nothing_else_of_the_others(offices):
    county = offices.county(OURS)
    assert act_of(county, offices.act.uuid).parcels == (offices.ours[0], offices.ours[1])
    assert [row.parcel_uuid for row in county.queue()] == offices.ours
    assert_replayed(county)


def test_what_a_county_says_of_a_shared_act_takes_no_parcel_of_another_county_out(offices):
    county = offices.county(OURS)
    changed(county, offices.act, "本县更正")
    receipt = offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "1")
    assert (receipt.new_events, receipt.conflicts) == (1, 0)
    kept = act_of(offices.province, offices.act.uuid)
    assert kept.parcels == offices.act.parcels and kept.values["WFXWMS"] == "本县更正"
    assert_replayed(offices.province)


def test_a_county_takes_its_own_parcels_out_of_a_shared_act_and_adds_others(offices):
    county = offices.county(OURS)
    county.put_record(replace(act_of(county, offices.act.uuid), parcels=(offices.ours[2], offices.ours[1])))
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "1")
    assert set(act_of(offices.province, offices.act.uuid).parcels) == {
        offices.ours[2], offices.theirs[0], offices.ours[1]}
    county.undo()
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "2")
    assert act_of(offices.province, offices.act.uuid).parcels == offices.act.parcels


def test_a_county_that_takes_a_shared_act_away_leaves_it_to_the_other(offices):
    county = offices.county(OURS)
    county.remove_record(offices.act.uuid)
    assert act_of(county, offices.act.uuid) is None
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "1")
    assert act_of(offices.province, offices.act.uuid).parcels == (offices.theirs[0],)
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "1b")
    county.offices.merge(offices.sent_to(OURS), "省厅", "2")
    assert act_of(county, offices.act.uuid) is None, "what the county took away does not come back as a shadow"
    county.undo()
    assert act_of(county, offices.act.uuid).parcels == (offices.ours[0], offices.ours[1])
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "2")
    assert act_of(offices.province, offices.act.uuid).parcels == offices.act.parcels
    county.redo()
    assert act_of(county, offices.act.uuid) is None
    for workspace in (county, offices.province):
        assert_replayed(workspace)


def test_a_county_that_splits_its_parcel_of_a_shared_act_keeps_the_others(offices):
    county = offices.county(OURS)
    parcel = next(uuid for uuid in offices.ours[:2] if len(halves(county.parcel(uuid).wkb)) > 1)
    second = county.split(parcel, halves(county.parcel(parcel).wkb))[1]
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "1")
    assert set(act_of(offices.province, offices.act.uuid).parcels) == {*offices.act.parcels, second}
    county.undo()
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "2")
    assert act_of(offices.province, offices.act.uuid).parcels == offices.act.parcels


def test_what_happens_to_the_other_countys_parcels_makes_no_conflict_here(offices):
    """The other county's split is nothing that leaves for this one; what is said of the act upon it does."""
    parcel = next(uuid for uuid in offices.theirs if len(halves(offices.province.parcel(uuid).wkb)) > 1)
    offices.province.put_record(replace(offices.act, parcels=(offices.ours[0], parcel)))
    county = offices.county(OURS)
    offices.province.split(parcel, halves(offices.province.parcel(parcel).wkb))
    changed(offices.province, offices.act, "分割之后")
    receipt = county.offices.merge(offices.sent_to(OURS), "省厅", "2")
    assert receipt.conflicts == 0 and county.offices.conflicts() == []
    assert act_of(county, offices.act.uuid).values["WFXWMS"] == "分割之后"
    changed(county, offices.act, "本县又更正")
    receipt = offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "3")
    assert receipt.conflicts == 0
    kept = act_of(offices.province, offices.act.uuid)
    assert kept.values["WFXWMS"] == "本县又更正" and len(kept.parcels) == 3


def test_who_leaves_the_other_county_out_on_the_way_in_has_the_rest_in_one_line(offices):
    parcel = offices.theirs[0]
    offices.province.split(parcel, halves(offices.province.parcel(parcel).wkb))
    changed(offices.province, offices.act, "分割之后")
    state = offices.everything_of(offices.province, "省厅")
    county = offices.made("甲县")
    left = without(state, {uuid for uuid, _ in foreign_patches(state, OURS)})
    assert county.offices.merge(left, "省厅", "1").conflicts == 0
    assert act_of(county, offices.act.uuid).values["WFXWMS"] == "分割之后"
    assert county.offices.merge(state, "省厅", "2").conflicts == 0
    assert len(act_of(county, offices.act.uuid).parcels) == 4


def test_both_counties_words_of_a_shared_act_come_home_in_any_order(offices, tmp_path):
    ours, theirs = offices.county(OURS), offices.county(THEIRS)
    ours.put_record(replace(act_of(ours, offices.act.uuid), parcels=(offices.ours[0],)))
    theirs.put_record(Record("", "rectification", (), offices.act.uuid, {"ZGFS": "拆除复耕"}))
    theirs.split(offices.theirs[0], halves(theirs.parcel(offices.theirs[0]).wkb))
    states = {"甲县": offices.everything_of(ours, "甲县"), "乙县": offices.everything_of(theirs, "乙县")}
    offices.province.offices.merge(states["乙县"], "乙县", "1")
    changed(offices.province, offices.act, "分割之后")
    states = {**states,
              "省厅": offices.everything_of(offices.province, "省厅"), "给甲县": offices.sent_to(OURS)}
    told, kept = [], []
    for order in itertools.permutations(states):
        city = offices.made("市局")
        for name in order:
            city.offices.merge(states[name], name.replace("给甲县", "省厅"), name)
        assert len(city.offices.conflicts()) == 1, "what the county said, and what the province did"
        told.append({table: rows for table, rows in city.offices.told_apart().items() if table != "packages"})
        kept.append((shown(city), {one.stream: {side.head for side in one.sides}
                                   for one in city.offices.conflicts()}))
    for other, seen in zip(told[1:], kept[1:]):
        assert seen == kept[0]
        assert {table: rows for table, rows in other.items() if rows != told[0][table]} == {}


def test_of_the_other_county_leaves_nothing_with_a_shared_act_but_the_bare_uuid_of_its_parcel(offices):
    """It is what the act itself says, and by what each office knows that a county's word speaks of its own parcels
    alone: an event is the same in every office, so it leaves whole or not at all.
    """
    province = offices.province
    secret = "他县机密"
    province.set_note(offices.theirs[0], secret)
    province.save_draft(offices.theirs[0], {"PDLX": "违法", "WFPDYJSM": secret})
    province.put_record(Record("", "attachment", offices.theirs[:1], offices.act.uuid, {
        "FJMC": f"{secret}.jpg", "FJLJ": "x/y.jpg", "SHA256": "0" * 64, "FJDX": 1}))
    province.put_record(Record("", "rectification", tuple(offices.theirs[:1]), offices.act.uuid, {
        "ZGFS": "拆除复耕", "ZGCS": secret}))
    jcbh = {row.parcel_uuid: row.jcbh for row in province.queue()}
    text = json.dumps(dict(offices.sent_to(OURS).tables), ensure_ascii=False)
    assert secret not in text and THEIRS not in text and jcbh[offices.theirs[0]][6:] not in text
    assert offices.theirs[0] in text and not any(uuid in text for uuid in offices.theirs[1:])


def test_what_a_county_took_away_stays_away_whatever_others_say_of_it_since_and_is_not_undone_over_it(offices):
    county = offices.county(OURS)
    county.remove_record(offices.act.uuid)
    offices.province.offices.merge(offices.everything_of(county, "甲县"), "甲县", "1")
    changed(offices.province, offices.act, "乙县仍有")
    county.offices.merge(as_sent(offices.province.offices.leave(office="省厅", parcels=offices.ours)), "省厅", "2")
    assert act_of(county, offices.act.uuid) is None and county.records("act", offices.ours[0]) == []
    with pytest.raises(WeipianError) as caught:
        county.undo()
    assert caught.value.code == "UNDO_OVERTAKEN"
    assert act_of(offices.province, offices.act.uuid).values["WFXWMS"] == "乙县仍有"


def test_what_a_county_hands_on_without_the_others_part_meets_it_elsewhere_in_one_line(offices):
    parcel = offices.theirs[0]
    offices.province.split(parcel, halves(offices.province.parcel(parcel).wkb))
    changed(offices.province, offices.act, "分割之后")
    county, city = offices.county(OURS), offices.made("市局")
    for state, name in ((offices.everything_of(county, "甲县"), "甲县"),
                        (offices.everything_of(offices.province, "省厅"), "省厅")):
        assert city.offices.merge(state, name, name).conflicts == 0
    assert set(act_of(city, offices.act.uuid).parcels) == set(act_of(offices.province, offices.act.uuid).parcels)
    assert city.offices.conflicts() == []


def test_records_about_many_parcels_name_none_of_another_county(offices):
    county = offices.county(OURS)
    (act,) = records.among(county._database, "act", offices.ours)
    assert act.parcels == (offices.ours[0], offices.ours[1]) == county.record(offices.act.uuid).parcels
