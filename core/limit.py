# SPDX-License-Identifier: GPL-2.0-or-later
"""How many requests to keep in flight: a limit that rises while the server keeps up and falls when it does not.

Errors alone do not tell: a server that slows down without failing never answers 503 (five to twelve times slower, in
measurements with a fixed number). So the limit also follows the latency of full-sized answers, in log space, against
the best that was seen. Law and constants come from simulations over many kinds of servers, of 400 tiles each (geometric
mean 1.12 of the best fixed number, worst 1.4); what real requests reach is measured in the benchmarks.
"""

from __future__ import annotations

import math

START = 4
BACK_OFF = 0.7  # after answers that were slower
STEP_BACK = 0.85  # after a refusal, which comes as soon as there is one request too many
SLOWER = math.log(1.45)  # mean latency this far above the base: fall
CALM = math.log(1.25)  # smoothed latency within this of the base: may rise
DRIFT = 0.005  # the base may creep up: servers change
SMOOTHING = 0.2
FIRST_WINDOW = 6
LATER_WINDOW = 10
RECOVERY = 0.02  # how fast a limit that failed is tried again, per answer


class AdaptiveLimit:
    """The number of requests to keep in flight, between 1 and ``ceiling``. Not locked: its owner does that."""

    def __init__(self, ceiling: int, start: int = START) -> None:
        self._ceiling = float(ceiling)
        self._failed_at = float(ceiling)
        self._limit = float(min(start, ceiling))
        self._slow_start = True
        self._base: float | None = None
        self._smoothed: float | None = None
        self._deviation = 0.0
        self._window: list[float] = []
        self._cut_at = -math.inf
        self.highest = int(self._limit)

    @property
    def value(self) -> int:
        """Return how many requests may be in flight now."""
        return max(1, int(self._limit))

    def succeeded(self, started_s: float, seconds: float) -> None:
        """Note a full-sized answer that was sent at ``started_s`` (of a monotonic clock) and took ``seconds``."""
        if started_s < self._cut_at:
            return  # it was sent under a limit that is history
        self._failed_at = min(self._ceiling, self._failed_at + RECOVERY)
        latency = math.log(max(seconds, 1e-4))
        self._smoothed = latency if self._smoothed is None else self._smoothed + SMOOTHING * (latency - self._smoothed)
        self._window.append(latency)
        full = FIRST_WINDOW if self._base is None else max(LATER_WINDOW, self.value)
        if len(self._window) >= full:
            self._judge(started_s + seconds)
        self._grow()

    def failed(self, started_s: float, now_s: float) -> None:
        """Note that the server was overloaded by a request sent at ``started_s``; falls once per round trip."""
        if started_s < self._cut_at:
            return
        self._failed_at = max(1.0, 0.9 * self._limit)
        self._cut(now_s, STEP_BACK)

    def _judge(self, now_s: float) -> None:
        """Compare the mean latency of a window of answers with the base; fall when it is clearly slower."""
        count = len(self._window)
        mean = sum(self._window) / count
        spread = math.sqrt(sum((value - mean) ** 2 for value in self._window) / count)
        self._deviation = spread if self._base is None else 0.5 * (self._deviation + spread)
        error = self._deviation / math.sqrt(count)
        self._window.clear()
        best = mean + error
        self._base = best if self._base is None else min(self._base + DRIFT, best)
        if mean > self._base + SLOWER + 0.5 * error:
            self._cut(now_s, BACK_OFF)

    def _grow(self) -> None:
        noise = self._deviation * math.sqrt(SMOOTHING / (2 - SMOOTHING))
        calm = self._base is None or (self._smoothed or 0.0) <= self._base + CALM + noise
        if calm:
            step = 1.0 if self._slow_start else 1.0 / self._limit  # twice as many each round trip, or one more
            self._limit = min(self._failed_at, self._ceiling, self._limit + step)
            self.highest = max(self.highest, self.value)

    def _cut(self, now_s: float, factor: float) -> None:
        self._limit = max(1.0, self._limit * factor)
        self._slow_start = False
        self._cut_at = now_s
        self._window.clear()
