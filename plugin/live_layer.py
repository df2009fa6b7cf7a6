# SPDX-License-Identifier: GPL-2.0-or-later
"""Live layers: image services as QGIS's own providers show them, without a download.

QGIS signs in by itself where the GIS is registered with one of its own authentication configurations. Tokens that the
library gets (for a password, or for a federated server) are kept in a configuration of the method EsriToken, and kept
fresh there: the layer's source, and so the project, holds nothing but its id.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsHttpHeaders,
    QgsMimeDataUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.address import shareable
from ..core.errors import SignInRequired
from .connections import Connections
from .gis_store import READY_METHOD, ProfileRegistry, loaded
from .layers import SERVICE_PROPERTY
from .network.cache import forget_description

if TYPE_CHECKING:
    from ..core.cancel import Cancel

translate = QCoreApplication.translate

IMAGE_PROVIDER = "arcgisimageserver"
MAP_PROVIDER = "arcgismapserver"
LIVE_PROVIDERS = (IMAGE_PROVIDER, MAP_PROVIDER)
# The custom property that names the registered GIS of a layer.
GIS_PROPERTY = "image_services/gis"
# What the Browser panel drags where a sign-in has to be made first; ``drop_handler`` takes it.
DRAG_KEY = "imageservices"


@dataclass(frozen=True)
class Access:
    """How QGIS signs in to a service: the id of a configuration, and whether its token is bound to our referer."""

    authcfg: str = ""
    is_bound: bool = False


@dataclass(frozen=True)
class LiveSource:
    """A service, and how to reach it; all that a live layer is made of."""

    url: str
    name: str
    gis: str = ""
    access: Access = Access()


def provider_key() -> str:
    """Return the best provider that this QGIS has for image services."""
    return IMAGE_PROVIDER if IMAGE_PROVIDER in QgsProviderRegistry.instance().providerList() else MAP_PROVIDER


def explanation() -> str:
    """Return what a live layer gives and what not, as a sentence or two."""
    if provider_key() == IMAGE_PROVIDER:
        return translate(
            "LiveLayer",
            "A live layer asks the server for what the map shows, resampled (bilinear) to the screen. For exact "
            "values, download them.",
        )
    return translate(
        "LiveLayer",
        "A live layer shows pictures that the server draws for the map; they hold colors, no values. For values, "
        "download them.",
    )


def short_explanation() -> str:
    """Return the same in a few words, for a message bar."""
    if provider_key() == IMAGE_PROVIDER:
        return translate("LiveLayer", "It is resampled for the screen; download it for exact values.")
    return translate("LiveLayer", "It shows pictures without values; download it for values.")


def uri(source: LiveSource) -> str:
    """Return the data source of a live layer; no secret is in it."""
    from ..core.auth import REFERER

    parts = QgsDataSourceUri()
    parts.setParam("format", "" if provider_key() == IMAGE_PROVIDER else "PNG32")
    parts.setParam("layer", "")
    parts.setParam("url", shareable(source.url))
    if source.access.authcfg:
        parts.setAuthConfigId(source.access.authcfg)
    if source.access.is_bound:
        parts.setHttpHeaders(QgsHttpHeaders({"referer": REFERER}))
    return str(parts.uri(False))


def make_layer(source: LiveSource) -> QgsRasterLayer:
    """Return a live layer, valid or not; QGIS asks the server for its description now."""
    forget_description(shareable(source.url))
    layer = QgsRasterLayer(uri(source), source.name, provider_key())
    mark(layer, source)
    return layer


def mark(layer: QgsRasterLayer, source: LiveSource) -> None:
    """Write into a layer where it comes from, for those who download from it."""
    layer.setCustomProperty(SERVICE_PROPERTY, shareable(source.url))
    if source.gis:
        layer.setCustomProperty(GIS_PROPERTY, source.gis)


def drag_uri(source: LiveSource) -> QgsMimeDataUtils.Uri:
    """Return what is dragged from the Browser panel: a layer that any widget takes, or one that first signs in."""
    dragged = QgsMimeDataUtils.Uri()
    dragged.name = source.name
    if source.gis and ProfileRegistry().registration(source.gis).authcfg:
        dragged.layerType, dragged.providerKey = "custom", DRAG_KEY
        dragged.uri = json.dumps({"gis": source.gis, "name": source.name, "url": source.url})
    else:
        dragged.layerType, dragged.providerKey, dragged.uri = "raster", provider_key(), uri(source)
    return dragged


def dragged_source(dragged: QgsMimeDataUtils.Uri) -> LiveSource:
    """Return the source in something that was dragged."""
    fields = json.loads(dragged.uri)
    return LiveSource(fields["url"], fields["name"], fields["gis"])


class LiveAccess:
    """Prepares the sign-in of live layers, and keeps it fresh. Slow: for threads; safe to use from any."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._written: dict[str, str] = {}

    def prepare(self, gis: str, url: str, cancel: Cancel | None = None) -> Access:
        """Return how QGIS can sign in to a service of a GIS.

        Raises:
            ImageServiceError: the GIS does not take the sign-in, or the token cannot be kept.
        """
        if not gis:
            return Access()
        session = self._connections.session(gis, url)
        value = session.token_for(url)
        if value is None:
            return Access(session.authcfg_for(url))
        known = ProfileRegistry().registration(gis).authcfg
        if _holds(known, value):
            return Access(known, is_bound=True)
        return Access(self._keep(gis, url, value), is_bound=True)

    def refresh(self, authcfg: str) -> bool:
        """Renew the token in one of our configurations where that is due; tell whether it is another one now.

        Raises:
            ImageServiceError: none could be had.
        """
        owner = ProfileRegistry().live_configs().get(authcfg)
        if owner is None:
            return False
        gis, root = owner
        before = self._written.get(authcfg)
        self.prepare(gis, f"{root}/rest/services")
        return self._written.get(authcfg) != before

    def _keep(self, gis: str, url: str, value: str) -> str:
        """Write a token into the configuration for its server, and return the id of that."""
        from ..core.address import root_of

        root = root_of(url)
        registry = ProfileRegistry()
        with self._lock:
            known = {owner: authcfg for authcfg, owner in registry.live_configs().items()}
            authcfg = known.get((gis, root), "")
            if authcfg and self._written.get(authcfg) == value:
                return authcfg
            authcfg = _write(authcfg, gis, root, value)
            if (gis, root) not in known:
                registry.keep_live_config(gis, root, authcfg)
            self._written[authcfg] = value
            return authcfg


def _holds(authcfg: str, value: str) -> bool:
    """Tell whether a configuration is this very token, as the user has registered it."""
    is_ready = QgsApplication.authManager().configAuthMethodKey(authcfg) == READY_METHOD
    return is_ready and loaded(authcfg).config("token").strip() == value


def _write(authcfg: str, gis: str, root: str, value: str) -> str:
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig(READY_METHOD)
    config.setName(translate("LiveLayer", "Image Services: live layers of {name}").format(name=gis))
    config.setUri(root)
    config.setConfig("token", value)
    if authcfg in manager.configIds():
        config.setId(authcfg)
        kept = manager.updateAuthenticationConfig(config)
    else:
        config.setId(authcfg or manager.uniqueConfigId())
        kept, config = manager.storeAuthenticationConfig(config)
    if not kept:
        raise SignInRequired(
            translate("LiveLayer", "The sign-in for live layers could not be written to QGIS's database."), url=root
        )
    return str(config.id())
