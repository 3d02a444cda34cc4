"""Inside QGIS: it quits, or the plugin is unloaded (WEIPIAN_END), while the worker is idle or busy (WEIPIAN_WORKER)."""

import os
import struct
import sys

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import qgis.utils
import window

PATCHES = 200_000
"""Far more than can be measured before QGIS quits."""


def square(number):
    """A square of 20 m somewhere in the scene (CGCS2000, 3 degrees, zone 37), as WKB."""
    x, y = 37_343_000.0 + number % 700 * 10, 2_383_000.0 + number // 700 * 10
    ring = [(x, y), (x + 20, y), (x + 20, y + 20), (x, y + 20), (x, y)]
    return struct.pack("<BIII", 1, 3, 1, 5) + b"".join(struct.pack("<2d", *point) for point in ring)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def script():
    window.plugin().docks["patches"].show()  # the bench is made when it is asked for, and owns the worker
    from weipian.weipian_plugin.jobs.measuring.worker import shared_worker
    from weipian.weipian_plugin.overlay.protocol import pack_blobs

    worker = shared_worker()
    worker.failed.connect(lambda error: sys.stderr.write(f"worker: {error}\n"))
    worker.start()
    yield lambda: bool(worker.versions)
    pid = worker.pid
    if os.environ["WEIPIAN_WORKER"] == "busy":
        heard = []
        worker.received.connect(lambda header, body: heard.append(header["kind"]))
        layer = {"role": "dltb", "source": os.environ["WEIPIAN_LAND_CLASSES"],
                 "class_field": "DLBM", "attributes": []}
        worker.send({"kind": "measure", "job": 1, "patches": PATCHES, "crs": "EPSG:4525", "layers": [layer]},
                    pack_blobs([square(number) for number in range(PATCHES)]))
        yield lambda: "progress" in heard
        assert "done" not in heard and "error" not in heard, heard
    assert is_alive(pid)
    if os.environ["WEIPIAN_END"] == "unload":
        assert qgis.utils.unloadPlugin("weipian")
        yield lambda: not is_alive(pid)


window.run(script)
