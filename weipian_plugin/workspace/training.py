"""A workspace for training: marked so when it is made, for good, and what a training keeps in it beside the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from ..domain.errors import WeipianError
from .database import Database
from .migrations import read_meta, write_meta

MARK = "training"
"""In the file's meta data. There is no way to take it away, nor to give it to a workspace that has been made."""
_KEPT = "training_"


def is_training(meta: Mapping[str, str]) -> bool:
    """Was the workspace made for training?"""
    return meta.get(MARK) == "1"


def is_training_file(path: Path) -> bool:
    """Is the file a training workspace, of whatever version? False for what is no workspace; it is only read."""
    if not path.is_file():
        return False
    database = None
    try:
        database = Database(path, "ro")
        with database.errors():
            return is_training(read_meta(database.connection))
    except WeipianError:
        return False
    finally:
        if database is not None:
            database.close()


def keep(database: Database, name: str, text: str) -> None:
    """Keep a text under a name. Raises ``NOT_A_TRAINING_WORKSPACE``, ``WORKSPACE_READ_ONLY``."""
    _require_training(database)
    database.require_writable()
    with database.transaction() as connection:
        write_meta(connection, f"{_KEPT}{name}", text)


def kept(database: Database, name: str) -> str:
    """The text kept under a name, empty where there is none. Raises ``NOT_A_TRAINING_WORKSPACE``."""
    _require_training(database)
    with database.errors():
        return read_meta(database.connection).get(f"{_KEPT}{name}", "")


def _require_training(database: Database) -> None:
    with database.errors():
        meta = read_meta(database.connection)
    if not is_training(meta):
        raise WeipianError("NOT_A_TRAINING_WORKSPACE", file=str(database.path))
