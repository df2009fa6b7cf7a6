# SPDX-License-Identifier: GPL-2.0-or-later
"""The service browser, used as people use it, against a portal with 20,000 services and against servers."""

from __future__ import annotations

import pytest
from image_services.plugin import auth_store as store
from image_services.plugin.auth_store import Login
from image_services.plugin.gis_store import Registration
from image_services.plugin.settings import settings
from image_services.ui.browse_dialog import BrowseDialog
from image_services.ui.source_select import ServicesSourceProvider
from image_services.ui.source_widget import SourceWidget
from qgis.core import QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAbstractItemView

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
PASSWORD = "publisher-Pa55"


class Opened:
    """Stands for the other windows; remembers what was opened."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, *arguments))


@pytest.fixture
def windows():
    return Opened()


@pytest.fixture
def survey(registry, sandbox):
    """The sandbox's portal, registered with an account."""
    authcfg = store.store(Login("publisher", PASSWORD), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    return "Survey"


@pytest.fixture
def open_server(registry, sandbox):
    """The sandbox's open server, registered without one."""
    registry.save(Registration("Open server", f"{sandbox.url}/arcgis", "", "server"))
    return "Open server"


@pytest.fixture
def show(desktop, windows, qtbot):
    """Show the dialog."""
    settings().browsed_gis.remove()
    shown = []

    def show_dialog():
        dialog = BrowseDialog(desktop, windows)
        qtbot.addWidget(dialog)
        dialog.show()
        shown.append(dialog)
        return dialog.browser

    yield show_dialog
    for dialog in shown:
        dialog.close()


@pytest.fixture
def ready(qtbot):
    """Wait until a search has ended, however it did."""

    def wait(browser):
        qtbot.waitUntil(
            lambda: (not browser._pause.isActive() and browser.found.is_complete()) or has_failed(browser),
            timeout=LIMIT_MS,
        )

    return wait


def has_failed(browser):
    return browser.found.retry_button.isVisible()


@pytest.fixture
def chosen(qtbot, ready):
    """Select a row, and wait for its details."""

    def choose(browser, row=0):
        ready(browser)
        browser.found.list.setCurrentIndex(browser.found.model.index(row, 0))
        qtbot.waitUntil(lambda: browser.details.service() is not None, timeout=LIMIT_MS)
        return browser.entry()

    return choose


def titles(browser):
    model = browser.found.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def finds_elevation(browser):
    found = set(titles(browser))
    return {"Elevation Dem", "Elevation Jacksboro"} <= found and all("elevation" in title.lower() for title in found)


def searches(sandbox):
    return [entry["params"] for entry in sandbox.control.requests() if entry["path"].endswith("/search")]


# Lists


def test_without_a_registered_gis_the_list_says_what_to_do(show, windows):
    browser = show()
    assert "Register a GIS" in browser.found.list.sentence()
    assert not browser.bar.remove_button.isEnabled()
    browser.bar.register_button.click()
    assert windows.calls == [("register_gis",)]


def test_what_is_registered_meanwhile_is_shown_at_once(show, ready, qtbot, registry, sandbox):
    browser = show()
    registry.save(Registration("Open server", f"{sandbox.url}/arcgis", "", "server"))
    qtbot.waitUntil(lambda: browser.bar.name() == "Open server", timeout=LIMIT_MS)
    ready(browser)
    assert "dem" in titles(browser)
    registry.remove("Open server")
    assert browser.found.model.rowCount() == 0
    assert "Register a GIS" in browser.found.list.sentence()


def test_of_twenty_thousand_services_only_the_first_page_is_asked_for(show, ready, survey, sandbox):
    sandbox.control.portal(items=20_000)
    sandbox.control.clear()
    browser = show()
    ready(browser)
    assert browser.found.model.rowCount() == 100
    assert "100 of 20," in browser.found.status.text()
    assert [int(params["num"]) for params in searches(sandbox)] == [100]


def test_scrolling_to_the_end_brings_the_next_page(show, ready, survey, sandbox, qtbot):
    sandbox.control.portal(items=20_000)
    browser = show()
    ready(browser)
    for page in range(2, 6):
        browser.found.list.scrollToBottom()
        qtbot.waitUntil(lambda rows=100 * page: browser.found.model.rowCount() == rows, timeout=LIMIT_MS)
    assert [int(params["start"]) for params in searches(sandbox)] == [1, 101, 201, 301, 401]
    assert len(set(titles(browser))) > 400


def test_thumbnails_are_fetched_for_the_rows_in_sight(show, ready, survey, sandbox, qtbot):
    sandbox.control.portal(items=20_000)
    browser = show()
    ready(browser)
    arrived = browser.found.list.itemDelegate()._thumbnails._kept
    qtbot.waitUntil(lambda: len(arrived) >= 3, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not browser.found.list.itemDelegate()._thumbnails._running, timeout=LIMIT_MS)
    in_sight = browser.found.list.viewport().height() // browser.found.list.sizeHintForRow(0) + 2
    fetched = [entry for entry in sandbox.control.requests() if "/thumbnail/" in entry["path"]]
    assert 3 <= len(fetched) <= in_sight


def test_titles_are_shown_as_they_are_written(show, ready, survey, sandbox):
    sandbox.control.portal(items=200)
    browser = show()
    ready(browser)
    assert any("<b>" in title for title in titles(browser))
    assert browser.found.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).startswith("http")


