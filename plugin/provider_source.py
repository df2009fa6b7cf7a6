# SPDX-License-Identifier: GPL-2.0-or-later
"""Cells as a raster provider of QGIS gives them, whatever is behind it: a file, a database, a formula, a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsRasterBlock,
    QgsRasterBlockFeedback,
    QgsRasterDataProvider,
    QgsRasterRange,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from ..core.errors import ImageServiceError, PlanError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..core.grid import Window
    from ..core.raster_source import SourceBand

translate = QCoreApplication.translate

# What a server draws has no cells of its own: this many along the longer side of the layer, unless told otherwise.
PICTURE_SIDE = 2048
# Larger blocks are asked for in pieces: servers refuse large pictures, and formulas are worked out in memory.
LARGEST_BLOCK = 1024
# GDAL keeps what it has read in a cache of 5 % of the memory; after so many bytes all but as many are let go.
CACHE_BYTES = 64_000_000
PICTURE_BANDS = ("Red", "Green", "Blue")
_PICTURES = (Qgis.DataType.ARGB32, Qgis.DataType.ARGB32_Premultiplied)
_PIXEL_TYPES = {
    Qgis.DataType.Byte: "U8",
    Qgis.DataType.Int8: "S8",
    Qgis.DataType.UInt16: "U16",
    Qgis.DataType.Int16: "S16",
    Qgis.DataType.UInt32: "U32",
    Qgis.DataType.Int32: "S32",
    Qgis.DataType.Float32: "F32",
    Qgis.DataType.Float64: "F64",
    Qgis.DataType.CInt16: "C64",
    Qgis.DataType.CInt32: "C128",
    Qgis.DataType.CFloat32: "C64",
    Qgis.DataType.CFloat64: "C128",
}


@dataclass(frozen=True)
class Part:
    """A part of a layer without cells of its own, in the layer's reference, and how many cells it gets."""

    extent: tuple[float, float, float, float]
    columns: int
    rows: int


def is_picture(provider: QgsRasterDataProvider) -> bool:
    """Tell whether a provider gives colours and no values, as those of map services do."""
    return bool(provider.bandCount() > 0 and provider.dataType(1) in _PICTURES)


class ProviderSource:
    """Reads a provider that nobody else uses, in one thread.

    Args:
        provider: a clone.
        part: what is read of a picture; all of it otherwise.
    """

    def __init__(self, provider: QgsRasterDataProvider, part: Part | None = None) -> None:
        from ..core.raster_source import SourceFacts

        self._provider = provider
        self._is_picture = is_picture(provider)
        self._uncleared = 0
        QEventLoop()  # without one made before, Qt's timers end no request in a thread of Python's (measured with 3.40)
        shown = _shown(provider, part)
        left, bottom, right, top = shown.extent
        self._cell = ((right - left) / shown.columns, (top - bottom) / shown.rows)
        self._corner = (left, top)
        self.facts = SourceFacts(
            name="",
            width=shown.columns,
            height=shown.rows,
            transform=(left, self._cell[0], 0.0, top, 0.0, -self._cell[1]),
            wkt="",
            bands=_picture_bands() if self._is_picture else _bands(provider),
        )

    def read(self, band_indexes: tuple[int, ...], window: Window) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Return cells and their validity, each of shape (bands, rows, columns).

        Raises:
            ImageServiceError: the provider could not give them all.
        """
        import numpy as np

        kinds = [self.facts.bands[index].pixel_type.dtype for index in band_indexes]
        cells = np.zeros((len(band_indexes), window.rows, window.columns), np.result_type(*kinds).newbyteorder("="))
        valid = np.zeros(cells.shape, bool)
        for piece in pieces(window):
            rows = slice(piece.row - window.row, piece.row - window.row + piece.rows)
            columns = slice(piece.column - window.column, piece.column - window.column + piece.columns)
            if self._is_picture:
                picture, seen = self._picture(piece)
                cells[:, rows, columns], valid[:, rows, columns] = picture[list(band_indexes)], seen
                continue
            for place, index in enumerate(band_indexes):
                cells[place, rows, columns], valid[place, rows, columns] = self._band(index + 1, piece)
        self._uncleared += cells.nbytes
        if self._uncleared > CACHE_BYTES:
            _clear_cache()
            self._uncleared = 0
        return cells, valid

    def close(self) -> None:
        """Let go of the provider's data; there is nothing to be written."""

    def _block(self, band: int, window: Window) -> QgsRasterBlock:
        feedback = QgsRasterBlockFeedback()
        left, top = self._corner
        width, height = self._cell
        box = QgsRectangle(
            left + window.column * width,
            top - (window.row + window.rows) * height,
            left + (window.column + window.columns) * width,
            top - window.row * height,
        )
        block = self._provider.block(band, box, window.columns, window.rows, feedback)
        problem = "; ".join(feedback.errors()) or block.error().summary()
        if problem or not block.isValid() or block.isEmpty():
            text = translate("LayerSource", "QGIS could not read all cells of the layer: {reason}")
            reason = problem or translate("LayerSource", "its provider gave none.")
            raise ImageServiceError(text.format(reason=reason))
        return block

    def _band(self, band: int, window: Window) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        import numpy as np

        block = self._block(band, window)
        kind = np.dtype(_numpy_name(block.dataType()))
        cells = np.frombuffer(bytes(block.data()), kind).reshape(window.rows, window.columns)
        valid = ~np.isnan(cells)
        if block.hasNoDataValue():
            valid &= cells != block.noDataValue()
        for gap in self._provider.userNoDataValues(band):
            valid &= ~_within(cells, gap)
        return cells, valid

    def _picture(self, window: Window) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Return red, green and blue, and where the picture is not transparent."""
        import numpy as np

        block = self._block(1, window)
        if not block.convert(Qgis.DataType.ARGB32):
            raise ImageServiceError(translate("LayerSource", "QGIS could not read the colors of the layer."))
        colors = np.frombuffer(bytes(block.data()), "u4").reshape(window.rows, window.columns)
        parts = [(colors >> shift & 0xFF).astype("u1") for shift in (16, 8, 0)]
        return np.stack(parts), colors >> 24 > 0


def pieces(window: Window) -> Iterator[Window]:
    """Yield a window in blocks of a bearable size."""
    from ..core.grid import Window

    for row in range(0, window.rows, LARGEST_BLOCK):
        for column in range(0, window.columns, LARGEST_BLOCK):
            yield Window(
                window.column + column,
                window.row + row,
                min(LARGEST_BLOCK, window.columns - column),
                min(LARGEST_BLOCK, window.rows - row),
            )


def _clear_cache() -> None:
    """Let GDAL forget blocks that it has read: the provider's own data cannot be told to."""
    from osgeo import gdal

    usual = gdal.GetCacheMax()
    if gdal.GetCacheUsed() > CACHE_BYTES < usual:
        gdal.SetCacheMax(CACHE_BYTES)
        gdal.SetCacheMax(usual)


