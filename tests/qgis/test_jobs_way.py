"""From the issued zip to the table by the jobs: what enters, is linked, is suggested, is written."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.suggestion import Suggestion
from weipian_plugin.domain.records import Finding, IssuedPatch, NewBatch
from weipian_plugin.intake import Delivery, IntakeOptions, read_package
from weipian_plugin.jobs import demo
from weipian_plugin.jobs.demo import DemoReport, build_demo
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.import_batch import (
    ImportPlan,
    import_batch,
    import_package,
    links_to_earlier,
    opened,
    plan_import,
)
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.jobs.rules import profiles as profiles_module
from weipian_plugin.jobs.rules.profiles import choose_profile, load_profile, profile_choices
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def package(demo: Path) -> Path:
    return next((demo / "delivery").glob("*.zip"))


@pytest.fixture(scope="module")
def delivery(package: Path, qgis_app) -> Delivery:
    return read_package(package, IntakeOptions())


@pytest.fixture(scope="module")
def built(tmp_path_factory, qgis_app) -> DemoReport:
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def workspace(built: DemoReport, tmp_path: Path) -> Iterator[Workspace]:
    copy = tmp_path / "weipian.gpkg"
    shutil.copyfile(built.workspace, copy)
    with opened(copy, "tester") as found:
        yield found


class Cancelled:
    def progress(self, done: int, total: int, text: str) -> None:
        """Ignored."""

    def cancelled(self) -> bool:
        return True


def test_the_demo_measures_every_patch_that_has_a_shape(built: DemoReport) -> None:
    assert built.receipt.added == built.patches == 406
    assert built.measured == 405
    total = sum((area for _, _, area in built.land_classes), Decimal(0))
    assert total == pytest.approx(Decimal("2164.17"), abs=Decimal("0.05"))
    assert dict(built.roles)["永久基本农田"] == Decimal("328.95")


def test_the_demo_tells_where_the_farmland_lies(built: DemoReport) -> None:
    farmland = dict(built.farmland)
    whole = sum(area for code, _, area in built.land_classes if code.startswith("01"))
    assert farmland["一般耕地"] + farmland["永久基本农田内"] == pytest.approx(whole, abs=Decimal("0.02"))
    assert 0 < farmland["永久基本农田、生态保护红线内"] <= min(farmland["永久基本农田内"], farmland["生态保护红线内"])
    assert "永久基本农田、批准用地内" not in farmland


def test_the_demo_has_every_kind_of_suggestion(built: DemoReport) -> None:
    assert sum(built.suggestions.values()) == 406
    assert {"合法·H1", "其他·Q1", "其他·Q2", "违法·W1", "待查"} <= set(built.suggestions)


def test_the_demo_has_on_site_duties_deadlines_and_marks(workspace) -> None:
    suggestions = [Suggestion.from_json(workspace.suggestion(row.parcel_uuid)) for row in workspace.queue()]
    assert {duty.id for found in suggestions for duty in found.duties if not duty.open} >= {"OS1"}
    assert len({deadline.due for found in suggestions for deadline in found.deadlines}) > 5
    assert any(found.flags for found in suggestions)


def test_the_demo_shows_drafts_signatures_of_each_outcome_flags_and_notes(built: DemoReport, workspace) -> None:
    progress = workspace.progress()
    assert (progress["signed"], progress["flagged"]) == (built.decisions["签署"], built.decisions["标记"])
    judged = [workspace.judgement(row.parcel_uuid) for row in workspace.queue() if row.status == "signed"]
    assert {judgement.answers["PDLX"] for judgement in judged} == {"合法", "违法", "其他"}
    assert {judgement.signed_by for judgement in judged} == {"demo"}


def test_the_demo_made_again_is_the_same_but_never_under_an_open_window(built: DemoReport) -> None:
    folder = built.workspace.parent
    with opened(built.workspace, "other") as other:
        with pytest.raises(WeipianError) as raised:
            build_demo(folder)
        assert other.progress()["total"] == 406
    assert raised.value.code == "WORKSPACE_READ_ONLY"
    again = build_demo(folder)
    assert (again.land_classes, again.suggestions) == (built.land_classes, built.suggestions)
    assert sorted(path.name for path in folder.glob("*.xlsx")) == [path.name for path in again.tables]


def test_chinese_texts_come_in_right(workspace) -> None:
    parcel = workspace.parcel(workspace.queue()[0].parcel_uuid)
    assert parcel.attributes["XMC"] == "铁山港区"
    assert parcel.attributes["JCLB"]


def test_the_same_package_again_changes_nothing_and_says_so(workspace, package: Path) -> None:
    before = (workspace.batches(), len(workspace.history()), workspace.progress(), Path(workspace.path).read_bytes())
    receipt = import_batch(workspace, plan_import(package, IntakeOptions(), workspace=workspace))
    assert (receipt.batch_uuid, receipt.added, receipt.identical) == ("", 0, 406)
    after = (workspace.batches(), len(workspace.history()), workspace.progress(), Path(workspace.path).read_bytes())
    assert after == before
    assert [finding.code for finding in receipt.findings] == ["IMPORT_CHANGED_NOTHING"]


def reissued(plan: ImportPlan, workspace: Workspace) -> ImportPlan:
    """The same package with another change type for its first patch."""
    first = plan.delivery.patches[0]
    other = "20" if first.attributes["TBLX"] != "20" else "SM"
    changed = replace(first, attributes={**first.attributes, "TBLX": other})
    delivery = replace(plan.delivery, patches=[changed, *plan.delivery.patches[1:]], digest="another")
    return replace(plan, delivery=delivery, comparison=workspace.compare(delivery.patches))


def test_a_patch_issued_again_unlike_before_is_asked_about(workspace, package: Path) -> None:
    plan = reissued(plan_import(package, IntakeOptions(), workspace=workspace), workspace)
    with pytest.raises(WeipianError) as raised:
        import_batch(workspace, plan)
    assert raised.value.code == "REISSUE_UNDECIDED"
    assert "450512WP1800001（TBLX）" in raised.value.sentence("zh")
    assert len(workspace.batches()) == 1


@pytest.mark.parametrize(("policy", "kept", "replaced"), [("keep", 1, 0), ("replace", 0, 1)])
def test_keeping_and_replacing_a_patch_issued_again(workspace, package: Path, policy, kept, replaced) -> None:
    plan = reissued(plan_import(package, IntakeOptions(), workspace=workspace), workspace)
    receipt = import_batch(workspace, plan, policy)
    assert (receipt.kept, receipt.replaced, receipt.identical) == (kept, replaced, 405)


def test_patches_of_a_later_batch_are_linked_to_those_at_their_place(workspace, delivery: Delivery) -> None:
    moved = [replace(patch, jcbh=f"{patch.jcbh}B") for patch in delivery.patches[:3]]
    links = links_to_earlier(workspace, moved)
    known = {uuid: jcbh for uuid, jcbh, _ in workspace.patch_shapes()}
    for patch in moved:
        best, iou = links[patch.jcbh][0]
        assert f"{known[best]}B" == patch.jcbh
        assert iou == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(("shift", "expected"), [(0.0, 1.0), (10.0, 1 / 3), (16.0, 1 / 9), (17.0, None), (20.0, None)])
def test_a_link_has_the_intersection_over_the_union_from_a_tenth_on(tmp_path: Path, shift, expected) -> None:
    def issued(jcbh: str, x: float) -> IssuedPatch:
        ring = (x, 0.0, x + 20.0, 0.0, x + 20.0, 20.0, x, 20.0, x, 0.0)
        return IssuedPatch(jcbh, {}, struct.pack("<BIII10d", 1, 3, 1, 5, *ring))

    with Workspace.create(tmp_path / "w.gpkg", quarantine_path=tmp_path / "q.sqlite") as workspace:
        workspace.add_batch(NewBatch("一", "2023-08-15", "a.zip", "a"), [issued("A", 500000.0)])
        links = links_to_earlier(workspace, [issued("B", 500000.0 + shift)])
    assert [ratio for _, ratio in links.get("B", [])] == ([] if expected is None else [pytest.approx(expected)])


def test_a_patch_issued_again_is_not_linked_to_itself(workspace, delivery: Delivery) -> None:
    assert links_to_earlier(workspace, delivery.patches[:20]) == {}


def test_a_link_is_kept_with_the_parcel(workspace, delivery: Delivery, package: Path) -> None:
    plan = plan_import(package, IntakeOptions(), workspace=workspace)
    later = [replace(patch, jcbh=f"{patch.jcbh}B", attributes={**patch.attributes, "JCBH": f"{patch.jcbh}B"})
             for patch in delivery.patches[:3]]
    package_b = replace(plan.delivery, patches=later, digest="later", label="下一批")
    receipt = import_batch(workspace, replace(plan, delivery=package_b, comparison=workspace.compare(later)))
    assert (receipt.added, receipt.linked) == (3, 3)
    parcel = next(row.parcel_uuid for row in workspace.queue() if row.jcbh.endswith("0001B"))
    assert workspace.parcel(parcel).earlier[0]["jcbh"] == "450512WP1800001"


def test_a_package_that_does_not_enter_leaves_no_workspace_behind(tmp_path: Path, package: Path, monkeypatch) -> None:
    monkeypatch.setattr(profiles_module, "profiles_in_force", lambda *_: [])
    with pytest.raises(WeipianError) as raised:
        import_package(package, tmp_path / "new.gpkg", IntakeOptions())
    assert raised.value.code == "PROFILE_UNDECIDED"
    assert "?" not in raised.value.sentence("zh")
    assert "GX2023" in str(raised.value.values["candidates"])
    assert list(tmp_path.iterdir()) == []


def test_a_neighbour_that_comes_while_an_import_fails_is_left_alone(tmp_path: Path, package: Path, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        (tmp_path / "new 2.gpkg").write_text("of another window")
        raise WeipianError("WORKSPACE_DISK_FULL", file="new.gpkg")

    monkeypatch.setattr(Workspace, "add_batch", fail)
    with pytest.raises(WeipianError):
        import_package(package, tmp_path / "new.gpkg", IntakeOptions(), profile_id="GX2023")
    assert [path.name for path in tmp_path.iterdir()] == ["new 2.gpkg"]


def test_a_workspace_of_an_older_plugin_is_brought_up_to_date_to_be_read(built: DemoReport, tmp_path: Path) -> None:
    old = tmp_path / "old.gpkg"
    shutil.copyfile(built.workspace, old)
    with sqlite3.connect(old) as connection:
        connection.execute("ALTER TABLE scenes DROP COLUMN title")
    connection.close()
    with opened(old, read_only=True) as workspace:
        assert not workspace.writable
        assert [scene.title for scene in workspace.scenes()]


def test_a_bad_package_leaves_a_workspace_as_it_was(workspace, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"no zip at all")
    before = workspace.progress()
    with pytest.raises(WeipianError):
        plan_import(bad, IntakeOptions(), workspace=workspace)
    assert workspace.progress() == before


def test_a_cancelled_import_enters_nothing(tmp_path: Path, package: Path) -> None:
    with pytest.raises(WeipianError) as raised:
        import_package(package, tmp_path / "new.gpkg", IntakeOptions(), feedback=Cancelled())
    assert raised.value.code == "JOB_CANCELLED"
    assert list(tmp_path.iterdir()) == []


def test_date_and_place_choose_the_profile() -> None:
    assert choose_profile("2023-08-15", "450512")[0] == "GX2023"
    assert choose_profile("2023-08-15", "450329")[0] == "GX_ZY2023"
    assert choose_profile("2024-05-01", "110101")[0] == "MNR2024Q"
    assert choose_profile("2019-01-01", "110101")[0] == "MNR2019"
    assert choose_profile("2021-06-08", "440703")[0] == "GD_JM2021"
    assert choose_profile("2020-01-01", "110101")[0] == ""
    assert set(choose_profile("2020-01-01", "110101")[1]) == {profile.id for profile in profile_choices()}


def test_a_profile_a_person_names_is_taken_or_refused() -> None:
    assert choose_profile("2023-08-15", "450512", "MNR2024Q") == ("MNR2024Q", ())
    with pytest.raises(WeipianError, match="GX2023"):
        load_profile("GX1999")


def test_a_users_own_profile_is_found(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(profiles_module, "own_profiles_folder", lambda: tmp_path)
    (tmp_path / "MINE2023.yaml").write_text(
        "id: MINE2023\nextends: GX2023\ntitle: 本单位\ntitle_en: Ours\npublished: 2023-01-01\n"
        "validity: {from: 2023-01-01, to: 2023-12-31, place: '450512'}\n", encoding="utf-8")
    assert load_profile("MINE2023").title == "本单位"
    assert choose_profile("2023-08-15", "450512")[0] == "MINE2023"
    (tmp_path / "THEIRS2023.yaml").write_text(
        (tmp_path / "MINE2023.yaml").read_text(encoding="utf-8").replace("MINE", "THEIRS"), encoding="utf-8")
    assert choose_profile("2023-08-15", "450512") == ("", ("MINE2023", "THEIRS2023"))


def test_suggestions_say_rule_facts_and_what_was_not_looked_at(workspace) -> None:
    for row in workspace.queue():
        suggestion = Suggestion.from_json(workspace.suggestion(row.parcel_uuid))
        assert suggestion.rule
        assert suggestion.profile == "GX_ZY2023"
        assert row.suggestion == suggestion.kind
    lawful = next(row for row in workspace.queue() if row.jcbh.endswith("0315"))
    assert Suggestion.from_json(workspace.suggestion(lawful.parcel_uuid)).pdlx == "合法"


def test_what_is_not_loaded_is_not_illegal(workspace) -> None:
    before = suggest(workspace)
    workspace.remove_reference("pzyd")
    from weipian_plugin.jobs.measuring.measure import measure

    measure(workspace)
    after = suggest(workspace)
    assert before["违法·W1"] > 0
    assert "违法·W1" not in after
    assert after["待查"] > before["待查"]


def test_a_patch_without_its_own_date_has_the_batchs_deadlines(workspace) -> None:
    alone = next(row for row in workspace.queue() if row.jcbh.endswith("0391"))
    assert not workspace.parcel(alone.parcel_uuid).attributes.get("XFSJ")
    deadlines = Suggestion.from_json(workspace.suggestion(alone.parcel_uuid)).deadlines
    assert "2023-08-25" in [deadline.due for deadline in deadlines]  # issued on 15 August, ten days


def test_suggesting_never_touches_what_a_person_said(workspace) -> None:
    def said() -> list[object]:
        return [(workspace.draft(row.parcel_uuid), workspace.judgement(row.parcel_uuid)) for row in workspace.queue()]

    before, events = said(), workspace._database.value("SELECT count(*) FROM events WHERE parcel_uuid <> ''")
    assert {"合法·H1", "违法·W1"} <= set(suggest(workspace))
    assert any(row.status == "todo" and row.suggestion == "违法·W1" for row in workspace.queue())
    suggest(workspace, profile_id="MNR2024Q")
    assert said() == before
    assert workspace._database.value("SELECT count(*) FROM events WHERE parcel_uuid <> ''") == events
    assert workspace.batches()[0].profile_id == "MNR2024Q"


def test_the_table_has_a_row_for_every_parcel_and_judgements_only_where_signed(built: DemoReport) -> None:
    sheet = openpyxl.load_workbook(built.tables[0]).worksheets[0]
    codes_row = next(row for row in sheet.iter_rows(max_row=20) if "JCBH" in [cell.value for cell in row])
    column = {cell.value: cell.column for cell in codes_row if cell.value}
    rows = [row for row in sheet.iter_rows(min_row=codes_row[0].row + 1)
            if str(row[column["JCBH"] - 1].value or "").startswith("450512")]
    assert len(rows) == 406
    signed = [row for row in rows if row[column["QRR"] - 1].value]
    assert len(signed) == built.decisions["签署"]
    assert all(row[column["PDLX"] - 1].value is None for row in rows if not row[column["QRR"] - 1].value)


def test_the_table_says_in_chinese_how_its_areas_were_measured(built: DemoReport) -> None:
    basis = [(row[0].value, row[1].value) for row in openpyxl.load_workbook(built.tables[0])["说明"].iter_rows()]
    told = dict(basis)
    assert told["政策口径"].startswith("资源县")
    assert "CGCS2000 椭球面积" in told["面积"] and "70 米" in told["面积"] and "等积投影" in told["面积"]
    assert "?" not in told["面积"]
    assert told["图斑坐标系"] == "EPSG:4525" and told["套合人"] == "demo" and told["套合地块数"] == "405"
    assert told["地类图斑"] == "地类图斑（示例，非官方）；beihai_scene.gpkg；字段 DLBM；EPSG:4525；版本 2016-12-09"
    assert told["不动产登记"] == "声明为空"
    remarks = [text for name, text in basis if name == "备注"]
    assert any("1 个地块未套合" in text for text in remarks)
    assert any("自相重叠" in text for text in remarks)


def test_an_empty_workspace_has_no_table(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "empty.gpkg")
    with pytest.raises(WeipianError) as raised:
        write_tables(workspace, everything(workspace), tmp_path)
    workspace.close()
    assert raised.value.code == "NOTHING_TO_EXPORT"


def test_a_finding_in_the_record_reads_as_a_sentence(workspace) -> None:
    run = workspace.overlay_run()
    sentences = [Finding(str(remark["code"]), "W", dict(remark["values"])).sentence("zh") for remark in run.remarks]
    assert sentences
    assert not any("?" in sentence for sentence in sentences)


def test_a_demonstration_without_its_package_says_which_file_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "DEMO", tmp_path)
    with pytest.raises(WeipianError) as told:
        demo.build_demo(tmp_path / "out")
    assert told.value.code == "DEMO_FILE_MISSING" and str(tmp_path / "delivery") in told.value.sentence("zh")
