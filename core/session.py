# SPDX-License-Identifier: GPL-2.0-or-later
"""The one way to a server: a `requests` session that knows how image services answer.

It turns every failure into an error of this library, sends long queries by POST, follows redirects itself (a POST stays
a POST, a secret never follows to a foreign host), retries what may pass, and stops within moments when cancelled.
"""

from __future__ import annotations

import functools
import threading
import time
import weakref
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from requests import exceptions as failures
from requests.adapters import BaseAdapter
from requests.auth import AuthBase

from .address import host_of, may_carry_secrets, with_query
from .auth import REFERER, is_trusted
from .cancel import Cancel
from .errors import BadRequest, ImageServiceError, ProtocolError, SignInRequired, without_secrets
from .failure import failure_of
from .filebody import FileBody
from .replies import checked_body, object_in
from .retry import RetryPolicy
from .spool import Spool
from .version import AGENT

# Longer queries fail somewhere on the way (Esri's own clients switch at the same length).
LONGEST_GET = 2000
MOST_REDIRECTS = 8
POOL_SIZE = 64

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
T = TypeVar("T")

AdapterFactory = Callable[["str | None", Callable[[str], bool]], BaseAdapter]


def _own_adapter(authcfg: str | None, belongs: Callable[[str], bool]) -> BaseAdapter:
    from .transport import StoppableAdapter

    if authcfg:
        raise ImageServiceError("QGIS authentication configurations can only be used inside QGIS.")
    return StoppableAdapter(pool_connections=4, pool_maxsize=POOL_SIZE)


def _no_idle() -> None:
    """Do nothing while waiting: outside QGIS there is no event loop to keep alive."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait for a connection, and for the next sign of life in an answer.

    Cold mosaics take tens of seconds and single exports have taken five minutes, hence the patience.
    """

    connect_s: float = 20.0
    read_s: float = 300.0


@dataclass
class _Transport:
    make: AdapterFactory = _own_adapter
    idle: Callable[[], None] = _no_idle
    timeouts: Timeouts = Timeouts()


_transport = _Transport()


def use_transport(make: AdapterFactory | None = None, idle: Callable[[], None] | None = None) -> None:
    """Send through other adapters from now on (QGIS's network); without arguments, through `requests`' own again.

    ``make(authcfg, belongs)`` returns an adapter that applies the QGIS authentication configuration ``authcfg`` to the
    addresses for which ``belongs`` is true. ``idle`` is called by every wait of the library that may happen on the main
    thread, and keeps the application alive there.
    """
    _transport.make = make or _own_adapter
    _transport.idle = idle or _no_idle


def use_timeouts(timeouts: Timeouts | None = None) -> None:
    """Wait that long in sessions that are made from now on and do not say themselves; None: as long as usual."""
    _transport.timeouts = timeouts or Timeouts()


def idle() -> None:
    """Let the application breathe, where there is one; call it in waits that may happen on the main thread."""
    _transport.idle()


@dataclass(frozen=True)
class Answer:
    """A complete answer without an error envelope."""

    body: bytes = field(repr=False)
    content_type: str
    seconds: float
    url: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _Content:
    """What a request carries."""

    body: str | FileBody | None = None
    headers: dict[str, str] = field(default_factory=dict)
    spool: Spool | None = None


