# SPDX-License-Identifier: GPL-2.0-or-later
"""What a complete answer holds: a body without an error in it, or the JSON object that was asked for."""

from __future__ import annotations

from typing import Any

import requests

from . import envelope
from .errors import ProtocolError


def checked_body(response: requests.Response, url: str) -> bytes:
    """Return the body of an answer that reports no error, by its status or in an envelope.

    Raises:
        ImageServiceError: the error that it reports.
    """
    body: bytes = response.raw.read(decode_content=True)
    if response.status_code >= 400:
        raise envelope.error_for_status(response.status_code, response.headers, body, url)
    error = envelope.error_in(envelope.json_of(body), url)
    if error is not None:
        raise error
    return body


def object_in(body: bytes, url: str) -> dict[str, Any]:
    """Return the JSON object of a body.

    Raises:
        ProtocolError: it holds something else.
        ServerBusy: it is the page of a server that cannot answer.
    """
    payload = envelope.json_of(body)
    if isinstance(payload, dict):
        return payload
    if envelope.looks_like_html(body):
        raise envelope.page_error(body, url)
    what = "nothing" if not body.strip() else "something that is not JSON"
    raise ProtocolError(f"The server answers {what}: check that the address is that of an ArcGIS service.", url=url)
