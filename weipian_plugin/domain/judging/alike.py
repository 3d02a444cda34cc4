"""Which comparisons of many conditions hold on a parcel: where all of them come out the same, so does everything."""

from __future__ import annotations

from typing import Callable, Dict, Iterator, List, Mapping, Sequence, Tuple

from ..errors import WeipianError
from .fact_table import FactValue
from .rules import Comparison, Condition, Test, Truth, parts_of, test_of

Pattern = Tuple[int, ...]

_REMEMBERED = 4096  # cells of one fact; dropped as a whole when there are more
_DIGIT = {Truth.FALSE: 0, Truth.TRUE: 1, Truth.UNKNOWN: 2}
_REFUSED = 3  # the value cannot be compared: whoever comes to the comparison is told


class Alike:
    """Tells parcels apart only as far as some conditions do, each comparison of theirs being made once a parcel.

    Two mappings of facts with the same pattern give each of the conditions the same outcome for the same reasons.
    """

    def __init__(self, conditions: Sequence[Condition], mode: str) -> None:
        tests: Dict[str, Dict[Comparison, Test]] = {}
        for condition in conditions:
            for comparison in _comparisons(condition):
                tests.setdefault(comparison.fact, {})[comparison] = test_of(comparison, mode)
        self._cells: List[Tuple[str, Dict[object, int], Callable[[FactValue], int]]] = [
            (name, {}, _cell_of(name, tuple(made.values()))) for name, made in tests.items()]

    def pattern(self, values: Mapping[str, FactValue]) -> Pattern:
        """One number for each fact: which of its comparisons hold, do not, or cannot be told."""
        value_of, found = values.get, []
        for name, known, cell_of in self._cells:
            value = value_of(name)
            cell = known.get(value)
            if cell is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                cell = known[value] = cell_of(value)  # type: ignore[arg-type]
            found.append(cell)
        return tuple(found)


def _cell_of(name: str, tests: Tuple[Test, ...]) -> Callable[[FactValue], int]:
    def cell_of(value: FactValue) -> int:
        values, cell = {name: value}, 0
        for test in tests:
            try:
                cell = cell * 4 + _DIGIT[test(values).truth]
            except WeipianError:
                cell = cell * 4 + _REFUSED
        return cell

    return cell_of


def _comparisons(condition: Condition) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
    for part in parts_of(condition):
        yield from _comparisons(part)
