# SPDX-License-Identifier: GPL-2.0-or-later
"""The headers of a LERC 2 body, read before any decoder sees it, so that a lying one cannot make us take memory.

A body is one blob after another, one per band, each with a header of its own; ``blob size`` leads to the next, and
bytes after the last are padding. A blob whose header counts invalid pixels but stores no mask uses that of the band
before it (measured on blobs of codec 2 to 6; numbers are little-endian).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ..errors import DecodeError
from ..pixels import PIXEL_TYPES, PixelType
from .block import Expected

MAGIC = b"Lerc2 "
TYPES = {0: "S8", 1: "U8", 2: "S16", 3: "U16", 4: "S32", 5: "U32", 6: "F32", 7: "F64"}
_VERSION = struct.Struct("<6si")
_CHECKSUM = 4  # bytes, from version 3 on; the decoders verify it
_SIZE = struct.Struct("<ii")
_DEPTH = struct.Struct("<i")  # from version 4 on
_COUNTS = struct.Struct("<iiii")  # valid pixels, block size, blob size, type
_MORE = struct.Struct("<i4B")  # from version 6 on: blobs that follow, has NoData, three more flags
_RANGE = struct.Struct("<ddd")  # tolerance, minimum, maximum
_NO_DATA = struct.Struct("<dd")  # from version 6 on
_MASK = struct.Struct("<i")
_VERSIONS = range(2, 7)


@dataclass(frozen=True)
class Blob:
    """One band: ``start`` and ``size`` in the body; ``depth`` values per pixel; ``mask_bytes`` 0 = none of its own."""

    start: int
    size: int
    version: int
    columns: int
    rows: int
    depth: int
    valid_pixels: int
    pixel_type: PixelType
    mask_bytes: int
    has_no_data: bool
    following: int | None

    @property
    def all_valid(self) -> bool:
        """Tell whether no pixel is invalid."""
        return self.valid_pixels == self.columns * self.rows

    @property
    def borrows_mask(self) -> bool:
        """Tell whether the mask is that of the band before."""
        return self.mask_bytes == 0 and 0 < self.valid_pixels < self.columns * self.rows


def read_blobs(body: bytes, expected: Expected) -> tuple[Blob, ...]:
    """Return the blobs of ``body``, at least one; they have the same size, depth and type.

    Raises:
        DecodeError: the body is cut, an unknown version, or contradicts itself.
    """
    blobs: list[Blob] = []
    position = 0
    while body[position : position + len(MAGIC)] == MAGIC:
        blob = _read_blob(body, position, expected)
        if blobs and _kind(blob) != _kind(blobs[0]):
            raise _damaged(expected)
        blobs.append(blob)
        position += blob.size
    rest = body[position:]
    cut_in_magic = bool(rest) and MAGIC.startswith(rest)
    if not blobs or cut_in_magic or blobs[-1].following or blobs[0].borrows_mask:
        raise _damaged(expected)
    return tuple(blobs)


def _kind(blob: Blob) -> tuple[object, ...]:
    return (blob.version, blob.columns, blob.rows, blob.depth, blob.pixel_type)


def _read_blob(body: bytes, start: int, expected: Expected) -> Blob:
    try:
        _, version = _VERSION.unpack_from(body, start)
        if version not in _VERSIONS:
            raise DecodeError(f"The server sent LERC 2 of the unknown version {version}.", url=expected.url)
        blob, end = _read_fields(body, start, version)
    except (struct.error, KeyError) as error:
        raise _damaged(expected) from error
    sound = (
        blob.columns > 0
        and blob.rows > 0
        and blob.depth > 0
        and 0 <= blob.valid_pixels <= blob.columns * blob.rows
        and blob.mask_bytes >= 0
        and end + blob.mask_bytes <= start + blob.size <= len(body)
    )
    if not sound:
        raise _damaged(expected)
    return blob


def _read_fields(body: bytes, start: int, version: int) -> tuple[Blob, int]:
    """Return the header at ``start`` and the position after it."""
    position = start + _VERSION.size + (_CHECKSUM if version >= 3 else 0)
    rows, columns = _SIZE.unpack_from(body, position)
    position += _SIZE.size
    depth = 1
    if version >= 4:
        (depth,) = _DEPTH.unpack_from(body, position)
        position += _DEPTH.size
    valid_pixels, _, size, kind = _COUNTS.unpack_from(body, position)
    position += _COUNTS.size
    following, has_no_data = None, 0
    if version >= 6:
        following, has_no_data, *_ = _MORE.unpack_from(body, position)
        position += _MORE.size
    position += _RANGE.size + (_NO_DATA.size if version >= 6 else 0)
    (mask_bytes,) = _MASK.unpack_from(body, position)
    blob = Blob(
        start=start,
        size=size,
        version=version,
        columns=columns,
        rows=rows,
        depth=depth,
        valid_pixels=valid_pixels,
        pixel_type=PIXEL_TYPES[TYPES[kind]],
        mask_bytes=mask_bytes,
        has_no_data=bool(has_no_data),
        following=following,
    )
    return blob, position + _MASK.size


def _damaged(expected: Expected) -> DecodeError:
    return DecodeError("The LERC 2 answer is cut or damaged.", url=expected.url)
