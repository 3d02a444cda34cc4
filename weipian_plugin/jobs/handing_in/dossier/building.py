"""Builds the dossier of one patch beside its place and moves it there; one whose patch is unchanged stays as it is."""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple
from uuid import uuid4

from ....delivery.dossier.binding import Laid, bind, take_out
from ....delivery.dossier.check_page import write_check_page
from ....delivery.dossier.layouts import PAGES, PageLayouts, layout_path
from ....delivery.dossier.listing import is_whole, listed, read_list, write_lists
from ....delivery.dossier.tree import (
    CHECKS,
    FOLDERS,
    IMAGERY,
    INDEX,
    MEETING,
    OVERLAY,
    PHOTOS,
    REGISTER,
    STATEMENT,
    TEMPORARY,
    VOLUME,
    dossier_folder,
    room_for_name,
)
from ....delivery.dossier.volume import VolumePdf
from ....delivery.dossier.word_papers import (
    MEETING_PAPER,
    STATEMENT_PAPER,
    WORD_PAPERS,
    WordPaper,
    paper_template,
    write_paper,
)
from ....delivery.names import LONGEST_PATH, check_path, safe_name
from ....domain.errors import WeipianError
from ....domain.marks import FOOTER
from ....domain.records import Finding
from ...rules.profiles import load_profile
from .completeness import Piece, missing, pieces_of
from .contents import Contents, Task, digest_of, read_contents, stamp_of
from .papers import Copying, Paper, doubtful_of, unreadable_of, write_photo_list
from .patch_maps import DATES, MapDesk, PatchMaps, world_file
from .sections import Section, SheetMaker, index_blocks
from .tables import write_area_table, write_register
from .words import meetings_of, statement_sections, variables_of

if TYPE_CHECKING:
    from ....domain.profiles import PolicyProfile
    from ....workspace.workspace import Workspace

BUILT, KEPT, GONE = "built", "kept", "gone"
_JPEG_QUALITY = 90
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Outcome:
    """What became of one patch: ``state`` BUILT, KEPT (unchanged) or GONE (nothing of it is handed in); its folder
    below the root, pages, files, what is missing, what is remarked, and its mark.
    """

    state: str
    number: str = ""
    place: str = ""
    pages: int = 0
    files: int = 0
    missing: Tuple[str, ...] = ()
    remarks: Tuple[Finding, ...] = ()
    mark: str = ""


class DossierBuilder:
    """Builds dossiers of one workspace below ``root``, one after the other; in the main thread of its process."""

    def __init__(self, workspace: Workspace, root: Path, templates: Optional[Path]) -> None:
        self._workspace, self._root, self._templates = workspace, root, templates
        self._layouts, self._desk = PageLayouts(templates), MapDesk(workspace)
        self._profiles: Dict[str, Optional[PolicyProfile]] = {}
        self._looks = [stamp_of(str(path)) for path in (
            *(layout_path(name, templates) for name in PAGES),
            *(paper_template(paper, templates) for paper in WORD_PAPERS), *_tables(templates))]

    def build(self, task: Task) -> Outcome:
        """The dossier of a patch as it stands now. Raises PATH_TOO_LONG, OUTPUT_NOT_WRITABLE, DOSSIER_LOCKED, what
        templates raise. What was there before stays whole then.
        """
        contents = read_contents(self._workspace, task, self._profile)
        if contents is None:
            return Outcome(GONE)
        folder = dossier_folder(self._root, contents.year, *contents.county, task.folder)
        room = room_for_name(folder, LONGEST_PATH)
        if not room:
            check_path(folder / f"{max(FOLDERS, key=len)}" / ("x" * 12), min(LONGEST_PATH, len(str(folder))))
        digest = digest_of(contents, self._looks, self._around(contents))
        told = read_list(folder)
        if told.get("digest") == digest and is_whole(folder, told):
            return _kept(folder.relative_to(self._root).as_posix(), told)
        beside = folder.parent / f"{TEMPORARY}{uuid4().hex[:12]}"
        try:
            outcome = self._write(contents, beside, room, digest, folder.relative_to(self._root).as_posix())
            _put_in_place(beside, folder)
        except OSError as error:
            raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(folder),
                               detail=error.strerror or type(error).__name__) from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return outcome

    def close(self) -> None:
        """Close images and layers."""
        self._desk.shut_down()

    def _write(self, contents: Contents, folder: Path, room: int, digest: str, place: str) -> Outcome:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True)
        one = _Dossier(self._workspace, self._layouts, self._desk, contents, folder, self._templates)
        one.write(room)
        files = listed(folder, one.digests)
        about = {"digest": digest, "workspace": self._workspace.workspace_id,
                 "patch": contents.parts[0].parcel.patch_uuid, "number": contents.number, "pages": one.pages,
                 "mark": contents.task.mark.word,
                 "moment": contents.moment, "missing": list(one.missing),
                 "remarks": [[found.code, found.severity, dict(found.values)] for found in one.remarks]}
        write_lists(folder, files, about)
        return Outcome(BUILT, contents.number, place, one.pages, len(files), tuple(one.missing), tuple(one.remarks),
                       contents.task.mark.word)

    def _profile(self, profile_id: str) -> Optional[PolicyProfile]:
        if profile_id not in self._profiles:
            try:
                self._profiles[profile_id] = load_profile(profile_id) if profile_id else None
            except WeipianError:
                self._profiles[profile_id] = None
        return self._profiles[profile_id]

    def _around(self, contents: Contents) -> List[object]:
        """What of imagery and layers a dossier rests on."""
        sources = [one.source for one in self._desk.references if one.source]
        images = [scene.path for scene in self._desk.scenes]
        runs = [one.provenance for one in self._workspace.overlay_runs(contents.batch.uuid)]
        return [self._desk.references, self._desk.scenes, runs, [_stamp(path) for path in (*sources, *images)]]


