"""One package, read from end to end: unpacked, recognised, joined, checked; nothing is left behind on the disk."""

from __future__ import annotations

import errno
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple, Union

from ..domain.calendar.dates import parse_date
from ..domain.errors import WeipianError, refuse_foreign_name
from ..domain.exchange.pathnames import shown_name
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.forms.codes import normalise_code
from ..domain.forms.fields import FieldType
from ..domain.forms.secret_words import has_secret_words
from ..domain.records import Finding, IssuedPatch
from .archive import unpack
from .area_units import decide_units
from .checks import check_patch
from .crs import bounds_of, recognise_source, working_crs
from .geometry import Projector, Shape, middle_longitude
from .imagery import clips_in, find_scenes, imagery_in, match_scenes, openable
from .join import (
    Mapped,
    Record,
    check_ids,
    classified_ids,
    convert_row,
    id_of,
    join,
    leave_out_spoiled,
    scale_areas,
)
from .mapping import BY_CODE, is_mineral, list_mapping, map_headings
from .members import ARCHIVES, IMAGERY, GeometrySource, Member, digest_of, geometry_sources, list_folder, tables
from .minerals import fill_class, fill_patch_area
from .received import SHAPE, Delivery, IntakeOptions, RawRow, RawTable
from .scratch import scratch_folder
from .shapes import changes_told, choose_layer, list_layers, read_layer
from .sheets import read_tables
from .table_alone import CSV, DEGREES, Alone, find_mineral_table, place_of_table, refuse_without_columns

_TABLES = (".xlsx", ".xlsm", CSV)
_ALONGSIDE = (".xlsx", ".xlsm", ".xls", ".tif", ".tiff")


@dataclass
class _Source:
    """A raw table with its mapping, and its rows that are not classified."""

    table: RawTable
    mapping: Mapped
    rows: List[RawRow]


def read_package(path: Union[str, Path], options: Optional[IntakeOptions] = None,
                 feedback: Optional[Feedback] = None) -> Delivery:
    """Read a .zip, folder, .shp, .gdb or .gpkg with its Excel table, or 附表1-2 alone (Excel, CSV: its patches have no
    shape); safe in a background thread.

    What is wrong with the whole raises WeipianError (no geometry, unreadable, CRS unknown, JCBH empty or doubled …);
    everything else enters with its findings. Temporary files are gone when this returns, however it returns.
    """
    path, options, feedback = Path(path), options or IntakeOptions(), feedback or NullFeedback()
    refuse_foreign_name(str(path), path.exists())
    if options.issued:
        issued = parse_date(options.issued)
        if issued is None:
            raise WeipianError("ISSUED_UNREADABLE", value=options.issued)
        options = replace(options, issued=issued.isoformat())
    try:
        with scratch_folder() as scratch:
            return _read(path, scratch, options, feedback)
    except OSError as error:
        code = "DISK_FULL" if error.errno == errno.ENOSPC else "FILE_NOT_READABLE"
        raise WeipianError(code, file=path.name, detail=error.strerror or type(error).__name__) from error


