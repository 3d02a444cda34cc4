"""Land classes, roles and code lists."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from weipian_plugin.domain.areas.landclass import AS_FARMLAND, SD, YDYH, class_table, classify, known
from weipian_plugin.domain.areas.table_areas import shown_areas
from weipian_plugin.domain.definitions import ISSUED, TABLE_2_1
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.codes import CODE_LISTS, is_classified, label, normalise_code
from weipian_plugin.domain.judging.facts import Grouping, collect_facts
from weipian_plugin.domain.records import ClassArea, Measured, RoleAreas
from weipian_plugin.domain.roles import ROLES, paper_of, recognise_role, role_of


@pytest.mark.parametrize(
    ("code", "group", "name"),
    [
        ("0101", "N", "水田"), ("0201K", "N", "果园"), ("05H1", "J", "商业服务业设施用地"),
        ("08H2A", "J", "科教文卫用地"),
        ("1104A", "N", "坑塘水面"), ("0404", "W", "其他草地"), ("1006", "N", "农村道路"), ("1109", "J", "水工建筑用地"),
        ("1201", "J", "空闲地"), ("1203", "N", "田坎"), ("0603", "J", "盐田"), ("0303", "N", "红树林地"),
        ("09", "J", "特殊用地"), ("0605", "J", "工矿用地"), ("0299K", "N", "种植园用地"),
        ("01", "N", "耕地"), (" 0602c ", "J", "采矿用地"),
    ],
)
def test_a_code_is_found_exactly_by_its_first_four_or_by_a_level_of_one_group(code: str, group: str, name: str) -> None:
    found = classify(code)
    assert (found.group, found.zh) == (group, name)


@pytest.mark.parametrize("code", ["", None, "9999", "04", "10", "1199", "12", "00", "地类", "XX", "13"])
def test_an_unknown_code_is_an_error_and_never_unused_land(code: object) -> None:
    assert not known(code)
    with pytest.raises(WeipianError) as refused:
        classify(code)
    assert refused.value.code == "UNKNOWN_LAND_CLASS"


@pytest.mark.parametrize(
    ("code", "survey", "use"),
    [
        ("1202", ("N", "设施农用地"), ("J", "公路用地")), ("1006", ("N", "农村道路"), None),
        ("0602", ("J", "采矿用地"), ("N", "设施农用地")), ("0601", ("J", "工业用地"), ("N", "农村道路")),
        ("0101", ("N", "水田"), ("N", "水田")), ("0205", ("N", "种植园用地"), ("N", "其他园地")),
        ("060202", None, ("N", "畜禽养殖设施建设用地")), ("070301", None, ("J", "农村宅基地")),
        ("0201K", ("N", "果园"), ("N", "果园")), ("1705", None, ("N", "沟渠")),
        ("0505", ("J", "商业服务业用地"), ("W", "沿海滩涂")),
        ("1501", None, ("J", "特殊用地")),
    ],
)
def test_one_code_means_other_ground_in_the_other_table(code: str, survey: object, use: object) -> None:
    for table, expected in ((SD, survey), (YDYH, use)):
        found = (classify(code, table).group, classify(code, table).zh) if known(code, table) else None
        assert found == expected


@pytest.mark.parametrize(
    "code", ["16", "1801", "2201", "24", "2302", "17", "05", "04", "23", "0404", "1107", "1109", "08H1", "0809"])
def test_what_the_second_table_does_not_list_is_an_error_there_too(code: str) -> None:
    with pytest.raises(WeipianError):
        classify(code, YDYH)


def test_no_table_names_military_ground() -> None:
    assert not [code for table in (SD, YDYH) for code, entry in table.items() if "军" in entry[1]]


def test_a_table_nobody_has_is_refused() -> None:
    assert class_table("") is SD and class_table("YDYH") is YDYH
    with pytest.raises(WeipianError, match="YDYH"):
        class_table("GB")


def test_the_layer_s_own_table_goes_before_the_profile_s() -> None:
    classes = (ClassArea("0103", 600.0, 540.0), ClassArea("1202", 400.0, 400.0))
    def facts(layer: str, profile: str) -> object:
        areas = Measured(1000.0, {"dltb": RoleAreas("dltb", 1000.0, 940.0, classes)}, class_table=layer)
        return collect_facts({}, areas, Grouping(class_table=profile)).get("js_m2")
    assert [facts("", "SD"), facts("YDYH", "SD"), facts("", "YDYH"), facts("SD", "YDYH")] == [0.0, 400.0, 400.0, 0.0]


def test_the_shown_areas_follow_the_layer_s_table_and_its_code_of_field_ridges() -> None:
    classes = (ClassArea("0103", 667.0, 600.0), ClassArea("1202", 333.0, 333.0))
    areas = Measured(1000.0, {"dltb": RoleAreas("dltb", 1000.0, 933.0, classes)}, class_table="YDYH")
    found = shown_areas(areas)
    assert str(found.values["JSYDMJ"]) == "0.50" and str(found.values["NYDMJ"]) == "1.00"
    assert {land.code for land, _ in found.net_classes} == {"0103", "1202", "2303"}


def test_construction_codes_agree_with_the_expression_used_in_practice() -> None:
    practice = re.compile(r"^(05|06|07|08|09|100[1-5]|100[7-9]|1109|1201)")
    assert {code for code, entry in SD.items() if entry[0] == "J"} == {code for code in SD if practice.match(code)}


def test_adjustable_land_is_farmland_only_when_the_profile_says_so() -> None:
    orchard = classify("0201K")
    assert orchard.adjustable and not orchard.farmland
    assert not orchard.counts_as_farmland() and orchard.counts_as_farmland(AS_FARMLAND)
    assert classify("0101").paddy and classify("0103").farmland and not classify("1203").farmland


def test_the_scene_has_no_code_the_table_does_not_know(scene_file: Path) -> None:
    with sqlite3.connect(f"file:{scene_file}?mode=ro&immutable=1", uri=True) as scene:
        codes = [row[0] for row in scene.execute("SELECT DISTINCT DLBM FROM dltb_pseudo")]
    assert len(codes) == 6 and all(known(code) for code in codes)


@pytest.fixture
def scene_file() -> Path:
    found = sorted((Path(__file__).parents[2] / "resources" / "demo").rglob("*.gpkg"))
    for file in found:
        with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as scene:
            if scene.execute("SELECT 1 FROM sqlite_master WHERE name = 'dltb_pseudo'").fetchone():
                return file
    pytest.skip("the scene is not bundled in one GeoPackage")


@pytest.mark.parametrize(
    ("layer", "key"),
    [
        ("DLTB", "dltb"), ("dltb_pseudo", "dltb"), ("450512DLTB_2020", "dltb"), ("yjjbnt_pseudo", "yjjbnt"),
        ("YJJBNTBHTB", "yjjbnt"), ("stbhhx_pseudo", "stbhhx"), ("北海市永久基本农田", "yjjbnt"), ("PZWJSTD", "pzwjs"),
        ("LSYD", "lsyd"), ("设施农用地备案2023", "ssnyd"), ("CKQ_2023", "ckq"), ("CZCDYD", "czcdyd"), ("XZQ", "xzq"),
        ("GD", None), ("wptb_auto", None), ("CKQYDEMO", None), ("", None), ("JSGLQ", None), ("军事管理区", None),
    ],
)
def test_a_layer_name_tells_its_role(layer: str, key: str | None) -> None:
    found = recognise_role(layer)
    assert (found.key if found else None) == key


def test_there_is_no_military_role() -> None:
    text = " ".join(f"{role.key} {role.zh} {role.en} {role.layer_names}" for role in ROLES.values()).lower()
    assert "军" not in text and "milit" not in text


def test_an_unknown_role_names_those_there_are() -> None:
    with pytest.raises(WeipianError, match="dltb"):
        role_of("nonsense")


def test_a_paper_is_read_whatever_the_case_of_its_fields() -> None:
    paper = paper_of(ROLES["lsyd"], {"pzwh": "示例临〔2022〕1号", "PZRQ": 20220301, "dqrq": "2024-03-01", "XMMC": " "})
    assert (paper.number, paper.date, paper.expiry, paper.name) == ("示例临〔2022〕1号", 20220301, "2024-03-01", None)


@pytest.mark.parametrize("value", ["1", "01", 1, 1.0, "1.0", " 01 ", "耕地"])
def test_one_code_however_it_is_stored(value: object) -> None:
    assert normalise_code("TBLX", value) == "01"


def test_codes_mean_something_only_in_their_list() -> None:
    assert label("TBLX", "SM") == "水面"
    assert label("TBLX", "ND") == "农村道路" and label("JCLB", "ND") == "年度土地卫片图斑"
    assert normalise_code("TBLX", "XZFN") is None and label("TBLX", "ZZ") == "ZZ"
    assert normalise_code("JCLB", "新增非农建设类") == "XZFN" and normalise_code("PDLX", "违法用地") == "违法"


def test_every_code_list_that_a_field_names_is_there_and_unambiguous() -> None:
    assert {field.codes for field in (*ISSUED, *TABLE_2_1) if field.codes} <= set(CODE_LISTS)
    for codes in CODE_LISTS.values():
        names = [name for entry in codes.codes for name in {entry.code, entry.zh, *entry.aliases}]
        assert len(names) == len(set(names)), codes.name


@pytest.mark.parametrize(
    ("attributes", "classified"),
    [
        ({"SFJY": "是"}, True), ({"SFJY": 1}, True), ({"SFJY": True}, True), ({"sfjy": "1.0"}, True),
        ({"QTJTLX": "JY"}, True),
        ({"QTJTLX": "SM"}, True), ({"是否涉密": "机密"}, True), ({"TBLX": "SM"}, False), ({"SFJY": "否"}, False),
        ({"SFJY": 0}, False), ({"SFJY": None}, False), ({"SFJY": ""}, False),
        ({"是否涉密": "非涉密"}, False), ({}, False),
    ],
)
def test_a_classified_patch_is_known_and_water_is_not_one(attributes: dict[str, object], classified: bool) -> None:
    assert is_classified(attributes) is classified
