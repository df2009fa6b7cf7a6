# SPDX-License-Identifier: GPL-2.0-or-later
"""Where cells lie: extents, the lattice of a service, and its division into request tiles. Pure functions.

A server resamples to whatever box it is asked for; nothing on its side snaps (measured on several services, see
the reference of the Export Image operation). So native cells come back unchanged only if the edges of the box lie
on the service's own lattice ``xmin + i * cell_width``, ``ymax - j * cell_height``, counted from the corner of its
extent. Every edge is computed from that corner and an integer, never by adding cell sizes up, so that the tiles of
a raster share their edges to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from .errors import PlanError

# An edge closer than this to a lattice line (in cells) lies on it: extents and cell sizes are written with few decimals
# (gdalinfo gives degrees 7 of them and metres 3; 0.00027777778 for 1/3600 is off by that much after 100,000 cells).
SNAP_TOLERANCE = 1e-3
# Ragged edge that Esri's own client does not count as a further column (``ceil(width / cell - 0.1)``).
RAGGED_EDGE = 0.1


@dataclass(frozen=True)
class Extent:
    """A box in the units of some spatial reference; ``xmin < xmax`` and ``ymin < ymax``, all finite."""

    xmin: float
    ymin: float
    xmax: float
    ymax: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in self.bounds):
            raise PlanError("The extent has a coordinate that is not a number: draw or type it again.")
        if self.xmin >= self.xmax or self.ymin >= self.ymax:
            raise PlanError(
                f"The extent is empty or upside down (x {self.xmin:g} to {self.xmax:g}, "
                f"y {self.ymin:g} to {self.ymax:g}): give xmin < xmax and ymin < ymax."
            )

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return ``(xmin, ymin, xmax, ymax)``."""
        return (self.xmin, self.ymin, self.xmax, self.ymax)

    @property
    def width(self) -> float:
        """Return the width in map units."""
        return self.xmax - self.xmin

    @property
    def height(self) -> float:
        """Return the height in map units."""
        return self.ymax - self.ymin

    def intersection(self, other: Extent) -> Extent | None:
        """Return what both boxes cover, or None where they do not overlap."""
        xmin, ymin = max(self.xmin, other.xmin), max(self.ymin, other.ymin)
        xmax, ymax = min(self.xmax, other.xmax), min(self.ymax, other.ymax)
        if xmin >= xmax or ymin >= ymax:
            return None
        return Extent(xmin, ymin, xmax, ymax)

    def around(self, other: Extent) -> Extent:
        """Return the smallest box that holds both."""
        xmin, ymin = min(self.xmin, other.xmin), min(self.ymin, other.ymin)
        return Extent(xmin, ymin, max(self.xmax, other.xmax), max(self.ymax, other.ymax))

    def contains(self, other: Extent) -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return (
            self.xmin <= other.xmin and self.ymin <= other.ymin and self.xmax >= other.xmax and self.ymax >= other.ymax
        )

    def shifted(self, dx: float) -> Extent:
        """Return the box moved by ``dx`` map units to the east."""
        return Extent(self.xmin + dx, self.ymin, self.xmax + dx, self.ymax)


@dataclass(frozen=True)
class Window:
    """A block of cells of a raster: first column and row (0 = west, 0 = north), number of columns and rows."""

    column: int
    row: int
    columns: int
    rows: int

    @property
    def cells(self) -> int:
        """Return the number of cells."""
        return self.columns * self.rows

    def quarters(self) -> tuple[Window, ...]:
        """Return the window cut in two along each axis that has more than one cell."""
        left, top = (self.columns + 1) // 2, (self.rows + 1) // 2
        columns = [(self.column, left), (self.column + left, self.columns - left)]
        rows = [(self.row, top), (self.row + top, self.rows - top)]
        return tuple(Window(c, r, w, h) for r, h in rows for c, w in columns if w > 0 and h > 0)


@dataclass(frozen=True)
class Grid:
    """A raster's cells on the ground: north-west corner, cell size (both positive, map units), and counts."""

    xmin: float
    ymax: float
    cell_width: float
    cell_height: float
    columns: int
    rows: int
    # Offset in cells from the corner of the lattice, so that edges are computed as the lattice computes them.
    first_column: int = 0
    first_row: int = 0

    @property
    def extent(self) -> Extent:
        """Return the outer edges of the grid."""
        return self.extent_of(Window(0, 0, self.columns, self.rows))

    @property
    def transform(self) -> tuple[float, float, float, float, float, float]:
        """Return the GDAL geotransform ``(west, cell width, 0, north, 0, -cell height)``."""
        box = self.extent
        return (box.xmin, self.cell_width, 0.0, box.ymax, 0.0, -self.cell_height)

    def extent_of(self, window: Window) -> Extent:
        """Return the outer edges of a window of this grid, computed from the corner of the lattice."""
        column, row = self.first_column + window.column, self.first_row + window.row
        return Extent(
            self.xmin + column * self.cell_width,
            self.ymax - (row + window.rows) * self.cell_height,
            self.xmin + (column + window.columns) * self.cell_width,
            self.ymax - row * self.cell_height,
        )

    def window(self, extent: Extent) -> Window | None:
        """Return the cells that ``extent`` touches, clipped to the grid; None where it touches none."""
        x, y = self.first_column, self.first_row
        left, right = _touched((extent.xmin - self.xmin) / self.cell_width, (extent.xmax - self.xmin) / self.cell_width)
        top, bottom = _touched(
            (self.ymax - extent.ymax) / self.cell_height, (self.ymax - extent.ymin) / self.cell_height
        )
        left, right = max(left - x, 0), min(right - x, self.columns)
        top, bottom = max(top - y, 0), min(bottom - y, self.rows)
        if left >= right or top >= bottom:
            return None
        return Window(left, top, right - left, bottom - top)

    def subgrid(self, window: Window) -> Grid:
        """Return the grid of a window, on the same lattice."""
        return Grid(
            self.xmin,
            self.ymax,
            self.cell_width,
            self.cell_height,
            window.columns,
            window.rows,
            self.first_column + window.column,
            self.first_row + window.row,
        )


