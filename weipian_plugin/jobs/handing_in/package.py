"""Builds the upload package (上报包): one zip of tables, vectors, attachments, report, platform tables and its list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...delivery.files import scratch_beside
from ...delivery.names import check_path, safe_name
from ...delivery.package.archive import write_zip
from ...delivery.package.manifest import (
    LIST_TEXT,
    MANIFEST,
    PackedFile,
    list_bytes,
    manifest_bytes,
    packed,
    packed_bytes,
)
from ...delivery.package.mapped import ENDINGS, write_mapped
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.marks import CLEAN, Mark
from ...domain.records import Finding
from ..evidence.sizes import index_row, index_text, smaller_copy
from ..own_templates import require_sound, require_sound_report, table_findings
from ..progress import part_of
from .attached_files import CHANGED, MISSING, THERE, AttachedFile, attached_files
from .lists import LIST_MAKERS
from .mappings import mapping_of
from .marking import mark_for
from .material import MAKERS, Material
from .package_facts import manifest_of
from .products import PackageOptions
from .report import build_report
from .scope import Scope
from .self_check import SelfCheck, check_hand_in
from .self_check_page import self_check_page
from .state import State, state_of
from .tables import ALL_FORMS, write_tables

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

NAME = "上报包"
CHECK_PAGE = "00_自检报告.html"
TABLES, VECTORS, REPORT, ATTACHED, PLATFORM = "01_附表", "02_矢量", "03_汇总报告", "04_附件", "05_平台对接"
ATTACHMENT_LIST = f"{ATTACHED}/附件索引.csv"
_SHEETS, _SHAPED = ("xlsx", "csv", "csv-gbk"), ("gpkg", "shp")
_LONGEST_TITLE, _NAMED = 60, 5
Entries = Dict[str, Union[Path, bytes]]


@dataclass(frozen=True)
class PackageReport:
    """What was written: the zip, its SHA-256 and size, how many files it holds, what is remarked, the mark."""

    path: Path
    sha256: str
    size: int
    files: int
    remarks: Tuple[Finding, ...] = ()
    mark: Mark = CLEAN


@dataclass
class _Making:
    """A package on its way: what is in it, from where, and what is to be told."""

    workspace: Workspace
    scope: Scope
    state: State
    mark: Mark
    options: PackageOptions
    scratch: Path
    entries: Entries
    remarks: List[Finding]


def build_package(workspace: Workspace, scope: Scope, folder: Union[str, Path],
                  options: Optional[PackageOptions] = None, mark: Optional[Mark] = None, state: Optional[State] = None,
                  feedback: Optional[Feedback] = None, check: Optional[SelfCheck] = None,
                  ready: Optional[Mapping[str, Path]] = None, draft: bool = False, reason: str = "",
                  as_training: bool = False) -> PackageReport:
    """Write the package of a scope into ``folder`` in one move; the same state gives the same bytes.

    ``ready``: folders of what was made already for the same hand-in (``tables``, ``report``), which is taken as it is.
    ``check``: the self-check that goes in. Raises NOTHING_TO_EXPORT, ERRORS_HOLD_BACK, TRAINING_NOT_DELIVERED,
    SELF_CHECK_BLOCKS (classified patches not set apart), UNKNOWN_MAPPING, MAPPING_INVALID, PATH_TOO_LONG,
    OUTPUT_NOT_WRITABLE (a full disk too), JOB_CANCELLED, and what tables and report raise.
    """
    feedback, options = feedback or NullFeedback(), options or PackageOptions()
    mappings = mapping_of(options.mappings)
    if "xlsx" in options.formats:
        require_sound(table_findings(ALL_FORMS))
    if options.report:
        require_sound_report()
    check = check or check_hand_in(workspace, scope, part_of(feedback, 0, 15), limit=options.limit)
    refuse_hard(check)
    if mark is None:
        mark = mark_for(workspace, scope, draft, reason, part_of(feedback, 15, 25), as_training)
    name = safe_name(mark.file_name(f"{NAME} {scope.title[:_LONGEST_TITLE]}")) + ".zip"
    path = check_path(Path(folder) / name)
    with scratch_beside(path) as scratch:
        making = _Making(workspace, scope, state or state_of(workspace), mark, options, scratch, {}, [])
        counts = _add_tables(making, ready or {}, part_of(feedback, 25, 45))
        for number, mapping in enumerate(mappings):
            stop_if_cancelled(feedback)
            counts.update(_add_platform(making, mapping, number, feedback))
        if options.report:
            _add_report(making, (ready or {}).get("report"), part_of(feedback, 45, 60))
        kept = _add_attachments(making, part_of(feedback, 60, 75)) if options.attachments else {}
        making.entries[CHECK_PAGE] = self_check_page(check, scope, mark)
        files = _listed(making.entries, kept, part_of(feedback, 75, 85))
        said = [one.sentence("zh") for one in making.remarks]
        told = manifest_of(workspace, scope, making.state, mark, NAME, counts, said)
        making.entries[MANIFEST] = manifest_bytes(told, files)
        making.entries[LIST_TEXT] = list_bytes(told, files)
        write_zip(path, making.entries, part_of(feedback, 85, 100), options.gbk_names)
    whole = packed(path.name, path)
    return PackageReport(path, whole.sha256, whole.size, len(files), tuple(making.remarks), mark)


def refuse_hard(check: SelfCheck) -> None:
    """Raises SELF_CHECK_BLOCKS with what no draft may carry either."""
    hard = [line for line in check.lines if line.hard]
    if hard:
        raise WeipianError("SELF_CHECK_BLOCKS", reasons="".join(line.sentence("zh") for line in hard),
                           reasons_en=" ".join(line.sentence("en") for line in hard))


def _add_tables(making: _Making, ready: Mapping[str, Path], feedback: Feedback) -> Dict[str, int]:
    """Tables and vectors; by form's title how many rows."""
    formats = making.options.formats
    made = ready.get("tables")
    wanted = [(TABLES, [each for each in formats if each in _SHEETS and not (each == "xlsx" and made)]),
              (VECTORS, [each for each in formats if each in _SHAPED])]
    counts: Dict[str, int] = {}
    if made is not None and "xlsx" in formats:
        making.entries.update({f"{TABLES}/{file.name}": file for file in sorted(made.glob("*.xlsx"))})
    for number, (place, kinds) in enumerate(wanted):
        if not kinds:
            continue
        forms = ALL_FORMS if place == TABLES else ("2-1", "2-2")
        report = write_tables(making.workspace, making.scope, making.scratch / place, forms, kinds, making.mark,
                              making.state, part_of(feedback, 50 * number, 50 * number + 50))
        making.entries.update({f"{place}/{file.name}": file for file in report.files})
        making.remarks += [remark for remark in report.remarks if remark not in making.remarks]
        counts.update({table.form.name: table.rows for table in report.tables})
    return counts


