# SPDX-License-Identifier: GPL-2.0-or-later
"""Bodies that come from a file: framed, streamed, sent again; and the calls that carry them."""

from __future__ import annotations

import email.parser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.auth import TokenAuth
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, ServerBusy, SignInRequired
from image_services.core.filebody import FileBody, multipart
from image_services.core.retry import RetryPolicy
from image_services.core.session import Session


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "data.tif"
    path.write_bytes(bytes(ord("a") + i % 26 for i in range(1000)))
    return path


@given(st.integers(0, 1000), st.integers(0, 1000), st.binary(max_size=9), st.binary(max_size=9), st.integers(1, 300))
def test_a_part_of_a_file_between_two_texts(tmp_path_factory, start, count, before, after, size):
    path = tmp_path_factory.getbasetemp() / "some.bin"
    if not path.exists():
        path.write_bytes(bytes(i % 251 for i in range(1000)))
    count = min(count, 1000 - start)
    body = FileBody(path, start, count, before=before, after=after)
    whole = before + path.read_bytes()[start : start + count] + after
    pieces = []
    while piece := body.read(size):
        assert len(piece) <= size
        pieces.append(piece)
    assert b"".join(pieces) == whole
    assert len(body) == body.tell() == len(whole)
    body.seek(0)
    assert b"".join(body) == whole


def test_what_was_sent_is_told(file):
    told = []
    body = FileBody(file, 100, 600, before=b"xx", after=b"yy", sent=told.append)
    while body.read(256):
        pass
    assert told == [256, 512, 600]


def test_a_file_that_shrinks(file):
    body = FileBody(file, 900, 200)
    body.read(150)
    with pytest.raises(OSError, match="shorter than it was"):
        body.read(150)


def test_a_form_with_a_file(file):
    body, headers = multipart({"partId": "3"}, file, 10, 20, filename="a b.tif", content_type="image/tiff")
    raw = b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + b"".join(body)
    parts = email.parser.BytesParser().parsebytes(raw).get_payload()
    fields = {part.get_param("name", header="content-disposition"): part for part in parts}
    assert {name: part.get_payload(decode=True) for name, part in fields.items()} == {
        "f": b"json",
        "partId": b"3",
        "file": file.read_bytes()[10:30],
    }
    assert fields["file"].get_filename() == "a b.tif"
    assert fields["file"].get_content_type() == "image/tiff"


def test_an_upload_has_a_length_and_arrives(server, reply_json, file):
    server.respond = lambda seen: reply_json({"ok": True})
    session = Session()
    assert session.upload("POST", f"{server.url}/x", FileBody(file, 0, 1000), {"X-Mine": "1"}) == b'{"ok": true}'
    (seen,) = server.seen
    assert (seen.headers["Content-Length"], seen.headers["X-Mine"]) == ("1000", "1")
    assert "Transfer-Encoding" not in seen.headers
    session.close()


def test_an_upload_is_sent_again_from_its_beginning_after_a_redirect(server, reply, reply_json, file):
    def respond(seen):
        if seen.path == "/old":
            return reply(status=307, headers={"Location": "/new"})
        return reply_json({"ok": True})

    server.respond = respond
    session = Session()
    session.upload("POST", f"{server.url}/old", FileBody(file, 0, 1000), {})
    assert [(seen.path, seen.headers["Content-Length"]) for seen in server.seen] == [("/old", "1000"), ("/new", "1000")]
    session.close()


class Renewing(TokenAuth):
    """Can sign in anew, once."""

    renewed = 0

    def renew(self, url):
        self.renewed += 1
        return self.renewed == 1


def refusing(times, reply_json):
    count = iter(range(100))
    return lambda seen: reply_json({"error": {"code": 498, "message": "old"}} if next(count) < times else {"ok": True})


@pytest.mark.parametrize("call", ["act", "upload"])
def test_a_token_is_renewed_once(server, reply_json, file, call):
    auth = Renewing("t", frozenset({"127.0.0.1"}))
    session = Session(auth=auth)

    def do():
        if call == "act":
            return session.act(f"{server.url}/x", {"a": "1"})
        return session.upload("POST", f"{server.url}/x", FileBody(file, 0, 10), {})

    server.respond = refusing(1, reply_json)
    assert do()
    assert len(server.seen) == 2
    auth.renewed = 0
    server.respond = refusing(2, reply_json)
    with pytest.raises(SignInRequired):
        do()
    assert len(server.seen) == 4
    session.close()


def test_what_changes_something_is_repeated_only_by_leave(server, reply, reply_json):
    count = iter(range(100))
    server.respond = lambda seen: reply(status=503) if next(count) % 2 == 0 else reply_json({"ok": seen.form["a"]})
    session = Session(retry=RetryPolicy(attempts=3, base_s=0.001))
    with pytest.raises(ServerBusy):
        session.act(f"{server.url}/x", {"a": "1"})
    assert len(server.seen) == 1
    next(count)
    assert session.act(f"{server.url}/x", {"a": "2"}, repeat=True) == {"ok": "2"}
    assert [seen.method for seen in server.seen] == ["POST"] * 3
    assert server.seen[-1].form == {"f": "json", "a": "2"}
    session.close()


def test_an_upload_can_be_cancelled_while_it_is_read(server, reply_json, file):
    cancel = Cancel()
    body = FileBody(file, 0, 1000, sent=lambda _: cancel.set())
    session = Session()
    with pytest.raises(Cancelled):
        session.upload("POST", f"{server.url}/x", body, {}, cancel=cancel)
    session.close()
