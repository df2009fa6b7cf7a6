# SPDX-License-Identifier: GPL-2.0-or-later
"""The portal's side of publishing: names, folders, empty services, and what their owners do with the items."""

from __future__ import annotations

import json

import numpy as np
import pytest

FORBIDDEN = "You do not have permissions to access this resource or perform this operation."


def publishing(visitor):
    """Return what the sandbox holds."""
    return visitor.control.portal()["publishing"]


def test_a_name_is_available_until_a_service_has_it(publisher):
    asked = {"name": "depth", "type": "Image Service"}
    assert publisher.portal("portals/self/isServiceNameAvailable", **asked) == {"available": True}
    publisher.create("depth")
    assert publisher.portal("portals/self/isServiceNameAvailable", **asked) == {"available": False}
    asked["name"] = "DEPTH"
    assert publisher.portal("portals/self/isServiceNameAvailable", **asked) == {"available": False}
    answer = publisher.visitor.get("portals/self/isServiceNameAvailable", publisher.token, name="x", type="y")
    assert answer == {"available": True}


def test_a_name_must_be_given_and_only_members_may_ask(publisher):
    assert (
        publisher.portal("portals/self/isServiceNameAvailable", name="", type="Image Service")["error"]["code"] == 400
    )
    answer = publisher.visitor.post("portals/self/isServiceNameAvailable", name="a", type="Image Service")
    assert answer["error"]["code"] == 499


def test_a_new_service_is_empty_and_private(publisher):
    created = publisher.create("depth", title="Depth of the lake")
    address = f"{publisher.visitor.process.server}/rest/services/Hosted/depth/ImageServer"
    assert created["success"] is True
    assert created["serviceurl"] == created["encodedServiceURL"] == address
    item = publisher.visitor.get(f"content/items/{created['itemId']}", publisher.token)
    assert (item["title"], item["name"], item["url"]) == ("Depth of the lake", "depth", address)
    assert (item["type"], item["owner"], item["access"]) == ("Image Service", "publisher", "private")
    assert "Hosted Service" in item["typeKeywords"]
    facts = publisher.get(address)
    assert (facts["name"], facts["bandCount"], facts["serviceItemId"]) == ("Hosted/depth", 0, created["itemId"])
    assert "extent" not in facts
    assert publisher.get(f"{address}/exportImage")["error"]["code"] == 400


def test_a_name_that_is_taken_is_refused(publisher):
    publisher.create("depth")
    error = publisher.create("Depth")["error"]
    assert error["code"] == 400
    assert error["message"] == "Service name 'Depth' already exists for '0123456789ABCDEF'"
    assert len(publishing(publisher.visitor)["published"]) == 1


@pytest.mark.parametrize("name", ["", "with space", "a-b", "a.b", "../a", "a/b", "it's"])
def test_a_name_of_other_characters_is_refused(publisher, name):
    assert publisher.create(name)["error"]["code"] == 400


@pytest.mark.parametrize(
    "form",
    [{"outputType": "featureService"}, {"createParameters": "[]"}, {"createParameters": "{"}, {"createParameters": ""}],
)
def test_parameters_that_make_no_sense_are_refused(publisher, form):
    assert publisher.create("depth", **form)["error"]["code"] == 400


@pytest.mark.parametrize("username", ["analyst", "viewer"])
def test_who_may_not_publish_is_refused(visitor, username, publisher):
    somebody = type(publisher)(visitor, username)
    assert somebody.create("depth")["error"]["message"] == FORBIDDEN
    assert somebody.tool("uploads/register", itemName="a.tif")["error"]["code"] == 403
    assert publishing(visitor)["published"] == []


def test_nobody_creates_in_the_content_of_another(visitor, publisher):
    publisher.home = "content/users/admin"
    assert publisher.create("depth")["error"]["code"] == 403
    administrator = type(publisher)(visitor, "admin")
    administrator.home = "content/users/publisher"
    assert administrator.create("depth")["success"] is True
    assert publishing(visitor)["published"][0]["owner"] == "publisher"


def test_changes_are_posted(publisher):
    answer = publisher.visitor.get(f"{publisher.home}/createService", publisher.token)
    assert answer["error"]["code"] == 405


def test_the_id_of_the_item_may_be_chosen_once(publisher):
    wanted = "0" * 31 + "a"
    assert publisher.create("depth", itemIdToCreate=wanted)["itemId"] == wanted
    assert publisher.create("width", itemIdToCreate=wanted)["error"]["code"] == 400
    assert publisher.create("width", itemIdToCreate="short")["error"]["code"] == 400


