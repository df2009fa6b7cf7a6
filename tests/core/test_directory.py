# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding out what an address is, and reading services directories at any depth, locked folders included."""

from __future__ import annotations

import json

import pytest
from image_services.core import errors
from image_services.core.address import ARCGIS_ONLINE
from image_services.core.auth import Credentials
from image_services.core.cancel import Cancel
from image_services.core.directory import Bounds, DirectoryService, Place, discover, read_folder, walk_folders
from image_services.core.gis import Gis
from image_services.core.retry import RetryPolicy
from image_services.core.session import Session

ITEM = "0123456789abcdef" * 2


@pytest.fixture
def session():
    one = Session(retry=RetryPolicy(attempts=2, base_s=0.001))
    yield one
    one.close()


class Silent:
    """A session that must not be used."""

    def json(self, url, *args, **kwargs):
        message = f"{url} was asked"
        raise AssertionError(message)


# What an address is, by its text alone


@pytest.mark.parametrize(
    ("pasted", "place"),
    [
        ("", Place("online", ARCGIS_ONLINE)),
        ("  \n", Place("online", ARCGIS_ONLINE)),
        ("arcgis.com", Place("online", ARCGIS_ONLINE)),
        ("https://www.arcgis.com/", Place("online", ARCGIS_ONLINE)),
        ("WWW.ARCGIS.COM/home/index.html", Place("online", ARCGIS_ONLINE)),
        ("http://www.arcgis.com/sharing/rest", Place("online", ARCGIS_ONLINE)),
        ("https://orgname.maps.arcgis.com/home", Place("online", "https://orgname.maps.arcgis.com")),
        (ITEM.upper(), Place("item", ARCGIS_ONLINE, item_id=ITEM)),
        (
            f"https://orgname.maps.arcgis.com/home/item.html?id={ITEM}#overview",
            Place("item", "https://orgname.maps.arcgis.com", item_id=ITEM),
        ),
        (
            f"https://www.arcgis.com/apps/mapviewer/index.html?layers={ITEM}",
            Place("item", ARCGIS_ONLINE, item_id=ITEM),
        ),
        (f"https://livingatlas.arcgis.com/app/?id={ITEM}", Place("item", ARCGIS_ONLINE, item_id=ITEM)),
        (
            "https://gis.example.org/arcgis/rest/services/A/ImageServer/exportImage?f=image",
            Place(
                "service",
                "https://gis.example.org/arcgis",
                url="https://gis.example.org/arcgis/rest/services/A/ImageServer",
            ),
        ),
        (
            "https://www.arcgis.com/apps/mapviewer/index.html?url=https://h.example/x/rest/services/A/ImageServer",
            Place("service", "https://h.example/x", url="https://h.example/x/rest/services/A/ImageServer"),
        ),
    ],
)
def test_what_the_text_says_is_not_asked(pasted, place):
    assert discover(pasted, Silent()) == place


@pytest.mark.parametrize("pasted", ["two words", "ftp://gis.example.org", "https://[half", "https://h:port/x"])
def test_what_is_no_address_is_refused_and_not_asked(pasted):
    with pytest.raises(errors.BadRequest, match="This is not an address"):
        discover(pasted, Silent())


@pytest.mark.parametrize(
    "pasted",
    [
        "https://x.arcgis.com.evil.example/home",
        "https://evil.example/x.arcgis.com/home",
        "https://services1.arcgis.com/AbCd/arcgis/rest/services",
        "https://elevation.arcgis.com/arcgis",
    ],
)
def test_look_alikes_and_service_hosts_are_asked_what_they_are(pasted):
    with pytest.raises(AssertionError, match="was asked"):
        discover(pasted, Silent())


# What an address is, by asking


@pytest.mark.parametrize(
    ("pasted", "kind", "root"),
    [
        ("{portal}", "portal", "{portal}"),
        ("{portal}/home/index.html", "portal", "{portal}"),
        ("{portal}/sharing/rest/portals/self?f=json", "portal", "{portal}"),
        ("{portal}/some/page/of/its/own", "portal", "{portal}"),
        ("{url}", "portal", "{portal}"),
        ("{server}", "server", "{server}"),
        ("{server}/rest/services", "server", "{server}"),
        ("{server}/rest/services/secure/elevation", "server", "{server}"),
        ("{server}/manager/service.html", "server", "{server}"),
        ("{standalone}/rest/info", "server", "{standalone}"),
        ("{url}/arcgis/rest/services/elevation/", "server", "{url}/arcgis"),
        ("{url}/arcgis/rest/services/roads/MapServer/0", "server", "{url}/arcgis"),
    ],
)
def test_portals_and_servers_are_found_from_any_of_their_pages(sandbox, session, pasted, kind, root):
    places = {name: getattr(sandbox, name) for name in ("url", "portal", "server", "standalone")}
    place = discover(pasted.format(**places), session)
    assert (place.kind, place.root) == (kind, root.format(**places))
    assert place.owner == (sandbox.portal if place.root == sandbox.server else None)
    assert not any("Authorization" in name for entry in sandbox.control.requests() for name in entry["headers"])


