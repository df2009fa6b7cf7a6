# SPDX-License-Identifier: GPL-2.0-or-later
"""The chooser of raster functions: help and pictures, JSON in place, and what helps against seams."""

from __future__ import annotations

import json

import pytest
from qgis.PyQt.QtCore import Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
DRA = {"rasterFunction": "Stretch", "rasterFunctionArguments": {"StretchType": 5, "DRA": True}}


@pytest.fixture
def rule(opened, qtbot):
    """Open a service and return the dialog and its rule field, on the screen."""

    def open_field(name):
        dialog = opened(name)
        dialog.values_panel.setCollapsed(False)
        return dialog, dialog.values_panel.rule

    return open_field


def test_functions_have_help_and_pictures_as_soon_as_the_service_has_told_them(rule, qtbot):
    _, field = rule("mosaics/scenes")
    names = [field.box.itemText(row) for row in range(field.box.count())]
    assert names[0] == "None (Raw Values)"
    assert {"Natural Color", "NDVI"} <= set(names)
    row = names.index("NDVI")
    qtbot.waitUntil(lambda: not field.box.itemIcon(row).isNull(), timeout=LIMIT_MS)
    assert field.box.itemData(row, Qt.ItemDataRole.ToolTipRole).startswith("<p>")


def test_what_was_typed_stays_when_the_pictures_come(rule, qtbot):
    _, field = rule("mosaics/scenes")
    field.box.setEditText("NDVI")
    qtbot.waitUntil(lambda: not field.box.itemIcon(1).isNull(), timeout=LIMIT_MS)
    assert field.value() == "NDVI"


def test_a_function_can_be_edited_as_json(rule, qtbot):
    dialog, field = rule("imagery/scene")
    field.box.set_value("Natural Color")
    field.json_button.click()
    assert field.editor.isVisible()
    assert json.loads(field.editor.toPlainText()) == {"rasterFunction": "Natural Color"}
    field.editor.setPlainText(
        '{\n "rasterFunction": "ExtractBand",\n "rasterFunctionArguments": {"BandIDs": [3, 0]}\n}'
    )
    dialog.replan()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    assert len(dialog.plan().bands) == 2
    assert json.loads(field.value())["rasterFunctionArguments"] == {"BandIDs": [3, 0]}
    assert not field.state.isVisible()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"rasterFunction": ', "not valid JSON"),
        ('{"rasterFunctionArguments": {}}', "names no “rasterFunction”"),
        ('{"rasterFunction": "Stretch", "rasterFunctionArguments": 3}', "the arguments of “Stretch” are no object"),
    ],
)
def test_a_slip_is_told_below_the_editor_at_once(rule, text, words):
    _, field = rule("imagery/scene")
    field.json_button.click()
    field.editor.setPlainText(text)
    assert field.state.isVisible()
    assert field.state.kind() == "error"
    assert words in field.state.text()
    field.editor.setPlainText("")
    assert not field.state.isVisible()


def test_what_the_service_refuses_is_told_below_the_rule(rule, qtbot):
    dialog, field = rule("elevation/dem")
    field.box.setEditText('{"rasterFunction": "Nonsense"}')
    dialog.replan()
    qtbot.waitUntil(lambda: field.state.kind() == "error", timeout=LIMIT_MS)
    assert "renderingRule" in field.state.text()
    field.box.set_value("")
    dialog.replan()
    assert field.state.text() == ""


@pytest.fixture
def stretched(rule, qtbot):
    """The dialog with a rule that stretches each of several requests by itself."""
    dialog, field = rule("elevation/dem")
    dialog.transfer_panel.tile_columns.setValue(500)
    dialog.transfer_panel.tile_rows.setValue(500)
    field.box.setEditText(json.dumps(DRA))
    dialog.replan()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    return dialog, field


def test_a_stretch_by_request_is_an_amber_line(stretched):
    _, field = stretched
    assert field.seams.kind() == "warning"
    assert field.seams.text() == "“Stretch” stretches every request by its own pixels: seams show between tiles."
    assert field.single_button.isVisible()
    assert field.fixed_button.isVisible()


def test_a_single_request_has_no_seams(stretched, qtbot):
    dialog, field = stretched
    field.single_button.click()
    assert len(dialog.plan().tiles) == 1
    assert not field.seams.isVisible()
    assert not field.single_button.isVisible()


def test_a_fixed_range_has_no_seams(stretched, qtbot):
    dialog, field = stretched
    field.fixed_button.click()
    dialog.replan()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    arguments = json.loads(field.value())["rasterFunctionArguments"]
    assert arguments["DRA"] is False
    assert len(arguments["Statistics"]) == 1
    assert len(dialog.plan().tiles) > 1
    assert not field.seams.isVisible()


def test_another_function_has_no_line_about_seams(stretched, qtbot):
    dialog, field = stretched
    field.box.set_value("Hillshade")
    dialog.replan()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    assert not field.seams.isVisible()


def test_a_service_without_functions_takes_no_rule(rule, sandbox):
    sandbox.control.override("elevation/dem", root={"allowRasterFunction": False})
    _, field = rule("elevation/dem")
    assert not field.isEnabled()
