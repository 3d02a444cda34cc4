"""外业核查表 and the sheets of a 集体会审, printed twice: the same state is the same bytes, in any process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.demo import build_demo
from weipian_plugin.jobs.import_batch import opened

ROOT = Path(__file__).resolve().parents[2]
PRINT = """
import sys
from pathlib import Path
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
from weipian_plugin.jobs.field_sheets.field_sheet import print_field_sheets
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.jobs.registers.review_sheet import export_review_sheet
folder = Path(sys.argv[2])
with opened(Path(sys.argv[1]), read_only=True) as workspace:
    review = workspace.records("review")[0]
    print_field_sheets(workspace, folder / "field.pdf", review.parcels)
    export_review_sheet(workspace, review, folder / "review.pdf")
import os
os._exit(0)
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory, qgis_app):
    """What three processes with seeds of their own print of one workspace, and its moment."""
    demo = build_demo(tmp_path_factory.mktemp("demo")).workspace
    path = tmp_path_factory.mktemp("w") / "w.gpkg"
    shutil.copy(demo, path)
    with opened(path, actor="tester") as workspace:
        parcels = tuple(row.parcel_uuid for row in workspace.queue()[:2])
        workspace.put_record(Record("", "review", parcels, "", {"HSSJ": "2023-09-05", "HSDW": "自然资源"}))
        moment = workspace.standing()[0]
    folders = []
    for seed in ("1", "2"):
        folder = tmp_path_factory.mktemp(f"seed{seed}")
        subprocess.run([sys.executable, "-c", PRINT, str(path), str(folder)], check=True, cwd=ROOT, timeout=120, env={
            **os.environ, "QT_HASH_SEED": seed, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)})
        folders.append(folder)
    return folders, moment


@pytest.mark.parametrize("name", ["field.pdf", "review.pdf"])
def test_two_processes_print_the_same_bytes_with_the_states_date(printed, name):
    folders, moment = printed
    one, other = ((folder / name).read_bytes() for folder in folders)
    assert one == other
    reader = PdfReader(str(folders[0] / name), strict=True)
    assert len(reader.pages) >= 2 and all(page.extract_text() for page in reader.pages)
    written = reader.metadata.creation_date
    assert written.replace(tzinfo=None) == datetime.fromisoformat(moment).replace(tzinfo=None, microsecond=0)
