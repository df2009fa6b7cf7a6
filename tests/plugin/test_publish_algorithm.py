# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:publish, as the toolbox, models and qgis_process run it."""

from __future__ import annotations

import errno
import json
import logging
import os
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
)

pytestmark = pytest.mark.qgis
gdal.UseExceptions()
PASSWORD = "publisher-Pa55"
CONTRACT = {
    "INPUT": None,
    "GIS": None,
    "SERVICE_NAME": None,
    "FOLDER": None,
    "TITLE": None,
    "TAGS": None,
    "SUMMARY": None,
    "BANDS": None,
    "PROMOTE": True,
    "KIND": "auto",
    "WAIT": True,
}


class Listener(QgsProcessingFeedback):
    """Keeps what an algorithm says; cancels once a word comes up."""

    def __init__(self, cancel_at=""):
        super().__init__(False)
        self.texts = []
        self._cancel_at = cancel_at

    def _hear(self, text):
        self.texts.append(text)
        if self._cancel_at and self._cancel_at in text:
            self.cancel()

    def pushInfo(self, text):
        self._hear(text)

    def setProgressText(self, text):
        self._hear(text)

    def pushWarning(self, text):
        self._hear(text)


@pytest.fixture(scope="module")
def provider(qgis_app):
    from image_services.plugin import library
    from image_services.plugin.provider import ImageServicesProvider

    provider = ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    library.prepare()
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)
    library.release()


@pytest.fixture
def portal(provider, sandbox, authentication):
    """The sandbox's portal, registered by the algorithm; its name."""
    from image_services.plugin.gis_store import ProfileRegistry
    from image_services.plugin.settings import settings

    settings().publish_jobs.remove()
    authcfg = authentication("Basic", username="publisher", password=PASSWORD)
    run("registergis", {"NAME": "Survey", "URL": sandbox.portal, "AUTHCFG": authcfg})
    yield "Survey"
    ProfileRegistry().remove("Survey")
    settings().publish_jobs.remove()


@pytest.fixture
def raster(tmp_path):
    """A file of three bands with holes."""
    path = tmp_path / "three.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 50, 40, 3, gdal.GDT_Int16)
    dataset.SetGeoTransform((1_000_000.0, 10.0, 0.0, 6_000_000.0, 0.0, -10.0))
    dataset.SetProjection(QgsCoordinateReferenceSystem("EPSG:3857").toWkt())
    for number in (1, 2, 3):
        dataset.GetRasterBand(number).WriteRaster(0, 0, 50, 40, (cells() * number).tobytes())
        dataset.GetRasterBand(number).SetNoDataValue(0)
    dataset.FlushCache()
    return str(path)


def cells():
    return (np.arange(2000, dtype=np.int16).reshape(40, 50) % 90).astype(np.int16)


