"""Arrays on disk: .npy files that grow block by block, and are opened without being read."""

from __future__ import annotations

import hashlib
import mmap
import os
from pathlib import Path
from typing import Any, Dict, Mapping

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER_BYTES = 128
_READ_BYTES = 1 << 22


class GrowingArray:
    """An .npy file that rows are appended to; the header, of fixed length, says how many once it is closed."""

    def __init__(self, path: Path, dtype: str, columns: int = 0) -> None:
        """``columns`` 0: one number a row. Raises OSError."""
        self.rows = 0
        self._dtype = np.dtype(dtype)
        self._columns = columns
        self._sum = hashlib.sha256()
        self._path = path
        self._file = path.open("wb")
        self._file.write(self._header())

    def append(self, rows: NDArray[Any]) -> None:
        """Add ``rows``. Raises OSError where the disk is full."""
        data = np.ascontiguousarray(rows, dtype=self._dtype).reshape(-1).view(np.uint8).data
        self._file.write(data)
        self._sum.update(data)
        self.rows += len(rows)

    def close(self) -> Dict[str, Any]:
        """Write the header, see the file onto the disk; what the stamp says of it."""
        self._file.seek(0)
        self._file.write(self._header())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return {"bytes": self._path.stat().st_size, "rows": self.rows, "sha256": self._sum.hexdigest()}

    def abandon(self) -> None:
        """Let go of the file, whatever state it is in."""
        try:
            self._file.close()
        except OSError:  # a full disk refuses the last bytes once more; the file is thrown away
            return

    def _header(self) -> bytes:
        shape = f"({self.rows}, {self._columns})" if self._columns else f"({self.rows},)"
        text = f"{{'descr': '{self._dtype.str}', 'fortran_order': False, 'shape': {shape}, }}"
        padded = text.ljust(_HEADER_BYTES - len(_MAGIC) - 3) + "\n"
        return _MAGIC + len(padded).to_bytes(2, "little") + padded.encode("ascii")


class GrowingArrays:
    """Arrays of one folder that grow together."""

    def __init__(self, folder: Path, shapes: Mapping[str, tuple[str, int]]) -> None:
        """``shapes``: name → (dtype, columns)."""
        self._arrays: Dict[str, GrowingArray] = {}
        try:
            for name, (dtype, columns) in shapes.items():
                self._arrays[name] = GrowingArray(folder / f"{name}.npy", dtype, columns)
        except OSError:
            self.abandon()
            raise

    def append(self, **rows: NDArray[Any]) -> None:
        """Add rows to the arrays named."""
        for name, more in rows.items():
            self._arrays[name].append(more)

    def rows(self, name: str) -> int:
        """How many rows the array has by now."""
        return self._arrays[name].rows

    def close(self) -> Dict[str, Dict[str, Any]]:
        """Finish all; what the stamp says of each."""
        return {name: array.close() for name, array in self._arrays.items()}

    def abandon(self) -> None:
        """Let go of the files."""
        for array in self._arrays.values():
            array.abandon()


def write_array(folder: Path, name: str, rows: NDArray[Any]) -> Dict[str, Any]:
    """One whole array; what the stamp says of it. Raises OSError."""
    array = GrowingArray(folder / f"{name}.npy", rows.dtype.str, rows.shape[1] if rows.ndim > 1 else 0)
    try:
        array.append(rows)
        return array.close()
    finally:
        array.abandon()


def open_array(path: Path) -> NDArray[Any]:
    """The array, mapped and not read. Raises OSError, ValueError.

    Mapped "c" (what is written stays in memory and reaches no disk): to numba an array that cannot be written is of
    another type, for which it would compile everything a second time.
    """
    if path.stat().st_size <= _HEADER_BYTES:  # nothing cannot be mapped
        return np.asarray(np.load(path, allow_pickle=False))
    return np.load(path, mmap_mode="c", allow_pickle=False).view(np.ndarray)


def let_go(array: NDArray[Any]) -> None:
    """Give the memory of a mapped array back, where the system can: its pages are read again when they are needed.

    Going once through a layer then takes no more memory than the part in hand. What was written into it is lost.
    """
    owner: Any = array
    while isinstance(owner, np.ndarray):
        owner = owner.base
    if isinstance(owner, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        owner.madvise(mmap.MADV_DONTNEED)


def sha256_of_rows(path: Path) -> str:
    """Of the rows as they are on the disk now. Raises OSError."""
    sum_ = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(_HEADER_BYTES)
        for block in iter(lambda: file.read(_READ_BYTES), b""):
            sum_.update(block)
    return sum_.hexdigest()


def write_synced(path: Path, text: str) -> None:
    """A text file that is on the disk when this returns. Raises OSError."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """See the folder's own entries onto the disk, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
