# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes out through QGIS's network arrives as given, and what comes back is complete."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import string
import zlib
from urllib.parse import urlencode

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled
from image_services.plugin.network import upload

pytestmark = pytest.mark.qgis


def test_parallel_requests_get_their_own_bodies(web, session, beside):
    bodies = {f"/tile/{i}": random.Random(i).randbytes(1000 * i + i) for i in range(60)}
    for path, body in bodies.items():
        web.says(path, web.answer(body))
    answers = beside(lambda path: session.get(web.url(path)).content, bodies, threads=16)
    assert answers == list(bodies.values())


def test_an_answer_looks_as_requests_makes_it(web, send):
    web.says("/a", web.answer(b'{"a": "\xc3\xa9"}', Content_Type="application/json; charset=utf-8", X_Own="1"))
    response = send(web.url("/a?b=c"), timeout=None)
    assert (response.status_code, response.reason, response.ok) == (200, "OK", True)
    assert response.url == web.url("/a?b=c")
    assert response.request.method == "GET"
    assert response.encoding == "utf-8"
    assert response.headers["x-own"] == "1"
    assert response.json() == {"a": "é"}


def test_the_body_can_be_read_in_every_way(web, session, beside):
    body = bytes(range(256)) * 100
    web.says("/a", web.answer(body))

    def read(how):
        response = session.get(web.url("/a"), stream=True)
        return b"".join(how(response))

    ways = [
        lambda response: [response.raw.read(decode_content=True)],
        lambda response: [response.raw.read(100), response.raw.read()],
        lambda response: [response.content],
        lambda response: response.iter_content(1000),
    ]
    assert beside(read, ways) == [body] * 4
    assert max(len(piece) for piece in beside(lambda _: list(session.get(web.url("/a")).iter_content(1000)))[0]) == 1000


@pytest.mark.parametrize("status", [204, 304, 400, 403, 404, 409, 418, 429, 500, 501, 503, 504, 511])
def test_every_status_is_an_answer_with_its_headers_and_body(web, send, status):
    body = b"" if status in {204, 304} else b'{"error": {"code": 1}}'
    web.says("/a", web.answer(body, f"{status} Its Name", Retry_After="7"))
    response = send(web.url("/a"))
    assert (response.status_code, response.reason, response.content) == (status, "Its Name", body)
    assert response.headers["Retry-After"] == "7"


def test_an_interim_answer_is_not_the_answer(web, send):
    web.says("/a", b"HTTP/1.1 100 Continue\r\n\r\n" + web.answer(b"whole"))
    assert send(web.url("/a")).content == b"whole"


def test_a_body_without_length_ends_with_the_connection(web, send):
    web.says("/a", web.last(b"HTTP/1.0 200 OK\r\n\r\nwhole"))
    assert send(web.url("/a")).content == b"whole"


