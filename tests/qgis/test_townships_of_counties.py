"""Three counties that each have a 示例镇: nothing that is handed in or drawn adds them together."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from tests.qgis.test_jobs_tables import UNCHANGED, rows_of
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.list_forms import LEDGER, TOWNSHIP
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.domain.townships import Townships
from weipian_plugin.jobs.accounting.accountability import ratio_input, township_ratios
from weipian_plugin.jobs.handing_in.list_material import list_material
from weipian_plugin.jobs.handing_in.lists import NOWHERE, by_township
from weipian_plugin.jobs.handing_in.material import Material, rows_5
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.statistics import read_statistics
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.handing_in.townships import write_township_lists
from weipian_plugin.jobs.reviewing.population import population
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.workspace.workspace import Workspace

COUNTIES = {"450502": "乙县", "450512": "甲县", "450521": "丙县"}
SIGNED = {"450502": 1, "450512": 2, "450521": 3}
"""Of the four (甲县: five) that each has in its 示例镇; the fifth of 乙县 is in 高德镇, of 丙县 in no township."""


@pytest.fixture(scope="module")
def template(demo: Path, tmp_path_factory, qgis_app) -> Path:
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    shapes = iter([(feature["JCBH"], bytes(feature.geometry().asWkb())) for feature in layer.getFeatures()])
    path = tmp_path_factory.mktemp("counties") / "w.gpkg"
    with Workspace.create(path, crs=layer.crs().authid(), actor="张三") as workspace:
        for code, name in COUNTIES.items():
            patches = []
            for number in range(5):
                jcbh, wkb = next(shapes)
                town = "示例镇" if number < 4 else {"450502": "高德镇", "450512": "示例镇"}.get(code)
                patches.append(IssuedPatch(jcbh, {
                    "JCBH": jcbh, "XZQDM": code, "CMC": "北海市", "XMC": name, "XZMC": town, "JCLB": "XZFN",
                    "QSX": "2016-12-09", "HSX": "2018-03-09"}, wkb))
            workspace.add_batch(NewBatch("8月", "2023-08-15", f"{code}.zip", code, "GX_ZY2023", code), patches)
            for row in workspace.table_rows(workspace.batches()[-1].uuid)[:SIGNED[code]]:
                workspace.save_draft(row.parcel.uuid, UNCHANGED)
                workspace.sign(row.parcel.uuid, "张三", "内业", "影像清楚")
    return path


@pytest.fixture()
def workspace(template: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copy(template, tmp_path / "w.gpkg")
    with Workspace.open(tmp_path / "w.gpkg", actor="张三") as opened:
        yield opened


def test_table_5_has_each_county_and_its_townships(workspace):
    rows = list(rows_5(Material(workspace, everything(workspace))).rows)
    assert [(row["PJDW"], str(row["HSWCL"])) for row in rows] == [
        ("乙县、甲县、丙县（合计）", "40.00"),
        ("乙县（合计）", "20.00"), ("乙县示例镇", "25.00"), ("乙县高德镇", "0.00"),
        ("甲县（合计）", "40.00"), ("甲县示例镇", "40.00"), ("丙县（合计）", "60.00"), ("丙县示例镇", "75.00")]


def test_table_5_has_each_city_where_there_are_several(workspace):
    workspace.add_batch(NewBatch("9月", "2023-09-15", "z.zip", "z", "GX_ZY2023", "450702"), [IssuedPatch(
        "450702XZ01", {"JCBH": "450702XZ01", "XZQDM": "450702", "CMC": "钦州市", "XMC": "丁县", "XZMC": "示例镇",
                       "JCLB": "XZFN"}, workspace.table_rows()[0].parcel.wkb)])
    rows = list(rows_5(Material(workspace, everything(workspace))).rows)
    assert [row["PJDW"] for row in rows][1] == "北海市（合计）"
    assert [row["PJDW"] for row in rows][-3:] == ["钦州市（合计）", "丁县（合计）", "丁县示例镇"]


def test_each_countys_township_has_a_list_of_its_own(workspace, tmp_path):
    named = {name: len(rows) for name, rows in by_township(list_material(Material(workspace,
                                                                                   everything(workspace)))).items()}
    assert named == {"丙县示例镇": 4, "乙县示例镇": 4, "甲县示例镇": 5, "高德镇": 1, NOWHERE: 1}
    written = write_township_lists(workspace, everything(workspace), tmp_path, draft=True)
    assert [table.rows for table in written] == list(named.values())
    assert len([one for one in written if "乙县示例镇" in one.path.name]) == 1


def test_lists_of_townships_say_of_which_county_one_is(workspace, tmp_path):
    made = write_tables(workspace, everything(workspace), tmp_path, (TOWNSHIP, LEDGER), draft=True)
    named = Counter(row.get("XZMC") for row in rows_of(made.paths[0], TOWNSHIP))
    assert named == {"甲县示例镇": 5, "乙县示例镇": 4, "丙县示例镇": 4, "高德镇": 1, None: 1}


def test_the_report_and_the_dashboard_count_each_of_them(workspace):
    table = read_statistics(workspace, everything(workspace), checked=False).tables["2-4"]
    of = {row.title: (row.figures[0].value, row.figures[3].value) for row in table.rows}
    assert of["甲县示例镇"] == (5, 2) and of["乙县示例镇"] == (4, 1) and of["丙县示例镇"] == (4, 3)
    assert "示例镇" not in of and of["高德镇"] == (1, 0)


def test_a_sample_has_a_stratum_for_each_of_them(workspace):
    assert Counter(member.township for member in population(workspace).members) == {
        "乙县示例镇": 1, "甲县示例镇": 2, "丙县示例镇": 3}


def test_the_ratio_of_a_township_is_that_of_one_countys(workspace):
    profile = load_profile("GX_ZY2023")
    assert set(township_ratios(workspace, profile)) == {"乙县示例镇", "甲县示例镇", "丙县示例镇"}
    assert len(ratio_input(workspace, profile, township="甲县示例镇").parcels) == 2
    with pytest.raises(WeipianError) as raised:
        ratio_input(workspace, profile, township="示例镇")
    assert raised.value.code == "NO_SUCH_TOWNSHIP" and "乙县示例镇" in raised.value.values["known"]


def test_of_one_county_a_township_keeps_its_name_whatever_its_patches_do_not_say(workspace):
    """Patches drawn here tell no county by name, others no code: they are of the one that there is."""
    rows = workspace.table_rows(workspace.batches()[0].uuid)
    bare = [replace(row, parcel=replace(row.parcel, attributes={**row.parcel.attributes, **{code: None}}, jcbh="自主1"),
                    batch=replace(row.batch, county="")) for row, code in zip(rows, ("XMC", "XZQDM"))]
    known = Townships([*rows, *bare])
    assert dict(known.counties) == {"450502": "乙县"}
    assert {known.name(row) for row in [*rows, *bare]} == {"示例镇", "高德镇"}
