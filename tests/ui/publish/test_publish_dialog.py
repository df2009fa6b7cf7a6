# SPDX-License-Identifier: GPL-2.0-or-later
"""The publish dialog, used as people use it, against the sandbox's portals and servers."""

from __future__ import annotations

import numpy as np
import pytest
from image_services.plugin import library
from qgis.core import Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsRasterLayer, QgsRasterRange, QgsRectangle
from qgis.PyQt.QtCore import QEvent, QObject, Qt, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
)

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000


def test_a_layer_becomes_a_service_that_holds_its_values(publishing, register, layer, named, said, desk, qtbot):
    register("Survey")
    source = layer()
    source.dataProvider().setUserNoDataValue(1, [QgsRasterRange(2.0, 3.0)])
    dialog = publishing(source, "Survey")
    assert not dialog.publish_button.isEnabled()
    named(dialog, "my heights")
    assert dialog.target_panel.name_state.text() == "“my_heights” is free."
    assert dialog.raster_panel.promote.text().replace("&", "") == "Promote: Float32 → Float64, NoData 1.797e308"
    assert dialog.plan_view.lines()[0] == (
        "info",
        "60 × 40 cells, 1 band, Float32 → Float64, NoData 1.797e308; at most 19 kB to send.",
    )
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    title, text, level = said()[0]
    assert title == "Published", text
    assert (text, level) == ("“Heights” is an image service now.", Qgis.MessageLevel.Success)
    (entry,) = dialog._publishing.jobs.entries()
    service = library.open_service(entry.url, gis="Survey")
    data = service.read()
    cells = (np.arange(2400) / 7).astype("f4").reshape(40, 60)
    holes = (cells >= 2) & (cells <= 3)
    assert np.array_equal(data.mask[0], holes)
    assert np.array_equal(data.data[0][~holes], cells[~holes].astype("f8"))
    assert dialog.target_panel.name.text() == ""  # it is used up
    assert not dialog.publish_button.isEnabled()


class Pages(QObject):
    """What would be opened outside QGIS."""

    def __init__(self):
        super().__init__()
        self.urls = []

    @pyqtSlot(QUrl)
    def take(self, url):
        self.urls.append(url.toString())


def test_the_message_offers_page_layer_and_address(publishing, register, layer, named, desk, qtbot):
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "offered")
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    (entry,) = dialog._publishing.jobs.entries()
    buttons = {button.text(): button for button in desk.bar.currentItem().findChildren(QPushButton)}
    pages = Pages()
    QDesktopServices.setUrlHandler("http", pages, "take")
    buttons["Open Item Page"].click()
    QDesktopServices.unsetUrlHandler("http")
    assert pages.urls == [entry.item_page]
    assert "/home/item.html?id=" in entry.item_page
    buttons["Copy URL"].click()
    assert QgsApplication.clipboard().text() == entry.url
    before = len(desk.project.mapLayers())
    buttons["Add as Layer"].click()
    qtbot.waitUntil(lambda: len(desk.project.mapLayers()) == before + 1, timeout=LIMIT_MS)


def test_bands_item_and_folder_are_sent_as_chosen(publishing, register, layer, named, sandbox, qtbot):
    register("Survey")
    dialog = publishing(layer(bands=3), "Survey", "Drone flights")
    qtbot.waitUntil(lambda: dialog.raster_panel.bands.list.count() == 3, timeout=LIMIT_MS)
    dialog.raster_panel.bands.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.raster_panel.promote.setChecked(False)
    dialog.item_panel.title_line.setText("Two of three")
    dialog.item_panel.tags.setText("a, b c,, ")
    dialog.item_panel.summary.setText("Only a test")
    dialog.item_panel.sharing.set_value("public")
    named(dialog, "two_of_three")
    assert "Float32, NoData" in dialog.plan_view.text()
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    (entry,) = dialog._publishing.jobs.entries()
    service = library.open_service(entry.url, gis="Survey")
    assert (service.band_count, service.pixel_type.code) == (2, "F32")
    sent = [entry for entry in sandbox.control.requests() if "/items/" in entry["path"] and entry["method"] == "POST"]
    dressed = {name: value for entry in sent for name, value in entry["params"].items()}
    assert dressed["title"] == "Two of three"
    assert dressed["tags"].split(",") == ["a", "b c"]
    assert dressed["snippet"] == "Only a test"
    dialog.questions.forget_gis()
    dialog.replan()
    folders = dialog.target_panel.folder
    qtbot.waitUntil(lambda: folders.findText("Drone flights") > 0, timeout=LIMIT_MS)
    assert folders.currentText() == "Drone flights"


