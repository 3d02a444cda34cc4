"""What a review file holds, looked at with other tools: the sampled patches, and nothing that anybody said of them."""

from __future__ import annotations

import sqlite3
import subprocess
from fractions import Fraction

import pytest
from osgeo import ogr
from qgis.core import QgsVectorLayer

from tests.qgis import blind_scene
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ReferenceLayer, Scene
from weipian_plugin.domain.review.blind_files import COUNTY_SHAPES, by_lot, dealt
from weipian_plugin.jobs.judging.suggest import SuggestAnew, suggest
from weipian_plugin.jobs.reviewing.blind import BlindWish, make_files
from weipian_plugin.workspace.workspace import Workspace

ONE = BlindWish(("甲",))
MAY_HOLD_ROWS = {"meta", "batches", "patches", "parcels", "scenes", "reference_layers", "overlay_runs",
                 "overlay_parcels", "overlay_roles", "overlay_areas", "overlay_features", "overlay_nested"}


@pytest.fixture()
def province(qgis_app, demo, tmp_path):
    with Workspace.open(blind_scene.make(demo, tmp_path), actor="李检查员") as workspace:
        yield workspace


@pytest.fixture()
def sample(province):
    return blind_scene.sample_uuid(province)


@pytest.fixture()
def made(province, sample, tmp_path):
    return tmp_path / make_files(province, sample, tmp_path, ONE).files[0][2]


def rows_by_table(path):
    with sqlite3.connect(path) as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")] + ["meta"]
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    connection.close()
    return {name for name, count in counts.items() if count}


# What is not in it

def test_none_of_the_countys_words_is_in_the_bytes_of_the_file_or_beside_it(province, sample, tmp_path, made):
    source = b"".join(file.read_bytes() for file in tmp_path.glob("province*"))
    hidden = [word for word in blind_scene.SECRETS if word.encode() not in source]
    assert hidden == []  # else this test would prove nothing

    beside = sorted(file.name for file in tmp_path.iterdir() if file.name.startswith("复判"))
    raw = b"".join((tmp_path / name).read_bytes() for name in beside)
    assert beside == [made.name]  # no journal, no lock, nothing unfinished
    assert [word for word in blind_scene.SECRETS
            if word.encode() in raw or word.encode("utf-16-le") in raw or word.encode("gbk") in raw] == []
    escaped = [word for word in blind_scene.SECRETS if word.encode("unicode_escape") in raw]
    assert escaped == []


def test_the_file_has_no_page_that_was_freed_and_no_table_of_answers_with_a_row(made):
    with sqlite3.connect(made) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] == 0
        assert connection.execute("SELECT count(*) FROM parcels WHERE status <> 'todo' OR outcome <> '' OR flagged "
                                  "OR stated OR lacking OR assigned <> ''").fetchone()[0] == 0
    connection.close()
    assert rows_by_table(made) <= MAY_HOLD_ROWS


def test_gdal_reads_the_patches_and_none_of_the_columns_tells_a_judgement(made):
    source = ogr.Open(str(made))
    layer = source.GetLayerByName("patches")
    assert layer.GetFeatureCount() == len(blind_scene.DRAWN)
    for feature in layer:
        issued = feature.items()
        assert issued["JCBH"] and issued["TBLX"] == "20" and issued["JCMJ"]
        assert [issued[code] for code in ("PDJG", "PDYJSM", "BZ", "WFLX", "SHYJ")] == [None] * 5
        assert issued["extra"] == "{}" and issued["findings"] == "[]"
        assert feature.GetGeometryRef().IsValid()
    told = subprocess.run(["ogrinfo", "-ro", "-al", str(made)], capture_output=True, text=True, check=True).stdout
    assert "450512WP" in told
    assert [word for word in blind_scene.SECRETS if word in told] == []


def test_the_names_of_the_strata_and_of_the_sample_are_not_in_it(province, made):
    raw = made.read_bytes()
    for record in (*province.records("drawn"), *province.records("sample")):
        for code in ("CYCC", "CYMC", "CYGL", "CYSJ"):
            assert str(record.values.get(code, "\0none")).encode() not in raw, code


def test_suggestions_are_not_copied_and_where_they_are_shown_they_are_made_anew(province, sample, tmp_path):
    wish = BlindWish(("甲",), hides_suggestions=False)
    made = tmp_path / make_files(province, sample, tmp_path, wish).files[0][2]
    with Workspace.open(made) as file:
        suggested = [file.suggestion(row.parcel_uuid) for row in file.queue()]
        assert not file.review.hides_suggestions
    assert all(one is not None for one in suggested)
    assert "县级判定违法".encode() not in made.read_bytes()


