# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin adds to QGIS's desktop: menu entries, the Browser, the Data Source Manager, options, layer menus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QAction, QIcon

from .desktop import Desktop
from .layer_actions import LayerActions
from .publish_jobs import Publishing, PublishJobs
from .publish_outcomes import PublishOutcomes
from .tasks import TaskRunner
from .unfinished import remembered

if TYPE_CHECKING:
    from ..ui.download_dialog import DownloadDialog
    from ..ui.unfinished_offers import UnfinishedOffers
    from ..ui.windows import Windows

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


def tr(text: str) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("ImageServices", text)


def icon(name: str) -> QIcon:
    """Return one of the plugin's icons."""
    return QIcon(str(ICONS / f"{name}.svg"))


class Gui:
    """The desktop part of the plugin; each registration pushes the call that undoes it on ``undo``."""

    def __init__(self, iface: Any, undo: list[Callable[[], object]]) -> None:
        self._iface = iface
        self._undo = undo
        self._desktop = Desktop(iface)
        self._runner = TaskRunner()  # downloads of all kinds share it
        self._dialog: DownloadDialog | None = None
        self._windows: Windows | None = None
        self._offers: UnfinishedOffers | None = None
        self._publishing = Publishing(PublishJobs(), self._runner)

    def register(self) -> None:
        """Add everything."""
        self._undo.append(self._runner.cancel_all)
        self._add_download()
        self._add_publishing()
        self._add_browsing()
        self._add_identifying()
        self._add_layer_menu()
        self._offer_unfinished()

    def _add_download(self) -> None:
        action = self._add_action("download", tr("Download from Image Service…"), "imageServicesDownload")
        action.setStatusTip(tr("Download pixel values from an ArcGIS image service"))
        action.triggered.connect(lambda _checked=False: self.show_download())
        self._iface.addRasterToolBarIcon(action)
        self._undo.append(lambda: self._iface.removeRasterToolBarIcon(action))

    def _add_publishing(self) -> None:
        """Add what makes services of layers: entries of the menu and of every raster layer, and the running jobs."""
        publish = self._add_action("publish", tr("Publish Layer as Image Service…"), "imageServicesPublish")
        jobs = self._add_action("publish", tr("Publishing Jobs…"), "imageServicesJobs")
        layer = QAction(icon("publish"), tr("Publish as Image Service…"), self._iface.mainWindow())
        layer.setObjectName("imageServicesPublishLayer")
        self._iface.addCustomActionForLayerType(layer, tr("Image Services"), Qgis.LayerType.Raster, True)
        for action in (publish, layer):
            action.triggered.connect(lambda _checked=False: self.publish_active())
        jobs.triggered.connect(lambda _checked=False: self.windows().show_jobs())
        outcomes = PublishOutcomes(self._publishing.jobs, self._desktop, lambda: self.windows().show_jobs())
        self._undo += [
            layer.deleteLater,
            lambda: self._iface.removeCustomActionForLayerType(layer),
            self._publishing.jobs.stop,
            outcomes.stop,
        ]
        outcomes.resume()

    def publish_active(self) -> None:
        """Open the publish dialog on the active layer, if it is a raster."""
        layer = self._iface.activeLayer()
        self.windows().publish(layer if isinstance(layer, QgsRasterLayer) else None)

    def _offer_unfinished(self) -> None:
        """Offer to go on with downloads that were interrupted, if there are any; most starts of QGIS know of none."""
        if remembered():
            from ..ui.unfinished_offers import UnfinishedOffers

            self._offers = UnfinishedOffers(self._desktop.messages, self._runner)
            self._offers.look()

    def _add_browsing(self) -> None:
        """Add what belongs to registered GIS: menu entries, the Browser, the Data Source Manager, the options."""
        from ..ui import options_page, source_select

        register = self._add_action("gis", tr("Register GIS…"), "imageServicesRegister")
        register.triggered.connect(lambda _checked=False: self.windows().register_gis())
        browse = self._add_action("image_services", tr("Browse Image Services…"), "imageServicesBrowse")
        browse.triggered.connect(lambda _checked=False: self.windows().browse())
        self._undo += self._desktop.register(self.windows)
        self._undo += source_select.register(self._desktop, self.windows, icon("image_services"))
        self._undo += options_page.register(self._iface, icon("image_services"))

    def _add_identifying(self) -> None:
        """Add the tool that asks services about places."""
        action = self._add_action("identify", tr("Identify Image Service"), "imageServicesIdentify")
        action.setStatusTip(tr("Ask the service of the active layer for its values at a place"))
        action.triggered.connect(lambda _checked=False: self.windows().identify())
        self._iface.addRasterToolBarIcon(action)
        self._undo.append(lambda: self._iface.removeRasterToolBarIcon(action))

    def _add_action(self, picture: str, text: str, name: str) -> QAction:
        """Return a new entry of the plugin's menu."""
        action = QAction(icon(picture), text, self._iface.mainWindow())
        action.setObjectName(name)
        menu = tr("Image Services")
        self._iface.addPluginToRasterMenu(menu, action)
        self._undo += [action.deleteLater, lambda: self._iface.removePluginRasterMenu(menu, action)]
        return action

    def _add_layer_menu(self) -> None:
        """Add the actions of downloaded layers."""
        actions = LayerActions(self._iface, self._runner, self._desktop.messages, self.download_from)
        self._undo.append(actions.register())

    def windows(self) -> Windows:
        """Return the windows, which are loaded when the first one is wanted."""
        if self._windows is None:
            from ..ui.windows import Windows

            self._windows = Windows(self._desktop, self.download_from, self._publishing)
            self._undo.append(self._windows.close)
        return self._windows

    def download_from(self, url: str, gis: str, authcfg: str = "") -> None:
        """Open the download dialog on a service, with a registered GIS or a configuration to sign in with."""
        self.show_download().open(url, gis, authcfg)

    def show_download(self) -> DownloadDialog:
        """Open the download dialog, or bring the open one to the front."""
        if self._dialog is None:
            self._dialog = self._make_dialog()
            self._undo.append(self._close_dialog)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def _make_dialog(self) -> DownloadDialog:
        from ..ui.download_dialog import DownloadDialog

        return DownloadDialog(
            self._iface.mapCanvas(), self._runner, self._iface.messageBar(), parent=self._iface.mainWindow()
        )

    def _close_dialog(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()
