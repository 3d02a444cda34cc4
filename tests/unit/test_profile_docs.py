"""docs/profiles.*.md: their tables are those of the plugin, and who follows their example gets a profile that works."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import yaml

from weipian_plugin.domain.profile_schema import build_all, read_profile, tables
from weipian_plugin.paths import PROFILES, ROOT

PAGES = {language: (ROOT / "docs" / f"profiles.{language}.md").read_text(encoding="utf-8") for language in ("zh", "en")}
SHIPPED = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PROFILES.glob("*.yaml")}


def example(language: str) -> str:
    """The county that the page makes up."""
    return next(text for text in re.findall(r"```yaml\n(.*?)```", PAGES[language], re.DOTALL) if text.startswith("id:"))


def test_the_tables_are_up_to_date() -> None:
    run = subprocess.run([sys.executable, str(ROOT / ".ci" / "build_profile_docs.py"), "--check"], capture_output=True,
                         text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_works_as_it_stands(language: str) -> None:
    document = yaml.safe_load(example(language))
    profile, problems = read_profile({**SHIPPED, document["id"]: document}, document["id"])
    assert problems == [] and profile is not None
    assert profile.number("onsite_farmland") == 30
    assert next(rule for rule in profile.deadlines if rule.id == "CHECK").timing == {"days": 7}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_a_profile_may_have_is_explained(language: str) -> None:
    keys = {*tables.PROFILE_KEYS, *tables.BASIS_KEYS, *tables.RULE_REQUIRED, *tables.OUTCOME_REQUIRED, "layers",
            *tables.FLAG_REQUIRED, *tables.ONSITE_REQUIRED, *tables.DEADLINE_KEYS, *tables.REFERENCE_KEYS, "holds_back",
            *tables.VALIDITY_KEYS, *tables.VALUE_REQUIRED, tables.LEFT_OUT, "limit", "setting", "fact", "op"}
    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGES[language])} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_unit_and_operator_is_listed(language: str) -> None:
    from weipian_plugin.domain.rules import OPERATORS

    names = {name for profile in build_all(SHIPPED).values() for name in profile.values}
    assert {name for name in (*names, *tables.UNITS, *OPERATORS) if f"`{name}`" not in PAGES[language]} == set()