@pytest.mark.parametrize(
    "page", ["home/item.html?id={}", "apps/mapviewer/index.html?layers={}", "home/item.html?ID={}"]
)
def test_an_item_page_of_a_portal_is_an_item_there(sandbox, session, page):
    place = discover(f"{sandbox.portal}/{page.format(ITEM)}", session)
    assert place == Place("item", sandbox.portal, item_id=ITEM)


def test_asking_takes_few_requests(sandbox, session):
    discover(f"{sandbox.server}/rest/services/secure", session)
    assert [entry["path"] for entry in sandbox.control.requests()] == ["/server/rest/info"]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"<html>Welcome</html>", 200), (b"{}", 200), (b"[]", 200), (b"", 404), (b"no", 403), (b"", 200)],
)
def test_other_machines_are_neither(server, session, reply, body, status):
    server.respond = lambda seen: reply(body, status=status)
    with pytest.raises(
        errors.NotFound, match=r"neither an ArcGIS portal nor an ArcGIS server at 127\.0\.0\.1"
    ) as caught:
        discover(f"{server.url}/some/page", session)
    assert caught.value.url == f"{server.url}/some/page"


def test_a_server_that_is_down_is_not_taken_for_another_machine(server, session, reply):
    server.respond = lambda seen: reply(status=503)
    with pytest.raises(errors.ServerBusy):
        discover(server.url, session)


def test_a_machine_that_lets_no_stranger_ask_is_one_all_the_same(server, session, reply_json):
    server.respond = lambda seen: reply_json({"error": {"code": 499, "message": "Token Required"}})
    assert discover(f"{server.url}/arcgis/rest/services", session) == Place("server", f"{server.url}/arcgis")


def test_a_machine_that_does_not_answer_is_asked_for_no_more(session, server):
    port = server.server_port
    server.server_close()
    server.shutdown()
    with pytest.raises(errors.TransportFailure):
        discover(f"http://127.0.0.1:{port}/arcgis", session)


def test_asking_can_be_cancelled(sandbox, session):
    cancel = Cancel()
    cancel.set()
    with pytest.raises(errors.Cancelled):
        discover(sandbox.portal, session, cancel)
    with pytest.raises(errors.Cancelled):
        list(walk_folders(session, sandbox.standalone, cancel=cancel))
    assert sandbox.control.requests() == []


# Folders


def test_a_folder_lists_its_folders_and_image_services_by_their_full_names(sandbox, session):
    root = f"{sandbox.url}/arcgis"
    top = read_folder(session, root)
    assert {"elevation", "landcover"} <= set(top.folders)
    nested = read_folder(session, root, "landcover")
    assert nested.folders == ("landcover/nested",)
    assert nested.services == (
        DirectoryService("landcover/classes", f"{root}/rest/services/landcover/classes/ImageServer"),
    )


def test_walking_reaches_every_depth(sandbox, session):
    folders = {folder.name: folder for folder in walk_folders(session, f"{sandbox.url}/arcgis")}
    assert {"", "elevation", "landcover", "landcover/nested", "landcover/nested/deep"} <= set(folders)
    (binary,) = folders["landcover/nested/deep"].services
    assert binary.url.endswith("/arcgis/rest/services/landcover/nested/deep/binary/ImageServer")
    assert session.json(binary.url)["name"] == "landcover/nested/deep/binary"


def test_a_locked_folder_is_listed_and_its_neighbours_are_read(sandbox, session):
    folders = {folder.name: folder for folder in walk_folders(session, sandbox.standalone)}
    locked = folders["restricted"]
    assert isinstance(locked.error, errors.SignInRequired)
    assert (locked.folders, locked.services) == ((), ())
    assert folders["elevation"].services
    assert not any(name.startswith("restricted/") for name in folders)
    with pytest.raises(errors.SignInRequired):
        read_folder(session, sandbox.standalone, "restricted")


def test_a_sign_in_opens_the_locked_folder(sandbox):
    (user,) = sandbox.control.portal()["server_users"]
    gis = Gis("s", sandbox.standalone, credentials=lambda: Credentials(user["username"], user["password"]))
    folders = {folder.name: folder for folder in walk_folders(gis.session_for(""), sandbox.standalone)}
    assert folders["restricted"].error is None
    assert "restricted/landcover/nested/deep" in folders


