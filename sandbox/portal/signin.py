# SPDX-License-Identifier: GPL-2.0-or-later
"""OAuth 2, the browser's half: the sign-in page, and the way back to the application."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from ..answer import Answer, Call
from . import pages, refusals
from .accounts import Accounts, portal_user
from .codes import AuthorizationRequest, Codes
from .paths import PORTAL
from .people import OUT_OF_BAND, Application, application_with
from .tokens import PORTAL as PORTAL_TOKEN

SIGN_IN_S = 600.0
IMPLICIT_S, MOST_IMPLICIT_S = 1800, 1_209_600  # of a token that comes without a code
WRONG_PASSWORD = "Invalid username or password."  # noqa: S105 - it is a message


@dataclass
class SignIn:
    """The OAuth resources that a browser visits."""

    accounts: Accounts
    codes: Codes
    _requests: dict[str, AuthorizationRequest] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def clear(self) -> None:
        """Forget the sign-ins under way."""
        with self._lock:
            self._requests.clear()

    def authorize(self, call: Call) -> Answer:
        """Answer ``oauth2/authorize`` with the sign-in page, or send the browser back with an error."""
        params = call.params
        application = application_with(params.get("client_id", ""))
        address = params.get("redirect_uri", "")
        # Nobody is sent to an address that the application has not registered, not even with an error.
        if application is None:
            return pages.denied("invalid_client_id", "Invalid client_id")
        if not self._may_return_to(application, address, call.base):
            return pages.denied("invalid_request", "Invalid redirect_uri")
        request = AuthorizationRequest(
            application,
            params.get("response_type", ""),
            address,
            params.get("state"),
            params.get("code_challenge") or None,
            params.get("code_challenge_method", "plain"),
            minutes(params),
            time.time() + SIGN_IN_S,
        )
        problem = _problem(request)
        if problem is not None:
            return pages.redirect(_address_back(call, request, problem))
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._requests[key] = request
        return _page(call, key, request)

    def sign_in(self, call: Call) -> Answer:
        """Answer the form of the sign-in page: back to the application, or the page again with a message."""
        if call.method != "POST":
            raise refusals.method_not_allowed()
        key = call.params.get("oauth_state", "")
        with self._lock:
            request = self._requests.get(key)
        if request is None or request.ends < time.time():
            return pages.denied("invalid_request", "Invalid oauth_state")
        username = call.params.get("username", "")
        user = portal_user(username, call.params.get("password", ""))
        if user is None:
            self.accounts.note("oauth2", username, WRONG_PASSWORD)
            return _page(call, key, request, WRONG_PASSWORD)
        with self._lock:
            self._requests.pop(key, None)
        self.accounts.note("oauth2", user.username)
        granted = self._token(call, request, user.username)
        return pages.redirect(_address_back(call, request, granted))

    def approval(self, call: Call) -> Answer:
        """Answer the page that shows a code to copy."""
        code = call.params.get("code")
        if code is None:
            return pages.denied(call.params.get("error", ""), call.params.get("error_description", ""))
        return pages.approval(code)

    def _token(self, call: Call, request: AuthorizationRequest, username: str) -> dict[str, str]:
        """Return what the application gets: a code, or at once a token."""
        if request.response_type == "code":
            return {"code": self.codes.make(request, username)}
        asked = IMPLICIT_S if request.minutes is None else request.minutes * 60
        life = self.accounts.life(min(asked, MOST_IMPLICIT_S))
        client_id = request.application.client_id
        token = self.accounts.tokens.issue(PORTAL_TOKEN, username, "oauth2", life, client_id=client_id)
        return {
            "access_token": token.value,
            "expires_in": str(int(life)),
            "username": username,
            "ssl": str(call.encrypted).lower(),
            "token_type": "bearer",
            "persist": "true",
        }

    def _may_return_to(self, application: Application, address: str, base: str) -> bool:
        if address in application.redirects:
            return True
        if application.client_id == "desktop":
            return address in self.accounts.settings.redirects
        # Esri's Python client is sent back to the portal's own host (recorded), always by https.
        return application.client_id == "pythonapi" and address == f"https://{base.partition('://')[2]}"


def minutes(params: Mapping[str, str]) -> float | None:
    """Return the parameter ``expiration``; None where it is missing, no number, or (as Esri's client sends) -1."""
    try:
        value = float(params.get("expiration", ""))
    except ValueError:
        return None
    return value if value > 0 else None


def _page(call: Call, key: str, request: AuthorizationRequest, *messages: str) -> Answer:
    refused = {"error": "access_denied", "error_description": "The user denied your request."}
    return pages.sign_in(
        key,
        request.application.client_id,
        request.application.title,
        _address_back(call, request, refused),
        f"{PORTAL}/sharing/oauth2/signin",
        messages,
    )


def _problem(request: AuthorizationRequest) -> dict[str, str] | None:
    """Return error and description of a request that names application and address well, but nothing else."""
    if request.response_type not in ("code", "token"):
        return {"error": "unsupported_response_type", "error_description": "Invalid response_type"}
    if request.challenge is not None and request.challenge_method not in ("S256", "plain"):
        return {"error": "invalid_request", "error_description": "Invalid code_challenge_method"}
    return None


def _address_back(call: Call, request: AuthorizationRequest, answer: Mapping[str, str]) -> str:
    values = dict(answer)
    if request.state is not None:
        values["state"] = request.state
    query = urlencode(values, quote_via=quote)
    if request.redirect_uri == OUT_OF_BAND:
        return f"{call.base}{PORTAL}/sharing/rest/oauth2/approval?{query}"
    if request.response_type == "token":
        return f"{request.redirect_uri}#{query}"
    return f"{request.redirect_uri}{'&' if '?' in request.redirect_uri else '?'}{query}"
