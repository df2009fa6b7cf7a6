# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin remembers in the user's profile: typed entries under one node, and never a secret."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from qgis.core import (
    QgsSettingsEntryBool,
    QgsSettingsEntryInteger,
    QgsSettingsEntryString,
    QgsSettingsEntryStringList,
    QgsSettingsTree,
)

from ..core.address import shareable
from ..core.defaults import DEFAULT_CONCURRENCY, DEFAULT_TILE, MAX_CONCURRENCY

NODE = "image_services"
MOST_RECENT = 12
LARGEST_TILE = 100_000
# Seconds. Cold mosaics take tens of seconds, single exports have taken five minutes.
CONNECT_S, LONGEST_CONNECT_S = 20, 300
READ_S, LONGEST_READ_S = 300, 3600
_lock = threading.RLock()


class Settings:
    """The entries. There is one object, from ``settings()``: QGIS keeps every entry once."""

    def __init__(self) -> None:
        root = QgsSettingsTree.createPluginTreeNode(NODE)
        self._recent = QgsSettingsEntryStringList("recent-services", root, [], "Image services used last")
        node = root.createChildNode("download")
        self.tile_columns = QgsSettingsEntryInteger(
            "tile-columns", node, DEFAULT_TILE, "Columns of a request", minValue=1, maxValue=LARGEST_TILE
        )
        self.tile_rows = QgsSettingsEntryInteger(
            "tile-rows", node, DEFAULT_TILE, "Rows of a request", minValue=1, maxValue=LARGEST_TILE
        )
        self.concurrency = QgsSettingsEntryInteger(
            "max-concurrency", node, DEFAULT_CONCURRENCY, "Most parallel requests", minValue=1, maxValue=MAX_CONCURRENCY
        )
        self.file_compression = QgsSettingsEntryString(
            "file-compression", node, "none", "How GeoTIFFs are compressed on disk"
        )
        self.open_output = QgsSettingsEntryBool("open-output", node, True, "Add the raster to the project")
        self._folder = QgsSettingsEntryString("folder", node, "", "Folder of the last output")
        self.unfinished = QgsSettingsEntryStringList("unfinished", node, [], "Downloads that have not ended")
        node = root.createChildNode("network")
        self.connect_timeout = QgsSettingsEntryInteger(
            "connect-timeout",
            node,
            CONNECT_S,
            "Seconds to wait for a connection",
            minValue=1,
            maxValue=LONGEST_CONNECT_S,
        )
        self.read_timeout = QgsSettingsEntryInteger(
            "read-timeout", node, READ_S, "Seconds to wait for an answer", minValue=1, maxValue=LONGEST_READ_S
        )
        node = root.createChildNode("publish")
        self.publish_jobs = QgsSettingsEntryStringList("jobs", node, [], "Publishing jobs that run on servers")
        self.published_to = QgsSettingsEntryString("gis", node, "", "Registered GIS that was published to last")
        node = root.createChildNode("browse")
        self.browsed_gis = QgsSettingsEntryString("gis", node, "", "Registered GIS that was browsed last")

    def recent_services(self) -> list[str]:
        """Return the addresses of the services used last, newest first."""
        return [str(url) for url in self._recent.value()]

    def remember_service(self, url: str) -> None:
        """Put an address first among those used last, without user, password and query."""
        address = shareable(url)
        others = [known for known in self.recent_services() if known != address]
        self._recent.setValue([address, *others][:MOST_RECENT])

    def folder(self) -> str:
        """Return the folder of the last output, or the user's own where that is gone."""
        folder = str(self._folder.value())
        return folder if folder and Path(folder).is_dir() else str(Path.home())

    def remember_folder(self, folder: Path) -> None:
        """Keep the folder of an output."""
        self._folder.setValue(str(folder))


@lru_cache(maxsize=1)
def _settings() -> Settings:
    return Settings()


class _State:
    is_over = False  # the plugin was unloaded


def settings() -> Settings:
    """Return the settings of the plugin, on the main thread; elsewhere, they are ``held``."""
    with _lock:  # declaring an entry twice is an error
        _State.is_over = False
        return _settings()


@contextlib.contextmanager
def held() -> Iterator[Settings | None]:
    """Give any thread the settings of the plugin, which cannot be taken away within the block; None once they were.

    To read an entry that QGIS has deleted meanwhile crashes it, and what ends after the plugin was unloaded must not
    declare entries again.
    """
    with _lock:
        yield None if _State.is_over else _settings()


def unregister_settings() -> None:
    """Take the entries out of QGIS's tree, so that the plugin can be loaded again; values stay in the profile."""
    with _lock:
        _State.is_over = True
        if _settings.cache_info().currsize:
            _settings.cache_clear()
            QgsSettingsTree.unregisterPluginTreeNode(NODE)
