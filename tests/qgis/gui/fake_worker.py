#!/usr/bin/python3
"""Speaks the worker's protocol and computes nothing: for what the window shows while a layer is prepared.

A source with ``slow`` in its file's name is prepared until somebody cancels; with ``gone`` it cannot be read; one with
``waits`` is never answered. What was prepared is remembered as a file in the folder of prepared layers, with the
source's time in it.
"""

import hashlib
import os
import queue
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from osgeo import ogr, osr

from weipian_plugin.overlay.protocol import FrameReader, encode

ogr.UseExceptions()
CANCELLED = set()


def send(**header):
    sys.stdout.buffer.write(encode(header))
    sys.stdout.buffer.flush()


def requests():
    """Frames as they come, read by a thread so that a cancel is seen at once."""
    found = queue.Queue()

    def read():
        reader = FrameReader()
        while True:
            data = os.read(0, 65536)
            if not data:
                os._exit(0)
            for header, _ in reader.feed(data):
                if header["kind"] == "cancel":
                    CANCELLED.add(header["job"])
                else:
                    found.put(header)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield found.get()


def file_name(layer):
    return Path(layer["source"].partition("|")[0]).name


def marker(folder, layer):
    name = hashlib.sha256(f"{layer['role']} {layer['source']}".encode()).hexdigest()[:24]
    return Path(folder) / f"{name}.fake" / "stamp"


def source_time(layer):
    path = Path(layer["source"].partition("|")[0])
    return str(path.stat().st_mtime_ns) if path.exists() else "0"


def prepare(header):
    layer, job = header["layer"], header["job"]
    slow = "slow" in file_name(layer)
    for done in range(10_000 if slow else 5):
        if job in CANCELLED:
            send(kind="cancelled", job=job)
            return
        send(kind="progress", job=job, done=min(done * 10, 90), total=100, text="reading" if done < 3 else "borders")
        time.sleep(0.02)
    stamp = marker(header["prepared"], layer)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(source_time(layer))
    if header["report"]:
        write_report(header["report"])
    send(kind="prepared", job=job, features=4321, seconds=1.25, report=header["report"], source_changed=False,
         findings=[{"kind": "REPORT_OVERLAP", "count": 2, "area_m2": 35.5},
                   {"kind": "REPORT_GAP", "count": 1, "area_m2": 12.25}])


def write_report(path):
    """As `overlay.report` does: two overlaps and a gap in the bundled scene."""
    Path(path).unlink(missing_ok=True)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4525)
    file = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = file.CreateLayer("图层检查", crs, ogr.wkbMultiPolygon)
    table = file.CreateLayer("图层检查汇总", None, ogr.wkbNone)
    for name in ("问题", "要素号", "另一要素号", "标识码", "地类编码", "值", "代码"):
        layer.CreateField(ogr.FieldDefn(name))
    layer.CreateField(ogr.FieldDefn("面积_平方米", ogr.OFTReal))
    for name, kind in (("问题", ogr.OFTString), ("个数", ogr.OFTInteger64), ("面积_平方米", ogr.OFTReal),
                       ("代码", ogr.OFTString)):
        table.CreateField(ogr.FieldDefn(name, kind))
    for name, code, area, x in (("重叠", "REPORT_OVERLAP", 30.0, 0), ("重叠", "REPORT_OVERLAP", 5.5, 900),
                                ("缝隙", "REPORT_GAP", 12.25, 1800)):
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in (("问题", name), ("要素号", "12"), ("面积_平方米", area), ("代码", code)):
            feature[field] = value
        x, y = 37_410_000 + x, 2_385_000
        feature.SetGeometry(ogr.CreateGeometryFromWkt(
            f"MULTIPOLYGON((({x} {y},{x + 60} {y},{x + 60} {y + 60},{x} {y})))"))
        layer.CreateFeature(feature)
    for name, code, count, area in (("重叠", "REPORT_OVERLAP", 2, 35.5), ("缝隙", "REPORT_GAP", 1, 12.25)):
        feature = ogr.Feature(table.GetLayerDefn())
        for field, value in (("问题", name), ("个数", count), ("面积_平方米", area), ("代码", code)):
            feature[field] = value
        table.CreateFeature(feature)


def inspect(header):
    found = []
    if any("waits" in file_name(layer) for layer in header["layers"]):
        return
    for layer in header["layers"]:
        if "gone" in file_name(layer):
            found.append({"source": layer["source"], "code": "SOURCE_MISSING", "values": {"file": layer["source"]}})
            continue
        stamp = marker(header["prepared"], layer)
        state = "none"
        if stamp.exists():
            state = "current" if stamp.read_text() == source_time(layer) else "outdated"
        found.append({"source": layer["source"], "layer": "x", "fields": ["BSM", "DLBM"], "crs": "EPSG:4525",
                      "features": 4321, "driver": "GPKG", "class_field": "DLBM", "prepared": state,
                      "prepared_at": "" if state == "none" else "2023-10-12T08:00:00+00:00"})
    send(kind="inspected", job=header["job"], layers=found)


def main():
    send(kind="ready", protocol=1, versions={"shapely": "2", "numpy": "1", "pyproj": "3", "pyogrio": "0"})
    for header in requests():
        {"prepare": prepare, "inspect": inspect}[header["kind"]](header)


main()
