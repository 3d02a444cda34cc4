"""PDFs of Qt come out with the same bytes in every process, whatever the seed of its hashes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from weipian_plugin.delivery.pdf_numbers import in_order_of_use, subset_name

ROOT = Path(__file__).resolve().parents[2]
DRAW = """
import sys
from pathlib import Path
from qgis.core import QgsApplication
application = QgsApplication([], True)
from qgis.PyQt.QtGui import QFont, QPainter, QPdfWriter
from weipian_plugin.delivery.dossier.binding import bind
from weipian_plugin.delivery.pdf_normal import normalised
folder, moment = Path(sys.argv[1]), "2023-09-30T08:00:00+08:00"
raw = folder / "raw.pdf"
writer = QPdfWriter(str(raw))
writer.setTitle("汇总报告 1 0 R")
painter = QPainter(writer)
for page in range(3):
    for place, (family, bold) in enumerate((name, bold) for name in ("Noto Sans CJK SC", "DejaVu Sans", "DejaVu Serif")
                                           for bold in (False, True)):
        font = QFont(family, 12)
        font.setBold(bold)
        painter.setFont(font)
        painter.drawText(500, 1000 + 500 * place, f"图斑 {page} page {place}")
    if page < 2:
        writer.newPage()
painter.end()
del painter, writer
(folder / "report.pdf").write_bytes(normalised(raw.read_bytes(), moment))
bind(raw, folder / "dossier.pdf", [], [("目录", 1)], "卷宗", moment)
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The folders of processes with seeds of their own."""
    folders = []
    for seed in ("1", "2", "3"):
        folder = tmp_path_factory.mktemp(f"seed{seed}")
        subprocess.run([sys.executable, "-c", DRAW, str(folder)], check=True, cwd=ROOT, timeout=120, env={
            **os.environ, "QT_HASH_SEED": seed, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)})
        folders.append(folder)
    return folders


@pytest.mark.parametrize("name", ["report.pdf", "dossier.pdf"])
def test_processes_with_other_hashes_write_the_same_bytes(drawn, name):
    assert len({(folder / name).read_bytes() for folder in drawn}) == 1


def test_what_stands_in_it_is_as_it_was(drawn):
    raw, done = (PdfReader(str(drawn[0] / name), strict=True) for name in ("raw.pdf", "report.pdf"))
    assert [page.extract_text() for page in done.pages] == [page.extract_text() for page in raw.pages]
    assert done.metadata.title == raw.metadata.title == "汇总报告 1 0 R"
    fonts = re.findall(rb"/FontName /([A-Z]{6})\+", (drawn[0] / "report.pdf").read_bytes())
    assert fonts == [subset_name(number).encode() for number in range(len(fonts))] and len(fonts) > 1


def test_another_kind_of_file_stays_as_it_is(drawn):
    again = in_order_of_use((drawn[0] / "report.pdf").read_bytes())
    assert again == (drawn[0] / "report.pdf").read_bytes()
    for other in (b"", b"%PDF-1.4", b"%PDF-1.4\nstartxref\n9\n%%EOF", again[:-200], b"x" + again):
        assert in_order_of_use(other) == other
