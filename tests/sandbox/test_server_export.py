# SPDX-License-Identifier: GPL-2.0-or-later
"""Every parameter of exportImage, and the answers to wrong ones."""

from __future__ import annotations

import json

import numpy as np
import pytest

NONE = '{"rasterFunction":"None"}'


def _envelope(answer):
    assert answer.status_code == 200
    return answer.json()["error"]


def _extent(world, name, **params):
    query = {"f": "json", "renderingRule": NONE, **params}
    return world.export(name, **query).json()


def test_the_default_size_is_400_by_400(world):
    answer = _extent(world, "elevation/dem", bbox=world.box("elevation/dem", 0, 0, 100, 100))
    assert (answer["width"], answer["height"], answer["scale"]) == (400, 400, 0)


def test_the_link_leads_to_the_very_image(world):
    query = {"bbox": world.box("elevation/dem", 0, 0, 50, 40), "size": "50,40", "format": "tiff"}
    answer = world.export("elevation/dem", f="json", **query).json()
    assert list(answer) == ["href", "width", "height", "extent", "scale"]
    assert answer["href"].startswith(world.process.url + "/arcgis/rest/directories/arcgisoutput/")
    image = world.client.get(answer["href"], timeout=10)
    assert image.headers["Content-Type"] == "image/tiff"
    assert image.content == world.export("elevation/dem", **query).content
    gone = world.client.get(answer["href"][:-5] + "x.tif", timeout=10)
    assert gone.status_code == 404


def test_without_the_parameter_the_smaller_axis_grows_about_the_centre(world):
    extent = _extent(world, "elevation/dem", bbox="0,0,400,250", size="400,300")["extent"]
    assert (extent["xmin"], extent["ymin"], extent["xmax"], extent["ymax"]) == (0, -25, 400, 275)
    extent = _extent(world, "elevation/dem", bbox="0,0,100,400", size="200,400")["extent"]
    assert (extent["xmin"], extent["ymin"], extent["xmax"], extent["ymax"]) == (-50, 0, 150, 400)


def test_with_false_the_box_is_kept_bit_for_bit(world):
    box = (0.1, 1 / 3, 400.7, 250.123456789012)
    query = {"bbox": ",".join(map(repr, box)), "size": "400,300", "adjustAspectRatio": "false"}
    extent = _extent(world, "elevation/dem", **query)["extent"]
    assert (extent["xmin"], extent["ymin"], extent["xmax"], extent["ymax"]) == box


def test_a_server_before_10_3_grows_the_box_whatever_is_asked(world):
    world.control.override("elevation/dem", generation="10.01")
    query = {"bbox": "0,0,400,250", "size": "400,300", "adjustAspectRatio": "false"}
    assert _extent(world, "elevation/dem", **query)["extent"]["ymin"] == -25


@pytest.mark.parametrize(
    "reference",
    ["3857", "102100", '{"wkid":102100,"latestWkid":3857}', '{"latestWkid":3857,"wkid":102100}', '{"wkid":3857}'],
)
def test_spellings_of_the_services_own_reference_all_give_native_pixels(world, reference):
    name = "elevation/dem"
    pixels, mask = world.raw(
        name, (30, 20), "f4", bbox=world.box(name, 5, 6, 30, 20), bboxSR=reference, imageSR=reference
    )
    assert mask.all()
    assert (pixels[0] == world.pixels[name][0, 6:26, 5:35]).all()


def test_a_reference_may_be_well_known_text(world):
    from osgeo import osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32616)
    box = world.box("imagery/deep/scene", 3, 4, 20, 20)
    for text in (reference.ExportToWkt(), json.dumps({"wkt": reference.ExportToWkt()})):
        pixels, _ = world.raw("imagery/deep/scene", (20, 20), "u2", 4, bbox=box, bboxSR=text, imageSR=text)
        assert (pixels == world.pixels["imagery/deep/scene"][:, 4:24, 3:23]).all()


def test_a_box_in_another_reference_is_projected_and_the_image_is_in_the_services_own(world):
    answer = _extent(
        world, "elevation/dem", bbox="8.99,47.345,9.0,47.35", bboxSR=4326, size="50,50", adjustAspectRatio="false"
    )
    extent = answer["extent"]
    assert extent["spatialReference"] == {"wkid": 102100, "latestWkid": 3857}
    assert extent["xmin"] == pytest.approx(1_000_762.2, abs=0.1)
    assert extent["xmax"] - extent["xmin"] == pytest.approx(1113.19, abs=0.1)


def test_the_image_reference_is_named_in_the_answer(world):
    answer = _extent(world, "elevation/dem", bbox="8.99,47.345,9.0,47.35", bboxSR=4326, imageSR=4326, size="50,25")
    assert answer["extent"]["spatialReference"] == {"wkid": 4326, "latestWkid": 4326}


