# SPDX-License-Identifier: GPL-2.0-or-later
"""Image Services for ArcGIS: exact pixel values from ArcGIS image services, in QGIS."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 - QGIS calls this name
    """Create the plugin; ``iface`` is None under qgis_process."""
    from .plugin.main import ImageServicesPlugin

    return ImageServicesPlugin(iface)
