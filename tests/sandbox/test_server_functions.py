# SPDX-License-Identifier: GPL-2.0-or-later
"""Raster functions: what comes without a rule, what "None" switches off, and what the others do."""

from __future__ import annotations

import json

import numpy as np
import pytest
from osgeo import gdal


def _rule(name, **arguments):
    rule = {"rasterFunction": name}
    if arguments:
        rule["rasterFunctionArguments"] = arguments
    return json.dumps(rule)


def test_classes_come_as_colours_unless_none_is_asked_for(world):
    name = "classes"
    box = world.box(name, 0, 0, 140, 120)
    pixels, mask = world.raw(name, (140, 120), "u1", 3, bbox=box, renderingRule=None)
    colours = {value: colour for value, _, *colour in world.CLASSES}
    source = world.pixels[name][0]
    for value, colour in colours.items():
        assert (pixels[:, source == value] == np.array(colour)[:, None]).all()
    assert mask.all()
    raw, _ = world.raw(name, (140, 120), "u1", bbox=box)
    assert (raw[0] == source).all()


def test_a_class_without_a_colour_is_transparent(world):
    name = "classes"
    box = world.box(name, 0, 0, 140, 120)
    rule = _rule("Colormap", Colormap=[[11, 1, 2, 3], [82, 4, 5, 6]])
    pixels, mask = world.raw(name, (140, 120), "u1", 3, bbox=box, renderingRule=rule)
    source = world.pixels[name][0]
    assert (mask == (source != 41)).all()
    assert (pixels[:, source == 82] == np.array([4, 5, 6])[:, None]).all()
    assert (pixels[:, source == 41] == 0).all()


def test_the_publishers_default_applies_and_none_lifts_it(world):
    name = "elevation/dem"
    world.control.override(name, defaultFunction="Hillshade")
    assert world.json(name)["rasterFunctionInfos"][0]["name"] == "Hillshade"
    box = world.box(name, 0, 0, 60, 40)
    shaded, _ = world.raw(name, (60, 40), "u1", bbox=box, renderingRule=None)
    assert shaded.max() <= 255
    raw, _ = world.raw(name, (60, 40), "f4", bbox=box)
    assert (raw[0] == world.pixels[name][0, :40, :60]).all()


def test_hillshade_is_that_of_gdaldem(world):
    """GDAL implements the same formula (Horn), so the two may differ by rounding only."""
    name = "precise"
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    rows, columns = world.pixels[name].shape[1:]
    memory = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Float64)
    memory.SetGeoTransform((x, dx, 0, y, 0, -dy))
    memory.GetRasterBand(1).WriteArray(world.pixels[name][0])
    shade = gdal.DEMProcessing("", memory, "hillshade", format="MEM", zFactor=1e-5, azimuth=300, altitude=40)
    expected = shade.ReadAsArray()[1:-1, 1:-1].astype(int)
    rule = _rule("Hillshade", Azimuth=300, Altitude=40, ZFactor=1e-5)
    box = world.box(name, 1, 1, columns - 2, rows - 2)
    pixels, _ = world.raw(name, (columns - 2, rows - 2), "u1", bbox=box, renderingRule=rule)
    # gdaldem scales light to 1..255, an image service to 0..255.
    ours = 1 + pixels[0].astype(float) * 254 / 255
    assert np.abs(ours - expected).max() <= 2


def test_hillshade_does_not_depend_on_how_the_area_is_cut(world):
    name = "elevation/dem"
    rule = _rule("Hillshade")
    whole, _ = world.raw(name, (60, 40), "u1", bbox=world.box(name, 10, 10, 60, 40), renderingRule=rule)
    left, _ = world.raw(name, (33, 40), "u1", bbox=world.box(name, 10, 10, 33, 40), renderingRule=rule)
    right, _ = world.raw(name, (27, 40), "u1", bbox=world.box(name, 43, 10, 27, 40), renderingRule=rule)
    assert (np.concatenate([left, right], axis=2) == whole).all()


def test_stretch_with_dynamic_range_adjustment_differs_from_request_to_request(world):
    name = "precise"
    rule = _rule("Stretch")
    one, _ = world.raw(name, (10, 10), "u1", bbox=world.box(name, 0, 0, 10, 10), renderingRule=rule)
    two, _ = world.raw(name, (45, 40), "u1", bbox=world.box(name, 0, 0, 45, 40), renderingRule=rule)
    assert (one.min(), one.max()) == (0, 255)
    assert (two.min(), two.max()) == (0, 255)
    assert (one != two[:, :10, :10]).any()  # the seam that such functions leave between tiles


def test_stretch_by_stated_statistics_is_the_same_everywhere(world):
    name = "elevation/dem"
    rule = _rule("Stretch", StretchType=5, Statistics=[[-100, 800, 350, 260]], DRA=False)
    pixels, mask = world.raw(name, (60, 40), "u1", bbox=world.box(name, 60, 40, 60, 40), renderingRule=rule)
    source = world.pixels[name][0, 40:80, 60:120].astype(float)
    expected = np.rint((source + 100) / 900 * 255)
    assert np.abs(pixels[0][mask] - expected[mask]).max() <= 1
    assert (pixels[0][~mask] == 0).all()


