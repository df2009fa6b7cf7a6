# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers that grow without end, or unpack to far more than came, are refused before they fill the memory."""

from __future__ import annotations

import gzip
import threading
import tracemalloc
import zlib

import pytest
from image_services.core import errors, transport
from image_services.core.session import Session, Timeouts

pytestmark = pytest.mark.usefixtures("nothing_left")
SMALL = 1_000_000
MUCH = bytes(200 * SMALL)


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setattr(transport, "LARGEST_STREAM", SMALL)
    one = Session(timeouts=Timeouts(5, 5))
    yield one
    one.close()


def peak_of(session, url):
    """Fetch, expecting a refusal, and return the megabytes that it took at most."""
    tracemalloc.start()
    try:
        with pytest.raises(errors.TransportFailure):
            session.fetch(url, {})
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_body_that_unpacks_to_far_more_is_refused(server, session, reply, encoding, pack):
    body = pack(MUCH)
    assert len(body) < SMALL
    server.respond = lambda seen: reply(body, headers={"Content-Encoding": encoding})
    assert peak_of(session, server.url) < 100


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "gzip,br"])
def test_packing_that_nobody_asked_for_is_refused(server, session, reply, encoding):
    body = gzip.compress(gzip.compress(MUCH))
    server.respond = lambda seen: reply(body, headers={"Content-Encoding": encoding})
    assert peak_of(session, server.url) < 10
    assert server.seen[0].headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_without_an_end_is_refused(server, session, reply, chunked):
    endless = threading.Event()
    server.respond = lambda seen: reply(
        bytes(3 * SMALL), chunked=chunked, cut=not chunked, gate=endless, gate_at=3 * SMALL
    )
    assert peak_of(session, server.url) < 20


@pytest.mark.parametrize("how", ["packed", "chunked", "until the end", "strange"])
def test_up_to_the_limit_everything_comes(server, session, reply, how):
    body = bytes(range(250)) * 4000
    assert len(body) == SMALL
    answers = {
        "packed": lambda: reply(gzip.compress(body), headers={"Content-Encoding": "gzip"}),
        "chunked": lambda: reply(body, chunked=True),
        "until the end": lambda: reply(body, cut=True),
        "strange": lambda: reply(body, headers={"Content-Encoding": "utf-8"}),
    }
    server.respond = lambda seen: answers[how]()
    assert session.fetch(server.url, {}).body == body


@pytest.mark.parametrize("length", ["9" * 5000, "9" * 12, "²"])
def test_a_promised_length_that_cannot_be_is_an_error_of_ours(server, session, reply, length):
    server.respond = lambda seen: reply(b"{}", promised=length)
    with pytest.raises(errors.ImageServiceError):
        session.fetch(server.url, {})
