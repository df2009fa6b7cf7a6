# SPDX-License-Identifier: GPL-2.0-or-later
"""One request on its way through the network thread, and what may come of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Union

from qgis.PyQt.QtNetwork import QNetworkRequest

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
    """No complete answer: the error to raise where the request came from, with its sentence."""

    kind: type[Exception]
    sentence: str

    def error(self) -> Exception:
        """Return the exception; made anew, for each waiting thread adds its own traceback."""
        return self.kind(self.sentence)


@dataclass(eq=False)
class Job:
    """A request handed over to the network thread; the thread that waits for it may give up at any time."""

    request: QNetworkRequest
    verb: str
    connect_ms: int
    idle_ms: int
    authcfg: str | None = None
    upload: Upload | None = None
    outcome: Union[Received, Failure, None] = None
    abandoned: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        """The scheme, host and port: what Qt counts connections by."""
        url = self.request.url()
        return f"{url.scheme()}://{url.host()}:{url.port()}"

    def settle(self, outcome: Received | Failure) -> None:
        """Hand the outcome to the waiting thread."""
        self.outcome = outcome
        self.done.set()

    def abandon(self) -> None:
        """Stop waiting; the network thread drops the request when it sees this."""
        self.abandoned = True
        self.done.set()
