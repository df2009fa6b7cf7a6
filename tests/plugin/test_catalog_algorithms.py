# SPDX-License-Identifier: GPL-2.0-or-later
"""Stacks, originals, catalogues and samples through Processing, and stacks in the Temporal Controller."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsTemporalUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt

pytestmark = pytest.mark.qgis
gdal.UseExceptions()

CONTRACT = {
    "downloadtimeseries": {
        *("SERVICE", "GIS", "AUTHCFG", "TIME", "VARIABLES", "DIMENSIONS", "EVERY", "WHERE", "EXTENT", "CLIP", "CRS"),
        *("CELL_SIZE", "BANDS", "RENDERING_RULE", "MOSAIC_RULE", "LAYOUT", "FOLDER", "OUTPUT", "LOAD", "OVERWRITE"),
    },
    "downloadoriginals": {
        *("SERVICE", "GIS", "AUTHCFG", "EXTENT", "WHERE", "TIME", "IDS", "ORDER", "PRIMARY_ONLY", "MAX_RASTERS"),
        *("CUT", "VRT", "OVERWRITE", "FOLDER"),
    },
    "querycatalog": {
        *("SERVICE", "GIS", "AUTHCFG", "EXTENT", "WHERE", "TIME", "IDS", "ORDER", "PRIMARY_ONLY", "OUTPUT"),
    },
    "samplepoints": {
        *("SERVICE", "GIS", "AUTHCFG", "INPUT", "EACH_SLICE", "TIME", "VARIABLES", "DIMENSIONS", "EVERY", "WHERE"),
        *("INTERPOLATION", "RENDERING_RULE", "MOSAIC_RULE", "OUTPUT"),
    },
}


@pytest.fixture(scope="module")
def provider():
    from image_services.plugin import library
    from image_services.plugin.provider import ImageServicesProvider

    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)
    library.release()


class Listener(QgsProcessingFeedback):
    """Keeps what an algorithm says; ``stop_at`` cancels once the progress is there."""

    def __init__(self, stop_at=200.0):
        super().__init__(False)
        self.texts = []
        self._stop_at = stop_at

    def isCanceled(self):
        return self.progress() >= self._stop_at

    def pushInfo(self, text):
        self.texts.append(text)

    def pushWarning(self, text):
        self.texts.append(text)


def run(name, parameters, feedback=None, context=None):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"imageservices:{name}")
    context = context or QgsProcessingContext()
    ok, problem = algorithm.checkParameterValues(parameters, context)
    if not ok:
        raise QgsProcessingException(problem)
    results, ok = algorithm.run(parameters, context, feedback or Listener(), catchExceptions=False)
    assert ok
    return results


@pytest.mark.parametrize("name", CONTRACT)
def test_the_parameters_are_there_and_explained(provider, name):
    algorithm = QgsApplication.processingRegistry().algorithmById(f"imageservices:{name}")
    definitions = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
    assert set(definitions) >= CONTRACT[name]
    assert len(algorithm.shortHelpString()) > 100
    assert all(d.usesStaticStrings() for d in definitions.values() if d.type() == "enum")
    assert "cancel" in algorithm.cancelled_text().lower()


def test_the_words_of_choices_are_the_librarys(provider):
    from image_services.core import samples, series, steps
    from image_services.plugin.algorithms import download_options, downloadtimeseries, step_options

    assert step_options.EVERY == steps.EVERY
    assert downloadtimeseries.LAYOUTS == series.LAYOUTS
    assert set(download_options.INTERPOLATIONS) == set(samples.INTERPOLATIONS)


def loaded(context):
    """Load the layers that an algorithm wants loaded, as QGIS does afterwards."""
    layers = []
    for path, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(path, context)
        assert layer is not None, path
        details.setOutputLayerName(layer)
        details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
        layers.append(layer)
    return sorted(layers, key=lambda layer: layer.name())


def moment(text):
    return QDateTime.fromString(text, Qt.DateFormat.ISODate)


def drawn(layers, begin, end):
    """Draw layers as the Temporal Controller lets them be drawn for a frame; None where nothing shows."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(layers[0].extent())
    settings.setOutputSize(QSize(layers[0].width(), layers[0].height()))
    settings.setBackgroundColor(Qt.GlobalColor.transparent)
    settings.setIsTemporal(True)
    settings.setTemporalRange(QgsDateTimeRange(moment(begin), moment(end), True, False))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(5)
    bits = image.bits()
    bits.setsize(image.sizeInBytes())
    pixels = np.frombuffer(bytes(bits), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels if pixels[..., 3].any() else None


@pytest.fixture
def project():
    project = QgsProject()
    yield project
    project.clear()


@pytest.fixture
def context(project):
    context = QgsProcessingContext()
    context.setProject(project)
    return context


@pytest.fixture
def monthly(sandbox):
    return sandbox.service_url("mosaics/monthly")


def shades(path):
    """The values of a file, and where they are valid."""
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    return band.ReadAsArray(), band.GetMaskBand().ReadAsArray() > 0


def check_frame(layer, frame, values, valid):
    """A frame shows these values in the shades of its layer, and holes as holes."""
    assert frame is not None
    assert np.array_equal(frame[..., 3] > 0, valid)
    enhancement = layer.renderer().contrastEnhancement()
    low, high = enhancement.minimumValue(), enhancement.maximumValue()
    shade = (values[valid].astype(float) - low) / (high - low) * 255
    assert np.abs(frame[..., 0][valid] - shade).max() <= 1
    assert len(np.unique(frame[..., 0][valid])) > 3


def test_a_folder_of_slices_plays_at_once(provider, monthly, sandbox_data, tmp_path, context, project):
    parameters = {"SERVICE": monthly, "TIME": "2020-01-01/2020-06-30", "FOLDER": str(tmp_path / "rain")}
    results = run("downloadtimeseries", parameters, context=context)
    assert (results["SLICES"], results["REUSED"]) == (6, 0)
    assert len(results["LAYERS"]) == 6
    layers = loaded(context)
    assert layers[0].name().startswith("monthly 2020-01-01")
    for layer in layers:
        properties = layer.temporalProperties()
        assert properties.isActive()
        assert properties.mode() == Qgis.RasterTemporalMode.FixedTemporalRange
    for month in (1, 4):
        source = sandbox_data / "mosaics" / "monthly.mosaic" / f"rain_2020-{month:02}.tif"
        frame = drawn(layers, f"2020-{month:02}-01T00:00:00Z", f"2020-{month:02}-28T00:00:00Z")
        check_frame(layers[month - 1], frame, *shades(source))
    assert drawn(layers, "2019-01-01T00:00:00Z", "2019-02-01T00:00:00Z") is None
    for layer in layers:
        context.temporaryLayerStore().takeMapLayer(layer)
        project.addMapLayer(layer, False)
    whole = QgsTemporalUtils.calculateTemporalRangeForProject(project)
    assert whole.begin().toString(Qt.DateFormat.ISODate) == "2020-01-01T00:00:00Z"
    assert whole.end().toString(Qt.DateFormat.ISODate).startswith("2020-06-30")


def test_the_shades_of_all_slices_mean_the_same(provider, monthly, tmp_path, context):
    run(
        "downloadtimeseries",
        {"SERVICE": monthly, "TIME": "2020-01-01/2020-03-31", "FOLDER": str(tmp_path / "rain")},
        context=context,
    )
    ends = set()
    lows, highs = [], []
    for layer in loaded(context):
        enhancement = layer.renderer().contrastEnhancement()
        ends.add((enhancement.minimumValue(), enhancement.maximumValue()))
        values, valid = shades(layer.source())
        lows.append(float(values[valid].min()))
        highs.append(float(values[valid].max()))
    assert len(ends) == 1
    assert next(iter(ends)) == pytest.approx((min(lows), max(highs)), rel=1e-5)


def test_one_raster_with_a_band_for_each_slice_plays_at_once(provider, sandbox, sandbox_data, tmp_path, context):
    results = run(
        "downloadtimeseries",
        {
            "SERVICE": sandbox.service_url("mosaics/monthly_slices"),
            "TIME": "2021-01-01/2021-12-31",
            "LAYOUT": "bands",
            "OUTPUT": str(tmp_path / "rain.tif"),
        },
        context=context,
    )
    assert results["OUTPUT"] == str(tmp_path / "rain.tif")
    (layer,) = loaded(context)
    assert layer.bandCount() == 12
    assert layer.temporalProperties().mode() == Qgis.RasterTemporalMode.FixedRangePerBand
    for month in (2, 11):
        source = sandbox_data / "mosaics" / "monthly.mosaic" / f"rain_2021-{month:02}.tif"
        begin, end = f"2021-{month:02}-05T00:00:00Z", f"2021-{month:02}-06T00:00:00Z"
        check_frame(layer, drawn([layer], begin, end), *shades(source))


def test_a_second_run_goes_on(provider, monthly, tmp_path):
    parameters = {"SERVICE": monthly, "FOLDER": str(tmp_path / "rain"), "MAX_CONCURRENCY": 1, "LOAD": False}
    with pytest.raises(QgsProcessingException, match="Finished slices stay"):
        run("downloadtimeseries", parameters, Listener(stop_at=20))
    there = len(list((tmp_path / "rain").glob("*.tif")))
    assert 0 < there < 60
    listener = Listener()
    results = run("downloadtimeseries", parameters, listener)
    assert results["REUSED"] == there
    assert any(f"{there} slice" in text for text in listener.texts)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"TIME": "1999-01-01"}, "Nothing of .* matches"),
        ({"TIME": "soon"}, "is no time"),
        ({"DIMENSIONS": "StdZ"}, "names no place"),
        ({"LAYOUT": "bands"}, "Give a file"),
        ({"FOLDER": ""}, "Give a folder"),
        ({"SERVICE": "SANDBOX/elevation/dem/ImageServer"}, "tells no dates"),
    ],
)
def test_bad_input_is_one_sentence(provider, sandbox, monthly, tmp_path, parameters, words):
    given = {"SERVICE": monthly, "FOLDER": str(tmp_path / "out"), **parameters}
    given["SERVICE"] = given["SERVICE"].replace("SANDBOX", sandbox.services)
    with pytest.raises(QgsProcessingException, match=words):
        run("downloadtimeseries", given)
    assert list(tmp_path.iterdir()) == []


