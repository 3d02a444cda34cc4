"""Wall maps of townships: what is on the paper, in what order, what is left out, and the same bytes again."""

from __future__ import annotations

import shutil
from datetime import datetime, timezone
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader
from qgis.core import QgsRectangle

from tests.qgis.judged_scene import judged_scene
from tests.qgis.printed_maps import templates_without_extents, watch_maps
from weipian_plugin.delivery.dossier.layouts import check_layout, layout_path
from weipian_plugin.delivery.wall_map import PAPERS, WALL_PAGES
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.marks import FOOTER, Mark
from weipian_plugin.jobs import own_templates
from weipian_plugin.jobs.demo import OPERATOR
from weipian_plugin.jobs.handing_in import wall_map as room
from weipian_plugin.jobs.handing_in.lists import by_township
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.state import state_of
from weipian_plugin.jobs.handing_in.wall_map import write_wall_maps
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.jobs.maps.frames import at_round_scale
from weipian_plugin.jobs.maps.outcomes import RANKS, symbol_of


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app) -> Path:
    return judged_scene(demo, tmp_path_factory.mktemp("wall") / "w.gpkg")


@pytest.fixture
def workspace(scene, tmp_path):
    shutil.copy(scene, tmp_path / "w.gpkg")
    with opened(tmp_path / "w.gpkg", OPERATOR) as found:
        yield found


@pytest.fixture(scope="module")
def maps(scene, tmp_path_factory):
    with opened(scene, OPERATOR, read_only=True) as workspace:
        yield write_wall_maps(workspace, everything(workspace), tmp_path_factory.mktemp("a3"), "a3")


def words(path: Path) -> list[str]:
    """The text of each page, without blanks; a PDF may tell letters by their radicals."""
    return ["".join(normalize("NFKC", page.extract_text()).split()) for page in PdfReader(path).pages]


def test_each_township_has_a_map_with_every_parcel_in_its_table(maps, workspace):
    assert [path.name.split(" ")[1] for path in maps.files] == ["示例镇", "未注明乡镇"]
    assert maps.parcels == 406
    text = "".join("".join(words(path)) for path in maps.files)
    assert all(row.dkbh in text for row in workspace.queue())


@pytest.mark.parametrize("own", [False, True], ids=["shipped templates", "a user's without extents"])
@pytest.mark.parametrize("paper", list(PAPERS))
def test_the_map_shows_something(workspace, tmp_path, monkeypatch, paper, own):
    if own:
        templates_without_extents(tmp_path / "templates", "wall_map", [paper])
        monkeypatch.setattr(own_templates, "user_folder", lambda: tmp_path)
    colours = watch_maps(monkeypatch)
    write_wall_maps(workspace, everything(workspace), tmp_path / "out", paper)
    assert colours["wp_wall"] > 20 and "nan" not in layout_path(paper, None, "wall_map").read_text("utf-8")


def test_title_legend_scale_and_footer_are_on_the_paper(maps):
    first, *others = words(maps.files[0])
    assert "示例镇卫片图斑挂图" in first and "比例尺1:39000" in first and "后时相2018-03-09" in first
    assert "违法用地:7个,128.62亩" in first and "未判定:377个" in first
    assert all(normalize("NFKC", FOOTER) in page for page in (first, *others)) and all("续" in page for page in others)


def test_legend_has_what_occurs_only(maps):
    assert "违法用地" not in words(maps.files[1])[0] and "未判定:1个" in words(maps.files[1])[0]


def test_violations_come_first_and_are_numbered_from_one(maps, workspace):
    signed = sorted(row.parcel.dkbh for row in workspace.table_rows()
                    if row.judgement is not None and row.judgement.answers["PDLX"] == "违法")
    text = words(maps.files[0])[0]
    places = [text.index(number) for number in signed]
    others = [text.index(row.dkbh) for row in workspace.queue() if row.dkbh in text and row.dkbh not in signed]
    assert places == sorted(places) and max(places) < min(others)


@pytest.mark.parametrize(("paper", "size"), [("a3", (420, 297)), ("a1", (841, 594))])
def test_paper_is_as_asked_for(workspace, tmp_path, paper, size):
    report = write_wall_maps(workspace, everything(workspace), tmp_path, paper, imagery=False)
    page = PdfReader(report.files[0]).pages[0]
    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == size
    assert "底图:无" in words(report.files[0])[0]


