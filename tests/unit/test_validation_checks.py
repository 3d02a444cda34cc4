"""V01–V26: each check finds what is wrong, is silent where nothing is, and says 未核 where it cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from weipian_plugin.domain.judging.facts import Grouping, collect_facts
from weipian_plugin.domain.judging.onsite import Duty
from weipian_plugin.domain.profiles import OFFICIAL
from weipian_plugin.domain.records import (
    ClassArea,
    FeatureArea,
    Judgement,
    Measured,
    ParcelRecord,
    Record,
    RoleAreas,
)
from weipian_plugin.domain.validation import (
    CHECKS,
    County,
    Found,
    Overlap,
    ParcelCase,
    PatchCase,
    Shape,
    WorkspaceCase,
    check_parcel,
    check_workspace,
)
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.paths import RESOURCES

ISSUED = {"XZQDM": "450512", "QSX": "2016-12-09", "HSX": "2018-03-09", "XFSJ": "2023-08-15", "JCMJ": 10000.0}
LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "批文与供地手续齐备，均早于下发",
         "NZYPZWH": "桂政土批函〔2020〕1号", "NZYPZSJ": "2020-05-01", "NZYPZMJ": 10000.0}
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "未见用地批准文件，已建厂房一栋", "WFMJ": 10000.0, "WFGDMJ": 8000.0, "WFJBNTMJ": 0.0}
OTHER = {"PDLX": "其他", "QTPDYJSM": "按现场核查情况判定为其他用地"}
FACILITY = {**OTHER, "QTJTQX": "Q1", "SSNSJYT": "养殖", "SSNWBA": 1}
TEMPORARY = {**OTHER, "QTJTQX": "Q2", "LSYPZWH": "临〔2017〕3号", "LSYPZSJ": "2017-06-01", "LSYPZMJ": 10000.0,
             "LSYDQSJ": "2019-06-01"}
ROAD = {**OTHER, "QTJTQX": "Q3", "NCDKD": 5.5, "NCDYH": 1}
UNCHANGED = {**OTHER, "QTJTQX": "Q5", "WBHBZ": "前后影像一致"}
OS1 = Duty("OS1", "逐一实地核查", "On-site check", "县卫片办", "county", False, "", "")


def measured(basic: float = 0.0, approved: float = 10000.0, **classes: float) -> Measured:
    land = {name[1:]: area for name, area in classes.items()} or {"0103": 8000.0, "0601": 2000.0}
    rows = tuple(ClassArea(code, area, area) for code, area in land.items())
    paper = FeatureArea("", approved, {"PZWH": "桂政土批函〔2020〕1号", "PZRQ": "2020-05-01"})
    return Measured(10000.0, {
        "dltb": RoleAreas("dltb", sum(land.values()), sum(land.values()), rows),
        "yjjbnt": RoleAreas("yjjbnt", basic), "stbhhx": RoleAreas("stbhhx", 0.0),
        "pzyd": RoleAreas("pzyd", approved, features=(paper,) if approved else ()),
    })


@cache
def profile():
    return load_profile("GX_ZY2023")


def case(answers=None, of=..., number: str = "450512WP0000001", **more) -> ParcelCase:
    """A sound, measured parcel of one hectare, judged as ``answers`` say."""
    found = measured() if of is ... else of
    issued = {**ISSUED, **more.pop("issued", {})}
    parcel = ParcelRecord(f"uuid-{number}", f"patch-{number}", "b", number, number, "draft", issued, {}, (), b"",
                          more.pop("earlier", ()))
    facts = collect_facts(issued, found, profile().grouping if found else Grouping())
    return ParcelCase(parcel, issued, answers or {}, measured=found, facts=facts, shape=Shape(True, 10000.0),
                      county=more.pop("county", County("450512", "铁山港区")), profile=profile(),
                      today=date(2023, 10, 1), **more)


def record(kind: str, uuid: str = "", act: str = "", **values: object) -> Record:
    return Record(uuid, kind, ("uuid-450512WP0000001",), act, values)


def photo(day: str) -> Record:
    return record("attachment", FJLX="photo", FJLJ="照片/1.jpg", PSSJ=f"{day} 10:00")


def image(day: str) -> Record:
    return record("attachment", FJLX="image", FJLJ="影像/1.jpg", PSSJ=day)


def judged(answers, basis="实地", signed_by="张三", reason="") -> dict:
    return {"judgement": Judgement("u", answers, signed_by, "2023-09-01T10:00:00+08:00" if signed_by else "", basis,
                                   reason)}


def wrong(check: str, found: list[Found]) -> list[Found]:
    return [one for one in found if one.check == check and not one.unchecked]


ACT = {"WFXWBH": "1", "SXWFMJ": 10000.0}
PART = {"ZGFS": "拆除复耕", "ZGMJ": 6000.0, "FGDWMJ": 4000.0, "SYWZG": 2000.0}
DONE = {"ZGFS": "拆除复耕", "ZGMJ": 6000.0, "FGDWMJ": 6000.0, "SYWZG": 0.0, "SFZGDW": 1, "YSSJ": "2023-09-20"}
AGREED = {"BBWH": "桂政土批函〔2023〕9号", "BBSJ": "2023-09-10", "BBMJ": 6000.0}
EARLIER = {"jcbh": "450512WP0000000", "iou": 0.8, "batch": "2022"}

# check → (sound, violated)
PAIRS = {
    "V01": (case(), case(number="")),
    "V02": (case(), case(county=County("450521", "合浦县"))),
    "V03": (case(), case(issued={"QSX": "2018-03-09"})),
    "V04": (case(), replace(case(), shape=Shape(False, 10000.0, "Self-intersection"))),
    "V05": (case(issued={"NYDMJ2": 8000.0, "JSYDMJ": 2000.0, "WLYDMJ": 0.0}),
            case(issued={"NYDMJ2": 8000.0, "JSYDMJ": 1900.0, "WLYDMJ": 0.0})),
    "V06": (case(ILLEGAL), case({**ILLEGAL, "WFGDMJ": 10010.0})),
    "V07": (case(), case(issued={"JCMJ": 10012.0})),
    "V08": (case(LEGAL), case({**LEGAL, "WFLX1": "W1"})),
    "V09": (case(LEGAL), case({**LEGAL, "NZYPZSJ": "2023-08-16"})),
    "V10": (case(LEGAL), case(LEGAL, measured(approved=9990.0))),
    "V11": (case(ILLEGAL), case({**ILLEGAL, "WFMJ": 0.0})),
    "V12": (case(FACILITY), case({**FACILITY, "SSNWBA": 0})),
    "V13": (case(FACILITY), case(FACILITY, measured(basic=10.0))),
    "V14": (case(TEMPORARY), case({**TEMPORARY, "LSYDQSJ": "2018-03-08"})),
    "V15": (case(ROAD), case({**ROAD, "NCDKD": 8.1})),
    "V16": (case(UNCHANGED, records=(photo("2023-09-01"), image("2016-12-09"), image("2018-03-09"))),
            case(UNCHANGED, records=(photo("2023-09-01"), image("2016-12-09")))),
    "V17": (case(records=(record("rectification", **PART, CCSJ="2023-09-01"), photo("2023-09-02"))),
            case(records=(record("rectification", **PART, CCSJ="2023-09-01"), photo("2023-08-31")))),
    "V18": (case(records=(record("act", CLFS="不予立案", BYLASM="已自行恢复原状"),)),
            case(records=(record("act", CLFS="移交其他部门", YJDW="农业农村局"),))),
    "V19": (case(records=(record("act", "a", **ACT), record("rectification", act="a", **DONE))),
            case(records=(record("rectification", **{**DONE, "SYWZG": 2000.0}),))),
    "V20": (case({**ILLEGAL, "HCYJ": "属实", "HCFZR": "李四"}, duties=(OS1,)), case(ILLEGAL, duties=(OS1,))),
    "V21": (case(), case(issued={"SFJY": 1})),
    "V22": (case(records=(photo("2023-09-01"),)), case(records=(photo("2023-08-14"),))),
    "V23": (case(ILLEGAL, earlier=({**EARLIER, "outcome": "违法"},)),
            case(ILLEGAL, earlier=({**EARLIER, "outcome": "合法"},))),
    "V24": (case(ILLEGAL, **judged(ILLEGAL, reason="现场无法进入，另有书面说明")), case(ILLEGAL, **judged(ILLEGAL))),
    "V25": (case(records=(record("act", "a", CFDWSJ="2023-09-01"),
                          record("rectification", act="a", ZGFS="补办", **AGREED))),
            case(records=(record("act", "a", CFDWSJ="2023-09-30"),
                          record("rectification", act="a", ZGFS="补办", **AGREED)))),
    "V26": (case(issued={"TBLX": 20.0}), case(issued={"TBLX": "ZZ"})),
}


def test_every_check_has_its_pair():
    assert list(PAIRS) == [check.id for check in CHECKS]


@pytest.mark.parametrize("check", PAIRS)
def test_what_is_sound_is_not_found(check):
    assert wrong(check, check_parcel(PAIRS[check][0])) == []
    assert [one for one in check_parcel(PAIRS[check][0]) if one.check == check and one.unchecked] == []


@pytest.mark.parametrize("check", PAIRS)
def test_what_is_violated_is_found_with_its_fields_in_both_languages(check):
    found = wrong(check, check_parcel(PAIRS[check][1]))
    assert len(found) == 1
    assert found[0].fields and found[0].about
    assert found[0].zh.endswith("。") and found[0].en.endswith(".")
    assert "?" not in found[0].en and "None" not in found[0].zh + found[0].en


def test_a_type_that_the_years_list_has_not_is_found_and_one_without_a_profile_is_not_checked():
    year = replace(profile(), tblx={"A1": "某类"}, tblx_list="某年")
    listed, other = ({**case().issued, "TBLX": code} for code in ("A1", "20"))
    assert wrong("V26", check_parcel(replace(case(), issued=listed, profile=year))) == []
    [found] = wrong("V26", check_parcel(replace(case(), issued=other, profile=year)))
    assert "某年" in found.zh and found.severity == "W"
    unchecked = [one for one in check_parcel(replace(case(), issued=other, profile=None)) if one.check == "V26"]
    assert [one.unchecked for one in unchecked] == [True]


def test_a_class_after_the_change_that_no_table_has_is_found():
    facts = collect_facts(ISSUED, measured(), profile().grouping, {"class_after": "9999"})
    [found] = wrong("V26", check_parcel(replace(case({"SSDL": "9999"}), facts=facts)))
    assert "9999" in found.zh and found.fields == ("SSDL",)


@pytest.mark.parametrize(
    ("answers", "of", "field"),
    [({**LEGAL, "NZYPZMJ": None}, ..., "NZYPZMJ"), ({**LEGAL, "NZYPZWH": None}, ..., "NZYPZWH"),
     ({"PDLX": "合法", "HFJTQX": "H1"}, measured(approved=0.0), "NZYPZWH"), (LEGAL, measured(approved=0.0), "NZYPZWH")])
def test_a_legal_paper_has_number_date_area_and_range(answers, of, field):
    [found] = wrong("V09", check_parcel(case(answers, of)))
    assert field in found.fields


def test_a_range_in_the_layer_with_number_and_date_is_a_paper():
    assert wrong("V09", check_parcel(case({"PDLX": "合法", "HFJTQX": "H1"}))) == []


def test_the_tolerance_of_the_red_line_is_the_profiles():
    just = 10000.0 - 0.01 * 2000 / 3
    assert wrong("V10", check_parcel(case(LEGAL, measured(approved=just + 0.01)))) == []
    assert "0.02 亩" in wrong("V10", check_parcel(case(LEGAL, measured(approved=just - 6.0))))[0].zh


@pytest.mark.parametrize("changed, expected", [
    ({"WFLX1": None}, {"WFLX1"}), ({"WFLX1": "W8"}, {"WFLX1"}), ({"SFFNH": None}, {"SFFNH"}),
    ({"WFMJ": None}, {"WFMJ"})])
def test_a_violation_has_type_area_and_marks(changed, expected):
    [found] = wrong("V11", check_parcel(case({**ILLEGAL, **changed})))
    assert set(found.fields) == expected


def test_what_is_written_but_too_short_is_told_as_short_and_not_as_missing():
    [found] = wrong("V08", check_parcel(case({**LEGAL, "HFPDYJSM": "有批文"})))
    assert found.fields == ("HFPDYJSM",)
    assert "不少于 10 字" in found.zh and "未填" not in found.zh and "at least 10" in found.en


def test_a_code_that_is_in_no_list_is_named():
    [found] = wrong("V08", check_parcel(case({**LEGAL, "HFJTQX": "H9"})))
    assert "H9" in found.zh and "HFJTQX" in found.fields
    assert wrong("V08", check_parcel(case({"PDLX": "待定"})))[0].fields == ("PDLX",)


@pytest.mark.parametrize(("issued", "words"), [
    ({"JCMJ": -10.0}, "为负"), ({"JCMJ": 0.0}, "不可计算"), ({"JCMJ": "很大"}, "不是面积"),
    ({"YJJBNTMJ": 12000.0}, "大于"), ({"JCMJ": float("nan")}, "不是面积")])
def test_areas_that_cannot_be_are_told_in_a_sentence(issued, words):
    [found] = wrong("V06", check_parcel(case(issued=issued)))
    assert words in found.zh


def test_equal_areas_as_shown_do_not_exceed_each_other():
    assert wrong("V06", check_parcel(case({**ILLEGAL, "WFMJ": 10000.0 + 3.0}))) == []


def test_ground_without_class_and_classes_that_are_none_are_told_apart():
    [found] = wrong("V05", check_parcel(case(of=measured(c0103=8000.0, c0601=1900.0))))
    assert "0.15 亩 未被地类图层覆盖" in found.zh
    [found] = wrong("V05", check_parcel(case(of=measured(c0103=8000.0, c9901=2000.0))))
    assert "9901" in found.zh and "覆盖" not in found.zh
    [found] = wrong("V05", check_parcel(case(of=measured(c0103=8000.0, c0601=2100.0))))
    assert "超过" in found.zh


def test_without_overlay_figures_are_not_checked_and_none_is_shown():
    found = [one for one in check_parcel(case(FACILITY, None)) if one.check in ("V05", "V07", "V13")]
    assert {one.check for one in found} == {"V05", "V07", "V13"}
    assert all(one.unchecked and "尚未套合" in one.zh and "亩" not in one.zh for one in found)


def test_figures_of_a_layer_that_changed_are_told_as_stale_and_not_used():
    roles = {key: areas for key, areas in measured(basic=10.0).roles.items() if key != "yjjbnt"}
    stale = case(FACILITY, Measured(10000.0, roles), stale=("yjjbnt",))
    assert wrong("V13", check_parcel(stale)) == []
    [unchecked] = [one for one in check_parcel(stale) if one.check == "V13"]
    assert unchecked.unchecked and "永久基本农田" in unchecked.zh
    assert "有变化" in wrong("V07", check_parcel(stale))[0].zh


def test_parcels_of_a_patch_are_not_compared_with_the_patchs_figures():
    assert wrong("V07", check_parcel(case(issued={"JCMJ": 30000.0}, alone=False))) == []


def test_a_classified_parcel_is_named_nowhere():
    found = check_parcel(PAIRS["V21"][1])
    assert [one.check for one in found] == ["V21"]
    assert "450512WP0000001" not in found[0].zh + found[0].en + found[0].place
    assert check_workspace(WorkspaceCase([PAIRS["V21"][1], PAIRS["V21"][1]])) == []


def test_what_agrees_with_the_machine_is_no_judgement_before_a_person_signs():
    suggestion = {"pdlx": "违法", "code": "W1"}
    assert wrong("V24", check_parcel(case(ILLEGAL, suggestion=suggestion)))
    assert wrong("V24", check_parcel(case(LEGAL, suggestion=suggestion))) == []
    assert wrong("V24", check_parcel(case(LEGAL, **judged(LEGAL, signed_by=""))))[0].zh.startswith("判定没有确认人")


def test_the_city_is_asked_where_the_duty_is_the_citys():
    city = replace(OS1, id="OS4")
    [found] = wrong("V20", check_parcel(case({**ILLEGAL, "HCYJ": "属实", "HCFZR": "李四"}, duties=(city,))))
    assert found.fields == ("HYSQSJ",)
    [open_duty] = [one for one in check_parcel(case(ILLEGAL, duties=(replace(OS1, open=True),))) if one.check == "V20"]
    assert open_duty.unchecked


@pytest.mark.parametrize(("values", "fields"), [
    ({**DONE, "YSSJ": None}, {"YSSJ", "SFZGDW"}), ({**DONE, "SFZGDW": 0}, {"SFZGDW"}),
    ({**PART, "SYWZG": 1000.0}, {"ZGMJ", "SYWZG"}), ({**PART, "ZGMJ": 12000.0, "FGDWMJ": 10000.0}, {"ZGMJ"})])
def test_rectified_areas_balance(values, fields):
    records = (record("act", "a", **ACT), record("rectification", act="a", **values))
    [found] = wrong("V19", check_parcel(case(records=records)))
    assert set(found.fields) == fields


def test_the_parts_of_an_act_are_added_up_on_all_its_parcels():
    """The act is of 15 mu; the part here is of 9, the one on another parcel of 9 more."""
    here = record("rectification", "r1", act="a", **DONE)
    there = replace(here, uuid="r2", parcels=("uuid-of-another",))
    act = record("act", "a", **ACT)
    assert wrong("V19", check_parcel(case(records=(act, here)))) == []
    [found] = wrong("V19", check_parcel(case(records=(act, here), together=(there,))))
    assert set(found.fields) == {"ZGMJ"} and "违法行为 1" in found.zh and "18.00" in found.zh
    of_another_act = replace(there, act="b")
    assert wrong("V19", check_parcel(case(records=(act, here), together=(of_another_act,)))) == []


def test_a_photo_of_one_part_does_not_prove_another():
    parts = [record("rectification", uuid, **PART, CCSJ="2023-09-01") for uuid in ("r1", "r2")]
    tied = replace(photo("2023-09-02"), act="r1")
    assert len(wrong("V17", check_parcel(case(records=(*parts, tied))))) == 1
    assert wrong("V17", check_parcel(case(records=(parts[0], tied)))) == []
    assert wrong("V17", check_parcel(case(records=(*parts, tied, photo("2023-09-03"))))) == []
    on_another_parcel = replace(tied, uuid="f", parcels=("uuid-of-another",))
    assert wrong("V17", check_parcel(case(records=(parts[0],), together=(on_another_parcel,)))) == []


def test_a_later_approval_has_number_date_and_area():
    part = record("rectification", ZGFS="补办", BBWH="桂政土批函〔2023〕9号")
    [found] = wrong("V17", check_parcel(case(records=(part,))))
    assert set(found.fields) == {"BBSJ", "BBMJ"}


def test_a_photo_without_a_day_leaves_the_restoration_unchecked():
    undated = record("attachment", FJLX="photo", FJLJ="1.jpg")
    found = check_parcel(case(records=(record("rectification", **PART, CCSJ="2023-09-01"), undated)))
    assert wrong("V17", found) == []
    assert [one.unchecked for one in found if one.check in ("V17", "V22")] == [True, True]


def test_numbers_are_unique_across_parcels():
    first, second = case(), case()
    second = replace(second, parcel=replace(second.parcel, uuid="other", patch_uuid="other-patch"))
    found = check_workspace(WorkspaceCase([first, second]))
    assert {(one.check, one.parcel) for one in found} == {("V01", first.uuid), ("V01", "other")}
    assert check_workspace(WorkspaceCase([first, case(number="450512WP0000002")])) == []


def test_parcels_of_a_patch_tile_it():
    one, other = case(), case(number="450512WP0000002")
    both = (one.uuid, other.uuid)
    sound = PatchCase("P", both, 20000.0)
    assert check_workspace(WorkspaceCase([one, other], [sound])) == []
    assert check_workspace(WorkspaceCase([one, other], [replace(sound, area_m2=20019.0)])) == []
    short = check_workspace(WorkspaceCase([one, other], [replace(sound, area_m2=20021.0)]))
    assert [found.check for found in short] == ["V04", "V04"] and "30.03 亩" in short[0].zh
    lying = replace(sound, overlaps=(Overlap(*both, 10.0),))
    assert "450512WP0000002" in check_workspace(WorkspaceCase([one, other], [lying]))[0].zh
    unsound = check_workspace(WorkspaceCase([one, other], [replace(sound, area_m2=None)]))
    assert all(found.unchecked for found in unsound) and len(unsound) == 2


def test_every_check_says_upon_what_it_rests_and_the_sentences_stand_in_the_documents():
    for check in CHECKS:
        assert check.remedy_zh and check.remedy_en and check.basis.in_words("zh").startswith("[")
        if check.basis.tag == OFFICIAL:
            citation = check.basis.citation
            text = (RESOURCES / "policies" / citation.file).read_text(encoding="utf-8")
            assert citation.sentence in text.replace("\n", ""), check.id
            assert profile_documents()[citation.file] == citation.document


@cache
def profile_documents() -> dict[str, str]:
    import yaml

    found: dict[str, str] = {}
    for path in (RESOURCES / "profiles").glob("*.yaml"):
        found.update(yaml.safe_load(path.read_text(encoding="utf-8")).get("documents") or {})
    return found


@pytest.mark.parametrize(("answers", "check", "never_right"), [
    ({**ILLEGAL, "WFGDMJ": 10010.0}, "V06", True),
    ({**ILLEGAL, "WFMJ": 20000.0}, "V06", False),
    ({**ILLEGAL, "WFMJ": 0.0, "WFGDMJ": 0.0}, "V11", True),
], ids=["more farmland than it covers", "more than was measured", "a violation of no area"])
def test_what_a_person_said_against_themselves_is_never_right_and_what_a_layer_says_may_be_wrong(
        answers, check, never_right):
    [found] = wrong(check, check_parcel(case(answers)))
    assert found.never_right is never_right
