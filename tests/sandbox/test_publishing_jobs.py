# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs of the raster analysis service: how they go, how they fail, and that what they publish is served exactly."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest
from osgeo import gdal

LARGEST = 1.7976931348623157e308
SCENE_EXTENT = {"xmin": 499987.5, "ymin": 4000011.25 - 20 * 30, "xmax": 499987.5 + 30 * 30, "ymax": 4000011.25}


def texts(state, kind="Error"):
    """Return the messages of one kind."""
    return [one["description"] for one in state["messages"] if one["type"] == f"esriJobMessageType{kind}"]


def failed(publisher, given, **form):
    """Return the errors of a job that must fail."""
    state = publisher.wait(publisher.submit(given, publisher.create("depth"), **form))
    assert state["jobStatus"] == "esriJobFailed"
    assert "results" not in state
    errors = texts(state)
    assert errors[-1] == "Failed to execute (CopyRaster)."
    return " ".join(errors)


def test_a_job_goes_its_way(publisher, tiny, visitor):
    visitor.control.portal(job_seconds=0.6)
    created = publisher.create("depth")
    job = publisher.submit(publisher.upload(tiny), created)
    seen, percents = [], []
    while not seen or seen[-1] not in publisher.ENDS:
        state = publisher.job(job)
        seen.append(state["jobStatus"])
        if "progress" in state:
            assert state["progress"]["type"] == "step"
            percents.append(state["progress"]["percent"])
        time.sleep(0.02)
    order = list(dict.fromkeys(seen))
    assert [status for status in order if status != "esriJobSubmitted"] == [
        "esriJobWaiting",
        "esriJobExecuting",
        "esriJobSucceeded",
    ]
    assert percents == sorted(percents)
    assert percents[0] < 50 < percents[-1] <= 100
    assert texts(state, "Informative") == ["Submitted.", "Executing...", "Succeeded."]
    assert state["results"] == {"outputRaster": {"paramUrl": "results/outputRaster"}}
    result = publisher.job(f"{job}/results/outputRaster")
    assert (result["paramName"], result["dataType"]) == ("outputRaster", "GPString")
    assert result["value"] == {"itemId": created["itemId"], "url": created["serviceurl"]}
    assert json.loads(publisher.job(f"{job}/inputs/outputName")["value"])["serviceProperties"]["name"] == "depth"
    assert publisher.job(f"{job}/results/other")["error"]["code"] == 400


def test_the_service_is_empty_until_the_job_has_succeeded(publisher, tiny, visitor):
    visitor.control.portal(job_seconds=0.4)
    created = publisher.create("depth")
    job = publisher.submit(publisher.upload(tiny), created)
    assert publisher.get(created["serviceurl"])["bandCount"] == 0
    publisher.wait(job)
    facts = publisher.get(created["serviceurl"])
    assert {name: facts["extent"][name] for name in SCENE_EXTENT} == SCENE_EXTENT
    assert (facts["bandCount"], facts["pixelType"], facts["pixelSizeX"]) == (1, "F32", 30)
    assert (facts["minValues"], facts["maxValues"], facts["meanValues"]) == ([0], [599], [299.5])
    assert facts["spatialReference"]["wkid"] == 32616
    assert facts["capabilities"] == "Image,Metadata"


def test_a_service_may_lag_behind_its_job(publisher, tiny, visitor):
    visitor.control.portal(ready_seconds=0.3)
    created = publisher.publish(tiny, "depth")
    assert "extent" not in publisher.get(created["serviceurl"])
    time.sleep(0.35)
    assert "extent" in publisher.get(created["serviceurl"])


@pytest.mark.parametrize(
    ("kind", "pixel_type", "no_data"),
    [
        ("u1", "U8", 255),
        ("i1", "S8", None),
        ("u2", "U16", 65535),
        ("i2", "S16", -32768),
        ("u4", "U32", 4294967295),
        ("i4", "S32", 2147483647),
        ("f4", "F32", -3.4028234663852886e38),
        ("f8", "F64", -9999.5),
        ("f8", "F64", LARGEST),
    ],
)
def test_every_pixel_type_is_served_exactly(publisher, raster_file, kind, pixel_type, no_data):
    rng = np.random.default_rng(7)
    dtype = np.dtype(kind)
    data = rng.integers(0, 256, 2 * 25 * 31 * dtype.itemsize, "u1").view(dtype).reshape(2, 25, 31).copy()
    if dtype.kind == "f":
        data = np.where(np.isfinite(data), data, 0).astype(dtype)
    if no_data is not None:
        data[data == dtype.type(no_data)] = 0
        data[:, 3:6, 4:9] = no_data
    created = publisher.publish(raster_file(data, nodata=no_data), "depth")
    facts = publisher.get(created["serviceurl"])
    assert (facts["pixelType"], facts["bandCount"]) == (pixel_type, 2)
    assert facts.get("noDataValues") == (None if no_data is None else [no_data, no_data])
    pixels, valid = publisher.raw(created["serviceurl"], kind)
    assert np.array_equal(pixels[:, valid], data[:, valid])
    hidden = np.zeros((25, 31), bool)
    hidden[3:6, 4:9] = no_data is not None
    assert np.array_equal(valid, ~hidden)


