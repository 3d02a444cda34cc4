"""What goes to the users: metadata.txt tells the truth, the zip holds what they need and the same bytes each time."""

from __future__ import annotations

import importlib.util
import shutil
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def package() -> ModuleType:
    spec = importlib.util.spec_from_file_location("weipian_package", ROOT / ".ci" / "package.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """As much of the repository as metadata.txt speaks of."""
    for name in ("metadata.txt", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "resources" / "icons", tmp_path / "resources" / "icons")
    return tmp_path


def test_metadata_is_what_the_plugin_site_takes(package: ModuleType) -> None:
    assert package.metadata_faults(ROOT) == []


def test_metadata_promises_the_versions_and_the_provider_that_there_are(package: ModuleType) -> None:
    fields = package.metadata(ROOT)
    assert (fields["qgisMinimumVersion"], fields["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert fields["hasProcessingProvider"] == "yes"
    assert any("一" <= letter <= "鿿" for letter in fields["about"])


@pytest.mark.parametrize(
    ("there", "instead", "fault"),
    [
        ("version=0.", "version=9.", "newest of CHANGELOG"),
        ("icon=resources/icons/", "icon=resources/none/", "icon is not there"),
        ("category=Vector", "category=Everything", "category"),
        ("tracker=https://", "tracker=ftp://", "tracker is not"),
        ("author=Weipian project", "author=", "author is missing"),
        ("experimental=True", "experimental=perhaps", "neither yes nor no"),
    ],
)
def test_wrong_metadata_is_told(package: ModuleType, copy: Path, there: str, instead: str, fault: str) -> None:
    text = (copy / "metadata.txt").read_text(encoding="utf-8")
    assert there in text
    (copy / "metadata.txt").write_text(text.replace(there, instead), encoding="utf-8")
    assert any(fault in told for told in package.metadata_faults(copy))


def test_only_what_users_need_is_packaged(package: ModuleType) -> None:
    kept = ["LICENSE", "__init__.py", "metadata.txt", "requirements.txt", "resources/icons/weipian.svg",
            "weipian_plugin/plugin.py"]
    left = [".ci/run", ".gitignore", "Makefile", "benchmarks/overlay.py", "docs/guide.md", "pyproject.toml",
            "resources/.hidden", "tests/data/a.zip", "tests/requirements.txt"]
    assert package.packaged_files(sorted(kept + left)) == kept


def test_links_caches_and_programs_are_refused(package: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text("")
    (tmp_path / "link.py").symlink_to("good.py")
    (tmp_path / "run.sh").write_text("")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "good.txt").write_text("")
    names = ["good.py", "link.py", "run.sh", "__pycache__/good.txt", "gone.py"]
    assert [fault.split(":")[0] for fault in package.file_faults(tmp_path, names)] == names[1:]


def test_the_same_files_make_the_same_zip(package: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "图斑.txt").write_text("图斑")
    (tmp_path / "__init__.py").write_text("")
    names = ["__init__.py", "图斑.txt"]
    package.write_zip(tmp_path, names, tmp_path / "a.zip")
    (tmp_path / "图斑.txt").touch()
    (tmp_path / "__init__.py").chmod(0o755)
    package.write_zip(tmp_path, names, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["weipian/__init__.py", "weipian/图斑.txt"]
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_a_zip_without_its_parts_is_told(package: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "metadata.txt").write_text("")
    package.write_zip(tmp_path, ["metadata.txt"], tmp_path / "a.zip")
    assert any("plugin.py is not in it" in fault for fault in package.content_faults(tmp_path / "a.zip"))
