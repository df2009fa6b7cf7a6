# SPDX-License-Identifier: GPL-2.0-or-later
"""The engine: tiles are fetched in parallel, decoded beside that, and handed to one sink as they come.

    fetchers (as many as the adaptive limit) -> bounded queue -> 2 decoders -> bounded queue -> the calling thread

Memory is bounded by the queues, not by the raster. Every tile is written, listed as failed, or ends the transfer: there
is no fourth way.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from .cancel import Cancel
from .decode.block import Block
from .errors import Cancelled, DownloadError, ImageServiceError
from .fetcher import Fetcher
from .grid import Window
from .plan import DownloadPlan
from .raster import Sink
from .schedule import HOPELESS, Job, Schedule, says_too_large
from .session import Answer, Session, idle
from .size_limits import largest_request, remember
from .statistics import BandSummary, summarize

DECODERS = 2
QUEUE_LENGTH = 4
# Bytes of pixels that each queue holds, and that all requests in flight may bring, however large the tiles are. Large
# tiles need fewer requests at once to fill a line.
QUEUE_BYTES = 32_000_000
FLIGHT_BYTES = 96_000_000
POLL_S = 0.05
# How long threads may take to end after a stop; their sockets are shut down, so this is generous.
JOIN_S = 5.0

Progress = Callable[[int, int, str], None]


@dataclass
class Tally:
    """What a transfer has done so far."""

    cells: int = 0
    bytes_received: int = 0
    requests: int = 0
    retries: int = 0
    failed: list[tuple[Window, str]] = field(default_factory=list)
    summaries: tuple[BandSummary, ...] = ()


@dataclass(frozen=True)
class _Fetched:
    job: Job
    body: Any
    started: float
    is_sure: bool


@dataclass(frozen=True)
class _Pixels:
    job: Job
    data: NDArray[Any]
    valid: NDArray[Any] | None
    summaries: tuple[BandSummary, ...]
    is_sure: bool


@dataclass(frozen=True)
class _Hole:
    """A job that brings no pixels: it could not be had, or nothing of it is wanted."""

    job: Job


class TrialFailed(Exception):
    """Something went wrong before the first tile came back right: is it the way of asking? Nothing was written."""


class Transfer:
    """One transfer of the tiles of a plan into a sink. ``run`` once.

    Where part of the raster is there already, ``tiles`` are the windows that are missing, and ``tally`` says what is
    known of the rest. ``is_trial``: nobody has tried the recipe on this server.
    """

    def __init__(
        self,
        plan: DownloadPlan,
        recipe: Fetcher,
        session: Session,
        cancel: Cancel,
        *,
        tiles: Sequence[Window] | None = None,
        tally: Tally | None = None,
        is_trial: bool = False,
    ) -> None:
        tiles = plan.tiles if tiles is None else tiles
        self._plan = plan
        self._recipe = recipe
        self._session = session
        self._user = cancel
        self._stop = Cancel()  # thrown by the user's, and by a failure
        tile_bytes = _tile_bytes(plan)
        self._ceiling = max(1, min(plan.options.max_concurrency, len(tiles), max(2, FLIGHT_BYTES // tile_bytes)))
        known = largest_request(plan.service.url) if plan.cache is None else None
        self._schedule = Schedule(tiles, self._ceiling, may_divide=plan.cache is None, limit=known)
        length = max(1, min(QUEUE_LENGTH, QUEUE_BYTES // tile_bytes))
        self._bodies: queue.Queue[_Fetched] = queue.Queue(length)
        self._blocks: queue.Queue[_Pixels | _Hole | ImageServiceError] = queue.Queue(length)
        self._error: BaseException | None = None
        self._is_trial = is_trial
        self.tally = tally or Tally()

    @property
    def concurrency(self) -> int:
        """Return the highest number of parallel requests that was allowed."""
        return self._schedule.highest

    def run(self, sink: Sink, progress: Progress | None = None) -> Tally:
        """Transfer everything; the calling thread writes to ``sink``.

        Raises:
            Cancelled: the user stopped it.
            DownloadError: a tile could not be had, and holes were not allowed.
            TrialFailed: the first answers of a trial were not right.
            ImageServiceError: the service cannot be read at all, or the sink refused.
        """
        with self._user.on_cancel(self._stop.set), self._stop.on_cancel(self._schedule.close):
            threads = self._start_threads()
            try:
                self._drain(sink, progress)
            finally:
                self._stop.set()
                self._end(threads)
                if self._plan.cache is None:
                    remember(self._plan.service.url, self._schedule.size_limit)
        return self.tally

    def _start_threads(self) -> list[threading.Thread]:
        works = [self._fetch] * self._ceiling + [self._decode] * DECODERS
        threads = [threading.Thread(target=self._guard, args=(work,), daemon=True) for work in works]
        for thread in threads:
            thread.start()
        return threads

    def _end(self, threads: list[threading.Thread]) -> None:
        deadline = time.monotonic() + JOIN_S
        for thread in threads:
            while thread.is_alive() and time.monotonic() < deadline:
                idle()
                thread.join(POLL_S)

    def _guard(self, work: Callable[[], None]) -> None:
        """Run a thread's work; whatever it raises ends the transfer in the calling thread."""
        try:
            work()
        except Cancelled:
            self._stop.set()
        except BaseException as error:  # noqa: BLE001 - a thread must not die silently; the caller raises it again
            self._error = self._error or error
            self._stop.set()

    def _drain(self, sink: Sink, progress: Progress | None) -> None:
        meter = Meter(self._plan, progress, self.tally.cells)
        while not self._schedule.finished:
            idle()
            self._user.raise_if_set()
            if self._stop.is_set():
                raise self._error or Cancelled
            try:
                block = self._blocks.get(timeout=POLL_S)
            except queue.Empty:
                meter.tick(self.tally)
                continue
            if isinstance(block, ImageServiceError):
                raise block
            if isinstance(block, _Hole):
                sink.write_hole(block.job.window)
            else:
                sink.write(block.job.window, block.data, block.valid)
                if not block.is_sure:
                    sink.doubt(block.job.window)
                self._sum_up(block.summaries)
            self.tally.cells += block.job.window.cells
            self._schedule.written(block.job)
            meter.tick(self.tally)
        if self._error is not None:
            raise self._error
        meter.done(self.tally)

    def _sum_up(self, summaries: tuple[BandSummary, ...]) -> None:
        known = self.tally.summaries
        self.tally.summaries = tuple(a + b for a, b in zip(known, summaries)) if known else summaries

    def _fetch(self) -> None:
        """Fetch one job after another, until there are none."""
        while (job := self._schedule.take(self._stop)) is not None:
            started = time.monotonic()
            if self._lies_outside(job.window):
                self._schedule.skipped()
                self._put(self._blocks, _Hole(job))
                continue
            try:
                haul = self._recipe.fetch(self._plan, job.window, self._get)
            except Cancelled:
                raise
            except ImageServiceError as error:
                self._failed(job, error, started, answered=False)
                continue
            self._schedule.fetched(job, started, haul.seconds)
            self._put(self._bodies, _Fetched(job, haul.body, started, haul.is_sure))

    def _get(self, operation: str, params: Mapping[str, str]) -> Answer:
        """Send a request to an operation of the service, and count it."""
        try:
            answer = self._session.fetch(f"{self._plan.service.url}/{operation}", params, cancel=self._stop)
        except Cancelled:
            raise
        except ImageServiceError:
            self._count(0)
            raise
        self._count(len(answer.body))
        return answer

    def _lies_outside(self, window: Window) -> bool:
        """Tell whether nothing of a window is wanted, so that it need not be fetched."""
        clip = self._plan.clip
        return clip is not None and not clip.touches(self._plan.grid.extent_of(window))

    def _count(self, received: int) -> None:
        with self._schedule.lock:
            self.tally.requests += 1
            self.tally.bytes_received += received

    def _decode(self) -> None:
        while not self._stop.is_set():
            try:
                fetched = self._bodies.get(timeout=POLL_S)
            except queue.Empty:
                if self._schedule.finished:
                    return
                continue
            try:
                block = self._recipe.decode(self._plan, fetched.job.window, fetched.body)
            except ImageServiceError as error:
                self._failed(fetched.job, error, fetched.started, answered=True)
                continue
            self._end_trial()
            self._put(self._blocks, self._pixels(fetched, block))

    def _pixels(self, fetched: _Fetched, block: Block) -> _Pixels:
        """Pick the bands wanted, where the server did not, and sum up the values."""
        data, valid = block.data, block.valid
        if not self._plan.server_picks_bands:
            bands = list(self._plan.bands)
            data = data[bands]
            valid = valid if valid is None or valid.ndim == 2 else valid[bands]
        if self._plan.clip is not None:
            inside = self._plan.clip.inside(self._plan.grid, fetched.job.window)
            valid = inside if valid is None else valid & inside
        counted = valid
        if valid is not None and valid.ndim == 3 and self._plan.no_data is None:
            counted = valid.all(axis=0)  # a file without a NoData value has one mask for all bands
        return _Pixels(fetched.job, data, valid, summarize(data, counted), fetched.is_sure)

    def _failed(self, job: Job, error: ImageServiceError, started: float, *, answered: bool) -> None:
        """Decide what becomes of a job that failed: again, in parts, a hole, or the end."""
        if not isinstance(error, HOPELESS) and not says_too_large(error):
            self._fail_trial()
        verdict = self._schedule.failed(job, error, started, answered=answered)
        if verdict.again:
            with self._schedule.lock:
                self.tally.retries += 1
            return
        if verdict.may_be_hole and self._plan.options.on_error == "nodata":
            with self._schedule.lock:
                self.tally.failed.append((job.window, error.message))
            self._put(self._blocks, _Hole(job))
            return
        self._put(self._blocks, self._final(job, error, verdict.may_be_hole))

    def _end_trial(self) -> None:
        """Note that a tile came back right; raise Cancelled if the trial has failed before, so that none is written."""
        with self._schedule.lock:
            if isinstance(self._error, TrialFailed):
                raise Cancelled
            self._is_trial = False

    def _fail_trial(self) -> None:
        """End a trial, and raise Cancelled; do nothing where there is none any more."""
        with self._schedule.lock:
            if not self._is_trial:
                return
            self._error = self._error or TrialFailed()
        raise Cancelled

    def _final(self, job: Job, error: ImageServiceError, is_tile: bool) -> ImageServiceError:
        """Return the error that ends the transfer: the tile's, unless it concerns the service as a whole."""
        if not is_tile:
            return error
        window = job.window
        return DownloadError(
            f"The tile at column {window.column:,}, row {window.row:,} ({window.columns} × {window.rows} cells) "
            f"could not be had after {job.failures} attempts. {error.message} Smaller tiles, "
            "fewer parallel requests, or filling failed tiles with NoData may help.",
            url=error.url,
            tiles=(window,),
        )

    def _put(self, target: queue.Queue[Any], item: Any) -> None:
        """Put into a bounded queue, giving up when everything stops."""
        while not self._stop.is_set():
            try:
                target.put(item, timeout=POLL_S)
            except queue.Full:
                continue
            return
        raise Cancelled


