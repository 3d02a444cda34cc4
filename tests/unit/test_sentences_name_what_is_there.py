"""A sentence that sends somebody to a page or to a choice calls it as the window does."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from weipian_plugin.domain.sentences import SENTENCES

SHOWN = {message.findtext("translation") for message in ElementTree.parse(
    Path(__file__).resolve().parents[2] / "i18n" / "weipian_zh_CN.ts").getroot().iter("message")}


def test_a_page_that_a_sentence_names_is_called_so():
    named = {name for chinese, _ in SENTENCES.values() for name in re.findall(r"“([^”]{1,12})”页", chinese)}
    assert {"盲判", "抽样"} <= named and named <= SHOWN


def test_what_one_is_asked_to_choose_of_foreign_patches_is_what_the_box_offers():
    for code in ("OFFICE_FOREIGN_PATCHES", "OFFICE_FOREIGN_TAKEN", "OFFICE_FOREIGN_LEFT"):
        chosen = set(re.findall("“([^”]+)”", SENTENCES[code][0]))
        assert chosen and chosen <= SHOWN, code
