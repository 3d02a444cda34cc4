"""What of 附表5 a workspace knows, and what it does not: that is asked, never taken for 0."""

from __future__ import annotations

from fractions import Fraction

import pytest

from weipian_plugin.domain.calculators.daily import daily_evaluation
from weipian_plugin.domain.calculators.unresolved import Violation
from weipian_plugin.domain.records import Batch, Judgement, ParcelRecord, Record, TableRow
from weipian_plugin.jobs.accounting.daily_counts import known_counts
from weipian_plugin.jobs.rules.profiles import load_profile

BATCH = Batch("b", "2023-08", "2023-08-15", "x", "GX2023", "450512", "", "", 4)


def row(uuid: str, outcome: str = "", signed: str = "2023-08-25") -> TableRow:
    judgement = Judgement(uuid, {"PDLX": outcome}, "甲", f"{signed}T10:00:00+08:00", "实地") if outcome else None
    parcel = ParcelRecord(uuid, uuid, "b", uuid, uuid, "signed" if outcome else "todo", {"JCLB": "XZFN"}, {}, (), None)
    return TableRow(parcel, BATCH, None, judgement)


ROWS = (row("a", "违法"), row("b", "违法"), row("c", "合法", "2024-06-01"), row("d"))
VIOLATIONS = {"a": Violation("a", Fraction(10), Fraction(0), Fraction(4)), "b": Violation("b", Fraction(6))}


def act(*parcels: str, **values: object) -> Record:
    return Record("act-" + "".join(parcels), "act", parcels, "", values)


def audit(parcel: str, outcome: str) -> Record:
    return Record("audit-" + parcel, "audit", (parcel,), "", {"SHJB": "省级", "SHLC": 1, "ZPDLX": outcome})


def counts(records=(), rows=ROWS, violations=VIOLATIONS):
    return known_counts(rows, list(records), violations, load_profile("GX2023"), {})


def test_what_is_issued_and_signed_is_known_at_once():
    found = counts()
    assert (found.to_verify, found.verified, found.illegal_patches, found.illegal_area) == (4, 3, 2, 16)
    assert found.verified_in_time == 2, "one was signed the year after"


def test_acts_that_nobody_registered_are_unknown_as_long_as_there_are_violations():
    found = counts()
    assert (found.acts, found.acts_filed, found.acts_without_case, found.acts_transferred) == (None,) * 4
    none = counts(rows=ROWS[2:], violations={})
    assert (none.acts, none.acts_filed, none.eliminated_area) == (0, 0, 0)


def test_registered_acts_are_counted_by_what_was_done():
    found = counts([act("a", CLFS="立案"), act("b", CLFS="非立案拆除"), act("a", "b", CLFS="移送司法"),
                    act("elsewhere", CLFS="立案")])
    assert (found.acts, found.acts_filed, found.acts_without_case, found.acts_transferred) == (3, 1, 1, 1)
    assert found.eliminated_area == 4


def test_an_area_nobody_stated_leaves_the_sum_unknown():
    assert counts(violations={**VIOLATIONS, "b": Violation("b", None)}).illegal_area is None


def test_the_provinces_sample_is_what_it_looked_at_and_judged_otherwise():
    assert (counts().sampled, counts().overturned) == (None, None)
    found = counts([audit("a", "违法"), audit("c", "违法"), audit("d", "违法")])
    assert (found.sampled, found.overturned) == (2, 1), "d has no judgement that could be overturned"


@pytest.mark.parametrize(("leads", "known"), [
    (({"XSLY": "日常巡查", "SLSJ": "2023-07-01"}, {"XSLY": "卫片", "SLSJ": "2023-08-20"}), 1),
    (({"XSLY": "12336举报", "SLSJ": "2023-08-16"}, {"XSLY": "微信", "SLSJ": "2023-08-01"}), 1),
    (({"XSLY": "巡查", "SLSJ": "2023-07-01"}, {"XSLY": "卫片"}), None),
    (({"XSLY": "巡查", "SLSJ": "2023-07-01"}, {"SLSJ": "2023-07-01"}), None)])
def test_what_was_found_before_the_issue_is_known_where_every_lead_is(leads, known):
    first, second = leads
    assert counts([act("a", **first), act("b", **second)]).found_before_issue == known


def test_a_patch_without_any_act_leaves_open_what_was_found_before():
    assert counts([act("a", XSLY="巡查", SLSJ="2023-07-01")]).found_before_issue is None


def test_a_rate_with_an_unknown_count_is_not_computed_and_keeps_what_is_known():
    nothing_rectified = {**VIOLATIONS, "a": Violation("a", Fraction(10))}
    rates = daily_evaluation(counts(violations=nothing_rectified))
    assert [rate.result is None for rate in rates] == [False, False, True, True, True, True]
    handled = rates[3]
    assert handled.remarks[0].code == "COUNT_NOT_GIVEN" and [line.amount for line in handled.lines] == [None, None]
    assert [line.amount for line in rates[4].lines] == [None, 16]
