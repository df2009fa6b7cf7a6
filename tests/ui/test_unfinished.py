# SPDX-License-Identifier: GPL-2.0-or-later
"""Interrupted downloads: remembered without secrets, offered when QGIS starts again, resumed or discarded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from image_services.core import schedule
from image_services.core.partial import is_interrupted
from image_services.core.retry import RetryPolicy
from image_services.plugin import unfinished
from image_services.plugin.messages import Messages
from image_services.plugin.settings import held, settings, unregister_settings
from image_services.plugin.unfinished import Unfinished
from image_services.ui.unfinished_offers import OfferMessage, UnfinishedOffers
from qgis.core import QgsProcessingUtils
from qgis.PyQt.QtCore import Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


@pytest.fixture(autouse=True)
def nothing_remembered(clean_settings):
    clean_settings.unfinished.remove()
    yield
    settings().unfinished.remove()  # the plugin may have been unloaded meanwhile, and its settings with it


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(schedule, "TILE_RETRY", RetryPolicy(attempts=2, base_s=0.01, cap_s=0.01))
    monkeypatch.setattr(schedule, "OUTAGE_PAUSE_S", 0.01)


@pytest.fixture
def interrupted(opened, finished, desk, sandbox, impatient, tmp_path):
    """An output whose download from the dialog failed half-way; the message bar is empty again."""
    dialog = opened("elevation/dem")
    dialog.transfer_panel.tile_columns.setValue(200)
    dialog.transfer_panel.tile_rows.setValue(200)
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    sandbox.control.faults({"kind": "status", "code": 503, "skip": 16})
    finished()
    sandbox.control.reset()
    texts = [item.text() for item in desk.bar.items()]
    desk.bar.clearWidgets()
    return tmp_path / "dem.tif", texts


@pytest.fixture
def offers(desk, qtbot):
    one = UnfinishedOffers(Messages(desk.bar), desk.runner, desk.project)
    yield one
    qtbot.waitUntil(lambda: desk.runner.running == 0, timeout=LIMIT_MS)


def shown(desk):
    return [widget for widget in desk.bar.findChildren(OfferMessage) if widget.isVisibleTo(desk.bar)]


def test_a_failed_download_is_offered_and_resumed(interrupted, offers, desk, qtbot, said, sandbox):
    path, _ = interrupted
    assert is_interrupted(path)
    offers.look()
    qtbot.waitUntil(lambda: bool(shown(desk)), timeout=LIMIT_MS)
    (widget,) = shown(desk)
    assert widget.label.whole_text() == "The download of “dem.tif” was interrupted."
    sandbox.control.clear()
    qtbot.mouseClick(widget.resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(desk.project.mapLayers()), timeout=LIMIT_MS)
    assert path.exists()
    asked = [entry for entry in sandbox.control.requests() if entry["operation"] == "exportImage"]
    assert len(asked) < 30
    qtbot.waitUntil(lambda: "Download finished" in [title for title, _, _ in said()], timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not offers._jobs, timeout=LIMIT_MS)
    assert unfinished.remembered() == []
    assert [entry.name for entry in path.parent.iterdir()] == ["dem.tif"]


def test_the_failure_says_that_it_can_go_on(opened, finished, said, sandbox, impatient, tmp_path):
    dialog = opened("elevation/dem")
    dialog.transfer_panel.tile_columns.setValue(200)
    dialog.transfer_panel.tile_rows.setValue(200)
    sandbox.control.faults({"kind": "status", "code": 503, "skip": 16})
    dialog.output_panel.file.setFilePath(str(tmp_path / "dem.tif"))
    finished()
    assert said()[0][0] == "Download of “dem” failed; started again with the same file, it goes on"
    sandbox.control.reset()
    finished()
    title, text, _ = said()[0]
    assert title == "Download finished"
    assert " tiles were there from an interrupted download." in text


def test_a_temporary_file_that_fails_leaves_nothing(opened, finished, said, sandbox, impatient):
    dialog = opened("elevation/dem")
    dialog.transfer_panel.tile_columns.setValue(200)
    sandbox.control.faults({"kind": "status", "code": 503, "skip": 4})
    finished()
    assert said()[0][0] == "Download of “dem” failed"
    assert list(Path(QgsProcessingUtils.tempFolder()).rglob("*.part*")) == []
    assert unfinished.remembered() == []


def test_it_is_discarded_where_that_is_wanted(interrupted, offers, desk, qtbot):
    path, _ = interrupted
    offers.look()
    qtbot.waitUntil(lambda: bool(shown(desk)), timeout=LIMIT_MS)
    qtbot.mouseClick(shown(desk)[0].discard, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not unfinished.remembered(), timeout=LIMIT_MS)
    assert list(path.parent.iterdir()) == []


def test_what_is_kept_is_no_secret_and_enough_to_run_it_again(interrupted, sandbox, clean_settings):
    path, _ = interrupted
    (text,) = clean_settings.unfinished.value()
    kept = json.loads(text)
    assert kept["output"] == str(path)
    assert kept["parameters"]["SERVICE"] == sandbox.service_url("elevation/dem")
    assert set(kept["parameters"]) <= {"SERVICE", "TILE_COLUMNS", "TILE_ROWS", "OUTPUT", "GIS", "AUTHCFG"}


def test_a_download_that_ends_well_or_by_cancel_is_forgotten(opened, finished, tmp_path):
    dialog = opened("science/monthly")
    dialog.output_panel.file.setFilePath(str(tmp_path / "out.tif"))
    finished()
    assert (tmp_path / "out.tif").exists()
    assert unfinished.remembered() == []


def test_a_temporary_file_is_not_worth_it():
    output = QgsProcessingUtils.generateTempFilename("out.tif")
    with unfinished.remembering(output, {}):
        assert unfinished.remembered() == []


def test_it_is_remembered_while_it_runs(tmp_path):
    output = str(tmp_path / "out.tif")
    with unfinished.remembering(output, {"SERVICE": "s"}):
        assert unfinished.remembered() == [Unfinished(output, {"SERVICE": "s"})]
    assert unfinished.remembered() == []


def test_what_is_gone_is_forgotten_and_what_cannot_be_seen_is_not(tmp_path):
    gone, unplugged = str(tmp_path / "gone.tif"), str(tmp_path / "drive" / "out.tif")
    for output in (gone, unplugged):
        unfinished.remember(Unfinished(output, {}))
    assert unfinished.interrupted() == []
    assert [entry.output for entry in unfinished.remembered()] == [unplugged]


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"output": 1, "parameters": {}}', "null"])
def test_what_cannot_be_read_in_the_profile_is_left_out(text, clean_settings):
    clean_settings.unfinished.setValue([text])
    assert unfinished.remembered() == []


def test_a_service_that_is_gone_is_said_and_it_stays_remembered(interrupted, offers, desk, qtbot, said, sandbox):
    path, _ = interrupted
    (entry,) = unfinished.remembered()
    wrong = {**entry.parameters, "SERVICE": sandbox.service_url("no/such")}
    offers.resume(Unfinished(entry.output, wrong))
    qtbot.waitUntil(lambda: any("cannot be resumed" in title for title, _, _ in said()), timeout=LIMIT_MS)
    assert unfinished.remembered() == [entry]
    assert is_interrupted(path)


def test_polygons_that_are_gone_do_not_make_another_download_of_it(interrupted, offers, said):
    path, _ = interrupted
    (entry,) = unfinished.remembered()
    offers.resume(Unfinished(entry.output, {**entry.parameters, "CLIP": "/nowhere/at/all.gpkg"}))
    assert any("cannot be resumed" in title for title, _, _ in said())
    assert is_interrupted(path)


def test_the_plugin_offers_it_when_qgis_starts(interrupted, qgis_iface, monkeypatch, qtbot):
    from image_services import classFactory

    offered = []
    monkeypatch.setattr(Messages, "add", lambda self, widget: offered.append(widget))
    plugin = classFactory(qgis_iface)
    plugin.initGui()
    qtbot.waitUntil(lambda: bool(offered), timeout=LIMIT_MS)
    plugin.unload()
    assert [type(widget) for widget in offered] == [OfferMessage]


def test_the_name_of_a_file_is_never_wider_than_the_message_bar(offers, desk, qtbot):
    """What is in its message bar is what QGIS's window cannot be narrower than."""
    name = f"{'Orthophoto_' * 20}2026.tif"
    offers.offer(Unfinished(f"/data/{name}", {}))
    desk.bar.resize(700, desk.bar.sizeHint().height())
    desk.bar.show()
    assert desk.bar.minimumSizeHint().width() < 700
    (widget,) = shown(desk)
    assert name in widget.label.toolTip()
    text = widget.label.text()
    assert text.startswith("The download of “Ortho")
    assert text.endswith("was interrupted.")
    for button in (widget.resume, widget.discard):
        assert button.mapTo(desk.bar, button.rect().bottomRight()).x() < 700


def test_a_start_with_nothing_to_offer_looks_for_nothing(qgis_iface):
    from image_services import classFactory

    plugin = classFactory(qgis_iface)
    plugin.initGui()
    assert plugin.gui._offers is None
    plugin.unload()


def test_one_that_ends_after_the_plugin_was_unloaded_declares_no_settings(tmp_path):
    output = str(tmp_path / "out.tif")
    with unfinished.remembering(output, {}):
        unregister_settings()
    with held() as known:
        assert known is None
    settings()  # the next start
    assert unfinished.interrupted() == []
    assert unfinished.remembered() == []
