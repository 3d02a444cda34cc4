"""What of records and attached files goes to quarantine with a parcel, and what of them stays with others."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Sequence, Set, Tuple

from ..domain.records import Finding
from .attached import FILES, copies_of, is_kept, path_of
from .database import delete, quoted, select
from .events import to_json
from .schema import RECORDS

_ATTACHED, _PICTURES = RECORDS["attachment"].name, ("photo", "image")
Keep = Callable[[str, Mapping[str, object]], None]


def move_records(connection: sqlite3.Connection, keep: Keep, parcel: str) -> List[Dict[str, object]]:
    """Take the records about ``parcel`` out, each row told to ``keep``; the rows that are gone.

    A record that concerns other parcels too stays with those, without this one; what belonged to an act that is gone
    goes with it, unless it concerns others. A photo goes whatever else it is attached to: it shows the ground that is
    set apart. ``quarantine_moving`` holds the parcel, and is filled with the records.
    """
    gone: List[Dict[str, object]] = []
    left_behind: Set[str] = {parcel}
    about = _records_about(connection, parcel)
    photos = _same_photos(connection, about)
    for uuid in (*about, *(one for one in photos if one not in about)):
        if uuid not in photos and _concerns_others(connection, uuid, parcel):
            links = [("record_parcels", link) for link in select(connection, "record_parcels", "record_uuid", uuid)]
            for table, row in (*links, *_rows(connection, uuid)):
                keep(table, row)
            connection.execute("DELETE FROM record_parcels WHERE record_uuid = ? AND parcel_uuid = ?", (uuid, parcel))
        else:
            gone += _take(connection, keep, uuid, left_behind)
    for row in _of_many(connection, parcel):
        keep("events", row)
    delete(connection, "event_parcels", "parcel_uuid", parcel)
    _forget(connection, left_behind)
    return gone


def _of_many(connection: sqlite3.Connection, parcel: str) -> List[Dict[str, object]]:
    """What was decided of this parcel together with others, each event as if it had been of this one alone."""
    found = connection.execute("""SELECT e.* FROM events e JOIN event_parcels p ON p.event_uuid = e.uuid
        WHERE p.parcel_uuid = ? AND e.payload LIKE '%"together"%'""", (parcel,)).fetchall()
    shares = []
    for row in found:
        payload = json.loads(row["payload"])
        together = {side: {parcel: texts[parcel]} for side, texts in payload["together"].items() if parcel in texts}
        share = {**payload, "parcels": [parcel], "together": together}
        shares.append({**dict(row), "payload": to_json(share)})
    return shares


def _records_about(connection: sqlite3.Connection, parcel: str) -> List[str]:
    """Records that concern the parcel, or did before they were changed or taken away."""
    found = connection.execute(
        """SELECT record_uuid FROM record_parcels WHERE parcel_uuid = ? UNION
           SELECT e.parcel_uuid FROM events e JOIN event_parcels p ON p.event_uuid = e.uuid WHERE p.parcel_uuid = ?""",
        (parcel, parcel))
    return [row[0] for row in found.fetchall()]


def _same_photos(connection: sqlite3.Connection, about: Sequence[str]) -> List[str]:
    """Of these records the photos and pictures, and whatever other record has the same file."""
    found: Dict[str, None] = {}
    for uuid in about:
        for row in select(connection, _ATTACHED, "uuid", uuid):
            if row["FJLX"] in _PICTURES:
                found[uuid] = None
                same = select(connection, _ATTACHED, "SHA256", row["SHA256"]) if row["SHA256"] else []
                found.update(dict.fromkeys(str(one["uuid"]) for one in same))
    return list(found)


def _concerns_others(connection: sqlite3.Connection, uuid: str, parcel: str) -> bool:
    found = connection.execute(
        """SELECT 1 FROM record_parcels WHERE record_uuid = ? AND parcel_uuid <> ? UNION
           SELECT 1 FROM events e JOIN event_parcels p ON p.event_uuid = e.uuid
           WHERE e.parcel_uuid = ? AND p.parcel_uuid <> ?""", (uuid, parcel, uuid, parcel))
    return found.fetchone() is not None


def _rows(connection: sqlite3.Connection, uuid: str) -> List[Tuple[str, Dict[str, object]]]:
    return [(table.name, row) for table in RECORDS.values() for row in select(connection, table.name, "uuid", uuid)]


def _take(
    connection: sqlite3.Connection, keep: Keep, uuid: str, left_behind: Set[str]
) -> List[Dict[str, object]]:
    """Everything of one record: its row, its links, its events; and what belongs to it and to no parcel."""
    gone: List[Dict[str, object]] = []
    left_behind.add(uuid)
    connection.execute("INSERT OR IGNORE INTO quarantine_moving VALUES (?)", (uuid,))
    for table, row in _rows(connection, uuid):
        keep(table, row)
        gone.append(row)
        delete(connection, table, "uuid", uuid)
    for row in select(connection, "events", "parcel_uuid", uuid):
        keep("events", row)
        delete(connection, "event_parcels", "event_uuid", row["uuid"])
    delete(connection, "events", "parcel_uuid", uuid)
    for row in select(connection, "record_parcels", "record_uuid", uuid):
        keep("record_parcels", row)
    delete(connection, "record_parcels", "record_uuid", uuid)
    for name in (table.name for table in RECORDS.values()):
        for part in select(connection, name, "act", uuid):
            if not select(connection, "record_parcels", "record_uuid", part["uuid"]):
                gone += _take(connection, keep, str(part["uuid"]), left_behind)
        connection.execute(" ".join(("UPDATE", quoted(name), "SET act = '' WHERE act = ?")), (uuid,))
    return gone


def _forget(connection: sqlite3.Connection, uuids: Set[str]) -> None:
    """Take ids out of the events of records (and shapes) that stay, as they were taken out of the records."""
    found = connection.execute("""SELECT sequence, payload FROM events
        WHERE payload LIKE '%"record%' OR payload LIKE '%"together"%'""").fetchall()
    for row in found:
        if any(uuid in row["payload"] for uuid in uuids):
            payload = to_json(without_ids(json.loads(row["payload"]), uuids))
            connection.execute("UPDATE events SET payload = ? WHERE sequence = ?", (payload, row["sequence"]))
    forget_what_followed(connection, uuids)


def forget_what_followed(connection: sqlite3.Connection, uuids: Set[str]) -> None:
    """Take ids out of what other offices' events say they follow (by stream: ``remark:<uuid>``)."""
    for row in connection.execute("SELECT sequence, follows FROM events WHERE length(follows) > 2").fetchall():
        if any(uuid in row["follows"] for uuid in uuids):
            kept = {stream: before for stream, before in json.loads(row["follows"]).items()
                    if stream.partition(":")[2] not in uuids}
            connection.execute("UPDATE events SET follows = ? WHERE sequence = ?", (to_json(kept), row["sequence"]))


