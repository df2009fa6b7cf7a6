# SPDX-License-Identifier: GPL-2.0-or-later
"""The federated and the stand-alone server: what is open, what wants which token, and what the refusals look like."""

from __future__ import annotations

import time

import pytest

EXPORT = {"bbox": "1,1,2,2", "bboxSR": "4326", "size": "8,8", "format": "tiff"}
NEEDED = {"code": 499, "message": "Token Required", "details": ["Token Required"]}
INVALID = {"code": 498, "message": "Invalid Token", "details": []}


@pytest.fixture
def federated(visitor):
    """The address of the federated server's services."""
    return f"{visitor.process.server}/rest/services"


@pytest.fixture
def standalone(visitor):
    """The address of the stand-alone server's services."""
    return f"{visitor.process.standalone}/rest/services"


def standalone_token(visitor, **form):
    """Sign in to the stand-alone server."""
    word = visitor.control.portal()["server_users"][0]["password"]
    form = {"username": "surveyor", "password": word, "client": "referer", "referer": visitor.REFERER, **form}
    return visitor.post(f"{visitor.process.standalone}/tokens/generateToken", **form)["token"]


def test_each_server_says_whose_tokens_it_takes(visitor):
    process = visitor.process
    owned = visitor.get(f"{process.server}/rest/info")
    assert owned["owningSystemUrl"] == process.portal
    assert owned["authInfo"] == {
        "isTokenBasedSecurity": True,
        "tokenServicesUrl": f"{process.portal}/sharing/rest/generateToken",
        "shortLivedTokenValidity": 60,
    }
    alone = visitor.get(f"{process.standalone}/rest/info")
    assert "owningSystemUrl" not in alone
    assert alone["authInfo"]["tokenServicesUrl"] == f"{process.standalone}/tokens/"
    assert visitor.get(f"{process.url}/arcgis/rest/info")["authInfo"] == {"isTokenBasedSecurity": False}


@pytest.mark.parametrize("path", ["server/sharing/rest/info", "portal/rest/info", "portal/info", "standalone/info"])
def test_no_machine_passes_for_another(visitor, path):
    assert visitor.client.get(f"{visitor.process.url}/{path}", params={"f": "json"}, timeout=10).status_code == 404


def test_the_federated_server_shows_its_folder_and_asks_for_a_token_in_it(visitor, federated):
    assert visitor.get(federated) == {"currentVersion": 11, "folders": ["secure"], "services": []}
    for path in ("secure", "secure/elevation", "secure/elevation/dem/ImageServer"):
        assert visitor.get(f"{federated}/{path}")["error"] == {**NEEDED, "messageCode": "SB_0005"}
    for operation, params in (("exportImage", EXPORT), ("identify", {}), ("tile/0/0/0", {})):
        answer = visitor.client.get(
            f"{federated}/secure/elevation/dem/ImageServer/{operation}", params={"f": "image", **params}, timeout=10
        )
        assert answer.status_code == 200
        assert answer.json()["error"]["code"] == 499


def test_a_server_token_opens_the_federated_server(visitor, federated):
    token = visitor.server_token()
    assert "elevation" in visitor.get(f"{federated}/secure", token)["folders"]
    listed = visitor.get(f"{federated}/secure/elevation", token)["services"]
    assert {"name": "secure/elevation/dem", "type": "ImageServer"} in listed
    secured = visitor.get(f"{federated}/secure/elevation/dem/ImageServer", token)
    openly = visitor.get(f"{visitor.process.services}/elevation/dem/ImageServer")
    assert secured == {**openly, "name": "secure/elevation/dem"}


def test_pixels_are_the_same_through_every_server(visitor, federated, standalone):
    box = {"format": "bsq", "size": "20,10", "renderingRule": '{"rasterFunction":"None"}', "f": "image"}
    extent = visitor.get(f"{visitor.process.services}/elevation/dem/ImageServer")["extent"]
    box["bbox"] = f"{extent['xmin']},{extent['ymin']},{extent['xmin'] + 200},{extent['ymin'] + 100}"

    def pixels(services, name, token=None):
        headers = {} if token is None else {"X-Esri-Authorization": f"Bearer {token}"}
        address = f"{services}/{name}/ImageServer/exportImage"
        return visitor.client.get(address, params=box, headers=headers, timeout=10).content

    expected = pixels(visitor.process.services, "elevation/dem")
    assert len(expected) == 20 * 10 * 4 + 25
    assert pixels(federated, "secure/elevation/dem", visitor.server_token()) == expected
    assert pixels(standalone, "elevation/dem") == expected
    assert pixels(standalone, "restricted/elevation/dem", standalone_token(visitor)) == expected


def test_the_federated_server_refuses_the_tokens_of_others(visitor, federated):
    address = f"{federated}/secure/elevation/dem/ImageServer"
    for token in (visitor.token(), standalone_token(visitor), "made-up"):
        assert visitor.get(address, token)["error"] == INVALID
        assert visitor.get(federated, token)["error"] == INVALID  # the root is public, but not to a wrong token


def test_the_federated_server_takes_portal_tokens_when_told_to(visitor, federated):
    visitor.control.portal(portal_tokens=True)
    assert visitor.get(f"{federated}/secure/elevation/dem/ImageServer", visitor.token())["name"]


