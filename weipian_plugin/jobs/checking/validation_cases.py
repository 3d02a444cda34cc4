"""Gathers what the checks are told: of each parcel everything that is known, and only figures of layers as they are."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import replace
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.judging.analyst_facts import facts_of
from ...domain.judging.facts import Facts, Grouping, collect_facts
from ...domain.judging.onsite import Duty, on_site_duties, with_suspected_areas
from ...domain.profiles import PolicyProfile
from ...domain.records import UNJUDGED, Batch, Judgement, Measured, ParcelRecord, Record, TableRow
from ...domain.validation import Found, ParcelCase, PatchCase, WorkspaceCase
from ..measuring.asking import zone_of
from ..measuring.reuse import Layers, stale_roles
from ..rules.profiles import load_profile
from .validation_shapes import Ruler, counties_of, geometry_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_STATED_AREAS = {"illegal_farmland_m2": "WFGDMJ", "illegal_yjjbnt_m2": "WFJBNTMJ"}


_OF_ACTS = ("rectification", "attachment")

Told = Tuple[TableRow, Mapping[str, object], Optional[Mapping[str, object]], Sequence[Record], Sequence[Record],
             Mapping[str, str], bool]
"""Of one parcel: row, answers, suggestion, its records and those of its acts, what its figures rest on, is it alone."""


class Surroundings:
    """What checks need that is the same for all parcels: profiles, layers as they are now, counties. Made anew where
    layers or the workspace change.
    """

    def __init__(self, workspace: Workspace, today: Optional[date] = None) -> None:
        self.workspace = workspace
        self.today = today or this_day()
        self.ruler = Ruler(workspace.crs_authid)
        references = workspace.references()
        self._layers = Layers(references)
        self._counties = counties_of(references, workspace.crs_authid)
        run = workspace.overlay_run()
        self._zone = 0 if run is None else zone_of(run.provenance)
        self._batches: Dict[str, Batch] = {batch.uuid: batch for batch in workspace.lists.batches()}
        self._profiles: Dict[str, Optional[PolicyProfile]] = {}
        self.checked: OrderedDict[str, Tuple[Optional[Told], List[Found], str]] = OrderedDict()
        """By parcel that was looked at last: what was told of it, what was found then, and where it lies."""

    def case(self, row: TableRow, answers: Mapping[str, object], suggestion: Optional[Mapping[str, object]],
             records: Sequence[Record], together: Sequence[Record], rests_on: Mapping[str, str],
             alone: bool) -> ParcelCase:
        """The case of one parcel. ``together``: the records of its acts that concern other parcels; ``rests_on``: what
        its figures rest on (`Workspace.overlay_digests`); ``alone``: its patch has no other parcel.
        """
        parcel, profile = row.parcel, self.profile_of(row.batch.profile_id)
        issued = {**parcel.attributes, "XFSJ": parcel.attributes.get("XFSJ") or row.batch.issued}
        measured, stale = self._of_today(parcel, row.measured, rests_on)
        grouping = profile.grouping if profile is not None else Grouping()
        facts = collect_facts(issued, measured, grouping, facts_of(answers))
        geometry = geometry_of(parcel.wkb)
        return ParcelCase(
            parcel=parcel, issued=issued, answers=answers, judgement=row.judgement, measured=measured, facts=facts,
            stale=stale, shape=None if geometry is None else self.ruler.shape(geometry),
            county=None if geometry is None or self._counties is None else self._counties.of(geometry),
            alone=alone, suggestion=suggestion or {},
            duties=_duties(facts, answers, records, profile), records=tuple(records), together=tuple(together),
            profile=profile, today=self.today,
        )

    def one(self, uuid: str) -> ParcelCase:
        """The case of one parcel, read from the workspace. Raises UNKNOWN_PARCEL."""
        return self.case(*self.told_of(uuid))

    def told_of(self, uuid: str) -> Told:
        """What `case` is told of one parcel, read from the workspace. Raises UNKNOWN_PARCEL."""
        workspace = self.workspace
        parcel, judgement = workspace.parcel(uuid), workspace.judgement(uuid)
        row = TableRow(parcel, self._batches[parcel.batch_uuid], workspace.measured(uuid), judgement)
        records = without_states(workspace.records(parcel=uuid))
        return (row, _answers(workspace, parcel, judgement), workspace.suggestion(uuid), records,
                _elsewhere(records, lambda owner: [
                    record for kind in _OF_ACTS for record in workspace.records(kind, act=owner)]),
                workspace.overlay_digests(uuid).get(uuid, {}), len(workspace.siblings(uuid)) <= 1)

    def profile_of(self, profile_id: str) -> Optional[PolicyProfile]:
        """The profile; ``None`` where none is chosen or it cannot be read (who computes with it tells so)."""
        if profile_id not in self._profiles:
            try:
                self._profiles[profile_id] = load_profile(profile_id) if profile_id else None
            except WeipianError:
                self._profiles[profile_id] = None
        return self._profiles[profile_id]

    def _of_today(self, parcel: ParcelRecord, measured: Optional[Measured],
                  rests_on: Mapping[str, str]) -> Tuple[Optional[Measured], Tuple[str, ...]]:
        """The figures of layers that are as they were when it was measured, and the roles of the others."""
        if measured is None:
            return None, ()
        stale = stale_roles(self._layers, measured, parcel.wkb or b"", self._zone, rests_on)
        if not stale:
            return measured, ()
        return replace(
            measured, roles={role: areas for role, areas in measured.roles.items() if role not in stale},
            nested={} if set(stale) & set(self._layers.land_classes) else
            {zones: areas for zones, areas in measured.nested.items() if not set(zones) & set(stale)}), stale


def this_day() -> date:
    """The date on the wall here."""
    return datetime.now(timezone.utc).astimezone().date()


def workspace_case(around: Surroundings, batch: Optional[str] = None,
                   rows: Optional[Sequence[TableRow]] = None) -> WorkspaceCase:
    """All parcels (of a batch; or those of ``rows``) and their patches."""
    workspace = around.workspace
    records: Dict[str, List[Record]] = {}
    of_acts: Dict[str, List[Record]] = {}
    for record in workspace.records():
        for uuid in record.parcels:
            records.setdefault(uuid, []).append(record)
        if record.act and record.kind in _OF_ACTS:
            of_acts.setdefault(record.act, []).append(record)
    rests_on, parcels = workspace.overlay_digests(), Counter(row.jcbh for row in workspace.queue())
    cases = []
    for row in workspace.table_rows(batch) if rows is None else rows:
        answers = _answers(workspace, row.parcel, row.judgement)
        is_draft = row.judgement is None and bool(answers)
        suggestion = workspace.suggestion(row.parcel.uuid) if is_draft else None
        own = without_states(records.get(row.parcel.uuid, ()))
        together = _elsewhere(own, lambda owner: of_acts.get(owner, ()))
        cases.append(around.case(row, answers, suggestion, own, together, rests_on.get(row.parcel.uuid, {}),
                                 parcels[row.parcel.jcbh] <= 1))
    return WorkspaceCase(cases, _patches(around, cases))


def _elsewhere(own: Sequence[Record], belonging: Callable[[str], Iterable[Record]]) -> List[Record]:
    """What belongs to the acts of a parcel (parts, their photos) and concerns other parcels only."""
    known = {record.uuid for record in own}
    found: Dict[str, Record] = {}
    owners = [record.uuid for record in own if record.kind in ("act", "rectification")]
    while owners:
        new = [record for record in belonging(owners.pop()) if record.uuid not in known]
        found.update((record.uuid, record) for record in new)
        known.update(record.uuid for record in new)
        owners += [record.uuid for record in new if record.kind == "rectification"]
    return list(found.values())


def without_states(records: Iterable[Record]) -> List[Record]:
    """Records as the checks want them: without the states of findings, which are about the checks themselves."""
    return [record for record in records if record.kind != "finding"]


def _answers(workspace: Workspace, parcel: ParcelRecord, judgement: Optional[Judgement]) -> Mapping[str, object]:
    if judgement is not None:
        return judgement.answers
    return {} if parcel.status == UNJUDGED else workspace.draft(parcel.uuid).answers


def _patches(around: Surroundings, cases: Sequence[ParcelCase]) -> List[PatchCase]:
    members: Dict[str, List[ParcelCase]] = {}
    for case in cases:
        members.setdefault(case.parcel.patch_uuid, []).append(case)
    found = []
    for patch, jcbh, wkb in around.workspace.patch_shapes():
        own = members.get(patch, ())
        if not own or (len(own) == 1 and own[0].parcel.wkb == wkb):
            continue
        issued = geometry_of(wkb)
        sound = issued is not None and issued.isGeosValid()
        shapes = [(case.uuid, geometry_of(case.parcel.wkb)) for case in own]
        found.append(PatchCase(
            jcbh, tuple(case.uuid for case in own), around.ruler.area(issued) if issued and sound else None,
            around.ruler.overlaps([(uuid, shape) for uuid, shape in shapes if shape is not None])))
    return found


def _duties(facts: Facts, answers: Mapping[str, object], records: Sequence[Record],
            profile: Optional[PolicyProfile]) -> Tuple[Duty, ...]:
    """The on-site duties that follow from what the person says: their outcome, their areas, what was rectified."""
    outcome = str(answers.get("PDLX") or "")
    if profile is None or not outcome:
        return ()
    ways = [str(record.values.get("ZGFS")) for record in records if record.kind == "rectification"]
    stated = {name: value for name, code in _STATED_AREAS.items()
              if isinstance(value := answers.get(code), (int, float)) and not isinstance(value, bool)}
    restored = "拆除复耕" if "拆除复耕" in ways else next(iter(ways), None)
    known = facts.also(**stated, rectified=restored if restored else facts.get("rectified") or "")
    return tuple(on_site_duties(with_suspected_areas(known, outcome), profile))