def test_an_unknown_paper_is_told(workspace, tmp_path):
    with pytest.raises(WeipianError) as caught:
        write_wall_maps(workspace, everything(workspace), tmp_path, "b5")
    assert caught.value.code == "PAPER_UNKNOWN"


def test_written_again_it_is_the_same_bytes(maps, workspace, tmp_path):
    again = write_wall_maps(workspace, everything(workspace), tmp_path, "a3")
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in maps.files]
    state = datetime.fromisoformat(state_of(workspace).moment).astimezone(timezone.utc)
    assert PdfReader(maps.files[0]).metadata["/CreationDate"] == state.strftime("D:%Y%m%d%H%M%SZ"), "not the clock's"


def test_a_draft_says_so_in_name_and_title(workspace, tmp_path):
    report = write_wall_maps(workspace, everything(workspace), tmp_path, "a3", imagery=False, mark=Mark("草稿"))
    assert all(path.name.startswith("【草稿】") for path in report.files)
    assert "【草稿】示例镇卫片图斑挂图" in words(report.files[0])[0]


def test_imagery_that_nobody_has_called_unclassified_is_not_shown(workspace, tmp_path):
    from dataclasses import replace

    for each in workspace.scenes():
        workspace.set_scene(replace(each, unclassified=False))
    report = write_wall_maps(workspace, everything(workspace), tmp_path, "a3")
    assert "底图:无可用影像" in words(report.files[0])[0]


def test_a_parcel_marked_classified_is_not_on_the_map(workspace, tmp_path, monkeypatch):
    from weipian_plugin.jobs.handing_in import list_material

    real, secret = list_material.is_classified, "450512WP1800129"
    monkeypatch.setattr(list_material, "is_classified",
                        lambda values: values.get("JCBH") == secret or real(values))
    report = write_wall_maps(workspace, everything(workspace), tmp_path, "a3", imagery=False)
    text = "".join("".join(words(path)) for path in report.files)
    assert report.parcels == 405 and secret not in text and "违法用地:6个" in text


def test_what_was_there_stays_where_writing_fails(workspace, tmp_path, monkeypatch):
    report = write_wall_maps(workspace, everything(workspace), tmp_path, "a3", imagery=False)
    before = report.files[0].read_bytes()

    def fails(_source, target, *_given):
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "bind", fails)
    with pytest.raises(WeipianError) as caught:
        write_wall_maps(workspace, everything(workspace), tmp_path, "a3", imagery=False)
    assert caught.value.code == "OUTPUT_NOT_WRITABLE"
    assert report.files[0].read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("~")]


def test_outcomes_differ_in_colour_pattern_and_mark(qgis_app):
    looks = []
    for rank in RANKS:
        symbol = symbol_of(rank, 2.0)
        ground, mark = symbol.symbolLayer(0), symbol.symbolLayer(1).subSymbol().symbolLayer(0)
        looks.append((symbol.color().name(), ground.brushStyle(), mark.shape()))
    for column in zip(*looks):
        assert len(set(column)) == len(RANKS)


def test_the_shipped_pages_have_what_they_need(qgis_app):
    for page in WALL_PAGES.values():
        assert not check_layout(layout_path(page.name, None, page.folder), page), page.name
    assert set(PAPERS) <= set(WALL_PAGES)


def test_a_map_is_at_a_round_scale_and_shows_all_of_the_ground():
    ground = QgsRectangle(0, 0, 6123, 7456)
    shown = at_round_scale(ground, (236, 256))
    scale = shown.width() / 236 * 1000
    assert shown.contains(ground) and round(scale) % 1000 == 0 and scale == pytest.approx(shown.height() / 256 * 1000)


def test_townships_without_a_name_come_last(workspace):
    from weipian_plugin.jobs.handing_in.list_material import list_material
    from weipian_plugin.jobs.handing_in.material import Material

    assert list(by_township(list_material(Material(workspace, everything(workspace))))) == ["示例镇", "未注明乡镇"]


def test_the_algorithm_writes_maps_and_lists(scene, tmp_path):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from weipian_plugin.algorithms.wall_maps import WallMaps

    algorithm = WallMaps()
    algorithm.initAlgorithm()
    given = {"WORKSPACE": str(scene), "FOLDER": str(tmp_path / "out"), "PAPER": 0, "IMAGERY": False, "LISTS": True}
    told, done = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback())
    assert done and told["PARCELS"] == 406
    files = [Path(line) for line in told["FILES"].splitlines()]
    assert sorted(path.suffix for path in files) == [".pdf", ".pdf", ".xlsx", ".xlsx"]
    assert all(path.is_file() for path in files)
