# SPDX-License-Identifier: GPL-2.0-or-later
"""The Processing algorithms, through QGIS's own doors: processing.run, the model designer, and qgis_process."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingUtils,
    QgsRectangle,
    QgsReferencedRectangle,
)

pytestmark = pytest.mark.qgis
ROOT = Path(__file__).resolve().parents[2]
gdal.UseExceptions()

CONTRACT = {
    "SERVICE": None,
    "GIS": None,
    "AUTHCFG": None,
    "EXTENT": None,
    "CRS": None,
    "CELL_SIZE": None,
    "BANDS": None,
    "TILE_COLUMNS": 1024,
    "TILE_ROWS": 1024,
    "FORMAT": "auto",
    "LERC_TOLERANCE": 0.0,
    "PIXEL_TYPE": None,
    "NODATA": None,
    "NODATA_INTERPRETATION": "any",
    "INTERPOLATION": "nearest",
    "COMPRESSION": "none",
    "COMPRESSION_QUALITY": None,
    "RENDERING_RULE": None,
    "MOSAIC_RULE": None,
    "TIME": None,
    "SLICE": None,
    "MAX_CONCURRENCY": 8,
    "ON_ERROR": "fail",
    "OUTPUT": "TEMPORARY_OUTPUT",
}
OUTPUTS = {
    "OUTPUT",
    "WIDTH",
    "HEIGHT",
    "BAND_COUNT",
    "TILES",
    "TILES_FAILED",
    "BYTES_RECEIVED",
    "REQUESTS",
    "RETRIES",
    "SECONDS",
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
    """Keeps what an algorithm says."""

    def __init__(self):
        super().__init__(False)
        self.texts = []

    def pushInfo(self, text):
        self.texts.append(text)

    def setProgressText(self, text):
        self.texts.append(text)

    def pushWarning(self, text):
        self.texts.append(text)


def run(name, parameters, feedback=None):
    """Run an algorithm as processing.run does, which needs the Processing plugin."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"imageservices:{name}")
    context = QgsProcessingContext()
    feedback = feedback or Listener()
    ok, problem = algorithm.checkParameterValues(parameters, context)
    if not ok:
        raise QgsProcessingException(problem)
    results, ok = algorithm.run(parameters, context, feedback, catchExceptions=False)
    assert ok
    return results


def test_parameters_and_outputs_are_those_of_the_contract(provider):
    algorithm = QgsApplication.processingRegistry().algorithmById("imageservices:download")
    definitions = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
    assert set(CONTRACT) <= set(definitions)
    for name, default in CONTRACT.items():
        assert definitions[name].defaultValue() == default, name
    assert {output.name() for output in algorithm.outputDefinitions()} == OUTPUTS
    choices = [d for d in definitions.values() if d.type() == "enum"]
    assert choices
    assert all(choice.usesStaticStrings() for choice in choices)


def test_the_words_of_choices_are_the_librarys(provider):
    from image_services.core import options, pixels
    from image_services.plugin.algorithms import download_options as words

    assert set(words.FORMATS) <= set(options.FORMATS)
    assert words.INTERPOLATIONS == options.INTERPOLATIONS
    assert words.NO_DATA_INTERPRETATIONS == options.NO_DATA_INTERPRETATIONS
    assert words.COMPRESSIONS == options.COMPRESSIONS
    assert words.ON_ERROR == options.ON_ERROR
    assert words.FILE_COMPRESSIONS == options.FILE_COMPRESSIONS
    assert set(words.PIXEL_TYPES) == set(pixels.PIXEL_TYPES)


def test_a_download_is_identical_to_the_source(provider, sandbox, sandbox_data, tmp_path):
    output = tmp_path / "dem.tif"
    listener = Listener()
    results = run(
        "download",
        {"SERVICE": sandbox.service_url("elevation/dem"), "OUTPUT": str(output), "TILE_COLUMNS": 300},
        listener,
    )
    source = gdal.Open(str(sandbox_data / "elevation" / "dem.tif"))
    result = gdal.Open(str(output))
    assert np.array_equal(source.ReadAsArray(), result.ReadAsArray())
    assert results["OUTPUT"] == str(output)
    assert (results["WIDTH"], results["HEIGHT"], results["BAND_COUNT"]) == (1200, 1000, 1)
    assert results["TILES"] == 4
    assert results["TILES_FAILED"] == 0
    assert results["REQUESTS"] >= 4
    assert set(results) == OUTPUTS
    assert any("tiles" in text for text in listener.texts)
    assert any("Native grid" in text for text in listener.texts)


