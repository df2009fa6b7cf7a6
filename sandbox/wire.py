# SPDX-License-Identifier: GPL-2.0-or-later
"""Both ends of a connection: a request read from it, an answer written to it, whole or spoilt."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from dataclasses import replace

from aiohttp import web

from .answer import Answer, Call
from .faults import Rule
from .operations import ITEM, canonical_name
from .output import PATH as OUTPUT_PATH
from .portal.paths import BLOBS, PORTAL, context_of, resource_of
from .publishing.paths import blob_operation, tool_operation
from .publishing.scratch import Scratch
from .received import Form, Watch, read_body, read_form
from .recorder import Entry

COMPRESSED_FROM = 1000  # bytes of JSON; images go out as they are
SERVICES = "/rest/services"
SERVICE_TYPES = ("ImageServer", "MapServer", "FeatureServer", "GPServer", "GeometryServer")


def read_head(request: web.Request) -> Call:
    """Return a request as far as its address and its headers tell: path cut into service and operation."""
    context, path = context_of(request.path)
    if context == PORTAL:
        service, kind, operation, tail = resource_path(path)
    elif context == BLOBS:
        service, kind, operation, tail = None, "", blob_operation(request.query), tuple(path.strip("/").split("/"))
    else:
        service, kind, operation, tail = split_path(path)
    return Call(
        method=request.method,
        path=request.path,
        base=f"{request.scheme}://{request.host}",
        params=dict(request.query),
        service=service,
        kind=kind,
        operation=operation,
        tail=tail,
        headers=dict(request.headers),
        context=context,
        query=frozenset(request.query),
        remote=request.remote or "",
    )


async def read_call(request: web.Request, head: Call, scratch: Scratch, watch: Watch) -> Call:
    """Return a request as a value: form and query together, the files of its body in ``scratch``.

    Raises ValueError for a body that is not what its type says.
    """
    if request.method == "PUT":
        form = await read_body(request, scratch, watch)
    elif request.method == "POST" and request.content_type == "multipart/form-data":
        form = await read_form(request, scratch, watch)
    elif request.method == "POST":
        form = Form({key: value for key, value in (await request.post()).items() if isinstance(value, str)}, [])
    else:
        return head
    return replace(head, params={**head.params, **form.fields}, files=tuple(form.files))


def split_path(path: str) -> tuple[str | None, str, str, tuple[str, ...]]:
    """Return service name (None for a folder), service type, operation, and the path segments after it.

    ``path`` is the path below the server's context.
    """
    if path.startswith(OUTPUT_PATH + "/"):
        return None, "", "output", tuple(path[len(OUTPUT_PATH) + 1 :].split("/"))
    if path.rstrip("/") == "/rest/info":
        return None, "", "info", ()
    if path.startswith("/tokens"):
        return None, "", "tokens", ()
    parts = tuple(part for part in path[len(SERVICES) :].split("/") if part)
    for index, part in enumerate(parts):
        if part in SERVICE_TYPES:
            name, rest = "/".join(parts[:index]), parts[index + 1 :]
            if part == "GPServer":
                return name, part, *tool_operation(rest)
            if rest and rest[0].isdigit():
                return name, part, ITEM, rest
            return name, part, canonical_name(rest[0]) if rest else "root", rest[1:]
    return None, "", "directory", parts


def resource_path(path: str) -> tuple[None, str, str, tuple[str, ...]]:
    """Return the same for a path below the portal: the operation is the resource's pattern."""
    resource, captured = resource_of(path)
    return None, "", resource, captured


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
