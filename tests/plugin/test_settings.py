# SPDX-License-Identifier: GPL-2.0-or-later
"""What is remembered comes back, within its limits, and goes away with the plugin."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from image_services.plugin import settings as module
from image_services.plugin import unfinished
from qgis.core import QgsSettingsTree

pytestmark = pytest.mark.qgis


@pytest.fixture
def known():
    known = module.settings()
    for entry in (known.tile_columns, known._recent, known._folder):
        entry.remove()
    yield known
    module.unregister_settings()


def test_values_out_of_range_are_refused(known):
    assert known.tile_columns.value() == 1024
    assert not known.tile_columns.setValue(0)
    assert not known.concurrency.setValue(65)
    assert known.tile_columns.value() == 1024


def test_the_newest_services_come_first_once_each_and_not_too_many(known):
    for number in range(20):
        known.remember_service(f"https://example.org/{number}/ImageServer")
    known.remember_service("https://example.org/15/ImageServer")
    recent = known.recent_services()
    assert recent[:2] == ["https://example.org/15/ImageServer", "https://example.org/19/ImageServer"]
    assert len(recent) == len(set(recent)) == module.MOST_RECENT


def test_no_secret_is_remembered(known):
    known.remember_service("https://ann:hunter2@example.org/a/ImageServer?token=abc")
    assert known.recent_services() == ["https://example.org/a/ImageServer"]


def test_a_folder_that_is_gone_is_not_offered(known, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    known.remember_folder(folder)
    assert known.folder() == str(folder)
    folder.rmdir()
    assert known.folder() == str(Path.home())


def test_the_plugin_is_unloaded_and_loaded_while_a_thread_reads(known):
    """QGIS crashed: its entries were deleted while they were read."""
    stop, reads = threading.Event(), []

    def read():
        while not stop.is_set():
            reads.append(len(unfinished.remembered()))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for _ in range(300):
            module.unregister_settings()
            module.settings()
    finally:
        stop.set()
        thread.join()
    assert reads


def test_the_node_goes_and_comes_back_with_its_values(known):
    known.tile_columns.setValue(300)
    assert module.NODE in children()
    module.unregister_settings()
    assert module.NODE not in children()
    module.unregister_settings()  # nothing to do is no error
    assert module.settings().tile_columns.value() == 300
    module.settings().tile_columns.remove()


def children():
    root = QgsSettingsTree.treeRoot()
    plugins = next(node for node in root.childrenNodes() if node.key() == "plugins")
    return {node.key() for node in plugins.childrenNodes()}
