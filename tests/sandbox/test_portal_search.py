# SPDX-License-Identifier: GPL-2.0-or-later
"""Searching the portal: its language, who sees what, and pages that neither overlap nor leave anything out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.errors import ServiceError
from sandbox.portal.items import Item
from sandbox.portal.people import FOUNDED
from sandbox.portal.query import condition
from sandbox.portal.search import page

IMAGES = 'type:"Image Service"'


def titles(visitor, query, token=None, **params):
    """Return the titles that a search finds, in their order."""
    return [item["title"] for item in visitor.get("search", token, q=query, num="100", **params)["results"]]


def item(**fields):
    """Return an item of which only some fields matter."""
    known = {"id": "0" * 32, "owner": "ann", "title": "Land Cover of Norland", "type": "Image Service", "url": None}
    return Item(**{**known, "access": "public", "modified": FOUNDED, **fields})


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("land", True),
        ("LAND cover", True),
        ("land AND cover", True),
        ("lan", False),  # whole words
        ("lan*", True),
        ("l?nd", True),
        ("*land", True),
        ('"land cover"', True),
        ('"cover land"', False),
        ("landsat OR cover", True),
        ("landsat || cover", True),
        ("landsat cover", False),
        ("land NOT cover", False),
        ("land -cover", False),
        ("land -water", True),
        ("+land +norland", True),
        ("(water OR land) AND (cover OR soil)", True),
        ("water OR land AND clay", False),
        ('type:"Image Service"', True),
        ('type:"image service"', True),
        ("type:Image", True),
        ('type:"Web Map"', False),
        ('land AND  (type:"image service") accountid:0123456789ABCDEF', True),  # as Esri's client writes it
        ("accountid:FEDCBA9876543210", False),
        ("owner:ann", True),
        ("owner:an", False),
        ("owner:a*", True),
        ("title:norland", True),
        ("tags:soil", True),
        ('tags:"Top soil"', True),
        ("title:soil", False),
        ("access:public", True),
        ("access:org", False),
        (f"id:{'0' * 32}", True),
        ("nofield:ann", False),
        ("modified:[0001500000000000 TO 0001700000000000]", True),
        ("modified:[* TO 0001500000000000]", False),
        ("modified:[0001500000000000 TO *]", True),
        (r"\"land\"", True),
        (r'"land \"cover\""', True),
        ("Über", True),
        ("*", True),
    ],
)
def test_the_language(query, fits):
    assert condition(query)(item(tags=("Top soil", "über"))) is fits


@pytest.mark.parametrize("query", ["(land", "land)", '"land', "AND", "land AND", "NOT", "modified:[a TO b]", "()"])
def test_what_cannot_be_read_is_refused(visitor, query):
    with pytest.raises(ServiceError):
        condition(query)
    assert visitor.get("search", q=query)["error"]["code"] == 400


@given(st.text(alphabet='ab *?:"()[]\\-+!&| ANDORNOTé', max_size=30))
def test_any_text_is_read_or_refused(query):
    try:
        fits = condition(query)
    except ServiceError:
        return
    assert fits(item()) in (True, False)


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_a_title_is_found_by_itself_as_a_phrase(title):
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    has_words = any(sign.isalnum() for sign in title)
    assert condition(f'title:"{escaped}"')(item(title=title)) is has_words


@settings(max_examples=50)
@given(st.lists(st.integers(), unique=True, max_size=60), st.integers(1, 100))
def test_pages_hold_everything_once_and_in_order(found, size):
    seen, start, count = [], 1, 0
    while start != -1:
        numbers, part = page(found, {"start": str(start), "num": str(size)})
        assert (numbers["total"], numbers["start"], numbers["num"]) == (len(found), start, len(part))
        seen += part
        start = numbers["nextStart"]
        count += 1
        assert count <= len(found) + 1
    assert seen == found


def test_an_answer_has_the_recorded_members(visitor):
    answer = visitor.post("search", q=IMAGES, start="1", num="2", sortField="title", sortOrder="asc")
    assert list(answer) == ["query", "total", "start", "num", "nextStart", "results"]
    assert (answer["query"], answer["start"], answer["num"], answer["nextStart"]) == (IMAGES, 1, 2, 3)
    assert answer["total"] == len(titles(visitor, IMAGES)) > 2


def test_after_the_last_page_there_is_none(visitor):
    total = visitor.get("search", q=IMAGES)["total"]
    for start in (total + 1, -1, 0):  # Esri's client asks on with -1
        answer = visitor.get("search", q=IMAGES, start=str(start))
        assert (answer["num"], answer["nextStart"], answer["results"]) == (0, -1, [])
    assert visitor.get("search", q=IMAGES, start=str(total))["nextStart"] == -1


def test_at_most_a_hundred_come_at_once_and_ten_without_asking(visitor):
    visitor.control.portal(items=300)
    token = visitor.token("admin")
    assert visitor.get("search", token, q=IMAGES, num="5000")["num"] == 100
    assert visitor.get("search", token, q=IMAGES)["num"] == 10
    assert visitor.get("search", token, q=IMAGES, num="0")["nextStart"] == -1


@pytest.mark.parametrize(
    "params",
    [
        {"q": ""},
        {"q": "x", "num": "many"},
        {"q": "x", "start": "first"},
        {"q": "x", "sortField": "beauty"},
        {"q": "x", "sortOrder": "up"},
        {"q": "x", "bbox": "1,2,3"},
    ],
)
def test_parameters_that_make_no_sense_are_refused(visitor, params):
    assert visitor.get("search", **params)["error"]["code"] == 400


def test_everybody_sees_what_is_shared_with_him(visitor):
    seen = {name: set(titles(visitor, IMAGES, visitor.token(name))) for name in ("admin", "publisher", "viewer")}
    nobody = set(titles(visitor, IMAGES))
    assert {"Elevation Dem", "Landcover Classes"} <= nobody
    assert "Imagery Scene" in seen["viewer"] - nobody  # org
    assert "Quirks Limited" in seen["publisher"] - seen["viewer"]  # private, the publisher's
    assert nobody < seen["viewer"] < seen["publisher"] == seen["admin"]


def test_sharing_can_be_set_per_service(visitor):
    visitor.control.override("elevation/dem", item={"access": "private", "owner": "analyst", "title": "My own"})
    assert "My own" not in titles(visitor, IMAGES, visitor.token("publisher"))
    assert "My own" in titles(visitor, IMAGES, visitor.token("analyst"))


def test_only_image_services_answer_a_search_for_them(visitor):
    everything = {item["type"] for item in visitor.get("search", q="*", num="100")["results"]}
    assert everything == {"Image Service", "Web Map", "Feature Service"}
    images = {item["type"] for item in visitor.get("search", q=IMAGES, num="100")["results"]}
    assert images == {"Image Service"}


def test_results_come_in_the_order_asked_for(visitor):
    visitor.control.portal(items=200)
    token = visitor.token("admin")
    upwards = titles(visitor, IMAGES, token, sortField="title", sortOrder="asc")
    assert upwards == sorted(upwards, key=str.lower)
    downwards = titles(visitor, IMAGES, token, sortField="title", sortOrder="desc")
    assert downwards == sorted(downwards, key=str.lower, reverse=True)
    newest = visitor.get("search", token, q=IMAGES, num="50", sortField="modified", sortOrder="desc")["results"]
    moments = [item["modified"] for item in newest]
    assert moments == sorted(moments, reverse=True)


def test_words_in_the_title_count_most(visitor):
    visitor.control.override("landcover/classes", item={"title": "Elevation classes", "snippet": "x"})
    visitor.control.override("elevation/jacksboro", item={"title": "Fault", "snippet": "elevation"})
    found = titles(visitor, "elevation")
    assert found.index("Elevation classes") < found.index("Fault")


def test_a_box_finds_what_lies_in_it(visitor):
    tennessee = titles(visitor, IMAGES, bbox="-85,36,-84,37")
    assert "Elevation Jacksboro" in tennessee
    assert "Elevation Dem" not in tennessee
    assert titles(visitor, IMAGES, bbox="0,-89,1,-88") == []


def test_a_group_holds_what_is_shared_with_it(visitor):
    groups = {group["title"]: group["id"] for group in visitor.control.portal()["groups"]}
    terrain = visitor.get(f"content/groups/{groups['Terrain']}/search", q=IMAGES)
    assert {item["title"] for item in terrain["results"]} == {"Elevation Dem", "Elevation Jacksboro"}
    assert terrain["total"] == visitor.get("search", q=f"group:{groups['Terrain']}")["total"]
    assert visitor.get(f"content/groups/{groups['Terrain']}")["total"] == 2
    closed = f"content/groups/{groups['Quality assurance']}/search"
    assert visitor.get(closed, q="*")["error"]["code"] == 400
    assert visitor.get(closed, visitor.token("viewer"), q="*")["error"]["code"] == 400
    assert visitor.get(closed, visitor.token("publisher"), q="*")["total"] > 0


def test_tens_of_thousands_can_be_paged_through(visitor):
    visitor.control.portal(items=20_000)
    token = visitor.token("viewer")
    seen, start = [], 1
    for _ in range(4):
        answer = visitor.get("search", token, q=IMAGES, start=str(start), num="100", sortField="title")
        seen += [item["id"] for item in answer["results"]]
        start = answer["nextStart"]
    assert answer["total"] > 20_000
    assert (len(set(seen)), start) == (400, 401)
    last = visitor.get("search", token, q=IMAGES, start="19999", num="100", sortField="title")
    assert last["nextStart"] == -1
    assert visitor.get("search", token, q="title:Norland no. 00017")["total"] <= 1
    visitor.control.reset()
    assert visitor.get("search", q=IMAGES)["total"] < 100
