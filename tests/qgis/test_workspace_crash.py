"""Real processes: what was confirmed is found after kill -9, with layers open and a third QGIS looking in."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is how POSIX kills")

BEGIN = """
import itertools, sys, time
from qgis.core import QgsApplication, QgsFeatureRequest, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.workspace.workspace import Workspace
path = sys.argv[1]
def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\\n")
    sys.stdout.flush()
"""

DECIDE = """
workspace = Workspace.open(path, actor="甲")
layers = []
if "layers" in sys.argv:
    from weipian_plugin.workspace.layers import make_layers
    layers = make_layers(workspace)
    features = [list(layer.getFeatures()) for layer in layers]
uuids = [row.parcel_uuid for row in workspace.queue()]
say("ready", workspace.writable)
first = int(sys.argv[4]) if len(sys.argv) > 4 else 0
for number in itertools.count(first):
    if sys.argv[2] == "wait" and number >= 5:
        sys.stdin.readline()
    if sys.argv[2] == "steady":
        time.sleep(0.005)
    uuid = uuids[number % len(uuids)]
    workspace.save_draft(uuid, {"PDLX": ("合法", "违法", "其他")[number // len(uuids) % 3], "FJ": str(number)})
    say("done", number, uuid)
    if layers and number % 7 == 0:
        list(layers[0].getFeatures(QgsFeatureRequest().setLimit(3)))
"""

LOOK = """
for name in ("parcels", "patches", "drafts", "events"):
    for attempt in range(50):  # without locks, QGIS cannot open a file in whose journal another is just writing
        layer = QgsVectorLayer(path + "|layername=" + name, name, "ogr")
        if layer.isValid():
            break
        time.sleep(0.01)
    assert layer.isValid()
    for feature in layer.getFeatures():
        pass
    del layer
say("looked")
"""

HOLD = """
workspace = Workspace.open(path, actor="乙")
say("ready", workspace.writable, "|", workspace.holder)
sys.stdin.readline()
"""


def square(x, y, side=20.0):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


@pytest.fixture
def path(tmp_path):
    with Workspace.create(tmp_path / "w.gpkg", quarantine_path=tmp_path / "q.sqlite") as workspace:
        workspace.add_batch(NewBatch("b", "2023-08-01", "x.zip", "d"), [
            IssuedPatch(f"{i:05}", {}, square(37500000.0 + 30 * i, 2400000.0)) for i in range(30)])
    return Path(workspace.path)


@pytest.fixture
def start(root):
    """Start Python on a script of its own; whatever is still alive at the end is killed."""
    started = []

    def run(script, *arguments, **options):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(BEGIN) + script, *map(str, arguments)], env=environment, cwd=root,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def confirmed(lines):
    """The decisions a process said it had made: (number, parcel)."""
    words = [line.split() for line in lines if line.startswith("done") and line.endswith("\n")]
    return [(int(word[1]), word[2]) for word in words]


def assert_nothing_lost(path, decisions, kills=1):
    with Workspace.open(path) as workspace:
        assert workspace.writable
        assert workspace._database.value("PRAGMA integrity_check") == "ok"
        recorded = {(int(event.payload["after"]["answers"]["FJ"]), event.parcel_uuid)
                    for row in workspace.queue() for event in workspace.history(row.parcel_uuid)}
        assert set(decisions) <= recorded
        assert len(recorded) - len(set(decisions)) <= kills  # the one that was being confirmed
        last = {}
        for number, uuid in sorted(recorded):
            last[uuid] = number
        assert {uuid: int(workspace.draft(uuid).answers["FJ"]) for uuid in last} == last


@pytest.mark.parametrize("layers", ["no", "layers"])
def test_killed_in_the_middle_it_has_everything_that_was_confirmed(path, start, layers):
    decisions = []
    for kill, lifetime in enumerate((0.05, 0.11, 0.17, 0.23)):
        process = start(DECIDE, path, "run", layers, kill * 1000000)
        assert process.stdout.readline() == "ready True\n"
        lines = [process.stdout.readline()]  # a slow machine may take longer to its first decision than it has to live
        time.sleep(lifetime)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.wait()
        assert confirmed(lines)
        decisions += confirmed(lines)
        assert_nothing_lost(path, decisions, kills=kill + 1)


@pytest.mark.parametrize("looker", ["qgis", "second window"])
def test_another_qgis_looking_in_loses_no_decision(path, start, looker):
    process = start(DECIDE, path, "wait", "layers")
    assert process.stdout.readline() == "ready True\n"
    lines = [process.stdout.readline() for _ in range(5)]
    for _ in range(3):
        other = start(LOOK if looker == "qgis" else HOLD, path)
        out, err = other.communicate("\n", timeout=60)
        assert other.returncode == 0 and ("looked" in out or "ready False" in out), err
        for _ in range(4):
            process.stdin.write("\n")
            process.stdin.flush()
            lines.append(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(confirmed(lines)) == 17
    assert_nothing_lost(path, confirmed(lines))


def test_third_qgis_may_look_all_the_time_while_decisions_are_made(path, start):
    writer = start(DECIDE, path, "steady", "layers")
    assert writer.stdout.readline() == "ready True\n"
    looker = start("for look in range(10):\n" + textwrap.indent(LOOK, "    "), path)
    out, err = looker.communicate(timeout=60)
    assert looker.returncode == 0 and "looked" in out, err
    assert writer.poll() is None, writer.stderr.read()
    writer.send_signal(signal.SIGKILL)
    decisions = confirmed(writer.stdout.readlines())
    writer.wait()
    assert len(decisions) > 10
    assert_nothing_lost(path, decisions)


def test_second_window_is_told_who_writes_and_takes_over_after_a_kill(path, start):
    first = start(HOLD, path)
    assert first.stdout.readline() == "ready True | \n"
    second = start(HOLD, path)
    answer = second.stdout.readline()
    assert answer.startswith("ready False | ") and f"pid {first.pid}" in answer
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Path(str(path) + ".lock").exists()
    with Workspace.open(path) as workspace:
        assert workspace.writable
        workspace.set_note(workspace.queue()[0].parcel_uuid, "接着做")


def test_full_disk_is_told_and_the_file_is_as_it_was(path, start):
    script = """
    import resource
    workspace = Workspace.open(path, actor="甲")
    uuid = workspace.queue()[0].parcel_uuid
    workspace.set_note(uuid, "之前")
    size = __import__("os").path.getsize(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        workspace.set_note(uuid, "很长" * 200000)
    except WeipianError as error:
        say(error.code, workspace.draft(uuid).note, len(workspace.history(uuid)))
    workspace.close()
    """
    process = start(textwrap.dedent(script), path)
    out, err = process.communicate(timeout=60)
    assert out.split() in (["WORKSPACE_DISK_FULL", "之前", "1"], ["WORKSPACE_IO", "之前", "1"]), err
    with Workspace.open(path) as workspace:
        assert workspace._database.value("PRAGMA integrity_check") == "ok"
        workspace.set_note(workspace.queue()[0].parcel_uuid, "很长" * 200000)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become someone who may not write")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only_file_or_folder_can_be_looked_at_and_says_why_not_more(path, start, what):
    path.parent.chmod(0o755)
    for parent in list(path.parents)[1:4]:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    path.chmod(0o444)
    if what == "file":
        path.parent.chmod(0o777)
    script = """
    import os
    os.setuid(65534)
    workspace = Workspace.open(path, actor="甲")
    uuid = workspace.queue()[0].parcel_uuid
    try:
        workspace.set_note(uuid, "x")
    except WeipianError as error:
        say(workspace.writable, error.code)
    try:
        Workspace.create("/proc/w.gpkg")
    except WeipianError as error:
        say(error.code)
    """
    process = start(textwrap.dedent(script), path)
    out, err = process.communicate(timeout=60)
    assert out.splitlines() == ["False WORKSPACE_NOT_WRITABLE", "WORKSPACE_NOT_WRITABLE"], err


def test_refusal_to_write_is_an_error_of_ours(path):
    with Workspace.open(path, read_only=True) as workspace, pytest.raises(WeipianError):
        workspace.set_flag(workspace.queue()[0].parcel_uuid, "x")
