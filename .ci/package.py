"""Builds build/weipian-<version>.zip: the tracked files a user needs, the same bytes every time, and validates it."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "weipian"
NOT_FOR_USERS = {"tests", "benchmarks", "docs", "Makefile", "pyproject.toml"}
REQUIRED_FIELDS = [
    "name", "description", "about", "version", "qgisMinimumVersion", "qgisMaximumVersion", "author", "email",
    "homepage", "tracker", "repository", "license", "tags", "category", "icon", "changelog", "hasProcessingProvider",
    "experimental",
]
CATEGORIES = {"Raster", "Vector", "Database", "Mesh", "Web"}
REFUSED_BY_SITE = {".exe", ".dll", ".so", ".dylib", ".sh", ".bat", ".cmd", ".ps1", ".pyc", ".pyd"}
SITE_LIMIT = 20 * 1024 * 1024
DATE = (2000, 1, 1, 0, 0, 0)


def tracked_files(root: Path) -> list[str]:
    """Every tracked file, sorted, as git names it."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=root, check=True, capture_output=True
    ).stdout
    return sorted(name for name in listing.decode().split("\0") if name)


def packaged_files(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that go into the zip: nothing hidden, no tests, benchmarks, docs or build files."""
    return [
        name
        for name in names
        if PurePosixPath(name).parts[0] not in NOT_FOR_USERS
        and not any(part.startswith(".") for part in PurePosixPath(name).parts)
    ]


def file_faults(root: Path, names: Iterable[str]) -> list[str]:
    """What must not be in a package: links, caches, file types the plugin site refuses, files that are gone."""
    faults = []
    for name in names:
        path = root / name
        if path.is_symlink():
            faults.append(f"{name}: a symbolic link")
        elif not path.is_file():
            faults.append(f"{name}: tracked, but not there")
        elif path.suffix.lower() in REFUSED_BY_SITE or "__pycache__" in path.parts:
            faults.append(f"{name}: the plugin site refuses such files")
    return faults


def metadata(root: Path) -> dict[str, str]:
    """metadata.txt as QGIS reads it."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(root / "metadata.txt", encoding="utf-8")
    return dict(parser["general"])


def metadata_faults(root: Path) -> list[str]:
    """What the plugin site or QGIS would not take about metadata.txt, and where it disagrees with the repository."""
    fields = metadata(root)
    faults = [f"metadata.txt: {name} is missing" for name in REQUIRED_FIELDS if not fields.get(name, "").strip()]
    if not re.fullmatch(r"\d+\.\d+\.\d+(-\w+)?", fields.get("version", "")):
        faults.append("metadata.txt: version is not like 1.2.3")
    newest = re.search(r"^## \[([^\]]+)\]", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if newest is None or newest.group(1) != fields.get("version"):
        faults.append("metadata.txt: version is not the newest of CHANGELOG.md")
    if fields.get("category") not in CATEGORIES:
        faults.append(f"metadata.txt: category is none of {', '.join(sorted(CATEGORIES))}")
    for name in ("hasProcessingProvider", "experimental", "deprecated", "server"):
        if fields.get(name, "no").lower() not in {"yes", "no", "true", "false"}:
            faults.append(f"metadata.txt: {name} is neither yes nor no")
    for name in ("homepage", "tracker", "repository"):
        if not fields.get(name, "").startswith("https://"):
            faults.append(f"metadata.txt: {name} is not an https address")
    if not (root / fields.get("icon", "?")).is_file():
        faults.append("metadata.txt: the icon is not there")
    return faults


def write_zip(root: Path, names: Iterable[str], target: Path) -> None:
    """The same files give the same bytes: sorted, one date, one mode."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, (root / name).read_bytes(), compresslevel=9)


def content_faults(target: Path) -> list[str]:
    """What is wrong with the zip as a plugin manager sees it."""
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        broken = archive.testzip()
    faults = [
        f"{target.name}: {name} is not in it"
        for name in ("metadata.txt", "__init__.py", "LICENSE", "weipian_plugin/plugin.py", "i18n/weipian_zh_CN.qm")
        if f"{FOLDER}/{name}" not in names
    ]
    if broken:
        faults.append(f"{target.name}: {broken} is broken")
    if target.stat().st_size > SITE_LIMIT:
        faults.append(f"{target.name}: larger than the plugin site takes ({SITE_LIMIT // 2**20} MiB)")
    return faults


def main() -> int:
    """Build, list and validate; 1 when something is wrong."""
    names = packaged_files(tracked_files(ROOT))
    faults = metadata_faults(ROOT) + file_faults(ROOT, names)
    if not faults:
        target = ROOT / "build" / f"{FOLDER}-{metadata(ROOT)['version']}.zip"
        for old in target.parent.glob(f"{FOLDER}-*.zip"):
            old.unlink()
        write_zip(ROOT, names, target)
        sizes: dict[str, int] = {}
        for name in names:
            top = PurePosixPath(name).parts[0]
            sizes[top] = sizes.get(top, 0) + (ROOT / name).stat().st_size
        for top, size in sizes.items():
            print(f"  {size / 1024:9.1f} KiB  {top}")
        print(f"{target.relative_to(ROOT)}: {len(names)} files, {target.stat().st_size / 2**20:.1f} MiB")
        faults = content_faults(target)
    for fault in faults:
        print(fault, file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
