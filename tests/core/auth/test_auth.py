# SPDX-License-Identifier: GPL-2.0-or-later
"""Signing in at a real portal and its servers: who gets which token."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from image_services.core import errors
from image_services.core.auth import REFERER, Credentials
from image_services.core.cancel import Cancel
from image_services.core.gis import Gis

DEM = "rest/services/secure/elevation/dem/ImageServer"
RESTRICTED = "rest/services/restricted/elevation/dem/ImageServer"

# Getting a token


@pytest.mark.parametrize("username", ["admin", "publisher", "analyst", "viewer"])
def test_a_user_name_and_a_password_sign_in_at_the_portal(house, username):
    session = house.session(username)
    for _ in range(3):
        assert session.json(f"{house.portal}/sharing/rest/portals/self")["user"]["username"] == username
    assert house.sign_ins() == [("generateToken", True)]
    assert house.sent("/portal") == [None, *house.tokens("portal")] + [*house.tokens("portal")] * 2


def test_a_stand_alone_server_has_its_own_users(house):
    session = house.session("surveyor", house.standalone)
    assert session.json(f"{house.standalone}/{RESTRICTED}")["pixelType"] == "F32"
    assert house.sign_ins() == [("tokens", True)]
    assert house.sent("/portal") == []


@pytest.mark.parametrize("page", ["", "/home/index.html", "/sharing/rest/portals/self", "/HOME"])
def test_any_page_of_the_portal_will_do_as_its_address(house, page):
    session = house.session("viewer", f"{house.portal}{page}")
    assert session.json(f"{house.portal}/sharing/rest/community/self")["username"] == "viewer"


def test_the_referer_is_the_same_everywhere(house):
    session = house.session()
    session.json(f"{house.server}/{DEM}")
    session.json(f"{house.portal}/sharing/rest/portals/self")
    assert {entry["headers"]["Referer"] for entry in house.control.requests()} == {REFERER}
    assert {entry["params"].get("referer", REFERER) for entry in house.control.requests()} == {REFERER}
    assert {token["referer"] for token in house.control.portal()["tokens"]} == {REFERER}


def test_a_token_is_never_in_an_address(house):
    session = house.session()
    session.json(f"{house.server}/{DEM}")
    session.json(f"{house.standalone}/rest/services")
    gets = [entry for entry in house.control.requests() if entry["method"] == "GET"]
    assert len(gets) >= 4
    assert not any({"token", "username", "password"} & set(entry["params"]) for entry in gets)


# A wrong password


def test_a_wrong_password_is_one_sentence_without_it(house):
    with pytest.raises(errors.SignInRequired, match="sign-in as “analyst” was refused") as caught:
        house.session(password="wr0ng-secret").json(f"{house.portal}/sharing/rest/portals/self")
    assert "Invalid username or password" in str(caught.value)
    assert "wr0ng-secret" not in str(caught.value) + repr(caught.value) + repr(vars(caught.value))
    assert "\n" not in str(caught.value)
    assert caught.value.url == house.portal


def test_a_wrong_password_is_tried_once_by_however_many(house):
    session = house.session(password="wr0ng-secret")

    def ask(address):
        with pytest.raises(errors.SignInRequired, match="was refused"):
            session.json(address)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, [f"{house.portal}/sharing/rest/portals/self", f"{house.server}/{DEM}"] * 8))
    assert house.sign_ins() == [("generateToken", False)]


def test_another_password_is_tried_at_once(house):
    words = iter(["wr0ng-secret", house.passwords["viewer"]])
    session = Gis("house", house.portal, credentials=lambda: Credentials("viewer", next(words))).session_for("")
    with pytest.raises(errors.SignInRequired):
        session.json(f"{house.portal}/sharing/rest/portals/self")
    assert session.json(f"{house.portal}/sharing/rest/portals/self")["user"]["username"] == "viewer"


def test_the_same_password_is_tried_again_after_a_while(house, monkeypatch):
    session = house.session(password="wr0ng-secret")
    monkeypatch.setattr("image_services.core.auth.REFUSED_S", 0.0)
    for _ in range(2):
        with pytest.raises(errors.SignInRequired):
            session.json(f"{house.portal}/sharing/rest/portals/self")
    assert house.sign_ins() == [("generateToken", False)] * 2


def test_a_secret_that_cannot_be_read_is_asked_for_once(house):
    asked = []

    def locked():
        asked.append(1)
        raise errors.SignInRequired("Enter the master password.")

    session = Gis("house", house.portal, credentials=locked).session_for("")
    with pytest.raises(errors.SignInRequired, match="master password"):
        session.json(f"{house.portal}/sharing/rest/portals/self")
    assert len(asked) == 1


# Federated servers


@pytest.mark.parametrize("operation", ["info", "generateToken"])
def test_a_sign_in_can_be_cancelled(house, operation):
    """By whoever does it, and by those who wait for it."""
    house.control.faults({"kind": "hang", "s": 20, "operation": operation})
    session, cancel = house.session(), Cancel()

    def ask(_):
        with pytest.raises(errors.Cancelled):
            session.json(f"{house.server}/{DEM}", cancel=cancel)
        return time.monotonic()

    with ThreadPoolExecutor(4) as pool:
        ends = pool.map(ask, range(4))
        time.sleep(0.5)
        begun = time.monotonic()
        cancel.set()
        assert max(ends) - begun < 2


def test_a_federated_server_gets_a_token_of_its_own(house):
    session = house.session("viewer")
    for _ in range(2):
        assert session.json(f"{house.server}/{DEM}")["pixelType"] == "F32"
    assert house.sign_ins() == [("generateToken", True), ("exchange", True)]
    assert house.sent("/server") == [*house.tokens("server")] * 2
    assert not house.tokens("portal") & set(house.sent("/server"))


def test_a_federated_server_that_would_take_the_portals_token_does_not_get_it(house):
    house.control.portal(portal_tokens=True)
    house.session("viewer").json(f"{house.server}/{DEM}")
    assert house.sent("/server") == [*house.tokens("server")]


def test_whoever_may_not_read_a_service_is_told_so_and_not_asked_to_sign_in(house):
    session = house.session("viewer")
    with pytest.raises(errors.AccessDenied, match="Ask the owner for access"):
        session.json(f"{house.server}/rest/services/secure/quirks/limited/ImageServer")
    assert house.sign_ins() == [("generateToken", True), ("exchange", True)]


def test_a_password_for_a_federated_server_belongs_to_its_portal(house):
    with pytest.raises(errors.BadRequest, match=f"belongs to the portal at {house.portal}: register the portal"):
        house.session("viewer", house.server).json(f"{house.server}/{DEM}")
    assert house.sign_ins() == []


def test_a_server_without_users_gets_no_password(house):
    with pytest.raises(errors.BadRequest, match="knows no user names"):
        house.session("viewer", f"{house.sandbox.url}/arcgis").json(house.sandbox.service_url("elevation/dem"))
    assert {entry["method"] for entry in house.control.requests()} == {"GET"}


# Nothing to be read from the objects


def test_objects_show_no_secrets(house):
    gis = house.gis(password="wr0ng-secret")
    session = gis.session_for(house.portal)
    with pytest.raises(errors.SignInRequired):
        session.json(f"{house.portal}/sharing/rest/portals/self")
    good = house.session()
    good.json(f"{house.server}/{DEM}")
    auth = good._auth
    shown = [gis, session, vars(session), session._auth, vars(session._auth), Credentials("ann", "wr0ng-secret")]
    shown += [good, vars(good), auth, auth._own, auth._servers, vars(gis)]
    text = " ".join(repr(thing) + str(thing) for thing in shown)
    assert "wr0ng-secret" not in text
    for token in house.tokens("portal") | house.tokens("server"):
        assert token not in text
    assert house.passwords["analyst"] not in text
