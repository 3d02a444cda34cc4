"""dBASE tables at the door: their texts in the right encoding, told; tried on tables others found odd."""

from __future__ import annotations

from pathlib import Path

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.intake.dbf import DbfTable, read_dbf


def read(path: Path, override: str = "") -> DbfTable:
    cpg = path.with_suffix(".cpg")
    return read_dbf(path, path.name, cpg.read_text() if cpg.exists() else None, override)


def texts(table: DbfTable) -> list:
    return [value for row in table.rows.values() for value in row.values()]


@pytest.mark.parametrize(("name", "codec", "how", "text"), [
    ("gbk.dbf", "gb18030", "content", "简体国语"),
    ("gb2312.dbf", "gb18030", "content", "简体国语"),
    ("utf8.dbf", "utf-8", "content", "国语國語"),
    ("ldid/chinese.dbf", "gb18030", "ldid", "简体"),
    ("cpg/big5.dbf", "big5", "cpg", "國語"),
    ("cpg/euckr.dbf", "euc_kr", "cpg", "한국말"),
    ("cpg/shiftjis.dbf", "shift_jis", "cpg", "カタカナひらがな"),
    ("cpg/koi8r.dbf", "koi8-r", "cpg", "русский"),
    ("cpg/latin2.dbf", "iso8859-2", "cpg", "čeština"),
    ("cpg/win1251.dbf", "cp1251", "cpg", "РУССКИЙ"),
    ("cpg/win874.dbf", "cp874", "cpg", "ภาษาไทย"),
])
def test_text_is_right_and_what_was_used_is_told(data, name, codec, how, text):
    table = read(data / "encodings" / name)
    assert texts(table) == [text]
    assert (table.encoding.codec, table.encoding.how) == (codec, how)
    assert table.findings == []


def test_big5_without_declaration_is_read_but_told_with_a_sample(data):
    table = read(data / "encodings" / "big5.dbf")
    assert texts(table) == ["繁體國語"]
    assert [(f.code, f.values["sample"]) for f in table.findings] == [("ENCODING_UNSURE", "繁體國語")]


def test_what_is_not_chinese_is_never_guessed_silently(data):
    assert [f.code for f in read(data / "encodings" / "latin1.dbf").findings] == ["ENCODING_UNSURE"]
    table = read(data / "encodings" / "latin1.dbf", override="ISO 8859-1")
    assert "México" in " ".join(map(str, texts(table))) and table.findings == []


def test_an_encoding_that_does_not_fit_is_refused_with_what_was_tried(data):
    with pytest.raises(WeipianError) as refused:
        read(data / "encodings" / "cpg" / "utf16.dbf")
    assert refused.value.code == "ENCODING_UNKNOWN" and "gb18030" in refused.value.sentence("zh")
    with pytest.raises(WeipianError):
        read(data / "encodings" / "gbk.dbf", override="UTF-8")


def test_two_columns_of_one_name_keep_both_values(data):
    table = read(data / "encodings" / "duplicate_fields.dbf")
    assert len(set(table.headings)) == len(table.headings)
    assert all(len(row) == len(table.headings) for row in table.rows.values())


def test_long_whole_numbers_keep_every_digit_and_deleted_rows_stay_out(tmp_path):
    def column(name: bytes, kind: bytes, width: int) -> bytes:
        return name.ljust(11, b"\0") + kind + b"\0" * 4 + bytes([width, 0]) + b"\0" * 14

    header = column(b"JCBH", b"N", 20) + column(b"QSX", b"D", 8) + b"\r"
    rows = [b" " + b"45051218000012345678" + b"20161209", b"*" + b"1".rjust(20) + b"20161209",
            b" " + b"*" * 20 + b"00000000"]
    content = b"\x03\x17\x01\x01" + (3).to_bytes(4, "little") + (32 + len(header)).to_bytes(2, "little") + (
        29).to_bytes(2, "little") + b"\0" * 20 + header + b"".join(rows)
    path = tmp_path / "a.dbf"
    path.write_bytes(content)
    table = read_dbf(path, "a.dbf")
    assert table.rows == {0: {"JCBH": 45051218000012345678, "QSX": "20161209"}, 2: {"JCBH": None, "QSX": None}}
    path.write_bytes(content[:-1])
    with pytest.raises(WeipianError) as refused:
        read_dbf(path, "a.dbf")
    assert refused.value.code == "FILE_TRUNCATED"
