# SPDX-License-Identifier: GPL-2.0-or-later
"""The service browser in a window of its own, which stays open beside the map."""

from __future__ import annotations

from qgis.gui import QgsGui
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ..plugin.browser.menus import Windows
from ..plugin.desktop import Desktop
from ..plugin.live_layer import explanation
from .service_browser import ServiceBrowser

SIZE = (920, 570)


class BrowseDialog(QDialog):
    """Browse, and add or download what is selected."""

    def __init__(self, desktop: Desktop, windows: Windows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageServicesBrowseDialog")
        self.setWindowTitle(self.tr("Browse Image Services"))
        self.browser = ServiceBrowser(desktop, windows, desktop.iface.mapCanvas(), self)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Close | standard.Help, self)
        self.add_button = self.buttons.addButton(self.tr("Add Layer"), QDialogButtonBox.ButtonRole.ActionRole)
        self.add_button.setToolTip(explanation())
        self.download_button = self.buttons.addButton(self.tr("Download…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.download_button.setToolTip(self.tr("Choose what to download: exact pixel values, as a GeoTIFF"))
        for button in self.buttons.buttons():
            button.setAutoDefault(False)  # Enter in the search line searches
        layout = QVBoxLayout(self)
        layout.addWidget(self.browser, 1)
        layout.addWidget(self.buttons)
        self.browser.chosen.connect(self._enable)
        self.add_button.clicked.connect(self.browser.add_layer)
        self.download_button.clicked.connect(self.browser.download)
        self.buttons.rejected.connect(self.close)
        self.buttons.helpRequested.connect(self.browser.show_help)
        self._enable(None)
        self.browser.text.setFocus()
        self.resize(*SIZE)
        QgsGui.enableAutoGeometryRestore(self)

    def _enable(self, entry: object) -> None:
        for button in (self.add_button, self.download_button):
            button.setEnabled(entry is not None)
