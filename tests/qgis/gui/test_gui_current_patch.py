"""The patch on the table stands out among its neighbours on the map."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from qgis.gui import QgsMapCanvas

from weipian_plugin.gui.imagery.map_marks import PatchOutline

STYLE = Path(__file__).resolve().parents[3] / "resources" / "styles" / "parcels.qml"
PIXELS_PER_MM = 96 / 25.4


def widths(symbol: str) -> list[float]:
    """Pixels of the lines with which the layer draws parcels of a category: casing and line."""
    tree = ElementTree.parse(STYLE)
    lines = tree.findall(f".//symbol[@name='{symbol}']/layer[@class='SimpleLine']")
    return [float(line.find("prop[@k='line_width']").get("v")) * PIXELS_PER_MM for line in lines]


def test_the_current_patch_is_drawn_twice_as_thick_as_the_neighbours_still_to_be_judged(qgis_app):
    canvas = QgsMapCanvas()
    outline = PatchOutline(canvas)
    casing, line = widths("0")
    assert outline._bands[1].width() >= 2 * line
    assert outline._bands[0].width() > 1.5 * casing
