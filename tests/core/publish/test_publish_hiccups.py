# SPDX-License-Identifier: GPL-2.0-or-later
"""One bad answer costs no publication, at a step that can be done again or left out, and no service that is made."""

from __future__ import annotations

import pytest
from image_services import core
from image_services.core import submission
from image_services.core.errors import SignInRequired
from image_services.core.jobs import watch


def only_one(world, result):
    (published,) = world.state()["published"]
    assert (published["itemId"], published["ready"]) == (result.item_id, True)
    assert world.state()["uploads"] == []


@pytest.mark.parametrize("fault", [{"kind": "status", "code": 503}, {"kind": "reset"}], ids=lambda fault: fault["kind"])
@pytest.mark.parametrize("operation", ["register", "createFolder"])
def test_a_single_failure_is_tried_again(world, large, name, operation, fault):
    world.control.faults({**fault, "operation": operation, "count": 1})
    result = core.publish(large, gis=world.gis, service_name=name, folder=f"Folder of {name}", part_bytes=4096)
    only_one(world, result)
    assert len(world.calls(operation)) == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "code": 503},
        {"kind": "error", "code": 403, "message": "You do not have permissions to access this resource."},
    ],
    ids=["busy", "forbidden"],
)
def test_an_estimate_that_cannot_be_had_is_done_without(world, raster, name, fault):
    world.set(online=True)
    world.control.faults({**fault, "operation": "submitJob", "count": 1})
    result = core.publish(raster, gis=world.gis, service_name=name)
    assert result.status == "succeeded"
    assert not any("credits" in note for note in result.notes)


def test_an_estimate_that_never_comes_is_not_waited_for(world, raster, name, monkeypatch):
    """On ArcGIS Online it is a job like any other, and may stand in a line."""
    monkeypatch.setattr(submission, "ESTIMATE_S", 0.2)
    world.set(online=True, job_seconds=600.0)
    result = core.publish(raster, gis=world.gis, service_name=name, wait_for_completion=False)
    assert result.status == "submitted"
    assert len(world.calls("submitJob")) == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "status", "code": 503, "operation": "result"}, ""),
        ({"kind": "error", "code": 403, "message": "Not yours.", "operation": "result"}, ""),
        (
            {"kind": "error", "code": 403, "message": "Not yours.", "operation": "root", "service": "Hosted/*"},
            "Not yours",
        ),
        (
            {"kind": "error", "code": 499, "message": "Token Required", "operation": "root", "service": "Hosted/*"},
            "oken",
        ),
        ({"kind": "status", "code": 504, "operation": "root", "service": "Hosted/*"}, "504"),
        ({"kind": "reset", "operation": "root", "service": "Hosted/*"}, "no connection"),
    ],
    ids=["no result", "secret result", "secret service", "signed out", "busy service", "no network"],
)
def test_a_service_that_is_made_is_not_taken_away_unseen(world, raster, name, monkeypatch, fault, words):
    """Its job has succeeded, perhaps after hours; only the look at it fails."""
    monkeypatch.setattr("image_services.core.verification.READY_S", 0.2)
    world.control.faults(fault)
    result = core.publish(raster, gis=world.gis, service_name=name, sharing="org")
    only_one(world, result)
    assert (result.status, result.item_id in result.item_page) == ("succeeded", True)
    told = [note for note in result.notes if note.startswith("The service is made, but it could not be looked at: ")]
    assert len(told) == bool(words)
    assert words in "".join(told)


def test_whoever_watches_a_job_can_come_back_when_the_sign_in_has_ended(world, raster, name):
    """Nothing is noted as done that was not seen: the plugin asks again later."""
    submitted = core.publish(raster, gis=world.gis, service_name=name, wait_for_completion=False)
    fault = {"kind": "error", "code": 499, "message": "Token Required", "operation": "root", "service": "Hosted/*"}
    world.control.faults({**fault, "count": 2})
    with pytest.raises(SignInRequired):
        watch(submitted.job)
    assert watch(submitted.job).notes == ()
    only_one(world, submitted)
