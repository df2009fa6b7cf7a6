# SPDX-License-Identifier: GPL-2.0-or-later
"""Those who get nothing: neighbours, impostors, other hosts, and whoever listens on the way."""

from __future__ import annotations

import time

import pytest
from image_services.core import errors
from image_services.core.auth import AUTHORIZATION_HEADER, Credentials, GisAuth
from image_services.core.connect import open_service
from image_services.core.gis import Gis

DEM = "rest/services/secure/elevation/dem/ImageServer"
RESTRICTED = "rest/services/restricted/elevation/dem/ImageServer"


def test_the_portals_neighbours_get_nothing(house):
    session = house.session()
    with pytest.raises(errors.SignInRequired, match="asks for a sign-in"):
        session.json(f"{house.standalone}/{RESTRICTED}")
    house.control.portal(refuse_foreign=True)
    assert session.json(house.sandbox.service_url("elevation/dem"))["pixelType"] == "F32"
    assert house.sent("/standalone") == [None]
    assert house.sent("/arcgis") == [None]
    assert house.sign_ins() == []


def secrets_in(house, seen):
    """The secrets of the house in what another server has seen."""
    known = {*house.passwords.values(), *house.tokens("portal"), *house.tokens("server"), *house.tokens("standalone")}
    return [word for word in known if word in repr(seen)]


def test_whoever_claims_to_be_the_portals_server_gets_nothing(house, server, reply_json):
    server.respond = lambda seen: reply_json({"currentVersion": 11, "owningSystemUrl": house.portal, "public": True})
    session = house.session()
    assert session.json(f"{server.url}/server/rest/services/A/ImageServer")["public"]
    assert house.sign_ins() == [("generateToken", True), ("exchange", False)]
    assert [seen.path for seen in server.seen] == ["/server/rest/info", "/server/rest/services/A/ImageServer"]
    assert secrets_in(house, server.seen) == []
    assert not any(AUTHORIZATION_HEADER in seen.headers for seen in server.seen)


@pytest.mark.parametrize("owner", ["N/A", "http://[half", 7, None, "https://gis.example.org/portal"])
def test_a_server_of_nobody_or_of_somebody_else_gets_nothing(house, server, reply_json, owner):
    server.respond = lambda seen: reply_json({"currentVersion": 11, "owningSystemUrl": owner})
    house.session().json(f"{server.url}/arcgis/rest/services/A/ImageServer")
    assert house.sign_ins() == []
    assert not any(AUTHORIZATION_HEADER in seen.headers for seen in server.seen)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_public_server_may_keep_its_description_to_itself(house, server, reply, reply_json, status):
    server.respond = lambda seen: reply(status=status) if seen.path.endswith("/info") else reply_json({"public": True})
    assert house.session().json(f"{server.url}/arcgis/rest/services/A/ImageServer")["public"]
    assert not any(AUTHORIZATION_HEADER in seen.headers for seen in server.seen)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "code": 400, "message": "Unable to complete operation.", "operation": "info"},
        {"kind": "empty", "operation": "info"},
        {"kind": "error", "code": 400, "message": "Unable to generate token.", "operation": "generateToken", "skip": 1},
    ],
    ids=["no description", "nothing", "no exchange"],
)
def test_a_bad_moment_makes_no_stranger_of_a_federated_server_for_good(house, monkeypatch, fault):
    """QGIS keeps its sign-ins while it runs: a server that was lost then would be lost until it is started again."""
    monkeypatch.setattr("image_services.core.auth.DOUBT_S", 1.0)
    house.control.faults({**fault, "count": 1})
    session = house.session()
    dem = f"{house.server}/rest/services/secure/elevation/dem/ImageServer"
    for _ in range(2):
        with pytest.raises(errors.SignInRequired):
            session.json(dem)
    asked = [entry["path"] for entry in house.control.requests()]
    assert asked.count("/server/rest/info") == 1  # not for every tile
    time.sleep(1.0)
    assert session.json(dem)["pixelType"] == "F32"


