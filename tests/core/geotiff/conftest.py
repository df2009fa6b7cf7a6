# SPDX-License-Identifier: GPL-2.0-or-later
"""Makers and readers of GeoTIFFs."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from image_services.core.geotiff import GeoTiffSink
from image_services.core.grid import Grid, plan_tiles
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterClass, RasterLayout
from image_services.core.spatialref import SpatialReference
from image_services.core.statistics import summarize
from osgeo import gdal

WKT = SpatialReference(32633).to_wkt()
CLASSES = (
    RasterClass(1, "Wald", (0, 128, 0), 12.0),
    RasterClass(2, "Gewässer", (0, 0, 255)),
    RasterClass(7, "ohne Farbe"),
)


@pytest.fixture(params=[False, True], ids=["messages", "exceptions"])
def gdal_exceptions(request):
    """Whether GDAL raises its errors: QGIS and other plugins may have switched it either way."""
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if request.param else gdal.DontUseExceptions)()
    yield request.param
    (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def layout(columns=100, rows=70, bands=1, kind="U8", **more):
    grid = Grid(500_000, 5_000_000, 10, 20, columns, rows)
    names = tuple(f"Band {band + 1}" for band in range(bands))
    return RasterLayout(grid, more.pop("band_names", names), PIXEL_TYPES[kind], WKT, **more)


def values(one, seed=0):
    """Return pixels of every kind, over all of their range."""
    dice = np.random.default_rng(seed)
    shape = (one.band_count, one.grid.rows, one.grid.columns)
    dtype = np.dtype(one.pixel_type.numpy_name)
    if dtype.kind in "iu":
        low, high = int(one.pixel_type.minimum), int(one.pixel_type.maximum)
        return dice.integers(low, high, size=shape, dtype=dtype, endpoint=True)
    if dtype.kind == "c":
        return (dice.normal(size=shape) + 1j * dice.normal(size=shape)).astype(dtype)
    return dice.normal(size=shape).astype(dtype)


def write(path, one, data, valid=None, tile=(32, 32), finish=True, **settings):
    sink = GeoTiffSink(path, one, tile=tile, **settings)
    total = None
    for window in plan_tiles(one.grid.columns, one.grid.rows, *tile):
        rows = slice(window.row, window.row + window.rows)
        columns = slice(window.column, window.column + window.columns)
        mask = None if valid is None else valid[..., rows, columns]
        sink.write(window, data[:, rows, columns], mask)
        parts = summarize(data[:, rows, columns], mask)
        total = parts if total is None else tuple(a + b for a, b in zip(total, parts, strict=True))
    if finish:
        sink.finish(total, {})
    return sink


_OPENED = []  # GDAL's bands crash without their dataset


@pytest.fixture(autouse=True)
def _close_what_was_read():
    yield
    _OPENED.clear()


def read(path):
    dataset = gdal.Open(str(path))
    assert dataset is not None
    _OPENED.append(dataset)
    bands = [dataset.GetRasterBand(index + 1) for index in range(dataset.RasterCount)]
    data = np.stack([band.ReadAsArray() for band in bands])
    return dataset, bands, data


def files(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def tiff():
    """Makers of layouts and files, and the reader, under short names."""
    return SimpleNamespace(layout=layout, values=values, write=write, read=read, files=files, classes=CLASSES)
