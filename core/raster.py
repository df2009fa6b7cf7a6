# SPDX-License-Identifier: GPL-2.0-or-later
"""What a raster to be written is, apart from its pixels, and where pixels go: the seam between engine and output."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .grid import Grid, Window
from .pixels import PixelType


@dataclass(frozen=True)
class RasterClass:
    """A row of an attribute table: a value, what it means, and its colour (red, green, blue from 0 to 255)."""

    value: int
    name: str
    color: tuple[int, int, int] | None = None
    count: float | None = None


@dataclass(frozen=True)
class RasterLayout:
    """A raster without its pixels."""

    grid: Grid
    band_names: tuple[str, ...]
    pixel_type: PixelType
    wkt: str
    no_data: float | None = None
    is_rgb: bool = False
    classes: tuple[RasterClass, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def band_count(self) -> int:
        """Return the number of bands."""
        return len(self.band_names)


class Sink(Protocol):
    """Where pixels go. All calls come from one thread."""

    def write(self, window: Window, data: NDArray[Any], valid: NDArray[Any] | None) -> None:
        """Take the pixels of a window: shape (bands, rows, columns), and their validity (see ``decode.Block``)."""


class ArraySink:
    """Collects pixels in one masked array."""

    def __init__(self, layout: RasterLayout) -> None:
        shape = (layout.band_count, layout.grid.rows, layout.grid.columns)
        self.data = np.zeros(shape, layout.pixel_type.dtype.newbyteorder("="))
        self.mask = np.zeros(shape, bool)

    def write(self, window: Window, data: NDArray[Any], valid: NDArray[Any] | None) -> None:
        """Take the pixels of a window."""
        rows = slice(window.row, window.row + window.rows)
        columns = slice(window.column, window.column + window.columns)
        self.data[:, rows, columns] = data
        if valid is not None:
            self.mask[:, rows, columns] = ~valid
