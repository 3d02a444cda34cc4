"""The folder of a set: made beside the one that is there, product by product, and put in its place as a whole."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple
from uuid import uuid4

from ...delivery.files import in_one_move
from ...delivery.names import safe_name
from ...delivery.package.manifest import SET_LIST, PackedFile, digest_of_list, files_of, manifest_bytes, packed
from ...delivery.package.set_book import write_set_book
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, stop_if_cancelled
from ...domain.marks import Mark
from ...domain.records import STUB, Finding
from ...paths import MAPPINGS, TEMPLATES
from ..measuring.interpreter import user_folder
from ..measuring.reuse import digest_of
from ..plain import plain
from ..rules.profiles import load_profile
from .hand_in_place import earlier_sets, read_set
from .package_facts import manifest_of, software
from .products import DOSSIERS, PRODUCTS, Product, Wish
from .scope import Scope
from .self_check import SelfCheck
from .state import State

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

TITLE = "上报成果"
SET_BOOK, NOTES = "交付清单.xlsx", ".生成记录.json"
_PART, _OLD = "~生成中 ", "~旧 "
_REMARKS = "remarks of "
_PATCHES = 2
"""How deep below the dossiers' folder the folders of the patches lie: {年份}/{县}/{JCBH}."""


class SetFolder:
    """The place of one set. ``staging``, a folder beside ``target``, is where it is made; an end half way leaves it."""

    def __init__(self, target: Path, workspace: Workspace, scope: Scope, state: State, mark: Mark, wish: Wish) -> None:
        self.target, self.staging = target, target.with_name(_PART + target.name)
        self._workspace, self._scope, self._state, self._mark, self._wish = workspace, scope, state, mark, wish
        self._notes: Dict[str, str] = {}

    def begin(self) -> None:
        """Go on where an earlier run of the same state ended, else begin anew, with what holds of the set that is
        there. Raises OUTPUT_NOT_WRITABLE.
        """
        try:
            self._sweep()
            self._notes = self._read_notes(self.staging)
            if self._notes.get("state") != self._state.digest:
                self.forget()
                self._notes = {"state": self._state.digest, "workspace": self._workspace.workspace_id}
            self.staging.mkdir(parents=True, exist_ok=True)
            self._drop_unfinished()
            self._take_over()
            self._write_notes()
        except OSError as error:
            raise _not_written(self.staging, error) from error

    def is_ready(self, product: Product, check: SelfCheck) -> bool:
        """Is it there already, made of the same things?"""
        return self._notes.get(product.id) == self._basis(product, check) and (self.staging / product.folder).is_dir()

    def anew(self, product: Product) -> Path:
        """An empty folder for a product."""
        folder = self.staging / product.folder
        self._notes.pop(product.id, None)
        try:
            self._write_notes()
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir(parents=True)
        except OSError as error:
            raise _not_written(folder, error) from error
        return folder

    def seeded(self, product: Product) -> Path:
        """The folder of a product that keeps itself, with what the newest set of the same batches has of it."""
        folder = self.staging / product.folder
        if not folder.is_dir():
            earlier = self._newest_with(product)
            try:
                if earlier is not None:
                    shutil.copytree(earlier, folder, ignore=self._not_judged_here(earlier))
                folder.mkdir(parents=True, exist_ok=True)
            except (OSError, shutil.Error) as error:
                shutil.rmtree(folder, ignore_errors=True)
                raise _not_written(folder, error) from error
        return folder

    def made(self, product: Product, check: SelfCheck, remarks: Sequence[Finding]) -> None:
        """Note that a product is ready, and what is remarked of it."""
        self._notes[product.id] = self._basis(product, check)
        self._notes[_REMARKS + product.id] = "\n".join(remark.sentence("zh") for remark in remarks)
        try:
            self._write_notes()
        except OSError as error:
            raise _not_written(self.staging, error) from error

    def unmade(self, product: Product) -> None:
        """Note that a product is not ready, while it is being made."""
        if self._notes.pop(product.id, None) is not None:
            try:
                self._write_notes()
            except OSError as error:
                raise _not_written(self.staging, error) from error

    def files_of(self, product: Product) -> Tuple[Path, ...]:
        """The files of a product, by name."""
        return tuple(sorted(path for path in (self.staging / product.folder).rglob("*") if path.is_file()))

    def forget(self) -> None:
        """Drop what was made of another state; of what was set apart since, nothing may stay. Dossiers of patches that
        are judged here keep themselves.
        """
        dossiers = self.staging / PRODUCTS[DOSSIERS].folder
        left_out = self._not_judged_here(dossiers)
        for path in self.staging.iterdir() if self.staging.is_dir() else ():
            if path == dossiers:
                continue
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        for folder in (dossiers, *dossiers.glob("*/*")):
            names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
            for path in (folder / name for name in left_out(str(folder), names)):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()

    def moved(self, path: Path) -> Path:
        """Where a file of the staging folder is once the set is in its place."""
        return self.target / path.relative_to(self.staging)

    def write_lists(self, feedback: Feedback) -> Tuple[Path, ...]:
        """交付清单.xlsx and .json over all files. Raises OUTPUT_NOT_WRITABLE, JOB_CANCELLED."""
        files = self._packed(feedback)
        held = [product for product in PRODUCTS.values() if any(one.product == product.id for one in files)]
        said = {product.id: self._notes.get(_REMARKS + product.id, "").splitlines() for product in held}
        counts = {product.title[0]: sum(one.product == product.id for one in files) for product in held}
        remarks = [f"{PRODUCTS[name].title[0]}：{sentence}" for name, lines in said.items() for sentence in lines]
        told = manifest_of(self._workspace, self._scope, self._state, self._mark, TITLE, counts, remarks)
        told = replace(told, further={
            "workspace": self._workspace.workspace_id, "scope": [batch.uuid for batch in self._scope.batches],
            "made_of": {product.id: self._notes[product.id] for product in held if product.id in self._notes},
            "remarked": said})
        book, listing = self.staging / SET_BOOK, self.staging / SET_LIST
        write_set_book(book, told, files, {one.id: one.title[0] for one in PRODUCTS.values()}, self._state.moment)
        with in_one_move(listing) as part:
            part.write_bytes(manifest_bytes(told, files))
        return book, listing

    def take_place(self) -> Optional[Path]:
        """Put the set in its place. The one that was there goes, but one that somebody has changed, or with products
        that this one has not, is kept beside it (its new path). Raises HAND_IN_BUSY: then what was there is as it was,
        and the new one waits.
        """
        notes, old = self.staging / NOTES, self.target.with_name(_OLD + uuid4().hex[:8])
        aside = _free_name(self.target) if self._holds_more(self.target) else None
        try:
            if self.target.exists():
                self.target.rename(aside or old)
            try:
                self.staging.rename(self.target)
            except OSError:
                if (aside or old).exists():
                    (aside or old).rename(self.target)
                raise
        except OSError as error:
            raise WeipianError("HAND_IN_BUSY", folder=str(self.target), detail=error.strerror or str(error)) from error
        with contextlib.suppress(OSError):
            (self.target / notes.name).unlink()
        shutil.rmtree(old, ignore_errors=True)
        return aside

    def _holds_more(self, target: Path) -> bool:
        """Has the set that is there anything that would be lost?"""
        if not target.exists():
            return False
        products = [one.folder for one in PRODUCTS.values() if (target / one.folder).is_dir()]
        return not _is_as_listed(target) or any(not (self.staging / folder).is_dir() for folder in products)

    def _not_judged_here(self, dossiers: Path) -> Callable[[str, List[str]], List[str]]:
        """Which names in a folder of the dossiers are not to be copied or kept: those of patches that are not (or no
        longer) in the queue, and the list over all of them.
        """
        numbers = {safe_name(row.jcbh) for row in self._workspace.queue() if row.status != STUB}

        def left_out(folder: str, names: List[str]) -> List[str]:
            depth = len(Path(folder).relative_to(dossiers).parts)
            if depth == 0:
                return [name for name in names if (Path(folder) / name).is_file()]
            unknown = [name for name in names if not {name, name.rpartition("_")[0]} & numbers]
            return unknown if depth == _PATCHES else []

        return left_out

    def _take_over(self) -> None:
        """Of the set that is there of the same state: what is not asked for this time stays, what is is taken where it
        would be made of the same things; only what is as its list says.
        """
        told = read_set(self.target)
        basis, said = told.get("made_of"), told.get("remarked")
        if _state_of(told).get("digest") != self._state.digest or not isinstance(basis, dict):
            return
        for product in PRODUCTS.values():
            folder = self.target / product.folder
            if (product.id == DOSSIERS and product.id in self._wish.products) or not folder.is_dir():
                continue
            if (self.staging / product.folder).exists() or not _is_as_listed(self.target, product.folder):
                continue
            shutil.copytree(folder, self.staging / product.folder)
            lines = said.get(product.id, []) if isinstance(said, dict) else []
            self._notes[product.id] = str(basis.get(product.id, ""))
            self._notes[_REMARKS + product.id] = "\n".join(str(line) for line in lines)

    def _basis(self, product: Product, check: SelfCheck) -> str:
        """What a product is made of: it is made again where any of it is another."""
        wish = asdict(self._wish)
        told = {"product": product.id, "software": software(), "state": self._state.digest, "mark": asdict(self._mark),
                "scope": [batch.uuid for batch in self._scope.batches], "templates": _digest_of_files(
                    (TEMPLATES, user_folder() / "templates", MAPPINGS, user_folder() / "mappings")),
                "profiles": [plain(load_profile(one.profile_id)) for one in self._scope.batches if one.profile_id],
                "wish": {name: wish[name] for name in _OPTIONS.get(product.id, ())},
                "check": [line.sentence("zh") for line in check.lines if not line.here]}
        return digest_of(told)

    def _newest_with(self, product: Product) -> Optional[Path]:
        scope = [batch.uuid for batch in self._scope.batches]
        own = earlier_sets(self.target.parent.parent, self._workspace.workspace_id)
        found = [(str(_state_of(told).get("moment", "")), folder / product.folder) for folder, told in own.items()
                 if told.get("scope") == scope and (folder / product.folder).is_dir()]
        return max(found)[1] if found else None

    def _packed(self, feedback: Feedback) -> List[PackedFile]:
        files: List[PackedFile] = []
        paths = [path for path in sorted(self.staging.rglob("*"))
                 if path.is_file() and path.name not in (NOTES, SET_BOOK, SET_LIST)]
        folders = {product.folder: product.id for product in PRODUCTS.values()}
        for number, path in enumerate(paths):
            stop_if_cancelled(feedback)
            feedback.progress(number, len(paths), path.name)
            place = path.relative_to(self.staging).as_posix()
            try:
                files.append(packed(place, path, folders.get(place.split("/")[0], "")))
            except OSError as error:
                raise _not_written(path, error) from error
        return files

    def _drop_unfinished(self) -> None:
        """What an end half way has left of products that are not asked for this time is no part of this set."""
        for product in PRODUCTS.values():
            if product.id not in self._wish.products and product.id not in self._notes:
                shutil.rmtree(self.staging / product.folder, ignore_errors=True)

    def _sweep(self) -> None:
        """Take away what runs that were killed have left of other sets of this workspace: nobody looks there for what
        was set apart since.
        """
        unit = self.target.parent
        for path in [*unit.glob(f"{_PART}*"), *unit.glob(f"{_OLD}*")] if unit.is_dir() else ():
            owner = self._read_notes(path).get("workspace") or read_set(path).get("workspace")
            if path != self.staging and owner == self._workspace.workspace_id:
                shutil.rmtree(path, ignore_errors=True)

    @staticmethod
    def _read_notes(staging: Path) -> Dict[str, str]:
        try:
            found = json.loads((staging / NOTES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}

    def _write_notes(self) -> None:
        with in_one_move(self.staging / NOTES) as part:
            part.write_text(json.dumps(self._notes, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


_OPTIONS: Mapping[str, Tuple[str, ...]] = {
    "tables": ("forms",), "lists": ("lists",), "report": ("tell_quarantined",), "wall_maps": ("paper", "imagery"),
    "package": ("package", "forms", "tell_quarantined", "products")}
"""What of a wish changes a product."""


def _is_as_listed(folder: Path, below: str = "") -> bool:
    """Are all files (below a folder of it) there, with the digests that the set's list says, and no others?"""
    try:
        told = read_set(folder)
        files = files_of(told)
    except ValueError:
        return False
    if told.get("files_digest") != digest_of_list(files):
        return False
    own = [one for one in files if not below or one.place.startswith(f"{below}/")]
    there = {path.relative_to(folder).as_posix() for path in (folder / below).rglob("*") if path.is_file()}
    listed = {one.place for one in own} | ({SET_LIST, SET_BOOK} if not below else set())
    if there - {NOTES} != listed:
        return False
    try:
        return all(packed(one.place, folder / one.place, one.product) == one for one in own)
    except OSError:
        return False


def _digest_of_files(folders: Iterable[Path]) -> str:
    digest = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.name.startswith("~$"):
                digest.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape"))
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _free_name(folder: Path) -> Path:
    number = 1
    while folder.with_name(f"{folder.name}（原件 {number}）").exists():
        number += 1
    return folder.with_name(f"{folder.name}（原件 {number}）")


def _state_of(told: Mapping[str, object]) -> Mapping[str, object]:
    state = told.get("state")
    return state if isinstance(state, dict) else {}


def _not_written(path: Path, error: Exception) -> WeipianError:
    detail = error.strerror if isinstance(error, OSError) else None
    return WeipianError("OUTPUT_NOT_WRITABLE", file=str(path), detail=detail or str(error)[:200])
