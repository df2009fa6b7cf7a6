# SPDX-License-Identifier: GPL-2.0-or-later
"""Large bodies through QGIS's network go onto the disk while they come: memory stays small, and nothing is lost."""

from __future__ import annotations

import gzip
import hashlib
import random
import threading
import time

import pytest
import requests
from image_services.core.cancel import Cancel
from image_services.core.errors import BadRequest, Cancelled, OutputError, TransportFailure
from image_services.core.remote_file import RemoteFile, fetch_file
from image_services.core.retry import RetryPolicy
from image_services.core.session import Session, use_transport
from image_services.core.spool import HELD_BACK
from image_services.plugin.network.adapter import QgisAdapter
from image_services.plugin.network.job import ROOM
from qgis.PyQt.QtNetwork import QSslCertificate
from requests import exceptions

pytestmark = pytest.mark.qgis

BODY = random.Random(5).randbytes(20_000_000)


class Pieces:
    """A spool that keeps what comes, and may be slow."""

    def __init__(self, gate=None):
        self.heads, self.body, self.gate = [], hashlib.sha256(), gate
        self.count = self.largest = 0

    def begin(self, status, headers):
        self.heads.append((status, headers))

    def write(self, piece):
        self.count += len(piece)
        self.largest = max(self.largest, len(piece))
        self.body.update(piece)
        if self.gate is not None:
            assert self.gate.wait(20)


@pytest.fixture
def spooled(network, beside):
    """Sends one request with a spool from another thread."""

    def send(url, spool, cancel=None):
        prepared = requests.Session().prepare_request(requests.Request("GET", url))
        prepared.cancel, prepared.spool = cancel, spool
        return beside(lambda _: QgisAdapter(thread=network).send(prepared, timeout=20))[0]

    return send


@pytest.fixture
def library_session(network, monkeypatch):
    """A session of the library that sends through QGIS."""
    monkeypatch.setattr("image_services.core.remote_file.RetryPolicy", lambda: RetryPolicy(attempts=3, base_s=0.01))
    use_transport(lambda authcfg, belongs: QgisAdapter(authcfg, belongs, thread=network))
    yield Session()
    use_transport()


def test_a_long_body_goes_to_the_spool_in_pieces(web, spooled):
    web.says("/a", web.answer(BODY, X_Own="1"))
    spool = Pieces()
    response = spooled(web.url("/a"), spool)
    assert response.is_spooled
    assert response.content == b""
    assert spool.body.digest() == hashlib.sha256(BODY).digest()
    ((status, headers),) = spool.heads
    assert (status, headers["x-own"], headers["Content-Length"]) == (200, "1", str(len(BODY)))
    assert spool.largest < len(BODY) / 2


@pytest.fixture
def trusted(auth_store, certificate):
    """Let QGIS trust the certificate of ``secure_web``."""
    own = QSslCertificate.fromPath(str(certificate[0]))[0]
    assert auth_store.storeCertAuthority(own)
    auth_store.rebuildCaCertsCache()
    auth_store.rebuildTrustedCaCertsCache()
    yield
    auth_store.removeCertAuthority(own)
    auth_store.rebuildCaCertsCache()
    auth_store.rebuildTrustedCaCertsCache()


@pytest.mark.usefixtures("trusted")
def test_a_long_body_over_tls_comes_whole(secure_web, spooled):
    secure_web.says("/a", secure_web.answer(BODY))
    spool = Pieces()
    spooled(secure_web.url("/a"), spool)
    assert spool.body.digest() == hashlib.sha256(BODY).digest()


def test_a_server_waits_while_the_disk_is_slow(web, spooled):
    """What Qt and the plugin keep is a few megabytes; the rest is the buffers of the connection."""
    sent, gate = [], threading.Event()
    piece = BODY[:1_000_000]

    @web.route("/a")
    def _(request):
        request.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        for _ in range(100):
            request.connection.sendall(piece)
            sent.append(len(piece))
        return web.answer(b"")[:0]

    spool, counts = Pieces(gate), []

    def watch():
        time.sleep(2)
        counts.append(sum(sent))
        gate.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    spooled(web.url("/a"), spool)
    watcher.join()
    assert counts[0] < 40_000_000
    assert spool.count == 100_000_000
    assert spool.largest <= ROOM + HELD_BACK


