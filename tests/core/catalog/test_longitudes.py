# SPDX-License-Identifier: GPL-2.0-or-later
"""A service that counts longitudes from 0 to 360, as models of the climate do, and people who count from -180."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.core.clip import Clip
from image_services.core.connect import open_service
from image_services.core.grid import Extent
from image_services.core.histograms import compute_histograms
from image_services.core.identify import identify_point
from image_services.core.longitudes import as_counted, turns
from image_services.core.samples import SampleOptions, sample_points
from image_services.core.spatialref import SpatialReference, transform_points
from osgeo import gdal, osr

from sandbox.process import start

DEGREES = SpatialReference(wkid=4326)
MERCATOR = SpatialReference(wkid=3857)
VALUES = np.arange(360 * 180, dtype="float32").reshape(180, 360)
# West of Greenwich, the same counted to 360, and east of it; with the column and the row of the cell there.
PLACES = [((-15.5, 5.5), (344, 84)), ((344.5, 5.5), (344, 84)), ((10.5, -20.5), (10, 110)), ((-179.5, 0.5), (180, 89))]


@pytest.fixture(scope="module")
def climate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "climate").mkdir()
    dataset = gdal.GetDriverByName("GTiff").Create(str(folder / "climate" / "sst.tif"), 360, 180, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((0, 1, 0, 90, 0, -1))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(VALUES)
    del dataset
    with start(folder) as process:
        yield open_service(process.service_url("climate/sst"))


@pytest.mark.parametrize(("west", "column"), [(-20, 340), (10, 10), (340, 340)])
def test_polygons_cut_where_they_lie(climate, west, column):
    text = f"POLYGON(({west} 0,{west + 10} 0,{west + 10} 10,{west} 10,{west} 0))"
    found = climate.read(clip=Clip.from_wkt(text, DEGREES))
    assert found.transform[0] == column
    assert not np.ma.getmaskarray(found).any()
    assert np.array_equal(found.data[0], VALUES[80:90, column : column + 10])


def test_cells_outside_of_a_polygon_stay_out(climate):
    found = climate.read(clip=Clip.from_wkt("POLYGON((-20 0,-10 0,-20 10,-20 0))", DEGREES))
    assert 40 <= found.count() <= 60
    assert found[0, 9, 0] == VALUES[89, 340]
    assert np.ma.is_masked(found[0, 0, 9])


@pytest.mark.parametrize(("point", "cell"), PLACES)
@pytest.mark.parametrize("sr", [None, DEGREES, MERCATOR])
def test_values_at_points(climate, point, cell, sr):
    (x,), (y,) = transform_points([point[0]], [point[1]], DEGREES, sr or DEGREES)
    expected = (float(VALUES[cell[1], cell[0]]),)
    found = identify_point(climate, climate.session, x, y, sr)
    assert found.values == expected
    assert (found.x, found.y) == (x, y)
    (sample,) = sample_points(climate, climate.session, [(x, y)], SampleOptions(sr=sr))
    assert sample.values == expected


def test_usual_services_are_asked_as_ever(described):
    for extent, wkid in (((-180.1, -90, 180.1, 90), 4326), ((0, 0, 1000, 1000), 3857)):
        box = dict(zip(("xmin", "ymin", "xmax", "ymax"), extent))
        service = described(extent={**box, "spatialReference": {"wkid": wkid}})
        points = [(-15.5, 5.5)]
        assert as_counted(points, MERCATOR, service) == (points, MERCATOR)
        assert turns(Extent(*extent), service.crs) == (0.0,)


def test_a_point_beyond_every_place_is_left_to_the_service(climate):
    points = [(float("inf"), 0.0)]
    assert as_counted(points, MERCATOR, climate) == (points, MERCATOR)
    assert as_counted([(5.0, 99.0)], DEGREES, climate)[0] == [(5.0, 99.0)]


@pytest.mark.parametrize("west", [-20, 340])
@pytest.mark.parametrize("sr", [None, DEGREES, MERCATOR])
def test_values_are_counted_where_an_area_lies(climate, west, sr):
    corners = [(west, 0), (west + 10, 0), (west + 10, 10), (west, 10)]
    xs, ys = transform_points([x for x, _ in corners], [y for _, y in corners], DEGREES, sr or DEGREES)
    box = Extent(min(xs), min(ys), max(xs), max(ys))
    for area in ((tuple(zip(xs, ys)),), box):
        (band,) = compute_histograms(climate, climate.session, area, sr).bands
        assert band.cells == 100
        assert (band.statistics.minimum, band.statistics.maximum) == (VALUES[80, 340], VALUES[89, 349])
