"""附表1-2 on its way in: recognised by its columns or its class, entered as class K with all its values."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.definitions import concerns_mining, is_mineral
from weipian_plugin.intake import IntakeOptions, read_package

HEADS = ["图斑编号", "矿种（推断）", "矿类", "目标类型", "图斑面积（平方米）", "许可证号", "有效期止",
         "界内面积（平方米）", "界外面积（平方米）", "是否涉及长江流域", "前时相", "后时相"]
INSIDE = ["450512A001", "花岗岩", "非金属矿产", "采场", 1600, "C4505002019", "2025-06-30", 1000, 600, "否", "20161209",
          "20180309"]
WRONG = ["450512A002", "花岗岩", "非金属", "硐口", 3600, None, None, 1000, 600, "是", "20161209", "20180309"]


def codes(findings):
    return [finding.code for finding in findings]


def without_areas(build):
    return [({"JCBH": row["JCBH"]}, wkt) for row, wkt in build.rows()]


def test_a_mineral_table_enters_as_class_k_with_its_values(build):
    path = build.layer(rows=without_areas(build))
    build.table([HEADS, INSIDE, WRONG], "附表1-2.xlsx")
    delivery = read_package(path)
    first, second = delivery.patches
    assert {**first.attributes} == {
        "JCBH": "450512A001", "KZ": "花岗岩", "KL": "非金属", "MBLX": "采场", "TBMJ": 1600.0, "JCMJ": 1600.0,
        "XKZH": "C4505002019", "YXQZ": "2025-06-30", "JNMJ": 1000.0, "JWMJ": 600.0, "SFCJ": 0, "QSX": "2016-12-09",
        "HSX": "2018-03-09", "JCLB": "K"}
    assert is_mineral(first.attributes) and concerns_mining(first.attributes)
    assert delivery.unrecognised == [] and first.extra == {}
    told = next(finding for finding in delivery.findings if finding.code == "MINERAL_TABLE")
    assert told.values == {"count": 2, "filled": 2} and "附表1-2" in told.sentence("zh")
    assert codes(first.findings) == []
    (found,) = [finding for finding in second.findings if finding.code == "MINERAL_SUM"]
    assert found.severity == "E" and (found.values["inside"], found.values["whole"]) == ("1.50", "5.40")


def test_areas_in_mu_are_kept_in_m2(build):
    path = build.layer(rows=without_areas(build))
    heads = [head.replace("平方米", "亩") for head in HEADS]
    build.table([heads, [*INSIDE[:4], 2.4, *INSIDE[5:7], 1.5, 0.9, *INSIDE[9:]],
                 [*WRONG[:4], 5.4, *WRONG[5:7], 3.0, 2.4, *WRONG[9:]]], "附表1-2.xlsx")
    first, second = read_package(path).patches
    assert (first.attributes["JCMJ"], first.attributes["JWMJ"]) == pytest.approx((1600.0, 600.0))
    assert "MINERAL_SUM" not in codes((*first.findings, *second.findings))


def test_class_k_alone_says_so_and_another_class_that_was_given_is_kept(build):
    build.layer(rows=build.rows(JCLB="K"))
    delivery = read_package(build.folder)
    assert {patch.attributes["JCLB"] for patch in delivery.patches} == {"K"}
    assert [f.values["filled"] for f in delivery.findings if f.code == "MINERAL_TABLE"] == [0]


def test_the_class_a_person_gives_goes_before_the_one_found(build):
    path = build.layer(rows=without_areas(build))
    build.table([HEADS, INSIDE, WRONG], "附表1-2.xlsx")
    assert {patch.attributes["JCLB"] for patch in read_package(path, IntakeOptions(jclb="TK")).patches} == {"TK"}


def test_a_land_table_with_a_few_columns_of_mining_stays_one(build):
    path = build.layer()
    build.table([["图斑编号", "图斑面积", "监测耕地面积", "农用地面积", "建设用地面积", "矿权信息", "矿种", "许可证号"],
                 ["450512A001", 2.4, 0, 0, 2.4, "某矿", "花岗岩", "C45"]])
    delivery = read_package(path)
    assert "MINERAL_TABLE" not in codes(delivery.findings)
    first = delivery.patches[0].attributes
    assert "JCLB" not in first and "TBMJ" not in first
    assert (first["JCMJ"], first["KZ"], first["XKZH"]) == (1600.0, "花岗岩", "C45")
