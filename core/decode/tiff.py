# SPDX-License-Identifier: GPL-2.0-or-later
"""TIFF, through GDAL.

TIFF answers have no mask band and no alpha in any real file seen; invalid pixels hold a fill value, which means
something only if the request named it. A tile of invalid pixels only may be left out of the file (sparse).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DecodeError
from .block import Block, Expected
from .conform import conform, require_bands
from .gdal_memory import MemoryRaster, opened
from .no_data import default_match, fold_no_data

_NAME = "TIFF"


def decode(body: bytes, expected: Expected) -> Block:
    """Return the pixels of a TIFF answer.

    Invalid are the pixels of an internal mask, those with an alpha of 0 (an alpha band is one only if there is one
    band more than expected), those of tiles that are not in the file, and those that equal ``expected.no_data``.

    Raises:
        DecodeError: another size, number of bands or pixel type than expected, or a damaged file.
    """
    from osgeo import gdal

    try:
        with opened(body, ("GTiff",), expected, _NAME) as raster:
            alpha = _alpha_band(raster, expected, gdal)
            bands = [number for number in range(1, raster.bands + 1) if number != alpha]
            require_bands(len(bands), raster.dtype.itemsize, expected, _NAME)
            data = raster.read(bands)
            valid = _sparse(raster, bands, expected, gdal)
            own = _own_mask(raster, alpha, gdal)
            if own is not None:
                valid = own if valid is None else valid & own
            tag = raster.band(1).GetNoDataValue()
    except RuntimeError:  # what GDAL raises for damage, where QGIS or a plugin has switched that on
        raise DecodeError("The answer is a damaged TIFF.", url=expected.url) from None
    block = Block(data, valid)
    if expected.no_data is not None:
        match = expected.no_data_match or default_match(expected.no_data)
        block = fold_no_data(block, expected.no_data, match)
        if tag is not None:
            block = fold_no_data(block, (tag,), match)
    return conform(block, expected, _NAME)


def _alpha_band(raster: MemoryRaster, expected: Expected, gdal: Any) -> int | None:
    """Return the number of the alpha band, or None."""
    last = raster.bands
    one_more = last > 1 if expected.bands is None else last == expected.bands + 1
    return last if one_more and raster.band(last).GetColorInterpretation() == gdal.GCI_AlphaBand else None


def _own_mask(raster: MemoryRaster, alpha: int | None, gdal: Any) -> NDArray[Any] | None:
    """Return the validity from the alpha band or from a mask band, with the shape (rows, columns); None without."""
    if alpha:
        return np.asarray(raster.read([alpha])[0] != 0)
    flags = raster.band(1).GetMaskFlags()
    # GDAL also makes masks of NoData tags, which are not believed here, and of what may be a band of data.
    derived = flags & (gdal.GMF_NODATA | gdal.GMF_ALPHA)
    return raster.read_mask(1) if flags & gdal.GMF_PER_DATASET and not derived else None


def _sparse(raster: MemoryRaster, bands: list[int], expected: Expected, gdal: Any) -> NDArray[Any] | None:
    """Return False for the pixels of tiles that are not in the file, or None if all are.

    The shape is (bands, rows, columns); the tiles of the bands may be stored apart.
    """
    rows, columns = expected.rows, expected.columns
    empty = gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY
    holey = {
        index: raster.band(number)
        for index, number in enumerate(bands)
        if raster.band(number).GetDataCoverageStatus(0, 0, columns, rows)[0] & empty
    }
    if not holey:
        return None
    valid = np.ones((len(bands), rows, columns), np.bool_)
    width, height = raster.band(1).GetBlockSize()
    for index, band in holey.items():
        mask = valid[index]
        for top in range(0, rows, height):
            for left in range(0, columns, width):
                block = (min(width, columns - left), min(height, rows - top))
                if band.GetDataCoverageStatus(left, top, *block)[0] & empty:
                    mask[top : top + height, left : left + width] = False
    return valid[0] if (valid == valid[0]).all() else valid
