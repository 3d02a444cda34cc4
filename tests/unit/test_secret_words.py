"""Texts that speak of what is military or classified are told from those that only say that it is not."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.forms.secret_words import has_secret_words


@pytest.mark.parametrize("text", [
    "军用土地", "该地块为军事设施", "涉密，另行报送", "国防工程", "疑似涉军", "非耕地；军用"])
def test_plain_words_are_seen_in_any_text(text):
    assert has_secret_words(["厂房", None, 3, text])


@pytest.mark.parametrize("text", [
    "非军用", "不涉密", "未涉密", "非涉密图斑", "不涉及军事", "无军事设施", "不属于军用", "密村", "将军路", "", "SM"])
def test_what_says_that_it_is_not_and_what_only_looks_alike_is_not_told(text):
    assert not has_secret_words([text, None, 1.0])
