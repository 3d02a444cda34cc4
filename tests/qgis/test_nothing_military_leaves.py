"""Military and classified patches are in no product, no file beside, no log, no project, no temporary folder (§8.6)."""

from __future__ import annotations

import json
import random
import shutil
import struct
import tempfile
from fractions import Fraction

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
)

from tests.qgis.classified_traces import needles, readings, traces
from tests.qgis.intake.photo_bytes import place_tags, with_tags
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import (
    ClassArea,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    Record,
    ReferenceLayer,
    RoleAreas,
)
from weipian_plugin.domain.review.designs import Plan, by_class, by_hand
from weipian_plugin.gui.layers.project_layers import ProjectLayers
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.jobs.handing_in.deliver_all import deliver_all
from weipian_plugin.jobs.handing_in.products import (
    DOSSIERS,
    LISTS,
    PACKAGE,
    PRODUCTS,
    TABLES,
    WALL_MAPS,
    PackageOptions,
    Wish,
)
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.judging.calendar import export_calendar
from weipian_plugin.jobs.offices.keys import make_key
from weipian_plugin.jobs.offices.making import COUNTY, PackageScope, PackageWish, make_package
from weipian_plugin.jobs.offices.merging import look_into, merge_packages
from weipian_plugin.jobs.registers.attachments import attach
from weipian_plugin.jobs.registers.survey_flags import export_survey_flags
from weipian_plugin.jobs.reviewing.blind import BlindWish, make_files
from weipian_plugin.jobs.reviewing.collecting import collect_all
from weipian_plugin.jobs.reviewing.comparing import compare_sample
from weipian_plugin.jobs.reviewing.comparison_file import write_comparison
from weipian_plugin.jobs.reviewing.discoveries import import_discoveries, match_again
from weipian_plugin.jobs.reviewing.figures import figures_as_of
from weipian_plugin.jobs.reviewing.figures_file import export_figures
from weipian_plugin.jobs.reviewing.image_checks import keep_check, walk
from weipian_plugin.jobs.reviewing.returning import Mark, answer, send_back, today
from weipian_plugin.jobs.reviewing.review_input import Wish as FiguresWish
from weipian_plugin.jobs.reviewing.rulings import rule
from weipian_plugin.jobs.reviewing.sampling import draw_sample, sample_of, top_up_sample
from weipian_plugin.workspace.workspace import Workspace

CRS, X, Y = "EPSG:4525", 37500000.0, 2400000.0
SECRET, AT_THE_DOOR, NEAR = (3, 4), 8, (2, 5, 9)
NAME = "某某部队训练场"
FORMATS = ("xlsx", "csv", "csv-gbk", "gpkg", "shp")
MAPPINGS = ("platform_proposed", "provincial_example")
draw = random.Random(7)
TOPS = [(X + 40 * i + draw.uniform(-9, 9), Y + 55 + draw.uniform(-9, 9)) for i in range(13)]
BOTTOMS = [(X + 40 * i + draw.uniform(-9, 9), Y + draw.uniform(-9, 9)) for i in range(13)]
PEAKS = [(X + 40 * i + 20 + draw.uniform(-5, 5), Y + 80 + draw.uniform(-5, 5)) for i in range(12)]


def jcbh(number):
    return f"450512WP23{number * 7919 % 100000:05}"


def ring(number):
    return [BOTTOMS[number], BOTTOMS[number + 1], TOPS[number + 1], PEAKS[number], TOPS[number], BOTTOMS[number]]


def patch(number, **attributes):
    corners = [value for corner in ring(number) for value in corner]
    shape = struct.pack("<BII", 1, 3, 1) + struct.pack(f"<I{len(corners)}d", 6, *corners)
    town = NAME if number in (*SECRET, AT_THE_DOOR) else ("营盘镇", "南康镇")[number % 2]
    issued = {"TBLX": "20", "JCLB": "XZFN", "XMC": "铁山港区", "XZMC": town, "XFSJ": "2023-08-15", "QSX": "2022-12-09",
              "HSX": "2023-03-09"}
    return IssuedPatch(jcbh(number), {**issued, **attributes}, shape)


def centre(number):
    return QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in ring(number)]]).centroid().asPoint()


def degrees(point):
    onto = QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), QgsCoordinateReferenceSystem("EPSG:4326"),
                                  QgsCoordinateTransformContext())
    return onto.transform(point)


