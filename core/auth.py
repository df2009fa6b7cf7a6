# SPDX-License-Identifier: GPL-2.0-or-later
"""Signing requests: a token goes to the hosts it belongs to, over https, in a header, and nowhere else.

The protocol is Esri's (generateToken of portals and servers; exchange of a portal token for that of a federated
server), as recorded from Esri's own client, without its defects: it sends portal tokens to any host, and renews too
late.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from requests import PreparedRequest
from requests.auth import AuthBase
from requests.structures import CaseInsensitiveDict

from . import lenient
from .address import cleaned, host_of, is_online, may_carry_secrets, root_of, same_party, same_root
from .cancel import Cancel
from .errors import AccessDenied, BadRequest, NotFound, ProtocolError, SignInRequired

if TYPE_CHECKING:
    from .session import Session

# Tokens that were made for a referer are valid only with that very referer, so there is one for every request.
REFERER = "https://image-services.qgis.invalid"
# Works beside a web-tier login, which needs the plain Authorization header for itself (Esri's pages on token headers).
AUTHORIZATION_HEADER = "X-Esri-Authorization"
TOKEN_MINUTES = 60
# Renewed this long before the end, or at half of a short life.
MARGIN_S = 300.0
# Whoever waits for the sign-in of another thread looks so often whether it was cancelled.
LOOK_S = 0.05
# A server that could not say whose it is, or that the portal would not have, is asked again after so long.
DOUBT_S = 60.0
# Differences between two clocks that are no difference: the time in an answer has whole seconds, and was on its way.
SAME_TIME_S = 5.0
# A refused password is not tried again so soon, by however many threads: five failures lock an account.
REFUSED_S = 60.0


@dataclass(frozen=True)
class Credentials:
    """A user name and a password; printed without the password."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class _Ticket:
    """A token and when to replace it, on the clock ``time.time``."""

    value: str = field(repr=False)
    renew_at: float = float("inf")


@dataclass(frozen=True)
class _Refusal:
    """A password that was not accepted, and how that was said; it counts until then, on ``time.monotonic``."""

    who: Credentials
    message: str
    until: float

    def counts_for(self, who: Credentials) -> bool:
        """Tell whether there is no use in trying again."""
        return self.who == who and time.monotonic() < self.until


@dataclass
class _Place:
    """A portal or a server: its token, None where nothing is sent. Whoever holds the lock may ask for one.

    ``doubted_until`` is on ``time.monotonic``: a bad moment does not make a stranger of a server for good.
    """

    lock: threading.RLock = field(default_factory=threading.RLock)
    ticket: _Ticket | None = None
    is_settled: bool = False
    doubted_until: float = float("inf")

    def is_due(self) -> bool:
        """Tell whether a token has to be got first."""
        if self.ticket is None:
            return not self.is_settled or time.monotonic() >= self.doubted_until
        return not self.is_settled or time.time() >= self.ticket.renew_at


def is_trusted(hosts: frozenset[str], url: str) -> bool:
    """Tell whether a request to ``url`` may carry what only ``hosts``, in lower case, may see."""
    return host_of(url) in hosts and may_carry_secrets(url)