def test_where_they_are_hidden_none_is_made_whoever_asks_the_rules(province, sample, made):
    with Workspace.open(made, actor="甲") as file:
        uuid = file.queue()[0].parcel_uuid
        assert suggest(file, force=True) == {} and not SuggestAnew(file).suggest(uuid, first=True)
        assert {row.suggestion for row in file.queue()} == {""}


def test_a_patch_that_went_to_quarantine_is_not_in_it(province, sample, tmp_path):
    uuid = province.records("drawn", act=sample)[1].parcels[0]
    jcbh = province.parcel(uuid).jcbh
    province.quarantine(uuid)
    handed = make_files(province, sample, tmp_path, ONE)
    made = tmp_path / handed.files[0][2]
    assert jcbh.encode() not in made.read_bytes()
    assert handed.files[0][3] == len(blind_scene.DRAWN) - 1


def test_a_patch_that_says_it_is_military_is_left_out_and_counted(province, sample, tmp_path):
    uuid = province.records("drawn", act=sample)[1].parcels[0]
    jcbh = province.parcel(uuid).jcbh
    province.close()
    with sqlite3.connect(tmp_path / "province.gpkg") as connection:
        from weipian_plugin.workspace.geometry import teach_geometry

        teach_geometry(connection)
        connection.execute("UPDATE patches SET SFJY = 1 WHERE JCBH = ?", (jcbh,))
    connection.close()
    with Workspace.open(tmp_path / "province.gpkg") as again:
        handed = make_files(again, sample, tmp_path, ONE)
    assert handed.left_out == {"classified": 1}
    assert jcbh.encode() not in (tmp_path / handed.files[0][2]).read_bytes()


# What is in it

def test_it_is_a_workspace_with_the_patches_as_issued_their_areas_imagery_and_layers(province, sample, tmp_path):
    province.set_scene(Scene("/images/2018.tif", "2018-03-09", unclassified=True))
    province.set_reference(ReferenceLayer("dltb", "/layers/dltb.gpkg", "dltb", "DLBM"))
    made = tmp_path / make_files(province, sample, tmp_path, ONE).files[0][2]
    drawn = {province.parcel(one.parcels[0]).patch_uuid for one in province.records("drawn", act=sample)}
    with Workspace.open(made, actor="甲") as file:
        rows = file.queue()
        assert {file.parcel(row.parcel_uuid).patch_uuid for row in rows} == drawn
        assert file.scenes() == province.scenes() and file.references() == province.references()
        batch = file.batches()[0]
        assert (batch.profile_id, batch.issued, batch.county) == ("GX_ZY2023", "2023-08-15", "450512")
        whole = [row for row in rows if province.parcel(row.parcel_uuid).dkbh == row.dkbh]
        assert len(whole) == len(rows) - 1  # one was cut by the county, and is whole here
        for row in whole:
            assert file.measured(row.parcel_uuid) == province.measured(row.parcel_uuid)
        assert file.review.reviewer == "甲" and file.review.sample == sample
        assert file.review.workspace == province.workspace_id and file.review.hides_suggestions
        file.save_draft(rows[0].parcel_uuid, {"PDLX": "合法"})  # and it is worked in like any other
    layer = QgsVectorLayer(f"{made}|layername=parcels", "parcels", "ogr")
    assert layer.isValid() and layer.featureCount() == len(blind_scene.DRAWN) and not layer.extent().isEmpty()


def test_the_patch_that_the_county_cut_is_whole_as_issued_or_in_its_parts_if_wished(province, sample, tmp_path):
    parts = [row for row in province.queue() if "_" in row.dkbh]
    patch = province.parcel(parts[0].parcel_uuid).patch_uuid
    assert len(parts) == 2
    issued = tmp_path / make_files(province, sample, tmp_path, ONE).files[0][2]
    county = BlindWish(("乙",), shapes=COUNTY_SHAPES, again=True)
    cut = tmp_path / make_files(province, sample, tmp_path, county).files[0][2]
    with Workspace.open(issued) as file, Workspace.open(cut) as other:
        whole = [row for row in file.queue() if file.parcel(row.parcel_uuid).patch_uuid == patch]
        both = {row.dkbh for row in other.queue() if other.parcel(row.parcel_uuid).patch_uuid == patch}
        assert [row.dkbh for row in whole] == [parts[0].jcbh]
        shape = file.parcel(whole[0].parcel_uuid).wkb
        ground = [province.own_area(province.parcel(row.parcel_uuid).wkb) for row in parts]
        assert province.own_area(shape) == pytest.approx(sum(ground), abs=0.01)
        assert both == {row.dkbh for row in parts}


