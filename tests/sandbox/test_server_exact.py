# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels: the source's own on its lattice, and everywhere else the same however the area is cut into requests."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DTYPES = {
    "elevation/dem": "f4",
    "imagery/deep/scene": "u2",
    "classes": "u1",
    "signed": "i1",
    "precise": "f8",
    "geographic": "i2",
}


@pytest.mark.parametrize("name", DTYPES)
def test_the_whole_raster_comes_back_bit_for_bit(world, name):
    source = world.pixels[name]
    bands, rows, columns = source.shape
    pixels, mask = world.raw(name, (columns, rows), DTYPES[name], bands, bbox=world.box(name, 0, 0, columns, rows))
    assert (mask == world.valid[name]).all()
    assert (pixels[:, mask] == source[:, mask]).all()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    column=st.integers(-40, 320),
    row=st.integers(-40, 220),
    columns=st.integers(1, 90),
    rows=st.integers(1, 70),
)
def test_any_box_on_the_lattice_holds_source_pixels_and_a_mask_outside(world, column, row, columns, rows):
    name = "elevation/dem"
    pixels, mask = world.raw(name, (columns, rows), "f4", bbox=world.box(name, column, row, columns, rows))
    padded = np.pad(world.pixels[name][0], 130, constant_values=-9999)
    padded_valid = np.pad(world.valid[name], 130)
    place = np.s_[row + 130 : row + 130 + rows, column + 130 : column + 130 + columns]
    assert (mask == padded_valid[place]).all()
    assert (pixels[0] == padded[place]).all()  # masked pixels hold the NoData value that the raster declares


@pytest.mark.parametrize("interpolation", ["RSP_BilinearInterpolation", "RSP_CubicConvolution", "RSP_Majority", "x"])
def test_on_the_lattice_no_interpolation_changes_a_pixel(world, interpolation):
    name = "elevation/dem"
    pixels, mask = world.raw(name, (40, 30), "f4", bbox=world.box(name, 60, 30, 40, 30), interpolation=interpolation)
    assert (pixels[0][mask] == world.pixels[name][0, 30:60, 60:100][mask]).all()


def _mosaic(world, name, dtype, grid, tile, **params):
    """Export one grid in square requests of a size, and put them together."""
    xmin, ymax, dx, dy, columns, rows = grid
    pixels, mask = np.zeros((rows, columns), dtype), np.zeros((rows, columns), bool)
    for top in range(0, rows, tile):
        for left in range(0, columns, tile):
            width, height = min(tile, columns - left), min(tile, rows - top)
            box = (xmin + left * dx, ymax - (top + height) * dy, xmin + (left + width) * dx, ymax - top * dy)
            bbox = ",".join(map(repr, box))
            part, part_mask = world.raw(name, (width, height), dtype, bbox=bbox, **params)
            pixels[top : top + height, left : left + width] = part[0]
            mask[top : top + height, left : left + width] = part_mask
    return pixels, mask


GRIDS = {
    # Two source cells per pixel: every centre falls on a cell boundary. Three cells per two pixels: every other one.
    "twice as coarse": ("elevation/dem", "f4", (1_000_003.3, 6_000_007.7, 20.0, 20.0, 170, 120), {}),
    "one and a half": ("elevation/dem", "f4", (1_000_003.3, 6_000_007.7, 15.0, 15.0, 210, 150), {}),
    "finer, odd phase": ("elevation/dem", "f4", (1_000_100.0, 5_999_900.0, 10 / 3, 10 / 3, 301, 207), {}),
    "other reference": ("elevation/dem", "f4", (8.98, 47.356, 1e-4, 1e-4, 330, 170), {"bboxSR": 4326, "imageSR": 4326}),
    "to UTM": ("classes", "u1", (299_500.0, 3_989_000.0, 35.0, 35.0, 150, 130), {"bboxSR": 32613, "imageSR": 32613}),
}


@pytest.mark.parametrize("case", GRIDS)
def test_nearest_pixels_do_not_depend_on_how_the_area_is_cut(world, case):
    name, dtype, grid, params = GRIDS[case]
    world.control.override(name, root={"maxImageWidth": 4000, "maxImageHeight": 4000})
    whole, whole_mask = _mosaic(world, name, dtype, grid, 4000, **params)
    assert whole_mask.any()
    for tile in (37, 64, 100):
        pixels, mask = _mosaic(world, name, dtype, grid, tile, **params)
        assert (mask == whole_mask).all()
        assert (pixels == whole).all()


