"""Where the worker's Python is looked for, and the environment it gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from weipian_plugin.jobs.measuring import interpreter
from weipian_plugin.jobs.measuring.interpreter import (
    FOREIGN,
    OWN,
    Candidate,
    candidates,
    environment_from,
    qgis_pythons,
)


def test_the_checkouts_environment_comes_before_qgis_own(root: Path) -> None:
    paths = [candidate.path for candidate in candidates()]
    assert paths[0] == str(root / ".venv" / "bin" / "python")
    assert paths[-1] == "/usr/bin/python3"


def test_a_python_that_a_person_named_is_the_only_one(monkeypatch) -> None:
    assert [candidate.path for candidate in candidates("/opt/python")] == ["/opt/python"]
    monkeypatch.setenv("WEIPIAN_PYTHON", "/roll/out")
    assert [candidate.path for candidate in candidates()] == ["/roll/out"]


def test_sys_executable_is_never_used(monkeypatch) -> None:
    monkeypatch.setattr(interpreter.sys, "executable", "/usr/bin/qgis-in-disguise")
    assert "/usr/bin/qgis-in-disguise" not in [candidate.path for candidate in candidates()]


def test_the_profiles_environment_is_found(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(interpreter, "user_folder", lambda: tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    assert str(python) in [candidate.path for candidate in candidates()]


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("win32", ["P/python.exe", "A/python3.exe"]),
        ("darwin", ["A/bin/python3", "A/python", "A/python3.12"]),
        ("linux", ["/usr/bin/python3"]),
    ],
)
def test_qgis_own_python_by_platform(platform: str, expected: list[str]) -> None:
    assert qgis_pythons(platform, "P", "A") == expected


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "PROJ_LIB", "GDAL_DATA",
                                  "__PYVENV_LAUNCHER__", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH"])
def test_a_foreign_python_loses_what_qgis_set(name: str) -> None:
    made = environment_from(Candidate("/x", FOREIGN, ""), {name: "qgis", "PATH": "/bin", "HOME": "/h"})
    assert not made.contains(name)
    assert made.value("PATH") == "/bin"
    assert made.value("PYTHONNOUSERSITE") == "1"
    assert made.value("PYTHONUTF8") == "1"


def test_qgis_own_python_keeps_what_its_launcher_set() -> None:
    made = environment_from(Candidate("/x", OWN, ""), {"PROJ_LIB": "p", "PYTHONHOME": "h", "PYTHONEXECUTABLE": "e"})
    assert made.value("PROJ_LIB") == "p"
    assert made.value("PYTHONHOME") == "h"
    assert not made.contains("PYTHONEXECUTABLE")