def without_ids(value: object, uuids: Set[str]) -> object:
    """A value as JSON holds it, without these ids wherever they stand."""
    if isinstance(value, dict):
        return {key: without_ids(part, uuids) for key, part in value.items() if key not in uuids}
    if isinstance(value, list):
        return [without_ids(part, uuids) for part in value if part not in uuids]
    return "" if isinstance(value, str) and value in uuids else value


def files_of(connection: sqlite3.Connection, workspace: Path, gone: Sequence[Mapping[str, object]]) -> List[str]:
    """Where the files of records that are gone are kept, each once; none that a record names which stays."""
    places = dict.fromkeys(str(row["FJLJ"]) for row in gone if row.get("FJLJ"))
    found: Dict[Path, str] = {}
    for place in places:
        file = path_of(workspace, place)
        same_name = connection.execute(
            " ".join(("SELECT FJLJ FROM", quoted(_ATTACHED), "WHERE substr(FJLJ, -length(?)) = ?")),
            (file.name, file.name))
        if all(path_of(workspace, str(row[0])) != file for row in same_name.fetchall()):
            found.setdefault(file, place)
    return list(found.values())


def copy_files(workspace: Path, places: Sequence[str], target: Path) -> Tuple[List[str], List[Finding]]:
    """Copy attached files beside the second file, readable by nobody else: the ones of ours to be removed after, and
    what is told of those that are not there or stay where they are.
    """
    moved: List[str] = []
    missing: List[str] = []
    others: List[str] = []
    elsewhere = 0
    for place in places:
        source, ours = path_of(workspace, place), copies_of(workspace, place)
        if not is_kept(place):  # a file that people keep elsewhere is theirs to look after; its name may tell too much
            elsewhere += 1
        elif not source.is_file():
            missing.append(place)
        elif not ours:
            others.append(place)
        else:
            moved.append(place)
        if is_kept(place) and source.is_file():
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            copy = target / source.name
            shutil.copyfile(source, copy)
            copy.chmod(0o600)
    told = [Finding(code, "W", {"count": len(files), "files": "、".join(files)}) for code, files in (
        ("QUARANTINE_FILES_MISSING", missing), ("QUARANTINE_FILES_OF_OTHERS", others)) if files]
    if elsewhere:
        told.append(Finding("QUARANTINE_FILES_ELSEWHERE", "W", {"count": elsewhere}))
    return moved, told


def remove_file(workspace: Path, place: str) -> None:
    """Overwrite and remove every copy of ours of an attached file, and its folder where nothing else is in it."""
    for file in copies_of(workspace, place):
        _remove(file)


def _remove(file: Path) -> None:
    overwrite(file)
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder.name.endswith(FILES) or folder.parent.name.endswith(FILES):
            try:
                folder.rmdir()
            except OSError:
                return


def overwrite(file: Path) -> None:
    """Write zeros over a file's content, if there is one."""
    if not file.exists():
        return
    with file.open("r+b") as opened:
        opened.write(bytes(file.stat().st_size))
        opened.flush()
        os.fsync(opened.fileno())
