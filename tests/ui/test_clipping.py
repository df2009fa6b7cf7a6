# SPDX-License-Identifier: GPL-2.0-or-later
"""Clipping to the polygons of a layer, from the choice to the cells that are left."""

from __future__ import annotations

import json
import math
import shlex

import numpy as np
import pytest
from image_services.plugin.layers import REQUEST_PROPERTY
from image_services.ui.download_dialog import DownloadDialog
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QApplication

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
gdal.UseExceptions()


def circle(x, y, radius, points=64):
    angles = [2 * math.pi * number / points for number in range(points)]
    ring = [QgsPointXY(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]
    return QgsGeometry.fromPolygonXY([[*ring, ring[0]]])


def feature(geometry):
    feature = QgsFeature()
    feature.setGeometry(geometry)
    return feature


@pytest.fixture
def dialog_with_layer(opened, desk):
    """The dialog on the elevation model, and a project with a layer of two circles inside it."""
    dialog = opened("elevation/dem")
    box = dialog.service_panel.service().extent
    layer = QgsVectorLayer("Polygon?crs=EPSG:3857", "areas", "memory")
    west = circle(box.xmin + 2005, box.ymin + 5005, 1000)
    east = circle(box.xmin + 8005, box.ymin + 5005, 500)
    layer.dataProvider().addFeatures([feature(west), feature(east)])
    desk.project.addMapLayer(layer)
    return dialog, layer


@pytest.fixture
def planned(qtbot):
    """Wait until the dialog has a plan for what is chosen now."""

    def wait(dialog):
        dialog.replan()
        qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
        return dialog.plan()

    return wait


def test_nothing_is_clipped_before_somebody_wants_it(dialog_with_layer):
    dialog, _ = dialog_with_layer
    field = dialog.raster_panel.clip
    assert field.layers.currentLayer() is None
    assert field.layers.currentText() == "None"
    assert field.layers.count() == 2
    assert dialog.plan().clip is None
    assert not field.selected_only.isEnabled()


def test_a_window_that_opens_later_clips_to_nothing_either(dialog_with_layer, desk, qtbot):
    later = DownloadDialog(desk.canvas, desk.runner, desk.bar, desk.project)
    qtbot.addWidget(later)
    field = later.raster_panel.clip
    assert field.layers.currentText() == "None"
    assert field.value() is None


def test_polygons_give_the_extent_and_the_plan_says_what_they_do(dialog_with_layer, planned):
    dialog, layer = dialog_with_layer
    dialog.raster_panel.clip.layers.setLayer(layer)
    dialog.replan()
    assert dialog.plan() is None
    assert dialog.plan_view.lines() == [("info", "Reading the polygons of “areas”…")]
    plan = planned(dialog)
    assert (plan.grid.columns, plan.grid.rows) == (750 + 1, 201)
    assert ("info", "Cells outside the polygons become NoData; tiles outside are not fetched.") in (
        dialog.plan_view.lines()
    )
    assert dialog.raster_panel.extent._line.placeholderText() == "Extent of the polygons"
    dialog.raster_panel.clip.layers.setLayer(None)
    assert planned(dialog).grid.columns == 1200
    assert dialog.raster_panel.extent._line.placeholderText() == "Full extent of the service"


def test_an_extent_of_ones_own_comes_first(dialog_with_layer, planned):
    dialog, layer = dialog_with_layer
    box = dialog.service_panel.service().extent
    dialog.raster_panel.clip.layers.setLayer(layer)
    mine = QgsRectangle(box.xmin + 1000, box.ymin + 4000, box.xmin + 2000, box.ymin + 6000)
    dialog.raster_panel.extent.setOutputExtentFromUser(mine, QgsCoordinateReferenceSystem("EPSG:3857"))
    assert planned(dialog).grid.columns == 100
    elsewhere = QgsRectangle(box.xmin, box.ymin, box.xmin + 100, box.ymin + 100)
    dialog.raster_panel.extent.setOutputExtentFromUser(elsewhere, QgsCoordinateReferenceSystem("EPSG:3857"))
    dialog.replan()
    assert "The polygons lie outside the extent" in dialog.plan_view.text()
    assert not dialog.download_button.isEnabled()


def test_the_selection_and_edits_are_followed(dialog_with_layer, planned, qtbot):
    dialog, layer = dialog_with_layer
    field = dialog.raster_panel.clip
    field.layers.setLayer(layer)
    assert planned(dialog).grid.columns == 751
    layer.selectByIds([2])
    field.selected_only.click()
    qtbot.waitUntil(lambda: dialog.plan() is not None and dialog.plan().grid.columns == 101, timeout=LIMIT_MS)
    layer.selectByIds([1])
    qtbot.waitUntil(lambda: dialog.plan() is not None and dialog.plan().grid.columns == 201, timeout=LIMIT_MS)
    layer.removeSelection()
    assert not field.selected_only.isChecked()
    qtbot.waitUntil(lambda: dialog.plan() is not None and dialog.plan().grid.columns == 751, timeout=LIMIT_MS)
    layer.startEditing()
    layer.deleteFeature(2)
    qtbot.waitUntil(lambda: dialog.plan() is not None and dialog.plan().grid.columns == 201, timeout=LIMIT_MS)
    layer.rollBack()
    qtbot.waitUntil(lambda: dialog.plan() is not None and dialog.plan().grid.columns == 751, timeout=LIMIT_MS)


def test_a_selection_that_is_not_asked_for_changes_nothing(dialog_with_layer, planned, monkeypatch):
    dialog, layer = dialog_with_layer
    dialog.raster_panel.clip.layers.setLayer(layer)
    clip = planned(dialog).options.clip
    layer.selectByIds([1])
    dialog.replan()
    assert dialog.plan().options.clip is clip


def test_a_layer_that_leaves_the_project_is_forgotten(dialog_with_layer, planned, desk):
    dialog, layer = dialog_with_layer
    dialog.raster_panel.clip.layers.setLayer(layer)
    planned(dialog)
    desk.project.removeMapLayer(layer.id())
    assert planned(dialog).clip is None
    assert dialog.raster_panel.clip.layers.currentText() == "None"
    assert dialog.raster_panel.clip.source() == ""


@pytest.mark.parametrize(
    ("source", "sentence"),
    [("Polygon?crs=EPSG:3857", "holds no polygons"), ("Polygon", "The layer “odd” has no CRS")],
)
def test_a_layer_that_cannot_be_clipped_to_says_why(opened, desk, qtbot, source, sentence):
    dialog = opened("elevation/dem")
    layer = QgsVectorLayer(source, "odd", "memory")
    if "crs" not in source:
        layer.setCrs(QgsCoordinateReferenceSystem())
    desk.project.addMapLayer(layer)
    dialog.raster_panel.clip.layers.setLayer(layer)
    qtbot.waitUntil(lambda: sentence in dialog.plan_view.text(), timeout=LIMIT_MS)
    assert not dialog.download_button.isEnabled()


def test_cells_outside_are_no_data_and_those_inside_are_the_source(
    dialog_with_layer, planned, finished, tmp_path, sandbox_data
):
    dialog, layer = dialog_with_layer
    dialog.raster_panel.clip.layers.setLayer(layer)
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    plan = planned(dialog)
    finished()
    dataset, source = gdal.Open(str(tmp_path / "dem.tif")), gdal.Open(str(sandbox_data / "elevation" / "dem.tif"))
    band = dataset.GetRasterBand(1)
    shape = (plan.grid.rows, plan.grid.columns)
    valid = np.frombuffer(band.GetMaskBand().ReadRaster(), np.uint8).reshape(shape) > 0
    x = plan.grid.extent.xmin + (np.arange(shape[1]) + 0.5) * 10
    y = plan.grid.extent.ymax - (np.arange(shape[0]) + 0.5) * 10
    inside = np.zeros(shape, bool)
    for polygon in layer.getFeatures():
        for row, column in np.argwhere(np.ones(shape, bool))[:: 1 if shape[0] * shape[1] < 1000 else 97]:
            point = QgsGeometry.fromPointXY(QgsPointXY(x[column], y[row]))
            inside[row, column] |= polygon.geometry().contains(point)
    rows, columns = np.nonzero(inside)
    assert len(rows) > 100
    assert np.count_nonzero(valid) == pytest.approx(math.pi * (100**2 + 50**2), rel=0.02)
    west = round((plan.grid.extent.xmin - dialog.service_panel.service().extent.xmin) / 10)
    north = round((dialog.service_panel.service().extent.ymax - plan.grid.extent.ymax) / 10)
    have = np.frombuffer(band.ReadRaster(), np.float32).reshape(shape)
    want = np.frombuffer(source.GetRasterBand(1).ReadRaster(west, north, shape[1], shape[0]), np.float32).reshape(shape)
    there = np.frombuffer(
        source.GetRasterBand(1).GetMaskBand().ReadRaster(west, north, shape[1], shape[0]), np.uint8
    ).reshape(shape)
    assert np.array_equal(have[valid], want[valid])
    assert np.array_equal(valid[rows, columns], there[rows, columns] > 0)


def test_polygons_are_part_of_the_command_and_of_what_the_layer_remembers(
    dialog_with_layer, planned, finished, desk, tmp_path
):
    dialog, layer = dialog_with_layer
    dialog.raster_panel.clip.layers.setLayer(layer)
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    planned(dialog)
    dialog.copy_process.trigger()
    words = dict(word.split("=", 1) for word in shlex.split(QApplication.clipboard().text())[4:])
    assert json.loads(words["CLIP"])["type"] == "MultiPolygon"
    assert "EXTENT" not in words
    finished()
    (raster,) = desk.project.mapLayersByName("dem")
    asked = json.loads(raster.customProperty(REQUEST_PROPERTY))
    assert asked == {"SERVICE": dialog.service_panel.service().url, "CLIP": words["CLIP"]}


def test_refreshing_a_clipped_layer_gives_the_same_cells(dialog_with_layer, planned, finished, desk, tmp_path):
    from image_services.core.cancel import Cancel
    from image_services.plugin.layer_actions import refreshing, request_of

    dialog, layer = dialog_with_layer
    dialog.raster_panel.clip.layers.setLayer(layer)
    path = tmp_path / "dem.tif"
    dialog.output_panel.file.setFilePath(str(path))
    planned(dialog)
    finished()
    (raster,) = desk.project.mapLayersByName("dem")
    desk.project.removeMapLayer(layer.id())
    work = refreshing(request_of(raster), dialog.service_panel.service().url, path)
    report = work(Cancel(), None)
    again, before = gdal.Open(report.output), gdal.Open(str(path))
    assert again.GetGeoTransform() == before.GetGeoTransform()
    assert again.GetRasterBand(1).ReadRaster() == before.GetRasterBand(1).ReadRaster()


def test_polygons_too_many_for_a_command_are_left_out_and_that_is_said(opened, desk, planned, qtbot):
    dialog = opened("elevation/dem")
    box = dialog.service_panel.service().extent
    layer = QgsVectorLayer("Polygon?crs=EPSG:3857", "fine", "memory")
    layer.dataProvider().addFeatures([feature(circle(box.xmin + 5000, box.ymin + 5000, 1000, points=5000))])
    desk.project.addMapLayer(layer)
    dialog.raster_panel.clip.layers.setLayer(layer)
    planned(dialog)
    assert "too many for a command" in dialog.plan_view.text()
    dialog.copy_process.trigger()
    assert "CLIP" not in QApplication.clipboard().text()
