"""A review file read: what its reviewer says of each patch, and of which parcels here that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsGeometry

from ...domain.definitions import is_mineral
from ...domain.feedback import Feedback, stop_if_cancelled
from ...domain.records import Draft, Measured, ParcelRecord
from ...domain.review.blind_files import CANNOT_TELL, NOT_MINE, ReviewFile
from ...domain.review.readings import JUDGED, Said, said_by_answers
from ...workspace.geometry import same_shape

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_LONGEST = 500
_FARMLAND = "dltb"
_WKT_DECIMALS = 10


@dataclass(frozen=True)
class Read:
    """What was read of one patch. ``records``: by parcel here the values of its record; ``result``: of FPJG.

    ``lacking``: the form asks for more; ``reshaped``: in another shape than was handed out; ``parts``: how many the
    reviewer made of it; ``at``: when it was last read (ISO, by the clock of where it was).
    """

    jcbh: str
    result: str
    records: Tuple[Tuple[str, Mapping[str, object]], ...]
    lacking: bool = False
    reshaped: bool = False
    parts: int = 1
    actors: FrozenSet[str] = frozenset()
    at: str = ""


@dataclass(frozen=True)
class _Part:
    """One parcel of the file, and what is said of it; ``said.result`` is empty where nothing is."""

    parcel: ParcelRecord
    said: Said
    reshaped: bool
    lacking: bool
    actors: FrozenSet[str]
    at: str = ""


class FileReader:
    """Reads a file once. After `readings`: ``unread`` parcels here, ``moved`` (JCBH), ``gone`` patches, ``total``."""

    def __init__(self, workspace: Workspace, file: Workspace, review: ReviewFile, feedback: Feedback) -> None:
        self._workspace, self._file, self._review, self._feedback = workspace, file, review, feedback
        self._shapes, self._drafts = file.blind.shapes(), file.drafts()
        self._rows = {row.parcel_uuid: row for row in file.queue()}
        self._measured = file.all_measured()
        self.unread: List[str] = []
        self.moved: List[str] = []
        self.gone, self.total = 0, 0
        self.set_apart = file.progress()["stub"]

    def origin(self, name: str) -> Dict[str, object]:
        """What events keep of the file: its name and id, and how far it was worked on."""
        return {"file": name, "file_id": self._file.workspace_id, "sequence": self._file.standing()[1]}

    def readings(self) -> List[Read]:
        """What is read, patch by patch. Raises JOB_CANCELLED."""
        patches = self._file.blind.patches_of(list(self._rows))
        drawn = [one.parcels[0] for one in self._workspace.records("drawn", act=self._review.sample)]
        targets, stood = self._workspace.blind.patches_of(drawn), self._workspace.blind.stood(list(patches))
        self.total, found = len(patches), []
        for number, (patch, parcels) in enumerate(patches.items()):
            stop_if_cancelled(self._feedback)
            self._feedback.progress(number, len(patches), "")
            parts = [self._part(uuid) for uuid in parcels]
            here = targets.get(patch, [])
            first = parts[0].parcel
            if not here:
                self.gone += 1
            elif self._has_moved(parcels, stood.get(patch, "")):
                self.moved.append(first.jcbh)
            read = self._read(first.jcbh, parts, here)
            if read is not None:
                found.append(read)
            else:
                self.unread += here
        return found

    def _has_moved(self, parcels: Sequence[str], stood: str) -> bool:
        return any(self._shapes[uuid].stood != stood for uuid in parcels if uuid in self._shapes)

    def _read(self, jcbh: str, parts: Sequence[_Part], here: Sequence[str]) -> Optional[Read]:
        said = [part for part in parts if part.said.result]
        if not said:
            return None
        records = []
        for uuid in here:
            parcel = self._workspace.parcel(uuid)
            part = _covering(parcel, parts)
            part = part if part.said.result else said[0]
            records.append((uuid, self._values(parcel, part, parts)))
        return Read(jcbh, said[0].said.result, tuple(records), any(part.lacking for part in said),
                    any(part.reshaped for part in parts), len(parts), frozenset().union(*(one.actors for one in said)),
                    max((one.at for one in said), key=moment))

    def _values(self, parcel: ParcelRecord, part: _Part, parts: Sequence[_Part]) -> Dict[str, object]:
        said = part.said
        values: Dict[str, object] = {"FPSJ": said.day, "FPJG": said.result}
        others = [f"{one.parcel.dkbh}：{one.said.pdlx or one.said.result} {one.said.case}".strip()
                  for one in parts if one is not part and one.said.result]
        remark = "；".join(text for text in (said.remark, *others) if text)
        values["FPSM"] = remark[:_LONGEST]
        if said.result == JUDGED:
            values.update(FPDLX=said.pdlx, FPQX=said.case)
            if said.farmland_m2 is not None:
                values["FPGDMJ"] = said.farmland_m2
            if said.area_m2 is not None:
                values["FPDKMJ"] = said.area_m2
            if part.parcel.wkb and not same_shape(part.parcel.wkb, parcel.wkb, self._workspace.geographic):
                values["FPTX"] = _shape(part.parcel.wkb).asWkt(_WKT_DECIMALS)
        return values

    def _part(self, uuid: str) -> _Part:
        parcel, row, draft = self._file.parcel(uuid), self._rows[uuid], self._drafts.get(uuid)
        stamps = self._shapes.get(uuid)
        reshaped = stamps is None or self._file.blind.stamp(parcel.wkb) != stamps.given
        if draft is None:
            return _Part(parcel, Said("", "", result=""), reshaped, False, frozenset())
        history = self._file.history(uuid)
        said = _said(draft, is_mineral(parcel.attributes), _flag_is_last(history))
        at = history[-1].recorded_at if history else ""
        farmland, area = _areas(self._measured.get(uuid), draft.answers)
        said = Said(self._review.reviewer, said.pdlx, said.case, said.remark, farmland, area, at[:10], said.result)
        return _Part(parcel, said, reshaped, bool(row.lacking) and said.result == JUDGED,
                     frozenset(one.actor for one in history if one.actor), at)


def moment(text: object) -> float:
    """A time with its zone as seconds; 0 for none."""
    return datetime.fromisoformat(str(text)).timestamp() if text else 0.0


def _said(draft: Draft, mineral: bool, flag_is_last: bool) -> Said:
    """An outcome, or one of the two reasons for none; of both what was said last holds."""
    said = said_by_answers(draft.answers, mineral)
    none = draft.flag if draft.flag in (CANNOT_TELL, NOT_MINE) else ""
    flag = "" if none or not draft.flag else f"标记：{draft.flag}"
    remark = "；".join(text for text in (said.remark, draft.note, flag) if text)
    if none and (flag_is_last or not said.pdlx):
        return Said("", "", remark=draft.note, result=none)
    return Said("", said.pdlx, said.case, remark, result=JUDGED if said.pdlx else "")


def _flag_is_last(history: Sequence[object]) -> bool:
    """Was the flag said after the outcome?"""
    last = ""
    for event in history:
        payload = getattr(event, "payload", {})
        if payload.get("what") == "flag":
            last = "flag"
            continue
        after = payload.get("after")
        if not isinstance(after, dict):
            continue
        answers = after.get("answers")
        if isinstance(answers, dict) and ("PDLX" in answers or "KPDLX" in answers):
            last = "answer"
        elif "flag" in after:
            last = "flag"
    return last == "flag"


def _areas(measured: Optional[Measured], answers: Mapping[str, object]) -> Tuple[Optional[float], Optional[float]]:
    """m² of 耕地 (gross, as in the queue) and of the parcel: as found on the ground, else as measured."""
    area = answers.get("SJDKMJ") or (measured.area_m2 if measured is not None else None)
    farmland = answers.get("SJGDMJ")
    if farmland is None and measured is not None and _FARMLAND in measured.roles:
        farmland = _farmland_m2(measured)
    return _number(farmland), _number(area)


def _number(m2: object) -> Optional[float]:
    return None if m2 is None else float(str(m2))


def _farmland_m2(measured: Measured) -> float:
    from ...workspace.queue_columns import figures_of

    return float(str(figures_of(measured.roles)["farmland_m2"] or 0.0))


def _covering(parcel: ParcelRecord, parts: Sequence[_Part]) -> _Part:
    """The part that covers most of a parcel; of the same uuid where no shape tells."""
    if len(parts) == 1:
        return parts[0]
    if not parcel.wkb:
        return next((part for part in parts if part.parcel.uuid == parcel.uuid), parts[0])
    whole = _shape(parcel.wkb)
    return max(parts, key=lambda part: whole.intersection(_shape(part.parcel.wkb)).area() if part.parcel.wkb else -1.0)


def _shape(wkb: Optional[bytes]) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb or b"")
    return geometry
