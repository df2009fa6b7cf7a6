# SPDX-License-Identifier: GPL-2.0-or-later
"""The engine: the raster is the source, whatever the order of the answers, in bounded memory."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from image_services.core.cancel import Cancel
from image_services.core.options import DownloadOptions
from image_services.core.pilot import Recipe
from image_services.core.plan import plan_download
from image_services.core.raster import ArraySink, RasterLayout
from image_services.core.service import ImageService
from image_services.core.session import use_transport
from image_services.core.transfer import DECODERS, QUEUE_LENGTH, Transfer, duration

# Everything comes


@pytest.mark.parametrize("tile", [(16, 16), (96, 64), (7, 11), (96, 1), (200, 200)])
@pytest.mark.parametrize("ceiling", [1, 8])
def test_the_raster_is_the_source_whatever_the_tiles(tile, ceiling, engine):
    data, valid = engine.source(2)
    plan = engine.plan(2, tile, max_concurrency=ceiling)
    server = engine.Server(data, valid)
    tally, sink = engine.run(plan, server)
    engine.assert_whole(sink, data, valid)
    assert (tally.cells, tally.requests) == (engine.COLUMNS * engine.ROWS, len(plan.tiles))
    assert (tally.retries, tally.failed) == (0, [])
    assert server.most <= ceiling


def test_the_order_of_answers_does_not_matter(engine):
    data, valid = engine.source()
    dice = np.random.default_rng(7)

    def late(window, attempt, cancel):
        time.sleep(dice.random() * 0.01)

    for _ in range(3):
        _, sink = engine.run(engine.plan(), engine.Server(data, valid, late))
        engine.assert_whole(sink, data, valid)


def test_requests_run_side_by_side(engine):
    data, valid = engine.source()
    together = threading.Barrier(4, timeout=10)

    def before(window, attempt, cancel):
        together.wait()

    server = engine.Server(data, valid, before)
    plan = engine.plan(tile=(24, 64), max_concurrency=4)
    engine.run(plan, server)
    assert server.most == 4


def test_statistics_are_those_of_the_valid_values(engine):
    data, valid = engine.source(2)
    tally, _ = engine.run(engine.plan(2), engine.Server(data, valid))
    for summary, band in zip(tally.summaries, data, strict=True):
        values = band[valid].astype(float)
        assert (summary.count, summary.minimum, summary.maximum) == (values.size, values.min(), values.max())
        assert summary.mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-9)
        assert summary.deviation == pytest.approx(values.std(), rel=1e-9)


def test_bytes_are_counted(engine):
    data, valid = engine.source()
    tally, _ = engine.run(engine.plan(tile=(96, 64)), engine.Server(data, valid))
    assert tally.bytes_received == data.nbytes + engine.COLUMNS * engine.ROWS // 8


def test_bands_that_the_server_does_not_pick_are_picked_here(engine):
    data, valid = engine.source(3)
    choices = DownloadOptions.of(format="bsq", tile_columns=16, tile_rows=16, bands=(3, 1), rendering_rule="Shade")
    plan = plan_download(engine.service(3), choices, rendered=engine.service(3), has_lerc=False)
    assert not plan.server_picks_bands
    _, sink = engine.run(plan, engine.Server(data, valid))
    engine.assert_whole(sink, data[[2, 0]], valid)


# Memory


def test_a_slow_disk_holds_the_requests_back(engine):
    """Nothing piles up between server and disk, whatever the number of tiles."""
    data, valid = engine.source()
    plan = engine.plan(tile=(4, 4), max_concurrency=4)
    assert len(plan.tiles) == 384
    server, gate, begun = engine.Server(data, valid), threading.Event(), threading.Event()

    class Slow(ArraySink):
        def write(self, *pixels):
            begun.set()
            assert gate.wait(30)
            super().write(*pixels)

    sink = Slow(RasterLayout(plan.grid, ("A",), plan.pixel_type, "", None))
    thread = threading.Thread(target=engine.run, args=(plan, server), kwargs={"sink": sink})
    thread.start()
    assert begun.wait(10)
    before = -1
    while server.requests != before:  # until nothing more is asked for
        before = server.requests
        time.sleep(0.2)
    assert before <= 1 + QUEUE_LENGTH + DECODERS + QUEUE_LENGTH + 4
    gate.set()
    thread.join(30)
    engine.assert_whole(sink, data, valid)


def test_large_tiles_are_fewer_in_flight_and_in_the_queues(engine):
    small = Transfer(engine.plan(max_concurrency=8), Recipe("bsq"), engine.Server(*engine.source()), Cancel())
    assert (small._ceiling, small._bodies.maxsize, small._blocks.maxsize) == (8, QUEUE_LENGTH, QUEUE_LENGTH)
    extent = {**engine.service().raw["extent"], "xmax": 1e5, "ymax": 1e5}
    huge = ImageService.from_json(engine.URL, {**engine.service().raw, "extent": extent, "bandCount": 4})
    choices = DownloadOptions.of(format="bsq", tile_columns=4000, tile_rows=4000, max_concurrency=64)
    large = Transfer(
        plan_download(huge, choices, has_lerc=False), Recipe("bsq"), engine.Server(*engine.source()), Cancel()
    )
    assert (large._ceiling, large._bodies.maxsize) == (2, 1)


# Words


def test_progress_comes_from_the_calling_thread_and_ends_at_the_end(engine):
    calls, threads = [], set()

    def progress(done, total, words):
        calls.append((done, total, words))
        threads.add(threading.current_thread())

    engine.run(engine.plan(), engine.Server(*engine.source()), progress=progress)
    assert threads == {threading.current_thread()}
    assert calls[-1][:2] == (engine.COLUMNS * engine.ROWS, engine.COLUMNS * engine.ROWS)
    assert "24 of 24 tiles" in calls[-1][2]
    assert [done for done, _, _ in calls] == sorted(done for done, _, _ in calls)


def test_the_application_breathes_in_the_calling_thread_only(engine):
    threads = set()
    use_transport(idle=lambda: threads.add(threading.current_thread()))
    try:
        server = engine.Server(*engine.source())
        engine.run(engine.plan(), server)
    finally:
        use_transport()
    assert threads == {threading.current_thread()}
    assert threading.current_thread() not in server.threads


def test_the_limit_that_was_reached_is_known(engine):
    transfer = Transfer(engine.plan(max_concurrency=2), Recipe("bsq"), engine.Server(*engine.source()), Cancel())
    transfer.run(engine.sink(engine.plan()))
    assert transfer.concurrency == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (89, "89 s"), (90, "2 min"), (600, "10 min"), (5399, "1 h 30 min"), (7500, "2 h 05 min")],
)
def test_times_in_words(seconds, words):
    assert duration(seconds) == words
