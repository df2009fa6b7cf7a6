# SPDX-License-Identifier: GPL-2.0-or-later
"""Ways to sign in, and the authentication configurations of QGIS that hold them. Secrets are written there only.

A password cannot be sent to ArcGIS as QGIS's method Basic would: the library reads it, and gets a token for it. The
other methods are applied to requests by QGIS itself. Facts on the methods were measured with QGIS 3.40.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Union

from qgis.core import QgsApplication, QgsAuthMethodConfig
from qgis.PyQt.QtCore import QCoreApplication, QTimer

from ..core.errors import ImageServiceError, SignInRequired
from .gis_store import LOGIN_METHOD, READY_METHOD, loaded, with_configuration

if TYPE_CHECKING:
    from ..core.cancel import Cancel
    from ..core.gis import Gis

translate = QCoreApplication.translate

OAUTH_METHOD = "OAuth2"
# Where QGIS waits for the browser's answer, unless told otherwise.
REDIRECT_PORT = 7070
LOOK_MS = 200
# Proof key for code exchange: no secret of the application is needed (QGIS's number for it).
_PKCE = 3
# Minutes until the browser opens again; two weeks is what portals grant at most, unless set up differently.
_REFRESH_MINUTES = "20160"
_HEADER = "X-Esri-Authorization"


@dataclass(frozen=True)
class Login:
    """An account of the GIS itself."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class ReadyToken:
    """A token or an API key, made elsewhere."""

    value: str = field(repr=False)


@dataclass(frozen=True)
class OAuth:
    """A sign-in in the browser, through an application that the portal knows by ``client_id``."""

    client_id: str
    port: int = REDIRECT_PORT

    @property
    def redirect_url(self) -> str:
        """Return the address that has to be registered with the application."""
        return f"http://127.0.0.1:{self.port}/"


@dataclass(frozen=True)
class Existing:
    """An authentication configuration of the user's own."""

    authcfg: str


Account = Union[Login, ReadyToken, OAuth, Existing]


def unlock() -> None:
    """Make sure that the authentication database can be used; QGIS may ask for the master password.

    Raises:
        SignInRequired: it is disabled, or stays locked.
    """
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        raise SignInRequired(disabled_text())
    if not manager.setMasterPassword(True):
        raise SignInRequired(
            translate(
                "AuthStore",
                "The sign-in cannot be kept: QGIS's authentication database stays locked without its master password.",
            )
        )


def disabled_text() -> str:
    """Return what to say where QGIS runs without its authentication database."""
    return translate(
        "AuthStore",
        "QGIS's authentication database is disabled ({reason}), so no sign-in can be kept. Public services can be "
        "used without one.",
    ).format(reason=str(QgsApplication.authManager().disabledMessage()).strip().rstrip("."))


def store(account: Account, name: str, root: str, authcfg: str = "") -> str:
    """Keep an account of the GIS at ``root``, in a new configuration or in ``authcfg``; return the configuration's id.

    Raises:
        SignInRequired: the database cannot be used.
    """
    if isinstance(account, Existing):
        return account.authcfg
    unlock()
    config = _config(account, root)
    config.setName(translate("AuthStore", "Image Services: {name}").format(name=name))
    config.setUri(root)
    manager = QgsApplication.authManager()
    if authcfg and authcfg in manager.configIds():
        config.setId(authcfg)
        kept = manager.updateAuthenticationConfig(config)
    else:
        config.setId(manager.uniqueConfigId())
        kept, config = manager.storeAuthenticationConfig(config)
    if not kept:
        raise SignInRequired(
            translate("AuthStore", "QGIS could not write the sign-in into its authentication database.")
        )
    # A token that QGIS holds for an earlier version of the configuration would still be sent.
    manager.clearCachedConfig(config.id())
    return str(config.id())


def remove(authcfg: str) -> None:
    """Delete a configuration."""
    QgsApplication.authManager().removeAuthenticationConfig(authcfg)


def remove_once_unused(authcfg: str) -> None:
    """Delete a configuration as soon as QGIS has ended signing in with it."""
    from .network.signing import is_signing

    if is_signing(authcfg):
        QTimer.singleShot(LOOK_MS, lambda: remove_once_unused(authcfg))
    else:
        remove(authcfg)


def read(authcfg: str) -> Account:
    """Return the account that a configuration holds; those of other methods as they are.

    Raises:
        SignInRequired: the database cannot be used, or the configuration is gone.
    """
    config = loaded(authcfg)
    if config.method() == LOGIN_METHOD:
        return Login(config.config("username"), config.config("password"))
    if config.method() == READY_METHOD:
        return ReadyToken(config.config("token"))
    if config.method() == OAUTH_METHOD:
        fields = json.loads(config.config("oauth2config") or "{}")
        return OAuth(str(fields.get("clientId", "")), int(fields.get("redirectPort", REDIRECT_PORT)))
    return Existing(authcfg)


def trial(account: Account | None, root: str, authcfg: str = "") -> Gis:
    """Return a GIS with this account, without keeping anything; an account that QGIS applies needs its ``authcfg``."""
    from ..core.auth import Credentials
    from ..core.gis import Gis

    if isinstance(account, Login):
        return Gis("", root, credentials=lambda: Credentials(account.username, account.password))
    if isinstance(account, ReadyToken):
        return Gis("", root, ready=lambda: account.value)
    return with_configuration("", root, account.authcfg if isinstance(account, Existing) else authcfg)


def give_up_waiting(account: OAuth, cancel: Cancel | None = None) -> None:
    """End a sign-in in the browser that QGIS waits for, as if the user had refused there. Slow: for threads.

    QGIS's own way to abort does not reach sign-ins that were begun in a thread (measured with 3.40): they go on for
    minutes, and block all others meanwhile.
    """
    from ..core.retry import RetryPolicy
    from ..core.session import Session, Timeouts

    session = Session(timeouts=Timeouts(2.0, 2.0), retry=RetryPolicy(attempts=1))
    with contextlib.suppress(ImageServiceError):  # nothing was waiting
        session.fetch(account.redirect_url, {"error": "access_denied"}, cancel=cancel)


def _config(account: Login | ReadyToken | OAuth, root: str) -> QgsAuthMethodConfig:
    if isinstance(account, Login):
        config = QgsAuthMethodConfig(LOGIN_METHOD)
        config.setConfig("username", account.username)
        config.setConfig("password", account.password)
    elif isinstance(account, ReadyToken):
        config = QgsAuthMethodConfig(READY_METHOD)
        config.setConfig("token", account.value)
    else:
        config = QgsAuthMethodConfig(OAUTH_METHOD)
        config.setConfig("oauth2config", json.dumps(_oauth_fields(account, root)))
    return config


def _oauth_fields(account: OAuth, root: str) -> dict[str, object]:
    """Return the configuration as QGIS's OAuth2 method reads it."""
    base = f"{root}/sharing/rest/oauth2"
    return {
        "version": 1,
        "configType": 1,
        "grantFlow": _PKCE,
        "requestUrl": f"{base}/authorize",
        "tokenUrl": f"{base}/token",
        "refreshTokenUrl": f"{base}/token",
        "redirectHost": "127.0.0.1",
        "redirectPort": account.port,
        "redirectUrl": "",
        "clientId": account.client_id,
        "accessMethod": 0,
        "customHeader": _HEADER,
        "requestTimeout": 30,  # QGIS waits five times as long for somebody to sign in
        "queryPairs": {"expiration": _REFRESH_MINUTES},
        "persistToken": False,
    }
