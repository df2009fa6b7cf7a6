# SPDX-License-Identifier: GPL-2.0-or-later
"""How far work is, as the thread that does it tells the one that shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable

Progress = Callable[[int, int, str], None]


class Latest:
    """The newest progress report of a thread, taken by another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._report: tuple[int, int, str] | None = None

    def __call__(self, done: int, total: int, text: str) -> None:
        """Keep a report; an older one that nobody took is of no interest any more."""
        with self._lock:
            self._report = (done, total, text)

    def take(self) -> tuple[int, int, str] | None:
        """Return the newest report, once."""
        with self._lock:
            report, self._report = self._report, None
        return report


def percent(done: int, total: int) -> float:
    """Return progress from 0 to 100."""
    return 100.0 * done / total if total else 0.0
