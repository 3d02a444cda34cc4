"""The overlay on a desk: patches and layers from files, areas to a CSV, without QGIS."""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, TextIO, Tuple

import numpy as np

from ..domain.areas.landclass import CLASS_TABLES, known
from ..domain.calendar.dates import parse_date
from ..domain.errors import WeipianError, sentence
from ..domain.roles import LANDCLASS, ROLES, role_of
from .engines import AUTO, ENGINES
from .incoming import Incoming, read_patches
from .layers import LayerRequest
from .measure import Batch, Measurement, encoding_remarks
from .nested import asked_zones
from .sources import Source, open_source, texts

COLUMNS = ("patch", "role", "class", "area_m2", "net_area_m2")
# Tried in this order where --id is not given; then the feature id.
_ID_FIELDS = ("JCBH", "DKBH", "TBBH")
_FEATURE_ID = "fid"
_TOLD = 5


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m weipian_plugin.overlay",
        description="套合：图斑落在各图层各类中的椭球面积（平方米）。Areas (m²) of patches in reference layers.")
    made.add_argument("patches", nargs="?", metavar="PATCHES[|LAYER]", help="图斑 / patches")
    made.add_argument("--id", metavar="FIELD", help="图斑编号字段 / id field (JCBH, DKBH, TBBH, else feature id)")
    made.add_argument("--layer", action="append", default=[], metavar="ROLE=SOURCE[|LAYER][:CLASSFIELD][@DATE]",
                      help="套合图层，可多次 / reference layer, may be repeated")
    made.add_argument("--out", metavar="CSV", help="结果 / result")
    made.add_argument("--json", metavar="FILE", help="来源与方法 / provenance and remarks")
    made.add_argument("--engine", choices=ENGINES, default=AUTO, help="计算引擎 / engine")
    made.add_argument("--prepared", metavar="FOLDER", help="预处理图层所在文件夹 / folder of prepared layers")
    made.add_argument("--inside", action="append", default=[], metavar="ROLE[+ROLE]",
                      help="地类在这些图层之内的面积，可多次 / land classes inside these roles, may be repeated")
    made.add_argument("--lang", choices=("zh", "en"), default="zh")
    made.add_argument("--serve", action="store_true", help="作为工作进程运行 / run as the plugin's worker process")
    return made


def run(arguments: Sequence[str]) -> int:
    """0 done, 1 a sentence on stderr says what is wrong, 2 wrong usage (SystemExit)."""
    usage = parser()
    given = usage.parse_args(arguments)
    needed = {"PATCHES": given.patches, "--layer": given.layer, "--out": given.out}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        usage.exit(2, sentence("ARGUMENTS_MISSING", given.lang, missing=", ".join(missing)) + "\n")
    try:
        _measure(given)
    except WeipianError as error:
        _tell(error.sentence(given.lang))
        return 1
    return 0


def layer_argument(text: str) -> LayerRequest:
    """``ROLE=SOURCE[|LAYER][:CLASSFIELD]``; a drive letter (``C:\\x.gpkg``) is no class field. A date at its end, as
    the plugin takes it, is left to `version_argument`.

    Raises WeipianError LAYER_ARGUMENT, UNKNOWN_ROLE.
    """
    key, equals, source = _undated(text)[0].partition("=")
    if not equals or not key.strip() or not source.strip():
        raise WeipianError("LAYER_ARGUMENT", text=text)
    role = role_of(key).key
    head, colon, tail = source.rpartition(":")
    if colon and len(head) > 1 and re.fullmatch(r"[^\\/|:.]+", tail):
        return LayerRequest(role, head, tail)
    return LayerRequest(role, source.rstrip(":") if len(source) > 2 else source)


def version_argument(text: str) -> str:
    """The ISO date ``@YYYY-MM-DD`` at the end of a layer's text, empty where there is none. Raises LAYER_ARGUMENT."""
    version = _undated(text)[1]
    if version and parse_date(version) is None:
        raise WeipianError("LAYER_ARGUMENT", text=text)
    return version


