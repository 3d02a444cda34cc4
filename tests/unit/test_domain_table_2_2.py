"""A row of 附表2-2: issued figures as issued, the right under the patch, the judgement only where it is signed."""

from __future__ import annotations

from weipian_plugin.domain.definitions import TABLE_2_2
from weipian_plugin.domain.forms.table_2_2 import rows_of_table_2_2, table_2_2_values
from weipian_plugin.domain.records import Batch, FeatureArea, Judgement, Measured, ParcelRecord, RoleAreas, TableRow

BATCH = Batch("b", "2023-1", "2023-04-10", "x", "MNR2021", "450512", "", "", 1)
MINERAL = {"JCLB": "K", "JCBH": "450512K001", "KZ": "花岗岩", "MBLX": "采场", "TBMJ": 4200.0, "JCMJ": 4200.0,
           "XKZH": "C4505002019", "JNMJ": 2800.0, "JWMJ": 1400.0}
SIGNED = Judgement("p", {"KPDLX": "违法", "KWFLX": "越界开采", "YJMJ": 1400.0, "KCLFS": "立案", "PDLX": "其他",
                         "KPDYJSM": "越出采矿权范围开采"}, "李四", "2023-05-04T09:30:00+08:00", "实地", "", "mineral")


def row(issued, measured=None, mineral=None) -> TableRow:
    parcel = ParcelRecord("p", "t", "b", str(issued.get("JCBH", "1")), "1", "todo", issued, {}, (), None)
    return TableRow(parcel, BATCH, measured, None, mineral)


def under(*rights: FeatureArea, role: str = "ckq") -> Measured:
    return Measured(5000.0, {role: RoleAreas(role, sum(right.area_m2 for right in rights), features=rights)})


def test_issued_figures_stand_as_issued_and_nothing_is_measured_into_them():
    big = under(FeatureArea("", 4999.0, {"XKZH": "C999", "KSMC": "别的矿"}))
    values = table_2_2_values(row(MINERAL, big))
    assert (values["TBMJ"], values["JNMJ"], values["JWMJ"], values["XKZH"]) == (4200.0, 2800.0, 1400.0, "C4505002019")
    assert "KSMC" not in values and values["XFSJ"] == "2023-04-10"
    assert set(values) <= {field.code for field in TABLE_2_2}


def test_without_a_signature_there_is_no_judgement_in_it():
    values = table_2_2_values(row(MINERAL))
    assert not {"KPDLX", "KPDYJSM", "QRR"} & set(values)


def test_a_signed_judgement_fills_its_columns_and_no_others():
    values = table_2_2_values(row(MINERAL, mineral=SIGNED))
    assert (values["KPDLX"], values["KWFLX"], values["YJMJ"], values["KCLFS"]) == ("违法", "越界开采", 1400.0, "立案")
    assert (values["QRR"], values["QRSJ"], values["QRYJ"]) == ("李四", "2023-05-04 09:30:00", "实地")
    assert "PDLX" not in values


def test_a_land_patch_with_mining_shows_the_right_most_of_it_lies_in():
    rights = under(FeatureArea("", 300.0, {"XKZH": "C1"}),
                   FeatureArea("", 900.0, {"xkzh": "C2", "KSMC": "某采石场", "SQKZ": "建筑石料", "YXQQ": "20190701",
                                           "YXQZ": "2025/6/30"}))
    values = table_2_2_values(row({"JCBH": "1", "SFSK": 1, "JCMJ": 1200.0}, rights))
    assert {code: values[code] for code in ("XKZH", "KSMC", "SQKZ", "YXQQ", "YXQZ", "TBMJ")} == {
        "XKZH": "C2", "KSMC": "某采石场", "SQKZ": "建筑石料", "YXQQ": "2019-07-01", "YXQZ": "2025-06-30",
        "TBMJ": 1200.0}
    assert table_2_2_values(row({"JCBH": "1", "SFSK": 1}, under(FeatureArea("", 5.0, {"XKZH": "T1"}), role="tkq")))[
        "XKZH"] == "T1"


def test_only_what_concerns_mining_stands_in_it():
    land = row({"JCBH": "2", "JCLB": "XZFN"})
    judged = row({"JCBH": "3", "JCLB": "XZFN"}, mineral=SIGNED)
    assert rows_of_table_2_2([land, row(MINERAL), judged]) == [row(MINERAL), judged]
