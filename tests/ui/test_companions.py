# SPDX-License-Identifier: GPL-2.0-or-later
"""The windows beside the download dialog: what they choose comes back into it, and they close with it."""

from __future__ import annotations

import json

import pytest
from image_services.ui import help_pages
from image_services.ui.identify_panel import IdentifyPanel
from osgeo import gdal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialogButtonBox, QFileDialog

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000


@pytest.fixture
def mosaic(opened, qtbot):
    """Open the form for the mosaic rule from the download dialog, and wait for its catalogue."""

    def show(name, text=""):
        dialog = opened(name)
        dialog.values_panel.mosaic_rule.setEditText(text)
        dialog.values_panel.mosaic_button.click()
        window = dialog.companions.mosaic
        qtbot.waitUntil(lambda: not window.table.is_busy(), timeout=LIMIT_MS)
        return dialog, window

    return show


def test_a_rule_comes_back_into_the_download(mosaic, finished, desk, tmp_path):
    dialog, window = mosaic("mosaics/overlap")
    window.table.choose((2,))
    window.lock_button.click()
    window.use_button.click()
    assert json.loads(dialog.values_panel.mosaic_rule.value())["lockRasterIds"] == [2]
    dialog.output_panel.file.setFilePath(str(tmp_path / "two.tif"))
    finished()
    values = gdal.Open(str(tmp_path / "two.tif")).ReadAsArray()
    assert set((values[values >= 0] // 1000).tolist()) == {2}


def test_what_was_written_is_where_the_form_begins(mosaic):
    _, window = mosaic("mosaics/overlap", "Center")
    assert window.form.method.value() == "center"
    assert window.state.kind() == "warning"


def test_a_rule_that_cannot_be_read_is_told(mosaic):
    _, window = mosaic("mosaics/overlap", '{"mosaicMethod": "esriMosaicLockRaster"}')
    assert window.state.kind() == "error"
    assert "needs the ids" in window.state.text()


def test_each_selected_raster_is_downloaded_by_itself(mosaic, qtbot, tmp_path, monkeypatch, said, desk, sandbox):
    dialog, window = mosaic("mosaics/overlap")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    window.table.choose((2, 3))
    window.each_button.click()
    qtbot.waitUntil(lambda: not dialog.companions._jobs, timeout=LIMIT_MS)
    assert said()[0][0] == "Download finished"
    files = sorted(tmp_path.glob("*.tif"))
    assert len(files) == 2
    for number, path in zip((2, 3), files):
        values = gdal.Open(str(path)).ReadAsArray()
        assert set((values[values >= 0] // 1000).tolist()) == {number}
    assert len(desk.project.mapLayers()) == 2


def test_without_a_folder_nothing_is_downloaded(mosaic, monkeypatch):
    dialog, window = mosaic("mosaics/overlap")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    window.table.choose((2,))
    window.each_button.click()
    assert dialog.companions._jobs == []


def test_they_close_with_the_dialog(mosaic):
    dialog, window = mosaic("mosaics/overlap")
    dialog.reject()
    assert not window.isVisible()
    assert window.table._footprints.is_empty()


def test_every_window_has_a_page_of_help(opened, qtbot, desk, monkeypatch):
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(shown.append(url.toLocalFile())) or True)
    dialog = opened("mosaics/scenes")
    dialog.companions.show_mosaic()
    dialog.companions.show_series()
    dialog.companions.show_originals()
    companions = dialog.companions
    for window, name in (
        (companions.mosaic, "mosaic"),
        (companions.series, "series"),
        (companions.originals, "originals"),
    ):
        window.buttons.button(QDialogButtonBox.StandardButton.Help).click()
        assert shown.pop() == str(help_pages.page(name))
        assert help_pages.page(name).is_file()
    panel = IdentifyPanel(desk.canvas, lambda: None)
    qtbot.addWidget(panel)
    panel._help()
    assert shown.pop() == str(help_pages.page("identify"))
    for table in (companions.mosaic.table, companions.originals.table):
        qtbot.waitUntil(lambda table=table: not table.is_busy(), timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not companions.series.is_waiting(), timeout=LIMIT_MS)


def test_every_field_of_the_mosaic_form_is_explained(mosaic):
    _, window = mosaic("mosaics/overlap")
    text = help_pages.page("mosaic").read_text(encoding="utf-8").lower()
    for label in window.form.form._labels:
        assert label.text().replace("&", "").lower() in text
