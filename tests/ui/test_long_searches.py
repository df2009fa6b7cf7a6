# SPDX-License-Identifier: GPL-2.0-or-later
"""Searches that take long, fail, or find nothing: what the service browser says then, and what can be done."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from image_services.plugin import auth_store as store
from image_services.plugin.auth_store import Login
from image_services.plugin.gis_store import Registration
from image_services.plugin.settings import settings
from image_services.ui import found_list
from image_services.ui.browse_dialog import BrowseDialog
from qgis.PyQt.QtCore import Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


@pytest.fixture
def browser(desktop, registry, sandbox, qtbot, monkeypatch):
    """The service browser on the portal, after its first search."""
    monkeypatch.setattr(found_list, "PATIENCE_MS", 50)
    settings().browsed_gis.remove()
    authcfg = store.store(Login("publisher", "publisher-Pa55"), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    dialog = BrowseDialog(desktop, Mock())
    qtbot.addWidget(dialog)
    dialog.show()
    found = dialog.browser.found
    qtbot.waitUntil(lambda: found._task is None, timeout=LIMIT_MS)
    assert found.is_complete(), found.status.text()
    yield dialog.browser
    dialog.close()


@pytest.fixture
def ended(browser, qtbot):
    """Wait until nothing is under way."""

    def wait():
        qtbot.waitUntil(lambda: not browser._pause.isActive() and browser.found._task is None, timeout=LIMIT_MS)

    return wait


def slow(sandbox, ms=3000):
    sandbox.control.faults({"kind": "latency", "ms": ms, "operation": "search", "count": 1})


def test_a_short_search_offers_no_button(browser):
    assert not browser.found.cancel_button.isVisible()
    assert not browser.found.retry_button.isVisible()


def test_a_long_search_can_be_cancelled_and_taken_up_again(browser, sandbox, qtbot, ended):
    slow(sandbox)
    browser.text.setText("elevation")
    qtbot.waitUntil(browser.found.cancel_button.isVisible, timeout=LIMIT_MS)
    assert browser.found.list.sentence() == "Searching…"
    browser.found.cancel_button.click()
    assert browser.found._task is None
    assert browser.found.list.sentence() == "The search was cancelled."
    assert browser.found.status.text() == "Cancelled. Image services found: 0."
    assert not browser.found.cancel_button.isVisible()
    browser.found.retry_button.click()
    ended()
    assert browser.found.model.rowCount() > 0
    assert not browser.found.retry_button.isVisible()


def test_what_a_cancelled_search_has_found_stays_and_nothing_goes_on_by_itself(browser, sandbox, qtbot, ended):
    sandbox.control.portal(items=20_000)
    browser.restart()
    ended()
    slow(sandbox)
    browser.found.list.scrollToBottom()
    qtbot.waitUntil(browser.found.cancel_button.isVisible, timeout=LIMIT_MS)
    browser.found.cancel_button.click()
    sandbox.control.clear()
    browser.found.list.scrollToTop()
    browser.found.list.scrollToBottom()
    qtbot.wait(100)
    assert browser.found.model.rowCount() == 100
    assert [entry for entry in sandbox.control.requests() if entry["path"].endswith("/search")] == []


def test_while_it_is_tried_again_an_old_error_is_gone(browser, sandbox, qtbot, ended):
    sandbox.control.faults({"kind": "status", "code": 403, "operation": "search", "count": 1})
    browser.restart()
    ended()
    assert browser.found.status.kind() == "error"
    assert browser.found.list.sentence() == "The image services could not be listed."
    slow(sandbox, ms=500)
    browser.found.retry_button.click()
    assert browser.found.status.text() == ""
    ended()
    assert browser.found.model.rowCount() > 0


def test_filters_are_counted_where_they_are_hidden(browser):
    assert browser.filters.title() == "Filters"
    browser.filters.owner.setText("analyst")
    browser.filters.readable.setChecked(True)
    browser.filters.sort.set_value("-modified")  # an order leaves nothing out
    assert browser.filters.title() == "Filters (2 active)"


def test_nothing_found_says_that_filters_may_be_why(browser, ended):
    browser.filters.owner.setText("nobody")
    ended()
    assert browser.found.list.sentence() == "No image service passes the filters."
    browser.text.setText("elevation")
    ended()
    assert browser.found.list.sentence() == "No image service matches “elevation”. Filters are active."


def test_a_word_that_has_just_been_begun_hides_nothing(browser, ended):
    browser.text.setText("elevation")
    ended()
    before = browser.found.model.rowCount()
    browser.text.setText("elevation j")
    ended()
    assert browser.found.model.rowCount() == before > 1


def test_without_a_gis_the_button_to_register_one_says_so_in_words(browser, registry):
    button = browser.bar.register_button
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    registry.remove("Survey")
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert button.text() == "Register GIS…"