def secret_texts():
    """Numbers, names, and centres in degrees and metres as somebody might write them."""
    texts = [NAME]
    for number in (*SECRET, AT_THE_DOOR):
        texts += [jcbh(number), f"哨所{number}号", f"岗亭{number}.jpg"]
        at = degrees(centre(number))
        texts += [f"{value:.{digits}f}" for value in (at.x(), at.y()) for digits in (5, 6, 7)]
        texts += [f"{value:.{digits}f}" for value in centre(number) for digits in (1, 2, 3)]
    return texts


def secret_vertices():
    """Those that no neighbour has."""
    return [*(PEAKS[number] for number in (*SECRET, AT_THE_DOOR)), TOPS[4], BOTTOMS[4]]


LOOKED_FOR = needles(secret_texts(), secret_vertices())


def uuid_of(workspace, number):
    return next(row.parcel_uuid for row in workspace.queue() if row.jcbh == jcbh(number))


def worked_on(workspace, tmp_path, number):
    """Everything a person may do with a patch, its neighbours' records mentioning it."""
    uuid, name = uuid_of(workspace, number), f"哨所{number}号"
    at = degrees(centre(number))
    photo = tmp_path / f"岗亭{number}.jpg"
    photo.write_bytes(with_tags(DateTimeOriginal="2023:09:01 10:00:00", Software=name, **place_tags(at.x(), at.y())))
    attach(workspace, uuid, photo, "zp")
    photo.unlink()
    corner = PEAKS[number]
    workspace.put_record(Record("", "sketch", (uuid,), "", {"BHNR": name, "BHTX": f"Point ({corner[0]} {corner[1]})"}))
    workspace.set_note(uuid, name)
    workspace.set_flag(uuid, name)
    workspace.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q9", "QTPDYJSM": f"{name}，由实地核查确认", "WYHCSM": name})
    workspace.sign(uuid, "甲", "实地")
    workspace.put_record(Record("", "act", (uuid,), values={"WFXWBH": f"铁{number}", "WFZRZT": name}))
    workspace.put_record(Record("", "survey", (uuid,), values={"BGDCBS": "单独标识为违法用地", "BGDCSM": name}))
    workspace.put_record(Record("", "review", (uuid, uuid_of(workspace, NEAR[0])),
                                values={"HSJL": f"{jcbh(number)} 无异议", "HSSJ": "2023-09-20"}))
    workspace.set_note(uuid_of(workspace, NEAR[1]), f"与 {jcbh(number)} 相邻")
    workspace.set_flag(uuid_of(workspace, NEAR[2]), f"同 {jcbh(number)}")


@pytest.fixture
def workspace(tmp_path, qgis_app):
    (tmp_path / "w").mkdir()
    made = Workspace.create(tmp_path / "w" / "库.gpkg", crs=CRS, actor="甲",
                            quarantine_path=tmp_path / "away" / "q.sqlite")
    patches = [patch(number) for number in range(12) if number != AT_THE_DOOR]
    made.add_batch(NewBatch("2023-08 批", "2023-08-15", "a.zip", "d", "GX_ZY2023", "450512"), patches,
                   classified=[patch(AT_THE_DOOR, SFJY="1")])
    made.set_reference(ReferenceLayer("dltb", declared_empty=True))
    made.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA", "method_values": {}}),
                       {row.parcel_uuid: Measured(2000.0 + 10 * place, {"dltb": RoleAreas(
                           "dltb", 2000.0 + 10 * place, 2000.0, (ClassArea("0101", 2000.0 + 10 * place, 2000.0),))})
                        for place, row in enumerate(made.queue()) if row.status != "stub"})
    for number in SECRET:
        worked_on(made, tmp_path, number)
    for number in NEAR:
        uuid = uuid_of(made, number)
        photo = tmp_path / f"现场{number}.jpg"
        photo.write_bytes(with_tags(DateTimeOriginal="2023:09:02 10:00:00", Software=f"现场{number}"))
        attach(made, uuid, photo, "zp")
        photo.unlink()
        made.put_record(Record("", "survey", (uuid,), values={"BGDCBS": "单独标识为违法用地"}))
    yield made
    made.close()


@pytest.fixture
def log():
    """Everything that is logged."""
    told = []

    def note(text, tag, level):
        told.append(f"{tag} {level} {text}")

    QgsApplication.messageLog().messageReceived.connect(note)
    yield told
    QgsApplication.messageLog().messageReceived.disconnect(note)


class Watching:
    """A feedback that remembers its texts; stops at ``until``."""

    def __init__(self, until=""):
        self.texts, self.until, self.over = [], until, False

    def progress(self, done, total, text):
        self.texts.append(text)
        self.over = self.over or bool(self.until and self.until in text)

    def cancelled(self):
        return self.over


