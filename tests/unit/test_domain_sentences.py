"""The catalogue of errors and findings: complete, in both languages, and nothing in it that nobody says."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from weipian_plugin.domain import sentences
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.sentences import SENTENCES
from weipian_plugin.paths import ROOT

SOURCES = {p: p.read_text(encoding="utf-8") for p in sorted((ROOT / "weipian_plugin").rglob("*.py"))
           if p.parent.name != "sentences"}
RAISED = re.compile(r"""(?:WeipianError|Finding|sentence)\(\s*"([A-Z][A-Z0-9_]+)\"""")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_that_is_raised_has_its_sentence():
    raised = {(code, path.name) for path, text in SOURCES.items() for code in RAISED.findall(text)}
    assert {(code, name) for code, name in raised if code not in SENTENCES} == set()


def test_no_section_number_of_ours_reaches_a_user():
    """§8.4 is a place in the developers' reference: docstrings and comments may have it, nothing that is shown."""
    found = []
    for path in sorted((ROOT / "weipian_plugin").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [(path.name, node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)
                  and isinstance(node.value, str) and "§" in node.value and id(node) not in told]
    for folder, ending in (("forms", "*.ui"), ("resources/templates", "*.qpt"), ("i18n", "*.ts")):
        found += [(path.name, "") for path in (ROOT / folder).rglob(ending) if "§" in path.read_text(encoding="utf-8")]
    assert found == []


def test_every_sentence_is_said_somewhere():
    spoken = "\n".join(SOURCES.values())
    assert [code for code in SENTENCES if f'"{code}"' not in spoken] == []


def test_no_code_stands_in_two_rooms():
    rooms = [room for name, room in vars(sentences).items() if name.isupper() and name != "SENTENCES"]
    assert [code for code, n in Counter(code for room in rooms for code in room).items() if n > 1] == []
    assert sum(map(len, rooms)) == len(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_say_the_same_values(code):
    zh, en = SENTENCES[code]
    assert re.search("[一-鿿]", zh)
    # A sentence inside a sentence is given in each language: {reason} and {reason_en}.
    assert placeholders(zh) == {name[:-3] if name.endswith("_en") else name for name in placeholders(en)}


def test_an_error_carries_code_values_and_sentence():
    error = WeipianError("TEMPLATE_WITHOUT_CODES", file="表.xlsx")
    assert (error.code, error.values["file"]) == ("TEMPLATE_WITHOUT_CODES", "表.xlsx")
    assert "表.xlsx" in error.sentence("zh") and "JCBH" in error.sentence("zh")
    assert str(error) == error.sentence("en")


def test_a_value_that_was_not_given_shows_as_a_question_mark_and_does_not_fail():
    assert "?" in WeipianError("TEMPLATE_WITHOUT_CODES").sentence("zh")


def test_sources_were_found():
    assert Path(ROOT / "weipian_plugin" / "domain" / "errors.py") in SOURCES
