# SPDX-License-Identifier: GPL-2.0-or-later
"""The plan in the download dialog follows every choice, in words."""

from __future__ import annotations

import pytest
from image_services.ui.cell_sizes import CellSize
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


def preset(dialog, title):
    (action,) = [action for action in dialog.raster_panel.bands.presets.actions() if action.text() == title]
    action.trigger()
    dialog.replan()
    return dialog.plan().bands


def test_presets_check_bands_in_their_usual_order(opened):
    dialog = opened("imagery/scene")
    assert preset(dialog, "Natural Colour") == (2, 1, 0)
    assert preset(dialog, "Colour Infrared") == (3, 2, 1)
    rows = dialog.raster_panel.bands.list
    assert [rows.item(row).text() for row in range(4)] == ["4  NearInfrared", "3  Red", "2  Green", "1  Blue"]
    assert preset(dialog, "First Three") == (0, 1, 2)
    assert preset(dialog, "All Bands") == (0, 1, 2, 3)
    assert dialog.plan().options.bands is None


@pytest.mark.parametrize(
    ("names", "offered"),
    [
        (["Red", "Green", "Blue", "Nir"], ["All Bands", "Natural Colour", "Colour Infrared", "First Three"]),
        (["a", "b", "c", "d"], ["All Bands", "First Three"]),
        (["Nir", "Red", "Green"], ["All Bands", "Colour Infrared"]),
        (["a", "b", "c"], None),
        (["a", "b"], None),
    ],
)
def test_only_presets_that_fit_are_offered(opened, sandbox, names, offered):
    sandbox.control.override("imagery/scene", root={"bandNames": names, "bandCount": len(names)})
    bands = opened("imagery/scene").raster_panel.bands
    assert bands.presets_button.isVisible() == (offered is not None)
    if offered is not None:
        assert [action.text() for action in bands.presets.actions()] == offered


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


def sizes_offered(dialog):
    box = dialog.raster_panel.cell_size.sizes
    return [box.itemText(row) for row in range(box.count())]


def choose_size(dialog, row):
    box = dialog.raster_panel.cell_size.sizes
    box.setCurrentIndex(row)
    box.activated.emit(row)  # as a click in the list does
    dialog.replan()


def test_sizes_that_suit_the_service_are_offered_and_native_is_usual(opened):
    dialog = opened("elevation/dem")
    assert sizes_offered(dialog) == [
        *("10 (native)", "20 (2 × native)", "40 (4 × native)", "80 (8 × native)", "160 (16 × native)"),
    ]
    assert dialog.raster_panel.cell_size.width_edit.text() == ""
    assert dialog.plan().is_native
    choose_size(dialog, 2)
    assert dialog.raster_panel.cell_size.width_edit.text() == "40"
    assert dialog.plan().grid.columns == 300
    assert sizes_offered(dialog)[0] == "10 (native)"
    choose_size(dialog, 0)
    assert dialog.plan().options.cell_size is None


def test_sizes_are_offered_in_units_of_the_output_with_all_their_digits(opened):
    dialog = opened("elevation/dem")
    dialog.raster_panel.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    dialog.replan()
    native = dialog.plan().grid.cell_width
    assert sizes_offered(dialog)[1].endswith("(2 × suggested)")
    choose_size(dialog, 1)
    assert dialog.plan().grid.cell_width == 2 * native


def test_a_typed_size_is_never_turned_into_one_of_the_list(opened, qtbot):
    dialog = opened("elevation/dem")
    box = dialog.raster_panel.cell_size.sizes
    box.setFocus()
    qtbot.keyClicks(box, "4")
    qtbot.waitUntil(lambda: "2400" not in dialog.plan_view.text() and dialog.plan() is not None, timeout=LIMIT_MS)
    dialog.replan()
    assert box.lineEdit().text() == "4"
    assert dialog.plan().grid.cell_width == 4