def test_a_server_token_is_bound_to_its_referer(visitor, federated):
    token = visitor.server_token()
    visitor.client.headers["Referer"] = "https://elsewhere.example.org"
    assert visitor.get(f"{federated}/secure/elevation/dem/ImageServer", token)["error"] == INVALID


@pytest.mark.parametrize(("username", "allowed"), [("publisher", True), ("admin", True), ("analyst", False)])
def test_a_private_service_is_for_its_owner_and_administrators(visitor, federated, username, allowed):
    answer = visitor.get(f"{federated}/secure/quirks/limited/ImageServer", visitor.server_token(username))
    if allowed:
        assert answer["name"] == "secure/quirks/limited"
    else:
        assert (answer["error"]["code"], answer["error"]["messageCode"]) == (403, "GWM_0003")


def test_a_token_may_end_in_the_middle_of_a_download(visitor, federated):
    visitor.control.portal(token_life_s=0.5)
    address, token = f"{federated}/secure/elevation/dem/ImageServer/exportImage", visitor.server_token("viewer")
    seen = []
    ends = time.monotonic() + 10
    while (not seen or seen[-1] == b"II*\0") and time.monotonic() < ends:
        answer = visitor.client.get(
            address, params={**EXPORT, "f": "image", "token": token}, headers={"Accept-Encoding": ""}, timeout=10
        )
        assert answer.status_code == 200
        seen.append(answer.content[:4])
        time.sleep(0.05)
    assert len(seen) > 1
    assert answer.json()["error"] == INVALID


def test_a_link_to_an_image_is_as_secured_as_the_image(visitor, federated):
    token = visitor.server_token()
    address = f"{federated}/secure/elevation/dem/ImageServer/exportImage"
    link = visitor.get(address, token, **EXPORT)["href"]
    assert link.startswith(f"{visitor.process.server}/rest/directories/arcgisoutput/")
    assert "Token Required" in visitor.client.get(link, timeout=10).text
    image = visitor.client.get(link, headers={"X-Esri-Authorization": f"Bearer {token}"}, timeout=10)
    assert image.content[:4] == b"II*\0"
    elsewhere = link.replace(visitor.process.server, f"{visitor.process.url}/arcgis")
    assert visitor.client.get(elsewhere, timeout=10).status_code == 404


def test_one_folder_of_the_stand_alone_server_is_locked(visitor, standalone):
    listing = visitor.get(standalone)
    assert {"elevation", "restricted"} <= set(listing["folders"])
    assert visitor.get(f"{standalone}/elevation")["services"]
    assert visitor.get(f"{standalone}/restricted")["error"] == NEEDED
    assert visitor.get(f"{standalone}/restricted/elevation/dem/ImageServer")["error"] == NEEDED
    token = standalone_token(visitor)
    assert "elevation" in visitor.get(f"{standalone}/restricted", token)["folders"]
    assert visitor.get(f"{standalone}/restricted/elevation/dem/ImageServer", token)["pixelType"] == "F32"


def test_a_wrong_token_closes_the_open_part_of_the_stand_alone_server(visitor, standalone):
    for token in (visitor.token(), visitor.server_token(), "made-up"):
        assert visitor.get(f"{standalone}/elevation/dem/ImageServer", token)["error"] == INVALID


def test_an_ended_token_of_the_stand_alone_server_meets_the_second_envelope(visitor, standalone):
    token = standalone_token(visitor)
    visitor.control.portal(expire=True)
    answer = visitor.get(f"{standalone}/restricted/elevation/dem/ImageServer", token)
    assert answer == {"status": "error", "messages": ["Token Expired."], "code": 498}


def test_the_open_server_ignores_tokens_unless_told_otherwise(visitor):
    address = f"{visitor.process.services}/elevation/dem/ImageServer"
    assert visitor.get(address, "made-up")["name"] == "elevation/dem"
    visitor.control.portal(refuse_foreign=True)
    assert visitor.get(address, "made-up")["error"] == INVALID
    assert visitor.get(address)["name"] == "elevation/dem"


@pytest.mark.parametrize(
    "path", ["secure/nothing/ImageServer", "elevation/dem/ImageServer", "secure/elevation/dem/MapServer"]
)
def test_what_is_not_there_is_not_found(visitor, federated, path):
    assert "not found" in visitor.get(f"{federated}/{path}", visitor.server_token())["error"]["message"]


def test_overrides_reach_the_secured_servers_too(visitor, federated):
    visitor.control.override("elevation/dem", root={"description": "changed"})
    answer = visitor.get(f"{federated}/secure/elevation/dem/ImageServer", visitor.server_token())
    assert answer["description"] == "changed"


def test_faults_and_the_log_know_the_portal(visitor):
    visitor.control.faults({"kind": "status", "code": 503, "operation": "generateToken", "count": 1})
    form = {"username": "admin", "password": visitor.passwords["admin"], "client": "requestip"}
    address = f"{visitor.rest}/generateToken"
    assert visitor.client.post(address, form, timeout=10).status_code == 503
    assert visitor.client.post(address, form, timeout=10).status_code == 200
    visitor.get(f"{visitor.process.server}/rest/services/secure/elevation/dem/ImageServer")
    logged = [(entry["operation"], entry["service"], entry["fault"]) for entry in visitor.control.requests()]
    assert logged == [
        ("generateToken", None, "status"),
        ("generateToken", None, None),
        ("root", "secure/elevation/dem", None),
    ]
