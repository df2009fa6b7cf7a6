# SPDX-License-Identifier: GPL-2.0-or-later
"""The properties of a service: all that it says can be read, and nothing is scrolled to in vain."""

from __future__ import annotations

import html

import pytest
from image_services.plugin.browser.places import Entry
from image_services.ui.properties_dialog import PropertiesDialog
from image_services.ui.status_line import ERROR
from qgis.PyQt.QtWidgets import QLabel

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


@pytest.fixture
def show(desk, qtbot):
    """Show the properties of the service at an address."""
    dialogs = []

    def show(url):
        dialog = PropertiesDialog(Entry("", "Heights", url), desk.runner)
        dialogs.append(dialog)
        dialog.show()
        return dialog

    yield show
    for dialog in dialogs:
        dialog.done(0)


@pytest.fixture
def properties(show, sandbox, qtbot):
    """The properties of a service that has answered."""
    dialog = show(sandbox.service_url("elevation/jacksboro"))
    qtbot.waitUntil(lambda: dialog.details.service() is not None, timeout=LIMIT_MS)
    return dialog


def test_what_is_scrolled_to_ends_with_the_last_line(properties, qtbot):
    text = properties.details.text()
    assert "Elevation data of the U.S. Geological Survey, public domain." in text
    assert "1 band, 16-bit signed integer, 403\u00a0×\u00a0344 cells" in text
    properties.resize(480, 300)
    qtbot.wait(50)
    assert properties.details.verticalScrollBar().maximum() > 0
    content = properties.details.widget()
    last = max(label.geometry().bottom() for label in content.findChildren(QLabel) if label.isVisible())
    assert content.height() - last < 2 * content.fontMetrics().height()


@pytest.mark.parametrize("size", [(300, 200), (480, 460)])
def test_no_line_is_cut_off(properties, qtbot, size):
    properties.resize(*size)
    qtbot.wait(50)
    shown = [label for label in properties.details.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    assert len(shown) > 8
    for label in shown:
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_a_name_that_cannot_be_wrapped_is_told_in_full(desk, qtbot):
    name = f"<b>{'Orthophoto_20cm_' * 8}"
    url = f"http://127.0.0.1:9/arcgis/rest/services/{'Orthophoto_20cm_' * 8}/ImageServer"
    dialog = PropertiesDialog(Entry("", name, url), desk.runner)
    details = dialog.details
    assert details.title.text() == name
    assert html.escape(name) in details.title.toolTip()
    assert any(url in label.toolTip() for label in details.findChildren(QLabel))
    details.show_entry(Entry("", "Heights", url))
    assert details.title.toolTip() == ""
    dialog.done(0)


def test_a_service_that_does_not_answer_is_told_of_with_its_address(show, sandbox, qtbot):
    sandbox.control.faults({"kind": "reset", "operation": "*"})
    url = sandbox.service_url("elevation/dem")
    dialog = show(url)
    qtbot.waitUntil(lambda: dialog.details.status.kind() == ERROR, timeout=LIMIT_MS)
    assert dialog.details.status.text()
    assert url in dialog.details.text()
