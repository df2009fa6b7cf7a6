# SPDX-License-Identifier: GPL-2.0-or-later
"""The download dialog, used as people use it, against a running image server."""

from __future__ import annotations

import json
import shlex

import numpy as np
import pytest
from image_services.plugin import layers
from osgeo import gdal
from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMessageViewer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QTextBrowser

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


def pixels(path):
    """Return the bands of a file, without gdal_array, which is bound to one numpy."""
    dataset = gdal.Open(str(path))
    kinds = {gdal.GDT_Float32: np.float32, gdal.GDT_UInt16: np.uint16, gdal.GDT_Byte: np.uint8}
    bands = []
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        shape = (dataset.RasterYSize, dataset.RasterXSize)
        bands.append(np.frombuffer(band.ReadRaster(), kinds[band.DataType]).reshape(shape))
    return np.stack(bands)


# Opening a service


def test_a_complete_address_is_opened_without_a_click(dialog, qtbot, sandbox):
    assert not dialog.download_button.isEnabled()
    assert not dialog.raster_panel.isEnabled()
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
        qtbot.keyClicks(dialog.service_panel.address.lineEdit(), sandbox.service_url("elevation/dem"))
    assert dialog.download_button.isEnabled()
    assert dialog.raster_panel.isEnabled()
    facts = dialog.service_panel.facts.text()
    assert "elevation/dem" in facts
    assert "1 band, 32-bit floating point, 1,200 × 1,000 cells of 10 × 10 meters" in facts
    assert "EPSG:3857" in facts


def test_enter_opens_and_downloads_nothing(dialog, qtbot, sandbox, desk):
    line = dialog.service_panel.address.lineEdit()
    qtbot.keyClicks(line, sandbox.service_url("elevation/dem"))
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog._jobs == []
    assert dialog.isVisible()


def test_while_a_service_is_opened_it_can_be_cancelled(dialog, qtbot, sandbox):
    sandbox.control.faults({"kind": "latency", "ms": 5000, "operation": "*"})
    dialog.open(sandbox.service_url("elevation/dem"))
    assert dialog.service_panel.button.text() == "Cancel"
    assert "Asking the service" in dialog.plan_view.text()
    dialog.service_panel.button.click()
    assert dialog.service_panel.button.text() == "Load"
    assert "Give the address" in dialog.plan_view.text()


def test_a_newer_address_wins_over_an_older_answer(dialog, qtbot, sandbox):
    sandbox.control.faults({"kind": "latency", "ms": 1500, "operation": "*", "service": "elevation/dem"})
    services = []
    dialog.service_panel.loaded.connect(services.append)
    dialog.open(sandbox.service_url("elevation/dem"))
    dialog.open(sandbox.service_url("imagery/scene"))
    qtbot.waitUntil(lambda: dialog._runner.running == 0, timeout=LIMIT_MS)
    qtbot.wait(100)
    assert [service.name for service in services] == ["imagery/scene"]
    assert dialog.service_panel.service().name == "imagery/scene"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://example.org/arcgis/rest/services/Roads/MapServer", "the address of a MapServer"),
        ("https://example.org/arcgis/rest/services", "should end in /ImageServer"),
        ("nonsense with blanks", "is not"),
    ],
)
def test_an_address_of_something_else_is_refused_in_words(dialog, address, sentence):
    dialog.open(address)
    assert sentence in dialog.plan_view.text()
    assert dialog.plan_view.lines()[0][0] == "error"
    assert not dialog.download_button.isEnabled()
    assert dialog.service_panel.address.currentText() == address


def test_a_service_that_does_not_exist_is_an_error_in_place(dialog, qtbot, sandbox):
    with qtbot.waitSignal(dialog.service_panel.failed, timeout=LIMIT_MS):
        dialog.open(sandbox.service_url("elevation/nothing"))
    assert "no image service at this address" in dialog.plan_view.text()
    assert dialog.service_panel.button.text() == "Load"


@pytest.mark.parametrize("name", ["quirks/tilesonly", "quirks/noimage", "quirks/nosr", "quirks/badsr"])
def test_a_service_that_cannot_be_downloaded_from_says_why(opened, name):
    dialog = opened(name)
    assert dialog.plan_view.lines()[0][0] == "error"
    assert not dialog.download_button.isEnabled()


def test_changing_the_address_forgets_the_service(opened, qtbot):
    dialog = opened("elevation/dem")
    dialog.service_panel.address.setEditText("https://example.org/arcgis")
    assert dialog.service_panel.service() is None
    assert dialog.plan() is None
    assert not dialog.raster_panel.isEnabled()


