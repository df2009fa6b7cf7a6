# SPDX-License-Identifier: GPL-2.0-or-later
"""Esri's own Python client (the ``arcgis`` package) takes the sandbox for an ArcGIS server."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest
from osgeo import gdal

from sandbox.recipe.geotiff import F32_LOWEST

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "arcgis-venv" / "bin" / "python"
CLIENT = Path(__file__).with_name("arcgis_client.py")
RAW = {"rasterFunction": "None"}

pytestmark = pytest.mark.skipif(
    not PYTHON.is_file(), reason="Esri's arcgis package is not installed (tools/install-arcgis, under Esri's license)"
)


@pytest.fixture
def ask(gis, tmp_path):
    """Call the client and return its answers; arrays are loaded, errors fail the test."""
    dead = "http://127.0.0.1:9"  # nothing but this machine may be asked
    environment = {**os.environ, "http_proxy": dead, "https_proxy": dead, "no_proxy": "127.0.0.1"}

    def call(*calls):
        job = json.dumps({"services": gis.services, "folder": str(tmp_path), "calls": calls})
        command = [PYTHON, "-W", "ignore", CLIENT]
        done = subprocess.run(command, input=job, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        answers = json.loads((tmp_path / "answers.json").read_text("utf-8"))
        assert not [answer["error"] for answer in answers if "error" in answer]
        return [np.load(answer["array"]) if "array" in answer else answer["value"] for answer in answers]

    return call


def source(folder, name):
    return gdal.Open(str(folder / f"{name}.tif"))


def window(dataset, column, row, columns, rows):
    """The bbox and the size of an aligned window, as export_image takes them."""
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    edges = (left + column * dx, top + (row + rows) * dy, left + (column + columns) * dx, top + row * dy)
    return {"bbox": ",".join(repr(edge) for edge in edges), "size": [columns, rows], "adjust_aspect_ratio": False}


def test_properties(ask, recipe_folder):
    members = ["properties", "extent", "pixel_type", "band_count", "columns", "rows", "tiles_only"]
    calls = [{"service": "elevation/dem", "member": member} for member in members]
    properties, extent, pixel_type, bands, columns, rows, tiles_only = ask(*calls)
    dataset = source(recipe_folder, "elevation/dem")
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    assert properties["name"] == "elevation/dem"
    assert properties["currentVersion"] == 10.91
    assert (extent["xmin"], extent["ymax"]) == (left, top)
    assert extent["xmax"] == left + dataset.RasterXSize * dx
    assert extent["ymin"] == top + dataset.RasterYSize * dy
    assert extent["spatialReference"] == {"wkid": 102100, "latestWkid": 3857}
    assert (pixel_type, bands, tiles_only) == ("F32", 1, False)
    assert (columns, rows) == (dataset.RasterXSize, dataset.RasterYSize)


@pytest.mark.parametrize("name", ["elevation/dem", "imagery/scene", "landcover/classes", "science/precise"])
def test_a_tiff_saved_by_the_client_is_the_source(ask, recipe_folder, tmp_path, name):
    dataset = source(recipe_folder, name)
    box = (150, 120, 333, 257)
    arguments = {
        **window(dataset, *box),
        "export_format": "tiff",
        "interpolation": "RSP_NearestNeighbor",
        "rendering_rule": RAW,
        "f": "image",
        "save_folder": str(tmp_path),
        "save_file": "saved.tif",
    }
    (saved,) = ask({"service": name, "member": "export_image", "arguments": arguments})
    copy = gdal.Open(saved)
    expected = dataset.ReadAsArray(*box)
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    valid = np.ones(expected.shape, bool) if nodata is None else expected != np.array(nodata, expected.dtype)
    assert valid.any()
    found = copy.ReadAsArray()
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found[valid], expected[valid])
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    placed = (left + box[0] * dx, dx, 0, top + box[1] * dy, 0, dy)
    np.testing.assert_allclose(copy.GetGeoTransform(), placed, rtol=1e-12)


@pytest.mark.parametrize(
    "name", ["elevation/dem", "imagery/scene", "imagery/aerial", "landcover/classes", "science/wide"]
)
def test_a_numpy_array_through_lerc_is_the_source(ask, recipe_folder, name):
    dataset = source(recipe_folder, name)
    box = (40, 60, 300, 211)
    arguments = {**window(dataset, *box), "rendering_rule": RAW, "f": "numpy_array", "compression_tolerance": 0}
    (found,) = ask({"service": name, "member": "export_image", "arguments": arguments})
    bands = [dataset.GetRasterBand(number + 1).ReadAsArray(*box) for number in range(dataset.RasterCount)]
    expected = np.dstack(bands)
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    # One mask speaks for all bands: what is missing in one is missing in all.
    missing = np.zeros(expected.shape[:2], bool) if nodata is None else (expected == nodata).any(axis=2)
    assert found.shape == expected.shape
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found[~missing], expected[~missing])


def test_without_arguments_the_client_gets_its_default_picture(ask, gis, tmp_path):
    gis.control.clear()
    arguments = {"f": "image", "save_folder": str(tmp_path), "save_file": "picture"}
    (saved,) = ask({"service": "elevation/dem", "member": "export_image", "arguments": arguments})
    picture = gdal.Open(saved)
    assert (picture.RasterXSize, picture.RasterYSize) == (1200, 450)
    assert picture.ReadAsArray().std() > 5
    (request,) = [entry for entry in gis.control.requests() if entry["operation"] == "exportImage"]
    assert json.loads(request["params"]["bbox"])["spatialReference"]["latestWkid"] == 3857  # an envelope, not numbers


def test_the_answer_to_a_json_export_names_a_file_that_can_be_fetched(ask, gis, tmp_path):
    (answer,) = ask({"service": "imagery/aerial", "member": "export_image", "arguments": {"size": [300, 225]}})
    assert (answer["width"], answer["height"]) == (300, 225)
    assert answer["href"].startswith(gis.url)
    with urlopen(answer["href"]) as body:
        (tmp_path / "fetched").write_bytes(body.read())
    picture = gdal.Open(str(tmp_path / "fetched"))
    assert (picture.RasterXSize, picture.RasterYSize) == (300, 225)


def test_identify(ask, recipe_folder):
    dataset = source(recipe_folder, "imagery/scene")
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    column, row = 611, 402
    place = {"x": left + (column + 0.5) * dx, "y": top + (row + 0.5) * dy, "spatialReference": {"wkid": 32616}}
    corner = {"x": left + dx / 2, "y": top + dy / 2, "spatialReference": {"wkid": 32616}}
    found, nothing = ask(
        {"service": "imagery/scene", "member": "identify", "arguments": {"geometry": place}},
        {"service": "imagery/scene", "member": "identify", "arguments": {"geometry": corner}},
    )
    expected = dataset.ReadAsArray(column, row, 1, 1).ravel()
    assert found["value"] == ", ".join(str(value) for value in expected)
    assert nothing["value"] == "NoData"


def test_get_samples(ask, recipe_folder):
    dataset = source(recipe_folder, "elevation/dem")
    left, dx, _, top, _, dy = dataset.GetGeoTransform()
    cells = [(10, 20), (600, 500), (1190, 990)]
    points = [[left + (column + 0.5) * dx, top + (row + 0.5) * dy] for column, row in cells]
    arguments = {
        "geometry": {"points": points, "spatialReference": {"wkid": 102100}},
        "geometry_type": "esriGeometryMultipoint",
    }
    (samples,) = ask({"service": "elevation/dem", "member": "get_samples", "arguments": arguments})
    found = {sample["locationId"]: float(sample["values"][0]) for sample in samples}
    heights = [float(dataset.ReadAsArray(column, row, 1, 1)[0, 0]) for column, row in cells]
    expected = {index: height for index, height in enumerate(heights) if height > F32_LOWEST}
    assert found == pytest.approx(expected, rel=1e-6)


def test_attribute_table_and_colours(ask, recipe_folder):
    table, colours = ask(
        {"service": "landcover/classes", "member": "attribute_table"},
        {"service": "landcover/classes", "member": "colormap"},
    )
    dataset = source(recipe_folder, "landcover/classes")
    expected = dataset.GetRasterBand(1).GetDefaultRAT()
    rows = [feature["attributes"] for feature in table["features"]]
    assert [row["Class_Name"] for row in rows] == [
        expected.GetValueAsString(row, 2) for row in range(expected.GetRowCount())
    ]
    entries = {value: rgb for value, *rgb in colours["colormap"]}
    for row in rows:
        assert entries[row["Value"]] == [row["Red"], row["Green"], row["Blue"]]


def test_statistics(ask, recipe_folder):
    (answer,) = ask({"service": "science/deep", "member": "statistics"})
    dataset = source(recipe_folder, "science/deep")
    expected = dataset.GetRasterBand(1).GetStatistics(False, False)
    found = answer["statistics"][0]
    np.testing.assert_allclose([found[key] for key in ("min", "max", "mean", "standardDeviation")], expected, rtol=1e-6)


def test_slices(ask, recipe_folder):
    arguments = {
        "size": [480, 240],
        "slice_id": 6,
        "rendering_rule": RAW,
        "f": "numpy_array",
        "adjust_aspect_ratio": False,
    }
    listed, found = ask(
        {"service": "science/monthly", "member": "slices"},
        {"service": "science/monthly", "member": "export_image", "arguments": arguments},
    )
    assert [item["sliceId"] for item in listed["slices"]] == list(range(12))
    dataset = source(recipe_folder, "science/monthly")
    july = dataset.GetRasterBand(7).ReadAsArray()
    valid = july != -32768
    np.testing.assert_array_equal(found.squeeze()[valid], july[valid])


def test_an_error_reaches_the_caller_as_one(gis, ask):
    arguments = {"size": [1001, 10], "export_format": "tiff", "f": "json"}
    with pytest.raises(AssertionError, match="size limit"):
        ask({"service": "quirks/limited", "member": "export_image", "arguments": arguments})
