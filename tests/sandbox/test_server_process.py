# SPDX-License-Identifier: GPL-2.0-or-later
"""The command, its process, the request log, and the handle that tests hold."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from sandbox.process import ROOT, start


def _command(*arguments):
    return [sys.executable, "-m", "sandbox", *arguments]


def test_it_prints_one_line_serves_and_leaves_in_good_order(sandbox_data):
    process = subprocess.Popen(
        _command("--port", "0", "--data", str(sandbox_data)), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        description = json.loads(process.stdout.readline())
        assert set(description) == {"url", "services", "control", "portal", "server", "standalone", "data", "pid"}
        assert description["pid"] == process.pid
        assert description["services"] == description["url"] + "/arcgis/rest/services"
        assert requests.get(description["services"], params={"f": "json"}, timeout=10).json()["folders"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert process.stdout.read() == ""
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_without_rasters_it_says_so_in_one_line(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    ended = subprocess.run(
        _command("--data", str(tmp_path / folder)), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.strip().splitlines()) == 1
    with pytest.raises(RuntimeError, match="no rasters"):
        start(tmp_path / folder)


def test_a_port_in_use_is_a_plain_error(sandbox_session, sandbox_data):
    port = sandbox_session.url.rpartition(":")[2]
    ended = subprocess.run(
        _command("--data", str(sandbox_data), "--port", port), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_it_dies_with_its_parent(sandbox_data):
    script = (
        "import sys, os\nfrom pathlib import Path\nfrom sandbox.process import start\n"
        f"process = start(Path({str(sandbox_data)!r}))\nprint(process.pid, flush=True)\nos._exit(1)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    child = int(ended.stdout)
    deadline = time.monotonic() + 10
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    # Where nobody reaps it, an ended process stays in the table as a zombie.
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_stopping_twice_is_fine(sandbox_data):
    process = start(sandbox_data)
    assert process.stop() == 0
    assert process.stop() == 0


def test_options_delay_every_answer_and_log_it(sandbox_data):
    with start(sandbox_data, "--latency-ms", "80", "--log", "--cache-mb", "0") as process:
        started = time.monotonic()
        requests.get(process.services, params={"f": "json"}, timeout=10)
        assert time.monotonic() - started >= 0.08
        deadline = time.monotonic() + 5
        while "/arcgis/rest/services" not in process.errors() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert "GET /arcgis/rest/services" in process.errors()


def test_the_log_has_what_was_sent_and_what_came_back(world):
    world.client.post(
        world.process.service_url("imagery/deep/scene") + "/legend",
        data={"f": "json", "name": "ä b"},
        headers={"X-Test": "yes"},
        timeout=10,
    )
    world.get("imagery", f="json")
    first, second = world.control.requests()
    assert (first["n"], first["method"], first["service"], first["operation"]) == (
        1,
        "POST",
        "imagery/deep/scene",
        "legend",
    )
    assert first["params"] == {"f": "json", "name": "ä b"}
    assert first["headers"]["X-Test"] == "yes"
    assert (first["status"], first["fault"]) == (200, None)
    assert first["bytes"] > 100
    assert abs(first["time"] - time.time()) < 60
    assert (second["n"], second["operation"], second["service"]) == (2, "directory", None)
    world.control.clear()
    assert world.control.requests() == []


def test_control_is_not_part_of_the_log_and_knows_its_services(world):
    world.control.state()
    assert world.control.requests() == []
    with pytest.raises(ValueError, match="no service"):
        world.control.override("nope", generation="11")
    posted = world.client.post(world.process.url + "/_control/services/signed", data="[1]", timeout=10)
    assert posted.status_code == 400


def test_overrides_merge_and_can_be_dropped_one_service_at_a_time(world):
    world.control.override("signed", root={"description": "one"})
    world.control.override("signed", root={"copyrightText": "two"}, generation="11")
    world.control.override("precise", generation="11")
    root = world.json("signed")
    assert (root["description"], root["copyrightText"], root["currentVersion"]) == ("one", "two", 11)
    world.client.delete(world.process.url + "/_control/services/signed", timeout=10)
    assert world.json("signed")["currentVersion"] == 10.91
    assert world.json("precise")["currentVersion"] == 11


def test_a_broken_raster_is_no_service_and_harms_no_other(tmp_path, sandbox_data):
    (tmp_path / "good.tif").write_bytes((sandbox_data / "quirks" / "old.tif").read_bytes())
    (tmp_path / "bad.tif").write_bytes(b"this is no TIFF")
    (tmp_path / "odd.tif").write_bytes((sandbox_data / "quirks" / "old.tif").read_bytes())
    (tmp_path / "odd.service.json").write_text("{not json")
    with start(tmp_path) as process:
        for name in ("bad", "odd"):
            answer = requests.get(process.service_url(name), params={"f": "json"}, timeout=10)
            assert answer.json()["error"]["message"] == f"Service {name}/ImageServer not found"
        assert requests.get(process.service_url("good"), params={"f": "json"}, timeout=10).json()["bandCount"] == 1
        assert "bad" in process.errors()
        assert "odd" in process.errors()


def test_threads_render_at_the_same_time_and_never_mix_pixels(world):
    from concurrent.futures import ThreadPoolExecutor

    name = "imagery/deep/scene"

    def one(index):
        column, row = index * 7 % 120, index * 11 % 100
        pixels, _ = world.raw(name, (40, 40), "u2", 4, bbox=world.box(name, column, row, 40, 40), token=str(index))
        return (pixels == world.pixels[name][:, row : row + 40, column : column + 40]).all()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(60)))