def test_addresses_are_remembered_newest_first_and_without_secrets(opened, clean_settings, sandbox):
    opened("elevation/dem")
    opened("imagery/scene")
    dialog = opened("elevation/dem")
    expected = [sandbox.service_url("elevation/dem"), sandbox.service_url("imagery/scene")]
    assert clean_settings.recent_services() == expected
    address = dialog.service_panel.address
    assert [address.itemText(row) for row in range(address.count())] == expected
    clean_settings.remember_service("https://ann:hunter2@example.org/a/ImageServer?token=abc")
    assert clean_settings.recent_services()[0] == "https://example.org/a/ImageServer"


def test_a_service_that_wants_a_sign_in_opens_the_authentication(dialog, qtbot, sandbox):
    sandbox.control.faults({"kind": "error", "code": 499, "message": "Token Required", "operation": "*"})
    with qtbot.waitSignal(dialog.service_panel.failed, timeout=LIMIT_MS):
        dialog.open(sandbox.service_url("elevation/dem"))
    assert not dialog.service_panel.sign_in.isCollapsed()


# The plan


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
    ("text", "value"), [("", ()), ("0", (0,)), ("1, 2, 3, 4", (1, 2, 3, 4)), ("-9999.5", (-9999.5,))]
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


# Downloads


def test_a_download_becomes_a_layer_and_a_message(opened, finished, said, desk, tmp_path, sandbox_data):
    dialog = opened("elevation/dem")
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    finished()
    (layer,) = desk.project.mapLayers().values()
    assert isinstance(layer, QgsRasterLayer)
    assert layer.name() == "dem"
    assert layer.source() == str(tmp_path / "dem.tif")
    title, text, level = said()[0]
    assert (title, level) == ("Download finished", Qgis.MessageLevel.Success)
    assert text.startswith("“dem”, 1,200 × 1,000 cells in ")
    assert "Open Folder" in [button.text() for button in desk.bar.findChildren(QPushButton)]
    source = pixels(sandbox_data / "elevation" / "dem.tif")
    assert np.array_equal(pixels(tmp_path / "dem.tif"), source)
    assert dialog.isVisible()
    assert dialog.download_button.isEnabled()


def test_the_request_is_kept_with_the_layer(opened, finished, desk, tmp_path, sandbox):
    dialog = opened("imagery/scene")
    dialog.raster_panel.bands.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.output_panel.file.setFilePath(str(tmp_path / "scene.tif"))
    finished()
    (layer,) = desk.project.mapLayers().values()
    request = json.loads(layer.customProperty(layers.REQUEST_PROPERTY))
    assert request == {"SERVICE": sandbox.service_url("imagery/scene"), "BANDS": "2,3,4"}


def test_without_a_name_the_file_is_a_temporary_one(opened, finished, desk):
    dialog = opened("science/monthly")
    finished()
    (layer,) = desk.project.mapLayers().values()
    assert layer.source().endswith("/monthly.tif")
    assert layer.isTemporary()
    assert dialog.output_panel.file.filePath() == ""


def test_the_layer_is_left_out_where_it_is_not_wanted(opened, finished, desk, tmp_path):
    dialog = opened("science/monthly")
    dialog.output_panel.file.setFilePath(str(tmp_path / "out"))
    dialog.output_panel.open.setChecked(False)
    finished()
    assert (tmp_path / "out.tif").exists()
    assert desk.project.mapLayers() == {}


def test_a_second_run_says_that_it_replaces_and_does(opened, finished, said, desk, tmp_path):
    path = tmp_path / "out.tif"
    path.write_text("something old")
    dialog = opened("science/monthly")
    dialog.output_panel.file.setFilePath(str(path))
    dialog.replan()
    assert ("warning", "“out.tif” exists and will be replaced.") in dialog.plan_view.lines()
    finished()
    finished()
    assert len(desk.project.mapLayers()) == 2
    assert [level for _, _, level in said()] == [Qgis.MessageLevel.Success] * 2


