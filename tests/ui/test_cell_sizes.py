# SPDX-License-Identifier: GPL-2.0-or-later
"""Cell sizes that are offered: coarser than native, useful, and in units of the output."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.grid import Extent
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.service import ImageService
from image_services.core.spatialref import SpatialReference
from image_services.ui.cell_sizes import FEWEST_CELLS, CellSize, sizes_for
from image_services.ui.numbers import exact, parsed

pytestmark = pytest.mark.qgis

MERCATOR = SpatialReference(wkid=102100, latest_wkid=3857)
SERVICE = ImageService(
    url="https://gis.example.org/arcgis/rest/services/Terrain/ImageServer",
    name="Terrain",
    extent=Extent(0, 0, 10240, 5120),
    spatial_reference=MERCATOR,
    cell_width=10.0,
    cell_height=10.0,
    band_count=1,
    pixel_type=PIXEL_TYPES["F32"],
)


def tiled(*resolutions, wkid=3857):
    lods = [{"level": level, "resolution": size, "scale": 1} for level, size in enumerate(resolutions)]
    info = {"lods": lods, "spatialReference": {"wkid": wkid}}
    return dataclasses.replace(SERVICE, raw={"tileInfo": info})


def test_the_native_size_is_doubled_as_long_as_something_can_be_seen():
    assert sizes_for(SERVICE, (10, 10), MERCATOR) == [CellSize(10 * n, 10 * n, n) for n in (2, 4, 8, 16)]


def test_nothing_is_coarser_than_what_the_service_draws():
    service = dataclasses.replace(SERVICE, raw={"maxPixelSize": 40})
    assert [size.factor for size in sizes_for(service, (10, 10), MERCATOR)] == [2, 4]
    assert len(sizes_for(dataclasses.replace(SERVICE, raw={"maxPixelSize": 0}), (10, 10), MERCATOR)) == 4


def test_levels_are_offered_among_the_doubled_ones_and_once():
    service = tiled(1000, 80.0000001, 38.21851414258813, 20, 10, 5)
    assert sizes_for(service, (10, 10), MERCATOR) == [
        CellSize(20, 20, 2, 3),
        CellSize(38.21851414258813, 38.21851414258813, level=2),
        CellSize(40, 40, 4),
        CellSize(80, 80, 8, 1),
        CellSize(160, 160, 16),
    ]


def test_levels_in_other_units_are_not_offered():
    degrees = SpatialReference(wkid=4326)
    assert all(size.level is None for size in sizes_for(tiled(33.3), (0.0001, 0.0001), degrees))
    assert all(size.level is None for size in sizes_for(tiled(33.3, wkid=25832), (10, 10), MERCATOR))
    assert all(size.level is None for size in sizes_for(tiled(33.3, wkid=999999), (10, 10), MERCATOR))


def test_cells_that_are_not_square_stay_so():
    assert sizes_for(SERVICE, (10, 20), None)[0] == CellSize(20, 40, 2)


@pytest.mark.parametrize("info", [None, [], {"lods": None}, {"lods": [None, {}, {"level": "x", "resolution": -1}]}])
def test_strange_descriptions_of_tiles_do_no_harm(info):
    service = dataclasses.replace(SERVICE, raw={"tileInfo": info, "maxPixelSize": "none"})
    assert len(sizes_for(service, (10, 10), MERCATOR)) == 4


@given(
    st.integers(1, 10**6), st.integers(1, 10**6), st.floats(1e-9, 1e6), st.lists(st.floats(0, 1e9, exclude_min=True))
)
def test_sizes_are_coarser_than_native_in_order_and_useful(columns, rows, cell, resolutions):
    service = dataclasses.replace(
        tiled(*resolutions), extent=Extent(0, 0, columns * cell, rows * cell), cell_width=cell, cell_height=cell
    )
    sizes = sizes_for(service, (cell, cell), MERCATOR)
    widths = [size.width for size in sizes]
    assert widths == sorted(widths)
    assert all(width > cell for width in widths)
    assert all(max(columns, rows) * cell / width > FEWEST_CELLS * 0.99 for width in widths)
    assert len({round(width / cell, 6) for width in widths}) >= len([size for size in sizes if size.factor])


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_sizes_are_written_with_all_their_digits(value):
    assert parsed(exact(value)) == value
    assert "e" not in exact(value)
