# SPDX-License-Identifier: GPL-2.0-or-later
"""OAuth 2 on the portal: the sign-in page, codes with PKCE, refreshing, secrets, and everything that must not work."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

REDIRECT = "http://127.0.0.1:7070/"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REQUEST = {
    "response_type": "code",
    "client_id": "desktop",
    "redirect_uri": REDIRECT,
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


def page(visitor, **params):
    """Open the sign-in page: the response, not following where it leads."""
    params = {name: value for name, value in {**REQUEST, **params}.items() if value is not None}
    address = f"{visitor.rest}/oauth2/authorize"
    return visitor.client.get(address, params=params, allow_redirects=False, timeout=10)


def fill_in(visitor, opened, username="analyst", password=None):
    """Send the form that stands on a sign-in page, as a browser does."""
    action = html.unescape(re.search(r'<form method="post" action="([^"]*)"', opened.text)[1])
    state = html.unescape(re.search(r'name="oauth_state" value="([^"]*)"', opened.text)[1])
    form = {"oauth_state": state, "username": username, "password": password or visitor.passwords[username]}
    return visitor.client.post(visitor.process.url + action, form, allow_redirects=False, timeout=10)


def came_back(answer, separator="?"):
    """Return where the browser was sent, and with what."""
    assert answer.status_code == 302
    place, _, query = answer.headers["Location"].partition(separator)
    return place, {name: value[0] for name, value in parse_qs(query, strict_parsing=True).items()}


def code_for(visitor, **params):
    """Sign in as the analyst and return the code."""
    return came_back(fill_in(visitor, page(visitor, **params)))[1]["code"]


def redeem(visitor, code, /, **form):
    """Ask for tokens for a code."""
    form = {
        "grant_type": "authorization_code",
        "client_id": "desktop",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
        **form,
    }
    return visitor.post("oauth2/token", **{name: value for name, value in form.items() if value is not None})


def test_a_browser_comes_back_with_a_code_that_gives_tokens(visitor):
    place, back = came_back(fill_in(visitor, page(visitor, state="a b&c")))
    assert place == REDIRECT
    assert set(back) == {"code", "state"}
    assert back["state"] == "a b&c"
    tokens = redeem(visitor, back["code"])
    members = {"access_token", "expires_in", "username", "ssl", "refresh_token", "refresh_token_expires_in"}
    assert set(tokens) == members
    assert (tokens["username"], tokens["expires_in"], tokens["refresh_token_expires_in"]) == (
        "analyst",
        1800,
        1_209_600,
    )
    visitor.client.headers["Referer"] = None  # such tokens are bound to nothing
    seen = visitor.get("portals/self", tokens["access_token"])
    assert seen["user"]["username"] == "analyst"
    assert seen["appInfo"]["appId"] == "desktop"


def test_without_a_state_none_comes_back(visitor):
    assert set(came_back(fill_in(visitor, page(visitor)))[1]) == {"code"}


def test_a_token_of_this_kind_can_be_exchanged_too(visitor):
    token = redeem(visitor, code_for(visitor))["access_token"]
    server = visitor.post("generateToken", serverUrl=visitor.process.server, token=token)["token"]
    address = f"{visitor.process.server}/rest/services/secure/elevation/dem/ImageServer"
    assert visitor.get(address, server)["name"] == "secure/elevation/dem"


def test_a_wrong_password_shows_the_page_again(visitor):
    opened = page(visitor)
    again = fill_in(visitor, opened, password="wrong")
    assert again.status_code == 200
    assert "OAUTH_0015" in again.text
    assert "Invalid username or password." in again.text
    assert came_back(fill_in(visitor, again))[1]["code"]
    assert [entry["ok"] for entry in visitor.control.portal()["sign_ins"]] == [False, True]


def test_whoever_cancels_is_sent_back_with_access_denied(visitor):
    link = html.unescape(re.search(r'id="cancel" href="([^"]*)"', page(visitor, state="s").text)[1])
    place, _, query = link.partition("?")
    assert place == REDIRECT
    assert parse_qs(query)["error"] == ["access_denied"]
    assert parse_qs(query)["state"] == ["s"]


def test_a_sign_in_is_good_once(visitor):
    opened = page(visitor)
    assert fill_in(visitor, opened).status_code == 302
    assert "Invalid oauth_state" in fill_in(visitor, opened).text


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"client_id": "stranger"}, "Invalid client_id"),
        ({"redirect_uri": "http://127.0.0.1:7070"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://127.0.0.1:7071/"}, "Invalid redirect_uri"),
        ({"redirect_uri": "https://evil.example.org/"}, "Invalid redirect_uri"),
        ({"redirect_uri": None}, "Invalid redirect_uri"),
    ],
)
def test_nobody_is_sent_to_an_unregistered_address(visitor, params, text):
    answer = page(visitor, **params)
    assert answer.status_code == 200
    assert text in answer.text
    assert "<form" not in answer.text


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"response_type": "magic"}, "unsupported_response_type"),
        ({"code_challenge_method": "MD5"}, "invalid_request"),
    ],
)
def test_other_mistakes_are_told_to_the_application(visitor, params, error):
    place, back = came_back(page(visitor, **params, state="s"))
    assert place == REDIRECT
    assert (back["error"], back["state"]) == (error, "s")


def test_more_addresses_can_be_registered(visitor):
    free_port = "http://localhost:40123/callback?from=portal"
    visitor.control.portal(redirects=[free_port])
    answer = fill_in(visitor, page(visitor, redirect_uri=free_port))
    assert answer.headers["Location"].startswith(f"{free_port}&code=")


def test_the_page_cannot_be_made_to_run_a_script(visitor):
    opened = page(visitor, state='"><script>alert(1)</script>')
    assert "<script>alert" not in opened.text
    assert "frame" not in opened.text
    script = re.search(r"var oAuthInfo = (.*?);</script>", opened.text)[1]
    assert json.loads(script)["client_id"] == "desktop"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"code_verifier": VERIFIER[:-1]}, "invalid_grant"),
        ({"code_verifier": CHALLENGE}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_grant"),
        ({"redirect_uri": "http://localhost:7070/"}, "invalid_request"),
        ({"client_id": "robot"}, "invalid_grant"),
        ({"client_id": "stranger"}, "invalid_client_id"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_worth_nothing_to_others(visitor, form, error):
    answer = redeem(visitor, code_for(visitor), **form)
    assert set(answer["error"]) == {"code", "error", "error_description", "message", "details"}
    assert (answer["error"]["code"], answer["error"]["error"]) == (400, error)
    assert visitor.control.portal()["tokens"] == []


def test_after_a_wrong_verifier_the_code_is_spent(visitor):
    code = code_for(visitor)
    assert "error" in redeem(visitor, code, code_verifier="wrong")
    assert redeem(visitor, code)["error"]["error"] == "invalid_grant"


def test_a_code_used_twice_revokes_what_it_gave(visitor):
    code = code_for(visitor)
    tokens = redeem(visitor, code)
    assert redeem(visitor, code)["error"]["error"] == "invalid_grant"
    assert visitor.get("portals/self", tokens["access_token"])["error"]["code"] == 498
    again = {"grant_type": "refresh_token", "client_id": "desktop", "refresh_token": tokens["refresh_token"]}
    assert visitor.post("oauth2/token", **again)["error"]["code"] == 498


def test_without_pkce_a_code_works_too(visitor):  # the recorded QGIS "authorization code" flow
    code = code_for(visitor, code_challenge=None, code_challenge_method=None)
    assert redeem(visitor, code, code_verifier=None, client_secret="")["username"] == "analyst"


def test_the_plain_challenge_is_compared_as_it_is(visitor):
    code = code_for(visitor, code_challenge=VERIFIER, code_challenge_method=None)
    assert redeem(visitor, code)["username"] == "analyst"


def test_secrets_are_not_taken_from_a_get(visitor):
    answer = visitor.get("oauth2/token", grant_type="client_credentials", client_id="robot", client_secret="robot-Pa55")
    assert answer["error"]["code"] == 405
    assert visitor.get("oauth2/signin")["error"]["code"] == 405
    assert visitor.get("oauth2/revokeToken")["error"]["code"] == 405


def test_a_refresh_gives_an_access_token_and_no_new_refresh_token(visitor):
    first = redeem(visitor, code_for(visitor))
    form = {"grant_type": "refresh_token", "client_id": "desktop", "refresh_token": first["refresh_token"]}
    second = visitor.post("oauth2/token", **form)
    assert set(second) == {"access_token", "expires_in", "username", "ssl"}
    assert second["access_token"] != first["access_token"]
    assert visitor.get("community/self", second["access_token"])["username"] == "analyst"
    stolen = visitor.post("oauth2/token", **{**form, "client_id": "robot"})
    assert (stolen["error"]["code"], stolen["error"]["error"]) == (498, "invalid_request")


def test_a_refresh_token_is_exchanged_for_a_new_pair(visitor):
    first = redeem(visitor, code_for(visitor))
    form = {"grant_type": "exchange_refresh_token", "client_id": "desktop", "refresh_token": first["refresh_token"]}
    assert visitor.post("oauth2/token", **form)["error"]["error"] == "invalid_request"  # lacks redirect_uri
    second = visitor.post("oauth2/token", **form, redirect_uri=REDIRECT)
    assert set(second) == set(first)
    assert second["refresh_token"] != first["refresh_token"]
    old = {"grant_type": "refresh_token", "client_id": "desktop", "refresh_token": first["refresh_token"]}
    assert visitor.post("oauth2/token", **old)["error"]["code"] == 498


def test_a_refresh_token_lives_as_long_as_asked_and_no_longer(visitor):
    assert redeem(visitor, code_for(visitor, expiration="60"))["refresh_token_expires_in"] == 3600
    assert redeem(visitor, code_for(visitor, expiration="9999999"))["refresh_token_expires_in"] == 90 * 86400
    visitor.control.portal(refresh_life_s=0.1, token_life_s=0.1)
    tokens = redeem(visitor, code_for(visitor))
    time.sleep(0.2)
    assert visitor.get("community/self", tokens["access_token"])["error"]["code"] == 498
    form = {"grant_type": "refresh_token", "client_id": "desktop", "refresh_token": tokens["refresh_token"]}
    assert visitor.post("oauth2/token", **form)["error"]["message"] == "refresh_token expired"


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_a_token_can_be_revoked(visitor, which):
    tokens = redeem(visitor, code_for(visitor))
    assert visitor.post("oauth2/revokeToken", client_id="desktop", auth_token=tokens[which]) == {"success": True}
    accessed = visitor.get("community/self", tokens["access_token"])
    form = {"grant_type": "refresh_token", "client_id": "desktop", "refresh_token": tokens["refresh_token"]}
    refreshed = visitor.post("oauth2/token", **form)
    assert ("error" in accessed, "error" in refreshed) == (which == "access_token", which == "refresh_token")


def test_an_application_signs_in_by_its_secret_as_nobody(visitor):
    form = {"grant_type": "client_credentials", "client_id": "robot"}
    token = visitor.post("oauth2/token", **form, client_secret="robot-Pa55")
    assert set(token) == {"access_token", "expires_in"}
    assert token["expires_in"] == 7200
    seen = visitor.get("portals/self", token["access_token"])
    assert "user" not in seen
    assert seen["appInfo"]["appId"] == "robot"
    assert visitor.get("community/self", token["access_token"])["error"]["code"] == 403
    exchanged = visitor.post("generateToken", token=token["access_token"], serverUrl=visitor.process.server)
    assert exchanged["error"]["code"] == 400
    for secret in ("wrong", ""):
        assert visitor.post("oauth2/token", **form, client_secret=secret)["error"]["error"] == "invalid_client"
    desktop = {"grant_type": "client_credentials", "client_id": "desktop", "client_secret": ""}
    assert visitor.post("oauth2/token", **desktop)["error"]["error"] == "invalid_client"


def test_a_code_can_be_shown_to_be_copied(visitor):
    answer = fill_in(visitor, page(visitor, redirect_uri="urn:ietf:wg:oauth:2.0:oob"))
    shown = visitor.client.get(answer.headers["Location"], timeout=10).text
    code = re.search(r"<title>SUCCESS code=(.*?)</title>", shown)[1]
    assert redeem(visitor, code, redirect_uri="urn:ietf:wg:oauth:2.0:oob")["username"] == "analyst"


def test_the_default_flow_of_esris_client_gets_its_token_in_the_fragment(visitor):  # as recorded
    own = f"https://{urlsplit(visitor.process.url).netloc}"
    params = {"response_type": "token", "client_id": "pythonapi", "redirect_uri": own, "state": "xyz"}
    answer = fill_in(visitor, page(visitor, **params, code_challenge=None, code_challenge_method=None))
    place, back = came_back(answer, "#")
    assert place == own
    assert set(back) == {"access_token", "expires_in", "username", "ssl", "token_type", "state", "persist"}
    assert visitor.get("community/self", back["access_token"])["username"] == "analyst"
