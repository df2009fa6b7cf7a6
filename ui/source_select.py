# SPDX-License-Identifier: GPL-2.0-or-later
"""The page “Image Services” of QGIS's Data Source Manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsProviderRegistry
from qgis.gui import QgsAbstractDataSourceWidget, QgsGui, QgsSourceSelectProvider
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QWidget

from ..plugin.desktop import Desktop

if TYPE_CHECKING:
    from ..plugin.browser.menus import Windows

translate = QCoreApplication.translate

PROVIDER_KEY = "imageservices"


class ServicesSourceProvider(QgsSourceSelectProvider):
    """Makes the page; nothing is loaded before somebody opens it.

    Args:
        desktop: what the windows share.
        windows: returns the windows.
        icon: the picture in the list of pages.
    """

    def __init__(self, desktop: Desktop, windows: Callable[[], Windows], icon: QIcon) -> None:
        super().__init__()
        self._desktop = desktop
        self._windows = windows
        self._icon = icon

    def providerKey(self) -> str:
        """Return the key, which never changes."""
        return PROVIDER_KEY

    def name(self) -> str:
        """Return the key under which QGIS finds the page."""
        return PROVIDER_KEY

    def text(self) -> str:
        """Return the title."""
        return translate("SourceSelect", "Image Services")

    def toolTip(self) -> str:
        """Return what the page is for."""
        return translate("SourceSelect", "Browse image services of ArcGIS portals and servers")

    def icon(self) -> QIcon:
        """Return the picture."""
        return self._icon

    def ordering(self) -> int:
        """Return where the page stands: among the pages of remote services."""
        return int(QgsSourceSelectProvider.Ordering.OrderRemoteProvider) + 170

    def createDataSourceWidget(
        self,
        parent: QWidget | None = None,
        fl: Qt.WindowFlags | Qt.WindowType = Qt.WindowType.Widget,
        widgetMode: QgsProviderRegistry.WidgetMode = QgsProviderRegistry.WidgetMode.Embedded,  # noqa: N803 - by name
    ) -> QgsAbstractDataSourceWidget:
        """Return the page."""
        from .source_widget import SourceWidget

        return SourceWidget(self._desktop, self._windows(), parent, fl, widgetMode)


def register(desktop: Desktop, windows: Callable[[], Windows], icon: QIcon) -> list[Callable[[], object]]:
    """Add the page; return what takes it away again."""
    provider = ServicesSourceProvider(desktop, windows, icon)
    registry = QgsGui.sourceSelectProviderRegistry()
    registry.addProvider(provider)
    return [lambda: registry.removeProvider(provider)]
