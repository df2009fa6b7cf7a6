# SPDX-License-Identifier: GPL-2.0-or-later
"""The demonstration: a large raster comes out of a local image service, and is compared with its source.

    sandbox (an image server on 127.0.0.1)  ->  qgis_process run imageservices:download  ->  compare, cell by cell

Run it through `make demo`, which installs what is missing and gives it a QGIS profile of its own.
"""

from __future__ import annotations

import os
import re
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
PROGRESS = re.compile(r"Fetched (?P<done>[\d,]+) of (?P<total>[\d,]+) tiles.*")


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


def download(url: str) -> dict[str, float]:
    """Run the plugin's Processing algorithm under qgis_process, showing its progress; return its numbers."""
    arguments = [f"SERVICE={url}", f"OUTPUT={OUTPUT.relative_to(ROOT)}", "OVERWRITE=true"]
    command = ["qgis_process", "run", "imageservices:download", "--", *arguments]
    print("$", " ".join(command))
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        lines = follow(process)
    if process.returncode:
        print("".join(lines))
        raise SystemExit(f"qgis_process ended with {process.returncode}")
    return dict(number for line in lines if (number := number_in(line)) is not None)


def follow(process: subprocess.Popen[str]) -> list[str]:
    """Show what qgis_process says while it works, its progress as a bar; return all of it."""
    lines = []
    shown = -1
    for line in process.stdout or ():
        lines.append(line)
        found = PROGRESS.search(line)
        if found is None:
            continue
        part = int(found["done"].replace(",", "")) * 100 // int(found["total"].replace(",", ""))
        if sys.stdout.isatty():
            print(f"\r  {'█' * (part // 4):<25} {part:>3} %  {found[0]:<50}", end="", flush=True)
        elif part // 10 > shown // 10:
            print(f"  {part:>3} %  {found[0]}", flush=True)
        shown = max(shown, part)
    print()
    return lines


def number_in(line: str) -> tuple[str, float] | None:
    """Return a number among the results that qgis_process prints as "NAME:<tab>value"."""
    name, _, value = line.strip().partition(":\t")
    try:
        return name, float(value)
    except ValueError:
        return None


def report(results: dict[str, float], seconds: float) -> None:
    """Print what the download did."""
    megabytes, work = results["BYTES_RECEIVED"] / 1e6, results["SECONDS"]
    print(f"Downloaded      {results['WIDTH']:,.0f} x {results['HEIGHT']:,.0f} cells")
    print(f"Requests        {results['REQUESTS']:,.0f}, {results['RETRIES']:,.0f} of them retries")
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
