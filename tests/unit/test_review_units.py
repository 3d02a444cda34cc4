"""Which county a patch is of: one answer, asked in one order."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.review.units import county_of_patch


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
