"""Signing 合法 and 其他 初判 from a list that a person has gone through; never 违法, never what was not opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Collection, Mapping, Optional

from ...domain.areas.landclass import FARMLAND_LEVEL
from ...domain.definitions import LAND, LAND_ANSWERS, MINERAL_OUTCOME, OUTCOMES, is_mineral
from ...domain.errors import WeipianError, sentence
from ...domain.forms.codes import CASES, ILLEGAL, LEGAL, OTHER
from ...domain.forms.fields import missing_fields
from ...domain.records import DRAFT, Judgement, Measured, RoleAreas
from ..checking.validate import validate_parcel
from .sign import in_the_way, sign_checked

if TYPE_CHECKING:
    from ..checking.validation_cases import Surroundings

ON_ITS_OWN, NOT_OPENED, INCOMPLETE = "LIST_ILLEGAL", "LIST_NOT_OPENED", "LIST_INCOMPLETE"
WITH_ERRORS, HELD, MINING = "LIST_ERRORS", "LIST_HELD", "LIST_MINING"
OBSTACLES = (ON_ITS_OWN, MINING, NOT_OPENED, INCOMPLETE, WITH_ERRORS, HELD)
"""Why a 初判 is not signed from a list: codes of the catalogue of sentences."""
_REASONS = {LEGAL: "HFPDYJSM", ILLEGAL: "WFPDYJSM", OTHER: "QTPDYJSM"}


@dataclass(frozen=True)
class Reviewed:
    """One 初判 as the list shows it; areas in m², ``None`` where not measured.

    ``obstacle``: why it is not signed here, one of `OBSTACLES`, empty for nothing.
    """

    uuid: str
    number: str
    place: str
    outcome: str
    case: str
    reasons: str
    area_m2: Optional[float]
    farmland_m2: Optional[float]
    basic_farmland_m2: Optional[float]
    obstacle: str = ""


def reviewed(around: Surroundings, uuid: str, opened: Collection[str]) -> Optional[Reviewed]:
    """A parcel's 初判 for the list; ``None`` where nobody answered yet, or it is signed. ``opened``: the parcels that
    whoever signs has had before them. Raises UNKNOWN_PARCEL.
    """
    workspace = around.workspace
    parcel = workspace.parcel(uuid)
    if parcel.status != DRAFT:
        return None
    answers = workspace.draft(uuid).answers
    outcome = str(answers.get(OUTCOMES[LAND]) or "")
    measured = workspace.measured(uuid)
    land, basic = (_role(measured, role) for role in ("dltb", "yjjbnt"))
    farmland = None if land is None else sum(
        area.area_m2 for area in land.classes if area.class_code.startswith(FARMLAND_LEVEL))
    mining = is_mineral(parcel.attributes) or bool(answers.get(MINERAL_OUTCOME))
    return Reviewed(
        uuid, parcel.dkbh or parcel.jcbh, "".join(str(parcel.attributes.get(code) or "") for code in ("XZMC", "CUNMC")),
        outcome, str(answers.get(CASES.get(outcome, "")) or ""), str(answers.get(_REASONS.get(outcome, "")) or ""),
        measured.area_m2 if measured is not None else None, farmland, None if basic is None else basic.total_m2,
        MINING if mining else _obstacle(around, uuid, outcome, answers, opened))


def sign_reviewed(around: Surroundings, uuid: str, opened: Collection[str], signed_by: str, basis: str) -> Judgement:
    """Sign one line of the list, as one event, after its checks.

    Raises ``NOT_FROM_A_LIST`` where it is 违法, was never opened, or has anything else against it by now; and what
    `sign_checked` raises.
    """
    entry = reviewed(around, uuid, opened)
    if entry is None or entry.obstacle:
        code = entry.obstacle if entry is not None else INCOMPLETE
        raise WeipianError("NOT_FROM_A_LIST", parcel=entry.number if entry is not None else uuid,
                           why=sentence(code, "zh"), why_en=sentence(code, "en"))
    return sign_checked(around, uuid, signed_by, basis)


def _obstacle(around: Surroundings, uuid: str, outcome: str, answers: Mapping[str, object],
              opened: Collection[str]) -> str:
    """The first thing that stands against signing it from a list; what is quick to tell first."""
    if outcome not in (LEGAL, OTHER):
        return ON_ITS_OWN
    if uuid not in opened:
        return NOT_OPENED
    if missing_fields(LAND_ANSWERS, answers):
        return INCOMPLETE
    if uuid in around.workspace.in_correction():
        return HELD
    return WITH_ERRORS if in_the_way(validate_parcel(around, uuid)) else ""


def _role(measured: Optional[Measured], role: str) -> Optional[RoleAreas]:
    return measured.roles.get(role) if measured is not None else None
