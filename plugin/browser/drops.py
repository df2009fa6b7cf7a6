# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters that are dropped on items of the Browser panel, and where they would be published."""

from __future__ import annotations

from qgis.core import QgsDataItem, QgsMimeDataUtils, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QMimeData

from .items import BranchItem, GisItem
from .places import Kind

RASTER = "raster"


def place_of(item: QgsDataItem) -> tuple[str, str] | None:
    """Return the GIS and the folder that an item stands for, as far as things can be published there."""
    if isinstance(item, GisItem):
        return item.branch.gis, ""
    if isinstance(item, BranchItem) and item.branch.kind in (Kind.CONTENT, Kind.CONTENT_FOLDER):
        return item.branch.gis, item.branch.title if item.branch.kind is Kind.CONTENT_FOLDER else ""
    return None


def dropped_raster(data: QMimeData) -> QgsRasterLayer | None:
    """Return the first raster layer in what was dropped: one of the project, or a new one for a file."""
    for uri in QgsMimeDataUtils.decodeUriList(data):
        if uri.layerType != RASTER:
            continue
        layer = QgsProject.instance().mapLayer(uri.layerId) if uri.layerId else None
        if not isinstance(layer, QgsRasterLayer):
            layer = QgsRasterLayer(uri.uri, uri.name, uri.providerKey or "gdal")
        if layer.isValid():
            return layer
    return None
