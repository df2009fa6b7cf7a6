# SPDX-License-Identifier: GPL-2.0-or-later
"""The catalogue of a mosaic: filters, sorting, paging, statistics, and what old servers do not know."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from osgeo import ogr
from pyproj import Transformer

OVERLAP, SCENES, MONTHLY = "mosaics/overlap", "mosaics/scenes", "mosaics/monthly"


def ids(asker, name=OVERLAP, **params):
    answer = asker.json(name, "query", returnIdsOnly="true", **params)
    assert answer["objectIdFieldName"] == "OBJECTID", answer
    return answer["objectIds"]


def instant(*date):
    return int(datetime(*date, tzinfo=timezone.utc).timestamp() * 1000)


def test_a_feature_has_attributes_and_its_footprint(asker):
    answer = asker.json(OVERLAP, "query", where="OBJECTID=2", outFields="*")
    assert list(answer) == ["objectIdFieldName", "fields", "geometryType", "spatialReference", "features"]
    (feature,) = answer["features"]
    attributes = feature["attributes"]
    assert list(attributes) == [field["name"] for field in answer["fields"]]
    assert (attributes["Name"], attributes["Priority"], attributes["Acquired"]) == ("patch_2", 10, instant(2023, 8, 15))
    assert (attributes["LowPS"], attributes["Category"], attributes["ZOrder"]) == (10, 1, None)
    assert (attributes["Shape_Length"], attributes["Shape_Area"]) == (2400, 360_000)
    west, south, east, north = 600_305, 5_699_365, 600_905, 5_699_965
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    assert feature["geometry"] == {"rings": [ring], "spatialReference": {"wkid": 25832, "latestWkid": 25832}}
    assert "Shape" not in attributes
    kinds = {field["name"]: field["type"] for field in asker.json(OVERLAP)["fields"]}
    assert (kinds["Shape"], kinds["Acquired"]) == ("esriFieldTypeGeometry", "esriFieldTypeDate")


def test_the_recorded_members_are_all_there(asker, shared_data):
    import json

    recorded = json.loads((shared_data / "real-services" / "sentinel2-query-catalog-2023.json").read_text())
    ours = asker.json(SCENES, "query", where="1=1", outFields="*", resultRecordCount="1")
    assert set(recorded) <= set(ours)
    assert set(recorded["features"][0]) == set(ours["features"][0])
    domains = [{f["name"].lower(): f["domain"] for f in answer["fields"]}["category"] for answer in (recorded, ours)]
    assert domains[0] == domains[1]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("1=1", [1, 2, 3, 4, 5, 6]),
        ("1=0", []),
        ("", [1, 2, 3, 4, 5, 6]),
        ("Priority > 30", [4, 5, 6]),
        ("priority BETWEEN 20 AND 40", [1, 3, 6]),
        ("NOT (Priority BETWEEN 20 AND 40)", [2, 4, 5]),
        ("Priority IN (10, 60) OR Sensor = 'Alpha'", [2, 3, 4]),
        ("Sensor NOT IN ('Alpha','Bravo')", [1, 4, 5, 6]),
        ("Sensor LIKE '%o'", [2, 4]),
        ("Sensor LIKE '_elta'", [1]),
        ("Sensor NOT LIKE 'C%'", [1, 2, 3, 4, 5]),
        ("UPPER(Sensor) = 'DELTA'", [1]),
        ("Sensor = 'Foxtrot''s'", [5]),
        ("CloudCover IS NULL", [3]),
        ("CloudCover IS NOT NULL AND CloudCover < 10", [4, 6]),
        ("CloudCover <> 80", [1, 4, 5, 6]),  # unknown is not unequal
        ("NOT CloudCover = 80", [1, 4, 5, 6]),
        ("Acquired >= DATE '2022-01-01'", [2, 4, 5]),
        ("Acquired < timestamp '2020-01-31 00:00:01'", [3, 6]),
        ("Acquired BETWEEN DATE '2020-01-01' AND DATE '2021-12-31'", [1, 3]),
        ("Acquired < CURRENT_TIMESTAMP", [1, 2, 3, 4, 5, 6]),
        ("Acquired > CURRENT_DATE", []),
        ("(Priority + 10) / 2 = 20", [1]),
        ("-Priority <= -50", [4, 5]),
        ("\"Priority\"=10 AND (Sensor='Bravo' OR (Priority=1))", [2]),
        ("LowPS = 5", [6]),
    ],
)
def test_where(asker, where, expected):
    assert ids(asker, where=where) == expected
    assert asker.json(OVERLAP, "query", where=where, returnCountOnly="true") == {"count": len(expected)}


@pytest.mark.parametrize(
    "where",
    [
        "Priority",
        "Priority =",
        "Nothing = 1",
        "Priority = 'ten'",
        "Acquired > '2022-01-01'",  # standardized queries want DATE
        "Acquired > DATE 'tomorrow'",
        "Priority = 1; DROP TABLE rasters",
        "Priority = 1 --",
        "Sensor LIKE 5",
        "(Priority = 1",
        "Priority IN ()",
        "__import__('os').getcwd() = 'x'",
        "(" * 500 + "1=1" + ")" * 500,
        "Sensor + 1 = 2",
    ],
)
def test_a_clause_that_means_nothing_is_refused(asker, where):
    error = asker.json(OVERLAP, "query", where=where)["error"]
    assert error["code"] == 400
    assert error["details"][0] == "'where' parameter is invalid."


def test_object_ids_put_every_other_filter_out_of_force(asker):
    answer = asker.json(OVERLAP, "query", objectIds="5,1,77", where="1=0", outFields="Name")
    assert [feature["attributes"]["Name"] for feature in answer["features"]] == ["patch_1", "patch_5"]
    assert asker.json(OVERLAP, "query", objectIds="5", returnIdsOnly="true")["error"]["code"] == 400
    assert asker.json(OVERLAP, "query", objectIds="five")["error"]["code"] == 400


RELATIONS = {
    "esriSpatialRelIntersects": lambda item, query: item.Intersects(query),
    "esriSpatialRelContains": lambda item, query: query.Contains(item),
    "esriSpatialRelWithin": lambda item, query: query.Within(item),
    "esriSpatialRelOverlaps": lambda item, query: item.Overlaps(query),
    "esriSpatialRelTouches": lambda item, query: item.Touches(query),
    "esriSpatialRelEnvelopeIntersects": lambda item, query: item.Intersects(query),
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_relations_in_space(asker, relation):
    boxes = {n: asker.json(OVERLAP, str(n))["geometry"]["rings"][0] for n in range(1, 7)}

    def polygon(ring):
        return ogr.CreateGeometryFromWkt(f"POLYGON(({', '.join(f'{x} {y}' for x, y in ring)}))")

    query = (600_305, 5_699_365, 600_905, 5_699_965)  # the very box of raster 2
    west, south, east, north = query
    shape = polygon([(west, south), (west, north), (east, north), (east, south), (west, south)])
    expected = [n for n, ring in boxes.items() if RELATIONS[relation](polygon(ring), shape)]
    found = ids(asker, geometry=",".join(map(str, query)), geometryType="esriGeometryEnvelope", spatialRel=relation)
    assert found == expected


def test_a_geometry_in_another_spatial_reference(asker):
    x, y = Transformer.from_crs(25832, 4326, always_xy=True).transform(600_355, 5_699_600)
    expected = ids(asker, geometry="600355,5699600", geometryType="esriGeometryPoint")
    assert expected == [1, 2, 3, 5]
    assert ids(asker, geometry=f"{x},{y}", geometryType="esriGeometryPoint", inSR="4326") == expected
    inside = {"x": x, "y": y, "spatialReference": {"wkid": 4326}}
    assert ids(asker, geometry=inside, geometryType="esriGeometryPoint", inSR="25832") == expected
    line = {"paths": [[[600_010, 5_700_010], [600_020, 5_700_000]]]}
    assert ids(asker, geometry=line, geometryType="esriGeometryPolyline") == [1]
    triangle = {"rings": [[[600_905, 5_699_050], [601_000, 5_699_050], [601_000, 5_699_100]]]}
    assert ids(asker, geometry=triangle, geometryType="esriGeometryPolygon") == [4]


def test_out_sr_projects_the_footprints(asker):
    answer = asker.json(OVERLAP, "query", objectIds="1", outSR="4326")
    assert answer["spatialReference"]["wkid"] == 4326
    x, y = Transformer.from_crs(25832, 4326, always_xy=True).transform(600_005, 5_699_415)
    assert answer["features"][0]["geometry"]["rings"][0][0] == pytest.approx([x, y])
    assert asker.json(OVERLAP, "query", outSR="999999")["error"]["details"] == ["'outSR' parameter is invalid."]


def test_pages_follow_each_other_without_gap_or_repeat(asker):
    assert asker.json(MONTHLY)["maxRecordCount"] == 20
    found, offset = [], 0
    while True:
        page = asker.json(MONTHLY, "query", where="1=1", outFields="OBJECTID", resultOffset=str(offset),
                          returnGeometry="false")  # fmt: skip
        found += [feature["attributes"]["OBJECTID"] for feature in page["features"]]
        if "exceededTransferLimit" not in page:
            break
        assert page["exceededTransferLimit"] is True
        assert len(page["features"]) == 20
        offset += len(page["features"])
    assert found == list(range(1, 61))
    few = asker.json(MONTHLY, "query", resultOffset="55", resultRecordCount="3", outFields="OBJECTID")
    assert [feature["attributes"]["OBJECTID"] for feature in few["features"]] == [56, 57, 58]
    assert few["exceededTransferLimit"] is True
    many = asker.json(MONTHLY, "query", resultRecordCount="1000")
    assert len(many["features"]) == 20
    beyond = asker.json(MONTHLY, "query", resultOffset="60")
    assert (beyond["features"], "exceededTransferLimit" in beyond) == ([], False)


def test_ids_and_counts_know_no_limit(asker):
    assert ids(asker, MONTHLY) == list(range(1, 61))
    assert asker.json(MONTHLY, "query", returnCountOnly="true") == {"count": 60}


def test_an_old_server_ignores_paging_and_does_not_say_that_there_is_more(asker):
    asker.control.override(MONTHLY, generation="10.3")
    page = asker.json(MONTHLY, "query", resultOffset="20", outFields="OBJECTID", orderByFields="OBJECTID DESC")
    numbers = [feature["attributes"]["OBJECTID"] for feature in page["features"]]
    assert numbers == list(range(60, 40, -1))  # sorting came with 10.2.1, offsets with 10.3.1
    assert "exceededTransferLimit" not in page
    asker.control.override(MONTHLY, generation="10.01")
    page = asker.json(MONTHLY, "query", orderByFields="OBJECTID DESC", outFields="OBJECTID")
    assert page["features"][0]["attributes"]["OBJECTID"] == 1


def test_order_by_fields(asker):
    def names(text):
        answer = asker.json(OVERLAP, "query", orderByFields=text, outFields="OBJECTID", returnGeometry="false")
        return [feature["attributes"]["OBJECTID"] for feature in answer["features"]]

    assert names("Priority DESC") == [4, 5, 6, 1, 3, 2]
    assert names("CloudCover") == [3, 6, 4, 1, 5, 2]  # NULL first
    assert names("CloudCover desc") == [2, 5, 1, 4, 6, 3]
    assert names("LowPS, Sensor DESC") == [6, 5, 4, 1, 2, 3]
    for wrong in ("Nothing", "Priority SIDEWAYS", "Priority DESC DESC"):
        assert asker.json(OVERLAP, "query", orderByFields=wrong)["error"]["code"] == 400


def test_time_selects_by_period(asker):
    june = instant(2021, 6, 1), instant(2021, 7, 1)
    assert ids(asker, MONTHLY, time=f"{june[0]},{june[1] - 1}") == [18]
    assert ids(asker, MONTHLY, time=f"{june[0]},{june[1]}") == [18, 19]
    assert ids(asker, MONTHLY, time=str(june[0] + 86_400_000)) == [18]
    assert ids(asker, MONTHLY, time=f"{instant(2024, 11, 15)},null") == [59, 60]
    assert ids(asker, MONTHLY, time=f"null,{instant(2020, 2, 1)}") == [1, 2]
    assert len(ids(asker, OVERLAP, time="0,1")) == 6  # not time-enabled
    assert ids(asker, SCENES, time="null,null") == list(range(1, 25))  # the overview has no date
    assert asker.json(MONTHLY, "query", time="yesterday")["error"]["code"] == 400


def test_distinct_values(asker):
    params = {"returnDistinctValues": "true", "outFields": "Platform", "returnGeometry": "false", "where": "Category=1"}
    answer = asker.json(SCENES, "query", **params)
    assert [feature["attributes"] for feature in answer["features"]] == [
        {"Platform": "Plover-1"},
        {"Platform": "Plover-2"},
    ]
    assert asker.json(SCENES, "query", **{**params, "returnGeometry": "true"})["error"]["code"] == 400


def test_statistics_by_group(asker):
    wanted = [
        {"statisticType": kind, "onStatisticField": "CloudCover", "outStatisticFieldName": kind}
        for kind in ("count", "min", "max", "avg", "sum", "stddev", "var")
    ]
    answer = asker.json(OVERLAP, "query", outStatistics=wanted)
    (row,) = answer["features"]
    values = [12.5, 80, 3.25, 45, 0]
    mean = sum(values) / 5
    variance = sum((v - mean) ** 2 for v in values) / 4
    assert row["attributes"] == pytest.approx(
        {"count": 5, "min": 0, "max": 80, "avg": mean, "sum": sum(values), "stddev": variance**0.5, "var": variance}
    )
    answer = asker.json(
        OVERLAP, "query", outStatistics=[{"statisticType": "max", "onStatisticField": "Acquired"}],
        groupByFieldsForStatistics="LowPS",
    )  # fmt: skip
    assert [f["attributes"] for f in answer["features"]] == [
        {"LowPS": 10, "max_Acquired": instant(2024, 2, 29)},
        {"LowPS": 5, "max_Acquired": instant(2019, 7, 7)},
    ]
    for wrong in ("nonsense", [], [{"statisticType": "mode", "onStatisticField": "LowPS"}]):
        assert asker.json(OVERLAP, "query", outStatistics=wrong)["error"]["code"] == 400


def test_out_fields(asker):
    def names(text):
        return [field["name"] for field in asker.json(OVERLAP, "query", outFields=text)["fields"]]

    assert names("Sensor, name,SHAPE") == ["Name", "Sensor"]
    assert names("") == ["OBJECTID"]
    assert "Shape_Area" in names("*")
    error = asker.json(OVERLAP, "query", outFields="Name,Nothing")["error"]
    assert error["details"] == ["'outFields' parameter is invalid."]


def test_a_post_asks_the_same(asker):
    answer = asker.client.post(
        f"{asker.process.services}/{OVERLAP}/ImageServer/query",
        {"f": "json", "where": "Priority=60", "returnIdsOnly": "true"},
        timeout=30,
    )
    assert answer.json()["objectIds"] == [4]


def test_services_without_a_catalogue_refuse(asker):
    refused = "Requested operation is not supported by this service."
    assert asker.json("elevation/dem", "query", where="1=1")["error"]["message"] == refused
    asker.control.override(OVERLAP, root={"capabilities": "Image,Metadata"})
    for operation in ("query", "1", "1/info"):
        assert asker.json(OVERLAP, operation)["error"]["message"] == refused


def test_the_root_tells_what_a_mosaic_can_do(asker):
    root = asker.json(SCENES)
    assert root["serviceSourceType"] == "esriImageServiceSourceTypeMosaicDataset"
    assert (root["objectIdField"], root["maxRecordCount"], root["maxDownloadImageCount"]) == ("OBJECTID", 10, 6)
    assert root["defaultMosaicMethod"] == "Center"
    assert "ByAttribute" in root["allowedMosaicMethods"].split(",")
    assert root["advancedQueryCapabilities"]["supportsPagination"] is True
    assert root["timeInfo"]["startTimeField"] == "AcquisitionDate"
    assert root["timeInfo"]["timeExtent"] == [instant(2022, 6, 3, 16), instant(2023, 8, 24, 16)]
    plain = asker.json("elevation/dem")
    assert (plain["allowedMosaicMethods"], plain["objectIdField"], plain["fields"]) == ("", "", [])
    assert "maxRecordCount" not in plain


def test_html_is_the_default_answer(asker):
    assert asker.get(OVERLAP, "query", where="1=1").headers["Content-Type"].startswith("text/html")
