# SPDX-License-Identifier: GPL-2.0-or-later
"""A prepared request of `requests` as a `QNetworkRequest`."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from qgis.core import QgsApplication, QgsNetworkRequestParameters
from qgis.PyQt.QtCore import QEventLoop, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest
from requests import PreparedRequest

from ...core.auth import AUTHORIZATION_HEADER
from ...core.errors import SignInRequired

# Qt sets these itself. Accept-Encoding is ours: see ``_encoding``.
_LEFT_TO_QT = {"accept-encoding", "connection", "content-length", "keep-alive", "transfer-encoding"}

_TOKEN_HEADER = AUTHORIZATION_HEADER.encode("ascii")


def network_request(prepared: PreparedRequest, idle_ms: int) -> QNetworkRequest:
    """Return the same request for Qt: its headers as given, no cache, no HTTP/2, redirects left to the caller."""
    url = QUrl(prepared.url)
    url.setUserInfo(None)  # `requests` has made a header of it, where it was meant
    request = QNetworkRequest(url)
    for name, value in prepared.headers.items():
        if name.lower() not in _LEFT_TO_QT:
            request.setRawHeader(_wire(name), _wire(value))
    request.setRawHeader(b"Accept-Encoding", _encoding(prepared))
    if prepared.body is not None and "Content-Type" not in prepared.headers:
        request.setRawHeader(b"Content-Type", b"application/octet-stream")  # Qt would call it a form, and complain
    _set_behaviour(request, idle_ms)
    return request


def knock_request(request: QNetworkRequest, connect_ms: int) -> QNetworkRequest:
    """Return a request that only opens a connection to the same host: Qt's own kind of pre-connect."""
    url = request.url()
    door = QUrl()
    door.setScheme("preconnect-http")
    door.setHost(url.host())
    door.setPort(url.port(443 if url.scheme() == "https" else 80))
    knock = QNetworkRequest(door)
    _set_behaviour(knock, connect_ms)
    return knock


def authenticate(request: QNetworkRequest, authcfg: str) -> None:
    """Let QGIS apply an authentication configuration; may ask the user for the master password, or to sign in.

    A token that the request carries already stays: the library got it for this very server, in exchange for QGIS's own.

    Raises:
        SignInRequired: QGIS could not apply it. The request must not be sent without.
    """
    own = request.rawHeader(_TOKEN_HEADER)
    QEventLoop()  # gives a Python thread the timers that QGIS needs while the user signs in
    applied = QgsApplication.authManager().updateNetworkRequest(request, authcfg)
    if not (applied[0] if isinstance(applied, tuple) else applied):
        raise SignInRequired(
            f"QGIS could not use the authentication configuration “{authcfg}”: check it under Settings › Options › "
            "Authentication.",
            url=request.url().toString(),
        )
    if not own.isEmpty():
        request.setRawHeader(_TOKEN_HEADER, own)


def _encoding(prepared: PreparedRequest) -> bytes:
    """Return what compression to accept: gzip, undone by the adapter.

    Left alone, Qt decompresses by itself; but it takes a cut-off stream for a whole one (measured, Qt 5.15), and Qt 6
    refuses what shrinks as well as an empty tile does. With this header set, it leaves the body as it came.
    """
    return b"gzip" if "gzip" in prepared.headers.get("Accept-Encoding", "gzip") else b"identity"


def _set_behaviour(request: QNetworkRequest, idle_ms: int) -> None:
    attribute = QNetworkRequest.Attribute
    request.setAttribute(
        attribute.RedirectPolicyAttribute, _number(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    )
    request.setAttribute(attribute.CacheLoadControlAttribute, _number(QNetworkRequest.CacheLoadControl.AlwaysNetwork))
    request.setAttribute(attribute.CacheSaveControlAttribute, False)
    # Over HTTP/2 all requests would share one connection, and Qt's limits and time-outs were measured without.
    request.setAttribute(attribute.Http2AllowedAttribute, False)
    request.setTransferTimeout(idle_ms)
    initiator = QgsNetworkRequestParameters.RequestAttributes.AttributeInitiatorClass
    with suppress(TypeError, ValueError):  # PyQt6 knows no such attribute; it only names us in QGIS's network logger
        request.setAttribute(attribute(_number(initiator)), "image_services")


def _number(member: Any) -> int:
    """Return an enumeration member as the number that Qt wants in an attribute (PyQt5: an int, PyQt6: an Enum)."""
    return int(getattr(member, "value", member))


def _wire(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")
