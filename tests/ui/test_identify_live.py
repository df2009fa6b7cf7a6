# SPDX-License-Identifier: GPL-2.0-or-later
"""Identify on live layers, added in all the ways there are: open services, signed-in ones, renamed and removed GIS."""

from __future__ import annotations

import pytest
from image_services.plugin import auth_store as store
from image_services.plugin import live_layer
from image_services.plugin.auth_store import Login, ReadyToken
from image_services.plugin.gis_store import Registration
from image_services.plugin.layer_service import service_of
from image_services.plugin.live_layer import LiveSource
from image_services.ui.identify_panel import IdentifyPanel
from image_services.ui.identify_tool import BOX
from osgeo import gdal
from qgis.core import QgsDataSourceUri, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt

pytestmark = pytest.mark.qgis
LIMIT_MS = 60_000
PASSWORD = "publisher-Pa55"


@pytest.fixture
def survey(registry, sandbox):
    """The sandbox's portal, registered with a password."""
    authcfg = store.store(Login("publisher", PASSWORD), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    return "Survey"


@pytest.fixture
def added(desktop, desk, qtbot):
    """Add a service to the project as the plugin does, and return its layer."""

    def add(url, gis=""):
        before = set(desk.project.mapLayers())
        desktop.live.add(LiveSource(url, "live", gis))
        qtbot.waitUntil(lambda: len(desk.project.mapLayers()) > len(before), timeout=LIMIT_MS)
        (new,) = set(desk.project.mapLayers()) - before
        layer = desk.project.mapLayer(new)
        assert layer.isValid()
        assert layer.providerType() == "arcgismapserver"
        return layer

    return add


@pytest.fixture
def panel(desktop, desk):
    """The panel, and the layer that is active in it."""
    active = {"layer": None}
    panel = IdentifyPanel(desk.canvas, lambda: active["layer"])
    panel.active = active
    panel.show()
    yield panel
    panel.stop()
    panel.close()
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)


