"""The algorithms in the registry, run through processing: the same jobs, errors as one sentence."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from weipian_plugin.algorithms import base
from weipian_plugin.algorithms.provider import WeipianProvider
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.table_2_2 import rows_of_table_2_2, table_2_2_values
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.jobs.measuring.references import parse_reference


@pytest.fixture(scope="module")
def provider(qgis_app) -> Iterator[WeipianProvider]:
    made = WeipianProvider()
    registry = QgsApplication.processingRegistry()
    assert registry.addProvider(made)
    yield made
    registry.removeProvider(made)


class Feedback(QgsProcessingFeedback):
    """Keeps what was told."""

    def __init__(self) -> None:
        super().__init__(False)
        self.percent: list[float] = []
        self.progressChanged.connect(self.percent.append)


def run(name: str, parameters: dict[str, object], feedback: QgsProcessingFeedback | None = None) -> dict[str, object]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"weipian:{name}")
    context, feedback = QgsProcessingContext(), feedback or Feedback()
    ok, why = algorithm.checkParameterValues(parameters, context)
    assert ok, why
    results, ok = algorithm.run(parameters, context, feedback, {}, False)
    assert ok
    return results


@pytest.fixture(scope="module")
def imported(provider, demo: Path, tmp_path_factory) -> tuple[Path, dict[str, object]]:
    path = tmp_path_factory.mktemp("algorithms") / "county.gpkg"
    package = next((demo / "delivery").glob("*.zip"))
    return path, run("importbatch", {"PACKAGE": str(package), "WORKSPACE": str(path), "OPERATOR": "tester"})


def test_a_mineral_table_without_shapes_is_imported_and_brought_to_its_judgement(provider, tmp_path: Path) -> None:
    heads = ["图斑编号", "中心点经度", "中心点纬度", "矿种（推断）", "目标类型", "图斑面积（亩）", "界内面积（亩）",
             "界外面积（亩）", "下发时间"]
    row = ["450512K001", 109.52, 21.61, "花岗岩", "采场", 6.3, 4.3, 2.0, "2023-04-10"]
    table, path = tmp_path / "附表1-2.csv", tmp_path / "mines.gpkg"
    with table.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([heads, row])
    found = run("importbatch", {"PACKAGE": str(table), "WORKSPACE": str(path), "PROFILE": "GX2023"})
    assert found["ADDED"] == 1 and "附表1-2" in str(found["SUMMARY"])
    told, again = Feedback(), Feedback()
    for feedback in (told, again):
        run("suggest", {"WORKSPACE": str(path), "PROFILE": "MNR2024Q"}, feedback)
    assert all(said in told.textLog() for said in ("MNR2024Q", "from now on", "GX2023"))
    assert "from now on" not in again.textLog()
    run("suggest", {"WORKSPACE": str(path), "PROFILE": "GX2023"})
    with opened(path) as workspace:
        [queued] = workspace.queue()
        assert queued.area_m2 is None and workspace.measured(queued.parcel_uuid) is None
        answers = {"KPDLX": "违法", "KWFLX": "越界开采", "YJMJ": 2000.0, "KCLFS": "立案", "XCHSB": "核实表.pdf",
                   "XCGZDW": "某所", "KPDYJSM": "越出采矿权范围开采花岗岩"}
        workspace.save_draft(queued.parcel_uuid, answers)
        workspace.sign(queued.parcel_uuid, "甲", "实地", subject="mineral")
        [signed] = rows_of_table_2_2(workspace.table_rows())
        values = table_2_2_values(signed)
    assert (values["KPDLX"], values["YJMJ"], values["KZ"]) == ("违法", 2000.0, "花岗岩")
    assert values["TBMJ"] == pytest.approx(4200.0) and values["JWMJ"] == pytest.approx(2 * 2000 / 3)


def layer_lines(demo: Path) -> str:
    scene, made_up = demo / "beihai_scene.gpkg", demo / "made_up.gpkg"
    return "\n".join([
        f"dltb={scene}|dltb_pseudo:DLBM@2016-12-09", f"yjjbnt={scene}|yjjbnt_pseudo", f"stbhhx={scene}|stbhhx_pseudo",
        f"pzyd={made_up}|pzyd_example", f"gd={made_up}|gd_example", f"ssnyd={made_up}|ssnyd_example",
        f"lsyd={made_up}|lsyd_example", "zjgg=", "bdc=",
    ])


def test_all_are_there_with_names_help_and_icons(provider: WeipianProvider) -> None:
    found = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
    assert set(found) == {"importbatch", "preparelayer", "overlaycheck", "suggest", "exporttables", "exportsurveytext",
                          "exportcalendar", "exportsurveyflags", "fieldsheets", "validate", "accountability",
                          "importphotos", "wallmaps", "builddossiers", "buildreport", "buildpackage", "deliver",
                          "verifypackage", "importreview", "reviewsheets", "drawsample", "comparereview", "makepackage",
                          "mergepackages", "blindfile", "collectreview", "importdiscoveries", "reviewfigures"}
    for algorithm in found.values():
        assert algorithm.displayName()
        assert len(algorithm.shortHelpString()) > 60
        assert not algorithm.icon().isNull()
        assert type(algorithm.create()) is type(algorithm)
        assert all(definition.description() for definition in algorithm.parameterDefinitions())


def test_the_whole_way(imported: tuple[Path, dict[str, object]], demo: Path, tmp_path: Path) -> None:
    path, result = imported
    assert (result["ADDED"], result["IDENTICAL"]) == (406, 0)
    assert result["BATCH_ID"]
    assert "GB18030" in str(result["SUMMARY"])
    feedback = Feedback()
    measured = run("overlaycheck", {"WORKSPACE": str(path), "LAYERS": layer_lines(demo)}, feedback)
    assert measured["PARCELS"] == 405
    assert json.loads(str(measured["AREAS"]))["yjjbnt"] == pytest.approx(328.95, abs=0.01)
    told = json.loads(str(measured["PROVENANCE"]))
    classes = next(layer for layer in told["layers"] if layer["role"] == "dltb")
    assert (classes["layer"], classes["class_field"], classes["crs"]) == ("dltb_pseudo", "DLBM", "EPSG:4525")
    assert classes["version_date"] == "2016-12-09" and told["method_code"] == "METHOD_EQUAL_AREA"
    assert feedback.percent[-1] == 100
    suggested = run("suggest", {"WORKSPACE": str(path)})
    assert suggested["SUGGESTIONS"] == 406
    assert json.loads(str(suggested["KINDS"]))["合法·H1"] == 2
    written = run("exporttables", {"WORKSPACE": str(path), "FOLDER": str(tmp_path)})
    assert (written["ROWS"], written["SIGNED"]) == (406, 0)
    files = [Path(line) for line in str(written["FILES"]).splitlines()]
    assert [path.name[:5] for path in files] == ["附表2-1", "附表2-2", "附表4 违", "附表5 日"]
    assert all(path.is_file() for path in files) and written["IS_DRAFT"] is False
    json.dumps([result, measured, suggested, written])


def test_what_has_not_changed_is_not_measured_again_unless_forced_and_the_table_has_every_area(
        imported: tuple[Path, dict[str, object]], demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "county.gpkg"
    shutil.copyfile(imported[0], path)
    parameters = {"WORKSPACE": str(path), "LAYERS": layer_lines(demo), "OUTPUT": str(tmp_path / "areas.csv")}
    first = run("overlaycheck", {**parameters, "FORCE": True, "ENGINE": 2})
    assert (first["PARCELS"], first["REUSED"]) == (405, 0)
    assert json.loads(str(first["PROVENANCE"]))["engine"] == "geos"
    again = run("overlaycheck", {**parameters, "OUTPUT": str(tmp_path / "again.csv")})
    assert (again["PARCELS"], again["REUSED"]) == (0, 405)
    assert again["AREAS"] == first["AREAS"]
    with (tmp_path / "areas.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (tmp_path / "areas.csv").read_text() == (tmp_path / "again.csv").read_text()
    land = sum(float(row["area_m2"]) for row in rows if row["role"] == "dltb" and not row["inside"])
    assert land / 2000 * 3 == pytest.approx(json.loads(str(first["AREAS"]))["dltb"], abs=0.01)
    inside = [row for row in rows if row["role"] == "dltb" and row["inside"] == "yjjbnt"]
    basic = sum(float(row["area_m2"]) for row in rows if row["role"] == "yjjbnt")
    assert inside and sum(float(row["area_m2"]) for row in inside) == pytest.approx(basic, rel=1e-6)
    assert {row["inside"] for row in rows} >= {"", "yjjbnt", "stbhhx", "yjjbnt+stbhhx"}


def test_a_prepared_layer_is_used_by_itself_and_gives_the_same_areas(
        imported: tuple[Path, dict[str, object]], demo: Path, tmp_path: Path) -> None:
    report = tmp_path / "报告.gpkg"
    prepared = run("preparelayer", {
        "ROLE": "dltb", "SOURCE": f"{demo / 'beihai_scene.gpkg'}|dltb_pseudo", "REPORT": str(report),
        "VERSION": "2016-12-09", "FOLDER": str(tmp_path / "prepared")})
    assert prepared["FEATURES"] == 3902 and Path(str(prepared["REPORT"])) == report and report.is_file()
    assert len(str(prepared["SUMMARY"]).splitlines()) >= 1 and int(str(prepared["FINDINGS"])) > 0
    results = []
    for folder in ("prepared", "none"):
        path = tmp_path / f"{folder}.gpkg"
        shutil.copyfile(imported[0], path)
        results.append(run("overlaycheck", {
            "WORKSPACE": str(path), "LAYERS": layer_lines(demo), "FORCE": True, "PREPARED": str(tmp_path / folder)}))
    used = [json.loads(str(result["PROVENANCE"]))["layers"][0]["prepared"] for result in results]
    assert used == [True, False]
    assert results[0]["AREAS"] == results[1]["AREAS"]


def test_a_layer_of_the_project_is_prepared_too(provider, demo: Path, tmp_path: Path) -> None:
    layer = QgsVectorLayer(f"{demo / 'beihai_scene.gpkg'}|layername=yjjbnt_pseudo", "永久基本农田", "ogr")
    prepared = run("preparelayer", {"ROLE": "yjjbnt", "INPUT": layer, "FOLDER": str(tmp_path / "prepared"),
                                    "COUNTY": f"{demo / 'beihai_scene.gpkg'}|layername=dltb_pseudo"})
    assert prepared["FEATURES"] == 133


def test_survey_text_has_every_parcel_with_a_polygon_north_first(
        imported: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    path = tmp_path / "地块.txt"
    written = run("exportsurveytext", {"WORKSPACE": str(imported[0]), "OUTPUT": str(path), "ENCODING": 1})
    assert written["PARCELS"] == 405 and str(written["LEFT_OUT"]).count("\n") == 0
    text = path.read_text(encoding="utf-8")
    assert "[地块坐标]" in text
    point = next(line for line in text.splitlines() if line.startswith("J1,1,")).split(",")
    assert 2_000_000 < float(point[2]) < 3_000_000 < float(point[3])
    gbk = run("exportsurveytext", {"WORKSPACE": str(imported[0]), "OUTPUT": str(tmp_path / "gbk.txt")})
    assert "[地块坐标]" in Path(str(gbk["OUTPUT"])).read_text(encoding="gb18030")


def test_the_same_package_again_changes_nothing(imported: tuple[Path, dict[str, object]], demo: Path) -> None:
    path, _ = imported
    package = next((demo / "delivery").glob("*.zip"))
    again = run("importbatch", {"PACKAGE": str(package), "WORKSPACE": str(path)})
    assert (again["ADDED"], again["IDENTICAL"], again["BATCH_ID"]) == (0, 406, "")


def test_a_layer_of_the_project_takes_its_role(imported: tuple[Path, dict[str, object]], demo: Path) -> None:
    path, _ = imported
    layer = QgsVectorLayer(f"{demo / 'beihai_scene.gpkg'}|layername=dltb_pseudo", "县地类", "ogr")
    measured = run("overlaycheck", {"WORKSPACE": str(path), "DLTB": layer, "DECLARED_EMPTY": ["lsyd"]})
    assert "dltb" in json.loads(str(measured["AREAS"]))
    with opened(path, read_only=True) as workspace:
        found = next(reference for reference in workspace.references() if reference.role == "dltb")
        assert (found.layer, found.title) == ("dltb_pseudo", "县地类")
        empty = {reference.role for reference in workspace.references() if reference.declared_empty}
        assert "lsyd" in empty and "dltb" not in empty


def test_the_code_table_of_the_land_classes_is_kept_with_their_layer(
    imported: tuple[Path, dict[str, object]], demo: Path
) -> None:
    path, _ = imported
    run("overlaycheck", {"WORKSPACE": str(path), "LAYERS": layer_lines(demo), "CLASS_TABLE": 1})
    with opened(path, read_only=True) as workspace:
        assert {each.role: each.class_table for each in workspace.references() if each.class_table} == {"dltb": "SD"}
        assert {measured.class_table for measured in workspace.all_measured().values()} == {"SD"}


def test_with_nothing_but_the_workspace_the_overlay_keeps_every_layer_and_declares_nothing_empty(
        imported: tuple[Path, dict[str, object]], demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "county.gpkg"
    shutil.copyfile(imported[0], path)
    first = run("overlaycheck", {"WORKSPACE": str(path), "LAYERS": layer_lines(demo)})
    with opened(path, read_only=True) as workspace:
        registered = workspace.references()
    again = run("overlaycheck", {"WORKSPACE": str(path), "FORCE": True})
    assert json.loads(str(again["AREAS"])) == json.loads(str(first["AREAS"]))
    assert json.loads(str(again["AREAS"]))["dltb"] > 0
    with opened(path, read_only=True) as workspace:
        assert workspace.references() == registered


def test_what_nobody_gave_is_taken_as_not_given(provider: WeipianProvider) -> None:
    context = QgsProcessingContext()
    for algorithm, definition in ((one, definition) for one in provider.algorithms()
                                  for definition in one.parameterDefinitions()):
        key, optional = definition.name(), bool(definition.flags() & definition.FlagOptional)
        if definition.type() == "enum" and definition.allowMultiple():
            read = algorithm.parameterAsEnumStrings if definition.usesStaticStrings() else algorithm.parameterAsEnums
            assert read({}, key, context) == [], key
        elif definition.type() in ("enum", "boolean"):
            assert definition.defaultValue() is not None, key  # said in the dialog, not taken in silence
        elif definition.type() == "number":
            # Without a value QGIS gives 0: whoever reads it has to ask first whether there is one.
            assert definition.defaultValue() is not None or key in ("LEAD_DAYS", "DENOMINATOR"), key
        elif optional and definition.type() in ("string", "file"):
            assert algorithm.parameterAsString({}, key, context) == "", key
        elif optional and definition.type() == "vector":
            assert algorithm.parameterAsVectorLayer({}, key, context) is None, key
        elif optional and definition.type() == "crs":
            assert not algorithm.parameterAsCrs({}, key, context).isValid(), key


def test_numbers_that_nobody_gave_stay_ungiven(imported: tuple[Path, dict[str, object]], tmp_path, monkeypatch) -> None:
    from weipian_plugin.jobs.accounting import accountability
    from weipian_plugin.jobs.judging import calendar

    heard: dict[str, object] = {}

    def ratio(_workspace, _profile, _level, _batches, _township, _assumed, stated):
        heard["denominator"] = stated
        raise WeipianError("NOTHING_TO_EXPORT")

    def written(_workspace, _path, _batch, lead, *_more, **_named):
        heard["lead"] = lead
        raise WeipianError("NOTHING_TO_EXPORT")

    monkeypatch.setattr(accountability, "county_ratio", ratio)
    monkeypatch.setattr(calendar, "export_calendar", written)
    for name, more in (("accountability", {}), ("exportcalendar", {"FILE": str(tmp_path / "c.ics")})):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"weipian:{name}")
        with pytest.raises(QgsProcessingException):
            algorithm.run({"WORKSPACE": str(imported[0]), **more}, QgsProcessingContext(), Feedback(), {}, False)
    assert heard == {"denominator": None, "lead": None}


def test_roles_are_named_alike_everywhere_whatever_the_language(provider: WeipianProvider) -> None:
    role, empty = (provider.algorithm(name).parameterDefinition(key) for name, key in (
        ("preparelayer", "ROLE"), ("overlaycheck", "DECLARED_EMPTY")))
    assert role.usesStaticStrings() and empty.usesStaticStrings()
    assert role.defaultValue() == "dltb" and set(empty.options()) < set(role.options())
    assert all(f"{key}: " in empty.help() for key in empty.options())


def test_an_empty_layer_is_called_empty_prepared_or_measured(
        imported: tuple[Path, dict[str, object]], demo: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(base.QgsApplication, "locale", lambda: "zh-Hans")
    empty = tmp_path / "empty.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "e"
    memory = QgsVectorLayer("MultiPolygon?crs=EPSG:4525&field=DLBM:string", "e", "memory")
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, str(empty), memory.transformContext(), options)
    prepared = run("preparelayer", {"SOURCE": f"{empty}|e", "FOLDER": str(tmp_path / "p")})
    assert "图层没有要素" in str(prepared["SUMMARY"])
    path = tmp_path / "county.gpkg"
    shutil.copyfile(imported[0], path)
    lines = f"dltb={demo / 'beihai_scene.gpkg'}|dltb_pseudo:DLBM\npzyd={empty}|e"
    measured = run("overlaycheck", {"WORKSPACE": str(path), "LAYERS": lines})
    assert "没有要素" in str(measured["REMARKS"]) and "都不相交" not in str(measured["REMARKS"])
    with pytest.raises(QgsProcessingException, match="没有要素"):
        run("overlaycheck", {"WORKSPACE": str(path), "LAYERS": f"dltb={empty}|e:DLBM"})


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        ("importbatch", {"PACKAGE": "{tmp}/none.zip", "WORKSPACE": "{tmp}/new.gpkg"}, "none.zip"),
        ("overlaycheck", {"WORKSPACE": "{tmp}/none.gpkg"}, "none.gpkg"),
        ("suggest", {"WORKSPACE": "{tmp}/none.gpkg"}, "none.gpkg"),
        ("exporttables", {"WORKSPACE": "{tmp}/none.gpkg", "FOLDER": "{tmp}"}, "none.gpkg"),
        ("overlaycheck", {"WORKSPACE": "{path}", "LAYERS": "nonsense"}, "nonsense"),
        ("exportsurveytext", {"WORKSPACE": "{tmp}/none.gpkg", "OUTPUT": "{tmp}/x.txt"}, "none.gpkg"),
        ("preparelayer", {"ROLE": "dltb"}, "dltb="),
        ("preparelayer", {"ROLE": "dltb", "SOURCE": "{tmp}/none.gpkg", "FOLDER": "{tmp}/p"}, "none.gpkg"),
        ("overlaycheck", {"WORKSPACE": "{path}", "LAYERS": "abc=x.gpkg"}, "abc"),
        ("suggest", {"WORKSPACE": "{path}", "BATCH": "那一批"}, "那一批"),
        ("suggest", {"WORKSPACE": "{path}", "PROFILE": "GX1999"}, "GX1999"),
    ],
    ids=["no package", "overlay nothing", "suggest nothing", "export nothing", "no layer", "no text", "no source",
         "prepare nothing", "no role", "no batch",
         "no profile"],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_goes_wrong_is_one_sentence_in_qgis_language(imported, tmp_path, monkeypatch, name, parameters, words,
                                                          language) -> None:
    monkeypatch.setattr(base.QgsApplication, "locale", lambda: {"zh": "zh-Hans", "en": "en"}[language])
    filled = {key: str(value).format(tmp=tmp_path, path=imported[0]) for key, value in parameters.items()}
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"weipian:{name}")
    with pytest.raises(QgsProcessingException, match=words) as raised:
        algorithm.run(filled, QgsProcessingContext(), Feedback(), {}, False)
    sentence = str(raised.value)
    assert sentence.endswith("。" if language == "zh" else ".")
    assert "Traceback" not in sentence


def test_a_folder_or_a_chinese_name_is_refused_by_no_file_filter(provider: WeipianProvider, tmp_path: Path) -> None:
    files = [(algorithm, definition) for algorithm in provider.algorithms()
             for definition in algorithm.parameterDefinitions() if definition.name() in ("PACKAGE", "WORKSPACE")]
    assert {algorithm.name() for algorithm, _ in files} == {algorithm.name() for algorithm in provider.algorithms()} - {
        "preparelayer", "verifypackage"}
    for _, definition in files:
        for path in (tmp_path, tmp_path / "工作库 1😀.gpkg", tmp_path / "包.rar"):
            assert definition.checkValueIsAcceptable(str(path)), definition.name()


def test_each_kind_of_remark_on_patches_is_told_once(imported) -> None:
    told = str(imported[1]["FINDINGS"]).splitlines()
    assert sum("450512WP1800391" in line for line in told) == 1
    assert len(told) < 10


def test_a_crs_that_is_none_is_refused_instead_of_ignored(provider, demo: Path, tmp_path: Path) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("weipian:importbatch")
    parameters = {"PACKAGE": str(next((demo / "delivery").glob("*.zip"))), "WORKSPACE": str(tmp_path / "new.gpkg"),
                  "CRS": "nonsense"}
    with pytest.raises(QgsProcessingException, match="nonsense"):
        algorithm.run(parameters, QgsProcessingContext(), Feedback(), {}, False)
    assert list(tmp_path.iterdir()) == []


def test_cancel_stops_the_overlay_and_stores_nothing(imported, demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.gpkg"
    shutil.copyfile(imported[0], path)
    with opened(path) as workspace:
        before = workspace.overlay_run()
    feedback = Feedback()
    feedback.cancel()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("weipian:overlaycheck")
    parameters = {"WORKSPACE": str(path), "LAYERS": layer_lines(demo), "FORCE": True}
    with pytest.raises(QgsProcessingException):
        algorithm.run(parameters, QgsProcessingContext(), feedback, {}, False)
    with opened(path) as workspace:
        assert workspace.overlay_run() == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dltb=/d/a.gpkg|DLTB:DLBM@2022-12-31", ("dltb", "/d/a.gpkg", "DLTB", "DLBM", "2022-12-31", False)),
        ("dltb=C:\\data\\dltb.shp:DLBM", ("dltb", "C:\\data\\dltb.shp", "", "DLBM", "", False)),
        ("DLTB = C:/data/dltb.shp", ("dltb", "C:/data/dltb.shp", "", "", "", False)),
        ("yjjbnt=/d/a@b.gpkg|layername=永农", ("yjjbnt", "/d/a@b.gpkg", "永农", "", "", False)),
        ("zjgg=", ("zjgg", "", "", "", "", True)),
    ],
)
def test_a_layer_as_text(text: str, expected: tuple[object, ...]) -> None:
    found = parse_reference(text)
    assert (found.role, found.source, found.layer, found.class_field, found.version_date,
            found.declared_empty) == expected


def test_a_version_that_is_no_date_is_refused() -> None:
    with pytest.raises(WeipianError) as raised:
        parse_reference("dltb=/d/a.gpkg|DLTB:DLBM@2022-13-40")
    assert raised.value.code == "LAYER_ARGUMENT"
    assert "[@日期]" in raised.value.sentence("zh") and "[@DATE]" in raised.value.sentence("en")


def test_the_overlay_runs_in_a_thread_as_the_toolbox_does_it(imported, demo: Path, qtbot) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("weipian:overlaycheck")
    context, feedback = QgsProcessingContext(), Feedback()
    parameters = {"WORKSPACE": str(imported[0]), "LAYERS": layer_lines(demo), "FORCE": True}
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    with qtbot.waitSignal(task.executed, timeout=60000) as told:
        QgsApplication.taskManager().addTask(task)
    ok, results = told.args
    assert ok
    assert results["PARCELS"] == 405


@pytest.mark.skipif(sys.platform != "linux", reason="only here are names bytes")
def test_a_file_whose_name_is_not_utf8_is_refused_in_a_sentence_by_every_algorithm(
        imported: tuple[Path, dict[str, object]], demo: Path, tmp_path: Path) -> None:
    package = next((demo / "delivery").glob("*.zip"))
    foreign = {}
    for name, source in (("批次.zip", package), ("地类.gpkg", demo / "beihai_scene.gpkg")):
        foreign[name] = tmp_path / name.encode("gbk").decode("utf-8", "surrogateescape")
        shutil.copyfile(source, foreign[name])
    workspace = tmp_path / "county.gpkg"
    shutil.copyfile(imported[0], workspace)
    for name, parameters in (
            ("importbatch", {"PACKAGE": str(foreign["批次.zip"]), "WORKSPACE": str(tmp_path / "new.gpkg")}),
            ("overlaycheck", {"WORKSPACE": str(workspace), "LAYERS": f"dltb={foreign['地类.gpkg']}|dltb_pseudo"}),
            ("preparelayer", {"ROLE": "dltb", "SOURCE": f"{foreign['地类.gpkg']}|dltb_pseudo",
                              "FOLDER": str(tmp_path / "copies")})):
        # A file parameter takes only what Qt can write: there the bytes are lost before.
        for bytes_lost in (False, True) if name != "importbatch" else (True,):
            given = {key: lost(value) if bytes_lost else value for key, value in parameters.items()}
            with pytest.raises(QgsProcessingException) as raised:
                run(name, given)
            said = str(raised.value)
            assert "convmv" in said and said.encode("utf-8"), name
            assert bytes_lost or "批次.zip" in said or "地类.gpkg" in said, said
    assert not (tmp_path / "new.gpkg").exists()


def lost(value: object) -> object:
    """A path as Qt's dialogs give it: each byte that is not UTF-8 replaced."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