def test_only_the_largest_double_is_masked_where_it_is_no_data(publisher, raster_file):
    data = np.array([[[LARGEST, 1e292, 1e308, np.nextafter(LARGEST, 0), -LARGEST, 0.5]]])
    created = publisher.publish(raster_file(data, nodata=LARGEST), "depth")
    pixels, valid = publisher.raw(created["serviceurl"], "f8")
    assert valid.tolist() == [[False, True, True, True, True, True]]
    assert np.array_equal(pixels[0][valid], data[0][valid])
    json.dumps(publisher.get(created["serviceurl"]), allow_nan=False)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_narrow_pixels_are_served_as_bytes(publisher, tmp_path, bits):
    data = np.random.default_rng(3).integers(0, 2**bits, (20, 30), "u1")
    path = tmp_path / "narrow.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 30, 20, 1, gdal.GDT_Byte, [f"NBITS={bits}"])
    dataset.SetGeoTransform((0, 1, 0, 20, 0, -1))
    dataset.GetRasterBand(1).WriteArray(data)
    dataset = None
    created = publisher.publish(path, "narrow")
    assert publisher.get(created["serviceurl"])["pixelType"] == "U8"
    assert np.array_equal(publisher.raw(created["serviceurl"], "u1")[0][0], data)


def test_colours_and_attributes_are_served(publisher, tmp_path, raster_file, request):
    classes = ((1, "Water", 0, 0, 255), (2, "Forest", 0, 128, 0))
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Class_Name", gdal.GFT_String, gdal.GFU_Name)
    table.SetRowCount(len(classes))
    for row, (value, name, *_) in enumerate(classes):
        table.SetValueAsInt(row, 0, value)
        table.SetValueAsString(row, 1, name)
    path = raster_file(np.array([[[1, 2], [2, 1]]], "u1"), "cover.tif")
    dataset = gdal.Open(str(path), gdal.GA_Update)
    colours = gdal.ColorTable()
    for value, _, *colour in classes:
        colours.SetColorEntry(value, (*colour, 255))
    dataset.GetRasterBand(1).SetColorTable(colours)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    files = [path, path.with_name("cover.tif.aux.xml")]
    given = [publisher.upload(file)["itemIds"][0] for file in files if file.is_file()]
    created = publisher.create("cover")
    publisher.wait(publisher.submit({"itemIds": given, "itemsOnServer": True}, created))
    facts = publisher.get(created["serviceurl"])
    assert (facts["hasColormap"], facts["hasRasterAttributeTable"]) == (True, True)
    colormap = publisher.get(f"{created['serviceurl']}/colormap")["colormap"]
    assert {tuple(entry) for entry in colormap} >= {(1, 0, 0, 255), (2, 0, 128, 0)}
    rows = publisher.get(f"{created['serviceurl']}/rasterAttributeTable")["features"]
    assert [row["attributes"]["Class_Name"] for row in rows] == ["Water", "Forest"]


def test_the_context_changes_no_data_and_spatial_reference(publisher, raster_file):
    data = np.arange(600, dtype="i2").reshape(1, 20, 30)
    context = json.dumps({"noData": "1 5"})
    pixels, valid = publisher.raw(publisher.publish(raster_file(data), "masked", context=context)["serviceurl"], "i2")
    assert np.argwhere(~valid).tolist() == [[0, 5]]
    assert np.array_equal(pixels[0][valid], data[0][valid])
    form = {
        "context": json.dumps({"outSR": {"wkid": 3857}}),
        "resamplingMethod": "NEAREST",
        "outputCellsize": '{"x":50,"y":50}',
    }
    facts = publisher.get(publisher.publish(raster_file(data), "moved", **form)["serviceurl"])
    assert facts["spatialReference"]["latestWkid"] == 3857
    assert (facts["pixelSizeX"], facts["pixelSizeY"]) == (50, 50)


@pytest.mark.parametrize(
    "form",
    [
        {"context": '{"outSR": {"wkid": 1}}'},
        {"context": '{"noData": "9 1"}'},
        {"context": '{"noData": "x"}'},
        {"context": "{"},
        {"clipSetting": '{"extent": 1}'},
        {"resamplingMethod": "BEST"},
        {"outputCellsize": '{"z": 1}'},
    ],
)
def test_a_job_with_parameters_that_make_no_sense_fails(publisher, tiny, form):
    assert "ERROR 000800" in failed(publisher, publisher.upload(tiny), **form)
    assert publisher.visitor.control.portal()["publishing"]["published"][0]["size"] == 0


