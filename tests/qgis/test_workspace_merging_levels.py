"""Words in the name of a level: what a county's workspace says as the province's waits for a person, in every order."""

from __future__ import annotations

import json
import random

import pytest

from tests.qgis.offices_scene import UNCHANGED, as_sent, copied, halves, made, scene_crs, scene_patches
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.domain.review.office_state import OfficeState
from weipian_plugin.domain.review.own_levels import guessed_level
from weipian_plugin.gui.reviewing.conflict_words import office_of
from weipian_plugin.jobs.offices.own_level import own_level, settle_level, settled_level

_NOT_OF_IT = ("packages", "conflicts", "overlay_parcels")  # a shape that stood for a while was measured then
PASSED = {"SHJG": "通过", "SHR": "某", "SHSJ": "2023-09-10"}
RETURNED = {"SHJG": "退回", "SHYY": "其他", "SHSM": "请补充照片", "SHR": "某", "SHSJ": "2023-09-09"}


@pytest.fixture()
def issued(demo, qgis_app):
    return scene_patches(demo)[:6], scene_crs(demo)


@pytest.fixture()
def offices(issued, tmp_path):
    """A county that has six patches, a city and a province that have none of their own."""
    patches, crs = issued
    county, city, province = (made(tmp_path, name, some, crs)
                              for name, some in (("甲县", patches), ("市局", []), ("省厅", [])))
    settle_level(city, "市级")
    settle_level(province, "省级")
    yield county, city, province
    for workspace in (county, city, province):
        workspace.close()


def sent(workspace, **scope):
    return as_sent(workspace.offices.leave(office=workspace.actor, **scope))


def send(source, target):
    return target.offices.merge(sent(source), source.actor, f"{source.actor}{len(target.offices.packages())}")


def audit(level, values, number=1):
    return {"SHJB": level, "SHLC": number, **values}


def audits(workspace, parcel=""):
    found = workspace.records("audit", parcel) if parcel else workspace.records("audit")
    return sorted((one.parcels[0], one.values["SHJB"], one.values["SHJG"], one.values.get("DFSM", "")) for one in found)


def put(workspace, parcel, values, uuid=""):
    return workspace.put_record(Record(uuid, "audit", (parcel,), "", values))


def questions(workspace):
    return [one for one in workspace.offices.conflicts() if one.kind == "level"]


def test_a_county_s_word_in_the_province_s_name_waits_for_a_person(offices):
    county, _, province = offices
    parcel = county.queue()[0].parcel_uuid
    put(county, parcel, audit("省级", PASSED))
    receipt = send(county, province)
    assert receipt.conflicts == 1
    (told,) = [one for one in receipt.findings if one.code == "WORDS_OF_A_LEVEL"]
    assert "省级" in told.sentence("zh") and "甲县" in told.sentence("zh")
    assert audits(province) == []
    (asked,) = questions(province)
    assert asked.parcels == (parcel,) and asked.sides[0].state["level"] == "省级"
    assert send(county, province).changed_nothing
    province.offices.decide(asked.stream, "taken", "县局代省厅录入，已核对")
    assert audits(province) == [(parcel, "省级", "通过", "")] and questions(province) == []
    province.undo()
    assert audits(province) == [] and len(questions(province)) == 1
    province.redo()
    assert audits(province) == [(parcel, "省级", "通过", "")]


def test_what_a_person_left_out_stays_out_and_the_next_word_is_asked_about_again(offices):
    county, _, province = offices
    first, second = (row.parcel_uuid for row in county.queue()[:2])
    put(county, first, audit("省级", PASSED))
    send(county, province)
    province.offices.decide(questions(province)[0].stream, "left", "县局无权")
    assert audits(province) == [] and questions(province) == []
    put(county, second, audit("省级", PASSED))
    assert send(county, province).conflicts == 1
    assert questions(province)[0].parcels == (second,) and audits(province) == []


