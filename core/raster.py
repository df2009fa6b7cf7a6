# SPDX-License-Identifier: GPL-2.0-or-later
"""What a raster to be written is, apart from its pixels, and where pixels go: the seam between engine and output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .grid import Grid, Window
from .pixels import PixelType

# GDAL's numbers for what a column of an attribute table is used for.
USED_FOR_COUNT = 1
USED_FOR_NAME = 2
USED_FOR_LOWEST = 3
USED_FOR_VALUE = 5
USED_FOR_COLORS = (6, 7, 8)


@dataclass(frozen=True)
class RasterClass:
    """A row of an attribute table: a value, what it means, and its colour (red, green, blue from 0 to 255)."""

    value: int
    name: str
    color: tuple[int, int, int] | None = None
    count: float | None = None


@dataclass(frozen=True)
class TableColumn:
    """A column of an attribute table; ``kind`` is "integer", "real" or "text", ``usage`` GDAL's number for its use."""

    name: str
    kind: str
    usage: int = 0


@dataclass(frozen=True)
class AttributeTable:
    """An attribute table as a file keeps it, whatever its columns: one tuple of values per row."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[int | float | str, ...], ...]

    def column_used_for(self, *usages: int) -> int | None:
        """Return the place of the first column that GDAL knows by one of these uses, or None."""
        found = (place for usage in usages for place, column in enumerate(self.columns) if column.usage == usage)
        return next(found, None)

    def classes(self) -> tuple[RasterClass, ...]:
        """Return the rows as classes; nothing where no column says which value a row is about."""
        value, name = self.column_used_for(USED_FOR_VALUE, USED_FOR_LOWEST), self.column_used_for(USED_FOR_NAME)
        count = self.column_used_for(USED_FOR_COUNT)
        colors = [self.column_used_for(usage) for usage in USED_FOR_COLORS]
        if value is None:
            return ()
        return tuple(
            RasterClass(
                int(row[value]),
                str(row[name]) if name is not None else "",
                _color(row[place] for place in colors if place is not None),
                float(row[count]) if count is not None else None,
            )
            for row in self.rows
            if isinstance(row[value], (int, float)) and float(row[value]).is_integer()
        )


def _color(parts: Iterable[int | float | str]) -> tuple[int, int, int] | None:
    levels = [int(part) for part in parts if isinstance(part, (int, float)) and 0 <= part <= 255]
    return (levels[0], levels[1], levels[2]) if len(levels) == 3 else None


@dataclass(frozen=True)
class RasterLayout:
    """A raster without its pixels.

    ``transform`` is GDAL's geotransform where the one of ``grid`` would not say it (rotated cells). ``colors`` are
    (value, red, green, blue, alpha) and ``table`` is a whole attribute table; both come before those of ``classes``.
    ``has_esri_keys`` writes the spatial reference as Esri's text into the file, where codes would not say it all.
    """

    grid: Grid
    band_names: tuple[str, ...]
    pixel_type: PixelType
    wkt: str
    no_data: float | None = None
    is_rgb: bool = False
    classes: tuple[RasterClass, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    transform: tuple[float, ...] | None = None
    colors: tuple[tuple[int, int, int, int, int], ...] = ()
    table: AttributeTable | None = None
    has_esri_keys: bool = False

    @property
    def band_count(self) -> int:
        """Return the number of bands."""
        return len(self.band_names)

    @property
    def has_classes(self) -> bool:
        """Tell whether there are colours or meanings of values to keep: files keep them for one band only."""
        return self.band_count == 1 and bool(self.classes or self.colors or self.table)

    def all_colors(self) -> tuple[tuple[int, int, int, int, int], ...]:
        """Return the colours, of the classes where there are no others: (value, red, green, blue, alpha)."""
        return self.colors or tuple((entry.value, *entry.color, 255) for entry in self.classes if entry.color)


class Sink(Protocol):
    """Where pixels go. All calls come from one thread."""

    def write(self, window: Window, data: NDArray[Any], valid: NDArray[Any] | None) -> None:
        """Take the pixels of a window: shape (bands, rows, columns), and their validity (see ``decode.Block``)."""

    def write_hole(self, window: Window) -> None:
        """Mark the pixels of a window as NoData: it could not be had, or nothing of it is wanted."""

    def doubt(self, window: Window) -> None:
        """Note that the window written last may lack something: whoever goes on is to ask for it again."""


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

    def write_hole(self, window: Window) -> None:
        """Mark the pixels of a window as NoData."""
        rows = slice(window.row, window.row + window.rows)
        columns = slice(window.column, window.column + window.columns)
        self.data[:, rows, columns] = 0
        self.mask[:, rows, columns] = True

    def doubt(self, window: Window) -> None:
        """Do nothing: nobody goes on with an array."""
