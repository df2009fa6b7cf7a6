# SPDX-License-Identifier: GPL-2.0-or-later
"""The page “Image Services” of QGIS's Data Source Manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsProviderRegistry
from qgis.gui import QgsAbstractDataSourceWidget, QgsGui, QgsSourceSelectProvider
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

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
        return SourceWidget(self._desktop, self._windows(), parent, fl, widgetMode)


class SourceWidget(QgsAbstractDataSourceWidget):
    """The service browser among QGIS's other sources."""

    def __init__(
        self,
        desktop: Desktop,
        windows: Windows,
        parent: QWidget | None,
        flags: Qt.WindowFlags | Qt.WindowType,
        mode: QgsProviderRegistry.WidgetMode,
    ) -> None:
        from ..plugin.live_layer import explanation
        from .service_browser import ServiceBrowser

        super().__init__(parent, flags, mode)
        self.browser = ServiceBrowser(desktop, windows, desktop.iface.mapCanvas(), self)
        self.buttons = QDialogButtonBox(self)
        self.setupButtons(self.buttons)
        if self.buttons.button(QDialogButtonBox.StandardButton.Help) is None:  # some versions of QGIS bring one
            self.buttons.addButton(QDialogButtonBox.StandardButton.Help)
        self.download_button = self.buttons.addButton(
            translate("SourceSelect", "Download…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.download_button.setToolTip(
            translate("SourceSelect", "Choose what to download: exact pixel values, as a GeoTIFF")
        )
        self.buttons.setToolTip(explanation())
        layout = QVBoxLayout(self)
        layout.addWidget(self.browser, 1)
        layout.addWidget(self.buttons)
        self.browser.chosen.connect(self._enable)
        self.download_button.clicked.connect(self.browser.download)
        self.buttons.helpRequested.connect(self.browser.show_help)
        self._enable(None)

    def addButtonClicked(self) -> None:
        """Add what is selected to the project."""
        self.browser.add_layer()

    def refresh(self) -> None:
        """Search again."""
        self.browser.restart()

    def _enable(self, entry: object) -> None:
        self.enableButtons.emit(entry is not None)
        self.download_button.setEnabled(entry is not None)


def register(desktop: Desktop, windows: Callable[[], Windows], icon: QIcon) -> list[Callable[[], object]]:
    """Add the page; return what takes it away again."""
    provider = ServicesSourceProvider(desktop, windows, icon)
    registry = QgsGui.sourceSelectProviderRegistry()
    registry.addProvider(provider)
    return [lambda: registry.removeProvider(provider)]
