# SPDX-License-Identifier: GPL-2.0-or-later
"""A download over what one would use instead: QGIS's "Save As", GDAL's WMS driver, Esri's client, a plain loop.

    python benchmarks/against_peers.py [runs] [data folder]

The same service and extent, a server that holds every answer for 200 ms. Each runs in a process of its own and times
itself without its start-up; afterwards its raster is compared with the source, since a fast wrong answer is no peer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from library import DATA, ROOT
from osgeo import gdal
from results import Section, median, spread

from sandbox.process import start

gdal.UseExceptions()
SERVICE = "elevation/dem"
COLUMNS, ROWS = 11_264, 9_216
LATENCY_MS = 200
WANTED = 5
ESRI = ROOT / "build" / "arcgis-venv" / "bin" / "python"

OURS = """
import sys, time
sys.path.insert(0, {benchmarks!r})
from library import library
core = library()
import imageservices.connect, imageservices.download, imageservices.decode.tiff
from osgeo import gdal
gdal.UseExceptions()
started = time.perf_counter()
core.open_service({url!r}).download({output!r}, extent={extent!r}, **{options!r})
print(time.perf_counter() - started)
"""

LOOP = """
import sys, time
import numpy as np, requests
from osgeo import gdal
gdal.UseExceptions()
xmin, ymin, xmax, ymax = {extent!r}
cell, tile = {cell!r}, 1024
started = time.perf_counter()
out = gdal.GetDriverByName("GTiff").Create({output!r}, {columns}, {rows}, 1, gdal.GDT_Float32, ["TILED=YES"])
out.SetGeoTransform((xmin, cell, 0, ymax, 0, -cell))
with requests.Session() as session:
    session.trust_env = False
    for top in range(0, {rows}, tile):
        for left in range(0, {columns}, tile):
            box = (xmin + left * cell, ymax - (top + tile) * cell, xmin + (left + tile) * cell, ymax - top * cell)
            answer = session.get({url!r} + "/exportImage", params={{
                "f": "image", "format": "tiff", "bbox": ",".join(map(repr, box)), "size": f"{{tile}},{{tile}}",
                "pixelType": "F32", "interpolation": "RSP_NearestNeighbor", "adjustAspectRatio": "false",
                "renderingRule": '{{"rasterFunction": "None"}}'}})
            gdal.FileFromMemBuffer("/vsimem/tile.tif", answer.content)
            out.GetRasterBand(1).WriteArray(gdal.Open("/vsimem/tile.tif").ReadAsArray(), left, top)
out = None
print(time.perf_counter() - started)
"""

QGIS = """
import time
from qgis.core import *
from qgis.PyQt.QtCore import QCoreApplication
app = QgsApplication([], False)
app.initQgis()
started = time.perf_counter()
uri = QgsDataSourceUri()
uri.setParam("url", {url!r})
uri.setParam("format", "TIFF")
layer = QgsRasterLayer(uri.uri(False), "live", "arcgismapserver")
assert layer.isValid()
pipe = QgsRasterPipe()
pipe.set(layer.dataProvider().clone())
writer = QgsRasterFileWriter({output!r})
writer.setOutputFormat("GTiff")
error = writer.writeRaster(pipe, {columns}, {rows}, QgsRectangle(*{extent!r}), layer.crs(),
                           QgsCoordinateTransformContext())
assert error == 0, error
print(time.perf_counter() - started)
"""

GDAL_WMS = """
import time
from osgeo import gdal
gdal.UseExceptions()
xmin, ymin, xmax, ymax = {extent!r}
rule = "%7B%22rasterFunction%22%3A%22None%22%7D"
query = f"interpolation=RSP_NearestNeighbor&amp;adjustAspectRatio=false&amp;renderingRule={{rule}}"
started = time.perf_counter()
source = gdal.Open(f'''<GDAL_WMS><Service name="AGS"><ServerUrl>{url}/exportImage?{{query}}</ServerUrl>
<BBoxOrder>xyXY</BBoxOrder><SRS>EPSG:3857</SRS><ImageFormat>tiff</ImageFormat><Transparent>False</Transparent></Service>
<DataWindow><UpperLeftX>{{xmin!r}}</UpperLeftX><UpperLeftY>{{ymax!r}}</UpperLeftY><LowerRightX>{{xmax!r}}</LowerRightX>
<LowerRightY>{{ymin!r}}</LowerRightY><SizeX>{columns}</SizeX><SizeY>{rows}</SizeY></DataWindow><BandsCount>1</BandsCount>
<DataType>Float32</DataType><BlockSizeX>1024</BlockSizeX><BlockSizeY>1024</BlockSizeY>
<MaxConnections>{connections}</MaxConnections></GDAL_WMS>''')
gdal.Translate({output!r}, source, creationOptions=["TILED=YES"])
print(time.perf_counter() - started)
"""

ESRIS = """
import os, sys, time, warnings
warnings.simplefilter("ignore")
from arcgis.gis._impl._con import Connection
from arcgis.raster import ImageryLayer
xmin, ymin, xmax, ymax = {extent!r}
cell, tile = {cell!r}, {tile}
layer = ImageryLayer({url!r}, gis=Connection(baseurl={services!r}, product="SERVER", all_ssl=False))
started = time.perf_counter()
for top in range(0, {rows}, tile):
    for left in range(0, {columns}, tile):
        columns, rows = min(tile, {columns} - left), min(tile, {rows} - top)
        layer.export_image(
            bbox=[xmin + left * cell, ymax - (top + rows) * cell, xmin + (left + columns) * cell, ymax - top * cell],
            size=[columns, rows], f="image", export_format="tiff", pixel_type="F32", adjust_aspect_ratio=False,
            save_folder={folder!r}, save_file=f"esri-{{top}}-{{left}}.tif", rendering_rule={{"rasterFunction": "None"}})
