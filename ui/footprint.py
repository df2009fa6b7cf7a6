# SPDX-License-Identifier: GPL-2.0-or-later
"""The outline of a planned raster on the map, to the cell."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette

LINE_WIDTH = 2
# Points along each edge: straight edges become curves in another reference.
EDGE_POINTS = 20


class Footprint:
    """Draws one rectangle on a canvas, in the colour of selections."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._band = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
        self._band.setWidth(LINE_WIDTH)
        self._band.setBrushStyle(Qt.BrushStyle.NoBrush)
        self._band.setStrokeColor(canvas.palette().color(QPalette.ColorRole.Highlight))

    def show(self, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Outline a box."""
        self.clear()
        outline = QgsGeometry.fromRect(box).densifyByCount(EDGE_POINTS)
        self._band.setToGeometry(outline, crs)

    def clear(self) -> None:
        """Show nothing."""
        self._band.reset(Qgis.GeometryType.Polygon)

    def remove(self) -> None:
        """Take the outline off the canvas for good."""
        self._canvas.scene().removeItem(self._band)


def zoom_to(canvas: QgsMapCanvas, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> bool:
    """Show a box on a canvas, with some room around it; tell whether that was possible."""
    transform = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance())
    try:
        shown = transform.transformBoundingBox(box)
    except QgsCsException:
        return False
    shown.scale(1.1)
    canvas.setExtent(shown)
    canvas.refresh()
    return True
