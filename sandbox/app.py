# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTTP server: from paths to resources, with faults in between."""

from __future__ import annotations

import asyncio
import os
import traceback
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from aiohttp import web

from . import directory, wire
from .answer import Answer, Call, refusal
from .cache import AnswerCache
from .catalog import Catalog
from .controls import Controls
from .errors import ServiceError, export_failed, invalid_url, service_not_found
from .faults import Faults, Rule
from .mishap import Arrival, ConnectionCut, Mishap
from .operations import OPERATIONS
from .output import PATH as OUTPUT_PATH
from .output import OutputDirectory
from .portal.control import PortalControl
from .portal.paths import BLOBS, FEDERATED, ONLINE, OPEN, PORTAL, STANDALONE
from .portal.portal import Portal
from .portal.servers import info as secured_info
from .recorder import Recorder
from .service import Service

MAX_FORM_BYTES = 16 * 1024 * 1024
CACHED_OPERATIONS = ("exportImage", "tile")


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
    count_connections: Callable[[], int] = lambda: 0
    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max(4, os.cpu_count() or 1), thread_name_prefix="render")
    )
    portal: Portal = field(init=False)

    def __post_init__(self) -> None:
        self.portal = Portal(self.catalog)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request outside the control resources."""
        head = wire.read_head(request)
        arrival = Arrival(self.faults.meeting_body(head), request.content_length or 0)
        try:
            call = await wire.read_call(request, head, self.portal.publishing.scratch, arrival.receive)
        except ValueError as error:
            return web.Response(text=f"400 - {error}", status=400)
        except (ConnectionCut, ConnectionError):
            entry = self.recorder.begin(head)
            entry.fault = arrival.kind
            self.recorder.end(entry)
            return wire.cut(request)
        entry = self.recorder.begin(call)
        mishap = Mishap(self._rules(call))
        mishap.enter()
        try:
            answer = await self._answer(call, mishap)
            spoiler = mishap.spoiler()
            entry.status, entry.fault = answer.status, mishap.kind or arrival.kind
            return await wire.send(request, answer, spoiler, entry)
        except (ConnectionCut, ConnectionError):  # a fault, or a client that has gone
            entry.fault = mishap.kind
            return wire.cut(request)
        finally:
            mishap.leave()
            self.recorder.end(entry)
            for file in call.files:
                file.path.unlink(missing_ok=True)

    def _rules(self, call: Call) -> list[Rule]:
        rules = self.faults.meeting(call)
        exported = call.service if call.operation == "exportImage" else None
        service = self.portal.catalog(call).service(exported) if exported else None
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
        loop = asyncio.get_running_loop()
        if call.context == PORTAL or call.operation == "tokens":
            return await loop.run_in_executor(self.pool, self.portal.answer, call)
        if call.context == BLOBS:
            return await loop.run_in_executor(self.pool, self.portal.publishing.blob, call)
        self.portal.authorize(call)
        if call.operation == "info" and call.service is None:
            return directory.info(call) if call.context == OPEN else secured_info(call)
        if call.operation == "output":
            return self._output(call)
        if call.kind == "GPServer":
            return await loop.run_in_executor(self.pool, self.portal.publishing.tools, call)
        catalog = self.portal.catalog(call)
        if call.service is None:
            return await loop.run_in_executor(self.pool, directory.folder, catalog, call, "/".join(call.tail))
        service = catalog.service(call.service)
        if service is None or call.kind != "ImageServer":
            empty = self.portal.publishing.placeholder(call)
            if empty is None:
                raise service_not_found(call.service, call.kind)
            return empty
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
        answer = self.output.get(call)
        if answer is None:
            return Answer(b"<html><body>404 - File or directory not found.</body></html>", "text/html", 404)
        return answer


def _cache_key(service: Service, call: Call) -> Hashable | None:
    if call.operation not in CACHED_OPERATIONS or (call.operation == "exportImage" and call.form != "image"):
        return None
    return service.name, service.revision, call.canonical()


async def not_found(request: web.Request) -> web.StreamResponse:
    """Answer a path that is no part of a server."""
    return web.Response(text="<html><body>404 - Not Found</body></html>", content_type="text/html", status=404)


def build(server: Server) -> web.Application:
    """Return the application with all its paths."""
    app = web.Application(client_max_size=MAX_FORM_BYTES)
    for method in ("GET", "POST"):
        for context in (OPEN, FEDERATED, STANDALONE, *ONLINE):
            for path in (f"{wire.SERVICES}{{tail:(/.*)?}}", f"{OUTPUT_PATH}/{{tail:.+}}", "/rest/info"):
                app.router.add_route(method, context + path, server.handle)
        for path in (
            f"{STANDALONE}/tokens{{tail:/?}}",
            f"{STANDALONE}/tokens/generateToken",
            f"{PORTAL}/sharing{{tail:(/.*)?}}",
        ):
            app.router.add_route(method, path, server.handle)
    for method in ("PUT", "GET", "HEAD", "DELETE"):
        app.router.add_route(method, f"{BLOBS}/{{tail:.+}}", server.handle)
    Controls(server).add_to(app)
    PortalControl(server.portal).add_to(app)
    app.router.add_route("*", "/{tail:.*}", not_found)
    return app
