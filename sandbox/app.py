# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTTP server: paths to resources, faults in between, answers onto the wire."""

from __future__ import annotations

import asyncio
import gzip
import os
import socket
import struct
import traceback
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from aiohttp import web

from . import directory
from .answer import Answer, Call, refusal
from .cache import AnswerCache
from .catalog import Catalog
from .errors import ServiceError, export_failed, invalid_url, service_not_found
from .faults import Faults, Rule
from .mishap import ConnectionCut, Mishap
from .operations import OPERATIONS, canonical_name
from .output import PATH as OUTPUT_PATH
from .output import OutputDirectory
from .recorder import Entry, Recorder
from .service import Service

MAX_FORM_BYTES = 16 * 1024 * 1024
COMPRESSED_FROM = 1000  # bytes of JSON; images go out as they are
CACHED_OPERATIONS = ("exportImage", "tile")
SERVICE_TYPES = ("ImageServer", "MapServer", "FeatureServer", "GPServer", "GeometryServer")


@dataclass
class Server:
    """Everything that one sandbox process holds."""

    catalog: Catalog
    cache: AnswerCache
    latency: float = 0.0
    output: OutputDirectory = field(default_factory=OutputDirectory)
    faults: Faults = field(default_factory=Faults)
    recorder: Recorder = field(default_factory=Recorder)
    crowds: dict[tuple[str, int], Rule] = field(default_factory=dict)
    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max(4, os.cpu_count() or 1), thread_name_prefix="render")
    )

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request outside the control resources."""
        call = await read_call(request)
        entry = self.recorder.begin(call)
        mishap = Mishap(self._rules(call))
        entry.fault = mishap.kind
        mishap.enter()
        try:
            answer = await self._answer(call, mishap)
            entry.status = answer.status
            return await send(request, answer, mishap.spoiler(), entry)
        except (ConnectionCut, ConnectionError):  # a fault, or a client that has gone
            return cut(request)
        finally:
            mishap.leave()
            self.recorder.end(entry)

    def _rules(self, call: Call) -> list[Rule]:
        rules = self.faults.meeting(call)
        service = self.catalog.service(call.service) if call.service and call.operation == "exportImage" else None
        most = 0 if service is None else int(service.overrides.get("maxParallel", 0))
        if service is not None and most > 0:
            crowd = self.crowds.setdefault(
                (service.name, most), Rule({"kind": "parallel", "k": most, "mode": "thrash"})
            )
            rules.append(crowd)
        return rules

    async def _answer(self, call: Call, mishap: Mishap) -> Answer:
        if self.latency:
            await asyncio.sleep(self.latency)
        refused = await mishap.delay(call) or await mishap.refusal(call)
        if refused is not None:
            return refused
        try:
            return await self._resource(mishap.changed(call))
        except ServiceError as error:
            return refusal(call, error)
        except Exception:  # noqa: BLE001 - a server lives on after a failed request, and says what it was
            traceback.print_exc()
            return refusal(call, export_failed())

    async def _resource(self, call: Call) -> Answer:
        if call.operation == "info" and call.service is None:
            return directory.info(call)
        if call.operation == "output":
            return self._output(call)
        loop = asyncio.get_running_loop()
        if call.service is None:
            return await loop.run_in_executor(self.pool, directory.folder, self.catalog, call, "/".join(call.tail))
        service = self.catalog.service(call.service)
        if service is None or call.kind != "ImageServer":
            raise service_not_found(call.service, call.kind)
        operation = OPERATIONS.get(call.operation)
        if operation is None:
            raise invalid_url()
        key = _cache_key(service, call)
        answer = self.cache.get(key) if key is not None else None
        if answer is None:
            answer = await loop.run_in_executor(self.pool, operation, service, call, self.output)
            if key is not None and answer.status == 200:
                self.cache.put(key, answer)
        return answer

    def _output(self, call: Call) -> Answer:
        answer = self.output.get("/".join(call.tail))
        if answer is None:
            return Answer(b"<html><body>404 - File or directory not found.</body></html>", "text/html", 404)
        return answer


async def read_call(request: web.Request) -> Call:
    """Return a request as a value: form and query together, path cut into service and operation."""
    params = dict(request.query)
    if request.method == "POST":
        params.update({key: value for key, value in (await request.post()).items() if isinstance(value, str)})
    service, kind, operation, tail = split_path(request.path)
    return Call(
        method=request.method,
        path=request.path,
        base=f"{request.scheme}://{request.host}",
        params=params,
        service=service,
        kind=kind,
        operation=operation,
        tail=tail,
        headers=dict(request.headers),
    )


def split_path(path: str) -> tuple[str | None, str, str, tuple[str, ...]]:
    """Return service name (None for a folder), service type, operation, and the path segments after it."""
    if path.startswith(OUTPUT_PATH + "/"):
        return None, "", "output", tuple(path[len(OUTPUT_PATH) + 1 :].split("/"))
    if path.rstrip("/") == "/arcgis/rest/info":
        return None, "", "info", ()
    parts = tuple(part for part in path[len(directory.ROOT) :].split("/") if part)
    for index, part in enumerate(parts):
        if part in SERVICE_TYPES:
            rest = parts[index + 1 :]
            operation = canonical_name(rest[0]) if rest else "root"
            return "/".join(parts[:index]), part, operation, rest[1:]
    return None, "", "directory", parts


async def send(request: web.Request, answer: Answer, spoiler: Rule | None, entry: Entry) -> web.StreamResponse:
    """Put an answer onto the wire, spoilt if a rule says so."""
    headers = dict(answer.headers)
    body = answer.body
    if spoiler is not None:
        return await _send_spoilt(request, answer, spoiler, entry)
    if _compressible(request, answer):
        body = gzip.compress(body, 1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Type"] = answer.content_type
    entry.size = len(body)
    response = web.Response(body=body, status=answer.status, headers=headers)
    # Written here and not by the framework, so that a request counts as in flight until its last byte is out.
    await response.prepare(request)
    await response.write_eof()
    return response


async def _send_spoilt(request: web.Request, answer: Answer, rule: Rule, entry: Entry) -> web.StreamResponse:
    body = answer.body
    length = len(body)
    if rule.kind != "slow_body":
        body = body[: int(length * min(max(rule.number("fraction", 0.5), 0.0), 1.0))]
    if rule.kind == "truncate_clean":
        length = len(body)
    entry.size = len(body)
    response = web.StreamResponse(status=answer.status, headers=dict(answer.headers))
    response.content_type = answer.content_type.partition(";")[0]
    response.content_length = length
    await response.prepare(request)
    if rule.kind == "slow_body":
        await _trickle(response, body, rule.number("bytes_per_s", 100_000))
    elif body:
        await response.write(body)
    if rule.kind in ("reset_mid", "truncate"):
        await _flush(request)
        return cut(request, reset=rule.kind == "reset_mid")
    await response.write_eof()
    return response


async def _trickle(response: web.StreamResponse, body: bytes, bytes_per_second: float) -> None:
    step = max(1, int(bytes_per_second / 20))
    for start in range(0, len(body), step):
        await response.write(body[start : start + step])
        await asyncio.sleep(min(step, len(body) - start) / bytes_per_second)


async def _flush(request: web.Request) -> None:
    """Wait until the part of the body that is to arrive has left this process."""
    transport = request.transport
    while transport is not None and not transport.is_closing() and transport.get_write_buffer_size():
        await asyncio.sleep(0.001)


def cut(request: web.Request, *, reset: bool = True) -> web.StreamResponse:
    """End the connection: by a reset, or by closing it in good order but too early."""
    transport = request.transport
    if transport is not None:
        sock = transport.get_extra_info("socket")
        if reset and sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        else:
            transport.close()
    return web.Response()  # goes nowhere: the transport is closed


def _compressible(request: web.Request, answer: Answer) -> bool:
    wanted = "gzip" in request.headers.get("Accept-Encoding", "")
    return wanted and answer.content_type.startswith("application/json") and len(answer.body) > COMPRESSED_FROM


def _cache_key(service: Service, call: Call) -> Hashable | None:
    if call.operation not in CACHED_OPERATIONS or (call.operation == "exportImage" and call.form != "image"):
        return None
    return service.name, service.revision, call.canonical()


async def not_found(request: web.Request) -> web.StreamResponse:
    """Answer a path that is no part of a server."""
    return web.Response(text="<html><body>404 - Not Found</body></html>", content_type="text/html", status=404)


def build(server: Server) -> web.Application:
    """Return the application with all its paths."""
    from .controls import Controls

    app = web.Application(client_max_size=MAX_FORM_BYTES)
    for method in ("GET", "POST"):
        for path in (f"{directory.ROOT}{{tail:(/.*)?}}", f"{OUTPUT_PATH}/{{tail:.+}}", "/arcgis/rest/info"):
            app.router.add_route(method, path, server.handle)
    Controls(server).add_to(app)
    app.router.add_route("*", "/{tail:.*}", not_found)
    return app
