"""Who holds a workspace is told in words."""

from __future__ import annotations

from weipian_plugin.domain.holder import holder_in_words


def test_a_person_reads_user_computer_and_process():
    assert holder_in_words("root@vm (pid 11955)", "zh") == "vm 上的 root（进程 11955）"
    assert holder_in_words("root@vm (pid 11955)", "en") == "root on vm (process 11955)"
    assert holder_in_words("PC-1 (pid 7)", "zh") == "PC-1 上的 用户（进程 7）"
    assert holder_in_words("", "zh") == ""
