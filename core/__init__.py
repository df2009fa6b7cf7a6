# SPDX-License-Identifier: GPL-2.0-or-later
"""Exact pixel values from ArcGIS image services: describe, read, download, publish. Knows nothing of Qt or QGIS.

    service = open_service("https://server/arcgis/rest/services/Elevation/ImageServer")
    data = service.read(extent=(0, -10, 10, -5), bands=[1], sr=4326)
    report = service.download("elevation.tif", cell_size=30)
    result = publish("in.tif", gis="myGIS", service_name="newService")

Names are loaded when they are first used: importing this package costs nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cancel import Cancel
    from .catalog import Catalog, CatalogQuery, CatalogRaster
    from .connect import open_service
    from .dimensions import variables
    from .download import DownloadReport
    from .errors import ImageServiceError
    from .functions import check_rule, raster_functions
    from .gis import register_gis, registered_gis, unregister_gis
    from .grid import Extent, Grid
    from .histograms import compute_histograms
    from .identify import identify_point, identify_steps
    from .jobs import PublishJob
    from .mosaic import MosaicRule
    from .options import DownloadOptions
    from .originals import download_originals
    from .plan import DownloadPlan, plan_download
    from .publish_options import PublishOptions
    from .publish_plan import PublishPlan, plan_publish
    from .publish_steps import PublishResult
    from .publishing import publish, publish_collection
    from .samples import SampleOptions, sample_points
    from .selection import Selection
    from .series import SeriesReport, download_series
    from .service import ImageService
    from .spatialref import SpatialReference
    from .steps import Step, StepChoice, find_steps
    from .version import VERSION

__all__ = [
    "VERSION",
    "Cancel",
    "Catalog",
    "CatalogQuery",
    "CatalogRaster",
    "DownloadOptions",
    "DownloadPlan",
    "DownloadReport",
    "Extent",
    "Grid",
    "ImageService",
    "ImageServiceError",
    "MosaicRule",
    "PublishJob",
    "PublishOptions",
    "PublishPlan",
    "PublishResult",
    "SampleOptions",
    "Selection",
    "SeriesReport",
    "SpatialReference",
    "Step",
    "StepChoice",
    "check_rule",
    "compute_histograms",
    "download_originals",
    "download_series",
    "find_steps",
    "identify_point",
    "identify_steps",
    "open_service",
    "plan_download",
    "plan_publish",
    "publish",
    "publish_collection",
    "raster_functions",
    "register_gis",
    "registered_gis",
    "sample_points",
    "unregister_gis",
    "variables",
]

_HOMES = {
    "VERSION": "version",
    "Cancel": "cancel",
    "Catalog": "catalog",
    "CatalogQuery": "catalog",
    "CatalogRaster": "catalog",
    "DownloadOptions": "options",
    "DownloadPlan": "plan",
    "DownloadReport": "download",
    "Extent": "grid",
    "Grid": "grid",
    "ImageService": "service",
    "ImageServiceError": "errors",
    "MosaicRule": "mosaic",
    "PublishJob": "jobs",
    "PublishOptions": "publish_options",
    "PublishPlan": "publish_plan",
    "PublishResult": "publish_steps",
    "SampleOptions": "samples",
    "Selection": "selection",
    "SeriesReport": "series",
    "SpatialReference": "spatialref",
    "Step": "steps",
    "StepChoice": "steps",
    "check_rule": "functions",
    "compute_histograms": "histograms",
    "download_originals": "originals",
    "download_series": "series",
    "find_steps": "steps",
    "identify_point": "identify",
    "identify_steps": "identify",
    "open_service": "connect",
    "plan_download": "plan",
    "plan_publish": "publish_plan",
    "publish": "publishing",
    "publish_collection": "publishing",
    "raster_functions": "functions",
    "register_gis": "gis",
    "registered_gis": "gis",
    "sample_points": "samples",
    "unregister_gis": "gis",
    "variables": "dimensions",
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
