# SPDX-License-Identifier: GPL-2.0-or-later
"""The requests under way, and the QGIS network managers that carry them.

Everything here belongs to the network thread: it is made, used and deleted there, and nowhere else.

Measured (QGIS 3.40, Qt 5.15), and the reasons for what follows:

- A manager opens at most 6 connections to a host, and the time-out of a request that waits for one runs already. So no
  manager is given more than 6 requests to a host, and there are as many managers as it takes.
- Python slots on replies crash in a worker thread. A finished reply ends the event loop instead, by a slot of Qt's own,
  and is found by asking every reply. Asking after every event would cost three times the CPU.
- PyQt hears of a deletion later, in the main thread, without Python's lock: it takes a new reply at the old one's
  address for deleted, or crashes. So PyQt is kept from hearing of the end of whatever Qt makes here.
- A connection that nobody answers has no time-out of its own: Qt tries three times 30 seconds. So a host is knocked at
  before its first request, which leaves a connection open for it.
- A connection that the server closes takes requests beside it down with it, now and then. So a request that only reads
  is sent a second time when the connection was closed without a word.
- A body that goes onto the disk is read while it comes. Qt is told to keep little of it, and then reads no further from
  the connection until it was asked for what it has.
- QGIS aborts requests after its own time-out, 60 seconds by default, and logs their whole address. So its timer, which
  is a child of the reply, is set to fire after ours.
"""

from __future__ import annotations

from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery, QNetworkReply
from requests import exceptions

from ...core import transport
from .job import ROOM, Failure, Job, Received
from .message import knock_request
from .outcome import hand_over, knock_outcome, outcome_of

CONNECTIONS = 6  # of one manager to one host
MANAGERS = 6
LATER_MS = 5000
SAFE = {"GET", "HEAD"}
KNOCK = "KNOCK"  # the verb of a request that only opens a connection


@dataclass(eq=False)
class _Line:
    """A manager, and how many requests it carries to which host."""

    manager: QgsNetworkAccessManager
    load: Counter[str] = field(default_factory=Counter)


@dataclass(eq=False)
class _Call:
    """A request that was sent. ``body`` keeps the file alive that Qt reads from."""

    job: Job
    line: _Line
    reply: QNetworkReply
    body: Any = None


@dataclass(eq=False)
class _Host:
    """A host's waiting requests; they start once it has accepted a connection, or if a proxy is in between."""

    waiting: deque[Job] = field(default_factory=deque)
    direct: bool = True
    reached: bool = False
    knock: _Call | None = None


