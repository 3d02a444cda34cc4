"""Lines of a queue that are made where one looks: columns, rows, changes and cuts tell the same as the queue."""

from __future__ import annotations

import dataclasses
import struct

import numpy as np
import pytest

from weipian_plugin.domain.records import (
    DRAFT,
    SIGNED,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    QueueRow,
    Record,
    RoleAreas,
)
from weipian_plugin.gui.patches.filters import Filter, mask_of
from weipian_plugin.gui.patches.models import QueueModel
from weipian_plugin.gui.patches.queue_table import NEVER, STATES, QueueTable, state_of
from weipian_plugin.workspace.queue import MOST_ANSWERS
from weipian_plugin.workspace.queue_lines import QueueLines
from weipian_plugin.workspace.workspace import Workspace

LEFT_OUT = {"findings", "stated"}  # nobody filters or orders by them
COLUMNS = [field.name for field in dataclasses.fields(QueueRow) if field.name not in LEFT_OUT]


def box(left: float, bottom: float) -> bytes:
    ring = (left, bottom, left + 60, bottom, left + 60, bottom + 60, left, bottom + 60, left, bottom)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


def patches(first: int, count: int) -> list[IssuedPatch]:
    return [IssuedPatch(f"4505122023{i:05}", {
        "TBLX": "20" if i % 2 else "", "XZMC": ("甲镇", "乙镇", None)[i % 3], "JCLB": "XZFN", "NF": 2023,
        **({"XFSJ": "2023-09-01"} if i % 4 == 0 else {}), "LZB": 108.6, "BZB": 21.7},
        None if i == 3 else box(37500000.0 + 90 * i, 2400000.0)) for i in range(first, first + count)]


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite") as made:
        made.add_batch(NewBatch("2023-08", "2023-08-01", "x.zip", "d"), patches(0, 6))
        made.add_batch(NewBatch("2023-10", "2023-10-01", "y.zip", "e"), patches(6, 5))
        uuids = [row.parcel_uuid for row in made.queue()]
        made.save_draft(uuids[1], {"PDLX": "合法"})
        made.set_flag(uuids[2], "边界不清")
        made.many.assign(uuids[2:4], "李四")
        made.store_suggestions({uuids[1]: {"kind": "合法·H1"}, uuids[7]: {"kind": "违法·W1"}})
        made.store_overlay(OverlayRun({}), {uuids[0]: Measured(60.0, {"yjjbnt": RoleAreas("yjjbnt", 5.0)})})
        made.put_record(Record("", "correction", (uuids[4],), values={"FKWH": "12号"}))
        yield made


def told(lines: QueueLines) -> dict[str, list]:
    return {name: lines.column(name) for name in COLUMNS}


def of_rows(rows) -> dict[str, list]:
    return {name: [getattr(row, name) for row in rows] for name in COLUMNS}


def test_columns_and_rows_are_those_that_each_parcel_has_when_it_is_read_by_itself(workspace) -> None:
    lines = workspace.lists.queue()
    alone = [workspace.lists.rows([uuid])[0] for uuid in lines.column("parcel_uuid")]
    assert len(lines) == 11 and told(lines) == of_rows(alone)
    assert list(lines) == alone == workspace.queue() == [lines[place] for place in range(11)]
    assert lines[-1] == alone[-1] and lines[2:4] == alone[2:4]
    with pytest.raises(IndexError):
        lines[11]


def test_parcels_come_by_batch_and_then_as_they_were_issued(workspace) -> None:
    assert [row.jcbh[-2:] for row in workspace.lists.queue()] == [f"{number:02}" for number in range(11)]
    batches = [batch.uuid for batch in workspace.batches()]
    assert workspace.lists.queue().column("batch_uuid") == [batches[0]] * 6 + [batches[1]] * 5


def test_a_row_that_was_put_is_what_the_columns_tell(workspace) -> None:
    lines = workspace.lists.queue()
    rows = list(lines)
    rows[4] = lines[4] = dataclasses.replace(rows[4], township="丙镇", area_m2=7.0, status="signed", centre=(1.0, 2.0))
    assert told(lines) == of_rows(rows) and list(lines) == rows


