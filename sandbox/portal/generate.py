# SPDX-License-Identifier: GPL-2.0-or-later
"""generateToken: a token for a password, on the portal and on the stand-alone server, or for the portal's own token."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from ..answer import Answer, Call, document
from ..errors import ServiceError
from . import refusals
from .accounts import Accounts, portal_user, refused_text, server_user
from .paths import FEDERATED, ONLINE, PORTAL
from .people import user_named
from .tokens import PORTAL as PORTAL_TOKEN
from .tokens import SERVER, STANDALONE, Token, TokenRefused, token_text

DEFAULT_MINUTES, MOST_MINUTES = 60, 21_600  # 15 days, the ceiling of a portal
SECRET_PARAMETERS = ("username", "password", "token")
CLIENTS = ("referer", "ip", "requestip")
_Grant = Callable[[Accounts, Call], Token]


def portal_token(accounts: Accounts, call: Call) -> Answer:
    """Answer ``/portal/sharing/rest/generateToken``. Raises ServiceError."""
    exchange = _server_url(call) is not None
    flow = "exchange" if exchange else "generateToken"
    return _answer(accounts, call, flow, _exchanged if exchange else _signed_in)


def standalone_token(accounts: Accounts, call: Call) -> Answer:
    """Answer ``/standalone/tokens/generateToken``, also reached as ``/standalone/tokens/``. Raises ServiceError."""
    return _answer(accounts, call, "tokens", _signed_in_to_server)


def _answer(accounts: Accounts, call: Call, flow: str, grant: _Grant) -> Answer:
    try:
        _check_posted(call)
        token = grant(accounts, call)
    except ServiceError as error:
        accounts.note(flow, call.params.get("username", ""), refused_text(error))
        raise
    accounts.note(flow, token.username)
    # ssl tells clients to use https from now on.
    value = {"token": token.value, "expires": token.expires_ms, "ssl": call.encrypted}
    return document(call, "Generate Token", value)


def _check_posted(call: Call) -> None:
    if call.method != "POST":
        raise refusals.method_not_allowed()
    if any(name in call.query for name in SECRET_PARAMETERS):  # seen on a real 10.7 portal
        raise refusals.no_token("POST request should not contain username and password in the query string")


def _signed_in(accounts: Accounts, call: Call) -> Token:
    return _issue(accounts, call, PORTAL_TOKEN, _portal_username(call))


def _portal_username(call: Call) -> str:
    _check_credentials(call)
    user = portal_user(call.params["username"], call.params["password"])
    if user is None:
        raise refusals.no_token("Invalid username or password.")
    return user.username


def _signed_in_to_server(accounts: Accounts, call: Call) -> Token:
    _check_credentials(call)
    username = server_user(call.params["username"], call.params["password"])
    if username is None:
        raise refusals.no_token("Invalid username or password.")
    return _issue(accounts, call, STANDALONE, username)


def _exchanged(accounts: Accounts, call: Call) -> Token:
    """Give a server token for a portal token or a password, on federated servers only."""
    username = _exchanging_user(accounts, call)
    if not _federated(_server_url(call) or "", call.base):
        raise refusals.no_token("Unable to generate token for this server")
    if user_named(username) is None:  # an application has no user whom a server could look up
        raise refusals.no_token("The token has no user.")
    return _issue(accounts, call, SERVER, username)


def _exchanging_user(accounts: Accounts, call: Call) -> str:
    text = token_text(call)
    if text is None and "username" in call.params:
        return _portal_username(call)
    if text is None:
        raise refusals.no_token(*refusals.required(["token"]))
    try:
        return accounts.tokens.valid(text, call, (PORTAL_TOKEN,)).username
    except TokenRefused:
        raise refusals.portal_token_invalid() from None


def _server_url(call: Call) -> str | None:
    """Return the server to exchange for: clients write serverUrl and serverURL (both recorded)."""
    return next((value for name, value in call.params.items() if name.lower() == "serverurl" and value), None)


def _federated(url: str, base: str) -> bool:
    """Say whether an address is that of a server of the portal.

    Esri's Python client sends the host alone (recorded), its JavaScript client the root before ``/rest``.
    """
    asked, own = urlsplit(url), urlsplit(base)
    if (asked.scheme.lower(), asked.netloc.lower()) != (own.scheme, own.netloc.lower()):
        return False
    path = asked.path.rstrip("/")
    return not path or any(f"{path}/".startswith(f"{server}/") for server in (FEDERATED, *ONLINE))


def _check_credentials(call: Call) -> None:
    missing = [name for name in ("username", "password") if not call.params.get(name)]
    if missing:
        raise refusals.no_token(*refusals.required(missing))


def _issue(accounts: Accounts, call: Call, kind: str, username: str) -> Token:
    client = call.params.get("client", "").strip().lower() or "referer"
    exchange = kind == SERVER
    if client not in CLIENTS:
        raise refusals.no_token("'client' is invalid.")
    referer = call.params.get("referer", "").strip() or None
    address = call.params.get("ip", "").strip() if client == "ip" else call.remote
    if client == "referer" and referer is None and not exchange:  # an exchange may leave it out
        raise refusals.no_token(*refusals.required(["referer"]))
    if client == "ip" and not address:
        raise refusals.no_token(*refusals.required(["ip"]))
    return accounts.tokens.issue(
        kind,
        username,
        "exchange" if exchange else "generateToken" if call.context == PORTAL else "tokens",
        accounts.life(_minutes(call) * 60),
        referer=referer if client == "referer" else None,
        address=None if client == "referer" else address,
    )


def _minutes(call: Call) -> float:
    text = call.params.get("expiration", "").strip()
    try:
        minutes = float(text) if text else DEFAULT_MINUTES
    except ValueError:
        raise refusals.no_token("'expiration' must be a number of minutes.") from None
    return min(minutes, MOST_MINUTES) if minutes > 0 else DEFAULT_MINUTES