@pytest.mark.parametrize(
    ("arguments", "low", "high"),
    [
        ({"StretchType": 3, "NumberOfStandardDeviations": 1}, None, None),
        ({"StretchType": 6, "MinPercent": 10, "MaxPercent": 10}, None, None),
        ({"StretchType": 5, "Min": 50, "Max": 60}, 50, 60),
    ],
)
def test_kinds_of_stretch(world, arguments, low, high):
    name = "precise"
    pixels, _ = world.raw(
        name, (45, 40), "u1", bbox=world.box(name, 0, 0, 45, 40), renderingRule=_rule("Stretch", **arguments)
    )
    if low is None:
        assert (pixels == 0).mean() > 0.05  # the tails are cut off
        assert (pixels == 255).mean() > 0.05
    else:
        assert (pixels.min(), pixels.max()) == (low, high)


def test_bands_can_be_extracted_and_functions_nested(world):
    name = "imagery/deep/scene"
    box = world.box(name, 0, 0, 50, 50)
    pixels, _ = world.raw(name, (50, 50), "u2", 2, bbox=box, renderingRule=_rule("ExtractBand", BandIDs=[2, 0]))
    assert (pixels == world.pixels[name][[2, 0], :50, :50]).all()
    rule = _rule("Stretch", Raster={"rasterFunction": "ExtractBand", "rasterFunctionArguments": {"BandIDs": [3]}})
    stretched, _ = world.raw(name, (50, 50), "u1", bbox=box, renderingRule=rule)
    source = world.pixels[name][3, :50, :50].astype(float)
    expected = np.rint((source - source.min()) / (source.max() - source.min()) * 255)
    assert np.abs(stretched[0] - expected).max() <= 1
    rule = _rule("Identity", Raster="$$")
    assert (
        world.raw(name, (50, 50), "u2", 4, bbox=box, renderingRule=rule)[0] == world.pixels[name][:, :50, :50]
    ).all()


def test_output_pixel_type_of_a_function(world):
    rule = '{"rasterFunction":"None","outputPixelType":"U8"}'
    pixels, _ = world.raw("precise", (45, 40), "u1", bbox=world.box("precise", 0, 0, 45, 40), renderingRule=rule)
    assert (pixels == np.clip(np.rint(world.pixels["precise"]), 0, 255)).all()


def test_bands_after_a_function_are_those_of_its_result(world):
    box = world.box("classes", 0, 0, 20, 20)
    full, _ = world.raw("classes", (20, 20), "u1", 3, bbox=box, renderingRule=None)
    one, _ = world.raw("classes", (20, 20), "u1", 1, bbox=box, renderingRule=None, bandIds="2")
    assert (one[0] == full[2]).all()


def test_publishers_can_name_functions_of_their_own(world):
    world.control.override(
        "classes",
        functions=[
            "None",
            {
                "name": "Nur Wald",
                "description": "forest only",
                "rule": {"rasterFunction": "Colormap", "rasterFunctionArguments": {"Colormap": [[41, 0, 99, 0]]}},
            },
        ],
    )
    infos = world.json("classes", "rasterFunctionInfos")["rasterFunctionInfos"]
    assert [info["name"] for info in infos] == ["None", "Nur Wald"]
    assert infos[1]["description"] == "forest only"
    assert infos[1]["functionType"] == 0
    box = world.box("classes", 0, 0, 140, 120)
    _, mask = world.raw("classes", (140, 120), "u1", 3, bbox=box, renderingRule=_rule("Nur Wald"))
    assert (mask == (world.pixels["classes"][0] == 41)).all()


@pytest.mark.parametrize(
    "rule",
    [
        _rule("Nope"),
        _rule("Colors"),
        _rule("ExtractBand", BandIDs=[4]),
        _rule("ExtractBand", BandIDs="all"),
        _rule("Hillshade", Azimuth="north"),
        _rule("Colormap", Colormap=[[1, 2]]),
        _rule("Stretch", Statistics=[[0, 1, 0, 0]]),
        _rule("Stretch", Raster={"rasterFunction": "Nope"}),
        '{"rasterFunction":"Stretch","rasterFunctionArguments":[1]}',
        '{"rasterFunction":"None","outputPixelType":"U9"}',
    ],
)
def test_functions_that_make_no_sense_are_refused(world, rule):
    name = "imagery/deep/scene"
    answer = world.export(name, bbox=world.box(name, 0, 0, 9, 9), size="9,9", format="png32", renderingRule=rule)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert "'renderingRule' parameter is invalid." in answer.json()["error"]["details"]


def test_an_endless_nesting_is_refused(world):
    rule = {"rasterFunction": "Identity"}
    for _ in range(30):
        rule = {"rasterFunction": "Identity", "rasterFunctionArguments": {"Raster": rule}}
    answer = world.client.post(
        world.process.service_url("signed") + "/exportImage",
        data={"f": "image", "bbox": "0,0,1,1", "renderingRule": json.dumps(rule)},
        timeout=10,
    )
    assert answer.json()["error"]["code"] == 400
