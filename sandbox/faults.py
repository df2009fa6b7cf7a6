# SPDX-License-Identifier: GPL-2.0-or-later
"""A server's bad days, on order: which rule meets which request. ``mishap.py`` carries the outcome out."""

from __future__ import annotations

import asyncio
import fnmatch
import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .answer import Call

DELAYS = frozenset({"latency", "parallel"})
REFUSALS = frozenset({"status", "error", "envelope2", "html", "empty", "rate_limit", "reset", "hang"})
CHANGES = frozenset({"wrong_size", "ignore_param"})
SPOILERS = frozenset({"reset_mid", "truncate", "truncate_clean", "slow_body"})
# These meet a request before its body has been read, hence match nothing in a form: the connection is reset once a
# fraction of the body has come, or the body is read at that pace.
ON_ARRIVAL = frozenset({"reset_upload", "slow_upload"})
KINDS = DELAYS | REFUSALS | CHANGES | SPOILERS | ON_ARRIVAL
COMMON_KEYS = frozenset({"kind", "service", "operation", "match", "rate", "seed", "count", "skip", "for_s"})
KIND_KEYS: dict[str, frozenset[str]] = {
    "latency": frozenset({"ms", "jitter_ms"}),
    "parallel": frozenset({"k", "mode", "ms"}),
    "status": frozenset({"code", "retry_after", "body"}),
    "error": frozenset({"code", "message", "details", "messageCode"}),
    "envelope2": frozenset({"code", "messages"}),
    "rate_limit": frozenset({"per_s"}),
    "hang": frozenset({"s"}),
    "wrong_size": frozenset({"dcols", "drows"}),
    "ignore_param": frozenset({"name"}),
    "reset_mid": frozenset({"fraction"}),
    "truncate": frozenset({"fraction"}),
    "truncate_clean": frozenset({"fraction"}),
    "slow_body": frozenset({"bytes_per_s"}),
    "reset_upload": frozenset({"fraction"}),
    "slow_upload": frozenset({"bytes_per_s"}),
}
PARALLEL_MODES = ("queue", "thrash", "503")


@dataclass
class Rule:
    """One rule and how often it has met a request."""

    spec: Mapping[str, Any]
    since: float = field(default_factory=time.monotonic)
    matched: int = 0
    applied: int = 0
    running: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    stamps: list[float] = field(default_factory=list)
    _gate: asyncio.Semaphore | None = None

    def __post_init__(self) -> None:
        kind = self.spec.get("kind")
        if kind not in KINDS:
            message = f"unknown kind {kind!r}"
            raise ValueError(message)
        unknown = set(self.spec) - COMMON_KEYS - KIND_KEYS.get(kind, frozenset())
        if unknown:
            message = f"{kind}: unknown keys {sorted(unknown)}"
            raise ValueError(message)
        if kind == "parallel" and (self.number("k", 0) < 1 or self.spec.get("mode", "queue") not in PARALLEL_MODES):
            message = f"parallel needs k >= 1 and a mode of {PARALLEL_MODES}"
            raise ValueError(message)
        if kind == "rate_limit" and self.number("per_s", 0) <= 0:
            message = "rate_limit needs per_s > 0"
            raise ValueError(message)

    @property
    def kind(self) -> str:
        """Return what the rule does."""
        return str(self.spec["kind"])

    def gate(self) -> asyncio.Semaphore:
        """Return what lets k requests work at a time."""
        if self._gate is None:
            self._gate = asyncio.Semaphore(int(self.number("k", 1)))
        return self._gate

    def number(self, key: str, default: float) -> float:
        """Return a number of the rule."""
        return float(self.spec.get(key, default))

    def meets(self, call: Call) -> bool:
        """Decide whether this request is hit, and count it.

        The decision is a hash of seed, query and how often that query was seen: the same requests in any order, over
        any number of connections, meet the same fate.
        """
        if not self._concerns(call):
            return False
        self.matched += 1
        if self.matched <= self.number("skip", 0) or self.applied >= self.number("count", float("inf")):
            return False
        if time.monotonic() - self.since > self.number("for_s", float("inf")):
            return False
        query = call.canonical()
        self.seen[query] += 1
        if share(self.spec.get("seed", 0), query, self.seen[query]) >= self.number("rate", 1):
            return False
        self.applied += 1
        return True

    def _concerns(self, call: Call) -> bool:
        if not fnmatch.fnmatchcase(call.service or "", str(self.spec.get("service", "*"))):
            return False
        if not fnmatch.fnmatchcase(call.operation, str(self.spec.get("operation", "exportImage"))):
            return False
        wanted: Mapping[str, Any] = self.spec.get("match") or {}
        return all(name in call.params and _like(call.params[name], str(pattern)) for name, pattern in wanted.items())


@dataclass
class Faults:
    """The rules in force."""

    rules: list[Rule] = field(default_factory=list)

    def add(self, specs: Sequence[Mapping[str, Any]]) -> None:
        """Put rules into force, all or none. Raises ValueError for one that makes no sense."""
        self.rules += [Rule(spec) for spec in specs]

    def clear(self) -> None:
        """Let the server be well again."""
        self.rules.clear()

    def meeting(self, call: Call) -> list[Rule]:
        """Return the rules that hit a request, in their order."""
        return [rule for rule in self.rules if rule.kind not in ON_ARRIVAL and rule.meets(call)]

    def meeting_body(self, call: Call) -> list[Rule]:
        """Return the rules that hit a request on its arrival, when no more is known of it than its address."""
        return [rule for rule in self.rules if rule.kind in ON_ARRIVAL and rule.meets(call)]


def share(seed: Any, query: str, time_seen: int) -> float:
    """Return a number from 0 to below 1 that depends on nothing but the arguments."""
    digest = hashlib.blake2b(f"{seed}|{query}|{time_seen}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def _like(value: str, pattern: str) -> bool:
    # JSON parameters hold brackets, which are glob syntax: an equal text always matches.
    return value == pattern or fnmatch.fnmatchcase(value, pattern)