def _read(path: Path, scratch: Path, options: IntakeOptions, feedback: Feedback) -> Delivery:
    members = _members(path, scratch, options, feedback)
    sources = geometry_sources(members)
    if not sources:
        alone = find_mineral_table(members, options)
        if alone is None:
            refuse_without_columns(path.name, members, options.encoding)
            shown = "、".join(member.base for member in members[:8]) or "–"
            raise WeipianError("NO_GEOMETRY_FILE", file=path.name, found=shown)
        return _read_alone(path, members, alone, options, feedback)
    findings = _told(members)
    feedback.progress(1, 6, "读取图形")
    layer = choose_layer(list_layers(sources, scratch / "copies", options.encoding), options.layer)
    raw_shape = read_layer(layer, feedback)
    stop_if_cancelled(feedback)
    feedback.progress(2, 6, "读取附表")
    sheets, broken = _read_sheets(members, options)
    findings.extend(broken)
    raw_tables = (raw_shape, *(sheet for sheet, _ in sheets))
    mineral = any(is_mineral(table) for table in raw_tables)
    mapped = [(table, map_headings(table, mineral)) for table in raw_tables]
    classified = classified_ids(mapped)
    shape = _Source(*mapped[0], check_ids(*mapped[0], classified))
    chosen, ignored = _choose_table(shape, [pair for pair in mapped[1:] if not pair[0].hidden])
    findings.extend(ignored)
    findings.extend((*raw_shape.findings, *changes_told(shape.rows)))
    table = None
    if chosen is not None:
        rows, spoiled = leave_out_spoiled(*chosen, check_ids(*chosen, classified))
        table = _Source(*chosen, rows)
        findings.extend((*chosen[0].findings, *spoiled))
    if not raw_shape.rows:
        raise WeipianError("EMPTY_LAYER", file=raw_shape.name)
    used = _files_of(layer.source)
    used.extend((m.name, m.path) for raw, m in sheets if m.path and chosen is not None and raw is chosen[0])
    others = [_Source(*pair, []) for pair in mapped[1:] if chosen is None or pair[0] is not chosen[0]]
    work = _Work(path, options, feedback, shape, table, others, classified, findings, mineral)
    work.place()
    return work.delivery(members, list_mapping(mapped), digest_of(used))


def _read_alone(path: Path, members: List[Member], alone: Alone, options: IntakeOptions,
                feedback: Feedback) -> Delivery:
    """附表1-2 without shapes: its areas are those that were issued, and nothing has been measured."""
    mapped = [(table, map_headings(table, True)) for table, _ in alone.sheets]
    classified = classified_ids(mapped)
    chosen = next(pair for pair in mapped if pair[0] is alone.chosen)
    rows, spoiled = leave_out_spoiled(*chosen, check_ids(*chosen, classified))
    table = _Source(*chosen, rows)
    nothing = _Source(RawTable(path.name, SHAPE, [], [], encoding=alone.chosen.encoding or "UTF-8"), {}, [])
    findings = [*_told(members), *alone.findings, *alone.chosen.findings, *spoiled,
                Finding("MINERAL_WITHOUT_SHAPES", "W", {"file": alone.chosen.name, "count": len(rows)})]
    others = [_Source(*pair, []) for pair in mapped if pair[0] is not alone.chosen]
    work = _TableWork(path, options, feedback, nothing, table, others, classified, findings, True)
    work.place()
    used = [(m.name, m.path) for raw, m in alone.sheets if m.path is not None and raw is alone.chosen]
    return work.delivery(members, list_mapping(mapped), digest_of(used))


