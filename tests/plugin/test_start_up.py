# SPDX-License-Identifier: GPL-2.0-or-later
"""Starting the plugin costs next to nothing, and stopping it leaves nothing."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsGui

pytestmark = pytest.mark.qgis
ROOT = Path(__file__).resolve().parents[2]

HEAVY = (
    "numpy",
    "requests",
    "urllib3",
    "osgeo.gdal",
    "lerc",
    "pyproj",
    "asyncio",
    "concurrent.futures",
    "html.entities",
)
# What the desktop part needs of the library: errors, addresses, a switch, and whether downloads were interrupted.
LIBRARY = {"address", "cancel", "defaults", "errors", "filelock", "partial"}

# In a process of its own, for this one has long imported everything. QGIS's own start is done first.
PROBE = textwrap.dedent(
    """
    import importlib.util, sys
    from qgis.core import QgsApplication
    app = QgsApplication([], True)
    app.initQgis()
    from qgis.gui import QgsMapCanvas, QgsMessageBar
    from qgis.PyQt.QtWidgets import QMainWindow

    class Interface:
        window, canvas, bar = QMainWindow(), QgsMapCanvas(), QgsMessageBar()
        mainWindow, mapCanvas, messageBar = (lambda s: s.window), (lambda s: s.canvas), (lambda s: s.bar)

        def __getattr__(self, name):
            return lambda *_: None

    spec = importlib.util.spec_from_file_location(
        "image_services", "{root}/__init__.py", submodule_search_locations=["{root}"])
    module = importlib.util.module_from_spec(spec)
    sys.modules["image_services"] = module
    before = set(sys.modules)
    spec.loader.exec_module(module)
    plugin = module.classFactory({interface})
    plugin.{start}()
    new = set(sys.modules) - before
    print("HEAVY", sorted(name for name in {heavy!r} if name in new))
    ours = [name for name in new if name.startswith("image_services")]  # Python's own differ by version
    print("COUNT", len(ours))
    print("LIBRARY", *sorted(name.rpartition(".")[2] for name in ours if ".core." in name))
    plugin.unload()
    app.exitQgis()
    """
)


def started(interface, start):
    code = PROBE.format(root=ROOT, heavy=HEAVY, interface=interface, start=start)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stderr[-2000:]
    return dict(line.partition(" ")[::2] for line in result.stdout.splitlines())


@pytest.fixture(scope="module")
def headless():
    return started("None", "initProcessing")


@pytest.fixture(scope="module")
def desktop():
    return started("Interface()", "initGui")


def test_enabling_the_plugin_imports_nothing_heavy(headless, desktop):
    assert headless["HEAVY"] == desktop["HEAVY"] == "[]"


def test_enabling_the_plugin_loads_few_modules(headless, desktop):
    assert int(headless["COUNT"]) <= 22
    assert int(desktop["COUNT"]) <= 60


def test_enabling_the_plugin_loads_next_to_nothing_of_the_library(headless, desktop):
    assert headless["LIBRARY"] == ""
    assert set(desktop["LIBRARY"].split()) <= LIBRARY


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


PAIRS = {
    "addPluginToRasterMenu": "removePluginRasterMenu",
    "addRasterToolBarIcon": "removeRasterToolBarIcon",
    "registerCustomDropHandler": "unregisterCustomDropHandler",
    "registerOptionsWidgetFactory": "unregisterOptionsWidgetFactory",
}


def test_what_is_added_to_the_desktop_is_taken_away(qgis_iface, monkeypatch):
    from image_services import classFactory

    there, seen = [], set()
    for add, remove in PAIRS.items():
        monkeypatch.setattr(qgis_iface, add, lambda *args, add=add: there.append((add, args[-1])), raising=False)
        monkeypatch.setattr(qgis_iface, remove, lambda *args, add=add: there.remove((add, args[-1])), raising=False)
    providers = QgsApplication.dataItemProviderRegistry()
    pages = QgsGui.sourceSelectProviderRegistry()
    menus = QgsGui.dataItemGuiProviderRegistry()

    def in_registries():
        return (
            sorted(provider.name() for provider in providers.providers()),
            sorted(provider.name() for provider in menus.providers()),
            sorted(provider.providerKey() for provider in pages.providers()),
        )

    before = in_registries()
    for _ in range(2):
        plugin = classFactory(qgis_iface)
        plugin.initGui()
        seen |= {add for add, _ in there}
        assert all("imageservices" in names for names in in_registries())
        plugin.unload()
        assert there == []
        assert in_registries() == before
    assert seen == set(PAIRS)
