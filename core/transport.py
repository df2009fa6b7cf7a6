# SPDX-License-Identifier: GPL-2.0-or-later
"""The `requests` adapter used outside QGIS: the ordinary one, but a blocked request can be stopped from outside.

`requests` cannot interrupt a request: a thread waiting for a slow server waits until its time-out. Here the socket of
the running request is shut down when its ``Cancel`` fires, which wakes the thread at once.
"""

from __future__ import annotations

import io
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


class Body(io.BytesIO):
    """A whole body, with the one extra argument that `requests` passes to ``read``."""

    def read(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """Return the next ``amt`` bytes, or all; the body is decoded already."""
        return super().read(-1 if amt is None else amt)


class _Stoppable:
    """Mixed into both connection classes: tells which connection carries this thread's request."""

    sock: Any

    def _new_conn(self) -> Any:
        cancel: Cancel | None = getattr(_running, "cancel", None)
        if cancel is None:
            return super()._new_conn()  # type: ignore[misc]
        timeout = getattr(self, "timeout", None)
        return _connect(self.host, self.port, timeout, cancel)  # type: ignore[attr-defined]

    def request(self, *args: Any, **kwargs: Any) -> Any:
        _running.connection = self
        return super().request(*args, **kwargs)  # type: ignore[misc]


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
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
        opened = socket.socket(family, kind, protocol)
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


def _finish_connect(opened: socket.socket, address: Any, deadline: float, cancel: Cancel) -> None:
    opened.setblocking(False)
    opened.connect_ex(address)
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
    promised = raw.headers.get("Content-Length")
    try:
        body = raw.read(decode_content=True)
        raw.release_conn()
    except ReadTimeoutError as error:
        raise ReadTimeout(error) from None
    except (HTTPError, OSError) as error:
        raise ChunkedEncodingError(error) from None
    if promised and promised.isdigit() and "Content-Encoding" not in raw.headers and response.request.method != "HEAD":
        missing = int(promised) - len(body)
        if missing > 0:
            raise ChunkedEncodingError(f"{missing} bytes are missing")
    response.raw = Body(body)
