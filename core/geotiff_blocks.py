# SPDX-License-Identifier: GPL-2.0-or-later
"""The blocks of a GeoTIFF whose writer was interrupted: where they say they lie, and which of them can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .gdal_errors import collected
from .grid import Window

# Cells of a mask that are filled at once.
FILLED_AT_ONCE = 1 << 24


def lengthen(path: Path) -> bool:
    """Make a file as long as its blocks say it is; return whether it has a mask.

    New blocks are put behind the end. Where the last ones were cut short, by a full disk or a power cut, the new ones
    would lie in their places, and be overwritten when those are written again (seen with a full disk).

    Through a handle that has been asked for a mask GDAL can make none, if the block that was written last had been
    there before (measured: 3.6, 3.13). So it is asked here, and never where is written.

    Raises:
        OSError: the disk is full.
    """
    from osgeo import gdal

    end, has_mask = 0, False
    bands: list[Any] = []  # of what cannot be opened: as the program has set GDAL, that is None or an error
    with collected():
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER, allowed_drivers=["GTiff"])
        bands = _all_bands(dataset) if dataset is not None else []
        has_mask = dataset is not None and len(bands) > dataset.RasterCount
        end = max(map(_end, bands), default=0)
        del bands, dataset
    if end > path.stat().st_size:
        with path.open("r+b") as file:
            file.truncate(end)
    return has_mask


def is_cut(bands: Iterable[Any], window: Window, path: Path) -> bool:
    """Tell whether the file ends before the blocks of a window do that GDAL says it has written, and flushed.

    On a full disk GDAL 3.13 keeps quiet about the last 64 KB until it writes again; where there is room again by then,
    they are missing for good (measured; 3.6 says so at once). A file that has gone is noticed elsewhere.
    """
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return any(_end(band, window) > size for band in bands)


def mend(bands: Iterable[Any], window: Window) -> int:
    """Empty the blocks of a window that cannot be read; return how many there were.

    A window that covers such a block in part could never be written: the rest of the block would have to be kept.
    """
    from osgeo import gdal

    mended = 0
    for band in bands:
        for column, row in _blocks(band, window):
            width, height = band.GetBlockSize()
            box = (column * width, row * height)
            size = (min(width, band.XSize - box[0]), min(height, band.YSize - box[1]))
            with collected() as messages:
                band.ReadRaster(*box, *size)
            if messages:
                mended += 1
                with collected():
                    band.WriteRaster(*box, *size, bytes(size[0] * size[1]), buf_type=gdal.GDT_Byte)
    return mended


def fill_mask(mask: Any, rows: int) -> None:
    """Mark the first rows of a raster as valid.

    Whole blocks, a few at a time: GDAL would keep all of them in memory, up to its cache's 5 % of the computer's, and
    write those that are filled in two steps twice.
    """
    from osgeo import gdal

    width, height = mask.GetBlockSize()
    across = max(1, FILLED_AT_ONCE // (width * height)) * width
    for row in range(0, rows, height):
        down = min(height, mask.YSize - row)
        for column in range(0, mask.XSize, across):
            size = (min(across, mask.XSize - column), down)
            mask.WriteRaster(column, row, *size, b"\xff" * (size[0] * size[1]), buf_type=gdal.GDT_Byte)
            mask.FlushCache()


def _all_bands(dataset: Any) -> list[Any]:
    """Return the bands, and the mask of them all where there is one."""
    from osgeo import gdal

    bands = [dataset.GetRasterBand(index + 1) for index in range(dataset.RasterCount)]
    return [*bands, bands[0].GetMaskBand()] if bands[0].GetMaskFlags() == gdal.GMF_PER_DATASET else bands


def _blocks(band: Any, window: Window) -> Iterator[tuple[int, int]]:
    """Return column and row, counted in blocks, of the blocks that a window touches."""
    width, height = band.GetBlockSize()
    for row in range(window.row // height, -(-(window.row + window.rows) // height)):
        for column in range(window.column // width, -(-(window.column + window.columns) // width)):
            yield column, row


def _end(band: Any, window: Window | None = None) -> int:
    """Return where the last block of a band, or of a window of it, ends, in bytes."""
    end = 0
    for column, row in _blocks(band, window or Window(0, 0, band.XSize, band.YSize)):
        place = band.GetMetadataItem(f"BLOCK_OFFSET_{column}_{row}", "TIFF")
        size = band.GetMetadataItem(f"BLOCK_SIZE_{column}_{row}", "TIFF")
        if place and size:
            end = max(end, int(place) + int(size))
    return end
