# SPDX-License-Identifier: GPL-2.0-or-later
"""Where QGIS's desktop offers to publish, and what the plugin leaves when it goes."""

from __future__ import annotations

import pytest
from osgeo import gdal
from qgis.core import Qgis, QgsProject, QgsRasterLayer
from qgis.PyQt.QtWidgets import QDialog

pytestmark = pytest.mark.qgis
gdal.UseExceptions()


@pytest.fixture
def loaded(qgis_iface, monkeypatch):
    """The plugin, loaded; what it adds to layer menus is noted."""
    from image_services import classFactory

    noted = []

    def add(action, menu, kind, for_all):
        noted.append((action, menu, kind, for_all))

    monkeypatch.setattr(qgis_iface, "addCustomActionForLayerType", add, False)
    monkeypatch.setattr(
        qgis_iface,
        "removeCustomActionForLayerType",
        lambda action: noted.remove(next(entry for entry in noted if entry[0] is action)),
        False,
    )
    plugin = classFactory(qgis_iface)
    plugin.initGui()
    yield plugin, noted
    if plugin.gui is not None:
        plugin.unload()


@pytest.fixture
def wanted(loaded, monkeypatch):
    """Which windows were wanted."""
    plugin, _ = loaded
    calls = []

    class Windows:
        def __getattr__(self, name):
            return lambda *arguments: calls.append((name, *arguments))

    monkeypatch.setattr(plugin.gui, "windows", Windows)
    return calls


def test_every_raster_layer_offers_it(loaded, wanted, qgis_iface, qgis_new_project, tmp_path):
    _, noted = loaded
    (entry,) = [entry for entry in noted if entry[0].objectName() == "imageServicesPublishLayer"]
    assert entry[1:] == ("Image Services", Qgis.LayerType.Raster, True)
    path = tmp_path / "active.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1)
    dataset.SetGeoTransform((0, 1, 0, 0, 0, -1))
    dataset = None
    layer = QgsRasterLayer(str(path), "active")
    QgsProject.instance().addMapLayer(layer)
    qgis_iface.setActiveLayer(layer)
    entry[0].trigger()
    assert wanted == [("publish", layer)]


def test_the_menu_opens_dialog_and_jobs(loaded, wanted, qgis_iface):
    actions = {
        action.objectName(): action for action in qgis_iface.mainWindow().children() if hasattr(action, "trigger")
    }
    actions["imageServicesPublish"].trigger()
    actions["imageServicesJobs"].trigger()
    assert [name for name, *_ in wanted] == ["publish", "show_jobs"]
    assert actions["imageServicesPublish"].text() == "Publish Layer as Image Service…"


def test_unloading_takes_everything_away(loaded):
    plugin, noted = loaded
    jobs = plugin.gui._publishing.jobs
    plugin.unload()
    assert noted == []
    assert jobs.running == 0
    assert jobs.receivers(jobs.ended) == 0


def test_the_windows_open_once_and_close_with_the_plugin(loaded, qgis_iface, qtbot):
    plugin, _ = loaded
    windows = plugin.gui.windows()
    plugin.gui.publish_active()
    windows.show_jobs()
    shown = {widget.objectName(): widget for widget in qgis_iface.mainWindow().findChildren(QDialog)}
    dialog, jobs = shown["imageServicesPublishDialog"], shown["imageServicesPublishJobs"]
    assert dialog.isVisible()
    assert jobs.isVisible()
    jobs.close()
    dialog.jobs_button.click()
    assert jobs.isVisible()
    plugin.gui.publish_active()
    assert len(qgis_iface.mainWindow().findChildren(QDialog, "imageServicesPublishDialog")) == 1
    plugin.unload()
    assert not dialog.isVisible()
    assert not jobs.isVisible()
