"""Where a hand-in goes, and whether it can be made there: names, room, packages, templates, what lies there already."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ...delivery.names import LONGEST_PATH, safe_name
from ...delivery.package.manifest import SET_LIST
from ...domain.errors import WeipianError
from ...domain.forms.table_forms import form_of
from ...domain.marks import DRAFT, Mark
from ...domain.records import STUB, Finding
from ..own_templates import dossier_findings, page_findings, review_findings
from .mappings import load_mappings
from .products import DOSSIERS, LISTS, PACKAGE, PRODUCTS, REPORT, TABLES, WALL_MAPS, Wish
from .scope import Scope
from .self_check import BLOCKS, NOTES, WARNS, Line
from .state import State
from .tables import check_templates

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_LONGEST_TITLE, _LONGEST_UNIT = 60, 40
_DOSSIER_ROOM = 75
"""Characters below the folder of dossiers that a dossier's deepest short name needs."""
_SET_MB, _DOSSIER_MB = 40, 3
_MB = 1_000_000
_LONGEST_NAME, _SHOWN = 255, 20
"""Bytes of one name in UTF-8 that file systems take; how much of a longer one is shown."""


def set_folder(folder: Path, workspace: Workspace, scope: Scope, state: State, mark: Mark) -> Path:
    """``{单位}/{期间或批次}_{数据截止日}``, with the mark before it: the same state is made into the same folder."""
    title = mark.file_name(f"{scope.title[:_LONGEST_TITLE]}_{state.day or '无日期'}")
    return folder / safe_name(unit_of(workspace, scope)[:_LONGEST_UNIT]) / safe_name(title)


def unit_of(workspace: Workspace, scope: Scope) -> str:
    """Whose hand-in it is: the county as its patches name it, else its code."""
    names = {str(row.parcel.attributes.get("XMC") or "") for row in scope.rows(workspace)} - {""}
    codes = {batch.county for batch in scope.batches} - {""}
    return "、".join(sorted(names)[:3]) or "、".join(sorted(codes)) or "未注明单位"


def check_place(workspace: Workspace, scope: Scope, state: State, folder: Path, wish: Wish,
                pages: Optional[Sequence[Line]] = None) -> List[Line]:
    """What of place and products holds the hand-in back, or is to be known; most of it stands in no product.
    ``pages``: what `check_pages` found, which is asked here, in the main thread, where it is not given.
    """
    target = set_folder(folder, workspace, scope, state, Mark(DRAFT))
    return [*_packages(wish), *_folder(folder), *_paths(target, scope, wish), *_room(workspace, scope, folder, wish),
            *_templates(wish), *(check_pages(wish) if pages is None else pages), *_mappings(wish),
            *_earlier(workspace, folder)]


def check_pages(wish: Wish) -> List[Line]:
    """What is broken or lacking in a user's own templates of dossiers and wall maps: what makes one unusable blocks.
    In the main thread: QGIS opens the pages.
    """
    from ...delivery.wall_map import WALL_PAGES, pages_of

    found: List[Finding] = []
    if DOSSIERS in wish.products and all(find_spec(package) for package in ("docxtpl", "openpyxl")):
        found += dossier_findings()
    if WALL_MAPS in wish.products:
        found += page_findings({name: WALL_PAGES[name] for name in pages_of(wish.paper) if name in WALL_PAGES})
    return [_of_template(one) for one in found]


def _packages(wish: Wish) -> Iterator[Line]:
    for product in wish.chosen:
        for package in product.packages:
            if find_spec(package) is None:
                values = {"package": package, "product": product.title[0], "product_en": product.title[1]}
                yield Line(BLOCKS, Finding("HAND_IN_PACKAGE_MISSING", "E", values), hard=True, here=True)


def _folder(folder: Path) -> Iterator[Line]:
    place = _existing(folder)
    detail = "" if place.is_dir() else "不是文件夹 not a folder"
    if not detail and _total(place) == 0:  # /proc and its like, whatever the rights
        detail = "此处不能存放文件 holds no files"
    if not detail and not os.access(place, os.W_OK):
        detail = "只读 read-only"
    if detail:
        yield Line(BLOCKS, Finding("HAND_IN_FOLDER_READ_ONLY", "E", {"folder": str(folder), "detail": detail}),
                   hard=True, here=True)


