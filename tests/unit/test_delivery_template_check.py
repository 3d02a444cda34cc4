"""A template is looked through before it is needed: what of it cannot be placed is told, each in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.unit.ooxml import define
from weipian_plugin.delivery.sheets.check import cannot_serve, check_template
from weipian_plugin.domain.forms.table_forms import TABLE_FORMS, form_of
from weipian_plugin.paths import TEMPLATES

FORM = form_of("2-1")


def codes(path: Path, form=FORM) -> list[str]:
    findings = check_template(path, form, TABLE_FORMS.values())
    for finding in findings:
        assert "?" not in finding.sentence("zh") and "?" not in finding.sentence("en"), finding
    return [finding.code for finding in findings]


@pytest.fixture
def changed(tmp_path):
    """The shipped 附表2-1 as somebody changed it."""
    def change(how) -> Path:
        book = load_workbook(TEMPLATES / FORM.template)
        how(book, book.worksheets[0])
        book.save(tmp_path / FORM.template)
        return tmp_path / FORM.template

    return change


def write(cell: str, value: object):
    def how(_, sheet) -> None:
        sheet[cell] = value
    return how


def without_its_title(book, _) -> None:
    del book.defined_names["WP_TITLE"]


@pytest.mark.parametrize("form", TABLE_FORMS.values(), ids=TABLE_FORMS)
def test_there_is_nothing_to_say_of_what_is_shipped(form):
    assert [code for code in codes(TEMPLATES / form.template, form) if code != "TEMPLATE_NAME_UNKNOWN"] == []


@pytest.mark.parametrize(("how", "code"), [
    (write("D7", "BCDE"), "TEMPLATE_CODES_UNKNOWN"),
    (write("D7", "JCBH"), "TEMPLATE_CODE_TWICE"),
    (write("D7", None), "TEMPLATE_FIELDS_UNPLACED"),
    (write("C7", None), "TEMPLATE_LACKS_FIELDS"),
    (write("A2", "批次：{ }"), "TEMPLATE_MARK_BROKEN"),
    (write("A2", "批次：{0}"), "TEMPLATE_MARK_BROKEN"),
    (without_its_title, "TEMPLATE_NAME_MISSING"),
    (lambda book, _: define(book, "WP_TITEL", "'附表2-1'!$A$1"), "TEMPLATE_NAME_UNKNOWN"),
    (lambda book, _: define(book, "WP_BATCH", "#REF!"), "TEMPLATE_NAME_BROKEN"),
    (lambda book, _: define(book, "WP_BATCH", "'没有'!$A$1"), "TEMPLATE_NAME_BROKEN"),
    (lambda _, sheet: sheet.merge_cells("D8:E8"), "TEMPLATE_ROW_MERGED"),
    (lambda book, sheet: book.copy_worksheet(sheet), "TEMPLATE_TWO_SHEETS"),
])
def test_what_cannot_be_placed_is_named(changed, how, code):
    assert code in codes(changed(how))


def test_small_and_full_width_letters_are_codes_too(changed):
    def type_as_people_do(_, sheet) -> None:
        sheet["B7"], sheet["C7"] = " ｊｃｂｈ", "dkbh　"
    assert codes(changed(type_as_people_do)) == []


def test_the_template_of_another_table_is_called_so():
    findings = check_template(TEMPLATES / "table_4.xlsx", FORM, TABLE_FORMS.values())
    assert [finding.code for finding in findings] == ["TEMPLATE_OF_ANOTHER"] and cannot_serve(findings)
    assert "附表4" in findings[0].sentence("zh")


def test_a_sheet_without_any_codes_is_refused(tmp_path):
    Workbook().save(tmp_path / "empty.xlsx")
    assert codes(tmp_path / "empty.xlsx") == ["TEMPLATE_WITHOUT_CODES"]


@pytest.mark.parametrize(("content", "code"), [
    (b"", "TEMPLATE_NO_WORKBOOK"),
    ("序号,图斑编号".encode(), "TEMPLATE_NO_WORKBOOK"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "TEMPLATE_OLD_OR_LOCKED"),
])
def test_what_is_no_workbook_is_told_with_what_to_do(tmp_path, content, code):
    (tmp_path / "t.xlsx").write_bytes(content)
    findings = check_template(tmp_path / "t.xlsx", FORM)
    assert [finding.code for finding in findings] == [code] and cannot_serve(findings)
    assert "t.xlsx" in findings[0].sentence("zh")


def test_a_zip_that_is_no_workbook_and_a_file_that_is_gone_are_told(tmp_path):
    import zipfile
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    assert codes(tmp_path / "t.xlsx") == ["TEMPLATE_UNREADABLE"]
    assert codes(tmp_path / "none.xlsx") == ["TEMPLATE_UNREADABLE"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_locked_file_is_told(tmp_path):
    (tmp_path / "t.xlsx").write_bytes(b"PK")
    (tmp_path / "t.xlsx").chmod(0)
    assert codes(tmp_path / "t.xlsx") == ["TEMPLATE_LOCKED"]


def test_a_template_that_is_open_in_excel_is_told(changed):
    path = changed(lambda *_: None)
    path.with_name(f"~${path.name}").write_bytes(b"who")
    assert codes(path) == ["TEMPLATE_OPEN_IN_EXCEL"]
