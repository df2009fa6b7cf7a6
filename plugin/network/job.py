# SPDX-License-Identifier: GPL-2.0-or-later
"""One request on its way through the network thread, and what may come of it."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from qgis.PyQt.QtNetwork import QNetworkRequest
from requests import exceptions

from .upload import Upload

ROOM = 4_000_000  # bytes of an answer that wait for the disk, at Qt's end and at ours


@dataclass(frozen=True)
class Received:
    """A complete answer, whatever its status; ``body`` is as it came over the wire."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Failure:
    """No complete answer: the error to raise where the request came from, with its sentence.

    ``mute`` tells that the connection was closed before anything came.
    """

    kind: type[Exception]
    sentence: str
    mute: bool = False

    def through_proxy(self) -> Failure:
        """Return what it means where a proxy was in between: Qt calls that proxy's failures the host's."""
        if self.kind is not exceptions.ConnectionError:
            return self
        return Failure(exceptions.ProxyError, "QGIS is set to use a proxy, and it could not pass the request on.")

    def error(self) -> Exception:
        """Return the exception; made anew, for each waiting thread adds its own traceback."""
        return self.kind(self.sentence)


class Stream:
    """The body of an answer on its way to a spool: what the network thread has read and the waiting one has not taken.

    Only so much of it is kept; then Qt reads no further, and the server has to wait.
    """

    def __init__(self) -> None:
        self.head: Received | None = None
        self.arrived = threading.Event()
        self._lock = threading.Lock()
        self._pieces: deque[bytes] = deque()
        self._bytes = 0

    @property
    def room(self) -> int:
        """Return how many bytes may be added."""
        return max(0, ROOM - self._bytes)

    def put(self, piece: bytes) -> None:
        """Add what was read."""
        with self._lock:
            self._pieces.append(piece)
            self._bytes += len(piece)
        self.arrived.set()

    def take(self) -> list[bytes]:
        """Return what has come since the last time."""
        self.arrived.clear()
        with self._lock:
            pieces = list(self._pieces)
            self._pieces.clear()
            self._bytes = 0
        return pieces


@dataclass(eq=False)
class Job:
    """A request handed over to the network thread; the thread that waits for it may give up at any time.

    ``host`` is scheme, host and port: what Qt counts connections by. With a ``stream``, a body that may go onto the
    disk is handed over while it comes, and the outcome has none.
    """

    request: QNetworkRequest
    verb: str
    host: str
    connect_ms: int
    idle_ms: int
    authcfg: str | None = None
    upload: Upload | None = None
    stream: Stream | None = None
    outcome: Received | Failure | None = None
    abandoned: bool = False
    tries: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def abandon(self) -> None:
        """Stop waiting; the network thread drops the request when it sees this."""
        self.abandoned = True
        self._wake()

    def close(self, outcome: Received | Failure | None = None) -> None:
        """Leave the network thread, with an outcome for whoever waits."""
        if self.upload is not None:
            self.upload.discard()
        self.outcome = outcome
        self._wake()

    def _wake(self) -> None:
        self.done.set()
        if self.stream is not None:
            self.stream.arrived.set()
