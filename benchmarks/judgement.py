"""``python -m benchmarks.judgement``: how long the accountability ratio of 10,000 parcels takes, all lines included.

The parcels are made up from a fixed formula: the same every time. Medians of several rounds, in one process.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from fractions import Fraction
from functools import partial
from statistics import median
from typing import Callable, List

from weipian_plugin.domain.areas.units import mu
from weipian_plugin.domain.calculators.calculation import DENOMINATOR, NUMERATOR
from weipian_plugin.domain.calculators.parcels import BUCKETS, RatioParcel
from weipian_plugin.domain.calculators.ratio import ratio
from weipian_plugin.domain.calculators.whatif import most_effective, what_if
from weipian_plugin.jobs.rules.profiles import load_profile

CASES = (("违法", "W1"), ("违法", "W1"), ("违法", "W2"), ("违法", "W3"), ("合法", "H1"), ("合法", "H5"), ("其他", "Q1"))


def parcels(number: int) -> List[RatioParcel]:
    """Synthetic parcels with areas as an overlay measures them: floats with all their decimals."""
    made = []
    for place in range(number):
        dice = hashlib.sha256(str(place).encode()).digest()
        outcome, case = CASES[dice[0] % len(CASES)]
        farmland = mu(int.from_bytes(dice[1:5], "big") / 97_531.0)
        names = list(BUCKETS)
        buckets = {names[dice[5] % len(names)]: farmland * Fraction(dice[6], 255)} if dice[7] % 2 else {}
        made.append(RatioParcel(f"4503292023{place:06d}", outcome, case, farmland, buckets, f"乡镇{dice[8] % 12}",
                                dice[9] % 20 == 0, dice[10] % 50 == 0))
    return made


def main() -> int:
    """1 where the lines do not add up; the times are for people to read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    made = parcels(given.parcels)
    for name in ("MNR2019", "MNR2021", "GX_ZY2023"):
        profile = load_profile(name)
        found = ratio(made, profile)
        if any(each.total(side) != each.figures[side] for each in (found, *found.variants)
               for side in (NUMERATOR, DENOMINATOR)):
            return 1
        assumed = dict.fromkeys((parcel.id for parcel in made[::100]), "拆除复耕")
        print(f"{name}: {given.parcels} parcels, {len(found.lines)} lines, {len(found.shares)} parcel lines, "
              f"{len(found.variants)} other readings: "
              f"ratio {_seconds(partial(ratio, made, profile), given.rounds)}, "
              f"what-if {_seconds(partial(what_if, made, assumed, profile), given.rounds)}, "
              f"most effective {_seconds(partial(most_effective, made, profile), given.rounds)}")
    return 0


def _seconds(work: Callable[[], object], rounds: int) -> str:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return f"{median(times):.3f} s"


if __name__ == "__main__":
    raise SystemExit(main())
