"""What the operating system says of a failure stands in Chinese in a Chinese sentence, as it is in an English one."""

from __future__ import annotations

import os

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.system_words import in_chinese
from weipian_plugin.intake.office_package import read_office_package


def test_a_package_that_cannot_be_opened_says_why_in_one_language(tmp_path):
    for place, english in ((tmp_path / "none.wpk", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(WeipianError) as told:
            read_office_package(place)
        chinese = told.value.sentence("zh").replace(place.name, "")
        assert not any("a" <= letter.lower() <= "z" for letter in chinese), chinese
        assert english in told.value.sentence("en")


def test_words_that_python_puts_around_it_are_taken_off_and_anything_else_stays():
    missing = os.strerror(2)
    assert in_chinese(f"[Errno 2] {missing}") == in_chinese(missing) == "文件或文件夹不存在"
    assert in_chinese(f"[Errno 2] {missing}: '甲.wpk'") == "文件或文件夹不存在: '甲.wpk'"
    for other in ("", "没有", "[Errno 2] something else", "Is a directory of people"):
        assert in_chinese(other) == other
