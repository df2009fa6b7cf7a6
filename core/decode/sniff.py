# SPDX-License-Identifier: GPL-2.0-or-later
"""What a body is, told by its first bytes.

Neither the Content-Type nor the format that was asked for says it: errors come with HTTP 200 and the Content-Type of
the picture that was wanted, and a format unknown to the server gives a JPEG (measured on USGS 3DEP).
"""

from __future__ import annotations

import json
import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "bigtiff"),
    (b"MM\0+", "bigtiff"),
    (b"CntZImage ", "lerc1"),
    (b"Lerc2 ", "lerc2"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
# Sizes of the second header of a BMP: "BM" alone begins too many other things.
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}
_MARKUP = re.compile(rb"<(!doctype|!--|\?xml|html|head|body|title|h[1-6]|p|center|meta|script)\b", re.IGNORECASE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HEAD = 512
# Error envelopes are short; nothing longer is parsed to find out whether it is one.
_LONGEST_MESSAGE = 1 << 20

_CONTROL = bytes(set(range(32)) - set(b"\t\n\f\r"))

MESSAGES = frozenset({"json", "html", "empty"})
PICTURES = frozenset({"png", "jpeg", "gif", "bmp"})


def sniff(body: bytes) -> str:
    """Return what ``body`` begins like.

    One of tiff, bigtiff, lerc1, lerc2, png, jpeg, gif, bmp, json, html, empty, unknown. Headerless pixels (bsq, bip)
    are unknown, or by chance look like any of the others.
    """
    if not body:
        return "empty"
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    if body.startswith(b"BM") and int.from_bytes(body[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    head = bytes(body[:_HEAD])
    if head.startswith(_BYTE_ORDER_MARK):
        head = head[len(_BYTE_ORDER_MARK) :]
    head = head.lstrip()
    if head.startswith((b"{", b"[")):
        return "json"
    return "html" if _MARKUP.match(head) else "unknown"


def is_message(body: bytes) -> bool:
    """Tell whether ``body`` is beyond doubt text for people or programs, not pixels that begin like it."""
    kind = sniff(body)
    if kind not in MESSAGES or len(body) > _LONGEST_MESSAGE:
        return False
    if kind == "json":
        try:
            return isinstance(json.loads(body), dict)
        except (ValueError, RecursionError):
            return False
    return body.translate(None, _CONTROL) == body
