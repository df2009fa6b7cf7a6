# SPDX-License-Identifier: GPL-2.0-or-later
"""Overlapping rasters: which lies on top by every mosaic method, and what every operator makes of an overlap."""

from __future__ import annotations

import math

import numpy as np
import pytest

NAME = "mosaics/overlap"
BOX, SIZE = (600_005.0, 5_699_015.0, 601_005.0, 5_700_015.0), (100, 100)
CORNER = (BOX[0], BOX[3])
PRIORITIES = {1: 30, 2: 10, 3: 20, 4: 60, 5: 50, 6: 40}
CLOUDS = {1: 12.5, 2: 80, 3: None, 4: 3.25, 5: 45, 6: 0}
DATES = [6, 3, 1, 4, 2, 5]  # object ids from the oldest to the newest
NEWEST = {"sortField": "Acquired", "sortValue": "3000/1/1"}


@pytest.fixture(scope="module")
def patches(placed):
    return {number: placed(f"mosaics/overlap.mosaic/patch_{number}.tif") for number in range(1, 7)}


def centre(patch):
    return (patch.extent[0] + patch.extent[2]) / 2, (patch.extent[1] + patch.extent[3]) / 2


def nearest_first(patches, place):
    return sorted(patches, key=lambda number: (math.dist(centre(patches[number]), place), number))


def on_top(patches, order):
    values, known = np.zeros(SIZE, "i2"), np.zeros(SIZE, bool)
    for number in order:
        pixels, valid = patches[number].on(BOX, SIZE)
        values = np.where(valid & ~known, pixels, values)
        known |= valid
    return values, known


def exported(asker, rule, **params):
    pixels, mask = asker.raw(NAME, BOX, SIZE, "i2", mosaicRule=rule, **params)
    return np.where(mask, pixels[0], 0), mask


def same(found, expected):
    np.testing.assert_array_equal(found[1], expected[1])
    np.testing.assert_array_equal(found[0], expected[0])


def by(values, *, descending=False):
    known = sorted((n for n in values if values[n] is not None), key=lambda n: values[n], reverse=descending)
    return known + [n for n in values if values[n] is None]


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        ({"mosaicMethod": "esriMosaicNone"}, [1, 2, 3, 4, 5, 6]),
        ({"mosaicMethod": "esriMosaicAttribute", "sortField": "Priority"}, by(PRIORITIES)),
        (
            {"mosaicMethod": "esriMosaicAttribute", "sortField": "priority", "ascending": False},
            by(PRIORITIES, descending=True),
        ),
        (
            {"mosaicMethod": "esriMosaicAttribute", "sortField": "Priority", "sortValue": 44},
            by({number: abs(value - 44) for number, value in PRIORITIES.items()}),
        ),
        ({"mosaicMethod": "esriMosaicAttribute", "sortField": "CloudCover"}, by(CLOUDS)),
        ({"mosaicMethod": "esriMosaicAttribute", "sortField": "Sensor"}, [3, 2, 6, 1, 4, 5]),
        ({"mosaicMethod": "esriMosaicAttribute", **NEWEST}, DATES[::-1]),
        ({"mosaicMethod": "esriMosaicAttribute", **NEWEST, "ascending": False}, DATES),
        ({"mosaicMethod": "esriMosaicAttribute", "sortField": "Acquired", "sortValue": 0}, DATES),
        ({"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [4, 2, 99]}, [4, 2]),
        ({"mosaicMethod": "esriMosaicNone", "fids": [5, 3]}, [3, 5]),
        ({"mosaicMethod": "esriMosaicNone", "where": "Priority >= 40 AND NOT Sensor LIKE 'E%'"}, [5, 6]),
        ({"mosaicMethod": "esriMosaicNone", "where": "CloudCover IS NULL"}, [3]),
    ],
)
def test_the_order_of_a_method(asker, patches, rule, order):
    same(exported(asker, rule), on_top(patches, order))


@pytest.mark.parametrize("method", ["Northwest", "northwest"])
def test_north_west_looks_from_the_corner_of_the_service(asker, patches, method):
    rule = {"mosaicMethod": f"esriMosaic{method}"}
    same(exported(asker, rule), on_top(patches, nearest_first(patches, CORNER)))
    same(exported(asker, {}), on_top(patches, nearest_first(patches, CORNER)))  # the default of this service


