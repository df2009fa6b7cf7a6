# SPDX-License-Identifier: GPL-2.0-or-later
"""The one way to a server, against a real one: results, errors, redirects, repetition, and secrets that stay home."""

from __future__ import annotations

import gzip
import json
import time

import pytest
import requests
from image_services.core import address, errors
from image_services.core import session as module
from image_services.core.auth import AUTHORIZATION_HEADER, REFERER, TokenAuth
from image_services.core.cancel import Cancel
from image_services.core.retry import RetryPolicy
from image_services.core.session import LONGEST_GET, Session, Timeouts, is_overload, use_transport
from requests.adapters import BaseAdapter

PATH = "/arcgis/rest/services/Folder/Höhe/ImageServer"
SHOWN = "/arcgis/rest/services/Folder/H%C3%B6he/ImageServer"
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


# Requests


def test_a_request_as_the_server_sees_it(server, session, reply_json):
    server.respond = lambda seen: reply_json({"name": "Höhe"})
    assert session.json(server.url + PATH, {"where": "a & b=ü"}) == {"name": "Höhe"}
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.query) == ("GET", SHOWN, {"f": "json", "where": "a & b=ü"})
    assert seen.headers["User-Agent"].startswith("image-services/")
    assert seen.headers["Referer"] == REFERER
    assert AUTHORIZATION_HEADER not in seen.headers


def test_an_answer_is_whole_with_its_type_and_time(server, session, reply):
    body = bytes(range(256)) * 4000
    server.respond = lambda seen: reply(body, headers={"Content-Type": "image/tiff"})
    answer = session.fetch(server.url + PATH + "/exportImage", {"f": "image", "token": "no-such"})
    assert answer.body == body
    assert answer.content_type == "image/tiff"
    assert answer.seconds > 0
    assert answer.url == server.url + PATH + "/exportImage"
    assert "bytes" not in repr(answer)
    assert "no-such" not in repr(answer)


def test_connections_are_kept_and_closed(server, session, until):
    for _ in range(5):
        session.json(server.url)
    assert server.all_connections == 1
    session.close()
    assert until(lambda: server.open_connections == 0)
    session.json(server.url)  # and it can be used again
    assert server.all_connections == 2


def test_a_session_that_is_forgotten_leaves_no_connection(server, until):
    Session().json(server.url)
    assert until(lambda: server.open_connections == 0)


def test_long_queries_are_posted_and_nothing_of_them_is_lost(server, session):
    rule = json.dumps({"rasterFunction": "Ü" * LONGEST_GET}, ensure_ascii=False)
    session.json(server.url + PATH, {"renderingRule": rule})
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.query) == ("POST", SHOWN, {})
    assert seen.form == {"f": "json", "renderingRule": rule}
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_query_of_just_the_longest_length_is_not_posted(server, session):
    room = LONGEST_GET - len(server.url + "/x?f=json&a=")
    session.json(server.url + "/x", {"a": "b" * room})
    session.json(server.url + "/x", {"a": "b" * (room + 1)})
    assert [seen.method for seen in server.seen] == ["GET", "POST"]


def test_a_server_that_takes_no_post_gets_long_queries_too(server, session, reply):
    server.respond = lambda seen: reply(b"no", status=405) if seen.method == "POST" else reply(b"{}")
    for _ in range(2):
        session.json(server.url, {"a": "b" * 3000})
    assert [seen.method for seen in server.seen] == ["POST", "GET", "GET"]
    assert server.seen[-1].query["a"] == "b" * 3000


@pytest.mark.parametrize(
    ("address_", "path", "query"),
    [
        (
            "/proxy.ashx?https://inner/arcgis/S/ImageServer",
            "/proxy.ashx?https://inner/arcgis/S/ImageServer?f=json",
            None,
        ),
        ("/proxy.ashx?http://inner/S?a=1", "/proxy.ashx?http://inner/S?a=1&f=json", None),
        ("/x?key=5", "/x?key=5&f=json", {"key": "5", "f": "json"}),
        ("/x?", "/x?f=json", {"f": "json"}),
        ("/x?key=5&", "/x?key=5&f=json", {"key": "5", "f": "json"}),
    ],
)
def test_an_address_with_a_query_keeps_it(address_, path, query, server, session, monkeypatch):
    lines = []
    answer = server.RequestHandlerClass._answer
    monkeypatch.setattr(
        server.RequestHandlerClass, "_answer", lambda self: (lines.append(self.path), answer(self)), raising=True
    )
    session.json(server.url + address_)
    assert lines == [path]
    assert query is None or server.seen[0].query == query


