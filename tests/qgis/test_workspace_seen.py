"""What a person has had before them as it is now: here, and not somebody of the same name in another office."""

from __future__ import annotations

import pytest

from tests.qgis.offices_scene import ILLEGAL, UNCHANGED, made, scene_crs, scene_patches

ME = "甲"


@pytest.fixture(scope="module")
def patches(demo, qgis_app):
    return scene_patches(demo)[:4], scene_crs(demo)


@pytest.fixture()
def offices(patches, tmp_path):
    some, crs = patches
    county, province = (made(tmp_path / name, name, some, crs) for name in ("县", "省"))
    county.actor = province.actor = ME
    with county, province:
        yield county, province


def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def test_what_somebody_of_the_same_name_answered_in_another_office_i_have_not_seen(offices):
    county, province = offices
    mine, theirs, *_ = uuids(province)
    province.save_draft(mine, UNCHANGED)
    county.save_draft(theirs, ILLEGAL)
    province.offices.merge(county.offices.leave(), "县", "0" * 64)
    assert province.draft(theirs).answers["PDLX"] == "违法"
    assert province.seen_as_they_are(ME, {}) == {mine} and province.answered_by(ME) == [mine]
    assert province.last_answered_by(ME) == mine


def test_what_a_package_made_a_violation_after_i_opened_it_i_have_not_seen_until_i_open_it_again(offices):
    county, province = offices
    changed, same, *_ = uuids(province)
    shown = {uuid: province.last_sequence() for uuid in (changed, same)}
    county.save_draft(changed, ILLEGAL)
    county.sign(changed, ME, "实地", "现场已核")
    province.offices.merge(county.offices.leave(), "县", "0" * 64)
    assert province.seen_as_they_are(ME, shown) == {same}
    assert province.seen_as_they_are(ME, {**shown, changed: province.last_sequence()}) == {same, changed}


def test_what_i_answered_is_seen_until_another_answers_it_and_a_note_or_a_record_changes_nothing(offices):
    _, province = offices
    first, second, *_ = uuids(province)
    for uuid in (first, second):
        province.save_draft(uuid, UNCHANGED)
    province.actor = "乙"
    province.set_note(first, "备注")
    province.set_flag(first, "影像不清")
    assert province.seen_as_they_are(ME, {}) == {first, second}
    province.save_draft(second, {"PDLX": "合法"})
    assert province.seen_as_they_are(ME, {second: 1}) == {first}


def test_a_decision_between_offices_is_to_be_looked_at_by_whoever_made_it(offices):
    county, province = offices
    uuid = uuids(province)[0]
    province.save_draft(uuid, UNCHANGED)
    county.save_draft(uuid, ILLEGAL)
    province.offices.merge(county.offices.leave(), "县", "0" * 64)
    (conflict,) = province.offices.conflicts()
    other = next(side for side in conflict.sides if not side.stands)
    shown = {uuid: province.last_sequence()}
    assert province.seen_as_they_are(ME, shown) == {uuid}
    province.offices.decide(conflict.stream, other.side, "按县级改")
    assert province.draft(uuid).answers["PDLX"] == "违法" and province.seen_as_they_are(ME, shown) == frozenset()


def test_asked_of_a_few_it_says_of_them_what_it_says_of_all(offices):
    county, province = offices
    first, second, third, fourth = uuids(province)
    for uuid in (first, second):
        province.save_draft(uuid, UNCHANGED)
    shown = {uuid: province.last_sequence() for uuid in (first, third, fourth)}
    county.save_draft(third, ILLEGAL)
    province.offices.merge(county.offices.leave(), "县", "0" * 64)
    everything = province.seen_as_they_are(ME, shown)
    assert everything == {first, second, fourth}
    for uuid in (first, second, third, fourth):
        assert province.seen_as_they_are(ME, shown, [uuid]) == everything & {uuid}
    assert province.seen_as_they_are("丙", {}, [first]) == frozenset()
