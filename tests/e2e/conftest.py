"""The real binaries with the plugin: a QGIS window under Xvfb, and qgis_process, each in a profile of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WHAT_PYTEST_SETS = ("QT_QPA_PLATFORM", "PYTEST_CURRENT_TEST", "QGIS_CUSTOM_CONFIG_PATH")

WITHIN_QGIS = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
"""
BUILD_REVIEW = """
from weipian_plugin.jobs.demo_review import build_review
made = build_review(Path(sys.argv[2]))
sys.stdout.write(json.dumps({"province": str(made.province), "sample": made.sample, "returned": made.returned,
                             "counties": {name: str(path) for name, path in made.counties.items()},
                             "packages": [str(path) for path in made.packages],
                             "files": [str(path) for path in made.review_files]}))
"""


@dataclass(frozen=True)
class Ended:
    """How a program ended, and what it said."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """stdout as JSON: fails when anything else was printed there."""
        return json.loads(self.out)


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what pytest and pytest-qgis put there."""
    return {name: value for name, value in os.environ.items() if name not in WHAT_PYTEST_SETS} | more


def left_behind(mark: str) -> list[str]:
    """Command lines of processes that carry ``mark`` in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has ended meanwhile
            continue
    return found


def in_qgis(script: str, *arguments: object) -> str:
    """What the script says, run in a Python process of its own that has QGIS; ``sys.argv[2:]`` are its arguments."""
    done = subprocess.run([sys.executable, "-c", WITHIN_QGIS + script, str(ROOT), *map(str, arguments)],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def review_demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The demonstration of the review: three counties, the province, what went between them. Nobody writes in it."""
    told: dict[str, Any] = json.loads(in_qgis(BUILD_REVIEW, tmp_path_factory.mktemp("review")))
    return told


@pytest.fixture
def province(review_demo: dict[str, Any], tmp_path: Path) -> Path:
    """A copy of the province's workspace, alone in its folder."""
    (tmp_path / "省").mkdir()
    return Path(shutil.copy(review_demo["province"], tmp_path / "省" / "省.gpkg"))


@pytest.fixture
def window(tmp_path: Path) -> Callable[..., Ended]:
    """Runs a startup script of tests/e2e/startup inside a real QGIS window; the picture is ``tmp_path/window.png``."""

    def start(script: str, locale: str = "zh-Hans", **variables: str) -> Ended:
        picture = tmp_path / "window.png"
        done = subprocess.run(
            [ROOT / ".ci" / "window.sh", HERE / "startup" / script, picture, locale],
            env=environment(WEIPIAN_E2E=str(tmp_path), **variables),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
        )
        ended = Ended(done.returncode, done.stdout, done.stderr)
        assert left_behind(f"WEIPIAN_E2E={tmp_path}") == [], ended.err
        return ended

    return start


@pytest.fixture(scope="session")
def process_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for qgis_process with the plugin linked and enabled."""
    home = tmp_path_factory.mktemp("qgis_process")
    (home / "plugins").mkdir()
    (home / "plugins" / "weipian").symlink_to(ROOT)
    (home / "run").mkdir(mode=0o700)
    enabled = _qgis_process(home, "plugins", "enable", "weipian")
    assert enabled.code == 0, enabled.out + enabled.err
    return home


@pytest.fixture
def qgis_process(process_home: Path) -> Callable[..., Ended]:
    """Runs qgis_process with its arguments; parameters of an algorithm are keywords, a list is said value by value."""

    def run(*arguments: str, **parameters: object) -> Ended:
        said = [f"{name}={value}" for name, given in parameters.items()
                for value in (given if isinstance(given, list) else [given])]
        tail = ["--", *said] if said else []
        return _qgis_process(process_home, *arguments, *tail)

    return run


def _qgis_process(home: Path, *arguments: str) -> Ended:
    # Debian's 3.22 wrapper hands qgis_process an option it does not know; the program itself is fine everywhere.
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    assert program, "qgis_process is not installed"
    done = subprocess.run(
        [program, *arguments],
        env=environment(
            HOME=str(home), XDG_RUNTIME_DIR=str(home / "run"), QGIS_PLUGINPATH=str(home / "plugins"),
            QT_QPA_PLATFORM="offscreen",
        ),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
