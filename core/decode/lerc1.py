# SPDX-License-Identifier: GPL-2.0-or-later
"""LERC 1 (``CntZImage``), in numpy.

What `exportImage` answers to ``format=lerc`` without ``lercVersion=2``, and what old elevation caches hold. Not left
to the LERC library, because its reader of this version trusts every length in the body: libLerc 4.0.0 and 4.0.1 crash
the process on damaged bodies (measured), and this version has no checksum that would tell them apart.

A body is one band after another: a header of 34 bytes, a mask part (first band only, it serves all), a part of values.
Every value is a single: the type of the source is not stored. Bytes after the last band are padding.
The part of values is a grid of blocks, each with a flag byte and one of: nothing (all zero), one offset (constant),
plain singles, or an offset and stuffed bits: value = offset + code * 2 * tolerance, at most the maximum of the part.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DecodeError
from .block import Block, Expected
from .conform import require_bands, require_size

MAGIC = b"CntZImage "
_VERSION, _TYPE = 11, 8
_HEADER = struct.Struct("<10siiiid")
_PART = struct.Struct("<iiif")
_NAME = "LERC 1"
# The top two bits of a flag say how a number is stored.
_OFFSETS = {0: struct.Struct("<f"), 1: struct.Struct("<h"), 2: struct.Struct("<b")}
_COUNT_BYTES = {0: 4, 1: 2, 2: 1}
_END_OF_RUNS = -32768
_PLAIN, _STUFFED, _ZERO, _CONSTANT = range(4)


class _DamagedError(Exception):
    """The body contradicts itself."""


@dataclass(frozen=True)
class _Part:
    block_rows: int
    block_columns: int
    maximum: float
    content: bytes


@dataclass
class _Blocks:
    """The blocks of a part of values, gathered by the way they are stored."""

    plain: list[tuple[int, int]] = field(default_factory=list)
    constant: list[tuple[int, float]] = field(default_factory=list)
    stuffed: dict[tuple[int, int], list[tuple[int, int, float]]] = field(default_factory=dict)


def decode(body: bytes, expected: Expected) -> Block:
    """Return the bands and the mask of a LERC 1 body as singles.

    Raises:
        DecodeError: another size or number of bands than expected, or a damaged body.
    """
    try:
        columns, rows, tolerance = _read_header(body, 0)
        require_size(columns, rows, expected, _NAME)
        mask, position = _read_part(body, _HEADER.size)
        part, position = _read_part(body, position)
        parts = [(part, tolerance), *_further_bands(body, position, (columns, rows))]
        require_bands(len(parts), 4, expected, _NAME)
        valid = _validity(mask, rows * columns)
        data = np.zeros((len(parts), rows * columns), np.float32)
        for band, (part, tolerance) in zip(data, parts):
            pixels, counts = _block_order(part, columns, rows, valid)
            band[pixels] = _values(part, tolerance, counts)
    except (_DamagedError, struct.error, IndexError, KeyError) as error:
        raise DecodeError(f"The {_NAME} answer is cut or damaged.", url=expected.url) from error
    return Block(
        data.reshape(len(parts), rows, columns),
        None if valid is None else valid.reshape(rows, columns),
    )


def _read_header(body: bytes, position: int) -> tuple[int, int, float]:
    """Return columns, rows and tolerance of the band that begins at ``position``."""
    _, version, kind, rows, columns, tolerance = _HEADER.unpack_from(body, position)
    if version != _VERSION or kind != _TYPE or not 0 <= tolerance < np.inf:
        raise _DamagedError
    return columns, rows, tolerance


def _read_part(body: bytes, position: int) -> tuple[_Part, int]:
    """Return the part at ``position`` and the position after it."""
    block_rows, block_columns, length, maximum = _PART.unpack_from(body, position)
    start = position + _PART.size
    if min(block_rows, block_columns, length) < 0 or start + length > len(body):
        raise _DamagedError
    return _Part(block_rows, block_columns, maximum, bytes(body[start : start + length])), start + length


def _further_bands(body: bytes, position: int, size: tuple[int, int]) -> Iterator[tuple[_Part, float]]:
    """Yield the values and the tolerance of every band after the first; the next header would be at ``position``."""
    while body[position : position + len(MAGIC)] == MAGIC:
        columns, rows, tolerance = _read_header(body, position)
        if (columns, rows) != size:
            raise _DamagedError
        part, position = _read_part(body, position + _HEADER.size)
        yield part, tolerance
    rest = body[position:]
    if rest and MAGIC.startswith(rest):
        raise _DamagedError  # cut within the first bytes of a band, not padding


def _validity(mask: _Part, pixels: int) -> NDArray[Any] | None:
    """Return the validity of all pixels, or None if all are valid."""
    if mask.block_rows or mask.block_columns:
        raise _DamagedError  # weights instead of a mask: no image service writes them
    if not mask.content:
        return None if mask.maximum > 0 else np.zeros(pixels, np.bool_)
    packed = np.frombuffer(_run_lengths(mask.content, (pixels + 7) // 8), np.uint8)
    return np.unpackbits(packed, count=pixels).view(np.bool_)


def _run_lengths(content: bytes, size: int) -> bytes:
    """Return the ``size`` bytes of a run-length code: n > 0 and n bytes, or n < 0 and one byte to repeat."""
    out = bytearray()
    position = 0
    while True:
        (count,) = struct.unpack_from("<h", content, position)
        position += 2
        if count == _END_OF_RUNS:
            break
        if count < 0:
            out += content[position : position + 1] * -count
            position += 1
        else:
            out += content[position : position + count]
            position += count
        if len(out) > size:
            raise _DamagedError
    if len(out) != size:
        raise _DamagedError
    return bytes(out)


def _block_order(part: _Part, columns: int, rows: int, valid: NDArray[Any] | None) -> tuple[NDArray[Any], list[int]]:
    """Return the indices of the valid pixels block by block, and how many of them each block has.

    The image is cut into ``block_rows`` x ``block_columns`` equal blocks; what is left over on the right and at the
    bottom makes one more column and row of blocks.
    """
    if not 0 < part.block_rows <= rows or not 0 < part.block_columns <= columns:
        raise _DamagedError
    across = part.block_columns + (columns % part.block_columns > 0)
    down = part.block_rows + (rows % part.block_rows > 0)
    if across * down > len(part.content):
        raise _DamagedError  # every block has a flag byte
    # Small numbers sort by radix, in linear time.
    small = np.uint16 if across * down <= 1 << 16 else np.uint32
    # What is left over is one block, however large.
    row_block = np.minimum(np.arange(rows) // (rows // part.block_rows), part.block_rows)
    column_block = np.minimum(np.arange(columns) // (columns // part.block_columns), part.block_columns)
    blocks = (row_block[:, None] * across + column_block).astype(small).ravel()
    if valid is None:
        pixels = np.argsort(blocks, kind="stable")
    else:
        inside = np.flatnonzero(valid)
        blocks = blocks[inside]
        pixels = inside[np.argsort(blocks, kind="stable")]
    return pixels, np.bincount(blocks, minlength=across * down).tolist()


def _values(part: _Part, tolerance: float, counts: list[int]) -> NDArray[Any]:
    """Return the values of the valid pixels of all blocks, block after block."""
    blocks = _walk(part.content, counts)
    starts = np.concatenate(([0], np.cumsum(counts)))
    values = np.zeros(int(starts[-1]), np.float32)
    content = np.frombuffer(part.content, np.uint8)
    for block, position in blocks.plain:
        values[starts[block] : starts[block + 1]] = np.frombuffer(part.content, "<f4", counts[block], position)
    for block, offset in blocks.constant:
        values[starts[block] : starts[block + 1]] = offset
    for (bits, count), members in blocks.stuffed.items():
        numbers, positions, offsets = (np.array(column) for column in zip(*members))
        codes = _unstuff(content, positions, bits, count)
        with np.errstate(over="ignore", invalid="ignore"):
            decoded = (offsets[:, None] + codes * (2 * tolerance)).astype(np.float32)
        values[starts[numbers][:, None] + np.arange(count)] = np.fmin(decoded, np.float32(part.maximum))
    return values


def _walk(content: bytes, counts: list[int]) -> _Blocks:
    """Read the heads of all blocks, whose numbers of valid pixels are ``counts``; every length is checked."""
    blocks = _Blocks()
    position = 0
    for block, count in enumerate(counts):
        flag = content[position]
        position += 1
        kind = flag & 63
        if kind == _ZERO:
            continue
        if kind == _PLAIN:
            blocks.plain.append((block, position))
            position += 4 * count
            continue
        if kind not in (_STUFFED, _CONSTANT):
            raise _DamagedError
        number = _OFFSETS[flag >> 6]
        (offset,) = number.unpack_from(content, position)
        position += number.size
        if kind == _CONSTANT:
            blocks.constant.append((block, offset))
            continue
        head = content[position]
        bits = head & 63
        width = _COUNT_BYTES[head >> 6]
        stated = int.from_bytes(content[position + 1 : position + 1 + width], "little")
        if stated != count or bits > 31:
            raise _DamagedError
        position += 1 + width
        if count:
            blocks.stuffed.setdefault((bits, count), []).append((block, position, offset))
        position += (bits * count + 7) // 8
    if position != len(content):
        raise _DamagedError
    return blocks


def _unstuff(content: NDArray[Any], positions: NDArray[Any], bits: int, count: int) -> NDArray[Any]:
    """Return the ``count`` codes of ``bits`` bits of each block whose codes begin at ``positions``.

    Codes follow each other from the most significant bit of little-endian words of 32 bits. The last word is stored
    without the bytes that hold no code, which are its least significant ones.
    """
    if bits == 0:
        return np.zeros((len(positions), count), np.uint64)
    stored = (bits * count + 7) // 8
    words = (stored + 3) // 4
    whole = (words - 1) * 4
    padded = np.zeros((len(positions), words * 4), np.uint8)
    padded[:, :whole] = content[positions[:, None] + np.arange(whole)]
    padded[:, words * 4 - (stored - whole) :] = content[positions[:, None] + np.arange(whole, stored)]
    pairs = padded.view("<u4").astype(np.uint64) << np.uint64(32)
    pairs[:, :-1] |= pairs[:, 1:] >> np.uint64(32)
    first = np.arange(count) * bits
    shifts = (64 - bits - first % 32).astype(np.uint64)
    return np.asarray((pairs[:, first // 32] >> shifts) & np.uint64((1 << bits) - 1))
