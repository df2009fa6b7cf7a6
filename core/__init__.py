# SPDX-License-Identifier: GPL-2.0-or-later
"""Exact pixel values from ArcGIS image services: describe, read, download. Knows nothing of Qt or QGIS.

    service = open_service("https://server/arcgis/rest/services/Elevation/ImageServer")
    data = service.read(extent=(0, -10, 10, -5), bands=[1], sr=4326)
    report = service.download("elevation.tif", cell_size=30)

Names are loaded when they are first used: importing this package costs nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cancel import Cancel
    from .connect import open_service
    from .download import DownloadReport
    from .errors import ImageServiceError
    from .gis import register_gis, registered_gis, unregister_gis
    from .grid import Extent, Grid
    from .options import DownloadOptions
    from .plan import DownloadPlan, plan_download
    from .service import ImageService
    from .spatialref import SpatialReference
    from .version import VERSION

__all__ = [
    "VERSION",
    "Cancel",
    "DownloadOptions",
    "DownloadPlan",
    "DownloadReport",
    "Extent",
    "Grid",
    "ImageService",
    "ImageServiceError",
    "SpatialReference",
    "open_service",
    "plan_download",
    "register_gis",
    "registered_gis",
    "unregister_gis",
]

_HOMES = {
    "VERSION": "version",
    "Cancel": "cancel",
    "DownloadOptions": "options",
    "DownloadPlan": "plan",
    "DownloadReport": "download",
    "Extent": "grid",
    "Grid": "grid",
    "ImageService": "service",
    "ImageServiceError": "errors",
    "SpatialReference": "spatialref",
    "open_service": "connect",
    "plan_download": "plan",
    "register_gis": "gis",
    "registered_gis": "gis",
    "unregister_gis": "gis",
}


_before_use: list[Callable[[], None]] = []


def before_use(prepare: Callable[[], None]) -> None:
    """Call ``prepare`` once, when a name of this package is first used: a host program connects itself only then."""
    _before_use.append(prepare)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    while _before_use:
        _before_use.pop()()
    return getattr(importlib.import_module(f".{home}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