def _undated(text: str) -> Tuple[str, str]:
    dated = re.fullmatch(r"(.*)@(\d{4}-\d\d-\d\d)", text.strip())
    return (dated.group(1), dated.group(2)) if dated else (text, "")


def patch_ids(source: Source, wanted: Optional[str]) -> Tuple[Incoming, List[str], str]:
    """The patches, their ids and the name of the field these come from (``fid`` = feature id).

    Raises WeipianError ID_FIELD_MISSING, ID_EMPTY, ID_DOUBLED.
    """
    names = (wanted,) if wanted else _ID_FIELDS
    field = next((found for found in map(source.field, names) if found), None)
    if field is None and wanted and wanted.lower() != _FEATURE_ID:
        raise WeipianError("ID_FIELD_MISSING", file=str(source.path), field=wanted, fields=", ".join(source.fields))
    patches = read_patches(source, [field] if field else [])
    features = patches.features
    ids = texts(features.columns[field]).tolist() if field else [str(fid) for fid in features.fids.tolist()]
    empty = [str(row + 1) for row, value in enumerate(ids) if not value]
    if empty:
        raise WeipianError("ID_EMPTY", file=str(source.path), field=field, count=len(empty), rows=_first(empty))
    values, counts = np.unique(np.array(ids, dtype=str), return_counts=True)
    doubled = values[counts > 1].tolist()
    if doubled:
        raise WeipianError("ID_DOUBLED", file=str(source.path), field=field, count=len(doubled), ids=_first(doubled))
    return patches, ids, field or _FEATURE_ID


def _measure(given: argparse.Namespace) -> None:
    started = time.perf_counter()
    requests = [layer_argument(text) for text in given.layer]
    versions = [version_argument(text) for text in given.layer]
    for target in (given.out, given.json):
        if target and not Path(target).absolute().parent.is_dir():
            raise WeipianError("OUTPUT_FOLDER_MISSING", file=target, folder=str(Path(target).absolute().parent))
    folder = Path(given.prepared) if given.prepared else None
    if folder is not None and not folder.is_dir():
        raise WeipianError("PREPARED_NOT_THERE", folder=given.prepared)
    source = open_source(given.patches)
    patches, ids, id_field = patch_ids(source, given.id)
    inside = asked_zones([text.split("+") for text in given.inside])
    absent = {role for zones in inside for role in zones} - {request.role for request in requests}
    if absent:
        raise WeipianError("INSIDE_NOT_LOADED", roles=", ".join(sorted(absent)))
    measurement = Measurement(
        patches.geometries, source.crs, requests, progress=_progress, engine=given.engine,
        prepared=folder, inside=inside, told=patches.told)
    rows: List[Tuple[str, ...]] = []
    for batch in measurement.batches():
        rows.extend(_csv_rows(batch, ids, measurement.roles))
    provenance = measurement.provenance()
    _refuse_unknown_classes(rows, provenance["layers"])
    remarks = [*encoding_remarks(source), *measurement.remarks()]
    _write_csv(Path(given.out), rows)
    for layer, version in zip(provenance["layers"], versions):
        layer["version_date"] = version
    provenance = {**provenance, "patches_source": str(source.path), "patches_layer": source.layer,
                  "id_field": id_field, "patches_encoding": source.encoding}
    if given.json:
        _write_json(Path(given.json), {"provenance": provenance, "remarks": _with_ids(remarks, ids)})
    _summarise(provenance, remarks, len(rows), time.perf_counter() - started, given)


