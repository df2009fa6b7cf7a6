# SPDX-License-Identifier: GPL-2.0-or-later
"""First contact with a host that was named without http:// or https:// in front: which of them it speaks.

https is what is meant, and all that is used beyond this machine: nobody on the way can make a host look as if it spoke
http only and so get to see what is sent. What is asked here carries no sign-in, is asked once, and does not wait long.
Both are asked at the same time.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from .address import host_of, is_loopback, names_scheme
from .cancel import Cancel
from .errors import AccessDenied, BadRequest, Cancelled, ImageServiceError, NotFound, SignInRequired, TransportFailure
from .pool import run_all
from .retry import RetryPolicy
from .session import Session, Timeouts

# Seconds for a connection, and for an answer: a host that has accepted a request but thinks longer speaks, too.
PATIENCE = Timeouts(connect_s=5.0, read_s=5.0)
_SCHEMES = ("https", "http")


def with_scheme(address: str, typed: str, cancel: Cancel | None = None) -> str:
    """Return an address with the scheme that its host speaks; one that was typed is kept, and nothing is asked.

    Args:
        address: with https:// for want of anything better.
        typed: what it was made of.
        cancel: stops the asking.

    Raises:
        TransportFailure: the host cannot be reached; found within seconds.
        BadRequest: it speaks http only, and is not this machine: that is for the user to say.
    """
    host = host_of(address)
    if names_scheme(typed) or not address.startswith("https://"):
        return address
    plain = urlunsplit(urlsplit(address)._replace(scheme="http"))
    refusal: ImageServiceError | None = None
    speaks_http = False
    for scheme, answer in run_all(_SCHEMES, _Asking(address, plain), width=2, cancel=cancel):
        if scheme == "http":
            speaks_http = _is_of_an_arcgis(answer)
        elif not isinstance(answer, TransportFailure) or answer.details.get("under_way"):
            return address
        else:
            refusal = answer
    if speaks_http and is_loopback(host):
        return plain
    if speaks_http:
        raise BadRequest(
            f"There is no connection to {host} over https, but there is one over http, where anybody on the way can "
            "read along: put http:// in front of the address if that is what you want.",
            url=plain,
        )
    if refusal is not None and (is_loopback(host) or refusal.details.get("unreachable")):
        raise refusal
    return address  # a certificate, say, that only a sign-in can answer


class _Asking:
    """Asks a host in one scheme; returns its error, or None where there is none."""

    def __init__(self, secure: str, plain: str) -> None:
        self._addresses = {"https": secure, "http": plain}

    def __call__(self, scheme: str, cancel: Cancel) -> ImageServiceError | None:
        session = Session(timeouts=PATIENCE, retry=RetryPolicy(attempts=1))
        try:
            session.json(self._addresses[scheme], cancel=cancel)
        except Cancelled:
            raise
        except ImageServiceError as error:
            return error
        finally:
            session.close()
        return None


def _is_of_an_arcgis(answer: ImageServiceError | None) -> bool:
    """Tell whether a host has understood http; a server that speaks https there says "bad request", or nothing."""
    if isinstance(answer, TransportFailure):
        return bool(answer.details.get("under_way"))
    return answer is None or isinstance(answer, (SignInRequired, AccessDenied, NotFound))