def test_a_slice_can_be_refreshed_on_its_own(provider, monthly, tmp_path, context):
    from image_services.plugin.layer_actions import refreshing, request_of
    from image_services.plugin.layers import SERVICE_PROPERTY

    run(
        "downloadtimeseries",
        {"SERVICE": monthly, "TIME": "2020-02-01/2020-03-31", "FOLDER": str(tmp_path / "rain")},
        context=context,
    )
    from image_services.core.cancel import Cancel

    layer = loaded(context)[1]
    path = Path(layer.source())
    work = refreshing(request_of(layer), layer.customProperty(SERVICE_PROPERTY), path)
    report = work(Cancel(), None)
    assert np.array_equal(gdal.Open(report.output).ReadAsArray(), gdal.Open(str(path)).ReadAsArray())


def test_the_catalogue_is_a_layer_of_footprints(provider, sandbox, tmp_path):
    from image_services import core

    url = sandbox.service_url("mosaics/scenes")
    results = run(
        "querycatalog",
        {"SERVICE": url, "WHERE": "CloudCover < 40", "ORDER": "CloudCover", "OUTPUT": str(tmp_path / "scenes.gpkg")},
    )
    service = core.open_service(url)
    wanted = {raster.id: raster for raster in service.catalog().rasters(core.CatalogQuery(where="CloudCover < 40"))}
    layer = QgsVectorLayer(results["OUTPUT"], "scenes", "ogr")
    assert layer.crs().authid() == "EPSG:32616"
    assert layer.featureCount() == results["COUNT"] == len(wanted)
    covers = []
    for feature in layer.getFeatures():
        raster = wanted[feature["raster_id"]]
        assert feature["raster_name"] == raster.name
        covers.append(feature["CloudCover"])
        assert feature["start"].toUTC().toMSecsSinceEpoch() == raster.attributes["AcquisitionDate"]
        assert feature["AcquisitionDate"].toUTC().toMSecsSinceEpoch() == raster.attributes["AcquisitionDate"]
        box = feature.geometry().boundingBox()
        assert (box.xMinimum(), box.yMaximum()) == pytest.approx((raster.extent.xmin, raster.extent.ymax))
    assert covers == sorted(covers)


