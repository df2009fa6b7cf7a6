# SPDX-License-Identifier: GPL-2.0-or-later
"""The menu of downloaded layers: fetch the same again, or another part of the same service."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsMapLayer, QgsProcessingContext, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QAction

from .layers import REQUEST_PROPERTY, SERVICE_PROPERTY, STACK_PROPERTY, request_of
from .live_layer import GIS_PROPERTY, LIVE_PROVIDERS
from .messages import Messages
from .tasks import CoreTask, TaskRunner

if TYPE_CHECKING:
    from ..core.cancel import Cancel
    from ..core.download import DownloadReport

REFRESH_ACTION, LIVE_ACTION = "imageServicesRefresh", "imageServicesDownloadValues"


def tr(text: str) -> str:
    """Translate a text of the layer menu."""
    return QCoreApplication.translate("LayerActions", text)


class LayerActions:
    """Adds its actions to the context menu of every raster layer that knows the service it came from."""

    def __init__(
        self, iface: Any, runner: TaskRunner, messages: Messages, download_from: Callable[[str, str, str], None]
    ) -> None:
        self._iface = iface
        self._runner = runner
        self._messages = messages
        self._download_from = download_from
        self._project = QgsProject.instance()
        self._actions: list[QAction] = []

    def register(self) -> Callable[[], None]:
        """Add the actions; return what takes them away again."""
        for name, title, slot in (
            (REFRESH_ACTION, tr("Refresh from Service"), self.refresh_active),
            ("imageServicesDownloadMore", tr("Download Another Extent…"), self.download_more),
            (LIVE_ACTION, tr("Download Pixel Values…"), self.download_more),
        ):
            action = QAction(title, self._iface.mainWindow())
            action.setObjectName(name)
            action.triggered.connect(slot)
            self._iface.addCustomActionForLayerType(action, tr("Image Services"), Qgis.LayerType.Raster, False)
            self._actions.append(action)
        self._project.layersAdded.connect(self.watch)
        self.watch(list(self._project.mapLayers().values()))
        return self.unregister

    def unregister(self) -> None:
        """Take the actions away."""
        self._project.layersAdded.disconnect(self.watch)
        for layer in self._project.mapLayers().values():
            with contextlib.suppress(TypeError):  # it was never watched
                layer.customPropertyChanged.disconnect(self._on_property)
        for action in self._actions:
            self._iface.removeCustomActionForLayerType(action)
            action.deleteLater()
        self._actions.clear()

    def watch(self, layers: list[QgsMapLayer]) -> None:
        """Offer the actions for layers that are downloads, and for those that turn out to be later."""
        for layer in layers:
            if layer.type() == Qgis.LayerType.Raster:
                self._offer(layer)
                layer.customPropertyChanged.connect(self._on_property)

    def _on_property(self, key: str) -> None:
        if key in {SERVICE_PROPERTY, REQUEST_PROPERTY}:
            for layer in self._project.mapLayers().values():
                self._offer(layer)

    def _offer(self, layer: QgsMapLayer) -> None:
        if layer.customProperty(SERVICE_PROPERTY):
            is_live = layer.providerType() in LIVE_PROVIDERS  # there is no file that could be fetched again
            is_stack = bool(layer.customProperty(STACK_PROPERTY))  # one request would replace it by one slice
            for action in self._actions:
                is_fit = is_live == (action.objectName() == LIVE_ACTION)
                if is_fit and not (is_stack and action.objectName() == REFRESH_ACTION):
                    self._iface.addCustomActionForLayer(action, layer)

    def _active(self) -> QgsRasterLayer | None:
        layer = self._iface.activeLayer()
        return layer if isinstance(layer, QgsRasterLayer) and layer.customProperty(SERVICE_PROPERTY) else None

    def download_more(self) -> None:
        """Open the download dialog on the service of the active layer, signed in as the layer is."""
        layer = self._active()
        if layer is not None:
            asked = request_of(layer)
            gis = asked.get("GIS") or layer.customProperty(GIS_PROPERTY) or ""
            url = str(layer.customProperty(SERVICE_PROPERTY))
            self._download_from(url, str(gis), str(asked.get("AUTHCFG") or ""))

    def refresh_active(self) -> None:
        """Fetch the active layer again."""
        layer = self._active()
        if layer is not None:
            self.refresh(layer)

    def refresh(self, layer: QgsRasterLayer) -> CoreTask:
        """Fetch a layer again, beside its file, which is replaced when all of it is there."""
        name, identity, path = layer.name(), layer.id(), Path(layer.source())
        work = refreshing(request_of(layer), str(layer.customProperty(SERVICE_PROPERTY)), path)
        title = tr("Refreshing “{name}”").format(name=name)

        def done(report: DownloadReport) -> None:
            current = self._project.mapLayer(identity)
            if current is not None:
                show_anew(current, path, Path(report.output))
            self._messages.success(tr("Refreshed"), tr("“{name}” holds what the service holds now.").format(name=name))

        def failed(error: BaseException) -> None:
            self._messages.failure(tr("“{name}” was not refreshed").format(name=name), error)

        def cancelled() -> None:
            self._messages.info(tr("Cancelled"), tr("“{name}” is as it was.").format(name=name))

        return self._runner.run(CoreTask(title, work, done, failed, cancelled))


def refreshing(asked: dict[str, Any], url: str, path: Path) -> Callable[[Cancel, Any], DownloadReport]:
    """Return the work that downloads the same again, into a new file beside ``path``."""
    from .algorithms.download import DownloadAlgorithm
    from .algorithms.download_options import options_from

    algorithm = DownloadAlgorithm().create()
    options = {**options_from(algorithm, asked, QgsProcessingContext()), "overwrite": True}
    gis, authcfg = str(asked.get("GIS", "")), str(asked.get("AUTHCFG", ""))
    new = path.with_name(f"{path.stem}.new{path.suffix}")

    def work(cancel: Cancel, progress: Any) -> DownloadReport:
        from . import library

        service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
        return service.download(new, cancel=cancel, progress=progress, **options)

    return work


def show_anew(layer: QgsRasterLayer, path: Path, new: Path) -> None:
    """Put a new file in the place of a layer's, keeping its style; where the old one is in use, show the new one."""
    from ..core.partial import SIDECARS

    try:
        new.replace(path)
        for suffix in SIDECARS:
            with contextlib.suppress(FileNotFoundError):
                Path(f"{new}{suffix}").replace(f"{path}{suffix}")
    except PermissionError:
        path = new
    layer.setDataSource(str(path), layer.name(), "gdal", layer.dataProvider().ProviderOptions(), False)
    layer.triggerRepaint()
