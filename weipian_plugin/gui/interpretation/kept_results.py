"""What was computed of a patch, kept while everything it is made of stands: of the next one before its turn."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Callable, Tuple, TypeVar

KEPT = 8
"""Patches: the one on the table, those before it to which one goes back, and the next."""
Made = TypeVar("Made")


class KeptResults:
    """One result for each patch, made anew where what it is made of is other than it was."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Tuple[Tuple[Any, ...], Any]] = OrderedDict()

    def of(self, uuid: str, made_of: Tuple[Any, ...], make: Callable[[], Made]) -> Made:
        """The result for this patch. Whoever is given it does not change it."""
        found = self._kept.pop(uuid, None)
        if found is None or found[0] != made_of:
            found = (made_of, make())
        self._kept[uuid] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        made: Made = found[1]
        return made