def test_areas_of_a_patch_that_was_cut_are_those_of_its_parts_together(province, sample, tmp_path):
    from weipian_plugin.domain.records import ClassArea, Measured, OverlayRun, RoleAreas

    parts = [row.parcel_uuid for row in province.queue() if "_" in row.dkbh]
    province.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {
        uuid: Measured(1000.0 + n, {"dltb": RoleAreas("dltb", 900.0, 880.0, (
            ClassArea("0101", 600.0, 580.0), ClassArea(f"100{n}", 300.0, 300.0)))}) for n, uuid in enumerate(parts)})
    made = tmp_path / make_files(province, sample, tmp_path, ONE).files[0][2]
    with Workspace.open(made) as file:
        row = next(row for row in file.queue() if row.parcel_uuid == parts[0])
        found = file.measured(row.parcel_uuid)
    assert row.area_m2 == 2001.0 and row.farmland_m2 == 1200.0
    assert found.roles["dltb"].classes == (
        ClassArea("0101", 1200.0, 1160.0), ClassArea("1000", 300.0, 300.0), ClassArea("1001", 300.0, 300.0))


def test_each_reviewer_has_an_order_of_their_own_that_is_the_same_when_made_again(province, sample, tmp_path):
    wish = BlindWish(("甲", "乙"), Fraction(1))
    first = make_files(province, sample, tmp_path, wish)
    (tmp_path / "again").mkdir()
    second = make_files(province, sample, tmp_path / "again", BlindWish(wish.reviewers, wish.several, again=True))
    orders = []
    for handed, folder in ((first, tmp_path), (second, tmp_path / "again")):
        for _reviewer, _id, name, _count in handed.files:
            with Workspace.open(folder / name) as file:
                orders.append([row.parcel_uuid for row in file.queue()])
                assert orders[-1] == by_lot(sorted(orders[-1]), file.review.seed)
    assert orders[0] == orders[2] and orders[1] == orders[3]
    assert orders[0] != orders[1] and set(orders[0]) == set(orders[1])
    assert orders[0] != sorted(orders[0], key=[row.parcel_uuid for row in province.queue()].index)


# Who reads what

