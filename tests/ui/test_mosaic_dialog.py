# SPDX-License-Identifier: GPL-2.0-or-later
"""The form for mosaic rules says the same as the library, and its table shows the catalogue of the service."""

from __future__ import annotations

import json

import pytest
from image_services.core.mosaic import MosaicRule
from image_services.plugin import library
from image_services.ui.mosaic_dialog import MosaicDialog
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QDialogButtonBox

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


@pytest.fixture
def mosaic(desk, qtbot, sandbox):
    """Show the dialog on a service of the sandbox, and wait for its catalogue."""
    dialogs = []

    def show(name, text=""):
        dialog = MosaicDialog(desk.canvas, desk.project)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.show()
        dialog.show_rule(library.open_service(sandbox.service_url(name)), text)
        qtbot.waitUntil(lambda: not dialog.table.is_busy(), timeout=LIMIT_MS)
        return dialog

    yield show
    for dialog in dialogs:
        dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def rule_of(dialog):
    return dialog.form.rule().to_json()


def test_it_begins_with_what_the_service_does(mosaic):
    dialog = mosaic("mosaics/overlap")
    assert dialog.form.method.currentText() == "As the Service (North-West First)"
    assert rule_of(dialog) == {}
    assert dialog.state.text() == "Everything is left to the service."


def test_a_rule_is_shown_and_given_back_as_it_was(mosaic):
    rule = {
        "mosaicMethod": "esriMosaicAttribute",
        "sortField": "Priority",
        "sortValue": 30,
        "ascending": False,
        "mosaicOperation": "MT_MEAN",
        "where": "CloudCover < 50",
        "itemRenderingRule": {"rasterFunction": "Identity"},
    }
    dialog = mosaic("mosaics/overlap", json.dumps(rule))
    assert dialog.form.field.value() == "Priority"
    assert dialog.form.operation.currentText() == "Mean"
    assert dialog.form.where.text() == "CloudCover < 50"
    assert rule_of(dialog) == rule


def test_only_the_fields_that_a_method_needs_are_shown(mosaic):
    form = mosaic("mosaics/overlap").form
    shown = {}
    for method in ("", "attribute", "lockraster", "viewpoint"):
        form.method.set_value(method)
        shown[method] = [widget.isVisible() for widget in (form.field, form.locked, form.viewpoint)]
    assert shown == {
        "": [False, False, False],
        "attribute": [True, False, False],
        "lockraster": [False, True, False],
        "viewpoint": [False, False, True],
    }


def test_dates_are_written_as_people_write_them(mosaic):
    form = mosaic("mosaics/monthly").form
    form.method.set_value("attribute")
    form.field.set_value("StdTime")
    form.value.setText("2021-06-01")
    assert form.rule().sort_value == 1622505600000


@pytest.mark.parametrize(
    ("method", "field", "text", "sentence"),
    [
        ("lockraster", "locked", "", "needs the ids of the rasters"),
        ("lockraster", "locked", "one", "locked by their numbers"),
        ("viewpoint", "viewpoint", "", "needs a point"),
        ("viewpoint", "viewpoint", "7", "A viewpoint is two numbers"),
    ],
)
def test_what_is_missing_is_told_and_the_rule_cannot_be_used(mosaic, method, field, text, sentence):
    dialog = mosaic("mosaics/overlap")
    dialog.form.method.set_value(method)
    getattr(dialog.form, field).setText(text)
    assert dialog.state.kind() == "error"
    assert sentence in dialog.state.text()
    assert not dialog.use_button.isEnabled()
    dialog.buttons.button(QDialogButtonBox.StandardButton.Reset).click()
    assert dialog.use_button.isEnabled()


def test_the_table_shows_the_rasters_with_their_attributes(mosaic):
    table = mosaic("mosaics/overlap").table
    model = table.model
    titles = [model.headerData(column, 1) for column in range(model.columnCount())]
    assert titles[0] == "Name"
    assert {"Acquired", "ID", "Priority", "Sensor"} <= set(titles)
    assert model.rowCount() == 6
    assert model.index(0, 0).data().startswith("patch_1")
    assert table.status.text() == "Rasters: 6."


