"""Correcting a patch that was sent back: it stays on the table until the return is answered, or the person steps."""

from __future__ import annotations

import shutil

import pytest

from tests.qgis.returned_scene import make
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.offices.own_level import settle_level
from weipian_plugin.jobs.reviewing.returning import answer

OTHER = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化"}

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("filed") / "县.gpkg")


@pytest.fixture()
def county(session, scene, tmp_path):
    session.open(str(shutil.copy(scene, tmp_path / "县.gpkg")))
    settle_level(session.workspace, "县级")
    return session


@pytest.fixture()
def returned(county):
    """A patch that was signed and sent back, with others behind it."""
    signed = [row.parcel_uuid for row in county.workspace.queue() if row.status == "signed"]
    uuid = next(one for one in county.order if one in signed and one != county.order[-1])
    county.workspace.put_record(Record("", "audit", (uuid,), "", {
        "SHJB": "省级", "SHLC": 1, "SHJG": "退回", "SHSJ": "2023-10-10", "SHYY": "证明材料的充分性",
        "SHSM": "缺备案号"}))
    county.select(uuid)
    return uuid


def test_an_answer_to_a_patch_sent_back_does_not_move_on(county, returned, told):
    assert county.answer({"PDLX": "违法", "WFLX1": "W1"})
    assert county.current == returned and county.workspace.parcel(returned).status == "draft" and told == []


def test_signing_it_stays_and_says_that_the_answer_is_still_to_be_written(county, returned, told):
    county.answer(OTHER)
    county.sign("内业")
    assert county.workspace.parcel(returned).status == "signed" and county.current == returned
    assert "answer" in told[-1][0]
    county.step(1)
    assert county.current != returned


def test_once_it_is_answered_keys_go_on_as_with_any_other(county, returned):
    county.answer(OTHER)
    county.sign("内业")
    answer(county.workspace, [returned], "已按影像更正")
    county.answer({"PDLX": "违法", "WFLX1": "W1"})
    assert county.current != returned


def test_whoever_sent_it_back_goes_on_as_usual(county, returned):
    settle_level(county.workspace, "省级")
    county.answer(OTHER)
    assert county.current != returned


def test_other_patches_are_left_behind_at_one_key(county, returned):
    other = next(one for one in county.order if one not in (returned, county.order[-1])
                 and county.workspace.parcel(one).status == "todo")
    county.select(other)
    county.answer(OTHER)
    assert county.current != other
    county.select(other)
    county.sign("内业")
    assert county.workspace.parcel(other).status == "signed" and county.current != other