def _paths(target: Path, scope: Scope, wish: Wish) -> Iterator[Line]:
    """The longest path that will be, by the names that are known beforehand."""
    title = scope.title[:_LONGEST_TITLE]
    names = [f"{PRODUCTS[product].folder}/【草稿】{form_of(form).name} {title}.xlsx"
             for product, forms in ((TABLES, wish.forms), (LISTS, wish.lists)) if product in wish.products
             for form in forms]
    names += [f"{PRODUCTS[PACKAGE].folder}/【草稿】上报包 {title}.zip"] if PACKAGE in wish.products else []
    lengths = [len(name) for name in names]
    lengths += [len(PRODUCTS[DOSSIERS].folder) + _DOSSIER_ROOM] if DOSSIERS in wish.products else []
    longest = len(str(target)) + 4 + max(lengths, default=0)
    name = next((part for part in target.parts if len(part.encode("utf-8", "surrogateescape")) > _LONGEST_NAME), "")
    if name and longest <= LONGEST_PATH:  # by its characters Windows would take it; this system does not
        yield Line(BLOCKS, Finding("HAND_IN_NAME_TOO_LONG", "E", {
            "name": name[:_SHOWN] + "…", "length": len(name), "longest": _LONGEST_NAME // 3}), hard=True, here=True)
    if longest > LONGEST_PATH:
        yield Line(BLOCKS, Finding("HAND_IN_PATH_TOO_LONG", "E", {"length": longest, "longest": LONGEST_PATH}),
                   hard=True, here=True)


def _room(workspace: Workspace, scope: Scope, folder: Path, wish: Wish) -> Iterator[Line]:
    """A rough estimate, said as one: attachments go into the package and into dossiers."""
    here = {row.parcel.uuid for row in scope.rows(workspace)}
    size = sum(int(str(one.values.get("FJDX") or 0)) for uuid, records in workspace.attachments().items()
               if uuid in here for one in records)
    needed = _SET_MB * _MB + (size if PACKAGE in wish.products and wish.package.attachments else 0)
    if DOSSIERS in wish.products:
        needed += size + _DOSSIER_MB * _MB * (len(wish.patches) or len(here))
    try:
        usage = shutil.disk_usage(_existing(folder))
    except OSError:
        return
    free = usage.free
    if free < needed and usage.total:  # what has no room at all is told as what it is
        hard = free < _SET_MB * _MB
        yield Line(BLOCKS if hard else WARNS, Finding("HAND_IN_DISK_LOW", "E" if hard else "W", {
            "folder": str(folder), "free": free // _MB, "needed": needed // _MB}), hard=hard, here=True)


def _templates(wish: Wish) -> Iterator[Line]:
    forms = [*(wish.forms if {TABLES, PACKAGE} & set(wish.products) else ()),
             *(wish.lists if LISTS in wish.products else ())]
    try:
        found: Mapping[str, Tuple[Path, Sequence[Finding]]] = check_templates(forms) if forms else {}
    except WeipianError as error:
        yield Line(BLOCKS, Finding(error.code, "E", error.values), hard=True, here=True)
        found = {}
    for _, findings in found.values():
        yield from map(_of_template, findings)
    if LISTS in wish.products and find_spec("openpyxl") is not None:
        yield from map(_of_template, review_findings())
    if REPORT in wish.products or (PACKAGE in wish.products and wish.package.report):
        yield from _report_template()


def _of_template(finding: Finding) -> Line:
    stops = finding.severity == "E"
    return Line(BLOCKS if stops else NOTES, finding, hard=stops, here=True)


def _report_template() -> Iterator[Line]:
    from .report import check_report_template

    try:
        findings = check_report_template()
    except WeipianError as error:
        if error.code != "PACKAGE_MISSING":  # that is told of the product
            yield Line(BLOCKS, Finding(error.code, "E", error.values), hard=True, here=True)
        return
    for finding in findings:
        yield Line(NOTES, finding, here=True)


def _mappings(wish: Wish) -> Iterator[Line]:
    if PACKAGE not in wish.products:
        return
    known, problems = load_mappings()
    for problem in problems:
        stops = problem.profile in wish.package.mappings and problem.profile not in known
        yield Line(BLOCKS if stops else WARNS, Finding("MAPPING_INVALID", "E" if stops else "W", {
            "problems": problem.sentence("zh")}), hard=stops, here=True)
    for each in wish.package.mappings:
        if each not in known and all(problem.profile != each for problem in problems):
            yield Line(BLOCKS, Finding("UNKNOWN_MAPPING", "E", {"mapping": each, "known": "、".join(known)}), hard=True,
                       here=True)


def _earlier(workspace: Workspace, folder: Path) -> Iterator[Line]:
    """Hand-ins that were made before a patch was set apart. No set says how many were: not even that is handed in."""
    stubs = [row.parcel_uuid for row in workspace.queue() if row.status == STUB]
    moments = [_moment(event.recorded_at) for uuid in stubs for event in workspace.history(uuid)]
    latest = max((moment for moment in moments if moment is not None), default=None)
    count = 0
    for told in earlier_sets(folder, workspace.workspace_id).values() if latest is not None else ():
        state = told.get("state")
        made = _moment(state.get("moment")) if isinstance(state, dict) else None
        count += made is None or latest is None or made < latest
    if count:
        yield Line(WARNS, Finding("EARLIER_BEFORE_SET_APART", "W", {"count": count}), here=True)


def _moment(text: object) -> Optional[datetime]:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.astimezone()


def earlier_sets(folder: Path, workspace_id: str) -> Dict[Path, Mapping[str, object]]:
    """The sets of a workspace that lie below a folder (at ``{单位}/{期间}``), each with what its list says."""
    found: Dict[Path, Mapping[str, object]] = {}
    for path in sorted(folder.glob(f"*/*/{SET_LIST}")) if is_folder(folder) else ():
        told = read_set(path.parent)
        if told.get("workspace") == workspace_id:
            found[path.parent] = told
    return found


def read_set(folder: Path) -> Mapping[str, object]:
    """What 交付清单.json in a folder says; empty where there is none that can be read."""
    try:
        told = json.loads((folder / SET_LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((place for place in (folder, *folder.parents) if _exists(place)), folder)


def _exists(place: Path) -> bool:
    try:
        return place.exists()
    except OSError:  # a name that no file system takes
        return False


def is_folder(place: Path) -> bool:
    """Is it there, and a folder? No for a name that no file system takes."""
    return _exists(place) and place.is_dir()


def _total(place: Path) -> int:
    try:
        return shutil.disk_usage(place).total
    except OSError:
        return -1
