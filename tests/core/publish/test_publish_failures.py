# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever goes wrong ends in a sentence, with nothing left on the server."""

from __future__ import annotations

import hashlib
import threading
import time

import pytest
from image_services import core
from image_services.core.errors import (
    AccessDenied,
    BadRequest,
    Cancelled,
    ImageServiceError,
    PlanError,
    PublishError,
    ServerBusy,
    SignInRequired,
    TransportFailure,
)
from image_services.core.jobs import watch
from image_services.core.publishing import name_is_available, target


def failure(world, raster, name, **options) -> ImageServiceError:
    with pytest.raises(ImageServiceError) as caught:
        core.publish(raster, gis=world.gis, service_name=name, **options)
    assert world.left() == []
    return caught.value


def test_a_name_that_is_taken(world, raster, name):
    core.publish(raster, gis=world.gis, service_name=name)
    world.control.clear()
    with pytest.raises(PublishError, match="exists already: choose another name") as caught:
        core.publish(raster, gis=world.gis, service_name=name.upper())
    assert caught.value.details["step"] == "check"
    assert world.calls("upload", "createService") == []
    assert len(world.state()["published"]) == 1


def test_an_account_that_may_not_publish(world, raster, name):
    core.register_gis("analyst", world.process.portal, username="analyst", password="a&b=c+d %41 päss")
    world.gis = "analyst"
    error = failure(world, raster, name)
    assert isinstance(error, AccessDenied)
    assert "lacks the privilege" in error.message
    assert error.details["step"] == "check"  # the tools refuse to describe themselves
    assert world.calls("upload", "createService") == []


@pytest.mark.parametrize("wait", [True, False])
def test_a_job_that_fails_tells_the_servers_words(world, raster, name, wait):
    world.set(job_failure="ERROR 000732: Input Raster: Dataset does not exist\nFailed to execute (CopyRaster).")
    if not wait:
        job = core.publish(raster, gis=world.gis, service_name=name, wait_for_completion=False).job
        with pytest.raises(PublishError, match="ERROR 000732"):
            watch(job)
        assert world.left() == []
        return
    error = failure(world, raster, name)
    assert "ERROR 000732: Input Raster" in error.message
    assert any("ERROR 000732" in line for line in error.details["job_messages"])
    assert error.details["step"] == "process"


def test_a_quota_that_is_used_up(world, raster, name):
    world.set(quota_bytes=10)
    assert "quota" in failure(world, raster, name).message.lower()


def test_a_file_that_is_larger_than_the_server_takes(world, tmp_path, name, write_raster, values_of):
    world.set(upload_limit_bytes=1024 * 1024)
    big = write_raster(tmp_path / "big.tif", values_of("S32", 1, 900, 700))
    error = failure(world, big, name)
    assert "server takes 1 MB at most" in error.message
    assert world.calls("upload", "register") == []


def test_a_kind_of_file_that_the_server_does_not_take(world, raster, name):
    world.set(extensions=["zip"])
    error = failure(world, raster, name)
    assert isinstance(error, AccessDenied)
    assert "File type is not allowed" in error.message


def test_a_portal_without_raster_analytics(world, raster, name):
    world.set(raster_analytics=False)
    error = failure(world, raster, name)
    assert "has no raster analytics" in error.message
    assert "What works instead" in error.message
    assert world.calls("createService", "upload") == []


def test_a_server_without_a_portal(world, raster, name):
    core.register_gis("server", world.process.standalone)
    place = target("server")
    assert (place.kind, place.is_usable) == ("none", False)
    assert "ArcGIS Server without a portal" in place.reason
    assert "GeoTIFF" in place.reason
    with pytest.raises(PublishError, match="ArcGIS Server without a portal"):
        core.publish(raster, gis="server", service_name=name)


def test_a_federated_server_names_its_portal(world):
    core.register_gis("federated", world.process.server)
    assert world.process.portal in target("federated").reason


def test_nobody_is_signed_in(world, raster, name):
    core.register_gis("nobody", world.process.portal)
    with pytest.raises(PublishError, match="Nobody is signed in"):
        core.publish(raster, gis="nobody", service_name=name)


def test_a_wrong_password(world, raster, name):
    core.register_gis("wrong", world.process.portal, username="publisher", password="other")
    with pytest.raises(SignInRequired):
        core.publish(raster, gis="wrong", service_name=name)


def test_a_raster_without_a_spatial_reference(world, tmp_path, name, write_raster, values_of):
    path = write_raster(tmp_path / "in.tif", values_of("U8", 1, 20, 20), wkt="")
    with pytest.raises(PlanError, match="no spatial reference and would become an empty service"):
        core.publish(path, gis=world.gis, service_name=name)
    assert world.control.requests() == []


@pytest.mark.parametrize("operation", ["createService", "submitJob", "updateItem", "commit", "uploadPart", "register"])
def test_a_server_that_breaks_down(world, large, name, operation):
    world.control.faults({"kind": "status", "code": 500, "operation": operation})
    error = failure(world, large, name, part_bytes=4096)
    assert isinstance(error, ServerBusy)
    assert error.message