def test_two_downloads_run_side_by_side_but_not_into_one_file(opened, sandbox, qtbot, desk, tmp_path):
    sandbox.control.faults({"kind": "latency", "ms": 700})
    dialog = opened("science/monthly")
    dialog.output_panel.file.setFilePath(str(tmp_path / "one.tif"))
    dialog.download_button.click()
    dialog.replan()
    assert "is being written by a running download" in dialog.plan_view.text()
    assert not dialog.download_button.isEnabled()
    dialog.output_panel.file.setFilePath(str(tmp_path / "two.tif"))
    dialog.replan()
    dialog.download_button.click()
    assert len(dialog._jobs) == 2
    qtbot.waitUntil(lambda: not dialog._jobs, timeout=LIMIT_MS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.tif", "two.tif"]
    assert len(desk.project.mapLayers()) == 2


def test_progress_is_told_in_words_and_can_be_cancelled(opened, sandbox, qtbot, said, desk, tmp_path):
    sandbox.control.faults({"kind": "latency", "ms": 200})
    dialog = opened("elevation/dem")
    dialog.transfer_panel.tile_columns.setValue(100)
    dialog.transfer_panel.tile_rows.setValue(100)
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    dialog.replan()
    dialog.download_button.click()
    (job,) = dialog._jobs
    widget = job._widget
    qtbot.waitUntil(lambda: "of 120 tiles" in widget.label.text(), timeout=LIMIT_MS)
    assert widget.label.text().startswith("Downloading “dem”: ")
    assert "MB/s" in widget.label.text()
    qtbot.mouseClick(widget.button, Qt.MouseButton.LeftButton)
    assert "cancelling" in widget.label.text()
    qtbot.waitUntil(lambda: not dialog._jobs, timeout=LIMIT_MS)
    assert said() == [
        ("Download cancelled", "“dem” was cancelled, nothing was kept.", Qgis.MessageLevel.Info),
    ]
    assert list(tmp_path.iterdir()) == []
    assert desk.project.mapLayers() == {}
    assert dialog.download_button.isEnabled()
    assert dialog.output_panel.file.filePath() == str(tmp_path / "dem.tif")


def test_a_dismissed_progress_message_does_not_stop_the_download(opened, sandbox, qtbot, said, desk, tmp_path):
    sandbox.control.faults({"kind": "latency", "ms": 500})
    dialog = opened("science/monthly")
    dialog.output_panel.file.setFilePath(str(tmp_path / "out.tif"))
    dialog.replan()
    dialog.download_button.click()
    desk.bar.clearWidgets()
    qtbot.waitUntil(lambda: not dialog._jobs, timeout=LIMIT_MS)
    assert said()[0][0] == "Download finished"


def test_a_failure_is_one_sentence_with_details_and_keeps_the_input(
    opened, sandbox, qtbot, finished, said, desk, tmp_path
):
    dialog = opened("elevation/dem")
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    dialog.transfer_panel.tile_columns.setValue(777)
    sandbox.control.faults({"kind": "error", "code": 400, "message": "Unable to complete operation."})
    finished()
    ((title, text, level),) = said()
    assert title == "Download of “dem” failed"
    assert level == Qgis.MessageLevel.Critical
    assert "\n" not in text
    assert list(tmp_path.iterdir()) == []
    assert dialog.transfer_panel.tile_columns.value() == 777
    assert dialog.service_panel.service() is not None
    assert dialog.download_button.isEnabled()
    (button,) = [b for b in desk.bar.findChildren(QPushButton) if b.text() == "Details…"]
    button.click()
    (viewer,) = desk.bar.window().findChildren(QgsMessageViewer)
    details = viewer.findChild(QTextBrowser).toPlainText()
    assert "qgis_process run imageservices:download" in details
    assert sandbox.service_url("elevation/dem") in details
    viewer.close()
    sandbox.control.reset()
    finished()
    assert said()[0][2] == Qgis.MessageLevel.Success


def test_holes_are_a_warning_that_lists_them(opened, sandbox, finished, said, desk, tmp_path):
    dialog = opened("elevation/dem")
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    dialog.transfer_panel.tile_columns.setValue(400)
    dialog.transfer_panel.tile_rows.setValue(400)
    dialog.transfer_panel.on_error.set_value("nodata")
    dialog.replan()
    west = repr(dialog.service_panel.service().extent.xmin + 400 * 10)
    fault = {"kind": "error", "code": 400, "message": "Unable to complete operation.", "match": {"bbox": f"{west},*"}}
    sandbox.control.faults(fault)
    finished()
    title, text, level = said()[0]
    assert (title, level) == ("Download incomplete", Qgis.MessageLevel.Warning)
    assert "3 of its tiles could not be had and are filled with NoData." in text
    (button,) = [b for b in desk.bar.findChildren(QPushButton) if b.text() == "Details…"]
    assert button.isVisibleTo(desk.bar)
    button.click()
    (viewer,) = desk.bar.window().findChildren(QgsMessageViewer)
    assert "Column 400, row 800, 400 × 200 cells: " in viewer.findChild(QTextBrowser).toPlainText()
    viewer.close()


def test_a_closed_dialog_lets_its_downloads_end(opened, sandbox, qtbot, desk, tmp_path, said):
    sandbox.control.faults({"kind": "latency", "ms": 500})
    dialog = opened("science/monthly")
    dialog.output_panel.file.setFilePath(str(tmp_path / "out.tif"))
    dialog.replan()
    dialog.download_button.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: desk.runner.running == 0, timeout=LIMIT_MS)
    assert said()[0][0] == "Download finished"
    dialog.show()
    assert dialog.plan() is not None
    assert ("warning", "“out.tif” exists and will be replaced.") in dialog.plan_view.lines()


