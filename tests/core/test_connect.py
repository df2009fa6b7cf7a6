# SPDX-License-Identifier: GPL-2.0-or-later
"""From whatever was pasted to an opened service, or to a sentence that says what the address is instead."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core import errors
from image_services.core.address import service_url
from image_services.core.auth import AUTHORIZATION_HEADER
from image_services.core.cancel import Cancel
from image_services.core.connect import open_service
from image_services.core.retry import RetryPolicy
from image_services.core.session import Session

SERVICE = "https://gis.example.org/arcgis/rest/services/Folder/Elevation/ImageServer"
ROOT = {
    "name": "Folder/Elevation",
    "extent": {"xmin": 0, "ymin": 0, "xmax": 10, "ymax": 10, "spatialReference": {"wkid": 3857}},
    "pixelSizeX": 1,
    "pixelSizeY": 1,
}


@pytest.mark.parametrize(
    "pasted",
    [
        SERVICE,
        f"  {SERVICE}\n",
        f'"{SERVICE}"',
        f"<{SERVICE}>",
        f"{SERVICE}/",
        f"{SERVICE}?f=json",
        f"{SERVICE}#part",
        f"{SERVICE}/exportImage?bbox=0,0,1,1&f=image",
        f"{SERVICE}/tile/3/2/1",
        f"{SERVICE}/rasterAttributeTable",
        SERVICE.removeprefix("https://"),
        "https://gis.example.org/arcgis/services/Folder/Elevation/ImageServer/WMSServer?request=GetCapabilities",
        "https://gis.example.org/arcgis/services/Folder/Elevation/ImageServer?wsdl",
        f"{SERVICE}?url=https://gis.example.org/arcgis/rest/services/Roads/MapServer",
    ],
)
def test_the_service_within_whatever_was_pasted(pasted):
    assert service_url(pasted) == SERVICE


@pytest.mark.parametrize(
    "kept",
    [
        "http://localhost:6080/arcgis/rest/services/A/ImageServer",
        "https://gis.example.org/arcgis/rest/services/A/imageserver",  # as it is spelt
        "https://gis.example.org/ArcGIS/REST/Services/A/ImageServer",
        "https://gis.example.org/image/rest/services/Ä b/Höhe/ImageServer",
        "https://tiledimageservices1.arcgis.com/abc/arcgis/rest/services/A/ImageServer",
        "https://gis.example.org/proxy.ashx?https://inner.example.org/arcgis/rest/services/A/ImageServer",
        "https://utility.arcgis.com/usrsvcs/servers/0123/rest/services/A/ImageServer",
        "http://[::1]:6080/arcgis/rest/services/A/ImageServer",
    ],
)
def test_an_address_is_never_rewritten_without_need(kept):
    assert service_url(kept) == kept
    assert service_url(f"{kept}/exportImage?f=json") == kept


def test_a_service_may_be_called_like_another_kind():
    url = "https://gis.example.org/arcgis/rest/services/MapServers/Map/ImageServer"
    assert service_url(url) == url


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("https://gis.example.org/arcgis/rest/services/Roads/MapServer", "address of a MapServer"),
        ("https://gis.example.org/arcgis/rest/services/Roads/FeatureServer/0", "address of a FeatureServer"),
        ("https://gis.example.org/arcgis/rest/services", "should end in /ImageServer"),
        ("https://www.arcgis.com/home/item.html?id=0123", "should end in /ImageServer"),
        ("https://gis.example.org/arcgis/rest/services/AImageServer", "should end in /ImageServer"),
        ("https://gis.example.org/arcgis/rest/services/A/ImageServerX", "should end in /ImageServer"),
        ("", "This is not an address"),
        ("   ", "This is not an address"),
        ("ftp://gis.example.org/A/ImageServer", "This is not an address"),
        ("file:///A/ImageServer", "This is not an address"),
        ("https:///A/ImageServer", "This is not an address"),
        ("https://[half/A/ImageServer", "This is not an address"),
        ("https://gis.example.org:port/A/ImageServer", "This is not an address"),
    ],
)
def test_what_is_no_image_service_is_said_to_be_none(pasted, words):
    with pytest.raises(errors.BadRequest, match=words):
        service_url(pasted)


@pytest.mark.parametrize("scheme", ["https://", ""])
def test_a_password_in_an_address_goes_no_further(scheme):
    pasted = f"{scheme}user:hidden@gis.example.org/arcgis/rest/services/Folder/Elevation/ImageServer?token=hidden"
    assert service_url(pasted) == SERVICE


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_sentence(text):
    for pasted in (text, f"https://{text}/ImageServer", f"{SERVICE}/{text}"):
        try:
            url = service_url(pasted)
        except errors.BadRequest:
            continue
        assert url.lower().endswith("/imageserver")
        assert service_url(url) == url


# Opening


@pytest.fixture
def session():
    one = Session(retry=RetryPolicy(attempts=1))
    yield one
    one.close()


def answer(server, reply, value):
    server.respond = lambda seen: reply(value if isinstance(value, bytes) else json.dumps(value).encode())


@pytest.mark.usefixtures("nothing_left")
def test_an_opened_service_knows_its_session_and_its_address(server, session, reply):
    answer(server, reply, ROOT)
    service = open_service(
        f"{server.url}/arcgis/rest/services/Folder/Elevation/ImageServer/exportImage", session=session
    )
    assert service.name == "Folder/Elevation"
    assert service.url == f"{server.url}/arcgis/rest/services/Folder/Elevation/ImageServer"
    assert service.session is session
    assert [(seen.path, seen.query) for seen in server.seen] == [
        ("/arcgis/rest/services/Folder/Elevation/ImageServer", {"f": "json"})
    ]


@pytest.mark.usefixtures("nothing_left")
def test_a_token_goes_to_the_host_of_the_service(server, reply):
    answer(server, reply, ROOT)
    service = open_service(f"{server.url}/arcgis/rest/services/A/ImageServer", token=" the-token ")
    assert server.seen[0].headers[AUTHORIZATION_HEADER] == "Bearer the-token"
    assert "token" not in server.seen[0].query
    assert "the-token" not in repr(service) + repr(service.session) + repr(vars(service.session))
    service.session.close()
    open_service(f"{server.url}/arcgis/rest/services/A/ImageServer").session.close()
    assert AUTHORIZATION_HEADER not in server.seen[1].headers


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (
            {"error": {"code": 500, "message": "Service Folder/X/ImageServer not found"}},
            errors.NotFound,
            "the folder and",
        ),
        ({"error": {"code": 499, "message": "Token Required"}}, errors.SignInRequired, "Sign in"),
        ({"layers": []}, errors.ProtocolError, "a map service"),
        ({}, errors.ProtocolError, "not an image service"),
        (b"<html>Welcome</html>", errors.ProtocolError, "Welcome"),
        (b"", errors.ProtocolError, "answers nothing"),
    ],
)
def test_what_cannot_be_opened_says_why(value, kind, words, server, session, reply):
    answer(server, reply, value)
    url = f"{server.url}/arcgis/rest/services/Folder/X/ImageServer"
    with pytest.raises(kind, match=words) as caught:
        open_service(url, session=session)
    assert caught.value.url == url


def test_opening_can_be_cancelled(server, session):
    cancel = Cancel()
    cancel.set()
    with pytest.raises(errors.Cancelled):
        open_service(f"{server.url}/arcgis/rest/services/A/ImageServer", session=session, cancel=cancel)
    assert server.seen == []


def test_what_is_no_address_is_never_asked():
    with pytest.raises(errors.BadRequest):
        open_service("Roads/MapServer")
