# SPDX-License-Identifier: GPL-2.0-or-later
"""Registered GIS in the user's profile. Secrets stay in QGIS's authentication database; settings hold its ids only."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsSettings

from ..core.auth import Credentials
from ..core.errors import SignInRequired
from ..core.gis import Gis, already_registered, not_registered

GROUP = "plugins/image_services/gis"
# Methods of QGIS whose content the library itself has to know; all others are applied by QGIS to each request.
LOGIN_METHOD = "Basic"
READY_METHOD = "EsriToken"


class ProfileRegistry:
    """The registry of the library, kept in the user's profile, so that the next program sees it too."""

    def add(self, gis: Gis) -> None:
        """Keep a GIS; only its name, address and authentication id are written."""
        if gis.name in self.names():
            raise already_registered(gis.name)
        settings = _settings()
        settings.beginGroup(_key(gis.name))
        settings.setValue("name", gis.name)
        settings.setValue("url", gis.url)
        settings.setValue("authcfg", gis.authcfg)
        settings.endGroup()
        settings.sync()

    def remove(self, name: str) -> None:
        """Forget a GIS; its authentication configuration is the user's and stays."""
        if name not in self.names():
            raise not_registered(name, self.names())
        settings = _settings()
        settings.remove(_key(name))
        settings.sync()

    def get(self, name: str) -> Gis:
        """Return a GIS with functions that fetch its secrets when they are needed."""
        if name not in self.names():
            raise not_registered(name, self.names())
        settings = _settings()
        settings.beginGroup(_key(name))
        url, authcfg = str(settings.value("url", "")), str(settings.value("authcfg", "") or "")
        settings.endGroup()
        return with_configuration(name, url, authcfg)

    def names(self) -> list[str]:
        """Return the names, sorted."""
        settings = _settings()
        found = [str(settings.value(f"{group}/name", "")) for group in settings.childGroups()]
        return sorted(name for name in found if name)


def with_configuration(name: str, url: str, authcfg: str) -> Gis:
    """Return a GIS that signs in with an authentication configuration, by its method."""
    method = QgsApplication.authManager().configAuthMethodKey(authcfg) if authcfg else ""
    if method == LOGIN_METHOD:
        return Gis(name, url, credentials=lambda: _credentials(authcfg))
    if method == READY_METHOD:
        return Gis(name, url, ready=lambda: _loaded(authcfg).config("token"))
    return Gis(name, url, authcfg=authcfg)


def _credentials(authcfg: str) -> Credentials:
    config = _loaded(authcfg)
    return Credentials(config.config("username"), config.config("password"))


def _loaded(authcfg: str) -> QgsAuthMethodConfig:
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig()
    if manager.isDisabled():
        raise SignInRequired("QGIS's authentication database is disabled: enable it in the options, then try again.")
    loaded, config = manager.loadAuthenticationConfig(authcfg, config, True)
    if not loaded:
        raise SignInRequired(
            f"The authentication configuration “{authcfg}” cannot be read: enter QGIS's master password, "
            "or choose another configuration."
        )
    return config


def _settings() -> QgsSettings:
    settings = QgsSettings()
    settings.beginGroup(GROUP)
    return settings


def _key(name: str) -> str:
    """Return a name that is safe as a settings key, whatever the user called the GIS."""
    return name.encode("utf-8").hex()
