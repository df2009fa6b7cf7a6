# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels of tiles put where they belong: on the lattice of their level, or on cells of another grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .answer import decode_answer
from .decode.block import Block, Expected
from .decode.no_data import fold_no_data
from .grid import Window
from .plan import DownloadPlan
from .spatialref import transform_arrays
from .tilemap import Address
from .tiling import FARTHEST, TileCache


def decode_tile(plan: DownloadPlan, cache: TileCache, bodies: Sequence[bytes | None]) -> Block:
    """Return the pixels of one tile, ``answer_bands`` of them; a band whose body is None is invalid everywhere.

    Args:
        plan: what is read.
        cache: the part of the cache.
        bodies: one for all bands, or one for each.

    Raises:
        DecodeError: a body does not hold a tile of this cache.
        ProtocolError, ServerBusy: a web page came instead.
    """
    declared = plan.declared_no_data or (None,) * plan.answer_bands
    if not cache.scheme.has_band_tiles:
        (body,) = bodies
        block = decode_answer(body or b"", _expected(plan, cache, plan.answer_bands), plan.format.formats[0], declared)
    else:
        block = _stacked([_band(plan, cache, body, value) for body, value in zip(bodies, declared)])
    if plan.options.no_data:
        block = fold_no_data(block, plan.options.no_data, plan.options.no_data_interpretation)
    return block


def _expected(plan: DownloadPlan, cache: TileCache, bands: int) -> Expected:
    scheme = cache.scheme
    return Expected(
        scheme.columns + scheme.overlap,
        scheme.rows + scheme.overlap,
        bands=bands,
        pixel_type=plan.pixel_type,
        url=plan.service.url,
    )


def _band(plan: DownloadPlan, cache: TileCache, body: bytes | None, no_data: float | None) -> Block:
    expected = _expected(plan, cache, 1)
    if body is not None:
        return decode_answer(body, expected, plan.format.formats[0], (no_data,))
    shape = (expected.rows, expected.columns)
    return Block(np.zeros((1, *shape), plan.pixel_type.dtype.newbyteorder("=")), np.zeros(shape, bool))


def _stacked(bands: list[Block]) -> Block:
    data = np.concatenate([band.data for band in bands])
    if all(band.valid is None for band in bands):
        return Block(data)
    everywhere = np.ones(data.shape[1:], bool)
    return Block(data, np.stack([everywhere if b.valid is None else b.valid.reshape(everywhere.shape) for b in bands]))


# A window of the level itself


def tile_of(plan: DownloadPlan, cache: TileCache, window: Window) -> tuple[Address, Address]:
    """Return row and column of the tile that a window lies in, and of the window's first cell within that tile."""
    row, top = divmod(plan.grid.first_row + window.row, cache.scheme.rows)
    column, left = divmod(plan.grid.first_column + window.column, cache.scheme.columns)
    return (row, column), (top, left)


def sharing_tiles(cache: TileCache, address: Address, corner: Address) -> tuple[Address, ...]:
    """Return the tiles whose last row or column is the first one of a window, besides the tile that it lies in.

    Samples on the edge of an elevation tile stand in its neighbours too; those along the far edges of the whole cache
    stand in no tile of their own.
    """
    if not cache.scheme.overlap:
        return ()
    (row, column), (top, left) = address, corner
    above, before = top == 0 and row > 0, left == 0 and column > 0
    found = [(row - 1, column)] * above + [(row, column - 1)] * before + [(row - 1, column - 1)] * (above and before)
    return tuple(found)


def part_of_tile(block: Block, corner: Address, window: Window) -> Block:
    """Return the part of a tile that a window shows."""
    place = np.s_[..., corner[0] : corner[0] + window.rows, corner[1] : corner[1] + window.columns]
    return Block(block.data[place], None if block.valid is None else block.valid[place])


