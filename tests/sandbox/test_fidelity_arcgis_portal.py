# SPDX-License-Identifier: GPL-2.0-or-later
"""Esri's own Python client (the ``arcgis`` package) takes the sandbox for a portal with a federated server."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from sandbox.process import start

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "arcgis-venv" / "bin" / "python"
CLIENT = Path(__file__).with_name("arcgis_portal_client.py")
ITEMS = 250
SCENARIOS = [
    "generate_token",
    "default",
    "wrong_password",
    "wrong_password_for_token",
    "anonymous",
    "client_credentials",
    "authorization_code",
    "pasted_token",
    "search",
    "folders",
    "exchange",
    "refused",
]
RECORDINGS = {
    "generate_token": "02_login_generatetoken_enterprise",
    "default": "01_login_builtin_enterprise",
    "authorization_code": "08_login_oauth_user_code",
    "refused": "15_server_refuses_portal_token",
}

pytestmark = [
    pytest.mark.skipif(
        not PYTHON.is_file(),
        reason="Esri's arcgis package is not installed (tools/install-arcgis, under Esri's license)",
    ),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def portal(sandbox_data, tmp_path_factory):
    """A sandbox with https, which that client insists on."""
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    made = subprocess.run(
        [*command, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], capture_output=True, check=False
    )
    assert made.returncode == 0, made.stderr
    (folder / "both.pem").write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    with start(sandbox_data, "--certificate", str(folder / "both.pem")) as process:
        process.control.portal(items=ITEMS)
        yield process


@pytest.fixture(scope="module")
def run(portal, tmp_path_factory):
    """Return what runs scenarios of the client and gives their answers."""
    file = tmp_path_factory.mktemp("client") / "answers.json"
    dead = "http://127.0.0.1:9"  # nothing but this machine may be asked
    environment = {**os.environ, "http_proxy": dead, "https_proxy": dead, "no_proxy": "127.0.0.1"}
    users = {user["username"]: user["password"] for user in portal.control.portal()["users"]}

    def run(*scenarios):
        job = {"portal": portal.portal, "server": portal.server, "services": portal.services, "users": users}
        done = subprocess.run(
            [PYTHON, "-W", "ignore", CLIENT],
            input=json.dumps({**job, "file": str(file), "scenarios": scenarios}),
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(file.read_text("utf-8"))

    return run


@pytest.fixture(scope="module")
def answers(run):
    """The answers of all scenarios, from one run of the client."""
    return run(*SCENARIOS)


@pytest.fixture(scope="module")
def requested(portal, answers):
    """The requests of each scenario: method and path, in their order."""
    found = {}
    for entry in portal.control.requests():
        if "scenario" in entry["params"]:
            current = found.setdefault(entry["params"]["scenario"], [])
        else:
            current.append((entry["method"], entry["path"]))
    return found


def recorded(shared_data, name):
    """Return the recorded requests that got an answer, in the sandbox's names."""
    scenario = json.loads((shared_data / "recordings" / f"{name}.json").read_text("utf-8"))
    exchanges = next(value for value in scenario.values() if isinstance(value, list))
    return [
        (
            exchange["request"]["method"],
            exchange["request"]["path"].replace("fakeuser", "analyst").replace("Hosted/dem", "secure/elevation/dem"),
        )
        for exchange in exchanges
        if exchange["response"]["status"] != 404
    ]


def test_it_signs_in_by_generate_token(answers):
    assert answers["generate_token"]["value"] == ["analyst", "org_user", "Sandbox Survey"]


def test_it_signs_in_by_its_default_flow(answers):
    username, privileges = answers["default"]["value"]
    assert username == "analyst"
    assert "portal:user:createItem" in privileges


@pytest.mark.parametrize("scenario", ["wrong_password", "wrong_password_for_token"])
def test_it_says_that_the_password_is_wrong(answers, scenario):
    assert "Invalid username or password." in answers[scenario]["error"]


def test_it_reads_what_is_public_without_signing_in(answers):
    assert answers["anonymous"]["value"] == [None, "elevation/dem"]


def test_it_signs_in_as_an_application(answers):
    assert answers["client_credentials"]["value"] == [None, "robot"]


def test_it_signs_in_with_a_code(answers):
    assert answers["authorization_code"]["value"] == "analyst"


def test_it_takes_a_token_made_elsewhere(answers):
    assert answers["pasted_token"]["value"] == "viewer"


def test_it_searches_and_pages(answers):
    result = answers["search"]["value"]
    assert result["total"] == len(result["ids"]) == len(set(result["ids"])) > 100
    assert result["found"] == ["Elevation Dem"]
    assert result["url"].endswith("/arcgis/rest/services/elevation/dem/ImageServer")
    assert result["data"] == {}
    assert result["thumbnail"] > 1000


def test_it_browses_folders_and_groups(answers):
    result = answers["folders"]["value"]
    assert result["folders"] == ["Oddities", "Root Folder", "Terrain"]
    assert result["inside"] == ["Elevation Dem", "Elevation Jacksboro"]
    assert set(result["groups"]) == {"Terrain", "Quality assurance"}
    assert all(result["groups"].values())


def test_it_exchanges_its_token_and_reads_pixels_from_the_federated_server(answers):
    result = answers["exchange"]["value"]
    assert result["name"] == "secure/elevation/dem"
    assert len({value for row in result["pixels"] for value in row}) > 100
    assert result["pixels"] == result["public"]


def test_with_the_portals_token_it_is_refused_as_recorded(answers):
    assert "Token Required" in answers["refused"]["error"]


def test_it_reads_with_the_portals_token_where_the_server_takes_it(portal, run):
    portal.control.portal(portal_tokens=True)
    try:
        assert run("accepted")["accepted"]["value"] == "secure/elevation/dem"
    finally:
        portal.control.portal(portal_tokens=False)


@pytest.mark.parametrize("scenario", RECORDINGS)
def test_it_asks_what_it_asked_in_the_recordings(shared_data, requested, scenario):
    assert requested[scenario] == recorded(shared_data, RECORDINGS[scenario])
