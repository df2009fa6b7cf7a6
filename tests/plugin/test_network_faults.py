# SPDX-License-Identifier: GPL-2.0-or-later
"""What fails on the way becomes one of `requests`' errors, in time, and never a short body taken for a whole one."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import time

import pytest
import requests
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled
from image_services.plugin.network import exchange
from image_services.plugin.network.adapter import QgisAdapter
from image_services.plugin.network.job import Failure
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from requests import exceptions

pytestmark = pytest.mark.qgis

SECRET_QUERY = "?token=abc123xyz"
HALF_GZIP = gzip.compress(os.urandom(10_000))[:-2000]


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", exceptions.ChunkedEncodingError),
        (b"HTTP/1.1 500 Bad\r\nContent-Length: 100\r\n\r\nshort", exceptions.ChunkedEncodingError),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n", exceptions.ChunkedEncodingError),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nshort", exceptions.ChunkedEncodingError),
        (b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + HALF_GZIP, exceptions.ContentDecodingError),
        (b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip", exceptions.ContentDecodingError),
        (b"HTTP/1.0 200 OK\r\nContent-Encoding: br\r\n\r\nunknown", exceptions.ContentDecodingError),
        (b"HTTP/1.1 200 OK\r\nContent-Le", exceptions.ConnectionError),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", exceptions.ConnectionError),
        (b"", exceptions.ConnectionError),
    ],
)
@pytest.mark.parametrize("ending", ["last", "reset"])
def test_a_cut_answer_is_an_error(web, send, raw, error, ending):
    web.says("/a", getattr(web, ending)(raw))
    overtaken = exceptions.ConnectionError if ending == "reset" else error  # a reset may overtake what was sent before
    with pytest.raises((error, overtaken)) as caught:
        send(web.url(f"/a{SECRET_QUERY}"))
    assert "abc123" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_an_answer_that_grows_beyond_reason_is_refused(web, send, monkeypatch):
    monkeypatch.setattr("image_services.core.transport.LARGEST_BODY", 1_000_000)
    web.says("/a", web.last(b"HTTP/1.0 200 OK\r\n\r\n" + bytes(1_000_001)))
    with pytest.raises(exceptions.ChunkedEncodingError, match="larger than can be meant"):
        send(web.url("/a"))
    web.says("/b", web.last(b"HTTP/1.0 200 OK\r\n\r\n" + bytes(1_000_000)))
    assert len(send(web.url("/b")).content) == 1_000_000


def test_a_fault_does_not_spoil_the_requests_beside_it(web, session, beside):
    web.says("/good", web.answer(b"whole"))
    web.says("/bad", web.reset(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"))

    def get(path):
        try:
            return session.get(web.url(path)).content
        except (exceptions.ChunkedEncodingError, exceptions.ConnectionError):
            return "cut"

    paths = ["/good", "/good", "/bad", "/good"] * 20
    assert beside(get, paths) == ["cut" if path == "/bad" else b"whole" for path in paths]


@pytest.mark.parametrize(("method", "tries"), [("GET", 2), ("HEAD", 2), ("POST", 1)])
def test_only_what_reads_is_sent_again_after_a_close_without_a_word(web, send, monkeypatch, method, tries):
    sent = []

    def fail(reply):
        sent.append(reply.url().path())
        return Failure(exceptions.ConnectionError, "The host closed the connection.", mute=True)

    web.says("/a", web.answer())
    monkeypatch.setattr(exchange, "outcome_of", fail)
    with pytest.raises(exceptions.ConnectionError):
        send(web.url("/a"), method)
    assert sent == ["/a"] * tries


def test_connections_that_the_server_drops_after_an_answer_do_no_harm(web, session, beside):
    web.routes["/a"] = lambda _: web.reset(web.answer(b"whole")) if len(web.seen) % 3 else web.answer(b"whole")
    assert beside(lambda _: session.get(web.url("/a")).content, range(200)) == [b"whole"] * 200


def test_a_refused_connection_is_an_error(web, send):
    web.close()
    with pytest.raises(exceptions.ConnectionError, match=r"127\.0\.0\.1"):
        send(web.url("/a"))


def test_an_unknown_host_is_an_error(send):
    with pytest.raises(exceptions.ConnectionError, match=r"no-such-host\.invalid"):
        send(f"http://no-such-host.invalid/a{SECRET_QUERY}")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/a", "http:///a", "file:///a"])
def test_an_address_of_no_web_server_is_an_error(network, url):
    prepared = requests.Request("GET", "http://127.0.0.1").prepare()
    prepared.url = url
    with pytest.raises(exceptions.InvalidURL):
        QgisAdapter(thread=network).send(prepared)


def test_a_host_that_accepts_no_connection_is_given_up_after_the_connect_timeout(send):
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        started = time.monotonic()
        with pytest.raises(exceptions.ConnectTimeout):
            send("http://127.0.0.1:{1}/a".format(*full.getsockname()), timeout=(0.3, 60))
        assert time.monotonic() - started < 10
        for filler in fillers:
            filler.close()


def silent(web):
    return lambda _: web.stop.wait(60) and None


def test_a_server_that_does_not_answer_is_given_up_after_the_read_timeout(web, send):
    web.routes["/a"] = silent(web)
    started = time.monotonic()
    with pytest.raises(exceptions.ReadTimeout) as caught:
        send(web.url(f"/a{SECRET_QUERY}"), timeout=(10, 0.3))
    assert time.monotonic() - started < 10
    assert "abc123" not in str(caught.value)
    assert web.seen[0].gone()


def test_a_server_that_stops_in_the_middle_is_given_up(web, send):
    @web.route("/a")
    def stop_midway(seen):
        seen.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        web.stop.wait(60)

    with pytest.raises(exceptions.ReadTimeout):
        send(web.url("/a"), timeout=0.3)


def test_a_slow_answer_is_waited_for_as_long_as_something_comes(web, send):
    @web.route("/a")
    def dribble(seen):
        seen.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
        for _ in range(8):
            time.sleep(0.15)
            seen.connection.sendall(b"x")
        return b""

    assert send(web.url("/a"), timeout=0.6).content == b"x" * 8


@pytest.fixture
def impatient_qgis():
    usual = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(200)
    yield
    QgsNetworkAccessManager.setTimeout(usual)


def test_qgis_own_timeout_does_not_cut_a_patient_request_short(web, send, impatient_qgis):
    web.routes["/a"] = lambda _: web.stop.wait(0.8) or web.answer(b"late")
    assert send(web.url("/a"), timeout=10).content == b"late"


def test_a_timeout_leaves_no_address_in_the_log(web, send, impatient_qgis):
    logged = []
    log = QgsApplication.messageLog()
    log.messageReceived.connect(logged.append)
    web.routes["/a"] = silent(web)
    with pytest.raises(exceptions.ReadTimeout):
        send(web.url(f"/a{SECRET_QUERY}"), timeout=0.4)
    log.messageReceived.disconnect(logged.append)
    assert "abc123" not in str(logged)


def test_requests_that_wait_for_a_connection_do_not_time_out(web, session, beside, monkeypatch):
    monkeypatch.setattr(exchange, "MANAGERS", 1)
    web.routes["/a"] = lambda _: web.stop.wait(0.3) or web.answer(b"whole")
    bodies = beside(lambda _: session.get(web.url("/a"), timeout=0.9).content, range(30), threads=30)
    assert bodies == [b"whole"] * 30
    assert web.connections <= exchange.CONNECTIONS + 1


def test_more_requests_than_qgis_allows_to_a_host_run_at_once(web, session, beside):
    together = threading.Barrier(16, timeout=20)
    web.routes["/a"] = lambda _: together.wait() >= 0 and web.answer(b"whole")
    assert beside(lambda _: session.get(web.url("/a")).content, range(16), threads=16) == [b"whole"] * 16


def test_a_cancel_ends_the_wait_and_the_connection(web, send):
    cancel = Cancel()

    @web.route("/a")
    def cancel_then_wait(_):
        cancel.set()
        web.stop.wait(60)

    with pytest.raises(Cancelled):
        send(web.url("/a"), cancel=cancel)
    assert web.seen[0].gone()


def test_a_cancel_before_the_request_sends_nothing(web, send):
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        send(web.url("/a"), cancel=cancel)
    assert web.connections == 0


def test_a_cancel_frees_requests_that_wait_for_a_connection(web, session, beside, network, monkeypatch):
    monkeypatch.setattr(exchange, "MANAGERS", 1)
    cancel = Cancel()

    @web.route("/a")
    def cancel_when_all_are_busy(_):
        if len(web.seen) == exchange.CONNECTIONS:
            cancel.set()
        web.stop.wait(60)

    def get(_):
        prepared = requests.Request("GET", web.url("/a")).prepare()
        prepared.cancel = cancel
        with pytest.raises(Cancelled):
            QgisAdapter(thread=network).send(prepared)

    beside(get, range(20), threads=20)
    assert len(web.seen) == exchange.CONNECTIONS
    web.says("/b", web.answer(b"next"))
    assert beside(lambda _: session.get(web.url("/b")).content) == [b"next"]


@pytest.fixture
def proxy(web):
    """QGIS set up to go through ``web`` as its proxy, except to one address."""
    settings = QgsSettings()
    values = {
        "proxyEnabled": True,
        "proxyType": "HttpProxy",
        "proxyHost": "127.0.0.1",
        "proxyPort": str(web.port),
        "noProxyUrls": ["http://127.0.0.1"],
    }
    for name, value in values.items():
        settings.setValue(f"proxy/{name}", value)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
    yield web
    settings.remove("proxy")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def test_requests_go_through_the_proxy_of_qgis(proxy, other_web, send):
    proxy.routes["http://gis.example.org/a"] = lambda _: proxy.answer(b"through the proxy")
    other_web.says("/a", other_web.answer(b"straight"))
    assert send("http://gis.example.org/a").content == b"through the proxy"
    assert send(other_web.url("/a")).content == b"straight"
    assert [seen.target for seen in proxy.seen] == ["http://gis.example.org/a"]


def test_a_proxy_that_is_down_is_an_error_of_the_proxy(proxy, send):
    proxy.close()
    with pytest.raises(exceptions.ProxyError):
        send(f"http://gis.example.org/a{SECRET_QUERY}")
