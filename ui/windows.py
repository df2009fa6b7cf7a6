# SPDX-License-Identifier: GPL-2.0-or-later
"""The windows of this plugin besides the download dialog: made when they are wanted, and closed with the plugin."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsRasterLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QMessageBox, QWidget

from ..plugin.browser.places import Entry
from ..plugin.desktop import Desktop
from ..plugin.gis_store import ProfileRegistry
from ..plugin.publish_jobs import Publishing
from .browse_dialog import BrowseDialog
from .gis_dialog import GisDialog
from .identify_panel import IdentifyPanel
from .properties_dialog import PropertiesDialog
from .publish_dialog import PublishDialog
from .publish_jobs_dialog import PublishJobsDialog

translate = QCoreApplication.translate


class Windows:
    """Opens windows over QGIS's main window.

    Args:
        desktop: what they share.
        download: opens the download dialog on an address, signed in to a registered GIS.
        publishing: the jobs of publications, and who runs new ones.
    """

    def __init__(self, desktop: Desktop, download: Callable[[str, str], None], publishing: Publishing) -> None:
        self._desktop = desktop
        self._download = download
        self._publishing = publishing
        self._publish: PublishDialog | None = None
        self._jobs: PublishJobsDialog | None = None
        self._registry = ProfileRegistry()
        self._browse: BrowseDialog | None = None
        self._properties: list[PropertiesDialog] = []
        self._identify: IdentifyPanel | None = None

    def register_gis(self) -> None:
        """Let the user register a GIS."""
        GisDialog(self._desktop.runner, parent=self._main_window()).exec()

    def edit_gis(self, name: str) -> None:
        """Let the user change a registered GIS."""
        GisDialog(self._desktop.runner, self._registry.registration(name), self._main_window()).exec()

    def remove_gis(self, name: str) -> None:
        """Ask, and forget a registered GIS."""
        known = self._registry.registration(name)
        text = translate("Windows", "Remove “{name}” from the registered GIS?").format(name=name)
        box = QMessageBox(
            QMessageBox.Icon.Question, translate("Windows", "Remove GIS"), text, parent=self._main_window()
        )
        if known.owns_config:
            box.setInformativeText(
                translate(
                    "Windows",
                    "Its sign-in is removed from QGIS's authentication database, too; live layers that use it will "
                    "no longer be shown.",
                )
            )
        remove = box.addButton(translate("Windows", "Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        if box.clickedButton() is remove:
            self._registry.remove(name)

    def browse(self, gis: str = "") -> None:
        """Open the service browser, or bring the open one to the front."""
        if self._browse is None:
            self._browse = BrowseDialog(self._desktop, self, self._main_window())
        if gis:
            self._browse.browser.choose_gis(gis)
        _bring_to_front(self._browse)

    def download(self, url: str, gis: str = "") -> None:
        """Open the download dialog on a service."""
        self._download(url, gis)

    def publish(self, layer: QgsRasterLayer | None = None, gis: str = "", folder: str = "") -> None:
        """Open the publish dialog, or bring the open one to the front, with what is given filled in."""
        if self._publish is None:
            self._publish = PublishDialog(self._desktop, self, self._publishing, self._main_window())
        self._publish.fill(layer, gis, folder)
        _bring_to_front(self._publish)

    def show_jobs(self) -> None:
        """Show the jobs of publications."""
        if self._jobs is None:
            self._jobs = PublishJobsDialog(self._publishing.jobs, self._desktop, self._main_window())
        self._publishing.jobs.watch_all()
        _bring_to_front(self._jobs)

    def identify(self) -> None:
        """Show the panel that asks services about places, and take its tool."""
        iface = self._desktop.iface
        if self._identify is None:
            self._identify = IdentifyPanel(iface.mapCanvas(), iface.activeLayer, self._main_window())
            iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._identify)
        self._identify.setUserVisible(True)
        self._identify.start()

    def show_properties(self, entry: Entry) -> None:
        """Show what a service says about itself."""
        dialog = PropertiesDialog(entry, self._desktop.runner, self._main_window())
        self._properties = [known for known in self._properties if not sip.isdeleted(known)]
        self._properties.append(dialog)
        dialog.show()

    def close(self) -> None:
        """Close what is open."""
        for dialog in (*self._properties, self._browse, self._publish, self._jobs):
            if dialog is not None and not sip.isdeleted(dialog):
                dialog.close()
                dialog.deleteLater()
        if self._identify is not None and not sip.isdeleted(self._identify):
            self._identify.stop()
            self._desktop.iface.removeDockWidget(self._identify)
            self._identify.deleteLater()
        self._identify = None
        self._properties, self._browse, self._publish, self._jobs = [], None, None, None

    def _main_window(self) -> QWidget:
        return self._desktop.iface.mainWindow()


def _bring_to_front(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
