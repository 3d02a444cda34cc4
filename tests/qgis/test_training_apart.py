"""Training stays apart: nothing of it reaches a real workspace; only ground and issue leave one for a test."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, Measured, NewBatch, OverlayRun, ReferenceLayer, RoleAreas, Scene
from weipian_plugin.domain.training import STAMP
from weipian_plugin.domain.training.exam import Answer, ExamRules
from weipian_plugin.intake import IntakeOptions
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.import_batch import import_package, plan_import
from weipian_plugin.jobs.judging.calendar import export_calendar
from weipian_plugin.jobs.registers.survey_flags import export_survey_flags
from weipian_plugin.jobs.registers.survey_text import SurveyTextJob
from weipian_plugin.jobs.training import training_guard
from weipian_plugin.jobs.training.exam import (
    exam_of_scenarios,
    exam_of_workspace,
    explanations,
    export_exam,
    hand_in,
    read_answers,
    read_exam,
    result_of,
    save_answers,
)
from weipian_plugin.jobs.training.training import (
    case_of_parcel,
    load_scenarios,
    new_training_workspace,
    parcels_of_scenarios,
    scenario_of_parcel,
    scenario_workspace,
)
from weipian_plugin.workspace.training import is_training_file
from weipian_plugin.workspace.workspace import Workspace

SCENARIOS = load_scenarios()
LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "批文与供地手续齐备，均早于下发",
         "NZYPZWH": "示例批〔2017〕1号", "NZYPZSJ": "2017-06-01", "NZYPZMJ": 9062.0}
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "未见用地批准文件，已建厂房", "WFMJ": 1000.0, "WFGDMJ": 500.0, "WFJBNTMJ": 0.0}
OTHER = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化"}
SECRET = "450512WP1800006"


def digest(path: Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(WeipianError) as error:
        call(*args, **kwargs)
    return error.value.code


@pytest.fixture(scope="module")
def real_template(demo: Path, tmp_path_factory, qgis_app) -> Path:
    """A real workspace of twelve patches: nine signed, one in quarantine, notes, flags, extra columns, measurements."""
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    patches = []
    for feature in layer.getFeatures():
        attributes = {"JCBH": feature["JCBH"], "TBLX": "20", "JCLB": "XZFN", "QSX": "2016-12-09", "HSX": "2018-03-09",
                      "XFSJ": "2023-08-15", "XMC": feature["XMC"], "JCMJ": float(feature["JCMJ"])}
        patches.append(IssuedPatch(feature["JCBH"], attributes, bytes(feature.geometry().asWkb()),
                                   extra={"当事人": "某某"}))
        if len(patches) == 12:
            break
    path = tmp_path_factory.mktemp("real") / "real.gpkg"
    with Workspace.create(path, crs=layer.crs().authid(), actor="tester",
                          quarantine_path=path.with_name("secret.gpkg")) as workspace:
        batch = NewBatch("2023-08 批", "2023-08-15", "beihai.zip", "digest", "GX_ZY2023", "450512")
        workspace.add_batch(batch, patches)
        workspace.set_scene(Scene(str(demo / "before_20161209_rgb8.tif"), "2016-12-09", "前", True))
        workspace.set_reference(ReferenceLayer("gd", declared_empty=True))
        rows = workspace.queue()
        for number, row in enumerate(rows):
            if row.jcbh == SECRET:
                workspace.quarantine(row.parcel_uuid)
            elif number < 10:
                workspace.save_draft(row.parcel_uuid, (LEGAL, ILLEGAL, OTHER)[number % 3])
                workspace.set_note(row.parcel_uuid, "只在正式库中的备注")
                workspace.sign(row.parcel_uuid, "李四", "内业", "演示：未能到场")
        measured = {row.parcel_uuid: Measured(1000.0, {"gd": RoleAreas("gd", declared_empty=True)})
                    for row in workspace.queue() if row.jcbh != SECRET}
        workspace.store_overlay(OverlayRun({"method": "test"}), measured)
    return path


@pytest.fixture()
def real(real_template: Path, tmp_path: Path):
    for part in real_template.parent.iterdir():
        if part.suffix == ".gpkg":
            shutil.copy(part, tmp_path / part.name)
    with Workspace.open(tmp_path / "real.gpkg", actor="tester", quarantine_path=tmp_path / "secret.gpkg") as workspace:
        yield workspace


@pytest.fixture()
def training(tmp_path: Path, qgis_app):
    with scenario_workspace(tmp_path / "t.gpkg", SCENARIOS, "张三") as workspace:
        yield workspace


def test_a_workspace_is_for_training_from_its_making_and_stays_so(tmp_path: Path, qgis_app) -> None:
    path = tmp_path / "t.gpkg"
    new_training_workspace(path, "EPSG:4525").close()
    with Workspace.open(path) as workspace:
        assert workspace.is_training
    shutil.copy(path, tmp_path / "renamed.gpkg")
    assert is_training_file(tmp_path / "renamed.gpkg")


def test_a_real_workspace_takes_nothing_of_a_training(real: Workspace) -> None:
    assert not real.is_training and not is_training_file(Path(real.path))
    assert code_of(real.keep_for_training, "exam", "{}") == "NOT_A_TRAINING_WORKSPACE"
    assert code_of(real.kept_for_training, "exam") == "NOT_A_TRAINING_WORKSPACE"
    assert code_of(save_answers, real, {}) == "NOT_A_TRAINING_WORKSPACE"
    assert code_of(hand_in, real) == "NOT_A_TRAINING_WORKSPACE"
    assert code_of(export_exam, real, Path(real.path).with_name("r.csv")) == "TRAINING_ONLY"


def test_every_hand_in_of_a_training_workspace_is_refused_and_writes_nothing(training: Workspace, tmp_path: Path
                                                                             ) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert code_of(write_tables, training, everything(training), out) == "TRAINING_NOT_DELIVERED"
    assert code_of(export_calendar, training, out / "c.ics") == "TRAINING_NOT_DELIVERED"
    assert code_of(SurveyTextJob, training, out / "s.txt") == "TRAINING_NOT_DELIVERED"
    assert code_of(export_survey_flags, training, out / "s.csv") == "TRAINING_NOT_DELIVERED"
    assert list(out.iterdir()) == []


def test_a_table_of_a_training_carries_its_stamp_in_name_sheet_and_remarks(training: Workspace, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_tables(training, everything(training), tmp_path / "out", ("2-1",), as_training=True).paths[0]
    assert STAMP in path.name
    book = load_workbook(path)
    told = [str(cell.value) for row in book["校验"].iter_rows() for cell in row if cell.value]
    assert "培训" in told and STAMP in told
    sheet = [str(cell.value) for row in book.worksheets[0].iter_rows(max_row=8) for cell in row if cell.value]
    assert any(STAMP in text for text in sheet)


def test_a_real_workspace_gives_no_stamped_table(real: Workspace, tmp_path: Path) -> None:
    assert code_of(write_tables, real, everything(real), tmp_path, as_training=True) == "TRAINING_ONLY"


@pytest.mark.parametrize("how", ["file", "folder", "zip", "stamped"])
def test_what_came_out_of_a_training_enters_no_workspace(how: str, training: Workspace, real: Workspace, tmp_path: Path
                                                         ) -> None:
    package = tmp_path / "package"
    package.mkdir()
    shutil.copy(training.path, package / "土地卫片.gpkg")
    source = package / "土地卫片.gpkg"
    if how == "folder":
        source = package
    elif how == "zip":
        source = tmp_path / "p.zip"
        with zipfile.ZipFile(source, "w") as archive:
            archive.write(package / "土地卫片.gpkg", "a/土地卫片.gpkg")
    elif how == "stamped":
        source = tmp_path / f"{STAMP} 附表2-1.xlsx"
        source.write_bytes(b"")
    before = digest(real.path)
    assert code_of(plan_import, source, IntakeOptions(), workspace=real) == "TRAINING_NOT_IMPORTED"
    target = tmp_path / "fresh.gpkg"
    assert code_of(import_package, source, target, IntakeOptions()) == "TRAINING_NOT_IMPORTED"
    assert not target.exists() and digest(real.path) == before


def test_a_real_geopackage_is_not_taken_for_a_training(demo: Path) -> None:
    from weipian_plugin.jobs.training.training_guard import refuse_training_source

    refuse_training_source(next((demo / "delivery").glob("*.zip")))
    refuse_training_source(demo / "beihai_scene.gpkg")


def test_a_test_of_a_real_workspace_copies_ground_and_issue_and_nothing_else(real: Workspace, tmp_path: Path) -> None:
    before = digest(real.path)
    source = {row.parcel.jcbh: row for row in real.table_rows()}
    with exam_of_workspace(real, tmp_path / "exam.gpkg", 99) as exam:
        copied = exam.table_rows()
        assert len(copied) == 9
        for row in copied:
            original = source[row.parcel.jcbh]
            assert row.parcel.wkb == original.parcel.wkb
            assert dict(row.parcel.attributes) == dict(original.parcel.attributes)
            assert row.parcel.uuid != original.parcel.uuid and row.parcel.patch_uuid != original.parcel.patch_uuid
            assert not row.parcel.extra and not row.parcel.findings and row.measured is None and row.judgement is None
            draft = exam.draft(row.parcel.uuid)
            assert not draft.answers and not draft.note and not draft.flag
            assert exam.suggestion(row.parcel.uuid) is None
        assert all(event.kind not in ("draft", "sign", "note") for event in exam.history())
        assert exam.scenes() == real.scenes() and exam.references() == real.references()
    assert digest(real.path) == before
    raw = Path(tmp_path / "exam.gpkg").read_bytes()
    for text in ("只在正式库中的备注", "李四", "某某", SECRET):
        assert text.encode() not in raw


def test_the_signed_outcomes_are_the_key(real: Workspace, tmp_path: Path) -> None:
    signed = {row.parcel.jcbh: row.judgement.answers for row in real.table_rows() if row.judgement}
    with exam_of_workspace(real, tmp_path / "exam.gpkg", 99) as exam:
        questions = read_exam(exam).questions
    assert {one.name: one.pdlx for one in questions} == {jcbh: answers["PDLX"] for jcbh, answers in signed.items()}
    assert {one.kind for one in questions} == {"合法·H1", "违法·W1", "其他·Q5"}


def test_a_patch_that_is_marked_classified_later_is_left_out(real: Workspace, tmp_path: Path) -> None:
    """Also where a judgement was signed before: quarantine takes it out of every table."""
    row = next(row for row in real.table_rows() if row.judgement)
    real.quarantine(row.parcel.uuid)
    with exam_of_workspace(real, tmp_path / "exam.gpkg", 99) as exam:
        assert row.parcel.jcbh not in {one.name for one in read_exam(exam).questions}
        assert len(exam.queue()) == 8
    assert row.parcel.jcbh.encode() not in Path(tmp_path / "exam.gpkg").read_bytes()


class Careless:
    """A workspace that hands out a signed patch although its issued attributes say that it is military."""

    def __init__(self, real: Workspace) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def table_rows(self) -> list:
        rows = self._real.table_rows()
        first = next(row for row in rows if row.judgement)
        military = replace(first.parcel, attributes={**first.parcel.attributes, "SFJY": "是"})
        return [replace(row, parcel=military) if row is first else row for row in rows]


def test_a_patch_whose_attributes_say_military_is_left_out_whatever_else_is_known(real: Workspace, tmp_path: Path
                                                                                  ) -> None:
    military = next(row for row in real.table_rows() if row.judgement).parcel.jcbh
    with exam_of_workspace(Careless(real), tmp_path / "exam.gpkg", 99) as exam:
        assert len(exam.queue()) == 8 and military not in {row.jcbh for row in exam.queue()}


def test_the_same_number_draws_the_same_patches_and_all_kinds(real: Workspace, tmp_path: Path) -> None:
    drawn = []
    for name, draw in (("a", 1), ("b", 1), ("c", 2)):
        with exam_of_workspace(real, tmp_path / f"{name}.gpkg", 3, draw=draw) as exam:
            questions = read_exam(exam).questions
            drawn.append([one.name for one in questions])
            assert len({one.pdlx for one in questions}) == 3
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_workspace_without_signatures_gives_no_test_and_no_file(training: Workspace, tmp_path: Path) -> None:
    assert code_of(exam_of_workspace, training, tmp_path / "exam.gpkg", 5) == "EXAM_EMPTY"
    assert not (tmp_path / "exam.gpkg").exists()


def test_of_a_training_workspace_the_areas_come_along(training: Workspace, tmp_path: Path) -> None:
    uuid = training.queue()[0].parcel_uuid
    training.store_overlay(OverlayRun({"method": "test"}), {uuid: Measured(1234.5)})
    training.save_draft(uuid, OTHER)
    training.sign(uuid, "教员", "内业")
    with exam_of_workspace(training, tmp_path / "exam.gpkg", 5) as exam:
        assert exam.measured(read_exam(exam).questions[0].parcel).area_m2 == 1234.5


def test_a_test_is_scored_only_after_it_was_handed_in_and_not_changed_then(tmp_path: Path, qgis_app) -> None:
    rules = ExamRules(Fraction(7, 8), by_case=True)
    with exam_of_scenarios(tmp_path / "exam.gpkg", SCENARIOS, rules, "张三") as exam:
        questions = read_exam(exam).questions
        save_answers(exam, {one.parcel: Answer(one.pdlx, one.code, 3.0) for one in questions[:-1]})
        assert code_of(result_of, exam) == "EXAM_NOT_ENDED"
    with Workspace.open(tmp_path / "exam.gpkg", actor="张三") as exam:
        assert len(read_answers(exam)) == 7
        hand_in(exam)
        assert code_of(save_answers, exam, {}) == "EXAM_ENDED"
        result = result_of(exam)
        assert (result.right, len(result.marked), result.passed, result.seconds) == (7, 8, True, 21.0)
        told = explanations(exam, result)
        assert list(told) == [questions[-1].parcel] and "R01_GEOM" in told[questions[-1].parcel]
        path = export_exam(exam, tmp_path / "成绩.csv")
        assert path.name == f"{STAMP} 成绩.csv" and "R01_GEOM" in path.read_text(encoding="utf-8-sig")


def test_the_scenarios_stand_on_ground_of_the_bundled_scene(training: Workspace) -> None:
    there = parcels_of_scenarios(training, SCENARIOS)
    assert list(there) == [one.id for one in SCENARIOS]
    assert all(len(wkb) > 90 for _, wkb in training.parcel_shapes())
    assert {scene.date for scene in training.scenes()} == {
        training.parcel(there["S2"]).attributes[name] for name in ("QSX", "HSX")}
    assert scenario_of_parcel(training, there["S2"]).id == "S2"


def test_scenarios_are_laid_out_anew_but_never_over_a_real_workspace(training: Workspace, real: Workspace,
                                                                     tmp_path: Path) -> None:
    path = Path(training.path)
    assert code_of(scenario_workspace, path, SCENARIOS, anew=True) == "WORKSPACE_READ_ONLY"
    training.close()
    scenario_workspace(path, SCENARIOS, anew=True).close()
    kept = tmp_path / "kept.gpkg"
    shutil.copy(real.path, kept)
    before = digest(kept)
    assert code_of(scenario_workspace, kept, SCENARIOS, anew=True) == "WORKSPACE_EXISTS"
    assert digest(kept) == before


def test_a_case_is_taken_from_a_workspace_without_touching_it(real: Workspace) -> None:
    row = next(row for row in real.table_rows() if row.judgement)
    real.save_draft(row.parcel.uuid, {"SSBH": 0})
    before = digest(real.path)
    case = case_of_parcel(real, row.parcel.uuid).with_change("site_changed", True)
    from weipian_plugin.jobs.rules.profiles import load_profile

    profile = load_profile("GX_ZY2023")
    assert case.without_changes().facts(profile).get("site_changed") is False
    assert case.facts(profile).get("site_changed") is True
    assert digest(real.path) == before


def test_a_zip_that_swells_is_refused_before_any_of_it_is_unpacked(tmp_path: Path, monkeypatch) -> None:
    bomb, scratch = tmp_path / "炸弹.zip", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.gpkg", "w") as member:
        for _ in range(80):
            member.write(bytes(1024 ** 2))
    written = []
    monkeypatch.setattr(training_guard.shutil, "copyfileobj", lambda *_: written.append(True))
    with pytest.raises(WeipianError) as told:
        training_guard.refuse_training_source(bomb)
    assert told.value.code == "ZIP_TOO_LARGE" and written == []