def _within(cells: NDArray[Any], gap: QgsRasterRange) -> NDArray[np.bool_]:
    """Tell which cells lie in a range; a range without an end is open there."""
    import numpy as np

    bounds = gap.bounds()
    kinds = QgsRasterRange.BoundsType
    low = cells >= gap.min() if bounds in (kinds.IncludeMin, kinds.IncludeMinAndMax) else cells > gap.min()
    high = cells <= gap.max() if bounds in (kinds.IncludeMax, kinds.IncludeMinAndMax) else cells < gap.max()
    above = low | np.isnan(gap.min())
    below = high | np.isnan(gap.max())
    return np.asarray(above & below, bool)


def _shown(provider: QgsRasterDataProvider, part: Part | None) -> Part:
    box = provider.extent()
    bounds = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    if not box.isEmpty() and provider.xSize() > 0 and provider.ySize() > 0:
        return Part(bounds, provider.xSize(), provider.ySize())
    if part is not None:
        return part
    if box.isEmpty() or not box.isFinite():
        raise PlanError(
            translate("LayerSource", "The layer does not say how far it reaches, so its cells cannot be read.")
        )
    scale = PICTURE_SIDE / max(box.width(), box.height())
    return Part(bounds, max(1, round(box.width() * scale)), max(1, round(box.height() * scale)))


def _picture_bands() -> tuple[SourceBand, ...]:
    from ..core.pixels import PIXEL_TYPES
    from ..core.raster_source import SourceBand

    return tuple(SourceBand(name, PIXEL_TYPES["U8"], None) for name in PICTURE_BANDS)


def _bands(provider: QgsRasterDataProvider) -> tuple[SourceBand, ...]:
    from ..core.pixels import PIXEL_TYPES
    from ..core.raster_source import SourceBand

    bands = []
    for number in range(1, provider.bandCount() + 1):
        code = _PIXEL_TYPES.get(provider.dataType(number))
        if code is None:
            text = translate("LayerSource", "Band {number} has values of a kind that image services do not know.")
            raise PlanError(text.format(number=number))
        bands.append(SourceBand(provider.generateBandName(number), PIXEL_TYPES[code], _no_data(provider, number)))
    return tuple(bands)


def _no_data(provider: QgsRasterDataProvider, band: int) -> float | None:
    """Return the one value that stands for NoData: the source's, else the first that the user has set."""
    if provider.sourceHasNoDataValue(band) and provider.useSourceNoDataValue(band):
        return float(provider.sourceNoDataValue(band))
    single = [gap.min() for gap in provider.userNoDataValues(band) if gap.min() == gap.max()]
    return float(single[0]) if single else None


def _numpy_name(kind: Qgis.DataType) -> str:
    from ..core.pixels import PIXEL_TYPES

    return PIXEL_TYPES[_PIXEL_TYPES[kind]].numpy_name
