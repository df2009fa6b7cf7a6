# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of QGIS's options: what it shows, keeps and changes."""

from __future__ import annotations

import pytest
from image_services.core.decode import decoder_name
from image_services.core.session import Session, Timeouts
from image_services.plugin import library
from image_services.plugin.settings import settings, unregister_settings
from image_services.ui import options_page
from image_services.ui.options_page import OptionsPage, ServicesOptionsFactory
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QLabel

pytestmark = pytest.mark.qgis


@pytest.fixture
def page(qtbot, clean_settings):
    def as_installed():
        known = settings()
        for entry in (known.connect_timeout, known.read_timeout, known.tile_columns, known.tile_rows):
            entry.remove()
        known.concurrency.remove()
        library.use_chosen_timeouts()

    library.prepare()
    as_installed()
    page = OptionsPage()
    qtbot.addWidget(page)
    page.show()
    yield page
    as_installed()
    library.release()


def test_it_begins_with_what_is_usual(page):
    assert (page.columns.value(), page.rows.value(), page.concurrency.value()) == (1024, 1024, 8)
    assert (page.connect_timeout.value(), page.read_timeout.value()) == (20, 300)


def test_what_is_entered_is_kept_for_the_next_start(page, tmp_path):
    page.columns.setValue(512)
    page.rows.setValue(256)
    page.concurrency.setValue(3)
    page.folder.setFilePath(str(tmp_path))
    page.connect_timeout.setValue(7)
    page.read_timeout.setValue(60)
    page.apply()
    unregister_settings()
    known = settings()
    assert (known.tile_columns.value(), known.tile_rows.value(), known.concurrency.value()) == (512, 256, 3)
    assert (known.connect_timeout.value(), known.read_timeout.value()) == (7, 60)
    assert known.folder() == str(tmp_path)


def test_nothing_is_kept_before_the_options_are_accepted(page):
    page.concurrency.setValue(2)
    assert settings().concurrency.value() == 8


def test_new_sessions_wait_that_long_at_once(page):
    page.connect_timeout.setValue(7)
    page.read_timeout.setValue(60)
    page.apply()
    assert Session()._timeouts == Timeouts(7, 60)


def test_an_empty_folder_changes_nothing(page):
    before = settings().folder()
    page.folder.setFilePath("")
    page.apply()
    assert settings().folder() == before


def test_numbers_stay_within_reason(page):
    page.concurrency.setValue(10_000)
    page.columns.setValue(0)
    assert page.concurrency.value() == 64
    assert page.columns.value() == 1


@pytest.mark.parametrize(
    ("name", "words"), [("lerc 4.0.1", "lerc 4.0.1"), ("GDAL", "cannot read every answer"), ("none", "“lerc”")]
)
def test_the_decoder_in_use_is_named_with_what_it_cannot_do(qtbot, page, monkeypatch, name, words):
    from image_services.core import decode

    monkeypatch.setattr(decode, "decoder_name", lambda: name)
    other = OptionsPage()
    qtbot.addWidget(other)
    assert words in other.decoder.text()


def test_the_decoder_is_the_one_of_this_machine(page):
    assert decoder_name() in page.decoder.text() or decoder_name() == "none"


def test_every_field_can_be_reached_with_the_keyboard(page):
    buddies = {label.buddy() for label in page.findChildren(QLabel) if "&" in label.text()}
    fields = (page.folder.lineEdit(), page.columns, page.concurrency, page.connect_timeout, page.read_timeout)
    assert set(fields) == buddies
    assert all(field.focusPolicy() & Qt.FocusPolicy.TabFocus for field in fields)


def test_qgis_gets_a_page_and_gives_it_back(qtbot, page):
    class Iface:
        def __init__(self):
            self.factories = []

        def registerOptionsWidgetFactory(self, factory):
            self.factories.append(factory)

        def unregisterOptionsWidgetFactory(self, factory):
            self.factories.remove(factory)

    iface = Iface()
    undo = options_page.register(iface, QIcon())
    (factory,) = iface.factories
    assert isinstance(factory, ServicesOptionsFactory)
    assert factory.title() == "Image Services"
    made = factory.createWidget(None)
    qtbot.addWidget(made)
    assert isinstance(made, OptionsPage)
    for call in reversed(undo):
        call()
    assert iface.factories == []