def _add_platform(making: _Making, mapping: object, number: int, feedback: Feedback) -> Dict[str, int]:
    from ...domain.exchange.column_mapping import ColumnMapping

    counts: Dict[str, int] = {}
    if not isinstance(mapping, ColumnMapping):
        return counts
    material = Material(making.workspace, making.scope)
    folder = f"{PLATFORM}/{safe_name(mapping.title, 40)}"
    for table in mapping.tables:
        rows = {**MAKERS, **LIST_MAKERS}[table.form.id](material).rows
        name = safe_name(making.mark.file_name(table.file), 60) + ENDINGS[table.format]
        path = making.scratch / f"platform{number}" / name
        making.remarks += [one for one in write_mapped(table, rows, path, making.mark, making.state.moment, feedback)
                           if one not in making.remarks]
        making.entries[f"{folder}/{name}"] = path
        counts[f"{mapping.title} {table.file}"] = len(rows)
    return counts


def _add_report(making: _Making, made: Optional[Path], feedback: Feedback) -> None:
    if made is None:
        made = making.scratch / REPORT
        report = build_report(making.workspace, making.scope, made, feedback, mark=making.mark)
        making.remarks += [one for one in report.remarks if one not in making.remarks]
    making.entries.update({f"{REPORT}/{file.name}": file for file in sorted(made.iterdir()) if file.is_file()})


def _add_attachments(making: _Making, feedback: Feedback) -> Dict[str, PackedFile]:
    """Attachments as they are, or smaller copies of those above the limit; by name what was read of them."""
    rows = making.scope.rows(making.workspace)
    kept: Dict[str, PackedFile] = {}
    changed: List[str] = []
    missing: List[str] = []
    shrunk = 0
    index: List[Sequence[object]] = []
    files = attached_files(making.workspace, rows)
    for number, one in enumerate(files):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(files), one.shown)
        name = f"{ATTACHED}/{one.name}"
        if one.state == MISSING:
            missing.append(one.shown)
            continue
        whole = packed(name, one.path) if one.state == THERE else None
        if whole is None or whole.sha256 != one.record.values.get("SHA256"):
            changed.append(one.shown)
            continue
        copy = _smaller(one, making.options)
        if copy is not None:
            name = str(Path(name).with_suffix("")) + "_缩小.jpg"
            whole = packed_bytes(name, copy)
            shrunk += 1
        making.entries[name] = one.path if copy is None else copy
        kept[name] = whole
        index.append(index_row(name[len(ATTACHED) + 1:], one.record, whole.sha256))
    if index:
        making.entries[ATTACHMENT_LIST] = index_text(index).encode("utf-8-sig")
    for code, found in (("ATTACHMENTS_MISSING", missing), ("ATTACHMENTS_CHANGED", changed)):
        if found:
            making.remarks.append(Finding(code, "W", {"count": len(found), "files": "、".join(found[:_NAMED])}))
    if shrunk:
        making.remarks.append(Finding("ATTACHMENTS_SHRUNK", "W", {"count": shrunk}))
    return kept


def _smaller(one: AttachedFile, options: PackageOptions) -> Optional[bytes]:
    if not options.smaller or one.size <= options.limit or one.state == CHANGED:
        return None
    try:
        return smaller_copy(one.path, options.limit).content
    except WeipianError:
        return None  # no picture: it goes as it is, which the self-check has told


def _listed(entries: Entries, known: Mapping[str, PackedFile], feedback: Feedback) -> List[PackedFile]:
    """Every file with its digest."""
    found: List[PackedFile] = []
    for number, (name, content) in enumerate(entries.items()):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(entries), name)
        product = name.split("/")[0]
        one = known.get(name) or (packed_bytes(name, content) if isinstance(content, bytes) else packed(name, content))
        found.append(PackedFile(name, one.size, one.sha256, product))
    return found