@pytest.mark.parametrize("case", ["other reference", "to UTM"])
def test_reprojected_pixels_are_those_under_the_exact_centres(world, case):
    name, dtype, (xmin, ymax, dx, dy, columns, rows), params = GRIDS[case]
    box = f"{xmin!r},{ymax - rows * dy!r},{xmin + columns * dx!r},{ymax!r}"
    pixels, mask = world.raw(name, (columns, rows), dtype, bbox=box, **params)
    place = world.places[name]
    transform = pyproj.Transformer.from_crs(params["imageSR"], place["epsg"], always_xy=True).transform
    x, y = np.meshgrid(xmin + (np.arange(columns) + 0.5) * dx, ymax - (np.arange(rows) + 0.5) * dy)
    x, y = transform(x, y)
    column = (x - place["corner"][0]) / place["cell"][0]
    row = (place["corner"][1] - y) / place["cell"][1]
    i, j = np.floor(row).astype(int), np.floor(column).astype(int)
    source, valid = world.pixels[name][0], world.valid[name]
    inside = (i >= 0) & (i < source.shape[0]) & (j >= 0) & (j < source.shape[1])
    i, j = np.clip(i, 0, source.shape[0] - 1), np.clip(j, 0, source.shape[1] - 1)
    expected_mask = inside & valid[i, j]
    # A centre within a millionth of a boundary may go either way: the rule for those is the server's own.
    clear = (np.abs(row - np.round(row)) > 2e-6) & (np.abs(column - np.round(column)) > 2e-6)
    assert clear.mean() > 0.99
    assert expected_mask.sum() > 1000
    assert (mask == expected_mask)[clear].all()
    assert (pixels[0] == source[i, j])[clear & expected_mask].all()


def test_bilinear_values_lie_on_the_plane_between_the_four_centres(world):
    """Half a cell to the right and half a cell down is the mean of four."""
    name = "precise"
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    box = f"{x + 5.5 * dx!r},{y - 15.5 * dy!r},{x + 15.5 * dx!r},{y - 5.5 * dy!r}"
    pixels, mask = world.raw(name, (10, 10), "f8", bbox=box, interpolation="RSP_BilinearInterpolation")
    z = world.pixels[name][0]
    expected = (z[5:15, 5:15] + z[6:16, 5:15] + z[5:15, 6:16] + z[6:16, 6:16]) / 4
    assert mask.all()
    assert np.allclose(pixels[0], expected, rtol=1e-5)


def test_cubic_convolution_reproduces_a_parabola(world):
    """Keys's kernel with a = -0.5 is exact for second degree polynomials: sampled here on noise by its definition."""
    name = "precise"
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    box = f"{x + 5.25 * dx!r},{y - 15 * dy!r},{x + 15.25 * dx!r},{y - 5 * dy!r}"
    pixels, _ = world.raw(name, (10, 10), "f8", bbox=box, interpolation="RSP_CubicConvolution")
    z, t = world.pixels[name][0], 0.25
    weights = (
        -0.5 * t + t * t - 0.5 * t**3,
        1 - 2.5 * t * t + 1.5 * t**3,
        0.5 * t + 2 * t * t - 1.5 * t**3,
        -0.5 * t * t + 0.5 * t**3,
    )
    expected = sum(weight * z[5:15, 4 + k : 14 + k] for k, weight in enumerate(weights))
    assert np.allclose(pixels[0], expected, rtol=1e-4, atol=100)


def test_majority_takes_the_most_frequent_class_of_sixteen_cells(world):
    name = "classes"
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    box = f"{x + 20.5 * dx!r},{y - 30.5 * dy!r},{x + 30.5 * dx!r},{y - 20.5 * dy!r}"
    pixels, mask = world.raw(name, (10, 10), "u1", bbox=box, interpolation="RSP_Majority")
    assert mask.all()
    z = world.pixels[name][0]
    for row in range(10):
        for column in range(10):
            around = z[19 + row : 23 + row, 19 + column : 23 + column]
            counts = {value: int((around == value).sum()) for value in (11, 41, 82)}
            assert counts[int(pixels[0, row, column])] == max(counts.values())


def test_nodata_never_bleeds_into_interpolated_neighbours(world):
    name = "elevation/dem"
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    box = f"{x + 80.3 * dx!r},{y - 80.3 * dy!r},{x + 140.3 * dx!r},{y - 40.3 * dy!r}"
    for interpolation in ("RSP_BilinearInterpolation", "RSP_CubicConvolution"):
        pixels, mask = world.raw(name, (120, 80), "f4", bbox=box, interpolation=interpolation)
        assert 0 < (~mask).sum() < mask.size
        assert pixels[0][mask].min() > -600


def test_a_box_far_from_the_raster_is_all_masked(world):
    pixels, mask = world.raw("elevation/dem", (16, 16), "f4", bbox="0,0,1000,1000")
    assert not mask.any()
    assert (pixels == -9999).all()


def test_the_whole_of_a_raster_can_be_had_at_any_coarseness(world):
    name = "imagery/deep/scene"
    pixels, mask = world.raw(name, (3, 3), "u2", 4, bbox=world.box(name, 0, 0, 170, 150))
    source = world.pixels[name]
    assert mask.all()
    rows, columns = (25, 75, 125), (28, 85, 141)  # centres at 28.33, 85.0 and 141.67 columns; ties go right and down
    assert (pixels == source[:, rows, :][:, :, columns]).all()
