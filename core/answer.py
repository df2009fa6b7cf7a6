# SPDX-License-Identifier: GPL-2.0-or-later
"""From the body of an exportImage answer to pixels, whatever the server sent instead."""

from __future__ import annotations

from . import envelope
from .decode import decode
from .decode.block import Block, Expected
from .errors import DecodeError


def decode_answer(body: bytes, expected: Expected, form: str) -> Block:
    """Decode the answer to a request for ``form``.

    Raises:
        DecodeError: it does not hold the pixels that were asked for.
        ProtocolError, ServerBusy: a web page came instead.
    """
    if not body:
        raise DecodeError("The server answers nothing at all.", url=expected.url)
    if envelope.looks_like_html(body):
        raise envelope.page_error(body, expected.url or "")
    return decode(body, expected, form)
