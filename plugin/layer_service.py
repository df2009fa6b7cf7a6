# SPDX-License-Identifier: GPL-2.0-or-later
"""From a layer to the image service it shows, downloaded or live, and how it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsDataSourceUri, QgsMapLayer, QgsRasterLayer

from ..core.address import shareable
from ..core.selection import Selection
from .gis_store import ProfileRegistry
from .layers import SERVICE_PROPERTY, request_of
from .live_layer import GIS_PROPERTY, LIVE_PROVIDERS

ENDING = "/imageserver"


@dataclass(frozen=True)
class LayerService:
    """The service of a layer: its address, how to sign in, and which of its rasters the layer shows."""

    url: str
    gis: str = ""
    authcfg: str = ""
    selection: Selection = field(default_factory=Selection)


def service_of(layer: QgsMapLayer | None) -> LayerService | None:
    """Return the service of a layer; None for a layer of anything else."""
    if not isinstance(layer, QgsRasterLayer):
        return None
    if layer.providerType() in LIVE_PROVIDERS:
        return _live(layer)
    url = str(layer.customProperty(SERVICE_PROPERTY) or "")
    if not url and layer.metadata().identifier().lower().endswith(ENDING):
        url = layer.metadata().identifier()  # of a stack that an older version has downloaded
    if not url:
        return None
    asked = request_of(layer)
    slice_id = asked.get("SLICE")
    selection = Selection(
        str(asked.get("MOSAIC_RULE") or ""),
        str(asked.get("RENDERING_RULE") or ""),
        str(asked.get("TIME") or ""),
        slice_id if isinstance(slice_id, int) else None,
    )
    gis = str(asked.get("GIS") or layer.customProperty(GIS_PROPERTY) or "")
    return LayerService(url, gis, str(asked.get("AUTHCFG") or ""), selection)


def _live(layer: QgsRasterLayer) -> LayerService | None:
    """Return the service of a live layer, which may have been dragged from the Browser, or added by QGIS itself."""
    source = QgsDataSourceUri(layer.source())
    url = shareable(str(layer.customProperty(SERVICE_PROPERTY) or source.param("url"))).rstrip("/")
    if not url.lower().endswith(ENDING):
        return None
    authcfg = str(source.authConfigId())
    gis = _gis_of(authcfg) or str(layer.customProperty(GIS_PROPERTY) or "")
    return LayerService(url, gis, "" if gis else authcfg)


def _gis_of(authcfg: str) -> str:
    """Return the name that the GIS of a configuration has now: layers keep the one that it had when they were made."""
    if not authcfg:
        return ""
    registry = ProfileRegistry()
    made = registry.live_configs().get(authcfg)
    if made is not None:
        return made[0]
    return next((known.name for known in registry.registrations() if known.authcfg == authcfg), "")