@pytest.mark.parametrize("operation", ["upload", "createService", "submitJob"])
def test_an_answer_that_is_a_web_page(world, raster, name, operation):
    world.control.faults({"kind": "html", "operation": operation})
    assert failure(world, raster, name).message


@pytest.mark.parametrize("operation", ["upload", "updateItem", "job"])
def test_a_refusal_in_the_servers_words(world, raster, name, operation):
    world.control.faults({"kind": "error", "code": 400, "message": "No such luck.", "operation": operation})
    error = failure(world, raster, name)
    assert isinstance(error, BadRequest)
    assert "No such luck" in error.message


def test_a_service_that_stays_empty(world, raster, name, monkeypatch):
    monkeypatch.setattr("image_services.core.verification.READY_S", 0.1)
    world.set(ready_seconds=30.0)
    error = failure(world, raster, name)
    assert "the service is empty" in error.message
    assert error.details["step"] == "verify"


def test_what_is_wanted_stays(world, raster, name):
    world.set(job_failure="ERROR 999999: no")
    with pytest.raises(PublishError, match="is kept, as item"):
        core.publish(raster, gis=world.gis, service_name=name, keep_on_failure=True)
    assert len(world.left()) == 2


def test_what_cannot_be_removed_is_said(world, raster, name):
    world.set(job_failure="ERROR 999999: no")
    world.control.faults(
        {"kind": "error", "code": 400, "message": "Locked.", "operation": "delete*"},
        {"kind": "error", "code": 400, "message": "Locked.", "operation": "deleteItem"},
    )
    with pytest.raises(PublishError, match="ERROR 999999") as caught:
        core.publish(raster, gis=world.gis, service_name=name)
    item = world.state()["published"][0]["itemId"]
    assert f"delete the item {item} yourself" in caught.value.message


@pytest.mark.parametrize("step", ["check", "prepare", "upload", "create", "describe", "submit", "process", "verify"])
def test_cancelled_at_any_step(world, large, name, step):
    world.set(job_seconds=0.3)
    cancel = core.Cancel()

    def progress(now):
        if now.step == step:
            cancel.set()

    with pytest.raises(Cancelled):
        core.publish(large, gis=world.gis, service_name=name, cancel=cancel, progress=progress, part_bytes=4096)
    assert world.left() == []


def test_cancelled_while_the_job_runs_stops_the_job(world, raster, name):
    world.set(job_seconds=30.0)
    cancel = core.Cancel()
    timer = threading.Timer(1.0, cancel.set)
    timer.start()
    with pytest.raises(Cancelled):
        core.publish(raster, gis=world.gis, service_name=name, cancel=cancel)
    timer.join()
    assert world.left() == []
    assert [job["jobStatus"] for job in world.state()["jobs"]] == ["esriJobCancelled"]


@pytest.mark.parametrize("operation", ["createService", "submitJob", "uploadPart", "commit"])
def test_cancelled_while_an_answer_is_awaited(world, large, name, operation):
    """The server may go on, and finish what nobody waits for any more."""
    world.control.faults({"kind": "latency", "ms": 700, "operation": operation})
    cancel = core.Cancel()
    waiting = threading.Event()

    def stop():
        waiting.wait(10)
        cancel.wait(0.3)
        cancel.set()

    step = {"createService": "create", "submitJob": "submit"}.get(operation, "upload")
    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Cancelled):
        core.publish(
            large,
            gis=world.gis,
            service_name=name,
            cancel=cancel,
            part_bytes=4096,
            progress=lambda now: waiting.set() if now.step == step else None,
        )
    thread.join()
    time.sleep(0.7)
    assert world.left() == []


def test_a_connection_that_is_gone_for_good(world, raster, name):
    world.control.faults({"kind": "reset", "operation": "upload"})
    assert isinstance(failure(world, raster, name), TransportFailure)


def test_the_raster_is_untouched(world, raster, name):
    before = hashlib.sha256(raster.read_bytes()).hexdigest()
    world.set(job_failure="ERROR 999999: no")
    failure(world, raster, name)
    assert hashlib.sha256(raster.read_bytes()).hexdigest() == before
    assert [file.name for file in raster.parent.iterdir()] == ["in.tif"]


def test_a_name_that_cannot_be_asked_for_is_tried(world, name):
    place = target(world.gis)
    assert name_is_available(place, name)
    world.control.faults({"kind": "error", "code": 400, "operation": "isServiceNameAvailable"})
    assert name_is_available(place, name)
    with pytest.raises(PlanError, match="take out ! ä"):
        name_is_available(place, "schön!ä".replace("ö", "o"))


def test_no_secret_in_an_error(world, raster, name):
    world.control.faults(
        {"kind": "error", "code": 400, "message": "bad token=abcdefghijklmnop", "operation": "updateItem"}
    )
    error = failure(world, raster, name)
    assert "abcdefghijklmnop" not in repr(error) + error.message + str(error.details)
