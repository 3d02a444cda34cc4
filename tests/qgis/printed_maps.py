"""What is seen within the maps of the pages that are printed, and templates whose maps were never shown."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import QgsLayoutExporter, QgsLayoutItemMap

from weipian_plugin.delivery.dossier.layouts import layout_path
from weipian_plugin.delivery.dossier.volume import VolumePdf

_DPI = 50


def watch_maps(monkeypatch) -> dict[str, int]:
    """By the id of a map that is printed: how many colours its inner half has, the least of all pages."""
    colours: dict[str, int] = {}
    add = VolumePdf.add

    def watched(pdf, layout, paint=None):
        image = None
        for item in layout.items():
            if isinstance(item, QgsLayoutItemMap) and item.isVisible():
                image = image or QgsLayoutExporter(layout).renderPageToImage(0, dpi=_DPI)
                count = len(_inner_colours(image, item.pagePos(), item.rect()))
                colours[item.id()] = min(count, colours.get(item.id(), count))
        return add(pdf, layout, paint)

    monkeypatch.setattr(VolumePdf, "add", watched)
    return colours


def _inner_colours(image, place, rect) -> set[int]:
    dots = _DPI / 25.4
    left, top = place.x() + rect.width() / 4, place.y() + rect.height() / 4
    return {image.pixel(x, y) for x in range(round(left * dots), round((left + rect.width() / 2) * dots))
            for y in range(round(top * dots), round((top + rect.height() / 2) * dots))}


def templates_without_extents(own: Path, folder: str, names) -> None:
    """A user's templates as QGIS writes them where a map was never shown: its extent is no number."""
    (own / folder).mkdir(parents=True)
    for name in names:
        text = layout_path(name, None, folder).read_text("utf-8")
        text, count = re.subn(r"<Extent [^>]*/>", '<Extent xmin="0" ymin="nan" xmax="0" ymax="nan"/>', text)
        assert count
        (own / folder / f"{name}.qpt").write_text(text, "utf-8")
