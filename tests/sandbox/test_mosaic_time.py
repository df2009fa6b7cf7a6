# SPDX-License-Identifier: GPL-2.0-or-later
"""Series: a time-enabled mosaic, the same as slices, and two variables in time and depth."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sandbox.recipe.series import MONTHS, month_name, month_start

MONTHLY, SLICES, OCEAN = "mosaics/monthly", "mosaics/monthly_slices", "mosaics/ocean"
DAY = 86_400_000


def month(placed, number):
    return placed(f"mosaics/monthly.mosaic/rain_{month_name(number)}.tif")


def shown(asker, name, file, **params):
    pixels, mask = asker.raw(name, file.extent, file.size, "f4", **params)
    np.testing.assert_array_equal(mask, file.valid)
    np.testing.assert_array_equal(pixels[0][mask], file.pixels[0][mask])


def test_an_instant_or_a_period_selects_the_rasters(asker, placed):
    for number in (0, 17, 59):
        shown(asker, MONTHLY, month(placed, number), time=str(month_start(number) + 3 * DAY))
    # The newest of a period lies on top here: that is the default rule of this service.
    shown(asker, MONTHLY, month(placed, 9), time=f"{month_start(4)},{month_start(9)}")
    shown(asker, MONTHLY, month(placed, 4), time=f"{month_start(4)},{month_start(9)}",
          mosaicRule={"mosaicMethod": "esriMosaicAttribute", "sortField": "StdTime", "sortValue": 0})  # fmt: skip
    shown(asker, MONTHLY, month(placed, 59))


def test_a_time_without_rasters_is_an_empty_image(asker, placed):
    file = month(placed, 0)
    _, mask = asker.raw(MONTHLY, file.extent, file.size, "f4", time=f"0,{month_start(0) - DAY}")
    assert not mask.any()


def test_the_time_of_every_raster_is_in_the_catalogue(asker):
    root = asker.json(MONTHLY)
    assert root["hasMultidimensions"] is False
    assert root["timeInfo"] == {
        "startTimeField": "StdTime",
        "endTimeField": "StdTime_Max",
        "timeExtent": [month_start(0), month_start(MONTHS) - 1000],
        "timeReference": None,
    }
    page = asker.json(MONTHLY, "query", outFields="StdTime,StdTime_Max", returnGeometry="false")
    assert page["features"][7]["attributes"] == {
        "StdTime": month_start(7),
        "StdTime_Max": month_start(8) - 1000,
    }
    for operation in ("slices", "multidimensionalInfo"):
        assert asker.json(MONTHLY, operation)["error"]["code"] == 400


def test_sixty_slices(asker, placed):
    assert asker.json(SLICES)["hasMultidimensions"] is True
    slices = asker.json(SLICES, "slices")["slices"]
    assert [entry["sliceId"] for entry in slices] == list(range(MONTHS))
    for number in (0, 31, 59):
        definition = slices[number]["multidimensionalDefinition"]
        assert definition == [
            {"variableName": "precipitation", "dimensionName": "StdTime", "values": [month_start(number)]}
        ]
        file = month(placed, number)
        shown(asker, SLICES, file, sliceId=str(number))
        shown(asker, SLICES, file, mosaicRule={"multidimensionalDefinition": definition})
        shown(asker, SLICES, file, time=str(month_start(number)))
        definition[0]["variableName"] = ""  # accepted by services of one variable
        shown(asker, SLICES, file, mosaicRule={"multidimensionalDefinition": definition})
    assert asker.json(SLICES, "exportImage", sliceId="60", bbox="5,46,6,47")["error"]["code"] == 400
    assert asker.json(SLICES, "exportImage", sliceId="one", bbox="5,46,6,47")["error"]["code"] == 400


def test_the_dimension_of_the_months_is_regular(asker):
    def dimension(**params):
        (variable,) = asker.json(SLICES, "multidimensionalInfo", **params)["multidimensionalInfo"]["variables"]
        assert (variable["name"], variable["unit"]) == ("precipitation", "mm")
        return variable["dimensions"][0]

    full = dimension()
    assert full["values"] == [month_start(number) for number in range(MONTHS)]
    assert (full["hasRegularIntervals"], full["interval"], full["intervalUnit"]) == (True, 1, "Months")
    assert full["extent"] == [month_start(0), month_start(MONTHS - 1)]
    for value in ("never", "ifIrregular"):
        assert "values" not in dimension(returnDimensionValues=value)
    assert "values" in dimension(returnDimensionValues="Always")
    assert asker.json(SLICES, "multidimensionalInfo", returnDimensionValues="some")["error"]["code"] == 400
    assert asker.json(SLICES, "multiDimensionalInfo")["multidimensionalInfo"]


def test_variables_depths_and_quarters(asker, shared_data):
    variables = asker.json(OCEAN, "multidimensionalInfo")["multidimensionalInfo"]["variables"]
    temp, salt = variables
    assert [dimension["name"] for dimension in temp["dimensions"]] == ["StdTime", "StdZ"]
    depth = temp["dimensions"][1]
    assert (depth["values"], depth["extent"], depth["unit"]) == ([0, -10, -50], [-50, 0], "m")
    assert depth["hasRegularIntervals"] is False
    quarter = salt["dimensions"][0]
    assert quarter["hasRanges"] is True
    assert all(isinstance(value, list) for value in quarter["values"])
    recorded = json.loads((shared_data / "real-services" / "shape-multidimensionalInfo.json").read_text())
    recorded = recorded["multidimensionalInfo"]["variables"][0]
    assert set(recorded) <= set(temp)
    assert set(recorded["dimensions"][0]) <= set(temp["dimensions"][0])


@pytest.mark.parametrize("t", range(4))
@pytest.mark.parametrize("z", range(3))
def test_every_temperature(asker, placed, t, z):
    info = asker.json(OCEAN, "multidimensionalInfo")["multidimensionalInfo"]["variables"][0]
    time, depth = (dimension["values"] for dimension in info["dimensions"])
    definition = [
        {"variableName": "temp", "dimensionName": "StdTime", "values": [time[t]]},
        {"variableName": "temp", "dimensionName": "StdZ", "values": [depth[z]]},
    ]
    file = placed(f"mosaics/ocean.mosaic/temp_t{t}_z{z}.tif")
    shown(asker, OCEAN, file, mosaicRule={"multidimensionalDefinition": definition})
    (entry,) = asker.json(OCEAN, "slices", multidimensionalDefinition=definition)["slices"]
    shown(asker, OCEAN, file, sliceId=str(entry["sliceId"]))


def quarters(asker):
    variables = asker.json(OCEAN, "multidimensionalInfo")["multidimensionalInfo"]["variables"]
    return variables[1]["dimensions"][0]["values"]


def slices_of(asker, values, variable="mean_salt", dimension="StdTime", **more):
    entry = {"variableName": variable, "dimensionName": dimension, "values": values, **more}
    answer = asker.json(OCEAN, "slices", multidimensionalDefinition=[entry])
    return [entry["sliceId"] for entry in answer["slices"]]


def test_definitions_of_ranges(asker):
    (a, b), (c, d) = quarters(asker)[:2]
    assert slices_of(asker, [[a, b]]) == [12]  # the slice with exactly those bounds
    assert slices_of(asker, [[a, b - 1]]) == []
    assert slices_of(asker, [[a, b - 1]], isSlice=False) == [12]  # whatever overlaps
    assert slices_of(asker, [[a + DAY, d - DAY]], isSlice=False) == [12, 13]
    assert slices_of(asker, [[a, b], [c, d]]) == [12, 13]


def test_definitions_of_single_values(asker):
    assert slices_of(asker, [0, -50], "temp", "StdZ") == [0, 2, 3, 5, 6, 8, 9, 11]  # two slices of every time
    assert slices_of(asker, [[-50, -5]], "temp", "StdZ") == [1, 2, 4, 5, 7, 8, 10, 11]  # an inclusive range
    assert slices_of(asker, [-11], "temp", "StdZ") == []
    assert slices_of(asker, [], "temp", "") == list(range(12))
    wrong = asker.json(OCEAN, "slices", multidimensionalDefinition=[{"values": ["deep"], "dimensionName": "StdZ"}])
    assert wrong["error"]["code"] == 400
    assert asker.json(OCEAN, "slices", multidimensionalDefinition="nonsense")["error"]["code"] == 400


def test_the_quarters(asker, placed):
    for number, quarter in enumerate(quarters(asker), start=1):
        rule = {
            "multidimensionalDefinition": [
                {"variableName": "mean_salt", "dimensionName": "StdTime", "values": [quarter]}
            ]
        }
        shown(asker, OCEAN, placed(f"mosaics/ocean.mosaic/salt_q{number}.tif"), mosaicRule=rule)


def test_the_catalogue_knows_variables_and_dimensions(asker):
    definition = [{"variableName": "temp", "dimensionName": "StdZ", "values": [-10]}]
    answer = asker.json(
        OCEAN, "query", multidimensionalDefinition=definition, outFields="Name,Variable,Dimensions,StdZ"
    )
    rows = [feature["attributes"] for feature in answer["features"]]
    assert [row["Name"] for row in rows] == ["temp_t0_z1", "temp_t1_z1", "temp_t2_z1", "temp_t3_z1"]
    assert {(row["Variable"], row["Dimensions"], row["StdZ"]) for row in rows} == {("temp", "StdTime,StdZ", -10)}


def test_several_slices_at_once_are_mosaicked(asker, placed):
    files = [placed(f"mosaics/ocean.mosaic/temp_t0_z{z}.tif") for z in range(3)]
    time = asker.json(OCEAN, "slices")["slices"][0]["multidimensionalDefinition"][0]["values"][0]
    rule = {
        "mosaicOperation": "MT_MAX",
        "multidimensionalDefinition": [{"variableName": "temp", "dimensionName": "StdTime", "values": [time]}],
    }
    pixels, mask = asker.raw(OCEAN, files[0].extent, files[0].size, "f4", mosaicRule=rule)
    expected = np.max([file.pixels[0] for file in files], axis=0)
    np.testing.assert_array_equal(pixels[0][mask], expected[mask])
    assert mask.any()


def test_an_old_server_knows_no_slice_ids(asker, placed):
    asker.control.override(SLICES, generation="10.71")
    assert asker.json(SLICES, "slices")["error"]["message"] == "Invalid URL"
    shown(asker, SLICES, month(placed, 0), sliceId="31")
