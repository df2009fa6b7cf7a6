# SPDX-License-Identifier: GPL-2.0-or-later
"""Identify: values at a point, the rasters below, all slices as a plot, and a histogram, on layers of this plugin."""

from __future__ import annotations

import json

import pytest
from image_services.plugin.layer_service import service_of
from image_services.plugin.layers import REQUEST_PROPERTY, SERVICE_PROPERTY
from image_services.ui.identify_panel import IdentifyPanel
from image_services.ui.identify_tool import BOX, POLYGON
from image_services.ui.plot import BARS, Plot, Series
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsLayerMetadata,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000


@pytest.fixture
def layer_of(sandbox):
    """A layer as if it came from a service of the sandbox, downloaded with some request."""

    def make(name, source, **request):
        layer = QgsRasterLayer(str(source), name)
        assert layer.isValid()
        layer.setCustomProperty(SERVICE_PROPERTY, sandbox.service_url(name))
        layer.setCustomProperty(REQUEST_PROPERTY, json.dumps(request))
        return layer

    return make


@pytest.fixture
def panel(desk, qtbot):
    """The panel, and the layer that is active in it."""
    active = {"layer": None}
    panel = IdentifyPanel(desk.canvas, lambda: active["layer"])
    qtbot.addWidget(panel)
    panel.show()
    panel.active = active
    yield panel
    panel.stop()


@pytest.fixture
def answered(panel, qtbot):
    """Wait until everything that was asked for has come."""
    return lambda: qtbot.waitUntil(lambda: not panel.is_waiting(), timeout=LIMIT_MS)


def rows(panel):
    tree = panel.tree
    return [(tree.topLevelItem(n).text(0), tree.topLevelItem(n).text(1)) for n in range(tree.topLevelItemCount())]


def patch(sandbox, number):
    return sandbox.data / "mosaics" / "overlap.mosaic" / f"patch_{number}.tif"


def middle(path):
    file = gdal.Open(str(path))
    left, size, _, top, _, _ = file.GetGeoTransform()
    column, row = file.RasterXSize // 2, file.RasterYSize // 2
    value = int(file.ReadAsArray()[row, column])
    return QgsPointXY(left + (column + 0.5) * size, top - (row + 0.5) * size), value


def test_a_point_gives_the_value_and_the_rasters_below(panel, answered, layer_of, sandbox, desk):
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
    point, value = middle(patch(sandbox, 3))
    lock = '{"mosaicMethod":"esriMosaicLockRaster","lockRasterIds":[3]}'
    panel.active["layer"] = layer_of("mosaics/overlap", patch(sandbox, 3), MOSAIC_RULE=lock)
    panel.ask_point(point)
    assert panel.state.text() == "Asking the service for values…"
    answered()
    assert rows(panel)[0][1] == str(value)
    assert panel.state.text() == ""
    panel.active["layer"] = layer_of("mosaics/overlap", patch(sandbox, 3))
    panel.ask_point(point)
    answered()
    title, _ = rows(panel)[-1]
    assert title.startswith("Rasters here: ")
    below = panel.tree.topLevelItem(panel.tree.topLevelItemCount() - 1)
    texts = {below.child(n).text(0): below.child(n).text(1) for n in range(below.childCount())}
    assert any(name.startswith("patch_3") and text == str(value) for name, text in texts.items())
    panel.copy()
    assert str(value) in QgsApplication.clipboard().text()


def test_a_place_without_values_is_told(panel, answered, layer_of, sandbox, desk):
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
    panel.active["layer"] = layer_of("mosaics/overlap", patch(sandbox, 3))
    panel.ask_point(QgsPointXY(0, 0))
    answered()
    assert panel.state.text() == "There is no value here: NoData, or outside the service."


