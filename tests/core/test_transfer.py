# SPDX-License-Identifier: GPL-2.0-or-later
"""The engine: every tile is written, listed, or ends the transfer; in bounded memory, and it can always be stopped."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from image_services.core import errors, schedule
from image_services.core.cancel import Cancel
from image_services.core.grid import Window
from image_services.core.options import DownloadOptions
from image_services.core.pilot import Recipe
from image_services.core.plan import plan_download
from image_services.core.raster import ArraySink, RasterLayout
from image_services.core.retry import RetryPolicy
from image_services.core.service import ImageService
from image_services.core.session import Answer, use_transport
from image_services.core.transfer import DECODERS, QUEUE_LENGTH, Transfer, duration

URL = "https://example.org/arcgis/rest/services/S/ImageServer"
COLUMNS, ROWS = 96, 64
TOO_LARGE = errors.BadRequest("No.", code=400, messages=("The requested image exceeds the size limit.",))
BUSY = errors.ServerBusy("Too busy.", status=503)


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


# Everything comes


@pytest.mark.parametrize("tile", [(16, 16), (96, 64), (7, 11), (96, 1), (200, 200)])
@pytest.mark.parametrize("ceiling", [1, 8])
def test_the_raster_is_the_source_whatever_the_tiles(tile, ceiling):
    data, valid = source(2)
    plan = plan_of(2, tile, max_concurrency=ceiling)
    server = Server(data, valid)
    tally, sink = run(plan, server)
    assert_whole(sink, data, valid)
    assert (tally.tiles, tally.cells, tally.requests) == (len(plan.tiles), COLUMNS * ROWS, len(plan.tiles))
    assert (tally.retries, tally.failed) == (0, [])
    assert server.most <= ceiling


def test_the_order_of_answers_does_not_matter():
    data, valid = source()
    dice = np.random.default_rng(7)

    def late(window, attempt, cancel):
        time.sleep(dice.random() * 0.01)

    for _ in range(3):
        _, sink = run(plan_of(), Server(data, valid, late))
        assert_whole(sink, data, valid)


def test_requests_run_side_by_side():
    data, valid = source()
    together = threading.Barrier(4, timeout=10)

    def before(window, attempt, cancel):
        together.wait()

    server = Server(data, valid, before)
    plan = plan_of(tile=(24, 64), max_concurrency=4)
    run(plan, server)
    assert server.most == 4


def test_statistics_are_those_of_the_valid_values():
    data, valid = source(2)
    tally, _ = run(plan_of(2), Server(data, valid))
    for summary, band in zip(tally.summaries, data, strict=True):
        values = band[valid].astype(float)
        assert (summary.count, summary.minimum, summary.maximum) == (values.size, values.min(), values.max())
        assert summary.mean == pytest.approx(values.mean(), rel=1e-9, abs=1e-9)
        assert summary.deviation == pytest.approx(values.std(), rel=1e-9)


def test_bytes_are_counted():
    data, valid = source()
    tally, _ = run(plan_of(tile=(96, 64)), Server(data, valid))
    assert tally.bytes_received == data.nbytes + COLUMNS * ROWS // 8


def test_bands_that_the_server_does_not_pick_are_picked_here():
    data, valid = source(3)
    choices = DownloadOptions.of(format="bsq", tile_columns=16, tile_rows=16, bands=(3, 1), rendering_rule="Shade")
    plan = plan_download(service(3), choices, rendered=service(3), has_lerc=False)
    assert not plan.server_picks_bands
    _, sink = run(plan, Server(data, valid))
    assert_whole(sink, data[[2, 0]], valid)


# Memory


def test_a_slow_disk_holds_the_requests_back():
    """Nothing piles up between server and disk, whatever the number of tiles."""
    data, valid = source()
    plan = plan_of(tile=(4, 4), max_concurrency=4)
    assert len(plan.tiles) == 384
    server, gate, begun = Server(data, valid), threading.Event(), threading.Event()

    class Slow(ArraySink):
        def write(self, *pixels):
            begun.set()
            assert gate.wait(30)
            super().write(*pixels)

    sink = Slow(RasterLayout(plan.grid, ("A",), plan.pixel_type, "", None))
    thread = threading.Thread(target=run, args=(plan, server), kwargs={"sink": sink})
    thread.start()
    assert begun.wait(10)
    before = -1
    while server.requests != before:  # until nothing more is asked for
        before = server.requests
        time.sleep(0.2)
    assert before <= 1 + QUEUE_LENGTH + DECODERS + QUEUE_LENGTH + 4
    gate.set()
    thread.join(30)
    assert_whole(sink, data, valid)


def test_large_tiles_are_fewer_in_flight_and_in_the_queues():
    small = Transfer(plan_of(max_concurrency=8), Recipe("bsq"), Server(*source()), Cancel())
    assert (small._ceiling, small._bodies.maxsize, small._blocks.maxsize) == (8, QUEUE_LENGTH, QUEUE_LENGTH)
    extent = {**service().raw["extent"], "xmax": 1e5, "ymax": 1e5}
    huge = ImageService.from_json(URL, {**service().raw, "extent": extent, "bandCount": 4})
    choices = DownloadOptions.of(format="bsq", tile_columns=4000, tile_rows=4000, max_concurrency=64)
    large = Transfer(plan_download(huge, choices, has_lerc=False), Recipe("bsq"), Server(*source()), Cancel())
    assert (large._ceiling, large._bodies.maxsize) == (2, 1)


# Failures


def failing(bad, error, times=10**9):
    def before(window, attempt, cancel):
        if window == bad and attempt <= times:
            raise error

    return before


BAD = Window(32, 16, 16, 16)


@pytest.mark.parametrize(
    "error",
    [BUSY, errors.TransportFailure("Cut off."), errors.BadRequest("Unable to complete operation.", code=400)],
)
def test_a_tile_that_cannot_be_had_ends_the_transfer_and_is_named(error):
    server = Server(*source(), failing(BAD, error))
    with pytest.raises(
        errors.DownloadError, match=r"column 32, row 16 \(16 × 16 cells\).* after [34] attempts"
    ) as caught:
        run(plan_of(), server)
    assert error.message in caught.value.message
    assert "NoData may help" in caught.value.message
    assert caught.value.details["tiles"] == (BAD,)
    assert server.attempts[BAD] in {3, 4}


def test_failed_tiles_are_filled_and_listed_where_that_is_wanted():
    data, valid = source()
    server = Server(data, valid, failing(BAD, BUSY))
    tally, sink = run(plan_of(on_error="nodata"), server)
    hole = np.zeros((ROWS, COLUMNS), bool)
    hole[16:32, 32:48] = True
    assert_whole(sink, data, valid & ~hole)
    assert tally.failed == [(BAD, "Too busy.")]
    assert (tally.tiles, tally.cells) == (len(plan_of().tiles), COLUMNS * ROWS)
    assert tally.summaries[0].count == (valid & ~hole).sum()


def test_everything_may_fail_where_holes_are_wanted():
    def before(*_):
        raise errors.BadRequest("No.", code=400)

    tally, sink = run(plan_of(on_error="nodata"), Server(*source(), before))
    assert len(tally.failed) == tally.tiles == 24
    assert sink.mask.all()


@pytest.mark.parametrize("on_error", ["fail", "nodata"])
@pytest.mark.parametrize("kind", [errors.SignInRequired, errors.AccessDenied, errors.NotFound])
def test_what_concerns_the_whole_service_ends_the_transfer_as_it_is(kind, on_error):
    server = Server(*source(), failing(BAD, kind("The service's own words.")))
    with pytest.raises(kind, match="own words"):
        run(plan_of(on_error=on_error), server)


def test_what_passes_costs_only_another_attempt():
    data, valid = source()
    tally, sink = run(plan_of(), Server(data, valid, failing(BAD, BUSY, times=2)))
    assert_whole(sink, data, valid)
    assert (tally.retries, tally.requests, tally.failed) == (2, len(plan_of().tiles) + 2, [])


@pytest.mark.parametrize("garbage", [b"", b"\x00" * 17, b"<html>Sign in</html>", b'{"a":1}'])
def test_answers_that_are_no_pixels_are_asked_for_again(garbage):
    data, valid = source()
    server = Server(data, valid, lambda window, attempt, cancel: garbage if window == BAD and attempt < 3 else None)
    tally, sink = run(plan_of(), server)
    assert_whole(sink, data, valid)
    assert tally.retries == 2


def test_requests_that_are_too_large_are_divided(monkeypatch):
    monkeypatch.setattr(schedule, "SMALLEST_SPLIT", 16)
    data, valid = source()

    def before(window, attempt, cancel):
        if window.cells > 100:
            raise TOO_LARGE

    plan = plan_of(tile=(40, 40))
    tally, sink = run(plan, Server(data, valid, before))
    assert_whole(sink, data, valid)
    assert tally.tiles > len(plan.tiles)
    assert tally.failed == []


# The end


def wait_for_ever(window, attempt, cancel):
    """Behave as the session does: wait until cancelled."""
    assert cancel.wait(30), "the request was not cancelled"
    raise errors.Cancelled


@pytest.mark.parametrize("ceiling", [1, 8])
def test_a_cancel_ends_it_within_half_a_second(ceiling):
    cancel, ended = Cancel(), []
    server = Server(*source(), wait_for_ever)

    def work():
        with pytest.raises(errors.Cancelled):
            run(plan_of(max_concurrency=ceiling), server, cancel)
        ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    while not server.requests:
        time.sleep(0.005)
    began = time.monotonic()
    cancel.set()
    thread.join(10)
    assert ended[0] - began < 0.5


def test_a_cancel_in_the_middle_stops_asking():
    cancel = Cancel()
    plan = plan_of(tile=(4, 4))
    server = Server(*source())
    with pytest.raises(errors.Cancelled):
        run(plan, server, cancel, progress=lambda done, total, words: cancel.set())
    assert server.requests < len(plan.tiles)


def test_a_cancel_before_it_begins_asks_for_nothing():
    cancel = Cancel()
    cancel.set()
    server = Server(*source())
    with pytest.raises(errors.Cancelled):
        run(plan_of(), server, cancel)
    assert server.requests == 0


def test_a_cancel_while_everything_is_being_tried_again(monkeypatch):
    monkeypatch.setattr(schedule, "TILE_RETRY", RetryPolicy(attempts=100, base_s=60, cap_s=60))
    cancel = Cancel()
    timer = threading.Timer(0.1, cancel.set)
    timer.start()

    def before(*_):
        raise BUSY

    began = time.monotonic()
    with pytest.raises(errors.Cancelled):
        run(plan_of(), Server(*source(), before), cancel)
    assert time.monotonic() - began < 1
    timer.join()


class Failing(ArraySink):
    """A disk that is full after some tiles."""

    def __init__(self, plan, error, after):
        super().__init__(RasterLayout(plan.grid, ("A",), plan.pixel_type, "", None))
        self.error, self.left = error, after

    def write(self, *pixels):
        if not self.left:
            raise self.error
        self.left -= 1
        super().write(*pixels)


@pytest.mark.parametrize("error", [errors.OutputError("The disk is full."), MemoryError("no memory")])
@pytest.mark.parametrize("after", [0, 3])
def test_an_output_that_fails_ends_it_at_once(error, after):
    plan = plan_of(tile=(4, 4))
    server = Server(*source(), lambda window, attempt, cancel: time.sleep(0.005))
    began = time.monotonic()
    with pytest.raises(type(error), match=str(error)):
        run(plan, server, sink=Failing(plan, error, after))
    assert server.requests < len(plan.tiles)
    assert time.monotonic() - began < 1.5


def test_an_output_that_fails_cancels_the_requests_that_are_out():
    data, valid = source()
    plan = plan_of()
    first = plan.tiles[0]

    def before(window, attempt, cancel):
        if window != first:
            wait_for_ever(window, attempt, cancel)

    began = time.monotonic()
    with pytest.raises(errors.OutputError):
        run(plan, Server(data, valid, before), sink=Failing(plan, errors.OutputError("Full."), 0))
    assert time.monotonic() - began < 0.5


def test_a_progress_that_fails_ends_it():
    def progress(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(plan_of(), Server(*source()), progress=progress)


@pytest.mark.parametrize("error", [KeyError("bug"), MemoryError("no memory"), SystemExit("odd")])
def test_a_bug_in_a_thread_is_not_swallowed(error):
    def before(window, attempt, cancel):
        if window == BAD:
            raise error

    with pytest.raises(type(error)):
        run(plan_of(), Server(*source(), before))


def test_a_bug_in_decoding_is_not_swallowed(monkeypatch):
    def broken(*_):
        raise TypeError("bug")

    monkeypatch.setattr(Recipe, "decode", broken)
    with pytest.raises(TypeError, match="bug"):
        run(plan_of(), Server(*source()))


def test_a_transport_that_gives_up_by_itself_ends_it():
    """As QGIS's network does when the application is closed."""

    def before(*_):
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        run(plan_of(), Server(*source(), before))


