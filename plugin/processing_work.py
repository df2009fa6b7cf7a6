# SPDX-License-Identifier: GPL-2.0-or-later
"""Work of the library under a Processing algorithm: in a thread of its own, watched by the calling one.

qgis_process and processing.run call algorithms on the main thread, where questions of QGIS's network (a password, a
certificate) are answered: so the caller never blocks, but keeps events going, and looks for a cancel meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from qgis.core import QgsProcessingFeedback

from ..core.cancel import Cancel
from ..core.errors import Cancelled, ImageServiceError
from .network.main_thread import idle
from .progress import Latest, Progress, percent
from .translation import in_own_words

T = TypeVar("T")
POLL_S = 0.03
TELL_S = 0.2


def run_with_feedback(work: Callable[[Cancel, Progress], T], feedback: QgsProcessingFeedback) -> T:
    """Run ``work(cancel, progress)`` and return its result; the thread has ended when this returns.

    Raises:
        Cancelled: the user cancelled, and the work stopped without a result.
        Exception: whatever the work raised.
    """
    cancel, latest = Cancel(), Latest()
    pool = ThreadPoolExecutor(1, "image-services")
    future = pool.submit(work, cancel, latest)
    try:
        _watch(future, cancel, latest, feedback)
    finally:  # also when the watching itself was interrupted
        cancel.set()
        while not future.done():
            idle()
            wait([future], POLL_S)
        pool.shutdown()
    _tell(latest, feedback)
    error = future.exception()
    if feedback.isCanceled() and isinstance(error, ImageServiceError) and not isinstance(error, Cancelled):
        more = error.details.get("more", ())
        raise Cancelled(" ".join(("Cancelled.", *more)), more=more) from error
    return future.result()


def _watch(future: Future[T], cancel: Cancel, latest: Latest, feedback: QgsProcessingFeedback) -> None:
    told = 0.0
    while not future.done():
        idle()
        if feedback.isCanceled():
            cancel.set()
        if time.monotonic() - told > TELL_S:
            told = time.monotonic()
            _tell(latest, feedback)
        wait([future], POLL_S)


def _tell(latest: Latest, feedback: QgsProcessingFeedback) -> None:
    report = latest.take()
    if report is not None:
        done, total, text = report
        feedback.setProgress(percent(done, total))
        feedback.setProgressText(in_own_words(text))
