# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels of a raster on any grid in any spatial reference.

Every output pixel is located by itself, with PROJ's exact transformation and no interpolation between points, so
that cutting an area into requests in another way cannot move a pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import spatialref
from .grid import Floats, Grid
from .pixels import Array, Image, Mask, cast
from .raster import Raster, Window
from .spatialref import CRS

NEAREST = "RSP_NearestNeighbor"
BILINEAR = "RSP_BilinearInterpolation"
CUBIC = "RSP_CubicConvolution"
MAJORITY = "RSP_Majority"
METHODS = {"Nearest": NEAREST, "Bilinear": BILINEAR, "Cubic": CUBIC, "Majority": MAJORITY}

# Centres that fall exactly on a cell boundary are the rule and not the exception (an output cell of twice the size).
# The bias sends all of them the same way, whatever the last bit of the coordinate says.
BIAS = 1e-6
ALIGNED = 1e-5  # of a cell: closer than this to the lattice, pixels are the source's own
FAR = 1e15  # cells: as good as nowhere, and integers can hold it
BLOCK = 512
WINDOW_PIXELS = 16_000_000

Indexes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Source:
    """What to sample: some bands of a raster, and the spatial reference of the grids to come (None: its own)."""

    raster: Raster
    bands: Sequence[int]
    crs: CRS | None = None

    def locate(self, grid: Grid, box: Window) -> tuple[Floats, Floats]:
        """Return fractional source rows and columns of a block's cell centres (integers are cell edges).

        Without a change of spatial reference the shapes are (rows, 1) and (1, columns), else (rows, columns) both.
        """
        x = grid.x_centres(box.column, box.column + box.columns)[np.newaxis, :]
        y = grid.y_centres(box.row, box.row + box.rows)[:, np.newaxis]
        if self.crs is not None and self.raster.crs is not None:
            x, y = np.broadcast_arrays(x, y)
            x, y = spatialref.project_points(self.crs, self.raster.crs, x, y)
        lattice = self.raster.grid
        columns = (x - lattice.extent.xmin) / lattice.cell_width
        rows = (lattice.extent.ymax - y) / lattice.cell_height
        return _finite(rows), _finite(columns)


def sample(source: Source, grid: Grid, method: str) -> Image:
    """Return the pixels of a grid. Outside the raster, and where it is masked, they are zero and invalid."""
    raster = source.raster
    window = _aligned_window(source, grid)
    if window is not None:
        data, valid = raster.read_padded(source.bands, window)
        return Image(data, valid, raster.pixel_type)
    data = np.zeros((len(source.bands), grid.rows, grid.columns), dtype=raster.dtype)
    valid = np.zeros((grid.rows, grid.columns), dtype=np.bool_)
    for box in _blocks(Window(0, 0, grid.columns, grid.rows), BLOCK):
        _sample_block(source, grid, method, box, data, valid)
    return Image(data, None if valid.all() else valid, raster.pixel_type)


def _aligned_window(source: Source, grid: Grid) -> Window | None:
    """Return the source window when the grid lies on the raster's own lattice: then pixels are copied."""
    if source.crs is not None:
        return None
    lattice = source.raster.grid
    edges = (
        (grid.extent.xmin - lattice.extent.xmin) / lattice.cell_width,
        (grid.extent.xmax - lattice.extent.xmin) / lattice.cell_width,
        (lattice.extent.ymax - grid.extent.ymax) / lattice.cell_height,
        (lattice.extent.ymax - grid.extent.ymin) / lattice.cell_height,
    )
    if any(abs(edge) > FAR or abs(edge - round(edge)) > ALIGNED for edge in edges):
        return None
    left, right, top, bottom = (round(edge) for edge in edges)
    if right - left != grid.columns or bottom - top != grid.rows:
        return None
    return Window(left, top, grid.columns, grid.rows)


def _blocks(box: Window, size: int) -> Iterator[Window]:
    for row in range(box.row, box.row + box.rows, size):
        for column in range(box.column, box.column + box.columns, size):
            yield Window(
                column,
                row,
                min(size, box.column + box.columns - column),
                min(size, box.row + box.rows - row),
            )


