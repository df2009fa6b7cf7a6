# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions that stretch each request: told before a download, asked about when it starts, and mended by a click."""

from __future__ import annotations

import json

import numpy as np
import pytest
from image_services.plugin import library
from osgeo import gdal
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMessageBox

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
DRA = {"rasterFunction": "Stretch", "rasterFunctionArguments": {"StretchType": 5, "DRA": True}}


@pytest.fixture
def planned(opened, qtbot):
    """Open a service with a rule and small tiles, and wait until all is known about its seams."""

    def plan(name, rule, box=None, tile=500, wait=True):
        dialog = opened(name)
        dialog.values_panel.setCollapsed(False)
        dialog.transfer_panel.tile_columns.setValue(tile)
        dialog.transfer_panel.tile_rows.setValue(tile)
        if box is not None:
            dialog.raster_panel.extent.setOutputExtentFromUser(box, dialog.raster_panel._service_crs)
            dialog.values_panel.mosaic_rule.setEditText("northwest")
        dialog.values_panel.rule.box.setEditText(rule if isinstance(rule, str) else json.dumps(rule))
        dialog.replan()
        qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
        if wait:
            qtbot.waitUntil(lambda: not dialog.seams._compared.is_waiting(), timeout=LIMIT_MS)
        return dialog

    return plan


@pytest.fixture
def scene(planned, sandbox):
    """Plan one of the scenes under a function of the service, which keeps its JSON for itself."""
    service = library.open_service(sandbox.service_url("mosaics/scenes"))
    box = QgsRectangle(*next(service.catalog().rasters()).extent.bounds)
    infos = [{"name": each.name, "description": "", "help": ""} for each in service.raster_functions]
    sandbox.control.override("mosaics/scenes", root={"rasterFunctionInfos": infos})
    return lambda rule, **options: planned("mosaics/scenes", rule, box, tile=60, **options)


@pytest.fixture
def stretched(planned):
    """Plan the elevation model under a rule that says itself that it stretches each request."""
    return planned("elevation/dem", DRA)


@pytest.fixture
def ended(qtbot):
    """Wait until a download has begun and ended."""

    def wait(dialog):
        qtbot.waitUntil(lambda: bool(dialog._jobs), timeout=LIMIT_MS)
        qtbot.waitUntil(lambda: not dialog._jobs, timeout=LIMIT_MS)

    return wait


def images(sandbox):
    return [each for each in sandbox.control.requests() if each["operation"] == "exportImage"]


def buttons(dialog):
    return [button.text().replace("&", "") for button in dialog.seams.question.box.buttons()]


def press(dialog, text):
    box = dialog.seams.question.box
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


def warnings(dialog):
    return [text for kind, text in dialog.plan_view.lines() if kind == "warning" and "seams" in text]


# Finding out


def test_what_a_name_only_hints_at_is_found_out_by_comparing_two_small_requests(scene, sandbox):
    dialog = scene("StretchPerRequest")
    (text,) = warnings(dialog)
    assert text.startswith("“StretchPerRequest” gives the same place other values in another request")
    assert dialog.values_panel.rule.seams.text() == text
    assert dialog.values_panel.rule.single_button.isVisible()
    assert len(images(sandbox)) == 2


def test_a_function_that_does_no_such_thing_is_not_warned_of(scene, sandbox):
    dialog = scene("Natural Color")
    assert len(images(sandbox)) == 2
    assert warnings(dialog) == []
    assert not dialog.values_panel.rule.seams.isVisible()


def test_a_warning_by_name_is_taken_back_when_values_are_the_same(planned, sandbox):
    """“Stretch” of the elevation model has limits of its own where its statistics are known."""
    dialog = planned("elevation/dem", {"rasterFunction": "Stretch", "rasterFunctionArguments": {"StretchType": 0}})
    assert warnings(dialog) == []
    assert len(images(sandbox)) == 2


def test_a_function_is_compared_once_wherever_the_extent_goes(scene, sandbox, qtbot):
    dialog = scene("StretchPerRequest")
    box = QgsRectangle(dialog.raster_panel.extent.value())
    box.scale(0.7)
    dialog.raster_panel.extent.setOutputExtentFromUser(box, dialog.raster_panel._service_crs)
    dialog.replan()
    assert len(dialog.plan().tiles) > 1
    assert warnings(dialog)
    assert len(images(sandbox)) == 2


def test_what_its_json_shows_is_not_asked_for(stretched, sandbox):
    assert images(sandbox) == []
    (text,) = warnings(stretched)
    assert text.startswith("“Stretch” stretches every request")


def test_a_server_that_fails_leaves_what_the_name_says(scene, sandbox):
    sandbox.control.faults({"kind": "error", "code": 400, "message": "Out of order.", "operation": "exportImage"})
    (text,) = warnings(scene("StretchPerRequest"))
    assert text.startswith("“StretchPerRequest” may stretch every request")


# Asking


def test_nothing_is_fetched_before_the_question_is_answered(stretched, sandbox, qtbot, desk):
    stretched.download_button.click()
    box = stretched.seams.question.box
    assert box.isVisible()
    assert box.text() == warnings(stretched)[0]
    assert sorted(buttons(stretched)) == ["Cancel", "Download Anyway", "Use Fixed Range", "Use a Single Request"]
    assert box.defaultButton().text() == "Use &Fixed Range"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.wait(100)
    assert stretched._jobs == []
    assert images(sandbox) == []


