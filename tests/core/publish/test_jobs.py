# SPDX-License-Identifier: GPL-2.0-or-later
"""Jobs that are not waited for: written down, watched by another process, finished, cancelled."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from image_services import core
from image_services.core import job_status
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled, NotFound, ProtocolError, PublishError, ServerBusy
from image_services.core.job_status import status_from, wait_for_end
from image_services.core.jobs import PublishJob, cancel_job, finish, status, wait_for_service, watch
from image_services.core.portal import Portal
from image_services.core.publishing import target

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def submitted(world, raster, name):
    world.set(job_seconds=0.5)
    return core.publish(
        raster, gis=world.gis, service_name=name, wait_for_completion=False, sharing="org", title="Later"
    )


def test_publish_returns_when_the_job_is_submitted(world, submitted):
    assert submitted.status == "submitted"
    assert submitted.job_id == submitted.job.job_id
    assert submitted.service_url.endswith("/ImageServer")
    assert not status(submitted.job).is_final


def test_a_job_holds_no_secret(world, submitted):
    text = submitted.job.to_json()
    assert "publisher-Pa55" not in text
    assert "oken" not in text
    assert PublishJob.from_json(text) == submitted.job
    newer = json.dumps({**json.loads(text), "field_of_the_future": 1})
    assert PublishJob.from_json(newer) == submitted.job


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"gis": "a"}', "null", '{"gis":1,"job_url":"","item_id":"","service_name":"","started":3}'],
)
def test_what_is_no_job(text):
    with pytest.raises(ProtocolError, match="not the description of a publishing job"):
        PublishJob.from_json(text)


def test_a_job_is_watched_to_its_end(world, submitted):
    seen = []
    result = watch(PublishJob.from_json(submitted.job.to_json()), progress=seen.append)
    assert (result.status, result.item_id, result.title) == ("succeeded", submitted.item_id, "Later")
    assert result.notes == ()
    assert result.promotion_text == submitted.promotion_text
    assert {now.step for now in seen} == {"process"}
    assert world.state()["uploads"] == []
    place = target(world.gis)
    assert Portal(place.gis.url, place.session_for(place.gis.url)).item(result.item_id).access == "org"
    assert core.open_service(result.service_url, gis=world.gis).band_count == 1


def test_another_process_takes_it_up(world, submitted):
    program = f"""
