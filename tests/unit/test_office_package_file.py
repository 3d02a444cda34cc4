"""A package between offices holds just what was written, or is refused as a whole with the reason and the place."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from weipian_plugin.delivery.office_package import seal, write_office_package
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.review.office_keys import OfficeKey
from weipian_plugin.domain.review.office_state import FORMAT, FORMAT_VERSION, TABLES, OfficeState
from weipian_plugin.domain.review.package_form import BLOCK_LINES, SignedOff
from weipian_plugin.intake.office_package import copy_files, read_manifest, read_office_package

KEY = OfficeKey("甲县自然资源局", "5a" * 32, "2023-09-01")
OTHER = OfficeKey("乙县自然资源局", "a5" * 32, "2023-09-01")
SCHEMA = 8
PATCHES = 230  # more than two blocks of lines


def uuid_of(text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))


def state(**meta: str) -> OfficeState:
    """What the writer is handed: patches with answers, of one office."""
    patches, parcels, drafts, events = [], [], [], []
    for number in range(PATCHES):
        jcbh = f"450512WP{number:05}"
        patch, parcel = uuid_of(jcbh), uuid_of(jcbh + "/whole")
        patches.append({"uuid": patch, "batch_uuid": uuid_of("b"), "JCBH": jcbh, "XZQDM": "450512",
                        "JCMJ": 66.7 * number, "geom": hashlib.sha256(jcbh.encode()).hexdigest() * 3, "extra": "{}"})
        parcels.append({"uuid": parcel, "patch_uuid": patch, "dkbh": jcbh, "status": "draft", "geom": None})
        drafts.append({"parcel_uuid": parcel, "note": "现场已核实𠀀\\users\n第二行", "PDLX": "违法", "FJ": str(number)})
        events.append({"uuid": uuid_of(f"e{number}"), "workspace_id": "w1", "parcel_uuid": parcel, "kind": "draft",
                       "actor": "张三", "recorded_at": "2023-09-01T10:00:00.000+08:00", "predecessor": "",
                       "payload": {"after": {"answers": {"PDLX": "违法"}}}})
    told = {"format": FORMAT, "format_version": str(FORMAT_VERSION), "schema_version": str(SCHEMA),
            "workspace_id": "w1", "office": KEY.name, "crs": "EPSG:4525", "profiles": "GX_ZY2023", "training": ""}
    batches = [{"uuid": uuid_of("b"), "label": "2023-08", "issued": "2023-08-15", "profile_id": "GX_ZY2023"}]
    return OfficeState({**told, **meta}, {
        **dict.fromkeys(TABLES, ()), "batches": batches, "patches": patches, "parcels": parcels,
        "drafts": drafts, "events": events})


def write(path: Path, key: OfficeKey | None = KEY, of: OfficeState | None = None, files: tuple[Path, ...] = ()) -> Path:
    write_office_package(path, of or state(), made_at="2023-10-08T09:00:00+08:00", made_by="李四", key=key, files=files,
                         scope={"kind": "all"}, signed_off=SignedOff("王五", "2023-10-08"), unfinished={"draft": 230})
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "厂房.JPG"
    path.write_bytes(b"\xff\xd8" + hashlib.sha256(b"photo").digest() * 40)
    return path


@pytest.fixture
def package(tmp_path: Path, photo: Path) -> Path:
    return write(tmp_path / "甲县.wpk", files=(photo,))


def refused(path: Path, keys: tuple[OfficeKey, ...] = (KEY,)) -> WeipianError:
    """Why it is refused: in words, both languages, with the file's name and nothing left open."""
    with pytest.raises(WeipianError) as told:
        read_office_package(path, keys, SCHEMA)
    for language in ("zh", "en"):
        sentence = told.value.sentence(language)
        assert path.name in sentence and "{" not in sentence and "?" not in sentence
    return told.value


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rebuild(path: Path, content: dict[str, bytes], sealed: bool = True, way: int = zipfile.ZIP_DEFLATED) -> Path:
    """What somebody makes of it who knows the form, but not the key."""
    with zipfile.ZipFile(path, "w", way) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    if sealed:
        seal(path)
    return path