def shared_edges(plan: DownloadPlan, cache: TileCache, window: Window, tiles: Mapping[Address, Block]) -> Block:
    """Return a window whose own tile is missing: what its neighbours know of its first row and column."""
    shape = (plan.answer_bands, window.rows, window.columns)
    data = np.zeros(shape, plan.pixel_type.dtype.newbyteorder("="))
    valid = np.zeros(shape, bool)
    address, (own_top, own_left) = tile_of(plan, cache, window)
    for (row, column), block in tiles.items():
        above, before = address[0] - row, address[1] - column
        target = np.s_[:, : 1 if above else window.rows, : 1 if before else window.columns]
        rows, columns = data[target].shape[1:]
        top, left = above * cache.scheme.rows, before * cache.scheme.columns
        source = np.s_[..., top + own_top : top + own_top + rows, left + own_left : left + own_left + columns]
        known = np.ones((rows, columns), bool) if block.valid is None else block.valid[source]
        np.copyto(data[target], block.data[source], where=known)
        valid[target] |= known
    return Block(data, valid)


# Cells of another grid


@dataclass(frozen=True)
class Places:
    """Where the cells of a window lie in a level: columns and rows of its lattice, for those that ``exist`` there."""

    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    exist: NDArray[np.bool_]

    @classmethod
    def of(cls, plan: DownloadPlan, cache: TileCache, window: Window) -> Places:
        """Carry the centres of the cells of a window to the cache."""
        box, grid = plan.grid.extent_of(window), plan.grid
        xs = box.xmin + (np.arange(window.columns) + 0.5) * grid.cell_width
        ys = box.ymax - (np.arange(window.rows) + 0.5) * grid.cell_height
        x, y = np.meshgrid(xs, ys)
        x, y = transform_arrays(x, y, plan.spatial_reference, cache.scheme.spatial_reference)
        area, lattice = cache.area, cache.grid
        exist = (x >= area.xmin) & (x <= area.xmax) & (y >= area.ymin) & (y <= area.ymax)
        with np.errstate(invalid="ignore"):
            columns = np.floor((np.where(exist, x, lattice.xmin) - lattice.xmin) / lattice.cell_width)
            rows = np.floor((lattice.ymax - np.where(exist, y, lattice.ymax)) / lattice.cell_height)
        exist &= (columns >= 0) & (rows >= 0)
        return cls(columns.astype(np.int64), rows.astype(np.int64), exist)

    def tiles(self, cache: TileCache) -> tuple[Address, ...]:
        """Return the tiles that hold the cells, in rows."""
        row, column = self._tiles(cache)
        across = FARTHEST + 1
        keys = np.unique(row[self.exist] * across + column[self.exist])
        return tuple(divmod(int(key), across) for key in keys)

    def _tiles(self, cache: TileCache) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self.rows // cache.scheme.rows, self.columns // cache.scheme.columns

    def gather(self, plan: DownloadPlan, cache: TileCache, tiles: Mapping[Address, Block]) -> Block:
        """Return the value of the cell that each place lies in."""
        shape = (plan.answer_bands, *self.exist.shape)
        data = np.zeros(shape, plan.pixel_type.dtype.newbyteorder("="))
        valid = np.zeros(shape, bool)
        row, column = self._tiles(cache)
        for (tile_row, tile_column), block in tiles.items():
            here = self.exist & (row == tile_row) & (column == tile_column)
            inner = (
                slice(None),
                self.rows[here] - tile_row * cache.scheme.rows,
                self.columns[here] - tile_column * cache.scheme.columns,
            )
            data[:, here] = block.data[inner]
            valid[:, here] = True if block.valid is None else _of_all_bands(block).valid[inner]
        return Block(data, valid)


def _of_all_bands(block: Block) -> Any:
    """Return a block whose validity has a band for each band of pixels."""
    if block.valid is None or block.valid.ndim == 3:
        return block
    return replace(block, valid=np.broadcast_to(block.valid, block.data.shape))
