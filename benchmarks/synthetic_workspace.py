"""A workspace of squares, as large as one likes: measured, suggested, partly answered; the same at each making.

``python -m benchmarks.synthetic_workspace OUT.gpkg 100000`` (0.2 s for each thousand patches). Every figure follows
from the number of the patch: no chance, so that two makings and two machines have the same queue.
"""

from __future__ import annotations

import struct
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Dict, Iterator, List

from weipian_plugin.domain.records import (
    ClassArea,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    ReferenceLayer,
    RoleAreas,
)
from weipian_plugin.workspace import decisions, events
from weipian_plugin.workspace.workspace import Workspace

CRS = "EPSG:4525"
LEFT, BOTTOM, STEP = 36_500_000.0, 2_400_000.0, 120.0
ACROSS = 400
TOWNSHIPS = tuple(f"第{number}镇" for number in range(1, 24))
CLASSES = ("11", "12", "20", "30", "40")
TASKS = ("XZFN", "XZTT", "QT")
SUGGESTIONS = ("违法·W1", "合法·H1", "其他·Q1", "存疑·C1")
ISSUES = 6
"""Batches: issued four weeks apart, so that deadlines differ."""


def make(path: Path, count: int, answered: float = 0.3) -> None:
    """A new workspace of ``count`` patches at ``path``; the first part of them ``answered``, a few flagged."""
    with Workspace.create(path, crs=CRS, actor="bench") as workspace:
        first = date(2023, 3, 1)
        share = -(-count // ISSUES)
        for issue in range(ISSUES):
            numbers = range(issue * share, min(count, (issue + 1) * share))
            if not numbers:
                break
            issued = (first + timedelta(weeks=4 * issue)).isoformat()
            workspace.add_batch(NewBatch(f"批次{issue + 1}", issued, "synthetic", f"synthetic{issue}", "GX_ZY2023",
                                         "450512"), [_patch(number, issued) for number in numbers])
        workspace.set_reference(ReferenceLayer("dltb", "dltb.gpkg", "dltb", "DLBM", "2022-12-31"))
        rows = workspace.queue()
        workspace.store_overlay(OverlayRun({"engine": "synthetic"}), {
            row.parcel_uuid: _measured(number) for number, row in enumerate(rows)})
        workspace.store_suggestions({row.parcel_uuid: {"kind": SUGGESTIONS[_mixed(number) % 4]}
                                     for number, row in enumerate(rows) if number % 11})
        _answer(workspace, [row.parcel_uuid for row in rows[:int(count * answered)]])


def _mixed(number: int) -> int:
    """A number that looks like any other, always the same."""
    return (number * 2_654_435_761 >> 7) % 1_000_003


def _square(number: int) -> bytes:
    x, y = LEFT + number % ACROSS * STEP, BOTTOM + number // ACROSS * STEP
    side = 20.0 + _mixed(number) % 70
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII I10d", 1, 3, 1, 5, *ring)


def _patch(number: int, issued: str) -> IssuedPatch:
    jcbh = f"450512{number:09d}"
    place = number // ACROSS // 6 % len(TOWNSHIPS)
    return IssuedPatch(jcbh, {
        "JCBH": jcbh, "TBLX": CLASSES[_mixed(number) % len(CLASSES)], "JCLB": TASKS[_mixed(number + 5) % len(TASKS)],
        "QSX": "2022-01-05", "HSX": "2023-01-09", "XFSJ": issued, "XZMC": TOWNSHIPS[place],
    }, _square(number))


def _measured(number: int) -> Measured:
    whole = float((20 + _mixed(number) % 70) ** 2)
    farmland = whole * (_mixed(number + 1) % 5) / 8
    roles: Dict[str, RoleAreas] = {
        "dltb": RoleAreas("dltb", whole, whole, (ClassArea("0101", farmland, farmland),
                                                 ClassArea("0301", (whole - farmland) / 2, 0.0),
                                                 ClassArea("0602", (whole - farmland) / 2, 0.0))),
        "yjjbnt": RoleAreas("yjjbnt", farmland / 2 if number % 3 == 0 else 0.0),
        "stbhhx": RoleAreas("stbhhx", whole / 10 if number % 17 == 0 else 0.0),
    }
    return Measured(whole, roles)


def _answer(workspace: Workspace, uuids: List[str]) -> None:
    """One transaction for all: the ordinary way is one durable commit for each."""
    given: Iterator[str] = (("合法", "违法", "其他")[_mixed(number) % 3] for number in range(len(uuids)))
    with workspace._database.transaction() as connection:
        for number, (uuid, outcome) in enumerate(zip(uuids, given)):
            change: events.State = {"answers": {"PDLX": outcome}}
            if number % 50 == 0:
                change["flag"] = "边界不清"
            state = events.merged(events.blank_state(), change)
            before = events.reverse(events.blank_state(), change)
            events.append(connection, events.DRAFTED, "bench", {"before": before, "after": change}, uuid)
            decisions.project(connection, uuid, state)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
