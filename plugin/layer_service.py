# SPDX-License-Identifier: GPL-2.0-or-later
"""From a layer made by this plugin, downloaded or live, to the service it came from and how it was asked."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsMapLayer, QgsRasterLayer

from ..core.selection import Selection
from .layers import REQUEST_PROPERTY, SERVICE_PROPERTY
from .live_layer import GIS_PROPERTY

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
    url = str(layer.customProperty(SERVICE_PROPERTY) or "")
    if not url and layer.metadata().identifier().lower().endswith(ENDING):
        url = layer.metadata().identifier()  # a stack of slices has no request of its own
    if not url:
        return None
    asked = _asked(layer)
    gis = str(asked.get("GIS") or layer.customProperty(GIS_PROPERTY) or "")
    slice_id = asked.get("SLICE")
    selection = Selection(
        str(asked.get("MOSAIC_RULE") or ""),
        str(asked.get("RENDERING_RULE") or ""),
        str(asked.get("TIME") or ""),
        slice_id if isinstance(slice_id, int) else None,
    )
    return LayerService(url, gis, str(asked.get("AUTHCFG") or ""), selection)


def _asked(layer: QgsRasterLayer) -> dict[str, Any]:
    """Return what a layer was downloaded with; nothing where that cannot be read."""
    with suppress(ValueError):
        asked = json.loads(str(layer.customProperty(REQUEST_PROPERTY) or "{}"))
        return asked if isinstance(asked, dict) else {}
    return {}
