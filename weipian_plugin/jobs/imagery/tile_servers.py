"""Servers of map tiles: asked once whether they answer, beside the window's thread, before any view waits for them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, Optional

from qgis.core import QgsNetworkAccessManager, QgsRasterLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from .tile_sources import PROVIDER, base_of, is_agreed, is_xyz

ASKING, ANSWERS, SILENT = "asking", "answers", "silent"
PATIENCE_MS = 6000
AGAIN_AFTER_S = 30.0
_REFUSED = (401, 403, 407)


@dataclass
class _Server:
    state: str = ASKING
    told: str = ""
    at: float = 0.0
    layer: Optional[QgsRasterLayer] = None


class TileServers(QObject):
    """What is known of the servers of tile sources; ``changed`` when one has answered, or has not in time."""

    changed = pyqtSignal()
    _opened = pyqtSignal(str, object)

    def __init__(self, parent: Optional[QObject] = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._servers: Dict[str, _Server] = {}
        self._replies: Dict[str, QNetworkReply] = {}
        self._clock = clock
        self._pool = QThreadPool(self)
        self._opened.connect(self._keep_layer, Qt.ConnectionType.QueuedConnection)

    def state_of(self, source: str) -> str:
        """ASKING, ANSWERS or SILENT; asks where that is not known, again where it was silent some time ago.

        A server nobody has agreed to is never asked: it is SILENT.
        """
        if not is_agreed(source):
            return SILENT
        known = self._servers.get(source)
        if known is None or (known.state == SILENT and self._clock() - known.at > AGAIN_AFTER_S):
            known = self._servers[source] = _Server()
            self._ask(source)
        return known.state

    def told(self, source: str) -> str:
        """Why it is SILENT, in the server's words."""
        known = self._servers.get(source)
        return known.told if known is not None else ""

    def layer(self, source: str, name: str) -> Optional[QgsRasterLayer]:
        """The layer of a server that answers."""
        known = self._servers.get(source)
        if known is None or known.state != ANSWERS:
            return None
        if known.layer is None:
            known.layer = QgsRasterLayer(source, name, PROVIDER)
            known.layer.setName(name)
        return known.layer

    def forget(self) -> None:
        """Nothing is asked any more; all are asked anew when they are wanted."""
        replies, self._replies = self._replies, {}
        for reply in replies.values():
            reply.abort()
            reply.deleteLater()
        self._servers.clear()

    def shut_down(self) -> None:
        """For unloading: nothing is asked, and what is being opened is waited for."""
        layers = [known.layer for known in self._servers.values() if known.layer is not None]
        self.forget()
        self._pool.clear()
        self._pool.waitForDone(PATIENCE_MS)
        for layer in layers:
            if not sip.isdeleted(layer):
                sip.delete(layer)

    def _ask(self, source: str) -> None:
        request = QNetworkRequest(QUrl(base_of(source)))
        network = QgsNetworkAccessManager.instance()
        reply = network.get(request) if network is not None else None
        if reply is None:
            self._servers[source].state = SILENT
            return
        self._replies[source] = reply
        asked = reply
        reply.finished.connect(lambda: self._answered(source, asked))
        patience = QTimer(reply)
        patience.setSingleShot(True)
        patience.timeout.connect(reply.abort)
        patience.start(PATIENCE_MS)

    def _answered(self, source: str, reply: Any) -> None:
        if source not in self._replies or self._replies[source] != reply:
            return
        del self._replies[source]
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        told = f"HTTP {status}" if status else reply.errorString()
        reply.deleteLater()
        if not status or int(status) in _REFUSED:
            self._settle(source, SILENT, told if status else "")
        elif is_xyz(source):
            self._settle(source, ANSWERS)
        else:
            self._pool.start(_Opening(self, source))

    def tell(self, source: str, layer: QgsRasterLayer) -> None:
        """From the thread that opened the layer."""
        self._opened.emit(source, layer)

    def _keep_layer(self, source: str, layer: QgsRasterLayer) -> None:
        if source not in self._servers:
            return
        if layer.isValid():
            self._servers[source].layer = layer
            self._settle(source, ANSWERS)
        else:
            self._settle(source, SILENT, layer.error().summary()[:200])

    def _settle(self, source: str, state: str, told: str = "") -> None:
        known = self._servers.setdefault(source, _Server())
        known.state, known.told, known.at = state, told, self._clock()
        self.changed.emit()


class _Opening(QRunnable):
    """A WMS names its layers before it can be opened, and QGIS waits for them: not in the window's thread."""

    def __init__(self, servers: TileServers, source: str) -> None:
        super().__init__()
        self._servers, self._source = servers, source

    def run(self) -> None:
        layer = QgsRasterLayer(self._source, "", PROVIDER)
        layer.moveToThread(self._servers.thread())
        self._servers.tell(self._source, layer)
