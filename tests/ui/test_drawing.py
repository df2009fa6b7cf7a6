# SPDX-License-Identifier: GPL-2.0-or-later
"""From a service to a raster with the mouse alone: draw a box on the map, download it, fetch it again."""

from __future__ import annotations

import pytest
from image_services.ui.footprint import Footprint
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QToolButton

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
gdal.UseExceptions()


def test_an_outline_follows_the_map_into_another_reference(desk):
    outline = Footprint(desk.canvas)
    outline.show(QgsRectangle(10, 50, 11, 51), QgsCoordinateReferenceSystem("EPSG:4326"))
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    (band,) = (item for item in desk.canvas.scene().items() if isinstance(item, QgsRubberBand))
    assert band.asGeometry().boundingBox().width() == pytest.approx(1)
    outline.clear()
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert [item for item in desk.canvas.scene().items() if isinstance(item, QgsRubberBand)] == []


@pytest.fixture
def drawn(desk, qtbot):
    """Draw a box on the map, between two points of its window."""

    def draw(dialog, start, end):
        buttons = dialog.raster_panel.extent.findChildren(QToolButton)
        menu = next(button.menu() for button in buttons if button.menu() is not None)
        next(action for action in menu.actions() if "Draw" in action.text()).trigger()
        qtbot.waitUntil(lambda: isinstance(desk.canvas.mapTool(), QgsMapTool), timeout=LIMIT_MS)
        assert not dialog.isVisible()  # it would hide the map
        viewport = desk.canvas.viewport()
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*start))
        qtbot.mouseMove(viewport, QPoint((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
        qtbot.mouseMove(viewport, QPoint(*end))
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*end))
        qtbot.waitUntil(dialog.isVisible, timeout=LIMIT_MS)

    return draw


def test_a_box_that_was_drawn_on_the_map_is_downloaded_to_the_cell(opened, drawn, finished, desk, tmp_path):
    dialog = opened("elevation/dem")
    box = dialog.service_panel.service().extent
    desk.canvas.resize(400, 400)
    desk.canvas.show()
    desk.canvas.setExtent(QgsRectangle(box.xmin, box.ymin, box.xmin + 4000, box.ymin + 4000))
    drawn(dialog, (100, 100), (200, 250))
    transform = desk.canvas.getCoordinateTransform()
    first, last = transform.toMapCoordinates(100, 100), transform.toMapCoordinates(200, 250)
    dialog.output_panel.file.setFilePath(str(tmp_path / "drawn.tif"))
    finished()
    raster = gdal.Open(str(tmp_path / "drawn.tif"))
    left, cell, _, top, _, _ = raster.GetGeoTransform()
    assert left <= first.x() < left + cell
    assert top - cell < first.y() <= top
    right, bottom = left + raster.RasterXSize * cell, top - raster.RasterYSize * cell
    assert right - cell < last.x() <= right
    assert bottom <= last.y() < bottom + cell
    (layer,) = desk.project.mapLayers().values()
    assert layer.isValid()
