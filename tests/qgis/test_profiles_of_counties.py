"""Three made-up places write profiles of their own: each slip is told with its line and a remedy, whole ones judge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from weipian_plugin.domain.judging.rules import facts_in
from weipian_plugin.jobs.rules import profiles as profiles_module
from weipian_plugin.jobs.rules.profiles import choose_profile, load_profile, profile_problems, told_problems
from weipian_plugin.paths import ROOT

PLACES = ROOT / "tests" / "data" / "profiles"
CITY, COUNTY, TYPES = "city_stricter", "county_deadline_and_mark", "county_own_types"
Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    own = tmp_path / "profiles"
    own.mkdir()
    monkeypatch.setattr(profiles_module, "own_profiles_folder", lambda: own)

    def text_into(name: str, text: str) -> None:
        (own / f"{name}.yaml").write_text(text, encoding="utf-8")

    return text_into


def text_of(place: str) -> str:
    return (PLACES / f"{place}.yaml").read_text(encoding="utf-8")


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_three_are_whole_and_judge_their_places(write: Write) -> None:
    for place in (CITY, COUNTY, TYPES):
        write(place, text_of(place))
    assert profile_problems() == ()
    city = load_profile("GX_BH2023")
    assert float(city.number("county_accountability_ratio")) == 0.1
    assert city.names("county_accountability_by") == ("比例",)
    county = load_profile("GX_ST2023")
    assert next(rule for rule in county.deadlines if rule.id == "ST_FARM").classes == ("XZFN",)
    assert facts_in(next(flag for flag in county.flags if flag.id == "ST_HOUSING").when) == ["jclb", "yjjbnt_m2"]
    types = load_profile("GX_HK2023")
    assert dict(types.tblx) == {"01": "住宅", "02": "厂房", "03": "农村道路", "04": "采石", "05": "光伏"}
    assert types.names("structure_types") == ("01", "02")
    assert choose_profile("2023-08-15", "459803")[0] == "GX_BH2023"
    assert choose_profile("2023-08-15", "459801") == ("", ("GX_ST2023", "GX_BH2023")), "neither extends the other"
    write(COUNTY, text_of(COUNTY).replace("extends: GX2023", "extends: GX_BH2023"))
    assert choose_profile("2023-08-15", "459801")[0] == "GX_ST2023"


SLIPS = {
    CITY: [('"市里要求, 待发文"', "市里要求, 待发文", "CUT_BY_COMMA", "引号"),
           ("value: 0.10", "value: 10%", "VALUE_AGAINST_UNIT", "0.15"),
           ("MONTH_CHECK:", "MONTH_CHEK:", "UNUSED_LABEL", "MONTH_CHECK")],
    COUNTY: [('op: ">="', 'op: "=>"', "UNKNOWN_NAME", ">="),
             ("day: 10", "day: 45", "NOT_WHOLE", "整数"),
             ("hard: true", "hard: 是", "NOT_A_SWITCH", "true")],
    TYPES: [("value: [05]", "value: [5]", "NOT_IN_TBLX", "photovoltaic_types"),
            ("pdlx: 待查", "pdlx: 待核", "UNKNOWN_NAME", "待查"),
            ("evidence: [zp]", "evidence: [照片]", "UNKNOWN_NAME", "zp")],
}


@pytest.mark.parametrize("place", SLIPS)
def test_three_slips_are_told_at_once_with_line_and_remedy(write: Write, place: str) -> None:
    text = text_of(place)
    for right, wrong, _, _ in SLIPS[place]:
        assert right in text
        text = text.replace(right, wrong)
    write(place, text)
    found = {problem.code + str(problem.line): problem for problem in profile_problems()}
    assert len(found) == 3
    for _, wrong, code, words in SLIPS[place]:
        line = line_of(text, "codes:" if code == "NOT_IN_TBLX" else wrong)
        problem = found.get(code + str(line)) or next(one for one in found.values() if one.code == code)
        assert problem.file == f"{place}.yaml" and words in problem.remedy()
        assert abs(problem.line - line) <= 1, "the outcome's line is that of its rule's part"
    for language in ("zh", "en"):
        assert len(told_problems(language).splitlines()) == 4


@pytest.mark.parametrize(("right", "wrong", "code", "words"), [
    ("    hard: true", "\thard: true", "YAML_TAB", "空格"),
    ("title_en: Shitang", "title_en：Shitang", "YAML_WIDE_COLON", "title_en: "),
    ("title_en: Shitang", "title_en:Shitang", "YAML_NO_BLANK", "title_en: "),
    ('op: ">="', "op: >=", "YAML_BARE_OPERATOR", 'op: ">="'),
    ("note: 县里拟定", "note: 依据: 县里拟定", "YAML_COLON_IN_TEXT", "引号"),
    ("timing: {months: 1, day: 10}", "timing: {months: 1, day: 10", "YAML_LEFT_OPEN", "}"),
    ("timing: {months: 1, day: 10}", "timing: {months: 1，day: 10}", "YAML_WIDE_COMMA", "半角"),
    ("    hard: true", "      hard: true", "YAML_INDENT", "对齐"),
    ("note: 县里拟定", "note: %县里拟定", "YAML_BARE_SIGN", "引号"),
    ("note: 县里拟定", "note: [县里]拟定", "YAML_AFTER_BRACKET", "引号"),
])
def test_what_is_no_yaml_is_told_by_its_slip_and_that_more_may_follow(write: Write, right: str, wrong: str, code: str,
                                                                      words: str) -> None:
    text = text_of(COUNTY).replace(right, wrong, 1)
    write(COUNTY, text)
    (problem,) = profile_problems()
    assert (problem.code, problem.line) == (code, line_of(text, wrong.splitlines()[0]))
    assert words in problem.remedy()
    assert "其余各处" in problem.sentence() and "rest of this file" in problem.sentence("en")


@pytest.mark.parametrize(("written", "read"), [("0301", "0301"), ("1_000", "1_000"), ("NO", "NO"), ("20", "20"),
                                               ("12:30", "12:30"), ("0x1F", "0x1F")])
def test_codes_keep_what_is_written_without_quotation_marks(write: Write, written: str, read: str) -> None:
    write(COUNTY, text_of(COUNTY).replace("{fact: jclb, op: in, value: [XZFN], unit: 清单}",
                                          f'{{fact: class_after, op: "==", value: {written}}}'))
    assert profile_problems() == ()
    flag = next(flag for flag in load_profile("GX_ST2023").flags if flag.id == "ST_HOUSING")
    assert flag.when.parts[0].limit == read  # type: ignore[union-attr]


@pytest.mark.parametrize(("right", "wrong", "code"), [
    ("clause: 三", "clause: 3.10", "NUMBER_FOR_TEXT"), ("place: 459801", "place: 045", "NOT_A_PLACE"),
    ("place: 459801", "place: 4598.10", "NOT_A_PLACE"), ("value: 0.5,", "value: 0_5,", "VALUE_AGAINST_FACT"),
    ("value: 0.5,", "value: 5亩,", "VALUE_AGAINST_FACT"), ("classes: [XZFN]", "classes: [XZFN，CXBH]", "JOINED_NAMES"),
])
def test_what_could_have_lost_digits_or_means_no_number_is_refused(write: Write, right: str, wrong: str, code: str
                                                                   ) -> None:
    text = text_of(COUNTY)
    assert right in text
    write(COUNTY, text.replace(right, wrong))
    assert [problem.code for problem in profile_problems()] == [code]


def test_a_comparison_that_could_never_hold_is_refused(write: Write) -> None:
    for value, code in (("是", "VALUE_AGAINST_FACT"), ("true", None), ("1", "VALUE_AGAINST_FACT")):
        write(COUNTY, text_of(COUNTY).replace('{fact: yjjbnt_m2, op: ">=", value: 0.5, unit: 亩}',
                                              f'{{fact: site_changed, op: "==", value: {value}}}'))
        assert [problem.code for problem in profile_problems()] == ([code] if code else [])


def test_a_mistake_above_names_the_file_that_extends_it(write: Write) -> None:
    write(COUNTY, text_of(COUNTY) + "evidence:\n  zp: {title: 照片, title_en: Photo, fact: photo}\n"
          "mineral_rules:\n  - {id: K10_NONE, order: 20}\n")
    told = told_problems("zh")
    assert told and all(f"{COUNTY}.yaml" in line for line in told.splitlines()[1:])
