# SPDX-License-Identifier: GPL-2.0-or-later
"""Peak memory of large downloads over that of a small one: it must not grow with the raster.

    python benchmarks/memory.py [data folder]

Each download runs in a process of its own, against one sandbox, which serves the elevation model also as a mosaic of
its repetitions, 48,000 x 40,000 cells.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from library import DATA, ROOT
from osgeo import gdal
from results import Section

from sandbox.process import start

gdal.UseExceptions()
LIMIT_MB = 300
REPEATED = 4
LARGE = 40_000

CHILD = """
import json, resource, sys
sys.path.insert(0, {benchmarks!r})
from library import library
core = library()
service = core.open_service({url!r})
box, grid = service.extent, service.grid
columns, rows = min(grid.columns, {side}), min(grid.rows, {side})
extent = (box.xmin, box.ymax - rows * grid.cell_height, box.xmin + columns * grid.cell_width, box.ymax)
before = resource.getrusage(resource.RUSAGE_SELF)
report = service.download({output!r}, extent=extent, **{options!r})
after = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({{
    "peak_mb": after.ru_maxrss / 1024,
    "cells": report.width * report.height,
    "seconds": report.seconds,
    "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
}}))
"""


def measure(url: str, side: int, **options: object) -> dict[str, float]:
    """Download a square in a new process; return its peak memory and times."""
    values = {"benchmarks": str(ROOT / "benchmarks"), "url": url, "side": side, "options": options}
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        code = CHILD.format(**values, output=f"{folder}/out.tif")
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def repeated(source: Path, target: Path) -> None:
    """Write a virtual raster that repeats another, side by side."""
    dataset = gdal.Open(str(source))
    columns, rows = dataset.RasterXSize, dataset.RasterYSize
    mosaic = gdal.GetDriverByName("VRT").Create(str(target), columns * REPEATED, rows * REPEATED, 0)
    mosaic.SetGeoTransform(dataset.GetGeoTransform())
    mosaic.SetProjection(dataset.GetProjection())
    mosaic.AddBand(gdal.GDT_Float32)
    parts = "".join(
        f"<SimpleSource><SourceFilename>{source.resolve()}</SourceFilename><SourceBand>1</SourceBand>"
        f'<SrcRect xOff="0" yOff="0" xSize="{columns}" ySize="{rows}"/>'
        f'<DstRect xOff="{columns * x}" yOff="{rows * y}" xSize="{columns}" ySize="{rows}"/></SimpleSource>'
        for y in range(REPEATED)
        for x in range(REPEATED)
    )
    mosaic.FlushCache()
    mosaic = None
    text = target.read_text(encoding="utf-8").replace("</VRTRasterBand>", f"{parts}</VRTRasterBand>")
    if parts not in text:
        text = text.replace('subClass="VRTRasterBand" />', f'subClass="VRTRasterBand">{parts}</VRTRasterBand>')
    target.write_text(text, encoding="utf-8")


def main() -> int:
    """Measure, print a table, and return 1 where the limit is not kept."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    section = Section(
        "Memory",
        "Peak of a process that downloads Float32, over that of one that downloads 1,000 x 1,000 cells; "
        f"limit {LIMIT_MB} MB.",
        ("download", "cells", "seconds", "CPU s/GB", "peak MB", "over small"),
    )
    worst = 0.0
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        data = Path(folder) / "data"
        (data / "elevation").mkdir(parents=True)
        shutil.copy(source / "elevation" / "dem.service.json", data / "elevation" / "large.service.json")
        repeated(source / "elevation" / "dem.tif", data / "elevation" / "large.vrt")
        with start(data) as sandbox:
            url = sandbox.service_url("elevation/large")
            small = measure(url, 1000)
            section.row("small", f"{small['cells']:,}", f"{small['seconds']:.1f}", "", f"{small['peak_mb']:.0f}", "")
            for title, side, options in (
                ("10,000 x 10,000", 10_000, {}),
                ("the same, tiles of 2048", 10_000, {"tile_columns": 2048, "tile_rows": 2048}),
                ("the same, DEFLATE on disk", 10_000, {"file_compression": "deflate"}),
                (f"{LARGE:,} x {LARGE:,}", LARGE, {}),
            ):
                large = measure(url, side, **options)
                over = large["peak_mb"] - small["peak_mb"]
                worst = max(worst, over)
                cost = large["cpu_s"] / (large["cells"] * 4 / 1e9)
                row = (f"{large['cells']:,}", f"{large['seconds']:.1f}", f"{cost:.1f}", f"{large['peak_mb']:.0f}")
                section.row(title, *row, f"{over:.0f} MB")
    section.verdict(f"At most {worst:.0f} MB over a small download.")
    section.save()
    return 0 if worst <= LIMIT_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
