# SPDX-License-Identifier: GPL-2.0-or-later
"""How a long job is stopped: one event that wakes every wait and tells whoever holds a socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Callable

from .errors import Cancelled


class Cancel:
    """A switch that is thrown once; safe to share between threads.

    Loops ask ``raise_if_set()``, waits use ``wait()``, and whoever is blocked in a system call registers a
    callback that unblocks it (``on_cancel``).
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    def set(self) -> None:
        """Throw the switch and call the registered callbacks, each once, in this thread."""
        with self._lock:
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def is_set(self) -> bool:
        """Tell whether the switch was thrown."""
        return self._event.is_set()

    def raise_if_set(self) -> None:
        """Raise ``Cancelled`` once the switch was thrown."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Sleep for ``seconds`` or until cancelled; return whether it was cancelled."""
        return self._event.wait(seconds)

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """Call ``callback`` if the switch is thrown within the block (at once, if it was thrown before)."""
        with self._lock:
            thrown = self._event.is_set()
            if not thrown:
                self._callbacks.append(callback)
        if thrown:
            callback()
        try:
            yield
        finally:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)
