# SPDX-License-Identifier: GPL-2.0-or-later
"""Uploads to a server: in one piece, in parts, resumed after cuts and lost answers."""

from __future__ import annotations

import numpy as np
import pytest
from image_services import core
from image_services.core.cancel import Cancel
from image_services.core.errors import PublishError, TransportFailure
from image_services.core.publishing import target
from image_services.core.upload import Effort, ServerUpload, delete_upload
from osgeo import gdal

PART = 4096


@pytest.fixture
def upload(world):
    place = target(world.gis)
    began = []
    one = ServerUpload(
        place.session_for(place.raster_analytics),
        place.raster_analytics,
        PART,
        Cancel(),
        began.append,
        lambda done: None,
    )
    one.addresses = began
    return one


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.tif"
    path.write_bytes(np.random.default_rng(1).integers(0, 256, 10 * PART + 7, dtype=np.uint8).tobytes())
    return path


def test_a_small_file_goes_in_one_piece(world, upload, tmp_path):
    path = tmp_path / "small.tif"
    path.write_bytes(b"x" * (4 * PART - 1))
    item_id = upload.send(path)
    (one,) = world.state()["uploads"]
    assert (one["itemID"], one["size"], one["itemName"]) == (item_id, 4 * PART - 1, "small.tif")
    assert [call["operation"] for call in world.calls("upload", "register")] == ["upload"]
    assert upload.addresses == [f"{upload.root}/uploads/{item_id}"]


def test_a_large_file_goes_in_parts(world, upload, file):
    upload.send(file)
    (one,) = world.state()["uploads"]
    assert (one["size"], one["committed"]) == (file.stat().st_size, True)
    assert len(world.calls("uploadPart")) == 11
    assert upload.effort.bytes_sent == file.stat().st_size


@pytest.mark.parametrize("kind", ["reset", "reset_upload", "status", "empty"])
def test_a_cut_in_the_middle_resumes(world, upload, file, kind):
    spec = {"kind": kind, "operation": "uploadPart", "skip": 4, "count": 2}
    if kind == "status":
        spec["code"] = 503
    if kind == "empty":
        spec["count"] = 0
    world.control.faults(spec)
    upload.send(file)
    (one,) = world.state()["uploads"]
    assert one["size"] == file.stat().st_size
    if kind != "empty":
        assert upload.effort.retries == 2
        assert len(world.calls("uploadPart")) <= 13  # only what was lost was sent again


def test_a_part_whose_answer_was_lost_is_not_sent_again(world, upload, file):
    world.control.faults({"kind": "truncate", "operation": "uploadPart", "fraction": 0.5, "skip": 2, "count": 1})
    upload.send(file)
    assert len(world.calls("uploadPart")) == 11
    assert world.state()["uploads"][0]["size"] == file.stat().st_size


def test_a_commit_whose_answer_was_lost(world, upload, file):
    world.control.faults({"kind": "truncate", "operation": "commit", "fraction": 0.5, "count": 1})
    upload.send(file)
    assert world.state()["uploads"][0]["committed"]


def test_a_server_that_is_gone_ends_it(world, upload, file):
    world.control.faults({"kind": "reset", "operation": "uploadPart", "skip": 3})
    with pytest.raises(TransportFailure):
        upload.send(file)
    delete_upload(upload.session, upload.addresses[0])
    assert world.state()["uploads"] == []


def test_an_upload_that_is_gone_is_removed(upload, world):
    delete_upload(upload.session, f"{upload.root}/uploads/i0")


def test_a_server_that_loses_parts(server, reply_json, file):
    def respond(seen):
        if seen.path.endswith("/register"):
            return reply_json({"success": True, "item": {"itemID": "i1"}})
        if seen.path.endswith("/parts"):
            return reply_json({"parts": ["1"]})
        return reply_json({"success": True})

    file.write_bytes(b"x" * (10 * PART + 7))  # that server reads texts only
    server.respond = respond
    session = core.session.Session()
    upload = ServerUpload(session, server.url, PART, Cancel(), lambda url: None, lambda done: None)
    with pytest.raises(PublishError, match="lost part 2 of 11"):
        upload.send(file)
    session.close()


def test_the_raster_survives_the_cuts(world, large, name):
    world.control.faults({"kind": "reset_upload", "operation": "uploadPart", "skip": 3, "count": 3})
    seen = []
    result = core.publish(large, gis=world.gis, service_name=name, part_bytes=PART, progress=seen.append)
    assert result.retries == 3
    service = core.open_service(result.service_url, gis=world.gis)
    assert np.array_equal(service.read().data[0], gdal.Open(str(large)).ReadAsArray())
    sent = [now.done for now in seen if now.step == "upload" and now.total]
    assert sent
    assert sent[-1] <= result.bytes_sent


def test_a_token_that_ends_in_the_middle_is_renewed(world, large, name):
    world.set(token_life_s=0.4, job_seconds=1.0)
    world.control.faults({"kind": "latency", "ms": 60, "operation": "uploadPart"})
    result = core.publish(large, gis=world.gis, service_name=name, part_bytes=PART)
    assert result.status == "succeeded"
    assert len(world.calls("generateToken")) > 2


def test_an_effort_counts_what_was_done_in_vain(monkeypatch):
    tries = []

    def attempt():
        tries.append(1)
        if len(tries) < 3:
            raise TransportFailure("no")
        return "done"

    monkeypatch.setattr("image_services.core.upload.PATIENCE", core.retry.RetryPolicy(attempts=4, base_s=0.001))
    effort = Effort()
    assert effort.patiently(attempt, Cancel()) == "done"
    assert effort.retries == 2
