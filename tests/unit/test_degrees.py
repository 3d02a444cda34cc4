"""Coordinates in degrees are told with six decimals wherever they are written: two would be a kilometre."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from weipian_plugin.delivery.csv_file import write_csv
from weipian_plugin.delivery.package.mapped import write_mapped
from weipian_plugin.delivery.sheets.cells import cell_value, number_format
from weipian_plugin.domain.definitions import ATTACHMENT
from weipian_plugin.domain.exchange.column_mapping import read_mapping
from weipian_plugin.domain.feedback import NullFeedback
from weipian_plugin.domain.forms.fields import degrees
from weipian_plugin.domain.forms.list_forms import LIST_FORMS
from weipian_plugin.domain.forms.table_forms import TABLE_FORMS
from weipian_plugin.domain.marks import CLEAN

MAPPINGS = sorted((Path(__file__).resolve().parents[2] / "resources" / "mappings").glob("*.yaml"))
FORMS = [*TABLE_FORMS.values(), *LIST_FORMS]
PLACE = {"LZB": 109.558765432, "BZB": 21.587699999999998}


def is_of_a_place(field) -> bool:
    return "经度" in field.zh or "纬度" in field.zh


def test_every_longitude_and_latitude_of_every_table_is_a_coordinate():
    fields = [field for form in FORMS for field in form.fields] + list(ATTACHMENT)
    places = [field for field in fields if is_of_a_place(field)]
    assert len(places) >= 4 and all(field.coordinate for field in places)
    assert {number_format(field) for field in places} == {"0.000000"}
    assert {cell_value(field, 21.587699999999998) for field in places} == {21.5877}
    assert not [field.code for field in fields if field.coordinate and not is_of_a_place(field)]


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_every_coordinate_of_every_mapping_has_six_decimals(path):
    mapping, problems = read_mapping(yaml.safe_load(path.read_text("utf-8")), path.name)
    assert not problems
    columns = [column for table in mapping.tables for column in table.columns if column.field is not None]
    assert {column.decimals for column in columns if is_of_a_place(column.field)} <= {6}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_platforms_table_has_the_centre_where_it_is(tmp_path, kind):
    mapping, _ = read_mapping({"id": "x", "title": "平台", "tables": [{
        "id": "2-2", "file": "矿产", "format": kind, "columns": [
            {"code": "LZB", "header": "经度"}, {"code": "BZB", "header": "纬度"},
            {"code": "LZB", "header": "粗", "decimals": 1}]}]}, "x.yaml")
    path = tmp_path / f"x.{kind}"
    write_mapped(mapping.tables[0], [PLACE], path, CLEAN, "2023-08-15T00:00:00+00:00", NullFeedback())
    if kind == "csv":
        assert path.read_text("utf-8-sig").splitlines()[1] == "109.558765,21.587700,109.6"
        return
    cells = load_workbook(path).worksheets[0][2]
    assert [round(Decimal(str(cell.value)), 6) for cell in cells] == [
        Decimal("109.558765"), Decimal("21.587700"), Decimal("109.6")]
    assert [cell.number_format for cell in cells] == ["0.000000", "0.000000", "0.0"]


def test_our_own_table_as_csv_has_no_tail_of_digits(tmp_path):
    write_csv(TABLE_FORMS["2-2"], [PLACE], tmp_path / "x.csv", CLEAN, NullFeedback(), bare=True)
    assert "109.558765,21.5877," in (tmp_path / "x.csv").read_text("utf-8-sig")


def test_degrees_in_words():
    assert (degrees(109.5), degrees("21.587699999999998"), degrees("东")) == ("109.500000", "21.587700", "东")