class _Dossier:
    """One folder being written."""

    def __init__(self, workspace: Workspace, layouts: PageLayouts, desk: MapDesk, contents: Contents, folder: Path,
                 templates: Optional[Path]) -> None:
        self._workspace, self._layouts, self._desk = workspace, layouts, desk
        self._contents, self._folder, self._templates = contents, folder, templates
        self.maps: Optional[PatchMaps] = desk.of(contents)
        self.remarks: List[Finding] = []
        self.missing: List[str] = []
        self.digests: Dict[str, Tuple[str, int]] = {}
        self.pages = 0

    def write(self, room: int) -> None:
        """Everything but the lists."""
        contents, folder = self._contents, self._folder
        copying = Copying(self._workspace, folder, room)
        papers = copying.papers(contents)
        self.digests, self.remarks = dict(copying.digests), list(copying.remarks)
        self._chips()
        troubles = {one.name: one.trouble for one in self.maps.dated.values()} if self.maps is not None else {
            name: "图斑没有图形" for name, _ in DATES}
        pieces = pieces_of(contents, troubles, unreadable_of(papers), doubtful_of(papers))
        self.missing = missing(pieces)
        lacking = self._desk.drawn.lacking if self.maps is not None else ()
        if lacking:
            self.remarks.append(Finding("DOSSIER_LAYERS_NOT_DRAWN", "W", {"layers": "、".join(lacking)}))
        statement = statement_sections(contents, self.missing)
        self._bind(self._sections(statement, pieces, papers), papers)
        write_photo_list(folder, [one for one in papers if one.is_photo])
        self._tables()
        self._paper(STATEMENT_PAPER, folder / f"{STATEMENT}.docx",
                    [{"title": title, "paragraphs": list(texts)} for title, texts in statement])
        meetings = meetings_of(contents)
        if meetings:
            self._paper(MEETING_PAPER, folder / REGISTER / f"{MEETING}.docx", [
                {"title": title, "rows": [{"name": one, "text": text} for one, text in pairs]}
                for title, pairs in meetings])
        write_check_page(
            folder / f"{CHECKS}.html", contents.number, contents.day, contents.task.mark, _findings(contents),
            [(f"{one.parcel}：{one.title}" if one.parcel else one.title, one.state, one.why)
             for one in pieces], [found.sentence("zh") for found in self.remarks])

    def _paper(self, paper: WordPaper, path: Path, entries: List[Dict[str, object]]) -> None:
        """A Word document, with the mark in its name and title."""
        contents, mark = self._contents, self._contents.task.mark
        words = {**{key[3:]: value for key, value in variables_of(contents).items()},
                 "title": mark.title(paper.title), "footer": FOOTER}
        write_paper(path.with_name(mark.file_name(path.name)), paper_template(paper, self._templates), words,
                    paper.content, entries)

    def _chips(self) -> None:
        """02_影像: both dates by the chip rule, each with its world file."""
        if self.maps is None:
            return
        for (_, code), letter in zip(DATES, "QH"):
            image, extent = self.maps.chip(code)
            if image is None:
                continue
            date = self.maps.dated[code].picture.date or "无日期"
            path = self._folder / IMAGERY / safe_name(f"{self._contents.number}_{letter}_{date}.jpg")
            if not image.save(str(path), "JPEG", _JPEG_QUALITY):
                raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(path), detail="JPEG")
            path.with_suffix(".jgw").write_text(world_file(extent, image), encoding="ascii")

    def _sections(self, statement: Sequence[Tuple[str, Sequence[str]]], pieces: Sequence[Piece],
                  papers: Sequence[Paper]) -> List[Section]:
        maker = SheetMaker(self._layouts, self._contents, self.maps, self._folder)
        photos = [one for one in papers if one.is_photo and one.place]
        in_place = [one for one in photos if one.place.startswith(PHOTOS)]
        found: List[Optional[Section]] = [
            maker.statement(statement), maker.compare(),
            maker.overlay(self._desk.drawn.lacking if self.maps is not None else ()), maker.location(),
            maker.judgement(), maker.meetings(), maker.onsite(), maker.evidence(pieces, papers),
            maker.photo_map(in_place), maker.photos(in_place), maker.case(), *maker.papers(papers)]
        return [one for one in found if one is not None]

    def _bind(self, sections: List[Section], papers: Sequence[Paper]) -> None:
        """Print all pages into one PDF, then the parts of it that lie in the folder by themselves."""
        contents, mark = self._contents, self._contents.task.mark
        maker = SheetMaker(self._layouts, contents, self.maps, self._folder)
        unbound = [one for one in papers if not one.pages]
        blocks = index_blocks(contents, sections, 1, self.missing, unbound)
        first = len(maker.text("index", blocks)) + 1
        blocks = index_blocks(contents, sections, first, self.missing, unbound)
        index = Section("卷宗目录", maker.text("index", blocks))
        bound = [index, *sections]
        total = sum(len(one.sheets) for one in bound)
        raw = self._folder / f"{TEMPORARY}volume.pdf"
        laid, marks, parts = self._print(bound, total, raw)
        volume = self._folder / mark.file_name(safe_name(f"{contents.number}_{VOLUME}.pdf"))
        bind(raw, volume, laid, marks, mark.title(f"{contents.number} 卷宗"), contents.moment)
        raw.unlink()
        take_out(volume, [(self._folder / mark.file_name(f"{INDEX}.pdf"), mark.title("卷宗目录"),
                           range(1, len(index.sheets) + 1)), *parts], contents.moment)
        self.pages = total

    def _print(self, bound: Sequence[Section], total: int, raw: Path) -> Tuple[
            List[Laid], List[Tuple[str, int]], List[Tuple[Path, str, Sequence[int]]]]:
        contents, mark = self._contents, self._contents.task.mark
        always = {**variables_of(contents), "wp_footer": FOOTER, "wp_pages": str(total)}
        laid: List[Laid] = []
        marks: List[Tuple[str, int]] = []
        parts: List[Tuple[Path, str, Sequence[int]]] = []
        pdf = VolumePdf(raw, contents.number)
        try:
            for section in bound:
                first = pdf.pages + 1
                for sheet in section.sheets:
                    values = {**always, **sheet.values, "wp_page": str(pdf.pages + 1)}
                    number = pdf.add(self._layouts.filled(sheet.name, values, sheet.maps), sheet.paint)
                    self._layouts.emptied(sheet.name)
                    if sheet.laid is not None:
                        laid.append(Laid(number, *sheet.laid))
                marks.append((section.title, first))
                if section.file:
                    below, _, name = section.file.format(number=safe_name(contents.number)).rpartition("/")
                    parts.append((self._folder / below / mark.file_name(name), mark.title(section.title),
                                  range(first, pdf.pages + 1)))
        finally:
            pdf.close()
        return laid, marks, parts

    def _tables(self) -> None:
        contents, mark = self._contents, self._contents.task.mark
        runs = self._workspace.overlay_runs(contents.batch.uuid)
        areas, register = mark.file_name("套合面积表.xlsx"), mark.file_name("附表2-1.xlsx")
        write_area_table(self._folder / OVERLAY / areas, contents, self._desk.references, runs)
        write_register(self._folder / REGISTER / register, contents, _own_table(self._templates))


