"""Begins the workspace of a city or a province: empty, in the CRS of the first package that is to be merged into it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Iterator, Optional, Sequence, Union

from ...domain.errors import WeipianError

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

StrPath = Union[str, Path]


def crs_of_packages(paths: Sequence[StrPath]) -> str:
    """The CRS (authid) of the first of these packages that can be read; only what they say of themselves is looked at.

    Raises ``OFFICE_NO_FILES``, ``OFFICE_STATE_TRAINING`` where one comes out of a training, and
    what is wrong with the first where none can be read.
    """
    from ...intake.office_package import read_manifest

    found = ""
    wrong: Optional[WeipianError] = None
    for path in paths:
        try:
            meta = read_manifest(Path(path))[0].meta
        except WeipianError as error:
            wrong = wrong or error
            continue
        if meta.get("training", "") == "1":
            raise WeipianError("OFFICE_STATE_TRAINING")
        found = found or str(meta["crs"])
    if found:
        return found
    raise wrong or WeipianError("OFFICE_NO_FILES")


@contextmanager
def opened_or_made(path: StrPath, packages: Sequence[StrPath], actor: str = "", keep: bool = True
                   ) -> Iterator[Workspace]:
    """The workspace at ``path``; where there is none, an empty one in the packages' CRS.

    A new one that nothing entered, or that is only looked at (not ``keep``), is gone afterwards. Raises what
    `crs_of_packages`, `Workspace.open` and `Workspace.create` raise.
    """
    from ..import_batch import opened

    target = Path(path)
    if target.exists():
        with opened(target, actor) as workspace:
            yield workspace
        return
    crs = crs_of_packages(packages)
    if not keep:
        with TemporaryDirectory() as folder, _made(Path(folder) / "w.gpkg", crs, actor, Path(folder) / "q.gpkg") as one:
            yield one
        return
    with _made(target, crs, actor) as workspace:
        yield workspace


@contextmanager
def _made(path: Path, crs: str, actor: str, quarantine: Optional[Path] = None) -> Iterator[Workspace]:
    from ...workspace.workspace import Workspace

    workspace = Workspace.create(str(path), crs=crs, actor=actor, quarantine_path=str(quarantine or ""))
    is_empty = True
    try:
        yield workspace
        is_empty = not workspace.batches()
    finally:
        workspace.close()
        if is_empty:
            path.unlink(missing_ok=True)
            path.with_name(path.name + "-journal").unlink(missing_ok=True)
