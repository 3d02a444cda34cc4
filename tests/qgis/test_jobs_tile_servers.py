"""Addresses of map tiles: what a person may write, and servers that answer, refuse, or stay silent."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize
from qgis.PyQt.QtGui import QColor, QImage

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.exchange.connections import without_key
from weipian_plugin.domain.records import TILES, Scene
from weipian_plugin.jobs.imagery import tile_servers
from weipian_plugin.jobs.imagery.scene_shelf import SceneShelf
from weipian_plugin.jobs.imagery.scenes import PictureState, picture_on
from weipian_plugin.jobs.imagery.stretch import PLAIN
from weipian_plugin.jobs.imagery.tile_sources import AGREED_AT_ROLL_OUT, agree, base_of, host_of, tile_source, withdraw

MERCATOR = QgsCoordinateReferenceSystem("EPSG:3857")
PATCH = QgsRectangle(12_170_000, 2_440_000, 12_170_300, 2_440_300)
CAPABILITIES = """<?xml version="1.0"?><WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
 xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Name>WMS</Name><Title>t</Title></Service><Capability><Request>
 <GetCapabilities><Format>text/xml</Format><DCPType><HTTP><Get><OnlineResource xlink:href="{url}"/></Get></HTTP>
 </DCPType></GetCapabilities><GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="{url}"/>
 </Get></HTTP></DCPType></GetMap></Request><Layer><Title>r</Title><CRS>EPSG:3857</CRS><Layer><Name>img</Name>
 <Title>img</Title><CRS>EPSG:3857</CRS><BoundingBox CRS="EPSG:3857" minx="-2e7" miny="-2e7" maxx="2e7" maxy="2e7"/>
 </Layer></Layer></Capability></WMS_Capabilities>"""


def png() -> bytes:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(11, 22, 33))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(held)


@pytest.fixture
def server(qgis_app, monkeypatch):
    """A small server of tiles on this machine; ``status`` is what it answers, ``wait`` how long that takes it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            here.asked.append(self.path)
            time.sleep(here.wait)
            text = "GetCapabilities" in self.path
            body = CAPABILITIES.format(url=f"{here.url}/wms?").encode() if text else here.tile
            with suppress(OSError):  # nobody waits for the answer any more
                self.send_response(here.status)
                self.send_header("Content-Type", "text/xml" if text else "image/png")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_arguments):
            """Quiet."""

    here = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.asked, here.status, here.wait, here.tile = [], 200, 0.0, png()
    here.url = f"http://127.0.0.1:{here.server_address[1]}"
    threading.Thread(target=here.serve_forever, daemon=True).start()
    monkeypatch.setenv(AGREED_AT_ROLL_OUT, "127.0.0.1")
    yield here
    here.shutdown()
    here.server_close()


@pytest.fixture
def shelf(qgis_app):
    shelf = SceneShelf()
    yield shelf
    shelf.clear()


def settled(shelf, source):
    return shelf.settled(picture_on({}, "", [Scene(source, "", "t", True, TILES)]), MERCATOR, PATCH)


def rendered(layers) -> tuple[int, int, int]:
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(MERCATOR)
    settings.setExtent(PATCH)
    settings.setOutputSize(QSize(64, 64))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    colour = job.renderedImage().pixelColor(32, 32)
    return colour.red(), colour.green(), colour.blue()


def test_tiles_of_a_server_that_answers_are_shown_after_it_was_asked(shelf, server, qtbot):
    source = tile_source(server.url + "/{z}/{x}/{y}.png")
    with qtbot.waitSignal(shelf.changed, timeout=10_000):
        assert settled(shelf, source).state is PictureState.WAITING
    picture = settled(shelf, source)
    assert picture.state is PictureState.READY and server.asked == ["/0/0/0.png"]
    assert rendered(shelf.layers_of(picture, MERCATOR)) == (11, 22, 33)


def test_a_wms_is_opened_beside_the_windows_thread(shelf, server, qtbot):
    source = tile_source(f"{server.url}/wms?SERVICE=WMS&REQUEST=GetMap&LAYERS=img&STYLES=&FORMAT=image/png")
    assert settled(shelf, source).state is PictureState.WAITING
    qtbot.waitUntil(lambda: settled(shelf, source).state is PictureState.READY, timeout=20_000)
    asked = len(server.asked)
    layers = shelf.layers_of(settled(shelf, source), MERCATOR, PLAIN.by_hand(30, 0))
    assert len(server.asked) == asked  # its list of layers is not waited for again
    assert rendered(layers) == (11, 22, 33)


def test_brightness_by_hand_is_for_tiles_too(shelf, server, qtbot):
    source = tile_source(server.url + "/{z}/{x}/{y}.png")
    with qtbot.waitSignal(shelf.changed, timeout=10_000):
        settled(shelf, source)
    picture = settled(shelf, source)
    assert rendered(shelf.layers_of(picture, MERCATOR, PLAIN.by_hand(100, 0))) == (111, 122, 133)
    assert rendered(shelf.layers_of(picture, MERCATOR)) == (11, 22, 33)


