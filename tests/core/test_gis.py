# SPDX-License-Identifier: GPL-2.0-or-later
"""Registered GIS in memory: a name once, an address of which any page will do, and one sign-in for all sessions."""

from __future__ import annotations

import pytest
from image_services import core
from image_services.core import errors
from image_services.core.address import ARCGIS_ONLINE
from image_services.core.gis import Gis, MemoryRegistry, registered_names, use_registry

DEM = "rest/services/secure/elevation/dem/ImageServer"


@pytest.fixture(autouse=True)
def registry():
    """A registry of this test's own."""
    one = MemoryRegistry()
    use_registry(one)
    yield one
    use_registry(None)


@pytest.fixture
def viewer(sandbox):
    """Register the portal with its user "viewer" as "house"; return the password."""
    password = next(u["password"] for u in sandbox.control.portal()["users"] if u["username"] == "viewer")
    core.register_gis("house", sandbox.portal, username="viewer", password=password)
    return password


def test_arcgis_online_is_what_is_meant_without_an_address():
    assert core.register_gis("online").url == ARCGIS_ONLINE
    assert core.register_gis("too", "").url == ARCGIS_ONLINE


def test_a_name_is_registered_once_and_can_be_used_again_when_it_is_free():
    core.register_gis(" myGIS ", "gis.example.org/portal/home/index.html")
    assert registered_names() == ["myGIS"]
    with pytest.raises(errors.BadRequest, match="“myGIS” is registered already"):
        core.register_gis("myGIS", "https://other.example.org/portal")
    assert core.registered_gis("myGIS ").url == "https://gis.example.org/portal"
    core.unregister_gis(" myGIS")
    assert registered_names() == []
    core.register_gis("myGIS", "https://other.example.org/portal")
    assert core.registered_gis("myGIS").url == "https://other.example.org/portal"


def test_names_are_told_apart_by_every_letter():
    for name in ("myGIS", "mygis", "Größe / 1", "größe / 1"):
        core.register_gis(name)
    assert registered_names() == sorted(["myGIS", "mygis", "Größe / 1", "größe / 1"])


@pytest.mark.parametrize(
    "use", [core.registered_gis, core.unregister_gis, lambda name: core.open_service("h/ImageServer", gis=name)]
)
def test_an_unknown_name_is_told_with_those_that_are_known(use):
    with pytest.raises(errors.NotFound, match=r"No GIS named “yours” is registered \(registered: none\)"):
        use("yours")
    core.register_gis("b")
    core.register_gis("a")
    with pytest.raises(errors.NotFound, match=r"\(registered: a, b\)"):
        use("yours")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "  "}, "needs a name"),
        ({"name": "a", "url": "two words"}, "not an address"),
        ({"name": "a", "url": "ftp://gis.example.org"}, "not an address"),
        ({"name": "a", "password": "hidden-secret"}, "needs its user name"),
        ({"name": "a", "url": "http://gis.example.org", "username": "u", "password": "hidden-secret"}, "https only"),
        ({"name": "a", "url": "http://gis.example.org", "token": "hidden-secret"}, "https only"),
        ({"name": "a", "url": "http://gis.example.org", "authcfg": "abc1234"}, "https only"),
    ],
)
def test_what_cannot_work_is_refused_at_once(arguments, words):
    with pytest.raises(errors.BadRequest, match=words) as caught:
        core.register_gis(**arguments)
    assert "hidden-secret" not in str(caught.value)
    assert registered_names() == []


def test_public_services_need_neither_a_sign_in_nor_encryption():
    gis = core.register_gis("open", "http://gis.example.org/arcgis")
    assert gis.session_for(gis.url).token_for(gis.url) is None


def test_a_password_in_an_address_is_not_kept():
    gis = core.register_gis("a", "https://ann:hidden-secret@gis.example.org/portal?token=hidden-secret")
    assert gis.url == "https://gis.example.org/portal"
    assert "hidden-secret" not in repr(vars(gis))


def test_a_service_is_opened_with_a_registered_gis(viewer, sandbox):
    service = core.open_service(f"{sandbox.server}/{DEM}", gis="house")
    assert service.read(extent=service.extent.bounds, cell_size=service.cell_width * 50).count() > 0
    core.unregister_gis("house")
    with pytest.raises(errors.SignInRequired, match="asks for a sign-in"):
        core.open_service(f"{sandbox.server}/{DEM}")


def test_all_sessions_share_one_sign_in(viewer, sandbox):
    for name in ("elevation/dem", "elevation/jacksboro", "landcover/classes"):
        core.open_service(f"{sandbox.server}/rest/services/secure/{name}/ImageServer", gis="house")
    assert [entry["flow"] for entry in sandbox.control.portal()["sign_ins"]] == ["generateToken", "exchange"]


def test_a_name_that_is_registered_anew_is_signed_in_anew(viewer, sandbox):
    core.open_service(f"{sandbox.server}/{DEM}", gis="house")
    core.unregister_gis("house")
    core.register_gis("house", sandbox.portal, username="viewer", password="wr0ng-secret")
    with pytest.raises(errors.SignInRequired, match="was refused"):
        core.open_service(f"{sandbox.server}/{DEM}", gis="house")


def test_a_token_outranks_a_password(sandbox):
    gis = core.register_gis("house", sandbox.portal, username="viewer", password="wr0ng-secret", token="t0ken-secret")
    assert gis.session_for(sandbox.portal).token_for(sandbox.portal) == "t0ken-secret"


def test_configurations_of_qgis_work_inside_qgis_only(sandbox):
    core.register_gis("house", sandbox.portal, authcfg="abc1234")
    with pytest.raises(errors.ImageServiceError, match="only be used inside QGIS"):
        core.open_service(f"{sandbox.server}/{DEM}", gis="house")


def test_printing_shows_no_secret(viewer, sandbox):
    gis = core.registered_gis("house")
    core.open_service(f"{sandbox.server}/{DEM}", gis="house")
    token = core.register_gis("token", sandbox.portal, token="t0ken-secret")
    text = f"{gis!r}{gis}{vars(gis)}{token!r}{vars(token)}{gis.session_for('')!r}"
    assert viewer not in text
    assert "t0ken-secret" not in text


def test_two_gis_are_the_same_by_what_can_be_seen_of_them():
    assert Gis("a", "https://gis.example.org", ready=lambda: "x") == Gis("a", "https://gis.example.org")
