"""Loads the holiday table that ships with the plugin and the years a user has added to it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import List, Mapping, Tuple

from ...domain.calendar.holidays import joined, read_holidays
from ...domain.errors import WeipianError
from ...domain.profiles import Holidays
from ...paths import HOLIDAYS
from ..measuring.interpreter import user_folder


def own_holidays_file() -> Path:
    """Where a user's own years lie; they take the place of the same years of the shipped table."""
    return user_folder() / "calendar" / "holidays.yaml"


def holiday_table() -> Holidays:
    """The State Council's holidays, read anew when a file has changed; without a user's own file that is broken."""
    return _tables()[0]


def holiday_problems() -> Tuple[WeipianError, ...]:
    """HOLIDAYS_UNREADABLE or HOLIDAYS_INVALID for each file that could not be taken in."""
    return _tables()[1]


def _tables() -> Tuple[Holidays, Tuple[WeipianError, ...]]:
    files = [path for path in (HOLIDAYS, own_holidays_file()) if path.is_file()]
    return _read(tuple((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _read(files: Tuple[Tuple[str, int], ...]) -> Tuple[Holidays, Tuple[WeipianError, ...]]:
    tables: List[Holidays] = []
    problems: List[WeipianError] = []
    for name, _ in files:
        try:
            tables.append(read_holidays(_parsed(Path(name)), name))
        except WeipianError as error:
            problems.append(error)
    return joined(tables), tuple(problems)


def _parsed(path: Path) -> Mapping[object, object]:
    try:
        import yaml
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="PyYAML") from None
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise WeipianError("HOLIDAYS_UNREADABLE", file=str(path), detail=" ".join(str(error).split())[:200]) from error
    if not isinstance(document, dict):
        raise WeipianError("HOLIDAYS_UNREADABLE", file=str(path), detail="-")
    return document
