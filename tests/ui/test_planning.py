# SPDX-License-Identifier: GPL-2.0-or-later
"""The plan in the download dialog follows every choice, in words."""

from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.PyQt.QtCore import Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


def test_the_plan_says_what_it_comes_to_and_that_values_are_unchanged(opened):
    kind, text = opened("elevation/dem").plan_view.lines()[0]
    assert kind == "success"
    assert text.startswith("1,200 × 1,000 cells, 1 band F32, 2 requests, about 5 MB, in EPSG:3857.")
    assert text.endswith("Values are unchanged.")


def test_the_plan_follows_the_choices(opened, qtbot):
    dialog = opened("imagery/scene")
    bands = dialog.raster_panel.bands
    bands.list.item(3).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "3 bands U16" in dialog.plan_view.text(), timeout=LIMIT_MS)
    bands.none_button.click()
    qtbot.waitUntil(lambda: "check at least one" in dialog.plan_view.text(), timeout=LIMIT_MS)
    assert not dialog.download_button.isEnabled()
    bands.all_button.click()
    qtbot.waitUntil(lambda: "4 bands U16" in dialog.plan_view.text(), timeout=LIMIT_MS)
    dialog.transfer_panel.tile_columns.setValue(100)
    qtbot.waitUntil(lambda: "requests" in dialog.plan_view.text() and len(dialog.plan().tiles) > 10, timeout=LIMIT_MS)


def test_bands_come_in_the_order_of_the_list(opened):
    dialog = opened("imagery/scene")
    rows = dialog.raster_panel.bands.list
    rows.insertItem(0, rows.takeItem(3))
    dialog.raster_panel.bands.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    dialog.replan()
    assert dialog.plan().bands == (3, 0, 2)


def test_one_band_needs_no_list(opened):
    assert not opened("elevation/dem").raster_panel.bands.isVisible()
    assert opened("imagery/scene").raster_panel.bands.isVisible()


def test_another_reference_is_a_warning_and_new_cells(opened):
    dialog = opened("elevation/dem")
    dialog.raster_panel.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    dialog.replan()
    assert ("warning", "The server reprojects from EPSG:3857 to EPSG:4326 (nearest): new cells.") in (
        dialog.plan_view.lines()
    )
    assert "suggested" in dialog.raster_panel.cell_size.width_edit.placeholderText()
    assert dialog.download_button.isEnabled()


@pytest.mark.parametrize(("width", "height", "cells"), [("20", "", "600 × 500"), ("20", "40", "600 × 250")])
def test_a_cell_size_of_ones_own_is_planned_and_said_to_resample(opened, width, height, cells):
    dialog = opened("elevation/dem")
    dialog.raster_panel.cell_size.width_edit.setText(width)
    dialog.raster_panel.cell_size.height_edit.setText(height)
    dialog.replan()
    assert cells in dialog.plan_view.text()
    assert "resamples" in dialog.plan_view.text()


@pytest.mark.parametrize("text", ["-5", "0", "ten", "nan", "1e999"])
def test_a_cell_size_that_is_none_is_refused_in_words(opened, text):
    dialog = opened("elevation/dem")
    dialog.raster_panel.cell_size.width_edit.setText(text)
    dialog.replan()
    assert "is no cell size" in dialog.plan_view.text()
    assert not dialog.download_button.isEnabled()


def test_the_extent_of_the_canvas_is_snapped_to_whole_cells(opened, desk):
    dialog = opened("elevation/dem")
    box = dialog.service_panel.service().extent
    desk.canvas.resize(400, 300)
    desk.canvas.setExtent(QgsRectangle(box.xmin + 1003, box.ymin + 1003, box.xmin + 1997, box.ymin + 1997))
    desk.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    extent = dialog.raster_panel.extent
    extent.setCurrentExtent(desk.canvas.extent(), desk.canvas.mapSettings().destinationCrs())
    extent.setOutputExtentFromCurrent()
    dialog.replan()
    grid = dialog.plan().grid
    assert grid.columns < 200
    assert (grid.extent.xmin - box.xmin) % 10 == pytest.approx(0)
    assert grid.extent.xmin <= desk.canvas.extent().xMinimum() < grid.extent.xmin + 10


def test_an_extent_drawn_in_another_reference_keeps_its_own_numbers(opened):
    """However often the output reference changes, the plan starts from the box that was given."""
    dialog = opened("elevation/dem")
    extent = dialog.raster_panel.extent
    extent.setOutputExtentFromUser(QgsRectangle(*inner(dialog)), QgsCoordinateReferenceSystem("EPSG:3857"))
    dialog.replan()
    first = dialog.plan().grid
    for code in ("EPSG:4326", "EPSG:32632", "EPSG:3035"):
        dialog.raster_panel.crs.setCrs(QgsCoordinateReferenceSystem(code))
        dialog.replan()
        assert dialog.plan() is not None
    dialog.raster_panel.crs.setCrs(QgsCoordinateReferenceSystem())
    dialog.replan()
    assert dialog.plan().grid == first


def inner(dialog):
    box = dialog.service_panel.service().extent
    return (box.xmin + 1000, box.ymin + 1000, box.xmin + 3000, box.ymin + 2000)


