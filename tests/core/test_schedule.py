# SPDX-License-Identifier: GPL-2.0-or-later
"""Tiles as jobs: nothing is lost, nothing is done twice, and a server in trouble is not pressed. The clock is false."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import errors, retry
from image_services.core import schedule as module
from image_services.core.cancel import Cancel
from image_services.core.grid import Window, plan_tiles
from image_services.core.schedule import OUTAGE_PAUSE_S, REFUSED_RETRY, TILE_RETRY, Schedule

BUSY = errors.ServerBusy("Busy.", status=503)
TIMED_OUT = errors.TransportFailure("No answer in time.", under_way=True)
NO_CONNECTION = errors.TransportFailure("No connection.", under_way=False)
REFUSED = errors.BadRequest("Refused.", code=400, messages=("Unable to complete operation.",))
TOO_LARGE = errors.BadRequest("Refused.", code=400, messages=("The requested image exceeds the size limit.",))
NONSENSE = errors.DecodeError("No pixels.")


class Clock:
    """Replaces the clock and the waiting of a schedule: waiting only moves the clock on."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: self.now))

    def attach(self, jobs):
        jobs._changed = _Condition(jobs.lock, self._wait)
        return jobs

    def _wait(self, seconds):
        assert 0 < seconds <= 1
        self.now += seconds


class _Condition:
    def __init__(self, lock, wait):
        self._lock, self.wait = lock, wait

    def notify_all(self):
        pass

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *details):
        return self._lock.__exit__(*details)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def jobs_of(clock):
    def make(columns=1024, rows=1024, tile=256, ceiling=1):
        return clock.attach(Schedule(plan_tiles(columns, rows, tile, tile), ceiling))

    return make


def finish(jobs, job, clock, seconds=0.5):
    jobs.fetched(job, clock.now, seconds)
    jobs.written(job)


def drain(jobs, clock):
    """Take and finish everything that is left; return the windows."""
    done = []
    while (job := jobs.take(Cancel())) is not None:
        finish(jobs, job, clock)
        done.append(job.window)
    return done


def cells(windows):
    return sorted(
        (column, row)
        for window in windows
        for column in range(window.column, window.column + window.columns)
        for row in range(window.row, window.row + window.rows)
    )


def test_every_tile_is_given_out_once_in_order(jobs_of, clock):
    jobs = jobs_of()
    assert not jobs.finished
    assert drain(jobs, clock) == list(plan_tiles(1024, 1024, 256, 256))
    assert jobs.finished
    assert jobs.take(Cancel()) is None


def test_nothing_to_do_is_finished(clock):
    jobs = clock.attach(Schedule([], 4))
    assert jobs.finished
    assert jobs.take(Cancel()) is None


def test_no_more_jobs_are_out_than_the_limit_allows(jobs_of, monkeypatch):
    jobs = jobs_of(ceiling=2)
    first, _ = jobs.take(Cancel()), jobs.take(Cancel())

    def stop(_):
        jobs.close()

    monkeypatch.setattr(jobs._changed, "wait", stop)
    assert jobs.take(Cancel()) is None  # it had to wait
    jobs._closed = False
    jobs.fetched(first, 0, 1)
    assert jobs.take(Cancel()) is not None
    assert jobs.highest == 2


def test_a_closed_schedule_and_a_thrown_switch_give_nothing(jobs_of):
    jobs = jobs_of()
    thrown = Cancel()
    thrown.set()
    assert jobs.take(thrown) is None
    assert jobs.take(Cancel()) is not None
    jobs.close()
    assert jobs.take(Cancel()) is None
    assert not jobs.finished


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (BUSY, TILE_RETRY.attempts),
        (NO_CONNECTION, TILE_RETRY.attempts),
        (NONSENSE, TILE_RETRY.attempts),
        (REFUSED, REFUSED_RETRY.attempts),
        (errors.ProtocolError("A page."), TILE_RETRY.attempts),
    ],
)
def test_a_tile_that_fails_is_tried_again_after_growing_pauses_and_then_may_be_a_hole(error, attempts, jobs_of, clock):
    jobs = jobs_of(256, 256)
    began = []
    while True:
        job = jobs.take(Cancel())
        began.append(clock.now)
        verdict = jobs.failed(job, error, clock.now, answered=False)
        if not verdict.again:
            break
    assert verdict.may_be_hole
    assert len(began) == attempts == job.failures
    pauses = [b - a for a, b in zip(began, began[1:], strict=False)]
    assert all(pause > 0 for pause in pauses)
    assert sum(pauses[-2:]) > sum(pauses[:2])