def test_a_service_with_a_nonsense_reference_understands_its_own_nonsense(world):
    world.control.override("signed", root={"spatialReference": {"wkid": 999999}})
    box = world.box("signed", 0, 0, 50, 60)
    pixels, _ = world.raw("signed", (50, 60), "i1", bbox=box, bboxSR=999999, imageSR='{"wkid":999999}')
    assert (pixels == world.pixels["signed"]).all()


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("bbox", "1,2,3"),
        ("bbox", "1,2,3,x"),
        ("bbox", "5,0,5,9"),
        ("bbox", "9,0,5,9"),
        ("bbox", "0,0,nan,1"),
        ("bbox", "0,0,inf,1"),
        ("bbox", "1,0;2,0;3,0;4,0"),
        ("bbox", ""),
        ("size", "10"),
        ("size", "0,10"),
        ("size", "10,-1"),
        ("size", "10.5,10"),
        ("imageSR", "999999"),
        ("imageSR", "EPSG something"),
        ("imageSR", "[1]"),
        ("bboxSR", '{"wkid":"x"}'),
        ("pixelType", "U9"),
        ("noData", "1,x"),
        ("noDataInterpretation", "any"),
        ("bandIds", "1"),
        ("bandIds", "-1"),
        ("bandIds", "a"),
        ("mosaicRule", "northwest"),
        ("mosaicRule", '{"mosaicMethod":"esriMosaicBest"}'),
        ("mosaicRule", '{"multidimensionalDefinition":[1]}'),
        ("renderingRule", "Hillshade"),
        ("renderingRule", "[]"),
        ("renderingRule", '{"rasterFunction":7}'),
        ("renderingRule", '{"rasterFunction":"hillshade"}'),
        ("time", "yesterday"),
        ("time", "1,2,3"),
        ("sliceId", "1"),
        ("sliceId", "x"),
        ("compressionTolerance", "-1"),
        ("compressionTolerance", "nan"),
        ("compressionQuality", "best"),
    ],
)
def test_wrong_values_are_refused_by_name_under_the_type_of_the_image(world, parameter, value):
    name = "elevation/dem"
    query = {"bbox": world.box(name, 0, 0, 10, 10), "size": "10,10", "format": "tiff", parameter: value}
    answer = world.export(name, **query)
    assert answer.headers["Content-Type"] == "image/tiff"
    error = _envelope(answer)
    assert error["code"] == 400
    assert f"'{parameter}' parameter is invalid." in error["details"]


def test_the_size_limit_holds_per_axis_and_its_answer_is_the_recorded_one(world, shared_data):
    recorded = json.loads((shared_data / "real-services" / "error-exportImage-size-limit.json").read_text())
    world.control.override("elevation/dem", root={"maxImageWidth": 30, "maxImageHeight": 20})
    query = {"bbox": "0,0,10,10", "format": "tiff"}
    for size in ("31,20", "30,21", "100000000,100000000"):
        answer = world.export("elevation/dem", size=size, **query)
        assert answer.json() == recorded
        assert list(answer.json()["error"]) == list(recorded["error"])
        assert (answer.status_code, len(answer.content)) == (200, 156)  # the measured length
    assert world.export("elevation/dem", size="30,20", **query).content[:4] == b"II*\0"


def test_a_server_may_give_up_below_its_own_limit(world):
    world.control.override("elevation/dem", realLimitMegapixels=0.001)
    query = {"bbox": "0,0,10,10", "format": "tiff"}
    answer = world.export("elevation/dem", size="40,30", **query)
    assert answer.status_code == 500
    assert answer.json()["error"]["message"] == "Error exporting image"
    assert world.export("elevation/dem", size="40,25", **query).status_code == 200


def test_capabilities_decide_whether_anything_can_be_exported(world):
    query = {"bbox": "0,0,10,10", "size": "10,10", "format": "bsq"}
    world.control.override("elevation/dem", root={"capabilities": "Image, TilesOnly,Tilemap"})
    answer = world.export("elevation/dem", **query)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == 400
    world.control.override("elevation/dem", root={"capabilities": "Catalog"})
    assert _envelope(world.export("elevation/dem", **query))["code"] == 400
    world.control.override("elevation/dem", root={"capabilities": None})  # unstated means Image
    assert world.export("elevation/dem", **query).content[:1] != b"{"


