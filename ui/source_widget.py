# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page “Image Services” of QGIS's Data Source Manager holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProviderRegistry
from qgis.gui import QgsAbstractDataSourceWidget
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from ..plugin.desktop import Desktop
from ..plugin.live_layer import explanation
from .service_browser import ServiceBrowser

if TYPE_CHECKING:
    from ..plugin.browser.menus import Windows

translate = QCoreApplication.translate


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
