# SPDX-License-Identifier: GPL-2.0-or-later
"""Which cells of a raster are still missing. Pure functions on windows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from .grid import Tiles, Window


def without(window: Window, other: Window) -> tuple[Window, ...]:
    """Return the parts of ``window`` that ``other`` does not cover: at most four, none of which overlap."""
    left, right = max(window.column, other.column), min(_right(window), _right(other))
    top, bottom = max(window.row, other.row), min(_bottom(window), _bottom(other))
    if left >= right or top >= bottom:
        return (window,)
    parts = (
        Window(window.column, window.row, window.columns, top - window.row),
        Window(window.column, top, left - window.column, bottom - top),
        Window(right, top, _right(window) - right, bottom - top),
        Window(window.column, bottom, window.columns, _bottom(window) - bottom),
    )
    return tuple(part for part in parts if part.columns > 0 and part.rows > 0)


class Missing(NamedTuple):
    """What is left to be fetched, and how many tiles are finished."""

    windows: list[Window]
    finished_tiles: int


def missing(tiles: Tiles, finished: Iterable[Window]) -> Missing:
    """Return what is left to be fetched: whole tiles first, then the rest of those that are finished in part.

    The finished windows need not be tiles of the same size: a tile may have come in pieces, or another size was asked
    for the first time.
    """
    touching: dict[int, list[Window]] = defaultdict(list)
    for window in finished:
        top, left = tiles.before_rows + window.row, tiles.before_columns + window.column
        for row in range(top // tiles.tile_rows, -(-(top + window.rows) // tiles.tile_rows)):
            for column in range(left // tiles.tile_columns, -(-(left + window.columns) // tiles.tile_columns)):
                touching[row * tiles.across + column].append(window)
    whole: list[Window] = []
    pieces: list[Window] = []
    finished_tiles = 0
    for index, tile in enumerate(tiles):
        if index not in touching:
            whole.append(tile)
            continue
        rest = _rest(tile, touching[index])
        pieces += rest
        finished_tiles += not rest
    return Missing(whole + pieces, finished_tiles)


def _rest(tile: Window, others: Iterable[Window]) -> list[Window]:
    rest = [tile]
    for other in others:
        rest = [part for piece in rest for part in without(piece, other)]
    return rest


def _right(window: Window) -> int:
    return window.column + window.columns


def _bottom(window: Window) -> int:
    return window.row + window.rows
