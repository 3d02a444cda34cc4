"""What leaves for one county: all that is its own, and nothing of any other's."""

from __future__ import annotations

import itertools
import json

import pytest

from tests.qgis.offices_scene import as_sent, assert_replayed, made, scene_crs, scene_patches
from weipian_plugin.domain.records import IssuedPatch, Record
from weipian_plugin.jobs.offices.remarks import foreign_patches, without

OURS, THEIRS = "450512", "450521"
SECRET = "他县机密"


@pytest.fixture()
def province(demo, tmp_path, qgis_app):
    """A province with six patches of one county, and six of another."""
    patches = [IssuedPatch(f"{code}{each.jcbh[6:]}", {**each.attributes, "JCBH": f"{code}{each.jcbh[6:]}",
                                                      "XZQDM": code}, each.wkb)
               for number, each in enumerate(scene_patches(demo)[:12]) for code in ((OURS, THEIRS)[number // 6],)]
    with made(tmp_path, "省厅", patches, scene_crs(demo)) as workspace:
        yield workspace


def of(workspace, county):
    return [row.parcel_uuid for row in workspace.queue() if row.jcbh.startswith(county)]


def lead(unit, words, parcels=()):
    return Record("", "discovery", tuple(parcels), "", {
        "FXLY": "12336", "FXSJ": "2023-09-01", "FXBH": words, "FXMS": words, "FXDW": unit, "FXZB": "POINT(1 2)"})


def fill(workspace):
    """Records of each kind of bond, told by their words: those with `SECRET` belong to nothing of ours."""
    ours, theirs = of(workspace, OURS), of(workspace, THEIRS)
    for each in (lead(OURS, "本县线索"), lead(f"{OURS}/某镇", "本县某镇线索"), lead("", SECRET), lead(THEIRS, SECRET),
                 lead(f"{THEIRS}/某镇", SECRET), lead("", SECRET, theirs[:1]), lead("", "到我图斑", ours[:1])):
        workspace.put_record(each)
    for parcels, words in ((ours[:1], "本县行为"), (theirs[:1], SECRET), ((ours[1], theirs[1]), "两县行为")):
        act = workspace.put_record(Record("", "act", tuple(parcels), "", {"WFND": 2023, "WFXWMS": words}))
        part = workspace.put_record(Record("", "rectification", (), act.uuid, {"ZGFS": "拆除复耕"}))
        workspace.put_record(Record("", "attachment", tuple(parcels[:1]), part.uuid, {
            "FJMC": f"{words}.jpg", "FJLJ": "x/y.jpg", "SHA256": "0" * 64, "FJDX": 1}))
    gone = workspace.put_record(lead(THEIRS, SECRET))
    workspace.remove_record(gone.uuid)
    workspace.put_record(lead("别处", SECRET))
    workspace.many.flag(theirs[:3], SECRET)
    workspace.many.flag([*ours[:2], *theirs[:4]], "一并标记")
    workspace.many.flag([*ours[:1], *theirs[:1]], "")
    workspace.undo()
    workspace.set_note(theirs[4], SECRET)


def test_nothing_of_another_county_leaves(province):
    fill(province)
    ours, theirs = of(province, OURS), of(province, THEIRS)
    state = as_sent(province.offices.leave(office="省厅", parcels=ours))
    text = json.dumps(dict(state.tables), ensure_ascii=False)
    assert SECRET not in text
    shared = {theirs[1]}  # the act of both counties names it
    assert [uuid for uuid in theirs if uuid in text and uuid not in shared] == []
    words = {row["values"].get("FXMS") or row["values"].get("WFXWMS") or row["values"].get("FJMC") or "整改"
             for row in state.tables["records"]}
    assert words == {"本县线索", "本县某镇线索", "到我图斑", "本县行为", "两县行为", "整改", "本县行为.jpg",
                     "两县行为.jpg"}
    assert len([row for row in state.tables["records"] if row["kind"] == "rectification"]) == 2
    everything = json.dumps(dict(province.offices.leave(office="省厅").tables), ensure_ascii=False)
    assert SECRET in everything and all(uuid in everything for uuid in theirs)


def test_who_leaves_another_county_out_on_the_way_in_gets_nothing_of_it_either(province):
    fill(province)
    state = as_sent(province.offices.leave(office="省厅"))
    left = without(state, {uuid for uuid, _ in foreign_patches(state, OURS)})
    text = json.dumps([left.tables[name] for name in ("records", "events", "files", "patches")], ensure_ascii=False)
    assert SECRET not in text


def test_what_is_decided_of_many_in_two_counties_reaches_each_and_comes_home_as_known(province, demo, tmp_path):
    """In whatever order the pieces come to a third office, and whatever it says of them then."""
    ours, theirs = of(province, OURS), of(province, THEIRS)
    province.many.flag([*ours[:3], *theirs[:3]], "一并标记")
    province.many.flag([ours[0], theirs[0]], "再标记")
    province.undo()
    province.set_flag(ours[1], "单独标记")
    sent = {code: as_sent(province.offices.leave(office="省厅", parcels=some))
            for code, some in ((OURS, ours), (THEIRS, theirs))}
    everything = as_sent(province.offices.leave(office="省厅"))
    told, flags = [], {row.parcel_uuid: row.flag for row in province.queue()}
    for number, order in enumerate(itertools.permutations(sent)):
        with made(tmp_path / str(number), "市局", [], scene_crs(demo)) as city:
            for code in order:
                city.offices.merge(sent[code], "省厅", code)
            told.append({table: rows for table, rows in city.offices.told_apart().items() if table != "packages"})
            assert {row.parcel_uuid: row.flag for row in city.queue()} == flags
            assert_replayed(city)
            whole = city.offices.merge(everything, "省厅", "3")
            assert whole.new_events == 0 and city.offices.conflicts() == []
            city.set_flag(ours[0], "市局标记")
            city.set_flag(theirs[2], "")
            back = as_sent(city.offices.leave(office="市局"))
        receipt = province.offices.merge(back, "市局", f"市局{number}") if number == 0 else None
        if receipt is not None:
            assert receipt.new_events == 2 and receipt.conflicts == 0
            assert {row.parcel_uuid: row.flag for row in province.queue()} == {
                **flags, ours[0]: "市局标记", theirs[2]: ""}
            assert_replayed(province)
    assert told[0] == told[1]
