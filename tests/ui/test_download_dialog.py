# SPDX-License-Identifier: GPL-2.0-or-later
"""The download dialog as a window: what it remembers, how it fits, how it is reached."""

from __future__ import annotations

import pytest
from image_services.ui.download_dialog import DownloadDialog
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


def test_choices_of_taste_are_remembered(opened, finished, desk, qtbot, tmp_path, clean_settings):
    dialog = opened("science/monthly")
    dialog.transfer_panel.tile_columns.setValue(512)
    dialog.transfer_panel.concurrency.setValue(3)
    dialog.transfer_panel.file_compression.set_value("deflate")
    dialog.output_panel.file.setFilePath(str(tmp_path / "out.tif"))
    finished()
    assert clean_settings.tile_columns.value() == 512
    assert clean_settings.concurrency.value() == 3
    assert clean_settings.file_compression.value() == "deflate"
    assert clean_settings.folder() == str(tmp_path)
    second = type(dialog)(desk.canvas, desk.runner, desk.bar, desk.project)
    qtbot.addWidget(second)
    assert second.transfer_panel.tile_columns.value() == 512
    assert second.transfer_panel.file_compression.value() == "deflate"
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


def test_the_plugin_can_be_unloaded_while_a_download_runs(desk, qtbot, sandbox, tmp_path):
    """As ``unload`` does it: the window goes first, then the tasks, whose endings find nobody to tell."""
    sandbox.control.faults({"kind": "latency", "ms": 500})
    dialog = DownloadDialog(desk.canvas, desk.runner, desk.bar, desk.project)
    dialog.show()
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
        dialog.open(sandbox.service_url("elevation/dem"))
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    dialog.replan()
    dialog.download_button.click()
    dialog.service_panel.load()
    items = len(desk.canvas.scene().items())
    dialog.close()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(dialog)
    desk.runner.cancel_all()
    qtbot.waitUntil(lambda: desk.runner.running == 0, timeout=LIMIT_MS)
    qtbot.wait(50)
    assert list(tmp_path.iterdir()) == []
    assert len(desk.canvas.scene().items()) <= items


def test_the_window_can_go_while_questions_are_open(desk, qtbot, sandbox):
    dialog = DownloadDialog(desk.canvas, desk.runner, desk.bar, desk.project)
    dialog.show()
    sandbox.control.faults(
        {"kind": "latency", "ms": 20_000, "operation": "*", "match": {"renderingRule": "*"}},
        {"kind": "latency", "ms": 20_000, "operation": "slices"},
    )
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
        dialog.open(sandbox.service_url("science/monthly"))
    dialog.values_panel.rendering_rule.setEditText('{"rasterFunction": "None"}')
    dialog.replan()
    assert "Asking the service" in dialog.plan_view.text()
    qtbot.waitUntil(lambda: len(unanswered(sandbox)) == 2, timeout=LIMIT_MS)
    dialog.close()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(dialog)
    assert len(unanswered(sandbox)) == 2
    qtbot.wait(50)


def unanswered(sandbox):
    """Return the slow requests that have had no answer, whether or not somebody still waits for one."""
    slow = [
        request
        for request in sandbox.control.requests()
        if request["path"].endswith("/slices") or "renderingRule" in request["params"]
    ]
    return [request for request in slow if request["status"] != 200]
