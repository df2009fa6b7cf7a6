# SPDX-License-Identifier: GPL-2.0-or-later
"""An image server that is an array, and transfers out of it."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest
from image_services.core import schedule
from image_services.core.cancel import Cancel
from image_services.core.grid import Window
from image_services.core.options import DownloadOptions
from image_services.core.pilot import Recipe
from image_services.core.plan import plan_download
from image_services.core.raster import ArraySink, RasterLayout
from image_services.core.retry import RetryPolicy
from image_services.core.service import ImageService
from image_services.core.session import Answer
from image_services.core.transfer import Transfer

URL = "https://example.org/arcgis/rest/services/S/ImageServer"
COLUMNS, ROWS = 96, 64


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Try again at once: what is tested is what happens, not when."""
    monkeypatch.setattr(schedule, "TILE_RETRY", RetryPolicy(attempts=4, base_s=0.001, cap_s=0.001))
    monkeypatch.setattr(schedule, "REFUSED_RETRY", RetryPolicy(attempts=3, base_s=0.001, cap_s=0.001))
    monkeypatch.setattr(schedule, "OUTAGE_PAUSE_S", 0.001)


@pytest.fixture(autouse=True)
def no_thread_is_left():
    before = threading.active_count()
    yield
    assert threading.active_count() == before


def source(bands=1, seed=0):
    dice = np.random.default_rng(seed)
    data = dice.normal(size=(bands, ROWS, COLUMNS)).astype("<f4")
    return data, dice.random((ROWS, COLUMNS)) > 0.1


class Server:
    """Answers exportImage out of an array, as BSQ; ``before`` may wait, or raise what a server would cause."""

    def __init__(self, data, valid, before=None):
        self.data, self.valid = data, valid
        self.before = before or (lambda window, attempt, cancel: None)
        self.attempts = {}
        self.now = self.most = 0
        self.lock = threading.Lock()
        self.threads = set()

    @property
    def requests(self):
        return sum(self.attempts.values())

    def fetch(self, url, params, *, cancel=None):
        assert url == f"{URL}/exportImage"
        window = self._window(params)
        with self.lock:
            self.attempts[window] = attempt = self.attempts.get(window, 0) + 1
            self.now += 1
            self.most = max(self.most, self.now)
            self.threads.add(threading.current_thread())
        try:
            body = self.before(window, attempt, cancel)
        finally:
            with self.lock:
                self.now -= 1
        return Answer(self._body(window) if body is None else body, "application/octet-stream", 0.001, url)

    def _window(self, params):
        xmin, _, _, ymax = (float(part) for part in params["bbox"].split(","))
        columns, rows = (int(part) for part in params["size"].split(","))
        return Window(int(xmin), int(ROWS - ymax), columns, rows)

    def _body(self, window):
        rows, columns = (
            slice(window.row, window.row + window.rows),
            slice(window.column, window.column + window.columns),
        )
        mask = np.packbits(self.valid[rows, columns].ravel())
        return self.data[:, rows, columns].tobytes() + mask.tobytes()


def service(bands=1):
    root = {
        "currentVersion": 10.91,
        "extent": {"xmin": 0, "ymin": 0, "xmax": COLUMNS, "ymax": ROWS, "spatialReference": {"wkid": 3857}},
        "pixelSizeX": 1,
        "pixelSizeY": 1,
        "bandCount": bands,
        "pixelType": "F32",
        "rasterFunctionInfos": [{"name": "None"}, {"name": "Shade"}],
    }
    return ImageService.from_json(URL, root)


def plan_of(bands=1, tile=(16, 16), **options):
    choices = DownloadOptions.of(format="bsq", tile_columns=tile[0], tile_rows=tile[1], **options)
    return plan_download(service(bands), choices, has_lerc=False)


def sink_of(plan):
    names = tuple(f"Band {band + 1}" for band in plan.bands)
    return ArraySink(RasterLayout(plan.grid, names, plan.pixel_type, "", plan.no_data))


def run(plan, server, cancel=None, sink=None, progress=None):
    sink = sink or sink_of(plan)
    tally = Transfer(plan, Recipe("bsq"), server, cancel or Cancel()).run(sink, progress)
    return tally, sink


def assert_whole(sink, data, valid):
    np.testing.assert_array_equal(sink.mask, np.broadcast_to(~valid, data.shape))
    np.testing.assert_array_equal(sink.data[~sink.mask], data[~sink.mask])


@pytest.fixture
def engine():
    """Everything that a transfer needs, under short names."""
    return SimpleNamespace(
        URL=URL,
        COLUMNS=COLUMNS,
        ROWS=ROWS,
        source=source,
        service=service,
        plan=plan_of,
        sink=sink_of,
        Server=Server,
        run=run,
        assert_whole=assert_whole,
    )
