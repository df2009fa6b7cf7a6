# SPDX-License-Identifier: GPL-2.0-or-later
"""GDAL takes the sandbox for an ArcGIS server: its ArcGIS raster driver, and its readers of what is exported.

The driver is the WMS driver's "AGS" service. It asks for 256 x 256 pixel blocks in its own words, which the request log
shows: eight decimals, a plain EPSG number, and parameters that belong to map services.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode
from urllib.request import urlopen
from xml.sax.saxutils import escape

import numpy as np
import pytest
from osgeo import gdal, osr

RAW = {
    "adjustAspectRatio": "false",
    "interpolation": "RSP_NearestNeighbor",
    "renderingRule": '{"rasterFunction":"None"}',
}
BLOCK = 256
ANSWER = "/vsimem/answer"


def source(folder, name):
    return gdal.Open(str(folder / f"{name}.tif"))


def ags(url, dataset, image_format="tiff", overviews=0, **query):
    """Open a service as a virtual raster on the grid of ``dataset``."""
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    columns, rows = dataset.RasterXSize, dataset.RasterYSize
    reference = dataset.GetSpatialRef()
    data_type = gdal.GetDataTypeName(dataset.GetRasterBand(1).DataType)
    address = f"{url}/exportImage?{urlencode(query, quote_via=quote)}"
    return gdal.Open(
        f"""<GDAL_WMS>
          <Service name="AGS">
            <ServerUrl>{escape(address)}</ServerUrl>
            <BBoxOrder>xyXY</BBoxOrder>
            <SRS>{reference.GetAuthorityName(None)}:{reference.GetAuthorityCode(None)}</SRS>
            <ImageFormat>{image_format}</ImageFormat>
            <Transparent>False</Transparent>
          </Service>
          <DataWindow>
            <UpperLeftX>{left!r}</UpperLeftX><UpperLeftY>{top!r}</UpperLeftY>
            <LowerRightX>{left + columns * dx!r}</LowerRightX><LowerRightY>{top + rows * dy!r}</LowerRightY>
            <SizeX>{columns}</SizeX><SizeY>{rows}</SizeY>
          </DataWindow>
          <BandsCount>{dataset.RasterCount}</BandsCount>
          <DataType>{data_type}</DataType>
          <BlockSizeX>{BLOCK}</BlockSizeX><BlockSizeY>{BLOCK}</BlockSizeY>
          <OverviewCount>{overviews}</OverviewCount>
        </GDAL_WMS>"""
    )


def fetched(url):
    """Open what a request gives. (GDAL's own streaming cannot be relied on: it loses the end of BMP files.)"""
    with urlopen(url) as answer:
        gdal.FileFromMemBuffer(ANSWER, answer.read())
    return gdal.Open(ANSWER)


def valid_everywhere(dataset, *window):
    """Where every band is valid: a service has one mask for all bands."""
    masks = [
        dataset.GetRasterBand(number + 1).GetMaskBand().ReadAsArray(*window) != 0
        for number in range(dataset.RasterCount)
    ]
    return np.logical_and.reduce(masks)


@pytest.mark.parametrize(
    "name",
    [
        "elevation/dem",
        "imagery/scene",
        "landcover/classes",
        "landcover/nested/deep/binary",
        "science/temperature",
        "science/counts",
        "science/deep",
        "science/signed",
        "science/wide",
    ],
)
def test_the_arcgis_driver_reads_the_pixels_of_the_source(gis, recipe_folder, name):
    dataset = source(recipe_folder, name)
    virtual = ags(gis.service_url(name), dataset, **RAW)
    assert virtual.GetGeoTransform() == dataset.GetGeoTransform()
    window = (200, 180, 391, 277)  # touches nine blocks, none of them wholly
    expected, found = dataset.ReadAsArray(*window), virtual.ReadAsArray(*window)
    valid = valid_everywhere(dataset, *window)
    assert valid.mean() > 0.1
    found = found.view(expected.dtype)  # GDAL before 3.7 has no signed bytes of its own
    np.testing.assert_array_equal(found[..., valid], expected[..., valid])


@pytest.mark.parametrize("size", [(BLOCK, BLOCK), (300, 100)])
def test_the_last_blocks_reach_beyond_the_raster(gis, recipe_folder, size):
    dataset = source(recipe_folder, "science/wide")
    columns, rows = size
    window = (dataset.RasterXSize - columns, dataset.RasterYSize - rows, columns, rows)
    found = ags(gis.service_url("science/wide"), dataset, **RAW).ReadAsArray(*window)
    valid = valid_everywhere(dataset, *window)
    np.testing.assert_array_equal(found[..., valid], dataset.ReadAsArray(*window)[..., valid])


def test_what_the_arcgis_driver_asks_for(gis, recipe_folder):
    dataset = source(recipe_folder, "elevation/dem")
    gis.control.clear()
    ags(gis.service_url("elevation/dem"), dataset, **RAW).ReadAsArray(256, 256, 256, 256)
    (request,) = gis.control.requests()
    asked = request["params"]
    assert request["method"] == "GET"
    assert "GDAL WMS driver" in request["headers"]["User-Agent"]
    assert asked["bbox"] == "1192564.50000000,5974883.75000000,1195124.50000000,5977443.75000000"
    assert (asked["size"], asked["imageSR"], asked["bboxSR"], asked["format"]) == ("256,256", "3857", "3857", "tiff")
    assert "layers" in asked  # map service parameters, empty or not, must do no harm
    assert "transparent" in asked


def test_coarser_blocks_hold_pixels_of_the_source(gis, recipe_folder):
    dataset = source(recipe_folder, "landcover/classes")
    virtual = ags(gis.service_url("landcover/classes"), dataset, overviews=2, **RAW)
    found = virtual.GetRasterBand(1).GetOverview(0).ReadAsArray(0, 0, 500, 400)
    pixels = dataset.ReadAsArray(0, 0, 1000, 800)
    around = np.stack([pixels[row::2, column::2] for row in (0, 1) for column in (0, 1)])
    assert (around == found).any(axis=0).all()


def test_pictures_of_the_default_rendering_open_too(gis, recipe_folder):
    dataset = source(recipe_folder, "imagery/aerial")
    extent = dataset.GetGeoTransform()
    box = f"{extent[0]},{extent[3] - 300 * 1.5},{extent[0] + 400 * 1.5},{extent[3]}"
    for image_format, driver, bands in (
        ("png24", "PNG", 3),
        ("png32", "PNG", 4),
        ("jpg", "JPEG", 3),
        ("bmp", "BMP", 3),
    ):
        query = urlencode({"bbox": box, "size": "400,300", "format": image_format, "f": "image"})
        picture = fetched(f"{gis.service_url('imagery/aerial')}/exportImage?{query}")
        assert picture.GetDriver().ShortName == driver
        assert picture.RasterCount == bands
        found = picture.ReadAsArray()[:3].astype(int)
        difference = np.abs(found - dataset.ReadAsArray(0, 0, 400, 300))
        assert difference.mean() < (12 if driver == "JPEG" else 1e-9)


def test_the_scene_in_natural_colour_is_neither_dark_nor_blown_out(gis, recipe_folder):
    left, dx, _, top, _, dy = source(recipe_folder, "imagery/scene").GetGeoTransform()
    box = f"{left},{top + 1000 * dy},{left + 1200 * dx},{top}"
    rule = '{"rasterFunction":"Natural Color"}'
    query = urlencode({"bbox": box, "size": "600,500", "format": "png32", "f": "image", "renderingRule": rule})
    *colours, alpha = fetched(f"{gis.service_url('imagery/scene')}/exportImage?{query}").ReadAsArray()
    for colour in colours:
        assert 20 < np.median(colour[alpha > 0]) < 160
        assert colour[alpha > 0].std() > 15


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("elevation/dem", "metre"),
        ("imagery/aerial", "US survey foot"),
        ("science/precise", "US survey foot"),
        ("science/wide", "metre"),
    ],
)
def test_an_exported_tiff_lies_where_it_should_in_the_right_reference(gis, recipe_folder, name, units):
    dataset = source(recipe_folder, name)
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    box = f"{left + 30 * dx!r},{top + 90 * dy!r},{left + 130 * dx!r},{top + 40 * dy!r}"
    query = urlencode({"bbox": box, "size": "100,50", "format": "tiff", "f": "image", **RAW})
    tiff = fetched(f"{gis.service_url(name)}/exportImage?{query}")
    placed = (left + 30 * dx, dx, 0, top + 40 * dy, 0, dy)
    np.testing.assert_allclose(tiff.GetGeoTransform(), placed, rtol=1e-12)
    found, expected = tiff.GetSpatialRef(), dataset.GetSpatialRef()
    assert found.GetLinearUnitsName() == units
    for reference in (found, expected):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    there = osr.CoordinateTransformation(expected, found).TransformPoint(placed[0], placed[3])
    np.testing.assert_allclose(there[:2], (placed[0], placed[3]), rtol=1e-9)


def test_the_server_warps_to_what_gdal_asks_for(gis, recipe_folder):
    """Asked for another reference, it gives about what GDAL's own warp of the source gives."""
    dataset = source(recipe_folder, "elevation/dem")
    warped = gdal.Warp("", dataset, format="MEM", dstSRS="EPSG:32632", resampleAlg="near")
    virtual = ags(gis.service_url("elevation/dem"), warped, **RAW)
    window = (300, 300, 256, 200)
    valid = warped.GetRasterBand(1).GetMaskBand().ReadAsArray(*window) != 0
    found, expected = virtual.ReadAsArray(*window)[valid], warped.ReadAsArray(*window)[valid]
    assert np.median(np.abs(found - expected)) == 0
    assert np.quantile(np.abs(found - expected), 0.99) < 20


def test_a_failure_is_an_error_and_no_picture(gis, recipe_folder):
    dataset = source(recipe_folder, "elevation/dem")
    gis.control.faults({"kind": "status", "code": 503, "retry_after": None, "body": "html"})
    try:
        with pytest.raises(RuntimeError, match="503"):
            ags(gis.service_url("elevation/dem"), dataset, **RAW).ReadAsArray(0, 0, 10, 10)
    finally:
        gis.control.reset()
