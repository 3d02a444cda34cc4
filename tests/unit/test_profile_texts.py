"""The policy texts that ship: every quotation stands in them, and nobody's telephone or mail address does."""

from __future__ import annotations

import re

import pytest
import yaml

from weipian_plugin.domain.profile_schema import build_all, read_profile
from weipian_plugin.paths import POLICIES, PROFILES

DOCUMENTS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PROFILES.glob("*.yaml")}
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in POLICIES.glob("*.txt")}
CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-—－ ]?\d{7,8}(?!\d)"
    r"|(?:电话|手机|传真|邮箱|联系人)[:：]")


@pytest.mark.parametrize("profile_id", sorted(DOCUMENTS))
def test_every_quoted_sentence_stands_in_the_text_it_names(profile_id: str) -> None:
    profile = build_all(DOCUMENTS)[profile_id]
    for path, citation in profile.citations():
        assert "".join(citation.sentence.split()) in "".join(TEXTS[citation.file].split()), path
    assert read_profile(DOCUMENTS, profile_id, TEXTS)[1] == []


def test_every_quotation_in_the_files_is_seen_by_the_profiles() -> None:
    """A section that forgets its source in `PolicyProfile.bases` would escape the check above."""
    def quoted(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {"".join(str(node["sentence"]).split())} if {"file", "sentence"} <= set(node) else set()
            return own.union(*(quoted(part) for part in node.values()))
        return set().union(*(quoted(part) for part in node)) if isinstance(node, list) else set()

    seen = {"".join(citation.sentence.split()) for profile in build_all(DOCUMENTS).values()
            for _, citation in profile.citations()}
    for name, document in DOCUMENTS.items():
        assert quoted(document) <= seen, name


def test_every_text_is_quoted_by_some_profile() -> None:
    files = {citation.file for profile in build_all(DOCUMENTS).values() for _, citation in profile.citations()}
    assert files == set(TEXTS)


@pytest.mark.parametrize("path", sorted(POLICIES.iterdir()), ids=lambda path: path.name)
def test_no_text_has_a_telephone_number_or_a_mail_address(path) -> None:
    assert CONTACT.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("contact", ["0750-3987654", "13812345678", "县卫片办 zy@163.com", "联系电话：", "07503987654"])
def test_the_look_for_contacts_finds_them(contact: str) -> None:
    assert CONTACT.search(contact)