def wish(*products):
    package = PackageOptions(mappings=MAPPINGS, smaller=True, formats=FORMATS)
    return Wish(products=products or tuple(PRODUCTS), patches=tuple(jcbh(number) for number in NEAR), processes=1,
                package=package)


def test_the_search_finds_what_is_handed_in_of_patches_that_are_not_set_apart(workspace, tmp_path, temporary):
    before = tmp_path / "before"
    deliver_all(workspace, everything(workspace), before, wish(TABLES, PACKAGE), draft=True)
    make_package(workspace, before, PackageWish("甲县"))
    found = {needle for path in before.rglob("*") if path.is_file()
             for _, inside in readings(str(path), path.read_bytes()) for needle in LOOKED_FOR if needle in inside}
    told = {LOOKED_FOR[needle] for needle in found}
    for number in SECRET:
        assert {jcbh(number), f"哨所{number}号", f"岗亭{number}.jpg"} <= told
        for how in ("doubles", "hexadecimal doubles"):
            assert f"({PEAKS[number][0]}, {PEAKS[number][1]}) as {how}" in told
    assert jcbh(AT_THE_DOOR) not in told


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The temporary folder of everything that runs here."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def can_be_read(path, number):
    """Does the search see a number that stands in a PDF?"""
    return any(number.encode() in inside for _, inside in readings(str(path), path.read_bytes()))


def test_nothing_of_patches_that_are_set_apart_is_in_any_product_or_beside_it(workspace, tmp_path, temporary, log):
    scope, out = everything(workspace), tmp_path / "out"
    with pytest.raises(WeipianError, match="ancel"):
        deliver_all(workspace, scope, out, wish(TABLES, DOSSIERS, PACKAGE), Watching("上报包"), draft=True)
    assert traces(out, LOOKED_FOR)  # half a hand-in of before
    half = next(out.glob("*/~*"))
    shutil.copytree(half, half.with_name(half.name + "的前一天"))

    for number in SECRET:
        workspace.quarantine(uuid_of(workspace, number))
    some = deliver_all(workspace, scope, out, wish(LISTS), draft=True)
    assert not any((some.folder / PRODUCTS[product].folder).exists() for product in (DOSSIERS, TABLES))
    assert traces(out, LOOKED_FOR) == []
    watching = Watching()
    report = deliver_all(workspace, scope, out, wish(), watching, draft=True)
    assert {one.product for one in report.made if one.files} == set(PRODUCTS)
    forms = ("2-1", "2-2", "4", "5", *wish().lists)
    write_tables(workspace, scope, out / "tables", forms, FORMATS, draft=True)
    export_calendar(workspace, out / "期限.ics")
    export_survey_flags(workspace, out / "标识.xlsx")
    saved_project(workspace.path, out / "工程.qgz")
    assert make_package(workspace, out / "报送", PackageWish("甲县")).manifest.files

    (out / "told.txt").write_text("\n".join([*log, *watching.texts, *(one.sentence() for one in report.check.lines)]))
    assert traces(tmp_path, LOOKED_FOR, besides=[tmp_path / "away"]) == []
    for number in NEAR:
        books = [path for path in report.folder.rglob("*.pdf") if jcbh(number) in path.as_posix()]
        assert books and all(can_be_read(path, jcbh(number)) for path in books if path.name == f"{jcbh(number)}.pdf")
    for product in (WALL_MAPS, DOSSIERS):
        sheets = list((report.folder / PRODUCTS[product].folder).rglob("*.pdf"))
        assert any(can_be_read(path, jcbh(number)) for path in sheets for number in NEAR), sheets


def saved_project(path, target):
    """The project as QGIS saves it while the workspace is open, and its journal."""
    project, session = QgsProject(), Session(Settings.load())
    layers = ProjectLayers(session, project=project)
    session.open(str(path))
    session.select(session.order[0])
    assert project.write(str(target))
    layers.shut_down()
    session.close()


def test_how_many_are_set_apart_is_told_only_where_a_person_allows_it(workspace, tmp_path):
    from dataclasses import replace

    for number in SECRET:
        workspace.quarantine(uuid_of(workspace, number))
    scope, quiet = everything(workspace), wish(PACKAGE)
    silent = deliver_all(workspace, scope, tmp_path / "a", quiet, draft=True)
    telling = deliver_all(workspace, scope, tmp_path / "b", replace(quiet, tell_quarantined=True), draft=True)
    line = "另有 3 条按机要程序处理".encode()
    for report, told in ((silent, False), (telling, True)):
        inside = [content for path in report.folder.rglob("*") if path.is_file()
                  for _, content in readings(str(path), path.read_bytes())]
        assert any(line in content for content in inside) == told


