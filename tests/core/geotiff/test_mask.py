# SPDX-License-Identifier: GPL-2.0-or-later
"""The mask of a file: made when the first invalid pixel comes, in little memory however large the raster is."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from image_services.core.geotiff import GeoTiffSink
from image_services.core.grid import Window
from osgeo import gdal

gdal.UseExceptions()


def _watched(work):
    """Return the most bytes that GDAL keeps in its cache while ``work`` is done."""
    most, done = [gdal.GetCacheUsed()], threading.Event()

    def watch():
        while not done.wait(0.001):
            most.append(gdal.GetCacheUsed())

    thread = threading.Thread(target=watch)
    thread.start()
    work()
    done.set()
    thread.join()
    return max(most)


@pytest.mark.parametrize("size", [(8192, 32768), (200_000, 1024)], ids=["high", "wide"])
def test_a_mask_that_comes_late_takes_no_memory_of_the_raster_s_size(tmp_path, tiff, size):
    one = tiff.layout(*size)
    sink = GeoTiffSink(tmp_path / "a.tif", one, tile=(512, 512))
    ones, valid = np.ones((1, 512, 512), np.uint8), np.ones((512, 512), bool)
    valid[3, 7] = False
    first, last = Window(0, 0, 512, 512), Window(size[0] - 512, size[1] - 512, 512, 512)
    sink.write(last, ones, None)
    assert _watched(lambda: sink.write(first, ones, valid)) < 64_000_000
    assert sink.read(last)[1].all()
    assert np.array_equal(sink.read(first)[1], valid)
    sink.abort()


def test_a_mask_that_comes_early_is_not_filled_where_nothing_was_written(tmp_path, tiff):
    sink = GeoTiffSink(tmp_path / "a.tif", tiff.layout(2048, 2048), tile=(512, 512))
    valid = np.ones((512, 512), bool)
    valid[3, 7] = False
    sink.write(Window(0, 0, 512, 512), np.ones((1, 512, 512), np.uint8), valid)
    assert not sink.read(Window(0, 512, 2048, 1536))[1].any()
    sink.abort()
