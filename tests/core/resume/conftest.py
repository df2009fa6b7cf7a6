# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads in a process of their own, which can be killed, and what they leave behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from image_services.core.grid import Window
from image_services.core.journal import Journal
from image_services.core.pilot import PILOT_CELLS
from osgeo import gdal

TESTS = Path(__file__).resolve().parents[2]

# Imports everything once, and forks for every line that it reads; the line after that waits for the end.
WORKER = """
import json, os, resource, signal, sys
sys.path.insert(0, {tests!r})
import conftest
import numpy, requests
from osgeo import gdal
from image_services import core
from image_services.core import download, transport
from image_services.core.decode import bsq, lerc, tiff
from image_services.core.errors import ImageServiceError
gdal.UseExceptions()  # as QGIS does; GDAL 3.13 complains of programs that have not chosen
for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if child:
        print(child, flush=True)
        sys.stdin.readline()  # until it is waited for, its number belongs to nobody else
        print(os.waitpid(child, 0)[1], flush=True)
        continue
    try:
        if job["largest"]:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], job["largest"]))
        core.open_service(job["url"]).download(job["path"], **job["options"])
    except ImageServiceError as error:
        print(type(error).__name__, error.message, file=sys.stderr, flush=True)
        os._exit(2)
    os._exit(0)
"""


class Worker:
    """Runs downloads in forks of a process that has imported everything."""

    def __init__(self):
        command = [sys.executable, "-c", WORKER.format(tests=str(TESTS))]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, text=True, **pipes)

    def start(self, url, path, *, largest=0, **options):
        """Start a download; return the number of its process."""
        job = {"url": url, "path": str(path), "options": options, "largest": largest}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self):
        """Wait for it; return how it ended, as the system says it: 0 is well, 9 is killed."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def kill(self, number):
        """Kill it; return whether it had not ended yet."""
        os.kill(number, signal.SIGKILL)
        return self.end() == signal.SIGKILL

    def complaint(self):
        """Return the line that a failed download has written; GDAL 3.13 may have written its own before."""
        lines = iter(self.process.stderr.readline, "")
        return next((line.strip() for line in lines if not line.startswith("_tiff")), "")

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture(scope="session")
def worker():
    one = Worker()
    yield one
    one.close()


def content(path):
    """Return values, masks, statistics and place of a raster; nothing stays open."""
    dataset = gdal.Open(str(path))
    bands = [dataset.GetRasterBand(index + 1) for index in range(dataset.RasterCount)]
    values = np.stack([band.ReadAsArray() for band in bands])
    masks = np.stack([band.GetMaskBand().ReadAsArray() for band in bands])
    statistics = [band.GetStatistics(False, False) for band in bands]
    table = bands[0].GetDefaultRAT()
    rows = table.GetRowCount() if table is not None else 0
    colors = bands[0].GetColorTable()
    place = (dataset.GetGeoTransform(), dataset.GetProjection(), rows, colors.GetCount() if colors else 0)
    return SimpleNamespace(values=values, masks=masks, statistics=statistics, place=place)


def assert_same(one, other):
    assert one.place == other.place
    assert one.values.dtype == other.values.dtype
    assert one.values.tobytes() == other.values.tobytes()
    assert one.masks.tobytes() == other.masks.tobytes()
    np.testing.assert_allclose(one.statistics, other.statistics, rtol=1e-9)


def claimed(path):
    """Return the windows that a journal claims."""
    journal = Journal(Path(f"{path}.part.journal"))
    windows = [finished.window for finished in journal.finished]
    journal.close()
    return windows


def asked(sandbox, service):
    """Return the tiles that were asked for since the log was cleared; a pilot's small window is none."""
    windows = []
    for entry in sandbox.control.requests():
        if entry["operation"] == "exportImage":
            west, _, _, north = map(float, entry["params"]["bbox"].split(","))
            columns, rows = map(int, entry["params"]["size"].split(","))
            grid = service.grid
            column = round((west - grid.xmin) / grid.cell_width)
            windows.append(Window(column, round((grid.ymax - north) / grid.cell_height), columns, rows))
    return [window for window in windows if (window.columns, window.rows) != (PILOT_CELLS, PILOT_CELLS)]


@pytest.fixture
def resume():
    """Readers of what a download leaves, under short names."""
    return SimpleNamespace(content=content, assert_same=assert_same, claimed=claimed, asked=asked)


@pytest.fixture(scope="session")
def resume_content():
    """The reader of rasters, for fixtures that live longer than a test."""
    return content
