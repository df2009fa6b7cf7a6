# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads from the dialog: done, cancelled, failed, one after the other and side by side."""

from __future__ import annotations

import json
import shlex

import numpy as np
import pytest
from image_services.plugin import layers
from osgeo import gdal
from qgis.core import Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsRasterLayer, QgsTask
from qgis.gui import QgsMessageViewer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QTextBrowser

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
gdal.UseExceptions()


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


@pytest.fixture
def told_by_qgis():
    """What QGIS tells people about tasks, in a notification of the system: (description, status)."""
    manager, told = QgsApplication.taskManager(), []

    def tell(number, status):
        told.append((manager.task(number).description(), status))

    manager.statusChanged.connect(tell)
    yield told
    manager.statusChanged.disconnect(tell)


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


def test_progress_is_told_in_words_and_can_be_cancelled(opened, sandbox, qtbot, said, desk, tmp_path, told_by_qgis):
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
    qtbot.waitUntil(lambda: widget.label.text().endswith(" left"), timeout=LIMIT_MS)
    (task,) = QgsApplication.taskManager().activeTasks()
    qtbot.waitUntil(lambda: task.description() == widget.label.text(), timeout=LIMIT_MS)
    qtbot.mouseClick(widget.button, Qt.MouseButton.LeftButton)
    assert "cancelling" in widget.label.text()
    qtbot.waitUntil(lambda: not dialog._jobs, timeout=LIMIT_MS)
    assert told_by_qgis[-1] == ("“dem” was cancelled, nothing was kept.", QgsTask.TaskStatus.Terminated)
    assert said() == [
        ("Download cancelled", "“dem” was cancelled, nothing was kept.", Qgis.MessageLevel.Info),
    ]
    assert list(tmp_path.iterdir()) == []
    assert desk.project.mapLayers() == {}
    assert dialog.download_button.isEnabled()
    assert dialog.output_panel.file.filePath() == str(tmp_path / "dem.tif")


def test_qgis_tells_the_end_of_a_download_by_its_name(opened, finished, tmp_path, told_by_qgis):
    dialog = opened("elevation/dem")
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    finished()
    assert told_by_qgis[-1] == ("Downloading “dem”", QgsTask.TaskStatus.Complete)


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
