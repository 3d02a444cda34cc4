"""The worker's client with the real worker: found, asked, killed, cancelled, replaced, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QProcess

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.jobs.measuring import interpreter
from weipian_plugin.jobs.measuring import worker as worker_module
from weipian_plugin.jobs.measuring.interpreter import Candidate
from weipian_plugin.jobs.measuring.worker import OverlayWorker, shared_worker, stop_shared_worker


@pytest.fixture
def worker() -> Iterator[OverlayWorker]:
    made = OverlayWorker()
    yield made
    made.stop()


def until_ready(worker: OverlayWorker) -> None:
    failures: list[WeipianError] = []
    worker.failed.connect(failures.append)
    worker.start()
    while worker.running and not worker.versions:
        worker.pump()
    if failures:
        raise failures[0]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_checkouts_environment_answers_with_its_versions(worker: OverlayWorker) -> None:
    until_ready(worker)
    assert {"shapely", "pyproj", "pyogrio", "numpy"} <= set(worker.versions)
    assert is_alive(worker.pid)


def test_with_an_event_loop_it_reports_by_signal(worker: OverlayWorker, qtbot) -> None:
    with qtbot.waitSignal(worker.ready, timeout=20000) as told:
        worker.start()
    assert told.args[0]["shapely"]


def test_stop_ends_the_process_and_may_be_called_twice(worker: OverlayWorker) -> None:
    until_ready(worker)
    pid = worker.pid
    worker.stop()
    worker.stop()
    assert not worker.running
    assert not is_alive(pid)


def test_a_killed_worker_is_told_and_the_next_start_makes_another(worker: OverlayWorker) -> None:
    until_ready(worker)
    failures: list[WeipianError] = []
    worker.failed.connect(failures.append)
    first = worker.pid
    os.kill(first, signal.SIGKILL)
    for _ in range(50):
        worker.pump()
        if failures:
            break
    assert [error.code for error in failures] == ["WORKER_DIED"]
    until_ready(worker)
    assert worker.pid not in (0, first)


def test_an_idle_worker_that_is_killed_is_told_with_an_event_loop(worker: OverlayWorker, qtbot) -> None:
    with qtbot.waitSignal(worker.ready, timeout=20000):
        worker.start()
    with qtbot.waitSignal(worker.failed, timeout=5000) as told:
        os.kill(worker.pid, signal.SIGKILL)
    assert told.args[0].code == "WORKER_DIED"


def test_a_python_without_the_packages_is_refused_naming_all_it_lacks(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.write_text('#!/bin/sh\nexec /usr/bin/python3 -S "$@"\n')
    bare.chmod(0o755)
    worker = OverlayWorker(str(bare))
    with pytest.raises(WeipianError) as raised:
        until_ready(worker)
    assert raised.value.code == "PACKAGES_MISSING"
    assert raised.value.values["packages"] == "numpy shapely pyproj pyogrio"
    assert "--no-index" in raised.value.sentence("zh")
    assert not worker.running


def test_a_python_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    worker = OverlayWorker(str(tmp_path / "nowhere"))
    with pytest.raises(WeipianError, match="nowhere") as raised:
        until_ready(worker)
    assert raised.value.code == "PYTHON_NOT_USABLE"


def test_a_program_that_speaks_something_else_is_refused(tmp_path: Path) -> None:
    chatter = tmp_path / "chatter"
    chatter.write_text("#!/bin/sh\necho hello, this is no worker at all\nsleep 30\n")
    chatter.chmod(0o755)
    worker = OverlayWorker(str(chatter))
    with pytest.raises(WeipianError) as raised:
        until_ready(worker)
    assert raised.value.code == "PYTHON_NOT_USABLE"


def test_a_program_that_never_answers_is_given_up(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(worker_module, "READY_SECONDS", 0.5)
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 20\n")
    silent.chmod(0o755)
    worker = OverlayWorker(str(silent))
    with pytest.raises(WeipianError) as raised:
        until_ready(worker)
    assert (raised.value.code, raised.value.values["seconds"]) == ("PYTHON_SILENT", "0.5")


def test_the_next_place_is_tried_when_the_first_will_not_do(worker: OverlayWorker, monkeypatch, tmp_path: Path) -> None:
    good = interpreter.candidates()[0]
    broken = Candidate(str(tmp_path / "broken"), interpreter.FOREIGN, "checkout")
    monkeypatch.setattr(worker_module, "candidates", lambda setting: [broken, good])
    until_ready(worker)
    assert worker.python == good.path


def test_the_shared_worker_is_one_and_is_replaced_for_another_python() -> None:
    first = shared_worker()
    try:
        assert shared_worker() is first
        assert shared_worker("/usr/bin/other") is not first
    finally:
        stop_shared_worker()


def test_it_has_no_qt_parent(worker: OverlayWorker) -> None:
    until_ready(worker)
    assert worker.parent() is None
    assert worker._process is not None
    assert worker._process.parent() is None
    assert worker._process.state() == QProcess.ProcessState.Running


def test_frames_sent_before_it_is_ready_arrive(worker: OverlayWorker) -> None:
    answers: list[dict] = []
    worker.received.connect(lambda header, body: answers.append(header))
    worker.send({"kind": "nonsense", "job": 7})
    worker.start()
    until = time.monotonic() + 20
    while not answers and time.monotonic() < until:
        worker.pump()
    assert answers[0]["kind"] == "error"
    assert answers[0]["job"] == 7


LEFT_ALONE = """
import sys
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
from weipian_plugin.jobs.measuring import worker
mine = worker.shared_worker() if sys.argv[1] == "shared" else worker.OverlayWorker()
mine.start()
while mine.running and not mine.versions:
    mine.pump()
print(mine.pid)
"""


@pytest.mark.parametrize("whose", ["shared", "own"])
def test_an_interpreter_that_ends_without_unloading_ends_the_worker_first(root: Path, whose: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    run = subprocess.run([sys.executable, "-c", LEFT_ALONE, whose], capture_output=True, text=True, env=environment,
                         cwd=root, timeout=120)
    assert run.returncode == 0 and not is_alive(int(run.stdout))
    assert "Destroyed" not in run.stderr and "Traceback" not in run.stderr
