"""The encoding of a dBASE table, and its layout: what is declared held against the bytes, what is unsure told."""

from __future__ import annotations

from pathlib import Path

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.exchange.dbase import layout_of, records_in, texts_in
from weipian_plugin.domain.exchange.encodings import choose_encoding, decode, encoding_of_cpg, likeliest_encoding


@pytest.mark.parametrize("cpg", ["UTF-8", "ISO-8859-1", "1252"])
def test_a_cpg_that_the_bytes_contradict_loses_and_is_told(cpg):
    encoding = choose_encoding(["铁山港区".encode("gbk")], "a.dbf", cpg)
    assert encoding.codec == "gb18030"
    assert [(f.code, f.values["declared"]) for f in encoding.findings] == [("ENCODING_DECLARED_WRONG", cpg)]


@pytest.mark.parametrize(("spelling", "codec"), [
    ("GBK", "gb18030"), ("ANSI 936", "gb18030"), ("GB2312", "gb18030"), ("CP936", "gb18030"), ("UTF8", "utf-8"),
    ("65001", "utf-8"), ("Big-5", "big5"), ("1251", "cp1251"), ("ISO 88592", "iso8859-2"),
    ("1251\0", "cp1251"), ("nonsense", None), ("UTF-16", None), ("hex", None), ("", None),
])
def test_every_spelling_of_a_cpg_is_known(spelling, codec):
    assert encoding_of_cpg(spelling) == codec


def test_a_character_cut_by_the_fields_width_is_left_out_and_told():
    cut = "北海市铁山港区".encode("gbk")[:-1]
    assert decode(cut, "gb18030") == ("北海市铁山港", True)
    with pytest.raises(UnicodeDecodeError):
        decode(b"\xff\xff\xff\xffabc", "gb18030")


@pytest.mark.parametrize(("codec", "spoilt"), [
    ("utf-8", "水田".encode()[1:]),  # all of it would also be GB18030
    ("utf-8", b"\xff\xffabcdef"), ("gb18030", b"\xff\xffabcdef")])
def test_where_an_answer_is_needed_one_spoilt_text_does_not_change_it_but_is_told(codec: str, spoilt: bytes) -> None:
    texts = [text.encode(codec) for text in ("水田", "旱地", "农村道路")]
    assert likeliest_encoding(texts, "a.dbf") == choose_encoding(texts, "a.dbf")
    found = likeliest_encoding([*texts, spoilt], "a.dbf")
    assert found.codec == codec
    assert [(told.code, told.values["sample"]) for told in found.findings] == [("ENCODING_UNSURE", "农村道路")]


def test_where_no_encoding_fits_the_door_refuses_and_an_answer_is_gb18030() -> None:
    texts = [b"\xff\xfeabcdef", b"\xff\xffabcdef"]
    with pytest.raises(WeipianError, match="gb18030"):
        choose_encoding(texts, "a.dbf")
    found = likeliest_encoding(texts, "a.dbf")
    assert (found.codec, [told.code for told in found.findings]) == ("gb18030", ["ENCODING_UNSURE"])


def test_gbk_that_would_also_be_big5_is_told_by_its_common_characters() -> None:
    text = "土地利用现状".encode("gbk")
    text.decode("big5")
    assert choose_encoding([text], "a.dbf").codec == "gb18030"


def test_a_layout_is_read_as_far_as_the_bytes_go(data: Path) -> None:
    content = (data / "encodings" / "duplicate_fields.dbf").read_bytes()
    layout = layout_of(content)
    assert layout is not None
    assert layout.is_sound
    assert layout.size <= len(content)
    assert [len(record) for _, record in records_in(content, layout)] == [layout.width] * layout.count
    beginning = content[:layout.header + layout.width + 1]
    assert layout_of(beginning) == layout
    assert [number for number, _ in records_in(beginning, layout)] == [0]
    assert list(texts_in(content[:layout.header], layout)) == [column.name for column in layout.columns]


def test_what_is_no_table_has_no_layout_or_an_unsound_one() -> None:
    assert layout_of(b"\x03" * 32) is None
    without_columns = layout_of(bytes(64))
    assert without_columns is not None
    assert not without_columns.is_sound


def test_a_record_too_narrow_for_its_columns_is_unsound(data: Path) -> None:
    content = bytearray((data / "encodings" / "gbk.dbf").read_bytes())
    content[10:12] = (2).to_bytes(2, "little")
    layout = layout_of(bytes(content))
    assert layout is not None
    assert not layout.is_sound
