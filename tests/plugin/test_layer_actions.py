# SPDX-License-Identifier: GPL-2.0-or-later
"""The menu of downloaded layers, against a real service and a real project."""

from __future__ import annotations

import json

import numpy as np
import pytest
from image_services.plugin.layers import REQUEST_PROPERTY
from image_services.plugin.live_layer import LiveSource
from image_services.plugin.live_layer import make_layer as make_live_layer
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer

pytestmark = pytest.mark.qgis
gdal.UseExceptions()


class Said:
    """Keeps what the user is told."""

    def __init__(self):
        self.texts = []

    def success(self, title, text, *_):
        self.texts.append(("success", title, text))

    def failure(self, title, error, *_):
        self.texts.append(("failure", title, str(error)))

    def info(self, title, text):
        self.texts.append(("info", title, text))


@pytest.fixture
def downloaded(sandbox, tmp_path, qgis_new_project):
    """A layer of a downloaded part of the elevation model, in the project."""
    from image_services.plugin import library
    from image_services.plugin.layers import add, make_layer

    service = library.open_service(sandbox.service_url("elevation/dem"))
    box = service.extent
    extent = (box.xmin, box.ymin, box.xmin + 2000, box.ymin + 1000)
    report = service.download(tmp_path / "part.tif", extent=extent)
    request = {"SERVICE": service.url, "EXTENT": f"{extent[0]},{extent[2]},{extent[1]},{extent[3]} [EPSG:3857]"}
    layer = make_layer(report.output, report, service, request)
    add(layer)
    yield layer
    QgsProject.instance().clear()
    library.release()


@pytest.fixture
def actions(qgis_iface):
    from image_services.plugin.layer_actions import LayerActions
    from image_services.plugin.tasks import TaskRunner

    opened = []
    actions = LayerActions(qgis_iface, TaskRunner(), Said(), lambda *asked: opened.append(asked))
    actions.opened = opened
    undo = actions.register()
    yield actions
    undo()


def test_refresh_brings_what_the_service_holds_now(downloaded, actions, qtbot):
    path = downloaded.source()
    before = gdal.Open(path).ReadAsArray()
    damaged = gdal.Open(path, gdal.GA_Update)
    damaged.GetRasterBand(1).Fill(1.0)
    damaged = None
    downloaded.setOpacity(0.5)
    actions.refresh(downloaded)
    qtbot.waitUntil(lambda: bool(actions._messages.texts), timeout=20_000)
    assert actions._messages.texts[0][0] == "success"
    assert np.array_equal(gdal.Open(path).ReadAsArray(), before)
    assert downloaded.isValid()
    assert downloaded.opacity() == 0.5
    assert downloaded.source() == path


def test_a_refresh_that_fails_leaves_layer_and_file_as_they_were(downloaded, actions, sandbox, qtbot):
    path = downloaded.source()
    before = gdal.Open(path).ReadAsArray()
    sandbox.control.faults({"kind": "error", "code": 403, "message": "Not today.", "operation": "*"})
    actions.refresh(downloaded)
    qtbot.waitUntil(lambda: bool(actions._messages.texts), timeout=20_000)
    assert actions._messages.texts[0][0] == "failure"
    assert np.array_equal(gdal.Open(path).ReadAsArray(), before)
    assert [entry.name for entry in downloaded_folder(path)] == ["part.tif"]


def downloaded_folder(path):
    from pathlib import Path

    return sorted(Path(path).parent.glob("*.tif*"))


def test_another_extent_opens_the_dialog_on_the_same_service(downloaded, actions, qgis_iface, sandbox):
    qgis_iface.setActiveLayer(downloaded)
    actions.download_more()
    assert actions.opened == [(sandbox.service_url("elevation/dem"), "", "")]


def test_another_extent_is_fetched_with_the_same_sign_in(downloaded, actions, qgis_iface, sandbox):
    asked = {"SERVICE": sandbox.service_url("elevation/dem"), "GIS": "Survey", "AUTHCFG": "abc1234"}
    downloaded.setCustomProperty(REQUEST_PROPERTY, json.dumps(asked))
    qgis_iface.setActiveLayer(downloaded)
    actions.download_more()
    assert actions.opened == [(asked["SERVICE"], "Survey", "abc1234")]


def test_a_live_layer_offers_its_values_and_no_refresh_from_a_file_that_it_has_not(
    actions, qgis_iface, sandbox, monkeypatch
):
    offered = []
    monkeypatch.setattr(
        qgis_iface, "addCustomActionForLayer", lambda action, _: offered.append(action.objectName()), False
    )
    layer = make_live_layer(LiveSource(sandbox.service_url("elevation/dem"), "dem", "Survey"))
    QgsProject.instance().addMapLayer(layer)
    assert offered == ["imageServicesDownloadValues"]
    qgis_iface.setActiveLayer(layer)
    actions.download_more()
    assert actions.opened == [(sandbox.service_url("elevation/dem"), "Survey", "")]
    QgsProject.instance().clear()


def test_a_stack_of_slices_is_never_replaced_by_one_slice(actions, qgis_iface, sandbox, tmp_path, monkeypatch):
    from image_services.plugin import library
    from image_services.plugin.series_layers import SeriesDresser

    offered = []
    monkeypatch.setattr(
        qgis_iface, "addCustomActionForLayer", lambda action, _: offered.append(action.objectName()), False
    )
    service = library.open_service(sandbox.service_url("science/monthly"))
    report = service.download_series(tmp_path / "stack.tif", service.steps()[:2], layout="bands")
    layer = QgsRasterLayer(report.output, "stack")
    QgsProject.instance().addMapLayer(layer)  # as Processing does: it is dressed when it is there
    SeriesDresser(service, report, {"SERVICE": service.url, "GIS": "Survey"}).dress(layer, report.output)
    assert set(offered) == {"imageServicesDownloadMore"}
    qgis_iface.setActiveLayer(layer)
    actions.download_more()
    assert actions.opened == [(service.url, "Survey", "")]
    QgsProject.instance().clear()
    library.release()


def test_only_downloaded_layers_get_the_menu(downloaded, actions, qgis_iface, tmp_path, monkeypatch):
    offered = []
    monkeypatch.setattr(qgis_iface, "addCustomActionForLayer", lambda _, layer: offered.append(layer.name()), False)
    other = tmp_path / "other.tif"
    gdal.GetDriverByName("GTiff").Create(str(other), 4, 4, 1)
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(other), "other"))
    assert offered == []
    actions.watch([downloaded])
    assert offered == [downloaded.name()] * 2


def test_a_layer_that_processing_dresses_after_adding_gets_the_menu(actions, qgis_iface, tmp_path, monkeypatch):
    from image_services.plugin.layers import SERVICE_PROPERTY

    offered = []
    monkeypatch.setattr(qgis_iface, "addCustomActionForLayer", lambda _, layer: offered.append(layer.name()), False)
    path = tmp_path / "late.tif"
    gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1)
    layer = QgsRasterLayer(str(path), "late")
    QgsProject.instance().addMapLayer(layer)
    layer.setCustomProperty(SERVICE_PROPERTY, "http://127.0.0.1/arcgis/rest/services/x/ImageServer")
    assert offered == ["late"] * 2
    QgsProject.instance().clear()
