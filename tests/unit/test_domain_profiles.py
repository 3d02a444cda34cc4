"""The bundled profiles: strict, cited word for word, chosen by date and place."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable

import pytest
import yaml

from weipian_plugin.domain.calendar.deadlines import lead_mark
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.facts import Facts
from weipian_plugin.domain.judging.onsite import duty_with
from weipian_plugin.domain.judging.rules import Truth
from weipian_plugin.domain.profile_schema import build_all, build_profile
from weipian_plugin.domain.profiles import OFFICIAL, TAGS, mark_of_source, profiles_in_force

RESOURCES = Path(__file__).parents[2] / "resources"
Documents = dict[str, dict[str, Any]]


@pytest.fixture
def documents() -> Documents:
    files = (RESOURCES / "profiles").glob("*.yaml")
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def test_every_quoted_sentence_stands_in_the_policy_text_it_names(documents: Documents) -> None:
    quoted = 0
    for profile in build_all(documents).values():
        for path, citation in profile.citations():
            text = (RESOURCES / "policies" / citation.file).read_text(encoding="utf-8")
            assert "".join(citation.sentence.split()) in "".join(text.split()), f"{profile.id} {path}"
            quoted += 1
    assert quoted > 60


def test_every_value_and_rule_says_what_it_rests_on(documents: Documents) -> None:
    for profile in build_all(documents).values():
        for path, basis in profile.bases():
            assert basis.tag in TAGS and (basis.citation or basis.note), path
            assert basis.tag != "official" or basis.citation, path


def test_the_county_extends_the_region_and_the_region_the_shared_rules(documents: Documents) -> None:
    county = build_profile(documents, "GX_ZY2023")
    assert county.ancestors == ("PRECHECK", "GX2023") and not county.abstract
    assert county.value("county_accountability_area") == 100 and county.value("onsite_farmland") == 50
    assert county.feedback_required and county.switch("supply_required")
    supply = next(rule for rule in county.rules if rule.id == "R30_SUPPLY")
    assert supply.basis.tag == "proposed" and supply.basis.citation is not None
    region = build_profile(documents, "GX2023")
    assert not region.onsite and "onsite_farmland" not in region.values


@pytest.mark.parametrize(
    ("issued", "county", "expected"),
    [
        ("2023-08-15", "450329", ["GX_ZY2023"]),
        ("2023-08-15", "450512", ["GX2023"]),
        ("2023-08-15", "440703", []),
        ("2024-04-08", "450329", ["MNR2024Q"]),
        ("2024-04-08", "", ["MNR2024Q"]),
        ("2019-04-08", "450329", ["MNR2019"]),
        ("2021-06-08", "440703", ["GD_JM2021"]),
        ("2021-06-08", "440103", ["GD2021"]),
        ("2021-06-08", "450329", ["MNR2021"]),
        ("2020-06-08", "450329", []),
        ("", "450329", []),
    ],
)
def test_date_and_place_choose_the_profile(documents: Documents, issued: str, county: str, expected: list[str]) -> None:
    found = profiles_in_force(build_all(documents).values(), issued, county)
    assert [profile.id for profile in found] == expected


def test_two_profiles_of_one_date_are_both_offered_the_nearest_place_first(documents: Documents) -> None:
    national = copy.deepcopy(documents["MNR2024Q"])
    national.update(id="NATIONAL", validity={"from": "2023-01-01", "to": "2023-12-31", "place": ""})
    found = profiles_in_force(build_all({**documents, "NATIONAL": national}).values(), "2023-08-15", "450329")
    assert [profile.id for profile in found] == ["GX_ZY2023", "NATIONAL"]


def _rule(documents: Documents, rule_id: str) -> dict[str, Any]:
    return next(rule for rule in documents["PRECHECK"]["rules"] if rule["id"] == rule_id)


def _set(*path: Any, value: Any) -> Callable[[Documents], None]:
    def change(documents: Documents) -> None:
        node: Any = documents
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    return change


def _of_rule(rule_id: str, key: str, value: Any) -> Callable[[Documents], None]:
    return lambda documents: _rule(documents, rule_id).__setitem__(key, value)


WRONG = {
    "unknown top key": (_set("GX_ZY2023", "thresholds", value={}), "thresholds"),
    "unknown value key": (_set("PRECHECK", "values", "sliver", "comment", value="x"), "values.sliver.comment"),
    "missing unit": (lambda d: d["PRECHECK"]["values"]["sliver"].pop("unit"), "values.sliver.unit"),
    "unknown unit": (_set("PRECHECK", "values", "sliver", "unit", value="公顷"), "values.sliver.unit"),
    "value against its unit": (_set("PRECHECK", "values", "sliver", "value", value="一"), "values.sliver.value"),
    "missing citation": (lambda d: d["GX_ZY2023"]["values"]["onsite_zone"].pop("reference"), "onsite_zone.reference"),
    "citation of an unknown text": (
        _set("GX_ZY2023", "values", "onsite_zone", "reference",
             value={"file": "x.txt", "clause": "一", "sentence": "句"}),
        "values.onsite_zone.reference"),
    "no source at all": (lambda d: d["PRECHECK"]["values"]["sliver"].pop("note"), "values.sliver.note"),
    "unknown fact": (_of_rule("R20_PRIOR", "when", {"fact": "js_share", "op": ">=", "value": 1, "unit": "比例"}),
                     "rules.R20_PRIOR.when.fact"),
    "unknown setting": (_of_rule("R20_PRIOR", "when", {"fact": "js_ratio", "op": ">=", "limit": "nothing"}),
                        "rules.R20_PRIOR.when"),
    "unit against the fact": (_of_rule("R20_PRIOR", "when", {"fact": "js_ratio", "op": ">=", "value": 1, "unit": "亩"}),
                              "rules.R20_PRIOR.when"),
    "a condition that is text": (_of_rule("R20_PRIOR", "when", "js_ratio >= 0.95"), "rules.R20_PRIOR.when"),
    "unknown outcome": (
        _of_rule("R40_TEMP", "outcome", {"pdlx": "合规", "label": "x", "label_en": "x", "suspicious": False}),
        "rules.R40_TEMP.outcome.pdlx"),
    "case of another outcome": (
        _of_rule("R40_TEMP", "outcome",
                 {"pdlx": "其他", "code": "H1", "label": "x", "label_en": "x", "suspicious": False}),
        "rules.R40_TEMP.outcome.code"),
    "unknown evidence": (_of_rule("R40_TEMP", "evidence", ["nichts"]), "rules.R40_TEMP.evidence"),
    "unknown role": (_of_rule("R99_ILLEGAL", "layers", ["jsgl"]), "rules.R99_ILLEGAL.layers"),
    "order twice": (_of_rule("R40_TEMP", "order", 10), "rules"),
    "no such parent": (_set("GX_ZY2023", "extends", value="GX2022"), "extends"),
    "extends in a circle": (_set("PRECHECK", "extends", value="GX_ZY2023"), "extends"),
    "no validity": (lambda d: [d[name].pop("validity") for name in ("GX_ZY2023", "GX2023")], "validity"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_profile_is_refused_with_its_path(documents: Documents, fault: str) -> None:
    spoil, path = WRONG[fault]
    spoil(documents)
    with pytest.raises(WeipianError) as refused:
        build_profile(documents, "GX_ZY2023")
    assert refused.value.code == "PROFILE_INVALID" and path in str(refused.value.values["path"])
    assert "GX_ZY2023" in refused.value.sentence("zh")


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_a_duty_that_quotes_a_text_but_is_not_official_keeps_its_mark(documents: Documents, tag: str) -> None:
    """A quotation beside 拟 says what the proposal leans on, not that the document orders it."""
    rule = build_profile(documents, "GX_ZY2023").onsite[0]
    told = duty_with(replace(rule, basis=replace(rule.basis, tag=tag)), Facts({}), Truth.TRUE)
    assert mark_of_source(told.sentence) == ("" if tag == OFFICIAL else f" [{TAGS[tag][0]}]")
    assert mark_of_source(told.sentence_en) == ("" if tag == OFFICIAL else f" [{TAGS[tag][1]}]")
    assert rule.basis.citation is not None and rule.basis.citation.sentence in told.sentence


def test_the_internal_lead_of_a_profile_is_marked_and_a_persons_own_is_not(documents: Documents) -> None:
    profile = build_profile(documents, "MNR2021")
    assert lead_mark(profile) == " [拟]" and lead_mark(profile, -1, "en") == " [proposed]"
    assert lead_mark(profile, 5) == ""
