# SPDX-License-Identifier: GPL-2.0-or-later
"""Items, people and groups of the portal as resources, and the handle that tests hold."""

from __future__ import annotations

import json
import subprocess

import numpy as np
import pytest
import requests
from osgeo import gdal

from sandbox.process import start

GONE = {"code": 400, "message": "Item does not exist or is inaccessible.", "messageCode": "CONT_0001", "details": []}


def found(visitor, title, token=None):
    """Return the item of that title."""
    results = visitor.get("search", token, q=f'title:"{title}"', num="100")["results"]
    return next(item for item in results if item["title"] == title)


def test_the_portal_tells_what_it_is(visitor):
    assert visitor.get("info") == {
        "owningSystemUrl": visitor.process.portal,
        "authInfo": {"tokenServicesUrl": f"{visitor.rest}/generateToken", "isTokenBasedSecurity": True},
    }
    for address in ("/portal/sharing", "/portal/sharing/rest", "/portal/sharing/rest/"):
        answer = visitor.get(visitor.process.url + address)
        assert answer == {"currentVersion": "11.3", "enterpriseVersion": "11.3.0"}
    assert visitor.get(f"{visitor.process.portal}/sharing/info") == visitor.get("info")
    assert visitor.get("no/such/resource")["error"]["message"] == "Invalid URL"


def test_nobody_gets_the_public_view_and_a_member_himself(visitor):
    public = visitor.get("portals/self")
    assert "user" not in public
    assert public["isPortal"] is True
    assert public["allSSL"] is False
    user = visitor.get("portals/self", visitor.token("publisher"))["user"]
    assert (user["username"], user["fullName"], user["role"]) == ("publisher", "Pat Lisher", "org_publisher")
    assert "premium:publisher:rasteranalysis" in user["privileges"]
    viewer = visitor.get("portals/self", visitor.token("viewer"))["user"]
    assert (viewer["role"], viewer["privileges"]) == ("org_user", [])
    assert {**public, "user": user} == visitor.get(f"portals/{public['id']}", visitor.token("publisher"))


def test_what_is_for_members_wants_a_token(visitor):
    for resource in ("community/self", "content/users/analyst", "portals/self/roles"):
        error = visitor.get(resource)["error"]
        assert (error["code"], error["message"], error["messageCode"]) == (499, "Token Required.", "GWM_0003")


def test_everybody_knows_himself_best(visitor):
    token = visitor.token("analyst")
    assert "privileges" in visitor.get("community/users/analyst", token)
    assert "privileges" not in visitor.get("community/users/publisher", token)
    assert "privileges" in visitor.get("community/users/analyst", visitor.token("admin"))
    assert visitor.get("community/users/nobody", token)["error"]["code"] == 400
    assert visitor.get("community/users/analyst")["error"]["code"] == 400


def test_groups_show_themselves_to_their_members(visitor):
    listed = {group["title"] for group in visitor.get("community/groups", q="*")["results"]}
    assert listed == {"Terrain"}
    mine = visitor.get("community/groups", visitor.token("publisher"), q="*")
    assert {group["title"] for group in mine["results"]} == {"Terrain", "Land and water", "Quality assurance"}
    groups = {group["title"]: group for group in mine["results"]}
    quality = f"community/groups/{groups['Quality assurance']['id']}"
    assert visitor.get(quality, visitor.token("analyst"))["userMembership"]["memberType"] == "member"
    assert visitor.get(quality, visitor.token("viewer"))["error"]["code"] == 400
    assert {group["title"] for group in visitor.get("community/self", visitor.token("viewer"))["groups"]} == {
        "Land and water"
    }


def test_an_item_leads_to_its_service(visitor):
    item = found(visitor, "Elevation Dem")
    assert visitor.get(f"content/items/{item['id']}") == item
    assert visitor.get(item["url"])["name"] == "elevation/dem"
    assert (item["type"], item["access"], item["owner"]) == ("Image Service", "public", "publisher")
    assert item["description"].startswith("<div>")
    (west, south), (east, north) = item["extent"]
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    box = visitor.get(item["url"])["extent"]
    corner = np.degrees([box["xmin"] / 6378137, np.arctan(np.sinh(box["ymin"] / 6378137))])
    np.testing.assert_allclose([west, south], corner, atol=1e-9)


def test_what_is_not_public_lies_on_the_federated_server(visitor):
    item = found(visitor, "Imagery Scene", visitor.token())
    assert item["url"] == f"{visitor.process.server}/rest/services/secure/imagery/scene/ImageServer"
    assert visitor.get(item["url"], visitor.server_token())["name"] == "secure/imagery/scene"


def test_an_item_that_is_not_shared_does_not_exist(visitor):
    token = visitor.token("publisher")
    hidden = found(visitor, "Quirks Limited", token)
    for resource in ("", "/data", f"/info/{hidden['thumbnail']}"):
        assert visitor.get(f"content/items/{hidden['id']}{resource}")["error"] == GONE
        assert visitor.get(f"content/items/{hidden['id']}{resource}", visitor.token("viewer"))["error"] == GONE
    assert visitor.get(f"content/items/{hidden['id']}", token) == hidden
    assert visitor.get(f"content/items/{'f' * 32}")["error"] == GONE


def test_a_service_without_a_place_has_no_extent(visitor):
    assert found(visitor, "Quirks Nosr", visitor.token("publisher"))["extent"] == []


def test_data_is_what_was_saved_with_the_item(visitor):
    item = found(visitor, "Elevation Dem")
    assert visitor.get(f"content/items/{item['id']}/data") == {}
    rule = {"renderingRule": {"rasterFunction": "Hillshade"}}
    visitor.control.override("elevation/dem", item={"data": rule})
    assert visitor.get(f"content/items/{item['id']}/data") == rule


