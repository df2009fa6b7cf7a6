# SPDX-License-Identifier: GPL-2.0-or-later
"""Secrets on their way: who gets a token or a password, and who never does."""

from __future__ import annotations

import pytest
from image_services.core import address, errors
from image_services.core.auth import AUTHORIZATION_HEADER, TokenAuth
from image_services.core.retry import RetryPolicy
from image_services.core.session import Session, Timeouts

QUICK = RetryPolicy(attempts=4, base_s=0.001, cap_s=0.01)

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def session():
    one = Session(timeouts=Timeouts(connect_s=5, read_s=5), retry=QUICK)
    yield one
    one.close()


@pytest.fixture
def signed():
    hosts = frozenset({"127.0.0.1"})
    one = Session(hosts, auth=TokenAuth("the-token", hosts), timeouts=Timeouts(5, 5), retry=QUICK)
    yield one
    one.close()


def test_netrc_and_addresses_add_no_password(server, session, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login user password from-netrc\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    session.json(server.url)
    session.json(server.url.replace("//", "//user:from-address@"))
    assert not any("Authorization" in seen.headers for seen in server.seen)


class Renewing(TokenAuth):
    """A token that can be renewed once."""

    renewals = 0

    def renew(self, url):
        self.renewals += 1
        self._value = "the-new-token"
        return True


@pytest.mark.parametrize("code", [498, 499])
def test_a_refused_token_is_renewed_once(code, server, reply_json):
    def respond(seen):
        fresh = seen.headers[AUTHORIZATION_HEADER] == "Bearer the-new-token"
        return reply_json({"a": 1} if fresh else {"error": {"code": code, "message": "Invalid Token"}})

    server.respond = respond
    auth = Renewing("the-token", frozenset({"127.0.0.1"}))
    session = Session(auth=auth, retry=QUICK)
    assert session.json(server.url) == {"a": 1}
    assert (auth.renewals, len(server.seen)) == (1, 2)
    server.respond = lambda seen: reply_json({"error": {"code": code}})
    with pytest.raises(errors.SignInRequired):
        session.json(server.url)
    assert auth.renewals == 2
    session.close()


def test_a_ready_token_cannot_be_renewed(server, signed, reply_json):
    server.respond = lambda seen: reply_json({"error": {"code": 498}})
    with pytest.raises(errors.SignInRequired, match="expired"):
        signed.json(server.url)
    assert len(server.seen) == 1


@pytest.mark.parametrize("value", ["two\nlines", "non-latin-\u20ac"])
def test_a_token_that_cannot_be_sent_is_not_shown(value, server):
    session = Session(auth=TokenAuth(value, frozenset({"127.0.0.1"})), retry=QUICK)
    with pytest.raises(errors.ImageServiceError) as caught:
        session.json(server.url)
    assert value.split()[0][:6] not in str(caught.value)
    session.close()


# Redirects


def redirect(reply, target, status=302):
    return reply(b"<html>moved</html>", status=status, headers={"Location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["{url}/new?f=json&a=1", "/new?f=json&a=1", "new?f=json&a=1"])
def test_redirects_are_followed(status, target, server, session, reply, reply_json):
    there = target.format(url=server.url)
    server.respond = lambda seen: reply_json({"b": 2}) if seen.path == "/new" else redirect(reply, there, status)
    assert session.json(server.url + "/old", {"a": "1"}) == {"b": 2}
    assert server.seen[1].query == {"f": "json", "a": "1"}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirected_post_stays_a_post_with_its_form(status, server, session, reply):
    server.respond = lambda seen: reply(b"{}") if seen.path == "/new" else redirect(reply, "/new", status)
    session.json(server.url + "/old", {"rule": "x" * 3000})
    assert [seen.method for seen in server.seen] == ["POST", "POST"]
    assert server.seen[1].form == {"f": "json", "rule": "x" * 3000}


@pytest.mark.parametrize("target", ["/round", "ftp://127.0.0.1/x", "file:///etc/passwd", "javascript:alert(1)"])
def test_circles_and_strange_places_are_refused(target, server, session, reply):
    server.respond = lambda seen: redirect(reply, target)
    with pytest.raises(errors.ProtocolError, match="circles or to a strange place"):
        session.json(server.url + "/round")
    assert len(server.seen) <= 8


def test_a_redirect_to_no_address_is_an_error_of_ours(server, session, reply):
    server.respond = lambda seen: redirect(reply, "http://[half")
    with pytest.raises(errors.ImageServiceError):
        session.json(server.url)


def test_a_redirect_without_a_target_is_an_answer(server, session, reply):
    server.respond = lambda seen: reply(b'{"a":1}', status=302)
    assert session.json(server.url) == {"a": 1}


def test_a_foreign_host_gets_no_token(server, other_server, signed, reply, reply_json):
    foreign = other_server.url.replace("127.0.0.1", "localhost")
    server.respond = lambda seen: redirect(reply, f"{foreign}/there")
    other_server.respond = lambda seen: reply_json({"token": "no"})
    signed.json(server.url)
    assert server.seen[0].headers[AUTHORIZATION_HEADER] == "Bearer the-token"
    (seen,) = other_server.seen
    assert AUTHORIZATION_HEADER not in seen.headers
    assert "the-token" not in repr(seen)


def test_the_own_host_gets_it_again_after_a_detour(server, other_server, signed, reply, reply_json):
    foreign = other_server.url.replace("127.0.0.1", "localhost")
    server.respond = lambda seen: reply_json({}) if seen.path == "/back" else redirect(reply, f"{foreign}/there")
    other_server.respond = lambda seen: redirect(reply, f"{server.url}/back")
    signed.json(server.url)
    assert [AUTHORIZATION_HEADER in seen.headers for seen in server.seen] == [True, True]
    assert AUTHORIZATION_HEADER not in other_server.seen[0].headers


def test_plain_http_gets_no_token_away_from_this_machine(server, signed, monkeypatch):
    monkeypatch.setattr(address, "is_loopback", lambda host: False)
    signed.json(server.url)
    assert AUTHORIZATION_HEADER not in server.seen[0].headers


# Forms with secrets


def test_a_form_is_sent_once_in_the_body(server, session, reply, reply_json):
    server.respond = lambda seen: reply_json({"token": "t"})
    assert session.post(server.url + "/generateToken", {"password": "pw"}) == {"token": "t"}
    assert (server.seen[0].method, server.seen[0].query, server.seen[0].form) == ("POST", {}, {"password": "pw"})
    server.respond = lambda seen: reply(status=503)
    server.seen.clear()
    with pytest.raises(errors.ServerBusy):
        session.post(server.url, {"password": "pw"})
    assert len(server.seen) == 1


def test_a_form_with_a_password_never_leaves_its_host(server, other_server, session, reply):
    server.respond = lambda seen: redirect(reply, other_server.url.replace("127.0.0.1", "localhost"), 307)
    with pytest.raises(errors.ProtocolError, match="another place, localhost"):
        session.post(server.url, {"password": "pw"})
    assert other_server.seen == []


def test_a_form_with_a_password_stays_on_https(server, session, reply, monkeypatch):
    monkeypatch.setattr(address, "is_loopback", lambda host: False)
    server.respond = lambda seen: redirect(reply, "/elsewhere", 307)
    with pytest.raises(errors.ProtocolError, match="another place"):
        session.post(server.url, {"password": "pw"})
    assert len(server.seen) == 1
