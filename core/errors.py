# SPDX-License-Identifier: GPL-2.0-or-later
"""The errors of this library, grouped by what the caller can do about them.

    ImageServiceError
    ├── SignInRequired      sign in, or sign in again
    ├── AccessDenied        signed in, but not allowed: ask for the right
    ├── NotFound            the address or the name is wrong
    ├── ServerBusy          wait and try again (``retry_after`` seconds, where the server said so)
    ├── TransportFailure    no answer at all: network, proxy, certificate, time-out
    ├── BadRequest          the server understood and refused: change the request
    ├── ProtocolError       the answer is not what an image service answers
    ├── DecodeError         the body is not the pixels that were asked for
    ├── PlanError           the request cannot work; found before anything was sent
    ├── OutputError         the file cannot be written
    ├── DownloadError       the download ended without its whole raster
    ├── PublishError        the raster could not become a service
    └── Cancelled           the user said stop

Every error is one sentence (or two) for the person at the screen, and the address it concerns without secrets.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit


def without_secrets(url: str) -> str:
    """Return ``url`` without user, password, query and fragment: what may be shown and logged."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if ":" in host:
            host = f"[{host}]"
        if parts.port is not None:
            host = f"{host}:{parts.port}"
    except ValueError:
        host = ""
    if not host:  # where a user name may stand is anyone's guess then
        return "an address that cannot be read"
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


class ImageServiceError(Exception):
    """Something the user should know, in a sentence; ``url`` is the address it concerns, without secrets."""

    def __init__(self, message: str, *, url: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.url = without_secrets(url) if url else None
        self.details = details

    def __reduce__(self) -> Any:
        return (_restore, (type(self), self.message, self.url, self.details))


def _restore(kind: type, message: str, url: str | None, details: dict[str, Any]) -> ImageServiceError:
    error: ImageServiceError = kind(message, url=url, **details)
    return error


class SignInRequired(ImageServiceError):
    """The service wants a (new) sign-in: codes 498 and 499, HTTP 401."""


class AccessDenied(ImageServiceError):
    """Signed in, but without the right: code or HTTP 403."""


class NotFound(ImageServiceError):
    """No service, folder or item at this address."""


class ServerBusy(ImageServiceError):
    """The server could not answer now (429, 5xx); ``retry_after`` is its own wish in seconds, or None."""

    def __init__(
        self,
        message: str,
        *,
        url: str | None = None,
        retry_after: float | None = None,
        **details: Any,
    ) -> None:
        super().__init__(message, url=url, retry_after=retry_after, **details)
        self.retry_after = retry_after


class TransportFailure(ImageServiceError):
    """No complete answer: name look-up, connection, proxy, certificate, time-out, cut body.

    The detail ``under_way`` tells that the server had begun to work on the request, ``unreachable`` that there was no
    connection at all.
    """


class BadRequest(ImageServiceError):
    """The server refused the request; ``code`` and ``messages`` are its own words."""

    def __init__(
        self,
        message: str,
        *,
        url: str | None = None,
        code: int | None = None,
        messages: tuple[str, ...] = (),
        **details: Any,
    ) -> None:
        super().__init__(message, url=url, code=code, messages=messages, **details)
        self.code = code
        self.messages = messages


class ProtocolError(ImageServiceError):
    """The answer is not the JSON or the resource that an image service answers."""


class DecodeError(ImageServiceError):
    """The body does not hold the pixels that were asked for."""


class PlanError(ImageServiceError):
    """The request cannot work; nothing has been sent."""


class OutputError(ImageServiceError):
    """The output cannot be written: folder, rights, space, or a file that is already there."""


class DownloadError(ImageServiceError):
    """A download ended without its whole raster; ``tiles`` names what is missing."""


class PublishError(ImageServiceError):
    """A raster could not become an image service."""


class Cancelled(ImageServiceError):
    """The user cancelled."""

    def __init__(self, message: str = "Cancelled.", *, url: str | None = None, **details: Any) -> None:
        super().__init__(message, url=url, **details)
