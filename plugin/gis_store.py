# SPDX-License-Identifier: GPL-2.0-or-later
"""Registered GIS in the user's profile. Secrets stay in QGIS's authentication database; settings hold its ids only.

The Browser panel lists them when QGIS starts, so the library, which imports `requests`, waits until one is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..core.errors import SignInRequired

if TYPE_CHECKING:
    from ..core.auth import Credentials
    from ..core.gis import Gis

GROUP = "plugins/image_services/gis"
# Methods of QGIS whose content the library itself has to know; all others are applied by QGIS to each request.
LOGIN_METHOD = "Basic"
READY_METHOD = "EsriToken"

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Registration:
    """What the profile keeps of a registered GIS.

    ``kind`` is "online", "portal", "server", or empty where nobody has asked the machine yet. ``owns_config`` tells
    that the authentication configuration was made for this GIS, and goes with it.
    """

    name: str
    url: str
    authcfg: str = ""
    kind: str = ""
    owns_config: bool = False


class Changes(QObject):
    """Tells, on the main thread, that a GIS was registered, changed or removed."""

    happened = pyqtSignal()


@lru_cache(maxsize=1)
def changes() -> Changes:
    """Return the one object that tells; call it on the main thread first, where its signals will arrive."""
    return Changes()


class ProfileRegistry:
    """The registry of the library, kept in the user's profile, so that the next program sees it too."""

    def add(self, gis: Gis) -> None:
        """Keep a GIS; a user name and password, or a token, go into QGIS's authentication database.

        Raises:
            BadRequest: there is one of that name.
            SignInRequired: the database cannot be used.
        """
        if gis.name in self.names():
            from ..core.gis import already_registered

            raise already_registered(gis.name)
        authcfg = gis.authcfg or _stored_secrets(gis)
        self.save(Registration(gis.name, gis.url, authcfg, owns_config=bool(authcfg) and not gis.authcfg))

    def save(self, registration: Registration, previous: str = "") -> None:
        """Keep a GIS, in the place of the one that was called ``previous``.

        Raises:
            BadRequest: another GIS has this name.
        """
        if registration.name != previous and registration.name in self.names():
            from ..core.gis import already_registered

            raise already_registered(registration.name)
        live = _live(previous) if previous else {}
        if previous and registration.name != previous:
            _settings().remove(_key(previous))
        _write(registration)
        for root, authcfg in live.items():
            self.keep_live_config(registration.name, root, authcfg)
        changes().happened.emit()

    def remove(self, name: str) -> None:
        """Forget a GIS, with the authentication configurations made for it, unless they serve another GIS."""
        gone = self.registration(name)
        made = set(_live(name).values()) | ({gone.authcfg} if gone.owns_config else set())
        settings = _settings()
        settings.remove(_key(name))
        settings.sync()
        for authcfg in made - {known.authcfg for known in self.registrations()}:
            QgsApplication.authManager().removeAuthenticationConfig(authcfg)
        changes().happened.emit()

    def registration(self, name: str) -> Registration:
        """Return what is kept of a GIS.

        Raises:
            NotFound: there is none of that name.
        """
        found = next((known for known in self.registrations() if known.name == name), None)
        if found is None:
            from ..core.gis import not_registered

            raise not_registered(name, self.names())
        return found

    def registrations(self) -> list[Registration]:
        """Return what is kept of all, sorted by name."""
        settings = _settings()
        found = [_read(settings, group) for group in settings.childGroups()]
        return sorted((known for known in found if known.name), key=lambda known: known.name)

    def live_configs(self) -> dict[str, tuple[str, str]]:
        """Return the configurations with which QGIS's own layers sign in: by id, name of the GIS and server's root."""
        return {authcfg: (name, root) for name in self.names() for root, authcfg in _live(name).items()}

    def keep_live_config(self, name: str, root: str, authcfg: str) -> None:
        """Remember such a configuration; it goes with its GIS."""
        self.registration(name)
        settings = _settings()
        settings.setValue(f"{_key(name)}/live/{_key(root)}", authcfg)
        settings.sync()

    def get(self, name: str) -> Gis:
        """Return a GIS with functions that fetch its secrets when they are needed."""
        known = self.registration(name)
        return with_configuration(known.name, known.url, known.authcfg)

    def names(self) -> list[str]:
        """Return the names, sorted."""
        return [known.name for known in self.registrations()]


def _stored_secrets(gis: Gis) -> str:
    """Put the secrets of a GIS, if it has any, into the authentication database; return the configuration's id."""
    from .auth_store import Login, ReadyToken, store

    if gis.credentials is not None:
        who = gis.credentials()
        return store(Login(who.username, who.password), gis.name, gis.url)
    return store(ReadyToken(gis.ready()), gis.name, gis.url) if gis.ready is not None else ""


def with_configuration(name: str, url: str, authcfg: str) -> Gis:
    """Return a GIS that signs in with an authentication configuration, by its method."""
    from ..core.gis import Gis

    method = QgsApplication.authManager().configAuthMethodKey(authcfg) if authcfg else ""
    if method == LOGIN_METHOD:
        return Gis(name, url, credentials=lambda: _credentials(authcfg))
    if method == READY_METHOD:
        return Gis(name, url, ready=lambda: loaded(authcfg).config("token"))
    return Gis(name, url, authcfg=authcfg)


def _credentials(authcfg: str) -> Credentials:
    from ..core.auth import Credentials

    config = loaded(authcfg)
    return Credentials(config.config("username"), config.config("password"))


def loaded(authcfg: str) -> QgsAuthMethodConfig:
    """Return an authentication configuration with its secrets; QGIS may ask for the master password.

    Raises:
        SignInRequired: the database is disabled or stays locked, or there is no such configuration.
    """
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig()
    if manager.isDisabled():
        raise SignInRequired(
            translate(
                "GisStore", "QGIS's authentication database is disabled: enable it in the options, then try again."
            )
        )
    found, config = manager.loadAuthenticationConfig(authcfg, config, True)
    if not found:
        text = translate(
            "GisStore",
            "The authentication configuration “{authcfg}” cannot be read: enter QGIS's master password, "
            "or choose another configuration.",
        )
        raise SignInRequired(text.format(authcfg=authcfg))
    return config


def _write(registration: Registration) -> None:
    settings = _settings()
    settings.beginGroup(_key(registration.name))
    settings.setValue("name", registration.name)
    settings.setValue("url", registration.url)
    settings.setValue("authcfg", registration.authcfg)
    settings.setValue("kind", registration.kind)
    settings.setValue("owns-config", registration.owns_config)
    settings.endGroup()
    settings.sync()


def _read(settings: QgsSettings, group: str) -> Registration:
    def text(name: str) -> str:
        return str(settings.value(f"{group}/{name}", "") or "")

    owns = settings.value(f"{group}/owns-config", False, type=bool)
    return Registration(text("name"), text("url"), text("authcfg"), text("kind"), bool(owns))


def _live(name: str) -> dict[str, str]:
    settings = _settings()
    settings.beginGroup(f"{_key(name)}/live")
    return {bytes.fromhex(key).decode("utf-8"): str(settings.value(key)) for key in settings.childKeys()}


def _settings() -> QgsSettings:
    settings = QgsSettings()
    settings.beginGroup(GROUP)
    return settings


def _key(name: str) -> str:
    """Return a name that is safe as a settings key, whatever the user called the GIS."""
    return name.encode("utf-8").hex()
