"""What rooms hand each other: batches, issued patches, reference layers, measurements, drafts, events. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional, Tuple

from .errors import sentence

Value = object  # str | int | float | None, as stored: areas m², dates ISO texts, booleans 0/1


@dataclass(frozen=True)
class Finding:
    """A remark that enters with a patch or a batch: a code of the catalogue, its values, E(rror) or W(arning)."""

    code: str
    severity: str = "W"
    values: Mapping[str, Value] = field(default_factory=dict)

    def sentence(self, language: str = "zh") -> str:
        """The finding in words."""
        return sentence(self.code, language, **self.values)


@dataclass(frozen=True)
class IssuedPatch:
    """One patch as it arrived. ``wkb`` is the issued polygon in the workspace's CRS (vertices unchanged but for the
    projection), ``None`` for a table row without a shape; ``repaired`` the valid polygon where that differs.
    ``attributes`` holds values by field code of `definitions.ISSUED`; ``extra`` what no definition claims, by heading.
    """

    jcbh: str
    attributes: Mapping[str, Value]
    wkb: Optional[bytes] = None
    repaired: Optional[bytes] = None
    extra: Mapping[str, Value] = field(default_factory=dict)
    findings: Tuple[Finding, ...] = ()


@dataclass(frozen=True)
class NewBatch:
    """What was issued together. ``issued`` is the ISO date XFSJ from which deadlines follow."""

    label: str
    issued: str
    source: str
    digest: str
    profile_id: str = ""
    county: str = ""
    findings: Tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Batch:
    """A batch in the workspace."""

    uuid: str
    label: str
    issued: str
    source: str
    profile_id: str
    county: str
    imported_at: str
    imported_by: str
    patch_count: int


@dataclass(frozen=True)
class ReferenceLayer:
    """A layer in a role of `roles.ROLES`, with its version date. ``source`` is a file path, ``layer`` its table.

    ``declared_empty``: a person states that there is nothing of this role here (DESIGN: only then may a rule
    conclude from its absence).
    """

    role: str
    source: str = ""
    layer: str = ""
    class_field: str = ""
    version_date: str = ""
    title: str = ""
    declared_empty: bool = False
    class_table: str = ""  # of `landclass_tables`: SD or YDYH; empty: the profile's


CLIPS, TILES = "clips", "tiles"
"""What a scene is that is no raster file: a folder of pictures, one or two for each patch; an address of map tiles."""


@dataclass(frozen=True)
class Scene:
    """Imagery of one date: ``date`` ISO; ``unclassified`` True once a person has said that it is 非涉密.

    ``path`` is a raster file; for `CLIPS` a folder whose pictures have their dates in their names; for `TILES` a source
    of QGIS's provider "wms", ``date`` empty where nobody knows when it was taken.
    """

    path: str
    date: str
    title: str = ""
    unclassified: bool = False
    kind: str = ""


@dataclass(frozen=True)
class ClassArea:
    """Area of a parcel in one class of one role, m² on the ellipsoid; net of KCXS where the layer has it."""

    class_code: str
    area_m2: float
    net_area_m2: float


@dataclass(frozen=True)
class FeatureArea:
    """Area of a parcel inside the reference features that share these attributes (evidence layers)."""

    class_code: str
    area_m2: float
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class RoleAreas:
    """All areas of a parcel in one role. ``total_m2`` counts ground once, also where classes overlap."""

    role: str
    total_m2: float = 0.0
    net_m2: float = 0.0
    classes: Tuple[ClassArea, ...] = ()
    features: Tuple[FeatureArea, ...] = ()
    declared_empty: bool = False


@dataclass(frozen=True)
class NestedAreas:
    """What of a parcel lies in all of ``zones`` at once, m²; ``classes``: that ground by land class, gross and net."""

    zones: Tuple[str, ...]
    total_m2: float = 0.0
    classes: Tuple[ClassArea, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What the overlay found for one parcel: its own area and its areas by role. A role that is absent is 未核.

    ``nested`` has by zones (as `roles.nested_zones` names them) what was asked of areas inside areas; zones that are
    absent were not asked, which is not the same as no ground in them.
    """

    area_m2: float
    roles: Mapping[str, RoleAreas] = field(default_factory=dict)
    nested: Mapping[Tuple[str, ...], NestedAreas] = field(default_factory=dict)
    class_table: str = ""  # the code table of its land classes, as the reference layer says; empty: the profile's


@dataclass(frozen=True)
class OverlayRun:
    """How a measurement was made, for every figure's provenance: method, versions, CRS, layers with their dates."""

    provenance: Mapping[str, Value]
    remarks: Tuple[Mapping[str, Value], ...] = ()


@dataclass(frozen=True)
class ParcelRecord:
    """A parcel with its patch's issued attributes; ``status`` is one of `STATUSES`."""

    uuid: str
    patch_uuid: str
    batch_uuid: str
    jcbh: str
    dkbh: str
    status: str
    attributes: Mapping[str, Value]
    extra: Mapping[str, Value]
    findings: Tuple[Finding, ...]
    wkb: Optional[bytes]
    earlier: Tuple[Mapping[str, Value], ...] = ()  # linked patches of earlier batches: jcbh, iou, status
    actual: Optional[bytes] = None  # 实际地块: the extent found on the ground, where it differs