print(time.perf_counter() - started)
"""

PEERS = {
    "this library": (OURS.replace("{options!r}", "{{}}"), sys.executable, "identical to the source"),
    "the same, tiles of 2048, up to 16 requests at once": (
        OURS.replace("{options!r}", '{{"tile_columns": 2048, "tile_rows": 2048, "max_concurrency": 16}}'),
        sys.executable,
        "identical to the source",
    ),
    "one request after another (requests, GDAL)": (LOOP, sys.executable, "NoData lost"),
    "QGIS, Save As from its ArcGIS provider": (QGIS, "/usr/bin/python3", "a picture of the default rendering"),
    "gdal_translate, WMS driver": (GDAL_WMS.replace("{connections}", "2"), "/usr/bin/python3", "NoData lost"),
    "gdal_translate told to use 8 connections": (
        GDAL_WMS.replace("{connections}", "8"),
        "/usr/bin/python3",
        "NoData lost",
    ),
    "Esri's arcgis, export_image in a loop": (
        ESRIS.replace("{tile}", "1024"),
        str(ESRI),
        "99 files, no mosaic; NoData lost",
    ),
    "Esri's arcgis, the same with blocks of 2048": (
        ESRIS.replace("{tile}", "2048"),
        str(ESRI),
        "30 files, no mosaic; NoData lost",
    ),
}


def run(code: str, python: str, **values: object) -> float:
    """Run a peer and return the seconds that it measured."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        [python, "-W", "ignore", "-c", code.format(**values)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if result.returncode:
        raise SystemExit(f"{python}: {result.stderr[-800:]}")
    return float(json.loads(result.stdout.strip().splitlines()[-1]))


def difference(output: Path, source: Path) -> str:
    """Compare a raster with the source: how many cells are other than they should be."""
    if not output.exists():
        return "no one raster"
    ours, theirs = gdal.Open(str(output)), gdal.Open(str(source))
    band, truth = ours.GetRasterBand(1), theirs.GetRasterBand(1)
    if ours.RasterCount != 1 or band.DataType != gdal.GDT_Float32:
        return f"{ours.RasterCount} bands {gdal.GetDataTypeName(band.DataType)}"
    valid = band.GetMaskBand().ReadAsArray() > 0
    there = truth.GetMaskBand().ReadAsArray(0, 0, COLUMNS, ROWS) > 0
    same = (valid == there) & (~there | (band.ReadAsArray() == truth.ReadAsArray(0, 0, COLUMNS, ROWS)))
    return f"{int(np.count_nonzero(~same)):,} wrong"


def main() -> None:
    """Measure and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    data = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    source = data / f"{SERVICE}.tif"
    left, cell, _, top, _, _ = gdal.Open(str(source)).GetGeoTransform()
    extent = (left, top - ROWS * cell, left + COLUMNS * cell, top)
    section = Section(
        "Against what one would use instead",
        f"{COLUMNS:,} x {ROWS:,} cells Float32 from a server that holds every answer for {LATENCY_MS} ms; medians of "
        f"{runs} interleaved runs (least-greatest).",
        ("", "seconds", "over ours", "cells", "remark"),
    )
    peers = {name: peer for name, peer in PEERS.items() if Path(peer[1]).exists()}
    with start(data, "--cache-mb", "1500") as sandbox, tempfile.TemporaryDirectory() as name:
        times: dict[str, list[float]] = {peer: [] for peer in peers}
        sandbox.control.faults({"kind": "latency", "ms": LATENCY_MS})
        for turn in range(runs + 1):  # the first fills the sandbox's memory
            for number, (peer, (code, python, _)) in enumerate(peers.items()):
                output = Path(name) / f"{number}.tif"
                output.unlink(missing_ok=True)
                values = {"url": sandbox.service_url(SERVICE), "output": str(output), "extent": extent, "cell": cell}
                places = {"benchmarks": str(ROOT / "benchmarks"), "folder": name, "services": sandbox.services}
                seconds = run(code, python, columns=COLUMNS, rows=ROWS, **values, **places)
                if turn:
                    times[peer].append(seconds)
        ours = median(times["this library"])
        for number, (peer, (_, _, remark)) in enumerate(peers.items()):
            cells = difference(Path(name) / f"{number}.tif", source)
            section.row(peer, spread(times[peer]), f"{median(times[peer]) / ours:.1f}", cells, remark)
    others = [peer for peer in peers if peers[peer][2] != "identical to the source"]
    least = min(median(times[peer]) for peer in others) / ours
    section.verdict(f"The nearest takes {least:.1f} times as long; wanted: {WANTED}.")
    section.save()


if __name__ == "__main__":
    main()