def test_a_taken_name_is_seen_before_anything_is_sent(publishing, register, layer, named, sandbox, qtbot):
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "first")
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    assert [entry.state for entry in dialog._publishing.jobs.entries()] == ["succeeded"]
    assert dialog.target_panel.name.text() == ""
    assert dialog.target_panel.name_state.text() == ""
    named(dialog, "firs")
    assert dialog.publish_button.isEnabled()
    named(dialog, "first")
    assert dialog.target_panel.name_state.kind() == "error"
    assert "“first” is taken" in dialog.target_panel.name_state.text()
    assert not dialog.publish_button.isEnabled()


def test_a_name_that_cannot_be_is_told_at_once(publishing, register, layer, qtbot, sandbox):
    register("Survey")
    dialog = publishing(layer(), "Survey")
    dialog.target_panel.name.setText("a-b+c")
    qtbot.waitUntil(lambda: "take out + -" in dialog.target_panel.name_state.text(), timeout=LIMIT_MS)
    assert not dialog.publish_button.isEnabled()
    assert dialog.target_panel.name_state.accessibleName() == dialog.target_panel.name_state.text()


def test_a_raster_without_a_reference_is_refused_with_the_remedy(publishing, register, layer, qtbot):
    register("Survey")
    dialog = publishing(layer(code=0), "Survey")
    qtbot.waitUntil(lambda: "has no spatial reference" in dialog.plan_view.text(), timeout=LIMIT_MS)
    assert dialog.plan_view.lines()[0][0] == "error"
    assert not dialog.publish_button.isEnabled()


def test_values_that_mean_no_data_are_spoken_of(publishing, register, layer, qtbot):
    register("Survey")
    dialog = publishing(layer(), "Survey")
    qtbot.waitUntil(lambda: "60 × 40 cells" in dialog.plan_view.text(), timeout=LIMIT_MS)
    assert "would become holes" not in dialog.plan_view.text()
    dialog.raster_panel.promote.setChecked(False)
    qtbot.waitUntil(lambda: "would become holes" in dialog.plan_view.text(), timeout=LIMIT_MS)


def test_of_a_picture_the_part_on_the_map_can_be_chosen(publishing, register, layer, desk, sandbox, qtbot):
    register("Survey")
    uri = f"format='PNG32' layer='' url='{sandbox.service_url('elevation/dem')}'"
    drawn = QgsRasterLayer(uri, "drawn", "arcgismapserver")
    box = QgsRectangle(drawn.extent())
    desk.canvas.setDestinationCrs(drawn.crs())
    dialog = publishing(layer(), "Survey")
    assert dialog.raster_panel.part.isHidden()
    dialog.fill(drawn)
    assert not dialog.raster_panel.part.isHidden()
    qtbot.waitUntil(lambda: "2,048 × 1,707 cells" in dialog.plan_view.text(), timeout=LIMIT_MS)
    assert any(kind == "warning" and "the values behind it" in text for kind, text in dialog.plan_view.lines())
    box.scale(0.5)
    desk.canvas.setExtent(box)
    dialog.raster_panel.part.set_value("map")
    rows = f" {desk.canvas.mapSettings().outputSize().height()} cells"
    qtbot.waitUntil(lambda: rows in dialog.plan_view.text(), timeout=LIMIT_MS)
    desk.canvas.setExtent(QgsRectangle(0, 0, 1000, 1000))
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.ActivationChange))
    assert "The map shows nothing of the layer" in dialog.plan_view.text()


def test_a_reference_that_is_set_meanwhile_is_noticed(publishing, register, layer, named, qtbot):
    register("Survey")
    source = layer(code=0)
    dialog = publishing(source, "Survey")
    named(dialog, "mended")
    qtbot.waitUntil(lambda: "has no spatial reference" in dialog.plan_view.text(), timeout=LIMIT_MS)
    source.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.ActivationChange))
    qtbot.waitUntil(dialog.publish_button.isEnabled, timeout=LIMIT_MS)


def test_a_dropped_layer_is_offered_besides_those_of_the_project(publishing, register, layer, desk, qtbot):
    register("Survey")
    layer(name="Mine")
    other = layer(name="Dropped").clone()
    desk.project.removeMapLayers([known.id() for known in desk.project.mapLayersByName("Dropped")])
    dialog = publishing(other, "Survey")
    box = dialog.raster_panel.layer
    assert box.currentLayer() is other
    assert sorted(box.itemText(row) for row in range(box.count())) == ["Dropped", "Mine"]
    qtbot.waitUntil(lambda: "60 × 40 cells" in dialog.plan_view.text(), timeout=LIMIT_MS)