def run(name, parameters, feedback=None):
    """Run an algorithm as processing.run does, which needs the Processing plugin."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"imageservices:{name}")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    ok, problem = algorithm.checkParameterValues(parameters, context)
    if not ok:
        raise QgsProcessingException(problem)
    results, ok = algorithm.run(parameters, context, feedback or Listener(), catchExceptions=False)
    assert ok
    return results


def test_parameters_and_outputs_are_those_of_the_contract(provider):
    from image_services.core.publish_options import KINDS
    from image_services.plugin.algorithms import publish

    algorithm = QgsApplication.processingRegistry().algorithmById("imageservices:publish")
    definitions = {definition.name(): definition for definition in algorithm.parameterDefinitions()}
    assert {name: definition.defaultValue() for name, definition in definitions.items()} == CONTRACT
    assert {output.name() for output in algorithm.outputDefinitions()} == {
        *("SERVICE_URL", "ITEM_ID", "JOB_ID", "STATUS"),
    }
    assert publish.KINDS == KINDS
    assert definitions["KIND"].usesStaticStrings()
    assert "NoData" in algorithm.shortHelpString()


def test_a_layer_is_published_and_can_be_read_back(portal, raster):
    from image_services.plugin import library

    listener = Listener()
    parameters = {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "back and forth", "BANDS": "3,1", "TAGS": "a,b"}
    results = run("publish", parameters, listener)
    assert results["STATUS"] == "succeeded"
    assert "/back_and_forth/" in results["SERVICE_URL"]
    assert len(results["ITEM_ID"]) == 32
    assert results["JOB_ID"]
    data = library.open_service(results["SERVICE_URL"], gis=portal).read()
    want = np.stack([cells() * 3, cells()])
    assert np.array_equal(data.mask, want == 0)
    assert np.array_equal(data.data[~data.mask], want[want != 0])
    assert data.data.dtype.name == "int32"
    said = "\n".join(listener.texts)
    assert "step 7 of 8, the server is working" in said
    assert "Int16 → Int32, NoData 2147483647" in said


def test_without_promotion_type_and_no_data_stay(portal, raster):
    from image_services.plugin import library

    results = run("publish", {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "as_is", "PROMOTE": False})
    service = library.open_service(results["SERVICE_URL"], gis=portal)
    assert service.pixel_type.code == "S16"
    assert np.array_equal(service.read().mask[0], cells() == 0)


def test_without_waiting_the_job_is_kept_to_be_watched(portal, raster, sandbox):
    from image_services.core.jobs import PublishJob, watch
    from image_services.plugin.publish_jobs import JobStore

    sandbox.control.portal(job_seconds=2)
    listener = Listener()
    results = run("publish", {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "later", "WAIT": False}, listener)
    assert results["STATUS"] == "submitted"
    (entry,) = JobStore().entries()
    assert entry.is_running
    assert entry.url == results["SERVICE_URL"]
    job = PublishJob.from_json(entry.job)
    assert job.job_id == results["JOB_ID"]
    assert watch(job).status == "succeeded"
    assert any("goes on by itself" in text for text in listener.texts)


def test_a_layer_of_the_project_gives_what_qgis_shows(portal, raster, qgis_new_project):
    from image_services.plugin import library
    from qgis.core import QgsRasterRange

    layer = QgsRasterLayer(raster, "shown")
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(10, 20)])
    QgsProject.instance().addMapLayer(layer)
    parameters = {"INPUT": layer.id(), "GIS": portal, "SERVICE_NAME": "shown", "BANDS": "1"}
    results = run("publish", parameters)
    data = library.open_service(results["SERVICE_URL"], gis=portal).read()
    assert np.array_equal(data.mask[0], (cells() == 0) | ((cells() >= 10) & (cells() <= 20)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SERVICE_NAME": "a-b"}, "take out -"),
        ({"BANDS": "4"}, "There is no band 4"),
        ({"BANDS": "first"}, "is no list of bands"),
        ({"GIS": "nowhere"}, "nowhere"),
        ({"INPUT": "no such layer"}, "no such layer"),
    ],
)
def test_what_cannot_work_is_one_sentence(portal, raster, changes, words):
    with pytest.raises(QgsProcessingException, match=words) as caught:
        run("publish", {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "wrong", **changes})
    assert "Traceback" not in str(caught.value)


def test_a_failed_job_says_what_the_server_said_and_leaves_nothing(portal, raster, sandbox):
    sandbox.control.portal(job_failure="ERROR 000732: The raster does not exist")
    with pytest.raises(QgsProcessingException, match="ERROR 000732"):
        run("publish", {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "again"})
    sandbox.control.portal(job_failure="")
    assert run("publish", {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "again"})["STATUS"] == "succeeded"


def test_cancelling_leaves_nothing(portal, raster, sandbox):
    sandbox.control.portal(job_seconds=60)
    with pytest.raises(QgsProcessingException, match="Cancelled"):
        run(
            "publish",
            {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "stopped"},
            Listener("the server is working"),
        )
    sandbox.control.portal(job_seconds=0)
    assert run("publish", {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "stopped"})["STATUS"] == "succeeded"


def test_no_secret_is_left_anywhere(portal, raster, sandbox):
    """Neither the password nor a token is in a log, an error, the profile, or what is kept of a job."""
    texts = []
    handler = logging.Handler()
    handler.emit = lambda record: texts.append(record.getMessage())
    received = QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel]

    def note(*told):
        texts.append(" ".join(map(str, told)))

    received.connect(note)
    logging.getLogger().addHandler(handler)
    listener = Listener()
    try:
        parameters = {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "quiet", "WAIT": False}
        results = run("publish", parameters, listener)
        sandbox.control.portal(job_failure=f"ERROR 000001: {PASSWORD[:4]}")
        with pytest.raises(QgsProcessingException) as caught:
            run("publish", {**parameters, "SERVICE_NAME": "loud", "WAIT": True}, listener)
    finally:
        logging.getLogger().removeHandler(handler)
        received.disconnect(note)
    secrets = [PASSWORD, *(token["token"] for token in sandbox.control.portal()["tokens"])]
    assert len(secrets) > 1
    QgsSettings().sync()
    profile = [path for path in Path(QgsApplication.qgisSettingsDirPath()).rglob("*") if path.is_file()]
    assert any(b"jobs=" in path.read_bytes() for path in profile if path.suffix == ".ini")
    written = [path.read_bytes() for path in profile]
    shown = "\n".join([*texts, *listener.texts, str(caught.value), json.dumps(results)])
    for secret in secrets:
        assert secret not in shown
        assert not any(secret.encode() in content for content in written)


def test_a_cancel_says_what_could_not_be_taken_away(portal, raster, sandbox):
    """Perhaps the very server that made the user cancel does not answer now, either."""
    sandbox.control.portal(job_seconds=60)
    sandbox.control.faults({"kind": "error", "code": 400, "message": "Locked.", "operation": "deleteItem"})
    with pytest.raises(QgsProcessingException) as caught:
        run(
            "publish",
            {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "held"},
            Listener("the server is working"),
        )
    (item,) = sandbox.control.portal()["publishing"]["published"]
    assert f"delete the item {item['itemId']} yourself" in str(caught.value)
    assert "Nothing was kept" not in str(caught.value)


def test_a_disk_that_is_full_on_the_way_is_one_sentence(portal, raster, sandbox, monkeypatch):
    """QGIS sends files from the disk, and so a part of one is copied there first."""
    from image_services.plugin.network import upload

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(upload, "KEPT_IN_MEMORY", 100)
    monkeypatch.setattr(upload.tempfile, "mkstemp", full)
    with pytest.raises(QgsProcessingException, match="folder for temporary files: No space left on device"):
        run("publish", {"INPUT": raster, "GIS": portal, "SERVICE_NAME": "crowded"})
    assert sandbox.control.portal()["publishing"]["published"] == []
