# SPDX-License-Identifier: GPL-2.0-or-later
"""The model of a service: every recorded description parses into what it says, and nothing else gets in."""

from __future__ import annotations

import contextlib
import json
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.errors import PlanError, ProtocolError
from image_services.core.grid import Extent
from image_services.core.service import DEFAULT_MAX_IMAGE, BandStatistics, ImageService
from image_services.core.session import Session

URL = "https://gis.example.org/arcgis/rest/services/Folder/Elevation/ImageServer"
EXTENT = {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 50, "spatialReference": {"wkid": 3857}}
ROOT = {"name": "Folder/Elevation", "extent": EXTENT, "pixelSizeX": 1, "pixelSizeY": 1, "bandCount": 2}
OLD = {"image", "catalog"}
LONG = {"image", "catalog", "mensuration", "metadata"}

# name of the recording -> bands, pixel type, reference, version, limits, NoData, capabilities, columns x rows,
# offers the function "None" (by its spelling), kind of data, and whether there are tiles.
ROOTS = {
    "agol-hosted-GEBCO2021-depth-ranges-root-12": (
        *(1, "S16", "EPSG:4326", 12.0, (4100, 4100), (32767.0,), {"image"}, (86400, 43200)),
        *(None, "Thematic", True),
    ),
    "davidson-county-tn-root-9.3": (
        *(3, "U8", "EPSG:2274", None, (4100, 4100), (), OLD, (178745, 175850)),
        *(None, "RGB", False),
    ),
    "elevation3d-Terrain3D-root-10.6": (
        *(1, "F32", "EPSG:3857", 10.6, (4000, 4000), (), {"image", "tilemap", "mensuration"}, (13358339, 13358339)),
        *("None", "Elevation", True),
    ),
    "generic-root-10.01": (
        *(3, "U8", "EPSG:3857", 10.01, (15000, 4100), (), {*OLD, "metadata"}, (1149161, 1342124)),
        *(None, "RGB", False),
    ),
    "idaho-naip2010-root-10.5": (
        *(3, "U8", "EPSG:3857", 10.5, (15000, 4100), (), {*OLD, "metadata"}, (1156951, 766817)),
        *("None", "RGB", True),
    ),
    "indiana-like-102605-root-10.3-download": (
        *(4, "U8", "ESRI:102605", 10.3, (25000, 20000), (), {*LONG, "download"}, (1016501, 1590210)),
        *("None", "Generic", False),
    ),
    "indiana-like-102605-root-10.3-nodownload": (
        *(4, "U8", "ESRI:102605", 10.3, (25000, 20000), (), LONG, (1016501, 1590210)),
        *("None", "Generic", False),
    ),
    "qgis-anonymised-heightModel-root-10.51": (
        *(1, "U8", "EPSG:3857", 10.51, (15000, 4100), (), LONG, (1, 1)),
        *("None", "Generic", True),
    ),
    "sampleserver6-CharlotteLAS-root-10.91": (
        *(1, "F32", "EPSG:2264", 10.91, (15000, 4100), (), LONG, (1500, 1500)),
        *(None, "Elevation", False),
    ),
    "sampleserver6-Toronto-root-10.91": (
        *(4, "U16", "EPSG:3857", 10.91, (15000, 4100), (), LONG, (15884, 19885)),
        *(None, "Generic", True),
    ),
    "sentinel2-landcover-root-11.0": (
        *(1, "U8", "EPSG:3857", 11.0, (10000, 10000), (), LONG, (4007502, 3438930)),
        *("None", "Thematic", False),
    ),
    "terriajs-rasterFns-root": (
        *(1, "F32", "EPSG:3857", 10.91, (15000, 4100), (), LONG, (91302, 68018)),
        *("None", "Elevation", False),
    ),
    "terriajs-tile-root": (
        *(3, "U8", "EPSG:3857", 10.91, (15000, 4100), (), {"image", "metadata", "mensuration"}, (3057829, 2278033)),
        *("None", "RGB", True),
    ),
}


def recordings(folder):
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}


@pytest.fixture(scope="module")
def recorded(shared_data):
    return recordings(shared_data / "real-services")


