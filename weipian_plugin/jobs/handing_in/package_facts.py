"""What the list of a package says: counts, sums of areas by outcome, software, profiles, versions of the layers."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.core import Qgis

from ...delivery.package.manifest import Manifest
from ...delivery.sheets.cells import cell_value
from ...domain.forms.table_2_1 import RowsOf21
from ...domain.forms.table_forms import TABLE_FORMS
from ...domain.marks import Mark
from ...domain.roles import ROLES
from ...paths import ROOT
from .material import Material
from .scope import Scope
from .state import State

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_SUMMED: Tuple[Tuple[str, str], ...] = (
    ("DKMJ", "地块面积"), ("GDMJ", "耕地"), ("YJJBNTMJ", "永久基本农田"), ("STHXMJ", "生态保护红线"),
    ("WFMJ", "违法面积"), ("WFGDMJ", "违法耕地"), ("WFJBNTMJ", "违法基本农田"))
_UNSIGNED, _ALL = "未签署", "合计"
ACTS = "已登记的违法行为（附表4）"
"""Acts that were put on record: parcels judged illegal are counted apart from them."""


def manifest_of(workspace: Workspace, scope: Scope, state: State, mark: Mark, kind: str, tables: Mapping[str, int],
                remarks: Sequence[str]) -> Manifest:
    """What is told of a package of this scope and state."""
    material = Material(workspace, scope)
    counts, areas = _sums(material)
    return Manifest(
        title=f"{kind} {scope.title}", kind=kind, mark=mark, batches=scope.batches,
        state={"day": state.day, "moment": state.moment, "events": state.events, "digest": state.digest},
        software=software(), profiles=_profiles(material), overlay=_overlay(workspace, scope), counts=counts,
        areas=areas, tables=tables, remarks=remarks)


@lru_cache(maxsize=1)
def software() -> Dict[str, str]:
    """What it was made with."""
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8") if (ROOT / "metadata.txt").is_file() else ""
    version = next((line.split("=", 1)[1].strip() for line in text.splitlines() if line.startswith("version=")), "")
    return {"卫片判读": version, "QGIS": str(Qgis.version()).split("-", maxsplit=1)[0]}


def _sums(material: Material) -> Tuple[Dict[str, int], Dict[str, Dict[str, str]]]:
    """Counts of parcels, and by outcome the sums of what 附表2-1 shows: the same figures as in its cells."""
    adjustable = {uuid: profile.grouping.adjustable for uuid, profile in material.profiles.items()}
    maker = RowsOf21.of(material.rows, adjustable)
    counts: Counter[str] = Counter()
    sums: Dict[str, Dict[str, Decimal]] = {}
    for row in material.rows:
        values = maker.values(row)
        outcome = str(values.get("PDLX") or _UNSIGNED)
        counts[outcome] += 1
        for name in (outcome, _ALL):
            into = sums.setdefault(name, {})
            for code, title in _SUMMED:
                area = _in_mu(code, values.get(code))
                if area is not None:
                    into[title] = into.get(title, Decimal("0.00")) + area
    here = {row.parcel.uuid for row in material.rows}
    told = {"图斑": len({row.parcel.patch_uuid for row in material.rows}), "地块": len(material.rows),
            **{outcome: counts[outcome] for outcome in ("合法", "违法", "其他", _UNSIGNED) if counts[outcome]},
            ACTS: sum(bool(here & set(act.parcels)) for act in material.of_kind("act")),
            "附件": sum(bool(here & set(one.parcels)) for one in material.of_kind("attachment"))}
    return told, {name: {title: str(area) for title, area in sums[name].items()}
                  for name in ("合法", "违法", "其他", _UNSIGNED, _ALL) if name in sums}


def _in_mu(code: str, value: object) -> Optional[Decimal]:
    """An area as the table's cell shows it."""
    shown = cell_value(TABLE_FORMS["2-1"].by_code[code], value)
    return Decimal(str(shown)) if isinstance(shown, (int, float, Decimal)) else None


def _profiles(material: Material) -> List[Dict[str, str]]:
    found = {profile.id: profile for profile in material.profiles.values()}
    return [{"id": one.id, "title": one.title, "published": one.published.isoformat()} for one in found.values()]


def _overlay(workspace: Workspace, scope: Scope) -> List[Dict[str, object]]:
    """Of each batch the layers it was measured in, with their versions; no paths of this machine."""
    told: List[Dict[str, object]] = []
    for batch in scope.batches:
        layers: Dict[str, None] = {}
        engines: Dict[str, None] = {}
        for run in workspace.overlay_runs(batch.uuid):
            engines[str(run.provenance.get("engine") or "")] = None
            found = run.provenance.get("layers")
            for layer in found if isinstance(found, list) else []:
                role = ROLES.get(str(layer.get("role")))
                name = role.zh if role else str(layer.get("role"))
                title, version = layer.get("title") or layer.get("layer") or "", layer.get("version_date") or "未注明"
                layers[f"{name} {title} 版本 {version}"] = None
        told.append({"batch": batch.label, "engine": "、".join(one for one in engines if one),
                     "layers": "；".join(layers) or "未套合"})
    return told