def _tile_bytes(plan: DownloadPlan) -> int:
    return plan.tiles.tile_columns * plan.tiles.tile_rows * plan.answer_bands * plan.pixel_type.bytes


class Meter:
    """Tells the progress of a transfer in words, a few times a second."""

    INTERVAL_S = 0.2

    def __init__(self, plan: DownloadPlan, progress: Progress | None, resumed_cells: int = 0) -> None:
        self._plan = plan
        self._progress = progress
        self._resumed = resumed_cells  # they say nothing about how long the rest takes
        self._started = time.monotonic()
        self._next = 0.0

    def tick(self, tally: Tally) -> None:
        """Report, if the last report is long enough ago."""
        now = time.monotonic()
        if self._progress is not None and now >= self._next:
            self._next = now + self.INTERVAL_S
            self._progress(tally.cells, self._plan.cells, self._words(tally, now))

    def done(self, tally: Tally) -> None:
        """Report the end."""
        if self._progress is not None:
            self._progress(tally.cells, self._plan.cells, self._words(tally, time.monotonic()))

    def _words(self, tally: Tally, now: float) -> str:
        seconds = max(now - self._started, 1e-3)
        rate = tally.bytes_received / seconds / 1e6
        count = len(self._plan.tiles)
        done = count * tally.cells // self._plan.cells  # a tile may have come in pieces
        text = f"Fetched {done:,} of {count:,} tiles, {rate:.1f} MB/s"
        if self._resumed < tally.cells < self._plan.cells:
            left = seconds * (self._plan.cells - tally.cells) / (tally.cells - self._resumed)
            text += f", {duration(left)} left"
        return text


def duration(seconds: float) -> str:
    """Return a time for people: "45 s", "12 min", "3 h 05 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
