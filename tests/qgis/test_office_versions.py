"""Packages of plugins that are older or newer than this one: read as far as their format allows, refused where not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.qgis.offices_scene import as_sent, made, scene_crs, scene_patches
from weipian_plugin.delivery.office_package import write_office_package
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.offices.merging import look_into, merge_packages

LEAD = {"FXLY": "12336", "FXSJ": "2023-07-01", "FXBH": "L1", "FXMS": "有人施工", "FXXZ": "某镇", "FXDW": "450512"}


@pytest.fixture()
def offices(demo, tmp_path, qgis_app):
    """A county with a lead, an answer and an act, and an empty province."""
    crs, patches = scene_crs(demo), scene_patches(demo)[:4]
    with made(tmp_path / "c", "甲县", patches, crs) as county, made(tmp_path / "p", "省厅", [], crs) as province:
        uuid = county.queue()[0].parcel_uuid
        county.put_record(Record("", "discovery", (uuid,), "", LEAD))
        county.put_record(Record("", "act", (uuid,), "", {"WFND": 2023, "WFXWMS": "未批先建"}))
        county.save_draft(uuid, {"PDLX": "合法"})
        yield county, province


def told_by(county):
    return as_sent(county.offices.leave(office="甲县"))


def of_records(state, change):
    """The state with the values of all records changed, in their rows and in what was told of them."""
    def content(one):
        return {**one, "values": change(dict(one["values"]))} if isinstance(one, dict) and "values" in one else one

    events = [{**row, "payload": {**row["payload"], **{
        side: content(row["payload"][side]) for side in ("before", "after") if side in row["payload"]}}}
        for row in state.tables["events"]]
    return replace(state, tables={**state.tables, "events": events, "records": [
        content(row) for row in state.tables["records"]]})


def packed(tmp_path, state):
    path = tmp_path / "甲县.wpk"
    write_office_package(path, state, made_at="2023-10-08T09:00:00+08:00", made_by="李四")
    return path


def codes(one):
    return {finding.code for finding in one.findings}


def test_an_older_package_without_the_fields_that_came_later_is_read(offices, tmp_path):
    county, province = offices
    state = of_records(told_by(county), lambda values: {
        code: value for code, value in values.items() if code != "FXXZ"})
    meta = {name: value for name, value in state.meta.items() if name not in ("format_revision", "level", "offices")}
    path = packed(tmp_path, replace(state, meta={**meta, "schema_version": "7"}))
    (one,) = merge_packages(province, [path])
    assert one.refused is None and "OFFICE_SCHEMA_OLDER" in codes(one) and "OFFICE_STATE_MORE" not in codes(one)
    (lead,) = province.records("discovery")
    assert lead.values["FXMS"] == "有人施工" and "FXXZ" not in lead.values


def test_of_a_later_revision_what_is_known_is_read_and_what_is_not_is_named(offices, tmp_path):
    county, province = offices
    state = of_records(told_by(county), lambda values: {**values, "FXNEW": "新字段"})
    tables = {**state.tables, "batches": [{**row, "newer": 1} for row in state.tables["batches"]]}
    newer = replace(state, meta={**state.meta, "format_revision": "99"}, tables=tables)
    path = packed(tmp_path, newer)
    seen = look_into(province, path)
    assert seen.refused is None and "OFFICE_STATE_MORE" in codes(seen) and not province.batches()
    (one,) = merge_packages(province, [path])
    (told,) = [finding for finding in one.findings if finding.code == "OFFICE_STATE_MORE"]
    for language in ("zh", "en"):
        assert "FXNEW" in told.sentence(language) and "newer" in told.sentence(language)
        assert "{" not in told.sentence(language)
    assert one.receipt.new_patches == 4 and one.receipt.new_records == 2
    (lead,) = province.records("discovery")
    assert dict(lead.values) == LEAD and len(province.batches()) == 1
    (again,) = merge_packages(province, [path])
    assert again.receipt.changed_nothing


def test_what_no_reader_may_leave_out_is_refused_with_the_way_on(offices, tmp_path):
    county, province = offices
    state = told_by(county)
    drafts = {**state.tables, "drafts": [{**row, "NEWANSWER": "1"} for row in state.tables["drafts"]]}
    for tables, meta, code in (
            (drafts, {"format_revision": "99"}, "OFFICE_STATE_NEWER"),
            (drafts, {}, "OFFICE_STATE_UNKNOWN"),
            (of_records(state, lambda values: {**values, "FXNEW": "1"}).tables, {}, "OFFICE_STATE_UNKNOWN"),
            (state.tables, {"format_version": "2"}, "OFFICE_NEWER"),
            (state.tables, {"schema_version": "99"}, "OFFICE_SCHEMA_NEWER")):
        path = packed(tmp_path, replace(state, meta={**state.meta, **meta}, tables=tables))
        (one,) = merge_packages(province, [path])
        assert one.refused is not None and one.refused.code == code and not province.batches()
        said = one.refused.sentence("zh")
        assert "{" not in said and ("升级" in said) == (code != "OFFICE_STATE_UNKNOWN")
