"""Profile files on disk: mistakes are told with file and line, whole ones stay usable, corrections count at once."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Callable

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.profile_schema import InvalidProfile
from weipian_plugin.jobs.rules import profiles as profiles_module
from weipian_plugin.jobs.rules.profiles import (
    choose_profile,
    load_profile,
    load_profiles,
    loaded_profiles,
    profile_choices,
    profile_problems,
    told_problems,
)
from weipian_plugin.paths import PROFILES, ROOT

SHIPPED = {path.stem for path in PROFILES.glob("*.yaml")}
SENTENCE = "疑似违法占用耕地30亩以上的图斑，由县卫片办逐一实地核查"
Write = Callable[[str, str], Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "profiles"
    own.mkdir()
    (tmp_path / "policies").mkdir()
    monkeypatch.setattr(profiles_module, "own_profiles_folder", lambda: own)
    return own


@pytest.fixture
def write(folder: Path) -> Write:
    def text_into(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return text_into


@pytest.fixture(scope="session")
def county() -> str:
    """The made-up county of the documentation, as its reader finds it."""
    page = (ROOT / "docs" / "profiles.zh.md").read_text(encoding="utf-8")
    return next(text for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if text.startswith("id:"))


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_shipped_profiles_are_whole_and_six_can_be_chosen(folder: Path) -> None:
    assert loaded_profiles().problems == () and set(load_profiles()) == SHIPPED
    chosen = {profile.id for profile in profile_choices()}
    assert {"MNR2019", "MNR2021", "GD_JM2021", "GX2023", "GX_ZY2023", "MNR2024Q"} <= chosen
    assert "PRECHECK" not in chosen


def test_a_county_with_three_mistakes_is_refused_with_line_key_and_remedy_and_works_once_corrected(
        write: Write, folder: Path, county: str) -> None:
    (folder.parent / "policies" / "linhe_2023_12.txt").write_text(f"二（一）{SENTENCE}。", encoding="utf-8")
    wrong = county.replace("    unit: 亩\n", "").replace("to: 2023-12-31", "to: 2023-11-31").replace(
        "kind: days_after_issue", "kind: days_after_isue")
    path = write("linhe.yaml", wrong)
    with pytest.raises(InvalidProfile) as refused:
        load_profile("GX_LH2023")
    found = {problem.path: problem for problem in refused.value.problems}
    assert {name: (problem.file, problem.line) for name, problem in found.items()} == {
        "values.onsite_farmland.unit": ("linhe.yaml", line_of(wrong, "onsite_farmland:")),
        "validity.to": ("linhe.yaml", line_of(wrong, "validity:")),
        "deadlines.CHECK.kind": ("linhe.yaml", line_of(wrong, "kind: days_after_isue"))}
    for language, words in (("zh", ("补上 unit", "确有这一天", "days_after_issue")),
                            ("en", ("add unit", "there is such a day", "days_after_issue"))):
        lines = refused.value.sentence(language).splitlines()[1:]
        assert len(lines) == 3
        for name, remedy in zip(("values.onsite_farmland.unit", "validity.to", "deadlines.CHECK.kind"), words):
            assert any(name in line and remedy in line and str(found[name].line) in line for line in lines), remedy
    assert choose_profile("2023-08-15", "450399")[0] == "GX2023"

    path.write_text(county, encoding="utf-8")
    assert profile_problems() == ()
    assert load_profile("GX_LH2023").number("onsite_farmland") == 30
    assert choose_profile("2023-08-15", "450399")[0] == "GX_LH2023"


def test_a_correction_counts_though_the_clock_of_the_file_stands_still(write: Write, county: str) -> None:
    path = write("linhe.yaml", county)
    before = path.stat()
    assert load_profile("GX_LH2023").number("onsite_farmland") == 30
    path.write_text(county.replace("value: 30", "value: 3000"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load_profile("GX_LH2023").number("onsite_farmland") == 3000


def test_a_quotation_is_held_against_the_users_own_text(write: Write, folder: Path, county: str) -> None:
    write("linhe.yaml", county)
    assert profile_problems() == ()  # no text at hand
    text = folder.parent / "policies" / "linhe_2023_12.txt"
    text.write_text("二（一）疑似违法占用耕地50亩以上的图斑，由县卫片办逐一实地核查。", encoding="utf-8")
    assert {problem.code for problem in profile_problems()} == {"NOT_IN_TEXT"}
    text.write_text(f"二（一）{SENTENCE[:10]}\n  {SENTENCE[10:]}。", encoding="utf-8")
    assert profile_problems() == ()


@pytest.mark.parametrize(("name", "content", "code", "line"), [
    ("broken.yaml", b"id: A\ntitle: [\n", "YAML_LEFT_OPEN", 2),
    ("gbk.yaml", "id: A\ntitle: 某县\n".encode("gbk"), "NOT_UTF8", 2),
    ("list.yaml", b"- id: A\n", "NOT_A_MAPPING", 1),
    ("empty.yaml", b"", "NOT_A_MAPPING", 1),
    ("tag.yaml", b"id: A\nx: !!python/object:os.system {}\n", "NO_YAML", 2),
    ("knot.yaml", b"id: A\nx: &a [*a]\n", None, None),
])
def test_a_file_that_is_no_profile_takes_nothing_with_it(folder: Path, name: str, content: bytes, code: str | None,
                                                         line: int | None) -> None:
    (folder / name).write_bytes(content)
    assert set(load_profiles()) == SHIPPED
    problems = profile_problems()
    assert problems and all(problem.file == name for problem in problems)
    if code:
        assert [(problem.code, problem.line) for problem in problems] == [(code, line)]
    assert name in told_problems("zh") and name in told_problems("en")


def test_a_key_that_stands_twice_is_told_with_both_lines(write: Write, county: str) -> None:
    text = county.replace("    value: 30\n", "    value: 30\n    value: 40\n")
    write("linhe.yaml", text)
    (problem,) = profile_problems()
    assert (problem.code, problem.line) == ("KEY_TWICE", line_of(text, "value: 40"))
    assert str(line_of(text, "value: 30")) in problem.reason()


def test_lines_are_found_through_anchors_merged_keys_and_ids(write: Write, county: str) -> None:
    text = county.replace("values:\n", """values:
  onsite_mining: &base
    title: 疑似违法开采面积
    value: 1
    unit: 亩
    from: 2023-01-01
    tag: official
    reference: &own
      file: linhe_2023_12.txt
      clause: 一
      sentence: ''
  onsite_zone:
    <<: *base
    value: 一
  restored_zone:
    <<: *base
    reference: *own
    tag: offical