def _refuse_unknown_classes(rows: Sequence[Tuple[str, ...]], layers: Sequence[Dict[str, Any]]) -> None:
    """Raises CLASS_CODES_UNKNOWN: codes of a land-class layer that no table of classes has, as the plugin refuses them.

    A field of names (DLMC) has none of them.
    """
    for layer in layers:
        if ROLES[layer["role"]].kind != LANDCLASS:
            continue
        strange = [(row[0], row[2]) for row in rows if row[1] == layer["role"]
                   and not any(known(row[2], table) for table in CLASS_TABLES.values())]
        if strange:
            codes = list(dict.fromkeys(text or "（空）" for _, text in strange))
            raise WeipianError("CLASS_CODES_UNKNOWN", file=layer["source"], layer=layer["layer"],
                               field=layer["class_field"], codes=_first(codes),
                               patches=len({patch for patch, _ in strange}))


def _csv_rows(batch: Batch, ids: Sequence[str], roles: Sequence[str]) -> List[Tuple[str, ...]]:
    """Unrounded: repr is the shortest text that reads back to the same number. ``in:`` – inside all of these roles."""
    columns = zip(batch.patch.tolist(), batch.role.tolist(), batch.classes, batch.area.tolist(), batch.net.tolist())
    rows = [(ids[patch], roles[role], text, area, net) for patch, role, text, area, net in columns]
    rows.extend((ids[row.patch], "in:" + "+".join(row.zones), row.class_text, row.area_m2, row.net_area_m2)
                for row in batch.nested)
    return [(patch, role, text, repr(area), repr(net)) for patch, role, text, area, net in rows]


def _write_csv(path: Path, rows: Sequence[Tuple[str, ...]]) -> None:
    with _written(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def _write_json(path: Path, value: Dict[str, Any]) -> None:
    with _written(path) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """A file to write, put at ``path`` when it is whole, so that a full disk leaves what was there.

    What is no ordinary file (/dev/stdout) is written as it is. Raises WeipianError OUTPUT_NOT_WRITTEN.
    """
    ordinary = path.is_file() or not path.exists()
    part = path.with_name(f"~{path.name}") if ordinary else path
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        if ordinary:
            part.replace(path)
    except OSError as error:
        if ordinary:
            with suppress(OSError):
                part.unlink()
        detail = error.strerror or type(error).__name__
        raise WeipianError("OUTPUT_NOT_WRITTEN", file=str(path), detail=detail) from error


def _with_ids(remarks: Sequence[Dict[str, Any]], ids: Sequence[str]) -> List[Dict[str, Any]]:
    """Remarks with patches named by id instead of numbered."""
    named = []
    for remark in remarks:
        values = dict(remark["values"])
        if "patches" in values:
            values["patches"] = [ids[patch] for patch in values["patches"]]
        named.append({"code": remark["code"], "values": values})
    return named


def _summarise(provenance: Dict[str, Any], remarks: Sequence[Dict[str, Any]], rows: int, seconds: float,
               given: argparse.Namespace) -> None:
    """What was measured, from what, how: a few lines on stderr."""
    _tell(sentence("OVERLAY_DONE", given.lang, patches=provenance["measured"], rows=rows, file=given.out,
                   seconds=f"{seconds:.2f}", field=provenance["id_field"]))
    for layer in provenance["layers"]:
        _tell(f"  {layer['role']}: {layer['source']}|{layer['layer']} {layer['class_field']} {layer['crs']} "
              f"{layer['encoding']} {layer['features_read']}/{layer['features']}")
    _tell("  " + sentence(provenance["method_code"], given.lang, **provenance["method_values"]) + "; "
          + ", ".join(f"{name} {version}" for name, version in provenance["versions"].items()))
    for remark in remarks:
        _tell("  " + sentence(remark["code"], given.lang, **remark["values"]))


def _first(values: Sequence[str]) -> str:
    return ", ".join(values[:_TOLD]) + (" …" if len(values) > _TOLD else "")


def _progress(done: int, total: int, text: str) -> None:
    """A line that overwrites itself, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total} {text}   ")
        sys.stderr.flush()


def _tell(line: str) -> None:
    start = "\r" if sys.stderr.isatty() else ""
    sys.stderr.write(f"{start}{line}\n")
