"""Finds the Python that can run the overlay worker; never `sys.executable`, which inside QGIS may be QGIS itself."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterator, List, Mapping, Sequence, Tuple

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QProcessEnvironment

from ...paths import ROOT

FOREIGN, OWN = "foreign", "own"
VARIABLE = "WEIPIAN_PYTHON"
PACKAGES = ("numpy", "shapely", "pyproj", "pyogrio")
"""What the worker imports."""

# What QGIS or a shell may have set for its own Python, PROJ and GDAL: each breaks another interpreter in some way.
_CLEARED = (
    "PYTHONPATH", "PYTHONHOME", "PYTHONEXECUTABLE", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONPLATLIBDIR",
    "__PYVENV_LAUNCHER__", "LD_LIBRARY_PATH", "LD_PRELOAD", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA",
    "GDAL_DRIVER_PATH", "QT_PLUGIN_PATH",
)
_CLEARED_PREFIX = "DYLD_"


@dataclass(frozen=True)
class Candidate:
    """An interpreter that may run the worker. ``kind``: ``foreign`` gets a cleared environment, ``own`` is QGIS's."""

    path: str
    kind: str
    origin: str


def candidates(setting: str = "") -> List[Candidate]:
    """Interpreters to try, best first. One that a person named (setting, WEIPIAN_PYTHON) is the only one tried."""
    named = [Candidate(path, _kind_of(path), origin)
             for path, origin in ((setting.strip(), "setting"), (os.environ.get(VARIABLE, "").strip(), VARIABLE))
             if path]
    if named:
        return named[:1]
    found = [candidate for candidate in _usual_places() if Path(candidate.path).is_file()]
    return _once_each(found)


def usual_candidates() -> List[Candidate]:
    """Every interpreter that is there, one that a person named among them: for what needs QGIS itself."""
    usual = [candidate for candidate in _usual_places() if Path(candidate.path).is_file()]
    return _once_each([*candidates(), *usual])


def environment(candidate: Candidate) -> QProcessEnvironment:
    """The environment the worker starts in, made from this process's."""
    return environment_from(candidate, dict(os.environ))


def environment_from(candidate: Candidate, variables: Mapping[str, str]) -> QProcessEnvironment:
    """The environment for ``candidate``: QGIS's own Python keeps what its launcher set, another loses it."""
    result = QProcessEnvironment()
    for name, value in variables.items():
        if not _is_dropped(name, candidate.kind):
            result.insert(name, value)
    if candidate.kind == FOREIGN:
        result.insert("PYTHONNOUSERSITE", "1")
    result.insert("PYTHONUTF8", "1")
    result.insert("PYTHONDONTWRITEBYTECODE", variables.get("PYTHONDONTWRITEBYTECODE", ""))
    return result


def user_folder() -> Path:
    """This plugin's folder in QGIS's profile: survives an update of the plugin."""
    return _ours_within(QgsApplication.qgisSettingsDirPath())


@lru_cache(maxsize=1)
def _ours_within(profile: str) -> Path:
    """Kept: each step from patch to patch asks some times."""
    return Path(profile) / "weipian"


def _is_dropped(name: str, kind: str) -> bool:
    if kind == OWN:
        return name.upper() == "PYTHONEXECUTABLE"
    return name.upper() in _CLEARED or name.upper().startswith(_CLEARED_PREFIX)


def _usual_places() -> Iterator[Candidate]:
    yield Candidate(_python_of(ROOT / ".venv"), FOREIGN, "checkout")
    yield Candidate(_python_of(user_folder() / "venv"), FOREIGN, "profile")
    for path in qgis_pythons(sys.platform, sys.prefix, QgsApplication.applicationDirPath()):
        yield Candidate(path, _kind_of(path), "qgis")


def qgis_pythons(platform: str, prefix: str, application: str) -> List[str]:
    """Where QGIS keeps its own Python on ``platform`` (as in sys.platform)."""
    if platform.startswith("win"):
        return [str(Path(prefix) / "python.exe"), str(Path(application) / "python3.exe")]
    if platform == "darwin":
        return [str(Path(application) / name) for name in ("bin/python3", "python", "python3.12")]
    return ["/usr/bin/python3"]


def _kind_of(path: str) -> str:
    """QGIS's own where it lies in QGIS's folders (Windows, macOS); on Linux every interpreter stands by itself."""
    if not (sys.platform.startswith("win") or sys.platform == "darwin"):
        return FOREIGN
    homes = (Path(sys.prefix), Path(QgsApplication.applicationDirPath()))
    folder = Path(path).parent
    return OWN if any(folder == home or home in folder.parents for home in homes) else FOREIGN


def _python_of(venv: Path) -> str:
    return str(venv / ("Scripts/python.exe" if sys.platform.startswith("win") else "bin/python"))


def _once_each(found: Sequence[Candidate]) -> List[Candidate]:
    # By path, not by what a link leads to: a virtual environment's python is a link to the system's.
    paths: Tuple[str, ...] = ()
    kept: List[Candidate] = []
    for candidate in found:
        if candidate.path not in paths:
            paths += (candidate.path,)
            kept.append(candidate)
    return kept
