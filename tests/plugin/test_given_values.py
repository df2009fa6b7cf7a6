# SPDX-License-Identifier: GPL-2.0-or-later
"""What scripts and JSON hand to the algorithms: lists, objects, empty texts and nonsense, none of it ignored."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import NULL, QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

pytestmark = pytest.mark.qgis
gdal.UseExceptions()
EXTENT = "1195004.5,1195504.5,5975003.75,5975503.75 [EPSG:3857]"  # 50 by 50 cells of the elevation model


@pytest.fixture(scope="module")
def provider():
    from image_services.plugin import library
    from image_services.plugin.provider import ImageServicesProvider

    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)
    library.release()


@pytest.fixture
def run(provider):
    """Runs an algorithm as qgis_process does: nothing is run that does not pass the check."""

    def run_once(name, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"imageservices:{name}")
        context = QgsProcessingContext()
        ok, problem = algorithm.checkParameterValues(parameters, context)
        if not ok:
            raise QgsProcessingException(problem)
        return algorithm.run(parameters, context, QgsProcessingFeedback(False), catchExceptions=False)[0]

    return run_once


@pytest.fixture
def download(run, sandbox, tmp_path):
    """Downloads a piece of a service of one band, and returns the raster."""

    def download_once(service="elevation/dem", **parameters):
        output = tmp_path / f"{len(list(tmp_path.iterdir()))}.tif"
        run("download", **{"SERVICE": sandbox.service_url(service), "OUTPUT": str(output), **parameters})
        return gdal.Open(str(output))

    return download_once


def test_a_list_is_what_its_text_is(download):
    cells = download(EXTENT=EXTENT, CELL_SIZE=[20, 50])
    assert (cells.RasterXSize, cells.RasterYSize) == (25, 10)
    marked = download(EXTENT=EXTENT, NODATA=[-9999])
    assert marked.GetRasterBand(1).GetNoDataValue() == -9999
    chosen = download("imagery/scene", BANDS=[4, 2], CELL_SIZE=(100,))
    assert [chosen.GetRasterBand(i).GetDescription() for i in (1, 2)] == ["NearInfrared", "Green"]


def test_an_object_is_what_its_json_is(download):
    rule = {"rasterFunction": "Hillshade"}
    shaded = download(EXTENT=EXTENT, RENDERING_RULE=rule)
    assert shaded.GetRasterBand(1).DataType == gdal.GDT_Byte
    assert np.array_equal(shaded.ReadAsArray(), download(EXTENT=EXTENT, RENDERING_RULE=json.dumps(rule)).ReadAsArray())
    one = {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [1]}
    locked = download("mosaics/scenes", MOSAIC_RULE=one).ReadAsArray()
    assert np.array_equal(locked, download("mosaics/scenes", MOSAIC_RULE=json.dumps(one)).ReadAsArray())
    assert not np.array_equal(locked, download("mosaics/scenes").ReadAsArray())


@pytest.mark.parametrize("empty", ["", NULL], ids=["text", "null"])
def test_an_empty_text_is_nothing(download, sandbox, empty):
    """``qgis_process run … PIXEL_TYPE= SLICE=``, as scripts write it whose variables are empty; it hands on a null."""
    left_out = ("AUTHCFG", "CRS", "CELL_SIZE", "BANDS", "PIXEL_TYPE", "NODATA", "SLICE", "COMPRESSION_QUALITY", "TIME")
    with_defaults = ("FORMAT", "TILE_COLUMNS", "MAX_CONCURRENCY", "LERC_TOLERANCE", "ON_ERROR", "OVERWRITE")
    whole = download(EXTENT=EXTENT)
    sandbox.control.clear()
    same = download(EXTENT=EXTENT, **dict.fromkeys(left_out + with_defaults, empty))
    assert np.array_equal(whole.ReadAsArray(), same.ReadAsArray())
    sent = [entry["params"] for entry in sandbox.control.requests() if entry["operation"] == "exportImage"]
    assert [params["format"] for params in sent] == ["bsq"]
    assert not {"sliceId", "noData", "pixelType", "time"} & set(sent[0])


@pytest.mark.parametrize(
    "parameters",
    [
        {"BANDS": ["red"]},
        {"BANDS": [1.5]},
        {"SLICE": "first"},
        {"SLICE": 1.5},
        {"SLICE": "1,2"},
        {"COMPRESSION_QUALITY": "best"},
        {"CELL_SIZE": ["wide"]},
        {"CELL_SIZE": {"x": 10}},
        {"NODATA": [[1, 2]]},
        {"RENDERING_RULE": {}},
        {"MOSAIC_RULE": [1]},
        {"OUTPUT": "/" + "x" * 300 + ".tif"},
        {"SERVICE": ""},
        {"OUTPUT": ""},
    ],
    ids=str,
)
def test_nonsense_is_one_sentence_and_never_a_guess(download, tmp_path, parameters):
    with pytest.raises(QgsProcessingException) as caught:
        download(**{"EXTENT": EXTENT, **parameters})
    assert "Traceback" not in str(caught.value)
    assert str(caught.value).count("\n") <= 1  # the address may follow
    assert list(tmp_path.iterdir()) == []


def test_a_slice_is_a_number_however_it_is_written(download, sandbox_data):
    third = gdal.Open(str(sandbox_data / "science" / "monthly.tif")).ReadAsArray()[3]
    for given in (3, 3.0, "3"):
        assert np.array_equal(download("science/monthly", SLICE=given).ReadAsArray(), third)


def test_serviceinfo_writes_what_it_promises_also_where_nobody_says_where_to(run, sandbox):
    results = run("serviceinfo", SERVICE=sandbox.service_url("elevation/dem"))
    described = json.loads(Path(results["OUTPUT_JSON"]).read_text(encoding="utf-8"))
    assert described["service"]["bandCount"] == 1
    assert "<html" in Path(results["OUTPUT_HTML"]).read_text(encoding="utf-8")
