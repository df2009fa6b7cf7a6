# SPDX-License-Identifier: GPL-2.0-or-later
"""What people paste, and what is made of it: the service, the root, and whom a host may be taken for."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from image_services.core.address import (
    cleaned,
    holds_secret,
    host_of,
    is_loopback,
    is_online,
    may_carry_secrets,
    root_of,
    same_party,
    same_root,
    service_url,
    shareable,
)
from image_services.core.directory import item_id_in, service_within
from image_services.core.errors import BadRequest

SERVICE = "https://gis.example.org/arcgis/rest/services/Folder/Höhe/ImageServer"
VIEWER = "https://www.arcgis.com/apps/mapviewer/index.html"


@pytest.mark.parametrize(
    "pasted",
    [
        SERVICE,
        f"{SERVICE}/query?where=1%3D1&f=json",
        f"{SERVICE}/exportImage?bbox=0,0,1,1&token=hidden",
        f"{SERVICE}/multiDimensionalInfo",
        f"{SERVICE}/WMSServer?request=GetCapabilities&service=WMS",
        f"\t{SERVICE}\r\n",
        f"“{SERVICE}”",
        f"„{SERVICE}“",
        f"`{SERVICE}`",
        f"'{SERVICE}'",
        f'" {SERVICE} "',
        f"\ufeff{SERVICE}\u00a0",
        SERVICE.replace("/rest/", "/\nrest/"),  # broken by a mail program
        SERVICE.replace("https://", "https://ann:hunter2@"),
        SERVICE.replace("https://", "https://ann:hun\tter2@"),
        SERVICE.replace("https://", "https://other.example.org\\@"),
        f"{VIEWER}?url={SERVICE}&source=sd",
        f"{VIEWER}?url=https%3A%2F%2Fgis.example.org%2Farcgis%2Frest%2Fservices%2FFolder%2FH%C3%B6he%2FImageServer",
        f"{VIEWER.removeprefix('https://')}?url={SERVICE}/exportImage",
        f"{SERVICE}?url=https://gis.example.org/arcgis/rest/services/Other/ImageServer",
        "https://gis.example.org/arcgis/services/Folder/Höhe/ImageServer/WCSServer?request=GetCapabilities",
        "https://gis.example.org/arcgis/services/Folder/Höhe/ImageServer?wsdl",
    ],
)
def test_the_service_within_whatever_was_pasted(pasted):
    assert service_url(pasted) == SERVICE
    assert service_within(pasted) == SERVICE


@pytest.mark.parametrize(
    "pasted",
    [
        "HTTPS://GIS.EXAMPLE.ORG/ARCGIS/REST/SERVICES/A/IMAGESERVER",
        "https://gis.example.org:6443/arcgis/rest/services/A/ImageServer",
        "https://[2001:db8::1]:6443/arcgis/rest/services/A/ImageServer",
        "https://gis.example.org/proxy.ashx?https://inner.example.org/arcgis/rest/services/A/ImageServer",
        "http://gis.example.org/arcgis/rest/services/A/ImageServer",
    ],
)
def test_what_names_a_service_is_kept_as_it_is_spelt(pasted):
    assert service_url(pasted) == pasted
    assert service_url(f"{pasted}/exportImage?size=1,1") == pasted


@pytest.mark.parametrize(
    ("pasted", "service"),
    [
        (
            "gis.example.org:6443/arcgis/rest/services/A/ImageServer",
            "https://gis.example.org:6443/arcgis/rest/services/A/ImageServer",
        ),
        (
            "[2001:db8::1]/arcgis/rest/services/A/ImageServer",
            "https://[2001:db8::1]/arcgis/rest/services/A/ImageServer",
        ),
        (
            "gis.example.org/proxy.ashx?https://inner.example.org/arcgis/rest/services/A/ImageServer/query",
            "https://gis.example.org/proxy.ashx?https://inner.example.org/arcgis/rest/services/A/ImageServer",
        ),
    ],
)
def test_a_missing_scheme_means_https(pasted, service):
    assert service_url(pasted) == service


@pytest.mark.parametrize(
    ("pasted", "root"),
    [
        ("https://gis.example.org", "https://gis.example.org"),
        ("gis.example.org/portal/", "https://gis.example.org/portal"),
        ("https://gis.example.org/portal/home/", "https://gis.example.org/portal"),
        ("https://gis.example.org/portal/home/item.html?id=0123#data", "https://gis.example.org/portal"),
        ("https://gis.example.org/portal/apps/mapviewer/index.html", "https://gis.example.org/portal"),
        ("https://gis.example.org/portal/sharing/rest/portals/self?f=json", "https://gis.example.org/portal"),
        ("https://gis.example.org/portal/portaladmin/login", "https://gis.example.org/portal"),
        ("https://gis.example.org/arcgis/rest", "https://gis.example.org/arcgis"),
        ("https://gis.example.org/arcgis/rest/services?f=html", "https://gis.example.org/arcgis"),
        ("https://gis.example.org/arcgis/rest/services/A/B/C/D", "https://gis.example.org/arcgis"),
        ("https://gis.example.org/arcgis/rest/admin/services", "https://gis.example.org/arcgis"),
        ("https://gis.example.org/arcgis/manager/index.html", "https://gis.example.org/arcgis"),
        ("https://gis.example.org:6443/ArcGIS/tokens/", "https://gis.example.org:6443/ArcGIS"),
        ("https://gis.example.org/arcgis/services/A/ImageServer?wsdl", "https://gis.example.org/arcgis"),
        (SERVICE, "https://gis.example.org/arcgis"),
        ("https://GIS.Example.ORG/Server/rest/services", "https://gis.example.org/Server"),
        ("https://ann:hunter2@gis.example.org/portal", "https://gis.example.org/portal"),
        ("https://orgname.maps.arcgis.com/home/index.html", "https://orgname.maps.arcgis.com"),
        (
            "https://services1.arcgis.com/AbCd/arcgis/rest/services/A/ImageServer",
            "https://services1.arcgis.com/AbCd/arcgis",
        ),
    ],
)
def test_the_root_of_a_page(pasted, root):
    assert root_of(pasted) == root
    assert root_of(root) == root


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://gis.example.org/portal", "https://GIS.example.org:443/Portal/", True),
        ("http://gis.example.org:80/a", "http://gis.example.org/a", True),
        ("https://gis.example.org/portal", "https://gis.example.org/server", False),
        ("https://gis.example.org", "https://gis.example.org:6443", False),
        ("https://gis.example.org", "http://gis.example.org", False),
        ("https://gis.example.org", "https://gis.example.org.evil.example", False),
    ],
)
def test_roots_are_compared_by_host_port_and_path(one, other, same):
    assert same_root(one, other) is same


@pytest.mark.parametrize(
    ("url", "online"),
    [
        ("https://www.arcgis.com/home", True),
        ("https://orgname.maps.arcgis.com", True),
        ("https://WWW.ARCGIS.COM", True),
        ("https://x.arcgis.com.evil.example/", False),
        ("https://evil.example/x.arcgis.com/arcgis/rest/services", False),
        ("https://evilarcgis.com", False),
        ("https://arcgis.com@evil.example", False),
        ("https://evil.example\\@www.arcgis.com", False),
        ("https://evil.example/?https://www.arcgis.com", False),
        ("https://[half", False),
    ],
)
def test_arcgis_online_is_told_by_the_end_of_the_host(url, online):
    assert is_online(host_of(url)) is online
    assert same_party(url, "https://www.arcgis.com") is online


def test_nobody_is_of_the_same_party_as_an_address_that_is_none():
    assert not same_party("https://[half", "https://[half")


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://gis.example.org", True),
        ("HTTPS://gis.example.org", True),
        ("http://gis.example.org", False),
        ("http://localhost:6080/arcgis", True),
        ("http://127.0.0.1", True),
        ("http://127.8.9.10", True),
        ("http://[::1]:6080", True),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://127.0.0.1@evil.example", False),
        ("http://evil.example\\@127.0.0.1", False),
        ("http://[half", False),
        ("https://[half", False),
    ],
)
def test_secrets_travel_over_https_or_within_this_machine(url, may):
    assert may_carry_secrets(url) is may


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "10.0.0.1", "", "2001:db8::1"])
def test_the_neighbours_are_not_this_machine(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "text", ["", "  ", "''", "//", "https://", "two words", "<b>bold</b>", "https://<b>/x", "a:b:c", "https://h:0/"]
)
def test_what_is_no_address_is_told_in_one_sentence(text):
    with pytest.raises(BadRequest, match="This is not an address") as caught:
        cleaned(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "holds"),
    [
        (f"{SERVICE}?token=abc", True),
        (f"{SERVICE}/exportImage?f=image&TOKEN=abc", True),
        (f"{VIEWER}?url=https%3A%2F%2Fgis.example.org%2FA%2FImageServer%3Ftoken%3Dabc", True),
        ("https://gis.example.org/proxy.ashx?https://inner.example.org/A/ImageServer?access_token=abc", True),
        ("https://gis.example.org/A/ImageServer?apiKey=abc", True),
        ("https://ann:hunter2@gis.example.org/A/ImageServer", True),
        ("https://ann%40gis.example.org/A/ImageServer", True),
        ("https://ann:a%20b%2Fc%3F@gis.example.org/A/ImageServer", True),
        ("https://store.blob.example/c/y.tif?sv=2021-08-06&se=2030-01-01&sr=b&sp=r&sig=Ab%2Bc%3D", True),
        ("https://store.blob.example/c/y.tif?SIG=Abc", True),
        ("https://gis.example.org/proxy?url=https%3A%2F%2Fstore.example%2Fy.tif%3Fsv%3D1%26sig%3DAbc", True),
        ("https://b.s3.example/y.tif?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0a0a", True),
        ("https://b.s3.example/y.tif?X-Amz-Credential=AKIA%2F2030&X-Amz-Expires=60", True),
        ("https://b.s3.example/y.tif?x-amz-security-token=IQoJ", True),
        ("https://b.s3.example/y.tif?AWSAccessKeyId=AKIA&Expires=1&Signature=vj%3D", True),
        ("https://storage.example/y.tif?X-Goog-Credential=a%40b&X-Goog-Signature=0a", True),
        ("https://storage.example/y.tif?GoogleAccessId=a%40b&Expires=1", True),
        ("https://d1.cdn.example/y.tif?Policy=eyJTdGF0&Signature=a~b&Key-Pair-Id=K2J", True),
        ("https://d1.cdn.example/y.tif?Key-Pair-Id=K2J", True),
        ("https://gis.example.org/A/ImageServer?subscription-key=0a", True),
        ("https://gis.example.org/A/ImageServer?client_secret=0a", True),
        ("https://gis.example.org/home/#access_token=abc&expires_in=7200", True),
        (f"{SERVICE}?token=&f=json", False),
        ("https://store.blob.example/c/y.tif?sv=2021-08-06&se=2030-01-01&sp=r", False),
        ("https://gis.example.org/A/ImageServer?design=1&key=3&keys=a&policyId=4&assign=me", False),
        (f"{SERVICE}/exportImage?f=image&bbox=1,2,3,4", False),
        ("https://gis.example.org/rest/services/token/ImageServer", False),
        ("https://gis.example.org/home/item.html?owner=ann@example.org", False),
        ("https://gis.example.org?owner=ann@example.org", False),
        ("", False),
    ],
)
def test_secrets_in_an_address_are_seen(address, holds):
    assert holds_secret(address) is holds


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (SERVICE, SERVICE),
        (f"{SERVICE}?sig=abc", SERVICE),
        ("https://ann:hunter2@gis.example.org:6443/A/ImageServer", "https://gis.example.org:6443/A/ImageServer"),
        (
            "https://gis.example.org/proxy.ashx?https://inner.example.org/A/ImageServer?token=abc",
            "https://gis.example.org/proxy.ashx?https://inner.example.org/A/ImageServer",
        ),
        (
            "https://gis.example.org/p?https://ann:pw@a.example.org/p?https://b.example.org/A/ImageServer?sig=a",
            "https://gis.example.org/p?https://a.example.org/p?https://b.example.org/A/ImageServer",
        ),
        ("https://gis.example.org/proxy?sig=abc&url=https://inner.example.org/A", "https://gis.example.org/proxy"),
        ("https://[half", "an address that cannot be read"),
    ],
)
def test_what_may_be_kept_of_an_address(address, shown):
    assert shareable(address) == shown
    assert not holds_secret(shown)


@pytest.mark.parametrize(
    ("pasted", "item"),
    [
        ("https://gis.example.org/portal/home/item.html?id=" + "0a" * 16, "0a" * 16),
        ("https://gis.example.org/portal/home/item.html?ID=" + "0A" * 16, "0a" * 16),
        ("https://www.arcgis.com/apps/mapviewer/index.html?layers=" + "0a" * 16, "0a" * 16),
        ("https://www.arcgis.com/sharing/rest/content/items/" + "0a" * 16 + "/data", "0a" * 16),
        (" " + "0a" * 16 + "\n", "0a" * 16),
        ("https://gis.example.org/portal/home/item.html?id=0a0a", None),
        ("https://gis.example.org/" + "0a" * 17, None),
        ("https://[half?id=" + "0a" * 16, None),
    ],
)
def test_the_item_that_a_page_is_about(pasted, item):
    assert item_id_in(pasted) == item


MARKS = ["https://", "http://", "//", "/", "\\", "?", "#", "@", ":", "[", "]", "%", "&", " ", "\n", "\t", "“", "\ufeff"]
WORDS = ["gis.example.org", "::1", "arcgis", "rest", "services", "ImageServer", "MapServer", "sharing", "home", "Ä"]
KEYS = ["url=", "id=", "0" * 32, "proxy.ashx"]
PIECES = st.lists(st.sampled_from([*MARKS, *WORDS, *KEYS]), max_size=14).map("".join)


@given(PIECES | st.text(max_size=80))
@example("a?url=" * 1500 + "a/ImageServer")
def test_any_text_is_an_address_or_a_bad_request(text):
    for read in (cleaned, service_url, root_of):
        try:
            found = read(text)
        except BadRequest:
            continue
        assert host_of(found)
        assert read(found) == found
        assert "@" not in urlsplit(found).netloc
    assert host_of(text) == host_of(text).lower()
    assert may_carry_secrets(text) in (True, False)
    assert item_id_in(text) is None or len(item_id_in(text)) == 32
    assert service_within(text) is None or service_within(text).lower().endswith("/imageserver")
