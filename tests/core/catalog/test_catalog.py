# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue: recorded answers, pages, and servers that do not keep to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.cancel import Cancel
from image_services.core.catalog import (
    Catalog,
    CatalogQuery,
    CatalogRaster,
    fields_of,
    has_catalog,
    rasters_of,
    sorted_as,
)
from image_services.core.connect import open_service
from image_services.core.errors import Cancelled, PlanError
from image_services.core.grid import Extent
from image_services.core.spatialref import SpatialReference, transform_extent, transform_points


def test_a_recorded_query_is_read(recorded, described):
    answer = recorded("sentinel2-query-catalog-2023.json")
    service = described(objectIdField="objectid", fields=answer["fields"])
    catalog = Catalog(service, None)
    assert catalog.time_fields == ("acquisitiondate",)
    rasters = rasters_of(answer, catalog.id_field, catalog.time_fields)
    assert len(rasters) == len(answer["features"])
    first = rasters[0]
    assert first.id == 37795025
    assert first.name.startswith("S2A_MSIL2A_20230103T183751")
    assert first.period.start.isoformat() == "2023-01-03T18:37:51+00:00"
    assert first.category == 1
    assert first.sr == SpatialReference(102100, 3857)
    assert first.extent.xmin == -13145449.6402
    assert first.attributes["cloudcover"] == 92.81822968


def test_recorded_fields_have_kinds_and_the_meanings_of_codes(recorded):
    fields = {each.name: each for each in fields_of(recorded("sentinel2-query-catalog-2023.json")["fields"])}
    assert fields["acquisitiondate"].kind == "date"
    assert fields["acquisitiondate"].alias == "AcquisitionDate"
    assert (1, "Primary") in fields["category"].codes


