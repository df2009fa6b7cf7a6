# SPDX-License-Identifier: GPL-2.0-or-later
"""Listing all image services behind an address: described, placed on the map, and with a word on who may read them."""

from __future__ import annotations

import itertools
import threading

import pytest
from image_services.core import errors
from image_services.core.auth import Credentials
from image_services.core.cancel import Cancel
from image_services.core.directory import Bounds
from image_services.core.gis import Gis
from image_services.core.listing import list_services, session_maker
from image_services.core.portal import Portal, Query
from image_services.core.retry import RetryPolicy
from image_services.core.session import Session


@pytest.fixture
def sessions(sandbox):
    """Return the sessions of somebody at a portal or server, or of nobody."""
    state = sandbox.control.portal()
    passwords = {user["username"]: user["password"] for user in (*state["users"], *state["server_users"])}

    def of(username=None, root=sandbox.portal):
        if username is None:
            return session_maker(None)
        return session_maker(Gis("house", root, credentials=lambda: Credentials(username, passwords[username])))

    return of


def by_name(found):
    return {entry.name: entry for entry in found}


def test_a_server_is_listed_folder_by_folder(sandbox, sessions):
    found = by_name(list_services(f"{sandbox.url}/arcgis/rest/services", sessions()))
    assert {"elevation/dem", "landcover/nested/deep/binary", "quirks/tilesonly"} <= set(found)
    dem = found["elevation/dem"]
    assert (dem.title, dem.access, dem.item_id, dem.kind) == ("dem", "public", "", "Image Service")
    assert dem.url == sandbox.service_url("elevation/dem")
    assert dem.service.pixel_type.code == "F32"
    assert -180 <= dem.footprint.xmin < dem.footprint.xmax <= 180
    assert found["quirks/nosr"].footprint is None
    assert found["quirks/nosr"].service is not None


def test_footprints_are_in_degrees_whatever_the_service_is_in(sandbox, sessions):
    found = by_name(list_services(sandbox.services, sessions()))
    page = Portal(sandbox.portal, sessions("admin")(sandbox.portal)).search(Query(), count=100)
    extents = {item.url.partition("/services/")[2].removeprefix("secure/"): item.extent for item in page.items}
    for name in ("elevation/dem", "imagery/scene", "landcover/classes"):
        # The portal's extents are computed by the sandbox, independently of the library.
        assert found[name].footprint.bounds == pytest.approx(extents[f"{name}/ImageServer"].bounds, abs=1e-4)


def test_a_portal_is_searched(sandbox, sessions):
    public = list(list_services(sandbox.portal, sessions()))
    assert public
    assert {entry.access for entry in public} == {"public"}
    assert all(entry.item_id and entry.service for entry in public)
    whole = list(list_services(sandbox.portal, sessions("admin")))
    assert {entry.access for entry in whole} == {"public", "org", "private"}
    assert all(entry.service for entry in whole)


@pytest.mark.parametrize("search", ["jacksboro", "JACKS*", "elevation jacksboro"])
def test_words_narrow_the_list(sandbox, sessions, search):
    for address in (sandbox.portal, sandbox.services):
        assert list(by_name(list_services(address, sessions(), search))) == ["elevation/jacksboro"]


def test_a_single_service_and_an_item_are_lists_of_one(sandbox, sessions):
    (entry,) = list_services(sandbox.service_url("elevation/dem") + "/exportImage?f=json", sessions())
    assert (entry.name, entry.access) == ("elevation/dem", "public")
    (item,) = list_services(sandbox.portal, sessions(), "dem")
    (again,) = list_services(f"{sandbox.portal}/home/item.html?id={item.item_id}", sessions())
    assert again == item


# Who may read what


def test_a_locked_folder_is_named_in_place_of_its_services(sandbox, sessions):
    found = by_name(list_services(sandbox.standalone, sessions()))
    locked = found["restricted"]
    assert (locked.kind, locked.access, locked.service) == ("Folder", "sign-in required", None)
    assert locked.url == f"{sandbox.standalone}/rest/services/restricted"
    assert found["elevation/dem"].access == "public"
    assert not any(name.startswith("restricted/") for name in found)


