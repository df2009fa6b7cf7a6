# SPDX-License-Identifier: GPL-2.0-or-later
"""Waiting on the main thread without stopping QGIS.

Questions about passwords, proxies and certificates are answered there, whichever thread asks. Code that waits on the
main thread without handling events therefore waits for ever once such a question comes up (measured).
"""

from __future__ import annotations

import threading
import time

from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

POLL_S = 0.002


def on_main_thread() -> bool:
    """Tell whether the caller runs on the thread of the application, which is the one that Python started on.

    Qt is not asked: for a Python thread it would make a QThread object, whose end PyQt hears of too late (see
    ``exchange``).
    """
    return threading.current_thread() is threading.main_thread()


def idle() -> None:
    """Handle pending events other than the user's, if called on the main thread; else do nothing."""
    if on_main_thread():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def wait_alive(event: threading.Event, seconds: float) -> bool:
    """Wait for an event as its own ``wait`` does; on the main thread, QGIS's events are handled meanwhile."""
    if not on_main_thread():
        return event.wait(seconds)
    deadline = time.monotonic() + seconds
    while not event.wait(POLL_S):
        idle()
        if time.monotonic() > deadline:
            return event.is_set()
    return True
