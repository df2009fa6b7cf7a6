# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixtures that every test may use, and the two guards that keep the tests honest: no network, no strange imports."""

from __future__ import annotations

import gc
import importlib.util
import ipaddress
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "image_services"


def _register_plugin_package() -> None:
    """Make the repository root importable as the plugin package, as QGIS would see it once installed."""
    spec = importlib.util.spec_from_file_location(PACKAGE, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)


if PACKAGE not in sys.modules:
    _register_plugin_package()
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # `sandbox` is imported by its own name: it is no part of the plugin


@pytest.fixture(autouse=True, scope="session")
def nothing_outlives_qgis(request):
    """Collect what tests have left while QGIS still runs: a layer that goes after it crashes the end of the run."""
    if request.config.pluginmanager.hasplugin("pytest_qgis"):
        request.getfixturevalue("qgis_app")
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                message = f"a test tried to reach {host}"
                raise AssertionError(message)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def shared_data():
    """The folder of recorded real-world material beside the repository, or a skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of recorded material is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def sandbox_data():
    """The folder with the sandbox's small rasters, made on the first run and kept."""
    folder = ROOT / "build" / "test-data"
    command = [sys.executable, "-m", "sandbox.recipe", str(folder), "--size", "small"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-2000:]
    return folder


@pytest.fixture(scope="session")
def sandbox_session(sandbox_data):
    """One sandbox for all tests of the run. Tests take ``sandbox``, which is this one in a clean state."""
    from sandbox.process import start

    with start(sandbox_data) as process:
        yield process


@pytest.fixture
def sandbox(sandbox_session):
    """A running image server without faults, overrides or recorded requests."""
    sandbox_session.control.reset()
    yield sandbox_session
    sandbox_session.control.reset()
