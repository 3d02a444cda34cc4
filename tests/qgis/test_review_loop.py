"""The whole loop on the bundled scene: three counties file, the province looks again, what is wrong is mended."""

from __future__ import annotations

import pytest

from weipian_plugin.jobs.demo_review import (
    OFFICES,
    PROVINCE,
    REASON,
    build_review,
    filed_of,
    truth_of,
)
from weipian_plugin.jobs.offices.merging import merge_packages
from weipian_plugin.jobs.reviewing.sampling import sample_of
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def made(qgis_app, tmp_path_factory):
    return build_review(tmp_path_factory.mktemp("review"))


@pytest.fixture
def province(made):
    with Workspace.open(made.province, actor=PROVINCE) as workspace:
        yield workspace


def test_the_province_has_every_patch_and_what_its_county_filed(made, province):
    rows = province.queue()
    assert len(rows) == 405 and province.offices.conflicts() == []
    filed = {row.jcbh: row.outcome for row in rows if row.status == "signed" and row.parcel_uuid not in made.returned}
    assert len(filed) >= 405 - 3 * len(OFFICES) - len(made.returned)
    assert filed == {number: filed_of(number) for number in filed}


def test_the_sample_has_thirty_of_a_hundred_of_each_outcome_as_the_rule_counts_them(made, province):
    sample = sample_of(province, made.sample)
    filed = {}
    for row in province.queue():
        if province.judgement(row.parcel_uuid) is not None:
            filed.setdefault(filed_of(row.jcbh), []).append(row)
    assert len(sample.parcels) == sum((30 * len(rows) + 99) // 100 for rows in filed.values())


def test_no_review_file_holds_what_a_county_said(made):
    for path in made.review_files:
        held = path.read_bytes()
        for _, name in OFFICES:
            assert f"{name}判读员".encode() not in held and f"{name}负责人".encode() not in held


def test_what_was_sent_back_is_on_top_of_the_countys_list_until_it_is_answered(made):
    with Workspace.open(made.counties[OFFICES[0][1]]) as county:
        own = {row.parcel_uuid for row in county.queue()} & set(made.returned)
        waiting = [row for row in county.queue() if row.returned]
        assert waiting and {row.parcel_uuid for row in waiting} < own
        for row in waiting:
            (audit,) = [one for one in county.records("audit", row.parcel_uuid) if not one.values.get("DFSJ")]
            assert audit.values["SHYY"] == REASON
            assert filed_of(row.jcbh) != truth_of(row.jcbh)


def test_what_the_county_mended_stands_in_the_province_with_its_answer(made, province):
    answered = [one for one in province.records("audit") if one.values.get("DFSJ")]
    assert answered
    for audit in answered:
        (uuid,) = audit.parcels
        number = province.parcel(uuid).jcbh
        assert province.judgement(uuid).answers["PDLX"] == truth_of(number) != filed_of(number)
    assert {record.parcels[0] for record in province.records("audit")} == set(made.returned)


def test_merging_everything_once_more_changes_nothing(made, province):
    before = province.standing()
    for merged in merge_packages(province, made.packages):
        assert merged.refused is None and merged.receipt.changed_nothing
    assert province.standing() == before