@pytest.mark.parametrize(
    ("pixel_type", "dtype", "low", "high"),
    [
        ("U1", "u1", 0, 1),
        ("U2", "u1", 0, 3),
        ("U4", "u1", 0, 15),
        ("U8", "u1", 0, 255),
        ("S8", "i1", -128, 127),
        ("U16", "u2", 0, 65535),
        ("S16", "i2", -32768, 32767),
        ("U32", "u4", 0, 2**32 - 1),
        ("S32", "i4", -(2**31), 2**31 - 1),
        ("F32", "f4", -3.4e38, 3.4e38),
        ("F64", "f8", -1.7e308, 1.7e308),
        ("C64", "c8", None, None),
        ("C128", "c16", None, None),
    ],
)
def test_pixel_types_clamp_and_round(world, pixel_type, dtype, low, high):
    source = world.pixels["precise"]
    box = world.box("precise", 0, 0, 45, 40)
    pixels, mask = world.raw("precise", (45, 40), dtype, bbox=box, pixelType=pixel_type)
    assert mask.all()
    if low is None:
        expected = source.astype(dtype)
    elif pixel_type.startswith("F"):
        expected = np.clip(source, low, high).astype(dtype)
    else:
        expected = np.clip(np.rint(source), low, high).astype(dtype)
    assert (pixels == expected).all()


def test_unknown_pixel_type_leaves_the_choice_to_the_server(world):
    box = world.box("signed", 0, 0, 50, 60)
    pixels, _ = world.raw("signed", (50, 60), "i1", bbox=box, pixelType="UNKNOWN")
    assert (pixels == world.pixels["signed"]).all()


def test_bands_are_chosen_and_ordered(world):
    name = "imagery/deep/scene"
    box = world.box(name, 10, 10, 30, 20)
    pixels, _ = world.raw(name, (30, 20), "u2", 3, bbox=box, bandIds="3,0,3")
    assert (pixels == world.pixels[name][[3, 0, 3], 10:30, 10:40]).all()


def test_one_nodata_value_masks_where_any_band_holds_it(world):
    name = "imagery/deep/scene"
    source = world.pixels[name]
    value = int(source[1, 0, 0])
    box = world.box(name, 0, 0, 170, 150)
    _, mask = world.raw(name, (170, 150), "u2", 4, bbox=box, noData=value)
    assert (mask == ~(source == value).any(axis=0)).all()
    assert not mask.all()
    _, mask = world.raw(name, (170, 150), "u2", 4, bbox=box, noData=value, noDataInterpretation="esriNoDataMatchAll")
    assert (mask == ~(source == value).all(axis=0)).all()


def test_a_nodata_list_masks_where_all_bands_hold_their_value(world):
    name = "imagery/deep/scene"
    source = world.pixels[name]
    values = source[:, 17, 23]
    box = world.box(name, 0, 0, 170, 150)
    text = ",".join(map(str, values))
    _, mask = world.raw(name, (170, 150), "u2", 4, bbox=box, noData=text)
    assert (mask == ~(source == values[:, None, None]).all(axis=0)).all()
    assert not mask[17, 23]
    _, mask = world.raw(name, (170, 150), "u2", 4, bbox=box, noData=text, noDataInterpretation="esriNoDataMatchAny")
    assert (mask == ~(source == values[:, None, None]).any(axis=0)).all()
    short = world.export(name, bbox=box, size="10,10", format="bsq", noData="1,2", renderingRule=NONE)
    assert "'noData' parameter is invalid." in _envelope(short)["details"]


def test_a_nodata_value_also_fills_what_was_masked(world):
    name = "elevation/dem"
    pixels, mask = world.raw(name, (300, 200), "f4", bbox=world.box(name, 0, 0, 300, 200), noData=-12345)
    assert (mask == world.valid[name]).all()
    assert (pixels[0][~mask] == -12345).all()


def test_misspelt_interpolation_is_ignored_and_a_leading_blank_is_not_a_misspelling(world):
    name = "classes"
    box = world.box(name, 0, 0, 140, 120)

    def classes(value):
        return set(np.unique(world.raw(name, (93, 81), "u1", bbox=box, interpolation=value)[0]).tolist())

    assert classes(" RSP_NearestNeighbor") <= {11, 41, 82}
    assert not classes("RSP_Nearest") <= {11, 41, 82}  # bilinear by default: classes that nobody mapped
    world.control.override(name, root={"defaultResamplingMethod": "Nearest"})
    assert classes("RSP_Nearest") <= {11, 41, 82}
    assert classes(None) <= {11, 41, 82}


def test_validate_extent_refuses_a_box_that_leaves_the_extent_from_10_9_on(world):
    name = "elevation/dem"
    query = {"size": "10,10", "format": "bsq", "validateExtent": "true", "adjustAspectRatio": "false"}
    outside, inside = world.box(name, -1, 0, 10, 10), world.box(name, 0, 0, 10, 10)
    assert _envelope(world.export(name, bbox=outside, **query))["code"] == 400
    assert world.export(name, bbox=inside, **query).content[:1] != b"{"
    world.control.override(name, generation="10.51")
    assert world.export(name, bbox=outside, **query).content[:1] != b"{"


