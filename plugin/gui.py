# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin adds to QGIS's desktop: menu entries, the Browser, the Data Source Manager, options, layer menus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QAction, QIcon

from .desktop import Desktop
from .layer_actions import LayerActions
from .tasks import TaskRunner

if TYPE_CHECKING:
    from ..ui.download_dialog import DownloadDialog
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

    def register(self) -> None:
        """Add everything."""
        self._undo.append(self._runner.cancel_all)
        self._add_download()
        self._add_browsing()
        self._add_layer_menu()

    def _add_download(self) -> None:
        action = self._add_action("download", tr("Download from Image Service…"), "imageServicesDownload")
        action.setStatusTip(tr("Download pixel values from an ArcGIS image service"))
        action.triggered.connect(lambda _checked=False: self.show_download())
        self._iface.addRasterToolBarIcon(action)
        self._undo.append(lambda: self._iface.removeRasterToolBarIcon(action))

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

            self._windows = Windows(self._desktop, self.download_from)
            self._undo.append(self._windows.close)
        return self._windows

    def download_from(self, url: str, gis: str) -> None:
        """Open the download dialog on a service of a registered GIS."""
        self.show_download().open(url, gis)

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