def test_all_slices_are_plotted(panel, answered, layer_of, sandbox, desk):
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    folder = sandbox.data / "mosaics" / "monthly_slices.mosaic"
    files = sorted(folder.glob("*.tif")) or sorted((sandbox.data / "mosaics").rglob("rain_*.tif"))
    point, value = middle(files[0])
    panel.active["layer"] = layer_of("mosaics/monthly_slices", files[0], SLICE=0)
    panel.ask_point(point)
    answered()
    (line,) = panel.lines._series
    assert len(line.y) == 60
    assert int(line.y[0]) == value
    assert [int(y) // 1000 for y in line.y] == list(range(60))
    assert panel.lines._labels[0] == "2020-01-01"
    assert panel.lines.isVisible()
    assert not panel.choice.isVisible()
    panel.grab()


def test_variables_and_depths_are_chosen_for_the_plot(panel, answered, layer_of, sandbox, desk):
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    (file,) = (sandbox.data / "mosaics" / "ocean.mosaic").rglob("temp_t0_z0.tif")
    opened = QgsRasterLayer(str(file))
    desk.canvas.setDestinationCrs(opened.crs())
    panel.active["layer"] = layer_of("mosaics/ocean", file)
    panel.ask_point(middle(file)[0])
    answered()
    assert panel.choice.count() == 4
    assert panel.choice.isVisible()
    panel.choice.setCurrentIndex(1)
    assert len(panel.lines._series[0].y) == 4


def test_a_rectangle_gives_a_histogram_of_what_the_server_counts(panel, answered, layer_of, sandbox, desk):
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
    lock = '{"mosaicMethod":"esriMosaicLockRaster","lockRasterIds":[3]}'
    layer = layer_of("mosaics/overlap", patch(sandbox, 3), MOSAIC_RULE=lock)
    panel.active["layer"] = layer
    box = QgsRectangle(layer.extent().center(), layer.extent().center())
    box.grow(100)
    panel.tool.set_mode(BOX)
    panel.tool.draw(QgsGeometry.fromRect(box))
    answered()
    assert panel.bars.isVisible()
    told = dict(rows(panel))
    assert int(told["Cells"].replace(",", "")) == pytest.approx(400, abs=45)
    assert 3000 <= float(told["Mean"].replace(",", "")) < 3100
    panel.grab()


def test_an_area_without_values_is_told(panel, answered, layer_of, sandbox, desk):
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
    panel.active["layer"] = layer_of("mosaics/overlap", patch(sandbox, 3))
    panel.tool.set_mode(POLYGON)
    panel.tool.draw(QgsGeometry.fromWkt("POLYGON((0 0, 100 0, 100 100, 0 0))"))
    answered()
    assert panel.state.text()
    assert not panel.bars.isVisible()


def test_a_layer_of_something_else_is_told(panel, sandbox):
    for layer in (None, QgsRasterLayer(str(patch(sandbox, 3)))):
        panel.active["layer"] = layer
        panel.ask_point(QgsPointXY(0, 0))
        assert "comes from an image service" in panel.state.text()


def test_a_server_that_fails_says_why(panel, answered, layer_of, sandbox, desk):
    panel.active["layer"] = layer_of("mosaics/overlap", patch(sandbox, 3))
    sandbox.control.faults({"kind": "error", "code": 500, "message": "Out of order.", "operation": "identify"})
    panel.ask_point(QgsPointXY(0, 0))
    answered()
    assert panel.state.kind() == "error"


def test_a_stack_of_slices_is_known_by_its_metadata(sandbox):
    layer = QgsRasterLayer(str(patch(sandbox, 3)))
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(sandbox.service_url("mosaics/monthly"))
    layer.setMetadata(metadata)
    assert service_of(layer).url == sandbox.service_url("mosaics/monthly")
    layer.setCustomProperty(REQUEST_PROPERTY, "no JSON")
    assert service_of(layer).gis == ""


def test_the_tool_draws_with_the_mouse(panel, desk, qtbot):
    desk.canvas.resize(200, 200)
    desk.canvas.show()
    desk.canvas.setExtent(QgsRectangle(0, 0, 200, 200))
    panel.start(BOX)
    assert desk.canvas.mapTool() is panel.tool
    areas = []
    panel.tool.drawn.connect(areas.append)
    viewport = desk.canvas.viewport()
    from qgis.PyQt.QtCore import QPoint

    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    qtbot.mouseMove(viewport, QPoint(100, 100))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert len(areas) == 1
    panel.start(POLYGON)
    for x, y in ((20, 20), (100, 20), (100, 100)):
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    qtbot.mouseClick(viewport, Qt.MouseButton.RightButton, pos=QPoint(100, 100))
    assert len(areas) == 2
    panel.stop()
    assert desk.canvas.mapTool() is not panel.tool


def test_a_plot_says_in_words_what_it_shows(qtbot):
    plot = Plot(BARS)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.show()
    assert plot.nearest(10) is None
    plot.show_series([Series("Red", (0.0, 1.0, 2.0), (5.0, None, 7.0))], ["a", "b", "c"])
    assert plot.accessibleDescription() == "Red: a – c, 5 … 7"
    assert plot.nearest(299) == 2
    qtbot.mouseMove(plot, plot.rect().center())
    plot.show_series([])
    assert plot.is_empty()
