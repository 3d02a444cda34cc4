"""The house keeps its own rules: what a room may import, how long a module may be, what is never tracked."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "weipian_plugin"
MODULES = sorted(PLUGIN.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9)) for path in MODULES}
FORMS = sorted((ROOT / "forms").glob("*.ui"))
LONGEST_MODULE, LONGEST_FUNCTION = 500, 60
WITHOUT_WIDGETS = {"algorithms", "jobs", "intake", "delivery", "workspace", "overlay", "domain"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(level, dotted name) of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.level, f"{node.module or ''}.{alias.name}") for alias in node.names)


def imported(wrong: Callable[[str], bool], level: int | None = None) -> list[str]:
    """``module: import`` of the plugin's imports that are ``wrong``."""
    return [f"{named(path)}: {name}" for path, tree in TREES.items() for depth, name in imports(tree)
            if wrong(name) and level in (None, depth)]


def tracked() -> list[str]:
    """The files git has or would take."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True,
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listing.stdout.decode().split("\0") if name]


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_a_form_holds_no_connections(form: Path) -> None:
    connections = ElementTree.parse(form).getroot().find("connections")
    assert connections is None or len(connections) == 0


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_a_form_names_no_header_that_python_could_not_import(form: Path) -> None:
    headers = [header.text or "" for header in ElementTree.parse(form).getroot().iter("header")]
    assert [header for header in headers if header.endswith(".h")] == []


def test_a_module_says_first_what_it_is_for() -> None:
    told = {named(path): ast.get_docstring(tree) or "" for path, tree in TREES.items()}
    assert [name for name, docstring in told.items() if len(docstring.split("\n")[0]) <= 15] == []


def test_the_plugin_imports_itself_only_relatively() -> None:
    assert imported(lambda name: name.split(".")[0] in {"weipian_plugin", "weipian"}, level=0) == []


def test_qt_is_taken_from_qgis() -> None:
    assert imported(lambda name: name.split(".")[0] in {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}) == []


def test_only_the_gui_knows_widgets() -> None:
    widgets = imported(lambda name: name.startswith(("qgis.gui", "qgis.PyQt.QtWidgets", "qgis.utils")))
    rooms = tuple(f"weipian_plugin/{room}/" for room in WITHOUT_WIDGETS)
    assert [found for found in widgets if found.startswith(rooms)] == []


def test_nothing_prints() -> None:
    prints = [f"{named(path)}:{node.lineno}" for path, tree in TREES.items() for node in ast.walk(tree)
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"]
    assert prints == []


def test_modules_and_functions_are_short() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
    functions = {f"{named(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
                 for path, tree in TREES.items() for node in ast.walk(tree)
                 if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    assert {name: length for name, length in functions.items() if length > LONGEST_FUNCTION} == {}


def test_annotations_are_not_evaluated_so_that_python_3_9_reads_them() -> None:
    defining = {path: tree for path, tree in TREES.items()
                if any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body)}
    assert [named(path) for path, tree in defining.items() if (0, "__future__.annotations") not in imports(tree)] == []


def test_the_root_package_imports_nothing_of_ours_before_qgis_asks() -> None:
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    at_module_level = {name.split(".")[0] for node in tree.body for _, name in imports(ast.Module([node], []))
                       if isinstance(node, (ast.Import, ast.ImportFrom))}
    assert at_module_level <= {"__future__", "typing"}
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == ["classFactory"]


def test_test_modules_have_names_of_their_own_and_no_packages() -> None:
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert [named(path) for path in tests if path.name == "__init__.py"] == []
    names = Counter(path.name for path in tests if path.name.startswith("test_"))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_tracked_file_tells_of_the_machine_it_was_made_on() -> None:
    # Put together here, so that this file does not hold what it looks for.
    homes = re.compile("|".join(re.escape("/" + place + "/") for place in ("work", "root", "home", "Users", "tmp/w")))
    said_of_others = re.compile(r"https?://\S*")
    found = []
    for name in tracked():
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if homes.search(said_of_others.sub("", line)):
                found.append(f"{name}:{number}: {line.strip()[:120]}")
    assert found == []


def test_nothing_that_is_made_is_tracked() -> None:
    made = re.compile(
        r"(^|/)(__pycache__|build|\.venv[^/]*|\.qgis-settings|\.mypy_cache)/|\.pyc$|\.gpkg-(wal|shm|journal)$"
    )
    assert [name for name in tracked() if made.search(name)] == []


def test_make_lists_every_target_with_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    listed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"demo", "test", "qgis", "check", "package", "link", "translate", "bench", "help"} <= set(targets)
    assert [target for target in targets if not re.search(rf"make {target}\s+\w", listed)] == []