def test_the_extent_of_a_query_has_any_crs(provider, sandbox):
    from image_services import core

    url = sandbox.service_url("mosaics/scenes")
    service = core.open_service(url)
    box = next(service.catalog().rasters()).extent
    extent = f"{box.xmin},{box.xmax},{box.ymin},{box.ymax} [EPSG:32616]"
    some = run("querycatalog", {"SERVICE": url, "EXTENT": extent, "OUTPUT": "memory:"})
    assert 0 < some["COUNT"] < 24
    with pytest.raises(QgsProcessingException, match="is no list of ids"):
        run("querycatalog", {"SERVICE": url, "IDS": "first", "OUTPUT": "memory:"})
    with pytest.raises(QgsProcessingException, match="is no mosaic"):
        run("querycatalog", {"SERVICE": sandbox.service_url("elevation/dem"), "OUTPUT": "memory:"})


def test_originals_are_downloaded_byte_for_byte(provider, sandbox, sandbox_data, tmp_path):
    listener = Listener()
    results = run(
        "downloadoriginals",
        {"SERVICE": sandbox.service_url("mosaics/scenes"), "IDS": "1,2", "FOLDER": str(tmp_path / "out")},
        listener,
    )
    assert results["RASTERS"] == 2
    folder = sandbox_data / "mosaics" / "scenes.mosaic"
    rasters = sorted((tmp_path / "out").glob("*.tif"))
    assert len(rasters) == 2
    assert all(path.read_bytes() == (folder / path.name).read_bytes() for path in rasters)
    assert QgsRasterLayer(results["MOSAIC"], "all").isValid()
    with pytest.raises(QgsProcessingException, match="24 rasters match, more than the limit of 5"):
        run(
            "downloadoriginals",
            {"SERVICE": sandbox.service_url("mosaics/scenes"), "MAX_RASTERS": 5, "FOLDER": str(tmp_path / "more")},
        )
    with pytest.raises(QgsProcessingException, match="does not let anyone download"):
        run(
            "downloadoriginals",
            {"SERVICE": sandbox.service_url("mosaics/overlap"), "FOLDER": str(tmp_path / "none")},
        )