def test_levels_of_a_cache_are_named(opened, sandbox):
    lods = [{"level": 7, "resolution": 40, "scale": 1}, {"level": 6, "resolution": 76.437, "scale": 1}]
    sandbox.control.override("elevation/dem", root={"tileInfo": {"lods": lods, "spatialReference": {"wkid": 102100}}})
    dialog = opened("elevation/dem")
    assert "40 (level 7)" in sizes_offered(dialog)
    choose_size(dialog, sizes_offered(dialog).index("76.437 (level 6)"))
    assert dialog.plan().grid.cell_width == 76.437


def test_cells_that_are_not_square_are_offered_as_they_are(opened, sandbox):
    dialog = opened("elevation/dem")
    dialog.raster_panel.cell_size.set_usual(10, 20, is_native=True)
    dialog.raster_panel.cell_size.offer([CellSize(20, 40, 2)])
    assert sizes_offered(dialog) == ["10 × 20 (native)", "20 × 40 (2 × native)"]
    choose_size(dialog, 1)
    assert dialog.raster_panel.cell_size.value() == (20, 40)


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


def test_slices_are_listed_and_can_be_typed(opened, qtbot):
    dialog = opened("science/monthly")
    dialog.values_panel.setCollapsed(False)
    field = dialog.values_panel.slice
    assert field.isVisible()
    qtbot.waitUntil(lambda: field.box.count() == 13, timeout=LIMIT_MS)
    assert [field.box.itemText(row) for row in (0, 1, 12)] == ["As the Service", "2024-01-01, #0", "2024-12-01, #11"]
    assert dialog.plan().template.slice_id is None
    field.box.setCurrentIndex(3)
    dialog.replan()
    assert dialog.plan().template.slice_id == 2
    field.box.setEditText("7")
    dialog.replan()
    assert dialog.plan().template.slice_id == 7
    field.box.setEditText("seven")
    dialog.replan()
    assert "“seven” is no slice" in dialog.plan_view.text()
    assert not opened("elevation/dem").values_panel.slice.isVisible()
    dialog.replan()
    assert dialog.plan().template.slice_id is None


def test_slices_that_a_service_does_not_tell_can_be_typed(opened, qtbot, sandbox):
    sandbox.control.faults({"kind": "error", "code": 400, "message": "Unable to complete.", "operation": "slices"})
    dialog = opened("science/monthly")
    qtbot.waitUntil(lambda: dialog.values_panel.slice._slices._task is None, timeout=LIMIT_MS)
    assert dialog.values_panel.slice.box.count() == 1
    dialog.values_panel.slice.box.setEditText("2")
    dialog.replan()
    assert dialog.plan().template.slice_id == 2


def test_a_slice_typed_before_the_list_has_come_stays(opened, qtbot, sandbox):
    sandbox.control.faults({"kind": "latency", "ms": 500, "operation": "slices"})
    dialog = opened("science/monthly")
    box = dialog.values_panel.slice.box
    box.setEditText("2")
    qtbot.waitUntil(lambda: box.count() == 13, timeout=LIMIT_MS)
    assert box.currentText() == "2024-03-01, #2"
    assert dialog.values_panel.slice.value() == 2


def test_compression_and_quality_are_for_the_formats_that_know_them(opened):
    dialog = opened("imagery/scene")
    panel = dialog.transfer_panel

    def sent(form, compression="none"):
        panel.format.set_value(form)
        panel.compression.set_value(compression)
        dialog.replan()
        template = dialog.plan().template
        return (
            panel.compression.isEnabled(),
            panel.quality.isEnabled(),
            template.compression,
            template.compression_quality,
        )

    panel.quality.setValue(60)
    assert sent("auto", "jpeg") == (False, False, "none", None)
    assert sent("tiff") == (True, False, "none", None)
    assert sent("tiff", "lz77") == (True, False, "lz77", None)
    assert sent("tiff", "jpeg") == (True, True, "jpeg", 60)
    assert "JPEG compression changes values." in dialog.plan_view.text()
    assert sent("jpg") == (False, True, "none", 60)
    assert sent("png") == (False, False, "none", None)
    panel.quality.clear()
    assert sent("jpgpng") == (False, True, "none", None)
    assert panel.quality.lineEdit().placeholderText() == "As the server"
    assert opened("elevation/dem").transfer_panel.quality.text() == "As the server"


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