# Searching


def test_typing_searches_once_it_pauses(show, ready, survey, sandbox, qtbot):
    browser = show()
    ready(browser)
    sandbox.control.clear()
    qtbot.keyClicks(browser.text, "elevation")
    assert searches(sandbox) == []
    ready(browser)
    qtbot.waitUntil(lambda: len(searches(sandbox)) == 1, timeout=LIMIT_MS)
    ready(browser)
    assert finds_elevation(browser)


def test_the_beginning_of_a_word_is_enough(show, ready, survey, qtbot):
    browser = show()
    ready(browser)
    qtbot.keyClicks(browser.text, "elev")
    ready(browser)
    qtbot.waitUntil(lambda: finds_elevation(browser), timeout=LIMIT_MS)


def test_a_newer_search_wins_over_a_slow_older_one(show, ready, survey, sandbox, qtbot):
    browser = show()
    ready(browser)
    sandbox.control.faults({"kind": "latency", "ms": 1500, "operation": "search", "count": 1})
    browser.text.setText("landcover")
    browser.restart()
    browser.text.setText("elevation")
    browser.restart()
    qtbot.waitUntil(lambda: finds_elevation(browser), timeout=LIMIT_MS)
    qtbot.wait(1800)
    assert finds_elevation(browser)


def test_nothing_found_says_what_was_looked_for(show, ready, survey):
    browser = show()
    browser.text.setText("nosuchthing")
    browser.restart()
    ready(browser)
    assert browser.found.model.rowCount() == 0
    assert browser.found.list.sentence() == "No image service matches “nosuchthing”."


def test_the_address_of_a_service_finds_it(show, ready, survey, sandbox):
    browser = show()
    browser.text.setText(sandbox.service_url("imagery/scene") + "?f=json")
    browser.restart()
    ready(browser)
    assert titles(browser) == ["scene"]


def test_a_failure_says_why_and_can_be_tried_again(show, ready, survey, sandbox, qtbot):
    sandbox.control.faults({"kind": "status", "code": 403, "operation": "search", "count": 1})
    browser = show()
    ready(browser)
    assert has_failed(browser)
    assert "may not" in browser.found.status.text()
    browser.found.retry_button.click()
    ready(browser)
    assert browser.found.model.rowCount() > 0
    assert not has_failed(browser)


def test_a_session_that_has_ended_begins_again_by_itself(show, ready, survey, sandbox):
    browser = show()
    ready(browser)
    rows = browser.found.model.rowCount()
    sandbox.control.reset()  # the portal forgets all tokens
    browser.restart()
    ready(browser)
    assert browser.found.model.rowCount() == rows


