# SPDX-License-Identifier: GPL-2.0-or-later
"""Uploads to the raster analysis service: whole, in parts, refused, and never held in memory."""

from __future__ import annotations

import http.client
import os
import socket
import time
from pathlib import Path

import pytest

from sandbox.process import start

MEGABYTE = 1024 * 1024


def uploads(publisher):
    """Return what the sandbox holds."""
    return publisher.visitor.control.portal()["publishing"]["uploads"]


def part(publisher, item, number, content):
    """Send one part."""
    return publisher.tool(f"uploads/{item}/uploadPart", {"file": (f"split.part{number}", content)}, partId=str(number))


@pytest.fixture
def registered(publisher):
    """The id of an upload that is yet to be sent."""
    return publisher.tool("uploads/register", itemName="big.tif")["item"]["itemID"]


def test_the_service_says_what_it_takes(publisher, visitor):
    facts = publisher.get(publisher.tools)
    assert facts["executionType"] == "esriExecutionTypeAsynchronous"
    assert (facts["tasks"], facts["capabilities"], facts["maxUploadFileSize"]) == (["CopyRaster"], "Uploads", 2048)
    visitor.control.portal(upload_limit_bytes=5 * MEGABYTE, extensions=["tif"])
    assert publisher.get(publisher.tools)["maxUploadFileSize"] == 5
    answer = publisher.get(f"{publisher.tools}/uploads/info")
    assert answer == {"maxUploadFileSize": 5, "allowedUploadFileTypes": ".tif"}


def test_a_file_is_sent_in_one_piece(publisher, tiny):
    given = publisher.upload(tiny)
    item = publisher.get(f"{publisher.tools}/uploads/{given['itemIds'][0]}")
    assert (item["itemName"], item["committed"]) == ("pub.tif", True)
    assert [(one["owner"], one["size"]) for one in uploads(publisher)] == [("publisher", tiny.stat().st_size)]
    assert publisher.get(f"{publisher.tools}/uploads")["items"] == [item]


def test_parts_make_the_file_in_whatever_order_they_come(publisher, tiny, registered):
    content = tiny.read_bytes()
    pieces = {1: content[:1000], 2: content[1000:1500], 10: content[1500:]}
    for number in (10, 1, 2):
        answer = part(publisher, registered, number, pieces[number])
        assert answer == {"success": True, "partId": str(number), "itemID": registered}
    assert publisher.get(f"{publisher.tools}/uploads/{registered}/parts") == {"parts": ["1", "2", "10"]}
    item = publisher.tool(f"uploads/{registered}/commit", parts="1,2,10")["item"]
    assert (item["itemName"], item["committed"]) == ("big.tif", True)
    created = publisher.create("depth")
    job = publisher.submit({"itemIds": [registered], "itemsOnServer": True}, created)
    assert publisher.wait(job)["jobStatus"] == "esriJobSucceeded"
    assert publisher.raw(created["serviceurl"], "f4")[0].ravel().tolist() == list(range(600))


def test_a_part_that_is_sent_again_replaces_the_first(publisher, registered):
    part(publisher, registered, 1, b"first try")
    part(publisher, registered, 1, b"second")
    assert publisher.tool(f"uploads/{registered}/commit", parts="1")["success"] is True
    assert uploads(publisher)[0]["size"] == len(b"second")


def test_a_commit_may_be_repeated_and_wants_every_part(publisher, registered):
    assert publisher.tool(f"uploads/{registered}/commit", parts="1")["error"]["code"] == 400
    part(publisher, registered, 1, b"abc")
    error = publisher.tool(f"uploads/{registered}/commit", parts="1,2")["error"]
    assert error["details"] == ["Part 2 is missing."]
    first = publisher.tool(f"uploads/{registered}/commit", parts="1")
    assert publisher.tool(f"uploads/{registered}/commit", parts="1") == first
    assert part(publisher, registered, 2, b"late")["error"]["code"] == 400


@pytest.mark.parametrize("number", ["0", "-1", "x", ""])
def test_parts_are_numbered_from_one(publisher, registered, number):
    assert part(publisher, registered, number, b"abc")["error"]["code"] == 400


def test_what_is_not_committed_cannot_be_published(publisher, registered):
    part(publisher, registered, 1, b"abc")
    state = publisher.wait(publisher.submit({"itemIds": [registered]}, publisher.create("depth")))
    assert state["jobStatus"] == "esriJobFailed"
    assert "has not been committed" in " ".join(message["description"] for message in state["messages"])


def test_an_upload_is_deleted(publisher, tiny, registered):
    part(publisher, registered, 1, b"abc")
    for item in (publisher.upload(tiny)["itemIds"][0], registered):
        assert publisher.tool(f"uploads/{item}/delete") == {"success": True}
        assert publisher.get(f"{publisher.tools}/uploads/{item}")["error"]["code"] == 404
    assert uploads(publisher) == []


