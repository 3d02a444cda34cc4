"""The real qgis_process with the plugin: its algorithms are listed, described and end cleanly."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

ALGORITHMS = ["importbatch", "overlaycheck", "suggest", "exporttables"]


def test_qgis_process_lists_every_algorithm(qgis_process) -> None:
    listed = qgis_process("list", "--json")
    assert listed.code == 0, listed.err
    assert set(ALGORITHMS) <= {name.split(":")[1] for name in listed.json()["providers"]["weipian"]["algorithms"]}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_an_algorithm_describes_itself(qgis_process, algorithm: str) -> None:
    told = qgis_process("help", f"weipian:{algorithm}", "--json")
    assert told.code == 0, told.err
    details = told.json()
    assert details["algorithm_details"]["short_description"] or details["algorithm_details"]["name"]
    assert details["parameters"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the way below keeps its workspace."""
    return tmp_path_factory.mktemp("way") / "工作库.gpkg"


def results(ended: Any) -> dict[str, Any]:
    """What the algorithm returned; fails unless the program ended cleanly and printed nothing but JSON."""
    assert ended.code == 0, ended.out + ended.err
    return ended.json()["results"]


class TestTheWholeWay:
    """From the issued zip to the table, one qgis_process after the other, on the bundled scene."""

    def test_1_the_package_comes_in_and_again_changes_nothing(self, qgis_process, demo: Path, workspace: Path) -> None:
        package = next((demo / "delivery").glob("*.zip"))
        first = results(qgis_process("run", "weipian:importbatch", "--json", PACKAGE=package, WORKSPACE=workspace,
                                     PROFILE="GX2023", OPERATOR="demo"))
        again = results(qgis_process("run", "weipian:importbatch", "--json", PACKAGE=package, WORKSPACE=workspace,
                                     PROFILE="GX2023", OPERATOR="demo"))
        assert first["ADDED"] >= 405
        assert (again["ADDED"], again["REPLACED"]) == (0, 0)
        assert again["IDENTICAL"] == first["ADDED"]

    def test_2_every_parcel_is_measured_by_a_worker_that_ends(self, qgis_process, demo: Path, workspace: Path) -> None:
        scene = demo / "beihai_scene.gpkg"
        layers = f"dltb={scene}|dltb_pseudo:DLBM@2016-12-09;yjjbnt={scene}|yjjbnt_pseudo;stbhhx={scene}|stbhhx_pseudo"
        measured = results(qgis_process("run", "weipian:overlaycheck", "--json", WORKSPACE=workspace, LAYERS=layers,
                                        OPERATOR="demo"))
        areas = json.loads(measured["AREAS"])
        assert measured["PARCELS"] >= 405
        assert areas["dltb"] > areas["yjjbnt"] > 0
        assert areas["stbhhx"] > 0

    def test_3_every_parcel_gets_a_suggestion(self, qgis_process, workspace: Path) -> None:
        suggested = results(qgis_process("run", "weipian:suggest", "--json", WORKSPACE=workspace, OPERATOR="demo"))
        assert suggested["SUGGESTIONS"] >= 405
        # The approval, supply and filing layers are not there: what is not known is not illegal.
        assert not any(kind.startswith("违法") for kind in json.loads(suggested["KINDS"]))

    def test_4_the_table_is_written_with_a_row_for_each(self, qgis_process, workspace: Path, tmp_path: Path) -> None:
        written = results(qgis_process("run", "weipian:exporttables", "--json", WORKSPACE=workspace, FOLDER=tmp_path))
        assert written["ROWS"] >= 405
        assert written["SIGNED"] == 0
        assert [path.suffix for path in tmp_path.iterdir()] == [".xlsx"] * 4


def test_a_bad_package_is_refused_in_one_sentence_and_leaves_nothing(qgis_process, tmp_path: Path) -> None:
    package = tmp_path / "empty.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("说明.txt", "没有图形")
    (tmp_path / "there").mkdir()
    ended = qgis_process("run", "weipian:importbatch", "--json", PACKAGE=package,
                         WORKSPACE=tmp_path / "there" / "new.gpkg")
    assert ended.code != 0
    assert "empty.zip" in ended.err + ended.out
    assert "Traceback" not in ended.err + ended.out
    assert list((tmp_path / "there").iterdir()) == []