class _Work:
    """From recognised sources to patches. Steps share the projector, the units and the findings."""

    def __init__(self, path: Path, options: IntakeOptions, feedback: Feedback, shape: _Source,
                 table: Optional[_Source], others: List[_Source], classified: Set[str],
                 findings: List[Finding], mineral: bool = False) -> None:
        self.mineral = mineral
        self.path, self.options, self.feedback = path, options, feedback
        self.shape, self.table, self.others = shape, table, others
        self.classified, self.findings = classified, findings
        self.source_crs = self.crs = ""

    def place(self) -> None:
        """Recognise the CRS from text and numbers, and choose the one to work in."""
        rows = self.shape.rows or self.shape.table.rows
        boxes = bounds_of(row.wkb for row in rows if row.wkb)
        name = self.shape.table.name
        found = recognise_source(self.shape.table.crs_text, boxes, self.options.crs, name)
        if not boxes:
            raise WeipianError("NO_USABLE_GEOMETRY", file=name)
        self.source_crs = found.authid
        self.findings.extend(found.findings)
        middle = middle_longitude(boxes, found.authid)
        if not 73 <= middle <= 136:
            raise WeipianError("COORDINATES_OUTSIDE", file=name, x=round(boxes[0][0], 4), y=round(boxes[0][1], 4))
        self.crs = working_crs(found.authid, self.options.target_crs, middle)
        self.projector = Projector(self.source_crs, self.crs)

    def delivery(self, members: List[Member], mapping: List[Tuple[str, str, str]], digest: str) -> Delivery:
        """Everything converted, joined and checked."""
        shapes = self._records(self.shape, self.shape.rows)
        rows = self._records(self.table, self.table.rows) if self.table else {}
        placed = self._shapes(shapes)
        shape_units = self._units(self.shape, shapes, placed)
        row_units = self._units(self.table, rows, placed) if self.table else {}
        for records, units in ((shapes, shape_units), (rows, row_units)):
            for record in records.values():
                scale_areas(record, units)
            if self.mineral:
                fill_patch_area(records.values(), units)
        self._fill_from_options({**shapes, **rows}, shapes, rows)
        if self.mineral:
            self.findings.append(fill_class(shapes, rows))
        order = [*shapes, *(jcbh for jcbh in rows if jcbh not in shapes)]
        patches = [self._patch(j, shapes.get(j), rows.get(j), placed.get(j), shape_units, row_units) for j in order]
        tiffs, zipped = imagery_in(members, self.options.imagery)
        tiffs, told = openable([path for path in tiffs if not any(jcbh in path.name for jcbh in self.classified)])
        self.findings.extend(told)
        clips, pictures = clips_in(members, patches)
        scenes = find_scenes(path for path in tiffs if path not in pictures)
        self.findings.extend(match_scenes(scenes, patches))
        scenes += clips
        if zipped:
            self.findings.append(Finding("IMAGERY_IN_ZIP", "W", {"file": self.path.name, "count": zipped}))
        worded = sum(has_secret_words((*patch.attributes.values(), *patch.extra.values())) for patch in patches)
        if worded:
            self.findings.insert(0, Finding("SECRET_WORDS", "W", {"count": worded}))
        label = self.options.label or self.path.stem
        issued = self.options.issued or _most_common(patches, "XFSJ")
        if not issued:
            self.findings.append(Finding("ISSUED_UNKNOWN", "W", {"file": self.path.name}))
        return Delivery(
            patches, self._classified_patches(shape_units, row_units), self.crs, self.source_crs,
            self.shape.table.encoding, mapping,
            [j for j in rows if j not in shapes], [j for j in shapes if j not in rows] if self.table else [],
            _shown_units(shape_units, row_units), tuple(self.findings), digest, label, issued,
            _most_common(patches, "XZQDM"), self.path.name, scenes)

    def _records(self, source: Optional[_Source], rows: List[RawRow]) -> Dict[str, Record]:
        if source is None:
            return {}
        return {id_of(row, source.mapping): convert_row(source.table, source.mapping, row) for row in rows}

    def _shapes(self, records: Mapping[str, Record]) -> Dict[str, Shape]:
        placed = {}
        for done, (jcbh, record) in enumerate(records.items()):
            if done % 100 == 0:
                stop_if_cancelled(self.feedback)
                self.feedback.progress(done, len(records), "转换坐标、检查图形")
            placed[jcbh] = self.projector.shape(record.wkb)
        return placed

    def _units(self, source: Optional[_Source], records: Mapping[str, Record],
               placed: Mapping[str, Shape]) -> Dict[str, str]:
        if source is None:
            return {}
        columns: Dict[str, List[Tuple[float, Optional[float]]]] = {}
        for jcbh, record in records.items():
            area = placed[jcbh].area_m2 if jcbh in placed else None
            for code, value in record.values.items():
                if isinstance(value, float) and BY_CODE[code].type is FieldType.AREA:
                    columns.setdefault(code, []).append((value, area))
        hints = {field.code: source.table.units[heading] for heading, field in source.mapping.items()
                 if field is not None and heading in source.table.units}
        units, told = decide_units(columns, hints, source.table.kind, source.table.name)
        self.findings.extend(told)
        return units

    def _fill_from_options(self, every: Mapping[str, Record], shapes: Mapping[str, Record],
                           rows: Mapping[str, Record]) -> None:
        """Issue date and patch class as the person gave them, where no source names one."""
        given = {"XFSJ": self.options.issued,
                 "JCLB": normalise_code("JCLB", self.options.jclb) or self.options.jclb}
        for code, value in given.items():
            lacking = [jcbh for jcbh in every if value and not any(
                jcbh in records and records[jcbh].values.get(code) for records in (shapes, rows))]
            for jcbh in lacking:
                every[jcbh].values[code] = value
            if lacking:
                self.findings.append(Finding("FILLED_FROM_OPTIONS", "W", {
                    "name": BY_CODE[code].zh, "value": value, "count": len(lacking)}))

    def _patch(self, jcbh: str, shape: Optional[Record], row: Optional[Record], placed: Optional[Shape],
               shape_units: Mapping[str, str], row_units: Mapping[str, str]) -> IssuedPatch:
        both = join(shape, row, shape_units, row_units)
        findings = list(both.findings)
        if shape is None:
            findings.append(self._without_shape(row.number if row else 0))
        elif row is None and self.table is not None:
            findings.append(Finding("NO_ROW", "W", {"file": self.table.table.name}))
        place = placed or Shape(None)
        findings.extend(place.findings)
        findings.extend(check_patch(jcbh, both.values, place, self.projector))
        return IssuedPatch(jcbh, both.values, place.wkb, place.repaired, both.extra, tuple(findings))

    def _without_shape(self, row: int) -> Finding:
        return Finding("NO_SHAPE", "E", {"row": row})

    def _classified_patches(self, shape_units: Mapping[str, str], row_units: Mapping[str, str]) -> List[IssuedPatch]:
        """What is marked, joined the same way, without findings and without a word to anybody."""
        shapes, rows = self._marked(self.shape, shape_units), self._marked(self.table, row_units)
        elsewhere = [self._marked(source, None) for source in self.others]
        patches: List[IssuedPatch] = []
        for jcbh in sorted(self.classified):
            both = join(shapes.get(jcbh), rows.get(jcbh), shape_units, row_units)
            for record in (records[jcbh] for records in elsewhere if jcbh in records):
                both.values = {**record.values, **both.values}
                both.extra = {**record.extra, **both.extra}
            shape = self.projector.shape(both.wkb)
            patches.append(IssuedPatch(jcbh, {**both.values, "SFJY": 1}, shape.wkb, shape.repaired, both.extra))
        return patches

    def _marked(self, source: Optional[_Source], units: Optional[Mapping[str, str]]) -> Dict[str, Record]:
        """The marked rows of a source. Where nobody decided its units, areas stay beside the fields as they stood."""
        if source is None:
            return {}
        rows = [row for row in source.table.rows if id_of(row, source.mapping) in self.classified]
        records = self._records(source, rows)
        for record in records.values():
            if units is not None:
                scale_areas(record, units)
                continue
            for code in [code for code in record.values if BY_CODE[code].type is FieldType.AREA]:
                record.extra[code] = record.values.pop(code)
        return records


