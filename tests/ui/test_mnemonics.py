# SPDX-License-Identifier: GPL-2.0-or-later
"""Whoever uses the keyboard alone: Alt and a letter mean one field of a window, and a field that has it is in view."""

from __future__ import annotations

import re
from collections import Counter
from unittest.mock import MagicMock

import pytest
from image_services.plugin import translation
from image_services.ui.browse_dialog import BrowseDialog
from image_services.ui.download_dialog import DownloadDialog
from image_services.ui.gis_dialog import GisDialog
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000


@pytest.fixture(params=["en", "de"])
def language(request):
    """Let the plugin speak a language."""
    remove = translation.install(request.param)
    yield request.param
    remove()


def ambiguous(window):
    """Return the letters that stand for more than one of the fields and buttons that are shown."""
    shown = [child for kind in (QLabel, QAbstractButton) for child in window.findChildren(kind) if child.isVisible()]
    marks = [(mark.group(1).lower(), child.text()) for child in shown if (mark := re.search(r"&(\w)", child.text()))]
    assert marks
    count = Counter(letter for letter, _ in marks)
    return sorted(mark for mark in marks if count[mark[0]] > 1)


def unreachable(window):
    """Return the labels whose letters lead nowhere: Qt's labels pass over fields that take no focus themselves."""
    labels = [label for label in window.findChildren(QLabel) if re.search(r"&\w", label.text())]
    return [
        label.text()
        for label in labels
        if label.buddy() is None or label.buddy().focusPolicy() == Qt.FocusPolicy.NoFocus
    ]


@pytest.fixture
def open_window(language, desk, qtbot, sandbox):
    """Open the download dialog in a language on a service, with a part of it chosen."""
    dialogs = []

    def show(name):
        dialog = DownloadDialog(desk.canvas, desk.runner, desk.bar, desk.project)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.show()
        with qtbot.waitSignal(dialog.service_panel.loaded, timeout=LIMIT_MS):
            dialog.open(sandbox.service_url(name))
        box = dialog.service_panel.service().extent.bounds
        part = QgsRectangle(*box)
        part.scale(0.5)
        dialog.raster_panel.extent.setOutputExtentFromUser(part, dialog.raster_panel._service_crs)
        dialog.replan()
        return dialog

    yield show
    for dialog in dialogs:
        dialog.reject()


def test_a_letter_means_one_field_of_the_download_dialog(open_window):
    dialog = open_window("mosaics/scenes")
    for panel in (dialog.service_panel.sign_in, dialog.values_panel, dialog.transfer_panel):
        panel.setCollapsed(False)
    assert not ambiguous(dialog)
    assert not unreachable(dialog)


def test_a_letter_means_one_field_of_a_mosaic_rule_whatever_its_method(open_window):
    dialog = open_window("mosaics/scenes")
    dialog.companions.show_mosaic()
    window = dialog.companions.mosaic
    assert window.form.method.count() > 3
    for row in range(window.form.method.count()):
        window.form.method.setCurrentIndex(row)
        assert not ambiguous(window), window.form.method.currentText()
        assert not unreachable(window)


def test_a_letter_means_one_field_of_the_list_of_source_rasters(open_window):
    dialog = open_window("mosaics/scenes")
    dialog.companions.show_originals()
    window = dialog.companions.originals
    assert window.cut.isVisible()
    assert not ambiguous(window)
    assert not unreachable(window)


@pytest.mark.parametrize("name", ["mosaics/monthly", "mosaics/ocean"])
def test_a_letter_means_one_field_of_a_time_series_whatever_its_layout(open_window, qtbot, name):
    dialog = open_window(name)
    dialog.companions.show_series()
    window = dialog.companions.series
    qtbot.waitUntil(lambda: not window.is_waiting(), timeout=LIMIT_MS)
    for row in range(window.output.layouts.count()):
        window.output.layouts.setCurrentIndex(row)
        assert not ambiguous(window)
        assert not unreachable(window)


def test_a_letter_means_one_field_of_the_service_browser(language, desktop, qtbot):
    window = BrowseDialog(desktop, MagicMock())
    qtbot.addWidget(window)
    window.show()
    window.browser.filters.setCollapsed(False)
    assert not ambiguous(window)
    assert not unreachable(window)
    window.reject()


def is_in_view(dialog, field):
    viewport = dialog.fields.viewport()
    corner = field.mapTo(dialog, QPoint()) - viewport.mapTo(dialog, QPoint())
    return viewport.rect().contains(QRect(corner, field.size()))


@pytest.fixture
def scrolled(opened, qtbot):
    """The download dialog with everything opened out, and its last fields in view."""
    dialog = opened("imagery/scene")
    for panel in (dialog.values_panel, dialog.transfer_panel):
        panel.setCollapsed(False)
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    dialog.transfer_panel.tile_columns.setFocus()
    bar = dialog.fields.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=LIMIT_MS)
    bar.setValue(bar.maximum())
    assert not is_in_view(dialog, dialog.service_panel.address)
    return dialog


@pytest.mark.parametrize(
    ("letter", "field"),
    [
        (Qt.Key.Key_E, "extent"),
        (Qt.Key.Key_Y, "clip"),
        (Qt.Key.Key_S, "cell_size"),
        (Qt.Key.Key_B, "bands"),
    ],
)
def test_a_letter_leads_into_a_field_made_of_several_parts(scrolled, qtbot, letter, field):
    part = getattr(scrolled.raster_panel, field)
    qtbot.keyClick(scrolled, letter, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: part.isAncestorOf(QApplication.focusWidget()), timeout=LIMIT_MS)
    assert is_in_view(scrolled, QApplication.focusWidget())


def test_the_registration_of_a_gis_is_reached_by_letters(language, desktop, qtbot):
    window = GisDialog(desktop.runner)
    qtbot.addWidget(window)
    assert not unreachable(window)


def test_a_field_that_its_letter_leads_to_comes_into_view(scrolled, qtbot):
    qtbot.keyClick(scrolled, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(scrolled.service_panel.address.hasFocus, timeout=LIMIT_MS)
    assert is_in_view(scrolled, scrolled.service_panel.address)


def test_a_field_that_is_clicked_stays_under_the_mouse(scrolled, qtbot):
    bar, field = scrolled.fields.verticalScrollBar(), scrolled.raster_panel.extent
    line = field.findChild(QLineEdit)
    bar.setValue(line.mapTo(scrolled.fields.widget(), QPoint()).y() + line.height() // 2)  # its lower half is seen
    before = bar.value()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(20, line.height() - 2))
    assert line.hasFocus()
    assert bar.value() == before


def test_another_service_is_shown_from_its_name_on(scrolled, qtbot, sandbox):
    with qtbot.waitSignal(scrolled.service_panel.loaded, timeout=LIMIT_MS):
        scrolled.open(sandbox.service_url("elevation/dem"))
    assert is_in_view(scrolled, scrolled.service_panel.address)