def points_on(layer_crs, places):
    layer = QgsVectorLayer("Point?field=label:string", "points", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(layer_crs))
    for number, (x, y) in enumerate(places):
        feature = QgsFeature(layer.fields())
        feature["label"] = f"p{number}"
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        layer.dataProvider().addFeatures([feature])
    return layer


def test_points_get_the_values_below_them(provider, sandbox, sandbox_data, tmp_path):
    from image_services import core

    service = core.open_service(sandbox.service_url("imagery/scene"))
    truth = gdal.Open(str(sandbox_data / "imagery" / "scene.tif")).ReadAsArray()
    cells = [(300, 200), (10, 900), (555, 555)]
    places = [
        (service.extent.xmin + (c + 0.5) * service.cell_width, service.extent.ymax - (r + 0.5) * service.cell_height)
        for c, r in cells
    ]
    layer = points_on("EPSG:32616", [*places, (0.0, 0.0)])
    results = run("samplepoints", {"SERVICE": service.url, "INPUT": layer, "OUTPUT": str(tmp_path / "out.gpkg")})
    found = {f["label"]: f for f in QgsVectorLayer(results["OUTPUT"], "o", "ogr").getFeatures()}
    assert results["COUNT"] == 4
    for number, (column, row) in enumerate(cells):
        feature = found[f"p{number}"]
        seen = [feature[f"band_{band}"] for band in (1, 2, 3, 4)]
        values = [float(value) for value in truth[:, row, column]]
        assert [value or 0.0 for value in seen] == [0.0 if v == service.no_data[0] else v for v in values]
    assert not found["p3"]["band_1"]


