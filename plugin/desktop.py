# SPDX-License-Identifier: GPL-2.0-or-later
"""What the Browser panel, the service browser and their dialogs share while QGIS's desktop runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject

from . import browser
from .browser.places import Places
from .connections import connections
from .live_layers import DropHandler, LiveLayers
from .messages import Messages
from .tasks import TaskRunner

if TYPE_CHECKING:
    from .browser.menus import Windows

# Enough for a search, the details of a service and a few thumbnails at the same time.
THREADS = 4

Undo = Callable[[], object]


class Desktop:
    """The parts that live as long as the plugin is loaded."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.messages = Messages(iface.messageBar())
        self.runner = TaskRunner(threads=THREADS)
        self.places = Places(connections())
        self.live = LiveLayers(connections(), self.runner, self.messages, QgsProject.instance())

    def register(self, windows: Callable[[], Windows]) -> list[Undo]:
        """Add everything to QGIS; return what takes it away again, to be called last first."""
        drops = DropHandler(self.live)
        self.iface.registerCustomDropHandler(drops)
        return [
            self.runner.cancel_all,
            self.live.stop,
            lambda: self.iface.unregisterCustomDropHandler(drops),
            *browser.register(windows, self.places, self.runner),
        ]
