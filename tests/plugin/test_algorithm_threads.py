# SPDX-License-Identifier: GPL-2.0-or-later
"""Which threads do what, where QGIS runs an algorithm in the background.

Python forgets a thread of Qt's after each call into it, and pyproj 3.7 then uses what it has freed for that thread
when the thread comes back: QGIS crashes. So spatial references are read in threads of Python's own.
"""

from __future__ import annotations

import threading

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

pytestmark = pytest.mark.qgis
ALPS = QgsRectangle(10.72, 47.19, 10.76, 47.21)  # in the elevation model, and in the monthly rain
EXTENT = "10.72,10.76,47.19,47.21 [EPSG:4326]"
SCENE = "438000,438200,4810000,4810200 [EPSG:32616]"


@pytest.fixture(scope="module")
def provider():
    from image_services.plugin import library
    from image_services.plugin.provider import ImageServicesProvider

    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)
    library.release()


@pytest.fixture
def readers(monkeypatch):
    """The threads that have read a spatial reference."""
    from image_services.core import spatialref

    threads, resolve = set(), spatialref._resolve

    def spied(reference):
        threads.add(threading.current_thread())
        return resolve(reference)

    monkeypatch.setattr(spatialref, "_resolve", spied)
    return threads


def layer_of(kind, geometry, name):
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:4326", name, "memory")
    feature = QgsFeature()
    feature.setGeometry(geometry)
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer, False)
    return layer.id()


@pytest.fixture
def places():
    """Layers of the project: a polygon and a point within the sandbox's rasters."""
    yield {
        "polygon": layer_of("Polygon", QgsGeometry.fromRect(ALPS), "polygon"),
        "point": layer_of("Point", QgsGeometry.fromPointXY(ALPS.center()), "point"),
    }
    QgsProject.instance().clear()


def run_in_background(name, parameters, qtbot):
    """Run an algorithm as the toolbox does; return its results."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"imageservices:{name}")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    ok, problem = algorithm.checkParameterValues(parameters, context)
    assert ok, problem
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    ended = []
    task.executed.connect(lambda successful, results: ended.append((successful, results)))
    QgsApplication.taskManager().addTask(task)
    qtbot.waitUntil(lambda: bool(ended), timeout=60000)
    successful, results = ended[0]
    assert successful, feedback.textLog()
    return results


@pytest.mark.parametrize(
    ("name", "service", "parameters"),
    [
        ("download", "elevation/dem", {"EXTENT": EXTENT, "CRS": "EPSG:32616", "OUTPUT": "OUT/dem.tif"}),
        ("download", "elevation/dem", {"CLIP": "polygon", "CELL_SIZE": "600", "OUTPUT": "OUT/dem.tif"}),
        ("downloadtimeseries", "mosaics/monthly", {"EXTENT": EXTENT, "TIME": "2020-02-01", "FOLDER": "OUT"}),
        ("downloadoriginals", "mosaics/scenes", {"EXTENT": SCENE, "FOLDER": "OUT"}),
        ("querycatalog", "mosaics/scenes", {"EXTENT": SCENE, "OUTPUT": "OUT/rasters.gpkg"}),
        ("samplepoints", "elevation/dem", {"INPUT": "point", "OUTPUT": "OUT/samples.gpkg"}),
        ("serviceinfo", "elevation/dem", {"OUTPUT_HTML": "OUT/info.html", "OUTPUT_JSON": "OUT/info.json"}),
        ("listservices", "", {"OUTPUT": "OUT/services.gpkg"}),
    ],
)
def test_spatial_references_are_read_in_threads_of_pythons_own(
    provider, sandbox, readers, places, qtbot, tmp_path, name, service, parameters
):
    given = {
        key: places.get(value, value.replace("OUT", str(tmp_path)) if key not in {"EXTENT", "CRS"} else value)
        for key, value in parameters.items()
    }
    given |= {"SERVICE": sandbox.service_url(service)} if service else {"URL": sandbox.services}
    run_in_background(name, given, qtbot)
    assert list(tmp_path.iterdir())
    assert readers
    made_by_qt = {thread for thread in readers if isinstance(thread, threading._DummyThread)}
    assert not made_by_qt
