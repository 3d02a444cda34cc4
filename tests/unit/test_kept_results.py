"""What was computed of a patch is kept while everything it is made of stands, of the last patches only."""

from __future__ import annotations

from weipian_plugin.gui.interpretation.kept_results import KEPT, KeptResults


def test_the_same_is_made_once_and_another_anew() -> None:
    made: list[int] = []
    kept = KeptResults()
    for areas in ([1.0], [1.0], [2.0], [2.0], [1.0]):
        assert kept.of("p", (areas,), lambda areas=areas: (made.append(1), sum(areas))[1]) == sum(areas)
    assert len(made) == 3


def test_each_patch_has_its_own_and_those_looked_at_longest_ago_are_forgotten() -> None:
    made: list[str] = []
    kept = KeptResults()
    for name in [*map(str, range(KEPT)), "0", "new", "0", "1"]:
        assert kept.of(name, (), lambda name=name: (made.append(name), name)[1]) == name
    assert made == [*map(str, range(KEPT)), "new", "1"]
