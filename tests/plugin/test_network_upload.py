# SPDX-License-Identifier: GPL-2.0-or-later
"""Publishing through QGIS's network: parts and blocks arrive whole, cuts resume, memory stays small."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from image_services import core
from image_services.core import gis as registry
from image_services.core import upload
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled
from image_services.core.publishing import target
from image_services.core.retry import RetryPolicy
from image_services.core.session import use_transport
from image_services.core.upload import ServerUpload, delete_upload
from image_services.plugin.network.adapter import QgisAdapter
from osgeo import gdal, osr

pytestmark = pytest.mark.qgis
gdal.UseExceptions()
PART = 65_536
LONG = 96 * 1024 * 1024


@pytest.fixture
def through_qgis(network):
    """Sessions of the library send through QGIS, as in the plugin."""
    use_transport(lambda authcfg, belongs: QgisAdapter(authcfg, belongs, thread=network))
    yield
    use_transport()


@pytest.fixture
def portal(sandbox, through_qgis, monkeypatch):
    monkeypatch.setattr(upload, "PATIENCE", RetryPolicy(attempts=4, base_s=0.01))
    registry.use_registry(None)
    core.register_gis("portal", sandbox.portal, username="publisher", password="publisher-Pa55")
    yield sandbox
    registry.use_registry(None)


@pytest.fixture
def raster(tmp_path):
    path = tmp_path / "in.tif"
    data = np.random.default_rng(3).normal(0, 100, (500, 400)).astype(np.float32)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 400, 500, 1, gdal.GDT_Float32)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32632)
    dataset.SetSpatialRef(reference)
    dataset.SetGeoTransform((500_000.0, 10.0, 0.0, 5_000_000.0, 0.0, -10.0))
    dataset.GetRasterBand(1).WriteArray(data)
    dataset = None
    return path, data


@pytest.mark.parametrize("is_online", [False, True])
def test_a_raster_is_published_and_read_back(portal, raster, beside, is_online):
    path, data = raster
    portal.control.portal(online=is_online)
    operation = "block" if is_online else "uploadPart"
    portal.control.faults({"kind": "reset_upload", "operation": operation, "skip": 2, "count": 2})

    def publish(_):
        result = core.publish(path, gis="portal", service_name="through_qgis", part_bytes=PART, kind="dynamic")
        return result, core.open_service(result.service_url, gis="portal").read()

    ((result, read),) = beside(publish)
    assert result.retries <= 2  # Qt sends again by itself what was cut early
    assert np.array_equal(read.data[0], data)
    puts = [call for call in portal.control.requests() if call["operation"] == operation]
    assert len(puts) > 5


def test_a_long_body_is_not_held_in_memory(portal, beside, tmp_path):
    path = tmp_path / "long.tif"
    with path.open("wb") as file:
        file.truncate(LONG)
    (place,) = beside(lambda _: target("portal"))
    session = place.session_for(place.raster_analytics)
    sending = ServerUpload(session, place.raster_analytics, 50_000_000, Cancel(), lambda url: None, lambda done: None)
    beside(lambda _: delete_upload(session, f"{place.raster_analytics}/uploads/none"))  # signed in, by now
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _peak()
    beside(lambda _: sending.send(path))
    assert portal.control.portal()["publishing"]["uploads"][0]["size"] == LONG
    assert len([call for call in portal.control.requests() if call["operation"] == "upload"]) == 1
    assert _peak() - before < LONG / 4


def test_a_cancel_ends_an_upload_at_once(portal, raster, beside):
    path, _ = raster
    portal.control.faults({"kind": "slow_upload", "bytes_per_s": 20_000, "operation": "uploadPart"})
    cancel = Cancel()
    timer = threading.Timer(1.5, cancel.set)
    timer.start()

    def publish(_):
        with pytest.raises(Cancelled):
            core.publish(path, gis="portal", service_name="cancelled", part_bytes=PART, cancel=cancel)

    beside(publish)
    timer.join()
    state = portal.control.portal()["publishing"]
    assert state["published"] + state["uploads"] == []


def _peak() -> int:
    """Return the largest memory that this process has had, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
