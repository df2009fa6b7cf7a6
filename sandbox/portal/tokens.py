# SPDX-License-Identifier: GPL-2.0-or-later
"""Tokens: issued, carried by a request, checked, revoked."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from ..answer import Call

PORTAL, SERVER, STANDALONE = "portal", "server", "standalone"
TOKEN_HEADERS = ("x-esri-authorization", "authorization")  # the first one wins, as behind a web-tier sign-in


@dataclass(frozen=True)
class Token:
    """A token of one issuer. ``username`` is "" for an application; times are in seconds since 1970.

    A token bound to a referer or to an address is worth nothing in a request from elsewhere.
    """

    value: str
    kind: str
    username: str
    flow: str
    expires: float
    referer: str | None = None
    address: str | None = None
    client_id: str | None = None

    @property
    def expires_ms(self) -> int:
        """Return the end of life as ``generateToken`` tells it."""
        return int(self.expires * 1000)

    def json(self) -> dict[str, Any]:
        """Return the token as the control resource shows it."""
        return {
            "token": self.value,
            "kind": self.kind,
            "username": self.username,
            "flow": self.flow,
            "expires": self.expires_ms,
            "referer": self.referer,
            "address": self.address,
        }


class TokenRefused(Exception):
    """A request carried a token that does not count; ``expired`` when it once did."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "invalid")
        self.expired = expired


@dataclass
class Tokens:
    """Every token that is out, of all issuers. Used from several threads."""

    _tokens: dict[str, Token] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def issue(
        self,
        kind: str,
        username: str,
        flow: str,
        life_s: float,
        *,
        referer: str | None = None,
        address: str | None = None,
        client_id: str | None = None,
    ) -> Token:
        """Make a token that lives so many seconds."""
        value = secrets.token_urlsafe(48) + ".."  # real ones end in dots: they must survive every encoding
        token = Token(value, kind, username, flow, time.time() + life_s, referer, address, client_id)
        with self._lock:
            self._tokens[value] = token
        return token

    def carried(self, call: Call, kinds: Collection[str]) -> Token | None:
        """Return the token that a request carries, None without one.

        Raises TokenRefused for one that is unknown, of another issuer, past its end, or used from elsewhere.
        """
        value = token_text(call)
        return None if value is None else self.valid(value, call, kinds)

    def valid(self, value: str, call: Call, kinds: Collection[str]) -> Token:
        """Return the token of that text as used by this request. Raises TokenRefused."""
        with self._lock:
            token = self._tokens.get(value)
        if token is None or token.kind not in kinds:
            raise TokenRefused(expired=False)
        if token.expires <= time.time():
            raise TokenRefused(expired=True)
        if token.referer is not None and token.referer != call.header("referer"):
            raise TokenRefused(expired=False)
        if token.address is not None and token.address != call.remote:
            raise TokenRefused(expired=False)
        return token

    def revoke(self, value: str) -> None:
        """Make a token worthless; an unknown one is worthless already."""
        with self._lock:
            self._tokens.pop(value, None)

    def expire(self) -> None:
        """Let every token that is out reach its end now."""
        now = time.time()
        with self._lock:
            for value, token in self._tokens.items():
                self._tokens[value] = replace(token, expires=min(token.expires, now))

    def clear(self) -> None:
        """Forget all tokens."""
        with self._lock:
            self._tokens.clear()

    def all(self) -> list[Token]:
        """Return what is out, oldest first."""
        with self._lock:
            return list(self._tokens.values())


def token_text(call: Call) -> str | None:
    """Return the token of a request: from query or form, else from a header; None where there is none."""
    value = call.params.get("token", "").strip()
    if value:
        return value
    for name in TOKEN_HEADERS:
        scheme, _, rest = (call.header(name) or "").partition(" ")
        if scheme.lower() == "bearer" and rest.strip():
            return rest.strip()
    return None
