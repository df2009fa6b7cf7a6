# SPDX-License-Identifier: GPL-2.0-or-later
"""ArcGIS Online: through the raster store, with signatures that expire, as tiled or dynamic imagery."""

from __future__ import annotations

import numpy as np
import pytest
from image_services import core
from image_services.core.blob_store import BlobUpload
from image_services.core.cancel import Cancel
from image_services.core.errors import AccessDenied, Cancelled, ImageServiceError, PublishError
from image_services.core.publishing import target
from osgeo import gdal

SIG = "sig="


@pytest.fixture
def online(world):
    world.set(online=True)
    return world


@pytest.mark.parametrize("kind", ["dynamic", "tiled"])
def test_a_raster_becomes_imagery(online, raster, name, kind):
    result = core.publish(raster, gis=online.gis, service_name=name, kind=kind)
    assert f"/{kind}/" in result.service_url
    assert any(note.startswith("ArcGIS Online charges about") for note in result.notes)
    (created,) = online.calls("createService")
    assert ("TilesOnly" in created["params"]["createParameters"]) == (kind == "tiled")
    service = core.open_service(result.service_url, gis=online.gis)
    assert service.tiles_only == (kind == "tiled")
    if kind == "dynamic":
        assert np.array_equal(service.read().data[0], gdal.Open(str(raster)).ReadAsArray())


def test_auto_is_tiled_where_the_account_may(online, raster, name):
    place = target(online.gis)
    assert (place.kind, place.can_tile, place.imagery("auto")) == ("online", True, "tiled")
    assert "/tiled/" in core.publish(raster, gis=online.gis, service_name=name).service_url


def test_no_token_goes_to_the_store_and_no_signature_to_the_job(online, large, name):
    core.publish(large, gis=online.gis, service_name=name, part_bytes=4096)
    puts = online.calls("blob", "block", "blocklist")
    assert len(puts) > 5
    for put in puts:
        assert "x-esri-authorization" not in {key.lower() for key in put["headers"]}
    (submitted,) = (call for call in online.calls("submitJob") if "inputRaster" in call["params"])
    assert SIG not in submitted["params"]["inputRaster"]


def test_a_signature_is_nowhere_but_on_its_way(online, large, name, caplog):
    """Not in a log of the whole machinery, not in a result, a job or an error."""
    caplog.set_level("DEBUG")
    told = []
    online.set(signature_seconds=[0.0, 3600.0])
    result = core.publish(
        large, gis=online.gis, service_name=name, part_bytes=4096, wait_for_completion=False, progress=told.append
    )
    kept = [caplog.text, repr(told), repr(result), result.job.to_json()]
    online.set(signature_seconds=[0.0] * 99)
    with pytest.raises(ImageServiceError) as caught:
        core.publish(large, gis=online.gis, service_name=f"{name}_b", part_bytes=4096, progress=told.append)
    kept += [caplog.text, repr(told), str(caught.value), repr(vars(caught.value))]
    signatures = {call["params"]["sig"] for call in online.calls("blob", "block", "blocklist")}
    assert signatures
    assert not [text for text in kept for signature in signatures if signature in text or SIG in text]


def test_blocks_make_the_file(online, large, name):
    result = core.publish(large, gis=online.gis, service_name=name, part_bytes=4096, kind="dynamic")
    service = core.open_service(result.service_url, gis=online.gis)
    assert np.array_equal(service.read().data[0], gdal.Open(str(large)).ReadAsArray())
    assert result.bytes_sent > 10 * 4096


@pytest.mark.parametrize("part_bytes", [4096, 10_000_000])
def test_a_signature_that_expires_is_replaced(online, large, name, part_bytes):
    online.set(signature_seconds=[0.0, 3600.0])
    result = core.publish(large, gis=online.gis, service_name=name, part_bytes=part_bytes)
    assert result.status == "succeeded"
    assert result.retries >= 1
    assert len(online.calls("generateDirectAccessUrl")) == 2


def test_signatures_that_never_count_end_it(online, raster, name):
    online.set(signature_seconds=0.0)
    with pytest.raises(AccessDenied, match="refuses the upload, although its signature is new") as caught:
        core.publish(raster, gis=online.gis, service_name=name)
    assert SIG not in f"{caught.value.url}{caught.value.details}{caught.value}"
    assert len(online.calls("generateDirectAccessUrl")) < 8
    assert online.left() == []


@pytest.mark.parametrize("operation", ["block", "blocklist"])
def test_a_cut_connection_costs_one_block(online, large, name, operation):
    online.control.faults(
        {"kind": "reset", "operation": operation, "count": 2, "skip": 3 if operation == "block" else 0}
    )
    result = core.publish(large, gis=online.gis, service_name=name, part_bytes=4096, kind="dynamic")
    assert result.retries == 2
    service = core.open_service(result.service_url, gis=online.gis)
    assert np.array_equal(service.read().data[0], gdal.Open(str(large)).ReadAsArray())


def test_an_answer_that_was_lost_is_no_failure(online, raster, name):
    """The blob is there; the second attempt is told so."""
    online.control.faults({"kind": "truncate", "operation": "blob", "fraction": 0.0, "count": 1})
    result = core.publish(raster, gis=online.gis, service_name=name)
    assert result.status == "succeeded"


def test_cancelled_between_blocks(online, large, name):
    cancel = Cancel()

    def progress(now):
        if now.step == "upload" and now.done > 8000:
            cancel.set()

    with pytest.raises(Cancelled):
        core.publish(large, gis=online.gis, service_name=name, cancel=cancel, progress=progress, part_bytes=4096)
    assert online.left() == []
    assert online.calls("createService") == []


@pytest.mark.parametrize(
    "address", ["", "https://bucket.example/x?AWSAccessKeyId=1", "http://account.example/c?sv=1&sig=secret", "nonsense"]
)
def test_a_store_that_nobody_knows(raster, address):
    class Content:
        def direct_access_url(self, cancel):
            return address

    upload = BlobUpload(Content(), 4096, Cancel(), lambda done: None)
    with pytest.raises(PublishError, match="does not know") as caught:
        upload.send(raster)
    assert "secret" not in f"{caught.value.url}{caught.value}"


def test_a_job_that_fails_leaves_no_service(online, raster, name):
    online.set(job_failure="ERROR 999999: no")
    with pytest.raises(ImageServiceError, match="ERROR 999999"):
        core.publish(raster, gis=online.gis, service_name=name)
    assert online.left() == []
