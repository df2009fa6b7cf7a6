# SPDX-License-Identifier: GPL-2.0-or-later
"""The adapter that can be stopped: whatever a request waits for, a cancel ends it within moments and leaves nothing."""

from __future__ import annotations

import gc
import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest
from image_services.core import errors
from image_services.core.cancel import Cancel
from image_services.core.session import Session, Timeouts

pytestmark = pytest.mark.usefixtures("nothing_left")
PATIENT = Timeouts(connect_s=30, read_s=30)


@pytest.fixture
def session():
    one = Session(timeouts=PATIENT)
    yield one
    one.close()


class Fetch(threading.Thread):
    """A request in a thread of its own, as the engine makes them."""

    def __init__(self, session, url):
        super().__init__()
        self.session, self.url = session, url
        self.cancel, self.error, self.ended = Cancel(), None, None

    def run(self):
        try:
            self.session.fetch(self.url, {}, cancel=self.cancel)
        except errors.ImageServiceError as error:
            self.error = error
        self.ended = time.monotonic()

    def stop(self):
        """Cancel, and return how long the request took to notice."""
        began = time.monotonic()
        self.cancel.set()
        self.join(10)
        assert not self.is_alive(), "the request did not notice the cancel"
        return self.ended - began


def assert_stops(fetch):
    assert fetch.stop() < 0.1
    assert isinstance(fetch.error, errors.Cancelled)


@pytest.fixture
def silent():
    """A port that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def black_hole():
    """A port whose connections are never finished: its queue is full, and further packets are dropped."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(listening.getsockname())
            fillers.append(filler)
        time.sleep(0.05)
        yield listening
        for filler in fillers:
            filler.close()


def port_of(listening):
    return listening.getsockname()[1]


def test_while_the_server_thinks(server, session, reply, until):
    server.respond = lambda seen: reply(b"x", gate=threading.Event())
    fetch = Fetch(session, server.url)
    fetch.start()
    assert until(lambda: server.seen)
    assert_stops(fetch)


@pytest.mark.parametrize("chunked", [False, True])
def test_in_the_middle_of_a_body(chunked, server, session, reply, until):
    server.respond = lambda seen: reply(b"x" * 100_000, chunked=chunked, gate=threading.Event(), gate_at=50_000)
    fetch = Fetch(session, server.url)
    fetch.start()
    assert until(lambda: server.seen)
    time.sleep(0.05)
    assert_stops(fetch)


def test_in_a_body_that_has_no_length(server, session, reply, until):
    """Its connection ends where it is shut down, and that must not look like the end of the body."""
    server.respond = lambda seen: reply(b"x" * 100_000, cut=True, gate=threading.Event(), gate_at=50_000)
    fetch = Fetch(session, server.url)
    fetch.start()
    assert until(lambda: server.seen)
    time.sleep(0.05)
    assert_stops(fetch)


def test_on_a_kept_connection(server, session, reply, until):
    session.fetch(server.url, {})
    server.respond = lambda seen: reply(b"x", gate=threading.Event())
    fetch = Fetch(session, server.url)
    fetch.start()
    assert until(lambda: len(server.seen) == 2)
    assert server.all_connections == 1
    assert_stops(fetch)


def test_while_connecting(black_hole, session):
    fetch = Fetch(session, f"http://127.0.0.1:{port_of(black_hole)}")
    fetch.start()
    time.sleep(0.1)
    assert fetch.is_alive()
    assert_stops(fetch)


def test_during_the_tls_handshake(silent, session):
    fetch = Fetch(session, f"https://127.0.0.1:{port_of(silent)}")
    fetch.start()
    accepted, _ = silent.accept()
    assert accepted.recv(10)  # its hello has come, and waits for an answer
    assert_stops(fetch)
    accepted.close()


def test_while_a_name_is_looked_up(server, session, reply, monkeypatch):
    """The look-up itself cannot be interrupted, but nothing is sent after it."""
    gate, waiting = threading.Event(), threading.Event()
    lookup = socket.getaddrinfo

    def slow(*args, **settings):
        waiting.set()
        gate.wait(10)
        return lookup(*args, **settings)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    server.respond = lambda seen: reply(b"x", gate=threading.Event())
    fetch = Fetch(session, server.url)
    fetch.start()
    assert waiting.wait(10)
    fetch.cancel.set()
    gate.set()
    fetch.join(2)
    assert not fetch.is_alive()
    assert isinstance(fetch.error, errors.Cancelled)
    assert server.seen == []


def test_many_at_once_with_one_switch(server, session, reply, until):
    server.respond = lambda seen: reply(b"x", gate=threading.Event())
    fetches = [Fetch(session, server.url) for _ in range(16)]
    shared = Cancel()
    for fetch in fetches:
        fetch.cancel = shared
        fetch.start()
    assert until(lambda: len(server.seen) == 16)
    began = time.monotonic()
    shared.set()
    for fetch in fetches:
        fetch.join(10)
        assert isinstance(fetch.error, errors.Cancelled)
        assert fetch.ended - began < 0.5


