# SPDX-License-Identifier: GPL-2.0-or-later
"""A web server that does exactly what a test says, faults included, and QGIS's store of authentications."""

from __future__ import annotations

import shutil
import socket
import ssl
import struct
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass

import pytest
import requests
from image_services.plugin.network.adapter import QgisAdapter
from image_services.plugin.network.main_thread import idle
from image_services.plugin.network.thread import NetworkThread
from qgis.core import QgsApplication, QgsAuthMethodConfig

LIMIT_S = 20.0


class Last(bytes):
    """Bytes after which the server closes the connection."""


class Reset(bytes):
    """Bytes after which the server resets the connection."""


def answer(body=b"", status="200 OK", **headers):
    """A complete answer, after which the connection stays open."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@dataclass
class Seen:
    """A request as it came; ``gone`` tells, within a moment, whether the other side has closed the connection."""

    method: str
    target: str
    headers: dict
    body: bytes
    connection: socket.socket

    @property
    def path(self):
        return self.target.split("?")[0]

    def gone(self):
        self.connection.settimeout(LIMIT_S)
        try:
            return self.connection.recv(1) == b""
        except ConnectionError:
            return True


class Web:
    """Serves ``routes``: functions from a request to an answer, or to None for closing without a word."""

    def __init__(self, certificate=None):
        self.answer, self.last, self.reset = answer, Last, Reset
        self.routes = {}
        self.seen = []
        self.connections = 0
        self.stop = threading.Event()
        self.scheme = "https" if certificate else "http"
        self._tls = None
        if certificate:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(*certificate)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._open = set()
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path=""):
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def route(self, path):
        return lambda handler: self.routes.setdefault(path, handler)

    def says(self, path, raw):
        self.routes[path] = lambda _: raw

    def close(self):
        self.stop.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self):
        with suppress(OSError):  # the listener was closed
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        self._open.add(connection)
        with suppress(OSError):  # a test's fault, or its end
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                while self._exchange(connection, stream):
                    pass
        self._open.discard(connection)

    def _exchange(self, connection, stream):
        first = stream.readline().decode("latin-1").split()
        if not first:
            return False
        headers = {}
        while (line := stream.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip(" ")
        body = stream.read(int(headers.get("content-length", 0)))
        request = Seen(first[0], first[1], headers, body, connection)
        self.seen.append(request)
        handler = self.routes.get(request.path, lambda _: answer(b"{}", "404 Not Found"))
        raw = handler(request)
        if not isinstance(raw, bytes):
            return False
        connection.sendall(raw)
        if isinstance(raw, Reset):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return not isinstance(raw, (Last, Reset))


@pytest.fixture
def web():
    server = Web()
    yield server
    server.close()


@pytest.fixture
def other_web():
    server = Web()
    yield server
    server.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for this machine, signed by nobody else, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl command to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
    names = ["subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return files


@pytest.fixture
def secure_web(certificate):
    server = Web(certificate)
    yield server
    server.close()


def beside(function, items=(None,), threads=16):
    """Call a function for every item in threads, with the main thread alive as in QGIS; return what it returns."""
    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(function, item) for item in items]
        while wait(futures, 0.002).not_done:
            idle()
    return [future.result() for future in futures]


@pytest.fixture(name="beside")
def beside_fixture():
    return beside


@pytest.fixture
def network(qgis_app):
    """A network thread of its own, closed in the end."""
    thread = NetworkThread()
    yield thread
    thread.close()


@pytest.fixture
def send(network):
    """Sends one request from another thread, while the main thread is alive: ``send(url, method=..., cancel=...)``."""

    def send_once(url, method="GET", *, cancel=None, timeout=LIMIT_S, authcfg=None, allowed=None, **parts):
        prepared = requests.Session().prepare_request(requests.Request(method, url, **parts))
        prepared.cancel = cancel
        adapter = QgisAdapter(authcfg, allowed, thread=network)
        return beside(lambda _: adapter.send(prepared, timeout=timeout))[0]

    return send_once


@pytest.fixture
def session(network):
    """A session of `requests` that sends through QGIS; safe to use in ``beside``."""
    with requests.Session() as made:
        made.trust_env = False
        made.mount("http://", QgisAdapter(thread=network))
        yield made


@pytest.fixture(scope="session")
def auth_store(qgis_app):
    """QGIS's store of authentications, unlocked; it lies in the settings folder of the tests."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("only for these tests", True)
    return manager


@pytest.fixture
def authentication(auth_store):
    """Stores configurations: ``authentication(method, name=value, ...)`` returns the id of one."""
    stored = []

    def store(method, **values):
        config = QgsAuthMethodConfig(method)
        config.setName(f"test {len(stored)}")
        for name, value in values.items():
            config.setConfig(name.replace("_", "-"), value)
        assert auth_store.storeAuthenticationConfig(config)[0]
        stored.append(config.id())
        return config.id()

    yield store
    for authcfg in stored:
        auth_store.removeAuthenticationConfig(authcfg)
