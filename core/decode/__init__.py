# SPDX-License-Identifier: GPL-2.0-or-later
"""Bytes of an answer -> pixels and validity.

`decode` tells by the first bytes what came, whatever was asked for. Sizes in a header are compared with what is
expected before memory is taken, and every failure is a `DecodeError`.
"""

from __future__ import annotations

from ..errors import DecodeError
from . import bsq, lerc, picture, tiff
from .block import Block, Expected
from .lerc import decoder_name, lerc_available
from .no_data import fold_no_data
from .sniff import MESSAGES, PICTURES, is_message, sniff

__all__ = ["Block", "Expected", "decode", "decoder_name", "fold_no_data", "lerc_available", "sniff"]

_RAW = frozenset({"bsq", "bip"})
_CAME = {"json": "a message (JSON)", "html": "a web page", "empty": "an empty answer"}


def decode(body: bytes, expected: Expected, requested: str) -> Block:
    """Return the pixels of an answer to a request for the format ``requested``.

    Args:
        body: the whole answer.
        expected: what it must hold.
        requested: the format of the request, in any case: bsq and bip can be told by nothing else. Of the others it
            says only whether values (tiff, lerc) or colours (any other) are wanted.

    Raises:
        DecodeError: the body does not hold the expected pixels; its sentence says what came instead. The detail
            ``came`` is what `sniff` says.
    """
    wanted = requested.strip().lower()
    raw = wanted in _RAW
    # Raw pixels may begin like anything: their length decides, unless the body is a message beyond doubt.
    if raw and bsq.fits(len(body), expected) and not is_message(body):
        return bsq.decode(body, expected, wanted)
    kind = sniff(body)
    if kind in {"tiff", "bigtiff"}:
        return tiff.decode(body, expected)
    if kind in {"lerc1", "lerc2"}:
        return lerc.decode(body, expected)
    if kind in PICTURES:
        if raw or wanted.startswith(("lerc", "tif")):
            return picture.decode_values(body, expected, kind, wanted)
        return picture.decode(body, expected, kind)
    if kind in MESSAGES:
        message = f"The server sent {_CAME[kind]} instead of pixels."
        raise DecodeError(message, url=expected.url, came=kind)
    if raw:
        return bsq.decode(body, expected, wanted)
    message = f"The server sent {len(body):,} bytes that are no {wanted or 'picture'}, nor any other format known here."
    raise DecodeError(message, url=expected.url, came=kind)
