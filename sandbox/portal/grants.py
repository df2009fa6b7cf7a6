# SPDX-License-Identifier: GPL-2.0-or-later
"""OAuth 2, the application's half: tokens for a code, a refresh token or a secret."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ..answer import Answer, Call, json_bytes
from . import refusals
from .accounts import Accounts
from .codes import Codes
from .people import Application, application_with
from .refusals import OAuthError
from .signin import minutes
from .tokens import PORTAL as PORTAL_TOKEN

ACCESS_S, APPLICATION_S = 1800, 7200  # the defaults of a portal
REFRESH_S, MOST_REFRESH_S = 1_209_600, 7_776_000  # two weeks; 90 days
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token of one application and user."""

    client_id: str
    username: str
    ends: float


@dataclass(frozen=True)
class Granted:
    """Whom a token was given for ("" for an application), and the answer."""

    username: str
    answer: dict[str, object]


Grant = Callable[[Call, Application], Granted]


@dataclass
class Grants:
    """The OAuth resources that an application asks."""

    accounts: Accounts
    codes: Codes
    _refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def clear(self) -> None:
        """Forget all refresh tokens."""
        with self._lock:
            self._refresh_tokens.clear()

    def token(self, call: Call) -> Answer:
        """Answer ``oauth2/token``. Raises OAuthError."""
        if call.method != "POST":
            raise refusals.method_not_allowed()
        grants: dict[str, Grant] = {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh_token,
            "exchange_refresh_token": self._by_exchange,
            "client_credentials": self._by_secret,
        }
        name = call.params.get("grant_type", "")
        try:
            if name not in grants:
                raise OAuthError("unsupported_grant_type", "Unsupported grant_type")
            granted = grants[name](call, _application(call))
        except OAuthError as error:
            self.accounts.note(name, "", error.message)
            raise
        self.accounts.note(name, granted.username)
        return Answer(json_bytes(granted.answer), headers=NO_STORE)

    def revoke(self, call: Call) -> Answer:
        """Answer ``oauth2/revokeToken``. Raises OAuthError."""
        if call.method != "POST":
            raise refusals.method_not_allowed()
        _application(call)
        self._forget(call.params.get("auth_token", ""))
        return Answer(json_bytes({"success": True}), headers=NO_STORE)

    def _by_code(self, call: Call, application: Application) -> Granted:
        code, taken_before = self.codes.take(call.params.get("code", ""), application)
        if taken_before:  # by a thief, or now by one: what was given for it is worth nothing any more
            for text in code.issued:
                self._forget(text)
            raise OAuthError("invalid_grant", "The authorization code has been used")
        if code.ends < time.time():
            raise OAuthError("invalid_grant", "The authorization code has expired")
        if call.params.get("redirect_uri", "") != code.request.redirect_uri:
            raise OAuthError("invalid_request", "Invalid redirect_uri")
        code.request.check_verifier(call.params.get("code_verifier", ""))
        asked = code.request.minutes
        life = REFRESH_S if asked is None else min(asked * 60, MOST_REFRESH_S)
        answer = {**self._access(call, code.username, application), **self._refresh(code.username, application, life)}
        code.issued = (str(answer["access_token"]), str(answer["refresh_token"]))
        return Granted(code.username, answer)

    def _by_refresh_token(self, call: Call, application: Application) -> Granted:
        known = self._known(call, application)
        return Granted(known.username, self._access(call, known.username, application))

    def _by_exchange(self, call: Call, application: Application) -> Granted:
        known = self._known(call, application)
        if call.params.get("redirect_uri", "") not in (*application.redirects, *self.accounts.settings.redirects):
            raise OAuthError("invalid_request", "Invalid redirect_uri")
        self._forget(call.params["refresh_token"])
        pair = self._refresh(known.username, application, REFRESH_S)
        return Granted(known.username, {**self._access(call, known.username, application), **pair})

    def _by_secret(self, call: Call, application: Application) -> Granted:
        given = call.params.get("client_secret", "")
        if application.secret is None or not hmac.compare_digest(application.secret.encode(), given.encode()):
            raise OAuthError("invalid_client", "Invalid client_secret")
        asked = minutes(call.params)
        life = self.accounts.life(APPLICATION_S if asked is None else min(asked * 60, REFRESH_S))
        token = self.accounts.tokens.issue(
            PORTAL_TOKEN, "", "client_credentials", life, client_id=application.client_id
        )
        return Granted("", {"access_token": token.value, "expires_in": int(life)})

    def _access(self, call: Call, username: str, application: Application) -> dict[str, object]:
        life = self.accounts.life(ACCESS_S)
        token = self.accounts.tokens.issue(PORTAL_TOKEN, username, "oauth2", life, client_id=application.client_id)
        return {"access_token": token.value, "expires_in": int(life), "username": username, "ssl": call.encrypted}

    def _refresh(self, username: str, application: Application, asked: float) -> dict[str, object]:
        override = self.accounts.settings.refresh_life_s
        life = asked if override is None else override
        text = secrets.token_urlsafe(48)
        with self._lock:
            self._refresh_tokens[text] = RefreshToken(application.client_id, username, time.time() + life)
        return {"refresh_token": text, "refresh_token_expires_in": int(life)}

    def _known(self, call: Call, application: Application) -> RefreshToken:
        with self._lock:
            known = self._refresh_tokens.get(call.params.get("refresh_token", ""))
        if known is None or known.client_id != application.client_id:
            raise OAuthError("invalid_request", "Invalid refresh_token", 498)
        if known.ends < time.time():
            raise OAuthError("invalid_request", "refresh_token expired", 498)
        return known

    def _forget(self, text: str) -> None:
        self.accounts.tokens.revoke(text)
        with self._lock:
            self._refresh_tokens.pop(text, None)


def _application(call: Call) -> Application:
    application = application_with(call.params.get("client_id", ""))
    if application is None:
        raise OAuthError("invalid_client_id", "Invalid client_id")
    return application
