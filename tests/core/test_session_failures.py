# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers that are no results, and ways on which none comes: each is told from the others."""

from __future__ import annotations

import gzip
import threading

import pytest
from image_services.core import errors
from image_services.core.retry import RetryPolicy, is_overload
from image_services.core.session import Session, Timeouts

QUICK = RetryPolicy(attempts=4, base_s=0.001, cap_s=0.01)

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def session():
    one = Session(timeouts=Timeouts(connect_s=5, read_s=5), retry=QUICK)
    yield one
    one.close()


PATH = "/arcgis/rest/services/Folder/Höhe/ImageServer"


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
