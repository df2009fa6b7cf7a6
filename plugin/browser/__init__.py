# SPDX-License-Identifier: GPL-2.0-or-later
"""Image services in QGIS's Browser panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.gui import QgsGui

from ..connections import connections
from ..gis_store import changes
from ..tasks import TaskRunner
from .items import Shelf
from .menus import ServicesMenus
from .places import Places
from .provider import ServicesProvider

if TYPE_CHECKING:
    from .menus import Windows

Undo = Callable[[], object]


def register(windows: Callable[[], Windows], places: Places, runner: TaskRunner) -> list[Undo]:
    """Add “Image Services” to QGIS's Browser; return what takes it away again, to be called last first.

    Args:
        windows: returns the windows that menus open; called when one is wanted.
        places: reads what is listed.
        runner: lists further pages.
    """
    shelf = Shelf(places, runner)
    provider, menus = ServicesProvider(shelf), ServicesMenus(windows)
    items, guis = QgsApplication.dataItemProviderRegistry(), QgsGui.dataItemGuiProviderRegistry()
    items.addProvider(provider)
    guis.addProvider(menus)
    followers = (places.forget, connections().forget, provider.refresh)
    for follow in followers:
        changes().happened.connect(follow)
    undo: list[Undo] = [lambda: guis.removeProvider(menus), lambda: items.removeProvider(provider), shelf.cancel.set]
    return [*undo, *(lambda follow=follow: changes().happened.disconnect(follow) for follow in followers)]
