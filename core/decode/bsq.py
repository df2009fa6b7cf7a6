# SPDX-License-Identifier: GPL-2.0-or-later
"""The raw formats bsq and bip: samples without a header, then one validity mask.

Little-endian samples, row 0 in the north; bip keeps the bands of a pixel together, bsq band after band. Then one bit
per pixel over the whole image, most significant first, 1 = valid, one mask for all bands, which may be absent (Export
Image page: "pixel data followed by a nodata mask"; layout measured on several services).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DecodeError
from .block import Block, Expected


def fits(length: int, expected: Expected) -> bool:
    """Tell whether a body of ``length`` bytes is, by its length, exactly what is expected."""
    return expected.pixel_type is not None and _band_count(length, expected) is not None


def decode(body: bytes, expected: Expected, interleave: str) -> Block:
    """Return the pixels of a bsq or bip answer, without copying them where the machine is little-endian.

    Args:
        body: the whole answer.
        expected: its pixel type must be known; the number of bands follows from the length if it is not.
        interleave: "bsq" or "bip".

    Raises:
        DecodeError: the length is not that of the expected pixels, with or without a mask.
    """
    if expected.pixel_type is None:
        message = f"{interleave.upper()} answers can be read only if the pixel type is known: ask for one, or for TIFF."
        raise DecodeError(message, url=expected.url)
    bands = _band_count(len(body), expected)
    if bands is None:
        raise DecodeError(_wrong_length(len(body), expected), url=expected.url)
    rows, columns = expected.rows, expected.columns
    samples = np.frombuffer(body, expected.pixel_type.dtype, count=bands * rows * columns)
    samples = samples.astype(samples.dtype.newbyteorder("="), copy=False)
    if interleave == "bip":
        data = np.moveaxis(samples.reshape(rows, columns, bands), 2, 0)
    else:
        data = samples.reshape(bands, rows, columns)
    return Block(data, _validity(body[samples.nbytes :], rows, columns))


def _band_count(length: int, expected: Expected) -> int | None:
    """Return the number of bands in ``length`` bytes, or None if it is no whole number or not the expected one."""
    pixels = expected.columns * expected.rows
    band_bytes = pixels * (expected.pixel_type.bytes if expected.pixel_type else 1)
    # With the mask first: it is what servers send, and decides the few one-pixel bodies that could be read both ways.
    for samples in (length - _mask_bytes(pixels), length):
        bands = samples // band_bytes
        if samples % band_bytes == 0 and bands >= 1 and expected.bands in (None, bands):
            return bands
    return None


def _mask_bytes(pixels: int) -> int:
    return math.ceil(pixels / 8)


def _validity(mask: bytes, rows: int, columns: int) -> NDArray[Any] | None:
    """Return the mask of ``rows * columns`` bits as booleans, or None if it is absent or all valid."""
    pixels = rows * columns
    if not mask or (mask[: pixels // 8].count(0xFF) == pixels // 8 and pixels % 8 == 0):
        return None
    valid = np.unpackbits(np.frombuffer(mask, np.uint8), count=pixels).view(np.bool_).reshape(rows, columns)
    return None if valid.all() else valid


def _wrong_length(length: int, expected: Expected) -> str:
    pixels = expected.columns * expected.rows
    sample_bytes = expected.pixel_type.bytes if expected.pixel_type else 1
    code = expected.pixel_type.code if expected.pixel_type else ""
    size = f"{expected.columns} x {expected.rows} {code} pixels"
    if expected.bands is None:
        return f"The answer is cut or is no raw pixels: {length:,} bytes are no whole number of bands of {size}."
    due = expected.bands * pixels * sample_bytes
    bands = f"{expected.bands} band{'s' if expected.bands != 1 else ''}"
    state = "is cut" if length < due else "has the wrong length"
    return (
        f"The answer {state}: {length:,} bytes came, {due:,} for {bands} of {size} "
        f"(or {due + _mask_bytes(pixels):,} with the mask) were due."
    )
