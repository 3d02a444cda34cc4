"""What was filed is what the province had before it when it first looked: no clock, and no later package, changes that;
and a past day has the parcels that stood on it.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import shapely

from tests.qgis import review_figures_scene as scene
from tests.qgis.offices_scene import as_sent, halves, scene_crs, scene_patches
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.domain.review.blind_files import HandedOut
from weipian_plugin.jobs.offices.own_level import settle_level
from weipian_plugin.jobs.reviewing.figures import review_figures
from weipian_plugin.jobs.reviewing.population import population
from weipian_plugin.jobs.reviewing.returning import answer
from weipian_plugin.jobs.reviewing.review_input import Wish, read_review
from weipian_plugin.workspace import looked_at
from weipian_plugin.workspace.blind import Reading
from weipian_plugin.workspace.workspace import Workspace

ISSUED = "2021-05-10"
SIGNED, RETURNED, CORRECTED, SEEN = (date(2021, 6, day) for day in (2, 10, 15, 20))


class Two:
    """A county whose clock goes wrong by some days, and a province whose clock is right."""

    def __init__(self, demo, folder, clock: scene.Clock, wrong: int = 0) -> None:
        self.clock, self.wrong, self.folder, self.sent = clock, timedelta(days=wrong), folder, 0
        self.crs, self.patches = scene_crs(demo), scene_patches(demo)[:3]
        for place, patch in enumerate(self.patches):
            self.patches[place] = IssuedPatch(patch.jcbh, {**patch.attributes, "XFSJ": ISSUED}, patch.wkb)
        self.clock.at(ISSUED)
        with self._made("县") as county:
            county.add_batch(NewBatch("批", ISSUED, "x.zip", "d", "GD2021", "450512"), self.patches)
            self.uuids = [row.parcel_uuid for row in county.queue()]
        for name in ("省", "省二"):
            self._made(name).close()

    def _made(self, name: str) -> Workspace:
        return Workspace.create(self.folder / f"{name}.gpkg", crs=self.crs, actor=f"{name}的人",
                                quarantine_path=self.folder / f"{name}.sqlite")

    @contextmanager
    def at(self, name: str, day: date):
        """Somebody of that office, on a day as it really is."""
        said = day + self.wrong if name == "县" else day
        self.clock.at(said.isoformat())
        with Workspace.open(self.folder / f"{name}.gpkg", actor=f"{name}的人") as workspace:
            yield workspace

    def sign(self, day: date, outcome: str, uuid: str = "") -> None:
        with self.at("县", day) as county:
            scene.sign(county, uuid or self.uuids[0], outcome, False)

    def send(self, day: date, sender: str = "县", to: str = "省") -> None:
        self.sent += 1
        with self.at(sender, day) as workspace:
            state = as_sent(workspace.offices.leave(office=sender))
        with self.at(to, day) as workspace:
            workspace.offices.merge(state, sender, f"{sender}{self.sent}")

    def send_back(self, day: date, outcome: str = "违法") -> None:
        with self.at("省", day) as province:
            province.put_record(scene.audit(self.uuids[0], outcome, day.isoformat()))

    def figures(self, day: date = SEEN):
        with self.at("省", day) as province:
            return review_figures(read_review(province, Wish(day)))

    def told(self, day: date = SEEN):
        found = self.figures(day)
        verdict = found.given.verdicts[self.uuids[0]]
        return (verdict.filed.outcome if verdict.filed else None, len(found.of("").figure("concealed").numerator),
                "REVIEW_CLOCKS" in {remark.code for remark in found.given.remarks})


@pytest.fixture()
def clock(monkeypatch):
    return scene.Clock(monkeypatch)


@pytest.mark.parametrize(("wrong", "told"), [(0, False), (-8, True), (12, True), (400, True), (-3000, True)])
def test_a_correction_after_the_return_is_not_what_was_filed_whatever_the_countys_clock_says(
        demo, tmp_path, qgis_app, clock, wrong, told):
    """Filed 合法, sent back as 违法, corrected, merged again: it had been concealed. Odd clocks are told, no more."""
    two = Two(demo, tmp_path, clock, wrong)
    two.sign(SIGNED, "合法")
    two.send(SIGNED)
    two.send_back(RETURNED)
    two.send(RETURNED, "省", "县")
    two.sign(CORRECTED, "违法")
    with two.at("县", CORRECTED) as county:
        assert answer(county, two.uuids[:1], "已按要求改正").records
    two.send(CORRECTED)
    assert two.told() == ("合法", 1, told)
    with two.at("省", SEEN) as province:
        assert province.judgement(two.uuids[0]).answers["PDLX"] == "违法", "the correction itself is there"
        upon = [event.payload["upon"]["land"] for event in province.history(two.uuids[0]) if "upon" in event.payload]
        assert len(upon) == 1 and upon[0].endswith("张三")


def test_a_correction_that_was_made_before_the_return_but_came_after_it_is_not_what_the_province_looked_at(
        demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock)
    two.sign(SIGNED, "合法")
    two.send(SIGNED)
    two.sign(SIGNED + timedelta(days=1), "违法")
    two.send_back(RETURNED)
    two.send(CORRECTED)
    assert two.told() == ("合法", 1, True)


def test_who_merges_the_correction_first_and_the_return_later_finds_the_same(demo, tmp_path, qgis_app, clock):
    """The province's other office has the county's second package before it has the first return."""
    two = Two(demo, tmp_path, clock)
    two.sign(SIGNED, "合法")
    two.send(SIGNED)
    two.send_back(RETURNED)
    two.sign(CORRECTED, "违法")
    for name in ("省", "省二"):  # who merges one county's packages alone is taken for the city
        with two.at(name, CORRECTED) as province:
            settle_level(province, "省级")
    two.send(CORRECTED, "县", "省二")
    two.send(CORRECTED, "省", "省二")
    with two.at("省二", SEEN) as other:
        (whose,) = other.offices.conflicts()
        other.offices.decide(whose.stream, "taken", "确为省级审核")
        found = review_figures(read_review(other, Wish(SEEN)))
    assert found.given.verdicts[two.uuids[0]].filed.outcome == "合法"


def test_an_audit_of_before_audits_named_anything_goes_by_the_clocks(demo, tmp_path, qgis_app, clock, monkeypatch):
    two = Two(demo, tmp_path, clock)
    two.sign(SIGNED, "合法")
    two.send(SIGNED)
    with monkeypatch.context() as older:
        older.setattr(looked_at, "upon", lambda *_: {})
        two.send_back(RETURNED)
    two.sign(CORRECTED, "违法")
    two.send(CORRECTED)
    assert two.told() == ("合法", 1, False)


def test_what_was_not_signed_when_the_province_looked_was_not_filed(demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock)
    two.send(SIGNED)
    two.send_back(RETURNED)
    two.sign(CORRECTED, "合法")
    two.send(CORRECTED)
    assert two.told() == (None, 0, False)


def test_what_was_withdrawn_when_the_province_looked_was_not_filed_by_that_look(demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock)
    two.sign(SIGNED, "合法")
    with two.at("县", SIGNED) as county:
        county.save_draft(two.uuids[0], {"HFJTQX": "H2"})
    two.send(SIGNED)
    two.send_back(RETURNED)
    two.sign(CORRECTED, "合法")
    two.send(CORRECTED)
    assert two.told()[:2] == (None, 0)


def test_a_blind_reading_is_of_what_was_filed_when_its_file_was_handed_out(demo, tmp_path, qgis_app, clock):
    """Handed out, corrected and merged, then collected: the reading was of what had been filed at first."""
    two = Two(demo, tmp_path, clock)
    two.sign(SIGNED, "合法")
    two.send(SIGNED)
    with two.at("省", RETURNED) as province:
        province.blind.remember(HandedOut("样本", (1,), (("甲", "file-of-one", "f.gpkg", 1),)))
    two.sign(CORRECTED, "违法")
    two.send(CORRECTED)
    with two.at("省", SEEN) as province:
        read = scene.recheck(two.uuids[0], "甲", "违法", CORRECTED.isoformat())
        origin = {"file_id": "file-of-one", "sequence": 1, "read_at": ""}
        province.blind.take([Reading(read, origin)], [], origin)
    assert two.told() == ("合法", 1, False)


def test_in_table_5_what_was_filed_is_the_same_in_every_line(demo, tmp_path, qgis_app, clock):
    """Corrected long after the deadline: it was filed in time, as 合法, and that is what every count says."""
    two = Two(demo, tmp_path, clock)
    for uuid in two.uuids:
        two.sign(SIGNED, "合法", uuid)
    two.send(SIGNED)
    two.send_back(RETURNED)
    two.sign(date(2021, 12, 20), "违法")
    two.send(date(2021, 12, 20))
    whole = two.figures(date(2021, 12, 31)).of("")
    shown = {key: int(whole.figure(key).value) for key in ("filed_legal", "filed_illegal", "corrected", "concealed")}
    assert shown == {"filed_legal": 3, "filed_illegal": 0, "corrected": 1, "concealed": 1}
    assert whole.figure("in_time_rate").value == 1 and whole.figure("corrected").numerator == tuple(two.uuids[:1])


def test_what_a_county_with_a_fast_clock_had_handed_over_is_there_on_that_day(demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock, wrong=30)
    two.sign(SIGNED, "合法")
    two.send(SIGNED)
    with two.at("省", SIGNED) as province:
        province.set_note(two.uuids[1], "合并之后")
    with two.at("省", SEEN) as province:
        assert [one.uuid for one in population(province, day=SIGNED).members] == two.uuids[:1]
        assert population(province, day=SIGNED - timedelta(days=1)).members == ()
        assert len(population(province).members) == 1


def stood(workspace: Workspace, day: date):
    """By number the outcome of each parcel that stood, of the batches that were issued."""
    return {row.parcel.dkbh: row.judgement.answers["PDLX"] if row.judgement else ""
            for row in read_review(workspace, Wish(day)).rows[""]}


def test_a_day_before_a_split_has_the_parcel_that_was_split(demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock)
    with two.at("县", CORRECTED) as county:
        uuid = two.uuids[0]
        number = county.parcel(uuid).dkbh
        before = stood(county, RETURNED)
        county.split(uuid, halves(county.parcel(uuid).wkb))
        assert stood(county, RETURNED) == before and number in before and len(before) == 3
        assert len(stood(county, SEEN)) == 4 and county.as_of(RETURNED).ground_changed() == {uuid}
        assert county.as_of(SEEN).ground_changed() == frozenset()


def test_a_day_before_a_merge_has_the_parts_with_what_was_signed_and_found_of_them(demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock)
    uuid = two.uuids[0]
    with two.at("县", SIGNED) as county:
        first, second = county.split(uuid, halves(county.parcel(uuid).wkb))
        scene.sign(county, first, "合法", False)
        scene.sign(county, second, "违法", False)
        parts = stood(county, SIGNED)
    two.clock.at(RETURNED.isoformat())
    with Workspace.open(two.folder / "县.gpkg", actor="省厅") as county:
        county.put_record(scene.recheck(second, "甲", "合法", RETURNED.isoformat()))
    with two.at("县", CORRECTED) as county:
        for part in (first, second):
            county.save_draft(part, {"HFPDYJSM": "改了", "WFPDYJSM": "改了说明", "PDLX": "其他"})
        county.merge([first, second])
        assert stood(county, RETURNED) == parts and sorted(parts.values()) == ["", "", "合法", "违法"]
        found = review_figures(read_review(county, Wish(RETURNED)))
        whole = found.of("")
        assert (len(whole.figure("issued").numerator), len(whole.figure("audited").numerator)) == (4, 1)
        assert found.given.verdicts[second].filed.outcome == "违法"
        assert whole.figure("filed_illegal").numerator == (second,)
        assert {remark.code for remark in found.given.remarks} == {"REVIEW_GROUND_SINCE"}
        assert len(review_figures(read_review(county, Wish(SEEN))).of("").figure("issued").numerator) == 3


def test_what_was_measured_of_another_shape_is_not_taken_for_the_parcel_of_that_day(demo, tmp_path, qgis_app, clock):
    """Without a stated area it is unknown what a parcel that was split since measured: no number is made up."""
    two = Two(demo, tmp_path, clock)
    uuid = two.uuids[0]
    with two.at("县", SIGNED) as county:
        county.save_draft(uuid, {**scene.ANSWERS["违法"], "WFMJ": 2000.0})
        county.sign(uuid, "张三", "实地", "现场已核")
        read = read_review(county, Wish(SIGNED))
        assert read.violations[uuid].total == 3
    with two.at("县", CORRECTED) as county:
        county.save_draft(uuid, {"WFPDYJSM": "改了说明"})
        county.split(uuid, halves(county.parcel(uuid).wkb))
        then = read_review(county, Wish(RETURNED))
        assert then.violations[uuid].total == 3, "what was stated when it was signed is known"
        assert then.names[uuid] == county.parcel(uuid).jcbh and "REVIEW_GROUND_SINCE" in {
            one.code for one in then.remarks}


def test_a_day_before_a_patch_was_issued_anew_has_the_patch_as_it_was(demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock)
    two.sign(SIGNED, "合法")
    patch = two.patches[0]
    moved = shapely.affinity.translate(shapely.from_wkb(patch.wkb), 3.0, 0.0)
    with two.at("县", CORRECTED) as county:
        before = stood(county, RETURNED)
        county.add_batch(NewBatch("再发", CORRECTED.isoformat(), "y.zip", "e", "GD2021", "450512"),
                         [IssuedPatch(patch.jcbh, patch.attributes, moved.wkb)], decisions={patch.jcbh: "replace"})
        assert stood(county, RETURNED) == before and "合法" in before.values()
        assert sorted(stood(county, SEEN).values()) == ["", "", ""]


def test_a_record_typed_for_an_earlier_day_names_nothing(demo, tmp_path, qgis_app, clock):
    two = Two(demo, tmp_path, clock)
    two.sign(SIGNED, "合法")
    with two.at("县", RETURNED) as county:
        county.put_record(scene.audit(two.uuids[0], "违法", SIGNED.isoformat()))
        county.put_record(Record("", "ruling", (two.uuids[1],), "", {
            "CDDLX": "违法", "CDSM": "会商后裁定", "CDR": "省厅", "CDSJ": RETURNED.isoformat()}))
        named = [event.payload.get("upon") for uuid in two.uuids[:2] for event in county.history(uuid)
                 if event.payload.get("record")]
    assert named == [None, {"land": "", "mineral": ""}]