def test_netrc_and_addresses_add_no_password(server, session, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login user password from-netrc\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    session.json(server.url)
    session.json(server.url.replace("//", "//user:from-address@"))
    assert not any("Authorization" in seen.headers for seen in server.seen)


# Results that are none


def test_an_error_under_200_is_an_error(server, session, reply_json):
    server.respond = lambda seen: reply_json({"error": {"code": 400, "message": "Invalid.", "details": ["size limit"]}})
    with pytest.raises(errors.BadRequest, match="size limit") as caught:
        session.fetch(server.url + PATH, {"token": "SECRET"})
    assert caught.value.url == server.url + PATH
    assert len(server.seen) == 1


def test_an_error_that_claims_to_be_an_image_is_an_error(server, session, reply):
    body = b'{"error":{"code":499,"message":"Token Required"}}'
    server.respond = lambda seen: reply(body, headers={"Content-Type": "image/tiff"})
    with pytest.raises(errors.SignInRequired):
        session.fetch(server.url, {})


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", errors.ProtocolError, "answers nothing"),
        (b"  ", errors.ProtocolError, "answers nothing"),
        (b"OK", errors.ProtocolError, "not JSON"),
        (b"[1]", errors.ProtocolError, "not JSON"),
        (b'{"name":', errors.ProtocolError, "not JSON"),
        (b"<html>Bitte anmelden</html>", errors.ProtocolError, "Bitte anmelden"),
    ],
)
def test_what_is_no_json_object_is_said_to_be_none(body, kind, words, server, session, reply):
    server.respond = lambda seen: reply(body)
    with pytest.raises(kind, match=words):
        session.json(server.url)


def test_pixels_that_begin_like_json_stay_pixels(server, session, reply):
    for body in (b"{" * 5000, b"[" * 5000, b"{}\x00\x01", b" " * 5000):
        server.respond = lambda seen, body=body: reply(body)
        assert session.fetch(server.url, {}).body == body


@pytest.mark.parametrize(
    ("status", "kind"), [(401, errors.SignInRequired), (403, errors.AccessDenied), (404, errors.NotFound)]
)
def test_statuses_that_will_not_pass_are_not_tried_again(status, kind, server, session, reply):
    server.respond = lambda seen: reply(b"", status=status)
    with pytest.raises(kind):
        session.json(server.url)
    assert len(server.seen) == 1


# Trying again


def test_a_resource_is_tried_again_and_a_single_fetch_is_not(server, session, reply, reply_json):
    replies = [reply(status=503), None, reply(status=429, headers={"Retry-After": "0"}), reply_json({"a": 1})]
    server.respond = lambda seen: replies[len(server.seen) - 1]
    assert session.json(server.url) == {"a": 1}
    assert len(server.seen) == 4
    server.seen.clear()
    with pytest.raises(errors.ServerBusy) as caught:
        session.fetch(server.url, {})
    assert len(server.seen) == 1
    assert caught.value.details["status"] == 503


def test_in_the_end_it_gives_up(server, session, reply):
    server.respond = lambda seen: reply(status=503, headers={"Retry-After": "0"})
    with pytest.raises(errors.ServerBusy):
        session.json(server.url)
    assert len(server.seen) == QUICK.attempts


def test_the_servers_wish_for_a_pause_is_kept(server, session, reply, reply_json):
    at = []

    def respond(seen):
        at.append(time.monotonic())
        return reply(status=429, headers={"Retry-After": "1"}) if len(at) == 1 else reply_json({})

    server.respond = respond
    session.json(server.url)
    assert at[1] - at[0] >= 1


def test_waits_keep_the_application_alive_and_end_with_a_cancel(server, reply):
    server.respond = lambda seen: reply(status=503)
    breaths = []
    cancel = Cancel()

    def breathe():
        breaths.append(1)
        if len(breaths) == 3:
            cancel.set()

    use_transport(idle=breathe)
    try:
        with pytest.raises(errors.Cancelled):
            Session(retry=RetryPolicy(attempts=5, base_s=600, cap_s=600)).json(server.url, cancel=cancel)
    finally:
        use_transport()
    assert len(breaths) == 3


def test_a_cancel_before_the_request_sends_nothing(server, session):
    cancel = Cancel()
    cancel.set()
    with pytest.raises(errors.Cancelled):
        session.fetch(server.url, {}, cancel=cancel)
    assert server.seen == []


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


# The way there fails


