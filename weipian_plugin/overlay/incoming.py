"""Patches as they come in, from a file or from the plugin: flat polygons, and what was done to make them so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence

import numpy as np

from .kernels.arrays import Geometries
from .readers.base import together
from .readers.opening import open_reader
from .readers.wkb import CLOSED, CURVED, FLATTENED, add_counts, decode
from .sources import Features, Source, read_features

# What is told of a layer's features, told of patches.
_TOLD = {FLATTENED: "PATCHES_FLATTENED", CURVED: "PATCHES_CURVED", CLOSED: "PATCHES_CLOSED"}


@dataclass(frozen=True)
class Incoming:
    """``features``: polygons in their own coordinates (None where there is none), with their columns; ``told``: codes
    of the catalogue → how many patches.
    """

    features: Features
    told: Dict[str, int]

    @property
    def geometries(self) -> Geometries:
        """The patches' shapes."""
        return self.features.geometries


def read_patches(source: Source, columns: Sequence[str]) -> Incoming:
    """All of ``source``, in file order. Raises WeipianError as its reader does, LAYER_NOT_POLYGONS."""
    reader = open_reader(source)
    try:
        blocks = list(reader.blocks(columns, lambda: None))
    finally:
        reader.close()
    told: Dict[str, int] = {}
    for block in blocks:
        add_counts(told, block.told)
    if not any(np.any(np.diff(block.polygons.start)) for block in blocks):
        return Incoming(read_features(source, columns), {})  # which says what there is instead
    return Incoming(Features(np.concatenate([block.fids for block in blocks]),
                             np.concatenate([block.geometries for block in blocks]),
                             together([block.columns for block in blocks])), _of_patches(told))


def patches_of_wkb(blobs: List[bytes]) -> Incoming:
    """What the plugin sends, one blob a patch; where one is empty or no polygon there is none."""
    decoded = decode(blobs)
    return Incoming(Features(np.arange(len(blobs)), decoded.polygons.geometries(), {}), _of_patches(decoded.told))


def _of_patches(told: Dict[str, int]) -> Dict[str, int]:
    return {_TOLD[code]: count for code, count in told.items() if code in _TOLD}
