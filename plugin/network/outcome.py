# SPDX-License-Identifier: GPL-2.0-or-later
"""What became of a request: Qt's finished reply, read as a complete answer or as one of `requests`' errors.

An HTTP status alone does not make an answer: Qt reports the status of a body that was cut off, too. And no error is no
answer: QGIS and Qt report cancelled and timed-out requests in several ways (measured), all without a status.
"""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest
from requests import exceptions

from ...core.spool import STATUSES
from .job import Failure, Received, Stream

_Error = QNetworkReply.NetworkError

# Errors of the way, as opposed to those that Qt makes of an HTTP status.
_FAILURES: dict[Any, tuple[type[Exception], str]] = {
    _Error.ConnectionRefusedError: (exceptions.ConnectionError, "{host} refused the connection."),
    _Error.RemoteHostClosedError: (exceptions.ConnectionError, "{host} closed the connection without an answer."),
    _Error.HostNotFoundError: (exceptions.ConnectionError, "There is no host {host}."),
    _Error.TimeoutError: (exceptions.ConnectTimeout, "{host} did not accept a connection in time."),
    _Error.OperationCanceledError: (exceptions.ReadTimeout, "{host} did not answer in time."),
    _Error.SslHandshakeFailedError: (exceptions.SSLError, "QGIS does not trust the certificate of {host}."),
    _Error.TemporaryNetworkFailureError: (exceptions.ConnectionError, "The network failed on the way to {host}."),
    _Error.UnknownNetworkError: (exceptions.ConnectionError, "The network failed on the way to {host}."),
    _Error.ProxyConnectionRefusedError: (exceptions.ProxyError, "The proxy on the way to {host} refuses connections."),
    _Error.ProxyConnectionClosedError: (exceptions.ProxyError, "The proxy on the way to {host} closed the connection."),
    _Error.ProxyNotFoundError: (exceptions.ProxyError, "There is no such proxy as QGIS is to use for {host}."),
    _Error.ProxyTimeoutError: (exceptions.ProxyError, "The proxy on the way to {host} did not answer in time."),
    _Error.ProxyAuthenticationRequiredError: (exceptions.ProxyError, "The proxy on the way to {host} wants a sign-in."),
    _Error.UnknownProxyError: (exceptions.ProxyError, "The proxy on the way to {host} failed."),
    _Error.ProtocolUnknownError: (exceptions.InvalidSchema, "This is not an address of a web server."),
    _Error.ProtocolFailure: (exceptions.ConnectionError, "{host} answered something that is not HTTP."),
}


def outcome_of(reply: QNetworkReply) -> Received | Failure:
    """Read a finished reply."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    error = reply.error()
    failed = error in _FAILURES or (error != _Error.NoError and (status or 0) < 400)
    if failed or status is None:
        return _failure(reply, error, begun=status is not None)
    reason = reply.attribute(QNetworkRequest.Attribute.HttpReasonPhraseAttribute) or ""
    return Received(int(status), str(reason), _headers(reply), reply.readAll().data())


def hand_over(reply: QNetworkReply, stream: Stream) -> bool:
    """Hand over what has come of an answer; return whether there is nothing more of it for the stream."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    if status is None:
        return bool(reply.isFinished())
    if stream.head is None:
        headers = _headers(reply)
        is_packed = any(name.lower() == "content-encoding" and value != "identity" for name, value in headers)
        if status not in STATUSES or is_packed:
            reply.setReadBufferSize(0)  # to be looked at as a whole
            return True
        stream.head = Received(int(status), "", headers, b"")
    was_finished = reply.isFinished()
    room = stream.room
    piece = bytes(reply.read(room) or b"") if room else b""
    if piece:
        stream.put(piece)
    return bool(was_finished and not reply.bytesAvailable())


def _headers(reply: QNetworkReply) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in reply.rawHeaderPairs())


def knock_outcome(reply: QNetworkReply) -> Received | Failure:
    """Read a finished pre-connect; it has no status, and an empty answer means that the host accepted it."""
    error = reply.error()
    if error == _Error.NoError:
        return Received(0, "", (), b"")
    return _failure(reply, _Error.TimeoutError if error == _Error.OperationCanceledError else error, begun=False)


def _failure(reply: QNetworkReply, error: Any, *, begun: bool) -> Failure:
    """Return the failure in our own words: Qt's hold the whole address, which may hold secrets."""
    kind, sentence = _FAILURES.get(error, (exceptions.ConnectionError, "There is no connection to {host}."))
    if begun and kind is exceptions.ConnectionError:
        kind, sentence = exceptions.ChunkedEncodingError, "{host} closed the connection in the middle of its answer."
    mute = error == _Error.RemoteHostClosedError and not begun
    return Failure(kind, sentence.format(host=reply.url().host()), mute)


def _text(raw: QByteArray) -> str:
    return bytes(raw).decode("latin-1")
