# SPDX-License-Identifier: GPL-2.0-or-later
"""The footprints of a catalogue as a layer of their own, with all attributes, playing in the Temporal Controller."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import Qgis, QgsFillSymbol, QgsSingleSymbolRenderer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalog import CatalogRaster
from ..core.service import ImageService
from .algorithms.querycatalog import feature_of, fields_of
from .crs import to_qgis
from .layers import short_name

translate = QCoreApplication.translate


def footprint_layer(service: ImageService, rasters: Sequence[CatalogRaster]) -> QgsVectorLayer:
    """Return a layer in memory with a polygon for each raster."""
    name = translate("FootprintLayer", "{name}: Footprints").format(name=short_name(service))
    layer = QgsVectorLayer("MultiPolygon", name, "memory")
    layer.setCrs(to_qgis(service.crs))
    listed = service.catalog().fields
    fields = fields_of(listed)
    provider = layer.dataProvider()
    provider.addAttributes(fields)
    layer.updateFields()
    provider.addFeatures([feature_of(raster, listed, layer.fields()) for raster in rasters])
    layer.updateExtents()
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_width": "0.4"})  # images below stay visible
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    if any(raster.period is not None for raster in rasters):
        properties = layer.temporalProperties()
        properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromFields)
        properties.setStartField("start")
        properties.setEndField("end")
        properties.setIsActive(True)
    return layer
