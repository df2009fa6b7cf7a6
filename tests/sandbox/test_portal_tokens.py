# SPDX-License-Identifier: GPL-2.0-or-later
"""generateToken on the portal and on the stand-alone server: who gets a token, and for whom it is good."""

from __future__ import annotations

import time

import pytest
import requests

DEM = "rest/services/secure/elevation/dem/ImageServer"


def refusal(answer):
    """Return code and details of a refusal."""
    error = answer["error"]
    return error["code"], error["details"]


def test_a_password_gives_a_token_with_its_end_in_milliseconds(visitor):
    before = time.time()
    answer = visitor.post(
        "generateToken",
        username="analyst",
        password=visitor.passwords["analyst"],
        client="referer",
        referer=visitor.REFERER,
        expiration="30",
    )
    assert set(answer) == {"token", "expires", "ssl"}
    assert answer["ssl"] is False
    assert answer["expires"] / 1000 == pytest.approx(before + 1800, abs=20)
    assert visitor.get("community/self", answer["token"])["username"] == "analyst"


def test_the_portal_shortens_a_life_that_is_too_long(visitor):
    form = {"username": "admin", "password": visitor.passwords["admin"], "client": "requestip"}
    answer = visitor.post("generateToken", **form, expiration="1000000")
    assert answer["expires"] / 1000 == pytest.approx(time.time() + 15 * 86400, abs=20)


@pytest.mark.parametrize(
    ("form", "details"),
    [
        ({"username": "analyst", "password": "wrong"}, ["Invalid username or password."]),
        ({"username": "nobody", "password": "x"}, ["Invalid username or password."]),
        ({}, ["'username' must be specified.", "'password' must be specified."]),
        ({"username": "viewer", "password": "viewer-Pa55", "referer": ""}, ["'referer' must be specified."]),
        ({"username": "viewer", "password": "viewer-Pa55", "client": "ip"}, ["'ip' must be specified."]),
        ({"username": "viewer", "password": "viewer-Pa55", "client": "moon"}, ["'client' is invalid."]),
    ],
)
def test_without_the_right_form_there_is_no_token(visitor, form, details):
    answer = visitor.post("generateToken", **{"client": "referer", "referer": "http", **form})
    assert answer["error"]["message"] == "Unable to generate token."
    assert refusal(answer) == (400, details)
    assert visitor.control.portal()["tokens"] == []
    assert [entry["ok"] for entry in visitor.control.portal()["sign_ins"]] == [False]


def test_secrets_must_be_posted_and_not_in_the_address(visitor):
    secrets = {"username": "viewer", "password": visitor.passwords["viewer"], "client": "requestip", "f": "json"}
    assert visitor.get("generateToken", **secrets)["error"]["code"] == 405
    address = f"{visitor.rest}/generateToken"
    answer = visitor.client.post(address, params=secrets, timeout=10).json()
    assert refusal(answer) == (400, ["POST request should not contain username and password in the query string"])


@pytest.mark.parametrize("send", ["query", "form", "x-esri", "authorization", "trailing blank"])
def test_a_token_may_come_in_many_ways(visitor, send):
    token = visitor.token()
    address, headers, params = f"{visitor.rest}/community/self", {}, {"f": "json"}
    if send == "query":
        params["token"] = token
    elif send == "x-esri":
        headers["X-Esri-Authorization"] = f"Bearer {token}"
    elif send == "trailing blank":  # as QGIS sends it
        headers["X-Esri-Authorization"] = f"Bearer {token} "
    elif send == "authorization":
        headers["Authorization"] = f"Bearer {token}"
    if send == "form":
        answer = visitor.client.post(address, {**params, "token": token}, timeout=10)
    else:
        answer = visitor.client.get(address, params=params, headers=headers, timeout=10)
    assert answer.status_code == 200
    assert answer.json()["username"] == "analyst"


@pytest.mark.parametrize("token", ["None", "made-up"])
def test_an_unknown_token_is_refused_even_where_none_is_needed(visitor, token):
    answer = visitor.get("portals/self", token)
    assert answer == {"error": {"code": 498, "message": "Invalid token.", "details": []}}


@pytest.mark.parametrize("referer", ["https://elsewhere.example.org", "https://tests.example.org/", None])
def test_a_token_is_bound_to_its_referer(visitor, referer):
    token = visitor.token()
    visitor.client.headers["Referer"] = referer
    assert visitor.get("portals/self", token)["error"]["code"] == 498


def test_a_token_may_be_bound_to_the_address_instead(visitor):
    here, elsewhere = visitor.token(client="requestip"), visitor.token(client="ip", ip="10.1.2.3")
    visitor.client.headers["Referer"] = "https://elsewhere.example.org"
    assert visitor.get("portals/self", here)["user"]["username"] == "analyst"
    assert visitor.get("portals/self", elsewhere)["error"]["code"] == 498