def test_a_wrong_password_is_told_where_the_list_would_be(show, ready, registry, sandbox):
    authcfg = store.store(Login("publisher", "wrong-Pa55"), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    browser = show()
    ready(browser)
    assert "sign-in as “publisher” was refused" in browser.found.status.text()


def test_parts_of_a_portal_can_be_searched_alone(show, ready, survey, qtbot):
    browser = show()
    qtbot.waitUntil(lambda: browser.scope.count() > 1, timeout=LIMIT_MS)
    parts = [browser.scope.itemText(index) for index in range(browser.scope.count())]
    assert parts[:2] == ["All Image Services", "My Content"]
    assert {"Terrain", "Quality assurance"} <= set(parts)
    browser.scope.setCurrentIndex(parts.index("Terrain"))
    ready(browser)
    assert titles(browser) == ["Elevation Dem", "Elevation Jacksboro"]


# Filters


def test_the_owner_is_asked_of_the_portal(show, ready, survey, qtbot):
    browser = show()
    browser.filters.owner.setText("analyst")
    browser.restart()
    ready(browser)
    assert titles(browser)
    assert all(browser.found.model.entry(browser.found.model.index(row, 0)).item.owner == "analyst" for row in range(3))


def test_services_outside_of_the_map_are_left_out(show, ready, survey, desk, sandbox):
    browser = show()
    ready(browser)
    everything = len(titles(browser))
    desk.canvas.setExtent(QgsRectangle(-9_700_000, 4_200_000, -9_600_000, 4_300_000))
    browser.filters.on_map.setChecked(True)
    ready(browser)
    boxes = [params["bbox"] for params in searches(sandbox) if "bbox" in params]
    assert boxes
    assert len(titles(browser)) < everything


def test_services_are_asked_for_their_pixel_type(show, ready, survey):
    browser = show()
    browser.filters.pixel_type.set_value("U16")
    browser.restart()
    ready(browser)
    assert "Imagery Scene" in titles(browser)
    assert "Elevation Dem" not in titles(browser)


def test_services_that_hand_out_no_pixels_can_be_left_out(show, ready, survey):
    browser = show()
    ready(browser)
    assert "Quirks Noimage" in titles(browser)
    browser.filters.readable.setChecked(True)
    ready(browser)
    assert "Quirks Noimage" not in titles(browser)
    assert "Elevation Dem" in titles(browser)


def test_a_server_without_a_portal_is_searched_folder_by_folder(show, ready, open_server, sandbox):
    browser = show()
    ready(browser)
    assert {"dem", "scene", "binary"} <= set(titles(browser))
    browser.text.setText("deep")
    browser.restart()
    ready(browser)
    assert sorted(titles(browser)) == ["binary", "deep"]


def test_locked_folders_of_a_server_are_counted(show, ready, registry, sandbox):
    registry.save(Registration("Old server", sandbox.standalone, "", "server"))
    browser = show()
    ready(browser)
    assert "dem" in titles(browser)
    assert "Folders that cannot be read: 1." in browser.found.status.text()


# Details


def test_details_are_plain_text(show, chosen, open_server):
    browser = show()
    browser.text.setText("elevation/dem")
    browser.restart()
    chosen(browser)
    text = browser.details.text()
    assert "1 band, 32-bit floating point" in text
    assert "Copyright: Made up for tests & demonstrations. Terms of use" in text  # written in HTML
    assert "EPSG:3857" in text
    assert "15,000 × 4,100 pixels per request" in text
    assert "Capabilities: " in text
    assert all(label.textFormat() == Qt.TextFormat.PlainText for _, label in browser.details._rows)


def test_moving_through_the_list_asks_for_the_last_one_only(show, ready, survey, sandbox, qtbot):
    browser = show()
    ready(browser)
    sandbox.control.clear()
    for row in range(5):
        browser.found.list.setCurrentIndex(browser.found.model.index(row, 0))
    qtbot.waitUntil(lambda: browser.details.service() is not None, timeout=LIMIT_MS)
    described = [entry for entry in sandbox.control.requests() if entry["path"].endswith("/ImageServer")]
    assert len(described) == 1


def test_a_service_that_cannot_be_read_says_why(show, ready, open_server, sandbox, qtbot):
    browser = show()
    browser.text.setText("temperature")
    browser.restart()
    ready(browser)
    sandbox.control.faults({"kind": "status", "code": 403, "service": "science/temperature", "operation": "*"})
    browser.found.list.setCurrentIndex(browser.found.model.index(0, 0))
    qtbot.waitUntil(lambda: browser.details.status.kind() == "error", timeout=LIMIT_MS)
    assert "may not" in browser.details.status.text()


def bands_on(canvas):
    return [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]


def test_the_footprint_is_on_the_map_while_somebody_looks(show, chosen, open_server, desk):
    browser = show()
    browser.text.setText("elevation/dem")
    browser.restart()
    chosen(browser)
    (band,) = bands_on(desk.canvas)
    service = browser.details.service()
    assert band.asGeometry().boundingBox().width() == pytest.approx(service.extent.width, rel=1e-6)
    browser.zoom_button.click()
    assert desk.canvas.extent().contains(band.asGeometry().boundingBox())
    browser.window().close()
    assert bands_on(desk.canvas) == []


# What can be done


def test_nothing_can_be_added_before_something_is_selected(show, chosen, open_server):
    browser = show()
    dialog = browser.window()
    assert not dialog.add_button.isEnabled()
    assert not dialog.download_button.isEnabled()
    chosen(browser)
    assert dialog.add_button.isEnabled()
    assert dialog.download_button.isEnabled()


def test_a_secured_service_becomes_a_layer_without_secrets(show, chosen, survey, desk, qtbot):
    browser = show()
    browser.text.setText("imagery scene")
    browser.restart()
    chosen(browser)
    browser.window().add_button.click()
    qtbot.waitUntil(lambda: len(desk.project.mapLayers()) == 1, timeout=LIMIT_MS)
    (layer,) = desk.project.mapLayers().values()
    assert layer.isValid(), layer.error().summary()
    assert "authcfg=" in layer.source()
    assert PASSWORD not in layer.source()
    assert "token" not in layer.source().lower()


def test_download_hands_over_address_and_gis(show, chosen, survey, windows):
    browser = show()
    browser.text.setText("imagery scene")
    browser.restart()
    entry = chosen(browser)
    browser.window().download_button.click()
    assert windows.calls == [("download", entry.url, "Survey")]


def test_enter_in_the_list_adds_and_enter_in_the_search_does_not(show, chosen, open_server, desk, qtbot):
    browser = show()
    qtbot.keyClicks(browser.text, "elevation/dem")
    qtbot.keyClick(browser.text, Qt.Key.Key_Return)
    chosen(browser)
    assert desk.project.mapLayers() == {}
    assert browser.window().isVisible()
    browser.found.list.setFocus()
    qtbot.keyClick(browser.found.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.project.mapLayers()) == 1, timeout=LIMIT_MS)


