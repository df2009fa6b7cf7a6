# SPDX-License-Identifier: GPL-2.0-or-later
"""Signing requests: a token goes to the hosts it belongs to, over https, in a header, and nowhere else.

The protocol is Esri's (generateToken of portals and servers; exchange of a portal token for that of a federated
server), as recorded from Esri's own client, without its defects: it sends portal tokens to any host, and renews too
late.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from requests import PreparedRequest
from requests.auth import AuthBase

from . import lenient
from .address import host_of, is_online, may_carry_secrets, root_of, same_root
from .errors import BadRequest, ImageServiceError, NotFound, ProtocolError, SignInRequired

if TYPE_CHECKING:
    from .session import Session

# Tokens that were made for a referer are valid only with that very referer, so there is one for every request.
REFERER = "https://image-services.qgis.invalid"
# Works beside a web-tier login, which needs the plain Authorization header for itself (Esri's pages on token headers).
AUTHORIZATION_HEADER = "X-Esri-Authorization"
TOKEN_MINUTES = 60
# Renewed this long before the end, or at half of a short life.
MARGIN_S = 300.0
# Requests that were under way when a token was renewed are refused a little later.
FRESH_S = 5.0


@dataclass(frozen=True)
class Credentials:
    """A user name and a password; printed without the password."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class _Ticket:
    """A token and when to replace it, on the clock ``time.time``."""

    value: str = field(repr=False)
    given_at: float
    renew_at: float


