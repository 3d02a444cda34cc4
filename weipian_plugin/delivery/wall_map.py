"""The pages of a wall map (挂图), QGIS print layouts a user may replace: the map, and where its table goes on."""

from __future__ import annotations

from typing import Dict, Tuple

from .dossier.layouts import BODY, LEGEND, PageKind

FOLDER = "wall_map"
MAP = "wp_wall"
PAPERS: Dict[str, str] = {"a3": "A3", "a1": "A1"}
"""Sizes of paper there are templates for, as they are read."""
WALL_PAGES: Dict[str, PageKind] = {page.name: page for paper, name in PAPERS.items() for page in (
    PageKind(paper, f"挂图（{name}）", (MAP,), (BODY, LEGEND), FOLDER),
    PageKind(f"{paper}_more", f"挂图图斑表（{name}，续）", (), (BODY,), FOLDER))}


def pages_of(paper: str) -> Tuple[str, str]:
    """The names of the two pages of a size."""
    return paper, f"{paper}_more"