def _floor(value: float) -> int:
    nearest = round(value)
    return nearest if abs(value - nearest) <= SNAP_TOLERANCE else math.floor(value)


def _ceil(value: float) -> int:
    nearest = round(value)
    return nearest if abs(value - nearest) <= SNAP_TOLERANCE else math.ceil(value)


def _touched(start: float, end: float) -> tuple[int, int]:
    """Return the first cell from ``start`` to ``end``, and the one after the last; all of it on a line is one cell."""
    first, after = _floor(start), _ceil(end)
    if first >= after:
        first = math.floor((start + end) / 2)
    return first, max(first + 1, after)


def _check_cell(width: float, height: float) -> None:
    for size in (width, height):
        if not (math.isfinite(size) and size > 0):
            raise PlanError(f"The cell size {size!r} is not a positive number: give one in map units.")


def lattice(extent: Extent, cell_width: float, cell_height: float) -> Grid:
    """Return the cells of a service: counted from the north-west corner of its extent.

    The counts follow Esri's own client, ``ceil(width / cell - 0.1)``: a ragged edge of a tenth of a cell is no column.

    Raises:
        PlanError: a cell size is not a positive number, or too small to count the cells.
    """
    _check_cell(cell_width, cell_height)
    across, down = extent.width / cell_width, extent.height / cell_height
    if not (math.isfinite(across) and math.isfinite(down)):
        raise PlanError(f"Cells of {cell_width:g} × {cell_height:g} are too small for the extent: give larger ones.")
    columns = max(1, math.ceil(across - RAGGED_EDGE))
    rows = max(1, math.ceil(down - RAGGED_EDGE))
    return Grid(extent.xmin, extent.ymax, cell_width, cell_height, columns, rows)


def snapped(extent: Extent, cell_width: float, cell_height: float) -> Grid:
    """Return the smallest grid over ``extent`` whose edges are whole multiples of the cell size.

    This is the grid of an output in another spatial reference: it depends on nothing but the cell size, so that
    downloads of neighbouring extents fit together.

    Raises:
        PlanError: a cell size is not a positive number.
    """
    _check_cell(cell_width, cell_height)
    left, right = _floor(extent.xmin / cell_width), _ceil(extent.xmax / cell_width)
    bottom, top = _floor(extent.ymin / cell_height), _ceil(extent.ymax / cell_height)
    return Grid(0.0, 0.0, cell_width, cell_height, max(1, right - left), max(1, top - bottom), left, -top)


@dataclass(frozen=True)
class Tiles(Sequence[Window]):
    """The request tiles of a raster, in rows from the north-west; computed, not stored, whatever their number.

    The first tile of a row or column may begin before the raster, by ``before_columns`` and ``before_rows`` cells (less
    than a tile), where the tiles have a lattice of their own; the windows are what lies within the raster.
    """

    columns: int
    rows: int
    tile_columns: int
    tile_rows: int
    before_columns: int = 0
    before_rows: int = 0

    @property
    def across(self) -> int:
        """Return the number of tiles in a row of tiles."""
        return -(-(self.before_columns + self.columns) // self.tile_columns)

    @property
    def down(self) -> int:
        """Return the number of rows of tiles."""
        return -(-(self.before_rows + self.rows) // self.tile_rows)

    def __len__(self) -> int:
        return self.across * self.down

    @overload
    def __getitem__(self, index: int) -> Window: ...

    @overload
    def __getitem__(self, index: slice) -> list[Window]: ...

    def __getitem__(self, index: int | slice) -> Window | list[Window]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        row, column = divmod(index, self.across)
        left, right = _inside(column, self.tile_columns, self.before_columns, self.columns)
        top, bottom = _inside(row, self.tile_rows, self.before_rows, self.rows)
        return Window(left, top, right - left, bottom - top)

    def __iter__(self) -> Iterator[Window]:
        return (self[index] for index in range(len(self)))


def _inside(index: int, size: int, before: int, cells: int) -> tuple[int, int]:
    """Return the first cell of a tile within a raster of so many cells, and the one after its last."""
    start = index * size - before
    return max(0, start), min(cells, start + size)


def plan_tiles(columns: int, rows: int, tile_columns: int, tile_rows: int) -> Tiles:
    """Divide a raster of ``columns`` x ``rows`` cells into tiles that cover every cell exactly once.

    Raises:
        PlanError: a count is not positive.
    """
    for count in (columns, rows, tile_columns, tile_rows):
        if count < 1:
            raise PlanError(f"A raster and its tiles need at least one cell along each side, not {count}.")
    return Tiles(columns, rows, min(tile_columns, columns), min(tile_rows, rows))