def test_extents_bands_and_cell_sizes_are_read_as_qgis_writes_them(provider, sandbox, tmp_path):
    url = sandbox.service_url("imagery/scene")
    from image_services import core

    box = core.open_service(url).extent
    extent = f"{box.xmin},{box.xmin + 3000},{box.ymin},{box.ymin + 2000} [EPSG:32616]"
    results = run(
        "download",
        {
            "SERVICE": url,
            "EXTENT": extent,
            "BANDS": "4,3,2",
            "CELL_SIZE": "20,40",
            "OUTPUT": str(tmp_path / "out.tif"),
        },
    )
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    assert dataset.RasterCount == results["BAND_COUNT"] == 3
    assert [dataset.GetRasterBand(i).GetDescription() for i in (1, 2, 3)] == ["NearInfrared", "Red", "Green"]
    assert dataset.GetGeoTransform()[1] == 20
    assert dataset.GetGeoTransform()[5] == -40


def test_an_extent_carries_its_own_crs(provider, sandbox, tmp_path):
    from image_services import core
    from image_services.core.spatialref import SpatialReference, transform_extent

    service = core.open_service(sandbox.service_url("elevation/dem"))
    degrees = transform_extent(service.extent, service.crs, SpatialReference(wkid=4326))
    part = QgsRectangle(degrees.xmin, degrees.ymin, degrees.xmin + degrees.width / 4, degrees.ymax)
    from qgis.core import QgsCoordinateReferenceSystem

    extent = QgsReferencedRectangle(part, QgsCoordinateReferenceSystem("EPSG:4326"))
    results = run("download", {"SERVICE": service.url, "EXTENT": extent, "OUTPUT": str(tmp_path / "out.tif")})
    assert 290 <= results["WIDTH"] <= 310