def test_an_emptied_extent_means_everything_again(opened):
    dialog = opened("elevation/dem")
    extent = dialog.raster_panel.extent
    extent.setOutputExtentFromUser(QgsRectangle(*inner(dialog)), QgsCoordinateReferenceSystem("EPSG:3857"))
    dialog.replan()
    assert dialog.plan().grid.columns == 200
    extent.clear()
    dialog.replan()
    assert dialog.plan().grid.columns == 1200
    assert dialog.plan().options.extent is None


def test_an_extent_elsewhere_says_where_the_service_is(opened):
    dialog = opened("elevation/dem")
    dialog.raster_panel.extent.setOutputExtentFromUser(
        QgsRectangle(0, 0, 10, 10), QgsCoordinateReferenceSystem("EPSG:3857")
    )
    dialog.replan()
    assert "lies outside" in dialog.plan_view.text()
    assert not dialog.download_button.isEnabled()


def test_an_extent_that_is_no_extent_is_refused_in_words(opened):
    dialog = opened("elevation/dem")
    dialog.raster_panel.extent._line.setText("here and there")
    dialog.replan()
    assert "is no extent" in dialog.plan_view.text()


def test_the_planned_raster_is_outlined_on_the_map(opened, desk):
    dialog = opened("elevation/dem")
    items = len(desk.canvas.scene().items())
    dialog.raster_panel.zoom_button.click()
    box = dialog.plan().grid.extent
    assert desk.canvas.extent().contains(QgsRectangle(*box.bounds))
    dialog.reject()
    assert len(desk.canvas.scene().items()) == items - 1


def test_values_can_be_chosen_and_are_explained(opened):
    dialog = opened("elevation/dem")
    values = dialog.values_panel
    names = [values.rendering_rule.itemText(row) for row in range(values.rendering_rule.count())]
    assert names[0] == "None (Raw Values)"
    assert len(names) > 1
    values.rendering_rule.setCurrentIndex(1)
    dialog.replan()
    assert "result of a rendering rule" in dialog.plan_view.text()
    values.rendering_rule.setEditText("no such function")
    dialog.replan()
    assert "has no raster function “no such function”" in dialog.plan_view.text()
    values.rendering_rule.setEditText('{"rasterFunction": "Slope"}')
    dialog.replan()
    assert dialog.plan().template.rendering_rule == '{"rasterFunction":"Slope"}'


@pytest.mark.parametrize(
    ("text", "value"),
    [("", ()), ("0", (0,)), ("1, 2, 3, 4", (1, 2, 3, 4)), ("0,255,0,7", (0, 255, 0, 7)), ("-9.5", (-9.5,))],
)
def test_no_data_is_one_number_or_one_per_band(opened, text, value):
    dialog = opened("imagery/scene")
    dialog.values_panel.no_data.setText(text)
    dialog.replan()
    assert dialog.plan().options.no_data == value


def test_no_data_that_is_no_number_is_refused_in_words(opened):
    dialog = opened("imagery/scene")
    dialog.values_panel.no_data.setText("none")
    dialog.replan()
    assert "is no NoData value" in dialog.plan_view.text()


def test_mosaic_methods_are_offered_where_their_name_is_enough(opened, sandbox):
    methods = "Center,NorthWest,LockRaster,ByAttribute,None"
    sandbox.control.override("elevation/dem", root={"allowedMosaicMethods": methods, "defaultMosaicMethod": "Center"})
    dialog = opened("elevation/dem")
    rule = dialog.values_panel.mosaic_rule
    assert [rule.itemText(row) for row in range(rule.count())] == ["As the Service (Center)", "Center", "NorthWest"]
    rule.set_value("NorthWest")
    dialog.replan()
    assert dialog.plan().template.mosaic_rule == '{"mosaicMethod":"esriMosaicNorthwest"}'
    rule.setEditText('{"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [3]}')
    dialog.replan()
    assert "lockRasterIds" in dialog.plan().template.mosaic_rule


def test_time_is_offered_where_the_service_has_it(opened):
    dialog = opened("science/monthly")
    dialog.values_panel.setCollapsed(False)
    time = dialog.values_panel.time
    assert time.isVisible()
    time.kind.set_value("range")
    dialog.replan()
    assert dialog.plan().template.time == "1704067200000,1733011200000"
    time.kind.set_value("instant")
    dialog.replan()
    assert dialog.plan().template.time == "1704067200000"
    dialog = opened("elevation/dem")
    assert not dialog.values_panel.time.isVisible()
    dialog.replan()
    assert dialog.plan().template.time == ""


def test_tolerance_is_for_fractions_only(opened):
    tolerance = opened("elevation/dem").transfer_panel.tolerance
    assert tolerance.isEnabled()
    tolerance.setText("0.5")
    dialog = opened("imagery/scene")
    assert not dialog.transfer_panel.tolerance.isEnabled()
    dialog.replan()
    assert dialog.plan().options.lerc_tolerance == 0


@pytest.mark.parametrize(("text", "sentence"), [("/nowhere/at/all.tif", "does not exist"), ("{tmp}", "is a folder")])
def test_an_output_that_cannot_be_written_is_said_at_once(opened, tmp_path, text, sentence):
    (tmp_path / "folder.tif").mkdir()
    dialog = opened("elevation/dem")
    dialog.output_panel.file.setFilePath(text.format(tmp=tmp_path / "folder.tif"))
    dialog.replan()
    assert sentence in dialog.plan_view.text()
    assert not dialog.download_button.isEnabled()
