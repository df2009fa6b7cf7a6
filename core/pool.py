# SPDX-License-Identifier: GPL-2.0-or-later
"""Many similar jobs at once, as many as the server keeps up with, watched by the calling thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from .cancel import Cancel
from .errors import Cancelled, ImageServiceError
from .limit import AdaptiveLimit
from .retry import is_overload
from .session import idle

J = TypeVar("J")
R = TypeVar("R")
POLL_S = 0.05


def _nothing() -> None:
    """Take no notice."""


def run_all(
    jobs: Iterable[J],
    work: Callable[[J, Cancel], R],
    *,
    width: int,
    cancel: Cancel | None = None,
    tick: Callable[[], None] = _nothing,
) -> Iterator[tuple[J, R]]:
    """Yield each job with what ``work(job, stop)`` returned for it, as they end.

    At most ``width`` run at once, and fewer where the answers slow down. The first error stops the others and is
    raised here; so does a cancel. No thread is left when this ends.

    Args:
        jobs: what there is to do; taken one by one.
        work: does one, in a thread, until ``stop`` is set.
        width: the most at once.
        cancel: stops everything.
        tick: called in the calling thread, a few times a second.
    """
    cancel, stop = cancel or Cancel(), Cancel()
    limit = AdaptiveLimit(width)
    waiting = iter(jobs)
    running: dict[Future[R], tuple[J, float]] = {}
    pool = ThreadPoolExecutor(width, "image-services")
    try:
        with cancel.on_cancel(stop.set):
            while True:
                _fill(waiting, running, limit.value, lambda job: pool.submit(work, job, stop))
                if not running:
                    return
                idle()
                cancel.raise_if_set()
                ended, _ = wait(running, POLL_S, FIRST_COMPLETED)
                tick()
                for future in ended:
                    job, started = running.pop(future)
                    yield job, _result(future, started, limit)
    finally:
        stop.set()
        while any(not future.done() for future in running):
            idle()
            wait(running, POLL_S)
        pool.shutdown()


def _fill(
    waiting: Iterator[J], running: dict[Future[R], tuple[J, float]], most: int, start: Callable[[J], Future[R]]
) -> None:
    while len(running) < most:
        for job in waiting:
            running[start(job)] = (job, time.monotonic())
            break
        else:
            return


def _result(future: Future[R], started: float, limit: AdaptiveLimit) -> R:
    now = time.monotonic()
    error = future.exception()
    if error is None:
        limit.succeeded(started, now - started)
    elif isinstance(error, ImageServiceError) and not isinstance(error, Cancelled) and is_overload(error):
        limit.failed(started, now)
    return future.result()
