"""Which county a patch is of: one answer, asked in one order."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.review.units import by_unit, county_of_patch


@pytest.mark.parametrize(("issued", "batch", "jcbh", "county"), [
    ({"XZQDM": "450512"}, "450503", "440882WP0001", "450512"),
    ({"XZQDM": "450512001000"}, "", "", "450512"),
    ({}, "450503", "440882WP0001", "450503"),
    ({"XZQDM": None}, "", "440882WP0001", "440882"),
    ({}, "", "440882", ""),
    ({}, "", "WP440882", ""),
    ({}, "", "４４０８８２WP1", ""),
])
def test_what_was_issued_goes_before_the_batch_and_the_batch_before_the_number(issued, batch, jcbh, county):
    assert county_of_patch(issued, batch, jcbh) == county


def test_townships_add_up_to_their_county_where_a_patch_names_none():
    from types import SimpleNamespace

    def row(county, township):
        return SimpleNamespace(batch=SimpleNamespace(uuid="b", county=""), parcel=SimpleNamespace(
            jcbh="", attributes={"XZQDM": county, "XMC": county, "XZMC": township}))

    units, parts = by_unit([row("450512", "甲镇"), row("450512", None), row("450503", None)])
    assert [unit.key for unit in units] == ["", "4505", "450503", "450512", "450512/甲镇", "450512/未注明乡镇"]
    assert len(parts["450512"]) == len(parts["450512/甲镇"]) + len(parts["450512/未注明乡镇"]) == 2
