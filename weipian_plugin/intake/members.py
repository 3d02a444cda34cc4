"""What a package holds: geometry sources, tables, imagery, what must be told, and its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Dict, Iterable, List, Optional, Tuple

from ..domain.errors import WeipianError
from ..domain.exchange.pathnames import shown_name

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf")
SHAPEFILE_EXTRAS = (".prj", ".cpg")
ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz")
IMAGERY = (".tif", ".tiff")
_WANTED = (*SHAPEFILE_PARTS, *SHAPEFILE_EXTRAS, ".xlsx", ".xlsm", ".gpkg")
_CHUNK = 1024**2


@dataclass(frozen=True)
class Member:
    """One file: its name as shown, and where its content lies (None: left inside the zip)."""

    name: str
    path: Optional[Path]

    @property
    def suffix(self) -> str:
        """The name's ending in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def base(self) -> str:
        """The name without its folders."""
        return PurePosixPath(self.name).name


@dataclass(frozen=True)
class GeometrySource:
    """One place where polygons may be: ``kind`` is shp, gdb or gpkg; ``parts`` are its files by suffix or name."""

    kind: str
    name: str
    path: Path
    parts: Dict[str, Path] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name without its folders."""
        return PurePosixPath(self.name).name


def is_wanted(name: str) -> bool:
    """Is this an entry that intake reads? Leftovers of macOS and Office are not."""
    parts = PurePosixPath(name).parts
    if not parts or "__MACOSX" in parts or parts[-1].startswith(("~$", "._")):
        return False
    return PurePosixPath(name).suffix.lower() in _WANTED or any(part.lower().endswith(".gdb") for part in parts[:-1])


def list_folder(folder: Path) -> List[Member]:
    """Every file below ``folder`` in a fixed order, named relative to it; foreign names as they can be shown."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [Member(shown_name(path.relative_to(folder).as_posix()), path) for path in paths]


def geometry_sources(members: List[Member]) -> List[GeometrySource]:
    """Shapefiles, file geodatabases and GeoPackages among ``members``.

    Raises ``SHAPEFILE_PART_MISSING`` where a .shp, .shx or .dbf lacks its companions.
    """
    wanted = [member for member in members if member.path is not None and is_wanted(member.name)]
    sources = [GeometrySource("gpkg", m.name, m.path) for m in wanted if m.suffix == ".gpkg" and m.path]
    geodatabases: Dict[str, Dict[str, Path]] = {}
    families: Dict[str, List[Member]] = {}
    for member in wanted:
        folder = _geodatabase_of(member.name)
        if folder and member.path:
            geodatabases.setdefault(folder, {})[member.base] = member.path
        elif member.suffix in (*SHAPEFILE_PARTS, *SHAPEFILE_EXTRAS) and member.path:
            families.setdefault(member.name[:-4].lower(), []).append(member)
    for name, files in geodatabases.items():
        sources.append(GeometrySource("gdb", name, next(iter(files.values())).parent, files))
    sources.extend(_shapefile(files) for files in families.values() if _is_shapefile(files))
    return sources


def _is_shapefile(files: List[Member]) -> bool:
    """A .dbf alone is a table."""
    return any(file.suffix in (".shp", ".shx") for file in files)


def _shapefile(files: List[Member]) -> GeometrySource:
    name = f"{files[0].name[:-4]}.shp"
    parts = {file.suffix: file.path for file in files if file.path}
    missing = [suffix for suffix in SHAPEFILE_PARTS if suffix not in parts]
    if missing:
        raise WeipianError("SHAPEFILE_PART_MISSING", file=PurePosixPath(name).name, missing="、".join(missing))
    return GeometrySource("shp", name, parts[".shp"], parts)


def _geodatabase_of(name: str) -> str:
    parts = PurePosixPath(name).parts
    for index, part in enumerate(parts[:-1]):
        if part.lower().endswith(".gdb"):
            return PurePosixPath(*parts[:index + 1]).as_posix()
    return ""


def tables(members: Iterable[Member]) -> List[Member]:
    """The Excel workbooks that can be read."""
    return [m for m in members if m.path is not None and is_wanted(m.name) and m.suffix in (".xlsx", ".xlsm")]


def digest_of(files: Iterable[Tuple[str, Path]]) -> str:
    """sha256 over the names and contents of the files that were read: the same for a zip and for its folder."""
    lines = []
    for name, path in files:
        content = hashlib.sha256()
        with path.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                content.update(chunk)
        lines.append(f"{PurePosixPath(name).name.lower()}:{content.hexdigest()}")
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()
