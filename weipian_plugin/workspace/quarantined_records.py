"""What of records and attached files goes to quarantine with a parcel, and what of them stays with others."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Sequence, Set, Tuple

from .attached import FILES, files_folder
from .database import delete, quoted, select
from .events import to_json
from .schema import RECORDS

Keep = Callable[[str, Mapping[str, object]], None]


def move_records(connection: sqlite3.Connection, keep: Keep, parcel: str) -> List[Dict[str, object]]:
    """Take the records about ``parcel`` out, each row told to ``keep``; the rows that are gone.

    A record that concerns other parcels too stays with those, without this one; what belonged to an act that is gone
    goes with it, unless it concerns others. ``quarantine_moving`` holds the parcel, and is filled with the records.
    """
    gone: List[Dict[str, object]] = []
    left_behind: Set[str] = {parcel}
    for uuid in _records_about(connection, parcel):
        if _concerns_others(connection, uuid, parcel):
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
            payload = to_json(_without(json.loads(row["payload"]), uuids))
            connection.execute("UPDATE events SET payload = ? WHERE sequence = ?", (payload, row["sequence"]))


def _without(value: object, uuids: Set[str]) -> object:
    if isinstance(value, dict):
        return {key: _without(part, uuids) for key, part in value.items() if key not in uuids}
    if isinstance(value, list):
        return [_without(part, uuids) for part in value if part not in uuids]
    return "" if isinstance(value, str) and value in uuids else value


def copy_files(workspace: Path, places: Sequence[str], target: Path) -> List[str]:
    """Copy attached files beside the second file, readable by nobody else; the ones of ours to be removed after."""
    moved: List[str] = []
    for place in dict.fromkeys(places):
        source = workspace.parent / place
        if not place.startswith(files_folder(workspace).name + "/") or not source.is_file():
            continue  # a file that people keep elsewhere is theirs to look after
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = target / source.name
        shutil.copyfile(source, copy)
        copy.chmod(0o600)
        moved.append(place)
    return moved


def remove_file(workspace: Path, place: str) -> None:
    """Overwrite and remove an attached file, and its folder where nothing else is in it."""
    file = workspace.parent / place
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
