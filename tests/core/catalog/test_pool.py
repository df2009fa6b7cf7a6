# SPDX-License-Identifier: GPL-2.0-or-later
"""Many jobs at once: all are done, the first error ends them, and no thread is left."""

from __future__ import annotations

import threading

import pytest
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, NotFound
from image_services.core.pool import run_all


@pytest.fixture(autouse=True)
def no_thread_is_left():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def wait_for_stop(stop):
    assert stop.wait(10), "nobody stopped this job"
    raise Cancelled


@pytest.mark.parametrize("width", [1, 3])
def test_every_job_is_done_once(width):
    found = dict(run_all(range(20), lambda job, stop: job * job, width=width))
    assert found == {job: job * job for job in range(20)}


def test_nothing_to_do_is_done():
    assert list(run_all([], lambda job, stop: job, width=4)) == []


def test_no_more_run_at_once_than_allowed():
    running, most, lock = set(), [], threading.Lock()

    def work(job, stop):
        with lock:
            running.add(job)
            most.append(len(running))
        stop.wait(0.01)
        with lock:
            running.discard(job)

    list(run_all(range(30), work, width=3))
    assert max(most) <= 3


def test_the_first_error_stops_the_others_and_is_raised():
    def work(job, stop):
        if job == 0:
            raise NotFound("gone")
        wait_for_stop(stop)

    with pytest.raises(NotFound, match="gone"):
        list(run_all(range(10), work, width=3))


def test_a_cancel_stops_everything():
    cancel = Cancel()
    begun = threading.Event()

    def work(job, stop):
        begun.set()
        wait_for_stop(stop)

    def tick():
        if begun.is_set():
            cancel.set()

    with pytest.raises(Cancelled):
        list(run_all(range(10), work, width=2, cancel=cancel, tick=tick))


def test_who_looks_away_early_leaves_nothing_running():
    def work(job, stop):
        if job:
            wait_for_stop(stop)
        return job

    jobs = run_all(range(5), work, width=2)
    assert next(jobs) == (0, 0)
    jobs.close()