def test_a_file_type_that_is_not_allowed_is_refused(publisher, visitor, tmp_path):
    refusal = {"code": 403, "message": "File type is not allowed to upload", "details": ["file extension not allowed"]}
    assert publisher.tool("uploads/upload", {"file": ("bad.xyz", b"abc")})["error"] == refusal
    assert publisher.tool("uploads/register", itemName="bad.xyz")["error"] == refusal
    visitor.control.portal(extensions=["xyz"])
    assert publisher.tool("uploads/register", itemName="bad.xyz")["success"] is True


def test_a_file_that_is_too_large_is_refused_whole_or_in_parts(publisher, visitor, registered):
    visitor.control.portal(upload_limit_bytes=1000)
    assert publisher.tool("uploads/upload", {"file": ("a.tif", b"x" * 1001)})["error"]["code"] == 413
    assert publisher.tool("uploads/upload", {"file": ("a.tif", b"x" * 1000)})["success"] is True
    for number in (1, 2):
        part(publisher, registered, number, b"x" * 501)
    assert publisher.tool(f"uploads/{registered}/commit", parts="1,2")["error"]["code"] == 413


def test_what_is_missing_is_said(publisher):
    assert publisher.tool("uploads/upload")["error"]["details"] == ["'file' must be specified."]
    assert publisher.tool("uploads/register")["error"]["details"] == ["'itemName' must be specified."]
    assert publisher.tool("uploads/nothing/commit")["error"]["code"] == 404
    assert publisher.tool("uploads/a/b/c")["error"]["code"] == 400
    assert publisher.get(f"{publisher.tools}/uploads/upload")["error"]["code"] == 405


def test_uploads_of_others_are_not_to_be_seen(publisher, visitor, tiny):
    item = publisher.upload(tiny)["itemIds"][0]
    administrator = type(publisher)(visitor, "admin")
    assert administrator.get(f"{administrator.tools}/uploads/{item}")["error"]["code"] == 404
    assert administrator.get(f"{administrator.tools}/uploads")["items"] == []


def test_the_tools_are_for_members_with_a_token_of_the_server(publisher, visitor):
    assert visitor.get(publisher.tools)["error"]["code"] == 499
    assert visitor.get(publisher.tools, publisher.token)["error"] == {
        "code": 498,
        "message": "Invalid Token",
        "details": [],
    }
    visitor.control.portal(portal_tokens=True)
    assert "error" not in visitor.get(publisher.tools, publisher.token)


def test_a_body_that_is_no_form_is_refused(publisher):
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "X-Esri-Authorization": f"Bearer {publisher.server_token}",
    }
    answer = publisher.visitor.client.post(
        f"{publisher.tools}/uploads/upload", b"nonsense", headers=headers, timeout=10
    )
    assert answer.status_code == 400


class Slow:
    """A multipart request sent by hand."""

    HEAD = (
        b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\njson\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="big.tif"\r\n\r\n'
    )
    TAIL = b"\r\n--b--\r\n"

    def __init__(self, publisher, size):
        url = publisher.visitor.process.url
        self.socket = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])))
        lines = [
            f"POST {publisher.tools[len(url) :]}/uploads/upload HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: multipart/form-data; boundary=b",
            f"Content-Length: {len(self.HEAD) + size + len(self.TAIL)}",
            f"Referer: {publisher.visitor.REFERER}",
            f"X-Esri-Authorization: Bearer {publisher.server_token}",
        ]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + self.HEAD)


def test_a_large_upload_goes_to_the_disk(publisher):
    size = 160 * MEGABYTE
    status = Path(f"/proc/{publisher.visitor.process.pid}/status")
    if not status.is_file():
        pytest.skip("this system does not tell how much memory a process has")

    def memory():
        return int(status.read_text().partition("VmRSS:")[2].split()[0]) * 1024

    before, most = memory(), 0
    request = Slow(publisher, size)
    piece = os.urandom(MEGABYTE)
    for _ in range(size // MEGABYTE):
        request.socket.sendall(piece)
        most = max(most, memory())
    request.socket.sendall(request.TAIL)
    answer = http.client.HTTPResponse(request.socket)
    answer.begin()
    assert b'"committed":true' in answer.read()
    request.socket.close()
    assert uploads(publisher)[0]["size"] == size
    assert most - before < 40 * MEGABYTE


def test_nothing_is_left_when_the_sandbox_ends(sandbox_data, tmp_path, monkeypatch, publisher):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    visitor = type(publisher.visitor)(start(sandbox_data))
    other = type(publisher)(visitor)
    assert other.tool("uploads/upload", {"file": ("a.tif", b"abc")})["success"] is True
    (folder,) = tmp_path.glob("image-services-sandbox-*")
    assert list(folder.iterdir())
    visitor.client.close()
    assert visitor.process.stop() == 0
    assert not folder.exists()


def test_a_client_that_goes_away_leaves_nothing(publisher):
    request = Slow(publisher, 10 * MEGABYTE)
    request.socket.sendall(b"x" * 2 * MEGABYTE)
    request.socket.close()
    for _ in range(100):
        entries = [one for one in publisher.visitor.control.requests() if one["operation"] == "upload"]
        if entries:
            break
        time.sleep(0.02)
    assert entries[0]["status"] == 0
    assert uploads(publisher) == []
    assert "Traceback" not in publisher.visitor.process.errors()
