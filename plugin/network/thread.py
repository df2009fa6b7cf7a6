# SPDX-License-Identifier: GPL-2.0-or-later
"""The thread that sends, and the way in: requests are handed over through a queue and waited for.

A plain Python thread is enough, once it has an event loop object: Qt's timers need one. The thread starts with the
first request and ends after a while without any.
"""

from __future__ import annotations

import atexit
import functools
import threading
import time
from collections import deque
from collections.abc import Iterator

from qgis.PyQt.QtCore import QEventLoop, QMetaObject, Qt, QTimer
from requests import exceptions

from ...core.errors import Cancelled
from .exchange import Exchange
from .job import Failure, Job, Stream
from .main_thread import POLL_S, idle, wait_alive

TICK_MS = 1000
IDLE_S = 30.0  # keeps connections between one request of the user and the next
STUCK_S = 300.0  # the thread stands still while a person answers a question about a password or a certificate
CLOSE_S = 1.0


class NetworkThread:
    """One thread that sends the requests of all others; safe to use from any of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inbox: deque[Job] = deque()
        self._thread: threading.Thread | None = None
        self._loop: QEventLoop | None = None
        self._closed = False
        self._beat = 0.0

    def submit(self, job: Job) -> None:
        """Hand a request over; it is sent at once.

        Raises:
            requests.exceptions.ConnectionError: the thread was closed.
        """
        with self._lock:
            if self._closed:
                job.close()
                raise exceptions.ConnectionError("The networking of this plugin has ended.")
            self._inbox.append(job)
            if self._thread is None:
                self._start()
            else:
                self._quit_loop()

    def wake(self) -> None:
        """Make the thread look at its requests: one was abandoned."""
        with self._lock:
            self._quit_loop()

    def wait_for(self, job: Job) -> None:
        """Wait until a request is done; on the main thread, events are handled meanwhile.

        Raises:
            requests.exceptions.ReadTimeout: the thread waits for an answer that the main thread does not give.
        """
        while not wait_alive(job.done, TICK_MS / 1000):
            self._check_that_it_moves()

    def pieces(self, job: Job, stream: Stream) -> Iterator[bytes]:
        """Wait for a request as ``wait_for`` does, and yield meanwhile what comes of its body.

        Raises:
            requests.exceptions.ReadTimeout: as above.
        """
        while True:
            is_done = job.done.is_set()
            pieces = stream.take()
            yield from pieces
            if is_done:
                return
            if pieces:
                self.wake()  # there is room again
            if not wait_alive(stream.arrived, TICK_MS / 1000):
                self._check_that_it_moves()

    def _check_that_it_moves(self) -> None:
        if time.monotonic() - self._beat > STUCK_S:
            raise exceptions.ReadTimeout("QGIS waits for an answer to a question about a password or certificate.")

    def open(self) -> None:
        """Accept requests (again)."""
        with self._lock:
            self._closed = False

    def close(self) -> None:
        """Refuse requests, cancel those under way, and wait a moment for the thread to end."""
        with self._lock:
            self._closed = True
            thread = self._thread
        self.wake()
        deadline = time.monotonic() + CLOSE_S
        while thread is not None and thread.is_alive() and time.monotonic() < deadline:
            idle()
            thread.join(POLL_S)

    def _quit_loop(self) -> None:
        if self._loop is not None:
            QMetaObject.invokeMethod(self._loop, "quit", Qt.ConnectionType.QueuedConnection)

    def _start(self) -> None:
        self._beat = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="image-services-network", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        loop = QEventLoop()
        ticker = QTimer()  # for the beat, and for the end
        ticker.timeout.connect(loop.quit)
        ticker.start(TICK_MS)
        exchange = Exchange(loop)
        with self._lock:
            self._loop = loop
        try:
            used = time.monotonic()
            while self._goes_on(exchange, used):
                exchange.step()
                loop.exec()
                self._beat = time.monotonic()
                if exchange.busy:
                    used = self._beat
        finally:
            self._leave(exchange)

    def _goes_on(self, exchange: Exchange, used: float) -> bool:
        """Take over what was handed in; return False when it is time to end."""
        with self._lock:
            while self._inbox:
                exchange.accept(self._inbox.popleft())
            unused = not exchange.busy and time.monotonic() - used > IDLE_S
            if self._closed or unused:
                self._thread = self._loop = None  # under this lock: the next request starts a new thread
                return False
            return True

    def _leave(self, exchange: Exchange) -> None:
        """Let nobody wait for this thread any more, whether it was closed or has failed."""
        closed = Failure(Cancelled, "The networking of this plugin has ended.")
        failure = closed if self._closed else Failure(exceptions.ConnectionError, "QGIS's networking has failed.")
        exchange.close(failure)
        with self._lock:
            if self._thread is threading.current_thread():
                self._thread = self._loop = None
                while self._inbox:
                    self._inbox.popleft().close(failure)


@functools.cache
def shared_thread() -> NetworkThread:
    """Return the one thread of this plugin; it is started by its first request."""
    thread = NetworkThread()
    atexit.register(thread.close)  # Qt's objects must not outlive the application
    return thread