@pytest.mark.parametrize(
    ("params", "slice_number"),
    [
        ({}, 0),
        ({"sliceId": "2"}, 2),
        ({"time": "2500"}, 1),
        ({"time": "3000,null"}, 2),
        ({"time": "null,null"}, 0),
        (
            {
                "mosaicRule": '{"mosaicMethod":"esriMosaicNone","multidimensionalDefinition":'
                '[{"variableName":"","dimensionName":"StdTime","values":[[2000,2999]]}]}'
            },
            1,
        ),
    ],
)
def test_a_slice_is_chosen_by_number_time_or_definition(world, params, slice_number):
    pixels, _ = world.raw("months", (45, 40), "i2", bbox=world.box("months", 0, 0, 45, 40), **params)
    assert (pixels[0] == world.pixels["months"][slice_number]).all()


def test_a_time_without_a_slice_is_an_error_and_an_old_server_knows_no_slices(world):
    box = world.box("months", 0, 0, 45, 40)
    assert _envelope(world.export("months", bbox=box, format="bsq", time="1"))["code"] == 400
    world.control.override("months", generation="10.71")
    pixels, _ = world.raw("months", (45, 40), "i2", bbox=box, sliceId="2")
    assert (pixels[0] == world.pixels["months"][0]).all()


@pytest.mark.parametrize(
    "value", ["108001", '{"wkid":1173}', '{"geoTransforms":[{"wkid":1173,"transformForward":true}]}']
)
def test_a_datum_transformation_is_accepted(world, value):
    world.control.override("elevation/dem", generation="11")
    box = world.box("elevation/dem", 0, 0, 10, 10)
    assert world.raw("elevation/dem", (10, 10), "f4", bbox=box, datumTransformation=value)[1].all()


def test_other_output_forms_are_refused(world):
    for form in ("kmz", "lyr", "xyz"):
        answer = world.export("elevation/dem", f=form, bbox="0,0,1,1")
        assert answer.json()["error"]["code"] == 400


def test_identical_requests_get_identical_bytes_and_overrides_are_seen_at_once(world):
    name = "elevation/dem"
    query = {"bbox": world.box(name, 0, 0, 60, 40), "size": "33,22", "format": "bsq"}
    first = world.export(name, **query).content
    assert world.export(name, **query).content == first
    world.control.override(name, defaultFunction="Hillshade")
    assert len(world.export(name, **query).content) < len(first)
    world.control.reset()
    assert world.export(name, **query).content == first


def test_a_ragged_extent_is_reported_and_what_lies_beyond_the_raster_is_masked(world):
    name = "signed"
    (x, y), (dx, dy) = world.places[name]["corner"], world.places[name]["cell"]
    world.control.override(name, extent=[x, y - 62.4 * dy, x + 51.7 * dx, y])
    extent = world.json(name)["extent"]
    assert extent["xmax"] == x + 51.7 * dx
    query = {"bbox": world.box(name, 0, 0, 52, 63), "format": "bsq", "adjustAspectRatio": "false"}
    assert _envelope(world.export(name, size="52,63", validateExtent="true", **query))["code"] == 400
    pixels, mask = world.raw(name, (52, 63), "i1", **query)
    assert mask[:60, :50].all()
    assert mask.sum() == 60 * 50
    assert (pixels[0, :60, :50] == world.pixels[name][0]).all()


def test_a_box_may_be_an_envelope_in_json(world):
    name = "signed"
    numbers = map(float, world.box(name, 0, 0, 50, 60).split(","))
    envelope = dict(zip(("xmin", "ymin", "xmax", "ymax"), numbers, strict=True))
    envelope["spatialReference"] = {"wkid": 102100, "latestWkid": 3857}
    pixels, _ = world.raw(name, (50, 60), "i1", bbox=json.dumps(envelope))
    assert (pixels == world.pixels[name]).all()
    del envelope["xmax"]
    refused = world.export(name, bbox=json.dumps(envelope), size="5,5")
    assert "'bbox' parameter is invalid." in _envelope(refused)["details"]


def test_a_raster_without_a_reference_can_be_had_as_it_is_and_in_no_other(sandbox):
    import requests

    root = requests.get(sandbox.service_url("quirks/nosr"), params={"f": "json"}, timeout=10).json()
    assert "spatialReference" not in root
    box = ",".join(repr(root["extent"][side]) for side in ("xmin", "ymin", "xmax", "ymax"))
    query = {"f": "image", "format": "bsq", "bbox": box, "size": "8,8"}
    url = sandbox.service_url("quirks/nosr") + "/exportImage"
    assert len(requests.get(url, params=query, timeout=10).content) == 8 * 8 * 4 + 8
    for parameter in ("imageSR", "bboxSR"):
        answer = requests.get(url, params={**query, parameter: "3857"}, timeout=10)
        assert f"'{parameter}' parameter is invalid." in answer.json()["error"]["details"]
