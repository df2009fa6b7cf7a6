# SPDX-License-Identifier: GPL-2.0-or-later
"""The `requests` adapter used outside QGIS: the ordinary one, but a blocked request can be stopped from outside.

`requests` cannot interrupt a request: a thread waiting for a slow server waits until its time-out. Here the socket of
the running request is shut down when its ``Cancel`` fires, which wakes the thread at once. It is shut down through a
duplicate: the connection's own object is out of reach during the TLS handshake, and for answers that end with their
connection.
"""

from __future__ import annotations

import errno
import logging
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
from .spool import STATUSES, Intake, Spool

# Of this thread's request: .cancel is its switch, .handle a duplicate of its socket, .is_ours tells that there is one.
_running = threading.local()
CONNECT_POLL_S = 0.05
# A promise beyond this is no tile: it is refused before memory is taken for it.
LARGEST_BODY = 2_000_000_000
# The same for answers that promise nothing: packed ones, which may grow a thousandfold, and those without a length.
LARGEST_STREAM = 1_000_000_000
PIECE = 16_384
SPOOLED_PIECE = 65_536
# What is unpacked, once; more than one layer, or newer packings, could grow a millionfold from a single piece.
PACKINGS = {"gzip", "x-gzip", "deflate"}
OTHER_PACKINGS = {"br", "zstd", "compress"}
_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK)}


def _without_queries(record: logging.LogRecord) -> bool:
    """Take queries out of what urllib3 logs of our requests: the signature of an upload is one."""
    if getattr(_running, "is_ours", False) and isinstance(record.args, tuple):
        record.args = tuple(each.partition("?")[0] if isinstance(each, str) else each for each in record.args)
    return True


logging.getLogger("urllib3.connectionpool").addFilter(_without_queries)


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
    """Mixed into both connection classes: keeps a handle on the socket that carries this thread's request."""

    sock: Any

    def _new_conn(self) -> Any:
        cancel: Cancel | None = getattr(_running, "cancel", None)
        if cancel is None:
            return super()._new_conn()  # type: ignore[misc]
        timeout = getattr(self, "timeout", None)
        opened = _connect(self.host, self.port, timeout, cancel)  # type: ignore[attr-defined]
        try:
            _hold(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    def request(self, *args: Any, **kwargs: Any) -> Any:
        if self.sock is not None:  # kept from an earlier request
            _hold(self.sock)
        return super().request(*args, **kwargs)  # type: ignore[misc]


def _hold(opened: socket.socket) -> None:
    """Let a cancel find the socket of this thread's request, and raise if it has come already."""
    cancel: Cancel | None = getattr(_running, "cancel", None)
    if cancel is not None:
        _let_go()
        _running.handle = socket.socket(fileno=socket.dup(opened.fileno()))
        cancel.raise_if_set()


def _let_go() -> None:
    handle: socket.socket | None = getattr(_running, "handle", None)
    _running.handle = None
    if handle is not None:
        handle.close()


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
    """Sends as `requests` does and returns with the whole body read; ``request.cancel`` stops it within moments.

    With ``request.spool`` a long body goes there instead, and the response has none but says ``is_spooled``.
    """

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
            _running.is_ours = True
            spool: Spool | None = getattr(request, "spool", None)
            try:
                response = super().send(request, *args, **{**kwargs, "stream": True})
                if spool is not None and response.status_code in STATUSES:
                    _spool_body(response, spool)
                else:
                    _read_body(response)
            except (OSError, HTTPError):
                if cancel is not None and cancel.is_set():
                    raise Cancelled from None
                raise
            finally:
                _running.is_ours = False
            if cancel is not None:
                cancel.raise_if_set()  # a body without a length ends where its socket was shut down
        return response


@contextmanager
def _stoppable(cancel: Cancel | None) -> Iterator[None]:
    """Shut the socket of this thread's request down when ``cancel`` fires within the block."""
    if cancel is None:
        yield
        return
    _running.cancel = cancel
    thread_state = _running.__dict__  # this thread's own dictionary, readable from the cancelling thread

    def stop() -> None:
        handle = thread_state.get("handle")
        if handle is not None:
            with suppress(OSError):  # the other side may have closed it already
                handle.shutdown(socket.SHUT_RDWR)

    try:
        with cancel.on_cancel(stop):
            cancel.raise_if_set()
            yield
    finally:
        _running.cancel = None
        _let_go()


def _read_body(response: Response) -> None:
    """Read the whole body at once; `requests` itself would copy it in pieces of 10 KiB, four times slower."""
    raw = response.raw
    promised = raw.headers.get("Content-Length", "")
    try:
        if promised.isdigit() and int(promised) > LARGEST_BODY:
            raise ChunkedEncodingError(f"an answer of {promised} bytes is refused")
        if promised.isdigit() and "Content-Encoding" not in raw.headers:
            body = raw.read()
        else:
            body = _read_pieces(raw)
        raw.release_conn()
    except ReadTimeoutError as error:
        raise ReadTimeout(error) from None
    except ChunkedEncodingError:
        raw.close()
        raise
    except (HTTPError, OSError) as error:
        raw.close()
        raise ChunkedEncodingError(error) from None
    if response.request.method != "HEAD":
        _check_that_all_came(raw)
    response.raw = Body(body)


def _check_that_all_came(raw: Any) -> None:
    promised = raw.headers.get("Content-Length", "")
    missing = int(promised) - raw.tell() if promised.isdigit() else 0  # of what travelled, packed or not
    if missing > 0:
        raise ChunkedEncodingError(f"{missing} bytes are missing")


def _spool_body(response: Response, spool: Spool) -> None:
    """Read a body onto the disk, as large as it may be; a short one, which may be an error, is kept."""
    raw = response.raw
    intake = Intake(spool, response.status_code, response.headers)
    try:
        for piece in _arriving(raw):
            intake.take(piece)
        raw.release_conn()
        _check_that_all_came(raw)
    except BaseException:
        raw.close()
        raise
    response.raw = Body(intake.held)
    response.is_spooled = intake.has_begun


def _arriving(raw: Any) -> Iterator[bytes]:
    """Yield the pieces of a body; only what fails in reading them is the network's fault."""
    _check_packing(raw)
    try:
        yield from raw.stream(SPOOLED_PIECE, decode_content=True)
    except ReadTimeoutError as error:
        raise ReadTimeout(error) from None
    except (HTTPError, OSError) as error:
        raise ChunkedEncodingError(error) from None


def _check_packing(raw: Any) -> None:
    layers = [layer.strip().lower() for layer in raw.headers.get("Content-Encoding", "").split(",")]
    if sum(layer in PACKINGS for layer in layers) > 1 or OTHER_PACKINGS & set(layers):
        raise ChunkedEncodingError("an answer in a packing that nobody asked for is refused")


def _read_pieces(raw: Any) -> bytes:
    """Read a body of unknown size, unpacked, and give up where it becomes too large."""
    _check_packing(raw)
    pieces, size = [], 0
    for piece in raw.stream(PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_STREAM:
            raise ChunkedEncodingError(f"an answer of more than {LARGEST_STREAM} bytes is refused")
    return b"".join(pieces)