def test_a_county_can_neither_change_nor_take_away_what_the_province_said_but_answer_it(offices):
    county, _, province = offices
    send(county, province)
    first, second, third = (row.parcel_uuid for row in county.queue()[:3])
    for parcel in (first, second, third):
        put(province, parcel, audit("省级", RETURNED))
    send(province, county)
    assert audits(county) == audits(province) and len(audits(county)) == 3
    known = {one.parcels[0]: one for one in county.records("audit")}
    put(county, first, {**known[first].values, "SHSM": "不用补充"}, known[first].uuid)
    county.remove_record(known[second].uuid)
    put(county, third, {**known[third].values, "DFSM": "已补照片", "DFSJ": "2023-09-20"}, known[third].uuid)
    send(county, province)
    assert audits(province) == sorted([(first, "省级", "退回", ""), (second, "省级", "退回", ""),
                                       (third, "省级", "退回", "已补照片")])
    (asked,) = questions(province)
    assert set(asked.parcels) == {first, second}
    put(county, first, {**known[first].values, "SHSM": "不用补充", "DFSM": "请看附件", "DFSJ": "2023-09-21"},
        known[first].uuid)
    send(county, province)
    assert (first, "省级", "退回", "请看附件") in audits(province)
    assert {one.values["SHSM"] for one in province.records("audit")} == {"请补充照片"}


def test_what_parts_of_a_parcel_take_over_counts_where_what_they_take_it_from_does(offices):
    county, _, province = offices
    send(county, province)
    parcels = [row.parcel_uuid for row in county.queue() if len(halves(county.parcel(row.parcel_uuid).wkb)) > 1][:2]
    put(province, parcels[0], audit("省级", RETURNED))
    put(county, parcels[1], audit("省级", PASSED))
    send(province, county)
    for parcel in parcels:
        county.split(parcel, halves(county.parcel(parcel).wkb))
    assert len(audits(county)) == 4
    send(county, province)
    assert [each[1:3] for each in audits(province)] == [("省级", "退回")] * 2
    (asked,) = questions(province)
    province.offices.decide(asked.stream, "taken", "已核对")
    assert sorted(each[2] for each in audits(province)) == ["退回", "退回", "通过", "通过"]


def test_a_city_s_audits_count_once_its_own_package_says_that_it_is_a_city(offices):
    county, city, province = offices
    send(county, city)
    parcel = city.queue()[0].parcel_uuid
    put(city, parcel, audit("市级", PASSED))
    send(city, county)
    assert audits(county) == [(parcel, "市级", "通过", "")] and questions(county) == []
    send(county, province)
    assert audits(province) == [] and len(questions(province)) == 1
    send(city, province)
    assert audits(province) == [(parcel, "市级", "通过", "")] and questions(province) == []


def test_a_workspace_that_calls_itself_a_county_is_believed_nothing_above_anywhere(offices, issued, tmp_path):
    county, city, _ = offices
    settle_level(county, "县级")
    put(county, county.queue()[0].parcel_uuid, audit("省级", PASSED))
    send(county, city)
    assert audits(city) == [] and len(questions(city)) == 1
    with made(tmp_path, "乙县", *issued) as other:
        send(county, other)
        assert audits(other) == []


def test_who_once_called_itself_a_county_is_not_believed_to_be_a_city_later(offices):
    county, _, province = offices
    settle_level(county, "县级")
    send(county, province)
    settle_level(county, "市级")
    put(county, county.queue()[0].parcel_uuid, audit("市级", PASSED))
    send(county, province)
    assert audits(province) == [] and len(questions(province)) == 1


def test_when_the_office_says_its_level_what_came_in_is_judged_by_it(offices):
    county, city, province = offices
    parcel = county.queue()[0].parcel_uuid
    put(county, parcel, audit("省级", PASSED))
    send(county, city)  # from above, as far as a city can tell
    assert len(audits(city)) == 1
    settle_level(city, "省级")
    assert audits(city) == [] and len(questions(city)) == 1
    settle_level(city, "市级")
    assert len(audits(city)) == 1 and questions(city) == []
    with pytest.raises(WeipianError) as caught:
        settle_level(province, "处级")
    assert caught.value.code == "OFFICE_LEVEL" and "{" not in caught.value.sentence("zh")


@pytest.mark.parametrize(("counties", "merges", "level"), [
    ({"450512"}, False, "县级"), ({"450512"}, True, "县级"), ({"450512", "450502"}, False, "市级"),
    ({"450500"}, False, "市级"), ({"450000"}, True, "省级"), ({"450512", "450102"}, False, "省级"),
    (set(), False, "县级"), (set(), True, "省级"), ({""}, True, "省级")])
