"""What tests of every tier share: where things are, and one identity of the plugin's modules."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository, which is the plugin's folder."""
    return ROOT


@pytest.fixture(scope="session")
def demo() -> Path:
    """The bundled Beihai scene."""
    return ROOT / "resources" / "demo"


@pytest.fixture(scope="session")
def data() -> Path:
    """What the tests have of their own: encodings, geometry that is wrong on purpose."""
    return ROOT / "tests" / "data"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The plugin's modules must have been loaded under one name only: isinstance fails between two."""
    doubles = [name for name in sys.modules if ".weipian_plugin" in name]
    if doubles:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        raise pytest.UsageError(f"loaded under a second name: {doubles}")
