# SPDX-License-Identifier: GPL-2.0-or-later
"""The sandbox as somebody who signs in sees it, and a server of our own that gives tokens as a test says."""

from __future__ import annotations

import time

import pytest
from image_services.core.auth import AUTHORIZATION_HEADER, REFERER, Credentials
from image_services.core.gis import Gis
from image_services.core.session import Session


class House:
    """The sandbox as somebody who signs in sees it, and what it remembers."""

    def __init__(self, sandbox):
        self.sandbox, self.control = sandbox, sandbox.control
        state = self.control.portal()
        self.passwords = {user["username"]: user["password"] for user in (*state["users"], *state["server_users"])}
        self.portal, self.server, self.standalone = sandbox.portal, sandbox.server, sandbox.standalone

    def gis(self, username="analyst", root=None, password=None):
        who = Credentials(username, self.passwords[username] if password is None else password)
        return Gis("house", root or self.portal, credentials=lambda: who)

    def session(self, *args, **kwargs):
        return self.gis(*args, **kwargs).session_for(self.portal)

    def token(self, **form):
        """A token of the portal's, got by hand."""
        form = {"username": "analyst", "password": self.passwords["analyst"], "client": "referer", **form}
        return Session().post(f"{self.portal}/sharing/rest/generateToken", {**form, "referer": REFERER, "f": "json"})[
            "token"
        ]

    def sign_ins(self):
        return [(entry["flow"], entry["ok"]) for entry in self.control.portal()["sign_ins"]]

    def tokens(self, kind):
        return {token["token"] for token in self.control.portal()["tokens"] if token["kind"] == kind}

    def sent(self, context):
        """What the requests to a portal or server carried: tokens, or None."""
        return [
            (entry["headers"].get(AUTHORIZATION_HEADER) or "Bearer ").removeprefix("Bearer ") or None
            for entry in self.control.requests()
            if entry["path"].startswith(f"{context}/") and not entry["path"].endswith("/info")
        ]


@pytest.fixture
def house(sandbox):
    return House(sandbox)


class Fake:
    """A stand-alone server of our own: counts sign-ins, and answers for its resources as the test says."""

    def __init__(self, server, reply_json):
        self.server, self.reply_json = server, reply_json
        self.info = {"authInfo": {"isTokenBasedSecurity": True, "tokenServicesUrl": f"{server.url}/gis/tokens/"}}
        self.expires = lambda: (time.time() + 3600) * 1000
        self.given = []
        self.answer = lambda seen: reply_json({"fine": True})
        self.tokens = self.give
        server.respond = self.respond

    def respond(self, seen):
        if seen.path == "/gis/rest/info":
            return self.reply_json(self.info)
        if seen.path.startswith("/gis/tokens"):
            return self.tokens(seen)
        if seen.path.endswith("/info"):
            return self.reply_json({"error": {"code": 404, "message": "Not Found"}})
        return self.answer(seen)

    def give(self, seen):
        self.given.append(f"token-{len(self.given)}")
        return self.reply_json({"token": self.given[-1], "expires": self.expires()})

    def session(self):
        who = Credentials("ann", "pa55-secret")
        return Gis("fake", f"{self.server.url}/gis", credentials=lambda: who).session_for(self.server.url)

    @property
    def url(self):
        return f"{self.server.url}/gis/rest/services/A/ImageServer"


@pytest.fixture
def fake(server, reply_json):
    return Fake(server, reply_json)