def _sample_block(source: Source, grid: Grid, method: str, box: Window, data: Array, valid: Mask) -> None:
    raster = source.raster
    rows, columns = source.locate(grid, box)
    nearest_rows, nearest_columns = _floor(rows), _floor(columns)
    inside = (
        (nearest_rows >= 0)
        & (nearest_rows < raster.grid.rows)
        & (nearest_columns >= 0)
        & (nearest_columns < raster.grid.columns)
    )
    if not inside.any():
        return
    margin = {NEAREST: 0, BILINEAR: 1}.get(method, 2)
    window = _covering(raster, nearest_rows, nearest_columns, inside, margin)
    if window.columns * window.rows > WINDOW_PIXELS and max(box.columns, box.rows) > 1:
        # Far below the raster's resolution a block covers more than may be held at once: halve it.
        for half in _blocks(box, max(1, max(box.columns, box.rows) // 2)):
            _sample_block(source, grid, method, half, data, valid)
        return
    pixels, mask = raster.read(source.bands, window)
    near = (
        np.clip(nearest_rows - window.row, 0, window.rows - 1),
        np.clip(nearest_columns - window.column, 0, window.columns - 1),
    )
    good = inside if mask is None else inside & mask[near]
    if method == NEAREST:
        values = pixels[:, near[0], near[1]]
    else:
        neighbourhood = _Neighbourhood(pixels, mask, rows - window.row, columns - window.column, near)
        values = cast(_INTERPOLATORS[method](neighbourhood), raster.pixel_type)
    place = np.s_[box.row : box.row + box.rows, box.column : box.column + box.columns]
    valid[place] = good
    data[(slice(None), *place)] = np.where(good, values, 0)


def _finite(values: Floats) -> Floats:
    return np.clip(np.nan_to_num(values, nan=-FAR, posinf=FAR, neginf=-FAR), -FAR, FAR)


def _floor(values: Floats) -> Indexes:
    cells: Indexes = np.floor(values + BIAS).astype(np.int64)
    return cells


def _covering(raster: Raster, rows: Indexes, columns: Indexes, inside: Mask, margin: int) -> Window:
    rows, columns = np.broadcast_arrays(rows, columns)
    some_rows, some_columns = rows[inside], columns[inside]
    top = max(int(some_rows.min()) - margin, 0)
    left = max(int(some_columns.min()) - margin, 0)
    bottom = min(int(some_rows.max()) + margin + 1, raster.grid.rows)
    right = min(int(some_columns.max()) + margin + 1, raster.grid.columns)
    return Window(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class _Neighbourhood:
    """A window of source pixels, and the fractional positions in it at which values are wanted."""

    pixels: Array
    mask: Mask | None
    rows: Floats
    columns: Floats
    near: tuple[Indexes, Indexes]

    def at(self, row: Indexes, column: Indexes) -> tuple[Array, Mask]:
        """Return values (bands, rows, columns) and validity; positions beyond the edge repeat the edge."""
        shape = self.pixels.shape
        row, column = np.clip(row, 0, shape[1] - 1), np.clip(column, 0, shape[2] - 1)
        values = self.pixels[:, row, column]
        if self.mask is None:
            return values, np.ones(values.shape[1:], dtype=np.bool_)
        return values, self.mask[row, column]


def _weighted(area: _Neighbourhood, taps: int) -> Array:
    """Interpolate with 2 (bilinear) or 4 (cubic convolution, a = -0.5) taps per axis, over valid pixels only."""
    first = 0 if taps == 2 else -1
    row, column = area.rows - 0.5, area.columns - 0.5
    top, left = np.floor(row + BIAS), np.floor(column + BIAS)
    kernel = _linear if taps == 2 else _cubic
    kind = np.complex128 if area.pixels.dtype.kind == "c" else np.float64
    total = np.zeros((1,), dtype=kind)
    weights = np.zeros((1,), dtype=np.float64)
    for i in range(first, first + taps):
        for j in range(first, first + taps):
            values, valid = area.at((top + i).astype(np.int64), (left + j).astype(np.int64))
            weight = kernel(row - top - i) * kernel(column - left - j) * valid
            # What stands under the mask may be a huge number: it must not meet a weight at all.
            total = total + np.where(valid, values, 0) * weight
            weights = weights + weight
    nearest = area.pixels[:, area.near[0], area.near[1]]
    usable = weights > 0.25
    return np.where(usable, total / np.where(usable, weights, 1), nearest)


def _linear(distance: Floats) -> Floats:
    return np.clip(1 - np.abs(distance), 0, 1)


def _cubic(distance: Floats) -> Floats:
    d = np.abs(distance)
    inner = (1.5 * d - 2.5) * d * d + 1
    outer = ((-0.5 * d + 2.5) * d - 4) * d + 2
    return np.where(d <= 1, inner, np.where(d < 2, outer, 0))


def _majority(area: _Neighbourhood) -> Array:
    """Return the most frequent value of the 4 x 4 cells around each position; ties go to the nearest cell."""
    top = np.floor(area.rows - 0.5 + BIAS).astype(np.int64)
    left = np.floor(area.columns - 0.5 + BIAS).astype(np.int64)
    around = [area.at(top + i, left + j) for i in range(-1, 3) for j in range(-1, 3)]
    best = area.pixels[:, area.near[0], area.near[1]]
    most = np.zeros(best.shape, dtype=np.int64)
    for candidate, candidate_valid in [(best, np.ones(best.shape[1:], dtype=np.bool_)), *around]:
        votes = np.zeros(best.shape, dtype=np.int64)
        for values, valid in around:
            votes += (values == candidate) & valid
        better = (votes > most) & candidate_valid
        best, most = np.where(better, candidate, best), np.where(better, votes, most)
    return best


_INTERPOLATORS = {
    BILINEAR: lambda area: _weighted(area, 2),
    CUBIC: lambda area: _weighted(area, 4),
    MAJORITY: _majority,
}