""")
    write("linhe.yaml", text)
    found = {problem.path: problem.line for problem in profile_problems()}
    assert found["values.onsite_zone.value"] == line_of(text, "value: 一")
    assert found["values.restored_zone.tag"] == line_of(text, "tag: offical")
    assert found["values.restored_zone.reference.sentence"] == line_of(text, "sentence: ''")


def test_a_wrong_file_above_is_told_once_and_those_below_wait_for_it(write: Write, county: str) -> None:
    write("a.yaml", county.replace("value: 30", "value: 三十"))
    write("b.yaml", county.replace("GX_LH2023", "GX_LH2023B").replace("extends: GX2023", "extends: GX_LH2023")
          .split("values:")[0])
    assert [(problem.file, problem.code) for problem in profile_problems()] == [
        ("a.yaml", "VALUE_AGAINST_UNIT"), ("b.yaml", "PARENT_WRONG")]


def test_profiles_in_a_circle_are_refused_and_all_others_stay(write: Write, county: str) -> None:
    for mine, other in (("C1", "C2"), ("C2", "C1")):
        write(f"{mine}.yaml", county.replace("GX_LH2023", mine).replace("extends: GX2023", f"extends: {other}"))
    problems = profile_problems()
    assert {(problem.file, problem.code, problem.line) for problem in problems} == {
        ("C1.yaml", "CIRCLE", 2), ("C2.yaml", "CIRCLE", 2)}
    assert set(load_profiles()) == SHIPPED


def test_two_files_cannot_have_one_id(write: Write, county: str) -> None:
    write("a.yaml", county)
    write("b.yaml", county)
    (problem,) = profile_problems()
    assert (problem.code, problem.file, problem.line) == ("PROFILE_TWICE", "b.yaml", 1)
    assert load_profile("GX_LH2023")


def test_a_users_file_takes_the_place_of_a_shipped_profile_while_it_is_whole(write: Write) -> None:
    shipped = (PROFILES / "GX2023.yaml").read_text(encoding="utf-8")
    path = write("GX2023.yaml", shipped.replace("2023年自然资源卫片执法", "2023年（本单位修订）", 1))
    assert "本单位修订" in load_profile("GX2023").title
    path.write_text(shipped.replace("unit: 亩", "unit: 公顷"), encoding="utf-8")
    assert "本单位修订" not in load_profile("GX2023").title and load_profile("GX_ZY2023")
    assert {problem.file for problem in profile_problems()} == {"GX2023.yaml"}


def test_a_users_file_that_a_shipped_profile_cannot_rest_on_leaves_it_as_it_shipped(write: Write) -> None:
    shipped = (PROFILES / "PRECHECK.yaml").read_text(encoding="utf-8")
    write("PRECHECK.yaml", shipped.replace("structure_types:", "building_types:").replace(
        "limit: structure_types", "limit: building_types"))
    before = load_profile("GX_ZY2023").names("structure_types")
    assert before, "the shipped one still has what it asks for"
    assert {(problem.code, problem.profile) for problem in profile_problems()} >= {("DOES_NOT_CARRY", "PRECHECK")}


def test_an_unknown_profile_is_refused_with_those_there_are(folder: Path) -> None:
    with pytest.raises(WeipianError) as refused:
        load_profile("GX1999")
    assert refused.value.code == "UNKNOWN_PROFILE" and "GX2023" in refused.value.sentence()

