# SPDX-License-Identifier: GPL-2.0-or-later
"""What Esri's own client was given when it published in the recorded sessions, the sandbox gives it too."""

from __future__ import annotations

import json

import pytest


@pytest.fixture(scope="module")
def recorded(shared_data):
    """The recorded exchanges of publishing: (scenario, request, answer)."""
    found = []
    for path in sorted((shared_data / "recordings").glob("[46]*.json")):
        scenario = json.loads(path.read_text("utf-8"))
        found += [(path.name[:2], one["request"], one["response"]) for one in scenario["exchanges"]]
    return found


def answers(recorded, end, scenarios="40 41 43 45 48 49 60 65"):
    """Return the recorded answers of requests whose path ends so."""
    return [
        response["json"]
        for scenario, request, response in recorded
        if scenario in scenarios.split() and request["path"].endswith(end) and isinstance(response.get("json"), dict)
    ]


def shape(value):
    """Return an answer with the types of its members instead of their values."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value[:1]]
    return type(value).__name__


def test_the_task_is_described_as_recorded(publisher, recorded):
    for answer in answers(recorded, "GPServer/CopyRaster"):
        assert publisher.get(f"{publisher.tools}/CopyRaster") == answer


def test_uploads_are_answered_as_recorded(publisher, recorded):
    whole = publisher.tool("uploads/upload", {"file": ("tiny.tif", b"abc")})
    item = publisher.tool("uploads/register", itemName="big.tif")
    address = f"uploads/{item['item']['itemID']}"
    part = publisher.tool(f"{address}/uploadPart", {"file": ("split.part0", b"abc")}, partId="1")
    parts = publisher.get(f"{publisher.tools}/{address}/parts")
    commit = publisher.tool(f"{address}/commit", parts="1")
    refused = publisher.tool("uploads/upload", {"file": ("bad.xyz", b"abc")})
    for end, given in (
        ("upload", whole),
        ("register", item),
        ("uploadPart", part),
        ("parts", parts),
        ("commit", commit),
    ):
        expected = [answer for answer in answers(recorded, f"/{end}") if "error" not in answer]
        assert expected
        assert all(shape(answer) == shape(given) for answer in expected)
    assert refused in answers(recorded, "/upload", "48")


def test_services_and_items_are_answered_as_recorded(publisher, recorded):
    created = publisher.create("depth")
    item = f"{publisher.home}/items/{created['itemId']}"
    folder = publisher.portal(f"{publisher.home}/createFolder", title="New")
    update = publisher.portal(f"{item}/update", title="New")
    delete = publisher.portal(f"{item}/delete")
    available = publisher.portal("portals/self/isServiceNameAvailable", name="a", type="Image Service")
    given = {"createService": created, "update": update, "delete": delete, "isServiceNameAvailable": available}
    for end, answer in given.items():
        expected = answers(recorded, f"/{end}")
        assert expected
        assert all(shape(one) == shape(answer) for one in expected)
    for one in answers(recorded, "/createFolder"):
        assert one.keys() == folder.keys()
        assert one["folder"].keys() <= folder["folder"].keys()


def test_jobs_are_answered_as_recorded(publisher, recorded, tiny, visitor):
    job = publisher.submit(publisher.upload(tiny), publisher.create("depth"))
    state, result = publisher.wait(job), publisher.job(f"{job}/results/outputRaster")
    expected = [answer for answer in answers(recorded, "/outputRaster") if "error" not in answer]
    assert expected
    assert all(shape(answer) == shape(result) for answer in expected)
    ends = [
        response["json"]
        for _, request, response in recorded
        if "/CopyRaster/jobs/" in request["path"] and response.get("json", {}).get("jobStatus") == "esriJobSucceeded"
    ]
    assert ends
    for end in ends:
        assert end.keys() == state.keys()
        assert (end["results"], end["messages"]) == (state["results"], state["messages"])
    visitor.control.portal(job_failure="ERROR 999999: Something unexpected caused the tool to fail.")
    failure = publisher.wait(publisher.submit(publisher.upload(tiny), publisher.create("width")))
    recorded_failures = [
        response["json"]["messages"]
        for scenario, _, response in recorded
        if scenario == "43" and response.get("json", {}).get("jobStatus") == "esriJobFailed"
    ]
    assert failure["messages"] in recorded_failures


def test_the_requests_of_the_client_are_understood_as_they_were_sent(publisher, recorded, tiny):
    """The forms of recording 40, with nothing changed but ids and addresses."""
    forms = {
        request["path"].rpartition("/")[2]: request["form"]
        for scenario, request, _ in recorded
        if scenario == "40" and "form" in request
    }
    sent = {
        name: value if isinstance(value, str) else json.dumps(value["json"])
        for name, value in forms["createService"].items()
    }
    created = publisher.portal(f"{publisher.home}/createService", **sent)
    job = {name: value if isinstance(value, str) else value["json"] for name, value in forms["submitJob"].items()}
    job["inputRaster"]["itemIds"] = publisher.upload(tiny)["itemIds"]
    job["outputName"]["itemProperties"]["itemId"] = created["itemId"]
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in job.items()}
    submitted = publisher.tool("CopyRaster/submitJob", **form)
    assert submitted["jobStatus"] == "esriJobSubmitted"
    assert publisher.wait(f"CopyRaster/jobs/{submitted['jobId']}")["jobStatus"] == "esriJobSucceeded"
    facts = publisher.get(created["serviceurl"])
    assert (facts["spatialReference"]["latestWkid"], facts["noDataValue"]) == (3857, -9999)
