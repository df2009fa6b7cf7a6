# SPDX-License-Identifier: GPL-2.0-or-later
"""The blob container of ArcGIS Online's raster store, as Microsoft's pages describe one."""

from __future__ import annotations

import base64
import hashlib
import time
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests

WHOLE = {"x-ms-blob-type": "BlockBlob", "If-None-Match": "*", "x-ms-version": "2023-01-03"}


class Container:
    """The blob container by plain HTTP, without any token."""

    def __init__(self, online):
        self.online = online
        self.renew()

    def renew(self):
        """Get a new address."""
        form = {"storeType": "rasterStore", "expiration": "1440"}
        address = self.online.portal(f"{self.online.home}/generateDirectAccessUrl", **form)["url"]
        self.address, _, self.signature = address.partition("?")

    def send(self, method="PUT", name="_images/1/a.tif", body=b"", headers=None, **query):
        """Send one request."""
        url = f"{self.address}/{name}?{self.signature}"
        return requests.request(method, url, params=query, data=body, headers=headers, timeout=10)

    def block(self, number, body, name="_images/1/a.tif", **headers):
        """Put one block."""
        return self.send(name=name, body=body, comp="block", blockid=number, headers=headers)

    def commit(self, *numbers, kind="Latest", headers=None):
        """Put a block list."""
        listed = "".join(f"<{kind}>{number}</{kind}>" for number in numbers)
        document = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{listed}</BlockList>'
        return self.send(body=document.encode(), headers=headers, comp="blocklist")

    def held(self):
        """Return what the sandbox holds."""
        return self.online.visitor.control.portal()["publishing"]["blobs"]


@pytest.fixture
def container(online):
    return Container(online)


def block_id(number):
    return base64.b64encode(f"{number:032d}".encode()).decode()


def refused(answer):
    """Return status and code of a refusal, which the header says too."""
    code = ET.fromstring(answer.content).findtext("Code")
    assert (answer.headers["x-ms-error-code"], answer.headers["Content-Type"]) == (code, "application/xml")
    return answer.status_code, code


def test_the_address_carries_a_signature(container):
    query = parse_qs(container.signature)
    assert set(query) == {"sv", "se", "sr", "sp", "sig"}
    assert (query["sr"], query["sp"]) == (["c"], ["racwdl"])
    assert urlsplit(container.address).path == "/blob/rasterstore/0123456789abcdef"


def test_only_those_who_create_content_get_an_address(online, visitor):
    resource, form = f"{online.home}/generateDirectAccessUrl", {"storeType": "rasterStore"}
    assert visitor.post(resource, **form)["error"]["code"] == 499
    assert visitor.post(resource, token=visitor.token("analyst"), **form)["error"]["code"] == 403
    viewer = visitor.token("viewer")
    assert visitor.post("content/users/viewer/generateDirectAccessUrl", token=viewer, **form)["error"]["code"] == 403
    assert online.portal(resource, storeType="other")["error"]["code"] == 400
    assert online.portal(resource, expiration="soon", **form)["error"]["code"] == 400
    visitor.control.portal(online=False)
    assert online.portal(resource, **form)["error"]["code"] == 400


def test_a_blob_is_put_in_one_piece(container):
    answer = container.send(body=b"content", headers=WHOLE)
    assert (answer.status_code, answer.content) == (201, b"")
    assert {"ETag", "Last-Modified", "x-ms-request-id", "x-ms-version"} <= set(answer.headers)
    assert container.held() == [{"name": "_images/1/a.tif", "size": 7, "committed": True, "blocks": 0}]
    found = container.send("HEAD")
    assert (found.status_code, found.headers["x-ms-blob-content-length"]) == (200, "7")


def test_a_blob_is_not_replaced_unless_the_client_wants_that(container):
    container.send(body=b"content", headers=WHOLE)
    assert refused(container.send(body=b"other", headers=WHOLE)) == (409, "BlobAlreadyExists")
    container.block(block_id(0), b"abc")
    assert refused(container.commit(block_id(0), headers={"If-None-Match": "*"})) == (409, "BlobAlreadyExists")
    assert container.send(body=b"longer content", headers={"x-ms-blob-type": "BlockBlob"}).status_code == 201
    assert container.held()[0]["size"] == 14


def test_what_a_blob_must_say(container):
    assert refused(container.send(body=b"abc")) == (400, "MissingRequiredHeader")
    assert refused(container.send(body=b"abc", headers={"x-ms-blob-type": "PageBlob"})) == (400, "InvalidHeaderValue")
    assert refused(container.send(body=iter([b"abc"]), headers=WHOLE)) == (411, "MissingContentLengthHeader")
    wrong = {**WHOLE, "Content-MD5": base64.b64encode(bytes(16)).decode()}
    assert refused(container.send(body=b"abc", headers=wrong)) == (400, "Md5Mismatch")
    right = {**WHOLE, "Content-MD5": base64.b64encode(hashlib.md5(b"abc").digest()).decode()}
    assert container.send(body=b"abc", headers=right).status_code == 201
    assert refused(container.send(body=b"", comp="appendblock")) == (405, "UnsupportedHttpVerb")