def test_a_stand_alone_server_says_what_works_instead(publishing, register, layer, sandbox, qtbot):
    register("Server", "", f"{sandbox.url}/arcgis")
    dialog = publishing(layer(), "Server")
    qtbot.waitUntil(lambda: dialog.plan_view.lines()[0][0] == "error", timeout=LIMIT_MS)
    assert "without a portal" in dialog.plan_view.text()
    assert "What works instead" in dialog.plan_view.text()


def test_without_any_gis_the_dialog_says_how_to_begin(publishing, registry, layer, windows):
    dialog = publishing(layer())
    assert "register a portal first" in dialog.plan_view.text()
    dialog.target_panel.gis.register_button.click()
    assert windows.calls == [("register_gis",)]


def test_an_account_without_the_right_is_warned_and_a_refusal_leaves_the_dialog_as_it_was(
    publishing, register, layer, named, said, sandbox, qtbot
):
    register("Survey", "analyst")
    dialog = publishing(layer(), "Survey")
    named(dialog, "refused")
    assert any(kind == "warning" and "lacks the privilege" in text for kind, text in dialog.plan_view.lines())
    dialog.item_panel.tags.setText("kept")
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    title, _, level = said()[0]
    assert (title, level) == ("“Heights” was not published", Qgis.MessageLevel.Critical)
    assert (dialog.target_panel.name.text(), dialog.item_panel.tags.text()) == ("refused", "kept")
    qtbot.waitUntil(dialog.publish_button.isEnabled, timeout=LIMIT_MS)
    assert dialog._publishing.jobs.entries() == []


def test_a_failed_job_says_what_the_server_said(publishing, register, layer, named, said, sandbox, qtbot):
    sandbox.control.portal(job_failure="ERROR 000732: The raster does not exist")
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "failing")
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    title, text, level = said()[0]
    assert (title, level) == ("“Heights” was not published", Qgis.MessageLevel.Critical)
    assert "ERROR 000732" in text
    (entry,) = dialog._publishing.jobs.entries()
    assert entry.state == "failed"
    qtbot.waitUntil(dialog.publish_button.isEnabled, timeout=LIMIT_MS)


def test_progress_names_the_steps_and_cancelling_leaves_nothing(
    publishing, register, layer, named, said, sandbox, qtbot
):
    sandbox.control.portal(job_seconds=60)
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "cancelled")
    dialog.publish_button.click()
    (run,) = dialog._runs
    assert not dialog.publish_button.isEnabled()
    widget = run._widget
    qtbot.waitUntil(lambda: "step 7 of 8, the server is working" in widget.label.text(), timeout=LIMIT_MS)
    (entry,) = dialog._publishing.jobs.entries()
    assert entry.is_running
    widget.button.click()
    assert "cancelling" in widget.label.text()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    title, text, level = said()[0]
    assert (title, level) == ("Publishing cancelled", Qgis.MessageLevel.Info)
    assert text == "“Heights”: Cancelled; nothing was left on the server."
    named(dialog, "cancelle")
    named(dialog, "cancelled")
    assert dialog.publish_button.isEnabled()


def test_a_server_that_falls_silent_is_told_and_asked_again(
    publishing, register, registry, layer, named, sandbox, qtbot
):
    sandbox.control.portal(job_seconds=60)
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "silent")
    dialog.publish_button.click()
    (run,) = dialog._runs
    qtbot.waitUntil(lambda: "step 7 of 8" in run._widget.label.text(), timeout=LIMIT_MS)
    jobs = dialog._publishing.jobs
    jobs.stop_watching()
    qtbot.waitUntil(lambda: jobs.running == 0, timeout=LIMIT_MS)
    registry.remove("Survey")
    jobs.watch_all()
    qtbot.waitUntil(lambda: "No GIS named “Survey”" in run._widget.label.text(), timeout=LIMIT_MS)
    register("Survey")
    jobs.resume()
    qtbot.waitUntil(lambda: "step 7 of 8" in run._widget.label.text(), timeout=LIMIT_MS)
    run._widget.button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)


def test_unloading_the_plugin_takes_the_progress_away_and_stops_no_job(
    publishing, register, layer, named, sandbox, desk, qtbot
):
    sandbox.control.portal(job_seconds=60)
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "unloaded")
    dialog.publish_button.click()
    (run,) = dialog._runs
    qtbot.waitUntil(lambda: "step 7 of 8" in run._widget.label.text(), timeout=LIMIT_MS)
    dialog._publishing.jobs.stopped.emit()
    assert desk.bar.items() == []
    dialog._runs.clear()
    assert dialog._publishing.jobs.entries()[0].is_running