def test_a_folder_is_made_and_holds_services(publisher):
    answer = publisher.portal(f"{publisher.home}/createFolder", title="My rasters")
    folder = answer["folder"]
    assert (answer["success"], folder["username"], folder["title"]) == (True, "publisher", "My rasters")
    created = publisher.create("depth", folder=folder["id"])
    content = publisher.portal(publisher.home)
    assert "My rasters" in {one["title"] for one in content["folders"]}
    assert created["itemId"] not in {item["id"] for item in content["items"]}
    inside = publisher.portal(f"{publisher.home}/{folder['id']}")
    assert [item["id"] for item in inside["items"]] == [created["itemId"]]
    assert inside["items"][0]["ownerFolder"] == folder["id"]
    update = f"{publisher.home}/{folder['id']}/items/{created['itemId']}/update"
    assert publisher.portal(update, title="New") == {"success": True, "id": created["itemId"]}


def test_a_folder_has_a_title_of_its_own(publisher):
    publisher.portal(f"{publisher.home}/createFolder", title="My rasters")
    error = publisher.portal(f"{publisher.home}/createFolder", title="my RASTERS")["error"]
    assert (error["code"], error["details"]) == (400, ["Folder title not available."])
    assert publisher.portal(f"{publisher.home}/createFolder", title="Terrain")["error"]["code"] == 400
    assert publisher.portal(f"{publisher.home}/createFolder", title=" ")["error"]["code"] == 400
    assert publisher.create("depth", folder="f" * 32)["error"]["message"] == "Folder does not exist or is inaccessible."


def test_a_folder_goes_with_what_is_in_it(publisher):
    folder = publisher.portal(f"{publisher.home}/createFolder", title="My rasters")["folder"]
    publisher.create("depth", folder=folder["id"])
    publisher.create("width")
    assert publisher.portal(f"{publisher.home}/{folder['id']}/delete")["success"] is True
    assert [one["name"] for one in publishing(publisher.visitor)["published"]] == ["Hosted/width"]
    assert publisher.portal(f"{publisher.home}/{folder['id']}/delete")["error"]["code"] == 400


def test_an_item_is_dressed(publisher):
    created = publisher.create("depth")
    properties = {"jobUrl": "https://example.org/jobs/1", "jobStatus": "completed"}
    answer = publisher.portal(
        f"{publisher.home}/items/{created['itemId']}/update",
        title="Depth",
        snippet="How deep",
        description="<p>Deep</p>",
        tags="lake, depth ,",
        accessInformation="Us",
        licenseInfo="None",
        extent="1,2,3,4",
        properties=json.dumps(properties),
    )
    assert answer == {"success": True, "id": created["itemId"]}
    item = publisher.visitor.get(f"content/items/{created['itemId']}", publisher.token)
    assert [item[name] for name in ("title", "snippet", "description")] == ["Depth", "How deep", "<p>Deep</p>"]
    assert (item["tags"], item["properties"], item["extent"]) == (["lake", "depth"], properties, [[1, 2], [3, 4]])
    assert (item["accessInformation"], item["licenseInfo"]) == ("Us", "None")
    assert item["modified"] >= item["created"] > 1_700_000_000_000


@pytest.mark.parametrize("form", [{"extent": "1,2,3"}, {"extent": "a,b,c,d"}, {"properties": "["}, {"title": " "}])
def test_an_update_that_makes_no_sense_changes_nothing(publisher, form):
    created = publisher.create("depth")
    answer = publisher.portal(f"{publisher.home}/items/{created['itemId']}/update", snippet="new", **form)
    assert answer["error"]["code"] == 400
    assert publisher.visitor.get(f"content/items/{created['itemId']}", publisher.token)["snippet"] is None


def test_sharing_decides_who_sees_item_and_service(publisher, tiny, visitor):
    created = publisher.publish(tiny, "depth")
    address, item = created["serviceurl"], f"content/items/{created['itemId']}"
    analyst, analyst_on_server = visitor.token("analyst"), visitor.server_token("analyst")

    def seen():
        there = (visitor.get(address), visitor.get(address, analyst_on_server), publisher.get(address))
        found = (visitor.get(item), visitor.get(item, analyst), visitor.get(item, publisher.token))
        return [["error" not in answer for answer in answers] for answers in (there, found)]

    assert seen() == [[False, False, True]] * 2
    assert visitor.get(address, analyst_on_server)["error"]["code"] == 403
    answer = publisher.portal(f"{publisher.home}/items/{created['itemId']}/share", org="true", groups="nothing")
    assert answer == {"notSharedWith": ["nothing"], "itemId": created["itemId"]}
    assert seen() == [[False, True, True]] * 2
    publisher.portal(f"content/items/{created['itemId']}/share", everyone="true", org="true")
    assert seen() == [[True, True, True]] * 2
    publisher.portal(f"{publisher.home}/items/{created['itemId']}/share", everyone="false", org="false")
    assert seen() == [[False, False, True]] * 2