# Words


def test_progress_comes_from_the_calling_thread_and_ends_at_the_end():
    calls, threads = [], set()

    def progress(done, total, words):
        calls.append((done, total, words))
        threads.add(threading.current_thread())

    run(plan_of(), Server(*source()), progress=progress)
    assert threads == {threading.current_thread()}
    assert calls[-1][:2] == (COLUMNS * ROWS, COLUMNS * ROWS)
    assert "24 of 24 tiles" in calls[-1][2]
    assert [done for done, _, _ in calls] == sorted(done for done, _, _ in calls)


def test_the_application_breathes_in_the_calling_thread_only():
    threads = set()
    use_transport(idle=lambda: threads.add(threading.current_thread()))
    try:
        server = Server(*source())
        run(plan_of(), server)
    finally:
        use_transport()
    assert threads == {threading.current_thread()}
    assert threading.current_thread() not in server.threads


def test_the_limit_that_was_reached_is_known():
    transfer = Transfer(plan_of(max_concurrency=2), Recipe("bsq"), Server(*source()), Cancel())
    transfer.run(sink_of(plan_of()))
    assert transfer.concurrency == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (89, "89 s"), (90, "2 min"), (600, "10 min"), (5399, "1 h 30 min"), (7500, "2 h 05 min")],
)
def test_times_in_words(seconds, words):
    assert duration(seconds) == words
