# SPDX-License-Identifier: GPL-2.0-or-later
"""What it means that no complete answer came: errors of `requests` in words for people."""

from __future__ import annotations

from requests import exceptions as failures

from .address import host_of
from .errors import BadRequest, ImageServiceError, TransportFailure

# `requests`' own texts hold addresses with their queries, so none of them is shown. First match wins.
_FAILURE_TEXTS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (failures.SSLError,),
        "The certificate of {host} is not trusted: check the address, or add its certificate authority.",
    ),
    ((failures.ProxyError,), "The proxy did not let the request to {host} through."),
    ((failures.ConnectTimeout,), "{host} did not accept a connection in time."),
    ((failures.Timeout,), "{host} did not answer in time."),
    ((failures.ChunkedEncodingError, failures.ContentDecodingError), "The answer of {host} was cut off."),
    ((failures.RequestException,), "There is no connection to {host}: check the address and the network."),
)

# The server had the request when it failed: it may have been too much for it.
_UNDER_WAY = (failures.ReadTimeout, failures.ChunkedEncodingError, failures.ContentDecodingError)
# Something was there, and did not let the request through.
_REACHED = (failures.SSLError, failures.ProxyError)


def failure_of(error: failures.RequestException, url: str) -> ImageServiceError:
    """Return the error of this library for one of `requests`; it shows no more of the address than the host."""
    if isinstance(error, (failures.InvalidURL, failures.InvalidSchema, failures.MissingSchema)):
        return BadRequest("This is not an address: it should begin with https:// and name a server.")
    text = next(text for kinds, text in _FAILURE_TEXTS if isinstance(error, kinds))
    under_way = isinstance(error, _UNDER_WAY)
    unreachable = isinstance(error, failures.ConnectionError) and not isinstance(error, _REACHED)
    return TransportFailure(text.format(host=host_of(url)), url=url, under_way=under_way, unreachable=unreachable)