def test_a_job_fails_as_told(publisher, tiny, visitor):
    visitor.control.portal(job_failure="ERROR 000732: Input Raster: Dataset x does not exist\nSee the log.")
    state = publisher.wait(publisher.submit(publisher.upload(tiny), publisher.create("depth")))
    assert texts(state) == [
        "ERROR 000732: Input Raster: Dataset x does not exist",
        "See the log.",
        "Failed to execute (CopyRaster).",
    ]


def test_a_file_that_is_no_raster_fails(publisher, tmp_path):
    path = tmp_path / "fake.tif"
    path.write_bytes(b"this is no raster")
    assert "fake.tif does not exist or is not supported" in failed(publisher, publisher.upload(path))


@pytest.mark.parametrize(
    "given", [{"itemIds": ["i0"]}, {"uris": ["https://example.org/a.tif"]}, {}, "x", {"itemIds": []}]
)
def test_an_input_that_is_not_there_fails(publisher, given):
    assert "ERROR 00073" in failed(publisher, given)


def test_a_raster_that_is_turned_fails(publisher, raster_file):
    path = raster_file(np.zeros((1, 5, 5), "u1"))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetGeoTransform((0, 1, 0.5, 0, 0.5, -1))
    dataset = None
    assert "only north-up rasters can be served" in failed(publisher, publisher.upload(path))


def test_parameters_that_are_required_must_be_there(publisher):
    answer = publisher.tool("CopyRaster/submitJob", inputRaster="{}")
    assert answer["error"]["details"] == ["The required parameter 'outputName' is missing."]
    assert publisher.tool("Hillshade/submitJob")["error"]["code"] == 400
    assert publisher.tool("EstimateRasterAnalysisCost/submitJob")["error"]["code"] == 400


def test_the_output_must_be_ones_own(publisher, tiny, visitor):
    administrator = type(publisher)(visitor, "admin")
    created = administrator.create("depth")
    state = publisher.wait(publisher.submit(publisher.upload(tiny), created))
    assert "ERROR 999999: The output service does not exist." in texts(state)


def test_a_job_that_needs_more_room_than_there_is_fails(publisher, raster_file, visitor):
    given = publisher.upload(raster_file(np.zeros((1, 60, 60), "u1")))
    visitor.control.portal(quota_bytes=3000)
    assert "storage quota is exceeded" in failed(publisher, given)


def test_a_job_is_cancelled(publisher, tiny, visitor):
    visitor.control.portal(job_seconds=30)
    created = publisher.create("depth")
    job = publisher.submit(publisher.upload(tiny), created)
    answer = publisher.job(f"{job}/cancel")
    assert (answer["jobId"], answer["jobStatus"], answer["messages"]) == (
        job.rpartition("/")[2],
        "esriJobCancelling",
        [],
    )
    state = publisher.wait(job)
    assert state["jobStatus"] == "esriJobCancelled"
    assert texts(state) == []
    assert publisher.get(created["serviceurl"])["bandCount"] == 0
    assert publisher.job(f"{job}/cancel")["jobStatus"] == "esriJobCancelled"


def test_a_job_whose_service_is_deleted_meanwhile_fails(publisher, tiny, visitor):
    visitor.control.portal(job_seconds=0.3)
    created = publisher.create("depth")
    job = publisher.submit(publisher.upload(tiny), created)
    publisher.portal(f"{publisher.home}/items/{created['itemId']}/delete")
    assert publisher.wait(job)["jobStatus"] == "esriJobFailed"


def test_jobs_of_others_are_not_to_be_seen(publisher, tiny, visitor):
    job = publisher.submit(publisher.upload(tiny), publisher.create("depth"))
    assert type(publisher)(visitor, "admin").job(job)["error"]["code"] == 400
    assert publisher.job("CopyRaster/jobs/j0")["error"]["code"] == 400
    assert publisher.job(f"{job}/else/where")["error"]["code"] == 400


def test_what_was_uploaded_may_go_once_it_is_published(publisher, tiny):
    given = publisher.upload(tiny)
    created = publisher.create("depth")
    publisher.wait(publisher.submit(given, created))
    publisher.tool(f"uploads/{given['itemIds'][0]}/delete")
    assert publisher.raw(created["serviceurl"], "f4")[0].ravel().tolist() == list(range(600))


def test_publishing_again_under_another_name_shows_the_new_pixels(publisher, raster_file):
    for value in (1, 2):
        created = publisher.publish(raster_file(np.full((1, 5, 5), value, "u1")), "same")
        assert set(publisher.raw(created["serviceurl"], "u1")[0].ravel()) == {value}
        publisher.portal(f"{publisher.home}/items/{created['itemId']}/delete")