@pytest.mark.parametrize("method", ["Center", "Nadir"])
def test_center_and_nadir_look_from_the_middle_of_every_request(asker, patches, method):
    rule = {"mosaicMethod": f"esriMosaic{method}"}
    middle = (BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2
    same(exported(asker, rule), on_top(patches, nearest_first(patches, middle)))
    east = (BOX[2] - 300, BOX[1], BOX[2], BOX[3])
    pixels, _ = asker.raw(NAME, east, (30, 100), "i2", mosaicRule=rule)
    whole, _ = exported(asker, rule)
    assert (pixels[0] != whole[:, 70:]).any()  # two requests, two centres: the seam that real servers show


def test_a_viewpoint_may_come_in_another_spatial_reference(asker, patches):
    order = nearest_first(patches, (600_905.0, 5_699_115.0))
    rule = {"mosaicMethod": "esriMosaicViewpoint", "viewpoint": {"x": 600_905, "y": 5_699_115}}
    same(exported(asker, rule), on_top(patches, order))
    from pyproj import Transformer

    x, y = Transformer.from_crs(25832, 4326, always_xy=True).transform(600_905, 5_699_115)
    rule["viewpoint"] = {"x": x, "y": y, "spatialReference": {"wkid": 4326}}
    same(exported(asker, rule), on_top(patches, order))


def test_seamlines_cut_the_rasters_that_have_one(asker, patches):
    found = exported(asker, {"mosaicMethod": "esriMosaicSeamline"})
    for number in (1, 5):
        patches[number].valid[:, patches[number].size[0] // 2 :] = False
    try:
        same(found, on_top(patches, [6, 5, 4, 3, 2, 1]))
    finally:
        for number in (1, 5):
            patches[number].valid[:, patches[number].size[0] // 2 :] = True


def test_z_order_comes_before_every_method_but_none_and_lock_raster(asker, patches):
    items = {f"patch_{n}": {"ZOrder": {2: -1, 1: 5}.get(n)} for n in range(1, 7)}
    stated = [{"file": f"{name}.tif", "attributes": attributes} for name, attributes in items.items()]
    asker.control.override(NAME, mosaic={"items": stated, "fields": []})
    order = [2, *(n for n in nearest_first(patches, CORNER) if n not in (1, 2)), 1]
    same(exported(asker, {"mosaicMethod": "esriMosaicNorthwest"}), on_top(patches, order))
    same(exported(asker, {"mosaicMethod": "esriMosaicNone"}), on_top(patches, range(1, 7)))
    rule = {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [1, 2]}
    same(exported(asker, rule), on_top(patches, [1, 2]))


def layers(patches):
    values = [patches[number].on(BOX, SIZE) for number in range(1, 7)]
    return np.stack([v for v, _ in values]).astype(float), np.stack([m for _, m in values])


@pytest.mark.parametrize("name", ["FIRST", "LAST", "MIN", "MAX", "MEAN", "SUM"])
def test_the_operators(asker, patches, name):
    values, valid = layers(patches)
    masked = np.ma.array(values, mask=~valid)
    expected = {
        "FIRST": lambda: np.ma.array(on_top(patches, range(1, 7))[0]),
        "LAST": lambda: np.ma.array(on_top(patches, range(6, 0, -1))[0]),
        "MIN": lambda: masked.min(axis=0),
        "MAX": lambda: masked.max(axis=0),
        "MEAN": lambda: np.ma.round(masked.mean(axis=0)),
        "SUM": lambda: masked.sum(axis=0),
    }[name]()
    rule = {"mosaicMethod": "esriMosaicNone", "mosaicOperation": f"MT_{name}"}
    same(exported(asker, rule), (expected.filled(0).astype("i2"), valid.any(axis=0)))


def test_a_blend_weighs_by_the_distance_from_the_edge(asker, patches):
    values, valid = layers(patches)
    weights = []
    x = BOX[0] + (np.arange(SIZE[0]) + 0.5) * 10
    y = BOX[3] - (np.arange(SIZE[1]) + 0.5) * 10
    for patch in patches.values():
        across = np.minimum(x - patch.extent[0], patch.extent[2] - x) / patch.cell
        down = np.minimum(y - patch.extent[1], patch.extent[3] - y) / patch.cell
        weights.append(np.clip(np.minimum(down[:, None], across[None, :]), 0, None))
    weights = np.stack(weights) * valid
    total = weights.sum(axis=0)
    expected = (values * weights).sum(axis=0) / np.where(total > 0, total, 1)
    found, mask = exported(asker, {"mosaicMethod": "esriMosaicNone", "mosaicOperation": "MT_BLEND"})
    np.testing.assert_array_equal(mask, valid.any(axis=0))
    assert np.abs(found - expected)[mask].max() <= 0.5


def test_rasters_show_at_their_own_scales_unless_locked(asker, patches):
    size = (10, 10)  # cells of 100 m: raster 6 ends at 50 m
    rule = {"mosaicMethod": "esriMosaicNone", "where": "OBJECTID = 6"}
    _, mask = asker.raw(NAME, BOX, size, "i2", mosaicRule=rule)
    assert not mask.any()
    rule = {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [6]}
    pixels, mask = asker.raw(NAME, BOX, size, "i2", mosaicRule=rule)
    expected, valid = patches[6].on(BOX, size)
    np.testing.assert_array_equal(mask, valid)
    np.testing.assert_array_equal(np.where(mask, pixels[0], 0), expected)
    assert valid.any()


def test_no_more_rasters_than_the_service_mosaics(asker, patches):
    asker.control.override(NAME, root={"maxMosaicImageCount": 2})
    same(exported(asker, {"mosaicMethod": "esriMosaicNone"}), on_top(patches, [1, 2]))


@pytest.mark.parametrize(
    "rule",
    [
        "{not json",
        "[]",
        {"mosaicMethod": "esriMosaicUpsideDown"},
        {"mosaicMethod": "esriMosaicNone", "mosaicOperation": "MT_MEDIAN"},
        {"mosaicMethod": "esriMosaicLockRaster"},
        {"mosaicMethod": "esriMosaicAttribute", "sortField": "Nothing"},
        {"mosaicMethod": "esriMosaicAttribute"},
        {"mosaicMethod": "esriMosaicViewpoint"},
        {"mosaicMethod": "esriMosaicViewpoint", "viewpoint": {"x": "far"}},
        {"mosaicMethod": "esriMosaicNone", "where": "Priority >"},
        {"mosaicMethod": "esriMosaicNone", "where": "Sensor = 3"},
        {"mosaicMethod": "esriMosaicNone", "fids": ["a"]},
        {"mosaicMethod": "esriMosaicAttribute", "sortField": "Acquired", "sortValue": "soon"},
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(asker, rule):
    answer = asker.json(NAME, "exportImage", mosaicRule=rule, bbox=",".join(map(str, BOX)), size="10,10")
    assert answer["error"]["code"] == 400
    assert answer["error"]["details"][0] == "'mosaicRule' parameter is invalid."


def test_a_method_that_the_service_does_not_allow_is_refused(asker):
    asker.control.override(NAME, root={"allowedMosaicMethods": "NorthWest,None"})
    answer = asker.json(NAME, "exportImage", mosaicRule={"mosaicMethod": "esriMosaicCenter"}, bbox="0,0,1,1")
    assert answer["error"]["code"] == 400


def test_an_old_server_knows_no_mosaic_rule(asker, patches):
    asker.control.override(NAME, generation="10.3")
    rule = {"mosaicMethod": "esriMosaicAttribute", "sortField": "Priority"}
    same(exported(asker, rule), on_top(patches, by(PRIORITIES)))
    asker.control.override(NAME, generation="9.3", root={"defaultMosaicMethod": "None"})
    pixels = asker.get(NAME, "exportImage", f="image", format="tiff", bbox=",".join(map(str, BOX)), size="100,100",
                       mosaicRule='{"mosaicMethod":"esriMosaicAttribute","sortField":"Priority"}',
                       interpolation="RSP_NearestNeighbor")  # fmt: skip
    from osgeo import gdal

    gdal.FileFromMemBuffer("/vsimem/old.tif", pixels.content)
    found = gdal.Open("/vsimem/old.tif").ReadAsArray()
    gdal.Unlink("/vsimem/old.tif")
    expected, known = on_top(patches, range(1, 7))
    np.testing.assert_array_equal(found[known], expected[known])


def test_the_server_warps_the_mosaic_as_one_image(asker):
    """Reprojected in one piece or in two, the pixels are the same."""
    rule = {"mosaicMethod": "esriMosaicNone"}
    box = (10.44, 51.43, 10.452, 51.442)
    whole, mask = asker.raw(NAME, box, (80, 80), "i2", bboxSR="4326", imageSR="4326", mosaicRule=rule)
    west, west_mask = asker.raw(
        NAME, (10.44, 51.43, 10.446, 51.442), (40, 80), "i2", bboxSR="4326", imageSR="4326", mosaicRule=rule
    )
    assert mask.any()
    np.testing.assert_array_equal(west_mask, mask[:, :40])
    np.testing.assert_array_equal(west[0][west_mask], whole[0][:, :40][west_mask])
