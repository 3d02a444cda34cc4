"""What is kept beside answers and areas so that a list of a hundred thousand need not read them all."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Dict, Mapping, Optional

from ..domain.areas.landclass import FARMLAND_LEVEL
from ..domain.definitions import LAND_ANSWERS
from ..domain.forms.fields import is_any_missing
from ..domain.records import RoleAreas
from .database import names_in_order
from .schema import ANSWER_FIELDS, values_of

FILLED_BY = "lacking_by"
"""Under which name a workspace keeps by which definitions `is_lacking` was answered."""

_REQUIRED = tuple(field for field in LAND_ANSWERS if field.required)
_FARMLAND = """UPDATE overlay_parcels SET farmland_m2 = (SELECT total(a.area_m2) FROM overlay_areas a
        WHERE a.parcel_uuid = overlay_parcels.parcel_uuid AND a.role = 'dltb' AND substr(a.class_code, 1, 2) = ?)
    WHERE EXISTS (SELECT 1 FROM overlay_roles r
        WHERE r.parcel_uuid = overlay_parcels.parcel_uuid AND r.role = 'dltb')"""
_ZONES = """UPDATE overlay_parcels SET
    basic_m2 = (SELECT r.total_m2 FROM overlay_roles r
        WHERE r.parcel_uuid = overlay_parcels.parcel_uuid AND r.role = 'yjjbnt'),
    redline_m2 = (SELECT r.total_m2 FROM overlay_roles r
        WHERE r.parcel_uuid = overlay_parcels.parcel_uuid AND r.role = 'stbhhx')"""


def figures_of(roles: Mapping[str, RoleAreas]) -> Dict[str, Optional[float]]:
    """The areas a list shows and sorts by, m²; ``None`` where the role was not measured."""
    classes = roles.get("dltb")
    farmland = None if classes is None else float(sum(
        part.area_m2 for part in classes.classes if part.class_code.startswith(FARMLAND_LEVEL)))
    totals = {column: roles[role].total_m2 if role in roles else None
              for column, role in (("basic_m2", "yjjbnt"), ("redline_m2", "stbhhx"))}
    return {"farmland_m2": farmland, **totals}


def is_lacking(answers: Mapping[str, object]) -> bool:
    """Was something answered, and is something empty that the form of the land judgement requires?"""
    return bool(answers) and is_any_missing(_REQUIRED, answers)


def definitions() -> str:
    """The definitions that `is_lacking` goes by, told from others: another version of the plugin may require more."""
    return hashlib.sha256(repr(LAND_ANSWERS).encode()).hexdigest()


def fill(connection: sqlite3.Connection) -> None:
    """Work out what an older version did not keep, or judged by other definitions; the caller holds the transaction."""
    connection.execute(_FARMLAND, (FARMLAND_LEVEL,))
    connection.execute(_ZONES)
    fill_answers(connection)


def fill_answers(connection: sqlite3.Connection) -> None:
    """The same of what was answered."""
    connection.execute("UPDATE parcels SET stated = 0, lacking = 0 WHERE stated OR lacking")
    found = connection.execute(" ".join(("SELECT", names_in_order(("parcel_uuid", *ANSWER_FIELDS)), "FROM drafts")))
    said = [(row["parcel_uuid"], values_of(ANSWER_FIELDS, dict(row))) for row in found.fetchall()]
    connection.executemany("UPDATE parcels SET stated = ?, lacking = ? WHERE uuid = ?", [
        (int(bool(answers)), int(is_lacking(answers)), uuid) for uuid, answers in said])
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (FILLED_BY, definitions()))
