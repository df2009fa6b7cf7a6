# SPDX-License-Identifier: GPL-2.0-or-later
"""Work of the library under a Processing algorithm: in a thread of its own, watched by the calling one.

qgis_process and processing.run call algorithms on the main thread, where questions of QGIS's network (a password, a
certificate) are answered: so the caller never blocks, but keeps events going, and looks for a cancel meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from qgis.core import QgsProcessingFeedback

from ..core.cancel import Cancel
from .network.main_thread import idle

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
POLL_S = 0.03


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


def run_with_feedback(work: Callable[[Cancel, Progress], T], feedback: QgsProcessingFeedback) -> T:
    """Run ``work(cancel, progress)`` and return its result; its error is raised here, ``Cancelled`` after a cancel."""
    cancel, latest = Cancel(), Latest()
    with ThreadPoolExecutor(1, "image-services") as pool:
        future = pool.submit(work, cancel, latest)
        while not future.done():
            idle()
            if feedback.isCanceled():
                cancel.set()
            _tell(latest, feedback)
            wait([future], POLL_S)
    _tell(latest, feedback)
    return future.result()


def _tell(latest: Latest, feedback: QgsProcessingFeedback) -> None:
    report = latest.take()
    if report is not None:
        done, total, text = report
        feedback.setProgress(percent(done, total))
        feedback.setProgressText(text)