def test_a_server_that_is_away_for_fifteen_seconds_costs_no_tile(jobs_of, clock):
    jobs = jobs_of(2560, 2560)
    back_at = clock.now + 15
    requests = 0
    done = []
    while (job := jobs.take(Cancel())) is not None:
        requests += 1
        clock.now += 0.001  # refused at once
        if clock.now < back_at:
            assert jobs.failed(job, NO_CONNECTION, clock.now, answered=False).again
        else:
            finish(jobs, job, clock)
            done.append(job.window)
    assert sorted(done, key=lambda w: (w.row, w.column)) == list(plan_tiles(2560, 2560, 256, 256))
    assert requests < 100 + 60  # it was not hammered while it was away


@pytest.mark.parametrize("ceiling", [1, 8])
def test_a_server_that_refuses_everything_is_asked_about_once_a_second(ceiling, jobs_of, clock):
    jobs = jobs_of(8192, 8192, ceiling=ceiling)
    began, requests = clock.now, 0
    while clock.now < began + 10:
        out = [jobs.take(Cancel()) for _ in range(jobs._limit.value)]
        requests += len(out)
        clock.now += 0.001
        for job in out:
            jobs.failed(job, BUSY, clock.now - 0.001, answered=False)
    assert requests < 3 * 10 / OUTAGE_PAUSE_S + 20


def test_one_refusal_among_answers_stops_nobody_else(jobs_of, clock):
    jobs = jobs_of()
    first, *_ = finished = [jobs.take(Cancel())]
    finish(jobs, finished[0], clock)
    refused = jobs.take(Cancel())
    jobs.failed(refused, BUSY, clock.now, answered=False)
    before = clock.now
    following = jobs.take(Cancel())
    assert following.window not in {first.window, refused.window}
    assert clock.now == before


def test_a_pause_that_the_server_asks_for_is_everybodys(jobs_of, clock):
    jobs = jobs_of()
    began = clock.now
    job = jobs.take(Cancel())
    jobs.failed(job, errors.ServerBusy("Wait.", retry_after=60, status=429), clock.now, answered=False)
    assert jobs.take(Cancel()) is not None
    assert clock.now >= began + 60


def test_an_answer_that_cannot_be_decoded_frees_its_place_once(jobs_of, clock):
    jobs = jobs_of(ceiling=1)
    job = jobs.take(Cancel())
    jobs.fetched(job, clock.now, 1)
    assert jobs.failed(job, NONSENSE, clock.now, answered=True).again
    assert jobs._in_flight == 0
    assert len(drain(jobs, clock)) == 16


@pytest.mark.parametrize("error", [errors.SignInRequired("x"), errors.AccessDenied("x"), errors.NotFound("x")])
def test_what_concerns_the_service_is_neither_tried_again_nor_a_hole(error, jobs_of, clock):
    jobs = jobs_of()
    verdict = jobs.failed(jobs.take(Cancel()), error, clock.now, answered=False)
    assert not verdict.again
    assert not verdict.may_be_hole


def test_a_size_that_the_server_refuses_is_learnt_for_all_tiles(jobs_of, clock):
    jobs = jobs_of(1024, 1024, tile=512)
    assert jobs.failed(jobs.take(Cancel()), TOO_LARGE, clock.now, answered=False).again
    windows = drain(jobs, clock)
    assert {(window.columns, window.rows) for window in windows} == {(256, 256)}
    assert cells(windows) == cells([Window(0, 0, 1024, 1024)])
    assert jobs.finished


