# SPDX-License-Identifier: GPL-2.0-or-later
"""Extents and pixel grids: where the pixels of a request and of a raster lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Extent:
    """A box in the units of some spatial reference."""

    xmin: float
    ymin: float
    xmax: float
    ymax: float

    @property
    def width(self) -> float:
        """Return the size in x."""
        return self.xmax - self.xmin

    @property
    def height(self) -> float:
        """Return the size in y."""
        return self.ymax - self.ymin

    def contains(self, other: Extent) -> bool:
        """Say whether the other box leaves this one nowhere."""
        return (
            self.xmin <= other.xmin and self.ymin <= other.ymin and self.xmax >= other.xmax and self.ymax >= other.ymax
        )

    def touches(self, other: Extent) -> bool:
        """Say whether the two boxes have any place in common."""
        return (
            self.xmin <= other.xmax and self.ymin <= other.ymax and self.xmax >= other.xmin and self.ymax >= other.ymin
        )

    @property
    def centre(self) -> Point:
        """Return the middle."""
        return (self.xmin + self.xmax) / 2, (self.ymin + self.ymax) / 2

    def json(self, spatial_reference: dict[str, Any] | None) -> dict[str, Any]:
        """Return the Esri envelope."""
        value: dict[str, Any] = {"xmin": self.xmin, "ymin": self.ymin, "xmax": self.xmax, "ymax": self.ymax}
        if spatial_reference is not None:
            value["spatialReference"] = spatial_reference
        return value


@dataclass(frozen=True)
class Grid:
    """An extent cut into columns and rows; row 0 is north, values belong to cell areas."""

    extent: Extent
    columns: int
    rows: int

    @property
    def cell_width(self) -> float:
        """Return the cell size in x."""
        return self.extent.width / self.columns

    @property
    def cell_height(self) -> float:
        """Return the cell size in y."""
        return self.extent.height / self.rows

    def x_centres(self, start: int, stop: int) -> Floats:
        """Return the x of the cell centres of some columns."""
        return self.extent.xmin + (np.arange(start, stop, dtype=np.float64) + 0.5) * self.cell_width

    def y_centres(self, start: int, stop: int) -> Floats:
        """Return the y of the cell centres of some rows."""
        return self.extent.ymax - (np.arange(start, stop, dtype=np.float64) + 0.5) * self.cell_height

    def grown(self, cells: int) -> Grid:
        """Return the same lattice with some cells more on every side."""
        dx, dy = cells * self.cell_width, cells * self.cell_height
        e = self.extent
        box = Extent(e.xmin - dx, e.ymin - dy, e.xmax + dx, e.ymax + dy)
        return Grid(box, self.columns + 2 * cells, self.rows + 2 * cells)


def adjust_aspect_ratio(extent: Extent, columns: int, rows: int) -> Extent:
    """Grow the smaller axis about the centre until pixels are square, as servers do by default (measured).

    A box that is square to within a billionth stays what it is, bit for bit.
    """
    wanted = columns / rows
    actual = extent.width / extent.height
    if math.isclose(wanted, actual, rel_tol=1e-9):
        return extent
    if actual < wanted:
        half = extent.height * wanted / 2
        centre = (extent.xmin + extent.xmax) / 2
        return Extent(centre - half, extent.ymin, centre + half, extent.ymax)
    half = extent.width / wanted / 2
    centre = (extent.ymin + extent.ymax) / 2
    return Extent(extent.xmin, centre - half, extent.xmax, centre + half)
