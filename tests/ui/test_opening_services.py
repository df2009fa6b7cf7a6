# SPDX-License-Identifier: GPL-2.0-or-later
"""Opening a service in the download dialog, against a running image server."""

from __future__ import annotations

import threading

import pytest
from image_services.core.gis import Gis
from image_services.plugin.gis_store import ProfileRegistry
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


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


def test_an_address_of_this_machine_is_opened_without_its_scheme(dialog, qtbot, sandbox):
    """It would be asked for over https alone otherwise, and that as long as there are attempts."""
    typed = sandbox.service_url("elevation/dem").removeprefix("http://")
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=4000):
        dialog.open(typed)
    assert dialog.service_panel.address.currentText() == typed
    assert "elevation/dem" in dialog.service_panel.facts.text()
    dialog.service_panel._load_if_new()
    assert dialog.service_panel._task is None  # it is open


def test_a_long_address_shows_its_beginning_when_it_is_left(dialog, qtbot, sandbox):
    line = dialog.service_panel.address.lineEdit()
    dialog.service_panel.address.setFocus()
    qtbot.keyClicks(line, sandbox.service_url("elevation/dem"))
    assert line.cursorPosition() == len(line.text())
    qtbot.keyClick(dialog, Qt.Key.Key_Tab)
    assert not dialog.service_panel.address.hasFocus()
    assert line.cursorPosition() == 0


def test_an_address_that_others_put_in_shows_its_beginning(opened):
    line = opened("elevation/dem").service_panel.address.lineEdit()
    assert line.cursorPosition() == 0


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


def test_a_service_is_opened_while_downloads_fill_all_threads(dialog, qtbot, sandbox):
    waiting = threading.Event()
    tasks = [QgsTask.fromFunction("busy", lambda _task: waiting.wait(30)) for _ in range(64)]
    for task in tasks:
        QgsApplication.taskManager().addTask(task)
    try:
        with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
            dialog.open(sandbox.service_url("elevation/dem"))
        assert not waiting.is_set()
    finally:
        waiting.set()
        qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=LIMIT_MS)


def test_a_task_that_others_cancel_leaves_the_panel_ready(dialog, qtbot, sandbox):
    sandbox.control.faults({"kind": "latency", "ms": 5000, "operation": "*"})
    dialog.open(sandbox.service_url("elevation/dem"))
    with qtbot.waitSignal(dialog.service_panel.cleared, timeout=LIMIT_MS):
        dialog.service_panel._runner.cancel_all()
    assert dialog.service_panel.button.text() == "Load"
    sandbox.control.reset()
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
        dialog.service_panel.button.click()


def test_a_newer_address_wins_over_an_older_answer(dialog, qtbot, sandbox):
    sandbox.control.faults({"kind": "latency", "ms": 1500, "operation": "*", "service": "elevation/dem"})
    services = []
    dialog.service_panel.loaded.connect(services.append)
    dialog.open(sandbox.service_url("elevation/dem"))
    dialog.open(sandbox.service_url("imagery/scene"))
    qtbot.waitUntil(lambda: dialog.service_panel._runner.running == 0, timeout=LIMIT_MS)
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


@pytest.mark.parametrize("name", ["quirks/noimage", "quirks/nosr", "quirks/badsr"])
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


def test_a_service_opened_again_keeps_the_choices(opened):
    dialog = opened("elevation/dem")
    dialog.raster_panel.cell_size.width_edit.setText("20")
    dialog = opened("elevation/dem")
    assert dialog.raster_panel.cell_size.value() == (20, 20)
    dialog = opened("imagery/scene")
    assert dialog.raster_panel.cell_size.value() is None


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


@pytest.fixture
def registered(sandbox):
    """A GIS in the profile."""
    registry = ProfileRegistry()
    registry.add(Gis("My server", f"{sandbox.url}/arcgis"))
    yield "My server"
    registry.remove("My server")


def test_a_registered_gis_can_be_chosen_and_is_part_of_the_command(dialog, qtbot, sandbox, registered):
    box = dialog.service_panel.sign_in
    assert not box.gis.isVisible()
    with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
        dialog.open(sandbox.service_url("elevation/dem"), registered)
    assert box.value().gis == registered
    box.setCollapsed(False)
    assert box.gis.isVisible()
    dialog.copy_process.trigger()
    assert "'GIS=My server'" in QApplication.clipboard().text()


def test_a_gis_that_is_not_registered_changes_nothing(dialog, registered):
    dialog.service_panel.sign_in.choose_gis("Another")
    assert dialog.service_panel.sign_in.value().gis == ""
