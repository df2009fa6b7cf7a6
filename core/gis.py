# SPDX-License-Identifier: GPL-2.0-or-later
"""Registered GIS: a portal or a server under a name of the user's own, with a way to sign in.

The registry of this module lives in memory. Inside QGIS the plugin keeps its own in the user's profile and hands it
over with ``use_registry``, so that both know the same names.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from .address import ARCGIS_ONLINE, host_of, may_carry_secrets, root_of, same_party
from .auth import Credentials, GisAuth
from .errors import BadRequest, NotFound
from .session import Session

T = TypeVar("T")


@dataclass(frozen=True)
class Gis:
    """A registered GIS. ``authcfg`` names a QGIS authentication configuration that QGIS itself applies to requests.

    Secrets are held by functions that are called when they are needed; printing shows none.
    """

    name: str
    url: str = ARCGIS_ONLINE
    username: str = ""
    authcfg: str = ""
    credentials: Callable[[], Credentials] | None = field(default=None, repr=False, compare=False)
    ready: Callable[[], str] | None = field(default=None, repr=False, compare=False)

    def session_for(self, url: str) -> Session:
        """Return a session for the service at ``url``, signed in where it belongs to this GIS.

        All sessions of a GIS share one sign-in.

        Raises:
            BadRequest: the GIS would get a secret without https.
        """
        self.check_encrypted()
        if self.authcfg:
            own = frozenset({host_of(self.url)})
            hosts = own | {host_of(url)} if same_party(url, self.url) else own
            return Session(hosts, authcfg=self.authcfg, auth=self._auth)
        return Session(auth=self._auth) if self._signs_in else Session()

    def check_encrypted(self) -> None:
        """Refuse to sign in where anybody on the way could listen.

        Raises:
            BadRequest: the GIS would get a secret without https.
        """
        if self._signs_in and not may_carry_secrets(self.url):
            raise BadRequest("A sign-in is sent over https only: register the https:// address of this GIS.")

    @property
    def _signs_in(self) -> bool:
        return bool(self.authcfg) or self.credentials is not None or self.ready is not None

    @cached_property
    def _auth(self) -> GisAuth:
        plain = Session(frozenset({host_of(self.url)}), authcfg=self.authcfg or None)
        return GisAuth(self.url, plain, credentials=self.credentials, ready=self.ready)


class Registry(Protocol):
    """Where registered GIS are kept."""

    def add(self, gis: Gis) -> None:
        """Keep a GIS; raises BadRequest where its name is taken."""

    def remove(self, name: str) -> None:
        """Forget a GIS; raises NotFound where there is none of that name."""

    def get(self, name: str) -> Gis:
        """Return a GIS; raises NotFound where there is none of that name."""

    def names(self) -> list[str]:
        """Return the names, sorted."""


class MemoryRegistry:
    """Registered GIS for as long as the program runs."""

    def __init__(self) -> None:
        self._known: dict[str, Gis] = {}
        self._lock = threading.Lock()

    def add(self, gis: Gis) -> None:
        """Keep a GIS."""
        with self._lock:
            if gis.name in self._known:
                raise already_registered(gis.name)
            self._known[gis.name] = gis

    def remove(self, name: str) -> None:
        """Forget a GIS."""
        with self._lock:
            if self._known.pop(name, None) is None:
                raise not_registered(name, list(self._known))

    def get(self, name: str) -> Gis:
        """Return a GIS."""
        with self._lock:
            if name not in self._known:
                raise not_registered(name, list(self._known))
            return self._known[name]

    def names(self) -> list[str]:
        """Return the names, sorted."""
        with self._lock:
            return sorted(self._known)


def already_registered(name: str) -> BadRequest:
    """Return the error for a name that is taken."""
    return BadRequest(f"A GIS named “{name}” is registered already: choose another name, or unregister it first.")


def not_registered(name: str, known: list[str]) -> NotFound:
    """Return the error for a name that is unknown."""
    names = ", ".join(sorted(known)) or "none"
    return NotFound(f"No GIS named “{name}” is registered (registered: {names}). Register it first.")


class _Current:
    registry: Registry = MemoryRegistry()


def use_registry(registry: Registry | None) -> None:
    """Keep registered GIS in ``registry`` from now on; None: in memory."""
    _Current.registry = registry or MemoryRegistry()


def register_gis(
    name: str,
    url: str = ARCGIS_ONLINE,
    *,
    username: str | None = None,
    password: str | None = None,
    token: str | None = None,
    authcfg: str | None = None,
) -> Gis:
    """Register a GIS under a name: ArcGIS Online, the home of a portal, or a server's address.

    A name can be registered once. Nothing is sent; a wrong password shows when the GIS is first used.

    Raises:
        BadRequest: the name is taken or empty, the address is none or not safe, or the user name is missing.
    """
    name = name.strip()
    if not name:
        raise BadRequest("A registered GIS needs a name.")
    if password and not username:
        raise BadRequest("A password needs its user name.")
    ready = _constant(token) if token else None
    credentials = _constant(Credentials(username, password or "")) if username and not token else None
    gis = Gis(name, root_of(url or ARCGIS_ONLINE), username or "", authcfg or "", credentials, ready)
    gis.check_encrypted()
    _Current.registry.add(gis)
    return gis


def _constant(value: T) -> Callable[[], T]:
    return lambda: value


def unregister_gis(name: str) -> None:
    """Forget a registered GIS.

    Raises:
        NotFound: there is none of that name.
    """
    _Current.registry.remove(name.strip())


def registered_gis(name: str) -> Gis:
    """Return a registered GIS.

    Raises:
        NotFound: there is none of that name.
    """
    return _Current.registry.get(name.strip())


def registered_names() -> list[str]:
    """Return the names of all registered GIS, sorted."""
    return _Current.registry.names()
