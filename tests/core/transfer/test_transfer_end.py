# SPDX-License-Identifier: GPL-2.0-or-later
"""How a transfer ends: every tile is written, listed, or ends it; and whatever happens, no thread is left."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from image_services.core import errors, schedule, size_limits
from image_services.core.cancel import Cancel
from image_services.core.grid import Window
from image_services.core.pilot import Recipe
from image_services.core.raster import ArraySink, RasterLayout
from image_services.core.retry import RetryPolicy

TOO_LARGE = errors.BadRequest("No.", code=400, messages=("The requested image exceeds the size limit.",))
BUSY = errors.ServerBusy("Too busy.", status=503)


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
def test_a_tile_that_cannot_be_had_ends_the_transfer_and_is_named(error, engine):
    server = engine.Server(*engine.source(), failing(BAD, error))
    with pytest.raises(
        errors.DownloadError, match=r"column 32, row 16 \(16 × 16 cells\).* after [34] attempts"
    ) as caught:
        engine.run(engine.plan(), server)
    assert error.message in caught.value.message
    assert "NoData may help" in caught.value.message
    assert caught.value.details["tiles"] == (BAD,)
    assert server.attempts[BAD] in {3, 4}


def test_failed_tiles_are_filled_and_listed_where_that_is_wanted(engine):
    data, valid = engine.source()
    server = engine.Server(data, valid, failing(BAD, BUSY))
    tally, sink = engine.run(engine.plan(on_error="nodata"), server)
    hole = np.zeros((engine.ROWS, engine.COLUMNS), bool)
    hole[16:32, 32:48] = True
    engine.assert_whole(sink, data, valid & ~hole)
    assert tally.failed == [(BAD, "Too busy.")]
    assert tally.cells == engine.COLUMNS * engine.ROWS
    assert tally.summaries[0].count == (valid & ~hole).sum()


def test_everything_may_fail_where_holes_are_wanted(engine):
    def before(*_):
        raise errors.BadRequest("No.", code=400)

    tally, sink = engine.run(engine.plan(on_error="nodata"), engine.Server(*engine.source(), before))
    assert len(tally.failed) == 24
    assert sink.mask.all()


@pytest.mark.parametrize("on_error", ["fail", "nodata"])
@pytest.mark.parametrize("kind", [errors.SignInRequired, errors.AccessDenied, errors.NotFound])
def test_what_concerns_the_whole_service_ends_the_transfer_as_it_is(kind, on_error, engine):
    server = engine.Server(*engine.source(), failing(BAD, kind("The service's own words.")))
    with pytest.raises(kind, match="own words"):
        engine.run(engine.plan(on_error=on_error), server)


def test_what_passes_costs_only_another_attempt(engine):
    data, valid = engine.source()
    tally, sink = engine.run(engine.plan(), engine.Server(data, valid, failing(BAD, BUSY, times=2)))
    engine.assert_whole(sink, data, valid)
    assert (tally.retries, tally.requests, tally.failed) == (2, len(engine.plan().tiles) + 2, [])


@pytest.mark.parametrize("garbage", [b"", b"\x00" * 17, b"<html>Sign in</html>", b'{"a":1}'])
def test_answers_that_are_no_pixels_are_asked_for_again(garbage, engine):
    data, valid = engine.source()
    server = engine.Server(
        data, valid, lambda window, attempt, cancel: garbage if window == BAD and attempt < 3 else None
    )
    tally, sink = engine.run(engine.plan(), server)
    engine.assert_whole(sink, data, valid)
    assert tally.retries == 2


def test_requests_that_are_too_large_are_divided(monkeypatch, engine):
    monkeypatch.setattr(schedule, "SMALLEST_SPLIT", 16)
    data, valid = engine.source()

    def before(window, attempt, cancel):
        if window.cells > 100:
            raise TOO_LARGE

    plan = engine.plan(tile=(40, 40))
    tally, sink = engine.run(plan, engine.Server(data, valid, before))
    engine.assert_whole(sink, data, valid)
    assert tally.requests > len(plan.tiles)
    assert tally.failed == []


def test_the_next_transfer_knows_how_large_is_too_large(monkeypatch, engine):
    monkeypatch.setattr(schedule, "SMALLEST_SPLIT", 16)
    data, valid = engine.source()

    def before(window, attempt, cancel):
        if window.cells > 100:
            raise TOO_LARGE

    plan = engine.plan(tile=(40, 40))
    engine.run(plan, engine.Server(data, valid, before))
    server = engine.Server(data, valid, before)
    tally, sink = engine.run(plan, server)
    engine.assert_whole(sink, data, valid)
    assert tally.retries == 0
    assert all(window.cells <= 100 for window in server.attempts)


def test_a_transfer_that_fails_leaves_word_of_how_large_is_too_large(monkeypatch, engine):
    monkeypatch.setattr(schedule, "SMALLEST_SPLIT", 16)

    def before(window, attempt, cancel):
        if window.cells > 100:
            raise TOO_LARGE
        raise errors.AccessDenied("No.")

    with pytest.raises(errors.AccessDenied):
        engine.run(engine.plan(tile=(40, 40)), engine.Server(*engine.source(), before))
    assert size_limits.largest_request(engine.URL).cells < 40 * 40


def test_a_server_that_breaks_at_every_large_request_is_asked_for_few_of_them(monkeypatch, engine):
    monkeypatch.setattr(schedule, "SMALLEST_SPLIT", 16)
    data, valid = engine.source()

    def before(window, attempt, cancel):
        if window.cells > 100:
            cancel.wait(0.02)  # longer than the pause before it is tried again
            raise errors.ServerBusy("It broke.", status=500)

    plan = engine.plan(tile=(16, 16), max_concurrency=2)
    server = engine.Server(data, valid, before)
    _, sink = engine.run(plan, server)
    engine.assert_whole(sink, data, valid)
    large = {window: count for window, count in server.attempts.items() if window.cells > 100}
    assert len(large) <= 4 + 1  # one tries later whether the limit is one
    assert size_limits.largest_request(engine.URL).is_certain


def test_a_server_that_was_only_out_of_order_gets_large_requests_again(monkeypatch, engine):
    monkeypatch.setattr(schedule, "SMALLEST_SPLIT", 16)
    data, valid = engine.source()
    broken = [12]

    def before(window, attempt, cancel):
        if window.cells > 50 and broken[0] > 0:
            broken[0] -= 1
            raise errors.ServerBusy("It broke.", status=500)

    plan = engine.plan(tile=(16, 16), max_concurrency=2)
    server = engine.Server(data, valid, before)
    tally, sink = engine.run(plan, server)
    engine.assert_whole(sink, data, valid)
    assert broken == [0]
    assert tally.requests < 2 * len(plan.tiles)
    assert size_limits.largest_request(engine.URL) is None


def test_one_large_request_that_breaks_says_nothing_of_the_others(monkeypatch, engine):
    monkeypatch.setattr(schedule, "SMALLEST_SPLIT", 16)
    data, valid = engine.source()
    server = engine.Server(data, valid, failing(BAD, errors.ServerBusy("It broke.", status=500)))
    tally, sink = engine.run(engine.plan(), server)
    engine.assert_whole(sink, data, valid)
    assert tally.requests == len(engine.plan().tiles) - 1 + 3 + 4
    assert size_limits.largest_request(engine.URL) is None


# The end


def wait_for_ever(window, attempt, cancel):
    """Behave as the session does: wait until cancelled."""
    assert cancel.wait(30), "the request was not cancelled"
    raise errors.Cancelled


@pytest.mark.parametrize("ceiling", [1, 8])
def test_a_cancel_ends_it_within_half_a_second(ceiling, engine):
    cancel, ended = Cancel(), []
    server = engine.Server(*engine.source(), wait_for_ever)

    def work():
        with pytest.raises(errors.Cancelled):
            engine.run(engine.plan(max_concurrency=ceiling), server, cancel)
        ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    while not server.requests:
        time.sleep(0.005)
    began = time.monotonic()
    cancel.set()
    thread.join(10)
    assert ended[0] - began < 0.5


def test_a_cancel_in_the_middle_stops_asking(engine):
    cancel = Cancel()
    plan = engine.plan(tile=(4, 4))
    server = engine.Server(*engine.source())
    with pytest.raises(errors.Cancelled):
        engine.run(plan, server, cancel, progress=lambda done, total, words: cancel.set())
    assert server.requests < len(plan.tiles)


def test_a_cancel_before_it_begins_asks_for_nothing(engine):
    cancel = Cancel()
    cancel.set()
    server = engine.Server(*engine.source())
    with pytest.raises(errors.Cancelled):
        engine.run(engine.plan(), server, cancel)
    assert server.requests == 0


def test_a_cancel_while_everything_is_being_tried_again(monkeypatch, engine):
    monkeypatch.setattr(schedule, "TILE_RETRY", RetryPolicy(attempts=100, base_s=60, cap_s=60))
    cancel = Cancel()
    timer = threading.Timer(0.1, cancel.set)
    timer.start()

    def before(*_):
        raise BUSY

    began = time.monotonic()
    with pytest.raises(errors.Cancelled):
        engine.run(engine.plan(), engine.Server(*engine.source(), before), cancel)
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
def test_an_output_that_fails_ends_it_at_once(error, after, engine):
    plan = engine.plan(tile=(4, 4))
    server = engine.Server(*engine.source(), lambda window, attempt, cancel: time.sleep(0.005))
    began = time.monotonic()
    with pytest.raises(type(error), match=str(error)):
        engine.run(plan, server, sink=Failing(plan, error, after))
    assert server.requests < len(plan.tiles)
    assert time.monotonic() - began < 1.5


def test_an_output_that_fails_cancels_the_requests_that_are_out(engine):
    data, valid = engine.source()
    plan = engine.plan()
    first = plan.tiles[0]

    def before(window, attempt, cancel):
        if window != first:
            wait_for_ever(window, attempt, cancel)

    began = time.monotonic()
    with pytest.raises(errors.OutputError):
        engine.run(plan, engine.Server(data, valid, before), sink=Failing(plan, errors.OutputError("Full."), 0))
    assert time.monotonic() - began < 0.5


def test_a_progress_that_fails_ends_it(engine):
    def progress(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.run(engine.plan(), engine.Server(*engine.source()), progress=progress)


@pytest.mark.parametrize("error", [KeyError("bug"), MemoryError("no memory"), SystemExit("odd")])
def test_a_bug_in_a_thread_is_not_swallowed(error, engine):
    def before(window, attempt, cancel):
        if window == BAD:
            raise error

    with pytest.raises(type(error)):
        engine.run(engine.plan(), engine.Server(*engine.source(), before))


def test_a_bug_in_decoding_is_not_swallowed(monkeypatch, engine):
    def broken(*_):
        raise TypeError("bug")

    monkeypatch.setattr(Recipe, "decode", broken)
    with pytest.raises(TypeError, match="bug"):
        engine.run(engine.plan(), engine.Server(*engine.source()))


def test_a_transport_that_gives_up_by_itself_ends_it(engine):
    """As QGIS's network does when the application is closed."""

    def before(*_):
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        engine.run(engine.plan(), engine.Server(*engine.source(), before))
