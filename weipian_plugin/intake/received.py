"""What intake is asked and what it answers: options, the raw rows of a source, and the delivery they become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from ..domain.areas.zones import describe_epsg
from ..domain.records import Finding, IssuedPatch, Scene

SHAPE, TABLE = "shape", "table"
M2, MU, HECTARE = "m2", "亩", "公顷"


@dataclass(frozen=True)
class IntakeOptions:
    """What the person knows better than the package. Empty means: find out.

    ``crs`` is the source's coordinate system, ``target_crs`` the workspace's (both ``EPSG:n``); ``issued`` an ISO
    date and ``jclb`` a patch class for rows that name none; ``sheet`` and ``layer`` choose among several;
    ``imagery`` are GeoTIFF paths kept outside the package.
    """

    crs: str = ""
    target_crs: str = ""
    label: str = ""
    issued: str = ""
    jclb: str = ""
    encoding: str = ""
    layer: str = ""
    sheet: str = ""
    password: str = ""
    imagery: Tuple[str, ...] = ()


@dataclass(frozen=True)
class CellProblem:
    """A cell without a usable value: ``code`` is its finding, ``cell`` its place (``H12``), ``text`` what it shows."""

    code: str
    cell: str
    text: str


@dataclass
class RawRow:
    """One record as read. ``number`` counts as the person sees it: sheet rows from 1, shapes from 1.

    ``changed``: codes of what was done to its shape on reading.
    """

    number: int
    values: Dict[str, object]
    wkb: Optional[bytes] = None
    problems: Dict[str, CellProblem] = field(default_factory=dict)
    changed: Tuple[str, ...] = ()


@dataclass
class RawTable:
    """One source as read: a layer or a sheet. ``units`` holds the unit a heading names, by heading.

    A ``hidden`` sheet is only looked through for marks of classified patches.
    """

    name: str
    kind: str
    headings: List[str]
    rows: List[RawRow]
    units: Dict[str, str] = field(default_factory=dict)
    crs_text: str = ""
    encoding: str = ""
    findings: List[Finding] = field(default_factory=list)
    hidden: bool = False


@dataclass(frozen=True)
class Delivery:
    """A package, read. Nothing has entered a workspace yet.

    ``mapping`` lists (heading, field code or "", where). ``classified`` holds what is marked military or classified:
    it appears in no other member, and only its count may be shown. ``units`` is what each area column was in;
    areas in ``patches`` are m². ``findings`` concern the batch; a patch carries its own.
    """

    patches: List[IssuedPatch]
    classified: List[IssuedPatch]
    crs: str
    source_crs: str
    encoding: str
    mapping: List[Tuple[str, str, str]]
    rows_without_shape: List[str]
    shapes_without_row: List[str]
    units: Dict[str, str]
    findings: Tuple[Finding, ...]
    digest: str
    label: str
    issued: str
    county: str
    source: str
    imagery: List[Scene]

    @property
    def unrecognised(self) -> List[str]:
        """Headings no definition claims; their values are kept in each patch's ``extra``."""
        return [heading for heading, code, _ in self.mapping if not code]

    def summary(self, language: str = "zh") -> str:
        """What was read, in a few lines for people."""
        crs = _crs_name(self.source_crs, language)
        target = _crs_name(self.crs, language)
        shown = "、".join(f"{code}={unit}" for code, unit in sorted(self.units.items()))
        unknown = "、".join(self.unrecognised)
        if language.startswith("zh"):
            lines = [f"批次 {self.label}：图斑 {len(self.patches)} 个，下发时间 {self.issued or '未知'}",
                     f"坐标系 {crs} → {target}；编码 {self.encoding}",
                     f"面积单位 {shown.replace(M2, '平方米') or '无'}", f"未识别的列（原样保留） {unknown or '无'}",
                     f"有表无图 {len(self.rows_without_shape)} 行；有图无表 {len(self.shapes_without_row)} 个"]
            if self.classified:
                lines.append(f"另有 {len(self.classified)} 条按机要程序处理")
        else:
            lines = [f"Batch {self.label}: {len(self.patches)} patches, issued {self.issued or 'unknown'}",
                     f"CRS {crs} -> {target}; encoding {self.encoding}",
                     f"Area units {shown or 'none'}", f"Unrecognised columns (kept) {unknown or 'none'}",
                     f"Rows without shape {len(self.rows_without_shape)}; "
                     f"shapes without row {len(self.shapes_without_row)}"]
            if self.classified:
                lines.append(f"Another {len(self.classified)} follow the classified procedure")
        lines.extend(finding.sentence(language) for finding in self.findings)
        return "\n".join(lines)


def _crs_name(authid: str, language: str) -> str:
    number = authid.partition(":")[2]
    return describe_epsg(int(number), language) if number.isdigit() else authid
