# SPDX-License-Identifier: GPL-2.0-or-later
"""The footprints of a catalogue on the map: all that are listed as lines, the chosen ones filled."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsGeometry
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QColor, QPalette

from ..core.catalog import CatalogRaster
from ..plugin.algorithms.querycatalog import footprint_of

LINE_WIDTH = 1
CHOSEN_WIDTH = 3
# Of the fill, from 0 to 255: the image below stays visible.
OPACITY = 60
# More would make the map slow, and nobody could tell them apart.
MOST_SHOWN = 2000


class Footprints(QObject):
    """Outlines on a canvas, in the colour of selections; they follow the canvas into another reference."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._crs = QgsCoordinateReferenceSystem()
        self._listed: tuple[CatalogRaster, ...] = ()
        self._chosen: tuple[CatalogRaster, ...] = ()
        self._bands: list[QgsRubberBand] = []
        canvas.destinationCrsChanged.connect(self._draw)

    def show(
        self, listed: Sequence[CatalogRaster], chosen: Sequence[CatalogRaster], crs: QgsCoordinateReferenceSystem
    ) -> None:
        """Show rasters whose footprints are in this reference."""
        self._listed, self._chosen, self._crs = tuple(listed[:MOST_SHOWN]), tuple(chosen[:MOST_SHOWN]), crs
        self._draw()

    def clear(self) -> None:
        """Take all outlines off the canvas."""
        self._listed = self._chosen = ()
        self._erase()

    def is_empty(self) -> bool:
        """Tell whether nothing is shown."""
        return not self._bands

    def _draw(self) -> None:
        self._erase()
        color = self._canvas.palette().color(QPalette.ColorRole.Highlight)
        for rasters, width, alpha in ((self._listed, LINE_WIDTH, 0), (self._chosen, CHOSEN_WIDTH, OPACITY)):
            if rasters:
                self._bands.append(self._band(rasters, width, color, alpha))

    def _band(self, rasters: Sequence[CatalogRaster], width: int, color: QColor, alpha: int) -> QgsRubberBand:
        band = QgsRubberBand(self._canvas, Qgis.GeometryType.Polygon)
        band.setWidth(width)
        band.setStrokeColor(color)
        fill = QColor(color)
        fill.setAlpha(alpha)
        band.setFillColor(fill)
        band.setBrushStyle(Qt.BrushStyle.SolidPattern if alpha else Qt.BrushStyle.NoBrush)
        band.setToGeometry(QgsGeometry.collectGeometry([footprint_of(raster) for raster in rasters]), self._crs)
        return band

    def _erase(self) -> None:
        bands, self._bands = self._bands, []
        for band in bands:
            self._canvas.scene().removeItem(band)
