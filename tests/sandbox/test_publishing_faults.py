# SPDX-License-Identifier: GPL-2.0-or-later
"""A bad day of the sandbox reaches every step of publishing, by the name of the step."""

from __future__ import annotations

import time

import pytest
import requests

REFUSAL = {"kind": "error", "code": 500, "message": "on order", "count": 1}


def test_every_step_of_an_enterprise_can_be_refused_once(publisher, tiny, visitor):
    def refused(operation, step):
        visitor.control.faults({**REFUSAL, "operation": operation})
        assert step()["error"]["message"] == "on order"
        return step()

    home, content = publisher.home, {"file": ("a.tif", b"abc")}
    refused(
        "isServiceNameAvailable", lambda: publisher.portal("portals/self/isServiceNameAvailable", name="a", type="b")
    )
    refused("createFolder", lambda: publisher.portal(f"{home}/createFolder", title="New"))
    item = refused("register", lambda: publisher.tool("uploads/register", itemName="a.tif"))["item"]["itemID"]
    refused("uploadPart", lambda: publisher.tool(f"uploads/{item}/uploadPart", content, partId="1"))
    refused("parts", lambda: publisher.get(f"{publisher.tools}/uploads/{item}/parts"))
    refused("commit", lambda: publisher.tool(f"uploads/{item}/commit", parts="1"))
    refused("deleteUpload", lambda: publisher.tool(f"uploads/{item}/delete"))
    refused("upload", lambda: publisher.tool("uploads/upload", content))
    created = refused("createService", lambda: publisher.create("depth"))
    refused("updateItem", lambda: publisher.portal(f"{home}/items/{created['itemId']}/update", title="New"))
    refused("shareItem", lambda: publisher.portal(f"{home}/items/{created['itemId']}/share", org="true"))
    refused("task", lambda: publisher.get(f"{publisher.tools}/CopyRaster"))
    given = publisher.upload(tiny)
    visitor.control.faults({**REFUSAL, "operation": "submitJob"})
    with pytest.raises(KeyError, match="jobId"):
        publisher.submit(given, created)
    job = publisher.submit(given, created)
    refused("job", lambda: publisher.job(job))
    publisher.wait(job)
    refused("result", lambda: publisher.job(f"{job}/results/outputRaster"))
    refused("cancelJob", lambda: publisher.job(f"{job}/cancel"))
    refused("deleteItem", lambda: publisher.portal(f"{home}/items/{created['itemId']}/delete"))


def test_every_step_of_arcgis_online_can_be_refused_once(online, tiny, visitor):
    visitor.control.faults({**REFUSAL, "operation": "generateDirectAccessUrl"})
    with pytest.raises(KeyError, match="url"):
        online.put(tiny)
    visitor.control.faults({"kind": "status", "code": 503, "operation": "blob", "count": 1})
    with pytest.raises(AssertionError):
        online.put(tiny)
    assert visitor.control.portal()["publishing"]["blobs"] == []
    assert online.put(tiny)["uris"]


def test_a_refused_request_leaves_no_file(publisher, visitor):
    visitor.control.faults({"kind": "reset", "operation": "upload"})
    with pytest.raises(requests.ConnectionError):
        publisher.tool("uploads/upload", {"file": ("a.tif", b"x" * 5000)})
    assert visitor.control.portal()["publishing"]["uploads"] == []


def test_a_connection_is_cut_within_the_body(publisher, visitor):
    item = publisher.tool("uploads/register", itemName="a.tif")["item"]["itemID"]
    visitor.control.faults({"kind": "reset_upload", "operation": "uploadPart", "fraction": 0.3, "count": 1})
    send = {"file": ("part", b"x" * 4_000_000)}
    with pytest.raises(requests.ConnectionError):
        publisher.tool(f"uploads/{item}/uploadPart", send, partId="1")
    entry = visitor.control.requests()[-1]
    assert (entry["operation"], entry["status"], entry["fault"]) == ("uploadPart", 0, "reset_upload")
    assert publisher.get(f"{publisher.tools}/uploads/{item}/parts")["parts"] == []
    assert publisher.tool(f"uploads/{item}/uploadPart", send, partId="1")["success"] is True


def test_a_body_is_taken_slowly(publisher, visitor):
    visitor.control.faults({"kind": "slow_upload", "operation": "upload", "bytes_per_s": 1_000_000, "count": 1})
    begun = time.monotonic()
    assert publisher.tool("uploads/upload", {"file": ("a.tif", b"x" * 400_000)})["success"] is True
    assert time.monotonic() - begun > 0.35
    assert visitor.control.requests()[-1]["fault"] == "slow_upload"


def test_an_answer_is_lost_after_the_work_is_done(publisher, visitor):
    visitor.control.faults({"kind": "reset_mid", "operation": "createService", "count": 1})
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        publisher.create("depth")
    assert "already exists" in publisher.create("depth")["error"]["message"]
