# SPDX-License-Identifier: GPL-2.0-or-later
"""The tiles of a transfer as jobs: which one is next, how many at once, and what becomes of one that failed."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cancel import Cancel
from .errors import (
    AccessDenied,
    BadRequest,
    DecodeError,
    ImageServiceError,
    NotFound,
    ProtocolError,
    ServerBusy,
    SignInRequired,
    TransportFailure,
)
from .grid import Window
from .limit import AdaptiveLimit
from .retry import RetryPolicy, is_overload
from .size_limits import SizeLimit

# What concerns the service as a whole, and does not pass.
HOPELESS = (SignInRequired, AccessDenied, NotFound)
# A server that is away for half a minute is waited for: the pauses add up to about 35 s.
TILE_RETRY = RetryPolicy(attempts=8, base_s=0.5, cap_s=15.0)
# Identical requests have been seen to fail twice with 400 and then succeed; many more attempts are a waste.
REFUSED_RETRY = RetryPolicy(attempts=4, base_s=0.25, cap_s=2.0)
# A server that answers nothing at all is asked again this often.
OUTAGE_PAUSE_S = 1.0
# Requests smaller than this are not divided further: size is not what is wrong with them.
SMALLEST_SPLIT = 128 * 128
# A tile that only times out or breaks the server is divided after this many failures.
SPLIT_AFTER = 2
# A limit that was only guessed (a server that breaks may have broken for another reason) is tried again, by one
# request, after this many answers below it; a window has four quarters, or a little more where it is uneven.
TRY_AFTER = 16
STEP_UP = 5
SIZE_WORDS = ("size limit", "image width", "image height", "exceeds the", "too large")


@dataclass
class Job:
    """A window to fetch; ``failures`` counts the attempts that failed."""

    window: Window
    failures: int = 0
    not_before: float = 0.0
    is_full: bool = True
    tries_limit: bool = False


@dataclass(frozen=True)
class Verdict:
    """What becomes of a failed job: it is tried ``again`` (perhaps in parts), or it may become a hole, or neither."""

    again: bool = False
    may_be_hole: bool = False


class Schedule:
    """The jobs of one transfer, shared by its threads."""

    def __init__(
        self, tiles: Sequence[Window], ceiling: int, *, may_divide: bool = True, limit: SizeLimit | None = None
    ) -> None:
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self._tiles: Iterator[Window] = iter(tiles)
        self._full_cells = tiles[0].cells if len(tiles) else 0
        self._may_divide = may_divide
        self._waiting: deque[Job] = deque()
        self._open = len(tiles)
        self._in_flight = 0
        self._limit = AdaptiveLimit(ceiling)
        self._paused_until = 0.0
        self._unanswered = 0  # requests that the server was too busy for since its last answer
        self._size_limit = limit  # of one request, once it was met
        self._is_trying = False  # a request that is larger is out, to see whether the limit is one
        self._answers_below = 0  # since the limit was met or tried
        self._largest_answered = 0
        self._closed = False

    @property
    def finished(self) -> bool:
        """Tell whether every tile has been written."""
        with self.lock:
            return self._open == 0

    @property
    def highest(self) -> int:
        """Return the highest number of parallel requests that was allowed."""
        return self._limit.highest

    @property
    def size_limit(self) -> SizeLimit | None:
        """Return how large one request may be; None where no limit was met."""
        with self.lock:
            return self._size_limit

    def close(self) -> None:
        """Wake every waiting thread: there is nothing more to take."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self, stop: Cancel) -> Job | None:
        """Wait for a job and a free place among the parallel requests; None when there is nothing left to do."""
        with self._changed:
            while not (self._closed or stop.is_set() or self._open == 0):
                now = time.monotonic()
                if self._in_flight < self._limit.value and now >= self._paused_until:
                    job = self._next(now)
                    if job is not None:
                        self._in_flight += 1
                        return job
                self._changed.wait(self._pause(now))
        return None

    def _pause(self, now: float) -> float:
        """Return how long to sleep before something can change by time alone."""
        moments = [job.not_before for job in self._waiting] + [self._paused_until]
        ahead = [moment - now for moment in moments if moment > now]
        return min([1.0, *ahead])

    def _next(self, now: float) -> Job | None:
        job = next((job for job in self._waiting if job.not_before <= now), None)
        if job is not None:
            self._waiting.remove(job)
        else:
            window = next(self._tiles, None)
            job = Job(window, is_full=window.cells >= self._full_cells) if window is not None else None
        limit = self._size_limit
        if job is not None and limit is not None and job.window.cells > limit.cells:
            if not self._may_try(job.window.cells, limit):
                self._divide(job)
                return self._next(now)
            job.tries_limit = self._is_trying = True
        return job

    def _may_try(self, cells: int, limit: SizeLimit) -> bool:
        """Tell whether a request larger than the limit may be sent, to see whether the limit is one."""
        is_time = self._answers_below >= TRY_AFTER and not self._is_trying
        return is_time and not limit.is_certain and cells <= STEP_UP * limit.cells

    def _divide(self, job: Job) -> None:
        parts = job.window.quarters()
        self._open += len(parts) - 1
        self._waiting.extendleft(Job(part, is_full=False) for part in reversed(parts))

    def skipped(self) -> None:
        """Note that a job needed no request: its place is free again."""
        with self._changed:
            self._in_flight -= 1
            self._changed.notify_all()

    def fetched(self, job: Job, started: float, seconds: float | None) -> None:
        """Note an answer: the place is free again, and the limit learns how long it took (None: not telling)."""
        with self._changed:
            self._in_flight -= 1
            self._unanswered = 0
            self._answers_below += 1
            self._largest_answered = max(self._largest_answered, job.window.cells)
            if self._ends_try(job):  # the next step needs no more answers
                is_full = job.window.cells >= self._full_cells
                self._size_limit = None if is_full else SizeLimit(job.window.cells)
            if job.is_full and seconds is not None:
                self._limit.succeeded(started, seconds)
            self._changed.notify_all()

    def written(self, job: Job) -> None:
        """Note that a job is done."""
        with self._changed:
            self._open -= 1
            if not self._open:
                self._changed.notify_all()

    def failed(self, job: Job, error: ImageServiceError, started: float, *, answered: bool) -> Verdict:
        """Note a failure and decide what becomes of the job.

        ``started`` is when its request was sent; ``answered`` tells that ``fetched`` was called for it already.
        """
        now = time.monotonic()
        with self._changed:
            job.failures += 1
            was_try = self._ends_try(job)
            self._answers_below = 0 if was_try else self._answers_below
            if not answered:
                self._in_flight -= 1
            if is_overload(error):
                self._limit.failed(started, now)
                self._unanswered += 1
            self._changed.notify_all()
            if isinstance(error, HOPELESS):
                return Verdict()
            if self._is_too_large(job, error, was_try=was_try):
                self._divide(job)
                return Verdict(again=True)
            pause = _pause_after(job, error)
            if pause is None:
                return Verdict(may_be_hole=True)
            if isinstance(error, ServerBusy) and error.retry_after is not None:
                self._paused_until = max(self._paused_until, now + pause)
            elif self._unanswered > self._limit.value:  # it refuses everything: asking for other tiles is no help
                self._paused_until = max(self._paused_until, now + min(pause, OUTAGE_PAUSE_S))
            job.not_before = now + pause
            self._waiting.append(job)
            return Verdict(again=True)

    def _ends_try(self, job: Job) -> bool:
        """Tell whether a job that has come back was to try the limit; it does so once."""
        was_try, job.tries_limit = job.tries_limit, False
        self._is_trying &= not was_try
        return was_try

    def _is_too_large(self, job: Job, error: ImageServiceError, *, was_try: bool) -> bool:
        """Tell whether the request should be divided.

        All others that large are as well, where the server says so outright, or breaks and has never answered one.
        """
        cells = job.window.cells
        if cells < SMALLEST_SPLIT or not self._may_divide:
            return False
        below = min(self._size_limit.cells if self._size_limit else cells, cells - 1)
        if says_too_large(error):
            self._size_limit = SizeLimit(below, is_certain=True)
            return True
        broke = (isinstance(error, TransportFailure) and error.details.get("under_way")) or (
            isinstance(error, ServerBusy) and error.details.get("status") in {500, 504}
        )
        if not broke or (job.failures <= SPLIT_AFTER and not was_try):
            return False
        if cells > self._largest_answered:
            self._size_limit, self._answers_below = SizeLimit(below, is_certain=was_try), 0
        return True


def says_too_large(error: ImageServiceError) -> bool:
    """Tell whether the server's words mean that the image is larger than it allows."""
    if not isinstance(error, BadRequest):
        return False
    words = " ".join(error.messages).lower()
    return any(part in words for part in SIZE_WORDS)


def _pause_after(job: Job, error: ImageServiceError) -> float | None:
    if isinstance(error, BadRequest):
        return REFUSED_RETRY.pause_s(job.failures)
    if isinstance(error, (DecodeError, ProtocolError)):
        return TILE_RETRY.pause_s(job.failures)  # a cut body, a page of a proxy: the pilot's answer was right
    return TILE_RETRY.wait_s(job.failures, error)