def test_the_gis_browsed_last_comes_first(show, ready, survey, open_server):
    browser = show()
    browser.choose_gis("Survey")
    ready(browser)
    browser.window().close()
    assert show().bar.name() == "Survey"


def test_a_closed_window_asks_nothing_more_and_goes_on_when_opened(show, survey, desktop, qtbot, ready):
    browser = show()
    browser.window().close()
    qtbot.waitUntil(lambda: desktop.runner.running == 0, timeout=LIMIT_MS)
    browser.window().show()
    qtbot.waitUntil(lambda: browser.found.model.rowCount() > 0, timeout=LIMIT_MS)


def test_the_page_of_the_data_source_manager_is_the_same_browser(desktop, windows, open_server, chosen, qtbot, desk):
    provider = ServicesSourceProvider(desktop, lambda: windows, QIcon())
    assert (provider.providerKey(), provider.text()) == ("imageservices", "Image Services")
    page = provider.createDataSourceWidget(None)
    assert isinstance(page, SourceWidget)
    qtbot.addWidget(page)
    enabled = []
    page.enableButtons.connect(enabled.append)
    page.show()
    page.browser.text.setText("elevation/dem")
    page.browser.restart()
    chosen(page.browser)
    assert enabled[-1] is True
    page.addButtonClicked()
    qtbot.waitUntil(lambda: len(desk.project.mapLayers()) == 1, timeout=LIMIT_MS)
    page.hide()


def test_rows_are_equally_high_so_that_many_cost_no_more_than_few(show, ready, survey):
    browser = show()
    ready(browser)
    assert browser.found.list.uniformItemSizes()
    assert browser.found.list.verticalScrollMode() == QAbstractItemView.ScrollMode.ScrollPerPixel
