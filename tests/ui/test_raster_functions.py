# SPDX-License-Identifier: GPL-2.0-or-later
"""A raster function makes other bands and other values: the service is asked, and the plan follows its answer."""

from __future__ import annotations

import pytest
from osgeo import gdal

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
EXTRACT = '{"rasterFunction": "ExtractBand", "rasterFunctionArguments": {"BandIDs": [3, 0]}}'


@pytest.fixture
def ruled(opened, qtbot):
    """Open a service, choose a rule as a user does, and wait for the plan, or for the reason why there is none."""

    def choose(name, rule):
        dialog = opened(name)
        dialog.values_panel.rendering_rule.setEditText(rule)
        dialog.replan()
        qtbot.waitUntil(lambda: "Asking the service" not in dialog.plan_view.text(), timeout=LIMIT_MS)
        return dialog

    return choose


def test_the_functions_of_the_service_are_offered_and_none_comes_first(opened):
    rule = opened("elevation/dem").values_panel.rendering_rule
    names = [rule.itemText(row) for row in range(rule.count())]
    assert names == ["None (Raw Values)", "Hillshade", "Stretch"]


def test_the_plan_waits_for_the_answer_and_has_its_pixel_type(opened, qtbot):
    dialog = opened("elevation/dem")
    dialog.values_panel.rendering_rule.set_value("Hillshade")
    dialog.replan()
    assert dialog.plan() is None
    assert dialog.plan_view.lines() == [("info", "Asking the service what the raster function gives…")]
    assert not dialog.download_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    assert "1 band U8" in dialog.plan_view.text()
    assert "result of a rendering rule" in dialog.plan_view.text()
    assert dialog.values_panel.pixel_type.itemText(0) == "As the Service (8-bit unsigned integer)"
    dialog.values_panel.rendering_rule.set_value("")
    dialog.replan()
    assert "1 band F32" in dialog.plan_view.text()
    assert dialog.values_panel.pixel_type.itemText(0) == "As the Service (32-bit floating point)"


def test_the_bands_are_those_of_the_result(ruled):
    dialog = ruled("imagery/scene", EXTRACT)
    bands = dialog.raster_panel.bands.list
    assert bands.count() == 2
    assert "2 bands U16" in dialog.plan_view.text()
    dialog.values_panel.rendering_rule.set_value("")
    dialog.replan()
    assert bands.count() == 4
    assert "4 bands U16" in dialog.plan_view.text()


def test_bands_that_a_function_leaves_as_they_are_stay_as_chosen(opened, qtbot):
    dialog = opened("imagery/scene")
    dialog.raster_panel.bands.choose([3, 2, 1])
    dialog.values_panel.rendering_rule.setEditText('{"rasterFunction": "None"}')
    dialog.replan()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    assert dialog.plan().bands == (2, 1, 0)
    assert "3 bands U16" in dialog.plan_view.text()


def test_the_service_is_asked_once_for_a_rule(ruled, sandbox):
    dialog = ruled("elevation/dem", "Hillshade")
    assert len(roots(sandbox)) == 1
    dialog.raster_panel.cell_size.width_edit.setText("20")
    dialog.replan()
    assert dialog.plan() is not None
    assert len(roots(sandbox)) == 1


def roots(sandbox):
    """Return the requests for descriptions under a rule."""
    requests = sandbox.control.requests()
    return [each for each in requests if "renderingRule" in each["params"] and each["operation"] != "exportImage"]


def test_a_newer_rule_wins_over_an_older_answer(opened, qtbot, sandbox):
    dialog = opened("imagery/scene")
    slow = {"kind": "latency", "ms": 1500, "operation": "*", "match": {"renderingRule": "*Natural*"}}
    sandbox.control.faults(slow)
    dialog.values_panel.rendering_rule.set_value("Natural Color")
    dialog.replan()
    assert "Asking the service" in dialog.plan_view.text()
    dialog.values_panel.rendering_rule.setEditText(EXTRACT)
    dialog.replan()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    assert "2 bands U16" in dialog.plan_view.text()
    qtbot.waitUntil(lambda: all(request["status"] for request in roots(sandbox)), timeout=LIMIT_MS)
    qtbot.wait(100)
    assert "2 bands U16" in dialog.plan_view.text()


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("no such function", "has no raster function “no such function”"),
        ('{"rasterFunction": ', "not valid JSON"),
        ('{"rasterFunction": "Nonsense"}', "renderingRule"),
    ],
)
def test_a_rule_that_does_not_work_says_why(ruled, rule, sentence):
    dialog = ruled("elevation/dem", rule)
    assert sentence in dialog.plan_view.text()
    assert dialog.plan_view.lines()[0][0] == "error"
    assert not dialog.download_button.isEnabled()


def test_a_service_opened_again_is_asked_again(ruled, sandbox, qtbot):
    refused = {"kind": "error", "code": 403, "message": "Not today.", "operation": "*", "match": {"renderingRule": "*"}}
    sandbox.control.faults(refused)
    dialog = ruled("elevation/dem", "Hillshade")
    assert dialog.plan_view.lines()[0][0] == "error"
    sandbox.control.reset()
    dialog.service_panel.load()
    qtbot.waitUntil(lambda: dialog.plan() is not None, timeout=LIMIT_MS)
    assert "1 band U8" in dialog.plan_view.text()


def test_a_result_is_downloaded_as_it_was_planned(ruled, finished, desk, tmp_path):
    dialog = ruled("imagery/scene", EXTRACT)
    dialog.output_panel.file.setFilePath(str(tmp_path / "two.tif"))
    finished()
    (layer,) = desk.project.mapLayers().values()
    assert layer.isValid()
    assert gdal.Open(layer.source()).RasterCount == 2  # QGIS shows their mask as one more
