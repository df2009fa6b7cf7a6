# SPDX-License-Identifier: GPL-2.0-or-later
"""Spatial references: every spelling of real servers and of people is understood, and nothing is guessed."""

from __future__ import annotations

import contextlib
import json
import math
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.cell_size import is_torn, native_cell_size
from image_services.core.errors import PlanError, ProtocolError
from image_services.core.grid import Extent
from image_services.core.spatialref import SpatialReference, carried_part, shared_extent, transform_extent
from pyproj import CRS, Transformer

WGS84 = SpatialReference.parse(4326)
MERCATOR = SpatialReference.parse(3857)
UTM33 = SpatialReference.parse(32633)
POLAR = SpatialReference.parse(3413)
NEW_ZEALAND = SpatialReference.parse(2193)
WORLD = Extent(-180, -90, 180, 90)
ESRI_UTM33 = (
    'PROJCS["WGS_1984_UTM_Zone_33N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,'
    '298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],'
    'PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    ("value", "label", "unit"),
    [
        ({"wkid": 102100, "latestWkid": 3857}, "EPSG:3857", "metre"),
        ({"wkid": 102719, "latestWkid": 2264}, "EPSG:2264", "US survey foot"),
        ({"wkid": 2274}, "EPSG:2274", "US survey foot"),
        ({"wkid": 102605, "latestWkid": 102605}, "ESRI:102605", "metre"),  # latestWkid repeats Esri's own code
        ({"wkid": 102605}, "ESRI:102605", "metre"),
        ({"wkid": 54009}, "ESRI:54009", "metre"),
        ({"wkid": 4326, "latestWkid": 4326, "vcsWkid": 5773, "latestVcsWkid": 5773}, "EPSG:4326", "degree"),
        ({"wkid": "4326"}, "EPSG:4326", "degree"),
        ({"wkid": 0, "wkt": ESRI_UTM33}, "EPSG:32633", "metre"),
        ({"wkid": -1, "latestWkid": None, "wkt2": ESRI_UTM33}, "EPSG:32633", "metre"),
        ({"wkt": ESRI_UTM33}, "EPSG:32633", "metre"),
        ({"wkid": 999999, "wkt": ESRI_UTM33}, "EPSG:32633", "metre"),
    ],
)
def test_what_services_say_is_understood(value, label, unit):
    reference = SpatialReference.from_json(value)
    assert reference.is_known
    assert reference.label == label
    assert reference.unit == unit


def test_web_mercator_is_the_same_by_either_name():
    esri = SpatialReference.from_json({"wkid": 102100})
    assert esri.same_as(MERCATOR)
    assert MERCATOR.same_as(esri)
    assert not esri.same_as(WGS84)
    assert SpatialReference(wkt=ESRI_UTM33).same_as(UTM33)
    assert SpatialReference.parse("OGC:CRS84").same_as(WGS84)  # the order of axes does not matter here


@pytest.mark.parametrize(
    "nothing",
    [
        *(None, {}, [], "4326", 4326, {"wkt": ""}, {"wkt": 5}, {"wkt": "NAD83"}),
        *({"wkid": code} for code in (None, 0, -1, True, 1.5, "abc", [4326], math.inf, 10**40)),
    ],
)
def test_what_names_no_reference_is_none(nothing):
    assert SpatialReference.from_json(nothing) is None


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=3))
def test_any_json_reads_as_a_reference_or_as_none(value):
    for key in ("wkid", "latestWkid", "wkt", "wkt2"):
        reference = SpatialReference.from_json({key: value})
        assert reference is None or isinstance(reference.label, str)


@pytest.mark.parametrize("value", [{"wkid": 999999}, {"wkid": 103999, "latestWkid": 103999}, {"wkt": "PROJCS[oops"}])
def test_an_unknown_reference_is_an_error_never_a_guess(value):
    reference = SpatialReference.from_json(value)
    assert not reference.is_known
    for use in (reference.to_wkt, reference.to_authority, lambda: reference.unit, lambda: reference.same_as(WGS84)):
        with pytest.raises(ProtocolError, match="unknown to this computer"):
            use()