class _TableWork(_Work):
    """A table alone: the place is the centre points', and that no patch has a shape is how it was issued."""

    def place(self) -> None:
        """The CRS of the centre points, and the one to work in."""
        records = self._records(self.table, self.table.rows).values() if self.table else ()
        name = self.table.table.name if self.table else self.path.name
        self.source_crs, self.crs = place_of_table(records, self.options, name)
        self.projector = Projector(DEGREES, self.crs)

    def _without_shape(self, row: int) -> Finding:
        return Finding("MINERAL_NO_SHAPE", "W", {"row": row})


def _members(path: Path, scratch: Path, options: IntakeOptions, feedback: Feedback) -> List[Member]:
    """The files of the package, wherever it keeps them."""
    suffix = path.suffix.lower()
    if not path.exists():
        raise WeipianError("PACKAGE_NOT_FOUND", file=str(path))
    if path.is_dir():
        files = list_folder(path)
        return [Member(f"{shown_name(path.name)}/{m.name}", m.path) for m in files] if suffix == ".gdb" else files
    if suffix == ".xls":
        raise WeipianError("OLD_EXCEL", file=path.name)
    if suffix in ARCHIVES:
        raise WeipianError("ARCHIVE_KIND", file=path.name)
    if suffix == ".zip":
        feedback.progress(0, 6, "解压")
        return unpack(path, scratch / "package", options.password, feedback)
    stem = path.stem.lower()
    alongside = IMAGERY if suffix in _TABLES else _ALONGSIDE  # a table that is chosen is the one that is meant
    beside = [p for p in sorted(path.parent.iterdir()) if p.is_file() and (
        p == path or p.suffix.lower() in alongside or (suffix == ".shp" and p.stem.lower() == stem))]
    return [Member(shown_name(p.name), p) for p in beside]


