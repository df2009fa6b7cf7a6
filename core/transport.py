# SPDX-License-Identifier: GPL-2.0-or-later
"""The `requests` adapter used outside QGIS: the ordinary one, but a blocked request can be stopped from outside.

`requests` cannot interrupt a request: a thread waiting for a slow server waits until its time-out. Here the socket of
the running request is shut down when its ``Cancel`` fires, which wakes the thread at once.
"""

from __future__ import annotations

import errno
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ChunkedEncodingError, ReadTimeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ReadTimeoutError

from .cancel import Cancel
from .errors import Cancelled

_running = threading.local()  # .connection: the one that carries this thread's request; .cancel: its switch
CONNECT_POLL_S = 0.05
# A promise beyond this is no tile: it is refused before memory is taken for it.
LARGEST_BODY = 2_000_000_000
_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}


class Body:
    """A whole body that is read like the raw stream of `requests`, and handed out whole without a copy."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._place = 0

    def read(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """Return the next ``amt`` bytes, or all that are left; the body is decoded already."""
        start, end = self._place, len(self._body) if amt is None else self._place + amt
        self._place = min(end, len(self._body))
        return self._body if start == 0 and end >= len(self._body) else self._body[start:end]

    def close(self) -> None:
        """Let go of the body."""
        self._body = b""

    def release_conn(self) -> None:
        """Do nothing: the connection was given back when the body was complete."""


class _Stoppable:
    """Mixed into both connection classes: tells which connection carries this thread's request."""

    sock: Any

    def _new_conn(self) -> Any:
        cancel: Cancel | None = getattr(_running, "cancel", None)
        if cancel is None:
            return super()._new_conn()  # type: ignore[misc]
        timeout = getattr(self, "timeout", None)
        return _connect(self.host, self.port, timeout, cancel)  # type: ignore[attr-defined]

    def connect(self) -> None:
        _running.connection = self  # from here on a cancel finds the socket, also during the TLS handshake
        super().connect()  # type: ignore[misc]
        _raise_if_cancelled()

    def request(self, *args: Any, **kwargs: Any) -> Any:
        _running.connection = self
        _raise_if_cancelled()
        return super().request(*args, **kwargs)  # type: ignore[misc]


def _raise_if_cancelled() -> None:
    """Raise if a cancel came while there was no socket that it could shut down."""
    cancel: Cancel | None = getattr(_running, "cancel", None)
    if cancel is not None:
        cancel.raise_if_set()


class _StoppableHTTPConnection(_Stoppable, HTTPConnection):
    pass


class _StoppableHTTPSConnection(_Stoppable, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _StoppableHTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _StoppableHTTPSConnection


def _connect(host: str, port: int, timeout: Any, cancel: Cancel) -> socket.socket:
    """Open a connection as ``socket.create_connection`` does, looking at ``cancel`` while it waits."""
    from urllib3.exceptions import ConnectTimeoutError

    deadline = time.monotonic() + (timeout if isinstance(timeout, (int, float)) else 30.0)
    failure: OSError = OSError(f"no address for {host}")
    for family, kind, protocol, _, address in _addresses(host, port):
        try:
            opened = socket.socket(family, kind, protocol)
        except OSError as error:  # a family that this computer does not speak
            failure = error
            continue
        try:
            _finish_connect(opened, address, deadline, cancel)
        except OSError as error:
            opened.close()
            failure = error
            continue
        except Cancelled:
            opened.close()
            raise
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(f"no connection to {host}")
    raise failure


def _addresses(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
    except UnicodeError:
        raise OSError(f"{host} is no name of a host") from None


def _finish_connect(opened: socket.socket, address: Any, deadline: float, cancel: Cancel) -> None:
    opened.setblocking(False)
    code = opened.connect_ex(address)
    if code not in _UNDER_WAY:
        raise OSError(code, "there is no way to this address")
    with selectors.DefaultSelector() as selector:
        selector.register(opened, selectors.EVENT_WRITE)
        while not selector.select(CONNECT_POLL_S):
            cancel.raise_if_set()
            if time.monotonic() > deadline:
                raise TimeoutError
    code = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, "the connection was refused")
    opened.settimeout(max(0.001, deadline - time.monotonic()))


class StoppableAdapter(HTTPAdapter):
    """Sends as `requests` does and returns with the whole body read; ``request.cancel`` stops it within moments."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool of connections, of the kind that can be stopped."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Make the pool of connections through a proxy, of the same kind."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
        return manager

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send, and read the body; the errors are those of `requests`, and ``Cancelled``."""
        cancel: Cancel | None = getattr(request, "cancel", None)
        with _stoppable(cancel):
            try:
                response = super().send(request, *args, **{**kwargs, "stream": True})
                _read_body(response)
            except (OSError, HTTPError):
                if cancel is not None and cancel.is_set():
                    raise Cancelled from None
                raise
            if cancel is not None:
                cancel.raise_if_set()  # a body without a length ends where its socket was shut down
        return response


@contextmanager
def _stoppable(cancel: Cancel | None) -> Iterator[None]:
    """Shut the socket of this thread's request down when ``cancel`` fires within the block."""
    if cancel is None:
        yield
        return
    state = _running
    state.cancel, state.connection = cancel, None
    thread_state = state.__dict__  # this thread's own dictionary, readable from the cancelling thread

    def stop() -> None:
        opened = getattr(thread_state.get("connection"), "sock", None)
        if opened is not None:
            # The plain socket's method: a TLS socket's own would pull its state from under the reading thread.
            with suppress(OSError):  # the other side may have closed it already
                socket.socket.shutdown(opened, socket.SHUT_RDWR)

    try:
        with cancel.on_cancel(stop):
            cancel.raise_if_set()
            yield
    finally:
        state.cancel, state.connection = None, None


def _read_body(response: Response) -> None:
    """Read the whole body at once; `requests` itself would copy it in pieces of 10 KiB, four times slower."""
    raw = response.raw
    promised = raw.headers.get("Content-Length", "")
    try:
        if promised.isdigit() and int(promised) > LARGEST_BODY:
            raise ChunkedEncodingError(f"an answer of {promised} bytes is refused")
        body = raw.read(decode_content=True)
        raw.release_conn()
    except ReadTimeoutError as error:
        raise ReadTimeout(error) from None
    except (HTTPError, OSError) as error:
        raise ChunkedEncodingError(error) from None
    if promised.isdigit() and "Content-Encoding" not in raw.headers and response.request.method != "HEAD":
        missing = int(promised) - len(body)
        if missing > 0:
            raise ChunkedEncodingError(f"{missing} bytes are missing")
    response.raw = Body(body)
