# SPDX-License-Identifier: GPL-2.0-or-later
"""Picking a point, a box or a polygon on the map."""

from __future__ import annotations

from qgis.core import Qgis, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsVertexMarker
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent, QPalette

POINT, BOX, POLYGON = "point", "box", "polygon"
# Of the fill of an area, from 0 to 255.
OPACITY = 50
MARKER_PX, LINE_PX = 12, 2


class IdentifyTool(QgsMapTool):
    """A click picks a point; a drag draws a box; clicks draw a polygon, which the right button ends, and Escape drops.

    ``picked`` carries a point and ``drawn`` a polygon, in the reference of the canvas.
    """

    picked = pyqtSignal(QgsPointXY)
    drawn = pyqtSignal(QgsGeometry)

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.mode = POINT
        self._points: list[QgsPointXY] = []
        self._band: QgsRubberBand | None = None
        self._marker: QgsVertexMarker | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def set_mode(self, mode: str) -> None:
        """Pick something else from now on."""
        self.mode = mode
        self.clear()

    def clear(self) -> None:
        """Take everything off the map."""
        self._points = []
        for item in (self._band, self._marker):
            if item is not None:
                self.canvas().scene().removeItem(item)
        self._band = self._marker = None

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """Begin a box."""
        if self.mode == BOX and event.button() == Qt.MouseButton.LeftButton:
            self.clear()
            self._points = [event.mapPoint()]

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Show the area as it would be."""
        if self._points and self.mode == BOX:
            self._show(QgsGeometry.fromRect(QgsRectangle(self._points[0], event.mapPoint())))
        elif self._points and self.mode == POLYGON:
            self._show(QgsGeometry.fromPolygonXY([[*self._points, event.mapPoint()]]))

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Pick a point, end a box, add a corner or end a polygon."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self.mode == POINT and is_left:
            self.pick(event.mapPoint())
        elif self.mode == BOX and is_left and self._points:
            box = QgsRectangle(self._points[0], event.mapPoint())
            self._points = []
            if box.isEmpty():
                self.clear()
            else:
                self.draw(QgsGeometry.fromRect(box))
        elif self.mode == POLYGON and is_left:
            if not self._points:
                self.clear()
            self._points.append(event.mapPoint())
        elif self.mode == POLYGON and len(self._points) > 2:
            polygon = QgsGeometry.fromPolygonXY([self._points])
            self._points = []
            self.draw(polygon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop what is being drawn."""
        if event.key() == Qt.Key.Key_Escape and self._points:
            self.clear()
            event.accept()
        else:
            super().keyPressEvent(event)

    def pick(self, point: QgsPointXY) -> None:
        """Mark a point, and tell it."""
        self.clear()
        marker = QgsVertexMarker(self.canvas())
        marker.setIconType(QgsVertexMarker.IconType.ICON_CROSS)
        marker.setIconSize(MARKER_PX)
        marker.setPenWidth(LINE_PX)
        marker.setColor(self._color())
        marker.setCenter(point)
        self._marker = marker
        self.picked.emit(point)

    def draw(self, area: QgsGeometry) -> None:
        """Show an area, and tell it."""
        self._show(area)
        self.drawn.emit(area)

    def _show(self, area: QgsGeometry) -> None:
        if self._band is None:
            self._band = QgsRubberBand(self.canvas(), Qgis.GeometryType.Polygon)
            self._band.setWidth(LINE_PX)
            self._band.setStrokeColor(self._color())
            fill = self._color()
            fill.setAlpha(OPACITY)
            self._band.setFillColor(fill)
        self._band.setToGeometry(area, self.canvas().mapSettings().destinationCrs())

    def _color(self) -> QColor:
        return QColor(self.canvas().palette().color(QPalette.ColorRole.Highlight))

    def deactivate(self) -> None:
        """Leave nothing on the map."""
        self.clear()
        super().deactivate()
