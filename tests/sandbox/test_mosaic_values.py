# SPDX-License-Identifier: GPL-2.0-or-later
"""Values of mosaics at places and over areas, and functions that change what a pixel is."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest

OVERLAP, SCENES, OCEAN = "mosaics/overlap", "mosaics/scenes", "mosaics/ocean"
PLACE = (600_355.0, 5_699_600.0)  # rasters 1, 2, 3 and 5 lie here
POINT = f"{PLACE[0]},{PLACE[1]}"
BY_PRIORITY = {"mosaicMethod": "esriMosaicAttribute", "sortField": "Priority"}  # 2 3 1 6 5 4


def value(placed, number, x, y):
    file = placed(f"mosaics/overlap.mosaic/patch_{number}.tif")
    column, row = int((x - file.xmin) // file.cell), int((file.ymax - y) // file.step)
    return str(file.pixels[0, row, column])


def identified(asker, name=OVERLAP, **params):
    return asker.json(name, "identify", **{"geometry": POINT, "geometryType": "esriGeometryPoint", **params})


def test_identify_lists_every_raster_with_its_value_top_first(asker, placed):
    answer = identified(asker, mosaicRule=BY_PRIORITY)
    order = [2, 3, 1, 5]
    expected = [value(placed, number, *PLACE) for number in order]
    assert answer["value"] == expected[0]
    assert answer["properties"]["Values"] == expected
    assert answer["catalogItemVisibilities"] == [1, 0, 0, 0]
    items = answer["catalogItems"]
    assert [feature["attributes"]["OBJECTID"] for feature in items["features"]] == order
    assert "geometry" not in items["features"][0]
    assert "geometryType" not in items


def test_identify_with_footprints_has_the_members_of_a_recording(asker, shared_data):
    name = "sampleserver6-CharlotteLAS-identify-10.91.json"
    recorded = json.loads((shared_data / "real-services" / name).read_text())
    ours = identified(asker, returnGeometry="true")
    assert list(ours) == list(recorded)
    assert set(recorded["catalogItems"]) == set(ours["catalogItems"])
    assert set(recorded["catalogItems"]["features"][0]) == set(ours["catalogItems"]["features"][0])
    name = "noaa-heatrisk-identify-mosaic.json"
    recorded = json.loads((shared_data / "real-services" / name).read_text())
    assert set(recorded["catalogItems"]) == set(identified(asker)["catalogItems"])


def test_identify_can_leave_items_out(asker):
    answer = identified(asker, returnCatalogItems="false")
    assert answer["catalogItems"] is None
    assert len(answer["properties"]["Values"]) == 4
    assert len(identified(asker, maxItemCount="2")["catalogItems"]["features"]) == 2
    assert identified(asker, returnCatalogItems="maybe")["error"]["code"] == 400


def test_identify_where_nothing_is_or_nodata_lies_on_top(asker, placed):
    nowhere = identified(asker, geometry="600020,5699030")
    assert (nowhere["value"], nowhere["catalogItems"]["features"]) == ("NoData", [])
    hole = (600_005 + (40 + 30) * 10 + 5, 5_700_015 - (40 + 20) * 10 - 5)  # in raster 4
    answer = identified(asker, geometry=f"{hole[0]},{hole[1]}", mosaicRule={"mosaicMethod": "esriMosaicLockRaster",
                                                                           "lockRasterIds": [4, 5]})  # fmt: skip
    below = value(placed, 5, *hole)
    assert (answer["value"], answer["properties"]["Values"]) == (below, ["NoData", below])
    assert answer["catalogItemVisibilities"] == [0, 1]


def test_identify_of_several_bands(asker, placed):
    file = placed("mosaics/scenes.mosaic/S01_2022.tif")
    x, y = file.xmin + 605, file.ymax - 605
    answer = identified(asker, SCENES, geometry=f"{x},{y}", time="1654272000000",
                        renderingRule={"rasterFunction": "None"})  # fmt: skip
    numbers = [str(number) for number in file.pixels[:, 60, 60]]
    assert answer["value"] == ", ".join(numbers)
    assert answer["properties"]["Values"] == [" ".join(numbers)]


def test_identify_of_every_slice(asker):
    params = {"geometry": "0,0", "processAsMultidimensional": "true"}
    answer = identified(asker, "science/monthly", **params)
    assert len(answer["properties"]["Values"]) == 12
    assert answer["properties"]["Attributes"][3]["StdTime"] == 1_711_929_600_000
    single = identified(asker, "science/monthly", geometry="0,0", sliceId="3")
    assert answer["properties"]["Values"][3] == single["value"]
    deepest = [{"variableName": "temp", "dimensionName": "StdZ", "values": [-50]}]
    ocean = identified(asker, OCEAN, geometry="-20,40", mosaicRule={"multidimensionalDefinition": deepest})
    assert len(ocean["properties"]["Values"]) == 4


def sampled(asker, name=OVERLAP, **params):
    return asker.json(name, "getSamples", **params)["samples"]


def test_samples_tell_their_raster_and_its_attributes(asker, placed):
    points = {"points": [list(PLACE), [600_020, 5_699_030], [599_000, 5_699_030], [600_100, 5_699_900]]}
    samples = sampled(asker, geometry=points, geometryType="esriGeometryMultipoint", mosaicRule=BY_PRIORITY,
                      outFields="Name,Acquired")  # fmt: skip
    assert [sample["locationId"] for sample in samples] == [0, 3]  # gaps where there is nothing
    assert [sample["rasterId"] for sample in samples] == [2, 1]
    assert samples[0]["value"] == value(placed, 2, *PLACE)
    assert samples[0]["attributes"]["Name"] == "patch_2"
    assert samples[0]["resolution"] == 10
    assert samples[0]["location"]["spatialReference"]["wkid"] == 25832


def test_samples_of_all_rasters_at_a_place(asker, placed):
    samples = sampled(asker, geometry=POINT, geometryType="esriGeometryPoint", mosaicRule=BY_PRIORITY,
                      returnFirstValueOnly="false")  # fmt: skip
    assert [sample["rasterId"] for sample in samples] == [2, 3, 1, 5]
    assert [sample["value"] for sample in samples] == [value(placed, number, *PLACE) for number in (2, 3, 1, 5)]
    assert {sample["locationId"] for sample in samples} == {0}


def test_samples_along_a_line(asker, placed):
    line = {"paths": [[[600_010, 5_700_010], [600_410, 5_700_010]]]}
    samples = sampled(asker, geometry=line, geometryType="esriGeometryPolyline", sampleDistance="100")
    assert [sample["location"]["x"] for sample in samples] == [600_010, 600_110, 600_210, 600_310, 600_410]
    assert [sample["value"] for sample in samples] == [
        value(placed, 1, 600_010 + 100 * step, 5_700_010) for step in range(5)
    ]
    assert len(sampled(asker, geometry=line, geometryType="esriGeometryPolyline", sampleCount="9")) == 9
    error = asker.json(OVERLAP, "getSamples", geometry=line, geometryType="esriGeometryPolyline", sampleCount="5000")
    assert "limit of 1000" in error["error"]["details"][0]


def test_samples_of_slices_name_their_dimensions(asker, placed):
    file = placed("mosaics/ocean.mosaic/temp_t1_z2.tif")
    row, column = np.argwhere(file.valid)[100]
    x, y = file.xmin + (column + 0.5) * file.cell, file.ymax - (row + 0.5) * file.step
    (sample,) = sampled(asker, OCEAN, geometry=f"{x},{y}", geometryType="esriGeometryPoint", sliceId="5")
    assert float(sample["value"]) == pytest.approx(float(file.pixels[0, row, column]))
    assert sample["attributes"] == {
        "Variables": "temp",
        "Dimensions": "StdTime,StdZ",
        "StdTime": 1_681_084_800_000,
        "StdZ": -50,
    }


@pytest.mark.parametrize("method", ["RSP_BilinearInterpolation", "RSP_NearestNeighbor"])
def test_samples_between_cells(asker, method):
    x, y = 600_110, 5_699_900  # on the corner of four cells
    (sample,) = sampled(asker, geometry=f"{x},{y}", geometryType="esriGeometryPoint", interpolation=method)
    pixels, _ = asker.raw(OVERLAP, (x - 5, y - 5, x + 5, y + 5), (1, 1), "i2", interpolation=method)
    assert sample["value"] == str(pixels[0, 0, 0])


def test_the_histogram_of_an_area_follows_the_mosaic_rule(asker, placed):
    box = (600_405.0, 5_699_415.0, 600_605.0, 5_699_615.0)
    rule = {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [5]}
    pixels, valid = placed("mosaics/overlap.mosaic/patch_5.tif").on(box, (20, 20))
    assert valid.all()
    text = ",".join(map(str, box))
    for operation in ("computeHistograms", "computeStatisticsHistograms"):
        answer = asker.json(OVERLAP, operation, geometry=text, geometryType="esriGeometryEnvelope", mosaicRule=rule)
        (histogram,) = answer["histograms"]
        assert (sum(histogram["counts"]), histogram["min"], histogram["max"]) == (400, pixels.min(), pixels.max())
        if "statistics" in answer:
            statistics = answer["statistics"][0]
            assert (statistics["mean"], statistics["count"]) == (pytest.approx(pixels.mean()), 400)
    triangle = {"rings": [[[box[0], box[1]], [box[0], box[3]], [box[2], box[3]], [box[0], box[1]]]]}
    answer = asker.json(OVERLAP, "computeHistograms", geometry=triangle, geometryType="esriGeometryPolygon",
                        mosaicRule=rule)  # fmt: skip
    assert 180 <= sum(answer["histograms"][0]["counts"]) <= 220


@pytest.fixture
def scene(placed):
    return placed("mosaics/scenes.mosaic/S01_2022.tif")


FIRST_SCENE = {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [1]}


def test_a_vegetation_index_is_one_band_of_floats(asker, scene):
    root = asker.json(SCENES, "", renderingRule={"rasterFunction": "NDVI"})
    assert (root["bandCount"], root["pixelType"], root["minValues"]) == (1, "F32", [])
    pixels, mask = asker.raw(SCENES, scene.extent, scene.size, "f4", mosaicRule=FIRST_SCENE,
                             renderingRule={"rasterFunction": "NDVI"})  # fmt: skip
    red, infrared = scene.pixels[2].astype(float), scene.pixels[3].astype(float)
    np.testing.assert_array_equal(mask, scene.valid)
    expected = ((infrared - red) / np.where(mask, infrared + red, 1))[mask]
    np.testing.assert_allclose(pixels[0][mask], expected, rtol=1e-6)


@pytest.mark.parametrize("name", ["NDVI Colored", "ColorInfrared", "Natural Color"])
def test_coloured_functions_are_three_bands_of_bytes_and_do_not_depend_on_the_request(asker, scene, name):
    rule = {"rasterFunction": name}
    root = asker.json(SCENES, "", renderingRule=rule)
    assert (root["bandCount"], root["pixelType"]) == (3, "U8")
    params = {"mosaicRule": FIRST_SCENE, "renderingRule": rule}
    whole, mask = asker.raw(SCENES, scene.extent, scene.size, "u1", 3, **params)
    west, south, _, north = scene.extent
    part, _ = asker.raw(SCENES, (west, south, west + 500, north), (50, 120), "u1", 3, **params)
    np.testing.assert_array_equal(part, whole[:, :, :50])
    assert mask.any()
    if name == "ColorInfrared":
        share = np.clip((scene.pixels[3][mask].astype(float) - 150) / (5600 - 150), 0, 1)
        np.testing.assert_array_equal(whole[0][mask], np.rint(share * 255))


def test_a_stretch_by_request_differs_from_request_to_request(asker, scene):
    params = {"mosaicRule": FIRST_SCENE, "renderingRule": {"rasterFunction": "StretchPerRequest"}}
    whole, mask = asker.raw(SCENES, scene.extent, scene.size, "u1", 4, **params)
    west, south, _, north = scene.extent
    part, _ = asker.raw(SCENES, (west, south, west + 500, north), (50, 120), "u1", 4, **params)
    assert whole[0][mask].max() == 255
    assert (part != whole[:, :, :50]).any()


def test_a_rule_for_every_item_comes_before_the_mosaic(asker):
    """Stretched one by one, every raster runs from 0 to 255; stretched together, they do not."""
    stretch = {"rasterFunction": "Stretch", "rasterFunctionArguments": {"StretchType": 5, "DRA": True}}
    box, size = (600_005.0, 5_699_015.0, 601_005.0, 5_700_015.0), (100, 100)
    rule = {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [1, 4], "itemRenderingRule": stretch}
    items, mask = asker.raw(OVERLAP, box, size, "u1", mosaicRule=rule, renderingRule={"rasterFunction": "None"})
    together, _ = asker.raw(OVERLAP, box, size, "u1", renderingRule=stretch,
                            mosaicRule={**rule, "itemRenderingRule": None})  # fmt: skip
    first = np.s_[:50, :40]  # raster 1 alone
    assert mask[first].all()
    assert (items[0][first].min(), items[0][first].max()) == (0, 255)
    assert together[0][first].max() < 50
    wrong = {**rule, "itemRenderingRule": "Stretch"}
    assert asker.json(OVERLAP, "exportImage", bbox="0,0,1,1", mosaicRule=wrong)["error"]["code"] == 400


def test_functions_come_with_help_and_a_picture(asker, shared_data):
    infos = asker.json(SCENES, "rasterFunctionInfos")["rasterFunctionInfos"]
    recorded = json.loads((shared_data / "real-services" / "shape-rasterFunctionInfos.json").read_text())
    assert set(recorded["rasterFunctionInfos"][1]) == set(infos[0])
    assert [info["name"] for info in infos] == [
        "None", "Natural Color", "ColorInfrared", "NDVI", "NDVI Colored", "StretchPerRequest",
    ]  # fmt: skip
    for info in infos:
        kind, _, picture = info["thumbnail"].partition(";base64,")
        assert kind == "data:image/png"
        assert base64.b64decode(picture)[:4] == b"\x89PNG"
    assert infos[-1]["help"] == "Every request is stretched by its own statistics."


def test_overviews_show_where_the_scenes_do_not(asker, placed):
    overview = placed("mosaics/scenes.mosaic/Ov_i01_L01.tif")
    rule = {"mosaicMethod": "esriMosaicNone"}
    size = (overview.size[0] // 2, overview.size[1] // 2)
    x, y = overview.xmin, overview.ymax
    pixels, mask = asker.raw(SCENES, (x, y - size[1] * 80, x + size[0] * 80, y), size, "u2", 4, mosaicRule=rule)
    expected, valid = overview.on((x, y - size[1] * 80, x + size[0] * 80, y), size)
    np.testing.assert_array_equal(pixels[0][valid & mask], expected[valid & mask])
    assert mask.all()


def test_statistics_of_a_variable_and_after_a_rule(asker, placed):
    temp = asker.json(OCEAN, "statistics", variable="temp")["statistics"][0]
    files = [placed(f"mosaics/ocean.mosaic/temp_t{t}_z{z}.tif") for t in range(4) for z in range(3)]
    values = np.concatenate([file.pixels[0][file.valid] for file in files])
    assert (temp["min"], temp["max"], temp["count"]) == (
        pytest.approx(values.min()),
        pytest.approx(values.max()),
        values.size,
    )
    assert asker.json(OCEAN, "histograms", variable="nothing")["error"]["code"] == 400
    index = asker.json(SCENES, "statistics", renderingRule={"rasterFunction": "NDVI"})["statistics"]
    assert len(index) == 1
    assert -1 <= index[0]["min"] < index[0]["max"] <= 1
    (monthly,) = asker.json("science/monthly", "statistics", variable="monthly")["statistics"]
    assert monthly["count"] > 0


def test_bands_have_wavelengths(asker):
    bands = asker.json(SCENES, "keyProperties")["BandProperties"]
    assert bands[3] == {"BandName": "NearInfrared", "WavelengthMin": 770, "WavelengthMax": 890}