@pytest.mark.parametrize("name", ROOTS)
def test_a_recorded_description_says_what_the_service_is(name, recorded):
    service = ImageService.from_json(URL, recorded[name])
    bands, pixel_type, reference, version, limits, no_data, capabilities, size, none, data_type, has_tiles = ROOTS[name]
    assert service.band_count == bands == len(service.band_names)
    assert service.pixel_type.code == pixel_type
    assert service.crs.label == reference
    assert service.version == version
    assert (service.max_columns, service.max_rows) == limits
    assert service.no_data == no_data
    assert service.capabilities == capabilities
    assert (service.grid.columns, service.grid.rows) == size
    assert service.function_named("none") == none
    assert service.data_type == data_type
    assert service.has_tiles == has_tiles
    assert not service.tiles_only
    assert service.name == recorded[name]["name"]


def test_every_root_recording_is_in_the_table(recorded):
    """A new recording has to be looked at: descriptions have an extent and a cell size, other resources have not."""
    described = {name for name, root in recorded.items() if isinstance(root, dict) and "pixelSizeX" in root}
    assert described - set(ROOTS) == {"shape-rasterInfo"} & described
    assert set(ROOTS) <= set(recorded)


def test_everything_else_that_was_recorded_is_refused(recorded):
    others = {name: value for name, value in recorded.items() if name not in ROOTS and name != "shape-rasterInfo"}
    assert len(others) > 20
    for name, value in others.items():
        with pytest.raises(ProtocolError, match=r"not an image service|a map service|where its cells lie"):
            assert ImageService.from_json(URL, value) is name


def test_recorded_details_are_kept(recorded):
    toronto = ImageService.from_json(URL, recorded["sampleserver6-Toronto-root-10.91"])
    assert toronto.band_names == ("Blue", "Green", "Red", "NearInfrared")
    assert toronto.default_resampling == "Bilinear"
    assert "LockRaster" in toronto.mosaic_methods
    land_cover = ImageService.from_json(URL, recorded["sentinel2-landcover-root-11.0"])
    assert land_cover.has_time
    assert len(land_cover.raster_functions) == 12
    assert land_cover.statistics == (BandStatistics(0, 11, 7.281947135864333, 3.6240001343670425),)
    hosted = ImageService.from_json(URL, recorded["agol-hosted-GEBCO2021-depth-ranges-root-12"])
    assert not hosted.allow_raster_function
    assert hosted.cache_type == "Raster"
    assert hosted.mosaic_methods == ()
    assert hosted.since(11)
    old = ImageService.from_json(URL, recorded["davidson-county-tn-root-9.3"])
    assert not old.since(9.3)  # it does not say


def test_a_description_pickles_without_its_session(recorded):
    for name in ROOTS:
        with_session = ImageService.from_json(URL, recorded[name], Session())
        copy = pickle.loads(pickle.dumps(with_session))
        assert copy == with_session
        assert hash(copy) == hash(with_session)
        assert copy.session is None
        assert copy.raw == recorded[name]
        assert copy.grid == with_session.grid


@pytest.mark.parametrize("missing", ["extent", "pixelSizeX", "pixelSizeY"])
def test_without_extent_or_cell_size_it_cannot_be_used(missing):
    with pytest.raises(ProtocolError, match="where its cells lie"):
        ImageService.from_json(URL, {key: value for key, value in ROOT.items() if key != missing})


@pytest.mark.parametrize(
    "empty", [{"pixelSizeX": 0}, {"extent": dict.fromkeys(("xmin", "ymin", "xmax", "ymax"), "NaN")}]
)
def test_an_image_service_without_rasters_is_not_called_another_thing(empty):
    with pytest.raises(ProtocolError, match=r"is an image service.*holds no rasters"):
        ImageService.from_json(URL, {**ROOT, **empty})


def test_a_map_service_is_called_one():
    with pytest.raises(ProtocolError, match="a map service"):
        ImageService.from_json(URL, {"layers": [], "fullExtent": EXTENT})


@pytest.mark.parametrize("broken", [None, [], "text", 5, True, {"extent": []}, {"extent": {"xmin": "NaN"}}])
def test_other_json_is_refused(broken):
    with pytest.raises(ProtocolError):
        ImageService.from_json(URL, broken)