def test_the_level_is_guessed_of_whose_patches_were_imported(counties, merges, level):
    assert guessed_level(counties, merges) == level


@pytest.mark.parametrize(("merged", "level"), [
    ({"450512"}, "市级"), ({"450512", "450502", ""}, "市级"), ({"450512", "450102"}, "省级"),
    ({"450512", "440103"}, "省级"), ({"450500"}, "市级"), ({"450000"}, "省级"), ({""}, "省级")])
def test_who_imported_nothing_is_of_the_level_above_whose_packages_it_merges(merged, level):
    assert guessed_level(set(), True, merged) == level
    assert guessed_level({"450512"}, True, merged) == "县级"


def test_a_county_that_merges_what_was_sent_back_stays_a_county_and_who_founds_on_one_city_s_packages_is_the_city(
        offices, tmp_path, issued):
    county = offices[0]
    with made(tmp_path, "新库", [], issued[1]) as founded:
        assert (own_level(county), own_level(founded), settled_level(county)) == ("县级", "县级", "")
        send(county, founded)
        send(founded, county)
        assert (own_level(county), own_level(founded), settled_level(founded)) == ("县级", "市级", "")


def _of_another_city(tmp_path, issued):
    """A county of another city, with the patches that come after the first six."""
    other = made(tmp_path, "异市县", [], issued[1])
    other.add_batch(NewBatch("2023-08", "2023-08-15", "异市县.zip", "异市县", "GX_ZY2023", "450102"), [
        IssuedPatch(f"450102{one.jcbh[6:]}9", {**one.attributes, "XZQDM": "450102"}, one.wkb) for one in issued[0]])
    return other


@pytest.mark.parametrize("reversed_", [False, True])
def test_when_counties_of_a_second_city_come_what_was_believed_is_judged_anew_in_either_order(
        offices, issued, tmp_path, reversed_):
    """With one city's counties it believes the province; with two cities' it is the province itself."""
    county = offices[0]
    put(county, county.queue()[0].parcel_uuid, audit("省级", PASSED))
    with _of_another_city(tmp_path, issued) as other, made(tmp_path, "新库", [], issued[1]) as founded:
        first, second = (other, county) if reversed_ else (county, other)
        send(first, founded)
        assert own_level(founded) == "市级"
        assert len(audits(founded)) == (0 if reversed_ else 1)
        receipt = send(second, founded)
        assert own_level(founded) == "省级" and audits(founded) == [] and len(questions(founded)) == 1
        assert [one.code for one in receipt.findings if one.code.startswith("WORDS")] == ["WORDS_OF_A_LEVEL"]


def test_an_office_whose_package_has_not_come_is_named_by_who_merged_it_and_never_by_a_number(
        offices, tmp_path, issued):
    county, city, province = offices
    send(county, city)
    parcel = city.queue()[0].parcel_uuid
    put(city, parcel, audit("市级", PASSED))
    send(city, county)
    receipt = send(county, province)
    (told,) = [one for one in receipt.findings if one.code == "WORDS_OF_AN_OFFICE_TO_COME"]
    assert city.actor in told.sentence("zh") and city.workspace_id[:8] not in told.sentence("zh")
    assert questions(province)[0].sides[0].office == city.actor
    with made(tmp_path, "又一省", [], issued[1]) as other:
        settle_level(other, "省级")
        state = sent(county)
        assert "offices" in state.meta
        plain = OfficeState({name: value for name, value in state.meta.items() if name != "offices"}, state.tables)
        (told,) = [one for one in other.offices.merge(plain, "甲县", "d").findings if one.code.startswith("WORDS")]
        assert told.code == "WORDS_OF_AN_UNKNOWN_OFFICE" and city.workspace_id[:8] not in told.sentence("zh")
        assert questions(other)[0].sides[0].office == ""
        assert office_of(questions(other)[0].sides[0], other.workspace_id) not in ("", city.workspace_id[:8])
        send(city, other)
        assert questions(other) == [] and len(audits(other)) == 1


@pytest.mark.parametrize("said", ["[1]", "{", '{"w": 1, "v": ""}', '"x"'])
def test_names_that_are_none_keep_no_package_out(offices, said):
    county, _, province = offices
    state = sent(county)
    province.offices.merge(OfficeState({**state.meta, "offices": said}, state.tables), "甲县", "d")
    assert len(province.queue()) == 6
    assert json.loads(sent(province).meta.get("offices", "{}")).keys() <= {county.workspace_id}


