# SPDX-License-Identifier: GPL-2.0-or-later
"""Help is a page that comes with the plugin and needs nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from unittest.mock import Mock

import pytest
from image_services.ui import help_pages
from image_services.ui.browse_dialog import BrowseDialog
from image_services.ui.browse_filters import BrowseFilters
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QCheckBox, QDialogButtonBox, QLabel

pytestmark = pytest.mark.qgis


class Reader(HTMLParser):
    """Keeps the elements of a page that are open, and its texts."""

    VOID = frozenset({"meta", "br", "hr"})

    def __init__(self):
        super().__init__()
        self.open, self.attributes, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


PAGES = sorted(path.stem for path in help_pages.FOLDER.glob("*.html"))


def read(name):
    reader = Reader()
    reader.feed(help_pages.page(name).read_text(encoding="utf-8"))
    return reader


@pytest.fixture
def page():
    return read("download")


class Opened(QObject):
    """What would be opened outside QGIS."""

    def __init__(self):
        super().__init__()
        self.urls = []
        QDesktopServices.setUrlHandler("file", self, "take")

    @pyqtSlot(QUrl)
    def take(self, url):
        self.urls.append(url)


@pytest.fixture
def opened_urls():
    opened = Opened()
    yield opened.urls
    QDesktopServices.unsetUrlHandler("file")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_needs_nothing_else(name):
    page = read(name)
    assert page.open == []
    assert {name for name, _ in page.attributes} <= {"lang", "charset", "name", "content"}
    assert "url(" not in page.text
    assert "@import" not in page.text
    assert not re.search(r"\bcolor:|background", page.text)


def test_every_field_is_explained(page, opened):
    dialog = opened("science/monthly")
    text = page.text.lower()
    for panel in dialog._choices():
        for label in panel.form._labels:
            assert label.text().replace("&", "").lower() in text, label.text()
    for panel in dialog._panels():
        assert panel.title().lower() in text


def test_every_field_of_a_registration_is_explained(show):
    dialog = show()
    text = read("register").text.lower()
    for label in [label for form in dialog._forms for label in form._labels]:
        assert label.text().replace("&", "").lower() in text, label.text()


def test_every_filter_of_a_search_is_explained(desk):
    filters = BrowseFilters(desk.canvas)
    text = read("browse").text.lower()
    for field in filters.findChildren((QLabel, QCheckBox)):
        assert field.text().replace("&", "").lower() in text, field.text()


def test_the_registration_and_the_service_browser_have_help(show, desktop, qtbot, opened_urls):
    browser = BrowseDialog(desktop, Mock())
    qtbot.addWidget(browser)
    for window, name in ((show(), "register"), (browser, "browse")):
        window.buttons.button(QDialogButtonBox.StandardButton.Help).click()
        assert opened_urls.pop().toLocalFile() == str(help_pages.page(name))


def test_the_button_opens_the_page(dialog, opened_urls):
    dialog.buttons.button(QDialogButtonBox.StandardButton.Help).click()
    assert [url.toLocalFile() for url in opened_urls] == [str(help_pages.page("download"))]
    assert help_pages.page("download").is_file()


def test_where_nothing_opens_pages_the_dialog_says_so(dialog, monkeypatch):
    monkeypatch.setattr(help_pages, "show", lambda _name: False)
    dialog.help_button.click()
    assert "download.html" in dialog.bar.currentItem().text()