def test_a_token_ends_when_its_life_is_over(visitor):
    visitor.control.portal(token_life_s=0.2)
    token = visitor.token()
    time.sleep(0.3)
    assert visitor.get("portals/self", token)["error"]["code"] == 498


def test_all_tokens_can_be_ended_at_once(visitor):
    portal, server = visitor.token(), visitor.server_token()
    visitor.control.portal(expire=True)
    assert visitor.get("portals/self", portal)["error"]["code"] == 498
    assert visitor.get(f"{visitor.process.server}/{DEM}", server)["error"]["code"] == 498


@pytest.mark.parametrize("name", ["serverUrl", "serverURL"])
@pytest.mark.parametrize("place", ["/server", "/server/", ""])
def test_a_portal_token_is_exchanged_for_one_of_the_federated_server(visitor, name, place):
    form = {name: visitor.process.url + place, "token": visitor.token(), "referer": visitor.REFERER}
    answer = visitor.post("generateToken", **form, request="getToken")
    assert set(answer) == {"token", "expires", "ssl"}
    assert visitor.get(f"{visitor.process.server}/{DEM}", answer["token"])["name"] == "secure/elevation/dem"


def test_a_password_may_be_exchanged_at_once(visitor):
    form = {"username": "viewer", "password": visitor.passwords["viewer"], "serverUrl": visitor.process.server}
    token = visitor.post("generateToken", **form, referer=visitor.REFERER)["token"]
    assert visitor.get(f"{visitor.process.server}/{DEM}", token)["name"] == "secure/elevation/dem"
    wrong = visitor.post("generateToken", **{**form, "password": "wrong"})
    assert refusal(wrong) == (400, ["Invalid username or password."])


@pytest.mark.parametrize(
    "server", ["{}/standalone", "{}/arcgis", "https://gis.example.org/server", "{}/serverless", "{}.example.org/server"]
)
def test_a_server_that_is_not_the_portals_gets_no_token(visitor, server):
    form = {"serverUrl": server.format(visitor.process.url), "token": visitor.token()}
    answer = visitor.post("generateToken", **form)
    assert refusal(answer) == (400, ["Unable to generate token for this server"])
    assert [token["kind"] for token in visitor.control.portal()["tokens"]] == ["portal"]


def test_nothing_is_exchanged_for_a_wrong_token_or_from_elsewhere(visitor):
    server, token = visitor.process.server, visitor.token()
    assert visitor.post("generateToken", serverUrl=server, token="made-up")["error"]["code"] == 498
    assert refusal(visitor.post("generateToken", serverUrl=server)) == (400, ["'token' must be specified."])
    exchanged = visitor.server_token()
    assert visitor.post("generateToken", serverUrl=server, token=exchanged)["error"]["code"] == 498
    visitor.client.headers["Referer"] = "https://elsewhere.example.org"
    assert visitor.post("generateToken", serverUrl=server, token=token)["error"]["code"] == 498


@pytest.mark.parametrize("address", ["tokens/", "tokens", "tokens/generateToken"])
def test_the_stand_alone_server_has_users_of_its_own(visitor, address):
    word = visitor.control.portal()["server_users"][0]["password"]
    form = {"username": "surveyor", "password": word, "client": "requestip"}
    answer = visitor.post(f"{visitor.process.standalone}/{address}", **form)
    assert set(answer) == {"token", "expires", "ssl"}
    assert visitor.post("generateToken", **form)["error"]["code"] == 400  # a stranger to the portal
    members = {"username": "admin", "password": visitor.passwords["admin"], "client": "requestip"}
    refused = visitor.post(f"{visitor.process.standalone}/{address}", **members)
    assert refusal(refused) == (400, ["Invalid username or password."])


def test_a_browser_gets_a_page(visitor):
    answer = requests.post(f"{visitor.rest}/generateToken", {"username": "<b>"}, timeout=10)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "must be specified" in answer.text
    assert "<b>" not in answer.text


def test_the_control_resource_tells_who_signed_in_and_how(visitor):
    visitor.server_token("viewer")
    state = visitor.control.portal()
    assert [(entry["flow"], entry["username"], entry["ok"]) for entry in state["sign_ins"]] == [
        ("generateToken", "viewer", True),
        ("exchange", "viewer", True),
    ]
    assert [token["kind"] for token in state["tokens"]] == ["portal", "server"]
    visitor.control.reset()
    assert visitor.control.portal()["tokens"] == visitor.control.portal()["sign_ins"] == []
