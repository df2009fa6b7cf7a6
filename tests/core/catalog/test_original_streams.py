# SPDX-License-Identifier: GPL-2.0-or-later
"""Large source rasters, from a real server with and without ranges: onto the disk as they come, whole or nothing."""

from __future__ import annotations

import io
import json
import re
import threading
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from image_services.core.cancel import Cancel
from image_services.core.connect import open_service
from image_services.core.errors import Cancelled, DownloadError, ImageServiceError, TransportFailure
from image_services.core.originals import download_originals, list_originals
from image_services.core.retry import RetryPolicy
from osgeo import gdal

from sandbox.process import start

gdal.UseExceptions()
SIDE = 6000
MEGABYTES = SIDE * SIDE / 1e6


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A sandbox with one raster of 36 MB, in two services: one whose server knows ranges, and one without."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "big.mosaic").mkdir()
    pixels = np.random.default_rng(7).integers(0, 255, (SIDE, SIDE), np.uint8)
    path = folder / "big.mosaic" / "one.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIDE, SIDE, 1, gdal.GDT_Byte)
    dataset.SetGeoTransform((0, 1, 0, SIDE, 0, -1))
    dataset.SetProjection("EPSG:32633")
    dataset.WriteArray(pixels)
    dataset = None
    (folder / "plain.mosaic").symlink_to(folder / "big.mosaic")
    for name, ranges in (("big", True), ("plain", False)):
        stated = {"root": {"capabilities": "Image,Catalog,Download"}, "mosaic": {"ranges": ranges}}
        (folder / f"{name}.service.json").write_text(json.dumps(stated))
    with start(folder) as process:
        process.original = path.read_bytes()
        yield process


@pytest.fixture
def opened(large, monkeypatch):
    """Opens one of its services; pauses between attempts are short."""
    monkeypatch.setattr("image_services.core.remote_file.RetryPolicy", lambda: RetryPolicy(attempts=4, base_s=0.01))
    large.control.reset()
    yield lambda name: open_service(large.service_url(name))
    large.control.reset()


def fetch(service, folder, **settings):
    return download_originals(
        service, service.session, list(service.catalog().rasters()), folder, with_vrt=False, **settings
    )


def only_file(folder):
    """Return what is there besides the list; nothing else may be left."""
    assert sorted(path.name for path in folder.iterdir()) == ["one.tif", "originals.json"]
    return (folder / "one.tif").read_bytes()


@pytest.mark.parametrize("name", ["plain", "big"])
def test_memory_stays_small_however_large_the_file(large, opened, tmp_path, name):
    service = opened(name)
    list_originals(service, service.session, service.catalog().rasters())
    told = []
    tracemalloc.start()
    try:
        report = fetch(service, tmp_path / "out", progress=lambda *each: told.append(each))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert only_file(tmp_path / "out") == large.original
    assert peak < 5e6
    assert report.bytes_received == len(large.original)
    requests = [entry for entry in large.control.requests() if entry["operation"] == "file"]
    assert len(requests) == (1 if name == "plain" else 5)
    done = [bytes_ for bytes_, _, _ in told]
    assert done == sorted(done)
    assert len(set(done)) >= 2  # told by the clock: a fast computer has time for few
    assert told[-1][:2] == (len(large.original),) * 2
    assert all(re.match(r"\d+ (bytes|kB|MB) of 36 MB(, .* left)?$", words) for _, _, words in told)


class Fetching(threading.Thread):
    """A download in a thread of its own that can be stopped as soon as something has come."""

    def __init__(self, service, folder):
        super().__init__()
        self.service, self.folder, self.cancel, self.came = service, folder, Cancel(), threading.Event()
        self.error = None

    def run(self):
        def told(done, _total, _words):
            if done > 300_000:
                self.came.set()

        try:
            fetch(self.service, self.folder, cancel=self.cancel, progress=told)
        except ImageServiceError as error:
            self.error = error

    def stop(self):
        """Cancel; return the seconds until it ended."""
        assert self.came.wait(10)
        began = time.monotonic()
        self.cancel.set()
        self.join(10)
        return time.monotonic() - began


