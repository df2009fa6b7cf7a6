# SPDX-License-Identifier: GPL-2.0-or-later
"""What Esri's own client was given in the recorded sessions, the sandbox gives it too: member by member."""

from __future__ import annotations

import json

import pytest

# resource below sharing/rest in the recordings -> (the same one here, does it want a token)
RESOURCES = {
    "info": ("info", False),
    "": ("", False),
    "portals/self": ("portals/self", True),
    "portals/self/roles": ("portals/self/roles", True),
    "community/self": ("community/self", True),
    "community/users/fakeuser": ("community/users/publisher", True),
    "content/users/fakeuser": ("content/users/publisher", True),
    "search": ("search", True),
}
SIGN_IN = ["01", "02", "04", "05", "07", "08", "09", "12", "20", "25", "26", "27", "41"]


@pytest.fixture(scope="module")
def recorded(shared_data):
    """The recorded answers of the portal and of its server: (resource, JSON) without repetitions."""
    found = {}
    for path in sorted((shared_data / "recordings").glob("*.json")):
        if path.name[:2] not in SIGN_IN:
            continue
        scenario = json.loads(path.read_text("utf-8"))
        exchanges = next(value for value in scenario.values() if isinstance(value, list))
        for exchange in exchanges:
            answer = exchange["response"].get("json")
            if isinstance(answer, dict) and "error" not in answer:
                found[exchange["request"]["path"], json.dumps(answer, sort_keys=True)] = answer
    return [(path, answer) for (path, _), answer in found.items()]


def missing(wanted, given, place=""):
    """Return the places where a recorded member is missing here, or is of another JSON type."""
    if wanted is None or given is None:  # null says nothing about the type
        return []
    if isinstance(wanted, bool) or isinstance(given, bool):
        return [] if type(wanted) is type(given) else [place]
    if isinstance(wanted, (int, float)):
        return [] if isinstance(given, (int, float)) else [place]
    if type(wanted) is not type(given):
        return [place]
    if isinstance(wanted, dict):
        lost = [f"{place}.{key}" for key in wanted if key not in given]
        return lost + [
            at for key in wanted if key in given for at in missing(wanted[key], given[key], f"{place}.{key}")
        ]
    if isinstance(wanted, list) and wanted and given:
        return missing(wanted[0], given[0], f"{place}[0]")
    return []


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_portal_gives_every_recorded_member(visitor, recorded, resource):
    address, private = RESOURCES[resource]
    answers = [
        answer for path, answer in recorded if path.rstrip("/").endswith(f"/sharing/rest/{resource}".rstrip("/"))
    ]
    assert answers
    token = visitor.token("publisher") if private else None
    given = visitor.get(address, token, **({"q": 'type:"Image Service"'} if resource == "search" else {}))
    assert "error" not in given
    for answer in answers:
        assert missing(answer, given) in ([], [".appInfo"])  # appInfo comes with OAuth tokens only


def test_the_item_has_every_recorded_member(visitor, recorded):
    answers = [answer for path, answer in recorded if "/content/items/" in path and not path.endswith("/data")]
    assert answers
    token = visitor.token("publisher")
    item_id = visitor.get("search", token, q="dem")["results"][0]["id"]
    given = visitor.get(f"content/items/{item_id}", token)
    for answer in answers:
        assert missing(answer, given) == []


def test_tokens_have_every_recorded_member(visitor, recorded):
    answers = [answer for path, answer in recorded if path.endswith("/generateToken")]
    assert answers
    form = {"username": "admin", "password": visitor.passwords["admin"], "client": "requestip"}
    given = visitor.post("generateToken", **form)
    for answer in answers:
        assert missing(answer, given) == []


def test_the_federated_server_tells_every_recorded_member(visitor, recorded):
    answers = [answer for path, answer in recorded if path.endswith("/server/rest/info")]
    assert answers
    given = visitor.get(f"{visitor.process.server}/rest/info")
    for answer in answers:
        assert missing(answer, given) == []
