"""Four real processes at one workspace, the one that writes killed again and again: nothing lost, doubled or untold."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.four_processes import make_workspace, run
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is how POSIX kills")

HALF_A_TRANSACTION = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE half AS SELECT randomblob(5000) AS x FROM meta a, meta b")
connection.execute("UPDATE meta SET value = 'half' WHERE key = 'created_at'")
sys.stdout.write("half\\n")
sys.stdout.flush()
sys.stdin.readline()
"""


def test_whoever_writes_is_killed_and_replaced_and_nothing_is_lost_doubled_or_untold(tmp_path: Path) -> None:
    outcome = run(8.0, tmp_path, packages=6)
    assert outcome.wrong == []
    assert outcome.kills > 0 and outcome.refused > 0 and outcome.merges > 0
    assert outcome.confirmed > 0 and 0 <= outcome.recorded - outcome.confirmed <= outcome.kills + 4


def test_after_a_kill_in_the_middle_a_looker_is_told_to_wait_and_a_writer_finds_all_as_it_was(tmp_path: Path) -> None:
    path = make_workspace(tmp_path)
    with Workspace.open(path) as workspace:
        before = workspace.standing()
    writer = subprocess.Popen([sys.executable, "-c", HALF_A_TRANSACTION, str(path)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None and writer.stdout.readline() == "half\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert path.with_name(path.name + "-journal").exists()
    with pytest.raises(WeipianError) as told:
        Workspace.open(path, read_only=True)
    assert told.value.code == "WORKSPACE_BUSY"
    with Workspace.open(path) as workspace:
        assert workspace.writable and workspace.standing() == before
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.standing() == before