def test_an_office_whose_packages_came_from_another_workspace_before_is_told(offices, tmp_path, issued):
    county, _, province = offices
    receipt = send(county, province)
    assert "OFFICE_IN_TWO_WORKSPACES" not in [one.code for one in receipt.findings]
    with made(tmp_path, "另一库", *issued) as other:
        state = sent(other)
        for receipt in (province.offices.compare(state, county.actor),
                        province.offices.merge(state, county.actor, "x")):
            (told,) = [one for one in receipt.findings if one.code == "OFFICE_IN_TWO_WORKSPACES"]
            assert county.actor in told.sentence("zh")


@pytest.mark.parametrize("seed", range(4))
def test_audits_and_image_checks_of_all_levels_end_alike_in_every_order(demo, tmp_path, qgis_app, seed):
    """Whatever counties and cities say in whose name, change, answer and take away: the province holds the same."""
    chance, patches, crs = random.Random(seed), scene_patches(demo)[:10], scene_crs(demo)
    opened = [made(tmp_path, name, some, crs) for name, some in (
        ("甲县", patches), ("乙县", patches), ("市局", []), ("省厅", []))]
    one, other, city, province = opened
    settle_level(city, "市级")
    settle_level(other, "县级")
    settle_level(province, "省级")
    send(one, province)
    for parcel in [row.parcel_uuid for row in province.queue()][:5]:
        put(province, parcel, audit("省级", RETURNED))
    place = province.path
    states = []
    for turn in range(3):
        send(province, one)
        send(one, other)
        send(one, city)
        for workspace in (one, other, city):
            _speak(workspace, chance)
        states += [(f"{each.actor}{turn}", sent(each)) for each in (one, other, city)]
    for workspace in opened:
        workspace.close()
    told, asked = [], []
    orders = [chance.sample(states, len(states)) for _ in range(4)] + [states, states[::-1]]
    for number, order in enumerate(orders):
        with copied(place, tmp_path / f"order{number}" / "w.gpkg") as workspace:
            for name, state in order:
                workspace.offices.merge(state, name[:-1], name)
            held = workspace.offices.told_apart()
            told.append({table: rows for table, rows in held.items() if table not in _NOT_OF_IT})
            asked.append({(each.stream, frozenset(each.parcels)) for each in questions(workspace)})
    for again in told[1:]:
        for table, rows in told[0].items():
            assert again[table] == rows, table
    assert all(each == asked[0] for each in asked[1:])
    assert asked[0], "nothing was asked: the scene says too little"


def _speak(workspace, chance):
    for row in chance.sample(workspace.queue(), 6):
        parcel, known = row.parcel_uuid, workspace.records("audit", row.parcel_uuid)
        what = chance.choice(("new", "check", "change", "answer", "remove", "sign", "split"))
        if what == "new":
            put(workspace, parcel, audit(chance.choice(("县级", "市级", "省级")), chance.choice((PASSED, RETURNED)),
                                         chance.randrange(1, 3)))
        elif what == "check":
            workspace.put_record(Record("", "image_check", (parcel,), "", {
                "YXJG": chance.choice(("已拆除", "未拆除")), "YXMC": "影像", "YXRQ": "2023-10-01", "YXR": "某",
                "YXSJ": "2023-10-09", "YXJB": chance.choice(("县级", "市级", "省级"))}))
        elif what == "sign" and workspace.judgement(parcel) is None:
            workspace.save_draft(parcel, UNCHANGED)
            workspace.sign(parcel, workspace.actor, "内业")
        elif what == "split" and workspace.parcel(parcel).status != "signed":
            parts = halves(workspace.parcel(parcel).wkb)
            if len(parts) > 1:
                workspace.split(parcel, parts)
        elif known:
            one = chance.choice(known)
            if what == "remove":
                workspace.remove_record(one.uuid)
            else:
                more = {"SHSM": f"改{chance.randrange(9)}"} if what == "change" else {
                    "DFSM": f"答{chance.randrange(9)}", "DFSJ": "2023-09-30"}
                put(workspace, parcel, {**one.values, **more}, one.uuid)


