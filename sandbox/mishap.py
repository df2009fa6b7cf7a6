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

THRASH_MS = 20.0
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
    _effects: list[str] = field(default_factory=list)
    _gates: list[asyncio.Semaphore] = field(default_factory=list)

    @property
    def kind(self) -> str | None:
        """Return the kinds that made a difference so far, for the log; None without any."""
        return "+".join(self._effects) or None

    def changed(self, call: Call) -> Call:
        """Return the call as this server understands it."""
        for rule in self._of(CHANGES):
            self._effects.append(rule.kind)
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
                self._effects.append(rule.kind)
                await asyncio.sleep(_latency(rule, call))
            elif rule.spec.get("mode", "queue") == "queue":
                await self._wait_in_line(rule)
            elif rule.running > rule.number("k", 1):
                self._effects.append(rule.kind)
                if rule.spec.get("mode") == "503":
                    return _status(503, None, "html")
                await asyncio.sleep(_thrashing(rule))
        return None

    async def refusal(self, call: Call) -> Answer | None:
        """Return the answer of the first refusing rule, None when none refuses. Raises ConnectionCut."""
        for rule in self._of(REFUSALS):
            answer = _limited(rule) if rule.kind == "rate_limit" else _refuse(rule, call)
            if rule.kind == "rate_limit" and answer is None:
                continue
            self._effects.append(rule.kind)
            if rule.kind == "hang":
                await asyncio.sleep(rule.number("s", 3600))
            if answer is None:
                raise ConnectionCut
            return answer
        return None

    def spoiler(self) -> Rule | None:
        """Return the rule that spoils the body, if any."""
        for rule in self._of(SPOILERS):
            self._effects.append(rule.kind)
            return rule
        return None

    async def _wait_in_line(self, rule: Rule) -> None:
        gate = rule.gate()
        if gate.locked():
            self._effects.append(rule.kind)
        await gate.acquire()
        self._gates.append(gate)

    def _of(self, kinds: frozenset[str]) -> list[Rule]:
        return [rule for rule in self.rules if rule.kind in kinds]


@dataclass
class Arrival:
    """What the rules that met a request on its arrival do while its body of so many bytes comes in."""

    rules: Sequence[Rule]
    length: int
    _received: int = 0

    @property
    def kind(self) -> str | None:
        """Return the kinds, for the log; None without any."""
        return "+".join(rule.kind for rule in self.rules) or None

    async def receive(self, size: int) -> None:
        """Note that a piece of the body has come. Raises ConnectionCut when no more shall."""
        self._received += size
        for rule in self.rules:
            if rule.kind == "slow_upload":
                await asyncio.sleep(size / rule.number("bytes_per_s", 100_000))
            elif self._received >= self.length * rule.number("fraction", 0.5):
                raise ConnectionCut


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


def _latency(rule: Rule, call: Call) -> float:
    query = call.canonical()
    jitter = share(f"{rule.spec.get('seed', 0)} jitter", query, rule.seen[query])
    return (rule.number("ms", 0) + jitter * rule.number("jitter_ms", 0)) / 1000


def _thrashing(rule: Rule) -> float:
    """Return a delay that grows with the square of the crowd, so that throughput falls beyond k."""
    excess = (rule.running / rule.number("k", 1)) ** 2 - 1
    return rule.number("ms", THRASH_MS) * excess / 1000


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
    """Return the answer of a rule, None where the connection ends without one."""
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
    if rule.kind == "empty":
        return Answer(b"", image_type)
    return None  # reset, hang


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
