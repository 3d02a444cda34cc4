"""What is wrong in a profile's file is shown line by line, and a corrected one is in use at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from weipian_plugin.gui.options import OptionsPage
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.jobs.rules import profiles as profiles_module
from weipian_plugin.paths import PROFILES, ROOT

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "own" / "profiles"
    own.mkdir(parents=True)
    monkeypatch.setattr(profiles_module, "own_profiles_folder", lambda: own)
    return own


@pytest.fixture
def messages(qgis_app) -> list[str]:
    return []


def session_on(path: Path, messages: list[str]) -> Session:
    session = Session(Settings.load())
    session.message.connect(lambda sentence, level, detail: messages.append(sentence))
    session.open(str(path))
    return session


def test_opening_a_workspace_tells_every_mistake_in_a_profile(folder, messages, workspace_file):
    (folder / "own.yaml").write_text(
        "id: OWN\nextends: GX2023\ntitle: 某县\ntitle_en: Own\npublished: 2023-02-30\ndocuments: {}\n"
        "validity: {from: 2023-01-01, to: 2023-12-31, place: 广西}\n", encoding="utf-8")
    session = session_on(workspace_file, messages)
    told = [message for message in messages if "own.yaml" in message]
    assert len(told) == 1 and len(told[0].splitlines()) == 3
    assert "published" in told[0] and "validity.place" in told[0]
    assert session.profile.id == "GX_ZY2023"
    session.close()


def test_with_whole_profiles_nothing_is_said(folder, messages, workspace_file):
    session_on(workspace_file, messages).close()
    assert messages == []


def test_a_changed_profile_is_used_without_opening_anything_again(folder, messages, workspace_file):
    session = session_on(workspace_file, messages)
    assert session.profile.number("onsite_farmland") == 50
    text = (PROFILES / "GX_ZY2023.yaml").read_text(encoding="utf-8")
    changed = text.replace("{title: 疑似违法占用耕地, value: 50", "{title: 疑似违法占用耕地, value: 60")
    assert changed != text
    (folder / "GX_ZY2023.yaml").write_text(changed, encoding="utf-8")
    assert session.profile.number("onsite_farmland") == 60
    session.close()


def test_the_options_list_own_profiles_and_what_is_wrong_and_look_again_when_asked(folder, qgis_app, qtbot):
    session = Session(Settings.load())
    page = OptionsPage(session)
    qtbot.addWidget(page)
    text = page.body.profilesText
    assert str(folder) in text.toPlainText()
    whole = (ROOT / "tests" / "data" / "profiles" / "city_stricter.yaml").read_text(encoding="utf-8")
    (folder / "city.yaml").write_text(whole.replace("value: 0.10", "value: 10%"), encoding="utf-8")
    page.body.profilesCheckButton.click()
    assert "city.yaml" in text.toPlainText() and "county_accountability_ratio.value" in text.toPlainText()
    (folder / "city.yaml").write_text(whole, encoding="utf-8")
    page.body.profilesCheckButton.click()
    assert "GX_BH2023" in text.toPlainText() and "county_accountability_ratio" not in text.toPlainText()
    session.close()
