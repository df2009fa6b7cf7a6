# SPDX-License-Identifier: GPL-2.0-or-later
"""A real HTTP server on the loopback address, whose answers a test writes, and the proof that nothing of it is left."""

from __future__ import annotations

import gc
import json
import select
import socket
import struct
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import settings
from image_services.core import size_limits

# The machine may be busy: how long an example takes says nothing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def nothing_is_known_of_services(monkeypatch):
    """Let no test learn from another how much a service answers at once."""
    monkeypatch.setattr(size_limits, "_known", OrderedDict())


@dataclass
class Seen:
    """A request as it came in."""

    method: str
    path: str
    query: dict
    headers: dict
    form: dict


@dataclass
class Reply:
    """An answer. ``promised`` is a Content-Length that may be a lie; ``cut`` closes after the body."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    promised: int | None = None
    cut: bool = False
    chunked: bool = False
    gate: threading.Event | None = None  # the body (or all of it) comes when it is set
    gate_at: int | None = None  # how much of the body goes out before the gate; None is nothing, not even the head


def reply_json(value, **settings):
    return Reply(json.dumps(value).encode(), headers={"Content-Type": "application/json"}, **settings)


class Server(ThreadingHTTPServer):
    """Answers as ``respond`` says; remembers every request and counts connections."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen = []
        self.respond = lambda seen: Reply(b"{}")
        self.open_connections = 0
        self.all_connections = 0
        self.lock = threading.Lock()
        self.stopping = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """Keep quiet about clients that went away: they are meant to."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        with self.server.lock:
            self.server.open_connections += 1
            self.server.all_connections += 1

    def finish(self):
        try:
            super().finish()
        finally:
            with self.server.lock:
                self.server.open_connections -= 1

    def log_message(self, *_):
        """Write no log."""

    def do_GET(self):
        self._answer()

    def do_POST(self):
        self._answer()

    def _answer(self):
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = Seen(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            dict(self.headers.items()),
            dict(parse_qsl(body.decode(), keep_blank_values=True)),
        )
        with self.server.lock:
            self.server.seen.append(seen)
        reply = self.server.respond(seen)
        if reply is None:  # reset the connection instead of answering
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            self.close_connection = True
            return
        if reply.gate is not None and reply.gate_at is None:
            self._wait(reply.gate)
        self._send(reply)

    def _send(self, reply):
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif reply.cut and reply.promised is None:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(reply.body) if reply.promised is None else reply.promised))
        self.end_headers()
        first = len(reply.body) if reply.gate_at is None else reply.gate_at
        self._write(reply.body[:first], reply)
        if reply.gate_at is not None:
            self._wait(reply.gate)
            self._write(reply.body[first:], reply)
        if reply.chunked and not reply.cut:
            self.wfile.write(b"0\r\n\r\n")
        if reply.cut:
            self.close_connection = True

    def _write(self, body, reply):
        if reply.chunked and body:
            self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
        else:
            self.wfile.write(body)
        self.wfile.flush()

    def _wait(self, gate):
        """Wait for the gate, or for the client to go away: it has nothing more to say while it waits."""
        while not gate.wait(0.01) and not self.server.stopping.is_set():
            if select.select([self.connection], [], [], 0)[0]:
                raise ConnectionError


@pytest.fixture
def server():
    """A running server."""
    one = Server()
    thread = threading.Thread(target=one.serve_forever, args=(0.01,))
    thread.start()
    yield one
    one.stopping.set()
    one.shutdown()
    thread.join()
    one.server_close()


@pytest.fixture
def other_server():
    """A second server; its own name is localhost, so that it counts as another host."""
    one = Server()
    thread = threading.Thread(target=one.serve_forever, args=(0.01,))
    thread.start()
    yield one
    one.stopping.set()
    one.shutdown()
    thread.join()
    one.server_close()


@pytest.fixture
def nothing_left(server):
    """Fail if the test left a thread of the library, or a connection to the server, behind."""
    before = set(threading.enumerate())
    yield
    gc.collect()
    assert until(lambda: server.open_connections == 0), "connections are left open"
    own = {thread for thread in set(threading.enumerate()) - before if thread.name.find("process_request") < 0}
    assert own == set()


def until(condition, seconds=5.0):
    """Wait for something to become true; return whether it did."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return bool(condition())


@pytest.fixture(name="until")
def _until():
    return until


@pytest.fixture(name="reply")
def _reply():
    return Reply


@pytest.fixture(name="reply_json")
def _reply_json():
    return reply_json
