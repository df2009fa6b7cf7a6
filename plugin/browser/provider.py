# SPDX-License-Identifier: GPL-2.0-or-later
"""The root “Image Services” of the Browser panel; it follows what is registered and removed."""

from __future__ import annotations

from qgis.core import Qgis, QgsDataItem, QgsDataItemProvider
from qgis.PyQt import sip

from .items import PROVIDER_NAME, ROOT_PATH, RootItem, Shelf


class ServicesProvider(QgsDataItemProvider):
    """Makes one root item for each Browser panel."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._roots: list[RootItem] = []

    def name(self) -> str:
        """Return the name, which never changes."""
        return PROVIDER_NAME

    def dataProviderKey(self) -> str:
        """Return the key of the layers' provider: none, there are two."""
        return ""

    def capabilities(self) -> Qgis.DataItemProviderCapabilities:
        """Tell that the items are on the network."""
        return Qgis.DataItemProviderCapabilities(Qgis.DataItemProviderCapability.NetworkSources)

    def createDataItem(self, path: str, parent: QgsDataItem | None) -> QgsDataItem | None:
        """Return the root, which is the only item that can be made from its path alone."""
        if path not in ("", ROOT_PATH):
            return None
        root = RootItem(parent, self._shelf)
        self._roots.append(root)
        sip.transferto(root, None)
        return root

    def refresh(self) -> None:
        """Show what is registered now."""
        self._roots = [root for root in self._roots if not sip.isdeleted(root)]
        for root in self._roots:
            if root.state() == Qgis.BrowserItemState.Populated:
                root.refresh()
