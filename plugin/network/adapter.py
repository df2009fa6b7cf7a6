# SPDX-License-Identifier: GPL-2.0-or-later
"""The `requests` transport adapter that sends through QGIS."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from qgis.core import QgsApplication
from requests import PreparedRequest, Response, exceptions
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from ...core import transport
from ...core.cancel import Cancel
from ...core.errors import Cancelled
from ...core.spool import Intake, Spool
from ...core.transport import Body
from .job import Failure, Job, Received, Stream
from .message import network_request
from .signing import sign
from .thread import NetworkThread, shared_thread
from .upload import upload_of

CONNECT_S = 30.0
READ_S = 300.0


class QgisAdapter(BaseAdapter):
    """Sends through QGIS's network: its proxies, certificates and authentication apply; safe to use from any thread.

    The whole body is read before ``send`` returns; with ``request.spool`` a long one goes there while it comes, and the
    response says ``is_spooled``. Redirects are left to the caller, as `requests` expects.

    Args:
        authcfg: the id of a QGIS authentication configuration.
        allowed_host: tells whether an address may see that configuration's secrets.
        thread: the network thread to use, instead of the plugin's own.
    """

    def __init__(
        self,
        authcfg: str | None = None,
        allowed_host: Callable[[str], bool] | None = None,
        *,
        thread: NetworkThread | None = None,
    ) -> None:
        super().__init__()
        if authcfg and allowed_host is None:
            raise ValueError("An authentication configuration needs to know which addresses may see it.")
        self._authcfg = authcfg
        self._allowed_host = allowed_host
        # Kept, for PyQt would wrap it anew in every thread that asks for it.
        self._authentication = QgsApplication.authManager() if authcfg else None
        self._thread = thread or shared_thread()

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Send, and return the answer whatever its status.

        ``request.cancel``, if it is there, is a ``Cancel`` that stops the request. ``timeout`` is as in `requests`:
        seconds to connect, and for the next sign of life; without, they are 30 and 300. ``verify``, ``cert`` and
        ``proxies`` are ignored: QGIS decides these.

        Raises:
            requests.exceptions.RequestException: no complete answer came; the sentence holds no secrets.
            Cancelled: ``request.cancel`` was set, or the plugin is being unloaded.
            SignInRequired: QGIS cannot use the authentication configuration.
        """
        cancel: Cancel = getattr(request, "cancel", None) or Cancel()
        spool: Spool | None = getattr(request, "spool", None)
        cancel.raise_if_set()
        job = self._job(request, timeout, cancel)
        job.stream = Stream() if spool is not None else None
        intake: Intake | None = None
        with cancel.on_cancel(job.abandon):
            try:
                self._thread.submit(job)
                if spool is not None:
                    intake = self._spooled(job, spool)
                else:
                    self._thread.wait_for(job)
            finally:
                if job.outcome is None:
                    job.abandon()
                    self._thread.wake()
        if isinstance(job.outcome, Failure):
            raise job.outcome.error()
        if job.outcome is None:
            raise Cancelled
        if intake is None:
            return self._response(request, job.outcome)
        response = self._response(request, replace(job.outcome, body=intake.held))
        response.is_spooled = intake.has_begun
        return response

    def _spooled(self, job: Job, spool: Spool) -> Intake | None:
        """Wait for a request, its body going to a spool as it comes; None where it is no body for one."""
        intake: Intake | None = None
        stream = job.stream or Stream()
        for piece in self._thread.pieces(job, stream):
            if intake is None and stream.head is not None:
                intake = Intake(spool, stream.head.status, CaseInsensitiveDict(stream.head.headers))
            if intake is not None:
                intake.take(piece)
        return intake

    def close(self) -> None:
        """Do nothing: the connections are shared, and close when unused."""

    def _job(self, request: PreparedRequest, timeout: Any, cancel: Cancel) -> Job:
        connect_ms, idle_ms = _milliseconds(timeout)
        message = network_request(request, idle_ms)
        url = message.url()
        if url.scheme() not in {"http", "https"} or not url.host():
            raise exceptions.InvalidURL("This is not an address of a web server.")
        authcfg = self._authcfg if self._allowed_host is not None and self._allowed_host(str(request.url)) else None
        if authcfg:
            sign(message, authcfg, cancel)
        host = f"{url.scheme()}://{url.host()}:{url.port()}"
        upload = upload_of(request.body, cancel)
        return Job(message, request.method or "GET", host, connect_ms, idle_ms, authcfg, upload)

    def _response(self, request: PreparedRequest, received: Received) -> Response:
        response = Response()
        response.status_code = received.status
        response.reason = received.reason
        response.headers = CaseInsensitiveDict(received.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.url = request.url
        response.request = request
        response.connection = self
        body = _decoded(response, received.body)
        response.raw = Body(body)
        # As if the body had been read already; otherwise `requests` would copy it, in pieces of 10 KiB.
        response._content = body
        response._content_consumed = True
        return response


def _decoded(response: Response, body: bytes) -> bytes:
    """Undo the compression, and drop the headers that speak of it; a cut-off stream is an error.

    Raises:
        requests.exceptions.ContentDecodingError: it is not compressed as it says, or is not whole.
    """
    encoding = response.headers.pop("Content-Encoding", "identity").strip().lower()
    if encoding == "identity" or not body:
        return body
    response.headers.pop("Content-Length", None)
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise exceptions.ContentDecodingError("The answer is compressed in a way that was not asked for.")
    parts, room = [], transport.LARGEST_STREAM
    while body.rstrip(b"\0"):  # a stream may be followed by another one, or by padding
        stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        try:
            parts.append(stream.decompress(body, room))
        except zlib.error:
            raise exceptions.ContentDecodingError("The answer is not compressed as it says.") from None
        room -= len(parts[-1])
        if room <= 0 or stream.unconsumed_tail:
            raise exceptions.ContentDecodingError("The answer unpacks to more than can be meant.")
        if not stream.eof:
            raise exceptions.ContentDecodingError("The compressed answer is not whole.")
        body = stream.unused_data
    return b"".join(parts)


def _milliseconds(timeout: Any) -> tuple[int, int]:
    """Return the time-outs of `requests` (None, a number, or a pair) for Qt."""
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return int((CONNECT_S if connect is None else connect) * 1000), int((READ_S if read is None else read) * 1000)
