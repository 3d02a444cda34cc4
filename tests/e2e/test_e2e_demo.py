"""The whole way with the real programs: qgis_process from zip to Excel, and the demonstration of `make demo`."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import openpyxl
import pytest

from weipian_plugin.delivery.package.verify import verify_package

ROOT = Path(__file__).resolve().parent.parent.parent


def layers(demo: Path) -> str:
    scene, made_up = demo / "beihai_scene.gpkg", demo / "made_up.gpkg"
    return ";".join([
        f"dltb={scene}|dltb_pseudo:DLBM@2016-12-09", f"yjjbnt={scene}|yjjbnt_pseudo", f"stbhhx={scene}|stbhhx_pseudo",
        f"pzyd={made_up}|pzyd_example", f"gd={made_up}|gd_example", f"ssnyd={made_up}|ssnyd_example",
        f"lsyd={made_up}|lsyd_example", "zjgg=", "bdc=",
    ])


def test_qgis_process_goes_the_whole_way_and_ends_cleanly(qgis_process, demo: Path, tmp_path: Path) -> None:
    workspace, package = tmp_path / "县.gpkg", next((demo / "delivery").glob("*.zip"))
    steps = [
        ("importbatch", {"PACKAGE": package}, {"ADDED": 406}),
        ("importbatch", {"PACKAGE": package}, {"ADDED": 0, "IDENTICAL": 406}),
        ("overlaycheck", {"LAYERS": layers(demo)}, {"PARCELS": 405}),
        ("suggest", {}, {"SUGGESTIONS": 406}),
        ("exporttables", {"FOLDER": tmp_path}, {"ROWS": 406, "SIGNED": 0}),
    ]
    for name, parameters, expected in steps:
        ended = qgis_process("run", f"weipian:{name}", "--json", WORKSPACE=workspace, **parameters)
        assert ended.code == 0, (name, ended.out, ended.err)
        results = ended.json()["results"]
        assert {key: results[key] for key in expected} == expected, name
    table = openpyxl.load_workbook(next(tmp_path.glob("附表2-1*.xlsx")))
    assert table.worksheets[0].max_row > 406


def test_qgis_process_says_what_is_wrong_in_a_sentence(qgis_process, demo: Path, tmp_path: Path) -> None:
    ended = qgis_process("run", "weipian:overlaycheck", WORKSPACE=tmp_path / "none.gpkg", LAYERS=layers(demo))
    assert ended.code != 0
    assert "none.gpkg" in ended.out + ended.err
    assert "Traceback" not in ended.out + ended.err


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [ROOT / ".venv" / "bin" / "python", ROOT / ".ci" / "demo.py", folder], capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=300,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_the_demonstration_says_what_it_made(made: tuple[Path, str]) -> None:
    folder, told = made
    for word in ("406", "405", "0103 旱地", "亩", "违法·W1", "待查", "套合", "weipian.gpkg"):
        assert word in told
    assert {path.suffix for path in folder.iterdir() if path.is_file()} == {".gpkg", ".xlsx"}


def test_the_demonstration_hands_in_every_product_and_each_file_is_as_listed(made: tuple[Path, str]) -> None:
    folder, _ = made
    [listed] = (folder / "上报").glob("*/*/交付清单.json")
    assert {path.name[:2] for path in listed.parent.iterdir() if path.is_dir()} == {f"0{n}" for n in range(7)}
    assert verify_package(listed.parent).holds
    [package] = (listed.parent / "06_上报包").iterdir()
    assert verify_package(package).holds and "草稿" not in package.name


def test_the_demonstrations_decisions_are_marked_as_such() -> None:
    script = json.loads((ROOT / "resources" / "demo" / "decisions.json").read_text(encoding="utf-8"))
    assert "虚构" in script["mark"]
    assert script["operator"] == "demo"
    assert all(decision["draft"].get("QTPDYJSM", "演示").startswith("演示") for decision in script["decisions"]
               if "draft" in decision)


def test_what_the_demonstration_signs_is_faultless_and_a_draft_shows_an_error(made: tuple[Path, str], qgis_app) -> None:
    from weipian_plugin.jobs.checking.validate import holding_back, validate
    from weipian_plugin.workspace.workspace import Workspace

    with Workspace.open(made[0] / "weipian.gpkg", actor="tester") as workspace:
        assert workspace.progress()["signed"] > 0 and holding_back(workspace) == []
        wrong = {entry.found.place for entry in validate(workspace).of_state("open") if entry.found.check == "V16"}
        assert "450512WP1800005" in wrong


def test_nothing_of_this_machine_is_in_the_table(made: tuple[Path, str]) -> None:
    book = openpyxl.load_workbook(next(made[0].glob("*.xlsx")))
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    assert not [cell for row in rows for cell in row if str(ROOT) in str(cell)]
