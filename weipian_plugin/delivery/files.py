"""How a file is handed out: by its ending, whole or not at all, in one move, and its texts no formulas."""

from __future__ import annotations

import contextlib
import shutil
from datetime import date
from pathlib import Path
from typing import Callable, Iterator, Mapping, Tuple, TypeVar
from uuid import uuid4

from ..domain.errors import WeipianError
from .sheets.cells import FORMULA_STARTS, CellValue

Writer = TypeVar("Writer", bound=Callable[..., None])


def writer_for(path: Path, writers: Mapping[str, Writer]) -> Writer:
    """The writer for the path's ending. Raises ``ENDING_UNKNOWN``."""
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise WeipianError("ENDING_UNKNOWN", file=path.name, known="、".join(writers))
    return writer


@contextlib.contextmanager
def in_one_move(path: Path, tell: Tuple[type[Exception], ...] = (OSError,)) -> Iterator[Path]:
    """A new file beside ``path`` to write to, which then takes its place; where writing fails, with one of ``tell``,
    nothing is left of it and what was there stays. Raises ``OUTPUT_NOT_WRITABLE``.
    """
    part = path.with_name(f"~{uuid4().hex}{path.suffix}")  # in the same folder: the last step is one move
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except tell as error:
        detail = error.strerror if isinstance(error, OSError) else ""
        raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(path), detail=detail or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


@contextlib.contextmanager
def in_one_move_together(path: Path, endings: Tuple[str, ...], tell: Tuple[type[Exception], ...] = (OSError,)
                         ) -> Iterator[Path]:
    """As `in_one_move` for a file of several parts (a shapefile): the one of ``path``'s ending is moved last, so that
    without it nothing is there. Raises ``OUTPUT_NOT_WRITABLE``.
    """
    with scratch_beside(path, tell) as scratch:
        scratch.mkdir()
        yield scratch / path.name
        for ending in sorted(endings, key=lambda one: one == path.suffix):
            (scratch / path.name).with_suffix(ending).replace(path.with_suffix(ending))


def csv_text(value: CellValue) -> str:
    """A value as a CSV has it: a text that a spreadsheet would take for a formula is marked as a text."""
    if not isinstance(value, str):
        return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) and len(value) > 1 else value


@contextlib.contextmanager
def scratch_beside(path: Path, tell: Tuple[type[Exception], ...] = (OSError,)) -> Iterator[Path]:
    """A name beside ``path``, of a file or a folder, for what is needed only while it is written; gone afterwards.

    Raises ``OUTPUT_NOT_WRITABLE``.
    """
    part = path.with_name(f"~{uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
    except tell as error:
        detail = error.strerror if isinstance(error, OSError) else ""
        raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(path), detail=detail or str(error)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        with contextlib.suppress(OSError):
            part.unlink()
