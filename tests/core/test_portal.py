# SPDX-License-Identifier: GPL-2.0-or-later
"""A portal as different people see it: search with hostile words, pages, own content, groups, items, thumbnails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import errors
from image_services.core.auth import Credentials
from image_services.core.cancel import Cancel
from image_services.core.gis import Gis
from image_services.core.grid import Extent
from image_services.core.portal import IMAGE_SERVICE, Portal, Query
from image_services.core.session import Session


@pytest.fixture
def portal(sandbox):
    """Return the portal as somebody signed in sees it, or as nobody does."""
    passwords = {user["username"]: user["password"] for user in sandbox.control.portal()["users"]}

    def seen_by(username=None):
        if username is None:
            return Portal(sandbox.portal, Session())
        who = Credentials(username, passwords[username])
        gis = Gis("house", sandbox.portal, credentials=lambda: who)
        return Portal(sandbox.portal, gis.session_for(sandbox.portal))

    return seen_by


def titles(page):
    return [item.title for item in page.items]


def every(portal, query, **options):
    """All items of a search, over all its pages."""
    start, found = 1, []
    while start is not None:
        page = portal.search(query, start=start, **options)
        found += page.items
        start = page.next_start
    return found


# Who is there


def test_nobody_sees_the_public_view(portal):
    info = portal().info()
    assert (info.name, info.is_online, info.member) == ("Sandbox Survey", False, None)
    assert info.org_id


@pytest.mark.parametrize(
    ("username", "role", "publishes"),
    [("admin", "org_admin", True), ("publisher", "org_publisher", True), ("analyst", "org_user", False)],
)
def test_somebody_sees_who_he_is_and_what_he_may(portal, username, role, publishes):
    member = portal(username).info().member
    assert (member.username, member.role) == (username, role)
    assert member.full_name
    assert ("portal:publisher:publishTiledImagery" in member.privileges) is publishes


def test_an_account_without_privileges_is_somebody(portal):
    assert portal("viewer").info().member.privileges == ()


# Search


def test_only_image_services_are_found_and_only_those_that_one_may_see(portal, sandbox):
    public, whole = every(portal(), Query()), every(portal("admin"), Query())
    assert {item.access for item in public} == {"public"}
    assert {item.access for item in whole} == {"public", "org", "private"}
    assert {item.id for item in public} < {item.id for item in whole}
    assert all(item.url.endswith("/ImageServer") for item in whole)
    assert not {"Imagery of the region", "Survey points"} & {item.title for item in whole}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dem", {"Elevation Dem"}),
        ("DEM elevation", {"Elevation Dem"}),
        ("elevation", {"Elevation Dem", "Elevation Jacksboro"}),
        ("elev*", {"Elevation Dem", "Elevation Jacksboro"}),
        ("jack* elevation", {"Elevation Jacksboro"}),
        ("elev", set()),  # whole words, without the star
        ("dem jacksboro", set()),
        ("nothing-of-this-kind", set()),
    ],
)
def test_all_words_must_occur(portal, text, found):
    hits = {item.title for item in every(portal("admin"), Query(text))}
    assert hits & {"Elevation Dem", "Elevation Jacksboro"} == found
    assert bool(hits) == bool(found)


def test_empty_words_do_not_restrict(portal):
    count = portal().search(Query()).total
    for text in ("", "   ", "*", "**", "* *", '"', "()"):
        assert portal().search(Query(text)).total == count, text


HOSTILE = ['"', "\\", '" OR type:"Web Map', 'x") OR (type:"Web Map"', "type:*", "owner:admin", "-dem*", "--*", "NOT"]
OPERATORS = ["OR", "dem OR survey", "dem AND", "[1 TO 2]", "a^2", "~", "!dem", "+dem", "dem && map", "d?m", "a*b*"]


@pytest.mark.parametrize("text", [*HOSTILE, *OPERATORS, "\x00", "💥"])
def test_words_cannot_leave_their_place(portal, text):
    hits = every(portal("admin"), Query(text))
    assert {item.url.rpartition("/")[2] for item in hits} <= {"ImageServer"}
    assert "Survey points" not in {item.title for item in hits}
    assert len(hits) <= portal("admin").search(Query()).total


def test_a_minus_does_not_exclude(portal):
    assert [item.title for item in every(portal(), Query("-dem*"))] == ["Elevation Dem"]


@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_is_typed_the_query_stays_balanced(text, owner):
    q = Query(text, owner=owner).q()
    assert q.startswith(f'type:"{IMAGE_SERVICE}"')
    bare = q.replace("\\\\", "").replace('\\"', "")
    assert bare.count('"') % 2 == 0
    outside = "".join(bare.split('"')[::2])
    assert outside.count("(") == outside.count(")") <= 1
    assert not any(letter in outside.replace("type:", "").replace("owner:", "") for letter in "[]{}^~:!/+&|?\\")


def test_by_owner_group_and_organisation(portal, sandbox):
    seen = portal("analyst")
    assert {item.owner for item in every(seen, Query(owner="publisher"))} == {"publisher"}
    assert every(seen, Query(owner='publisher" OR owner:"analyst')) == []
    groups = {group["title"]: group["id"] for group in sandbox.control.portal()["groups"]}
    assert {"Elevation Dem", "Elevation Jacksboro"} <= {
        item.title for item in every(seen, Query(group=groups["Terrain"]))
    }
    info = seen.info()
    assert len(every(seen, Query(org_id=info.org_id))) == len(every(seen, Query()))
    assert every(seen, Query(org_id="FFFF")) == []


def test_by_place(portal):
    seen = portal("admin")
    (dem,) = every(seen, Query("dem"))
    middle = Extent(dem.extent.xmin, dem.extent.ymin, dem.extent.xmin + 1e-6, dem.extent.ymin + 1e-6)
    there = every(seen, Query(extent=middle))
    assert dem.id in {item.id for item in there}
    assert len(there) < seen.search(Query()).total
    assert all(item.extent.intersection(middle) for item in there)
    assert every(seen, Query("dem", extent=Extent(-179, -60, -178, -59))) == []


@pytest.mark.parametrize(("sort", "reverse"), [("title", False), ("-title", True)])
def test_in_the_order_asked_for(portal, sort, reverse):
    found = [item.title.lower() for item in every(portal("admin"), Query(), sort=sort, count=5)]
    assert found == sorted(found, reverse=reverse)


def test_pages_join_without_gaps_and_doubles(portal):
    seen = portal("admin")
    one = seen.search(Query(), count=100, sort="title")
    assert one.next_start is None
    assert len(one.items) == one.total
    pages = every(seen, Query(), count=3, sort="title")
    assert [item.id for item in pages] == [item.id for item in one.items]


def test_twenty_thousand_items_are_read_page_by_page(portal, sandbox):
    sandbox.control.portal(items=20_000)
    seen = portal("analyst")
    first = seen.search(Query(), count=500, sort="title")
    assert len(first.items) == 100  # what portals give at most
    assert first.total > 20_000
    assert first.next_start == 101
    last = seen.search(Query(), start=first.total - 4, count=100, sort="title")
    assert len(last.items) == 5
    assert last.next_start is None
    searches = [entry for entry in sandbox.control.requests() if entry["operation"] == "search"]
    assert len(searches) == 2
    words = seen.search(Query("snow lakeside"), count=100)
    assert 0 < words.total < 20_000
    assert all("Snow" in item.title and "Lakeside" in item.title for item in words.items)


def test_texts_of_strangers_come_as_they_are(portal, sandbox):
    sandbox.control.portal(items=1)
    (item,) = [item for item in every(portal("admin"), Query("bold")) if "<b>" in item.title]
    assert item.title == '<b>Bold</b> & "quoted" <img src=x onerror=alert(1)>'
    assert "<script>" in item.description


def test_a_search_can_be_cancelled(portal):
    cancel = Cancel()
    cancel.set()
    with pytest.raises(errors.Cancelled):
        portal().search(Query(), cancel=cancel)


# Own content, groups, items


def test_own_content_is_inside_and_outside_of_folders(portal):
    seen = portal("publisher")
    folders = {title: key for key, title in seen.folders("publisher")}
    assert {"Terrain", "Oddities"} <= set(folders)
    terrain = seen.content("publisher", folders["Terrain"])
    assert set(titles(terrain)) == {"Elevation Dem", "Elevation Jacksboro"}
    loose = seen.content("publisher")
    assert loose.items
    assert not set(titles(loose)) & set(titles(terrain))
    assert "Survey points" not in titles(loose)  # a feature service


def test_the_content_of_others_is_theirs(portal):
    with pytest.raises(errors.AccessDenied):
        portal("analyst").content("publisher")
    with pytest.raises(errors.SignInRequired):
        portal().content("publisher")
    assert portal("admin").content("publisher").items


def test_pages_of_content_may_be_without_image_services(portal):
    seen = portal("publisher")
    start, found, pages = 1, [], 0
    while start is not None:
        page = seen.content("publisher", start=start, count=1)
        found, start, pages = [*found, *titles(page)], page.next_start, pages + 1
    assert sorted(found) == sorted(titles(seen.content("publisher")))
    assert pages > len(found)


@pytest.mark.parametrize("username", ["publisher/../analyst", "a?b#c", "ann@example.org", "Ö ß", "%41dmin", "a/b"])
def test_names_of_users_stay_one_part_of_the_address(portal, sandbox, username):
    with pytest.raises(errors.ImageServiceError):
        portal("publisher").content(username)
    assert sandbox.control.requests()[-1]["path"] == f"/portal/sharing/rest/content/users/{username}"


def test_groups_are_those_one_belongs_to(portal):
    assert [title for _, title in portal("analyst").groups("analyst")] == [
        "Land and water",
        "Quality assurance",
        "Terrain",
    ]
    assert [title for _, title in portal("viewer").groups("viewer")] == ["Land and water"]


def test_an_item_says_what_it_is(portal, sandbox):
    (found,) = every(portal(), Query("dem"))
    item = portal().item(found.id)
    assert item == found
    assert item.title == "Elevation Dem"
    assert item.url == sandbox.service_url("elevation/dem")
    assert (item.owner, item.access) == ("publisher", "public")
    assert item.modified_ms > 0
    assert not item.is_tiled
    assert item.extent.xmin < item.extent.xmax <= 180


def test_other_items_are_no_image_services(portal):
    answer = portal()._get("search", {"q": 'title:"Survey points"'})
    with pytest.raises(errors.ProtocolError, match="This item is a Feature Service, not an image service"):
        portal().item(answer["results"][0]["id"])
    with pytest.raises(errors.NotFound):
        portal().item("0" * 32)


def test_a_private_item_is_for_its_owner(portal):
    private = [item for item in every(portal("publisher"), Query(owner="publisher")) if item.access == "private"]
    assert private
    with pytest.raises(errors.NotFound, match="does not exist or is inaccessible"):
        portal("analyst").item(private[0].id)


@pytest.mark.parametrize("username", [None, "analyst"])
def test_thumbnails_are_pictures(portal, username):
    seen = portal(username)
    item = next(item for item in every(seen, Query()) if item.access == ("org" if username else "public"))
    answer = seen._session.fetch(item.thumbnail, {})
    assert answer.body.startswith(b"\x89PNG")


# What other portals answer


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ({}, {"title": "id", "extent": None, "thumbnail": None, "tags": (), "modified_ms": None, "is_tiled": False}),
        ({"title": " ", "name": "Name"}, {"title": "Name"}),
        ({"extent": [[0, 0], [0, 0]]}, {"extent": None}),
        ({"extent": [["NaN", None], ["1", "1"]]}, {"extent": None}),
        ({"extent": [["-1,5", 0], [1, "2"]]}, {"extent": Extent(-1.5, 0, 1, 2)}),
        ({"typeKeywords": ["Tiled Imagery"]}, {"is_tiled": True}),
        ({"tags": None, "typeKeywords": "x"}, {"tags": (), "keywords": ()}),
        ({"url": "https://h.example/A/ImageServer?token=a"}, {"url": "https://h.example/A/ImageServer"}),
        ({"url": "https://h.example/A/ImageServer?sv=1&sig=a"}, {"url": "https://h.example/A/ImageServer"}),
        ({"thumbnail": "thumbnail/my file #1?.png"}, {"thumbnail": "items/id/info/thumbnail/my%20file%20%231%3F.png"}),
    ],
)
def test_items_are_read_leniently(server, reply_json, entry, wanted):
    entry = {"id": "id", "type": "image service", "url": "https://h.example/A/ImageServer", **entry}
    server.respond = lambda seen: reply_json({"results": [entry, None, 7, {"type": "Image Service"}], "nextStart": -1})
    (item,) = Portal(server.url, Session()).search(Query()).items
    for name, value in wanted.items():
        got = getattr(item, name)
        assert got.endswith(value) if name == "thumbnail" and value else got == value


@pytest.mark.parametrize("answer", [{}, {"results": None}, {"results": [], "nextStart": None, "total": "many"}])
def test_an_empty_answer_is_an_empty_page(server, reply_json, answer):
    server.respond = lambda seen: reply_json(answer)
    page = Portal(server.url, Session()).search(Query())
    assert (page.items, page.total, page.next_start) == ((), 0, None)
