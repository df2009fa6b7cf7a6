# SPDX-License-Identifier: GPL-2.0-or-later
"""One request on its way through the network thread, and what may come of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from qgis.PyQt.QtNetwork import QNetworkRequest
from requests import exceptions

from .upload import Upload


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


@dataclass(eq=False)
class Job:
    """A request handed over to the network thread; the thread that waits for it may give up at any time.

    ``host`` is scheme, host and port: what Qt counts connections by.
    """

    request: QNetworkRequest
    verb: str
    host: str
    connect_ms: int
    idle_ms: int
    authcfg: str | None = None
    upload: Upload | None = None
    outcome: Received | Failure | None = None
    abandoned: bool = False
    tries: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def abandon(self) -> None:
        """Stop waiting; the network thread drops the request when it sees this."""
        self.abandoned = True
        self.done.set()

    def close(self, outcome: Received | Failure | None = None) -> None:
        """Leave the network thread, with an outcome for whoever waits."""
        if self.upload is not None:
            self.upload.discard()
        self.outcome = outcome
        self.done.set()