def test_a_cancel_in_the_middle_of_an_upload_leaves_nothing(publishing, register, layer, named, said, sandbox, qtbot):
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "early")
    sandbox.control.faults({"kind": "latency", "ms": 1500, "operation": "upload"})
    dialog.publish_button.click()
    (run,) = dialog._runs
    widget = run._widget
    qtbot.waitUntil(lambda: "step 3 of 8" in widget.label.text(), timeout=LIMIT_MS)
    widget.button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    assert said() == [
        ("Publishing cancelled", "“Heights” was cancelled; nothing was left on the server.", Qgis.MessageLevel.Info)
    ]
    assert dialog._publishing.jobs.entries() == []


def test_a_cancel_says_what_could_not_be_taken_away(publishing, register, layer, named, said, sandbox, qtbot):
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "held")
    sandbox.control.faults(
        {"kind": "latency", "ms": 1500, "operation": "submitJob"},
        {"kind": "error", "code": 400, "message": "Locked.", "operation": "deleteItem"},
    )
    dialog.publish_button.click()
    (run,) = dialog._runs
    widget = run._widget
    qtbot.waitUntil(lambda: "step 6 of 8" in widget.label.text(), timeout=LIMIT_MS)
    widget.button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    (item,) = sandbox.control.portal()["publishing"]["published"]
    text = f"“Heights”: The unfinished service could not be removed: delete the item {item['itemId']} yourself."
    assert said() == [("Publishing cancelled", text, Qgis.MessageLevel.Warning)]


def test_without_waiting_the_dialog_is_free_at_once(publishing, register, layer, named, said, sandbox, qtbot):
    sandbox.control.portal(job_seconds=3)
    register("Survey")
    dialog = publishing(layer(), "Survey")
    named(dialog, "later")
    dialog.target_panel.wait.setChecked(False)
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    assert said()[0][0] == "Submitted"
    jobs = dialog._publishing.jobs
    assert jobs.entries()[0].is_running
    qtbot.waitUntil(lambda: jobs.entries()[0].state == "succeeded", timeout=LIMIT_MS)
    assert said()[0][0] == "Published"


def test_online_offers_tiled_and_dynamic_and_speaks_of_credits(publishing, register, layer, named, sandbox, qtbot):
    sandbox.control.portal(online=True)
    register("Survey")
    dialog = publishing(layer(), "Survey")
    assert dialog.target_panel.kind.isHidden()
    named(dialog, "tiles")
    assert not dialog.target_panel.kind.isHidden()
    assert dialog.target_panel.kind.value() == "tiled"
    assert "charges credits" in dialog.plan_view.text()
    dialog.publish_button.click()
    qtbot.waitUntil(lambda: not dialog._runs, timeout=LIMIT_MS)
    (entry,) = dialog._publishing.jobs.entries()
    assert (entry.state, entry.text) == ("succeeded", "Published.")
    assert "/tiled/" in entry.url
    assert "credits" in entry.more


def test_every_field_has_a_name_for_those_who_cannot_see_it(publishing, register, layer, named):
    register("Survey")
    dialog = publishing(layer(bands=3), "Survey")
    named(dialog, "keys")
    panels = (dialog.raster_panel, dialog.target_panel, dialog.item_panel)
    labelled = {label.buddy() for panel in panels for label in panel.form._labels}
    labelled |= {widget.focusProxy() for widget in labelled if widget.focusProxy() is not None}
    fields = [
        w for kind in (QLineEdit, QComboBox, QAbstractButton, QAbstractItemView) for w in dialog.findChildren(kind)
    ]
    fields = [w for w in fields if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(fields) > 12
    for field in fields:
        text = field.text() if isinstance(field, QAbstractButton) else ""
        assert {field, field.parentWidget()} & labelled or field.accessibleName() or text, field


def test_no_two_fields_have_the_same_access_key(publishing):
    dialog = publishing()
    panels = (dialog.raster_panel, dialog.target_panel, dialog.item_panel)
    texts = [label.text() for panel in panels for label in panel.form._labels]
    texts += [box.text() for box in dialog.findChildren(QCheckBox)]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(keys) == 13
    assert len(set(keys)) == len(keys)


def test_the_dialog_fits_a_small_screen(publishing, register, layer, named):
    register("Survey")
    dialog = publishing(layer(bands=4), "Survey")
    named(dialog, "small")
    assert dialog.minimumSizeHint().width() <= 1000
    assert dialog.minimumSizeHint().height() <= 580


def test_help_explains_every_field(publishing, register, layer):
    from image_services.ui import help_pages

    text = help_pages.page("publish").read_text(encoding="utf-8").lower()
    dialog = publishing()
    for panel in (dialog.raster_panel, dialog.target_panel, dialog.item_panel):
        assert panel.title().lower() in text
        for label in panel.form._labels:
            assert label.text().replace("&", "").lower() in text, label.text()
