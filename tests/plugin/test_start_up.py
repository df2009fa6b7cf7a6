# SPDX-License-Identifier: GPL-2.0-or-later
"""Starting the plugin costs next to nothing, and stopping it leaves nothing."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from qgis.core import QgsApplication

pytestmark = pytest.mark.qgis
ROOT = Path(__file__).resolve().parents[2]

HEAVY = ("numpy", "requests", "urllib3", "osgeo.gdal", "lerc", "pyproj", "asyncio")

# In a process of its own, for this one has long imported everything. QGIS's own start is done first.
PROBE = textwrap.dedent(
    """
    import importlib.util, sys
    from qgis.core import QgsApplication
    app = QgsApplication([], False)
    app.initQgis()
    spec = importlib.util.spec_from_file_location(
        "image_services", "{root}/__init__.py", submodule_search_locations=["{root}"])
    module = importlib.util.module_from_spec(spec)
    sys.modules["image_services"] = module
    before = set(sys.modules)
    spec.loader.exec_module(module)
    plugin = module.classFactory(None)
    plugin.initProcessing()
    new = set(sys.modules) - before
    print("HEAVY", sorted(name for name in {heavy!r} if name in new))
    print("COUNT", len(new))
    plugin.unload()
    app.exitQgis()
    """
)


@pytest.fixture(scope="module")
def start():
    code = PROBE.format(root=ROOT, heavy=HEAVY)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stderr[-2000:]
    return dict(line.split(" ", 1) for line in result.stdout.splitlines() if " " in line)


def test_enabling_the_plugin_imports_nothing_heavy(start):
    assert start["HEAVY"] == "[]"


def test_enabling_the_plugin_loads_few_modules(start):
    assert int(start["COUNT"]) <= 25


def test_the_plugin_loads_and_unloads_three_times(qgis_iface):
    from image_services import classFactory

    registry = QgsApplication.processingRegistry()
    for _ in range(3):
        plugin = classFactory(qgis_iface)
        plugin.initGui()
        assert registry.providerById("imageservices") is not None
        assert registry.algorithmById("imageservices:download") is not None
        plugin.unload()
        assert registry.providerById("imageservices") is None


def test_unloading_after_a_start_that_failed_half_way_undoes_what_was_done(qgis_iface, monkeypatch):
    from image_services import classFactory

    plugin = classFactory(qgis_iface)

    def fail(*_):
        raise RuntimeError("no toolbar today")

    monkeypatch.setattr(qgis_iface, "addRasterToolBarIcon", fail, raising=False)
    with pytest.raises(RuntimeError, match="toolbar"):
        plugin.initGui()
    plugin.unload()
    assert QgsApplication.processingRegistry().providerById("imageservices") is None


def test_menu_and_toolbar_entries_come_and_go(qgis_iface, monkeypatch):
    from image_services import classFactory

    calls = []
    for name in ("addPluginToRasterMenu", "removePluginRasterMenu", "addRasterToolBarIcon", "removeRasterToolBarIcon"):
        monkeypatch.setattr(qgis_iface, name, lambda *args, name=name: calls.append(name), raising=False)
    plugin = classFactory(qgis_iface)
    plugin.initGui()
    plugin.unload()
    assert sorted(calls) == [
        "addPluginToRasterMenu",
        "addRasterToolBarIcon",
        "removePluginRasterMenu",
        "removeRasterToolBarIcon",
    ]
