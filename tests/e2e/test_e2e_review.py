"""The review by the real qgis_process: packages, sample, blind files, comparison, figures, leads; files looked into."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, Optional

import openpyxl
import pytest
from osgeo import ogr

from tests.e2e.conftest import in_qgis
from tests.unit.ooxml import complaints
from weipian_plugin.domain.marks import FOOTER

COUNTIES = ("示例甲县", "示例乙县", "示例丙县")
SAMPLE, NEW_SAMPLE, REVIEWERS = "2021年第二季度抽查（示例）", "补抽", ("复判三", "复判四")
EMPTY = """
from weipian_plugin.workspace.workspace import Workspace
with Workspace.open(Path(sys.argv[2]), read_only=True) as there:
    crs = there.crs_authid
made = Path(sys.argv[3])
Workspace.create(made, crs=crs, quarantine_path=made.with_suffix(".quarantine.sqlite")).close()
"""
ANSWERED = ("drafts", "judgements", "suggestions", "record_act", "record_audit", "record_rectification",
            "record_sample", "record_drawn", "record_recheck", "record_ruling", "record_image_check", "packages",
            "conflicts")
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def job(qgis_process: Callable[..., Any]) -> Run:
    """Runs an algorithm; what it returned."""

    def run(name: str, **parameters: object) -> dict[str, Any]:
        ended = qgis_process("run", f"weipian:{name}", "--json", **parameters)
        assert ended.code == 0, ended.out + ended.err
        assert "Traceback" not in ended.err
        found: dict[str, Any] = ended.json()["results"]
        return found

    return run


@pytest.fixture
def refused(qgis_process: Callable[..., Any]) -> Callable[..., None]:
    """Runs an algorithm that says why it does not: one sentence with these words, and nothing else changes."""

    def run(name: str, *words: str, workspace: Path, **parameters: object) -> None:
        before = workspace.read_bytes()
        ended = qgis_process("run", f"weipian:{name}", WORKSPACE=workspace, **parameters)
        said = ended.err + ended.out
        assert ended.code != 0, said
        assert "Traceback" not in said
        assert any(all(word in line for word in words) for line in said.splitlines()), said
        assert workspace.read_bytes() == before
        assert [path.name for path in workspace.parent.iterdir()] == [workspace.name]

    return run


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    """What SQLite itself reads."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute(statement).fetchall()
    finally:
        database.close()


def cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of a workbook by openpyxl; it is one that Excel opens, and it says who proposed it."""
    assert complaints(path) == [], path.name
    book = openpyxl.load_workbook(path)
    found = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    assert any(FOOTER in str(cell) for row in next(iter(found.values())) for cell in row), path.name
    return found


def test_packages_of_counties_go_into_an_empty_workspace_whole_and_a_spoilt_one_stays_out(
        job: Run, review_demo: dict[str, Any], tmp_path: Path) -> None:
    out, whole = tmp_path / "报送", tmp_path / "省" / "新省.gpkg"
    whole.parent.mkdir()
    written = {name: job("makepackage", WORKSPACE=review_demo["counties"][name], FOLDER=out, OFFICE=name,
                         SIGNER="负责人", SIGNED_ON="2021-07-01") for name in COUNTIES}
    assert sum(one["PATCHES"] for one in written.values()) == 405
    assert all(one["UNFINISHED"] == 3 for one in written.values())
    for name, one in written.items():
        with zipfile.ZipFile(one["PATH"]) as package:
            assert package.testzip() is None
            manifest = json.loads(package.read("manifest.json"))
            patches = package.read("tables/patches.jsonl").splitlines()
        assert name in json.dumps(manifest, ensure_ascii=False) and len(patches) == one["PATCHES"]
        assert str(review_demo["province"]).encode() not in b"".join(patches)
    spoilt = Path(written[COUNTIES[2]]["PATH"])
    content = bytearray(spoilt.read_bytes())
    content[len(content) // 2] ^= 4
    spoilt.write_bytes(content)

    in_qgis(EMPTY, review_demo["province"], whole)
    seen = job("mergepackages", WORKSPACE=whole, PACKAGE_FOLDER=out)
    assert (seen["MERGED"], seen["REFUSED"]) == (0, 1) and rows(whole, "SELECT count(*) FROM patches") == [(0,)]
    done = job("mergepackages", WORKSPACE=whole, PACKAGE_FOLDER=out, MODE="apply")
    assert (done["MERGED"], done["REFUSED"], done["CONFLICTS"]) == (2, 1, 0)
    assert done["NEW_PATCHES"] == seen["NEW_PATCHES"] == 270
    [why] = [one["why"] for one in json.loads(done["RECEIPTS"]) if "refused" in one]
    assert spoilt.name in why
    again = job("mergepackages", WORKSPACE=whole, PACKAGE_FOLDER=out, MODE="apply")
    assert again["NEW_PATCHES"] == again["NEW_EVENTS"] == 0
    source = ogr.Open(str(whole))
    assert source.GetLayerByName("patches").GetFeatureCount() == 270
    names = {row[0] for row in rows(whole, "SELECT DISTINCT actor FROM events")}
    assert {f"{name}判读员" for name in COUNTIES[:2]} <= names and f"{COUNTIES[2]}判读员" not in names


def test_a_sample_is_drawn_handed_out_blind_read_and_taken_back_once(job: Run, province: Path,
                                                                      tmp_path: Path) -> None:
    asked = {"WORKSPACE": province, "NAME": NEW_SAMPLE, "SEED": "文号-1", "METHOD": "unit", "NUMBER": 5}
    seen = job("drawsample", **asked)
    assert rows(province, f"SELECT count(*) FROM record_sample WHERE CYMC = '{NEW_SAMPLE}'") == [(0,)]
    drawn = job("drawsample", MODE="draw", **asked)
    assert drawn["DRAWN"] == 15 and json.loads(drawn["PARCELS"]) == json.loads(seen["PARCELS"])
    assert [one["n"] for one in json.loads(drawn["STRATA"])] == [5, 5, 5]
    more = job("drawsample", **{**asked, "MODE": "topup", "NUMBER": 7})
    assert more["DRAWN"] == 21 and more["ADDED"] == 6
    assert set(json.loads(drawn["PARCELS"])) < set(json.loads(more["PARCELS"]))

    handed = job("blindfile", WORKSPACE=province, SAMPLE=NEW_SAMPLE, REVIEWERS="\n".join(REVIEWERS), DOUBLES=100,
                 FOLDER=tmp_path / "复判")
    files = [(tmp_path / "复判" / one["file"], one["reviewer"]) for one in json.loads(handed["MADE"])]
    assert [(name, len(rows(path, "SELECT * FROM patches"))) for path, name in sorted(files)] == [
        (name, 21) for name in sorted(REVIEWERS)]
    for path, _ in files:
        tables = {name for name, in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
        held = {name: rows(path, f"SELECT * FROM {name}") for name in ANSWERED if name in tables}
        assert not any(held.values()), {name: len(each) for name, each in held.items()}
        content = path.read_bytes()
        for said in ("判读员", "负责人", "演示用虚构判读", "证明材料的充分性"):
            assert said.encode() not in content and said.encode("utf-16-le") not in content
    untouched = job("collectreview", WORKSPACE=province, FILES=[path for path, _ in files])
    assert (untouched["READ"], untouched["TOTAL"], untouched["NOT_TAKEN"]) == (0, 42, 0)


def test_files_that_were_read_are_taken_back_once(job: Run, review_demo: dict[str, Any], province: Path) -> None:
    before = rows(province, "SELECT count(*) FROM events")
    again = job("collectreview", WORKSPACE=province, FILES=review_demo["files"], SAMPLE=SAMPLE)
    assert again["READ"] == again["TOTAL"] == again["UNCHANGED"] > 100
    assert (again["NEW"], again["CHANGED"], again["WITHDRAWN"], again["NOT_TAKEN"]) == (0, 0, 0, 0)
    assert rows(province, "SELECT count(*) FROM events") == before


def as_number(shown: object) -> Optional[float]:
    """What a cell or a result says: 93.39 % and 0.9339 are the same, words are no number."""
    text = str(shown).replace("\u2212", "-").replace(",", "").strip()
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None


def test_the_comparison_is_a_workbook_whose_matrix_adds_up(job: Run, province: Path, tmp_path: Path) -> None:
    found = job("comparereview", WORKSPACE=province, SAMPLE=SAMPLE, OUTPUT=tmp_path / "比对.xlsx")
    figures = {row[0]: row for row in json.loads(found["FIGURES"])}
    share = figures["判定类型一致率"]
    assert share[2] <= found["PAIRS"] and 0.8 < found["AGREEMENT"] < 1 and 0.5 < found["KAPPA"] < 1
    assert f"{100 * found['AGREEMENT']:.2f}"[:4] in share[1] and share[3]
    sheets = cells(tmp_path / "比对.xlsx")
    assert list(sheets) == ["总体", "混淆矩阵", "分组", "面积与图形", "图斑", "抽样"]
    shown = {row[0]: row for row in sheets["总体"]}
    assert all(as_number(shown[name][1]) == pytest.approx(as_number(row[1]), abs=0.005) and shown[name][2] == row[2]
               for name, row in figures.items())
    assert sum(row[6] in ("是", "否") for row in sheets["图斑"]) == found["PAIRS"]
    agreed = sum(row[6] == "是" for row in sheets["图斑"])
    assert Fraction(agreed, found["PAIRS"]) == Fraction(found["AGREEMENT"]).limit_denominator(1000)


def test_the_figures_are_the_same_in_results_workbook_and_json_and_as_of_a_day_before_there_are_none(
        job: Run, province: Path, tmp_path: Path) -> None:
    found = job("reviewfigures", WORKSPACE=province, XLSX=tmp_path / "指标.xlsx", JSON=tmp_path / "指标.json")
    written = json.loads((tmp_path / "指标.json").read_text(encoding="utf-8"))
    whole = next(unit for unit in written["units"] if unit["level"] == "all")
    figures = {one["key"]: one for one in whole["figures"]}
    assert figures["truthfulness"]["value"] == found["TRUTHFULNESS"]
    truth = figures["truthfulness"]
    told = json.loads(found["FIGURES"])
    assert [[one["title"], one["shown"]] for one in whole["figures"]] == [one[:2] for one in told]
    assert Fraction(found["TRUTHFULNESS"]) == Fraction(len(truth["numerator"]), len(truth["denominator"]))
    assert found["CONCEALED"] == len(figures["concealed"]["numerator"]) > 0
    assert {unit["title"] for unit in written["units"] if unit["level"] == "county"} == set(COUNTIES)
    sheets = cells(tmp_path / "指标.xlsx")
    shown = {row[2]: row for row in sheets["指标总表"] if row[1] == "全部"}
    row = shown[truth["title"]]
    assert as_number(row[3]) == pytest.approx(as_number(truth["shown"]), abs=0.0001)
    assert row[10:12] == (len(truth["numerator"]), len(truth["denominator"]))
    assert {row[0] for row in sheets["指标总表"]} >= set(COUNTIES)
    early = job("reviewfigures", WORKSPACE=province, DATE="2021-06-11")
    assert (early["TRUTHFULNESS"], early["CONCEALMENT"], early["CONCEALED"]) == ("", "", 0)
    assert "不可计算" in early["FIGURES"]


def test_leads_of_daily_work_find_their_patch_and_come_in_once(job: Run, province: Path, tmp_path: Path) -> None:
    source = ogr.Open(str(province))
    leads = ["线索编号,来源,发现时间,X,Y,线索描述"]
    for number, feature in zip(range(3), source.GetLayerByName("patches")):
        inside = feature.GetGeometryRef().PointOnSurface()
        leads.append(f"X-{number},12336,2021-06-{15 + number},{inside.GetX():.3f},{inside.GetY():.3f},有人反映在建厂房")
    leads.append(f"X-9,巡查,2021-06-20,{inside.GetX() + 90000:.3f},{inside.GetY():.3f},远处")
    table = tmp_path / "线索.csv"
    table.write_text("\n".join(leads) + "\n", encoding="utf-8")
    del feature, source  # who reads with GDAL keeps others from writing
    crs = rows(province, "SELECT organization || ':' || organization_coordsys_id FROM gpkg_geometry_columns JOIN "
                         "gpkg_spatial_ref_sys USING (srs_id) WHERE table_name = 'patches'")[0][0]
    first = job("importdiscoveries", WORKSPACE=province, FILE=table, CRS=crs)
    again = job("importdiscoveries", WORKSPACE=province, FILE=table, CRS=crs)
    assert (first["LEADS"], first["MATCHED"], first["LEFT_OUT"]) == (4, 3, 0)
    assert (again["LEADS"], again["LEFT_OUT"]) == (0, 4)


def test_what_is_wrong_is_said_in_a_sentence_and_nothing_changes(
        refused: Callable[..., None], review_demo: dict[str, Any], province: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.csv").write_text("线索编号,来源,发现时间,经度,纬度,坐标系\n1,微信,2021-06-15,109.4,21.5,GCJ-02\n",
                                    encoding="utf-8")
    (tmp_path / "空").mkdir()
    other = review_demo["counties"][COUNTIES[0]]
    refused("mergepackages", "package", workspace=province, PACKAGE_FOLDER=tmp_path / "空", MODE="apply")
    refused("makepackage", "office", workspace=province, FOLDER=tmp_path / "空")
    refused("drawsample", SAMPLE, workspace=province, NAME=SAMPLE, SEED="1", MODE="draw")
    refused("blindfile", "没有这次", workspace=province, SAMPLE="没有这次", REVIEWERS="甲", FOLDER=tmp_path / "空")
    refused("collectreview", Path(other).name, workspace=province, FILES=other)
    refused("comparereview", "没有这次", workspace=province, SAMPLE="没有这次")
    refused("reviewfigures", "第三季", workspace=province, PERIOD="第三季")
    refused("importdiscoveries", "坏.csv", workspace=province, FILE=tmp_path / "坏.csv")
    assert list((tmp_path / "空").iterdir()) == []