def test_a_chunked_body_is_joined(web, send):
    web.says("/a", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwho\r\n2\r\nle\r\n0\r\n\r\n")
    assert send(web.url("/a")).content == b"whole"


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda body: gzip.compress(body[:999]) + gzip.compress(body[999:])),
        ("gzip", lambda body: gzip.compress(body) + bytes(8)),
        ("deflate", zlib.compress),
        ("Identity", bytes),
    ],
)
def test_a_compressed_body_is_decompressed(web, send, encoding, compress):
    body = bytes(5_000_000)  # an empty tile shrinks a thousandfold
    web.says("/a", web.answer(compress(body), Content_Encoding=encoding))
    response = send(web.url("/a"), headers={"Accept-Encoding": "gzip, deflate, br"})
    assert response.content == body
    assert "Content-Encoding" not in response.headers
    assert web.seen[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("times", [1, 3])
def test_a_body_that_unpacks_to_far_more_is_refused(web, send, monkeypatch, times):
    monkeypatch.setattr("image_services.core.transport.LARGEST_STREAM", 5_000_000)
    body = gzip.compress(bytes(20_000_000 // times)) * times
    web.says("/a", web.answer(body, Content_Encoding="gzip"))
    with pytest.raises(requests.exceptions.ContentDecodingError, match="more than can be meant"):
        send(web.url("/a"))


def test_a_caller_can_refuse_compression(web, send):
    web.says("/a", web.answer(b"plain"))
    send(web.url("/a"), headers={"Accept-Encoding": "identity"})
    assert web.seen[0].headers["accept-encoding"] == "identity"


def test_headers_arrive_as_given_and_do_not_leak_into_the_next_request(web, send):
    web.says("/a", web.answer())
    own = {"Referer": "https://gis.example.org", "X-Esri-Authorization": "Bearer abc", "X-Latin": "caf\xe9"}
    send(web.url("/a"), headers=own)
    send(web.url("/a"))
    first, second = (seen.headers for seen in web.seen)
    assert {name: first.get(name.lower()) for name in own} == own
    assert not {name.lower() for name in own} & set(second)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.dictionaries(st.text(string.ascii_letters, min_size=1), st.text(), min_size=1, max_size=3))
def test_a_query_arrives_unchanged(web, send, query):
    web.says("/a", web.answer())
    target = f"/a?{urlencode(query)}"
    send(web.url(target))
    assert web.seen[-1].target == target


def test_a_rendering_rule_arrives_as_through_requests(web, send):
    web.says("/a", web.answer())
    rule = json.dumps({"rasterFunction": 'Höhe "%" [1|2]^{~}`\'', "args": {"a": "b+c/d\\e<f>"}})
    for query in ({"renderingRule": rule}, {"bbox": "1,2,3,4", "bandIds": "2,1"}):
        send(web.url("/a"), params=query)
        requests.get(web.url("/a"), params=query, timeout=20)
    targets = [seen.target for seen in web.seen]
    assert targets[0::2] == targets[1::2]


class Dribble:
    """A file without a name that gives little at a time."""

    def __init__(self, body):
        self._file = io.BytesIO(body)

    def read(self, size=-1):
        return self._file.read(min(size, 7) if size >= 0 else -1)


@pytest.mark.parametrize("limit", [10, 10_000], ids=["through a file", "in memory"])
@pytest.mark.parametrize(
    "wrap",
    [bytes, lambda body: body.decode(), io.BytesIO, Dribble, lambda body: (body[i : i + 9] for i in range(0, 99, 9))],
    ids=["bytes", "str", "BytesIO", "file-like", "generator"],
)
def test_every_kind_of_body_is_posted(web, send, monkeypatch, tmp_path, wrap, limit):
    monkeypatch.setattr(upload, "KEPT_IN_MEMORY", limit)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = (string.ascii_letters + string.digits + string.punctuation).encode()
    web.says("/a", web.answer(b"done"))
    for method in ("POST", "PUT"):
        assert send(web.url("/a"), method, data=wrap(body)).content == b"done"
    assert [(seen.method, seen.body) for seen in web.seen] == [("POST", body), ("PUT", body)]
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_could_not_be_sent_leaves_no_file(network, send, monkeypatch, tmp_path):
    monkeypatch.setattr(upload, "KEPT_IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(requests.exceptions.ConnectionError):
        send("http://127.0.0.1:1/a", "POST", data=io.BytesIO(bytes(100)))
    network.close()
    with pytest.raises(requests.exceptions.ConnectionError):
        send("http://127.0.0.1:1/a", "POST", data=io.BytesIO(bytes(100)))
    assert list(tmp_path.iterdir()) == []


def test_a_file_on_disk_is_posted_from_where_it_stands(web, send, tmp_path):
    path = tmp_path / "raster.tif"
    path.write_bytes(os.urandom(3_000_000))
    web.says("/a", web.answer(b"done"))
    with path.open("rb") as file:
        file.seek(1000)
        send(web.url("/a"), "POST", data=file, headers={"Content-Type": "image/tiff"})
    assert web.seen[0].body == path.read_bytes()[1000:]
    assert web.seen[0].headers["content-type"] == "image/tiff"
    assert path.exists()


def test_a_form_and_a_multipart_body_are_posted(web, send):
    web.says("/a", web.answer())
    send(web.url("/a"), "POST", data={"f": "json", "where": "1=1"})
    send(web.url("/a"), "POST", files={"file": ("a.tif", b"pixels")}, data={"f": "json"})
    form, multipart = web.seen
    assert (form.body, form.headers["content-type"]) == (b"f=json&where=1%3D1", "application/x-www-form-urlencoded")
    assert multipart.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'filename="a.tif"\r\n\r\npixels\r\n' in multipart.body


def test_a_cancel_stops_the_gathering_of_a_body(web, send):
    cancel = Cancel()

    def pieces():
        yield b"first"
        cancel.set()
        yield b"second"

    with pytest.raises(Cancelled):
        send(web.url("/a"), "POST", data=pieces(), cancel=cancel)
    assert web.seen == []


@pytest.mark.parametrize("method", ["HEAD", "DELETE", "OPTIONS", "POST"])
def test_other_methods_need_no_body(web, send, method):
    web.routes["/a"] = lambda seen: web.answer(b"x")[: -1 if seen.method == "HEAD" else None]
    response = send(web.url("/a"), method)
    assert web.seen[0].method == method
    assert response.content == (b"" if method == "HEAD" else b"x")


def test_nothing_comes_from_a_cache(web, send):
    for number in range(2):
        web.routes["/a"] = lambda _, number=number: web.answer(b"%d" % number, Cache_Control="max-age=1000, public")
        assert send(web.url("/a")).content == b"%d" % number


def test_cookies_are_kept_as_qgis_keeps_them(web, send):
    web.says("/a", web.answer(Set_Cookie="AGS_ROLES=1; Path=/"))
    send(web.url("/a"))
    send(web.url("/a"))
    assert "AGS_ROLES=1" in web.seen[1].headers["cookie"]


def test_a_relative_redirect_is_followed_by_requests_with_its_headers(web, session, beside):
    web.says("/old/a", web.answer(b"moved", "302 Found", Location="../new/a?b=1"))
    web.says("/new/a", web.answer(b"here"))
    response = beside(lambda _: session.get(web.url("/old/a"), headers={"Referer": "r"}))[0]
    assert (response.content, response.url) == (b"here", web.url("/new/a?b=1"))
    assert [seen.headers["referer"] for seen in web.seen] == ["r", "r"]
    assert [r.status_code for r in response.history] == [302]


def test_a_redirect_is_an_answer_where_requests_does_not_follow(web, send):
    web.says("/a", web.answer(b"moved", "301 Moved", Location="/b"))
    response = send(web.url("/a"))
    assert (response.status_code, response.headers["Location"], response.content) == (301, "/b", b"moved")
    assert [seen.path for seen in web.seen] == ["/a"]
