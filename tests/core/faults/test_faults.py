# SPDX-License-Identifier: GPL-2.0-or-later
"""Servers on a bad day: the raster is the one of a good day, or there is none and the tile is named. Never a hole."""

from __future__ import annotations

import threading
import time

import pytest
from image_services import core
from image_services.core import errors

pytestmark = pytest.mark.faults
SERVICE = "elevation/dem"
TILES = {"tile_columns": 200, "tile_rows": 200}  # 30 of them
MOST_ATTEMPTS = 8

KINDS = {
    "429": {"kind": "status", "code": 429, "retry_after": 0.1},
    "500": {"kind": "status", "code": 500, "body": "html"},
    "502": {"kind": "status", "code": 502, "body": "html"},
    "503": {"kind": "status", "code": 503},
    "504": {"kind": "status", "code": 504},
    "error 500 under 200": {"kind": "error", "code": 500, "message": "Error exporting image"},
    "error 400 under 200": {"kind": "error", "code": 400, "message": "Unable to complete operation."},
    "second envelope": {"kind": "envelope2", "code": 500, "messages": ["Wait"]},
    "reset": {"kind": "reset"},
    "reset in the body": {"kind": "reset_mid", "fraction": 0.5},
    "cut": {"kind": "truncate", "fraction": 0.5},
    "cut, and said to be whole": {"kind": "truncate_clean", "fraction": 0.9},
    "another size": {"kind": "wrong_size", "dcols": 1, "drows": 0},
    "a page": {"kind": "html"},
    "nothing": {"kind": "empty"},
}
# A refusal is believed after four attempts: at every second request some tile is refused four times running.
BELIEVED = {("error 400 under 200", 0.5)}


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("rate", [0.01, 0.1, 0.5])
@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_at_each_rate_ends_in_the_whole_raster_or_in_none(sandbox, tmp_path, is_identical, kind, rate):
    service = core.open_service(sandbox.service_url(SERVICE))
    sandbox.control.faults({**KINDS[kind], "rate": rate, "seed": 7})
    output = tmp_path / "out.tif"
    if (kind, rate) in BELIEVED:
        with pytest.raises(errors.DownloadError, match=r"tile at column .* could not be had after 4 attempts"):
            service.download(output, **TILES)
        assert not output.exists()
    else:
        report = service.download(output, **TILES)
        assert is_identical(output)
        assert report.tiles_failed == 0
        assert report.requests <= report.tiles * MOST_ATTEMPTS


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", list(KINDS))
def test_one_tile_that_never_comes_is_named_and_asked_for_a_bounded_number_of_times(sandbox, tmp_path, kind):
    service = core.open_service(sandbox.service_url(SERVICE))
    west = repr(service.extent.xmin + 400 * service.cell_width)
    north = repr(service.extent.ymax - 400 * service.cell_height)
    sandbox.control.faults({**KINDS[kind], "match": {"bbox": f"{west},*,{north}"}})
    sandbox.control.clear()
    with pytest.raises(errors.DownloadError, match=r"column 4\d\d, row 4\d\d") as caught:
        service.download(tmp_path / "out.tif", **TILES)
    assert not (tmp_path / "out.tif").exists()
    assert all(400 <= window.column < 600 for window in caught.value.details["tiles"])
    failed = [request for request in sandbox.control.requests() if request["fault"]]
    assert len(failed) <= MOST_ATTEMPTS * 5  # it may have been divided into four


@pytest.mark.parametrize("seconds", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_a_network_that_goes_and_comes_back_costs_time_only(line, sandbox, tmp_path, is_identical, seconds):
    service = core.open_service(sandbox.service_url(SERVICE).replace(sandbox.url, f"http://127.0.0.1:{line.port}"))
    sandbox.control.faults({"kind": "latency", "ms": 100})
    cut = threading.Event()

    def outage():
        line.cut()
        time.sleep(seconds)
        line.mend()

    def progress(done, total, _words):
        if done > total / 4 and not cut.is_set():
            cut.set()
            threading.Thread(target=outage, daemon=True).start()

    report = service.download(tmp_path / "out.tif", progress=progress, max_concurrency=4, **TILES)
    assert cut.is_set()
    assert report.retries > 0
    assert is_identical(tmp_path / "out.tif")


@pytest.mark.usefixtures("hasty")
def test_a_network_that_stays_away_ends_in_a_sentence(line, sandbox, tmp_path):
    service = core.open_service(sandbox.service_url(SERVICE).replace(sandbox.url, f"http://127.0.0.1:{line.port}"))
    sandbox.control.faults({"kind": "latency", "ms": 100})

    def progress(done, total, _words):
        if done > total / 4:
            line.cut()

    with pytest.raises(errors.ImageServiceError, match=r"127\.0\.0\.1"):
        service.download(tmp_path / "out.tif", progress=progress, **TILES)
    assert not (tmp_path / "out.tif").exists()


def test_a_server_that_turns_slow_is_asked_for_less_and_waited_for(sandbox, tmp_path, is_identical):
    service = core.open_service(sandbox.service_url(SERVICE))
    sandbox.control.faults(
        {"kind": "parallel", "k": 2, "mode": "queue", "skip": 60},
        {"kind": "latency", "ms": 20},
        {"kind": "latency", "ms": 150, "skip": 60},
    )
    report = service.download(tmp_path / "out.tif", tile_columns=100, tile_rows=100, max_concurrency=16)
    assert is_identical(tmp_path / "out.tif")
    assert report.retries == 0


def test_several_faults_at_once_are_no_more_than_each(sandbox, tmp_path, is_identical):
    service = core.open_service(sandbox.service_url(SERVICE))
    kinds = [kind for kind in KINDS if kind != "error 400 under 200"]
    sandbox.control.faults(*({**KINDS[kind], "rate": 0.03, "seed": seed} for seed, kind in enumerate(kinds)))
    report = service.download(tmp_path / "out.tif", **TILES)
    assert is_identical(tmp_path / "out.tif")
    assert report.retries > 0