@pytest.mark.parametrize(
    "extent",
    [{**EXTENT, "xmin": None}, {**EXTENT, "xmax": 0}, {**EXTENT, "ymin": 50}, {**EXTENT, "ymax": "NaN"}, {}, None, 5],
)
def test_another_extent_is_taken_where_the_first_is_unusable(extent):
    service = ImageService.from_json(URL, {**ROOT, "extent": extent, "fullExtent": EXTENT})
    assert service.extent == Extent(0, 0, 100, 50)
    assert service.crs.label == "EPSG:3857"


def test_the_reference_at_the_top_comes_first():
    root = {**ROOT, "spatialReference": {"wkid": 102719, "latestWkid": 2264}}
    assert ImageService.from_json(URL, root).crs.label == "EPSG:2264"
    assert ImageService.from_json(URL, {**ROOT, "spatialReference": {}}).crs.label == "EPSG:3857"


def test_a_service_without_a_reference_says_so_only_when_it_is_needed():
    service = ImageService.from_json(URL, {**ROOT, "extent": {**EXTENT, "spatialReference": None}})
    assert service.spatial_reference is None
    with pytest.raises(ProtocolError, match="owner has to define one"):
        _ = service.crs


def test_a_service_with_an_unknown_reference_is_not_guessed():
    service = ImageService.from_json(URL, {**ROOT, "spatialReference": {"wkid": 999999}})
    with pytest.raises(ProtocolError, match="wkid 999999 is unknown"):
        _ = service.crs


@pytest.mark.parametrize(
    ("fields", "bands", "no_data"),
    [
        ({}, 2, ()),
        ({"noDataValue": None, "noDataValues": None}, 2, ()),
        ({"noDataValue": "1,79e+308"}, 2, (1.79e308, 1.79e308)),  # a server under a German locale
        ({"noDataValues": ["1,79e+308", "-9999,5"]}, 2, (1.79e308, -9999.5)),
        ({"noDataValue": -9999}, 2, (-9999, -9999)),
        ({"noDataValue": 0}, 1, (0,)),  # zero is a value, not nothing
        ({"noDataValues": [0, None]}, 2, (0, None)),
        ({"noDataValues": [1], "noDataValue": 5}, 3, (1, 5, 5)),
        ({"noDataValues": [1, 2, 3]}, 2, (1, 2)),
        ({"noDataValue": "NaN"}, 1, ()),
        ({"noDataValue": -3.40282346600000016e38}, 1, (-3.40282346600000016e38,)),
    ],
)
def test_no_data_is_read_however_it_is_written(fields, bands, no_data):
    assert ImageService.from_json(URL, {**ROOT, **fields, "bandCount": bands}).no_data == no_data


@pytest.mark.parametrize(
    ("written", "capabilities"),
    [
        (None, OLD),
        ("", OLD),
        (5, OLD),
        ("Image, Catalog ,METADATA", {*OLD, "metadata"}),
        ("Image,TilesOnly,Tilemap", {"image", "tilesonly", "tilemap"}),
    ],
)
def test_capabilities_are_read_in_any_spelling(written, capabilities):
    service = ImageService.from_json(URL, {**ROOT, "capabilities": written})
    assert service.capabilities == capabilities
    assert service.tiles_only == ("tilesonly" in capabilities)


@pytest.mark.parametrize("limit", [None, 0, -5, "", "x", 2.5, {}, "0"])
def test_a_limit_that_is_none_is_what_esris_clients_assume(limit):
    service = ImageService.from_json(URL, {**ROOT, "maxImageWidth": limit, "maxImageHeight": "2048"})
    assert (service.max_columns, service.max_rows) == (DEFAULT_MAX_IMAGE, 2048)


@pytest.mark.parametrize(
    ("version", "at_least", "below"),
    [(10.91, 10.81, 11), (12, 10.3, 12.1), (10.51, 10.5, 10.6), ("10.81", 10.81, 10.9), (10.01, 10.0, 10.1)],
)
def test_versions_compare_as_floats(version, at_least, below):
    service = ImageService.from_json(URL, {**ROOT, "currentVersion": version})
    assert service.since(at_least)
    assert not service.since(below)


