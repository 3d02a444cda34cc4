"""Parcels claimed as demolished and restored: the images there are of each, the duties it brings, what was ticked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsGeometry,
    QgsRectangle,
)

from ...domain.calculators.parcels import RESTORED
from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.judging.facts import collect_facts
from ...domain.judging.onsite import Duty, on_site_duties
from ...domain.judging.rules import facts_in
from ...domain.records import CLIPS, TILES, Record, Scene
from ...domain.review.image_checks import (
    Claim,
    Counts,
    by_parcel,
    called_false,
    checked_values,
    claims_of,
    counts_of,
    said_of,
)
from ...domain.review.restored_visits import Visit, visit_of
from ...intake.imagery import date_of
from ..imagery.chip import carried
from ..imagery.scene_files import RasterFile, look_into
from ..imagery.scenes import AFTER_DATE, BEFORE_DATE, dates_of
from ..offices.own_level import own_level
from ..rules.profiles import load_profile
from .filed_list import number_of
from .returning import today

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from ...domain.records import ParcelRecord
    from ...workspace.workspace import Workspace

_RECTIFIED = "rectified"


@dataclass(frozen=True)
class Listed:
    """One claim as it is walked through. Dates ISO: ``before`` and ``after`` of the issue, ``images`` of all dated
    imagery that reaches the parcel, oldest first. ``duties``: who must look on site because it was restored;
    ``said``: all that was seen of it, what stands last.
    """

    claim: Claim
    number: str
    township: str
    outcome: str
    before: str
    after: str
    images: Tuple[str, ...]
    duties: Tuple[Duty, ...] = ()
    said: Tuple[Record, ...] = ()
    visits: Tuple[Visit, ...] = ()  # of each duty what is recorded

    @property
    def lacks_visit(self) -> bool:
        """Must somebody look on site, of which nothing is recorded since it was restored?"""
        return any(visit.is_lacking for visit in self.visits)

    @property
    def check(self) -> Optional[Record]:
        """What stands of what was seen."""
        return self.said[-1] if self.said else None

    @property
    def false(self) -> Optional[Record]:
        """What calls it 虚假整改, while nobody of that level or above has taken it back."""
        return called_false(self.said)

    @property
    def newest(self) -> str:
        """The date of the newest image, "" for none."""
        return self.images[-1] if self.images else ""


@dataclass(frozen=True)
class Walk:
    """All claims, in the order of issue, and how many stand how."""

    claims: Tuple[Listed, ...]
    counts: Counts


def walk(workspace: Workspace, feedback: Optional[Feedback] = None) -> Walk:
    """Read the claims with images, duties and what was ticked. Raises JOB_CANCELLED."""
    feedback = feedback or NullFeedback()
    claims = claims_of(workspace.records("rectification"), workspace.records("act"))
    checks = workspace.records("image_check")
    seen = by_parcel(checks)
    rows = {row.parcel_uuid: (place, row.outcome) for place, row in enumerate(
        workspace.lists.rows(list(dict.fromkeys(claim.parcel for claim in claims))))}
    known = sorted((claim for claim in claims if claim.parcel in rows), key=lambda claim: rows[claim.parcel][0])
    images, duties = _Images(workspace), _Duties(workspace)
    found: List[Listed] = []
    for number, claim in enumerate(known):
        stop_if_cancelled(feedback)
        parcel = workspace.parcel(claim.parcel)
        feedback.progress(number, len(known), number_of(parcel))
        attributes, asked = parcel.attributes, duties.of(parcel)
        found.append(Listed(
            claim, number_of(parcel), str(attributes.get("XZMC") or ""), rows[claim.parcel][1],
            str(attributes.get(BEFORE_DATE) or "")[:10], str(attributes.get(AFTER_DATE) or "")[:10],
            images.of(parcel), asked, tuple(said_of(claim, seen.get(claim.parcel, ()))),
            _visits(workspace, claim, asked)))
    return Walk(tuple(found), counts_of(known, checks))


def keep_check(workspace: Workspace, claim: Claim, tick: str, image: str, taken: str, words: str = "",
               false: bool = False, day: str = "") -> Record:
    """Keep what was seen of a claim, as one event: a record that names the rectification, in the name of this office's
    level. What the same person says of the same image on the same day takes the place of what they said before.

    Raises CLAIM_GONE, and what `checked_values` raises.
    """
    try:
        workspace.record(claim.rectification)
    except WeipianError as error:
        raise WeipianError("CLAIM_GONE") from error
    level = own_level(workspace)
    values = checked_values(claim, tick, image, taken, workspace.actor, day or today(), words, false, level)
    same = [one.uuid for one in workspace.records("image_check", claim.parcel) if one.act == claim.rectification
            and all(one.values.get(code) == values.get(code) for code in ("YXRQ", "YXR", "YXSJ", "YXJB"))]
    return workspace.put_record(Record(same[0] if same else "", "image_check", (claim.parcel,), claim.rectification,
                                       values))


def scene_of(path: str) -> Scene:
    """An image file as it would be taken in: its date from its name or its tags, "" where it says none; nobody has
    confirmed it yet. Raises IMAGE_UNREADABLE for what is no image.
    """
    if look_into(path) is None:
        raise WeipianError("IMAGE_UNREADABLE", file=Path(path).name)
    return Scene(path, date_of(Path(path)), Path(path).stem)


def load_image(workspace: Workspace, path: str, taken: str, unclassified: bool) -> Scene:
    """Take a newer image in, with the day it was taken, once a person has confirmed that it is 非涉密.

    Raises IMAGE_UNREADABLE, IMAGE_NOT_PLACED, IMAGE_LOADED_UNDATED, IMAGE_NOT_CONFIRMED.
    """
    name, file, day = Path(path).name, look_into(path), parse_date(taken)
    if file is None:
        raise WeipianError("IMAGE_UNREADABLE", file=name)
    if file.box is None:
        raise WeipianError("IMAGE_NOT_PLACED", file=name)
    if day is None:
        raise WeipianError("IMAGE_LOADED_UNDATED", file=name)
    if not unclassified:
        raise WeipianError("IMAGE_NOT_CONFIRMED", file=name)
    scene = Scene(path, day.isoformat(), Path(path).stem, True)
    workspace.set_scene(scene)
    return scene


def _visits(workspace: Workspace, claim: Claim, duties: Sequence[Duty]) -> Tuple[Visit, ...]:
    if not duties:
        return ()
    signed = workspace.judgement(claim.parcel)
    answers = {**(signed.answers if signed is not None else {}), **workspace.draft(claim.parcel).answers}
    return tuple(visit_of(duty, answers, claim.claimed) for duty in duties)


class _Images:
    """Which dated imagery reaches a parcel; each file is looked into once."""

    def __init__(self, workspace: Workspace) -> None:
        self._crs = QgsCoordinateReferenceSystem(workspace.crs_authid)
        self._scenes = workspace.scenes()
        self._files: Dict[str, Optional[RasterFile]] = {}

    def of(self, parcel: ParcelRecord) -> Tuple[str, ...]:
        """ISO dates, oldest first."""
        box = _box(parcel.wkb)
        reaching = [scene for scene in self._scenes if self._reaches(scene, box)]
        there = {scene.date[:10] for scene in reaching if scene.date}
        return tuple(sorted((there | _clip_dates(parcel.attributes, reaching)) - {""}))

    def _reaches(self, scene: Scene, box: Optional[QgsRectangle]) -> bool:
        if scene.kind in (CLIPS, TILES):
            return True
        if scene.path not in self._files:
            self._files[scene.path] = look_into(scene.path)
        file = self._files[scene.path]
        if file is None or file.box is None or box is None:
            return False
        try:
            return carried(QgsRectangle(*file.box), file.crs(), self._crs).intersects(box)
        except QgsCsException:
            return False


class _Duties:
    """The on-site duties that follow from ground being restored (§6.2 OS3, OS4), by the profile of each batch."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._batches = {batch.uuid: batch for batch in workspace.batches()}
        self._profiles: Dict[str, Optional[PolicyProfile]] = {}

    def of(self, parcel: ParcelRecord) -> Tuple[Duty, ...]:
        """Those that fire, and those that cannot be told for what was not measured."""
        profile = self._profile_of(self._batches[parcel.batch_uuid].profile_id)
        if profile is None:
            return ()
        facts = collect_facts(parcel.attributes, self._workspace.measured(parcel.uuid), profile.grouping,
                              {_RECTIFIED: RESTORED})
        wanted = {rule.id for rule in profile.onsite if _RECTIFIED in facts_in(rule.when)}
        return tuple(duty for duty in on_site_duties(facts, profile) if duty.id in wanted)

    def _profile_of(self, profile_id: str) -> Optional[PolicyProfile]:
        if profile_id not in self._profiles:
            try:
                self._profiles[profile_id] = load_profile(profile_id) if profile_id else None
            except WeipianError:
                self._profiles[profile_id] = None
        return self._profiles[profile_id]


def _clip_dates(attributes: Mapping[str, object], scenes: Sequence[Scene]) -> Set[str]:
    """The dates of a patch's own pictures."""
    clips = [scene for scene in scenes if scene.kind == CLIPS]
    issued = {BEFORE_DATE: "", AFTER_DATE: ""}
    return {each.date for each in dates_of({**attributes, **issued}, clips)} if clips else set()


def _box(wkb: Optional[bytes]) -> Optional[QgsRectangle]:
    if wkb is None:
        return None
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry.boundingBox()
