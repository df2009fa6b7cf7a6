# SPDX-License-Identifier: GPL-2.0-or-later
"""What was asked and answered: the request log and the counters that tests look at."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from .answer import Call

KEPT = 100_000


@dataclass
class Entry:
    """One request, still running while ``status`` is 0."""

    number: int
    call: Call
    started: float
    clock: float
    status: int = 0
    size: int = 0
    milliseconds: float = 0.0
    fault: str | None = None

    def json(self) -> dict[str, Any]:
        """Return the entry as the control resource shows it."""
        return {
            "n": self.number,
            "time": self.started,
            "method": self.call.method,
            "path": self.call.path,
            "service": self.call.service,
            "operation": self.call.operation,
            "params": dict(self.call.params),
            "headers": dict(self.call.headers),
            "status": self.status,
            "bytes": self.size,
            "ms": round(self.milliseconds, 3),
            "fault": self.fault,
        }


@dataclass
class Recorder:
    """The last requests in order of arrival. Used on the event loop only, hence without a lock."""

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    in_flight: int = 0
    max_in_flight: int = 0
    _count: int = 0

    def begin(self, call: Call) -> Entry:
        """Note that a request has arrived."""
        self._count += 1
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        entry = Entry(self._count, call, time.time(), time.perf_counter())
        self.entries.append(entry)
        return entry

    def end(self, entry: Entry) -> None:
        """Note that a request has been dealt with."""
        self.in_flight -= 1
        entry.milliseconds = (time.perf_counter() - entry.clock) * 1000

    def clear(self) -> None:
        """Forget the log; what is in flight stays counted."""
        self.entries.clear()
        self._count = 0
        self.max_in_flight = self.in_flight