def test_an_item_is_shared_with_a_group(publisher, visitor):
    created = publisher.create("depth")
    group = next(one["id"] for one in visitor.control.portal()["groups"] if one["title"] == "Quality assurance")
    answer = publisher.portal(f"{publisher.home}/items/{created['itemId']}/share", org="true", groups=group)
    assert answer["notSharedWith"] == []
    inside = visitor.get(f"content/groups/{group}/search", visitor.token("analyst"), q='title:"depth"', num=100)
    assert created["itemId"] in {item["id"] for item in inside["results"]}


def test_what_is_deleted_is_gone_and_its_name_is_free(publisher, tiny, visitor):
    created = publisher.publish(tiny, "depth")
    answer = publisher.portal(f"{publisher.home}/items/{created['itemId']}/delete", permanentDelete="true")
    assert answer == {"success": True, "itemId": created["itemId"]}
    assert "not found" in publisher.get(created["serviceurl"])["error"]["message"]
    assert visitor.get(f"content/items/{created['itemId']}", publisher.token)["error"]["code"] == 400
    assert publisher.portal(f"{publisher.home}/items/{created['itemId']}/delete")["error"]["code"] == 400
    again = publisher.publish(tiny, "depth")
    assert again["serviceurl"] == created["serviceurl"]
    assert again["itemId"] != created["itemId"]


@pytest.mark.parametrize("action", ["update", "delete", "share"])
def test_only_the_owner_and_administrators_change_an_item(publisher, visitor, action):
    created = publisher.create("depth")
    publisher.portal(f"content/items/{created['itemId']}/share", org="true")
    address = f"content/users/publisher/items/{created['itemId']}/{action}"
    assert visitor.post(address, token=visitor.token("analyst"), title="mine")["error"]["code"] == 403
    assert visitor.post(address, title="mine")["error"]["code"] == 499
    assert visitor.get(address, publisher.token)["error"]["code"] == 405
    assert "error" not in visitor.post(address, token=visitor.token("admin"), title="ours")


def test_what_lies_in_the_data_folder_cannot_be_changed(publisher, visitor):
    item = visitor.get("search", publisher.token, q="dem")["results"][0]["id"]
    assert publisher.portal(f"{publisher.home}/items/{item}/delete")["error"]["code"] == 400


def test_the_published_service_is_found_and_listed(publisher, visitor, tiny):
    created = publisher.publish(tiny, "unheard_of_word")
    found = visitor.get("search", publisher.token, q='unheard_of_word type:"Image Service"')["results"]
    assert [item["id"] for item in found] == [created["itemId"]]
    (west, south), (east, north) = found[0]["extent"]
    assert -88 < west < east < -86
    assert 36 < south < north < 37
    services = f"{visitor.process.server}/rest/services"
    assert publisher.get(services)["folders"] == ["Hosted", "secure"]
    assert publisher.get(f"{services}/Hosted")["services"] == [
        {"name": "Hosted/unheard_of_word", "type": "ImageServer"}
    ]
    assert visitor.get(f"{services}/Hosted")["error"]["code"] == 499


def test_without_raster_analytics_nothing_can_be_published(publisher, visitor):
    visitor.control.portal(raster_analytics=False)
    helpers = visitor.get("portals/self", publisher.token)["helperServices"]
    assert "rasterAnalytics" not in helpers
    assert publisher.create("depth")["error"]["code"] == 400
    assert "not found" in publisher.tool("")["error"]["message"]


def test_no_service_is_created_when_the_store_is_full(publisher, visitor, raster_file):
    publisher.publish(raster_file(np.zeros((1, 40, 40), "u1")), "full")
    visitor.control.portal(quota_bytes=100)
    assert publisher.create("depth")["error"]["details"] == ["The storage quota has been reached."]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("online", 1),
        ("raster_analytics", None),
        ("upload_limit_bytes", -1),
        ("quota_bytes", 1.5),
        ("extensions", "tif"),
        ("job_seconds", "slow"),
        ("job_failure", None),
        ("signature_seconds", []),
        ("signature_seconds", [-1]),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(visitor, name, value):
    with pytest.raises(ValueError, match=name):
        visitor.control.portal(**{name: value})


def test_a_reset_leaves_nothing_behind(publisher, visitor, tiny):
    publisher.publish(tiny, "depth")
    publisher.portal(f"{publisher.home}/createFolder", title="My rasters")
    visitor.control.reset()
    assert not any(publishing(visitor).values())
    folders = visitor.get("content/users/publisher", visitor.token("publisher"))["folders"]
    assert "My rasters" not in {folder["title"] for folder in folders}
