"""``python -m benchmarks.tables``: 附表2-1 of a hundred thousand rows, ours beside openpyxl's own write-only mode.

``--rows 100000`` ``--rounds 3`` ``--results FOLDER``. Each way in a process of its own, so that its memory is its own;
computing time, not the clock's. All write the same cells:

- ours: the template filled, values turned into cells, drop-downs, print set-up, the same bytes again;
- openpyxl styled: its write-only mode, the same cells with the same looks (empty ones have their borders), values that
  are cells already;
- openpyxl plain: the same values without any look, which no office would hand in: what its writer costs at least.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from copy import copy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Dict, Iterator, List

from benchmarks.cases import ROOT
from weipian_plugin.delivery.sheets.cells import cell_value, number_format
from weipian_plugin.delivery.tables import Dress, write_table
from weipian_plugin.domain.definitions import IDENTIFICATION, SIGNATURE
from weipian_plugin.domain.forms.fields import Field, FieldType
from weipian_plugin.domain.forms.table_forms import form_of

FORM = form_of("2-1")
WAYS = ("ours", "openpyxl_styled", "openpyxl_plain")
_KNOWN = {field.code for field in IDENTIFICATION}
_SIGNED = {field.code for field in SIGNATURE} | {"PDLX", "HFJTQX", "HFSJYT", "HFPDYJSM", "NZYXMMC", "NZYPZJG",
                                                 "NZYPZWH", "NZYPZSJ", "NZYPZMJ", "SFWYHC"}
_KINDS = 1000


class Rows:
    """So many rows of stored values, made one by one; every other one is signed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.kinds = [_stored(number) for number in range(_KINDS)]

    def __len__(self) -> int:
        """How many."""
        return self.count

    def __iter__(self) -> Iterator[Dict[str, object]]:
        """Row by row."""
        for number in range(self.count):
            yield {**self.kinds[number % _KINDS], "JCBH": f"450512WP{number:07d}", "DKBH": f"450512WP{number:07d}_1"}


def main() -> None:
    """Measure and write tables.json, and a table to the screen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--way", choices=WAYS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(once(given.way, given.rows)))
        return
    found: Dict[str, Dict[str, float]] = {}
    for way in WAYS:
        runs = [_apart(way, given.rows) for _ in range(given.rounds)]
        found[way] = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        print(f"{way:<18}" + "".join(f"{name} {value:>10.1f}   " for name, value in found[way].items()))
    given.results.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"rows": given.rows, "columns": len(FORM.fields) + 1, **found}, indent=1)
    (given.results / "tables.json").write_text(text + "\n", "utf-8")


def _apart(way: str, rows: int) -> Dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.tables", "--way", way, "--rows", str(rows)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: Dict[str, float] = json.loads(told.stdout)
    return result


def once(way: str, count: int) -> Dict[str, float]:
    """Seconds of computing, MB of memory at most, MB of the file."""
    rows = Rows(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        begin = time.process_time()
        if way == "ours":
            write_table(FORM, rows, path, Dress({"WP_BATCH": "基准"}, moment="2023-09-01T10:00:00+08:00"))
        else:
            _by_openpyxl(rows, path, styled=way == "openpyxl_styled")
        seconds = time.process_time() - begin
        size = path.stat().st_size / 2**20
    return {"cpu_s": seconds, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "file_mb": size}


def _by_openpyxl(rows: Rows, path: Path, styled: bool) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, Side

    book = Workbook(write_only=True)
    sheet = book.create_sheet("附表2-1")
    side = Side(style="thin", color="808080")
    looks = []
    for field in FORM.fields:
        cell = WriteOnlyCell(sheet)
        cell.font, cell.border = Font(name="宋体", size=10), Border(left=side, right=side, top=side, bottom=side)
        cell.alignment, cell.number_format = Alignment(wrap_text=True), number_format(field) or "General"
        looks.append(cell._style)
    kinds = [[cell_value(field, row.get(field.code)) for field in FORM.fields] for row in rows.kinds]
    for number, row in enumerate(rows):
        values: List[object] = [number + 1, *kinds[number % _KINDS]]
        values[1], values[2] = row["JCBH"], row["DKBH"]
        if not styled:
            sheet.append(values)
            continue
        cells = []
        for value, look in zip(values, [looks[0], *looks]):
            cell = WriteOnlyCell(sheet, value)
            cell._style = copy(look)
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def _stored(number: int) -> Dict[str, object]:
    wanted = _KNOWN | _SIGNED if number % 2 else _KNOWN
    return {field.code: _value(field, number) for field in FORM.fields if field.code in wanted}


def _value(field: Field, number: int) -> object:
    if field.type is FieldType.AREA:
        return Decimal(number * 37 % 100_000) / 100
    if field.type is FieldType.DATE:
        return date(2023, 1 + number % 12, 1 + number % 28).isoformat()
    if field.type is FieldType.BOOLEAN:
        return number % 2
    if field.type is FieldType.CODE:
        return {"JCLB": "XZFN", "PDLX": "合法", "HFJTQX": "H1", "QRYJ": "实地"}.get(field.code, "")
    long = "示例：批文与供地手续齐备，均早于下发，范围在红线内"
    return long if field.length >= 254 else f"示例{field.zh}{number % 50}"


if __name__ == "__main__":
    main()