def test_a_patch_that_is_marked_and_not_set_apart_yet_holds_everything_back_drafts_too(tmp_path, qgis_app):
    made = Workspace.create(tmp_path / "库.gpkg", crs=CRS, actor="甲", quarantine_path=tmp_path / "away" / "q.sqlite")
    made.add_batch(NewBatch("批", "2023-08-15", "a.zip", "d", "GX_ZY2023"), [patch(1), patch(2, SFJY="1")])
    with pytest.raises(WeipianError) as told:
        deliver_all(made, everything(made), tmp_path / "out", wish(TABLES), draft=True, reason="急")
    assert told.value.code == "SELF_CHECK_BLOCKS" and jcbh(2) not in told.value.sentence()
    assert not (tmp_path / "out").exists()
    made.close()


SAMPLE, REVIEWERS, PROVINCE = "一季度抽查", ("复判一", "复判二"), "省厅"
WHY = "证明材料的充分性"


def signed(workspace, *numbers):
    for number in numbers:
        uuid = uuid_of(workspace, number)
        workspace.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化",
                                    "WBHBZ": "=无变化"})
        workspace.sign(uuid, "甲", "内业")


def leads(workspace, path, numbers, heading="线索编号,来源,发现时间,X,Y,线索描述"):
    """A table of 12336 with a lead in each of these patches."""
    lines = [heading]
    for number in numbers:
        at = centre(number)
        lines.append(f"线索{number},12336,2023-09-02,{at.x():.3f},{at.y():.3f},哨所{number}号有人建房")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_discoveries(workspace, path, CRS)


def reviewed(workspace, folder):
    """The whole review: sample, blind files, readings, rulings, returns with a mark, image check, leads; the files."""
    folder.mkdir()
    signed(workspace, 0, 1, *NEAR)
    everybody = [uuid_of(workspace, number) for number in (0, 1, *NEAR, *SECRET)]
    sample = draw_sample(workspace, SAMPLE, Plan((by_hand(everybody[2:]), by_class())), "7").head.uuid
    make_files(workspace, sample, folder, BlindWish(REVIEWERS, Fraction(1)))
    files = sorted(folder.glob("复判_*.gpkg"))
    for number, path in enumerate(files):
        with Workspace.open(path, actor=sorted(REVIEWERS)[number]) as file:
            for row in file.queue():
                said = f"{row.jcbh} 所见为{NAME}" if row.jcbh in map(jcbh, SECRET) else "前后影像一致"
                file.save_draft(row.parcel_uuid, {"PDLX": "其他", "QTJTQX": f"Q{5 + 4 * number}",
                                                  "QTPDYJSM": f"{said}，由实地核查确认", "WBHBZ": "=无变化"})
                file.sign(row.parcel_uuid, file.actor, "内业")
    assert [one.error for one in collect_all(workspace, files)] == [None] * 2
    for number in (*SECRET, NEAR[0]):
        rule(workspace, sample, uuid_of(workspace, number), "其他", f"哨所{number}号，按现场照片认定", "Q9")
    for number in SECRET:
        uuid, corner = uuid_of(workspace, number), PEAKS[number]
        mark = Mark(f"Point ({corner[0]} {corner[1]})", f"哨所{number}号")
        assert send_back(workspace, [uuid, uuid_of(workspace, NEAR[0])][:number - 2], "省级", WHY,
                         f"{jcbh(number)} 处请补照片", mark).parcels
        answer(workspace, [uuid], f"哨所{number}号已补")
        act = workspace.records("act", uuid)[0]
        workspace.put_record(Record("", "rectification", (uuid,), act.uuid, {
            "ZRBM": NAME, "ZGFS": "拆除复耕", "ZGMJ": 900.0, "SFZGDW": 1, "ZGDWSJ": "2023-09-20", "HFYMMJ": 900.0}))
    for claim in walk(workspace).claims:
        keep_check(workspace, claim.claim, "未拆除", "后时相", "2023-09-25", f"{NAME}仍在", True)
    assert leads(workspace, folder / "线索.csv", (*SECRET, NEAR[0])).matched == 3
    return sample, files


