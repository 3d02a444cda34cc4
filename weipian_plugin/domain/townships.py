"""Townships of several counties told apart: two counties may each have one of the same name."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, Sequence, Set, Tuple

from .records import TableRow
from .review.units import county_named, county_of

_SAYS_COUNTY = 7
"""So much of a patch's number tells its county, if anything of it does."""


class Townships:
    """How the townships of some parcels are called: by their own names, with the county before it where two counties
    have one of that name. A table that groups by such a name never adds townships of two counties together.
    """

    def __init__(self, rows: Sequence[TableRow]) -> None:
        places: Dict[Tuple[str, str, str], None] = {}
        met: Set[Tuple[int, int, str]] = set()
        for row in rows:
            shared = (id(row.parcel.attributes), id(row.batch), row.parcel.jcbh[:_SAYS_COUNTY])
            if shared in met:  # a township's patches that were read together share their attributes
                continue
            met.add(shared)
            places[county_of(row), county_named(row), own_name(row)] = None
        places = dict(sorted(places.items(), key=lambda one: one[0][1] == one[0][0]))  # those with a name first
        self._codes = _codes_by_name(places)
        names: Dict[str, str] = {}
        for code, name, _ in places:
            names.setdefault(self._key(code, name), name)
        self._counties = _told_apart(names)
        among: Dict[str, Set[str]] = {}
        for code, name, township in places:
            among.setdefault(township, set()).add(self._key(code, name))
        self._repeated = {township for township, keys in among.items() if len(keys) > 1}

    @property
    def counties(self) -> Mapping[str, str]:
        """The counties by their keys (six digits; the name where nothing says them), in the order of the keys."""
        return self._counties

    def county(self, row: TableRow) -> str:
        """The key of a parcel's county."""
        return self._key(county_of(row), county_named(row))

    def name(self, row: TableRow, unnamed: str = "") -> str:
        """How a parcel's township is called among these; ``unnamed`` is what those without a name are called."""
        own = own_name(row)
        if own in self._repeated and (own or unnamed):
            return f"{self._counties[self.county(row)]}{own or unnamed}"
        return own or unnamed

    def _key(self, code: str, name: str) -> str:
        """A county that has no code is that which is called so, or the only one that there is."""
        if code:
            return code
        codes = self._codes.get(name, ())
        return codes[0] if len(codes) == 1 else name


def own_name(row: TableRow) -> str:
    """The name of a parcel's township as it was issued, "" where there is none."""
    return str(row.parcel.attributes.get("XZMC") or "").strip()


def _codes_by_name(places: Iterable[Tuple[str, str, str]]) -> Dict[str, List[str]]:
    """The codes that counties of a name have; under "" all of them, for patches that tell neither."""
    found: Dict[str, Set[str]] = {"": set()}
    for code, name, _ in places:
        if code:
            found.setdefault(name, set()).add(code)
            found[""].add(code)
    return {name: sorted(codes) for name, codes in found.items()}


def _told_apart(names: Mapping[str, str]) -> Dict[str, str]:
    """The names by key, where two are the same with the key."""
    shown = list(names.values())
    return {key: names[key] if shown.count(names[key]) == 1 else f"{names[key]}（{key}）" for key in sorted(names)}
