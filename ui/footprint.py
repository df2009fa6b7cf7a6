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
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QPalette

LINE_WIDTH = 2
# Points along each edge: straight edges become curves in another reference.
EDGE_POINTS = 20


class Footprint(QObject):
    """One rectangle on a canvas, in the colour of selections; it follows the canvas into another reference."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._band: QgsRubberBand | None = None
        self._shown: tuple[QgsRectangle, QgsCoordinateReferenceSystem] | None = None
        canvas.destinationCrsChanged.connect(self._draw)

    def show(self, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
        """Outline a box."""
        self._shown = (box, crs)
        self._draw()

    def clear(self) -> None:
        """Take the outline off the canvas."""
        self._shown = None
        self._erase()

    def _draw(self) -> None:
        self._erase()
        if self._shown is None:
            return
        box, crs = self._shown
        band = QgsRubberBand(self._canvas, Qgis.GeometryType.Polygon)
        band.setWidth(LINE_WIDTH)
        band.setBrushStyle(Qt.BrushStyle.NoBrush)
        band.setStrokeColor(self._canvas.palette().color(QPalette.ColorRole.Highlight))
        band.setToGeometry(QgsGeometry.fromRect(box).densifyByCount(EDGE_POINTS), crs)
        self._band = band

    def _erase(self) -> None:
        band, self._band = self._band, None
        if band is not None:
            self._canvas.scene().removeItem(band)


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
