"""Make resources/templates/wall_map/*.qpt: the wall map of a township on A3 and A1. Run it when a page changes."""

from __future__ import annotations

from build_dossier_layouts import CENTRE, GREY, Page
from qgis.core import QgsApplication

from weipian_plugin.delivery.dossier.layouts import BODY, LEGEND
from weipian_plugin.delivery.wall_map import FOLDER, MAP, WALL_PAGES
from weipian_plugin.paths import TEMPLATES

SIZES = {"a3": (420.0, 297.0), "a1": (841.0, 594.0)}
SIDE = {"a3": 157.0, "a1": 240.0}
KEY = {"a3": 33.0, "a1": 45.0}
POINTS = {"a3": (6.0, 8.0), "a1": (7.0, 11.0)}
MARGIN, TOP, FOOT, GAP = 12.0, 19.0, 14.0, 4.0


def main() -> None:
    """Write all pages."""
    application = QgsApplication([], False)
    application.initQgis()
    (TEMPLATES / FOLDER).mkdir(parents=True, exist_ok=True)
    for paper, (wide, high) in SIZES.items():
        body, key = POINTS[paper]
        page = Page(paper, (wide, high), WALL_PAGES)
        side = wide - MARGIN - SIDE[paper]
        page.map(MARGIN, TOP, side - GAP - MARGIN, high - TOP - FOOT - 8, MAP, grid=True)
        page.label(MARGIN, high - FOOT - 6.5, side - GAP - MARGIN, 5, "[% @wp_caption %]　比例尺 [% @wp_scale %]", key,
                   colour=GREY, align=CENTRE)
        page.label(side, TOP - 1, SIDE[paper], 6, "图例", 10, bold=True)
        page.place(side, TOP + 5.5, SIDE[paper], KEY[paper], LEGEND, key)
        top = TOP + 5.5 + KEY[paper] + GAP
        page.label(side, top, SIDE[paper], 6, "图斑一览表", 10, bold=True)
        page.place(side, top + 6.5, SIDE[paper], high - FOOT - top - 7.5, BODY, body)
        page.save()
        more = Page(f"{paper}_more", (wide, high), WALL_PAGES)
        more.label(MARGIN, TOP - 1, wide - 2 * MARGIN, 6, "图斑一览表（续）", 10, bold=True)
        more.place(MARGIN, TOP + 6, wide - 2 * MARGIN, high - TOP - FOOT - 7, BODY, body)
        more.save()
    del application


if __name__ == "__main__":
    main()
