"""What is refused of a measurement, and what is remarked: unknown classes, the wrong file, ground without a class."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence

from ...domain.areas.landclass import SD, ClassTable, known
from ...domain.errors import WeipianError
from ...domain.exchange.connections import without_password
from ...domain.records import Finding, Measured, ReferenceLayer
from ...domain.roles import LANDCLASS, ROLES
from .question import readable

UNCOVERED_TOLERANCE_M2 = 1.0
"""Ground that no land class covers is told from here on: below it are the slivers between neighbours (§5.6)."""

NAMED_IN_A_REMARK = 20


def class_table_of(references: Sequence[ReferenceLayer]) -> str:
    """The code table that the land-class layer names for its codes; empty where it names none."""
    named = [each.class_table for each in references if ROLES[each.role].kind == LANDCLASS and each.class_table]
    return named[0] if named else ""


def refuse_unknown_classes(measured: Mapping[str, Measured], layers: Sequence[Mapping[str, Any]],
                           table: ClassTable = SD) -> None:
    """Raises UNKNOWN_LAND_CLASSES: the codes of a land-class layer that ``table`` does not have, and how many patches
    they touch. Nothing is ever silently counted as 未利用地 (§5.3). ``layers``: of the provenance, with their fields.
    """
    for role in (role for role in ROLES.values() if role.kind == LANDCLASS):
        unknown: Dict[str, int] = {}
        touched = set()
        for uuid, areas in measured.items():
            for row in areas.roles[role.key].classes if role.key in areas.roles else ():
                if not known(row.class_code, table):
                    unknown[row.class_code or "（空）"] = unknown.get(row.class_code or "（空）", 0) + 1
                    touched.add(uuid)
        if unknown:
            listed = "、".join(f"{code}（{number}）" for code, number in sorted(unknown.items())[:NAMED_IN_A_REMARK])
            layer = next((layer for layer in layers if layer.get("role") == role.key), {})
            raise WeipianError("UNKNOWN_LAND_CLASSES", file=layer.get("source"), layer=layer.get("layer"),
                               field=layer.get("class_field"), codes=listed, patches=len(touched))


def refuse_useless_land_classes(findings: Sequence[Finding]) -> None:
    """Raises LAND_CLASSES_ELSEWHERE where the land-class layer lies beside all patches, LAYER_EMPTY where it has no
    features: the wrong file was named.
    """
    for finding in findings:
        role = ROLES.get(str(finding.values.get("role_key")))
        if role is None or role.kind != LANDCLASS:
            continue
        if finding.code == "LAYER_EMPTY":
            raise WeipianError("LAYER_EMPTY", **finding.values)
        if finding.code == "LAYER_COVERS_NOTHING":
            raise WeipianError("LAND_CLASSES_ELSEWHERE", layer=finding.values.get("layer"))


def uncovered_findings(measured: Mapping[str, Measured]) -> List[Finding]:
    """A remark for each land-class role that leaves ground of some patches without a class."""
    found = []
    for role in (role for role in ROLES.values() if role.kind == LANDCLASS):
        gaps = [(uuid, areas.area_m2 - areas.roles[role.key].total_m2) for uuid, areas in measured.items()
                if role.key in areas.roles and not areas.roles[role.key].declared_empty]
        gaps = [gap for gap in gaps if gap[1] >= UNCOVERED_TOLERANCE_M2]
        if gaps:
            found.append(Finding("LAND_CLASSES_INCOMPLETE", "W", {
                "role_key": role.key, "count": len(gaps), "area": round(sum(area for _, area in gaps), 2),
                "patches": [uuid for uuid, _ in gaps[:NAMED_IN_A_REMARK]],
            }))
    return found


def remarks_of(header: Mapping[str, Any], parcels: Sequence[str], kept: Mapping[str, Measured]) -> List[Finding]:
    """What the worker remarked, its patches named by parcel.

    That a layer meets none of the patches is left out where it meets parcels that were ``kept`` and not asked about.
    """
    found = []
    for remark in header.get("remarks") or ():
        values = without_passwords(readable(remark.get("values") or {}))
        if isinstance(values.get("patches"), list):
            values["patches"] = [parcels[index] for index in values["patches"][:NAMED_IN_A_REMARK]]
        finding = Finding(str(remark["code"]), "W", values)
        if finding.code != "LAYER_COVERS_NOTHING" or not _meets(str(values.get("role_key")), kept):
            found.append(finding)
    return found


def _meets(role: str, measured: Mapping[str, Measured]) -> bool:
    return any(role in areas.roles and areas.roles[role].total_m2 > 0 for areas in measured.values())


def without_passwords(value: Any) -> Any:
    """The same, lists and mappings through, without the password of any connection named in a text."""
    if isinstance(value, str):
        return without_password(value)
    if isinstance(value, Mapping):
        return {name: without_passwords(each) for name, each in value.items()}
    return [without_passwords(each) for each in value] if isinstance(value, (list, tuple)) else value
