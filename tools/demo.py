# SPDX-License-Identifier: GPL-2.0-or-later
"""The demonstration: a large raster comes out of a local image service, and is compared with its source.

    sandbox (an image server on 127.0.0.1)  ->  qgis_process run imageservices:download  ->  compare, cell by cell

Run it through `make demo`, which installs what is missing and gives it a QGIS profile of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from osgeo import gdal

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sandbox.process import start  # noqa: E402 - found through the line above

DATA = ROOT / "build" / "sandbox-data"
OUTPUT = ROOT / "build" / "demo" / "dem.tif"
SERVICE = "elevation/dem"
ROWS_AT_ONCE = 1000


def main() -> int:
    """Run the demonstration and return its exit code."""
    gdal.UseExceptions()
    source = DATA / f"{SERVICE}.tif"
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    with start(DATA, "--exit-with-parent") as sandbox:
        url = sandbox.service_url(SERVICE)
        size = gdal.Open(str(source))
        print(f"Image service   {url}")
        print(f"Source          {size.RasterXSize:,} x {size.RasterYSize:,} cells, Float32\n")
        started = time.monotonic()
        results = download(url)
        seconds = time.monotonic() - started
    report(results, seconds)
    same = compare(source, OUTPUT)
    if same and os.environ.get("DISPLAY") and sys.stdout.isatty():
        show(OUTPUT)
    return 0 if same else 1


def download(url: str) -> dict[str, object]:
    """Run the plugin's Processing algorithm under qgis_process, showing its progress; return its outputs."""
    command = ["qgis_process", "--json", "run", "imageservices:download", "-"]
    inputs = {"inputs": {"SERVICE": url, "OUTPUT": str(OUTPUT), "OVERWRITE": True}}
    shown = ["qgis_process", "run", "imageservices:download", "--", f"SERVICE={url}", f"OUTPUT={OUTPUT.name}"]
    print("$", " ".join(shown))
    results_file = OUTPUT.with_suffix(".json")
    with (
        results_file.open("w+") as results,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=results, stderr=subprocess.PIPE, text=True) as process,
    ):
        process.stdin.write(json.dumps(inputs))
        process.stdin.close()
        follow(process)
    if process.returncode:
        print(results_file.read_text())
        raise SystemExit(f"qgis_process ended with {process.returncode}")
    return json.loads(results_file.read_text())["results"]


def follow(process: subprocess.Popen[str]) -> None:
    """Show what qgis_process says while it works: its progress text goes to standard error."""
    for line in process.stderr:
        text = line.strip()
        if text:
            print("  " + text, flush=True)


def report(results: dict[str, object], seconds: float) -> None:
    """Print what the download did."""
    megabytes = float(results["BYTES_RECEIVED"]) / 1e6
    work = float(results["SECONDS"])
    print(f"\nDownloaded      {results['WIDTH']:,} x {results['HEIGHT']:,} cells, {results['BAND_COUNT']} band")
    print(f"Requests        {results['REQUESTS']:,} ({results['TILES']:,} tiles, {results['RETRIES']:,} retries)")
    print(f"Received        {megabytes:,.1f} MB in {work:.1f} s: {megabytes / work:,.1f} MB/s")
    print(f"Whole command   {seconds:.1f} s, starting QGIS included")


def compare(source: Path, result: Path) -> bool:
    """Compare two rasters cell by cell, values, NoData and place; print the outcome and return whether all agree."""
    one, other = gdal.Open(str(source)), gdal.Open(str(result))
    total = one.RasterXSize * one.RasterYSize
    if (one.RasterXSize, one.RasterYSize) != (other.RasterXSize, other.RasterYSize):
        print("DIFFERENT: the sizes do not agree")
        return False
    place = np.allclose(one.GetGeoTransform(), other.GetGeoTransform(), rtol=1e-12, atol=0)
    identical = sum(identical_cells(one, other, row) for row in range(0, one.RasterYSize, ROWS_AT_ONCE))
    print(f"\nidentical: {identical:,} of {total:,} cells")
    if not place:
        print("DIFFERENT: the rasters lie in different places")
    return identical == total and place


def identical_cells(one: gdal.Dataset, other: gdal.Dataset, row: int) -> int:
    """Return how many cells of a stripe agree: both NoData, or the same bits."""
    rows = min(ROWS_AT_ONCE, one.RasterYSize - row)
    box = (0, row, one.RasterXSize, rows)
    values, masks = [], []
    for dataset in (one, other):
        band = dataset.GetRasterBand(1)
        values.append(band.ReadAsArray(*box).view(np.uint32))
        masks.append(band.GetMaskBand().ReadAsArray(*box) > 0)
    same = (masks[0] == masks[1]) & (~masks[0] | (values[0] == values[1]))
    return int(np.count_nonzero(same))


def show(path: Path) -> None:
    """Open QGIS on the result, where there is a screen."""
    if shutil.which("qgis"):
        print("Opening QGIS ...")
        subprocess.run(["qgis", "--nologo", str(path)], check=False)


if __name__ == "__main__":
    raise SystemExit(main())
