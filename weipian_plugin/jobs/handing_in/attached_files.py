"""The attachments of a hand-in: where their files are, whether they still are, and their names in a package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Sequence, Set, Tuple

from ...delivery.names import safe_name, unique_name
from ...domain.forms.codes import is_classified
from ...domain.records import Record, TableRow
from ..registers.attachments import file_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

THERE, MISSING, CHANGED = "there", "missing", "changed"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class AttachedFile:
    """An attachment of a parcel of the scope. ``name``: folder and file in a package; ``state`` by name and size."""

    record: Record
    path: Path
    parcel: str
    number: str
    name: str
    state: str

    @property
    def size(self) -> int:
        """Bytes, as registered."""
        return int(str(self.record.values.get("FJDX") or 0))

    @property
    def shown(self) -> str:
        """``地块编号 文件名``: how it is told of."""
        return f"{self.number} {self.record.values.get('FJMC') or self.path.name}"


def attached_files(workspace: Workspace, rows: Sequence[TableRow]) -> List[AttachedFile]:
    """Those of these rows, in their order; of several parcels once, with the first. Nothing of what is set apart is in
    the workspace, and nothing of a parcel that is only marked classified is taken either.
    """
    by_parcel: Dict[str, Tuple[Record, ...]] = workspace.attachments()
    secret = {row.parcel.uuid for row in rows if marked_classified(row)}
    told: Set[str] = set()
    taken: Dict[str, Set[str]] = {}
    found: List[AttachedFile] = []
    for row in rows:
        number = row.parcel.dkbh or row.parcel.jcbh
        for record in by_parcel.get(row.parcel.uuid, ()):
            if record.uuid in told or row.parcel.uuid in secret or secret & set(record.parcels):
                continue
            told.add(record.uuid)
            path = file_of(workspace, record)
            folder = safe_name(number, _LONGEST_NAME)
            name = safe_name(str(record.values.get("FJMC") or path.name), _LONGEST_NAME)
            name = unique_name(name, taken.setdefault(folder.casefold(), set()))
            found.append(AttachedFile(record, path, row.parcel.uuid, number, f"{folder}/{name}", _state(record, path)))
    return found


def marked_classified(row: TableRow) -> bool:
    """Is it marked military or classified, and not set apart yet?"""
    return is_classified(row.parcel.attributes) or is_classified(row.parcel.extra)


def _state(record: Record, path: Path) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return MISSING
    kept = record.values.get("FJDX")
    return THERE if kept is None or int(str(kept)) == size else CHANGED