import importlib.util, sys
spec = importlib.util.spec_from_file_location("imageservices", {str(ROOT / "core" / "__init__.py")!r})
core = importlib.util.module_from_spec(spec)
sys.modules["imageservices"] = core
spec.loader.exec_module(core)
core.register_gis({world.gis!r}, {world.process.portal!r}, username="publisher", password="publisher-Pa55")
print(importlib.import_module("imageservices.jobs").watch(core.PublishJob.from_json(sys.stdin.read())).status)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=submitted.job.to_json(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("succeeded", 0), done.stderr


def test_watching_can_be_given_up_without_the_job(world, submitted):
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        watch(submitted.job, cancel)
    assert watch(submitted.job).status == "succeeded"


def test_a_job_is_cancelled(world, submitted):
    assert cancel_job(submitted.job) == ()
    assert world.left() == []
    assert world.state()["jobs"][0]["jobStatus"] == "esriJobCancelled"


def test_a_job_of_a_gis_that_is_gone(world, submitted):
    core.unregister_gis(world.gis)
    for act in (watch, status, cancel_job):
        with pytest.raises(NotFound, match="is registered"):
            act(submitted.job)


def test_a_job_that_succeeded_is_finished(world, submitted):
    place = target(world.gis)
    ended = wait_for_end(place.session_for(submitted.job.job_url), submitted.job.job_url)
    assert ended.state == "succeeded"
    assert finish(submitted.job, ended).status == "succeeded"


def test_a_server_that_is_silent_for_a_while(world, submitted):
    world.control.faults({"kind": "status", "code": 503, "operation": "job", "count": 9})
    assert watch(submitted.job).status == "succeeded"


def test_a_server_that_stays_silent(world, submitted, monkeypatch):
    monkeypatch.setattr(job_status, "SILENCE_S", 0.2)
    world.control.faults({"kind": "status", "code": 503, "operation": "job"})
    with pytest.raises(ServerBusy):
        watch(submitted.job)
    assert len(world.state()["published"]) == 1  # nobody knows how the job stands


def test_a_page_in_between_is_not_the_end_of_a_job(server, reply, reply_json, monkeypatch):
    """As proxies answer for a minute of maintenance, under HTTP 200: the job goes on behind it."""
    monkeypatch.setattr(job_status, "FIRST_POLL_S", 0.01)
    page = reply(b"<!DOCTYPE html><html><body>We are back in a minute.</body></html>")
    answers = [reply_json({"jobStatus": "esriJobExecuting"}), page, reply_json({"jobStatus": "esriJobSucceeded"})]
    server.respond = lambda seen: answers.pop(0)
    session = core.session.Session()
    assert wait_for_end(session, f"{server.url}/jobs/j1").state == "succeeded"
    session.close()


@pytest.mark.parametrize("word", ["esriJobPartial", ""])
def test_a_status_that_nobody_knows_is_not_waited_for_without_end(server, reply_json, monkeypatch, word):
    monkeypatch.setattr(job_status, "FIRST_POLL_S", 0.02)
    monkeypatch.setattr(job_status, "SILENCE_S", 0.3)
    server.respond = lambda seen: reply_json(
        {"jobStatus": word} if len(server.seen) > 1 else {"jobStatus": "esriJobNew"}
    )
    session = core.session.Session()
    with pytest.raises(ProtocolError, match=f"says “{word}” of its job"):
        wait_for_end(session, f"{server.url}/jobs/j1")
    assert len(server.seen) > 2
    session.close()


def test_results_that_come_late(server, reply_json, monkeypatch):
    monkeypatch.setattr(job_status, "RESULT_WAIT_S", 0.001)
    asked = []

    def respond(seen):
        asked.append(seen.path)
        if seen.path.endswith("/results/outRaster"):
            return reply_json({"value": '{"itemId": "i", "url": "https://host/ImageServer"}'})
        results = {"outRaster": {"paramUrl": "results/outRaster"}} if len(asked) > 3 else {}
        return reply_json({"jobStatus": "esriJobSucceeded", "results": results})

    server.respond = respond
    session = core.session.Session()
    ended = wait_for_end(session, f"{server.url}/jobs/j1")
    value = job_status.result_of(session, f"{server.url}/jobs/j1", ended)
    assert value == {"itemId": "i", "url": "https://host/ImageServer"}
    session.close()


def test_results_that_never_come(server, reply_json, monkeypatch):
    monkeypatch.setattr(job_status, "RESULT_WAIT_S", 0.001)
    server.respond = lambda seen: reply_json({"jobStatus": "esriJobSucceeded"})
    session = core.session.Session()
    assert job_status.result_of(session, f"{server.url}/jobs/j1", wait_for_end(session, f"{server.url}/jobs/j1")) == {}
    session.close()


@pytest.mark.parametrize(
    ("word", "state", "is_final"),
    [
        ("esriJobNew", "waiting", False),
        ("esriJobSubmitted", "waiting", False),
        ("esriJobExecuting", "running", False),
        ("esriJobCancelling", "running", False),
        ("esriJobDeleting", "running", False),
        ("esriJobOfTheFuture", "running", False),
        ("", "running", False),
        ("esriJobSucceeded", "succeeded", True),
        ("esriJobFailed", "failed", True),
        ("esriJobTimedOut", "failed", True),
        ("esriJobCancelled", "cancelled", True),
        ("esriJobDeleted", "cancelled", True),
    ],
)
def test_states(word, state, is_final):
    now = status_from({"jobStatus": word})
    assert (now.state, now.is_final) == (state, is_final)


def test_a_signature_in_a_message_is_not_shown():
    said = "ERROR: https://account.blob/x.tif?sv=2021&sig=Abc%2Bdef cannot be read"
    now = status_from({"messages": [{"type": "esriJobMessageTypeError", "description": said}]})
    assert now.errors == ("ERROR: https://account.blob/x.tif?sv=2021&sig=… cannot be read",)


def test_messages_and_progress():
    now = status_from(
        {
            "jobStatus": "esriJobExecuting",
            "messages": [
                {"type": "esriJobMessageTypeInformative", "description": "Begun."},
                {"type": "esriJobMessageTypeError", "description": "ERROR 1"},
                {"type": "esriJobMessageTypeEmpty", "description": ""},
                "strange",
            ],
            "progress": {"type": "step", "percent": 40},
        }
    )
    assert (now.messages, now.errors, now.progress) == (("Begun.", "ERROR 1"), ("ERROR 1",), 0.4)


@pytest.mark.parametrize(
    ("word", "text"), [("esriJobCancelled", "was cancelled on the server"), ("esriJobFailed", "gives no reason")]
)
def test_ends_that_are_failures(server, reply_json, word, text):
    server.respond = lambda seen: reply_json({"jobStatus": word})
    session = core.session.Session()
    with pytest.raises(PublishError, match=text):
        wait_for_end(session, f"{server.url}/jobs/j1")
    session.close()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_job_that_comes_second_finds_its_work_done(server, reply_json, monkeypatch, is_there):
    """QGIS's network may send a submission twice: then two jobs fill one service."""
    monkeypatch.setattr("image_services.core.verification.READY_S", 0.05)
    extent = {"xmin": 0, "ymin": 0, "xmax": 3, "ymax": 2, "spatialReference": {"wkid": 4326}}
    root = {"extent": extent, "pixelSizeX": 1, "pixelSizeY": 1, "bandCount": 1} if is_there else {"bandCount": 0}
    words = {"type": "esriJobMessageTypeError", "description": "ERROR 000725: Output dataset already exists."}

    def respond(seen):
        if seen.path.endswith("/ImageServer"):
            return reply_json(root)
        return reply_json({"jobStatus": "esriJobFailed", "messages": [words]})

    server.respond = respond
    session = core.session.Session()
    job = PublishJob("g", f"{server.url}/jobs/j1", "i", "n", "2026-01-01", f"{server.url}/ImageServer")
    if is_there:
        ended = wait_for_service(session, job, Cancel(), lambda now: None)
        assert ended.state == "succeeded"
        assert job_status.result_of(session, job.job_url, ended) == {}
    else:
        with pytest.raises(PublishError, match="already exists"):
            wait_for_service(session, job, Cancel(), lambda now: None)
    session.close()