@pytest.mark.parametrize("body", [b"", b'{"error": {"code": 400, "message": "no"}}', b"x" * 200_000])
def test_a_short_body_is_handed_out_whole(web, spooled, body):
    web.says("/a", web.answer(body))
    spool = Pieces()
    response = spooled(web.url("/a"), spool)
    assert not getattr(response, "is_spooled", False)
    assert (response.content, response.raw.read(), spool.heads) == (body, body, [])


@pytest.mark.parametrize("status", ["404 Not Found", "500 Bad", "302 Found"])
def test_what_is_no_file_is_read_as_ever(web, spooled, status):
    web.says("/a", web.answer(BODY, status, Location="/b"))
    spool = Pieces()
    assert spooled(web.url("/a"), spool).content == BODY
    assert spool.heads == []


def test_a_body_that_is_packed_against_all_wishes_is_unpacked(web, spooled):
    web.says("/a", web.answer(gzip.compress(BODY[:500_000]), Content_Encoding="gzip"))
    spool = Pieces()
    assert spooled(web.url("/a"), spool).content == BODY[:500_000]


def test_a_body_that_is_cut_off_is_an_error(web, spooled):
    web.says("/a", web.last(web.answer(BODY)[:-1]))
    spool = Pieces()
    with pytest.raises(exceptions.ChunkedEncodingError):
        spooled(web.url("/a"), spool)
    assert spool.count == len(BODY) - 1


def test_a_cancel_ends_it_at_once(web, spooled):
    stop = threading.Event()

    @web.route("/a")
    def _(request):
        request.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + BODY[:2_000_000])
        stop.wait(20)

    cancel, times = Cancel(), []

    def cancel_soon():
        time.sleep(0.5)
        times.append(time.monotonic())
        cancel.set()

    threading.Thread(target=cancel_soon).start()
    with pytest.raises(Cancelled):
        spooled(web.url("/a"), Pieces(), cancel)
    assert time.monotonic() - times[0] < 0.5  # the test's own main loop is part of it
    stop.set()


def test_a_full_disk_ends_the_request(web, library_session, beside, tmp_path):
    web.says("/a", web.answer(BODY))
    (tmp_path / "f.part").mkdir()
    with pytest.raises(OutputError):
        beside(lambda _: fetch_file(RemoteFile(web.url("/a")), tmp_path / "f", library_session))
    assert len(web.seen) == 1  # the network is not to blame, and is not tried again


def test_a_file_comes_whole_without_ranges_and_after_a_break(web, library_session, beside, tmp_path):
    answers = [web.last(web.answer(BODY)[:-5_000_000]), web.answer(BODY)]
    web.route("/a")(lambda _: answers.pop(0))
    remote = RemoteFile(web.url("/a"), {}, len(BODY))
    noted = []
    beside(lambda _: fetch_file(remote, tmp_path / "f", library_session, note=noted.append))
    assert (tmp_path / "f").read_bytes() == BODY
    assert len(noted) > 4
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_an_error_under_the_name_of_success_is_no_file(web, library_session, beside, tmp_path):
    web.says("/a", web.answer(b'{"error": {"code": 400, "message": "It is locked."}}'))
    with pytest.raises(BadRequest, match="It is locked"):
        beside(lambda _: fetch_file(RemoteFile(web.url("/a"), {}, len(BODY)), tmp_path / "f", library_session))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_always_breaks_off_is_an_error(web, library_session, beside, tmp_path):
    web.says("/a", web.last(web.answer(BODY)[:3_000_000]))
    with pytest.raises(TransportFailure):
        beside(lambda _: fetch_file(RemoteFile(web.url("/a"), {}, len(BODY)), tmp_path / "f", library_session))
    assert not (tmp_path / "f").exists()
    assert len(web.seen) == 3