def test_a_root_that_is_locked_is_an_error(server, session, reply_json):
    server.respond = lambda seen: reply_json({"error": {"code": 499, "message": "Token Required"}})
    with pytest.raises(errors.SignInRequired):
        list(walk_folders(session, f"{server.url}/arcgis"))


def listing(server, reply, folders):
    """Let a server of our own list folders: by name, what it answers for them."""

    def respond(seen):
        name = seen.path.partition("/rest/services")[2].strip("/")
        return reply(json.dumps(folders.get(name, {"folders": [], "services": []})).encode())

    server.respond = respond


def test_names_come_with_and_without_their_folder(server, session, reply):
    services = [{"name": "A/with", "type": "ImageServer"}, {"name": "without", "type": "imageserver"}]
    listing(server, reply, {"": {"folders": ["A"]}, "A": {"folders": ["A/B", "C"], "services": services}})
    folders = {folder.name: folder for folder in walk_folders(session, server.url)}
    assert set(folders) == {"", "A", "A/B", "A/C"}
    assert [service.name for service in folders["A"].services] == ["A/with", "A/without"]


def test_what_is_no_image_service_or_nonsense_is_left_out(server, session, reply):
    entries = [{"name": "M", "type": "MapServer"}, {"type": "ImageServer"}, {"name": "X"}, None, 7, "A", {"name": 1}]
    listing(server, reply, {"": {"folders": [None, "", 7, {}], "services": entries}})
    (top,) = walk_folders(session, server.url)
    assert (top.folders, top.services) == ((), ())
    listing(server, reply, {"": {"currentVersion": 11, "folders": None}})
    assert read_folder(session, server.url).folders == ()


@pytest.mark.parametrize("child", ["A", "A/A"])
def test_a_folder_that_contains_itself_has_an_end(server, session, reply, child):
    class Endless(dict):
        def get(self, name, default):
            return {"folders": [f"{name}/A".lstrip("/") if child != "A" else "A"]}

    listing(server, reply, Endless())
    assert len(list(walk_folders(session, server.url))) <= 10


def test_a_real_directory_is_cut_after_so_many_folders_and_says_so(sandbox, session):
    whole = list(walk_folders(session, f"{sandbox.url}/arcgis"))
    assert not any(folder.cut for folder in whole)
    part = list(walk_folders(session, f"{sandbox.url}/arcgis", bounds=Bounds(folders=3)))
    assert part == whole[:3]
    assert [folder.cut for folder in part[:2]] == ["", ""]
    assert part[2].cut == "The listing was cut after 3 folders: the server has more."
    exact = list(walk_folders(session, f"{sandbox.url}/arcgis", bounds=Bounds(folders=len(whole))))
    assert exact == whole
    assert not any(folder.cut for folder in exact)


def test_a_real_directory_is_cut_after_so_many_services_and_says_so(sandbox, session):
    whole = [service for folder in walk_folders(session, f"{sandbox.url}/arcgis") for service in folder.services]
    for most in (1, 5, len(whole) - 1):
        part = list(walk_folders(session, f"{sandbox.url}/arcgis", bounds=Bounds(services=most)))
        assert [service for folder in part for service in folder.services] == whole[:most]
        assert part[-1].cut == f"The listing was cut after {most} services: the server has more."
    exact = list(walk_folders(session, f"{sandbox.url}/arcgis", bounds=Bounds(services=len(whole))))
    assert not any(folder.cut for folder in exact)


def test_a_directory_as_broad_as_it_likes_has_an_end(server, session, reply):
    class Endless(dict):
        def get(self, name, default):
            return {"folders": [f"{name}/{number}".lstrip("/") for number in range(50)]}

    listing(server, reply, Endless())
    folders = list(walk_folders(session, server.url, bounds=Bounds(folders=120)))
    assert len(folders) == len(server.seen) == 120
    assert "120 folders" in folders[-1].cut


def test_folders_that_are_too_deep_are_said_to_be_left_out(server, session, reply):
    listing(server, reply, {"": {"folders": ["A"]}, "A": {"folders": ["A/B"]}, "A/B": {"folders": ["A/B/C"]}})
    folders = list(walk_folders(session, server.url, bounds=Bounds(depth=2)))
    assert [folder.name for folder in folders] == ["", "A", "A/B"]
    assert folders[-1].cut == "Folders more than 2 deep are not listed."


def test_a_folder_that_fails_says_why(server, session, reply):
    def respond(seen):
        return reply(b'{"folders": ["A", "B"]}' if seen.path.endswith("/services") else b"<html>", status=200)

    server.respond = respond
    errors_of = {folder.name: folder.error for folder in walk_folders(session, server.url)}
    assert errors_of[""] is None
    assert isinstance(errors_of["A"], errors.ProtocolError)
    assert isinstance(errors_of["B"], errors.ProtocolError)
