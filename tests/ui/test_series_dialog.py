# SPDX-License-Identifier: GPL-2.0-or-later
"""Time series: what is listed is what the service has, and what was downloaded plays in the Temporal Controller."""

from __future__ import annotations

import pytest
from osgeo import gdal
from qgis.core import Qgis, QgsRectangle
from qgis.PyQt.QtCore import QDateTime, Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000


@pytest.fixture
def series(opened, qtbot):
    """Open the choice of slices on a service of the sandbox, and wait for its answer."""

    def show(name, prepare=lambda dialog: None):
        dialog = opened(name)
        prepare(dialog)
        dialog.replan()
        assert dialog.plan() is not None, dialog.plan_view.text()
        assert dialog.series_button.isVisible()
        dialog.series_button.click()
        window = dialog.companions.series
        qtbot.waitUntil(lambda: not window.is_waiting(), timeout=LIMIT_MS)
        return window

    return show


@pytest.fixture
def ended(qtbot):
    """Start the download, and wait for its end."""

    def run(window):
        job = window.download()
        qtbot.waitUntil(lambda: not window._jobs, timeout=LIMIT_MS)
        return job

    return run


def words(window):
    return [window.steps.list.item(row).text() for row in range(window.steps.list.count())]


def test_a_plain_service_offers_no_time_series(opened):
    assert not opened("elevation/dem").series_button.isVisible()


def test_the_dates_are_those_of_the_catalogue(series):
    window = series("mosaics/monthly")
    assert len(words(window)) == 60
    assert words(window)[0].startswith("2020-01-01")
    assert window.steps.count.text() == "60 of 60 slices"
    assert "96 × 72 cells, 1 band F32" in window.facts.text()


def test_dates_can_be_put_together(series, qtbot):
    window = series("mosaics/monthly")
    window.every.set_value("year")
    qtbot.waitUntil(lambda: not window.is_waiting(), timeout=LIMIT_MS)
    assert len(words(window)) == 5


def test_variables_and_depths_are_those_of_the_service(series):
    window = series("mosaics/ocean")
    steps = window.steps
    assert len(words(window)) == 16
    assert not window.every.isVisible()
    steps.variables.set_value("temp")
    assert len(words(window)) == 12
    (depth,) = steps._places.values()
    depth.setCurrentIndex(2)
    assert len(words(window)) == 4
    assert all("StdZ" in text for text in words(window))


def test_a_range_restricts_and_nothing_checked_is_told(series):
    window = series("mosaics/monthly_slices")
    steps = window.steps
    steps.time.kind.set_value("range")
    steps.time.end.setDateTime(QDateTime(2020, 6, 15, 0, 0, 0, 0, Qt.TimeSpec.UTC))
    assert words(window)[-1] == "precipitation, 2020-06-01"
    assert len(steps.steps()) == 6
    steps.none_button.click()
    assert window.state.text() == "Nothing is checked: check at least one slice."
    assert not window.download_button.isEnabled()
    steps.all_button.click()
    assert window.download_button.isEnabled()


def first_three(window):
    """Leave only the first three slices checked."""
    for row in range(3, window.steps.list.count()):
        window.steps.list.item(row).setCheckState(Qt.CheckState.Unchecked)


def test_a_folder_of_slices_plays_at_once(series, ended, desk, tmp_path, said):
    window = series("mosaics/monthly_slices")
    first_three(window)
    window.output.place.setFilePath(str(tmp_path / "rain"))
    ended(window)
    assert said()[0][0] == "Download finished"
    assert "3 slices of 96 × 72 cells" in said()[0][1]
    assert len(list((tmp_path / "rain").glob("*.tif"))) == 3
    layers = sorted(desk.project.mapLayers().values(), key=lambda layer: layer.name())
    assert len(layers) == 3
    ranges = [layer.temporalProperties().fixedTemporalRange() for layer in layers]
    assert [each.begin().toString("yyyy-MM-dd") for each in ranges] == ["2020-01-01", "2020-02-01", "2020-03-01"]
    assert all(layer.temporalProperties().isActive() for layer in layers)
    (group,) = desk.project.layerTreeRoot().children()
    assert group.name() == "monthly_slices"
    assert len(group.findLayers()) == 3
    values = gdal.Open(layers[1].source()).ReadAsArray()
    assert 1000 <= values[values > 0].min() < 2000


def test_one_raster_holds_the_slices_as_bands_that_play(series, ended, desk, tmp_path):
    window = series("mosaics/monthly")
    first_three(window)
    window.output.layouts.set_value("bands")
    assert "3 slices in 3 bands" in window.state.text()
    window.output.place.setFilePath(str(tmp_path / "rain"))
    ended(window)
    (layer,) = desk.project.mapLayers().values()
    assert layer.bandCount() == 3
    assert layer.source().endswith("rain.tif")
    properties = layer.temporalProperties()
    assert properties.mode() == Qgis.RasterTemporalMode.FixedRangePerBand
    assert len(properties.fixedRangePerBand()) == 3


def test_another_run_fetches_only_what_is_missing(series, ended, tmp_path, said):
    window = series("mosaics/monthly_slices")
    first_three(window)
    window.output.place.setFilePath(str(tmp_path / "rain"))
    ended(window)
    window = series("mosaics/monthly_slices")
    for row in range(4, 60):
        window.steps.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    window.output.place.setFilePath(str(tmp_path / "rain"))
    ended(window)
    assert "3 of them were there already." in said()[0][1]


def test_the_choices_of_the_download_hold_for_every_slice(series, ended, desk, tmp_path):
    def restrict(dialog):
        box = QgsRectangle(*dialog.service_panel.service().extent.bounds)
        box.scale(0.5)
        dialog.raster_panel.extent.setOutputExtentFromUser(box, dialog.raster_panel._service_crs)

    window = series("mosaics/monthly_slices", restrict)
    assert "48 × 36 cells" in window.facts.text()
    first_three(window)
    window.output.place.setFilePath(str(tmp_path / "rain"))
    ended(window)
    assert {layer.width() for layer in desk.project.mapLayers().values()} == {48}


def test_a_cancelled_job_says_what_is_left(series, sandbox, qtbot, tmp_path, said):
    window = series("mosaics/monthly_slices")
    sandbox.control.faults({"kind": "latency", "ms": 800, "operation": "exportImage"})
    window.output.place.setFilePath(str(tmp_path / "rain"))
    job = window.download()
    qtbot.waitUntil(lambda: job._task is not None and job._task.status() == job._task.TaskStatus.Running)
    job._widget.button.click()
    qtbot.waitUntil(lambda: not window._jobs, timeout=LIMIT_MS)
    assert said()[0][0] == "Download cancelled"
    assert "Finished slices stay" in said()[0][1]


def test_a_service_that_does_not_tell_says_why(opened, qtbot, sandbox):
    dialog = opened("mosaics/monthly_slices")
    dialog.replan()
    sandbox.control.faults({"kind": "error", "code": 500, "message": "Out of order.", "operation": "slices"})
    dialog.series_button.click()
    window = dialog.companions.series
    qtbot.waitUntil(lambda: not window.is_waiting(), timeout=LIMIT_MS)
    assert window.state.kind() == "error"
    assert not window.download_button.isEnabled()
