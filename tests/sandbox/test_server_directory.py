# SPDX-License-Identifier: GPL-2.0-or-later
"""The services directory and the server's info, as ArcGIS Server tells them."""

from __future__ import annotations

import json

import numpy as np
import pytest


def test_a_folder_lists_sub_folders_and_its_own_services_only(world):
    root = world.get("", f="json").json()
    assert list(root) == ["currentVersion", "folders", "services"]
    assert root["folders"] == ["elevation", "imagery"]
    assert {"name": "classes", "type": "ImageServer"} in root["services"]
    assert "elevation/dem" not in {service["name"] for service in root["services"]}


def test_names_carry_the_folder_at_any_depth(world):
    assert world.get("imagery", f="json").json()["folders"] == ["deep"]
    assert world.get("imagery/deep", f="json").json()["services"] == [
        {"name": "imagery/deep/scene", "type": "ImageServer"}
    ]
    assert world.json("imagery/deep/scene")["name"] == "imagery/deep/scene"


def test_html_is_the_default_form(world):
    for path in ("", "imagery", "classes/ImageServer", "classes/ImageServer/legend", "classes/ImageServer/exportImage"):
        answer = world.get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].lower() == "text/html;charset=utf-8"
        assert answer.text.startswith("<html>")


def test_an_image_of_the_root_resource_is_a_page(world):
    answer = world.get("classes/ImageServer", f="image")
    assert (answer.status_code, answer.headers["Content-Type"].lower()) == (200, "text/html;charset=utf-8")


def test_pjson_is_json_for_people(world):
    assert "\n" in world.get("", f="pjson").text
    assert world.get("", f="pjson").json() == world.get("", f="json").json()


def test_what_does_not_exist_is_an_error_with_status_200(world, shared_data):
    recorded = json.loads((shared_data / "real-services" / "error-not-found.json").read_text())
    answer = world.get("imagery/nope/ImageServer", f="json")
    assert answer.status_code == 200
    assert answer.json()["error"]["code"] == recorded["error"]["code"]
    assert answer.json()["error"]["message"] == "Service imagery/nope/ImageServer not found"
    assert world.get("nope", f="json").json() == {"error": {"code": 404, "message": "Folder not found", "details": []}}
    assert world.get("classes/MapServer", f="json").json()["error"]["code"] == 500
    assert world.json("classes", "noSuchOperation")["error"]["message"] == "Invalid URL"


@pytest.mark.parametrize("path", ["..", "imagery/..", "%2e%2e/%2e%2e/etc", "..%5c..%5cetc", ".hidden"])
def test_no_path_leads_out_of_the_data_folder(world, path):
    answer = world.client.get(f"{world.process.services}/x/../{path}", params={"f": "json"}, timeout=10)
    assert answer.status_code == 404 or "error" in answer.json() or answer.json() == world.get("", f="json").json()


def test_the_server_introduces_itself(world):
    info = world.client.get(f"{world.process.url}/arcgis/rest/info", params={"f": "json"}, timeout=10).json()
    assert info["currentVersion"] == 11
    assert info["authInfo"] == {"isTokenBasedSecurity": False}


def test_json_is_compressed_for_who_asks_and_images_are_not(world):
    assert world.get("classes/ImageServer", f="json").headers.get("Content-Encoding") == "gzip"
    box = world.box("elevation/dem", 0, 0, 300, 200)
    assert "Content-Encoding" not in world.export("elevation/dem", bbox=box, format="bsq").headers


def test_post_does_what_get_does(world):
    query = {"f": "image", "format": "bsq", "bbox": world.box("signed", 0, 0, 50, 60), "size": "50,60"}
    url = world.process.service_url("signed") + "/exportImage"
    posted = world.client.post(url, data=query, timeout=10)
    assert posted.content == world.client.get(url, params=query, timeout=10).content
    assert np.frombuffer(posted.content, "i1", 3000).tolist() == world.pixels["signed"].ravel().tolist()


def test_operations_are_found_in_any_case(world):
    assert world.json("months", "multiDimensionalInfo") == world.json("months", "multidimensionalInfo")


def test_a_raster_that_appears_becomes_a_service(world_session, tmp_path):
    from osgeo import gdal

    from sandbox.process import start

    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(tmp_path / "first.tif"), 4, 3)
    dataset.SetGeoTransform((0, 1, 0, 3, 0, -1))
    dataset = None
    with start(tmp_path) as process:
        names = world_session.client.get(process.services, params={"f": "json"}, timeout=10).json()["services"]
        assert [entry["name"] for entry in names] == ["first"]
        dataset = driver.Create(str(tmp_path / "second.tif"), 5, 6)
        dataset.SetGeoTransform((0, 1, 0, 6, 0, -1))
        dataset = None
        names = world_session.client.get(process.services, params={"f": "json"}, timeout=10).json()["services"]
        assert [entry["name"] for entry in names] == ["first", "second"]
        (tmp_path / "second.service.json").write_text('{"root": {"description": "new"}}')
        root = world_session.client.get(process.service_url("second"), params={"f": "json"}, timeout=10).json()
        assert root["description"] == "new"
        assert "spatialReference" not in root
        assert "spatialReference" not in root["extent"]