def test_a_cancel_stops_only_its_own_requests(server, session, reply, until):
    gate = threading.Event()
    server.respond = lambda seen: reply(b"{}", gate=gate)
    one, other = Fetch(session, server.url), Fetch(session, server.url)
    one.start()
    other.start()
    assert until(lambda: len(server.seen) == 2)
    assert_stops(one)
    gate.set()
    other.join(10)
    assert other.error is None
    assert session.fetch(server.url, {}).body == b"{}"


def test_cancels_at_any_moment_leave_nothing_behind(server, session, reply):
    """A race on purpose: whenever the cancel comes, the request ends, and soon."""
    server.respond = lambda seen: reply(b"x" * 1000, gate=threading.Event(), gate_at=500)
    for step in range(60):
        fetch = Fetch(session, server.url)
        fetch.start()
        time.sleep(step * 0.0002)
        assert fetch.stop() < 1
        assert isinstance(fetch.error, errors.Cancelled)
    gc.collect()


# Connecting


def test_a_port_that_refuses(session, silent):
    port = port_of(silent)
    silent.close()
    with pytest.raises(errors.TransportFailure, match="no connection to") as caught:
        session.fetch(f"http://127.0.0.1:{port}", {})
    assert not caught.value.details["under_way"]


def test_a_connection_that_takes_too_long(black_hole):
    session = Session(timeouts=Timeouts(connect_s=0.2, read_s=30))
    with pytest.raises(errors.TransportFailure, match="did not accept a connection in time") as caught:
        session.fetch(f"http://127.0.0.1:{port_of(black_hole)}", {})
    assert not caught.value.details["under_way"]
    session.close()


def addresses(monkeypatch, *found):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: list(found))


def address(host, port, family=socket.AF_INET):
    return (family, socket.SOCK_STREAM, 6, "", (host, port))


def test_the_next_address_is_tried_where_there_is_no_way_to_the_first(server, session, monkeypatch):
    """As on a computer without IPv6, whose name service knows an IPv6 address."""
    addresses(monkeypatch, address("255.255.255.255", 9), address("127.0.0.1", server.server_port))
    assert session.fetch("http://gis.example.org", {}).body == b"{}"


def test_a_family_that_the_computer_does_not_speak_is_passed_over(server, session, monkeypatch):
    addresses(monkeypatch, address("x", 9, family=9999), address("127.0.0.1", server.server_port))
    assert session.fetch("http://gis.example.org", {}).body == b"{}"


def test_a_refused_address_is_passed_over(server, session, silent, monkeypatch):
    port = port_of(silent)
    silent.close()
    addresses(monkeypatch, address("127.0.0.1", port), address("127.0.0.1", server.server_port))
    assert session.fetch("http://gis.example.org", {}).body == b"{}"


def test_a_name_without_an_address(session, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(errors.TransportFailure, match=r"no connection to gis\.example\.org"):
        session.fetch("http://gis.example.org", {})
    addresses(monkeypatch)
    with pytest.raises(errors.TransportFailure):
        session.fetch("http://gis.example.org", {})


@pytest.mark.skipif(not socket.has_ipv6, reason="this Python was built without IPv6")
def test_an_ipv6_address(session, reply):
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback address")
    fetch = Fetch(session, f"http://[::1]:{port_of(listening)}/x")
    fetch.start()
    accepted, _ = listening.accept()
    assert f"Host: [::1]:{port_of(listening)}".encode() in accepted.recv(4096)
    accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    fetch.join(10)
    assert fetch.error is None
    accepted.close()
    listening.close()


# Proxies


def test_the_proxy_of_the_environment_is_used(server, session, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    assert session.fetch("http://gis.example.org/x", {"f": "json"}).body == b"{}"
    assert server.seen[0].headers["Host"] == "gis.example.org"


def test_a_request_through_a_proxy_can_be_stopped(server, session, reply, until, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    server.respond = lambda seen: reply(b"x", gate=threading.Event())
    fetch = Fetch(session, "http://gis.example.org/x")
    fetch.start()
    assert until(lambda: server.seen)
    assert_stops(fetch)


def test_a_proxy_that_is_away_is_called_a_proxy(session, silent, monkeypatch):
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port_of(silent)}")
    monkeypatch.setenv("no_proxy", "")
    silent.close()
    with pytest.raises(errors.TransportFailure, match="The proxy did not let"):
        session.fetch("https://gis.example.org/x", {})


# Certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    key, file = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run([*command, "-keyout", key, "-out", file, "-days", "2", *subject], check=True, capture_output=True)
    return key, file


@pytest.fixture
def secure_url(server, certificate):
    """The server behind TLS."""
    key, file = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server.url.replace("http:", "https:")


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_url, session):
    with pytest.raises(errors.TransportFailure, match=r"certificate of 127\.0\.0\.1 is not trusted"):
        session.fetch(secure_url, {})


def test_a_certificate_that_the_environment_vouches_for_is_accepted(secure_url, session, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[1]))
    assert session.fetch(secure_url, {}).body == b"{}"


def test_an_encrypted_request_can_be_stopped(secure_url, server, session, certificate, reply, until, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[1]))
    server.respond = lambda seen: reply(b"x" * 100_000, gate=threading.Event(), gate_at=50_000)
    fetch = Fetch(session, secure_url)
    fetch.start()
    assert until(lambda: server.seen)
    time.sleep(0.05)
    assert_stops(fetch)
