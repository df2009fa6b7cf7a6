# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's own ArcGIS provider and Browser take the sandbox for an ArcGIS server."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

pytest.importorskip("qgis.core", reason="PyQGIS is not installed")

from qgis.core import (
    QgsApplication,
    QgsDataSourceUri,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRasterLayer,
    QgsRectangle,
    QgsSettings,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

pytestmark = [pytest.mark.qgis, pytest.mark.usefixtures("qgis_app", "qgis_new_project")]
BACKGROUND = (255, 0, 255)


def source(folder, name):
    return gdal.Open(str(folder / f"{name}.tif"))


def layer(gis, name, image_format="PNG32", crs=""):
    uri = QgsDataSourceUri()
    uri.setParam("url", gis.service_url(name))
    uri.setParam("format", image_format)
    if crs:
        uri.setParam("crs", crs)
    return QgsRasterLayer(uri.uri(False), name, "arcgismapserver")


def rendered(shown, extent, columns, rows):
    """Return what QGIS paints: red, green and blue as an array of shape (rows, columns, 3)."""
    settings = QgsMapSettings()
    settings.setLayers([shown])
    settings.setDestinationCrs(shown.crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(columns, rows))
    settings.setBackgroundColor(QColor(*BACKGROUND))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert not [error.message for error in job.errors()]
    image = job.renderedImage().convertToFormat(QImage.Format_RGB888)
    pointer = image.constBits()
    pointer.setsize(image.sizeInBytes())
    lines = np.frombuffer(pointer, np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def window(dataset, column, row, columns, rows):
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    return QgsRectangle(left + column * dx, top + (row + rows) * dy, left + (column + columns) * dx, top + row * dy)


@pytest.mark.parametrize(
    ("name", "authid"),
    [
        ("elevation/dem", "EPSG:3857"),
        ("imagery/scene", "EPSG:32616"),
        ("imagery/aerial", "ESRI:103734"),
        ("landcover/classes", "EPSG:5070"),
        ("landcover/nested/deep/binary", "EPSG:3035"),
        ("science/temperature", "EPSG:4326"),
        ("science/deep", "EPSG:3031"),
    ],
)
def test_a_service_is_a_valid_layer_where_its_raster_is(gis, recipe_folder, name, authid):
    shown = layer(gis, name)
    assert shown.isValid(), shown.error().summary()
    assert shown.crs().authid() == authid
    dataset = source(recipe_folder, name)
    expected = window(dataset, 0, 0, dataset.RasterXSize, dataset.RasterYSize)
    extent = shown.extent()
    assert extent.contains(expected)
    ragged = 1.0 if name == "imagery/scene" else 1e-9  # its reported extent sticks out by less than a pixel
    assert extent.width() - expected.width() < ragged * dataset.GetGeoTransform()[1]
    assert extent.height() - expected.height() < ragged * dataset.GetGeoTransform()[1]


def test_a_reference_without_a_number_comes_as_text(gis, recipe_folder):
    shown = layer(gis, "science/precise")
    assert shown.isValid()
    assert shown.crs().authid() == ""
    expected = source(recipe_folder, "science/precise").GetSpatialRef()
    assert "Transverse_Mercator" in shown.crs().toWkt()
    assert str(expected.GetProjParm("central_meridian"))[:9] in shown.crs().toWkt()


def test_elevation_is_painted_as_a_hillshade_of_the_source(gis, recipe_folder, tmp_path):
    dataset = source(recipe_folder, "elevation/dem")
    box = (300, 250, 400, 320)
    painted = rendered(layer(gis, "elevation/dem"), window(dataset, *box), *box[2:])
    shade = gdal.DEMProcessing(str(tmp_path / "shade.tif"), dataset, "hillshade", computeEdges=True)
    expected = shade.ReadAsArray(*box)
    seen = (painted != BACKGROUND).any(axis=2) & (expected > 0)
    assert seen.mean() > 0.9
    grey = painted[..., 0][seen]
    assert grey.std() > 10
    assert np.corrcoef(grey, expected[seen])[0, 1] > 0.99


def test_lakes_are_transparent(gis, recipe_folder):
    dataset = source(recipe_folder, "elevation/dem")
    size = dataset.RasterXSize, dataset.RasterYSize
    painted = rendered(layer(gis, "elevation/dem"), window(dataset, 0, 0, *size), *size)
    lakes = dataset.GetRasterBand(1).GetMaskBand().ReadAsArray() == 0
    np.testing.assert_array_equal((painted == BACKGROUND).all(axis=2), lakes)


def test_land_cover_is_painted_in_its_colours(gis, recipe_folder):
    dataset = source(recipe_folder, "landcover/classes")
    box = (500, 300, 300, 200)
    painted = rendered(layer(gis, "landcover/classes"), window(dataset, *box), *box[2:])
    table = dataset.GetRasterBand(1).GetColorTable()
    colours = np.array([table.GetColorEntry(value)[:3] for value in range(table.GetCount())], np.uint8)
    np.testing.assert_array_equal(painted, colours[dataset.ReadAsArray(*box)])


@pytest.mark.parametrize("image_format", ["PNG24", "JPGPNG"])
def test_an_aerial_photograph_looks_like_itself(gis, recipe_folder, image_format):
    dataset = source(recipe_folder, "imagery/aerial")
    box = (200, 100, 400, 300)
    painted = rendered(layer(gis, "imagery/aerial", image_format), window(dataset, *box), *box[2:])
    expected = np.moveaxis(dataset.ReadAsArray(*box), 0, -1)
    difference = np.abs(painted.astype(int) - expected)
    assert difference.mean() < (12 if image_format == "JPGPNG" else 1e-9)


def test_what_the_provider_asks_for(gis, recipe_folder):
    dataset = source(recipe_folder, "imagery/scene")
    gis.control.clear()
    rendered(layer(gis, "imagery/scene"), window(dataset, 400, 300, 200, 100), 200, 100)
    requests = gis.control.requests()
    assert requests[-1]["operation"] == "exportImage"
    asked = requests[-1]["params"]
    assert (asked["size"], asked["format"], asked["f"]) == ("200,100", "PNG32", "image")
    assert asked["bbox"].count(".") == 4
    assert "dpi" in asked  # map service parameters must do no harm
    assert "layers" in asked


@pytest.fixture
def connection(gis):
    """The sandbox as a connection in QGIS's settings."""
    settings, key = QgsSettings(), "connections/arcgisfeatureserver/items/sandbox"
    settings.setValue(f"{key}/url", gis.services)
    yield "sandbox"
    settings.remove(key)


def test_the_browser_lists_folders_and_services(connection):
    providers = {provider.name(): provider for provider in QgsApplication.dataItemProviderRegistry().providers()}
    tree = providers["AFS"].createDataItem("", None)
    sip.transferto(tree, None)  # its children run tasks of their own: Python must not delete it under them

    def children(item):
        item.populate(True)
        found = item.children()
        for child in found:  # PyQGIS takes them for Python's own, but their parent deletes them: twice is a crash
            sip.transferto(child, None)
        return {child.name(): child for child in found}

    folders = children(children(tree)[connection])
    assert set(folders) == {"caches", "elevation", "imagery", "landcover", "mosaics", "quirks", "science"}
    science = children(folders["science"])
    assert {"temperature", "precise", "signed", "counts", "deep", "wide", "monthly"} == set(science)
    (item,) = children(science["wide"]).values()
    assert item.providerKey() == "arcgismapserver"
    assert QgsRasterLayer(item.uri(), "from the browser", "arcgismapserver").isValid()


@pytest.mark.parametrize("name", ["quirks/badsr", "quirks/nosr", "quirks/noimage", "quirks/tilesonly", "quirks/old"])
def test_odd_services_are_opened_or_refused_without_a_crash(gis, name):
    shown = layer(gis, name)
    assert shown.isValid() or shown.error().summary()