def listed_anew(content: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    """The members with a manifest that fits them, and ``changes`` in it."""
    told = json.loads(content["manifest.json"])
    for one in told["members"]:
        data = content[one["name"]]
        one.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
        if "rows" in one:
            lines = data.split(b"\n")[:-1]
            parts = [lines[first:first + BLOCK_LINES] for first in range(0, len(lines), BLOCK_LINES)]
            sums = [f"{zlib.crc32(b''.join(line + bytes((10,)) for line in part)):08x}" for part in parts]
            one.update(rows=len(lines), blocks=" ".join(sums))
            told["counts"][one["name"][len("tables/"):-len(".jsonl")]] = len(lines)
    told.update(changes)
    return {**content, "manifest.json": json.dumps(told, ensure_ascii=False).encode()}


# What is written is read


def test_what_is_read_is_what_was_written(package: Path, photo: Path) -> None:
    found = read_office_package(package, (OTHER, KEY), SCHEMA)
    assert found.state == OfficeState(state().meta, {name: list(rows) for name, rows in state().tables.items()})
    assert (found.signature.state, found.signature.key_name) == ("valid", KEY.name)
    assert found.manifest.signed_off == SignedOff("王五", "2023-10-08") and found.manifest.unfinished == {"draft": 230}
    assert found.manifest.counts["patches"] == PATCHES and found.findings == ()
    assert found.digest == hashlib.sha256(package.read_bytes()).hexdigest()
    kept = {}
    assert copy_files(found, lambda source, member: kept.setdefault(
        member.name, hashlib.sha256(source.read()).hexdigest())) == 1
    sha256 = hashlib.sha256(photo.read_bytes()).hexdigest()
    assert kept == {f"files/{sha256}.jpg": sha256}


def test_same_state_is_the_same_bytes(package: Path, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    os.utime(photo, (1, 1))
    again = write(tmp_path / "other" / "换名.wpk", files=(photo,))
    assert again.read_bytes() == package.read_bytes()
    assert sorted(path.name for path in (tmp_path / "other").iterdir()) == ["换名.wpk"]


def test_any_tool_reads_and_verifies_it(package: Path) -> None:
    content = members(package)
    told = json.loads(content["manifest.json"])
    for one in told["members"]:
        data = content[one["name"]]
        assert (len(data), hashlib.sha256(data).hexdigest()) == (one["size"], one["sha256"])
    lines = content["tables/patches.jsonl"].decode().splitlines()
    assert [json.loads(line) for line in lines] == list(state().tables["patches"])
    assert all(list(json.loads(line)) == sorted(json.loads(line)) for line in lines)


def test_the_key_is_nowhere_in_the_package(package: Path) -> None:
    whole = package.read_bytes() + b"".join(members(package).values())
    assert KEY.secret.encode() not in whole and bytes.fromhex(KEY.secret) not in whole


# Signatures


def test_unsigned_is_read_and_told(tmp_path: Path) -> None:
    found = read_office_package(write(tmp_path / "u.wpk", key=None), (KEY,), SCHEMA)
    assert found.signature.state == "unsigned"
    assert [finding.code for finding in found.findings] == ["OFFICE_UNSIGNED"]


def test_key_that_is_not_known_is_told_by_its_name(package: Path) -> None:
    found = read_office_package(package, (OTHER,), SCHEMA)
    assert (found.signature.state, found.signature.key_name) == ("unknown_key", KEY.name)
    assert [finding.code for finding in found.findings] == ["OFFICE_KEY_UNKNOWN"]


def test_key_of_one_office_under_the_name_of_another_is_told(tmp_path: Path) -> None:
    found = read_office_package(write(tmp_path / "x.wpk", key=OTHER), (OTHER,), SCHEMA)
    assert [finding.code for finding in found.findings] == ["OFFICE_KEY_OF_ANOTHER"]


def changed_answer(content: dict[str, bytes]) -> dict[str, bytes]:
    drafts = content["tables/drafts.jsonl"].replace("违法".encode(), "合法".encode(), 1)
    return {**content, "tables/drafts.jsonl": drafts}


def test_answer_changed_after_signing_is_a_forgery_however_well_it_is_packed(package: Path) -> None:
    rebuild(package, listed_anew(changed_answer(members(package))))
    assert refused(package).code == "OFFICE_FORGED"
    with pytest.raises(WeipianError, match="signature"):
        read_manifest(package, (KEY,))


def test_answer_changed_and_signed_with_another_key_in_the_office_s_name_is_not_valid(package: Path) -> None:
    content = listed_anew(changed_answer(members(package)))
    told = {**json.loads(content["signature.json"]), "signature": OTHER.sign(content["manifest.json"])}
    rebuild(package, {**content, "signature.json": json.dumps(told).encode()})
    assert refused(package).code == "OFFICE_FORGED"


def test_signature_taken_away_is_missed_and_without_its_mention_the_package_is_unsigned(package: Path) -> None:
    content = members(package)
    del content["signature.json"]
    assert refused(rebuild(package, content)).code == "OFFICE_MEMBER_MISSING"
    rebuild(package, listed_anew(content, key=None))
    assert read_office_package(package, (KEY,), SCHEMA).signature.state == "unsigned"


@pytest.mark.parametrize("told", [b"", b"[]", b"{}", b'{"algorithm":"none","key":"x","signature":""}', b"\xff"])
def test_signature_that_is_none_is_refused(package: Path, told: bytes) -> None:
    rebuild(package, {**members(package), "signature.json": told})
    assert refused(package).code in ("OFFICE_FORGED", "OFFICE_DAMAGED")


# Damage: never half, never a crash, always the reason


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_cut_at_every_hundredth_of_its_length_it_is_refused(tmp_path: Path, photo: Path, signed: bool) -> None:
    whole = write(tmp_path / "w.wpk", KEY if signed else None, files=(photo,)).read_bytes()
    cut = tmp_path / "cut.wpk"
    for hundredth in range(100):
        cut.write_bytes(whole[:len(whole) * hundredth // 100])
        refused(cut)
    for last in range(1, 100):
        cut.write_bytes(whole[:-last])
        refused(cut)


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_one_bit_anywhere_is_enough_to_be_refused(tmp_path: Path, photo: Path, signed: bool) -> None:
    whole = write(tmp_path / "w.wpk", KEY if signed else None, files=(photo,)).read_bytes()
    order = sorted(range(len(whole)), key=lambda place: hashlib.sha256(f"flip:{place}".encode()).digest())
    # The end, where the zip's directory and the seal are, byte by byte.
    flipped = tmp_path / "flipped.wpk"
    for place in {*order[:300], *range(len(whole) - 120, len(whole))}:
        bit = hashlib.sha256(f"bit:{place}".encode()).digest()[0] % 8
        flipped.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1:])
        refused(flipped)


def test_bytes_put_before_after_or_between_are_refused(package: Path, tmp_path: Path) -> None:
    whole = package.read_bytes()
    other = tmp_path / "other.wpk"
    for place in (0, len(whole) // 2, len(whole) - 64, len(whole)):
        for extra in (b"\0", b"PK\x03\x04", whole):
            other.write_bytes(whole[:place] + extra + whole[place:])
            refused(other)


def renamed(content: dict[str, bytes]) -> dict[str, bytes]:
    return {("tables/draft.jsonl" if name == "tables/drafts.jsonl" else name): data for name, data in content.items()}


def swapped(content: dict[str, bytes]) -> dict[str, bytes]:
    return {**content, "tables/drafts.jsonl": content["tables/parcels.jsonl"],
            "tables/parcels.jsonl": content["tables/drafts.jsonl"]}


def added(content: dict[str, bytes]) -> dict[str, bytes]:
    return {**content, "tables/more.jsonl": b"{}\n"}


def climbing(content: dict[str, bytes]) -> dict[str, bytes]:
    return {**content, "../../x.json": b"{}"}


def lacking(content: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in content.items() if name != "tables/events.jsonl"}


def without_photo(content: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in content.items() if not name.startswith("files/")}


def other_photo(content: dict[str, bytes]) -> dict[str, bytes]:
    return {name: (data[::-1] if name.startswith("files/") else data) for name, data in content.items()}


@pytest.mark.parametrize(("change", "code", "named"), [
    (renamed, "OFFICE_MEMBER_MISSING", "tables/drafts.jsonl"), (swapped, "OFFICE_DAMAGED", "tables/"),
    (added, "OFFICE_MEMBER_UNLISTED", "tables/more.jsonl"), (climbing, "OFFICE_MEMBER_UNLISTED", "../../x.json"),
    (lacking, "OFFICE_MEMBER_MISSING", "tables/events.jsonl"), (without_photo, "OFFICE_MEMBER_MISSING", "files/"),
    (other_photo, "OFFICE_DAMAGED", "files/"), (changed_answer, "OFFICE_DAMAGED", "tables/drafts.jsonl"),
], ids=lambda value: getattr(value, "__name__", None))
def test_entries_renamed_swapped_added_or_taken_away_are_named(package, change, code, named) -> None:
    error = refused(rebuild(package, change(members(package))))
    assert error.code == code and named in error.sentence()


def test_entry_that_stands_twice_is_named(package: Path) -> None:
    with zipfile.ZipFile(package, "a") as archive:
        archive.comment = b""
        with pytest.warns(UserWarning):
            archive.writestr("tables/drafts.jsonl", b"")
    seal(package)
    error = refused(package)
    assert error.code == "OFFICE_MEMBER_DOUBLE" and "tables/drafts.jsonl" in error.sentence()


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packed_anew_it_is_not_as_it_was_made(package: Path, way: int) -> None:
    error = refused(rebuild(package, members(package), sealed=False, way=way))
    assert error.code == ("OFFICE_DAMAGED" if way in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA) else "OFFICE_NOT_AS_MADE")


def test_the_line_of_a_damage_is_named(package: Path) -> None:
    content = members(package)
    lines = content["tables/drafts.jsonl"].split(b"\n")
    lines[122] = lines[122][:-1]
    content["tables/drafts.jsonl"] = b"\n".join(lines)
    told = json.loads(content["manifest.json"])
    for one in told["members"]:
        one["size"] -= one["name"] == "tables/drafts.jsonl"
    content["manifest.json"] = json.dumps(told).encode()
    del content["signature.json"]
    content = {**content, "manifest.json": json.dumps({**told, "key": None}).encode()}
    error = refused(rebuild(package, content))
    assert error.values["place"] == "第 123 行" and "line 123" in error.sentence("en")


def test_a_line_that_reads_well_but_is_another_is_named_with_its_block(package: Path) -> None:
    content = members(package)
    lines = content["tables/drafts.jsonl"].split(b"\n")
    lines[122] = lines[122].replace("违法".encode(), "合法".encode())
    error = refused(rebuild(package, {**content, "tables/drafts.jsonl": b"\n".join(lines)}))
    assert error.values["place"] == "第 101–200 行"


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x05\x06" + bytes(18), b"SQLite format 3\0" + bytes(200)])
def test_what_is_no_package_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.wpk"
    path.write_bytes(content)
    assert refused(path).code in ("OFFICE_NO_PACKAGE", "OFFICE_MEMBER_MISSING")


def test_folder_or_nothing_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.wpk"):
        assert refused(path).code == "OFFICE_NOT_READABLE"


def test_bomb_is_refused_before_it_is_unpacked(package: Path) -> None:
    content = {**members(package), "tables/drafts.jsonl": bytes(100 << 20)}
    assert refused(rebuild(package, content)).code == "OFFICE_TOO_LARGE"


# Rows that are none, in a package that is otherwise in order


LINE = b'{"parcel_uuid":"%s"}'


@pytest.mark.parametrize("line", [
    b"[]", b"1", b"{}", b'{"parcel_uuid":1}', b'{"parcel_uuid":"a","PDLX":NaN}', b'{"parcel_uuid":"a","FJ":1e999}',
    b'{"parcel_uuid":"\\ud800"}', b'{"parcel_uuid":"\xff"}', b'{"parcel_uuid":"a"},{"parcel_uuid":"b"}', b"",
    b"[" * 100000, b'{"parcel_uuid":"a","FJ":' + b"9" * 5000 + b"}", b'{"parcel_uuid":"a"} ]',
], ids=range(13))
def test_rows_that_mean_nothing_are_refused_with_their_line(tmp_path: Path, line: bytes) -> None:
    path = write(tmp_path / "u.wpk", key=None)
    content = members(path)
    lines = content["tables/drafts.jsonl"].split(b"\n")
    lines[4] = line
    rebuild(path, listed_anew({**content, "tables/drafts.jsonl": b"\n".join(lines)}))
    error = refused(path)
    assert error.code == "OFFICE_DAMAGED" and error.values["member"] == "tables/drafts.jsonl"
    assert error.values["place"] == "第 5 行"


def test_same_uuid_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "u.wpk", key=None)
    content = members(path)
    lines = content["tables/events.jsonl"].split(b"\n")
    lines[7] = lines[3]
    rebuild(path, listed_anew({**content, "tables/events.jsonl": b"\n".join(lines)}))
    assert refused(path).values["place"] == "第 8 行"


@pytest.mark.parametrize("mark", [{"SFJY": "1"}, {"是否涉密": "是"}])
def test_military_rows_are_refused_whole_and_without_detail(tmp_path: Path, mark: dict[str, str]) -> None:
    of = state()
    rows = [dict(row) for row in of.tables["patches"]]
    rows[150].update(mark)
    path = write(tmp_path / "m.wpk", of=OfficeState(of.meta, {**of.tables, "patches": rows}))
    error = refused(path)
    assert error.code == "OFFICE_CLASSIFIED"
    assert rows[150]["JCBH"] not in error.sentence() and "150" not in error.sentence() and "151" not in error.sentence()


# Versions


def test_newer_schema_is_refused_with_both_versions_and_older_is_told(tmp_path: Path) -> None:
    newer = write(tmp_path / "n.wpk", of=state(schema_version="9"))
    error = refused(newer)
    assert error.code == "OFFICE_SCHEMA_NEWER" and "9" in error.sentence() and "8" in error.sentence()
    older = read_office_package(write(tmp_path / "o.wpk", of=state(schema_version="7")), (KEY,), SCHEMA)
    assert [finding.code for finding in older.findings] == ["OFFICE_SCHEMA_OLDER"]


def test_newer_form_is_refused_by_its_number(package: Path) -> None:
    told = json.loads(members(package)["manifest.json"])
    rebuild(package, {**members(package), "manifest.json": json.dumps({**told, "format_version": 2}).encode()})
    assert refused(package).code == "OFFICE_NEWER"


@pytest.mark.parametrize("change", [
    {"format": "x"}, {"format_version": "1"}, {"format_version": True}, {"meta": []}, {"meta": {}}, {"members": {}},
    {"members": []}, {"members": [1]}, {"counts": {}}, {"counts": {"patches": -1}}, {"made_at": None}, {"key": 1},
    {"signed_off": {}}, {"unfinished": {"draft": "1"}}, {"scope": 1},
], ids=str)
def test_manifest_that_is_none_is_refused(package: Path, change: dict[str, object]) -> None:
    content = members(package)
    told = {**json.loads(content["manifest.json"]), **change}
    rebuild(package, {**content, "manifest.json": json.dumps(told).encode()})
    assert refused(package).code == "OFFICE_DAMAGED"


def test_manifest_that_names_a_member_twice_is_refused(package: Path) -> None:
    content = members(package)
    told = json.loads(content["manifest.json"])
    told["members"].append(told["members"][-1])
    rebuild(package, {**content, "manifest.json": json.dumps(told).encode()})
    assert refused(package).code == "OFFICE_DAMAGED"
