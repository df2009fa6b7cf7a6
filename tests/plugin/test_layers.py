# SPDX-License-Identifier: GPL-2.0-or-later
"""A finished download becomes a layer that is named, styled by what its values are, and says where it comes from."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from image_services.core.download import DownloadReport
from image_services.core.errors import OutputError
from image_services.core.geotiff import GeoTiffSink
from image_services.core.grid import Extent, Grid, Window
from image_services.core.pixels import PIXEL_TYPES
from image_services.core.raster import RasterClass, RasterLayout
from image_services.core.service import ImageService
from image_services.core.spatialref import SpatialReference
from image_services.core.statistics import summarize
from image_services.plugin import layers
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsSingleBandGrayRenderer,
)

pytestmark = pytest.mark.qgis
gdal.UseExceptions()

COLUMNS, ROWS = 64, 48
UTM = SpatialReference(wkid=25832)
STRETCH = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum


def service(**facts):
    known = {
        "url": "https://gis.example.org/arcgis/rest/services/Folder/Terrain/ImageServer",
        "name": "Folder/Terrain",
        "extent": Extent(400000, 5098560, 401920, 5100000),
        "spatial_reference": UTM,
        "cell_width": 30.0,
        "cell_height": 30.0,
        "band_count": 1,
        "pixel_type": PIXEL_TYPES["F32"],
    }
    return ImageService(**{**known, **facts})


def report(path, kind="F32", bands=1, **facts):
    known = {
        "output": str(path),
        "width": COLUMNS,
        "height": ROWS,
        "band_count": bands,
        "pixel_type": kind,
        "spatial_reference": UTM,
        "no_data": None,
        "tiles": 1,
        "failed": (),
        "bytes_received": 1000,
        "requests": 1,
        "retries": 0,
        "seconds": 1.5,
        "format": "bsq",
        "format_reason": "raw pixels",
        "concurrency": 1,
        "notes": (),
        "is_native": True,
    }
    return DownloadReport(**{**known, **facts})


@pytest.fixture
def write(tmp_path):
    """Write a raster as a download does, with values 1 to 5 and, if wanted, five rows without values."""

    def write(kind, names=("Values",), *, classes=(), no_data=None, holes=False, is_rgb=False):
        path = tmp_path / "raster.tif"
        pixel_type = PIXEL_TYPES[kind]
        grid = Grid(400000, 5100000, 30, 30, COLUMNS, ROWS)
        layout = RasterLayout(grid, tuple(names), pixel_type, UTM.to_wkt(), no_data, is_rgb, tuple(classes))
        sink = GeoTiffSink(path, layout, tile=(COLUMNS, ROWS))
        data = np.random.default_rng(1).integers(1, 6, (len(names), ROWS, COLUMNS)).astype(pixel_type.numpy_name)
        valid = np.ones((ROWS, COLUMNS), bool)
        valid[:5] = not holes
        sink.write(Window(0, 0, COLUMNS, ROWS), data, valid)
        sink.finish(summarize(data, valid), {})
        return path

    return write


@pytest.fixture
def make():
    """Make layers and keep them: a renderer dies with its layer."""
    made = []

    def make(path, source, **facts):
        made.append(layers.make_layer(str(path), report(path, **facts), source))
        return made[-1]

    return make


def limits(renderer):
    return QgsRasterMinMaxOrigin.limitsString(renderer.minMaxOrigin().limits())


def test_a_layer_bears_the_short_name_of_its_service_and_its_spatial_reference(write, make):
    layer = make(write("F32"), service())
    assert layer.name() == "Terrain"
    assert layer.crs().authid() == "EPSG:25832"
    assert (layer.width(), layer.height()) == (COLUMNS, ROWS)


def test_elevation_is_gray_from_lowest_to_highest_and_marked_as_elevation(write, make):
    layer = make(write("F32", no_data=-9999.0, holes=True), service(data_type="Elevation"))
    renderer = layer.renderer()
    assert isinstance(renderer, QgsSingleBandGrayRenderer)
    stretch = renderer.contrastEnhancement()
    assert stretch.contrastEnhancementAlgorithm() == STRETCH
    assert (stretch.minimumValue(), stretch.maximumValue()) == (1, 5)
    assert limits(renderer) == "MinMax"
    assert layer.elevationProperties().isEnabled()
    assert layer.elevationProperties().mode() == Qgis.RasterElevationMode.RepresentsElevationSurface


@pytest.mark.parametrize(("kind", "data_type"), [("F32", "Generic"), ("U8", "Elevation")])
def test_other_values_are_not_called_elevation(write, make, kind, data_type):
    layer = make(write(kind), service(data_type=data_type), kind=kind)
    assert isinstance(layer.renderer(), QgsSingleBandGrayRenderer)
    assert not layer.elevationProperties().isEnabled()


def test_no_data_is_transparent(write, make):
    layer = make(write("F32", no_data=-9999.0, holes=True), service())
    assert layer.dataProvider().sourceNoDataValue(1) == -9999.0
    assert alphas(layer)[:5] == [0] * 5
    assert set(alphas(layer)[5:]) == {255}


@pytest.mark.parametrize("classes", [(), (RasterClass(1, "Water", (0, 0, 255)), RasterClass(5, "Trees", (0, 99, 0)))])
def test_a_mask_is_transparent_and_no_band_of_values(write, make, classes):
    layer = make(write("U8", holes=True, classes=classes), service(), kind="U8")
    assert layer.renderer().alphaBand() == 2
    assert alphas(layer)[:5] == [0] * 5


def alphas(layer):
    """Return the opacity of the first pixel of each row."""
    block = layer.renderer().block(1, layer.extent(), COLUMNS, ROWS)
    return [block.color(row, 3) >> 24 if not block.isNoData(row, 3) else 0 for row in range(ROWS)]


def test_classes_have_their_names_and_colours(write, make):
    table = (RasterClass(1, "Water", (0, 0, 255)), RasterClass(5, "Trees & <b>shrubs</b>", (0, 99, 0)))
    renderer = make(write("U8", classes=table), service(), kind="U8").renderer()
    assert isinstance(renderer, QgsPalettedRasterRenderer)
    shown = {entry.value: (entry.label, entry.color.name()) for entry in renderer.classes()}
    assert shown == {1: ("Water", "#0000ff"), 5: ("Trees & <b>shrubs</b>", "#006300")}


def test_classes_without_colours_get_different_ones_and_always_the_same(write, make):
    path = write("S16", classes=[RasterClass(value, f"Class {value}") for value in range(1, 40)], no_data=0.0)
    first, second = (make(path, service(), kind="S16").renderer() for _ in range(2))
    colors = [entry.color.name() for entry in first.classes()]
    assert len(set(colors)) == len(colors) == 39
    assert colors == [entry.color.name() for entry in second.classes()]


def test_a_table_of_thousands_of_rows_is_no_legend(write, make):
    path = write("S32", classes=[RasterClass(value, f"Lake {value}") for value in range(1, 1500)], no_data=0.0)
    assert isinstance(make(path, service(), kind="S32").renderer(), QgsSingleBandGrayRenderer)


def test_a_photograph_is_shown_as_it_is(write, make):
    path = write("U8", ("Band 1", "Band 2", "Band 3"), is_rgb=True)
    renderer = make(path, service(data_type="RGB", band_count=3), kind="U8", bands=3).renderer()
    assert isinstance(renderer, QgsMultiBandColorRenderer)
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (1, 2, 3)
    assert renderer.redContrastEnhancement() is None


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Coastal Blue", "Blue", "Green", "Red", "Red Edge", "NIR"), (4, 3, 2)),
        (("Near-Infra-Red", "Band 3 (red)", "Band 2 (green)", "Band 1 (blue)"), (2, 3, 4)),
        (("NIR", "Red", "Green"), (1, 2, 3)),
        (("Band 1", "Band 2", "Band 3", "Band 4"), (1, 2, 3)),
    ],
)
def test_several_bands_are_shown_in_natural_colours_where_the_names_say_so(write, make, names, shown):
    renderer = make(write("U16", names), service(band_count=len(names)), kind="U16", bands=len(names)).renderer()
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == shown
    assert renderer.greenContrastEnhancement().contrastEnhancementAlgorithm() == STRETCH
    assert limits(renderer) == "StdDev"


def test_two_bands_show_the_first(write, make):
    renderer = make(write("F32", ("u", "v")), service(band_count=2), bands=2).renderer()
    assert isinstance(renderer, QgsSingleBandGrayRenderer)
    assert renderer.usesBands() == [1]


def test_styling_does_not_read_the_raster(write, make):
    """The statistics of the file are believed: a raster of hundreds of gigabytes must not be read for its colours."""
    path = write("F32")
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(1).SetStatistics(-100, 200, 50, 10)
    dataset = None
    stretch = make(path, service()).renderer().contrastEnhancement()
    assert (stretch.minimumValue(), stretch.maximumValue()) == (-100, 200)


def test_metadata_tells_source_rights_and_history_in_plain_text(write, make):
    told = service(
        url="https://ann:hunter2@gis.example.org/arcgis/rest/services/Folder/Terrain/ImageServer",
        description="<p>Heights &amp; <b>depths</b></p><script>alert(1)</script>",
        copyright_text="© <a href='https://example.org'>Survey</a>",
    )
    layer = make(write("F32"), told, notes=("The extent reaches beyond the service and is cut to it.",))
    metadata = layer.metadata()
    address = "https://gis.example.org/arcgis/rest/services/Folder/Terrain/ImageServer"
    assert metadata.title() == "Terrain"
    assert metadata.abstract() == "Heights & depths"
    assert metadata.rights() == ["© Survey"]
    assert [(link.type, link.url) for link in metadata.links()] == [("WWW:LINK", address)]
    assert metadata.crs().authid() == "EPSG:25832"
    assert metadata.extent().spatialExtents()[0].bounds.xMinimum() == 400000
    (line,) = metadata.history()
    assert address in line
    assert "64 × 48 cells, 1 band(s) F32, native cells" in line
    assert "cut to it" in line
    assert layer.serverProperties().attribution() == "© Survey"
    assert layer.customProperty(layers.SERVICE_PROPERTY) == address


def test_holes_are_part_of_the_history(write, make):
    failed = ((Window(0, 0, 10, 10), "The server gave up."),)
    (line,) = make(write("F32"), service(), failed=failed).metadata().history()
    assert "1 tile(s) could not be had and are NoData" in line


def test_a_layer_keeps_the_request_it_was_made_by(write):
    path = write("F32")
    request = {"SERVICE": "https://example.org/x/ImageServer", "BANDS": "1", "OUTPUT": str(path), "OVERWRITE": True}
    layer = layers.make_layer(str(path), report(path), service(), request)
    kept = json.loads(layer.customProperty(layers.REQUEST_PROPERTY))
    assert kept == {"SERVICE": "https://example.org/x/ImageServer", "BANDS": "1"}


def test_a_saved_project_holds_no_secret(write, make, tmp_path, qgis_new_project):
    told = service(url="https://ann:hunter2@gis.example.org/a/rest/services/T/ImageServer?token=abc123")
    layers.add(make(write("F32"), told))
    file = tmp_path / "project.qgs"
    assert QgsProject.instance().write(str(file))
    text = file.read_text(encoding="utf-8")
    assert "gis.example.org" in text
    assert "hunter2" not in text
    assert "abc123" not in text


def test_a_file_that_cannot_be_read_is_an_error(make, tmp_path):
    path = tmp_path / "raster.tif"
    path.write_text("no raster")
    with pytest.raises(OutputError, match="cannot read it"):
        make(path, service())


def test_processing_dresses_the_layers_that_it_loads(write):
    path = write("F32")
    layer = QgsRasterLayer(str(path), "anything")
    source = replace(service(), data_type="Elevation")
    layers.StyleWhenLoaded(source, report(path)).postProcessLayer(
        layer, QgsProcessingContext(), QgsProcessingFeedback()
    )
    assert layer.elevationProperties().isEnabled()
    assert layer.customProperty(layers.SERVICE_PROPERTY) == source.url
