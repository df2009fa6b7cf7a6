# SPDX-License-Identifier: GPL-2.0-or-later
"""Makers of answers: every format in memory, with the real encoders."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from osgeo import gdal

_NUMBERS = itertools.count()
_GDAL_TYPES = {
    "uint8": gdal.GDT_Byte,
    "int8": getattr(gdal, "GDT_Int8", gdal.GDT_Byte),  # from GDAL 3.7 on
    "uint16": gdal.GDT_UInt16,
    "int16": gdal.GDT_Int16,
    "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32,
    "float32": gdal.GDT_Float32,
    "float64": gdal.GDT_Float64,
    "complex64": gdal.GDT_CFloat32,
    "complex128": gdal.GDT_CFloat64,
}


def _fill(dataset, data, alpha, palette, mask):
    if palette:  # before the pixels: GDAL 3.13 refuses it afterwards
        table = gdal.ColorTable()
        for number, entry in enumerate(palette):
            table.SetColorEntry(number, entry)
        dataset.GetRasterBand(1).SetColorTable(table)
    for number, band in enumerate(data, start=1):
        dataset.GetRasterBand(number).WriteRaster(0, 0, *band.shape[::-1], np.ascontiguousarray(band).tobytes())
    if alpha:
        dataset.GetRasterBand(len(data)).SetColorInterpretation(gdal.GCI_AlphaBand)
    if mask is not None:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        flags = (np.asarray(mask) * np.uint8(255)).astype(np.uint8)
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, *flags.shape[::-1], flags.tobytes())


def _take(path):
    handle = gdal.VSIFOpenL(path, "rb")
    try:
        return bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, handle))
    finally:
        gdal.VSIFCloseL(handle)
        for name in (path, path + ".aux.xml"):
            if gdal.VSIStatL(name) is not None:
                gdal.Unlink(name)


def _tiff(data, options=(), *, no_data=None, mask=None, alpha=False, palette=None):
    path = f"/vsimem/made-{next(_NUMBERS)}.tif"
    data = np.asarray(data)
    signed = ["PIXELTYPE=SIGNEDBYTE"] if data.dtype == np.int8 and not hasattr(gdal, "GDT_Int8") else []
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
    try:
        dataset = gdal.GetDriverByName("GTiff").Create(
            path, *data.shape[:0:-1], len(data), _GDAL_TYPES[data.dtype.name], [*options, *signed]
        )
        if no_data is not None:
            dataset.GetRasterBand(1).SetNoDataValue(no_data)
        _fill(dataset, data, alpha, palette, mask)
        del dataset
    finally:
        gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
    return _take(path)


def _picture(driver, data, options=(), *, alpha=False, palette=None, no_data=None):
    path = f"/vsimem/made-{next(_NUMBERS)}"
    data = np.asarray(data)
    source = gdal.GetDriverByName("MEM").Create("", *data.shape[:0:-1], len(data), _GDAL_TYPES[data.dtype.name])
    if no_data is not None:
        for number in range(1, len(data) + 1):
            source.GetRasterBand(number).SetNoDataValue(no_data)
    _fill(source, data, alpha, palette, None)
    if driver == "BMP":  # has no CreateCopy of its own that keeps three bands apart
        copy = gdal.GetDriverByName(driver).Create(path, *data.shape[:0:-1], len(data))
        _fill(copy, data, False, palette, None)
    else:
        copy = gdal.GetDriverByName(driver).CreateCopy(path, source, 1, list(options))
    del copy
    return _take(path)


def _lerc2(data, mask=None, tolerance=None, *, depth=1):
    import lerc

    data = np.ascontiguousarray(data)
    if tolerance is None:
        tolerance = 0.5 if data.dtype.kind in "iu" else 0.0
    size = 2 * data.nbytes + 10000
    error, written, blob = lerc.encode(data, depth, mask is not None, mask, tolerance, size)
    assert error == 0
    return bytes(blob)[:written]


def _lerc1(data, *, no_data=None, tolerance=0.0):
    """One band as LERC 1, by GDAL's MRF writer; pixels that equal ``no_data`` become invalid."""
    name = f"/vsimem/made-{next(_NUMBERS)}"
    rows, columns = data.shape
    options = [f"BLOCKXSIZE={columns}", f"BLOCKYSIZE={rows}", "COMPRESS=LERC"]
    options.append(f"OPTIONS=V1=ON LERC_PREC={tolerance}")
    dataset = gdal.GetDriverByName("MRF").Create(name + ".mrf", columns, rows, 1, gdal.GDT_Float32, options)
    if no_data is not None:
        dataset.GetRasterBand(1).SetNoDataValue(no_data)
    dataset.GetRasterBand(1).WriteRaster(0, 0, columns, rows, data.astype(np.float32).tobytes())
    del dataset
    for side in (".mrf", ".idx"):
        gdal.Unlink(name + side)
    return _take(name + ".lrc")


@pytest.fixture(scope="session")
def make_tiff():
    """Return the maker of TIFF bodies from an array of the shape (bands, rows, columns)."""
    return _tiff


@pytest.fixture(scope="session")
def make_picture():
    """Return the maker of PNG, JPEG, GIF and BMP bodies from an array of the shape (bands, rows, columns)."""
    return _picture


@pytest.fixture(scope="session")
def make_lerc2():
    """Return the maker of LERC 2 bodies, by Esri's own encoder."""
    return _lerc2


@pytest.fixture(scope="session")
def make_lerc1():
    """Return the maker of LERC 1 bodies, by GDAL's MRF writer."""
    return _lerc1


@pytest.fixture
def without_lerc_library(monkeypatch):
    """Make the LERC library unavailable, as it is where nothing has been installed."""
    from image_services.core.decode import lerc

    monkeypatch.setattr(lerc, "find_library", lambda: None)
