"""The real binaries with the plugin: a QGIS window under Xvfb, and qgis_process, each in a profile of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WHAT_PYTEST_SETS = ("QT_QPA_PLATFORM", "PYTEST_CURRENT_TEST", "QGIS_CUSTOM_CONFIG_PATH")


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
    """Runs qgis_process with its arguments; parameters of an algorithm are keywords."""

    def run(*arguments: str, **parameters: object) -> Ended:
        tail = ["--", *(f"{name}={value}" for name, value in parameters.items())] if parameters else []
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