def test_all_rows_come_though_the_server_gives_few_at_once(mosaic):
    table = mosaic("mosaics/monthly").table
    assert table.model.rowCount() == 60
    assert len({raster.id for raster in table.model.rasters()}) == 60


def search(qtbot, table):
    table.search()
    qtbot.waitUntil(lambda: not table.is_busy(), timeout=LIMIT_MS)
    return [raster.id for raster in table.model.rasters()]


def test_filters_are_those_of_the_server(mosaic, qtbot, sandbox):
    table = mosaic("mosaics/scenes").table
    table.filters.text.setText("s03_")
    assert search(qtbot, table) == [3]
    table.filters.where.setText("CloudCover < 0")
    assert search(qtbot, table) == []
    assert table.status.text() == "No raster passes the filters."
    table.filters.where.setText("CloudCover <")
    assert search(qtbot, table) == []
    assert table.status.kind() == "error"
    assert table.retry_button.isVisible()


def test_the_visible_map_restricts(mosaic, qtbot, desk):
    dialog = mosaic("mosaics/scenes")
    table = dialog.table
    table.view.selectRow(0)
    table.zoom()
    one = table.rasters()[0]
    table.filters.in_map.setChecked(True)
    found = search(qtbot, table)
    assert one.id in found
    assert 0 < len(found) < 24


def test_a_click_on_a_title_sorts_on_the_server(mosaic, qtbot):
    table = mosaic("mosaics/overlap").table
    column = next(c for c in range(table.model.columnCount()) if table.model.headerData(c, 1) == "Priority")
    table.view.horizontalHeader().setSortIndicator(column, 1)
    found = search(qtbot, table)
    assert found == [4, 5, 6, 1, 3, 2]


def test_selected_rows_are_locked(mosaic):
    dialog = mosaic("mosaics/overlap")
    assert not dialog.lock_button.isEnabled()
    dialog.table.choose((2, 5))
    dialog.lock_button.click()
    assert dialog.form.rule() == MosaicRule.lock(2, 5)


def test_the_rule_goes_where_it_is_wanted(mosaic, qtbot):
    dialog = mosaic("mosaics/overlap")
    dialog.table.choose((2,))
    dialog.lock_button.click()
    with qtbot.waitSignal(dialog.chosen, timeout=LIMIT_MS) as signal:
        dialog.use_button.click()
    assert json.loads(signal.args[0]) == {"mosaicMethod": "esriMosaicLockRaster", "lockRasterIds": [2]}
    assert not dialog.isVisible()


def test_footprints_are_on_the_map_while_the_table_is_shown(mosaic):
    dialog = mosaic("mosaics/overlap")
    prints = dialog.table._footprints
    assert not prints.is_empty()
    dialog.table.show_box.setChecked(False)
    assert prints.is_empty()
    dialog.table.show_box.setChecked(True)
    dialog.reject()
    assert prints.is_empty()


def test_footprints_become_a_layer(mosaic, desk, qtbot):
    table = mosaic("mosaics/monthly").table
    table.add_layer()
    qtbot.waitUntil(lambda: not table.is_busy(), timeout=LIMIT_MS)
    (layer,) = desk.project.mapLayers().values()
    assert layer.featureCount() == 60
    assert layer.crs().authid() == "EPSG:4326"
    assert layer.temporalProperties().isActive()
    assert table.status.text() == "Footprints added to the project: 60."
    table.choose((1, 2))
    table.add_layer()
    assert sorted(each.featureCount() for each in desk.project.mapLayers().values()) == [2, 60]


def test_a_service_without_catalogue_has_a_form_all_the_same(mosaic, sandbox):
    sandbox.control.override("mosaics/overlap", root={"capabilities": "Image"})
    dialog = mosaic("mosaics/overlap")
    assert not dialog.table.isVisible()
    assert dialog.form.isVisible()


def test_a_server_that_fails_is_told_and_asked_again(mosaic, sandbox, qtbot):
    sandbox.control.faults({"kind": "error", "code": 500, "message": "Out of order.", "operation": "query"})
    dialog = mosaic("mosaics/overlap")
    table = dialog.table
    assert table.status.kind() == "error"
    sandbox.control.reset()
    table.retry_button.click()
    qtbot.waitUntil(lambda: not table.is_busy(), timeout=LIMIT_MS)
    assert table.model.rowCount() == 6