def test_output_in_another_crs_is_in_that_crs(provider, sandbox, tmp_path):
    run(
        "download",
        {"SERVICE": sandbox.service_url("elevation/dem"), "CRS": "EPSG:4326", "OUTPUT": str(tmp_path / "out.tif")},
    )
    reference = gdal.Open(str(tmp_path / "out.tif")).GetSpatialRef()
    assert reference.GetAuthorityCode(None) == "4326"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"SERVICE": "nonsense"}, "address"),
        ({"SERVICE": "SANDBOX/no/such/ImageServer"}, "no image service at this address"),
        ({"SERVICE": "SANDBOX/quirks/noimage/ImageServer"}, "does not hand out pixels"),
        ({"EXTENT": "10,5,10,5"}, "upside down"),
        ({"EXTENT": "0,1,0,1 [EPSG:3857]"}, "outside"),
        ({"BANDS": "7"}, "no band 7"),
        ({"BANDS": "first"}, "list of bands"),
        ({"CELL_SIZE": "wide"}, "cell size"),
        ({"GIS": "nobody"}, "No GIS named"),
        ({"TIME": "yesterday"}, "is no time"),
        ({"OUTPUT": "/nowhere/at/all/out.tif"}, "does not exist"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(provider, sandbox, tmp_path, parameters, words):
    output = tmp_path / "out.tif"
    given = {"SERVICE": sandbox.service_url("elevation/dem"), "OUTPUT": str(output), **parameters}
    given["SERVICE"] = given["SERVICE"].replace("SANDBOX", sandbox.services)
    with pytest.raises(QgsProcessingException, match=words) as caught:
        run("download", given)
    assert "Traceback" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_output_is_not_touched(provider, sandbox, tmp_path):
    output = tmp_path / "out.tif"
    output.write_bytes(b"precious")
    parameters = {"SERVICE": sandbox.service_url("science/temperature"), "OUTPUT": str(output)}
    with pytest.raises(QgsProcessingException, match="exists already"):
        run("download", parameters)
    assert output.read_bytes() == b"precious"
    run("download", {**parameters, "OVERWRITE": True})
    assert gdal.Open(str(output)).RasterXSize > 0


def test_cancel_ends_the_algorithm_and_leaves_nothing(provider, sandbox, tmp_path):
    class Impatient(Listener):
        def isCanceled(self):
            return len(self.texts) > 0

    sandbox.control.faults({"kind": "latency", "ms": 1500})
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run(
            "download",
            {"SERVICE": sandbox.service_url("elevation/dem"), "OUTPUT": str(tmp_path / "out.tif")},
            Impatient(),
        )
    assert list(tmp_path.iterdir()) == []


def test_serviceinfo_writes_both_forms(provider, sandbox, tmp_path):
    results = run(
        "serviceinfo",
        {
            "SERVICE": sandbox.service_url("imagery/scene") + "/exportImage?f=json",
            "OUTPUT_HTML": str(tmp_path / "info.html"),
            "OUTPUT_JSON": str(tmp_path / "info.json"),
        },
    )
    assert results["BAND_COUNT"] == 4
    assert results["PIXEL_TYPE"] == "U16"
    page = (tmp_path / "info.html").read_text(encoding="utf-8")
    assert "NearInfrared" in page
    assert "<script" not in page
    described = json.loads((tmp_path / "info.json").read_text(encoding="utf-8"))
    assert described["service"]["bandCount"] == 4


def test_a_gis_is_registered_once_and_forgotten(provider):
    parameters = {"NAME": "Our portal / Nord", "URL": "https://gis.example.org/portal/home/index.html"}
    results = run("registergis", parameters)
    assert results["URL"] == "https://gis.example.org/portal"
    with pytest.raises(QgsProcessingException, match="registered already"):
        run("registergis", parameters)
    run("unregistergis", {"NAME": "Our portal / Nord"})
    with pytest.raises(QgsProcessingException, match="No GIS named"):
        run("unregistergis", {"NAME": "Our portal / Nord"})


def test_the_algorithm_works_as_a_step_of_a_model(provider, sandbox, tmp_path):
    model = QgsProcessingModelAlgorithm("model", "tests")
    child = QgsProcessingModelChildAlgorithm("imageservices:download")
    child.addParameterSources(
        "SERVICE", [QgsProcessingModelChildParameterSource.fromStaticValue(sandbox.service_url("elevation/jacksboro"))]
    )
    child.addParameterSources(
        "OUTPUT", [QgsProcessingModelChildParameterSource.fromStaticValue(str(tmp_path / "out.tif"))]
    )
    child.setChildId("download")
    model.addChildAlgorithm(child)
    context = QgsProcessingContext()
    results, ok = model.run({}, context, QgsProcessingFeedback(False), catchExceptions=False)
    assert ok
    assert (tmp_path / "out.tif").exists() or QgsProcessingUtils.tempFolder()
    assert results["CHILD_RESULTS"]["download"]["WIDTH"] == 403


@pytest.mark.slow
def test_qgis_process_runs_it_and_reports_failure_in_its_exit_code(sandbox, tmp_path):
    output = tmp_path / "out.tif"

    def qgis_process(*arguments):
        environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")}
        command = [str(ROOT / "tools" / "qgis-profile"), "qgis_process", "run", "imageservices:download", "--"]
        return subprocess.run(
            [*command, *arguments], capture_output=True, text=True, env=environment, check=False, timeout=180
        )

    service = f"SERVICE={sandbox.service_url('elevation/dem')}"
    good = qgis_process(service, f"OUTPUT={output}")
    assert good.returncode == 0, good.stderr[-2000:]
    assert "WIDTH:\t1200" in good.stdout
    assert gdal.Open(str(output)).RasterXSize == 1200
    bad = qgis_process(service, f"OUTPUT={tmp_path / 'bad.tif'}", "BANDS=9")
    assert bad.returncode != 0
    assert "There is no band 9" in bad.stdout + bad.stderr
    assert "Traceback" not in bad.stdout + bad.stderr
    assert not (tmp_path / "bad.tif").exists()


def test_the_layer_that_processing_loads_is_named_styled_and_knows_its_origin(provider, sandbox, tmp_path):
    from image_services.plugin.layers import REQUEST_PROPERTY, SERVICE_PROPERTY
    from qgis.core import QgsProject, QgsRasterLayer

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("imageservices:download")
    context, feedback = QgsProcessingContext(), Listener()
    project = QgsProject()
    output = str(tmp_path / "classes.tif")
    url = sandbox.service_url("landcover/classes")
    context.setProject(project)
    context.addLayerToLoadOnCompletion(output, QgsProcessingContext.LayerDetails("Downloaded raster", project))
    parameters = {"SERVICE": url, "OUTPUT": output, "BANDS": "1"}
    results, ok = algorithm.run(parameters, context, feedback, catchExceptions=False)
    assert ok
    details = context.layerToLoadOnCompletionDetails(output)
    assert details.name == "classes"
    layer = QgsRasterLayer(results["OUTPUT"], details.name)
    details.postProcessor().postProcessLayer(layer, context, feedback)
    assert layer.renderer().type() == "paletted"
    assert layer.customProperty(SERVICE_PROPERTY) == url
    assert json.loads(layer.customProperty(REQUEST_PROPERTY)) == {"SERVICE": url, "BANDS": "1"}
