"""Prepared layers, read: a reference layer brought into the plane, validated and indexed once, mapped from its folder.

A copy is a folder of arrays and a stamp. The stamp is written last and names the length of every array, so a copy cut
short is never taken; a copy is never changed once it is there: preparing again makes another folder beside it.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union, overload

import numpy as np
from numpy.typing import NDArray

from ...domain.errors import WeipianError
from ..engines import Tick
from ..kernels.arrays import Geometries, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.plane import JobPlane
from ..kernels.polygons import EdgeIndex, IndexedPolygons, Polygons
from ..sources import Source
from ..views import LayerView
from .stamps import STAMP, BrokenCopy, Stamp, densified_in, identity_of, key_of
from .stored import open_array, sha256_of_rows

NONE, CURRENT, OUTDATED, BROKEN, OTHER_ZONE = "none", "current", "outdated", "broken", "other_zone"

PART = ".part"
WHOLE = "whole.json"

# name → (dtype, columns): what a copy keeps of its polygons and their index.
POLYGON_ARRAYS: Mapping[str, Tuple[str, int]] = {
    "xy": ("<f8", 2), "ring_start": ("<i8", 0), "part_start": ("<i8", 0), "start": ("<i8", 0)}
INDEX_ARRAYS: Mapping[str, Tuple[str, int]] = {
    "ring_area": ("<f8", 0), "chunk_first": ("<i8", 0), "chunk_last": ("<i8", 0), "chunk_ring": ("<i8", 0),
    "chunk_box": ("<f8", 4), "group_first": ("<i8", 0), "group_last": ("<i8", 0), "group_box": ("<f8", 4),
    "group_start": ("<i8", 0), "box": ("<f8", 4)}
FEATURE_ARRAYS: Mapping[str, Tuple[str, int]] = {
    "fid": ("<i8", 0), "class_code": ("<i4", 0), "net_factor": ("<f8", 0), "bad_net": ("|b1", 0),
    "changed_m2": ("<f8", 0)}
TREE_ARRAYS = ("tree_box", "tree_child", "tree_first", "tree_is_leaf")
SHARED = "shared"
_KEPT_OPEN = 16


def attribute_arrays(number: int) -> Tuple[str, str]:
    """Names of the two arrays that keep the values of attribute ``number``: their bytes, and where each begins."""
    return f"attribute_{number}_bytes", f"attribute_{number}_start"


class StoredValues(Sequence[Tuple[Any, ...]]):
    """The attributes of each feature as tuples, read from the disk one by one."""

    def __init__(self, columns: Sequence[Tuple[NDArray[np.uint8], Indices]], count: int) -> None:
        """``columns``: JSON texts one after the other, and where each begins (count+1)."""
        self._columns = columns
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, row: int) -> Tuple[Any, ...]: ...

    @overload
    def __getitem__(self, row: slice) -> List[Tuple[Any, ...]]: ...

    def __getitem__(self, row: Union[int, slice]) -> Union[Tuple[Any, ...], List[Tuple[Any, ...]]]:
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(self._count))]
        if not 0 <= row < self._count:
            raise IndexError(row)
        return tuple(json.loads(data[start[row]:start[row + 1]].tobytes()) for data, start in self._columns)

    def __iter__(self) -> Iterator[Tuple[Any, ...]]:
        return (self[row] for row in range(self._count))


@dataclass(frozen=True)
class PreparedLayer:
    """One copy, opened: nothing is read before it is needed."""

    folder: Path
    stamp: Stamp
    features: IndexedPolygons
    tree: BoxTree
    arrays: Dict[str, NDArray[Any]]

    @classmethod
    def open(cls, folder: Path) -> PreparedLayer:
        """The copy in ``folder``. Raises BrokenCopy where anything is missing, cut short, of another format, or, read
        in full wherever the files are not as they were when that was last done, other than what was written.
        """
        stamp = Stamp.read(folder)
        stamp.check_sizes(folder)
        try:
            opened = cls.mapped(folder, stamp)
        except (OSError, ValueError, KeyError) as error:
            raise BrokenCopy(f"{folder.name}: {error}") from error
        if not opened._lengths:
            raise BrokenCopy(f"{folder.name}: {STAMP}")
        if not opened._is_known_whole():
            wrong = opened.verify()
            if wrong:
                raise BrokenCopy(f"{folder.name}: {', '.join(wrong)}")
            opened.note_whole()
        return opened

    @classmethod
    def mapped(cls, folder: Path, stamp: Stamp) -> PreparedLayer:
        """The arrays that ``stamp`` names, unchecked. Raises OSError, ValueError, KeyError."""
        arrays = {name: open_array(folder / f"{name}.npy") for name in stamp.arrays}
        polygons = Polygons(*(arrays[name] for name in POLYGON_ARRAYS))
        index = EdgeIndex(*(arrays[name] for name in INDEX_ARRAYS))
        tree = BoxTree(*(arrays[name] for name in TREE_ARRAYS))
        return cls(folder, stamp, IndexedPolygons(polygons, index), tree, arrays)

    def note_whole(self) -> None:
        """Remember beside the copy that every byte of these files, of these lengths and times, is as written."""
        with suppress(OSError):  # a folder that cannot be written: the copy is read again next time
            (self.folder / WHOLE).write_text(json.dumps(self._lengths), encoding="utf-8")

    def _is_known_whole(self) -> bool:
        try:
            noted = json.loads((self.folder / WHOLE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(noted == [list(state) for state in self._lengths])

    @property
    def is_current(self) -> bool:
        """Whether the copy is still there as it was opened (by lengths and times: it is asked for each job)."""
        return self._lengths == self._lengths_now()

    @cached_property
    def _lengths(self) -> List[Tuple[int, int]]:
        return self._lengths_now()

    @cached_property
    def _files(self) -> List[str]:
        return [str(self.folder / STAMP), *(str(self.folder / f"{name}.npy") for name in self.stamp.arrays)]

    def _lengths_now(self) -> List[Tuple[int, int]]:
        """Bytes and time (ns) of each file; nothing where one is missing."""
        try:
            return [(state.st_size, state.st_mtime_ns) for state in map(os.stat, self._files)]
        except OSError:
            return []

    @property
    def attributes(self) -> Tuple[str, ...]:
        """The attribute fields the copy keeps."""
        return tuple(self.stamp.attributes)

    def verify(self, tick: Tick = lambda: None) -> List[str]:
        """Names of the arrays whose bytes are not those that were written (reads all of them)."""
        wrong = []
        for name, written in self.stamp.arrays.items():
            tick()
            try:
                same = sha256_of_rows(self.folder / f"{name}.npy") == written["sha256"]
            except OSError:
                same = False
            if not same:
                wrong.append(name)
        return wrong

    @cached_property
    def classes(self) -> NDArray[np.object_]:
        """(n) class texts."""
        names = np.array([*self.stamp.classes, ""], dtype=object)
        return np.asarray(names[self.arrays["class_code"]], dtype=object)

    @cached_property
    def _nothing_reduced(self) -> NDArray[np.bool_]:
        return np.zeros(len(self.features), dtype=bool)

    def whole(self, rows: Indices) -> Geometries:
        """Features as valid shapely polygons of the plane."""
        return self.features.polygons.take(rows).geometries()

    def view(self, patches: IndexedPolygons, attributes: Sequence[str], tick: Tick) -> LayerView:
        """The layer near ``patches`` (of the plane). Raises WeipianError PREPARED_LACKS_FIELD."""
        values = self._values(attributes)
        patch, feature = self.tree.query(patches)
        tick()
        near = np.unique(feature)
        counts = dict(self.stamp.remarks)
        changed = self.arrays["changed_m2"][near]
        repaired = changed[np.isfinite(changed)]
        if len(repaired):
            counts["FEATURES_REPAIRED"] = len(repaired)
        return LayerView(
            self.features, patch, feature, self.classes, self.arrays["net_factor"], values, self.whole,
            self._nothing_reduced, self.arrays[SHARED], counts, float(repaired.sum()),
            int(np.count_nonzero(self.arrays["bad_net"][near])), len(near))

    def _values(self, attributes: Sequence[str]) -> Sequence[Tuple[Any, ...]]:
        missing = [name for name in attributes if name not in self.attributes]
        if missing:
            raise WeipianError("PREPARED_LACKS_FIELD", file=self.stamp.place, layer=self.stamp.layer,
                               field="、".join(missing))
        if not attributes:
            return []
        numbers = [self.attributes.index(name) for name in attributes]
        return StoredValues([(self.arrays[data], self.arrays[start]) for data, start in map(attribute_arrays, numbers)],
                            len(self.features))


_opened: OrderedDict[Path, PreparedLayer] = OrderedDict()


def find_prepared(root: Path, source: Source, role: str, class_field: str,
                  plane: JobPlane) -> Tuple[Optional[PreparedLayer], str]:
    """The newest whole copy of ``source`` under ``root``, and its state; a copy only where the state is ``current``.

    ``none``: there is no copy; ``broken``: none that is whole; ``outdated``: the source has changed since;
    ``other_zone``: data in degrees, densified in another zone than the job's.
    """
    copy, state = newest_copy(root, source, role, class_field)
    if copy is None:
        return None, state
    if copy.stamp.identity != identity_of(source):
        return None, OUTDATED
    if source.crs.zone is None and copy.stamp.zone != densified_in(plane):
        return None, OTHER_ZONE
    return copy, CURRENT


def newest_copy(root: Path, source: Source, role: str, class_field: str) -> Tuple[Optional[PreparedLayer], str]:
    """The newest whole copy of ``source``, outdated or not; ``current`` here only says that there is one."""
    folders = copies(root, key_of(source.place, source.layer, role, class_field))
    whole = []
    for folder in folders:
        try:
            whole.append(_open_once(folder))
        except BrokenCopy:
            continue
    if not whole:
        return None, BROKEN if folders else NONE
    return max(whole, key=lambda copy: copy.stamp.made_at), CURRENT


def copies(root: Path, key: str) -> List[Path]:
    """Folders of finished copies of one layer."""
    return [folder for folder in sorted(root.glob(f"{key}.*")) if folder.suffix != PART and folder.is_dir()]


def _open_once(folder: Path) -> PreparedLayer:
    """A copy is never changed, so it is opened once; that nobody cut it short is looked at each time."""
    kept = _opened.get(folder)
    if kept is None or not kept.is_current:
        _opened.pop(folder, None)
        kept = PreparedLayer.open(folder)
        _opened[folder] = kept
    _opened.move_to_end(folder)
    while len(_opened) > _KEPT_OPEN:
        _opened.popitem(last=False)
    return kept