def test_a_size_refused_twice_is_halved_twice(jobs_of, clock):
    jobs = jobs_of(512, 512, tile=512)
    for _ in range(2):
        jobs.failed(jobs.take(Cancel()), TOO_LARGE, clock.now, answered=False)
    windows = drain(jobs, clock)
    assert {window.cells for window in windows} == {128 * 128}
    assert cells(windows) == cells([Window(0, 0, 512, 512)])


def test_small_requests_are_not_divided_for_ever(jobs_of, clock):
    jobs = jobs_of(100, 100, tile=100)
    attempts = 1
    while jobs.failed(jobs.take(Cancel()), TOO_LARGE, clock.now, answered=False).again:
        attempts += 1
    assert attempts == REFUSED_RETRY.attempts


@pytest.mark.parametrize(
    ("error", "divides"),
    [
        (TIMED_OUT, True),
        (errors.ServerBusy("x", status=500), True),
        (errors.ServerBusy("x", status=504), True),
        (BUSY, False),
        (errors.ServerBusy("x", status=429), False),
        (NO_CONNECTION, False),  # the network is away: smaller requests would only be more of them
    ],
)
def test_only_a_request_that_breaks_the_server_is_divided(error, divides, jobs_of, clock):
    jobs = jobs_of(256, 256)
    for _ in range(3):
        assert jobs.failed(jobs.take(Cancel()), error, clock.now, answered=False).again
    windows = drain(jobs, clock)
    assert len(windows) == (4 if divides else 1)
    assert cells(windows) == cells([Window(0, 0, 256, 256)])


class Patience(Cancel):
    """A switch that throws itself when all there is to wait for is the jobs that are out."""

    def __init__(self, clock, out):
        super().__init__()
        self._until = clock.now + 200 if out else float("inf")
        self._clock = clock

    def is_set(self):
        return self._clock.now > self._until


@given(st.data())
def test_whatever_fails_every_cell_is_done_exactly_once(data):
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(retry, "_dice", SimpleNamespace(uniform=max))  # examples have to repeat themselves
        clock = Clock(monkeypatch)
        columns, rows, tile = data.draw(st.tuples(st.integers(1, 700), st.integers(1, 700), st.integers(100, 400)))
        jobs = clock.attach(Schedule(plan_tiles(columns, rows, tile, tile), data.draw(st.integers(1, 8))))
        out, done, failures = [], [], 0
        while not jobs.finished:
            if len(out) < jobs._limit.value and (not out or data.draw(st.booleans())):
                job = jobs.take(Patience(clock, out))
                if job is not None:
                    out.append(job)
                    continue
            job = out.pop(data.draw(st.integers(0, len(out) - 1)))
            clock.now += 0.1
            error = None
            if failures < 12:
                error = data.draw(st.sampled_from([None, None, BUSY, TIMED_OUT, TOO_LARGE, NONSENSE, REFUSED]))
            if error is None:
                finish(jobs, job, clock)
                done.append(job.window)
                continue
            failures += 1
            if not jobs.failed(job, error, clock.now, answered=False).again:
                jobs.written(job)  # a hole
                done.append(job.window)
        assert sum(window.cells for window in done) == columns * rows
        assert len(set(cells(done))) == columns * rows


def test_real_threads_share_the_jobs():
    jobs = Schedule(plan_tiles(100, 100, 10, 10), 8)
    done, lock, stop = [], threading.Lock(), Cancel()

    def work():
        while (job := jobs.take(stop)) is not None:
            jobs.fetched(job, 0, 0.001)
            with lock:
                done.append(job.window)
            jobs.written(job)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
    assert sorted(done, key=lambda w: (w.row, w.column)) == list(plan_tiles(100, 100, 10, 10))


def test_closing_wakes_a_thread_that_waits():
    jobs = Schedule(plan_tiles(10, 10, 10, 10), 1)
    assert jobs.take(Cancel()) is not None
    taken = []
    thread = threading.Thread(target=lambda: taken.append(jobs.take(Cancel())))
    thread.start()
    jobs.close()
    thread.join(10)
    assert taken == [None]
