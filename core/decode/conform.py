# SPDX-License-Identifier: GPL-2.0-or-later
"""From what came to what was due: sizes are checked before memory is taken, types changed only without loss."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DecodeError
from .block import Block, Expected

# Where the number of bands was left to the server, nobody vouches for it. This holds 4096 x 4096 pixels of 4 doubles;
# more is taken for a lie. (Bands that were asked for may be as many and as large as the caller can hold.)
MOST_UNASKED_BYTES = 1 << 29


def require_size(columns: int, rows: int, expected: Expected, name: str) -> None:
    """Refuse an answer of another size than was asked for; called before anything is allocated."""
    if (columns, rows) != (expected.columns, expected.rows):
        raise DecodeError(
            f"The server sent {name} of {columns} x {rows} pixels instead of {expected.columns} x {expected.rows}.",
            url=expected.url,
        )


def require_bands(bands: int, sample_bytes: int, expected: Expected, name: str) -> None:
    """Refuse another number of bands than was asked for, or, if that was left open, more than can be meant."""
    if expected.bands is not None and bands != expected.bands:
        raise DecodeError(
            f"The server sent {name} with {bands} band{'s' if bands != 1 else ''} instead of {expected.bands}.",
            url=expected.url,
        )
    if expected.bands is None and bands * expected.columns * expected.rows * sample_bytes > MOST_UNASKED_BYTES:
        raise DecodeError(f"The server sent {name} that claims {bands} bands: ask for fewer of them.", url=expected.url)


def conform(block: Block, expected: Expected, name: str) -> Block:
    """Return ``block`` in the expected pixel type, with ``valid`` None if every pixel is valid.

    Raises:
        DecodeError: a valid value cannot be stored exactly in the expected type.
    """
    valid = None if block.valid is None or block.valid.all() else block.valid
    if expected.pixel_type is None:
        return Block(block.data, valid)
    target = expected.pixel_type.dtype.newbyteorder("=")
    if block.data.dtype == target:
        return Block(block.data, valid)
    if np.can_cast(block.data.dtype, target, "safe"):
        return Block(block.data.astype(target), valid)
    cast = _cast_exactly(block.data if valid is None else np.where(valid, block.data, 0), target)
    if cast is None:
        raise DecodeError(
            f"The server sent {name} of type {block.data.dtype.name} with values that the expected type "
            f"{expected.pixel_type.code} cannot hold.",
            url=expected.url,
        )
    return Block(cast, valid)


def _cast_exactly(data: NDArray[Any], target: np.dtype[Any]) -> NDArray[Any] | None:
    """Return ``data`` as ``target``, or None if a value would change."""
    if data.dtype.kind == "c":
        return None
    with np.errstate(over="ignore", invalid="ignore"):  # what does not fit, and NaN of damaged bodies
        if target.kind in "iu":
            limits = np.iinfo(target)
            # Written so that a NaN fails as well.
            if not (data.min() >= limits.min and data.max() <= limits.max):
                return None
        cast = data.astype(target)
    # Doubles hold every value of every real type; casting back could bring a value that is too large back by chance.
    same = cast.real.astype(np.float64) == data
    if data.dtype.kind == "f":
        same |= np.isnan(data)
    return cast if same.all() else None
