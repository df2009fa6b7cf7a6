# SPDX-License-Identifier: GPL-2.0-or-later
"""Messages are one sentence in the bar, a line in the log, and everything else behind a button."""

from __future__ import annotations

import pytest
from image_services.core.errors import BadRequest, TransportFailure
from image_services.plugin import messages
from qgis.core import Qgis, QgsApplication
from qgis.gui import QgsMessageBar, QgsMessageViewer
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QTextBrowser

pytestmark = pytest.mark.qgis


@pytest.fixture
def bar(qtbot):
    bar = QgsMessageBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def lines():
    """What is written to the log meanwhile: (text, tag, level)."""
    found = []

    def take(text, tag, level):
        found.append((text, tag, level))

    log = QgsApplication.messageLog()
    log.messageReceived["QString", "QString", "Qgis::MessageLevel"].connect(take)
    yield found
    log.messageReceived["QString", "QString", "Qgis::MessageLevel"].disconnect(take)


def test_a_message_is_shown_as_it_is_and_logged_under_our_tag(bar, lines):
    messages.Messages(bar).success("Done <b>", "“a<i>b” & c")
    (item,) = bar.items()
    assert (item.title(), item.text()) == ("Done &lt;b&gt;", "“a&lt;i&gt;b” &amp; c")
    assert item.findChild(QTextBrowser).toPlainText() == "Done <b>: “a<i>b” & c"
    assert ("Done <b>: “a<i>b” & c", "Image Services", Qgis.MessageLevel.Success) in lines


def test_actions_are_buttons(bar):
    clicked = []
    messages.Messages(bar).success(
        "Done", "It is.", ("One", lambda: clicked.append(1)), ("Two", lambda: clicked.append(2))
    )
    for button in bar.findChildren(QPushButton):
        button.click()
    assert clicked == [1, 2]


def test_a_failure_stays_and_has_its_details_behind_a_button(bar, lines, qtbot):
    error = BadRequest(
        "The server refused.", url="https://ann:hunter2@example.org/x?token=abc", messages=("Bad bbox.",)
    )
    messages.Messages(bar).failure("Download failed", error, "qgis_process run")
    (item,) = bar.items()
    assert (item.text(), item.level(), item.duration()) == ("The server refused.", Qgis.MessageLevel.Critical, 0)
    (button,) = bar.findChildren(QPushButton)
    assert button.text() == "Details…"
    button.click()
    (viewer,) = bar.window().findChildren(QgsMessageViewer)
    assert viewer.windowTitle() == "Download failed"
    text = viewer.findChild(QTextBrowser).toPlainText()
    assert text.splitlines()[0] == "The server refused."
    assert "Address: https://example.org/x" in text
    assert "The server said: Bad bbox." in text
    assert "qgis_process run" in text
    viewer.close()
    everything = text + " ".join(line for line, _, _ in lines)
    assert "hunter2" not in everything
    assert "abc" not in everything


def test_a_long_failure_is_its_first_sentence_and_the_rest_is_in_the_details(bar):
    first, rest = "The tile at column 0, row 3,072 could not be had after 4 attempts.", "Smaller ones may help. " * 9
    messages.Messages(bar).failure("Download failed", BadRequest(f"{first} {rest}"))
    (item,) = bar.items()
    assert item.text() == first
    bar.findChild(QPushButton).click()
    (viewer,) = bar.window().findChildren(QgsMessageViewer)
    assert rest.strip() in viewer.findChild(QTextBrowser).toPlainText()
    viewer.close()


@pytest.mark.parametrize("text", ["", "Short. But two.", "One very long sentence without any end at all" * 9])
def test_what_fits_or_cannot_be_cut_stays_whole(text):
    assert messages.first_sentence(text) == text


def test_a_failure_that_nobody_foresaw_is_called_a_defect_and_has_its_traceback():
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as caught:
        error = caught
    assert messages.sentence(error) == (
        "Something unexpected happened (ZeroDivisionError). Please report it with the details."
    )
    assert "test_messages.py" in messages.details(error)


def test_a_failure_the_library_foresaw_has_no_traceback():
    text = messages.details(TransportFailure("No connection.", url="https://example.org/a"))
    assert text == "No connection.\n\nAddress: https://example.org/a"


def test_a_warning_without_details_has_no_button(bar):
    messages.Messages(bar).warning("Incomplete", "Two tiles are missing.")
    assert bar.findChildren(QPushButton) == []
    messages.Messages(bar).warning("Incomplete", "Two tiles are missing.", "Column 1, row 2")
    assert [button.text() for button in bar.findChildren(QPushButton)] == ["Details…"]


def test_widgets_of_other_kinds_come_and_go(bar):
    told = messages.Messages(bar)
    item = told.add(QLabel("busy"))
    assert bar.items() == [item]
    told.remove(item)
    assert bar.items() == []
