"""Compiling with numba where it is there: `jit` for functions of arrays that run without the interpreter's lock.

QGIS for Windows has no numba: without it (or with the environment variable WEIPIAN_NUMBA=0) `jit` leaves a function
as it is and `HAS_NUMBA` is False. Compiled code is kept beside the module or, where that folder cannot be written, in
the user's cache folder; where neither can be written it is compiled in each process anew. numba looks at the module of
a function only: what is kept here is dropped also when a module has changed that it takes compiled functions from,
or when it cannot be read (cut short by a power failure, say).
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Callable, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

HAS_NUMBA = os.environ.get("WEIPIAN_NUMBA", "1") != "0" and find_spec("numba") is not None


def jit(function: Function) -> Function:
    """``function`` compiled when it is first called; IEEE arithmetic is kept to the letter (no fast math, no fused
    products), so that proofs about rounding hold; dividing by zero gives infinity.
    """
    return _compiled(function, inline="never")


def inlined(function: Function) -> Function:
    """As `jit`, and pasted into the compiled functions that call it: for helpers that are handed many arrays."""
    return _compiled(function, inline="always")


def _compiled(function: Function, inline: str) -> Function:
    if not HAS_NUMBA:
        return function
    from numba import njit

    options = {"nogil": True, "fastmath": False, "error_model": "numpy", "inline": inline}
    try:
        compiled = njit(cache=True, **options)(function)
    except RuntimeError:  # no folder to keep compiled code in
        compiled = njit(**options)(function)
    else:
        _keep_with_care(getattr(compiled, "_cache", None), Path(function.__code__.co_filename))
    kept: Function = compiled
    return kept


def _keep_with_care(kept: Any, path: Path) -> None:
    """What numba keeps for a function of the module at ``path`` is a convenience: where it is stale, cannot be read or
    cannot be written, the function is compiled all the same.
    """
    file: Any = getattr(kept, "_cache_file", None)
    if hasattr(file, "_source_stamp"):
        file._source_stamp = (file._source_stamp, _stamp_of_compiled(path))
    if not all(hasattr(kept, name) for name in ("load_overload", "save_overload", "flush")):
        return
    load, save = kept.load_overload, kept.save_overload

    def load_or_none(*arguments: Any) -> Any:
        try:
            return load(*arguments)
        except Exception:  # whatever a file that is not whole makes of unpickling
            with suppress(OSError):
                kept.flush()
            return None

    def save_where_possible(*arguments: Any) -> None:
        with suppress(Exception):  # no room left: the next process compiles again
            save(*arguments)

    kept.load_overload, kept.save_overload = load_or_none, save_where_possible


def is_kept_on_disk(function: Function) -> bool:
    """Whether numba has kept ``function`` compiled, of its modules as they are now; True where it cannot be told."""
    file: Any = getattr(getattr(function, "_cache", None), "_cache_file", None)
    if not hasattr(file, "_load_index"):
        return not HAS_NUMBA or hasattr(function, "_cache") is False
    try:
        return bool(file._load_index())
    except Exception:  # cut short: it is compiled anew
        return False


@cache
def _stamp_of_compiled(path: Path) -> str:
    """Changes when a module does, or one of those it takes compiled functions from."""
    source = path.read_text("utf-8")
    stamp = sha256(source.encode())
    for dots, name in re.findall(r"^from (\.+)([\w.]+) import", source, re.MULTILINE):
        other = path.parents[len(dots) - 1].joinpath(*name.split(".")).with_suffix(".py")
        if other.name != "jit.py" and other.exists() and "jit import" in other.read_text("utf-8"):
            stamp.update(_stamp_of_compiled(other).encode())
    return stamp.hexdigest()
