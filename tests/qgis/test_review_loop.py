"""The whole loop on the bundled scene: three counties file, the province looks again, what is wrong is mended."""

from __future__ import annotations

from fractions import Fraction

import pytest

from weipian_plugin.jobs import demo_review
from weipian_plugin.jobs.demo_review import (
    OFFICES,
    PROVINCE,
    REASON,
    build_review,
    filed_of,
    truth_of,
)
from weipian_plugin.jobs.offices.merging import merge_packages
from weipian_plugin.jobs.reviewing.figures import figures_as_of
from weipian_plugin.jobs.reviewing.review_input import Wish
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


class ByHand:
    """The review's figures from what the demonstration makes up, patch by patch: who read what, no more, is asked."""

    def __init__(self, made, province, county: str) -> None:
        self.number = {row.parcel_uuid: row.jcbh for row in province.queue() if row.jcbh.startswith(county)}
        signed = {row.parcel_uuid for row in province.queue() if row.status == "signed"}
        self.filed = {uuid: filed_of(number) for uuid, number in self.number.items() if uuid in signed}
        self.stratum = {one.parcels[0]: one.values["CYCC"] for one in province.records("drawn", act=made.sample)}
        said = {}
        for one in province.records("recheck"):
            differs = demo_review._chance(self.number.get(one.parcels[0], ""), one.values["FPR"]) % 29 == 0
            said.setdefault(one.parcels[0], set()).add("其他" if differs else truth_of(self.number.get(
                one.parcels[0], "")))
        ruled = {one.parcels[0] for one in province.records("ruling")}
        self.final = {uuid: truth_of(number) if uuid in ruled else min(said[uuid]) for uuid, number in
                      self.number.items() if uuid in ruled or len(said.get(uuid, ())) == 1}
        self.undecided = {uuid for uuid in self.number if len(said.get(uuid, ())) > 1 and uuid not in ruled}
        self.read = [uuid for uuid in self.final if uuid in self.filed]
        self.true = {uuid for uuid in self.read if self.filed[uuid] == self.final[uuid]}
        self.concealed = {uuid for uuid in self.read if self.final[uuid] == "违法" != self.filed[uuid]}

    def estimated(self, wanted) -> Fraction:
        """Each outcome's share by how many of it were filed; what was taken whole for another reason counts as such."""
        total, of = Fraction(0), 0
        apart = {uuid for uuid, name in self.stratum.items() if name not in ("合法", "违法", "其他")}
        for name in {*self.filed.values(), *(self.stratum[uuid] for uuid in apart & self.filed.keys())}:
            members = [uuid for uuid in self.filed if (
                self.stratum[uuid] == name if uuid in apart else self.filed[uuid] == name)]
            read = [uuid for uuid in members if uuid in self.read and uuid in self.stratum]
            if read:
                total += Fraction(len(members) * len(wanted.intersection(read)), len(read))
                of += len(members)
        return total / of


@pytest.mark.parametrize("county", ["", *(code for code, _ in OFFICES)])
def test_the_figures_of_three_merged_packages_equal_a_hand_computation(made, province, county):
    """What was filed is what each county's first package said, though one has corrected and sent again since."""
    hand = ByHand(made, province, county)
    found = figures_as_of(province, Wish(profile=demo_review.PROFILE)).of(county)
    values = {key: figure.value for key, figure in found.by_key.items()}
    numbers = {outcome: list(hand.filed.values()).count(outcome) for outcome in ("合法", "违法", "其他")}
    counts = {
        "issued": len(hand.number), "filed_legal": numbers["合法"], "filed_illegal": numbers["违法"],
        "filed_other": numbers["其他"], "not_filed": len(hand.number) - len(hand.filed),
        "drawn": len(hand.stratum.keys() & hand.number.keys()), "audited": len(hand.read),
        "overturned": len(hand.read) - len(hand.true), "undecided": len(hand.undecided),
        "concealed": len(hand.concealed)}
    assert {key: values[key] for key in counts} == counts
    assert values["truthfulness"] == values["accuracy_rate"] == Fraction(len(hand.true), len(hand.read))
    assert values["concealment"] == Fraction(len(hand.concealed), len(hand.read))
    assert values["verified_rate"] == Fraction(len(hand.filed), len(hand.number))
    assert values["truthfulness_estimate"] == hand.estimated(hand.true)
    assert values["concealment_estimate"] == hand.estimated(hand.concealed)
    corrected = {uuid for uuid in hand.number if uuid in made.returned and province.judgement(uuid) is not None
                 and province.judgement(uuid).answers["PDLX"] != filed_of(hand.number[uuid])}
    assert set(found.figure("corrected").numerator) == corrected and (corrected or county not in ("", OFFICES[0][0]))
    assert set(found.figure("overturned").numerator) >= corrected, "who corrected after the return had been wrong"
