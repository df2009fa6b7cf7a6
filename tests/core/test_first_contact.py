# SPDX-License-Identifier: GPL-2.0-or-later
"""Addresses without http:// or https:// in front: which of them a host speaks is found quickly, and without secrets."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time

import pytest
from image_services.core import errors
from image_services.core.auth import AUTHORIZATION_HEADER
from image_services.core.cancel import Cancel
from image_services.core.connect import open_service
from image_services.core.directory import discover
from image_services.core.session import Session, Timeouts

from sandbox.process import start

DEM = "/arcgis/rest/services/elevation/dem/ImageServer"
# Nothing below takes longer than a moment; with attempts and pauses it would be five seconds and more.
SOON = 2.5


@pytest.fixture
def soon():
    """Fail if a test takes longer than a moment."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SOON


@pytest.fixture(scope="module")
def secure(sandbox_data, tmp_path_factory):
    """A sandbox that speaks https only, with a certificate that nobody vouches for; and the certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    key, file, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run([*command, "-keyout", key, "-out", file, "-days", "2", *subject], check=True, capture_output=True)
    both.write_bytes(file.read_bytes() + key.read_bytes())
    with start(sandbox_data, "--certificate", str(both)) as process:
        process.certificate = file
        yield process


@pytest.fixture
def elsewhere(monkeypatch):
    """Lets gis.example.org be a port of this machine, whatever port is asked for."""

    def at(port):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        return f"gis.example.org:{port}"

    return at


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture
def black_hole(monkeypatch):
    """A port whose connections are never finished; nobody waits for it longer than a third of a second."""
    monkeypatch.setattr("image_services.core.first_contact.PATIENCE", Timeouts(0.3, 0.3))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listening.getsockname())
        time.sleep(0.05)
        yield listening.getsockname()[1]
        for filler in fillers:
            filler.close()


def bare(url):
    return url.partition("://")[2]


@pytest.mark.usefixtures("soon")
def test_this_machine_is_found_to_speak_http_at_once(sandbox):
    service = open_service(bare(sandbox.url) + DEM)
    assert service.url == sandbox.service_url("elevation/dem")
    assert discover(bare(sandbox.services), Session()).root == f"{sandbox.url}/arcgis"
    assert discover(bare(sandbox.portal), Session()).kind == "portal"
    assert discover(bare(sandbox.url) + DEM, Session()).url == service.url


@pytest.mark.usefixtures("soon")
def test_https_is_used_where_it_is_spoken(secure, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(secure.certificate))
    assert open_service(bare(secure.url) + DEM).url == f"{secure.url}{DEM}"
    assert discover(bare(secure.services), Session()).root == f"{secure.url}/arcgis"


@pytest.mark.usefixtures("soon")
def test_a_certificate_that_nobody_vouches_for_is_no_reason_for_http(secure):
    with pytest.raises(errors.TransportFailure, match=r"certificate of 127\.0\.0\.1 is not trusted"):
        open_service(bare(secure.url) + DEM)


def test_a_scheme_that_was_typed_is_asked_alone(sandbox):
    sandbox.control.clear()
    open_service(f" “{sandbox.url}{DEM}” ")
    assert len(sandbox.control.requests()) == 1


@pytest.mark.usefixtures("soon")
def test_a_host_elsewhere_that_speaks_http_only_is_named_and_not_used(sandbox, elsewhere):
    host = elsewhere(int(bare(sandbox.url).rpartition(":")[2]))
    for attempt in (lambda: open_service(host + DEM, token="s3cret"), lambda: discover(f"{host}/arcgis", Session())):
        sandbox.control.clear()
        with pytest.raises(errors.BadRequest, match="over https, but there is one over http") as caught:
            attempt()
        assert "put http:// in front" in caught.value.message
        asked = sandbox.control.requests()
        assert len(asked) <= 1  # of the service itself, in http
        assert "s3cret" not in str(asked)


@pytest.mark.usefixtures("soon")
def test_a_host_that_is_not_there_is_said_to_be_at_once(closed_port, elsewhere):
    for host in (f"127.0.0.1:{closed_port}", elsewhere(closed_port)):
        with pytest.raises(errors.TransportFailure, match="There is no connection to"):
            open_service(host + DEM)
        with pytest.raises(errors.TransportFailure, match="There is no connection to"):
            discover(host, Session())


@pytest.mark.usefixtures("soon")
def test_a_host_that_swallows_connections_is_not_waited_for_long(black_hole, elsewhere):
    with pytest.raises(errors.TransportFailure, match="did not accept a connection in time"):
        open_service(elsewhere(black_hole) + DEM)


@pytest.mark.usefixtures("soon", "nothing_left")
def test_the_asking_carries_no_sign_in(server, reply_json):
    root = {"extent": {"xmin": 0, "ymin": 0, "xmax": 9, "ymax": 9, "spatialReference": {"wkid": 3857}}}
    server.respond = lambda seen: reply_json({"name": "A", **root, "pixelSizeX": 1, "pixelSizeY": 1})
    open_service(f"{bare(server.url)}/arcgis/rest/services/A/ImageServer", token="s3cret").session.close()
    first, second = server.seen
    assert "s3cret" not in str(first)
    assert second.headers[AUTHORIZATION_HEADER] == "Bearer s3cret"  # to this machine itself


@pytest.mark.usefixtures("soon", "nothing_left")
def test_a_host_that_thinks_long_speaks_all_the_same(server, reply, monkeypatch):
    monkeypatch.setattr("image_services.core.first_contact.PATIENCE", Timeouts(0.3, 0.3))
    gate = threading.Event()
    server.respond = lambda seen: reply(b'{"currentVersion": 11}', gate=gate)
    timer = threading.Timer(0.6, gate.set)
    timer.start()
    session = Session()
    assert discover(f"{bare(server.url)}/arcgis", session).root == f"{server.url}/arcgis"
    timer.join()
    session.close()


@pytest.mark.usefixtures("soon", "nothing_left")
def test_the_asking_can_be_cancelled(server, reply):
    server.respond = lambda seen: reply(b"{}", gate=threading.Event())
    cancel = Cancel()
    timer = threading.Timer(0.2, cancel.set)
    timer.start()
    with pytest.raises(errors.Cancelled):
        open_service(f"{bare(server.url)}/arcgis/rest/services/A/ImageServer", cancel=cancel)
    timer.join()
