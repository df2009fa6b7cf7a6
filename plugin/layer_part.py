# SPDX-License-Identifier: GPL-2.0-or-later
"""The part of a layer that the map shows, as cells of the layer."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication

from ..core.errors import PlanError
from .provider_source import Part

translate = QCoreApplication.translate


def part_on_canvas(layer: QgsRasterLayer, canvas: QgsMapCanvas) -> Part:
    """Return what of a layer is on the map now, with as many cells as the map has pixels there.

    Raises:
        PlanError: the map shows nothing of it.
    """
    size = canvas.mapSettings().outputSize()
    transform = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    try:
        shown = transform.transformBoundingBox(canvas.extent(), QgsCoordinateTransform.ReverseTransform)
    except QgsCsException:
        shown = layer.extent()
    if shown.isEmpty() or size.isEmpty():
        raise PlanError(translate("LayerPart", "The map is empty: choose the whole layer."))
    cell = max(shown.width() / size.width(), shown.height() / size.height())
    box = shown.intersect(layer.extent())
    if box.isEmpty():
        raise PlanError(
            translate("LayerPart", "The map shows nothing of the layer: move the map, or choose all of it.")
        )
    columns, rows = max(1, round(box.width() / cell)), max(1, round(box.height() / cell))
    return Part((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()), columns, rows)