def test_names_of_services_are_never_read_as_html(opened, sandbox, finished, said):
    sandbox.control.override("science/monthly", root={"name": "a<b>bold", "copyrightText": "<b>We</b> &copy; you"})
    dialog = opened("science/monthly")
    labels = dialog.service_panel.facts.labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert "We © you" in dialog.service_panel.facts.text()
    finished()
    assert said()[0][1].startswith("“a&lt;b&gt;bold”")


# Commands


def test_the_same_download_can_be_copied_as_a_command(opened, sandbox):
    dialog = opened("imagery/scene")
    dialog.raster_panel.bands.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.raster_panel.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    dialog.copy_process.trigger()
    words = shlex.split(QApplication.clipboard().text())
    assert words[:4] == ["qgis_process", "run", "imageservices:download", "--"]
    assert dict(word.split("=", 1) for word in words[4:]) == {
        "SERVICE": sandbox.service_url("imagery/scene"),
        "CRS": "EPSG:4326",
        "BANDS": "2,3,4",
        "OUTPUT": "TEMPORARY_OUTPUT",
    }
    dialog.copy_python.trigger()
    text = QApplication.clipboard().text()
    compile(text, "copied", "exec")
    assert "'BANDS': '2,3,4'" in text


# What stays


def test_choices_of_taste_are_remembered(opened, finished, desk, qtbot, tmp_path, clean_settings):
    dialog = opened("science/monthly")
    dialog.transfer_panel.tile_columns.setValue(512)
    dialog.transfer_panel.concurrency.setValue(3)
    dialog.transfer_panel.compression.set_value("deflate")
    dialog.output_panel.file.setFilePath(str(tmp_path / "out.tif"))
    finished()
    assert clean_settings.tile_columns.value() == 512
    assert clean_settings.concurrency.value() == 3
    assert clean_settings.file_compression.value() == "deflate"
    assert clean_settings.folder() == str(tmp_path)
    second = type(dialog)(desk.canvas, desk.runner, desk.bar, desk.project)
    qtbot.addWidget(second)
    assert second.transfer_panel.tile_columns.value() == 512
    assert second.transfer_panel.compression.value() == "deflate"
    second.output_panel.file.setFilePath("other.tif")
    assert second.output_panel.path() == tmp_path / "other.tif"


def test_the_dialog_fits_a_small_screen_and_grows(dialog):
    assert dialog.width() <= 1000
    assert dialog.height() <= 580
    assert dialog.minimumSizeHint().height() <= 400
    assert dialog.objectName() == "imageServicesDownloadDialog"


def test_every_field_can_be_reached_and_is_named(opened):
    dialog = opened("imagery/scene")
    for panel in (dialog.raster_panel, dialog.values_panel, dialog.transfer_panel, dialog.output_panel):
        for label in panel.form._labels:
            assert label.buddy() is not None, label.text()
    mnemonics = [
        label.text()[label.text().index("&") + 1].lower()
        for panel in dialog._panels()
        for label in panel.form._labels
        if "&" in label.text()
    ]
    assert len(mnemonics) == len(set(mnemonics)), sorted(mnemonics)


def test_many_changes_make_one_plan(opened, qtbot, monkeypatch):
    dialog = opened("elevation/dem")
    plans = []
    monkeypatch.setattr(dialog.plan_view, "show_plan", lambda *plan: plans.append(plan))
    for columns in range(100, 200):
        dialog.transfer_panel.tile_columns.setValue(columns)
    qtbot.waitUntil(lambda: len(plans) > 0, timeout=LIMIT_MS)
    qtbot.wait(200)
    assert len(plans) == 1
    assert plans[0][0].options.tile_columns == 199