def test_a_single_request_is_used_and_downloaded(stretched, sandbox, ended, tmp_path):
    stretched.output_panel.file.setFilePath(str(tmp_path / "single.tif"))
    stretched.download_button.click()
    press(stretched, "Use a Single Request")
    ended(stretched)
    assert len(images(sandbox)) == 1
    assert warnings(stretched) == []
    service = stretched.service_panel.service()
    whole = service.read(rendering_rule=DRA, tile_columns=5000, tile_rows=4100)
    assert np.array_equal(gdal.Open(str(tmp_path / "single.tif")).ReadAsArray(), whole.data[0])


def test_a_fixed_range_is_used_and_downloaded_without_seams(stretched, ended, tmp_path):
    stretched.output_panel.file.setFilePath(str(tmp_path / "fixed.tif"))
    stretched.download_button.click()
    press(stretched, "Use Fixed Range")
    ended(stretched)
    rule = stretched.values_panel.rule.value()
    assert json.loads(rule)["rasterFunctionArguments"]["DRA"] is False
    assert len(stretched.plan().tiles) > 1
    whole = stretched.service_panel.service().read(rendering_rule=rule, tile_columns=5000, tile_rows=4100)
    assert np.array_equal(gdal.Open(str(tmp_path / "fixed.tif")).ReadAsArray(), whole.data[0])


def test_who_downloads_anyway_is_not_asked_again_for_the_same_rule(stretched, sandbox, ended, tmp_path):
    for name in ("one.tif", "two.tif"):
        stretched.output_panel.file.setFilePath(str(tmp_path / name))
        stretched.download_button.click()
        if name == "one.tif":
            press(stretched, "Download Anyway")
        assert stretched.seams.question.box is None
        ended(stretched)
        assert (tmp_path / name).is_file()
    assert len(images(sandbox)) > 2
    assert warnings(stretched)


def test_where_nothing_helps_it_says_so(planned, sandbox):
    none = {"minValues": [], "maxValues": [], "meanValues": [], "stdvValues": []}
    sandbox.control.override("elevation/dem", root={"maxImageWidth": 400, "maxImageHeight": 400, **none})
    dialog = planned("elevation/dem", DRA, tile=300)
    assert not dialog.values_panel.rule.single_button.isVisible()
    assert not dialog.values_panel.rule.fixed_button.isVisible()
    dialog.download_button.click()
    assert sorted(buttons(dialog)) == ["Cancel", "Download Anyway"]
    box = dialog.seams.question.box
    assert "too large for a single request" in box.informativeText()
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)


def test_the_warning_is_seen_with_the_group_closed(stretched):
    stretched.values_panel.setCollapsed(True)
    assert not stretched.values_panel.rule.seams.isVisible()
    assert warnings(stretched)
    assert stretched.plan_view.isVisible()


# Waiting


def test_a_click_on_download_waits_for_the_comparison(scene, sandbox, qtbot, ended, tmp_path):
    sandbox.control.faults({"kind": "latency", "ms": 600, "operation": "exportImage"})
    dialog = scene("Natural Color", wait=False)
    assert "Comparing two small requests" in dialog.plan_view.text()
    dialog.output_panel.file.setFilePath(str(tmp_path / "natural.tif"))
    dialog.download_button.click()
    assert dialog._jobs == []
    assert "as soon as it is known" in dialog.bar.items()[0].text()
    ended(dialog)
    assert (tmp_path / "natural.tif").is_file()


def test_what_turns_out_to_have_seams_is_asked_about_then(scene, sandbox, qtbot):
    sandbox.control.faults({"kind": "latency", "ms": 600, "operation": "exportImage"})
    dialog = scene("StretchPerRequest", wait=False)
    dialog.download_button.click()
    qtbot.waitUntil(lambda: dialog.seams.question.box is not None, timeout=LIMIT_MS)
    assert "Use a Single Request" in buttons(dialog)
    assert dialog._jobs == []


def test_another_rule_chosen_meanwhile_starts_nothing(scene, sandbox, qtbot):
    sandbox.control.faults({"kind": "latency", "ms": 600, "operation": "exportImage"})
    dialog = scene("Natural Color", wait=False)
    dialog.download_button.click()
    dialog.values_panel.rule.box.setEditText("NDVI")
    dialog.replan()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not dialog.seams._compared.is_waiting(), timeout=LIMIT_MS)
    qtbot.wait(200)
    assert dialog._jobs == []


def test_a_closed_window_starts_nothing(scene, sandbox, qtbot):
    sandbox.control.faults({"kind": "latency", "ms": 600, "operation": "exportImage"})
    dialog = scene("Natural Color", wait=False)
    dialog.download_button.click()
    dialog.reject()
    qtbot.waitUntil(lambda: all(each["status"] for each in images(sandbox)), timeout=LIMIT_MS)
    qtbot.wait(200)
    assert dialog._jobs == []


# Many at once


def test_slices_are_asked_about_even_where_each_is_a_single_request(planned, qtbot):
    dialog = planned("mosaics/monthly", DRA)
    assert warnings(dialog) == []
    dialog.series_button.click()
    assert dialog.companions.series is None
    assert "different slices cannot be compared" in dialog.seams.question.box.informativeText()
    press(dialog, "Download Anyway")
    qtbot.waitUntil(lambda: dialog.companions.series is not None, timeout=LIMIT_MS)
    assert dialog.companions.series.isVisible()
    dialog.companions.series.reject()


def test_rasters_one_by_one_are_asked_about_before_a_folder_is(scene, sandbox, monkeypatch):
    dialog = scene("StretchPerRequest")
    rasters = list(dialog.service_panel.service().catalog().rasters())[:2]
    monkeypatch.setattr("image_services.ui.companions.QFileDialog.getExistingDirectory", lambda *_: 1 / 0)
    assert dialog.companions.download_each(rasters) is None
    assert dialog.seams.question.box.isVisible()
    dialog.seams.question.close()