@pytest.mark.parametrize("title", ["Elevation Dem", "Landcover Classes", "Imagery Scene", "Quirks Nosr"])
def test_a_thumbnail_shows_the_raster(visitor, title):
    token = visitor.token("admin")
    item = found(visitor, title, token)
    address = f"{visitor.rest}/content/items/{item['id']}/info/{item['thumbnail']}"
    answer = visitor.client.get(address, headers={"X-Esri-Authorization": f"Bearer {token}"}, timeout=30)
    assert answer.headers["Content-Type"] == "image/png"
    gdal.FileFromMemBuffer("/vsimem/thumbnail.png", answer.content)
    picture = gdal.Open("/vsimem/thumbnail.png").ReadAsArray()
    gdal.Unlink("/vsimem/thumbnail.png")
    assert picture.shape == (4, 133, 200)
    alpha = picture[3]
    assert alpha.any()
    assert len(np.unique(picture[:3, alpha > 0], axis=1).T) > 1  # a picture, and no mere area


def test_what_is_no_image_service_has_no_thumbnail(visitor):
    item = found(visitor, "Survey points")
    assert item["thumbnail"] is None
    assert visitor.get(f"content/items/{item['id']}/info/thumbnail/thumbnail.png")["error"]["code"] == 400


def test_a_member_browses_his_folders(visitor):
    token = visitor.token("publisher")
    root = visitor.get("content/users/publisher", token)
    assert {folder["title"] for folder in root["folders"]} == {"Terrain", "Oddities"}
    assert root["currentFolder"] is None
    assert "Landcover Classes" in {item["title"] for item in root["items"]}
    folder = next(folder for folder in root["folders"] if folder["title"] == "Terrain")
    inside = visitor.get(f"content/users/publisher/{folder['id']}", token)
    assert inside["currentFolder"] == folder
    assert {item["title"] for item in inside["items"]} == {"Elevation Dem", "Elevation Jacksboro"}
    assert all(item["ownerFolder"] == folder["id"] for item in inside["items"])
    first = visitor.get(f"content/users/publisher/{folder['id']}", token, num="1")
    assert (first["total"], first["num"], first["nextStart"], len(first["items"])) == (2, 1, 2, 1)
    assert visitor.get("content/users/publisher/nofolder", token)["error"]["code"] == 400


def test_the_content_of_others_is_for_administrators(visitor):
    assert visitor.get("content/users/publisher", visitor.token("admin"))["total"] > 0
    error = visitor.get("content/users/publisher", visitor.token("analyst"))["error"]
    assert (error["code"], error["messageCode"]) == (403, "GWM_0003")


def test_generated_items_are_the_same_in_every_run(visitor):
    visitor.control.portal(items=50)
    token = visitor.token("admin")
    first = visitor.get("search", token, q="tags:generated", num="100", sortField="title")["results"]
    assert len(first) == 50
    visitor.control.reset()
    visitor.control.portal(items=50)
    again = visitor.get("search", visitor.token("admin"), q="tags:generated", num="100", sortField="title")["results"]
    assert [item["id"] for item in again] == [item["id"] for item in first]
    assert len({item["id"] for item in first}) == 50
    for item in first:
        (west, south), (east, north) = item["extent"]
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90
    hostile = visitor.get("search", visitor.token("admin"), q="alert")["results"]
    assert "<script>" in hostile[0]["description"]


@pytest.mark.parametrize(
    "wrong",
    [{"items": -1}, {"items": True}, {"items": 10**9}, {"token_life_s": "5"}, {"redirects": "x"}, {"colour": 1}],
)
def test_settings_that_make_no_sense_change_nothing(visitor, wrong):
    before = visitor.control.portal()["settings"]
    with pytest.raises(ValueError, match=next(iter(wrong))):
        visitor.control.portal(**wrong)
    assert visitor.control.portal()["settings"] == before
    answer = requests.post(f"{visitor.process.url}/_control/portal", "[1]", timeout=10)
    assert answer.status_code == 400


def test_a_reset_forgets_everybody(visitor):
    token = visitor.token()
    visitor.control.portal(items=5, portal_tokens=True)
    visitor.control.reset()
    assert visitor.get("portals/self", token)["error"]["code"] == 498
    state = visitor.control.portal()
    assert (state["settings"]["items"], state["settings"]["portal_tokens"]) == (0, False)


def test_over_https_every_address_says_so(sandbox_data, tmp_path):
    pem = tmp_path / "both.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    made = subprocess.run([*command, "-keyout", pem, "-out", tmp_path / "cert.pem"], capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    with pem.open("a") as file:
        file.write((tmp_path / "cert.pem").read_text())
    with start(sandbox_data, "--certificate", str(pem)) as process:
        assert process.control.portal()["settings"]["items"] == 0
        assert process.portal.startswith("https://")
        client = requests.Session()
        client.trust_env = False  # its certificates would win over this one
        client.verify = str(tmp_path / "cert.pem")
        info = client.get(f"{process.portal}/sharing/rest/info", params={"f": "json"}, timeout=10)
        assert info.json()["owningSystemUrl"] == process.portal
        assert client.get(f"{process.portal}/sharing/rest/portals/self?f=json", timeout=10).json()["allSSL"] is True
        found = client.get(f"{process.portal}/sharing/rest/search?f=json&q=dem", timeout=10).json()["results"]
        assert json.dumps(found).count("http://") == 0
        client.close()
