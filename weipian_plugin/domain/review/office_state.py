"""What one office hands another: tables of plain rows with what is known about them, and what merging them made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Sequence, Tuple

from ..records import Finding, Value

Row = Mapping[str, Value]

FORMAT = "weipian-office-state"
FORMAT_VERSION = 1
"""What who knows only an earlier one may not read: another form of what was read, new answers, kinds of records or of
events. The package is refused there."""
FORMAT_REVISION = 1
"""What who knows only an earlier one reads without what is new: fields of records, columns of batches, measurements and
references of files. 1: ``FXXZ`` of leads. In the meta data of a state as ``format_revision``; "" of the first."""
SIGNED_OFF = "signed_off"
"""Of what is noted of a merged package: who had signed it off, and when."""

OFFICES = "offices"
"""In the meta data of a state, where anything is known: what the offices of other workspaces are called whose words are
in it, as JSON; of what is noted of a merged package: the same."""

TAKEN, LEFT = "taken", "left"
"""What a person says of words in the name of a level that another office may not speak for: they count, they do not."""

TABLES: Tuple[str, ...] = (
    "batches", "patches", "parcels", "actual_parcels", "overlay", "drafts", "judgements", "records", "events", "files")
"""The tables of a state, in the order in which they are written and read. ``files`` are the attachments' references:
name, size, SHA-256."""


@dataclass(frozen=True)
class OfficeState:
    """``meta``: format, format_version, format_revision, schema_version, workspace_id, office, crs, profiles,
    training, made_at, made_by; all texts.

    Values are what JSON holds; a geometry is hex WKB in the CRS of ``meta``.
    """

    meta: Mapping[str, str]
    tables: Mapping[str, Sequence[Row]]

    def counts(self) -> Dict[str, int]:
        """Rows by table."""
        return {name: len(self.tables.get(name, ())) for name in TABLES}


@dataclass(frozen=True)
class Side:
    """What one office says, where two say different things. ``side`` is its workspace's id; ``state`` what it says."""

    side: str
    office: str
    actor: str
    recorded_at: str
    head: str
    state: Mapping[str, Value]
    stands: bool = False  # this is what the workspace shows while nobody has decided


@dataclass(frozen=True)
class Conflict:
    """What offices say differently of the same thing, of which neither knew the other's word.

    ``kind``: ``said`` (answers, judgement, shapes of a patch), ``remark`` (note, flag), ``record``, ``issued`` (the
    same JCBH issued differently), ``level`` (words in the name of a level of which the office is not known to be: its
    sides are `LEFT` and `TAKEN`). ``stream`` names the thing.
    """

    stream: str
    kind: str
    patch_uuid: str
    jcbh: str
    parcels: Tuple[str, ...]
    sides: Tuple[Side, ...]


@dataclass(frozen=True)
class MergeReceipt:
    """What a merging changed. All zero: everything was known."""

    office: str
    new_patches: int = 0
    new_events: int = 0
    new_records: int = 0
    changed_patches: int = 0
    conflicts: int = 0
    known_events: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)  # reason → count
    findings: Tuple[Finding, ...] = ()
    parcels: Sequence[str] = field(default_factory=list)  # parcels of which something is new

    @property
    def changed_nothing(self) -> bool:
        """Was everything known?"""
        return not (self.new_patches or self.new_events or self.new_records or self.changed_patches or self.conflicts)


Conflicts = List[Conflict]
