# SPDX-License-Identifier: GPL-2.0-or-later
"""Hosts that look like those of a GIS, and places that its servers name elsewhere: no token ever goes there."""

from __future__ import annotations

import json

import pytest
import requests
from image_services.core.auth import AUTHORIZATION_HEADER, Credentials, GisAuth, TokenAuth
from image_services.core.catalog import CatalogRaster
from image_services.core.errors import ImageServiceError
from image_services.core.gis import Gis
from image_services.core.job_status import JobStatus, result_of
from image_services.core.jobs import PublishJob, status
from image_services.core.originals import download_originals
from image_services.core.portal import Portal, Query
from image_services.core.publish_target import PublishTarget, task_parameters
from image_services.core.service import ImageService
from image_services.core.session import Session

ROOT = "https://portal.example/portal"
ALIKE = [
    *("https://portal.example.evil/portal", "https://portal.example@evil/portal", "https://evil/portal.example/portal"),
    *("https://portal.example:443@evil/portal", "https://user:word@evil/portal", "https://portal.example%2eevil/portal"),
    *("https://portal.example./portal", "https://portal.example..evil/portal", "https://xportal.example/portal"),
    *("https://portal-example/portal", "https://portal.example:8443/portal", "http://portal.example/portal"),
    *("https://evil\\@portal.example/portal", "https://evil#@portal.example/portal", "https://evil?@portal.example/p"),
    *("https://\u0440ortal.example/portal", "https://xn--ortal-hfe.example/portal", "https://portal\uff0eevil/portal"),
    *("https://portal.example\t.evil/portal", "//evil/portal", "https:///portal", "https://[::1]@evil/portal", ""),
    *("ftp://portal.example/portal", "javascript:portal.example", "https://portal.example/other", "https://[half"),
]  # fmt: skip
SAME = [
    "https://portal.example/portal",
    "https://PORTAL.Example/Portal/sharing/rest",
    "https://portal.example:443/portal",
]
OF_ONLINE = ["https://www.arcgis.com", "https://org.maps.arcgis.com/x", "https://tiles.ARCGIS.com/x/rest/services"]
NOT_ONLINE = [
    *("https://arcgis.com.evil", "https://www.arcgis.com@evil", "https://evilarcgis.com", "https://arcgis.com./x"),
    *("https://arcgis\uff0ecom.evil", "https://\u0430rcgis.com", "http://www.arcgis.com", "https://arcgis.co/x"),
]  # fmt: skip


class Answers:
    """A portal that gives a token to whoever asks, and machines elsewhere that claim nothing."""

    def json(self, url, **_others):
        return {"authInfo": {"tokenServicesUrl": f"{self.root}/sharing/rest/generateToken"}, "owningSystemUrl": "x"}

    def post(self, url, form, **_others):
        return {"token": "the-token", "expires": 0}

    def __init__(self, root):
        self.root = root


def signed(root, url):
    """Return whether a request carries the token, as `requests` really sends it; it may refuse to."""
    auth = GisAuth(root, Answers(root), credentials=lambda: Credentials("ann", "pa55"))
    try:
        prepared = requests.Request("GET", url, auth=auth).prepare()
    except (ValueError, ImageServiceError, requests.RequestException):
        return False
    return "the-token" in repr(prepared.headers)


@pytest.mark.parametrize("url", ALIKE)
def test_a_look_alike_gets_no_token(url):
    assert not signed(ROOT, url)


@pytest.mark.parametrize("url", SAME)
def test_the_portal_itself_does(url):
    assert signed(ROOT, url)


@pytest.mark.parametrize("url", NOT_ONLINE)
def test_what_only_looks_like_arcgis_online_gets_no_token(url):
    assert not signed("https://www.arcgis.com", url)


@pytest.mark.parametrize("url", OF_ONLINE)
def test_all_of_arcgis_online_is_one(url):
    assert signed("https://www.arcgis.com", url)


@pytest.mark.parametrize("url", [url for url in ALIKE if "/other" not in url and ":8443" not in url])
def test_a_ready_token_goes_to_its_host_only(url):
    """A ready token belongs to a host, whatever lies on it."""
    auth = TokenAuth("the-token", frozenset({"portal.example"}))
    try:
        prepared = requests.Request("GET", url, auth=auth).prepare()
    except (ValueError, requests.RequestException):
        return
    assert "the-token" not in repr(prepared.headers)