def test_a_recorded_item_is_read(recorded):
    (item,) = rasters_of({"features": [recorded("catalogitem-102605-10.3.json")]}, "OBJECTID", ())
    assert (item.id, item.name, item.cell_size, item.period) == (1, "image", (0.5, 2.0), None)
    assert len(item.rings[0]) == 5


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sampleserver6-CharlotteLAS-root-10.91.json", True),
        ("elevation3d-Terrain3D-root-10.6.json", False),  # no Catalog
        ("davidson-county-tn-root-9.3.json", False),
        ("indiana-like-102605-root-10.3-download.json", True),
        ("agol-hosted-GEBCO2021-depth-ranges-root-12.json", False),
    ],
)
def test_recorded_services_have_a_catalogue_or_not(recorded, name, expected):
    from image_services.core.service import ImageService

    service = ImageService.from_json("https://example.org/a/ImageServer", recorded(name))
    assert has_catalog(service) is expected
    if not expected:
        with pytest.raises(PlanError, match="no mosaic"):
            Catalog(service, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
ATTRIBUTES = st.fixed_dictionaries({}, optional={"OBJECTID": JSON, "Name": JSON, "Date": JSON, "LowPS": JSON})
GEOMETRY = st.fixed_dictionaries({}, optional={"rings": JSON | st.lists(st.lists(st.lists(JSON, max_size=3)))})


@given(st.lists(st.fixed_dictionaries({}, optional={"attributes": ATTRIBUTES | JSON, "geometry": GEOMETRY | JSON})))
def test_whatever_a_server_answers_is_read_or_left_out(features):
    for raster in rasters_of({"features": features}, "OBJECTID", ("Date",)):
        assert isinstance(raster.id, int)
        assert raster.extent is None or raster.extent.width > 0


def test_all_rasters_come_once_however_small_the_pages(opened):
    service = opened("mosaics/scenes")
    catalog = service.catalog()
    assert catalog.page_size == 10
    rasters = list(catalog.rasters())
    assert len(rasters) == 24 == catalog.count() == len(catalog.ids())
    assert len({raster.id for raster in rasters}) == 24
    assert all(raster.rings and raster.period is not None for raster in rasters)
    everything = CatalogQuery(primary_only=False)
    assert catalog.count(everything) == 25
    assert {raster.category for raster in catalog.rasters(everything)} == {1, 2}


def test_footprints_enclose_their_rasters(opened, sandbox_data):
    from osgeo import gdal

    service = opened("mosaics/scenes")
    for raster in service.catalog().rasters():
        dataset = gdal.Open(str(sandbox_data / "mosaics" / "scenes.mosaic" / f"{raster.name}.tif"))
        west, width, _, north, _, _ = dataset.GetGeoTransform()
        whole = Extent(west, north - dataset.RasterYSize * width, west + dataset.RasterXSize * width, north)
        assert whole.contains(raster.extent)


def test_conditions_extent_time_and_order_hold(opened):
    service = opened("mosaics/scenes")
    catalog = service.catalog()
    everything = list(catalog.rasters())
    clear = list(catalog.rasters(CatalogQuery(where="CloudCover < 20", order=("CloudCover DESC",))))
    covers = [raster.attributes["CloudCover"] for raster in clear]
    assert covers == sorted(r.attributes["CloudCover"] for r in everything if r.attributes["CloudCover"] < 20)[::-1]
    one = everything[0]
    found = {raster.id for raster in catalog.rasters(CatalogQuery(extent=one.extent))}
    assert one.id in found
    assert len(found) < 24
    degrees = transform_extent(one.extent, service.crs, SpatialReference(wkid=4326))
    query = CatalogQuery(extent=degrees, extent_sr=SpatialReference(wkid=4326))
    assert one.id in {raster.id for raster in catalog.rasters(query)}
    day = one.period.start.strftime("%Y-%m-%d")
    same_day = [raster.id for raster in everything if raster.period.start.strftime("%Y-%m-%d") == day]
    found = [raster.id for raster in catalog.rasters(CatalogQuery(time=day))]
    assert sorted(found) == sorted(same_day)


def test_a_point_finds_the_rasters_whose_footprints_contain_it(opened):
    service = opened("mosaics/scenes")
    catalog = service.catalog()
    everything = list(catalog.rasters())
    box = everything[3].extent
    x, y = (box.xmin + box.xmax) / 2, (box.ymin + box.ymax) / 2
    holding = {
        raster.id
        for raster in everything
        if raster.extent.xmin < x < raster.extent.xmax and raster.extent.ymin < y < raster.extent.ymax
    }
    assert 0 < len(holding) < 24
    assert {raster.id for raster in catalog.rasters(CatalogQuery(point=(x, y)))} == holding
    degrees = SpatialReference(wkid=4326)
    (east,), (north,) = transform_points([x], [y], service.crs, degrees)
    elsewhere = Extent(0, 0, 1, 1)  # the point takes its place
    query = CatalogQuery(extent=elsewhere, point=(east, north), extent_sr=degrees)
    assert {raster.id for raster in catalog.rasters(query)} == holding
    one = everything[3].id
    assert [raster.id for raster in catalog.rasters(CatalogQuery(ids=(one, 24), point=(x, y)))] == [one]


def test_ids_restrict_together_with_everything_else(opened):
    catalog = opened("mosaics/scenes").catalog()
    some = tuple(raster.id for raster in catalog.rasters())[2:17]
    assert {raster.id for raster in catalog.rasters(CatalogQuery(ids=some))} == set(some)
    cloudy = {raster.id for raster in catalog.rasters(CatalogQuery(ids=some, where="CloudCover >= 20"))}
    assert cloudy == {r.id for r in catalog.rasters(CatalogQuery(ids=some)) if r.attributes["CloudCover"] >= 20}
    assert list(catalog.rasters(CatalogQuery(ids=()))) == []


def test_only_the_fields_asked_for_are_fetched(opened):
    catalog = opened("mosaics/scenes").catalog()
    raster = next(catalog.rasters(CatalogQuery(fields=("CloudCover",), with_footprints=False)))
    assert "CloudCover" in raster.attributes
    assert "Tag" not in raster.attributes
    assert raster.rings == ()
    assert raster.period is not None


def small_server(server, reply_json, *, pages, ids=250, page=100, real=None):
    """A catalogue of its own making: ``pages`` tells how it treats offsets, ``real`` what it gives at most."""
    root = {
        "name": "Small",
        "extent": {"xmin": 0, "ymin": 0, "xmax": 100, "ymax": 100, "spatialReference": {"wkid": 3857}},
        "pixelSizeX": 1,
        "pixelSizeY": 1,
        "currentVersion": 10.91,
        "capabilities": "Image,Catalog",
        "objectIdField": "OBJECTID",
        "fields": [{"name": "OBJECTID", "type": "esriFieldTypeOID"}],
        "maxRecordCount": page,
        "advancedQueryCapabilities": {"supportsPagination": pages != "none"},
    }

    def respond(seen):
        asked = {**seen.query, **seen.form}
        if not seen.path.endswith("/query"):
            return reply_json(root)
        if asked.get("returnIdsOnly") == "true":
            return reply_json({"objectIds": list(range(ids))})
        chosen = [int(each) for each in asked["objectIds"].split(",")] if "objectIds" in asked else list(range(ids))
        start = int(asked.get("resultOffset", 0)) if pages == "right" else 0
        part = chosen[start : start + (real or page)]
        more = {"exceededTransferLimit": True} if start + len(part) < len(chosen) else {}
        return reply_json({"features": [{"attributes": {"OBJECTID": n, "V": -n}} for n in part], **more})

    server.respond = respond
    return open_service(f"{server.url}/arcgis/rest/services/Small/ImageServer").catalog()


@pytest.mark.parametrize("pages", ["right", "ignored", "none"])
@pytest.mark.parametrize("ids", [0, 1, 99, 100, 101, 250])
def test_every_kind_of_server_gives_all_rasters_once(server, reply_json, pages, ids):
    catalog = small_server(server, reply_json, pages=pages, ids=ids)
    assert [raster.id for raster in catalog.rasters()] == list(range(ids))


@pytest.mark.parametrize("pages", ["right", "ignored", "none"])
def test_a_server_that_gives_less_than_it_says_still_gives_everything(server, reply_json, pages):
    catalog = small_server(server, reply_json, pages=pages, ids=230, real=30)
    assert sorted(raster.id for raster in catalog.rasters()) == list(range(230))


def test_many_ids_travel_in_the_body_of_a_post(server, reply_json):
    catalog = small_server(server, reply_json, pages="none", ids=2000, page=500)
    assert sum(1 for _ in catalog.rasters()) == 2000
    assert {seen.method for seen in server.seen} == {"GET", "POST"}


def test_a_cancel_ends_the_listing(server, reply_json):
    catalog = small_server(server, reply_json, pages="right")
    cancel = Cancel()
    rasters = catalog.rasters(cancel=cancel)
    next(rasters)
    cancel.set()
    with pytest.raises(Cancelled):
        list(rasters)


def test_parts_are_sorted_as_the_server_would_sort_the_whole():
    values = [("b", 2), ("a", None), ("b", 1), (None, 5)]
    rasters = [CatalogRaster(n, "", attributes={"Name": a, "Cloud": b}) for n, (a, b) in enumerate(values)]
    assert [r.id for r in sorted_as(("name", "Cloud DESC"), rasters)] == [3, 1, 0, 2]
