"""Papers and photos: kept byte for byte beside the workspace, found again for a later patch of the same place."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.jobs.registers.attachments import (
    attach,
    evidence_at_hand,
    evidence_of_earlier,
    file_of,
    owners_of,
    rectified_by,
    reuse,
)
from weipian_plugin.workspace.workspace import Workspace

FACILITY = {"PDLX": "其他", "QTJTQX": "Q1", "QTPDYJSM": "养殖用房，已备案", "SSNSJYT": "养殖", "SSNWBA": 0,
            "SSNPZWH": "备〔2021〕7号", "SSNPZSJ": "2021-05-06", "SSNPZMJ": 900.0}


def patch(number, **attributes):
    ring = (37500000.0, 2400000.0, 37500020.0, 2400000.0, 37500020.0, 2400020.0, 37500000.0, 2400000.0)
    shape = struct.pack("<BII", 1, 3, 1) + struct.pack("<I8d", 4, *ring)
    return IssuedPatch(f"45051220{number:07}", {"TBLX": "20", **attributes}, shape)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "库.gpkg", actor="甲", quarantine_path=tmp_path / "away" / "q.sqlite")
    made.add_batch(NewBatch("2023", "2023-08-01", "a.zip", "a"), [patch(1)])
    earlier = next(uuid for uuid, _, _ in made.patch_shapes())
    made.add_batch(NewBatch("2024", "2024-08-01", "b.zip", "b"), [patch(2)], links={patch(2).jcbh: [(earlier, 0.93)]})
    yield made
    made.close()


@pytest.fixture
def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "现场 照片.JPG"
    path.write_bytes(bytes(range(256)) * 5000)
    return path


def kept_files(workspace):
    return sorted(file for file in Path(workspace.path).with_name("库.files").rglob("*") if file.is_file())


def test_the_same_bytes_are_kept_once_under_their_digest(workspace, uuids, photo):
    one = attach(workspace, uuids[0], photo, "zp", taken_at="2023-09-01T10:00:00")
    two = attach(workspace, uuids[1], photo, "kdzp")
    digest = hashlib.sha256(photo.read_bytes()).hexdigest()
    assert one.values == {
        "FJLX": "photo", "FJLJ": f"库.files/{digest[:2]}/{digest}.jpg", "FJMC": "现场 照片.JPG", "ZJDM": "zp",
        "SHA256": digest, "FJDX": 1280000, "PSSJ": "2023-09-01T10:00:00",
        "DQTS": '[["PHOTO_NOT_A_PICTURE", {}]]'}
    assert kept_files(workspace) == [file_of(workspace, one)] == [file_of(workspace, two)]
    assert file_of(workspace, one).read_bytes() == photo.read_bytes()
    assert workspace.attachments() == {uuids[0]: (one,), uuids[1]: (two,)}


def test_it_moves_with_the_workspace(workspace, uuids, photo, tmp_path):
    attach(workspace, uuids[0], photo)
    workspace.close()
    (tmp_path / "elsewhere").mkdir()
    for path in (tmp_path / "库.gpkg", tmp_path / "库.files"):
        path.rename(tmp_path / "elsewhere" / path.name)
    with Workspace.open(tmp_path / "elsewhere" / "库.gpkg") as moved:
        (kept,) = moved.records("attachment")
        assert file_of(moved, kept).read_bytes() == photo.read_bytes()


@pytest.mark.parametrize(
    ("name", "kind"), [("a.JPEG", "photo"), ("a.pdf", "paper"), ("a.tif", "image"), ("a", "paper")])
def test_what_a_file_is_shows_in_its_name(workspace, uuids, tmp_path, name, kind):
    (tmp_path / name).write_bytes(b"x")
    assert attach(workspace, uuids[0], tmp_path / name).values["FJLX"] == kind
    assert attach(workspace, uuids[0], tmp_path / name, kind="photo").values["FJLX"] == "photo"


def test_a_photo_tells_when_it_was_taken(workspace, uuids, tmp_path):
    image = pytest.importorskip("PIL.Image")
    exif = image.Exif()
    exif[0x0132] = "2023:09:01 10:11:12"
    image.new("RGB", (4, 4)).save(tmp_path / "a.jpg", exif=exif.tobytes())
    assert attach(workspace, uuids[0], tmp_path / "a.jpg").values["PSSJ"] == "2023-09-01T10:11:12"


def test_what_cannot_be_read_or_kept_leaves_nothing(workspace, uuids, photo, tmp_path):
    def code_of(*arguments):
        with pytest.raises(WeipianError) as caught:
            attach(workspace, *arguments)
        assert "{" not in caught.value.sentence("zh")
        return caught.value.code

    assert code_of(uuids[0], tmp_path / "none.jpg") == "ATTACHMENT_UNREADABLE"
    assert code_of("nobody", photo) == "UNKNOWN_PARCEL"
    workspace._database.connection.execute("UPDATE patches SET SFJY = 1 WHERE JCBH = ?", (patch(2).jcbh,))
    assert code_of(uuids[1], photo) == "ANSWER_IS_CLASSIFIED"
    assert workspace.records() == [] and kept_files(workspace) == []
    with Workspace.open(workspace.path) as looking, pytest.raises(WeipianError):
        attach(looking, uuids[0], photo)
    assert kept_files(workspace) == []
    (tmp_path / "库.files").rmdir()
    (tmp_path / "库.files").write_text("a file where a folder should be")
    assert code_of(uuids[0], photo) == "ATTACHMENT_NOT_KEPT"


def test_a_record_that_is_not_kept_leaves_no_file(workspace, uuids, photo, monkeypatch):
    monkeypatch.setattr(Workspace, "put_record", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attach(workspace, uuids[0], photo)
    assert kept_files(workspace) == []


def test_evidence_of_an_earlier_patch_is_offered_and_taken_over_without_its_outcome(workspace, uuids, photo):
    earlier, later = uuids
    workspace.save_draft(earlier, FACILITY)
    kept = attach(workspace, earlier, photo, "zp")
    (offer,) = evidence_of_earlier(workspace, later)
    assert (offer.jcbh, offer.batch, offer.iou) == (patch(1).jcbh, "2023", 0.93)
    assert (offer.outcome, offer.case) == ("其他", "Q1")
    assert set(offer.answers) == {code for code in FACILITY if code.startswith("SSN")} and offer.attachments == (kept,)
    assert evidence_of_earlier(workspace, earlier) == []
    (taken,) = reuse(workspace, later, offer)
    assert workspace.draft(later).answers == {}
    assert (taken.parcels, taken.values["CGFY"], taken.values["SHA256"]) == ((later,), kept.uuid, kept.values["SHA256"])
    workspace.save_draft(later, {"PDLX": "其他", "QTJTQX": "Q1", "SSNPZWH": "备〔2024〕1号"})
    assert reuse(workspace, later, offer) == ()
    answers = workspace.draft(later).answers
    assert (answers["SSNPZWH"], answers["SSNPZSJ"], answers["SSNWBA"]) == ("备〔2024〕1号", "2021-05-06", 0)
    assert len(kept_files(workspace)) == 1 and workspace.judgement(later) is None


def test_only_the_chosen_papers_are_taken_over(workspace, uuids, photo, tmp_path):
    (tmp_path / "b.pdf").write_bytes(b"b")
    attach(workspace, uuids[0], photo, "zp")
    chosen = attach(workspace, uuids[0], tmp_path / "b.pdf", "bah")
    (offer,) = evidence_of_earlier(workspace, uuids[1])
    assert [record.values["CGFY"] for record in reuse(workspace, uuids[1], offer, [chosen.uuid])] == [chosen.uuid]


def test_evidence_is_at_hand_where_it_is_attached_or_filled_in(workspace, uuids, photo):
    attach(workspace, uuids[0], photo, "zp")
    attach(workspace, uuids[0], photo)
    papers = workspace.records("attachment", uuids[0])
    assert evidence_at_hand({**FACILITY, "HCYJ": " "}, papers) == {"zp", "bah"}
    assert evidence_at_hand({"HCYJ": "现场为养殖用房"}, ()) == {"hcyj"}
    assert evidence_at_hand({"XCHSB": "核实表.pdf"}, ()) == frozenset()  # not stamped
    assert evidence_at_hand({"XCHSB": "核实表.pdf", "XCGZDW": "某局"}, ()) == {"xchs"}


def test_who_uses_the_land_for_what_since_when_and_how_much_is_at_hand_once_an_act_names_the_person():
    answers, issued = {"WFSJYT": "仓储物流", "WFMJ": 1200.0}, {"QSX": "2016-12-09", "HSX": "2018-03-09"}
    act = Record("", "act", ("a",), values={"WFZRZT": "永农合作社"})
    assert evidence_at_hand(answers, (), issued, [act]) == {"zt"}
    assert evidence_at_hand(answers, (), issued, [Record("", "act", ("a",), values={"SXDSR": "某人"})]) == {"zt"}
    assert evidence_at_hand(answers, (), issued, [Record("", "act", ("a",), values={"WFZRZT": " "})]) == frozenset()
    assert evidence_at_hand(answers, (), issued) == frozenset()
    assert evidence_at_hand({**answers, "WFMJ": None}, (), issued, [act]) == frozenset()
    assert evidence_at_hand({**answers, "WFSJYT": ""}, (), issued, [act]) == frozenset()
    assert evidence_at_hand(answers, (), {"QSX": "2016-12-09"}, [act]) == frozenset()


def test_a_parcel_is_rectified_one_way_once_every_part_of_it_is():
    def part(parcels, way, done):
        return Record("", "rectification", parcels, values={"ZGFS": way, "SFZGDW": done})

    found = rectified_by([part(("a", "b"), "拆除复耕", 1), part(("b",), "拆除复耕", 0), part(("c",), "补办", 1),
                          part(("c",), "拆除复耕", 1), part(("a",), "拆除复耕", 1), part(("d",), "", 1)])
    assert found == {"a": "拆除复耕"}


def test_a_suggestion_follows_what_was_stated_and_attached_and_is_made_anew_when_that_changes(workspace, uuids, photo):
    def made_anew():
        return suggest(workspace, profile_id="GX_ZY2023").remade

    assert (made_anew(), made_anew()) == (2, 0)
    workspace.save_draft(uuids[0], {"SSBH": 0})
    assert made_anew() == 1
    suggested = workspace.suggestion(uuids[0])
    assert suggested["code"] == "Q5" and not {e["code"]: e["have"] for e in suggested["evidence"]}["zp"]
    attach(workspace, uuids[0], photo, "zp")
    assert (made_anew(), made_anew()) == (1, 0)
    assert {e["code"]: e["have"] for e in workspace.suggestion(uuids[0])["evidence"]}["zp"]
    workspace.put_record(Record("", "rectification", (uuids[1],), values={"ZGFS": "拆除复耕", "SFZGDW": 1}))
    assert made_anew() == 1
    workspace.set_note(uuids[0], "一句话")
    assert made_anew() == 0


def test_a_paper_belongs_to_an_act_or_a_part_and_holds_that_in_place(workspace, uuids, photo):
    act = workspace.put_record(Record("", "act", (uuids[0],), values={"WFXWBH": "1"}))
    part = workspace.put_record(Record("", "rectification", (uuids[0],), act.uuid, {"ZGFS": "拆除复耕"}))
    loose = workspace.put_record(Record("", "rectification", (uuids[0],), "", {"ZGFS": "没收"}))
    offered = [tuple(one.uuid for one in chain) for chain in owners_of(workspace, uuids[0])]
    assert offered == [(act.uuid,), (act.uuid, part.uuid), (loose.uuid,)]
    kept = attach(workspace, uuids[0], photo, owner=part.uuid)
    assert workspace.records("attachment", act=part.uuid) == [kept]
    for wrong in (kept.uuid, "no such"):
        with pytest.raises(WeipianError) as caught:
            attach(workspace, uuids[0], photo, owner=wrong)
        assert caught.value.code == "UNKNOWN_RECORD"
    with pytest.raises(WeipianError) as caught:
        workspace.remove_record(part.uuid)
    assert caught.value.code == "RECORD_IN_USE"
    assert workspace.records("attachment") == [kept] and len(kept_files(workspace)) == 1


def test_what_is_taken_over_for_a_later_patch_leaves_the_act_behind(workspace, uuids, photo):
    act = workspace.put_record(Record("", "act", (uuids[0],), values={"WFXWBH": "1"}))
    attach(workspace, uuids[0], photo, owner=act.uuid)
    [offer] = evidence_of_earlier(workspace, uuids[1])
    [taken] = reuse(workspace, uuids[1], offer)
    assert taken.act == "" and taken.parcels == (uuids[1],)