@pytest.fixture
def foreign(other_server, reply_json):
    """The address of another host; everything that it sees is kept."""
    other_server.respond = lambda seen: reply_json({"jobStatus": "esriJobSucceeded", "value": {"url": "x"}, "b": 1})
    return other_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def gis(fake):
    who = Credentials("ann", "pa55-secret")
    return Gis("fake", f"{fake.server.url}/gis", credentials=lambda: who)


def assert_nothing_went_there(other_server, fake):
    assert other_server.seen
    assert not any(AUTHORIZATION_HEADER in seen.headers for seen in other_server.seen)
    told = repr(other_server.seen)
    assert not any(secret in told for secret in ("pa55-secret", *fake.given))


def test_a_job_on_another_host_is_asked_without_a_token(fake, gis, foreign, other_server):
    job = PublishJob("fake", f"{foreign}/ra/GPServer/CopyRaster/jobs/j1", "1", "n", "2026-01-01T00:00:00+00:00")
    assert status(job, gis=gis).state == "succeeded"
    assert_nothing_went_there(other_server, fake)


@pytest.mark.parametrize("path", ["@evil.example/x", "//evil.example/x", "https://evil.example/x", "../../../../x"])
def test_the_path_of_a_result_cannot_lead_to_another_host(fake, path):
    asked = []
    session = fake.session()
    session.json = lambda url, params=None, cancel=None: asked.append(url) or {"value": {"url": "x"}}
    result_of(session, f"{fake.server.url}/gis/jobs/j1", JobStatus("succeeded", results={"out": path}))
    assert [requests.Request("GET", url).prepare().url.startswith(f"{fake.server.url}/") for url in asked] == [True]


def test_raster_analytics_on_another_host_gets_no_token(fake, gis, foreign, other_server):
    place = PublishTarget(gis, "enterprise", raster_analytics=f"{foreign}/ra/rest/services/Tools/GPServer")
    task_parameters(place)
    assert_nothing_went_there(other_server, fake)


def test_originals_on_another_host_are_fetched_without_a_token(fake, gis, foreign, other_server, tmp_path, reply):
    fake.answer = lambda seen: fake.reply_json({"rasterFiles": [{"id": f"{foreign}/x.tif", "rasterIds": [1]}]})
    url = f"{fake.server.url}/gis/rest/services/A/ImageServer"
    box = {"xmin": 0, "ymin": 0, "xmax": 9, "ymax": 9}
    root = {"extent": box, "pixelSizeX": 1, "pixelSizeY": 1, "capabilities": "Image,Catalog,Download"}
    session = gis.session_for(url)
    service = ImageService.from_json(url, {**root, "objectIdField": "OBJECTID"}, session)
    report = download_originals(service, session, [CatalogRaster(1, "a")], tmp_path / "out", with_vrt=False)
    assert len(report.files) == 1
    assert fake.server.seen[-1].headers[AUTHORIZATION_HEADER] == "Bearer token-0"
    assert_nothing_went_there(other_server, fake)


@pytest.mark.parametrize("operation", ["exportImage", "uploads/upload", "jobs/j1", "file", "query"])
def test_a_redirect_of_any_operation_takes_no_token_along(fake, foreign, other_server, reply, operation):
    fake.answer = lambda seen: reply(status=307, headers={"Location": f"{foreign}/there"})
    session = fake.session()
    session.act(f"{fake.url}/{operation}", {"a": "1"})
    assert fake.server.seen[-1].headers[AUTHORIZATION_HEADER] == "Bearer token-0"
    assert_nothing_went_there(other_server, fake)


@pytest.mark.parametrize(
    "name", ["../../../../../../evil/x.png", "//evil.example/x.png", "a?token=1", "a#b", "\\\\evil\\x"]
)
def test_the_name_of_a_thumbnail_cannot_lead_to_another_host(name):
    item = {"id": "../../x", "type": "Image Service", "url": "https://a.example/ImageServer", "thumbnail": name}
    session = Session()
    session.json = lambda url, params=None, cancel=None: {"results": [item]}
    (found,) = Portal(ROOT, session).search(Query()).items
    sent = requests.Request("GET", found.thumbnail).prepare().url
    assert sent.startswith("https://portal.example/")
    assert "?" not in sent


def test_what_is_kept_of_a_job_holds_no_signature_of_its_addresses():
    job = PublishJob(
        "a", "https://h/jobs/1", "1", "n", "2026-01-01T00:00:00+00:00", upload_urls=("https://h/uploads/1",)
    )
    assert set(json.loads(job.to_json())) == set(PublishJob.__dataclass_fields__)
    assert not any(word in job.to_json().lower() for word in ("token", "sig=", "password"))
