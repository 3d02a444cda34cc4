"""Names of files that are not UTF-8: shown so that nothing breaks on them, refused with what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List

import pytest

from weipian_plugin.domain.errors import WeipianError, refuse_foreign_name, sentence
from weipian_plugin.domain.exchange.pathnames import foreign_part, shown_name
from weipian_plugin.overlay import answers
from weipian_plugin.overlay.layers import LayerCache
from weipian_plugin.overlay.protocol import FrameReader, encode
from weipian_plugin.overlay.sources import open_source

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "resources" / "demo" / "beihai_scene.gpkg"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only here are names bytes")


def gbk(name: str) -> str:
    """The name as Python has it where a program wrote it in GBK."""
    return name.encode("gbk").decode("utf-8", "surrogateescape")


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """The scene under a name written by a program that knows no UTF-8."""
    path = tmp_path / "资料" / gbk("地类图斑.gpkg")
    path.parent.mkdir()
    path.write_bytes(SCENE.read_bytes())
    return path


@pytest.mark.parametrize(("name", "shown"), [
    ("/数据/地类.gpkg", "/数据/地类.gpkg"), (f"/数据/{gbk('地类')}/a.gpkg|dltb", "/数据/地类/a.gpkg|dltb"),
    (gbk("贾家庄镇.shp"), "贾家庄镇.shp"), ("\udcff\udcfe.shp", "\\xff\\xfe.shp"), ("\ud800.shp", "\\ud800.shp"),
    (gbk("地") + "斑.shp", "\\xb5\\xd8斑.shp"), ("", ""),
])
def test_a_name_is_shown_as_it_was_written_where_that_can_be_told(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    shown_name(name).encode("utf-8")


def test_a_name_with_lost_bytes_is_foreign_only_where_nothing_is_found() -> None:
    assert foreign_part("/资料/��.gpkg", False) == "��.gpkg"
    assert foreign_part("/资料/��.gpkg", True) is None
    assert foreign_part("/资料/地类.gpkg", False) is None
    assert foreign_part(f"/{gbk('资料')}/a.gpkg", True) == gbk("资料")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_sentence_about_such_a_file_can_be_printed(language: str) -> None:
    for value in (gbk("地类.gpkg"), Path(gbk("地类.gpkg"))):
        assert "地类.gpkg" in sentence("SOURCE_MISSING", language, file=value)
    with pytest.raises(WeipianError) as raised:
        refuse_foreign_name(f"/资料/{gbk('地类.gpkg')}")
    said = raised.value.sentence(language)
    assert "/资料/地类.gpkg" in said and "convmv" in said and str(raised.value).encode("utf-8")


def test_such_a_name_passes_through_a_frame_unchanged() -> None:
    header = {"kind": "inspect", "source": f"/资料/{gbk('地类.gpkg')}|dltb"}
    (back, body), = FrameReader().feed(encode(header, b"x"))
    assert back == header and body == b"x"


@linux_only
def test_a_layer_under_such_a_name_is_refused_with_what_to_do(foreign: Path) -> None:
    lost = str(foreign).encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # as Qt's dialogs give it
    for text in (str(foreign), f"{foreign}|dltb_pseudo", lost, str(foreign.with_name(gbk("没有.gpkg")))):
        with pytest.raises(WeipianError) as raised:
            open_source(text)
        assert raised.value.code == "NAME_NOT_UTF8"
    with pytest.raises(WeipianError) as raised:
        open_source(str(foreign.with_name("没有.gpkg")))
    assert raised.value.code == "SOURCE_MISSING"


@linux_only
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_line_says_so_in_one_line(foreign: Path, tmp_path: Path, language: str) -> None:
    there, lost = os.fsencode(SCENE), os.fsencode(foreign)
    for patches, layer in ((lost + b"|wptb_auto", there), (there + b"|wptb_auto", lost)):
        ended = subprocess.run(
            [sys.executable, "-m", "weipian_plugin.overlay", patches, "--layer", b"dltb=" + layer + b"|dltb_pseudo",
             "--out", tmp_path / "a.csv", "--lang", language], cwd=ROOT, capture_output=True, timeout=120)
        said = ended.stderr.decode("utf-8")
        assert ended.returncode == 1 and said.count("\n") == 1
        assert "资料/地类图斑.gpkg" in said and "convmv" in said


def test_what_is_wrong_with_a_file_is_told_of_any_name(tmp_path: Path) -> None:
    told: List[Dict[str, Any]] = []
    asked = answers.Answers(1, lambda header, body: told.append(header), LayerCache(), lambda: False)
    asked.to({"kind": "inspect", "layers": [{"role": "dltb", "source": "/\ud800.gpkg"}]}, b"")
    assert json.loads(encode(told[0])[8:])["layers"][0]["code"] == "SOURCE_MISSING"