def _findings(contents: Contents) -> List[Tuple[str, ...]]:
    return [(check, severity, state, sentence, reason) for check, state, severity, sentence, reason
            in contents.task.findings]


def _put_in_place(beside: Path, folder: Path) -> None:
    """The new folder takes the place of the old one, or the old one stays."""
    if not folder.exists():
        beside.replace(folder)
        return
    old = folder.parent / f"{TEMPORARY}{uuid4().hex[:12]}"
    try:
        folder.replace(old)
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise WeipianError("DOSSIER_LOCKED", file=folder.name, detail=error.strerror or type(error).__name__) from error
    try:
        beside.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _kept(place: str, told: Dict[str, object]) -> Outcome:
    files, missing_, remarks = told.get("files"), told.get("missing"), told.get("remarks")
    found = [Finding(str(code), str(severity), values) for code, severity, values in remarks] if isinstance(
        remarks, list) else []
    return Outcome(KEPT, str(told.get("number")), place, int(str(told.get("pages", 0))),
                   len(files) if isinstance(files, list) else 0,
                   tuple(str(one) for one in missing_) if isinstance(missing_, list) else (), tuple(found),
                   str(told.get("mark") or ""))


def _own_table(templates: Optional[Path]) -> Optional[Path]:
    own = templates / "table_2_1.xlsx" if templates is not None else None
    return own if own is not None and own.is_file() else None


def _tables(templates: Optional[Path]) -> List[Path]:
    own = _own_table(templates)
    return [own] if own is not None else []


@lru_cache(maxsize=512)
def _stamp(path: str) -> Tuple[str, int, int]:
    """Of the moment it was first asked for in this process: a run sees one state of its layers."""
    return stamp_of(path)


def forget_stamps() -> None:
    """Look at layers and imagery anew, for a new run."""
    _stamp.cache_clear()