def redirected(reply, target, status=302):
    return reply(status=status, headers={"Location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_token_does_not_follow_to_another_host(fake, other_server, reply, reply_json, status):
    foreign = other_server.url.replace("127.0.0.1", "localhost")
    fake.answer = lambda seen: redirected(reply, f"{foreign}/there", status)
    other_server.respond = lambda seen: reply_json({"elsewhere": True})
    assert fake.session().json(fake.url)["elsewhere"]
    assert fake.server.seen[-1].headers[AUTHORIZATION_HEADER] == "Bearer token-0"
    assert "/there" in [seen.path for seen in other_server.seen]
    assert "token-0" not in repr(other_server.seen)
    assert "pa55-secret" not in repr(other_server.seen)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_password_does_not_follow_to_another_host(fake, other_server, reply, status):
    foreign = other_server.url.replace("127.0.0.1", "localhost")
    fake.tokens = lambda seen: redirected(reply, f"{foreign}/tokens/", status)
    with pytest.raises(errors.ProtocolError, match="sends the sign-in to another place, localhost"):
        fake.session().json(fake.url)
    assert other_server.seen == []


def test_a_password_follows_within_its_host_and_stays_in_the_form(fake, reply):
    fake.tokens = lambda seen: (
        fake.give(seen) if seen.path == "/gis/tokens/new" else redirected(reply, "/gis/tokens/new", 301)
    )
    fake.session().json(fake.url)
    last = next(seen for seen in fake.server.seen if seen.path == "/gis/tokens/new")
    assert (last.method, last.query, last.form["password"]) == ("POST", {}, "pa55-secret")


@pytest.mark.parametrize(
    "service", ["https://evil.example/tokens/", "https://127.0.0.1.evil.example/", "http://[half", "ftp://127.0.0.1/t"]
)
def test_a_password_is_not_sent_where_the_server_says_if_that_is_elsewhere(fake, service):
    fake.info["authInfo"]["tokenServicesUrl"] = service
    with pytest.raises(errors.BadRequest):
        fake.session().json(fake.url)
    assert "pa55-secret" not in repr(fake.server.seen)


class Described:
    """A session that is asked what a machine says of itself, and must not be given anything to send."""

    def __init__(self, info):
        self.info = info

    def json(self, url, **_others):
        return self.info

    def post(self, url, form, **_others):
        message = f"something was posted to {url}"
        raise AssertionError(message)


def test_a_password_is_not_sent_without_encryption_if_the_gis_wants_it_so():
    info = {"authInfo": {"tokenServicesUrl": "http://gis.example.org/portal/sharing/rest/generateToken"}}
    root = "https://gis.example.org/portal"
    auth = GisAuth(root, Described(info), credentials=lambda: Credentials("ann", "pa55-secret"))
    with pytest.raises(errors.BadRequest, match="without https"):
        auth.value_for(root)


def test_nothing_is_sent_to_a_gis_without_encryption(house, monkeypatch):
    monkeypatch.setattr("image_services.core.address.is_loopback", lambda host: False)
    before = len(house.control.requests())
    for gis in (house.gis(), Gis("house", house.portal, ready=lambda: "t0ken"), Gis("h", house.portal, authcfg="abc")):
        with pytest.raises(errors.BadRequest, match="over https only"):
            gis.session_for(house.portal)
    with pytest.raises(errors.BadRequest, match="over https only"):
        open_service(f"{house.server}/{DEM}", token="t0ken")
    assert len(house.control.requests()) == before


def test_whoever_is_signed_in_is_not_told_to_sign_in_where_https_is_missing(house, monkeypatch):
    """Items of old portals name their services by http://: no sign-in helps there."""
    monkeypatch.setattr("image_services.core.session.may_carry_secrets", lambda url: False)
    with pytest.raises(errors.SignInRequired, match="over https only: use the https:// address"):
        house.session().json(f"{house.standalone}/{RESTRICTED}")


def test_a_token_for_one_service_goes_to_its_host_only(house, server, reply_json):
    server.respond = lambda seen: reply_json({})
    ready = house.token()
    service = open_service(f"{house.standalone}/rest/services/elevation/dem/ImageServer")
    assert service.pixel_type.code == "F32"
    with pytest.raises(errors.SignInRequired):
        open_service(f"{house.standalone}/{RESTRICTED}", token=ready)  # of the portal, unknown here
    with pytest.raises(errors.ProtocolError):
        open_service(f"{server.url.replace('127.0.0.1', 'localhost')}/rest/services/A/ImageServer")
    assert not any(AUTHORIZATION_HEADER in seen.headers for seen in server.seen)
