# SPDX-License-Identifier: GPL-2.0-or-later
"""Sessions of registered GIS, kept while QGIS runs: people sign in once, not once for every folder they open."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from . import library
from .gis_store import ProfileRegistry, Registration

if TYPE_CHECKING:
    from ..core.gis import Gis
    from ..core.session import Session


class Connections:
    """Gives the session of a GIS for an address; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Registration, Gis]] = {}
        self._sessions: dict[tuple[str, str], Session] = {}

    def session(self, name: str, url: str) -> Session:
        """Return the session of a registered GIS (of none, for an empty name) for the service at ``url``.

        Raises:
            ImageServiceError: there is no GIS of that name, or its sign-in cannot be read.
        """
        library.connect()
        from ..core.address import host_of
        from ..core.session import Session

        if not name:
            return Session()
        registration = ProfileRegistry().registration(name)
        gis = self._gis(registration)
        # QGIS's own sign-ins are applied by host; the library's decide for every request.
        key = (name, host_of(url) if gis.authcfg else "")
        with self._lock:
            known = self._sessions.get(key)
        if known is not None:
            return known
        # Not under the lock: QGIS may ask for its master password, and the main thread may want the lock meanwhile.
        session = gis.session_for(url)
        with self._lock:
            return self._sessions.setdefault(key, session)

    def gis(self, name: str) -> Gis:
        """Return a registered GIS; whoever gets it here shares one sign-in with all others.

        Raises:
            ImageServiceError: there is no GIS of that name.
        """
        library.connect()
        return self._gis(ProfileRegistry().registration(name))

    def _gis(self, registration: Registration) -> Gis:
        with self._lock:
            known = self._known.get(registration.name)
            if known is None or known[0] != registration:
                self._drop(registration.name)
                known = (registration, ProfileRegistry().get(registration.name))
                self._known[registration.name] = known
            return known[1]

    def forget(self) -> None:
        """Sign in anew from now on: a password may have changed."""
        with self._lock:
            for name in list(self._known):
                self._drop(name)

    def _drop(self, name: str) -> None:
        self._known.pop(name, None)
        for key in [key for key in self._sessions if key[0] == name]:
            del self._sessions[key]


@lru_cache(maxsize=1)
def connections() -> Connections:
    """Return the sessions that all windows and panels share."""
    return Connections()