def test_a_connection_that_is_reset_is_a_failure_of_the_way(server, session):
    server.respond = lambda seen: None
    with pytest.raises(errors.TransportFailure, match="no connection to") as caught:
        session.fetch(server.url + "/x", {"token": "SECRET"})
    assert "SECRET" not in str(caught.value) + repr(caught.value.details)
    assert is_overload(caught.value)


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_cut_is_never_taken_for_a_whole_one(compressed, chunked, server, session, reply):
    whole = gzip.compress(bytes(range(256)) * 300) if compressed else bytes(range(256)) * 300
    headers = {"Content-Encoding": "gzip"} if compressed else {}
    server.respond = lambda seen: reply(
        whole[: len(whole) // 2], promised=len(whole), cut=True, chunked=chunked, headers=headers
    )
    with pytest.raises(errors.TransportFailure, match="was cut off") as caught:
        session.fetch(server.url, {})
    assert caught.value.details["under_way"]


@pytest.mark.parametrize("chunked", [False, True])
def test_compressed_bodies_are_unpacked(chunked, server, session, reply):
    body = b"pixels" * 1000
    server.respond = lambda seen: reply(gzip.compress(body), headers={"Content-Encoding": "gzip"}, chunked=chunked)
    assert session.fetch(server.url, {}).body == body


def test_damaged_compression_is_a_cut_body(server, session, reply):
    server.respond = lambda seen: reply(b"not gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(errors.TransportFailure, match="was cut off"):
        session.fetch(server.url, {})


def test_a_body_without_a_length_ends_with_its_connection(server, session, reply):
    server.respond = lambda seen: reply(b"pixels", cut=True)
    assert session.fetch(server.url, {}).body == b"pixels"


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(server, session, reply, until):
    server.respond = lambda seen: reply(b"{}", cut=True, promised=2)
    session.json(server.url)
    assert until(lambda: server.open_connections == 0)
    session.json(server.url)
    assert server.all_connections == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "ftp://127.0.0.1/x",
        "127.0.0.1/x",
        "http://[half/x",
        "http://127.0.0.1:99999/x",
        "http://a..b/x",
    ],
)
def test_what_is_no_address_is_said_to_be_none(url, session):
    with pytest.raises(errors.ImageServiceError):
        session.fetch(url, {})


def test_waiting_too_long_for_an_answer_is_told_from_no_connection(server, reply):
    import threading

    gate = threading.Event()
    server.respond = lambda seen: reply(b"x", gate=gate)
    session = Session(timeouts=Timeouts(connect_s=5, read_s=0.1))
    with pytest.raises(errors.TransportFailure, match="did not answer in time") as caught:
        session.fetch(server.url, {})
    gate.set()
    assert caught.value.details["under_way"]
    session.close()


@pytest.mark.parametrize(
    ("error", "overload"),
    [
        (errors.TransportFailure("x"), True),
        (errors.ServerBusy("x", status=429), True),
        (errors.ServerBusy("x", status=503), True),
        (errors.ServerBusy("x"), True),
        (errors.ServerBusy("x", status=500), False),  # one request was too much for it
        (errors.BadRequest("x"), False),
    ],
)
def test_what_says_that_a_server_has_too_much_to_do(error, overload):
    assert is_overload(error) == overload


# Other transports


class Recorder(BaseAdapter):
    """Stands for QGIS's network."""

    def __init__(self):
        super().__init__()
        self.sent = []

    def send(self, request, **settings):
        from image_services.core.transport import Body

        self.sent.append(request)
        response = requests.Response()
        response.status_code, response.raw, response.url, response.request = 200, Body(b"{}"), request.url, request
        return response

    def close(self):
        pass


@pytest.fixture
def recorder():
    one = Recorder()
    one.made = []

    def make(authcfg, belongs):
        one.made.append((authcfg, belongs))
        return one

    use_transport(make)
    yield one
    use_transport()


def test_another_transport_sees_requests_cancels_and_hosts(recorder):
    cancel = Cancel()
    session = Session(frozenset({"GIS.example.org"}), authcfg="abc1234")
    session.json("https://gis.example.org/x", {"a": "1"}, cancel=cancel)
    assert recorder.sent[0].cancel is cancel
    assert recorder.sent[0].url == "https://gis.example.org/x?f=json&a=1"
    ((authcfg, belongs),) = recorder.made
    assert authcfg == "abc1234"
    assert belongs("https://gis.example.org/y")
    assert not belongs("https://other.example.org/y")
    assert not belongs("http://gis.example.org/y")


def test_configurations_of_qgis_need_qgis():
    with pytest.raises(errors.ImageServiceError, match="inside QGIS"):
        Session(authcfg="abc1234").json("https://gis.example.org")


def test_the_names_of_the_module_are_those_that_others_use():
    assert {"Session", "Answer", "Timeouts", "use_transport", "idle", "wait"} <= set(vars(module))
