# SPDX-License-Identifier: GPL-2.0-or-later
"""One mask for all bands, whichever way a raster says where it has no data; and the arithmetic of extents."""

from __future__ import annotations

import math

import numpy as np
import pytest
import requests
from hypothesis import assume, given
from hypothesis import strategies as st
from osgeo import gdal

RNG = np.random.default_rng(5)
SHAPE = (12, 14)


def _create(path, bands, kind, *options):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SHAPE[1], SHAPE[0], bands, kind, list(options))
    dataset.SetGeoTransform((0, 1, 0, SHAPE[0], 0, -1))
    return dataset


@pytest.fixture(scope="module")
def masks(tmp_path_factory):
    """A server over rasters that mark NoData in five ways, and the mask that each must have."""
    from sandbox.process import start

    folder = tmp_path_factory.mktemp("masks")
    first, second = RNG.random(SHAPE) > 0.3, RNG.random(SHAPE) > 0.3
    expected = {}

    dataset = _create(folder / "values.tif", 2, gdal.GDT_Int16)
    for number, valid in enumerate((first, second), start=1):
        dataset.GetRasterBand(number).SetNoDataValue(-7)
        dataset.GetRasterBand(number).WriteArray(np.where(valid, 100, -7).astype("i2"))
    expected["values"] = (first & second, "i2", 2, -7)

    dataset = _create(folder / "nan.tif", 2, gdal.GDT_Float32)
    for number, valid in enumerate((first, second), start=1):
        dataset.GetRasterBand(number).WriteArray(np.where(valid, 1.5, np.nan).astype("f4"))
    expected["nan"] = (first & second, "f4", 2, np.finfo("f4").min)

    dataset = _create(folder / "sidecar.tif", 1, gdal.GDT_Byte)
    dataset.GetRasterBand(1).WriteArray(np.full(SHAPE, 9, "u1"))
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray((first * 255).astype("u1"))
    expected["sidecar"] = (first, "u1", 1, 0)

    dataset = _create(folder / "alpha.tif", 4, gdal.GDT_Byte, "PHOTOMETRIC=RGB", "ALPHA=YES")
    for number in range(1, 5):
        dataset.GetRasterBand(number).WriteArray((first * 200).astype("u1"))
    expected["alpha"] = (np.ones(SHAPE, bool), "u1", 4, None)  # to an image service a fourth band like any other

    dataset = _create(folder / "lowest.tif", 1, gdal.GDT_Float32)
    dataset.GetRasterBand(1).SetNoDataValue(-3.4028234663852886e38)
    dataset.GetRasterBand(1).WriteArray(np.where(first, 2.0, np.finfo("f4").min).astype("f4"))
    expected["lowest"] = (first, "f4", 1, np.finfo("f4").min)
    dataset = None
    with start(folder) as process:
        yield process, expected


@pytest.mark.parametrize("name", ["values", "nan", "sidecar", "alpha", "lowest"])
def test_a_pixel_is_invalid_where_any_band_is(masks, name):
    process, expected = masks
    valid, dtype, bands, fill = expected[name]
    query = {"f": "image", "format": "bsq", "bbox": "0,0,14,12", "size": "14,12"}
    body = requests.get(process.service_url(name) + "/exportImage", params=query, timeout=10).content
    count = SHAPE[0] * SHAPE[1]
    pixels = np.frombuffer(body, dtype, count * bands).reshape(bands, *SHAPE)
    mask = np.unpackbits(np.frombuffer(body[pixels.nbytes :], "u1"), count=count).reshape(SHAPE).astype(bool)
    assert (mask == valid).all()
    if fill is not None:
        assert (pixels[:, ~mask] == fill).all()


def test_only_the_bands_that_are_asked_for_count(masks):
    process, expected = masks
    query = {"f": "image", "format": "bsq", "bbox": "0,0,14,12", "size": "14,12"}
    url = process.service_url("values") + "/exportImage"
    both = expected["values"][0].sum()
    counts = []
    for band in (0, 1):
        body = requests.get(url, params={**query, "bandIds": band}, timeout=10).content
        counts.append(int(np.unpackbits(np.frombuffer(body[336:], "u1"), count=168).sum()))
    assert min(counts) > both


coordinates = st.floats(-2e7, 2e7)
sizes = st.integers(1, 5000)


@given(x=coordinates, y=coordinates, width=st.floats(1e-3, 1e7), height=st.floats(1e-3, 1e7), columns=sizes, rows=sizes)
def test_adjusting_the_aspect_ratio_grows_one_axis_only_and_makes_pixels_square(x, y, width, height, columns, rows):
    from sandbox.grid import Extent, Grid, adjust_aspect_ratio

    box = Extent(x, y, x + width, y + height)
    assume(box.width > 1e-6 * max(abs(x), 1) and box.height > 1e-6 * max(abs(y), 1))
    grown = adjust_aspect_ratio(box, columns, rows)
    grid = Grid(grown, columns, rows)
    assert math.isclose(grid.cell_width, grid.cell_height, rel_tol=1e-5)
    kept_x = (grown.xmin, grown.xmax) == (box.xmin, box.xmax)
    kept_y = (grown.ymin, grown.ymax) == (box.ymin, box.ymax)
    assert kept_x or kept_y
    assert grown.width >= box.width * (1 - 1e-6)
    assert grown.height >= box.height * (1 - 1e-6)
    assert adjust_aspect_ratio(grown, columns, rows).width == pytest.approx(grown.width, rel=1e-5)


@given(columns=st.integers(1, 3000), rows=st.integers(1, 3000), cell=st.floats(1e-4, 1e4), x=coordinates, y=coordinates)
def test_a_box_of_square_pixels_is_left_alone(columns, rows, cell, x, y):
    from sandbox.grid import Extent, adjust_aspect_ratio

    box = Extent(x, y, x + columns * cell, y + rows * cell)
    assume(min(columns, rows) * cell > 1e-3 * max(abs(x), abs(y), 1))
    assert adjust_aspect_ratio(box, columns, rows) == box


@given(
    value=st.floats(-1e12, 1e12),
    pixel_type=st.sampled_from(["U1", "U2", "U4", "U8", "S8", "U16", "S16", "U32", "S32"]),
)
def test_casting_clamps_to_the_range_of_the_type(value, pixel_type):
    from sandbox.pixels import cast, limits

    low, high = limits(pixel_type)
    result = cast(np.array([value]), pixel_type)
    assert result[0] == min(max(round(value), low), high)
