# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is asking: passwords, the log of sign-ins, and tokens as the portal and the servers look at them."""

from __future__ import annotations

import hmac
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from ..answer import Call
from ..errors import ServiceError
from . import refusals
from .items import Items, Sharing
from .paths import FEDERATED, ONLINE, OPEN, STANDALONE
from .people import SERVER_USERS, User, user_named
from .servers import Servers, for_members, secured_name, token_required
from .settings import Settings
from .tokens import PORTAL, SERVER, Token, TokenRefused, Tokens, token_text
from .tokens import STANDALONE as STANDALONE_TOKEN

KEPT_SIGN_INS = 10_000


@dataclass
class Accounts:
    """Tokens and sign-ins of the portal and the servers, and the settings that rule them."""

    settings: Settings = field(default_factory=Settings)
    tokens: Tokens = field(default_factory=Tokens)
    _sign_ins: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT_SIGN_INS))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, flow: str, username: str, refused: str | None = None) -> None:
        """Write down an attempt to get a token, and why it was refused."""
        entry = {"time": time.time(), "flow": flow, "username": username, "ok": refused is None, "refused": refused}
        with self._lock:
            self._sign_ins.append(entry)

    def sign_ins(self) -> list[dict[str, Any]]:
        """Return the attempts, oldest first."""
        with self._lock:
            return list(self._sign_ins)

    def clear(self) -> None:
        """Be as at the start."""
        self.settings = Settings()
        self.tokens.clear()
        with self._lock:
            self._sign_ins.clear()

    def life(self, asked_s: float) -> float:
        """Return how long a token lives."""
        return asked_s if self.settings.token_life_s is None else self.settings.token_life_s

    def token(self, call: Call) -> Token | None:
        """Return the token with which somebody asks the portal, None without. Raises ServiceError for a bad one."""
        try:
            return self.tokens.carried(call, (PORTAL,))
        except TokenRefused:
            raise refusals.portal_token_invalid() from None

    def visitor(self, call: Call) -> User | None:
        """Return who asks the portal, None for nobody and for an application. Raises ServiceError for a bad token."""
        token = self.token(call)
        return None if token is None else user_named(token.username)

    def member(self, call: Call) -> User:
        """Return who asks the portal for what only members get. Raises ServiceError for anybody else."""
        user = self.visitor(call)
        if user is None:
            raise refusals.no_permission() if token_text(call) else refusals.portal_token_required()
        return user

    def member_of_server(self, call: Call) -> User:
        """Return who asks a server of the portal. Raises ServiceError for anybody who is no member."""
        try:
            token = self.tokens.carried(call, self._kinds(call.context))
        except TokenRefused:
            raise refusals.server_token_invalid() from None
        if token is None:
            raise token_required(call)
        user = user_named(token.username)
        if user is None:
            raise refusals.no_permission()
        return user

    def authorize(self, call: Call, servers: Servers, items: Items, published: Sharing | None = None) -> None:
        """Check a request to one of the servers. Raises ServiceError when it may not pass.

        A token is looked at even where none is needed: a wrong one is refused on a public service too. ``published``
        is how the hosted service that is asked for is shared.
        """
        if call.operation == "info" or (call.context == OPEN and not self.settings.refuse_foreign):
            return
        name = secured_name(servers, call)
        try:
            token = self.tokens.carried(call, self._kinds(call.context))
        except TokenRefused as refused:
            if refused.expired and call.context == STANDALONE:
                raise refusals.TokenExpired from None
            raise refusals.server_token_invalid() from None
        if published is not None and published.access == "public":
            return
        if name is None and not for_members(call):
            return
        if token is None:
            raise token_required(call)
        if call.context == FEDERATED and call.service is not None and name is not None:
            published = items.sharing_of(name)
        # A server of the portal lets those read a service whom the portal shows its item.
        if published is not None and not published.includes(user_named(token.username)):
            raise refusals.no_permission()

    def _kinds(self, context: str) -> tuple[str, ...]:
        if context == FEDERATED:
            return (SERVER, PORTAL) if self.settings.portal_tokens else (SERVER,)
        if context in ONLINE:
            return PORTAL, SERVER
        return (STANDALONE_TOKEN,) if context == STANDALONE else ()


def portal_user(username: str, password: str) -> User | None:
    """Return the member of that name and password."""
    user = user_named(username)
    return user if user is not None and _same(user.password, password) else None


def server_user(username: str, password: str) -> str | None:
    """Return the name of the stand-alone server's user of that name and password."""
    known = SERVER_USERS.get(username)
    return username if known is not None and _same(known, password) else None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def refused_text(error: ServiceError) -> str:
    """Return why a sign-in was refused, for the log."""
    return "; ".join((error.message, *error.details))