def test_a_server_that_refuses_is_told_with_what_it_said(shelf, server, qtbot):
    server.status = 403
    source = tile_source(server.url + "/{z}/{x}/{y}.png?tk=1")
    with qtbot.waitSignal(shelf.changed, timeout=10_000):
        settled(shelf, source)
    picture = settled(shelf, source)
    assert picture.state is PictureState.OFFLINE and shelf.told(picture) == "HTTP 403"
    assert shelf.layers_of(picture, MERCATOR) == []


def test_a_server_without_a_tile_of_the_whole_earth_answers_all_the_same(shelf, server, qtbot):
    server.status = 404
    source = tile_source(server.url + "/{z}/{x}/{y}.png")
    with qtbot.waitSignal(shelf.changed, timeout=10_000):
        settled(shelf, source)
    assert settled(shelf, source).state is PictureState.READY


def test_nobody_waits_for_a_server_that_is_not_there(shelf, server, qtbot):
    port = server.server_address[1]
    server.shutdown()
    server.server_close()
    source = tile_source(f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png")
    with qtbot.waitSignal(shelf.changed, timeout=10_000):
        assert settled(shelf, source).state is PictureState.WAITING
    assert settled(shelf, source).state is PictureState.OFFLINE


def test_a_server_that_stays_silent_is_given_up(shelf, server, qtbot, monkeypatch):
    monkeypatch.setattr(tile_servers, "PATIENCE_MS", 200)
    server.wait = 3.0
    source = tile_source(server.url + "/{z}/{x}/{y}.png")
    with qtbot.waitSignal(shelf.changed, timeout=2_500):
        settled(shelf, source)
    assert settled(shelf, source).state is PictureState.OFFLINE and shelf.told(settled(shelf, source)) == ""


def test_a_silent_server_is_asked_again_after_a_while(server, qtbot, qgis_app):
    now = [0.0]
    servers = tile_servers.TileServers(clock=lambda: now[0])
    server.status = 403
    source = tile_source(server.url + "/{z}/{x}/{y}.png")
    with qtbot.waitSignal(servers.changed, timeout=10_000):
        servers.state_of(source)
    server.status, now[0] = 200, 10.0
    assert servers.state_of(source) == tile_servers.SILENT
    now[0] = 31.0
    with qtbot.waitSignal(servers.changed, timeout=10_000):
        assert servers.state_of(source) == tile_servers.ASKING
    assert servers.state_of(source) == tile_servers.ANSWERS
    servers.forget()


def test_after_consent_is_withdrawn_nothing_is_asked(shelf, server, monkeypatch):
    monkeypatch.delenv(AGREED_AT_ROLL_OUT)
    agree(server.url)
    withdraw(server.url)
    assert tile_servers.TileServers().state_of(tile_source(server.url + "/{z}/{x}/{y}.png")) == tile_servers.SILENT
    assert shelf.settled(picture_on({}, "", [Scene(tile_source(server.url + "/{z}/{x}/{y}.png"), "", "", True, TILES)]),
                         MERCATOR, PATCH).state is PictureState.PRIVACY
    assert server.asked == []


@pytest.mark.parametrize(("text", "asked"), [
    ("https://a.example/{z}/{x}/{y}.png", "https://a.example/0/0/0.png"),
    ("https://a.example/{z}/{x}/{-y}.png", "https://a.example/0/0/0.png"),
    ("https://a.example/${z}/%7Bx%7D/{y}?tk=1&v=2", "https://a.example/0/0/0?tk=1&v=2"),
    ("https://t0.a.example/img_w/wmts?LAYER=img&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}",
     "https://t0.a.example/img_w/wmts?LAYER=img&TILEMATRIX=0&TILEROW=0&TILECOL=0"),
    ("type=xyz&url=https://a.example/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmax=18", "https://a.example/0/0/0.png"),
    ("https://a.example/wms?map=x&SERVICE=WMS&LAYERS=img,road&BBOX=1,2,3,4", "https://a.example/wms?map=x"),
])
def test_addresses_are_understood_as_they_are_pasted(text, asked):
    source = tile_source(text)
    assert base_of(source) == asked and host_of(source).endswith("a.example")


@pytest.mark.parametrize("text", ["", "a.example", "ftp://a.example/{x}{y}{z}", "https://a.example/wmts", "C:/a.tif"])
def test_what_is_no_address_is_said(text):
    with pytest.raises(WeipianError) as error:
        tile_source(text)
    assert error.value.code == "TILE_ADDRESS" and "{x}" in error.value.sentence("zh")


def test_keys_are_not_shown():
    assert without_key(tile_source("https://a.example/{z}/{x}/{y}?tk=SECRET&v=2")).count("SECRET") == 0
    assert "v%3D2" in without_key(tile_source("https://a.example/{z}/{x}/{y}?tk=SECRET&v=2"))
    assert without_key("https://a.example/x?token=SECRET") == "https://a.example/x?token=***"