def handed_on(workspace, sample, out, again=True):
    """Everything that a review writes, into ``out``."""
    out.mkdir()
    key = make_key(out / "密钥" / "省厅", PROVINCE).key
    make_package(workspace, out / "全部.wpk", PackageWish(PROVINCE, key=key, signer="审核", signed_on=today()))
    make_package(workspace, out / "退回.wpk", PackageWish(PROVINCE, PackageScope(COUNTY, ("450512",))))
    make_files(workspace, sample, out, BlindWish(REVIEWERS, Fraction(1), again=again))
    write_comparison(compare_sample(workspace, sample), out / "比对.xlsx")
    figures = figures_as_of(workspace, FiguresWish())
    for ending in ("xlsx", "json"):
        export_figures(figures, out / f"指标.{ending}")
    return out / "全部.wpk"


def uuids_of(workspace, numbers):
    """What a patch is called in every office: it follows from its number alone, so whoever guesses can make sure."""
    found = []
    for number in numbers:
        parcel = workspace.parcel(uuid_of(workspace, number))
        found += [parcel.uuid, parcel.patch_uuid]
    return found


def topped_up(workspace, sample):
    """What is said where the sample is added to."""
    try:
        added = top_up_sample(workspace, sample_of(workspace, sample))
    except WeipianError as error:
        return [error.sentence(lang) for lang in ("zh", "en")]
    return [one.sentence(lang) for one in added.remarks for lang in ("zh", "en")]


def merged_into(path, *packages):
    """Another office's workspace that these packages were merged into."""
    with Workspace.create(path, crs=CRS, actor=PROVINCE,
                          quarantine_path=path.parent.parent / "away" / f"{path.stem}.sqlite") as other:
        done = merge_packages(other, packages)
        assert [one.refused for one in done] == [None] * len(packages)
        return len(other.queue())


def test_nothing_of_patches_that_are_set_apart_is_in_anything_a_review_writes(workspace, tmp_path, temporary, log):
    sample, files = reviewed(workspace, tmp_path / "away" / "以前")
    names = uuids_of(workspace, SECRET)
    looked_for = LOOKED_FOR | needles(names, ())
    before = handed_on(workspace, sample, tmp_path / "away" / "交出")
    held = traces(tmp_path / "away" / "交出", looked_for)
    for kind in ("全部.wpk", "退回.wpk", "复判_", "比对.xlsx", "指标.xlsx", "指标.json"):
        assert any(kind in trace and jcbh(SECRET[0]) in trace for trace in held), kind

    for number in SECRET:
        workspace.quarantine(uuid_of(workspace, number))
    told = []
    for done in collect_all(workspace, files):  # they have read them: it stays out
        assert done.error is None
        told += [finding.sentence(lang) for finding in done.findings for lang in ("zh", "en")]
    seen = look_into(workspace, before)  # so has the package of the days before
    merged = merge_packages(workspace, [before])[0]
    for one in (seen, merged):
        told += [finding.sentence("zh") for finding in one.findings]
        told += [one.refused.sentence(lang) for lang in ("zh", "en")] if one.refused else []
    match_again(workspace)
    told += topped_up(workspace, sample)
    assert {jcbh(number) for number in SECRET}.isdisjoint(row.jcbh for row in workspace.queue())

    package = handed_on(workspace, sample, tmp_path / "交出")
    (tmp_path / "市").mkdir()
    assert merged_into(tmp_path / "市" / "市局.gpkg", package) == 9
    (tmp_path / "told.txt").write_text("\n".join([*log, *told]), encoding="utf-8")
    assert traces(tmp_path, looked_for, besides=[tmp_path / "away"]) == []
    whole = json.loads((tmp_path / "交出" / "指标.json").read_text(encoding="utf-8"))["units"][0]["figures"]
    assert any(jcbh(NEAR[0]) in str(one["numerator"]) for one in whole)


def test_a_table_of_leads_with_a_military_one_is_refused_whole_without_telling_which(workspace, tmp_path, temporary):
    path = tmp_path / "线索.csv"
    at = centre(SECRET[0])
    path.write_text("线索编号,来源,发现时间,X,Y,线索描述,是否军用\n"
                    f"1,12336,2023-09-02,{at.x():.3f},{at.y():.3f},{NAME},是\n", encoding="utf-8")
    with pytest.raises(WeipianError) as told:
        import_discoveries(workspace, path, CRS)
    said = told.value.sentence("zh") + told.value.sentence("en")
    assert told.value.code == "DISCOVERIES_CLASSIFIED" and NAME not in said and f"{at.x():.3f}" not in said
    assert workspace.records("discovery") == [] and list(temporary.iterdir()) == []