@pytest.mark.parametrize(("count", "people", "doubles"), [(100, 3, "1/5"), (7, 2, "1"), (11, 4, "0"), (1, 3, "1/2")])
def test_patches_are_dealt_fairly_each_to_one_or_two(count, people, doubles):
    patches, names = [f"patch-{n}" for n in range(count)], [f"人{n}" for n in range(people)]
    given = dealt(patches, names, Fraction(doubles), "seed")
    sizes = [len(mine) for mine in given.values()]
    readers = {patch: [name for name in names if patch in given[name]] for patch in patches}
    assert max(sizes) - min(sizes) <= 1
    for seed in ("s", "t", "u"):
        others = [len(mine) for mine in dealt(patches, names, Fraction(doubles), seed).values()]
        assert max(others) - min(others) <= 1
    assert {len(who) for who in readers.values()} <= {1, 2}
    assert sum(len(who) == 2 for who in readers.values()) == -(-count * Fraction(doubles) // 1)
    assert dealt(list(reversed(patches)), names, Fraction(doubles), "seed") == given
    assert count == 1 or dealt(patches, names, Fraction(doubles), "other") != given


@pytest.mark.parametrize(("people", "several", "number"), [(3, "1", 3), (5, "2/5", 3), (4, "1", 1), (4, "1/2", 2)])
def test_as_many_as_wished_read_the_same_patch_and_the_lot_repeats(people, several, number):
    patches, names = [f"patch-{n}" for n in range(50)], [f"人{n}" for n in range(people)]
    given = dealt(patches, names, Fraction(several), "seed", number)
    numbers = [sum(patch in mine for mine in given.values()) for patch in patches]
    together = 50 * Fraction(several) if number > 1 else 0
    assert numbers.count(number) >= together and set(numbers) <= {1, number}
    assert sum(one == number > 1 for one in numbers) == together
    sizes = [len(mine) for mine in given.values()]
    assert max(sizes) - min(sizes) <= 1
    assert dealt(patches[::-1], names, Fraction(several), "seed", number) == given


@pytest.mark.parametrize("number", [0, 4])
def test_nobody_and_more_than_three_readers_of_a_patch_are_refused(number):
    with pytest.raises(WeipianError) as raised:
        dealt(["p"], ["甲", "乙", "丙", "丁"], Fraction(1), "seed", number)
    assert raised.value.code == "BLIND_READERS"
    with pytest.raises(WeipianError) as raised:
        dealt(["p"], ["甲", "乙"], Fraction(1), "seed", 3)
    assert raised.value.code == "BLIND_FEW_REVIEWERS" and "3" in raised.value.sentence("zh")


def test_pairs_of_reviewers_change_from_patch_to_patch():
    given = dealt([f"p{n}" for n in range(60)], ("甲", "乙", "丙"), Fraction(1), "seed")
    pairs = {tuple(name for name in given if f"p{n}" in given[name]) for n in range(60)}
    assert len(pairs) == 3


@pytest.mark.parametrize(("wish", "code"), [
    (BlindWish(()), "BLIND_NO_REVIEWER"), (BlindWish((" ", "")), "BLIND_NO_REVIEWER"),
    (BlindWish(("甲", "甲 ")), "BLIND_REVIEWER_TWICE"), (BlindWish(("甲",), Fraction(1, 2)), "BLIND_FEW_REVIEWERS"),
    (BlindWish(("甲", "乙"), Fraction(3, 2)), "BLIND_SHARE")])
def test_a_wish_that_cannot_be_met_is_told_and_nothing_is_made(province, sample, tmp_path, wish, code):
    with pytest.raises(WeipianError) as raised:
        make_files(province, sample, tmp_path, wish)
    assert raised.value.code == code and raised.value.sentence("zh") and raised.value.sentence("en")
    assert list(tmp_path.glob("复判*")) == [] and province.blind.handed_out() == []


def test_of_a_sample_that_was_topped_up_only_what_is_new_is_handed_out(province, sample, tmp_path):
    first = make_files(province, sample, tmp_path, ONE)
    with pytest.raises(WeipianError) as raised:
        make_files(province, sample, tmp_path, ONE)
    assert raised.value.code == "BLIND_NOTHING_TO_HAND_OUT"
    before = {one.parcels[0] for one in province.records("drawn")}
    new = [row.parcel_uuid for row in province.queue() if row.parcel_uuid not in before][:2]
    blind_scene.draw(province, sample, new, rounds=2)
    second = make_files(province, sample, tmp_path, ONE)
    assert first.files[0][3] == len(blind_scene.DRAWN) and second.files[0][3] == 2 and second.rounds == (2,)
    assert [one.rounds for one in province.blind.handed_out(sample)] == [(1,), (2,)]


class CancelledAfter:
    def __init__(self, steps):
        self.left, self.told = steps, []

    def progress(self, done, total, text):
        self.told.append((done, total))

    def cancelled(self):
        self.left -= 1
        return self.left < 0


def test_who_cancels_has_no_file_and_nothing_is_remembered(province, sample, tmp_path):
    feedback = CancelledAfter(1)
    with pytest.raises(WeipianError) as raised:
        make_files(province, sample, tmp_path, BlindWish(("甲", "乙"), Fraction(1)), feedback)
    assert raised.value.code == "JOB_CANCELLED" and feedback.told
    assert list(tmp_path.glob("复判*")) == [] and province.blind.handed_out() == []


def test_a_file_made_again_has_another_name_in_whatever_folder_and_overwrites_nothing(
        province, sample, tmp_path, made):
    before = made.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    names = [make_files(province, sample, folder, BlindWish(("乙", "甲"), again=True)).files[1][2]
             for folder in (tmp_path, tmp_path / "elsewhere", tmp_path)]
    assert names == [made.stem + "_再次.gpkg", made.stem + "_再次2.gpkg", made.stem + "_再次3.gpkg"]
    assert made.read_bytes() == before and (tmp_path / names[2]).is_file()


def test_that_no_imagery_goes_along_is_told_when_files_are_made(province, sample, tmp_path):
    assert not province.scenes()
    first = make_files(province, sample, tmp_path, ONE)
    assert [one.code for one in first.findings] == ["BLIND_NO_IMAGERY"]
    province.set_scene(Scene("/images/2018.tif", "2018-03-09", unclassified=True))
    assert make_files(province, sample, tmp_path, BlindWish(("甲",), again=True)).findings == ()


def test_no_layer_has_changed_where_none_is_named(province, sample, tmp_path):
    """Figures that came along rest on layers of the office that measured them."""
    from weipian_plugin.jobs.measuring.reuse import Layers, changed_roles

    made = tmp_path / make_files(province, sample, tmp_path, ONE).files[0][2]
    with Workspace.open(made, actor="甲") as file:
        measured = [row.parcel_uuid for row in file.queue()
                    if (found := file.measured(row.parcel_uuid)) is not None and found.roles]
        assert measured and not file.references()
        assert changed_roles(file, Layers(file.references()), measured) == ()
        assert changed_roles(file, Layers((ReferenceLayer("sthx", declared_empty=True),)), measured)


def test_no_review_file_is_made_of_a_review_file(sample, tmp_path, made):
    with Workspace.open(made, actor="甲") as file:
        with pytest.raises(WeipianError) as raised:
            make_files(file, sample, tmp_path, BlindWish(("丙",)))
        assert raised.value.code == "BLIND_IS_REVIEW_FILE"