@pytest.mark.parametrize("heights", [5703, "EPSG:5773", 4978])
def test_heights_and_geocentric_coordinates_are_no_map(heights):
    with pytest.raises(PlanError, match="not a known spatial reference"):
        SpatialReference.parse(heights)


@pytest.mark.parametrize(
    ("value", "authority"),
    [
        (4326, "EPSG:4326"),
        ("4326", "EPSG:4326"),
        (" EPSG:4326 ", "EPSG:4326"),
        ("epsg:3857", "EPSG:3857"),
        ("ESRI:102605", "ESRI:102605"),
        ("esri:54009", "ESRI:54009"),
        (102605, "ESRI:102605"),
        ('{"wkid":102719,"latestWkid":2264}', "EPSG:2264"),
        ({"wkid": 102719, "latestWkid": 2264}, "EPSG:2264"),
        (CRS(32633).to_wkt(), "EPSG:32633"),
        (CRS(32633).to_wkt("WKT1_GDAL"), "EPSG:32633"),
        (MERCATOR, "EPSG:3857"),
    ],
)
def test_what_people_give_is_understood(value, authority):
    assert SpatialReference.parse(value).to_authority() == authority


@pytest.mark.parametrize(
    "value",
    [
        *("", "hello", "EPSG:", "EPSG:999999", "²", "EPSG:²", "9" * 5000, "PROJCS[oops", '{"wkid":', "[4326]"),
        *(0, -1, 10**30, None, {}, {"wkid": 999999}, b"4326", 4326.5, '{"a":' * 50_000),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_reference_is_refused_with_a_remedy(value):
    with pytest.raises(PlanError, match="EPSG:3857") as caught:
        SpatialReference.parse(value)
    assert len(str(caught.value)) < 250


@given(st.text(max_size=30))
def test_any_text_parses_or_is_refused(text):
    with contextlib.suppress(PlanError):
        assert SpatialReference.parse(text).is_known


@pytest.mark.parametrize(
    ("value", "parameter"),
    [
        ({"wkid": 102100, "latestWkid": 3857}, "102100"),  # old servers know only Esri's code
        ({"wkid": 102605, "latestWkid": 102605}, "102605"),
        ({"latestWkid": 2264}, "2264"),
        (4326, "4326"),
        ("EPSG:32633", "32633"),
    ],
)
def test_a_code_is_sent_as_the_bare_code(value, parameter):
    assert SpatialReference.parse(value).parameter() == parameter


def test_a_text_is_sent_in_esris_dialect():
    sent = json.loads(SpatialReference(wkt=CRS(32633).to_wkt()).parameter())
    assert set(sent) == {"wkt"}
    assert sent["wkt"].startswith('PROJCS["WGS_1984_UTM_Zone_33N"')
    assert "AUTHORITY" not in sent["wkt"]


@pytest.mark.parametrize("given", [CRS(32633).to_wkt(), CRS(32633).to_wkt("WKT1_GDAL"), "OGC:CRS84", "IGNF:LAMB93"])
def test_what_people_give_is_put_into_esris_dialect_in_geometries_too(given):
    sent = SpatialReference.parse(given).to_json()
    assert set(sent) == {"wkt"}
    assert re.match(r"(PROJ|GEOG)CS\[", sent["wkt"])
    assert "AUTHORITY" not in sent["wkt"]
    assert SpatialReference.from_json(sent).same_as(SpatialReference.parse(given))


def test_what_esris_dialect_has_no_words_for_is_refused():
    turned = SpatialReference.parse("+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39 +lon_0=18 +type=crs")
    for words in (turned.parameter, turned.to_json):
        with pytest.raises(PlanError, match="no words"):
            words()


def test_heights_make_no_other_map():
    heights = 'VERTCS["NAVD88_height_(ftUS)",VDATUM["North_American_Vertical_Datum_1988"],UNIT["Foot_US",0.3048006096]]'
    compound = SpatialReference.from_json({"wkt": f"{ESRI_UTM33},{heights}"})
    assert compound.same_as(UTM33)
    assert UTM33.same_as(compound)
    assert not compound.same_as(SpatialReference.parse(32632))


@pytest.mark.parametrize("value", [{"wkid": 102100, "latestWkid": 3857}, {"wkt": ESRI_UTM33}, {"wkid": 999999}])
def test_json_and_pickle_round_trips(value):
    reference = SpatialReference.from_json(value)
    assert reference.to_json() == value
    assert pickle.loads(pickle.dumps(reference)) == reference
    assert hash(pickle.loads(pickle.dumps(reference))) == hash(reference)


# Carrying boxes


def points_of(extent, source, target, count=40):
    transformer = Transformer.from_crs(source.to_wkt(), target.to_wkt(), always_xy=True)
    x = [extent.xmin + extent.width * i / count for i in range(count + 1)]
    y = [extent.ymin + extent.height * i / count for i in range(count + 1)]
    return [transformer.transform(one, other) for one in x for other in y]


def assert_encloses(box, points, slack=1e-3):
    assert all(box.xmin - slack * box.width <= x <= box.xmax + slack * box.width for x, _ in points)
    assert all(box.ymin - slack * box.height <= y <= box.ymax + slack * box.height for _, y in points)


@given(st.floats(6, 22), st.floats(-70, 70), st.floats(0.01, 4), st.floats(0.01, 4))
def test_a_carried_box_encloses_every_point(west, south, width, height):
    extent = Extent(west, south, west + width, south + height)
    for target in (UTM33, MERCATOR):
        assert_encloses(transform_extent(extent, WGS84, target), points_of(extent, WGS84, target))


def test_the_same_reference_changes_nothing():
    extent = Extent(0.1, 0.2, 0.3, 0.4)
    assert transform_extent(extent, WGS84, SpatialReference.from_json({"wkid": 4326, "latestWkid": 4326})) is extent


def test_the_world_in_mercator_ends_before_the_poles():
    box = transform_extent(WORLD, WGS84, MERCATOR)
    assert box.xmin == pytest.approx(-20037508.34, abs=1)
    assert box.xmax == pytest.approx(20037508.34, abs=1)
    assert 20_000_000 < box.ymax < 20_100_000
    assert -20_100_000 < box.ymin < -20_000_000


def test_a_pole_within_a_box_counts():
    around_the_pole = transform_extent(Extent(-4e6, -4e6, 4e6, 4e6), POLAR, WGS84)
    assert around_the_pole.ymax == 90
    assert (around_the_pole.xmin, around_the_pole.xmax) == (-180, 180)
    assert transform_extent(Extent(-4e6, -4e6, 4e6, 4e6), POLAR, MERCATOR).ymax > 20_000_000
    cap = transform_extent(Extent(-180, 60, 180, 90), WGS84, POLAR)
    assert_encloses(cap, points_of(Extent(-180, 60, 180, 90), WGS84, POLAR))


@pytest.mark.parametrize("target", [UTM33, NEW_ZEALAND, SpatialReference.parse(27700), SpatialReference.parse(3035)])
@pytest.mark.parametrize("source", [WGS84, MERCATOR])
def test_the_world_in_a_regional_reference_is_cut_to_its_region(source, target):
    world = WORLD if source is WGS84 else Extent(-20037508, -20037508, 20037508, 20037508)
    part, box = carried_part(world, source, target)
    area = CRS(target.wkid).area_of_use
    middle = Transformer.from_crs("EPSG:4326", target.to_wkt(), always_xy=True).transform(
        (area.west + area.east + (360 if area.east < area.west else 0)) / 2, (area.south + area.north) / 2
    )
    assert box.xmin < middle[0] < box.xmax
    assert box.ymin < middle[1] < box.ymax
    assert part != world
    assert world.contains(part)
    assert box.width < 1.5e7


def test_a_country_may_be_larger_than_its_zone():
    norway = Extent(-100000, 6400000, 1120000, 7950000)
    utm33 = SpatialReference.parse(25833)
    part, box = carried_part(norway, utm33, WGS84)
    assert part == norway
    assert_encloses(box, points_of(norway, utm33, WGS84))


def test_longitudes_beyond_180_wrap_around():
    assert transform_extent(Extent(0, -10, 360, 10), WGS84, MERCATOR).width == pytest.approx(40075016.7, abs=1)
    beyond = transform_extent(Extent(185, -20, 190, -10), WGS84, MERCATOR)
    assert beyond == transform_extent(Extent(-175, -20, -170, -10), WGS84, MERCATOR)
    across = Extent(170, -50, 190, -30)
    assert_encloses(transform_extent(across, WGS84, NEW_ZEALAND), points_of(across, WGS84, NEW_ZEALAND))


@pytest.mark.parametrize(("zone", "west"), [(32631, 0), (32615, 264), (32601, 180), (32660, 174)])
def test_degrees_from_0_to_360_reach_every_zone(zone, west):
    part, box = carried_part(Extent(0, -90, 360, 90), WGS84, SpatialReference.parse(zone))
    assert (part.xmin, part.xmax) == (west, west + 6)
    assert box.xmin == pytest.approx(166_021, abs=2)


def test_an_extent_across_180_degrees_keeps_its_detail():
    fiji = Extent(176, -22, 184, -12)
    assert is_torn(fiji, WGS84, MERCATOR)
    assert 80 < native_cell_size(fiji, (0.001, 0.001), WGS84, MERCATOR) < 130
    chatham = Extent(1.0e6, 4.7e6, 3.6e6, 6.25e6)
    assert is_torn(chatham, NEW_ZEALAND, MERCATOR)
    assert 8 < native_cell_size(chatham, (10, 10), NEW_ZEALAND, MERCATOR) < 25
    for whole, source, target in (
        (WORLD, WGS84, MERCATOR),
        (Extent(-2.8e6, -2.3e6, 2.8e6, 2.3e6), POLAR, WGS84),
        (Extent(-2.8e6, -2.3e6, 2.8e6, 2.3e6), POLAR, MERCATOR),
        (Extent(170, -22, 179, -12), WGS84, MERCATOR),
    ):
        assert not is_torn(whole, source, target)


def test_what_cannot_be_carried_is_refused():
    far = Extent(1e300, 1e300, 1e301, 1e301)
    with pytest.raises(PlanError, match="belong together"):
        transform_extent(far, MERCATOR, WGS84)
    with pytest.raises(PlanError, match="belong together"):
        native_cell_size(far, (1, 1), MERCATOR, WGS84)


def test_a_window_of_a_world_map_may_lie_anywhere_in_its_zone():
    west_of_the_meridian = Extent(250000, 5000000, 350000, 5100000)
    part = shared_extent(west_of_the_meridian, UTM33, WORLD, WGS84)
    assert part == transform_extent(west_of_the_meridian, UTM33, WGS84)


def test_a_view_of_the_world_covers_all_of_a_service_in_utm():
    norway = Extent(-100000, 6400000, 1120000, 7950000)
    utm33 = SpatialReference.parse(25833)
    for world, reference in ((WORLD, WGS84), (Extent(-2e7, -2e7, 2e7, 2e7), MERCATOR)):
        assert shared_extent(world, reference, norway, utm33) == norway
    part = shared_extent(Extent(4, 57, 10, 60), WGS84, norway, utm33)
    assert norway.contains(part)
    assert part.width < norway.width
    assert shared_extent(Extent(100, 57, 110, 60), WGS84, norway, utm33) is None


@pytest.mark.parametrize(
    ("extent", "cell", "source", "target", "metres"),
    [
        (WORLD, 1 / 240, WGS84, MERCATOR, 463),
        (WORLD, 1 / 240, WGS84, UTM33, 463),
        (Extent(10, 45, 11, 46), 1 / 3600, WGS84, UTM33, 31),
        (Extent(0, 0, 10000, 10000), 10, MERCATOR, UTM33, 10),
    ],
)
def test_the_native_cell_size_keeps_the_detail(extent, cell, source, target, metres):
    size = native_cell_size(extent, (cell, cell), source, target)
    assert metres / 1.45 < size < metres * 1.45
    assert size == float(f"{size:.4g}")
