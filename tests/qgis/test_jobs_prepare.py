"""Preparing, inspecting and writing survey text through the worker's client: outcomes, refusals, cancel, death."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ReferenceLayer
from weipian_plugin.domain.sentences import SENTENCES
from weipian_plugin.jobs.measuring import asking
from weipian_plugin.jobs.measuring.asking import Manner
from weipian_plugin.jobs.measuring.prepare import (
    CURRENT,
    NONE,
    FindingSummary,
    InspectJob,
    PrepareJob,
    prepare,
    prepared_folder,
)
from weipian_plugin.jobs.measuring.question import progress_text
from weipian_plugin.jobs.measuring.worker import OverlayWorker
from weipian_plugin.jobs.registers.survey_text import SurveyTextJob
from weipian_plugin.overlay.protocol import STAGES
from weipian_plugin.workspace.workspace import Workspace

FAKE = str(Path(__file__).parent / "gui" / "fake_worker.py")


class Stopping:
    """Wants to stop after the first progress."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def progress(self, done: int, total: int, text: str) -> None:
        self.told.append((done, total))

    def cancelled(self) -> bool:
        return bool(self.told)


@pytest.fixture()
def fake(qgis_app) -> Iterator[OverlayWorker]:
    worker = OverlayWorker(FAKE)
    yield worker
    worker.stop()


def test_a_prepared_layer_is_told_with_its_findings_and_is_current_afterwards(demo, fake, tmp_path) -> None:
    reference = ReferenceLayer("dltb", str(demo / "beihai_scene.gpkg"), "dltb_pseudo", "DLBM")
    report = prepare(reference, tmp_path / "预处理", tmp_path / "报告.gpkg", python=FAKE)
    assert (report.features, report.source_changed, Path(report.report).is_file()) == (4321, False, True)
    assert report.findings[0] == FindingSummary("REPORT_OVERLAP", 2, 35.5)
    other = ReferenceLayer("yjjbnt", reference.source, "yjjbnt_pseudo")
    job = InspectJob([reference, other], tmp_path / "预处理", fake)
    job.start()
    assert [state.prepared for state in job.wait()] == [CURRENT, NONE]


def test_a_source_that_cannot_be_read_is_told_of_itself_and_the_others_are_looked_at(demo, fake, tmp_path) -> None:
    references = [ReferenceLayer("gd", "/gone.gpkg"), ReferenceLayer("dltb", str(demo / "beihai_scene.gpkg"))]
    job = InspectJob(references, tmp_path, fake)
    job.start()
    lost, found = job.wait()
    assert lost.error is not None and lost.error.code == "SOURCE_MISSING" and found.fields == ("BSM", "DLBM")


def test_cancelling_ends_the_worker_that_was_the_jobs_own(tmp_path, qgis_app) -> None:
    job = PrepareJob(ReferenceLayer("dltb", "slow.gpkg"), tmp_path, python=FAKE)
    job.start()
    with pytest.raises(WeipianError) as raised:
        job.wait(Stopping())
    assert raised.value.code == "JOB_CANCELLED" and not job._worker.running


def test_a_killed_worker_fails_the_job_in_a_sentence(tmp_path, qgis_app) -> None:
    job = PrepareJob(ReferenceLayer("dltb", "slow.gpkg"), tmp_path, python=FAKE)
    job.start()
    while not job._worker.versions:
        job._worker.pump()
    os.kill(job._worker.pid, signal.SIGKILL)
    with pytest.raises(WeipianError) as raised:
        job.wait()
    assert raised.value.code == "WORKER_DIED"


def test_a_folder_that_cannot_be_made_is_refused_before_anything_starts(tmp_path, qgis_app) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WeipianError) as raised:
        prepare(ReferenceLayer("dltb", "x.gpkg"), tmp_path / "file" / "prepared", python=FAKE)
    assert raised.value.code == "PREPARED_FOLDER" and "?" not in raised.value.sentence("zh")


def test_every_kind_of_finding_has_a_name_and_a_sentence_in_both_languages() -> None:
    kinds = [code[:-len("_NAME")] for code in SENTENCES if code.startswith("REPORT_") and code.endswith("_NAME")]
    assert len(kinds) >= 10
    for kind in kinds:
        finding = FindingSummary(kind, 3, 1.5)
        for language in ("zh", "en"):
            assert finding.title(language) != kind
            assert "3" in finding.sentence(language) and "?" not in finding.sentence(language)


def test_an_empty_workspace_has_nothing_to_write_as_survey_text(tmp_path, fake) -> None:
    with Workspace.create(tmp_path / "empty.gpkg", "EPSG:4525", "tester") as workspace:
        job = SurveyTextJob(workspace, tmp_path / "x.txt", worker=fake)
        job.start()
        with pytest.raises(WeipianError) as raised:
            job.wait()
    assert raised.value.code == "NOTHING_TO_EXPORT" and not (tmp_path / "x.txt").exists()


def test_every_stage_of_preparing_is_told_in_words(qgis_app) -> None:
    words = [progress_text({"text": stage}) for stage in STAGES]
    assert len(set(words)) == len(STAGES) and "gaps, overlaps" in words and all(words)


def test_progress_of_the_real_worker_says_what_is_examined(demo, tmp_path, qgis_app) -> None:
    told: list[tuple[int, int, str]] = []

    class Hearing:
        def progress(self, done: int, total: int, text: str) -> None:
            told.append((done, total, text))

        def cancelled(self) -> bool:
            return False

    prepare(ReferenceLayer("dltb", str(demo / "beihai_scene.gpkg"), "dltb_pseudo", "DLBM"), tmp_path / "copies",
            tmp_path / "report.gpkg", feedback=Hearing())
    stages = [step for step in told if step[1] == 1000]
    assert list(dict.fromkeys(text for _, _, text in stages)) == [progress_text({"text": stage}) for stage in STAGES]
    assert stages[-1][0] == 1000


def test_the_usual_folder_is_asked_for_once_it_is_there_and_a_named_one_always(tmp_path, monkeypatch) -> None:
    usual = tmp_path / "profile" / "prepared"
    monkeypatch.setattr(asking, "prepared_folder", lambda: usual)
    assert (Manner().folder, Manner(prepared=str(usual)).folder) == ("", "")
    assert Manner(prepared=str(tmp_path / "share")).folder == str(tmp_path / "share")
    usual.mkdir(parents=True)
    assert Manner().folder == Manner(prepared=str(usual)).folder == str(usual)
    assert Manner(prepared="").folder == ""


def test_prepared_layers_lie_in_the_profile_unless_a_folder_is_set(tmp_path) -> None:
    assert prepared_folder().parts[-2:] == ("weipian", "prepared")
    assert prepared_folder(str(tmp_path)) == tmp_path
