"""The real qgis_process, in Chinese, given what must not come in: one sentence, and everything as it was."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SHAPE, TABLE = "450512_土地卫片图斑", "附表1-1 土地卫片执法图斑基本信息表.xlsx"
MARKED = "450512WP1800010"
XIAN80 = ('GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],'
          'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')


@pytest.fixture(scope="module", autouse=True)
def in_chinese(process_home: Path) -> Iterator[None]:
    """The profile speaks Chinese while these tests run."""
    settings = process_home / ".local/share/QGIS/QGIS3/profiles/default/QGIS/QGIS3.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    before = settings.read_text() if settings.exists() else ""
    settings.write_text(before + "\n[locale]\noverrideFlag=true\nuserLocale=zh-Hans\n")
    yield
    settings.write_text(before)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of every program this test starts."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def received(demo: Path, tmp_path: Path) -> Path:
    """The bundled package, unpacked to a folder with a name as people give them."""
    folder = tmp_path / "收到的 包😀"
    folder.mkdir()
    with zipfile.ZipFile(next((demo / "delivery").glob("*.zip"))) as package:
        for info in package.infolist():
            name = info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("gbk")
            (folder / Path(name).name).write_bytes(package.read(info))
    return folder


@pytest.fixture(scope="module")
def imported(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Filled by the first test that needs it: the workspace with the bundled package."""
    return {"package": next((demo / "delivery").glob("*.zip")), "file": tmp_path_factory.mktemp("bad") / "工作库.gpkg"}


@pytest.fixture
def workspace(qgis_process: Callable[..., Any], imported: dict[str, Path], tmp_path: Path) -> Path:
    """A copy, alone in its folder."""
    if not imported["file"].exists():
        made = qgis_process("run", "weipian:importbatch", "--json", PACKAGE=imported["package"],
                            WORKSPACE=imported["file"], PROFILE="GX2023")
        assert made.code == 0, made.err
    (tmp_path / "库").mkdir()
    return Path(shutil.copy(imported["file"], tmp_path / "库" / "工作库.gpkg"))


def refused(ended: Any, workspace: Path, before: bytes, scratch: Path, *words: str) -> None:
    """The program failed with its sentence alone; the workspace, its folder and the temporary folder are as before."""
    said = ended.err + ended.out
    assert ended.code != 0, said
    assert "Traceback" not in said
    sentences = {line.removeprefix("ERROR:").strip() for line in said.splitlines() if words[0] in line}
    assert len(sentences) == 1, said
    sentence = sentences.pop()
    assert all(word in sentence for word in words), said
    assert workspace.read_bytes() == before
    assert [path.name for path in workspace.parent.iterdir()] == [workspace.name]
    assert list(scratch.iterdir()) == []


def climbing(folder: Path) -> Path:
    package = folder.parent / "climbs.zip"
    with zipfile.ZipFile(package, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
        archive.writestr("../逃逸.shp", "x")
    return package


def without_its_table(folder: Path) -> Path:
    (folder / f"{SHAPE}.dbf").unlink()
    return folder


def in_xian_80(folder: Path) -> Path:
    (folder / f"{SHAPE}.prj").write_text(XIAN80)
    return folder


def with_a_password(folder: Path) -> Path:
    (folder / TABLE).write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    return folder


def with_an_id_twice(folder: Path) -> Path:
    book, rows = opened_table(folder)
    rows[4][0].value = rows[3][0].value
    book.save(folder / TABLE)
    return folder


def opened_table(folder: Path) -> tuple[Any, list[list[Any]]]:
    """The workbook, and for each row the cell of its id and one more at its end."""
    book = openpyxl.load_workbook(folder / TABLE)
    sheet = book.worksheets[0]
    heading = next(cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == "监测编号")
    rows = [[sheet.cell(row, heading.column), sheet.cell(row, sheet.max_column)] for row in range(1, sheet.max_row + 1)]
    return book, rows[heading.row:]


@pytest.mark.parametrize(("spoil", "words"), [
    (climbing, ("指向包外", "逃逸.shp", "请核实来源")), (without_its_table, ("缺少 .dbf", SHAPE, "请")),
    (in_xian_80, ("旧坐标系", "Xian", "请用本地参数转换")),
    (with_a_password, ("打开密码", TABLE, "请在 Excel 中取消密码")),
    (with_an_id_twice, ("重复", "JCBH", "请核实后重新导入")),
])
def test_a_bad_package_is_refused_in_a_sentence(qgis_process, received, workspace, scratch, spoil, words) -> None:
    before = workspace.read_bytes()
    ended = qgis_process("run", "weipian:importbatch", PACKAGE=spoil(received), WORKSPACE=workspace, PROFILE="GX2023")
    refused(ended, workspace, before, scratch, *words)


@pytest.mark.parametrize(("layer", "words"), [
    ("yjjbnt_pseudo", ("没有分类字段", "DLBM", "请改选其一")),
    ("dltb_pseudo:ZLDWDM", ("地类表以外的编码", "ZLDWDM", "未改动")),
])
def test_a_bad_reference_layer_is_refused_in_a_sentence(qgis_process, demo, workspace, scratch, layer, words) -> None:
    before = workspace.read_bytes()
    ended = qgis_process("run", "weipian:overlaycheck", WORKSPACE=workspace,
                         LAYERS=f"dltb={demo / 'beihai_scene.gpkg'}|{layer}")
    refused(ended, workspace, before, scratch, *words)


def test_a_newer_workspace_is_refused_in_a_sentence(qgis_process, workspace, scratch) -> None:
    with sqlite3.connect(workspace) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    connection.close()
    before = workspace.read_bytes()
    ended = qgis_process("run", "weipian:suggest", WORKSPACE=workspace)
    refused(ended, workspace, before, scratch, "更新版本的插件", "99", "请升级插件")


def test_a_patch_marked_military_in_the_table_is_in_nothing_that_is_written(qgis_process, received, tmp_path,
                                                                            scratch) -> None:
    book, rows = opened_table(received)
    sheet = book.worksheets[0]
    sheet.cell(rows[0][0].row - 1, sheet.max_column + 1).value = "是否军用"
    for cell, _ in rows:
        if cell.value == MARKED:
            sheet.cell(cell.row, sheet.max_column).value = "是"
    book.save(received / TABLE)
    out = tmp_path / "成果"
    out.mkdir()
    came = qgis_process("run", "weipian:importbatch", "--json", PACKAGE=received, WORKSPACE=out / "工作库.gpkg",
                        PROFILE="GX2023")
    assert came.code == 0, came.err
    assert (came.json()["results"]["QUARANTINED"], came.json()["results"]["ADDED"]) == (1, 405)
    table = qgis_process("run", "weipian:exporttables", "--json", WORKSPACE=out / "工作库.gpkg", FOLDER=out)
    assert table.code == 0, table.err
    written = [path.read_bytes() for path in out.iterdir()]
    for path in out.glob("*.xlsx"):
        with zipfile.ZipFile(path) as opened:
            written += [opened.read(name) for name in opened.namelist()]
    assert len(written) > 5
    assert any(b"450512WP1800011" in content for content in written)
    assert not any(MARKED.encode() in content for content in written)
    assert MARKED not in came.out + came.err + table.out + table.err
    assert list(scratch.iterdir()) == []