class TokenAuth(AuthBase):
    """Puts a ready token on requests to its own hosts; the object shows no token when printed."""

    def __init__(self, value: str, hosts: frozenset[str]) -> None:
        self._value = value.strip()
        self._hosts = frozenset(host.lower() for host in hosts)

    def belongs(self, url: str) -> bool:
        """Tell whether a request to ``url`` may carry the token."""
        return host_of(url) in self._hosts and may_carry_secrets(url)

    def renew(self, url: str) -> bool:
        """Tell that nothing can be done about a refusal: the token is all there is."""
        return False

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request, if it goes to a host of this token."""
        if self.belongs(str(request.url)):
            request.headers[AUTHORIZATION_HEADER] = f"Bearer {self._value}"
        return request

    def __repr__(self) -> str:
        return f"TokenAuth(hosts={sorted(self._hosts)})"


class GisAuth(AuthBase):
    """Signs requests to the hosts of one GIS: gets tokens, exchanges them for federated servers, renews them in time.

    Args:
        root: the root of the portal or server.
        plain: the session for the sign-in itself; this object signs nothing that goes through it.
        credentials: returns user name and password when they are needed.
        ready: a ready token, instead.

    With neither, ``plain`` is one whose requests QGIS signs (OAuth 2, client certificates), and only the tokens of
    federated servers are got here: the portal gives them for a request that is signed, without a token in it.
    """

    def __init__(
        self,
        root: str,
        plain: Session,
        *,
        credentials: Callable[[], Credentials] | None = None,
        ready: str | None = None,
    ) -> None:
        self._root = root_of(root)
        self._credentials = credentials
        self._ready = ready.strip() if ready else None
        self._plain = plain
        self._qgis_signs = credentials is None and ready is None
        self._lock = threading.RLock()
        self._tickets: dict[str, _Ticket | None] = {}
        self._token_services: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"GisAuth({self._root!r})"

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request, if it goes to a server of this GIS."""
        value = self.value_for(str(request.url))
        if value is not None:
            request.headers[AUTHORIZATION_HEADER] = f"Bearer {value}"
        return request

    def renew(self, url: str) -> bool:
        """Forget the token for ``url`` after it was refused; tell whether another one can be had."""
        with self._lock:
            ticket = self._tickets.get(_root_key(url))
            if ticket is None or time.time() - ticket.given_at > FRESH_S:
                self._tickets.pop(_root_key(url), None)  # else another thread has just renewed it
            return self._ready is None

    def value_for(self, url: str) -> str | None:
        """Return the token for an address, or None where none may or need be sent.

        Raises:
            SignInRequired: the user name or the password is wrong.
            ImageServiceError: the sign-in could not be done.
        """
        if not may_carry_secrets(url):
            return None
        with self._lock:
            key = _root_key(url)
            ticket = self._tickets.get(key)
            if key not in self._tickets or (ticket is not None and time.time() >= ticket.renew_at):
                ticket = self._ticket_for(root_of(url))
                self._tickets[key] = ticket
        return ticket.value if ticket is not None else None

    def _ticket_for(self, root: str) -> _Ticket | None:
        own = same_root(root, self._root) or (is_online(host_of(root)) and is_online(host_of(self._root)))
        if own:
            return None if self._qgis_signs else self._own_ticket()
        info = self._info(root, "rest/info")
        owner = lenient.text(info.get("owningSystemUrl"))
        if not owner or not same_root(root_of(owner), self._root):
            return None  # a foreign server: nothing is sent
        # Any host can claim this owner; only the exchange, done by the portal, refuses servers that it does not own.
        return self._exchange(root)

    def _own_ticket(self) -> _Ticket:
        if self._ready is not None:
            return _Ticket(self._ready, 0.0, float("inf"))
        who = self._credentials() if self._credentials is not None else Credentials("", "")
        form = {"username": who.username, "password": who.password, "client": "referer", "referer": REFERER}
        try:
            return self._request_ticket(form)
        except BadRequest as error:
            words = " ".join(error.messages) or error.message
            raise SignInRequired(
                f"The sign-in as “{who.username}” was refused ({words.rstrip('.')}). Check the user name and the "
                "password; accounts with a company login or a second factor need OAuth 2 instead.",
                url=self._root,
            ) from None

    def _exchange(self, server: str) -> _Ticket | None:
        form = {"request": "getToken", "serverUrl": server, "client": "referer", "referer": REFERER}
        portal = self.value_for(f"{self._root}/sharing/rest")
        if portal is not None:
            form["token"] = portal
        try:
            return self._request_ticket(form)
        except (BadRequest, SignInRequired):
            return None  # the portal does not own this server

    def _request_ticket(self, form: Mapping[str, str]) -> _Ticket:
        service = self._token_service()
        if not may_carry_secrets(service):
            raise BadRequest("This GIS takes passwords without https: they are not sent that way.", url=service)
        asked_at = time.time()
        answer = self._plain.post(service, {**form, "expiration": str(TOKEN_MINUTES), "f": "json"})
        value = lenient.text(answer.get("token"))
        if not value:
            raise ProtocolError("The sign-in gave no token.", url=service)
        expires = lenient.number(answer.get("expires"))
        life = expires / 1000 - asked_at if expires else TOKEN_MINUTES * 60.0
        return _Ticket(value, asked_at, asked_at + max(life - MARGIN_S, life / 2))

    def _token_service(self) -> str:
        """Return the address that gives tokens, as the GIS reports it."""
        known = self._token_services.get(self._root)
        if known is None:
            info = self._info(self._root, "sharing/rest/info") or self._info(self._root, "rest/info")
            reported = lenient.text(lenient.mapping(info.get("authInfo")).get("tokenServicesUrl"))
            known = urljoin(f"{self._root}/", reported or "sharing/rest/generateToken")
            if host_of(known) != host_of(self._root) and not (
                is_online(host_of(known)) and is_online(host_of(self._root))
            ):
                raise BadRequest(f"The GIS wants passwords sent to another host, {host_of(known)}.", url=self._root)
            self._token_services[self._root] = known
        return known

    def _info(self, root: str, path: str) -> dict[str, Any]:
        try:
            return self._plain.json(f"{root}/{path}")
        except (BadRequest, NotFound, ProtocolError):
            return {}


def _root_key(url: str) -> str:
    try:
        return root_of(url).lower()
    except ImageServiceError:
        return host_of(url)