class Exchange:
    """Sends requests and collects their outcomes, whenever ``step`` is called.

    ``loop`` is ended whenever there is something for ``step`` to collect.
    """

    def __init__(self, loop: QEventLoop) -> None:
        self._loop = loop
        self._lines: list[_Line] = []
        self._hosts: dict[str, _Host] = {}
        self._calls: list[_Call] = []

    @property
    def busy(self) -> bool:
        """Whether requests wait or are under way."""
        return bool(self._calls) or any(host.waiting for host in self._hosts.values())

    def accept(self, job: Job) -> None:
        """Take a request on; a later ``step`` sends it."""
        self._hosts.setdefault(job.host, _Host()).waiting.append(job)

    def step(self) -> None:
        """Collect what has finished, drop what nobody waits for any more, and send what may be sent."""
        self._calls = [call for call in self._calls if not self._collected(call)]
        for host in self._hosts.values():
            for job in [job for job in host.waiting if job.abandoned]:
                host.waiting.remove(job)
                job.close()
            if host.knock is not None:
                self._listen(host)
            if host.knock is None:
                self._serve(host)

    def close(self, failure: Failure) -> None:
        """Abort, forget and delete everything; whoever waits is told of ``failure``."""
        for host in self._hosts.values():
            while host.waiting:
                host.waiting.popleft().close(failure)
            if host.knock is not None:
                self._calls.append(host.knock)
        for call in self._calls:
            self._drop(call)
            call.job.close(failure)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._calls.clear()
        self._hosts.clear()
        self._lines.clear()

    def _collected(self, call: _Call) -> bool:
        """Hand a finished request's outcome over, or abort it if nobody waits; return whether it is gone."""
        job = call.job
        outcome: Received | Failure | None = None
        if not job.abandoned:
            try:
                if job.stream is not None and not hand_over(call.reply, job.stream):
                    return False
                if call.reply.bytesAvailable() > transport.LARGEST_BODY:
                    outcome = Failure(exceptions.ChunkedEncodingError, "The answer is larger than can be meant.")
                elif not call.reply.isFinished():
                    return False
                else:
                    outcome = knock_outcome(call.reply) if job.verb == KNOCK else outcome_of(call.reply)
            except RuntimeError:  # PyQt takes the reply for deleted: another object had the same address before
                outcome = Failure(exceptions.ConnectionError, "QGIS lost the request.")
        self._drop(call)
        host = self._hosts[job.host]
        if isinstance(outcome, Failure):
            host.reached = False
            if outcome.mute and job.verb in SAFE and job.tries == 1:
                host.waiting.appendleft(job)
                return True
            outcome = outcome if host.direct else outcome.through_proxy()
        job.close(outcome)
        return True

    def _drop(self, call: _Call) -> None:
        call.line.load[call.job.host] -= 1
        with suppress(RuntimeError):  # as above
            # Qt complains of a reply that ends twice: by a failure and, before or after it, by this.
            if call.reply.error() == QNetworkReply.NetworkError.NoError:
                call.reply.abort()  # does nothing to a finished one
            QCoreApplication.removePostedEvents(call.reply)
            call.reply.deleteLater()

    def _listen(self, host: _Host) -> None:
        """See whether the host has opened its door; if it does not, nothing that waits is sent."""
        call = host.knock
        if call is None or not self._collected(call):
            return
        host.knock = None
        outcome = call.job.outcome
        if isinstance(outcome, Failure) and not outcome.mute:  # who closes a connection has accepted it before
            while host.waiting:
                host.waiting.popleft().close(outcome)
        else:
            host.reached = True

    def _serve(self, host: _Host) -> None:
        """Send what waits for a host, as far as there are connections."""
        while host.waiting:
            line = self._free_line(host.waiting[0].host)
            if line is None:
                return
            if not host.reached:
                host.direct = _goes_directly(host.waiting[0], line.manager)
                if host.direct:
                    host.knock = self._send(_knock(host.waiting[0]), line)
                    return
                host.reached = True
            job = host.waiting.popleft()
            try:
                self._calls.append(self._send(job, line))
            except OSError as error:
                job.close(Failure(type(error), str(error)))

    def _free_line(self, host: str) -> _Line | None:
        """Return the first manager with a connection to spare, so that few are used and their connections kept."""
        for line in self._lines:
            if line.load[host] < CONNECTIONS:
                return line
        if len(self._lines) == MANAGERS:
            return None
        manager = QgsNetworkAccessManager()
        manager.setupDefaultProxyAndCache()
        self._lines.append(_Line(manager))
        return self._lines[-1]

    def _send(self, job: Job, line: _Line) -> _Call:
        body = job.upload.open() if job.upload else b""
        reply = _reply(line.manager, job, body)
        reply.finished.connect(self._loop.quit)
        if job.stream is not None:
            reply.setReadBufferSize(ROOM)
            reply.readyRead.connect(self._loop.quit)
        if job.authcfg:
            QgsApplication.authManager().updateNetworkReply(reply, job.authcfg)
        _prepare(reply, job.idle_ms)
        line.load[job.host] += 1
        job.tries += 1
        return _Call(job, line, reply, body)


def _reply(manager: QgsNetworkAccessManager, job: Job, body: Any) -> QNetworkReply:
    if job.verb in {"GET", KNOCK} and not body:
        return manager.get(job.request)
    if job.verb == "HEAD":
        return manager.head(job.request)
    if job.verb == "POST":
        return manager.post(job.request, body)
    return manager.sendCustomRequest(job.request, job.verb.encode("ascii"), body)


def _knock(job: Job) -> Job:
    return Job(knock_request(job.request, job.connect_ms), KNOCK, job.host, job.connect_ms, job.connect_ms)


def _goes_directly(job: Job, manager: QgsNetworkAccessManager) -> bool:
    """Tell whether no proxy is in between: a knock would reach the proxy, or take another way than the request."""
    kinds = {proxy.type() for proxy in manager.proxyFactory().queryProxy(QNetworkProxyQuery(job.request.url()))}
    direct = QNetworkProxy.ProxyType.NoProxy
    if QNetworkProxy.applicationProxy().type() == direct:
        kinds.discard(QNetworkProxy.ProxyType.DefaultProxy)
    return kinds <= {direct}


def _prepare(reply: QNetworkReply, idle_ms: int) -> None:
    """Let the time-out be ours, and keep the end of the reply and of its timers from PyQt."""
    for child in reply.children():
        if child.objectName() == "timeoutTimer":
            child.setInterval(idle_ms + LATER_MS)
        _keep_from_pyqt(child)
    _keep_from_pyqt(reply)


def _keep_from_pyqt(wrapped: QObject) -> None:
    with suppress(TypeError):  # a PyQt that does not listen
        wrapped.destroyed.disconnect()
