# SPDX-License-Identifier: GPL-2.0-or-later
"""Source rasters: listed where they lie, with the sizes of their files, and downloaded byte by byte."""

from __future__ import annotations

import pytest
from osgeo import gdal
from qgis.core import QgsRectangle

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000


@pytest.fixture
def originals(opened, qtbot):
    """Open the list of source rasters of a service, and wait for its rows."""

    def show(name, box=None):
        dialog = opened(name)
        if box is not None:
            dialog.raster_panel.extent.setOutputExtentFromUser(box, dialog.raster_panel._service_crs)
            dialog.replan()
        dialog.originals_button.click()
        window = dialog.companions.originals
        qtbot.waitUntil(lambda: not window.table.is_busy(), timeout=LIMIT_MS)
        return window

    return show


@pytest.fixture
def ended(qtbot):
    """Start the download, and wait for its end."""

    def run(window):
        window.download()
        qtbot.waitUntil(lambda: not window._jobs, timeout=LIMIT_MS)

    return run


def column(window, title):
    model = window.table.model
    number = next(c for c in range(model.columnCount()) if model.headerData(c, 1) == title)
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_names_dates_and_sizes_are_shown(originals, qtbot):
    window = originals("mosaics/scenes")
    assert len(column(window, "Name")) == 24
    assert all(text.startswith("202") for text in column(window, "Date"))
    qtbot.waitUntil(lambda: all(column(window, "Size of Files")), timeout=LIMIT_MS)
    assert not window.download_button.isEnabled()
    assert "Select the rasters" in window.state.text()


def test_only_rasters_that_touch_the_extent_are_listed(originals, sandbox, qtbot):
    whole = gdal.Open(str(sandbox.data / "mosaics" / "scenes.mosaic" / "S01_2022.tif"))
    left, size, _, top, _, _ = whole.GetGeoTransform()
    corner = QgsRectangle(left + 40 * size, top - 60 * size, left + 50 * size, top - 50 * size)
    window = originals("mosaics/scenes", corner)
    assert window.table.filters.in_extent.isChecked()
    found = column(window, "Name")
    assert any(name.startswith("S01") for name in found)
    assert len(found) < 24
    window.table.filters.in_extent.setChecked(False)
    qtbot.waitUntil(lambda: not window.table.is_busy() and len(column(window, "Name")) == 24, timeout=LIMIT_MS)


def test_files_come_as_they_are_with_a_virtual_raster_as_layer(originals, ended, qtbot, desk, tmp_path, said, sandbox):
    window = originals("mosaics/scenes")
    window.table.choose((1, 2, 4))
    qtbot.waitUntil(lambda: "files" in window.state.text() or "file(s)" in window.state.text(), timeout=LIMIT_MS)
    window.output.place.setFilePath(str(tmp_path / "scenes"))
    ended(window)
    title, text, _ = said()[0]
    assert title == "Download finished", text
    assert "3 source rasters" in text
    names = {path.name for path in (tmp_path / "scenes").rglob("*.tif")}
    assert {"S01_2022.tif", "S02_2022.tif"} <= names
    (copy,) = (tmp_path / "scenes").rglob("S01_2022.tif")
    source = sandbox.data / "mosaics" / "scenes.mosaic" / "S01_2022.tif"
    assert copy.read_bytes() == source.read_bytes()
    (layer,) = desk.project.mapLayers().values()
    assert layer.source().endswith("scenes.vrt")
    assert layer.bandCount() == 4
    ended(window)
    assert "files were there already" in said()[0][1]


def test_rasters_are_cut_on_the_server(originals, ended, desk, tmp_path, sandbox):
    whole = gdal.Open(str(sandbox.data / "mosaics" / "scenes.mosaic" / "S01_2022.tif"))
    left, size, _, top, _, _ = whole.GetGeoTransform()
    box = QgsRectangle(left + 40 * size, top - 70 * size, left + 70 * size, top - 50 * size)
    window = originals("mosaics/scenes", box)
    window.table.choose((1,))
    window.cut.setChecked(True)
    window.vrt.setChecked(False)
    window.output.place.setFilePath(str(tmp_path / "cut"))
    ended(window)
    (layer,) = desk.project.mapLayers().values()
    assert (layer.width(), layer.height()) == (30, 20)


def test_a_service_without_download_has_no_button(opened):
    assert not opened("mosaics/overlap").originals_button.isVisible()


def test_an_owner_who_does_not_allow_it_is_named(desk, qtbot, sandbox):
    from image_services.plugin import library
    from image_services.plugin.messages import Messages
    from image_services.ui.originals_dialog import OriginalsDialog

    window = OriginalsDialog(desk.canvas, desk.runner, Messages(desk.bar), desk.project)
    qtbot.addWidget(window)
    window.show()
    window.show_service(library.open_service(sandbox.service_url("mosaics/overlap")))
    assert "does not let anyone download its source rasters" in window.state.text()
    assert not window.download_button.isEnabled()
    assert not window.table.isEnabled()
    window.reject()


def test_a_server_that_refuses_says_why(originals, ended, said, sandbox, tmp_path):
    window = originals("mosaics/scenes")
    window.table.choose((1,))
    window.output.place.setFilePath(str(tmp_path / "scenes"))
    sandbox.control.faults({"kind": "error", "code": 400, "message": "Not for you.", "operation": "download"})
    ended(window)
    assert said()[0][0] == "Download of “scenes” failed"
