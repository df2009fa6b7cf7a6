# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters that are dropped on the Browser's items, and the commands that publish there."""

from __future__ import annotations

import pytest
from image_services.plugin import browser, library
from image_services.plugin.browser.drops import dropped_raster, place_of
from image_services.plugin.browser.items import BranchItem, GisItem, RootItem, Shelf
from image_services.plugin.browser.menus import ServicesMenus
from image_services.plugin.browser.places import Branch, Kind, Places
from image_services.plugin.connections import connections
from image_services.plugin.gis_store import ProfileRegistry, Registration
from image_services.plugin.tasks import TaskRunner
from osgeo import gdal
from qgis.core import QgsMimeDataUtils, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsBrowserGuiModel, QgsDataItemGuiContext
from qgis.PyQt.QtCore import QMimeData, Qt
from qgis.PyQt.QtWidgets import QMenu

pytestmark = pytest.mark.qgis
gdal.UseExceptions()


class Windows:
    """Remembers which windows were wanted."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, *arguments))


@pytest.fixture
def windows():
    return Windows()


@pytest.fixture
def menus(windows):
    return ServicesMenus(lambda: windows)


@pytest.fixture
def items(qgis_app):
    """An item of each kind."""
    shelf = Shelf(Places(connections()), TaskRunner(threads=1))
    root = RootItem(None, shelf)
    gis = GisItem(root, Registration("Survey", "http://127.0.0.1/portal", kind="portal"), shelf)
    found = {"root": root, "gis": gis}
    for kind in Kind:
        found[kind] = BranchItem(gis, Branch("Survey", kind, "key", f"title of {kind.name}"), shelf)
    return found


@pytest.fixture
def raster(tmp_path):
    path = tmp_path / "drop.tif"
    gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1).FlushCache()
    return str(path)


def uri(path, **fields):
    made = QgsMimeDataUtils.Uri()
    made.layerType, made.providerKey, made.name, made.uri = "raster", "gdal", "drop", path
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def dropped(*uris):
    return QgsMimeDataUtils.encodeUriList(list(uris))


def test_rasters_go_where_members_keep_their_content(items):
    assert place_of(items["gis"]) == ("Survey", "")
    assert place_of(items[Kind.CONTENT]) == ("Survey", "")
    assert place_of(items[Kind.CONTENT_FOLDER]) == ("Survey", "title of CONTENT_FOLDER")
    others = set(Kind) - {Kind.CONTENT, Kind.CONTENT_FOLDER}
    assert [place_of(items[kind]) for kind in others] == [None] * len(others)
    assert place_of(items["root"]) is None


def test_a_file_dropped_on_a_folder_opens_the_dialog_with_it_filled_in(menus, items, windows, raster):
    item, context = items[Kind.CONTENT_FOLDER], QgsDataItemGuiContext()
    assert menus.acceptDrop(item, context)
    assert menus.handleDrop(item, context, dropped(uri(raster)), Qt.DropAction.CopyAction)
    ((name, layer, gis, folder),) = windows.calls
    assert (name, gis, folder) == ("publish", "Survey", "title of CONTENT_FOLDER")
    assert (layer.source(), layer.name(), layer.isValid()) == (raster, "drop", True)


def test_a_layer_of_the_project_is_taken_itself(menus, items, windows, raster, qgis_new_project):
    layer = QgsRasterLayer(raster, "mine")
    QgsProject.instance().addMapLayer(layer)
    data = dropped(QgsMimeDataUtils.Uri(layer))
    assert menus.handleDrop(items["gis"], QgsDataItemGuiContext(), data, Qt.DropAction.CopyAction)
    assert windows.calls == [("publish", layer, "Survey", "")]


def test_other_things_are_refused(menus, items, windows, raster, tmp_path):
    context = QgsDataItemGuiContext()
    vector = QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory")
    refused = (
        QMimeData(),
        dropped(QgsMimeDataUtils.Uri(vector)),
        dropped(uri(str(tmp_path / "gone.tif"))),
        dropped(uri(raster, layerType="custom", providerKey="imageservices")),
    )
    for data in refused:
        assert not menus.handleDrop(items["gis"], context, data, Qt.DropAction.CopyAction)
    assert not menus.acceptDrop(items["root"], context)
    assert not menus.handleDrop(items["root"], context, dropped(uri(raster)), Qt.DropAction.CopyAction)
    assert windows.calls == []


def test_the_first_raster_of_several_things_counts(raster):
    vector = QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory")
    layer = dropped_raster(dropped(QgsMimeDataUtils.Uri(vector), uri(raster)))
    assert layer.source() == raster


def test_the_browser_panel_lets_rasters_drop_on_a_gis(windows, raster, qtbot, auth_store):
    """Through QGIS's own model, as a drag with the mouse does."""
    registry = ProfileRegistry()
    registry.save(Registration("Drops", "http://127.0.0.1:9/portal", kind="portal"))
    runner = TaskRunner(threads=1)
    library.prepare()
    undo = browser.register(lambda: windows, Places(connections()), runner)
    model = QgsBrowserGuiModel()
    try:
        model.initialize()
        roots = [model.index(row, 0) for row in range(model.rowCount())]
        (root,) = [index for index in roots if model.dataItem(index).path() == "imageservices:"]
        model.fetchMore(root)
        qtbot.waitUntil(lambda: model.rowCount(root) == 1, timeout=20_000)
        gis = model.index(0, 0, root)
        assert model.flags(gis) & Qt.ItemFlag.ItemIsDropEnabled
        assert not model.flags(root) & Qt.ItemFlag.ItemIsDropEnabled
        assert model.dropMimeData(dropped(uri(raster)), Qt.DropAction.CopyAction, -1, -1, gis)
        assert [(name, *rest) for name, _, *rest in windows.calls] == [("publish", "Drops", "")]
    finally:
        while undo:
            undo.pop()()
        registry.remove("Drops")
        library.release()


def test_menus_offer_to_publish_there(menus, items, windows):
    for item in (items["gis"], items[Kind.CONTENT_FOLDER], items[Kind.GROUP]):
        menu = QMenu()
        menus.populateContextMenu(item, menu, [item], QgsDataItemGuiContext())
        for action in menu.actions():
            if action.text() == "Publish Raster Here…":
                action.trigger()
    assert windows.calls == [
        ("publish", None, "Survey"),
        ("publish", None, "Survey", "title of CONTENT_FOLDER"),
    ]