@pytest.mark.parametrize("at", [0, 3, 5, 11])
def test_lines_cut_otherwise_keep_what_was_put_before(workspace, at: int) -> None:
    lines = workspace.lists.queue()
    rows = list(lines)
    for place in (1, 4, 9):
        rows[place] = lines[place] = dataclasses.replace(rows[place], township=f"{place}镇")
    new = [dataclasses.replace(rows[3], parcel_uuid=f"new{n}", dkbh=f"x_{n}") for n in range(2)]
    gone = {rows[3].parcel_uuid, rows[6].parcel_uuid}
    expected = [*(row for row in rows[:at] if row.parcel_uuid not in gone), *new,
                *(row for row in rows[at:] if row.parcel_uuid not in gone)]
    cut = lines.with_rows(at, new, gone)
    assert list(cut) == expected and told(cut) == of_rows(expected) and list(lines) == rows


def test_a_table_over_lines_has_the_columns_of_a_table_over_rows(workspace) -> None:
    def due(row: QueueRow):
        return None if row.jcbh.endswith("7") else (int(row.issued[5:7]), "red" if row.batch_uuid < "8" else "grey")

    own = {row.parcel_uuid for row in workspace.queue() if row.jcbh.endswith(("7", "0"))}
    lines, rows = workspace.lists.queue(), workspace.queue()
    rows[2] = lines[2] = dataclasses.replace(rows[2], flag="边界不清", status=DRAFT)
    rows[8] = lines[8] = dataclasses.replace(rows[8], flag="边界不清", status=SIGNED)
    quick, slow = QueueTable(lines, due, own), QueueTable(rows, due)
    assert [STATES[code] for code in quick.values("state")] == [state_of(row) for row in rows]
    assert quick.values("days")[8] == NEVER != quick.values("days")[9]
    for name in ("state", "returned", "lacking", "unfinished", "days", "lights", "x", "area_m2", "basic_farmland_m2"):
        assert np.array_equal(quick.values(name), slow.values(name), equal_nan=name in ("x", "area_m2",
                                                                                        "basic_farmland_m2")), name
    assert NEVER in quick.values("days") and len(set(quick.values("days"))) > 2
    assert quick.numbers() == slow.numbers() and quick.uuids == slow.uuids


def test_deadlines_are_asked_once_for_all_that_are_due_alike_and_for_each_that_has_its_own(workspace) -> None:
    asked: list[str] = []

    def due(row: QueueRow):
        asked.append(row.parcel_uuid)
        return 5, "red"

    rows = workspace.queue()
    back = [row.parcel_uuid for row in rows if row.returned]  # each is due when it is to be answered
    kinds = {(row.batch_uuid, row.jclb, row.issued, row.year) for row in rows if not row.returned}
    QueueTable(workspace.lists.queue(), due, frozenset()).values("days")
    assert back and set(back) <= set(asked) and len(asked) == len(kinds) + len(back) < len(rows)
    asked.clear()
    QueueTable(workspace.lists.queue(), due, {rows[5].parcel_uuid}).values("lights")
    assert asked.count(rows[5].parcel_uuid) == 1 and len(asked) == len(kinds) + len(back) + 1


def test_what_is_made_ahead_is_all_that_a_filter_asks_for(workspace, monkeypatch) -> None:
    table = QueueTable(workspace.lists.queue(), lambda _row: (3, "red"), frozenset())
    made = 0
    while table.prepare():
        made += 1
    assert 10 < made < 40
    monkeypatch.setattr(QueueTable, "column", lambda *_: pytest.fail("made only when the filter was used"))
    for wanted in (Filter(batch="b", states=("todo",), text="7"), Filter(tasks=("XZFN",), classes=("20",)),
                   Filter(townships=("甲镇",), outcomes=("合法",), suggestions=("合法·H1",), assigned=("李四",)),
                   Filter(hits=(("basic", 0.0), ("redline", 0.0), ("farmland", 1.0), ("area", 1.0)), lights=("red",),
                          returned=True, lacking=True)):
        mask_of(table, wanted)


def test_a_list_makes_them_by_itself_after_it_was_opened(workspace, qtbot) -> None:
    model = QueueModel()
    model.set_rows(workspace.lists.queue(), lambda _row: None, alone=frozenset())
    qtbot.waitUntil(lambda: not model._ahead.isActive(), timeout=10_000)
    assert not model.table.prepare()


def test_of_very_many_answers_of_a_day_the_latest_tell_the_pace(workspace, monkeypatch) -> None:
    assert MOST_ANSWERS >= 1000
    monkeypatch.setattr("weipian_plugin.workspace.queue.MOST_ANSWERS", 2)
    uuids = [row.parcel_uuid for row in workspace.queue()]
    for uuid in uuids[5:9]:
        workspace.save_draft(uuid, {"PDLX": "其他"})
    latest = [workspace.history(uuid)[-1].recorded_at for uuid in uuids[7:9]]
    assert workspace.lists.answers_since(0, "2000-01-01")[1] == sorted(latest)
