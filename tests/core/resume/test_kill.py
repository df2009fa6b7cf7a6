# SPDX-License-Identifier: GPL-2.0-or-later
"""A download that is killed at any moment goes on, and brings the raster that it would have brought."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest
from image_services import core

LATENCY_MS = 20
# A raster with a NoData value, one that is compressed, one with a mask and classes, one with bands.
KINDS = {
    "plain": ("elevation/dem", {"tile_columns": 150, "tile_rows": 150}),
    "compressed": ("elevation/dem", {"tile_columns": 256, "tile_rows": 128, "file_compression": "deflate"}),
    "masked": ("landcover/classes", {"tile_columns": 100, "tile_rows": 100}),
    "bands": ("imagery/scene", {"tile_columns": 150, "tile_rows": 110, "file_compression": "lzw"}),
}
# Tiles that may be under way when it is killed: asked for, in two queues, being decoded, held back by GDAL.
UNDER_WAY = 8 + 2 * 4 + 2 + 2


@pytest.fixture(scope="module")
def undisturbed(sandbox_session, worker, resume_content, tmp_path_factory):
    """How each raster looks that was never interrupted, and how long it takes."""
    sandbox_session.control.reset()
    sandbox_session.control.faults({"kind": "latency", "ms": LATENCY_MS})
    found = {}
    for kind, (name, options) in KINDS.items():
        path = tmp_path_factory.mktemp(kind) / "out.tif"
        for _ in range(2):  # the first one also fills the server's memory
            began = time.monotonic()
            worker.start(sandbox_session.service_url(name), path, overwrite=True, **options)
            assert worker.end() == 0
        found[kind] = resume_content(path), time.monotonic() - began
    sandbox_session.control.reset()
    return found


@pytest.mark.parametrize("seed", range(20))
def test_a_killed_download_goes_on_where_it_stopped(seed, sandbox, worker, undisturbed, resume, tmp_path):
    kind = list(KINDS)[seed % len(KINDS)]
    name, options = KINDS[kind]
    whole, seconds = undisturbed[kind]
    url, path = sandbox.service_url(name), tmp_path / "out.tif"
    sandbox.control.faults({"kind": "latency", "ms": LATENCY_MS})
    service = core.open_service(url)
    sandbox.control.clear()
    child = worker.start(url, path, **options)
    time.sleep(random.Random(seed).uniform(0.1, 1.0) * seconds)
    killed = worker.kill(child)
    if path.exists():
        resume.assert_same(resume.content(path), whole)
        return
    assert killed
    first = resume.asked(sandbox, service)
    finished = resume.claimed(path)
    assert len(first) - len(finished) <= UNDER_WAY
    sandbox.control.clear()
    report = service.download(path, **options)
    again = resume.asked(sandbox, service)
    assert set(again).isdisjoint(finished)
    assert len(again) == len(set(again)) == report.tiles - len(finished)
    assert report.tiles_resumed == len(finished)
    assert bool(finished) == any("interrupted download" in note for note in report.notes)
    resume.assert_same(resume.content(path), whole)
    assert {entry.name for entry in tmp_path.iterdir()} <= {"out.tif", "out.tif.aux.xml"}


def test_one_that_is_killed_again_and_again_gets_there(sandbox, worker, undisturbed, resume, tmp_path):
    name, options = KINDS["plain"]
    whole, seconds = undisturbed["plain"]
    sandbox.control.faults({"kind": "latency", "ms": LATENCY_MS})
    dice, known = random.Random(7), 0
    for _ in range(4):
        child = worker.start(sandbox.service_url(name), tmp_path / "out.tif", **options)
        time.sleep(dice.uniform(0.3, 0.5) * seconds)
        worker.kill(child)
        if (tmp_path / "out.tif").exists():
            break
        assert len(resume.claimed(tmp_path / "out.tif")) >= known
        known = len(resume.claimed(tmp_path / "out.tif"))
    worker.start(sandbox.service_url(name), tmp_path / "out.tif", overwrite=True, **options)
    assert worker.end() == 0
    resume.assert_same(resume.content(tmp_path / "out.tif"), whole)


def test_a_computer_that_sleeps_in_the_middle(sandbox, worker, undisturbed, resume, tmp_path):
    """The process stands still, and the server gives up on it meanwhile."""
    name, options = KINDS["plain"]
    whole, seconds = undisturbed["plain"]
    sandbox.control.faults({"kind": "latency", "ms": LATENCY_MS})
    child = worker.start(sandbox.service_url(name), tmp_path / "out.tif", **options)
    time.sleep(0.4 * seconds)
    os.kill(child, signal.SIGSTOP)
    sandbox.control.faults({"kind": "reset", "count": 6})
    time.sleep(1.0)
    os.kill(child, signal.SIGCONT)
    assert worker.end() == 0
    resume.assert_same(resume.content(tmp_path / "out.tif"), whole)
