"""docs/profiles.*.md: their tables are those of the plugin, and who follows their example gets a profile that works."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from weipian_plugin.domain.calendar.deadline_kinds import KINDS
from weipian_plugin.domain.profile_schema import build_all, read_profile, tables
from weipian_plugin.domain.profile_schema.reading import Reader
from weipian_plugin.jobs.rules.profile_files import read_profile_file
from weipian_plugin.paths import PROFILES, ROOT

PAGES = {language: (ROOT / "docs" / f"profiles.{language}.md").read_text(encoding="utf-8") for language in ("zh", "en")}
SHIPPED = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PROFILES.glob("*.yaml")}
SECTIONS = ("values", "evidence", "rules", "flags", "deadlines", "labels", "tblx", "holidays")


def keys_read() -> Iterator[str]:
    """Every key that reading the shipped profiles and the page's own examples asks for, or would let pass."""
    asked: set[str] = set()
    plain = Reader.keys

    def noting(reader: Reader, node: Any, at: Any, required: Collection[str], allowed: Collection[str] = ()) -> bool:
        asked.update(required, allowed)
        return plain(reader, node, at, required, allowed)

    documents = [SHIPPED, *({**SHIPPED, "GX_LH2023": yaml.safe_load(f"{head}\n{piece}")} for head, piece in pieces())]
    Reader.keys = noting  # type: ignore[method-assign]
    try:
        for one in documents:
            for name in one:
                read_profile(one, name)
    finally:
        Reader.keys = plain  # type: ignore[method-assign]
    yield from asked
    yield from (key for kind in KINDS.values() for key in kind.needs)
    yield from ("issued_from", "issued_to", "any", "not", tables.LEFT_OUT)


def pieces() -> Iterator[tuple[str, str]]:
    """(the made-up county's head, one example of a section) of the Chinese page."""
    head = example("zh").split("\nvalues:")[0]
    for section in SECTIONS:
        yield from ((head, piece) for piece in blocks("zh", section))


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


def blocks(language: str, first: str) -> list[str]:
    """The page's pieces of YAML that begin with this key."""
    found = re.findall(r"```yaml\n(.*?)```", PAGES[language], re.DOTALL)
    return [text for text in found if text.startswith(f"{first}:")]


def wrong_in(piece: str, until: str = "values") -> list[str]:
    """What is wrong with the made-up county if it says ``piece`` after what comes before its section ``until``."""
    head = example("zh").split(f"\n{until}:")[0]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "county.yaml"
        path.write_text(f"{head}\n{piece}", encoding="utf-8")
        file = read_profile_file(path, shipped=False)
    known = {name: "" for document in SHIPPED.values() for name in document.get("values", {})}
    found = read_profile({**SHIPPED, "GX_LH2023": file.document}, "GX_LH2023", {}, known)[1]
    return [problem.sentence("en") for problem in (*file.problems, *found)]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_has_an_example_that_works(language: str, section: str) -> None:
    (piece,) = blocks(language, section)
    assert wrong_in(piece) == []
    assert wrong_in(piece.replace("tag: proposed", "tag: offical").replace("title_en", "titel_en")) or \
        section == "labels"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_condition_shown_is_one(language: str) -> None:
    (shown,) = blocks(language, "when")
    conditions = re.split(r"^(?=when:)", shown, flags=re.MULTILINE)[1:]
    assert len(conditions) == 5
    rule = blocks(language, "flags")[0].split("    when:")[0]
    for condition in conditions:
        indented = "".join(f"    {line}\n" for line in condition.splitlines())
        assert wrong_in(f"{rule}{indented}    tag: proposed\n    note: 拟\n", "onsite") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_shown_as_an_example_is_what_the_plugin_says(language: str) -> None:
    text = example(language).replace('op: ">="', 'op: "=>"')
    document = yaml.safe_load(text)
    (problem,) = read_profile({**SHIPPED, document["id"]: document}, document["id"])[1]
    line = next(number for number, line in enumerate(text.splitlines(), 1) if '"=>"' in line)
    assert problem.placed("linhe.yaml", line, problem.keys).sentence(language) in PAGES[language]


KEYS_READ = frozenset(keys_read())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_a_profile_may_have_is_explained(language: str) -> None:
    assert {"holds_back", "mark", "days_worked", "issued_from", "codes", "left_out", "setting"} <= KEYS_READ
    # What a message or an example happens to say explains nothing.
    prose = re.sub(r"^ {4}.*$", "", PAGES[language], flags=re.MULTILINE)
    assert {key for key in KEYS_READ if not re.search(rf"(?<![A-Za-z_]){key}(?![A-Za-z_])", prose)} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_unit_and_operator_is_listed(language: str) -> None:
    from weipian_plugin.domain.judging.rules import OPERATORS

    names = {name for profile in build_all(SHIPPED).values() for name in profile.values}
    assert {name for name in (*names, *tables.UNITS, *OPERATORS) if f"`{name}`" not in PAGES[language]} == set()