class TokenAuth(AuthBase):
    """Puts a ready token on requests to its own hosts; the object shows no token when printed."""

    def __init__(self, value: str, hosts: frozenset[str]) -> None:
        self._value = value.strip()
        self._hosts = frozenset(host.lower() for host in hosts)

    def belongs(self, url: str) -> bool:
        """Tell whether a request to ``url`` may carry the token."""
        return is_trusted(self._hosts, url)

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

    Safe to share between threads: while one of them signs in, those that need the same token wait for it.

    Args:
        root: the root of the portal or server.
        plain: the session for the sign-in itself; this object signs nothing that goes through it.
        credentials: returns user name and password when they are needed.
        ready: returns a ready token, instead.

    With neither, ``plain`` is one whose requests QGIS signs (OAuth 2, client certificates), and only the tokens of
    federated servers are got here: the portal gives them for a request that is signed, without a token in it.
    """

    def __init__(
        self,
        root: str,
        plain: Session,
        *,
        credentials: Callable[[], Credentials] | None = None,
        ready: Callable[[], str] | None = None,
    ) -> None:
        self._root = root_of(root)
        self._credentials = credentials
        self._ready = ready
        self._plain = plain
        self._own = _Place()
        self._servers: dict[str, _Place] = {}
        self._service = ""  # where tokens are given, once it is known
        self._refusal: _Refusal | None = None
        self._last = threading.local()  # this thread's request: what the last one was signed with, and its cancel

    def __repr__(self) -> str:
        return f"GisAuth({self._root!r})"

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request, if it goes to a server of this GIS."""
        url = str(request.url)
        self._last.value, self._last.cancel = None, getattr(request, "cancel", None)
        try:
            value = self.value_for(url)
        finally:
            self._last.cancel = None
        if value is not None:
            request.headers[AUTHORIZATION_HEADER] = f"Bearer {value}"
            self._last.value, self._last.place = value, self._place(root_of(url))
        return request

    def renew(self, url: str) -> bool:
        """Forget the token of this thread's last request, which was refused; tell whether another one can be had."""
        value = getattr(self._last, "value", None)
        return value is not None and self._forget(self._last.place, value)

    def value_for(self, url: str) -> str | None:
        """Return the token for an address, or None where none may or need be sent.

        Raises:
            SignInRequired: the user name or the password is wrong.
            ImageServiceError: the sign-in could not be done.
        """
        if not may_carry_secrets(url):
            return None
        root = root_of(url)
        place = self._place(root)
        with self._held(place):
            if place.is_due():
                place.ticket = self._own_ticket() if place is self._own else self._server_ticket(root, place)
                place.is_settled = True
            return place.ticket.value if place.ticket is not None else None

    @contextmanager
    def _held(self, place: _Place) -> Iterator[None]:
        """Hold a place's lock; whoever waits for another thread's sign-in can be cancelled."""
        cancel = self._cancel()
        while not place.lock.acquire(timeout=LOOK_S):
            cancel.raise_if_set()
        try:
            yield
        finally:
            place.lock.release()

    def _cancel(self) -> Cancel:
        return getattr(self._last, "cancel", None) or Cancel()

    def _place(self, root: str) -> _Place:
        own = same_root(root, self._root) or (is_online(host_of(root)) and is_online(host_of(self._root)))
        return self._own if own else self._servers.setdefault(root.lower(), _Place())

    def _forget(self, place: _Place, value: str | None) -> bool:
        """Forget a token that was refused, unless it was replaced since; tell whether there can be another one."""
        with place.lock:
            if place.ticket is not None and place.ticket.value == value:
                place.is_settled = False
        return value is not None and (self._ready is None or value != self._ready().strip())

    def _own_ticket(self) -> _Ticket | None:
        if self._ready is not None:
            return _Ticket(self._ready().strip())
        if self._credentials is None:
            return None  # QGIS signs
        who = self._credentials()
        if self._refusal is not None and self._refusal.counts_for(who):
            raise SignInRequired(self._refusal.message, url=self._root)
        service = self._token_service()
        form = {"username": who.username, "password": who.password, "client": "referer", "referer": REFERER}
        try:
            return self._request_ticket(service, form)
        except BadRequest as error:
            words = (" ".join(error.messages) or error.message).rstrip(".")
            message = (
                f"The sign-in as “{who.username}” was refused ({words}). Check the user name and the password; "
                "accounts with a company login or a second factor need OAuth 2 instead."
            )
        self._refusal = _Refusal(who, message, time.monotonic() + REFUSED_S)
        raise SignInRequired(message, url=self._root)

    def _server_ticket(self, root: str, place: _Place) -> _Ticket | None:
        info = self._info(root, "rest/info")
        owner = _owner_in(info)
        if info and (not owner or self._place(owner) is not self._own):
            place.doubted_until = float("inf")
            return None  # a foreign server: nothing is sent
        # Any host can claim this owner; only the exchange, done by the portal, refuses servers that it does not own.
        ticket = self._exchange(root) if info else None
        place.doubted_until = time.monotonic() + DOUBT_S
        if ticket is None and place.ticket is not None and place.is_settled:  # one that was not refused yet
            return _Ticket(place.ticket.value, time.time() + DOUBT_S)
        return ticket

    def _exchange(self, server: str, *, may_repeat: bool = True) -> _Ticket | None:
        service = self._token_service()
        form = {"request": "getToken", "serverUrl": server, "client": "referer", "referer": REFERER}
        portal = self.value_for(self._root)
        if portal is not None:
            form["token"] = portal
        try:
            return self._request_ticket(service, form)
        except (BadRequest, NotFound):
            return None  # the portal does not own this server
        except SignInRequired:
            if not may_repeat or not self._forget(self._own, portal):
                raise
        return self._exchange(server, may_repeat=False)

    def _request_ticket(self, service: str, form: Mapping[str, str]) -> _Ticket:
        asked_at = time.time()
        headers: CaseInsensitiveDict[str] = CaseInsensitiveDict()
        wanted = {**form, "expiration": str(TOKEN_MINUTES), "f": "json"}
        answer = self._plain.post(service, wanted, heard=headers, cancel=self._cancel())
        value = lenient.text(answer.get("token"))
        if not value:
            raise ProtocolError("The sign-in gave no token.", url=service)
        end = (lenient.number(answer.get("expires")) or 0.0) / 1000
        life = end - asked_at
        if not MARGIN_S < life <= TOKEN_MINUTES * 60 + MARGIN_S:  # as the clock of this machine has it
            life = end - _time_there(headers, asked_at)
        if life <= 0:  # it does not say, or not what its own clock does
            life = TOKEN_MINUTES * 60.0
        return _Ticket(value, asked_at + max(life - MARGIN_S, life / 2))

    def _token_service(self) -> str:
        """Return the address that gives tokens, as the GIS reports it.

        Raises:
            BadRequest: it gives none, or a secret would not be safe on its way there.
        """
        if not self._service:
            info = self._info(self._root, "sharing/rest/info")
            if not info:
                info = self._info(self._root, "rest/info")
                _check_stand_alone(info, self._root)
            reported = lenient.text(_auth_info(info).get("tokenServicesUrl"))
            service = cleaned(reported or f"{self._root}/sharing/rest/generateToken")
            if not same_party(service, self._root):
                raise BadRequest(f"The GIS wants passwords sent to another host, {host_of(service)}.", url=self._root)
            if not may_carry_secrets(service):
                raise BadRequest("This GIS takes passwords without https: they are not sent that way.", url=service)
            self._service = service
        return self._service

    def _info(self, root: str, path: str) -> dict[str, Any]:
        """Return what a machine tells everybody, or nothing where it does not."""
        try:
            return self._plain.json(f"{root}/{path}", cancel=self._cancel())
        except (AccessDenied, BadRequest, NotFound, ProtocolError, SignInRequired):
            return {}