@pytest.mark.parametrize("name", ["plain", "big"])
def test_a_cancel_ends_it_within_a_tenth_of_a_second(large, opened, tmp_path, name):
    service, seconds = opened(name), []
    large.control.faults({"kind": "slow_body", "bytes_per_s": 2_000_000, "operation": "file"})
    for attempt in range(3):
        fetching = Fetching(service, tmp_path / str(attempt))
        fetching.start()
        seconds.append(fetching.stop())
        assert isinstance(fetching.error, Cancelled)
        assert not (tmp_path / str(attempt) / "one.tif").exists()
    assert min(seconds) < 0.1


def test_what_came_before_a_cancel_is_not_fetched_again_where_the_server_knows_ranges(large, opened, tmp_path):
    service = opened("big")
    large.control.faults({"kind": "slow_body", "bytes_per_s": 2_000_000, "operation": "file"})
    fetching = Fetching(service, tmp_path / "out")
    fetching.start()
    fetching.stop()
    kept = (tmp_path / "out" / "one.tif.part").stat().st_size
    assert 300_000 < kept < 8_000_000  # in the middle of a piece
    large.control.reset()
    report = fetch(service, tmp_path / "out")
    assert only_file(tmp_path / "out") == large.original
    assert report.bytes_received == len(large.original) - kept


def test_without_ranges_it_begins_anew_and_is_whole(large, opened, tmp_path):
    service = opened("plain")
    large.control.faults({"kind": "slow_body", "bytes_per_s": 2_000_000, "operation": "file"})
    fetching = Fetching(service, tmp_path / "out")
    fetching.start()
    fetching.stop()
    large.control.reset()
    assert fetch(service, tmp_path / "out").bytes_received == len(large.original)
    assert only_file(tmp_path / "out") == large.original


@pytest.mark.parametrize("name", ["plain", "big"])
def test_a_connection_that_breaks_is_tried_again(large, opened, tmp_path, name):
    large.control.faults({"kind": "reset_mid", "fraction": 0.5, "operation": "file", "count": 2})
    report = fetch(opened(name), tmp_path / "out")
    assert only_file(tmp_path / "out") == large.original
    again = report.bytes_received - len(large.original)
    assert again >= 0
    assert again == 0 or name == "plain"  # with ranges it goes on where it broke


@pytest.mark.parametrize("name", ["plain", "big"])
def test_a_connection_that_always_breaks_leaves_nothing_that_looks_whole(large, opened, tmp_path, name):
    large.control.faults({"kind": "reset_mid", "fraction": 0.01, "operation": "file"})
    with pytest.raises(TransportFailure):
        fetch(opened(name), tmp_path / "out")
    assert not (tmp_path / "out" / "one.tif").exists()


def test_a_whole_answer_of_another_size_is_refused_before_it_is_taken(large, opened, tmp_path):
    large.control.faults({"kind": "truncate_clean", "fraction": 0.5, "operation": "file"})
    with pytest.raises(DownloadError, match=r"“one.tif” has [\d,]+ bytes instead of the 36,"):
        fetch(opened("plain"), tmp_path / "out")
    assert list((tmp_path / "out").glob("one.tif*")) == []


def test_an_error_that_comes_under_the_name_of_success_is_no_file(large, opened, tmp_path):
    large.control.faults({"kind": "error", "code": 400, "message": "The file is locked.", "operation": "file"})
    with pytest.raises(ImageServiceError, match="The file is locked"):
        fetch(opened("plain"), tmp_path / "out")
    assert list((tmp_path / "out").glob("one.tif*")) == []


def test_an_error_does_not_spoil_what_has_come_already(large, opened, tmp_path):
    service = opened("big")
    large.control.faults(
        {"kind": "error", "code": 400, "message": "The file is locked.", "operation": "file", "skip": 2}
    )
    with pytest.raises(ImageServiceError, match="The file is locked"):
        fetch(service, tmp_path / "out")
    large.control.reset()
    assert fetch(service, tmp_path / "out").bytes_received == len(large.original) - 16_000_000
    assert only_file(tmp_path / "out") == large.original


def test_a_disk_that_takes_less_than_all_at_once_gets_the_rest(large, opened, tmp_path, monkeypatch):
    """What writes without a buffer may write a part only, and say so."""

    class Sparing(io.FileIO):
        def write(self, data):
            return super().write(memoryview(data)[:1000])

    whole = Path.open

    def sparing(path, *mode, **settings):
        return Sparing(path, *mode) if settings.get("buffering") == 0 else whole(path, *mode, **settings)

    monkeypatch.setattr(Path, "open", sparing)
    fetch(opened("plain"), tmp_path)
    assert only_file(tmp_path) == large.original
