"""Every text is written where pylupdate5 finds it: what it overlooks stays English, and no check would tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
         for path in sorted((ROOT / "weipian_plugin").rglob("*.py"))}


def named(node: ast.AST) -> str:
    """The last part of a name: ``tr`` of ``self.tr``."""
    return getattr(node, "attr", "") or getattr(node, "id", "")


def texts(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls that ask for a translation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and named(node.func) in ("tr", "translate"):
            yield node


def hidden_in_f_strings(tree: ast.AST) -> list[int]:
    """Lines of f-strings that ask for a translation: pylupdate5 takes the whole for one string."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) and any(texts(node))]


def renamed(tree: ast.AST) -> list[int]:
    """Lines that call ``translate`` something else, a name pylupdate5 does not know."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assign) and named(node.value) == "translate"
            and any(named(target) != "translate" for target in node.targets)]


@pytest.mark.parametrize("overlooked", [hidden_in_f_strings, renamed], ids=lambda check: check.__name__)
def test_no_text_is_overlooked_by_pylupdate(overlooked) -> None:
    assert [f"{path}:{line}" for path, tree in TREES.items() for line in overlooked(tree)] == []


def test_patches_and_parcels_are_counted_by_their_names_in_chinese() -> None:
    """图斑 and 地块 are what the person sees everywhere else; 宗 is the land register's."""
    told = (ROOT / "i18n" / "weipian_zh_CN.ts").read_text(encoding="utf-8")
    assert re.findall(r"[\d}] ?宗.*", told) == []
