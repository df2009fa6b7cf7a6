# SPDX-License-Identifier: GPL-2.0-or-later
"""Esri's own Python client (the ``arcgis`` package) publishes on the sandbox, and reads back what it has published."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from sandbox.process import start

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "arcgis-venv" / "bin" / "python"
CLIENT = Path(__file__).with_name("arcgis_publish_client.py")
ONLINE_HOST = "sandbox.maps.arcgis.com.localhost"  # the client knows ArcGIS Online by its name
# The steps of the recordings that change something, by the last segment of their paths.
STEPS = (
    *("isServiceNameAvailable", "createFolder", "createService", "update", "upload", "generateDirectAccessUrl"),
    *("submitJob", "outputRaster", "outCost", "delete", "tiny.tif"),
)

pytestmark = [
    pytest.mark.skipif(
        not PYTHON.is_file(),
        reason="Esri's arcgis package is not installed (tools/install-arcgis, under Esri's license)",
    ),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine under both its names; the client insists on https."""
    folder = tmp_path_factory.mktemp("certificate")
    names = f"subjectAltName=IP:127.0.0.1,DNS:{ONLINE_HOST}"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    made = subprocess.run(
        [*command, "-addext", names, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    (folder / "both.pem").write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return folder


@pytest.fixture(scope="module")
def running(sandbox_data, certificate):
    """A sandbox with https."""
    with start(sandbox_data, "--certificate", str(certificate / "both.pem")) as process:
        yield process


@pytest.fixture
def run(running, certificate, tmp_path):
    """Return what runs scenarios of the client on a clean sandbox, and gives their answers."""
    running.control.reset()
    trusted = {"REQUESTS_CA_BUNDLE": str(certificate / "cert.pem"), "no_proxy": "127.0.0.1,localhost,.localhost"}
    dead = "http://127.0.0.1:9"  # nothing but this machine may be asked
    environment = {**os.environ, "http_proxy": dead, "https_proxy": dead, **trusted}
    file = tmp_path / "answers.json"
    state = running.control.portal()
    password = next(one["password"] for one in state["users"] if one["username"] == "publisher")

    def run(raster, *scenarios, online=False, **settings):
        running.control.portal(portal_tokens=True, online=online, **settings)
        portal = running.portal.replace("127.0.0.1", ONLINE_HOST) if online else running.portal
        job = {"portal": portal, "user": "publisher", "password": password, "raster": str(raster), "file": str(file)}
        done = subprocess.run(
            [PYTHON, "-W", "ignore", CLIENT],
            input=json.dumps({**job, "scenarios": scenarios}),
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(file.read_text("utf-8"))

    return run


@pytest.fixture
def scene(raster_file):
    """A raster of 60 by 50 floats."""
    data = np.random.default_rng(9).normal(0, 1000, (1, 50, 60)).astype("f4")
    return raster_file(data, "tiny.tif"), data[0]


def steps(paths):
    """Return those that change something, in their order."""
    return [path.rpartition("/")[2] for path in paths if path.rpartition("/")[2] in STEPS]


def asked(running):
    """Return the paths that the client asked for."""
    return [entry["path"] for entry in running.control.requests()]


def recorded(shared_data, name):
    """Return the paths of a recording."""
    scenario = json.loads((shared_data / "recordings" / f"{name}.json").read_text("utf-8"))
    return [exchange["request"]["path"] for exchange in scenario["exchanges"]]


def test_it_publishes_on_an_enterprise_and_reads_the_same_pixels(run, running, scene, shared_data):
    path, data = scene
    (answer,) = run(path, ["publish_and_read", {"name": "pub_one", "raster_type_name": "Raster Dataset"}])
    published = answer["value"]
    assert published["url"] == f"{running.server}/rest/services/Hosted/pub_one/ImageServer"
    assert (published["bands"], published["pixelType"], published["title"]) == (1, "F32", "pub_one")
    assert published["properties"]["jobStatus"] == "completed"
    assert np.array_equal(np.array(published["pixels"], "f4"), data)
    assert steps(asked(running)) == steps(recorded(shared_data, "40_publish_enterprise_copy_raster"))


def test_it_publishes_into_a_new_folder(run, running, scene, shared_data):
    (answer,) = run(scene[0], ["publish", {"name": "pub_two", "folder": "my folder"}])
    assert answer["value"]["folder"] is not None
    assert steps(asked(running)) == steps(recorded(shared_data, "41_publish_enterprise_folder_async"))


def test_it_cleans_up_after_a_job_that_failed(run, running, scene, shared_data):
    text = "ERROR 999999: Something unexpected caused the tool to fail."
    (answer,) = run(scene[0], ["publish", {"name": "pub_bad"}], job_failure=text)
    assert "error" in answer
    assert running.control.portal()["publishing"]["published"] == []
    assert steps(asked(running)) == steps(recorded(shared_data, "43_publish_enterprise_job_fails"))


def test_it_finds_that_a_name_is_taken(run, scene):
    scenario = ["publish", {"name": "pub_one"}]
    first, second = run(scene[0], scenario, scenario)
    assert "value" in first
    assert "pub_one" in second["error"]


def test_it_publishes_a_tiled_layer_online(run, running, scene, shared_data):
    (answer,) = run(scene[0], ["publish", {"name": "online_tiled", "raster_type_name": "Raster Dataset"}], online=True)
    assert "/tiled/0123456789ABCDEF/" in answer["value"]["url"]
    assert "TilesOnly" in answer["value"]["capabilities"]
    assert steps(asked(running)) == steps(recorded(shared_data, "60_publish_agol_tiled"))


def test_it_publishes_a_dynamic_layer_online_and_reads_the_same_pixels(run, running, scene, shared_data):
    path, data = scene
    (answer,) = run(path, ["publish_and_read", {"name": "online_dynamic", "tiles_only": False}], online=True)
    assert "/dynamic/0123456789ABCDEF/" in answer["value"]["url"]
    assert np.array_equal(np.array(answer["value"]["pixels"], "f4"), data)
    assert steps(asked(running)) == steps(recorded(shared_data, "61_publish_agol_dynamic"))


def test_it_sends_no_token_to_the_blob_container(run, running, scene):
    run(scene[0], ["publish", {"name": "online_tiled"}], online=True)
    (put,) = [entry for entry in running.control.requests() if entry["operation"] == "blob"]
    assert not {"authorization", "x-esri-authorization"} & {name.lower() for name in put["headers"]}
    assert "token" not in put["params"]


def test_it_asks_for_another_signature_when_one_has_ended(run, running, scene):
    lives = [0, 3600]
    (answer,) = run(scene[0], ["publish", {"name": "online_tiled"}], online=True, signature_seconds=lives)
    assert "value" in answer
    puts = [entry["status"] for entry in running.control.requests() if entry["operation"] == "blob"]
    assert (puts[0], puts[-1]) == (403, 201)


def test_it_sends_a_large_file_in_blocks(run, running, raster_file):
    path = raster_file(np.zeros((1, 8400, 8400), "u1"), "large.tif")
    (answer,) = run(path, ["publish", {"name": "online_large"}], online=True)
    assert answer["value"]["pixelType"] == "U8"
    operations = [entry["operation"] for entry in running.control.requests()]
    assert operations.count("block") == -(-path.stat().st_size // (4 * 1024 * 1024))
    assert operations.count("blocklist") == 1


def test_it_estimates_the_credits(run, running, scene):
    (published,) = run(scene[0], ["publish", {"name": "first", "tiles_only": False}], online=True)
    (answer,) = run(scene[0], ["estimate", {"name": "second", "url": published["value"]["url"]}], online=True)
    assert answer["value"] == 0.01
