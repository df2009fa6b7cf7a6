# SPDX-License-Identifier: GPL-2.0-or-later
"""The operations besides exportImage, in the shapes of recorded answers and with the values of the rasters."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from osgeo import gdal


def _centre(world, name, column, row):
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    return x + (column + 0.5) * dx, y - (row + 0.5) * dy


def _point(world, name, column, row):
    x, y = _centre(world, name, column, row)
    return json.dumps({"x": x, "y": y})


def _envelope(world, name, *cells):
    box = map(float, world.box(name, *cells).split(","))
    return json.dumps(dict(zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True)))


def test_identify_has_the_shape_of_the_recording(world, shared_data):
    recorded = json.loads((shared_data / "real-services" / "sentinel2-landcover-identify.json").read_text())
    point = _point(world, "classes", 3, 4)
    answer = world.json("classes", "identify", geometry=point, geometryType="esriGeometryPoint")
    assert list(answer) == list(recorded)
    assert list(answer["location"]) == list(recorded["location"])
    assert answer["value"] == str(world.pixels["classes"][0, 4, 3])
    assert (answer["properties"], answer["catalogItems"], answer["catalogItemVisibilities"]) == (None, None, [])


def test_identify_names_all_bands_with_commas(world):
    name = "imagery/deep/scene"
    answer = world.json(name, "identify", geometry=_point(world, name, 40, 30))
    assert answer["value"] == ", ".join(map(str, world.pixels[name][:, 30, 40]))


def test_identify_gives_floats_that_read_back_exactly(world):
    answer = world.json("precise", "identify", geometry=_point(world, "precise", 7, 8))
    assert float(answer["value"]) == world.pixels["precise"][0, 8, 7]
    answer = world.json("elevation/dem", "identify", geometry=_point(world, "elevation/dem", 7, 8))
    assert np.float32(answer["value"]) == world.pixels["elevation/dem"][0, 8, 7]


def test_identify_of_a_masked_pixel_is_a_word(world):
    answer = world.json("elevation/dem", "identify", geometry=_point(world, "elevation/dem", 100, 60))
    assert answer["value"] == "NoData"


def test_identify_projects_its_point_and_takes_a_slice_or_rule(world):
    geometry = json.dumps({"x": 8.99, "y": 47.35, "spatialReference": {"wkid": 4326}})
    answer = world.json("elevation/dem", "identify", geometry=geometry)
    column, row = (answer["location"]["x"] - 1_000_003.3) / 10, (6_000_007.7 - answer["location"]["y"]) / 10
    assert np.float32(answer["value"]) == world.pixels["elevation/dem"][0, int(row), int(column)]
    point = _point(world, "months", 5, 6)
    assert world.json("months", "identify", geometry=point, sliceId=1)["value"] == str(world.pixels["months"][1, 6, 5])
    rule = '{"rasterFunction":"Colors"}'
    coloured = world.json("classes", "identify", geometry=_point(world, "classes", 3, 4), renderingRule=rule)["value"]
    colours = {value: ", ".join(map(str, colour)) for value, _, *colour in world.CLASSES}
    assert coloured == colours[int(world.pixels["classes"][0, 4, 3])]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"geometry": "1,x"},
        {"geometry": '{"x":1}'},
        {"geometry": '{"x":1,"y":"NaN"}'},
        {"geometry": "1,2", "geometryType": "esriGeometryBlob"},
        {"geometry": '{"x":1,"y":2,"spatialReference":{"wkid":1}}'},
        {"geometry": '{"rings":[]}', "geometryType": "esriGeometryPolygon"},
    ],
)
def test_wrong_geometries_are_refused(world, params):
    assert world.json("classes", "identify", **params)["error"]["code"] == 400


def test_samples_are_blank_separated_and_leave_gaps_outside(world):
    name = "imagery/deep/scene"
    places = [_centre(world, name, 1, 1), _centre(world, name, -500, 1), _centre(world, name, 2, 2)]
    geometry = json.dumps({"points": places})
    answer = world.json(name, "getSamples", geometry=geometry, geometryType="esriGeometryMultipoint")
    samples = answer["samples"]
    assert [sample["locationId"] for sample in samples] == [0, 2]
    assert samples[0]["value"] == " ".join(map(str, world.pixels[name][:, 1, 1]))
    assert samples[1]["value"] == " ".join(map(str, world.pixels[name][:, 2, 2]))
    assert list(samples[0]) == ["location", "locationId", "value", "rasterId", "resolution"]


def test_samples_along_a_line_and_over_an_area(world):
    name = "classes"
    start, end = _centre(world, name, 0, 10), _centre(world, name, 20, 10)
    line = json.dumps({"paths": [[start, end]]})
    answer = world.json(name, "getSamples", geometry=line, geometryType="esriGeometryPolyline", sampleCount=21)
    values = [int(sample["value"]) for sample in answer["samples"]]
    assert values == world.pixels[name][0, 10, :21].tolist()
    answer = world.json(
        name,
        "getSamples",
        geometry=_envelope(world, name, 0, 0, 10, 10),
        geometryType="esriGeometryEnvelope",
        sampleDistance=30,
    )
    assert [int(sample["value"]) for sample in answer["samples"]] == world.pixels[name][0, :10, :10].ravel().tolist()
    many = world.json(name, "getSamples", geometry=line, geometryType="esriGeometryPolyline", sampleCount=5000)
    assert many["error"]["code"] == 400


def test_samples_of_masked_pixels(world):
    geometry = json.dumps({"points": [_centre(world, "elevation/dem", 100, 60)]})
    answer = world.json("elevation/dem", "getSamples", geometry=geometry)
    assert answer["samples"][0]["value"] == "NoData"


def test_histograms_of_bytes_have_one_bin_per_value(world, shared_data):
    recorded = json.loads((shared_data / "real-services" / "sentinel2-landcover-computeHistograms.json").read_text())
    answer = world.json(
        "classes",
        "computeHistograms",
        geometry=_envelope(world, "classes", 10, 20, 50, 40),
        geometryType="esriGeometryEnvelope",
    )
    assert list(answer) == list(recorded)
    histogram = answer["histograms"][0]
    assert list(histogram) == list(recorded["histograms"][0])
    assert (histogram["size"], histogram["min"], histogram["max"]) == (256, -0.5, 255.5)
    assert histogram["counts"] == np.bincount(world.pixels["classes"][0, 20:60, 10:60].ravel(), minlength=256).tolist()


def test_statistics_over_a_polygon_with_a_hole(world):
    name = "geographic"
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]

    def square(column, row, size):
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        return [[x + (column + i * size) * dx, y - (row + j * size) * dy] for i, j in corners]

    geometry = json.dumps({"rings": [square(10, 10, 40), square(20, 20, 10)]})
    answer = world.json(name, "computeStatisticsHistograms", geometry=geometry, geometryType="esriGeometryPolygon")
    inside = np.ones((40, 40), bool)
    inside[10:20, 10:20] = False
    values = world.pixels[name][0, 10:50, 10:50][inside].astype(float)
    statistics = answer["statistics"][0]
    assert (statistics["count"], statistics["min"], statistics["max"]) == (1500, values.min(), values.max())
    assert statistics["mean"] == pytest.approx(values.mean())
    assert statistics["standardDeviation"] == pytest.approx(values.std())
    assert sum(answer["histograms"][0]["counts"]) == 1500


def test_the_size_limit_also_holds_for_histograms_unless_cells_are_coarser(world):
    world.control.override("classes", root={"maxImageWidth": 50, "maxImageHeight": 50})
    geometry = _envelope(world, "classes", 0, 0, 100, 100)
    query = {"geometry": geometry, "geometryType": "esriGeometryEnvelope"}
    error = world.json("classes", "computeHistograms", **query)["error"]
    assert error["details"] == ["The requested image exceeds the size limit."]
    coarse = world.json("classes", "computeHistograms", pixelSize='{"x":60,"y":60}', **query)
    assert sum(coarse["histograms"][0]["counts"]) == 2500


def test_statistics_and_histograms_of_the_whole(world):
    name = "imagery/deep/scene"
    statistics = world.json(name, "statistics")["statistics"]
    assert [band["max"] for band in statistics] == world.pixels[name].max(axis=(1, 2)).tolist()
    histograms = world.json(name, "histograms")["histograms"]
    assert [sum(band["counts"]) for band in histograms] == [170 * 150] * 4
    world.control.override(name, generation="10.3")
    assert world.json(name, "statistics")["error"]["message"] == "Invalid URL"


def test_attribute_table_like_a_feature_set(world, shared_data):
    recorded = json.loads((shared_data / "real-services" / "nlcd-rasterAttributeTable.json").read_text())
    table = world.json("classes", "rasterAttributeTable")
    assert list(table) == list(recorded)
    recorded_types = {field["name"].lower(): field["type"] for field in recorded["fields"]}
    for field in table["fields"]:
        if field["name"].lower() in recorded_types:
            assert field["type"] == recorded_types[field["name"].lower()]
    rows = [feature["attributes"] for feature in table["features"]]
    assert [(row["Value"], row["Class_Name"], row["Red"], row["Green"], row["Blue"]) for row in rows] == list(
        world.CLASSES
    )
    assert world.json("signed", "rasterAttributeTable")["error"]["code"] == 400


def test_colormap_needs_a_colour_table(world, sandbox):
    assert world.json("classes", "colormap")["error"]["code"] == 400
    answer = world.client.get(sandbox.service_url("landcover/classes") + "/colormap", params={"f": "json"}, timeout=10)
    entries = answer.json()["colormap"]
    assert all(len(entry) == 4 and min(entry) >= 0 and max(entry) <= 255 for entry in entries)


@pytest.mark.parametrize(
    ("name", "kind", "labels"),
    [
        ("classes", "Unique Values", ["Open Water", "Forest", "Crops"]),
        ("elevation/dem", "Stretched", None),
        ("imagery/deep/scene", "RGB Composite", ["Red:    Band_1", "Green: Band_2", "Blue:   Band_3"]),
    ],
)
def test_legend(world, shared_data, name, kind, labels):
    recorded = json.loads((shared_data / "real-services" / "terriajs-tile-legend.json").read_text())
    layer = world.json(name, "legend")["layers"][0]
    assert list(layer) == list(recorded["layers"][0])
    assert layer["legendType"] == kind
    entries = layer["legend"]
    assert set(entries[0]) == set(recorded["layers"][0]["legend"][0])
    assert labels is None or [entry["label"] for entry in entries] == labels
    assert all(base64.b64decode(entry["imageData"]).startswith(b"\x89PNG") for entry in entries)
    assert all(is_of_one_color(base64.b64decode(entry["imageData"])) for entry in entries)


def is_of_one_color(picture):
    path = "/vsimem/patch.png"
    gdal.FileFromMemBuffer(path, picture)
    bands = gdal.Open(path).ReadAsArray()
    gdal.Unlink(path)
    return all((band == band[0, 0]).all() for band in bands)


def test_key_properties_are_json_whatever_is_asked(world):
    answer = world.get("imagery/deep/scene/ImageServer/keyProperties")
    assert [band["BandName"] for band in answer.json()["BandProperties"]] == ["Band_1", "Band_2", "Band_3", "Band_4"]
    world.control.override("signed", keyProperties={"SensorName": "made up"})
    assert world.json("signed", "keyProperties")["SensorName"] == "made up"


def test_slices_and_dimensions(world, shared_data):
    root = world.json("months")
    assert (root["hasMultidimensions"], root["bandCount"]) == (True, 1)
    assert root["timeInfo"]["timeExtent"] == [1000, 3000]
    recorded = json.loads((shared_data / "real-services" / "shape-slices.json").read_text())
    slices = world.json("months", "slices")["slices"]
    assert list(slices[0]) == list(recorded["slices"][0])
    assert [entry["multidimensionalDefinition"][0]["values"] for entry in slices] == [[1000], [[2000, 2999]], [3000]]
    variable = world.json("months", "multidimensionalInfo")["multidimensionalInfo"]["variables"][0]
    assert (variable["name"], variable["dimensions"][0]["name"]) == ("months", "StdTime")
    assert variable["dimensions"][0]["values"] == [1000, [2000, 2999], 3000]
    assert world.json("signed", "slices")["error"]["code"] == 400
    assert "timeInfo" not in world.json("signed")


def test_old_servers_do_not_know_newer_operations(world):
    world.control.override("classes", generation="10.01")
    for operation in (
        "rasterFunctionInfos",
        "keyProperties",
        "colormap",
        "rasterAttributeTable",
        "getSamples",
        "statistics",
        "slices",
        "multidimensionalInfo",
        "computeStatisticsHistograms",
    ):
        assert world.json("classes", operation)["error"]["message"] == "Invalid URL", operation


def test_metadata_is_xml(world):
    answer = world.get("classes/ImageServer/info/metadata")
    assert answer.headers["Content-Type"] == "application/xml"
    assert "<resTitle>classes</resTitle>" in answer.text