def test_points_get_a_row_for_each_slice(provider, sandbox, monthly, sandbox_data):
    from image_services import core

    service = core.open_service(monthly)
    column, row = service.grid.columns // 2, service.grid.rows // 2
    x = service.extent.xmin + (column + 0.5) * service.cell_width
    y = service.extent.ymax - (row + 0.5) * service.cell_height
    context = QgsProcessingContext()
    parameters = {
        "SERVICE": monthly,
        "INPUT": points_on(service.crs.to_authority(), [(x, y)]),
        "EACH_SLICE": True,
        "TIME": "2023-01-01/2023-04-30",
        "OUTPUT": "memory:",
    }
    results = run("samplepoints", parameters, context=context)
    layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
    rows = list(layer.getFeatures())
    assert len(rows) == 4
    for month, feature in enumerate(rows, start=1):
        source = sandbox_data / "mosaics" / "monthly.mosaic" / f"rain_2023-{month:02}.tif"
        assert feature["start"].toUTC().toString("yyyy-MM") == f"2023-{month:02}"
        assert feature["band_1"] == pytest.approx(float(shades(source)[0][row, column]), rel=1e-6)
        assert re.match(r"2023-", feature["slice"])


@pytest.mark.parametrize(
    ("choice", "file"),
    [
        ({}, "temp_t0_z0"),
        ({"TIME": "2023-07-20", "DIMENSIONS": "StdZ=-10"}, "temp_t2_z1"),
        ({"TIME": "2023-05-01", "VARIABLES": "mean_salt"}, "salt_q2"),
    ],
)
def test_points_get_the_one_slice_that_is_named(provider, sandbox, sandbox_data, choice, file):
    from image_services import core

    service = core.open_service(sandbox.service_url("mosaics/ocean"))
    column, row = service.grid.columns // 2, service.grid.rows // 2
    x = service.extent.xmin + (column + 0.5) * service.cell_width
    y = service.extent.ymax - (row + 0.5) * service.cell_height
    context = QgsProcessingContext()
    points = points_on(service.crs.to_authority(), [(x, y)])
    results = run(
        "samplepoints", {"SERVICE": service.url, "INPUT": points, "OUTPUT": "memory:", **choice}, None, context
    )
    (feature,) = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context).getFeatures()
    truth = shades(sandbox_data / "mosaics" / "ocean.mosaic" / f"{file}.tif")[0]
    assert feature["band_1"] == pytest.approx(float(truth[row, column]), rel=1e-6)
    assert "slice" not in feature.fields().names()


@pytest.mark.parametrize(("choice", "count"), [({"VARIABLES": "mean_salt"}, 4), ({"TIME": "2023-07-20"}, 4)])
def test_several_slices_without_a_row_for_each_are_refused(provider, sandbox, choice, count):
    points = points_on("EPSG:4326", [(0, 0)])
    parameters = {"SERVICE": sandbox.service_url("mosaics/ocean"), "INPUT": points, "OUTPUT": "memory:", **choice}
    with pytest.raises(QgsProcessingException, match=f"{count} slices match: choose one"):
        run("samplepoints", parameters)


def test_a_layer_without_points_gives_none(provider, monthly):
    results = run("samplepoints", {"SERVICE": monthly, "INPUT": points_on("EPSG:4326", []), "OUTPUT": "memory:"})
    assert results["COUNT"] == 0
