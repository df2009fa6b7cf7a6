# SPDX-License-Identifier: GPL-2.0-or-later
"""The sandbox as ArcGIS Online: tiled and dynamic services, credits, and one token for all hosts."""

from __future__ import annotations

import json

import numpy as np
import pytest


@pytest.fixture
def scene(raster_file):
    """A raster with more than one tile, and a hole."""
    data = np.random.default_rng(5).integers(1, 60000, (2, 300, 520)).astype("u2")
    data[:, 100:120, 200:230] = 0
    return raster_file(data, nodata=0), data


def test_it_says_that_it_is_arcgis_online(online, visitor):
    facts = visitor.get("portals/self", online.token)
    assert (facts["portalName"], facts["isPortal"], facts["portalMode"]) == ("ArcGIS Online", False, "multitenant")
    assert facts["urlKey"]
    assert facts["customBaseUrl"]
    assert facts["helperServices"]["rasterAnalytics"]["url"] == online.tools
    assert "enterpriseVersion" not in visitor.get("", online.token)
    assert online.get(online.tools)["tasks"] == ["CopyRaster", "EstimateRasterAnalysisCost"]
    visitor.control.reset()
    assert visitor.get("portals/self")["portalName"] == "ArcGIS Enterprise"


@pytest.mark.parametrize("place", ["tiled/0123456789ABCDEF", "dynamic/0123456789ABCDEF", "rasteranalysis"])
def test_its_hosts_belong_to_the_portal(visitor, place):
    answer = visitor.get(f"{visitor.process.url}/{place}/arcgis/rest/info")
    assert answer["owningSystemUrl"] == visitor.process.portal
    form = {"serverUrl": f"{visitor.process.url}/{place}/arcgis", "referer": visitor.REFERER}
    assert "token" in visitor.post("generateToken", token=visitor.token("publisher"), **form)


def test_a_dynamic_service_gives_images(online, scene):
    path, data = scene
    created = online.publish(path, "dynamic")
    assert "/dynamic/0123456789ABCDEF/arcgis/rest/services/dynamic/ImageServer" in created["serviceurl"]
    pixels, valid = online.raw(created["serviceurl"], "u2")
    assert np.array_equal(pixels, data)
    assert np.array_equal(valid, data[0] != 0)
    item = online.visitor.get(f"content/items/{created['itemId']}", online.token)
    assert "Dynamic Imagery Layer" in item["typeKeywords"]


def test_a_tiled_service_gives_tiles_only(online, scene):
    lerc = pytest.importorskip("lerc", reason="tiles are decoded with Esri's lerc package")
    path, data = scene
    created = online.publish(path, "tiled", tiled=True)
    address = created["serviceurl"]
    assert "/tiled/0123456789ABCDEF/arcgis/rest/services/tiled/ImageServer" in address
    facts = online.get(address)
    assert set(facts["capabilities"].split(",")) == {"Image", "Metadata", "TilesOnly"}
    assert (facts["cacheType"], facts["tileInfo"]["format"], facts["bsq"]) == ("Raster", "LERC2D", False)
    assert "maxImageWidth" not in facts
    headers = {"X-Esri-Authorization": f"Bearer {online.token}"}
    refused = online.visitor.client.get(f"{address}/exportImage", params={"f": "image"}, headers=headers, timeout=10)
    assert refused.status_code == 400
    level = facts["tileInfo"]["lods"][-1]["level"]
    assert facts["tileInfo"]["lods"][-1]["resolution"] == facts["pixelSizeX"]
    found = np.zeros((2, 512, 768), "u2")
    for row in range(2):
        for column in range(3):
            tile = online.visitor.client.get(f"{address}/tile/{level}/{row}/{column}", headers=headers, timeout=10)
            assert tile.status_code == 200
            problem, pixels, mask = lerc.decode(tile.content)[:3]
            assert problem == 0
            place = np.s_[:, row * 256 : row * 256 + 256, column * 256 : column * 256 + 256]
            pixels = pixels if pixels.ndim == 3 and pixels.shape[0] == 2 else np.moveaxis(pixels, -1, 0)
            found[place] = np.where(True if mask is None else mask.astype(bool), pixels, 0)
    assert np.array_equal(found[:, :300, :520], data)
    item = online.visitor.get(f"content/items/{created['itemId']}", online.token)
    assert "Tiled Imagery" in item["typeKeywords"]


def test_an_enterprise_makes_dynamic_services_only(publisher, tiny):
    created = publisher.publish(tiny, "tiled", tiled=True)
    assert "/Hosted/tiled/" in created["serviceurl"]
    assert publisher.get(created["serviceurl"])["capabilities"] == "Image,Metadata"


def test_its_services_are_private_until_they_are_shared(online, visitor, tiny):
    created = online.publish(tiny, "mine")
    address = created["serviceurl"]
    assert visitor.get(address)["error"] == {
        "code": 499,
        "message": "Token Required",
        "messageCode": "SB_0005",
        "details": ["Token Required"],
    }
    assert visitor.get(address, visitor.token("analyst"))["error"]["code"] == 403
    online.portal(f"content/items/{created['itemId']}/share", everyone="true", org="true")
    assert "extent" in visitor.get(address)
    assert visitor.get(address, "wrong")["error"]["code"] == 498


def test_names_are_unique_over_both_kinds(online):
    online.create("same", tiled=True)
    assert "already exists" in online.create("same")["error"]["message"]


def test_the_tools_are_where_they_belong(online, visitor):
    elsewhere = f"{visitor.process.server}/rest/services/System/RasterAnalysisTools/GPServer"
    assert "not found" in visitor.get(elsewhere, visitor.server_token("publisher"))["error"]["message"]
    visitor.control.portal(online=False)
    assert "not found" in online.get(online.tools)["error"]["message"]


@pytest.mark.parametrize("source", ["service", "blob"])
def test_credits_are_estimated(online, raster_file, source):
    path = raster_file(np.zeros((3, 400, 500), "u1"), "wide.tif")
    if source == "service":
        created = online.publish(path, "wide")
        given = {"type": "ImageryLayer", "url": f"{created['serviceurl']}?token=abc"}
    else:
        given = online.put(path)
    task = {"name": "CopyRaster", "parameters": {"inputRaster": given, "resamplingMethod": "NEAREST"}}
    form = {"inputAnalysisTask": json.dumps(task), "context": "{}"}
    submitted = online.tool("EstimateRasterAnalysisCost/submitJob", **form)
    job = f"EstimateRasterAnalysisCost/jobs/{submitted['jobId']}"
    assert online.wait(job)["results"] == {"outCost": {"paramUrl": "results/outCost"}}
    assert online.job(f"{job}/results/outCost")["value"] == {"credits": 0.01}


@pytest.mark.parametrize(
    "task",
    [
        {},
        {"name": "Hillshade", "parameters": {}},
        {"name": "CopyRaster", "parameters": {"inputRaster": {"url": "https://example.org/ImageServer"}}},
        {"name": "CopyRaster", "parameters": {"inputRaster": '{"uris": ["https://example.org/a.tif"]}'}},
    ],
)
def test_an_estimate_of_nothing_fails(online, task):
    submitted = online.tool("EstimateRasterAnalysisCost/submitJob", inputAnalysisTask=json.dumps(task))
    assert online.wait(f"EstimateRasterAnalysisCost/jobs/{submitted['jobId']}")["jobStatus"] == "esriJobFailed"
