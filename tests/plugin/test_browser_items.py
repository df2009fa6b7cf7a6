# SPDX-License-Identifier: GPL-2.0-or-later
"""The Browser panel's items, through QGIS's own model of it, against portals and servers."""

from __future__ import annotations

import gc
import json
import time

import pytest
from image_services.plugin import auth_store as store
from image_services.plugin import browser, library
from image_services.plugin.auth_store import Login
from image_services.plugin.browser.items import BranchItem, GisItem, MoreItem, RootItem, ServiceItem
from image_services.plugin.browser.places import Places
from image_services.plugin.connections import connections
from image_services.plugin.gis_store import ProfileRegistry, Registration
from image_services.plugin.tasks import TaskRunner
from qgis.core import Qgis, QgsApplication, QgsBrowserModel, QgsErrorItem, QgsRasterLayer
from qgis.gui import QgsDataItemGuiContext, QgsGui
from qgis.PyQt.QtWidgets import QMenu

pytestmark = pytest.mark.qgis
LIMIT_MS = 30_000
PASSWORD = "publisher-Pa55"


class Windows:
    """Remembers which windows were wanted."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, *arguments))


@pytest.fixture
def registry(auth_store):
    registry = ProfileRegistry()

    def clear():
        for name in registry.names():
            registry.remove(name)
        connections().forget()

    clear()
    yield registry
    clear()


@pytest.fixture
def windows():
    return Windows()


@pytest.fixture
def model(qtbot, registry, windows):
    """QGIS's model of a Browser panel, with our root in it."""
    library.prepare()
    runner = TaskRunner(threads=2)
    undo = browser.register(lambda: windows, Places(connections()), runner)
    model = QgsBrowserModel()
    model.initialize()
    yield model
    while undo:
        undo.pop()()
    runner.cancel_all()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=LIMIT_MS)
    library.release()


@pytest.fixture
def root(model):
    roots = [model.dataItem(model.index(row, 0)) for row in range(model.rowCount())]
    (root,) = [item for item in roots if isinstance(item, RootItem)]
    return root


@pytest.fixture
def below(model):
    """Return the children of an item, by name. Items' own ``children()`` would give them away to Python."""

    def children(item):
        parent = model.findItem(item)
        items = [model.dataItem(model.index(row, 0, parent)) for row in range(model.rowCount(parent))]
        return {item.name(): item for item in items}

    return children


@pytest.fixture
def opened(model, qtbot, below):
    """Open items as a click does, one inside the other; return the last one's children by name."""

    def open_one(item):
        index = model.findItem(item)
        if model.canFetchMore(index):
            model.fetchMore(index)
        qtbot.waitUntil(lambda: item.state() == Qgis.BrowserItemState.Populated, timeout=LIMIT_MS)
        gc.collect()  # what Python owns by mistake goes now
        return below(item)

    def open_path(item, *names):
        found = open_one(item)
        for name in names:
            found = open_one(found[name])
        return found

    return open_path


@pytest.fixture
def open_server(registry, sandbox):
    registry.save(Registration("Open server", f"{sandbox.url}/arcgis", "", "server"))
    return "Open server"