def test_what_needs_a_sign_in_is_not_called_public(sandbox, sessions):
    found = by_name(list_services(sandbox.standalone, sessions("surveyor", sandbox.standalone)))
    assert found["restricted/elevation/dem"].access == "signed in"
    assert {entry.kind for entry in found.values()} == {"Image Service"}


def test_a_service_that_wants_a_sign_in_is_listed_and_says_so(sandbox, sessions):
    (entry,) = list_services(f"{sandbox.server}/rest/services/secure/elevation/dem/ImageServer", sessions())
    assert (entry.access, entry.service, entry.footprint) == ("sign-in required", None, None)


def test_a_service_that_one_may_not_read_is_listed_and_says_so(sandbox, sessions):
    url = f"{sandbox.server}/rest/services/secure/quirks/limited/ImageServer"
    (entry,) = list_services(url, sessions("viewer"))
    assert (entry.access, entry.service) == ("no access", None)


def test_a_service_that_fails_keeps_what_the_portal_knows_of_it(sandbox, sessions):
    sandbox.control.faults(
        {"kind": "error", "code": 400, "message": "No.", "service": "elevation/dem", "operation": "root"}
    )
    found = by_name(list_services(sandbox.portal, sessions()))
    broken = found["elevation/dem"]
    assert (broken.access, broken.service, broken.title) == ("unreachable", None, "Elevation Dem")
    assert broken.footprint is not None
    assert found["elevation/jacksboro"].service is not None


def test_a_whole_listing_takes_one_sign_in(sandbox, sessions):
    found = list(list_services(sandbox.portal, sessions("admin")))
    assert len(found) > 8
    assert [entry["flow"] for entry in sandbox.control.portal()["sign_ins"]] == ["generateToken", "exchange"]


# Long lists


def test_a_long_list_is_read_as_it_is_used(sandbox, sessions):
    sandbox.control.portal(items=20_000)
    found = list_services(sandbox.portal, sessions())
    first = list(itertools.islice(found, 5))
    found.close()
    assert len({entry.item_id for entry in first}) == 5
    operations = [entry["operation"] for entry in sandbox.control.requests()]
    assert operations.count("search") == 1
    assert operations.count("root") <= 30


def test_a_portal_that_repeats_itself_has_an_end(server, reply_json):
    def respond(seen):
        if seen.path.endswith("/search"):
            return reply_json({"results": [], "nextStart": 1, "total": 9})
        return reply_json({"authInfo": {}} if seen.path == "/portal/sharing/rest/info" else {})

    server.respond = respond
    assert list(list_services(f"{server.url}/portal", lambda _: Session())) == []


@pytest.mark.parametrize("bounds", [Bounds(services=4), Bounds(folders=2)])
def test_a_server_with_more_than_is_listed_is_cut_and_says_so(sandbox, sessions, bounds):
    notes = []
    found = list(list_services(sandbox.services, sessions(), bounds=bounds, note=notes.append))
    assert 0 < len(found) < len(list(list_services(sandbox.services, sessions())))
    assert len(found) <= 4 or bounds.services > 4
    (note,) = notes
    assert "was cut" in note


def test_a_portal_with_more_than_is_listed_is_cut_and_says_so(sandbox, sessions):
    sandbox.control.portal(items=350)
    notes = []
    found = list(list_services(sandbox.portal, sessions(), bounds=Bounds(services=150), note=notes.append))
    assert len(found) == 200  # pages of a hundred
    assert notes == ["The listing was cut after 200 services: the portal has more."]


def test_a_whole_listing_has_no_notes(sandbox, sessions):
    notes = []
    assert list(list_services(sandbox.services, sessions(), note=notes.append))
    assert notes == []


def test_a_listing_can_be_cancelled(sandbox, sessions):
    cancel = Cancel()
    found = list_services(sandbox.services, sessions(), cancel=cancel)
    next(found)
    cancel.set()
    threads = threading.active_count()
    with pytest.raises(errors.Cancelled):
        list(found)
    assert threading.active_count() <= threads


def test_an_address_that_cannot_be_read_is_an_error(server, reply):
    server.respond = lambda seen: reply(b"<html>", status=404)
    session = Session(retry=RetryPolicy(attempts=1))
    with pytest.raises(errors.NotFound):
        list(list_services(server.url, lambda _: session))