class Session:
    """A connection to the hosts of one GIS; safe to share between threads.

    Args:
        hosts: hosts that may receive the authentication (others get plain requests).
        auth: signs requests, deciding by host itself.
        authcfg: a QGIS authentication configuration, applied by QGIS's network to ``hosts`` only.
    """

    def __init__(
        self,
        hosts: frozenset[str] = frozenset(),
        *,
        auth: AuthBase | None = None,
        authcfg: str | None = None,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
    ) -> None:
        # No method: whoever keeps it would keep this session, and the secrets of its sign-in.
        self._belongs = functools.partial(is_trusted, frozenset(host.lower() for host in hosts))
        self._auth = auth
        self._authcfg = authcfg
        self._timeouts = timeouts or _transport.timeouts
        self._retry = retry or RetryPolicy()
        self._gets_only: set[str] = set()
        self._settings_of: dict[tuple[str, str], dict[str, Any]] = {}
        self._opening = threading.Lock()

    def authcfg_for(self, url: str) -> str:
        """Return the QGIS authentication configuration that requests to an address are sent with, or nothing."""
        return self._authcfg if self._authcfg and self._belongs(url) else ""

    def token_for(self, url: str) -> str | None:
        """Return the token that requests to an address carry, where the library signs them itself.

        Raises:
            ImageServiceError: none could be had.
        """
        value_for = getattr(self._auth, "value_for", None)
        return value_for(url) if value_for is not None else None

    @functools.cached_property
    def _requests(self) -> requests.Session:
        session = requests.Session()
        # No netrc look-up: it would put a foreign Authorization header on requests.
        session.trust_env = self._authcfg is None and _transport.make is _own_adapter
        adapter = _transport.make(self._authcfg, self._belongs)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.headers.update({"User-Agent": AGENT, "Referer": REFERER, "Accept-Encoding": "gzip"})
        self._end = weakref.finalize(self, session.close)  # kept connections end with their session
        return session

    def close(self) -> None:
        """Close the kept connections; the session can be used again."""
        session = self.__dict__.pop("_requests", None)
        if session is not None:
            session.close()
            self._end.detach()  # else it would be kept as long as this object

    def json(
        self, url: str, params: Mapping[str, str] | None = None, *, cancel: Cancel | None = None
    ) -> dict[str, Any]:
        """Return the JSON object of a resource, trying again where that may help.

        Raises:
            ImageServiceError: one of its kinds, saying what the server said.
        """
        query = {"f": "json", **(params or {})}
        return patiently(lambda: object_in(self.fetch(url, query, cancel=cancel).body, url), self._retry, cancel)

    def fetch(
        self,
        url: str,
        params: Mapping[str, str],
        *,
        headers: Mapping[str, str] | None = None,
        spool: Spool | None = None,
        cancel: Cancel | None = None,
    ) -> Answer:
        """Send one request, without retries, and return its complete body; ``headers`` (a Range, say) go by GET.

        With a ``spool``, the body goes there as it comes, and none is returned: memory does not grow with it.

        Raises:
            ImageServiceError: for every failure, also one in an envelope under HTTP 200.
            OSError: the spool could not be written.
        """
        content = _Content(headers=dict(headers or {}), spool=spool)
        return self._signed(url, lambda: self._fetch_once(url, params, content, cancel or Cancel()))

    def act(
        self, url: str, form: Mapping[str, str], *, repeat: bool = False, cancel: Cancel | None = None
    ) -> dict[str, Any]:
        """Send a form that changes something, and return the JSON object that is answered.

        Args:
            url: the operation.
            form: its parameters, without ``f``.
            repeat: try again where that may help; only for what may safely be done twice.
            cancel: stops the request.

        Raises:
            ImageServiceError: one of its kinds, saying what the server said.
        """
        text = urlencode({"f": "json", **form})

        def once() -> dict[str, Any]:
            response = self._follow("POST", url, text, cancel or Cancel())
            return object_in(checked_body(response, url), url)

        policy = self._retry if repeat else RetryPolicy(attempts=1)
        return patiently(lambda: self._signed(url, once), policy, cancel)

    def upload(
        self, method: str, url: str, body: FileBody, headers: Mapping[str, str], *, cancel: Cancel | None = None
    ) -> bytes:
        """Send a body from a file, once, and return the body of the answer; memory does not grow with the file.

        Raises:
            ImageServiceError: for every failure, also one in an envelope under HTTP 200.
        """
        content = _Content(body, dict(headers))

        def once() -> bytes:
            return checked_body(self._follow(method, url, content, cancel or Cancel()), url)

        return self._signed(url, once)

    def post(
        self,
        url: str,
        form: Mapping[str, str],
        *,
        heard: MutableMapping[str, str] | None = None,
        cancel: Cancel | None = None,
    ) -> dict[str, Any]:
        """Send a form, once, and return the JSON object that is answered: for what must not be repeated or logged.

        With ``heard``, the headers of the answer are put there.

        Raises:
            ImageServiceError: for every failure.
        """
        response = self._follow("POST", url, urlencode(form), cancel or Cancel(), stay=True)
        if heard is not None:
            heard.update(response.headers)
        return object_in(checked_body(response, url), url)

    def _signed(self, url: str, send: Callable[[], T]) -> T:
        """Send; a second time with a new sign-in where the first one was refused and another can be had."""
        try:
            return send()
        except SignInRequired:
            if self._auth is not None and not may_carry_secrets(url):
                text = "A sign-in is sent over https only: use the https:// address of the service."
                raise SignInRequired(text, url=url) from None
            renew = getattr(self._auth, "renew", None)
            if renew is None or not renew(url):
                raise
        return send()

    def _fetch_once(self, url: str, params: Mapping[str, str], content: _Content, cancel: Cancel) -> Answer:
        started = time.monotonic()
        if content.headers or content.spool:
            response = self._follow("GET", with_query(url, urlencode(params)), content, cancel)
        else:
            response = self._send(url, params, cancel)
        body = checked_body(response, url)
        if content.spool is not None and not getattr(response, "is_spooled", False):
            content.spool.begin(response.status_code, response.headers)
            content.spool.write(body)
            body = b""
        kind, seconds = response.headers.get("Content-Type", ""), time.monotonic() - started
        return Answer(body, kind, seconds, without_secrets(url), response.status_code, response.headers)

    def _send(self, url: str, params: Mapping[str, str], cancel: Cancel) -> requests.Response:
        query = urlencode(params)
        long = len(url) + 1 + len(query) > LONGEST_GET
        if long and host_of(url) not in self._gets_only:
            response = self._follow("POST", url, query, cancel)
            if response.status_code != 405:
                return response
            self._gets_only.add(host_of(url))  # documented as GET only, and some servers mean it
        return self._follow("GET", url, query, cancel)

    def _follow(
        self, method: str, url: str, query: str | _Content, cancel: Cancel, *, stay: bool = False
    ) -> requests.Response:
        """Send and follow redirects; a POST is repeated as a POST, for its query would be lost otherwise.

        ``stay`` follows only to the same host and never away from https, since the form itself is secret.
        """
        is_query = method == "GET" and isinstance(query, str)
        address = with_query(url, str(query)) if is_query else url
        content = query if isinstance(query, _Content) else None if is_query else _Content(query, dict(_FORM))
        for _ in range(MOST_REDIRECTS):
            response = self._once(method, address, content, cancel)
            target = response.headers.get("Location")
            if response.status_code not in {301, 302, 303, 307, 308} or not target:
                return response
            address = urljoin(address, target)
            if urlsplit(address).scheme not in {"http", "https"}:
                break
            if stay and (host_of(address) != host_of(url) or not may_carry_secrets(address)):
                raise ProtocolError(f"The server sends the sign-in to another place, {host_of(address)}.", url=url)
        raise ProtocolError("The server sends the request in circles or to a strange place.", url=url)

    def _settings(self, session: requests.Session, address: str) -> dict[str, Any]:
        """Return proxies and certificates for a host, as the environment has them.

        Finding out takes longer than all else that `requests` does before it sends, so it is done once for each host.
        """
        host = urlsplit(address)[:2]
        found = self._settings_of.get(host)
        if found is None:
            found = self._settings_of[host] = session.merge_environment_settings(address, {}, True, None, None)
        return {**found, "proxies": dict(found["proxies"])}

    def _once(self, method: str, address: str, content: _Content | None, cancel: Cancel) -> requests.Response:
        cancel.raise_if_set()
        with self._opening:  # since Python 3.12 each thread might make one, and all but one would stay open
            session = self._requests
        content = content or _Content()
        if isinstance(content.body, FileBody):
            content.body.seek(0)  # a part of it may have been sent before
        auth = functools.partial(_sign, self._auth, cancel)
        request = requests.Request(method, address, data=content.body, headers=content.headers, auth=auth)
        try:
            prepared = session.prepare_request(request)
            prepared.cancel, prepared.spool = cancel, content.spool  # the adapters look for them
            settings = self._settings(session, address)
            return session.send(
                prepared,
                timeout=(self._timeouts.connect_s, self._timeouts.read_s),
                allow_redirects=False,
                **settings,
            )
        except failures.RequestException as error:
            raise failure_of(error, address) from None
        except ValueError:  # its text would show the header
            raise BadRequest(
                "The request cannot be sent: the address or the token holds characters that do not belong there.",
                url=address,
            ) from None


def _sign(auth: AuthBase | None, cancel: Cancel, request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Sign a request after a sign-in that can be cancelled; or not: without a function, `requests` looks into netrc."""
    request.cancel = cancel
    return auth(request) if auth is not None else request


def patiently(attempt: Callable[[], T], policy: RetryPolicy, cancel: Cancel | None) -> T:
    """Return what ``attempt`` returns, trying again after failures that may pass, as often as ``policy`` says."""
    failed = 0
    while True:
        try:
            return attempt()
        except ImageServiceError as error:
            failed += 1
            pause = policy.wait_s(failed, error)
            if pause is None:
                raise
        wait(pause, cancel)


def wait(seconds: float, cancel: Cancel | None) -> None:
    """Sleep, waking up when cancelled, and keep the application alive meanwhile.

    Raises:
        Cancelled: the wait was cancelled.
    """
    cancel = cancel or Cancel()
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        idle()
        if cancel.wait(min(left, 0.05)):
            break
    cancel.raise_if_set()