def test_statistics_may_be_short_or_empty():
    fields = {"minValues": [1], "maxValues": [], "meanValues": [None, "NaN"], "stdvValues": [1, 2, 3]}
    assert ImageService.from_json(URL, {**ROOT, **fields}).statistics == (
        BandStatistics(1, None, None, 1),
        BandStatistics(None, None, None, 2),
    )
    assert ImageService.from_json(URL, {**ROOT, "minValues": [], "maxValues": None}).statistics == ()


@pytest.mark.parametrize(
    ("info", "words"),
    [
        ({"timeExtent": [1483228800000, 1735689599000]}, "2017-01-01 – 2024-12-31 23:59:59"),
        ({"timeExtent": [1735689599000, 1483228800000]}, "2017-01-01 – 2024-12-31 23:59:59"),
        ({"timeExtent": ["1483228800000", None]}, "2017-01-01"),
        ({"timeExtent": [-2208988800000, 0]}, "1900-01-01 – 1970-01-01"),
        ({"timeExtent": None}, None),
        ({"timeExtent": []}, None),
        (None, None),
    ],
)
def test_the_time_of_a_service_is_read_whichever_end_comes_first(info, words):
    found = ImageService.from_json(URL, {**ROOT, "timeInfo": info}).time_extent
    assert (found and found.words) == words


def test_bands_without_a_name_are_numbered():
    names = {"bandCount": 4, "bandNames": ["Red", "", None]}
    assert ImageService.from_json(URL, {**ROOT, **names}).band_names == ("Red", "Band 2", "Band 3", "Band 4")


@pytest.mark.parametrize(
    ("written", "kind"), [("u8", "U8"), (" F32 ", "F32"), ("UNKNOWN", None), (None, None), (7, None)]
)
def test_pixel_types_are_read_in_any_spelling(written, kind):
    service = ImageService.from_json(URL, {**ROOT, "pixelType": written})
    assert (service.pixel_type.code if service.pixel_type else None) == kind


def test_a_service_without_a_name_takes_it_from_its_address():
    assert ImageService.from_json(URL, {**ROOT, "name": None}).name == "Elevation"


def test_function_names_keep_the_spelling_of_the_service():
    infos = {"rasterFunctionInfos": [{"name": "Höhe"}, None, {"name": ""}, {"x": 1}, {"name": "none", "help": 5}]}
    service = ImageService.from_json(URL, {**ROOT, **infos})
    assert [function.name for function in service.raster_functions] == ["Höhe", "none"]
    assert service.function_named(" NONE ") == "none"
    assert service.function_named("höhe") == "Höhe"
    assert service.function_named("Hillshade") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
KEYS = (
    *("name", "extent", "fullExtent", "initialExtent", "spatialReference", "pixelSizeX", "pixelSizeY", "bandCount"),
    *("pixelType", "bandNames", "currentVersion", "capabilities", "noDataValue", "noDataValues", "minValues"),
    *("maxValues", "maxImageWidth", "maxImageHeight", "timeInfo", "rasterFunctionInfos", "allowRasterFunction"),
    *("tileInfo", "description", "serviceDataType", "layers"),
)


@given(JSON)
def test_arbitrary_json_is_a_protocol_error(value):
    with pytest.raises(ProtocolError):
        ImageService.from_json(URL, value)


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_arbitrary_fields_give_a_service_or_an_error_of_ours(fields):
    try:
        service = ImageService.from_json(URL, {**ROOT, **fields})
    except ProtocolError:
        return
    assert service.band_count == len(service.band_names) >= 1
    assert service.cell_width > 0
    assert math.isfinite(service.extent.xmin)
    assert pickle.loads(pickle.dumps(service)) == service
    for look in (lambda: service.grid, lambda: service.crs):
        with contextlib.suppress(PlanError, ProtocolError):
            look()


def test_a_monstrous_band_count_takes_no_memory():
    assert ImageService.from_json(URL, {**ROOT, "bandCount": 1e300}).band_count == 65535
    assert ImageService.from_json(URL, {**ROOT, "bandCount": -3}).band_count == 1