@dataclass(frozen=True)
class Draft:
    """初判: values by field code of `definitions.JUDGEMENT`, as they stand; ``answers`` may be incomplete."""

    parcel_uuid: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    note: str = ""
    confidence: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Judgement:
    """判定: the answers a person signed, by whom, when (ISO with zone), upon what (QRYJ).

    ``subject``: ``land`` or ``mineral``.
    """

    parcel_uuid: str
    answers: Mapping[str, Value]
    signed_by: str
    signed_at: str
    basis: str
    reason: str = ""
    subject: str = "land"


@dataclass(frozen=True)
class Record:
    """What is no answer of one parcel: a 违法行为, a rectification, a paper … of ``record_kinds.RECORD_KINDS``.

    ``values`` by field code of the kind; ``act`` is the uuid of the 违法行为 it belongs to (of an attachment also of
    the part of a rectification), "" for none; an empty ``uuid`` means that it is still to be kept.
    """

    uuid: str
    kind: str
    parcels: Tuple[str, ...] = ()
    act: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class SurveyFlag:
    """A parcel the survey team must treat apart (BGDCBS, domain §8.5)."""

    parcel_uuid: str
    dkbh: str
    jcbh: str
    flag: str
    year: int
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class TableRow:
    """What one row of a table is made from: a parcel that is judged here, its batch, its areas, its 判定."""

    parcel: ParcelRecord
    batch: Batch
    measured: Optional[Measured] = None
    judgement: Optional[Judgement] = None
    mineral: Optional[Judgement] = None


@dataclass(frozen=True)
class Event:
    """One decision, appended and never changed. Order is given by ``sequence`` and ``predecessor``, not by time.

    ``parcel_uuid`` names its chain: of a parcel, of the workspace itself (""), of a record (then `record` is it), of
    a patch whose parcels were split, merged or reshaped (then `changes_shapes`), or its own (then it is `of_many`).
    """

    uuid: str
    sequence: int
    workspace_id: str
    parcel_uuid: str
    kind: str
    actor: str
    recorded_at: str
    predecessor: str
    schema_version: int
    payload: Mapping[str, Value]

    @property
    def record(self) -> str:
        """The uuid of the record that it is about, "" for none."""
        return self.parcel_uuid if "record" in self.payload else ""

    @property
    def changes_shapes(self) -> bool:
        """Did it split, merge, reshape or draw parcels, or take that back?"""
        return "ground" in self.payload

    @property
    def of_many(self) -> bool:
        """Was one thing decided of many parcels at once (who judges them, a flag), or taken back?"""
        return "together" in self.payload

    @property
    def kept(self) -> Mapping[str, str]:
        """Of what was taken back as one: by kind of record one that was among it; empty else."""
        named = self.payload.get("kept")
        return {str(kind): str(uuid) for kind, uuid in named.items()} if isinstance(named, dict) else {}

    @property
    def parcels(self) -> Tuple[str, ...]:
        """The parcels that it concerns; of a changed shape those first that stand after it."""
        named = self.payload.get("parcels", () if self.record else (self.parcel_uuid,))
        return tuple(str(uuid) for uuid in named if uuid) if isinstance(named, (list, tuple)) else ()


@dataclass
class QueueRow:
    """One line of the queue: what the Patches dock shows and sorts by. Areas m².

    ``stated``: something was entered (facts, what was found on site) though no outcome was chosen. ``assigned``: who is
    to judge it, "" for nobody in particular. ``returned``: sent back and not answered, or a 容错纠错 is open.
    ``lacking``: a 初判 in which something required is empty.
    """

    parcel_uuid: str
    dkbh: str
    jcbh: str
    status: str
    flag: str
    jclb: str
    tblx: str
    township: str
    issued: str
    batch_uuid: str
    outcome: str = ""
    area_m2: Optional[float] = None
    farmland_m2: Optional[float] = None
    basic_farmland_m2: Optional[float] = None
    redline_m2: Optional[float] = None
    suggestion: str = ""
    findings: int = 0
    centre: Optional[Tuple[float, float]] = None
    year: str = ""
    stated: bool = False
    assigned: str = ""
    returned: bool = False
    lacking: bool = False


@dataclass(frozen=True)
class Difference:
    """The same JCBH issued again, unlike what is there: which fields, and whether the shape differs."""

    jcbh: str
    fields: Tuple[Tuple[str, Value, Value], ...]
    shape_differs: bool


@dataclass(frozen=True)
class Comparison:
    """A package held against the workspace before it enters."""

    new: Tuple[str, ...] = ()
    identical: Tuple[str, ...] = ()
    differing: Tuple[Difference, ...] = ()
    quarantined: int = 0


@dataclass(frozen=True)
class BatchReceipt:
    """What an import changed. ``batch_uuid`` is empty where nothing new came in."""

    batch_uuid: str
    added: int = 0
    replaced: int = 0
    kept: int = 0
    identical: int = 0
    quarantined: int = 0
    linked: int = 0
    findings: Tuple[Finding, ...] = ()


KEEP, REPLACE = "keep", "replace"  # what becomes of a patch that is issued again unlike what is there
UNJUDGED, DRAFT, SIGNED, STUB, SUPERSEDED = "todo", "draft", "signed", "stub", "superseded"
RETIRED = "retired"  # merged into another parcel, or a part that was taken back: without a shape, not judged
STATUSES = (UNJUDGED, DRAFT, SIGNED, STUB, SUPERSEDED, RETIRED)
