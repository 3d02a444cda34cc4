"""At which level an office works: guessed of whose patches it has, until a person says so."""

from __future__ import annotations

from typing import Collection

from ..forms.codes import AUDIT_LEVELS

COUNTY, CITY, PROVINCE = AUDIT_LEVELS[:3]
_COUNTY_DIGITS, _CITY_DIGITS, _PROVINCE_DIGITS = 6, 4, 2
_OF_CITY, _OF_PROVINCE = "00", "0000"


def rank(level: object) -> int:
    """How high a level is, from 0; -1 for none."""
    return AUDIT_LEVELS.index(str(level)) if level in AUDIT_LEVELS else -1


def area_of(counties: Collection[str]) -> str:
    """What these codes have in common: a county, the first digits of a city or of a province; "" for none."""
    known = sorted(code for code in counties if code)
    for length in (_COUNTY_DIGITS, _CITY_DIGITS, _PROVINCE_DIGITS):
        heads = {code[:length] for code in known}
        if len(heads) == 1:
            (head,) = heads
            return _without_zeros(head)
    return ""


def _without_zeros(code: str) -> str:
    """Of the code of a city (450500) or of a province (450000) the digits that its counties have too."""
    for digits, zeros in ((_PROVINCE_DIGITS, _OF_PROVINCE), (_CITY_DIGITS, _OF_CITY)):
        if code[digits:] == zeros:
            return code[:digits]
    return code


def guessed_level(counties: Collection[str], merges: bool, merged: Collection[str] = ()) -> str:
    """The level of the office that imported patches of these counties (codes of six digits).

    One county's is the county's, several of a city the city's, several cities' the province's; a code that ends in 00
    is a city's, in 0000 a province's. Who imported nothing and merges packages is of the level above whose they are:
    of counties (``merged``) of one city the city's, of several cities the province's, as where none is known.
    """
    known = {code for code in counties if code}
    if not known and merges:
        return CITY if len(area_of(merged)) >= _CITY_DIGITS else PROVINCE
    if not known:
        return COUNTY
    if any(code[_PROVINCE_DIGITS:] == _OF_PROVINCE for code in known):
        return PROVINCE
    if len({code[:_CITY_DIGITS] for code in known}) > 1:
        return PROVINCE
    is_city = len(known) > 1 or any(code[_CITY_DIGITS:] == _OF_CITY for code in known)
    return CITY if is_city else COUNTY
