"""Addresses of map tiles (XYZ, WMS, WMTS): from what a person writes to a source of QGIS, and who has agreed to them.

A request for a tile tells its server which place is being looked at. So nothing is asked of a host before a person at
this machine has agreed to it, once; the consent is kept in that person's QGIS settings, not in the workspace, which
goes to other people.
"""

from __future__ import annotations

import os
import re
from typing import List, Tuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from qgis.core import QgsSettings

from ...domain.errors import WeipianError
from ...domain.exchange.connections import without_key

PROVIDER = "wms"
AGREED = "weipian/tile_hosts"
AGREED_AT_ROLL_OUT = "WEIPIAN_TILE_HOSTS"
_PLACES = ("{x}", "{z}")
_WMTS_NAMES = {"tilematrix": "{z}", "tilerow": "{y}", "tilecol": "{x}"}
_DEEPEST = 18


def tile_source(text: str, crs: str = "EPSG:3857") -> str:
    """QGIS's source for an address as it was written or pasted.

    An XYZ template with {x}, {y} (or {-y}), {z}; a WMTS request with them in TILEMATRIX, TILEROW, TILECOL; a WMS
    request with its LAYERS (pictures are asked for in ``crs``); a source of QGIS itself. Raises TILE_ADDRESS.
    """
    written = text.strip()
    if not urlsplit(written).scheme.lower().startswith("http"):
        if re.search(r"(^|&)url=https?(:|%3A)", written, re.IGNORECASE):
            return written
        raise WeipianError("TILE_ADDRESS", address=without_key(written) or "-")
    template = _with_places(written)
    if all(place in template for place in _PLACES) and ("{y}" in template or "{-y}" in template):
        return f"type=xyz&url={quote(template, safe=':/{}-_.,')}&zmin=0&zmax={_DEEPEST}"
    given = {name.lower(): value for name, value in parse_qsl(urlsplit(written).query, keep_blank_values=True)}
    if given.get("layers"):
        return _wms_source(written, given, crs)
    raise WeipianError("TILE_ADDRESS", address=without_key(written))


def host_of(source: str) -> str:
    """The server that a source asks, without its port; empty where none is named."""
    found = re.search(r"(?:^|&)url=([^&]+)", source)
    return (urlsplit(unquote(found[1]) if found else source).hostname or "").lower()


def base_of(source: str) -> str:
    """What is asked of the server to see whether it answers: no tile of any place but the whole earth's."""
    found = re.search(r"(?:^|&)url=([^&]+)", source)
    address = unquote(found[1]) if found else source
    for place, value in (("{x}", "0"), ("{y}", "0"), ("{-y}", "0"), ("{z}", "0"), ("{q}", "0")):
        address = address.replace(place, value)
    return address


def is_xyz(source: str) -> bool:
    """True where no list of layers has to be asked for before the first tile."""
    return "type=xyz" in source


def is_agreed(source: str) -> bool:
    """Has a person at this machine agreed that this source's host is asked for tiles?"""
    host = host_of(source)
    return bool(host) and host in (*_kept(), *_at_roll_out())


def agree(source: str) -> None:
    """A person knows that the requests reveal the places looked at, and agrees for this host."""
    host = host_of(source)
    if host and host not in _kept():
        QgsSettings().setValue(AGREED, sorted((*_kept(), host)))


def withdraw(source: str) -> None:
    """Nothing is asked of this host any more."""
    QgsSettings().setValue(AGREED, [host for host in _kept() if host != host_of(source)])


def _kept() -> List[str]:
    value = QgsSettings().value(AGREED, [])
    if isinstance(value, str):
        return [value] if value else []
    return [str(host) for host in value or []]


def _at_roll_out() -> Tuple[str, ...]:
    return tuple(host.strip().lower() for host in os.environ.get(AGREED_AT_ROLL_OUT, "").split(",") if host.strip())


def _with_places(address: str) -> str:
    """A WMTS request may name the places of z, y and x as its own example does: {TileMatrix}, {TileRow}, {TileCol}."""
    for name, place in _WMTS_NAMES.items():
        address = re.sub(rf"\{{{name}\}}", place, address, flags=re.IGNORECASE)
    return re.sub(r"\$\{([xyz])\}", r"{\1}", re.sub(r"%7B(-?[xyz])%7D", r"{\1}", address, flags=re.IGNORECASE))


def _wms_source(address: str, given: dict[str, str], crs: str) -> str:
    parts = urlsplit(address)
    own = "&".join(f"{name}={value}" for name, value in parse_qsl(parts.query)
                   if name.lower() not in _OF_WMS)
    base = f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{own}" if own else "")
    layers = given["layers"].split(",")
    styles = (given.get("styles") or "").split(",") if given.get("styles") else [""] * len(layers)
    asked = "".join(f"&layers={quote(layer)}&styles={quote(style)}" for layer, style in zip(layers, styles))
    wanted = given.get("crs") or given.get("srs") or crs
    return f"crs={wanted}&format={given.get('format') or 'image/png'}{asked}&url={quote(base, safe=':/')}"


_OF_WMS = {"service", "version", "request", "layers", "styles", "format", "crs", "srs", "bbox", "width", "height",
           "transparent", "bgcolor", "exceptions"}
