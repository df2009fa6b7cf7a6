# SPDX-License-Identifier: GPL-2.0-or-later
"""What a GIS can do for publishing, as it says itself; and whether a new service is what was published."""

from __future__ import annotations

import pytest
from image_services import core
from image_services.core import gis
from image_services.core.errors import ImageServiceError, NotFound, PublishError
from image_services.core.publish_target import PublishTarget, target, task_parameters, upload_limit
from image_services.core.service import ImageService
from image_services.core.session import Session
from image_services.core.verification import Expected, verify

TILED, DYNAMIC, ANALYSIS = (
    "portal:publisher:publishTiledImagery",
    "portal:publisher:publishDynamicImagery",
    "premium:publisher:rasteranalysis",
)


@pytest.fixture
def registered(server):
    gis.use_registry(None)
    yield core.register_gis("p", f"{server.url}/portal")
    gis.use_registry(None)


def portal(server, reply_json, *, tools="", privileges=(), online=False, user="u"):
    answer = {
        "isPortal": not online,
        "name": "P",
        "user": {"username": user, "privileges": list(privileges)} if user else None,
        "helperServices": {"rasterAnalytics": {"url": tools or f"{server.url}/tools"}},
    }
    server.respond = lambda seen: reply_json(answer)


@pytest.mark.parametrize(
    ("online", "privileges", "kind", "imagery"),
    [
        (False, (), "enterprise", "dynamic"),
        (False, (TILED,), "enterprise", "dynamic"),
        (True, (TILED, DYNAMIC), "online", "tiled"),
        (True, (DYNAMIC,), "online", "dynamic"),
        (True, (), "online", "tiled"),
    ],
)
def test_what_a_portal_can_do(server, reply_json, registered, online, privileges, kind, imagery):
    portal(server, reply_json, privileges=privileges, online=online)
    place = target("p")
    assert (place.kind, place.imagery("auto"), place.username, place.name) == (kind, imagery, "u", "P")
    assert place.imagery("dynamic") == "dynamic"
    assert place.can_tile == (online and TILED in privileges)
    assert place.is_usable
    assert target(registered).raster_analytics == f"{server.url}/tools"


def test_tools_at_an_address_without_https(server, reply_json, registered):
    portal(server, reply_json, tools="http://tools.example/GPServer")
    assert "without https" in target("p").reason


def test_privileges_explain_a_refusal():
    place = PublishTarget(gis.Gis("p"), "online", username="u", privileges=(TILED, ANALYSIS))
    assert place.lacking("tiled") == ""
    assert DYNAMIC in place.lacking("dynamic")


def test_an_address_that_is_no_gis(server, reply, registered):
    server.respond = lambda seen: reply(b"<html>nothing</html>", status=404)
    with pytest.raises(NotFound):
        target("p")


def test_a_gis_that_is_not_registered():
    with pytest.raises(NotFound, match="is registered"):
        target("unknown GIS")


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ({"parameters": [{"name": "a"}, {"name": "b", "direction": "esriGPParameterDirectionOutput"}]}, ("a",)),
        ({"parameters": None}, ()),
    ],
)
def test_the_parameters_of_a_task(server, reply_json, registered, answer, names):
    portal(server, reply_json)
    place = target("p")
    server.respond = lambda seen: reply_json(answer)
    assert task_parameters(place) == names


def test_a_task_that_cannot_be_used(server, reply, reply_json, registered):
    portal(server, reply_json)
    place = target("p")
    server.respond = lambda seen: reply(b"{}", status=404)
    with pytest.raises(PublishError, match="no task CopyRaster"):
        task_parameters(place)
    server.respond = lambda seen: reply_json({"executionType": "esriExecutionTypeSynchronous"})
    with pytest.raises(PublishError, match="does not run CopyRaster as a job"):
        task_parameters(place)


@pytest.mark.parametrize(
    ("answer", "limit"), [({"maxUploadFileSize": 2}, 2097152), ({}, None), ({"maxUploadFileSize": 0}, None)]
)
def test_the_largest_upload(server, reply_json, registered, answer, limit):
    portal(server, reply_json)
    place = target("p")
    server.respond = lambda seen: reply_json(answer)
    assert upload_limit(place) == limit


ROOT = {
    "extent": {"xmin": 0, "ymin": 0, "xmax": 30, "ymax": 20, "spatialReference": {"wkid": 4326}},
    "pixelSizeX": 1,
    "pixelSizeY": 1,
    "bandCount": 1,
    "pixelType": "S32",
}
EXPECTED = Expected(30, 20, 1, "S32", (0.0, 0.0, 30.0, 20.0))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"pixelType": "F32"}, ["F32 instead of S32"]),
        ({"bandCount": 3}, ["3 bands instead of 1"]),
        ({"pixelSizeX": 2}, ["15 × 20 cells instead of 30 × 20"]),
        ({"extent": {**ROOT["extent"], "xmax": 31}}, ["extent of the service", "31 × 20 cells"]),
        ({"extent": {**ROOT["extent"], "xmax": 30.0000001}}, []),
        ({"pixelType": ""}, ["unknown instead of S32"]),
    ],
)
def test_a_service_that_is_not_what_was_published(changes, words):
    found = EXPECTED.differences(ImageService.from_json("url", {**ROOT, **changes}))
    assert len(found) == len(words)
    for sentence, word in zip(found, words, strict=True):
        assert word in sentence


def test_expectations_as_json():
    assert Expected.from_json(EXPECTED.to_json()) == EXPECTED
    assert Expected.from_json({}) is None
    turned = Expected(3, 2, 1, "U8", None)
    assert Expected.from_json(turned.to_json()) == turned


def test_a_service_that_comes_later(server, reply, reply_json, monkeypatch):
    monkeypatch.setattr("image_services.core.verification.FIRST_POLL_S", 0.01)
    answers = iter([reply(status=404), reply_json({"bandCount": 0}), reply_json(ROOT)])
    server.respond = lambda seen: next(answers)
    session = Session()
    assert verify(session, f"{server.url}/ImageServer", EXPECTED) == ()
    session.close()


def test_a_service_that_never_comes(server, reply, monkeypatch):
    monkeypatch.setattr("image_services.core.verification.READY_S", 0.05)
    monkeypatch.setattr("image_services.core.verification.FIRST_POLL_S", 0.01)
    server.respond = lambda seen: reply(status=404)
    session = Session()
    with pytest.raises(ImageServiceError):
        verify(session, f"{server.url}/ImageServer", EXPECTED)
    session.close()
