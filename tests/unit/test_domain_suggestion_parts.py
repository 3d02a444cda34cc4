"""Suggestions taken apart: nothing is lost, what is shared holds nothing of a parcel, what is missing is told."""

from __future__ import annotations

import json

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.suggest import Suggester
from weipian_plugin.domain.judging.suggestion import Suggestion
from weipian_plugin.domain.judging.suggestion_parts import Sharing, parts_of, whole
from weipian_plugin.domain.records import ClassArea, Measured, RoleAreas
from weipian_plugin.jobs.rules.profiles import load_profile

ISSUED = {"JCLB": "XZFN", "XFSJ": "2023-08-15", "HSX": "2023-06-01", "XZQDM": "450329"}
EMPTY = ("pzyd", "gd", "ssnyd", "lsyd", "bdc", "zjgg", "ckq")


def measured(area: float) -> Measured:
    roles = {key: RoleAreas(key, declared_empty=True) for key in EMPTY}
    roles.update(dltb=RoleAreas("dltb", area, area, (ClassArea("0103", area, area * 0.9),)),
                 yjjbnt=RoleAreas("yjjbnt", area * 0.2, area * 0.2), stbhhx=RoleAreas("stbhhx"))
    return Measured(area, roles)


def suggested(profile: str, kind: str, area: float) -> Suggestion:
    return Suggester(load_profile(profile)).suggest_for({**ISSUED, "TBLX": kind}, measured(area))


@pytest.mark.parametrize("profile", ["GX_ZY2023", "GX2023", "MNR2021"])
@pytest.mark.parametrize("kind", ["20", "CK", "ND"])
@pytest.mark.parametrize("area", [None, 736.55])
def test_what_was_taken_apart_comes_back_word_for_word(profile, kind, area) -> None:
    found = suggested(profile, kind, area) if area else Suggester(load_profile(profile)).suggest_for(
        {**ISSUED, "TBLX": kind}, None)
    sharing = Sharing()
    own = json.loads(json.dumps(sharing.own(found)))
    again = whole(own, sharing.parts)
    assert again == json.loads(json.dumps(found.to_json()))
    assert Suggestion.from_json(again) == found


def test_parcels_on_the_same_way_share_their_parts_and_no_part_holds_a_value_of_theirs() -> None:
    suggester, sharing = Suggester(load_profile("GX_ZY2023")), Sharing()
    issued = {**ISSUED, "TBLX": "CK"}
    first, second = (sharing.own(suggester.suggest_for(issued, measured(area))) for area in (736.55, 812.77))
    assert parts_of(first) == parts_of(second) and len(sharing.parts) == len(set(parts_of(first)))
    shared = "".join(sharing.parts.values())
    assert all(value not in shared for value in ("736.55", "812.77", "1.10 亩", "1.22 亩", "2023-08-15"))
    again = whole(first, sharing.parts)
    assert len(json.dumps(first, ensure_ascii=False)) * 4 < len(json.dumps(again, ensure_ascii=False))


def test_a_suggestion_kept_whole_stays_as_it_is_and_one_whose_part_is_gone_is_called_unreadable() -> None:
    found, sharing = suggested("GX2023", "20", 900.0), Sharing()
    earlier = {**found.to_json(), "format": 3}
    assert parts_of(earlier) == () and whole(earlier, {}) == earlier
    assert Suggestion.from_json(earlier) == found
    own = sharing.own(found)
    for lost in parts_of(own):
        with pytest.raises(WeipianError) as raised:
            whole(own, {digest: text for digest, text in sharing.parts.items() if digest != lost})
        assert raised.value.code == "SUGGESTION_UNREADABLE"
