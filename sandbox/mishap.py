# SPDX-License-Identifier: GPL-2.0-or-later
"""What the fault rules that met one request do to it: delays, refusals, changed parameters, spoilt bodies."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

from .answer import HTML_TYPE, Answer, Call, json_bytes
from .encode import error_type
from .faults import CHANGES, DELAYS, REFUSALS, SPOILERS, Rule, share

THRASH_MS = 100.0
WEB_ADAPTOR_PAGE = (
    "<!DOCTYPE html>\n<html><head><title>Application Error</title></head>\n<body><h1>ArcGIS Web Adaptor</h1>\n"
    "<p>Could not access any server machines. Please contact your system administrator.</p></body></html>\n"
)


class ConnectionCut(Exception):
    """The connection is to be reset before any byte of an answer."""


@dataclass
class Mishap:
    """The rules that met one request."""

    rules: Sequence[Rule]
    _gates: list[asyncio.Semaphore] = field(default_factory=list)

    @property
    def kind(self) -> str | None:
        """Return the kinds for the log, None without any."""
        return "+".join(rule.kind for rule in self.rules) or None

    def changed(self, call: Call) -> Call:
        """Return the call as this server understands it."""
        for rule in self._of(CHANGES):
            call = _change(rule, call)
        return call

    def enter(self) -> None:
        """Count this request under the rules that count parallel ones."""
        for rule in self._of(DELAYS):
            rule.running += 1

    def leave(self) -> None:
        """Make room for the next request."""
        for rule in self._of(DELAYS):
            rule.running -= 1
        while self._gates:
            self._gates.pop().release()

    async def delay(self, call: Call) -> Answer | None:
        """Wait as the rules say. Returns an answer when a rule refuses because of too many requests at once."""
        for rule in self._of(DELAYS):
            if rule.kind == "latency":
                query = call.canonical()
                jitter = share(f"{rule.spec.get('seed', 0)} jitter", query, rule.seen[query])
                await asyncio.sleep((rule.number("ms", 0) + jitter * rule.number("jitter_ms", 0)) / 1000)
            elif rule.spec.get("mode", "queue") == "queue":
                gate = rule.gate()
                await gate.acquire()
                self._gates.append(gate)
            elif (refused := await _crowd(rule)) is not None:
                return refused
        return None

    async def refusal(self, call: Call) -> Answer | None:
        """Return the answer of the first refusing rule, None when none refuses. Raises ConnectionCut."""
        for rule in self._of(REFUSALS):
            if rule.kind == "hang":
                await asyncio.sleep(rule.number("s", 3600))
                raise ConnectionCut
            if rule.kind == "reset":
                raise ConnectionCut
            answer = _limited(rule) if rule.kind == "rate_limit" else _refuse(rule, call)
            if answer is not None:
                return answer
        return None

    def spoiler(self) -> Rule | None:
        """Return the rule that spoils the body, if any."""
        return next(iter(self._of(SPOILERS)), None)

    def _of(self, kinds: frozenset[str]) -> list[Rule]:
        return [rule for rule in self.rules if rule.kind in kinds]


def _change(rule: Rule, call: Call) -> Call:
    params = dict(call.params)
    if rule.kind == "ignore_param":
        params.pop(str(rule.spec.get("name", "")), None)
        return call.with_params(params)
    try:
        columns, rows = (int(part) for part in params.get("size", "400,400").split(","))
    except ValueError:
        return call  # the operation itself will refuse it
    columns, rows = columns + int(rule.number("dcols", 0)), rows + int(rule.number("drows", 0))
    params["size"] = f"{max(columns, 1)},{max(rows, 1)}"
    return call.with_params(params)


async def _crowd(rule: Rule) -> Answer | None:
    """Behave as a server does beyond k requests at once: refuse, or slow everybody down."""
    k = rule.number("k", 1)
    if rule.spec.get("mode") == "503":
        return _status(503, None, "html") if rule.running > k else None
    # Throughput falls beyond k: the time of each request grows with the square of the crowd.
    excess = (rule.running / k) ** 2 - 1
    if excess > 0:
        await asyncio.sleep(rule.number("ms", THRASH_MS) * excess / 1000)
    return None


def _limited(rule: Rule) -> Answer | None:
    now = time.monotonic()
    per_second = rule.number("per_s", 1)
    window = max(1.0, 1 / per_second)
    rule.stamps[:] = [stamp for stamp in rule.stamps if now - stamp < window]
    if len(rule.stamps) < per_second * window:
        rule.stamps.append(now)
        return None
    return _status(429, max(1, math.ceil(window - (now - rule.stamps[0]))), "json")


def _refuse(rule: Rule, call: Call) -> Answer | None:
    spec = rule.spec
    image_type = error_type(call.params.get("format", ""))
    if rule.kind == "status":
        return _status(int(spec.get("code", 503)), spec.get("retry_after"), str(spec.get("body", "html")))
    if rule.kind == "error":
        error: dict[str, Any] = {"code": spec.get("code", 500), "message": spec.get("message", "")}
        if "messageCode" in spec:
            error["messageCode"] = spec["messageCode"]
        error["details"] = spec.get("details", [])
        return Answer(json_bytes({"error": error}), image_type)
    if rule.kind == "envelope2":
        messages = spec.get("messages", ["Unable to complete operation."])
        value = {"status": "error", "messages": messages, "code": spec.get("code", 500)}
        return Answer(json_bytes(value))
    if rule.kind == "html":
        return Answer(WEB_ADAPTOR_PAGE.encode(), HTML_TYPE)
    return Answer(b"", image_type)


def _status(code: int, retry_after: int | str | None, body: str) -> Answer:
    headers = {}
    if isinstance(retry_after, str) and retry_after.startswith("date:"):
        moment = datetime.now(timezone.utc) + timedelta(seconds=float(retry_after[5:]))
        headers["Retry-After"] = format_datetime(moment, usegmt=True)
    elif retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if body == "empty":
        return Answer(b"", "text/plain", code, headers)
    if body == "json":
        envelope = {"error": {"code": code, "message": "Unable to complete operation.", "details": []}}
        return Answer(json.dumps(envelope).encode(), status=code, headers=headers)
    return Answer(WEB_ADAPTOR_PAGE.encode(), HTML_TYPE, code, headers)