def test_blocks_make_the_blob_in_the_order_of_the_list(container, tiny, online):
    content = tiny.read_bytes()
    pieces = [content[start : start + 500] for start in range(0, len(content), 500)]
    for number in reversed(range(len(pieces))):
        assert container.block(block_id(number), pieces[number]).status_code == 201
    container.block(block_id(99), b"not in the list")
    assert container.held()[0]["committed"] is False
    assert container.commit(*map(block_id, range(len(pieces))), headers={"If-None-Match": "*"}).status_code == 201
    assert container.held() == [{"name": "_images/1/a.tif", "size": len(content), "committed": True, "blocks": 0}]
    created = online.create("depth")
    job = online.submit({"uris": [f"{container.address}/_images/1/a.tif"]}, created)
    assert online.wait(job)["jobStatus"] == "esriJobSucceeded"
    assert online.raw(created["serviceurl"], "f4")[0].ravel().tolist() == list(range(600))


def test_the_container_tells_which_blocks_it_has(container):
    container.block(block_id(0), b"abc")
    container.block(block_id(1), b"de")
    lists = ET.fromstring(container.send("GET", comp="blocklist", blocklisttype="all").content)
    found = [(block.findtext("Name"), block.findtext("Size")) for block in lists.findall("UncommittedBlocks/Block")]
    assert found == [(block_id(0), "3"), (block_id(1), "2")]
    container.commit(block_id(0), block_id(1))
    lists = ET.fromstring(container.send("GET", comp="blocklist").content)
    assert len(lists.findall("CommittedBlocks/Block")) == 2
    assert refused(container.send("GET", "none.tif", comp="blocklist")) == (404, "BlobNotFound")


def test_lists_and_blocks_that_make_no_sense_are_refused(container):
    assert refused(container.block("not base64!", b"abc")) == (400, "InvalidQueryParameterValue")
    container.block(block_id(0), b"abc")
    assert refused(container.block("YWJj", b"abc")) == (400, "InvalidBlobOrBlock")  # ids must be of one length
    assert refused(container.commit(block_id(0), block_id(7))) == (400, "InvalidBlockList")
    assert refused(container.send(body=b"<BlockList>", comp="blocklist")) == (400, "InvalidXmlDocument")
    assert container.held()[0]["blocks"] == 1


def test_a_blob_is_deleted(container):
    container.send(body=b"content", headers=WHOLE)
    assert container.send("DELETE").status_code == 202
    assert container.held() == []
    assert refused(container.send("DELETE")) == (404, "BlobNotFound")
    assert container.send("HEAD").status_code == 404


@pytest.mark.parametrize("change", ["sig=AAAA", "se=2100-01-01T00:00:00Z", ""])
def test_a_signature_of_somebody_else_is_refused(container, change):
    name = change.partition("=")[0]
    rest = "&".join(part for part in container.signature.split("&") if name and not part.startswith(f"{name}="))
    container.signature = "&".join(part for part in (rest, change) if part)
    assert refused(container.send(body=b"abc", headers=WHOLE)) == (403, "AuthenticationFailed")
    assert container.held() == []


def test_tokens_and_other_containers_are_refused(container):
    headers = {**WHOLE, "Authorization": f"Bearer {container.online.token}"}
    assert refused(container.send(body=b"abc", headers=headers)) == (400, "InvalidAuthenticationInfo")
    container.address = container.address.replace("0123456789abcdef", "other")
    assert refused(container.send(body=b"abc", headers=WHOLE)) == (404, "ContainerNotFound")


def test_a_signature_reaches_its_end(container, visitor):
    visitor.control.portal(signature_seconds=0.2)
    container.renew()
    assert container.send(body=b"abc", headers=WHOLE).status_code == 201
    time.sleep(0.25)
    answer = container.send(name="b.tif", body=b"abc", headers=WHOLE)
    assert refused(answer) == (403, "AuthenticationFailed")
    assert b"Signature not valid in the specified time frame" in answer.content


def test_each_address_may_have_a_life_of_its_own(online, visitor):
    visitor.control.portal(signature_seconds=[0, 60])
    container = Container(online)
    assert refused(container.send(body=b"abc", headers=WHOLE)) == (403, "AuthenticationFailed")
    for _ in range(2):
        container.renew()
        assert container.send(body=b"abc", headers={"x-ms-blob-type": "BlockBlob"}).status_code == 201