def _time_there(headers: Mapping[str, str], here: float) -> float:
    """Return the time on the clock of a server, in seconds since 1970; that of this machine where they agree.

    An hour's difference is not rare: it is what two operating systems on one machine do to each other's clock. By a
    wrong clock, a token of an hour would be over at once, and there would be a sign-in for every request.
    """
    try:
        moment = parsedate_to_datetime(headers.get("Date", ""))
        there = (moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return here
    return here if abs(there - here) <= SAME_TIME_S else there


def _auth_info(info: Mapping[str, Any]) -> dict[str, Any]:
    return lenient.mapping(info.get("authInfo"))


def _owner_in(info: Mapping[str, Any]) -> str:
    """Return the root of the portal that a server says it belongs to, or nothing."""
    try:
        return root_of(lenient.text(info.get("owningSystemUrl")))
    except BadRequest:
        return ""


def _check_stand_alone(info: Mapping[str, Any], root: str) -> None:
    """Refuse a server that has no users of its own, before a password is sent anywhere."""
    owner, tokens = _owner_in(info), _auth_info(info).get("isTokenBasedSecurity", True)
    if owner:
        raise BadRequest(f"This server belongs to the portal at {owner}: register the portal instead.", url=root)
    if not lenient.flag(tokens):
        raise BadRequest("This server knows no user names: register it without a sign-in.", url=root)