@pytest.fixture
def survey(registry, sandbox):
    authcfg = store.store(Login("publisher", PASSWORD), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    return "Survey"


def choose(item, *texts):
    """Choose commands of our own from the menu of an item."""
    providers = QgsGui.dataItemGuiProviderRegistry().providers()
    (ours,) = [provider for provider in providers if provider.name() == "imageservices"]
    menu = QMenu()
    ours.populateContextMenu(item, menu, [item], QgsDataItemGuiContext())
    actions = {action.text(): action for action in menu.actions()}
    for text in texts:
        actions[text].trigger()


# What is listed


def test_the_root_lists_what_is_registered_and_asks_nobody(root, opened, open_server, survey, sandbox):
    sandbox.control.clear()
    assert list(opened(root)) == ["Open server", "Survey"]
    assert sandbox.control.requests() == []


def test_the_root_follows_what_is_registered(root, opened, below, registry, open_server, qtbot):
    opened(root)
    registry.save(Registration("Another", "https://gis.example.org/portal", "", "portal"))
    qtbot.waitUntil(lambda: sorted(below(root)) == ["Another", "Open server"], timeout=LIMIT_MS)
    registry.remove("Another")
    qtbot.waitUntil(lambda: list(below(root)) == ["Open server"], timeout=LIMIT_MS)


def test_folders_of_a_server_open_at_any_depth(root, opened, open_server, sandbox):
    assert {"elevation", "imagery", "landcover", "quirks", "science"} <= set(opened(root, "Open server"))
    sandbox.control.clear()
    found = opened(root, "Open server", "landcover", "nested", "deep")
    assert list(found) == ["binary"]
    assert isinstance(found["binary"], ServiceItem)
    asked = [entry["path"] for entry in sandbox.control.requests()]
    assert asked == [f"/arcgis/rest/services/landcover{deeper}" for deeper in ("", "/nested", "/nested/deep")]


def test_a_portal_without_a_sign_in_lists_what_is_public(root, opened, registry, sandbox):
    registry.save(Registration("Public", sandbox.portal, "", "portal"))
    assert list(opened(root, "Public")) == ["All Image Services"]
    assert "Elevation Dem" in opened(root, "Public", "All Image Services")
    assert "Imagery Scene" not in opened(root, "Public", "All Image Services")


def test_a_sign_in_adds_own_content_and_groups(root, opened, survey):
    parts = opened(root, "Survey")
    assert sorted(parts, key=lambda name: parts[name].sortKey()) == ["My Content", "All Image Services", "Groups"]
    content = opened(root, "Survey", "My Content")
    assert {"Terrain", "Oddities", "Landcover Classes"} <= set(content)
    assert isinstance(content["Terrain"], BranchItem)
    assert set(opened(root, "Survey", "My Content", "Terrain")) == {"Elevation Dem", "Elevation Jacksboro"}
    assert set(opened(root, "Survey", "Groups")) == {"Terrain", "Quality assurance"}
    assert "Imagery Scene" in opened(root, "Survey", "Groups", "Quality assurance")


def test_one_sign_in_serves_all_folders(root, opened, survey, sandbox):
    sandbox.control.portal()
    before = len(sandbox.control.portal()["sign_ins"])
    opened(root, "Survey", "My Content", "Terrain")
    opened(root, "Survey", "Groups", "Terrain")
    flows = [entry["flow"] for entry in sandbox.control.portal()["sign_ins"][before:]]
    assert flows == ["generateToken"]


def test_long_lists_come_a_page_at_a_time(root, opened, below, survey, sandbox, qtbot):
    sandbox.control.portal(items=20_000)
    found = opened(root, "Survey", "All Image Services")
    branch = opened(root, "Survey")["All Image Services"]
    more = found["More…"]
    assert isinstance(more, MoreItem)
    assert branch.rowCount() == 101
    sandbox.control.clear()
    providers = QgsGui.dataItemGuiProviderRegistry().providers()
    assert any(provider.handleDoubleClick(more, QgsDataItemGuiContext()) for provider in providers)
    qtbot.waitUntil(lambda: branch.rowCount() == 201, timeout=LIMIT_MS)
    assert isinstance(below(branch)["More…"], MoreItem)
    searches = [entry for entry in sandbox.control.requests() if entry["path"].endswith("/search")]
    assert [entry["params"]["start"] for entry in searches] == ["101"]


def test_an_empty_place_says_so(root, opened, registry, sandbox):
    authcfg = store.store(Login("viewer", "viewer-Pa55"), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    assert list(opened(root, "Survey", "My Content")) == ["No image services"]


# What goes wrong


@pytest.mark.parametrize(
    ("registration", "names", "words"),
    [
        (("Gone", "http://127.0.0.1:9/arcgis", "server"), [], "no connection to 127.0.0.1"),
        (("Old", "{standalone}", "server"), ["restricted"], "asks for a sign-in"),
        (("Federated", "{server}", "server"), ["secure"], "asks for a sign-in"),
    ],
)
def test_what_cannot_be_read_says_why(root, opened, registry, sandbox, registration, names, words, monkeypatch):
    from image_services.core import retry

    monkeypatch.setattr(retry.RetryPolicy, "wait_s", lambda *_: None)
    name, url, kind = registration
    url = url.format(standalone=sandbox.standalone, server=sandbox.server)
    registry.save(Registration(name, url, "", kind))
    (item,) = opened(root, name, *names).values()
    assert isinstance(item, QgsErrorItem)
    assert words in item.name()


def test_a_wrong_password_is_told_in_the_tree(root, opened, registry, sandbox):
    authcfg = store.store(Login("publisher", "wrong-Pa55"), "Survey", sandbox.portal)
    registry.save(Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True))
    (item,) = opened(root, "Survey").values()
    assert "“publisher” was refused" in item.name()
    assert "wrong-Pa55" not in item.name()


def test_another_password_helps_at_once(root, opened, registry, sandbox, qtbot):
    authcfg = store.store(Login("publisher", "wrong-Pa55"), "Survey", sandbox.portal)
    kept = Registration("Survey", sandbox.portal, authcfg, "portal", owns_config=True)
    registry.save(kept)
    opened(root, "Survey")
    store.store(Login("publisher", PASSWORD), "Survey", sandbox.portal, authcfg)
    registry.save(kept, "Survey")
    gis = opened(root)["Survey"]
    gis.refresh()
    qtbot.waitUntil(lambda: gis.rowCount() == 3, timeout=LIMIT_MS)


def test_a_defect_of_ours_is_shown_and_not_swallowed(root, opened, open_server, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(Places, "contents", fail)
    (item,) = opened(root, "Open server").values()
    assert "unexpected" in item.name()


def test_unloading_does_not_wait_for_a_slow_server(qtbot, registry, windows, open_server, sandbox):
    library.prepare()
    undo = browser.register(lambda: windows, Places(connections()), TaskRunner(threads=2))
    model = QgsBrowserModel()
    model.initialize()
    roots = [model.dataItem(model.index(row, 0)) for row in range(model.rowCount())]
    (root,) = [item for item in roots if isinstance(item, RootItem)]
    model.fetchMore(model.findItem(root))
    sandbox.control.faults({"kind": "latency", "ms": 20_000, "operation": "*"})
    parent = model.findItem(root)
    model.fetchMore(model.index(0, 0, parent))
    qtbot.wait(300)
    started = time.monotonic()
    while undo:
        undo.pop()()
    library.release()
    assert time.monotonic() - started < 5
    assert not any(isinstance(model.dataItem(model.index(row, 0)), RootItem) for row in range(model.rowCount()))


# What can be done


def test_a_public_service_is_dragged_as_a_layer(root, opened, open_server):
    item = opened(root, "Open server", "elevation")["dem"]
    (dragged,) = item.mimeUris()
    assert (dragged.layerType, dragged.providerKey, dragged.name) == ("raster", item.providerKey(), "dem")
    assert QgsRasterLayer(dragged.uri, dragged.name, dragged.providerKey).isValid()


def test_a_service_that_wants_a_sign_in_is_dragged_without_secrets(root, opened, survey):
    item = opened(root, "Survey", "All Image Services")["Imagery Scene"]
    (dragged,) = item.mimeUris()
    assert (dragged.layerType, dragged.providerKey) == ("custom", "imageservices")
    assert json.loads(dragged.uri) == {"gis": "Survey", "name": "Imagery Scene", "url": item.entry.url}
    assert PASSWORD not in item.uri()


def test_menus_open_the_windows(root, opened, open_server, windows):
    gis = opened(root)["Open server"]
    assert isinstance(gis, GisItem)
    item = opened(root, "Open server", "elevation")["dem"]
    for place, texts in (
        (root, ["Register GIS…", "Browse Image Services…"]),
        (gis, ["Browse Image Services…", "Edit…", "Remove…"]),
        (item, ["Download…", "Service Properties…"]),
    ):
        choose(place, *texts)
    url = item.entry.url
    assert windows.calls == [
        ("register_gis",),
        ("browse",),
        ("browse", "Open server"),
        ("edit_gis", "Open server"),
        ("remove_gis", "Open server"),
        ("download", url, "Open server"),
        ("show_properties", item.entry),
    ]


def test_addresses_can_be_copied(root, opened, open_server, sandbox):
    folder = opened(root, "Open server")["elevation"]
    item = opened(root, "Open server", "elevation")["dem"]
    texts = []
    for place in (opened(root)["Open server"], folder, item):
        choose(place, "Copy URL")
        texts.append(QgsApplication.clipboard().text())
    assert texts == [
        f"{sandbox.url}/arcgis",
        f"{sandbox.services}/elevation",
        sandbox.service_url("elevation/dem"),
    ]


def test_refresh_reads_a_folder_again(root, opened, below, open_server, sandbox, qtbot):
    folder = opened(root, "Open server")["elevation"]
    opened(root, "Open server", "elevation")
    sandbox.control.clear()
    choose(folder, "Refresh")
    qtbot.waitUntil(lambda: len(sandbox.control.requests()) == 1, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: folder.state() == Qgis.BrowserItemState.Populated, timeout=LIMIT_MS)
    assert sorted(below(folder)) == ["dem", "jacksboro"]
