"""What is to be said of a photo of a patch: distance, date, direction, precision, editing, size. Never a refusal."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence

from ...domain.calendar.dates import parse_date
from ...domain.records import Finding, Record, Value
from .options import LARGEST_DOP, EvidenceOptions

if TYPE_CHECKING:
    from ...intake.photos.facts import PhotoFacts
    from ...workspace.workspace import Workspace
    from .places import Places, Stand

EDITORS = re.compile(
    r"photoshop|lightroom|gimp|paint\.net|snapseed|picsart|meitu|美图|醒图|acdsee|picasa|affinity|pixelmator|corel|"
    r"paint shop|光影魔术手|vsco|canva|photoscape|faststone|xnview|irfanview|windows photo|轻颜|黄油相机|水印相机",
    re.IGNORECASE)
"""Programs that change pictures; their name in ``Software`` proves nothing, it only asks to look twice."""


def values_of(facts: PhotoFacts) -> Dict[str, Value]:
    """What a file says of itself, as an attachment keeps it."""
    values: Dict[str, Value] = {
        "PSSJ": facts.taken_at, "PSDJD": facts.longitude, "PSDWD": facts.latitude, "PSDGC": facts.altitude,
        "PSJD": facts.azimuth, "FWJZ": facts.reference, "GPSDOP": facts.dop, "PSSB": facts.device[:120],
        "CLRJ": facts.software[:120], "WRJFW": facts.yaw,
    }
    if facts.findings:
        values["DQTS"] = kept_findings(facts.findings)
    return {code: value for code, value in values.items() if value not in (None, "")}


def kept_findings(findings: Sequence[Finding]) -> str:
    """Findings as DQTS holds them."""
    return json.dumps([[one.code, dict(one.values)] for one in findings], ensure_ascii=False)


def _read_findings(text: object) -> List[Finding]:
    try:
        pairs = json.loads(str(text or "[]"))
        return [Finding(str(code), "W", dict(values)) for code, values in pairs]
    except (ValueError, TypeError):
        return []


def remarks_on(attachment: Record, issued: str, places: Places, options: EvidenceOptions) -> List[Finding]:
    """What is to be said of an attached photo; ``issued`` is the 下发时间 of its patch. Papers: only their size.

    Raises ``UNKNOWN_PARCEL`` where its parcel stands no more.
    """
    values = attachment.values
    size = [Finding("PHOTO_TOO_LARGE", values={
        "name": values.get("FJMC"), "size": _megabytes(values.get("FJDX")), "limit": _megabytes(options.limit_bytes)})
    ] if int(str(values.get("FJDX") or 0)) > options.limit_bytes else []
    if values.get("FJLX") != "photo":
        return size
    stand = stand_of(attachment, places, options)
    return [*_read_findings(values.get("DQTS")), *of_values(values, issued, stand, options), *size]


def stand_of(attachment: Record, places: Places, options: EvidenceOptions) -> Optional[Stand]:
    """How the camera of an attached photo stood to its patch; ``None`` where that is not known."""
    longitude, latitude, azimuth = (_number(attachment.values, code) for code in ("PSDJD", "PSDWD", "PSJD"))
    if longitude is None or latitude is None:
        return None
    return places.stand(attachment.parcels[0], longitude, latitude, azimuth, options.reach_m)


def issued_on(workspace: Workspace, parcel: str) -> str:
    """The 下发时间 of a parcel's patch, else of its batch, as ISO; "" where unknown. Raises ``UNKNOWN_PARCEL``."""
    day = parse_date(workspace.parcel(parcel).attributes.get("XFSJ"))
    if day is None:
        batch = workspace.batch_of(parcel)
        day = parse_date(batch.issued) if batch is not None else None
    return day.isoformat() if day is not None else ""


def of_values(values: Mapping[str, Value], issued: str, stand: Optional[Stand],
              options: EvidenceOptions) -> List[Finding]:
    """What the kept values of a photo of a patch say; ``stand``: how the camera stood to it."""
    found: List[Finding] = []
    if values.get("PSDJD") is None or values.get("PSDWD") is None:
        found.append(Finding("PHOTO_NO_PLACE"))
    if stand is not None and stand.distance > options.reach_m:
        found.append(Finding("PHOTO_FAR", values={"distance": round(stand.distance), "reach": round(options.reach_m)}))
    if stand is not None and stand.looks_at is False:
        found.append(Finding("PHOTO_LOOKS_AWAY", values={"azimuth": round(_number(values, "PSJD") or 0)}))
    found += _of_time(str(values.get("PSSJ") or ""), parse_date(issued), options.today)
    if values.get("PSJD") is None:
        found.append(Finding("PHOTO_NO_DIRECTION"))
    dop = _number(values, "GPSDOP")
    if dop is not None and dop > LARGEST_DOP:
        found.append(Finding("PHOTO_IMPRECISE", values={"dop": round(dop, 1), "most": round(LARGEST_DOP)}))
    software = str(values.get("CLRJ") or "")
    if EDITORS.search(software):
        found.append(Finding("PHOTO_EDITED", values={"software": software}))
    return found


def _of_time(taken: str, issued: Optional[date], today: Optional[date]) -> List[Finding]:
    day = parse_date(taken[:10])
    if day is None:
        return [Finding("PHOTO_NO_TIME")]
    if issued is not None and day < issued:
        return [Finding("PHOTO_BEFORE_ISSUE", values={"day": day.isoformat(), "issued": issued.isoformat()})]
    if today is not None and day > today:
        return [Finding("PHOTO_TIME_FUTURE", values={"moment": taken.replace("T", " ")})]
    return []


def _number(values: Mapping[str, Value], code: str) -> Optional[float]:
    value = values.get(code)
    return float(str(value)) if value not in (None, "") else None


def _megabytes(size: object) -> float:
    return round(int(str(size or 0)) / 1e6, 1)
