"""What the worker's frames become, and how a job of several steps tells how far it is: plain Python."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ClassArea, FeatureArea, NestedAreas, ReferenceLayer
from weipian_plugin.jobs.measuring.measured import MeasuredAssembler
from weipian_plugin.jobs.measuring.references import declared_empty, merged_references, parse_reference
from weipian_plugin.jobs.progress import part_of
from weipian_plugin.overlay.protocol import pack_columns

ROLES = ["dltb", "pzyd"]


def frames(start: int = 0) -> list[tuple[dict, bytes]]:
    """One patch: 60 m² of 0101 and 40 m² of 0301, 25 m² approved."""
    rows, rows_body = pack_columns([("patch", "i", [start] * 3), ("role", "i", [0, 0, 1]),
                                    ("area_m2", "d", [60.0, 40.0, 25.0]), ("net_area_m2", "d", [54.0, 40.0, 25.0])])
    totals, totals_body = pack_columns([
        ("patch", "i", [start, start]), ("role", "i", [0, 1]), ("area_m2", "d", [100.0, 25.0]),
        ("net_area_m2", "d", [94.0, 25.0]), ("uncovered_m2", "d", [0.0, 75.0]), ("patch_area_m2", "d", [100.0])])
    feature = {"patch": start, "role": "pzyd", "class": "", "attributes": {"PZWH": "1号"}, "area_m2": 25.0,
               "net_area_m2": 25.0}
    common = {"start": start, "stop": start + 1, "roles": ROLES}
    classes = ["0101", "0301", ""]
    return [
        ({"kind": "rows", **common, "classes": classes, "features": [feature], "columns": rows}, rows_body),
        ({"kind": "totals", **common, "columns": totals}, totals_body),
    ]


@pytest.mark.parametrize("backwards", [False, True])
def test_frames_in_any_order_become_one_record(backwards: bool) -> None:
    assembler = MeasuredAssembler()
    for header, body in (reversed(frames()) if backwards else frames()):
        assembler.take(header, body)
    measured = assembler.measured(["a"], ["zjgg"])["a"]
    assert measured.area_m2 == 100.0
    land = measured.roles["dltb"]
    assert (land.total_m2, land.net_m2) == (100.0, 94.0)
    assert land.classes == (ClassArea("0101", 60.0, 54.0), ClassArea("0301", 40.0, 40.0))
    assert measured.roles["pzyd"].features == (FeatureArea("", 25.0, {"PZWH": "1号"}),)
    assert measured.roles["zjgg"].declared_empty


def test_areas_inside_areas_are_put_to_their_zones_and_what_nobody_answered_is_nothing() -> None:
    inside = [("pzyd",), ("yjjbnt", "pzyd"), ("lsyd", "pzyd")]
    columns, body = pack_columns([("patch", "i", [0, 0, 0]), ("zones", "i", [0, 1, 1]),
                                  ("area_m2", "d", [20.0, 7.0, 6.0]), ("net_area_m2", "d", [18.0, 7.0, 5.0])])
    nested = {"kind": "nested", "start": 0, "stop": 1, "zones": [["pzyd"], ["yjjbnt", "pzyd"]],
              "classes": ["0101", "", "0101"], "columns": columns}
    assembler = MeasuredAssembler(inside)
    for header, content in (frames()[0], (nested, body), frames()[1]):
        assembler.take(header, content)
    assert assembler.measured(["a"], [])["a"].nested == {
        ("pzyd",): NestedAreas(("pzyd",), 25.0, (ClassArea("0101", 20.0, 18.0),)),
        ("yjjbnt", "pzyd"): NestedAreas(("yjjbnt", "pzyd"), 7.0, (ClassArea("0101", 6.0, 5.0),)),
        ("lsyd", "pzyd"): NestedAreas(("lsyd", "pzyd")),
    }


@pytest.mark.parametrize(("text", "expected"), [
    ("yjjbnt=PG:host=h dbname=d|gis.yjjbnt", ReferenceLayer("yjjbnt", "PG:host=h dbname=d", "gis.yjjbnt")),
    ("dltb=PG:dbname=d|gis.dltb:DLBM@2022-12-31",
     ReferenceLayer("dltb", "PG:dbname=d", "gis.dltb", "DLBM", "2022-12-31")),
    ("dltb=PG:dbname=d password='a|b'|t", ReferenceLayer("dltb", "PG:dbname=d password='a|b'", "t")),
    ("dltb=PG:dbname=d", ReferenceLayer("dltb", "PG:dbname=d")),
    ("pzyd=D:\\批准\\红线.txt", ReferenceLayer("pzyd", "D:\\批准\\红线.txt")),
    ("dltb=county.parquet:DLBM", ReferenceLayer("dltb", "county.parquet", class_field="DLBM")),
])
def test_a_layer_may_be_a_table_of_a_database_a_text_or_a_parquet_file(text: str, expected: ReferenceLayer) -> None:
    assert parse_reference(text) == expected


def test_each_parcel_gets_its_own_numbers() -> None:
    assembler = MeasuredAssembler()
    for header, body in (*frames(0), *frames(1)):
        assembler.take(header, body)
    assert set(assembler.measured(["a", "b", "c"], [])) == {"a", "b"}


def test_a_role_with_a_layer_is_not_empty_whatever_was_declared() -> None:
    references = [ReferenceLayer("pzyd", declared_empty=True), ReferenceLayer("pzyd", "a.gpkg"),
                  ReferenceLayer("zjgg", declared_empty=True)]
    assert declared_empty(references) == ["zjgg"]


def test_named_layers_take_the_place_of_those_of_their_role() -> None:
    there = [ReferenceLayer("dltb", "old.gpkg"), ReferenceLayer("pzyd", "p.gpkg")]
    named = [ReferenceLayer("dltb", "new.gpkg")]
    assert merged_references(there, named) == [there[1], named[0]]


@pytest.mark.parametrize("text", ["dltb", "=x.gpkg", ""])
def test_a_text_that_is_no_layer_is_refused(text: str) -> None:
    with pytest.raises(WeipianError) as raised:
        parse_reference(text)
    assert raised.value.code == "LAYER_ARGUMENT"


def test_a_step_of_a_longer_job_tells_its_share_and_passes_cancel_on() -> None:
    class Told:
        def __init__(self) -> None:
            self.told: list[tuple[int, int, str]] = []

        def progress(self, done: int, total: int, text: str) -> None:
            self.told.append((done, total, text))

        def cancelled(self) -> bool:
            return True

    whole = Told()
    step = part_of(whole, 40, 60)
    for done in (0, 5, 10, 12):
        step.progress(done, 10, "x")
    step.progress(3, 0, "unknown")
    assert [done for done, _, _ in whole.told] == [40, 50, 60, 60, 40]
    assert step.cancelled()
