# SPDX-License-Identifier: GPL-2.0-or-later
"""The blocks of a GeoTIFF, and the tiles that fill them.

A tile should fill whole blocks. Where two tiles share a compressed block, it is compressed and written for each of
them, at a place of its own each time: that costs time and room, and a process that is killed in between loses what
the other tile had brought (seen in about 1 of 50 kills).
"""

from __future__ import annotations

UNIT = 16  # the sides of TIFF's blocks are multiples of it
LARGEST = 512
SMALLEST = 256
OTHERWISE = 256


def filled_side(tile: int) -> int:
    """Return the largest side of a tile, in cells, up to ``tile``, that is made of whole blocks of a sensible size.

    At most a few cells in a hundred are given up; a tile that is smaller than a block of TIFF stays as it is.
    """
    if tile < SMALLEST:
        return tile // UNIT * UNIT or tile
    return max(tile // side * side for side in range(SMALLEST, LARGEST + 1, UNIT))


def block_side(tile: int) -> int:
    """Return the side of the blocks, in cells, for tiles with a side of ``tile`` cells."""
    if tile < SMALLEST and not tile % UNIT:
        return tile
    sides = range(LARGEST, SMALLEST - 1, -UNIT)
    return next((side for side in sides if not tile % side), OTHERWISE)