def _told(members: List[Member]) -> List[Finding]:
    """Files that hold something we cannot read."""
    findings = [Finding("OLD_EXCEL", "W", {"file": m.base}) for m in members if m.suffix == ".xls"]
    findings.extend(Finding("ARCHIVE_KIND", "W", {"file": m.base}) for m in members if m.suffix in (*ARCHIVES, ".zip"))
    return findings


def _read_sheets(members: List[Member], options: IntakeOptions) -> Tuple[List[Tuple[RawTable, Member]], List[Finding]]:
    """Every sheet with patch ids; a workbook without any is told."""
    found: List[Tuple[RawTable, Member]] = []
    findings: List[Finding] = []
    for member in tables(members):
        if member.path is None:
            continue
        sheets = read_tables(member.path, member.base, options.sheet)
        found.extend((sheet, member) for sheet in sheets)
        if not sheets:
            findings.append(Finding("TABLE_WITHOUT_ID", "W", {"file": member.base}))
    return found, findings


def _choose_table(shape: _Source, candidates: Sequence[Tuple[RawTable, Mapped]],
                  ) -> Tuple[Optional[Tuple[RawTable, Mapped]], List[Finding]]:
    """The sheet that shares most ids with the shape; the others, and one that shares none, are told and left."""
    ids = {id_of(row, shape.mapping) for row in shape.rows}
    common = [len(ids & {id_of(row, mapping) for row in table.rows}) for table, mapping in candidates]
    spoiled = [len(leave_out_spoiled(table, mapping, table.rows)[0]) < len(table.rows) for table, mapping in candidates]
    best = max(range(len(candidates)), key=lambda i: (common[i], spoiled[i]), default=None)
    findings = [Finding("TABLE_LEFT", "W", {"file": table.name, "common": common[i]})
                for i, (table, _) in enumerate(candidates) if i != best]
    if best is None:
        return None, findings
    if not common[best] and not spoiled[best]:
        findings.append(Finding("TABLE_LEFT", "W", {"file": candidates[best][0].name, "common": 0}))
        return None, findings
    return candidates[best], findings


def _files_of(source: GeometrySource) -> List[Tuple[str, Path]]:
    if source.kind == "gpkg":
        return [(source.name, source.path)]
    return [(f"{source.title}{name}" if source.kind == "shp" else name, path) for name, path in source.parts.items()
            if not name.endswith(".lock")]


def _shown_units(shape: Mapping[str, str], table: Mapping[str, str]) -> Dict[str, str]:
    """Unit by field code; where shape and table differ, the shape's stands apart."""
    apart = {f"{code}（图形）": unit for code, unit in shape.items() if table.get(code, unit) != unit}
    return {**shape, **table, **apart}


def _most_common(patches: List[IssuedPatch], code: str) -> str:
    """The value most patches share (the first of equals), "" for none."""
    counts = Counter(str(patch.attributes[code]) for patch in patches if patch.attributes.get(code))
    return counts.most_common(1)[0][0] if counts else ""
