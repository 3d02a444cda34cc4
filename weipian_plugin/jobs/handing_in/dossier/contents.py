"""What the dossier of one patch is about: its parcels as they stand, their records and papers, a digest of it all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ....domain.calendar.dates import parse_date
from ....domain.forms.codes import is_classified
from ....domain.judging.suggestion import Suggestion
from ....domain.marks import CLEAN, Mark
from ....domain.records import Batch, Judgement, Measured, ParcelRecord, Record, TableRow
from ...plain import plain
from ...registers.attachments import PHOTO, evidence_at_hand

if TYPE_CHECKING:
    from ....domain.profiles import PolicyProfile
    from ....workspace.workspace import Workspace

VERSION = 4
"""Of what dossiers look like: a higher one builds all of them anew."""
_OWN_KINDS = ("act", "rectification", "transfer", "review", "correction", "audit", "survey", "letter")
_PLACE = ("XMC", "XZMC", "CUNMC")


@dataclass(frozen=True)
class Task:
    """A patch to build: any of its parcels, the name of its folder (JCBH), what the checks say of it (check, state,
    severity, sentence, reason), and how it is marked.
    """

    patch: str
    parcel: str
    folder: str
    findings: Tuple[Tuple[str, str, str, str, str], ...] = ()
    mark: Mark = CLEAN

    def to_json(self) -> Dict[str, Any]:
        """Plain, for another process."""
        return {"patch": self.patch, "parcel": self.parcel, "folder": self.folder, "findings": list(self.findings),
                "word": self.mark.word, "reasons": list(self.mark.reasons)}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Task:
        """What `to_json` gave."""
        mark = Mark(str(given["word"]), tuple((str(one), str(other)) for one, other in given["reasons"]))
        findings = tuple(tuple(str(part) for part in one) for one in given["findings"])
        return cls(str(given["patch"]), str(given["parcel"]), str(given["folder"]), findings, mark)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Part:
    """A parcel of the patch. ``whole``: its area in 亩 beside the other parts, ``None`` where it is the patch."""

    row: TableRow
    answers: Mapping[str, object]
    suggestion: Optional[Suggestion]
    attachments: Tuple[Record, ...]
    acts: Tuple[Record, ...]
    rectifications: Tuple[Record, ...]
    whole: Optional[Decimal] = None
    note: str = ""

    @property
    def parcel(self) -> ParcelRecord:
        """The parcel itself."""
        return self.row.parcel

    @property
    def name(self) -> str:
        """DKBH, or JCBH of a patch that is one parcel."""
        return self.parcel.dkbh or self.parcel.jcbh

    @property
    def measured(self) -> Optional[Measured]:
        """Its areas, ``None`` where it was not measured."""
        return self.row.measured

    @property
    def signed(self) -> Optional[Judgement]:
        """What a person signed of the land, else of the mining."""
        return self.row.judgement or self.row.mineral

    @property
    def judged(self) -> Mapping[str, object]:
        """The answers that hold: as signed, else the 初判."""
        return self.signed.answers if self.signed is not None else self.answers

    def have(self) -> frozenset[str]:
        """Codes of the evidence that is there."""
        issued = {**self.parcel.attributes, "XFSJ": self.parcel.attributes.get("XFSJ") or self.row.batch.issued}
        return evidence_at_hand(self.judged, self.attachments, issued, self.acts)


@dataclass(frozen=True)
class Contents:
    """All of a patch. ``records`` are those about any of its parcels, by kind; ``moment`` the last that was decided."""

    task: Task
    batch: Batch
    parts: Tuple[Part, ...]
    records: Mapping[str, Tuple[Record, ...]]
    profile: Optional[PolicyProfile]
    moment: str

    @property
    def number(self) -> str:
        """JCBH."""
        return self.parts[0].parcel.jcbh

    @property
    def attributes(self) -> Mapping[str, object]:
        """As issued."""
        return self.parts[0].parcel.attributes

    @property
    def day(self) -> str:
        """The day of ``moment``."""
        return self.moment[:10]

    @property
    def place(self) -> str:
        """County, township, village."""
        return "".join(str(self.attributes.get(code) or "") for code in _PLACE)

    @property
    def county(self) -> Tuple[str, str]:
        """Code and name of the county."""
        code = str(self.attributes.get("XZQDM") or self.batch.county or "")[:6]
        return code, str(self.attributes.get("XMC") or "")

    @property
    def year(self) -> str:
        """Of the patch: NF, else of its issue."""
        issued = parse_date(self.attributes.get("XFSJ") or self.batch.issued)
        year = str(self.attributes.get("NF") or "")[:4]
        return year if year.isdigit() else str(issued.year) if issued else ""

    @property
    def attachments(self) -> Tuple[Record, ...]:
        """Photos and papers of all parts, in the order they were kept; the same file of several parts once."""
        found: Dict[Tuple[str, str], Record] = {}
        for part in self.parts:
            for one in part.attachments:
                found.setdefault((str(one.values.get("SHA256")), one.act), one)
        return tuple(found.values())

    def photos(self) -> List[Record]:
        """Photos of the place, by the time they were taken."""
        photos = [one for one in self.attachments if one.values.get("FJLX") == PHOTO]
        return sorted(photos, key=lambda one: (str(one.values.get("PSSJ") or "9999"), str(one.values.get("FJMC"))))

    def owner_kind(self, attachment: Record) -> str:
        """``act``, ``rectification`` or "": what a paper belongs to."""
        for kind in ("act", "rectification"):
            if any(one.uuid == attachment.act for one in self.records.get(kind, ())):
                return kind
        return ""


def read_contents(workspace: Workspace, task: Task, profile_of: Any) -> Optional[Contents]:
    """The patch as it stands now; ``None`` where nothing of it is judged here any more (set apart, superseded)."""
    siblings = list(workspace.siblings(task.parcel)) or [task.parcel]
    batches = {one.uuid: one for one in workspace.batches()}
    inputs = [one for one in workspace.rules.inputs(siblings, batches)
              if not is_classified(one.row.parcel.attributes) and not is_classified(one.row.parcel.extra)]
    if not inputs:
        return None
    held = workspace.in_correction()
    whole = workspace.lists.shown_of_parts([one.row.parcel.uuid for one in inputs])
    order = {uuid: place for place, uuid in enumerate(siblings)}
    parts = []
    for one in sorted(inputs, key=lambda each: order.get(each.row.parcel.uuid, 0)):
        uuid = one.row.parcel.uuid
        stored = workspace.suggestion(uuid)
        signed = (None, None) if uuid in held else (workspace.judgement(uuid), workspace.judgement(uuid, "mineral"))
        row = TableRow(one.row.parcel, one.row.batch, one.row.measured, *signed)
        parts.append(Part(row, one.answers, Suggestion.from_json(stored) if stored else None, one.attachments, one.acts,
                          one.rectifications, whole.get(uuid), workspace.draft(uuid).note))
    batch = parts[0].row.batch
    return Contents(task, batch, tuple(parts), _records(workspace, parts), profile_of(batch.profile_id),
                    _moment(workspace, parts, batch))


def content_key(attachment: Record) -> str:
    """The same for the same file, whichever part it is attached to."""
    return str(attachment.values.get("SHA256") or attachment.uuid)


def digest_of(contents: Contents, looks: Sequence[object], around: Sequence[object]) -> str:
    """What the dossier follows from: the patch's state, the templates (``looks``), imagery and layers (``around``)."""
    profile = contents.profile
    told = [VERSION, contents.task.to_json(), contents.batch, contents.records,
            [[part.row, part.answers, part.suggestion, part.attachments, part.whole, part.note]
             for part in contents.parts], None if profile is None else [profile.id, profile.title, profile.evidence],
            list(looks), list(around)]
    return hashlib.sha256(json.dumps(plain(told), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def stamp_of(path: str) -> Tuple[str, int, int]:
    """A file by name, size and time: that it changed is seen without reading it."""
    try:
        found = Path(path).stat()
    except OSError:
        return path, -1, -1
    return path, found.st_size, found.st_mtime_ns


def _records(workspace: Workspace, parts: Sequence[Part]) -> Dict[str, Tuple[Record, ...]]:
    found: Dict[str, Dict[str, Record]] = {}
    for part in parts:
        for record in workspace.records(parcel=part.parcel.uuid):
            if record.kind in _OWN_KINDS:
                found.setdefault(record.kind, {})[record.uuid] = record
    return {kind: tuple(records.values()) for kind, records in found.items()}


def _moment(workspace: Workspace, parts: Sequence[Part], batch: Batch) -> str:
    moments = [event.recorded_at for part in parts for event in workspace.history(part.parcel.uuid)]
    return max([one for one in (batch.imported_at, *moments) if one], key=datetime.fromisoformat, default="")
