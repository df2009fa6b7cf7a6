# SPDX-License-Identifier: GPL-2.0-or-later
"""Menus and double clicks of the Browser panel's items; the windows that they open come from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from qgis.core import QgsApplication, QgsDataItem, QgsRasterLayer
from qgis.gui import QgsDataItemGuiContext, QgsDataItemGuiProvider
from qgis.PyQt.QtCore import QCoreApplication, QMimeData, Qt
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtWidgets import QMenu

from ...core.address import shareable
from .drops import dropped_raster, place_of
from .items import PROVIDER_NAME, BranchItem, GisItem, MoreItem, RootItem, ServiceItem
from .places import Entry, Kind

translate = QCoreApplication.translate


class Windows(Protocol):
    """What can be opened."""

    def register_gis(self) -> None:
        """Let the user register a GIS."""

    def edit_gis(self, name: str) -> None:
        """Let the user change a registered GIS."""

    def remove_gis(self, name: str) -> None:
        """Ask, and forget a registered GIS."""

    def browse(self, gis: str = "") -> None:
        """Open the service browser."""

    def download(self, url: str, gis: str = "") -> None:
        """Open the download dialog on a service."""

    def publish(self, layer: QgsRasterLayer | None = None, gis: str = "", folder: str = "") -> None:
        """Open the publish dialog on a layer, a GIS and a folder of its account."""

    def show_jobs(self) -> None:
        """Show the jobs of publications."""

    def show_properties(self, entry: Entry) -> None:
        """Show what a service says about itself."""


class ServicesMenus(QgsDataItemGuiProvider):
    """Adds our commands to the menus of our items.

    Args:
        windows: returns the windows; they are not loaded before the user wants one.
    """

    def __init__(self, windows: Callable[[], Windows]) -> None:
        super().__init__()
        self._windows = windows

    def name(self) -> str:
        """Return the name, which never changes."""
        return PROVIDER_NAME

    def precedenceWhenPopulatingMenus(self) -> int:
        """Return where our commands stand: below those that QGIS adds for every layer."""
        return -1

    def populateContextMenu(
        self, item: QgsDataItem, menu: QMenu, selected: list[QgsDataItem], context: QgsDataItemGuiContext
    ) -> None:
        """Add the commands of an item."""
        if isinstance(item, RootItem):
            self._add(menu, translate("Browser", "Register GIS…"), lambda: self._windows().register_gis())
            self._add(menu, translate("Browser", "Browse Image Services…"), lambda: self._windows().browse())
        elif isinstance(item, GisItem):
            self._fill_gis(item, menu)
        elif isinstance(item, BranchItem):
            self._fill_branch(item, menu)
        elif isinstance(item, ServiceItem):
            self._fill_service(item, menu)
        elif isinstance(item, MoreItem):
            self._add(menu, translate("Browser", "List More"), item.branch_item.load_more)

    def acceptDrop(self, item: QgsDataItem, context: QgsDataItemGuiContext) -> bool:
        """Tell whether rasters can be dropped on an item, to be published there."""
        return place_of(item) is not None

    def handleDrop(
        self, item: QgsDataItem, context: QgsDataItemGuiContext, data: QMimeData, action: Qt.DropAction
    ) -> bool:
        """Open the publish dialog on a raster that was dropped: a layer, or a file of the Browser."""
        place, layer = place_of(item), dropped_raster(data)
        if place is None or layer is None:
            return False
        self._windows().publish(layer, *place)
        return True

    def handleDoubleClick(self, item: QgsDataItem, context: QgsDataItemGuiContext) -> bool:
        """List the next page; everything else does what QGIS does with it."""
        if isinstance(item, MoreItem):
            item.branch_item.load_more()
            return True
        return False

    def _fill_gis(self, item: GisItem, menu: QMenu) -> None:
        name, url = item.registration.name, item.registration.url
        self._add(menu, translate("Browser", "Refresh"), item.refresh)
        self._add(menu, translate("Browser", "Browse Image Services…"), lambda: self._windows().browse(name))
        self._add(menu, translate("Browser", "Publish Raster Here…"), lambda: self._windows().publish(None, name))
        menu.addSeparator()
        self._add(menu, translate("Browser", "Edit…"), lambda: self._windows().edit_gis(name))
        self._add(menu, translate("Browser", "Remove…"), lambda: self._windows().remove_gis(name))
        menu.addSeparator()
        self._add(menu, translate("Browser", "Copy URL"), lambda: _copy(url))

    def _fill_branch(self, item: BranchItem, menu: QMenu) -> None:
        self._add(menu, translate("Browser", "Refresh"), item.refresh)
        place = place_of(item)
        if place is not None:
            gis, folder = place
            text = translate("Browser", "Publish Raster Here…")
            self._add(menu, text, lambda: self._windows().publish(None, gis, folder))
        if item.branch.kind is Kind.FOLDER:
            self._add(menu, translate("Browser", "Copy URL"), lambda: _copy(item.url()))

    def _fill_service(self, item: ServiceItem, menu: QMenu) -> None:
        entry = item.entry
        self._add(menu, translate("Browser", "Download…"), lambda: self._windows().download(entry.url, entry.gis))
        self._add(menu, translate("Browser", "Service Properties…"), lambda: self._windows().show_properties(entry))
        self._add(menu, translate("Browser", "Copy URL"), lambda: _copy(shareable(entry.url)))
        menu.addSeparator()  # what QGIS adds for every layer follows

    def _add(self, menu: QMenu, text: str, act: Callable[[], object]) -> None:
        action = QAction(text, menu)
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)


def _copy(text: str) -> None:
    QgsApplication.clipboard().setText(text)