@pytest.fixture
def clicked(panel, desk, qtbot):
    """Click on the map where a layer's file has a value, and return what the file holds there."""

    def click(layer, path, crs=None):
        file = gdal.Open(str(path))
        left, size, _, top, _, _ = file.GetGeoTransform()
        column, row = file.RasterXSize // 2, file.RasterYSize // 2
        x, y = left + (column + 0.5) * size, top - (row + 0.5) * size
        desk.canvas.resize(200, 200)
        desk.canvas.show()
        desk.canvas.setDestinationCrs(crs or layer.crs())
        desk.canvas.setExtent(QgsRectangle(x - 100 * size, y - 100 * size, x + 100 * size, y + 100 * size))
        panel.active["layer"] = layer
        panel.start()
        pixel = desk.canvas.getCoordinateTransform().transform(x, y)
        spot = QPoint(round(pixel.x()), round(pixel.y()))
        qtbot.mouseClick(desk.canvas.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        qtbot.waitUntil(lambda: not panel.is_waiting(), timeout=LIMIT_MS)
        there = desk.canvas.getCoordinateTransform().toMapCoordinates(spot)
        column, row = int((there.x() - left) / size), int((top - there.y()) / size)
        return file.ReadAsArray()[..., row, column]

    return click


def top_rows(panel):
    tree = panel.tree
    return [(tree.topLevelItem(n).text(0), tree.topLevelItem(n).text(1)) for n in range(tree.topLevelItemCount())]


def number(text):
    return float(text.replace(",", ""))


def dem(sandbox):
    return sandbox.data / "elevation" / "dem.tif"


def secure(sandbox, name):
    return f"{sandbox.server}/rest/services/secure/{name}/ImageServer"


def test_a_live_layer_shows_pictures_and_identify_gives_the_value_behind_them(panel, added, clicked, sandbox):
    layer = added(sandbox.service_url("elevation/dem"))
    value = clicked(layer, dem(sandbox))
    assert panel.title.text() == "Layer: live"
    assert panel.state.text() == ""
    (row,) = top_rows(panel)
    assert number(row[1]) == pytest.approx(float(value), rel=1e-6)


def test_all_bands_of_a_live_layer_are_told(panel, added, clicked, sandbox):
    layer = added(sandbox.service_url("imagery/scene"))
    values = clicked(layer, sandbox.data / "imagery" / "scene.tif")
    assert [number(text) for _, text in top_rows(panel)] == [float(value) for value in values]


def test_a_live_layer_of_a_signed_in_gis_is_asked_with_its_sign_in(panel, added, clicked, sandbox, survey):
    layer = added(secure(sandbox, "elevation/dem"), survey)
    value = clicked(layer, dem(sandbox))
    assert panel.state.text() == ""
    (row,) = top_rows(panel)
    assert number(row[1]) == pytest.approx(float(value), rel=1e-6)
    asked = [each for each in sandbox.control.requests() if each["operation"] == "identify"]
    assert asked
    assert all(PASSWORD not in str(each) for each in asked)


def test_rasters_and_slices_of_a_signed_in_mosaic_are_told(panel, added, clicked, sandbox, survey):
    layer = added(secure(sandbox, "mosaics/monthly_slices"), survey)
    files = sorted((sandbox.data / "mosaics" / "monthly_slices.mosaic").glob("*.tif"))
    files = files or sorted((sandbox.data / "mosaics").rglob("rain_*.tif"))
    clicked(layer, files[0])
    assert panel.state.text() == ""
    (line,) = panel.lines._series
    assert [int(y) // 1000 for y in line.y] == list(range(60))
    assert top_rows(panel)[-1][0].startswith("Rasters here: ")


def test_a_box_on_a_signed_in_live_layer_gives_a_histogram(panel, added, desk, qtbot, sandbox, survey):
    layer = added(secure(sandbox, "elevation/dem"), survey)
    panel.active["layer"] = layer
    desk.canvas.resize(200, 200)
    desk.canvas.show()
    desk.canvas.setDestinationCrs(layer.crs())
    desk.canvas.setExtent(layer.extent())
    panel.start(BOX)
    viewport = desk.canvas.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    qtbot.mouseMove(viewport, QPoint(120, 120))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(120, 120))
    qtbot.waitUntil(lambda: not panel.is_waiting(), timeout=LIMIT_MS)
    assert panel.bars.isVisible()
    assert number(dict(top_rows(panel))["Cells"]) > 0


def test_a_layer_dragged_from_the_browser_is_known_by_its_source(panel, clicked, sandbox, desk):
    """QGIS makes the layer itself then, and writes nothing of ours into it."""
    dragged = live_layer.drag_uri(LiveSource(sandbox.service_url("elevation/dem"), "dem"))
    layer = QgsRasterLayer(dragged.uri, dragged.name, dragged.providerKey)
    desk.project.addMapLayer(layer)
    value = clicked(layer, dem(sandbox))
    (row,) = top_rows(panel)
    assert number(row[1]) == pytest.approx(float(value), rel=1e-6)


def test_a_layer_that_qgis_signs_in_for_is_asked_with_the_same_configuration(
    panel, clicked, sandbox, desk, registry, desktop
):
    login = store.trial(Login("surveyor", "theodolite+7"), sandbox.standalone)
    url = f"{sandbox.standalone}/rest/services/restricted/elevation/dem/ImageServer"
    authcfg = store.store(ReadyToken(login.session_for(url).token_for(url)), "mine", sandbox.standalone)
    source = QgsDataSourceUri()
    source.setParam("url", url)
    source.setParam("format", "PNG32")
    source.setParam("layer", "")
    source.setAuthConfigId(authcfg)
    layer = QgsRasterLayer(str(source.uri(False)), "own", "arcgismapserver")
    desk.project.addMapLayer(layer)
    assert service_of(layer).authcfg == authcfg
    registry.save(Registration("Old", sandbox.standalone, authcfg, "server"))
    assert (service_of(layer).gis, service_of(layer).authcfg) == ("Old", "")
    layer.setCrs(QgsRasterLayer(str(dem(sandbox))).crs())
    value = clicked(layer, dem(sandbox))
    assert panel.state.text() == ""
    (row,) = top_rows(panel)
    assert number(row[1]) == pytest.approx(float(value), rel=1e-6)


def test_a_renamed_gis_is_found_again_also_in_a_saved_project(
    panel, added, clicked, sandbox, survey, registry, desk, tmp_path
):
    added(secure(sandbox, "elevation/dem"), survey)
    path = str(tmp_path / "renamed.qgs")
    assert desk.project.write(path)
    desk.project.clear()
    registry.save(Registration("Office", sandbox.portal, registry.registration(survey).authcfg, "portal"), survey)
    assert QgsProject.instance().read(path)
    (layer,) = desk.project.mapLayers().values()
    assert layer.customProperty("image_services/gis") == "Survey"
    assert service_of(layer).gis == "Office"
    value = clicked(layer, dem(sandbox))
    (row,) = top_rows(panel)
    assert number(row[1]) == pytest.approx(float(value), rel=1e-6)


def test_a_removed_gis_is_told_and_its_sign_in_is_not_used_any_more(panel, added, clicked, sandbox, survey, registry):
    layer = added(secure(sandbox, "elevation/dem"), survey)
    clicked(layer, dem(sandbox))
    assert len(top_rows(panel)) == 1
    registry.remove(survey)
    asked = len(sandbox.control.requests())
    clicked(layer, dem(sandbox))
    assert not any(each["operation"] == "identify" for each in sandbox.control.requests()[asked:])
    assert panel.state.kind() == "error"
    assert "Survey" in panel.state.text()
    assert top_rows(panel) == []


def test_a_live_tile_cache_says_that_it_answers_no_questions(panel, added, clicked, sandbox):
    layer = added(sandbox.service_url("caches/mixed"))
    clicked(layer, sandbox.data / "caches" / "mixed.tif")
    assert panel.state.kind() == "error"
    assert "tile cache" in panel.state.text()


def test_a_live_layer_of_another_kind_of_service_is_none_of_ours():
    source = QgsDataSourceUri()
    source.setParam("url", "http://127.0.0.1:1/arcgis/rest/services/roads/MapServer")
    layer = QgsRasterLayer(str(source.uri(False)), "roads", "arcgismapserver")
    assert service_of(layer) is None
