# SPDX-License-Identifier: GPL-2.0-or-later
"""Adding live layers to the project, and keeping the sign-in of those that are there fresh. Main thread only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsDataSourceUri, QgsMapLayer, QgsMimeDataUtils, QgsProject, QgsRasterLayer
from qgis.gui import QgsCustomDropHandler, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer

from ..core.errors import ImageServiceError, SignInRequired
from . import library
from .connections import Connections
from .gis_store import ProfileRegistry, changes
from .live_layer import (
    DRAG_KEY,
    LIVE_PROVIDERS,
    MAP_PROVIDER,
    LiveAccess,
    LiveSource,
    dragged_source,
    make_layer,
    provider_key,
    short_explanation,
)
from .messages import Messages, log
from .network.cache import forget_description
from .tasks import CoreTask, TaskRunner

if TYPE_CHECKING:
    from ..core.cancel import Cancel
    from ..core.service import ImageService

# Tokens are renewed minutes before their end, so once a minute is often enough.
RENEW_MS = 60_000

translate = QCoreApplication.translate


class LiveLayers(QObject):
    """Adds services to a project as live layers, after a sign-in in the background."""

    def __init__(
        self,
        connections: Connections,
        runner: TaskRunner,
        messages: Messages,
        project: QgsProject | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._access = LiveAccess(connections)
        self._runner = runner
        self._messages = messages
        self._project = project or QgsProject.instance()
        self._has_explained = False
        self._refused: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(RENEW_MS)
        self._timer.timeout.connect(self.renew)
        self._project.layersAdded.connect(self._watch)
        self._project.readProject.connect(self._on_project)
        changes().happened.connect(self._on_project)

    def stop(self) -> None:
        """Renew no more."""
        self._timer.stop()
        self._project.layersAdded.disconnect(self._watch)
        self._project.readProject.disconnect(self._on_project)
        changes().happened.disconnect(self._on_project)

    def add(self, source: LiveSource) -> None:
        """Add a service to the project, and say what its layer gives."""
        library.connect()

        def work(cancel: Cancel, _progress: Any) -> LiveSource:
            prepared = LiveSource(
                source.url, source.name, source.gis, self._access.prepare(source.gis, source.url, cancel)
            )
            session = self._connections.session(source.gis, source.url)
            _check_that_it_can_be_shown(_described(source.url, session, cancel))
            return prepared

        title = self.tr("Adding “{name}”").format(name=source.name)
        failed = self.tr("“{name}” cannot be shown").format(name=source.name)
        task = CoreTask(title, work, on_done=self._show, on_failed=lambda error: self._messages.failure(failed, error))
        self._runner.run(task)

    def _show(self, source: LiveSource) -> None:
        layer = make_layer(source)
        if _is_broken(layer):
            failed = self.tr("“{name}” cannot be shown").format(name=source.name)
            self._messages.warning(failed, self.tr("QGIS's own provider cannot read it."), layer.error().summary())
            return
        self._project.addMapLayer(layer)
        if not self._has_explained:  # once is enough, the tool tips say it too
            self._has_explained = True
            self._messages.info(self.tr("Live layer"), short_explanation())

    # Keeping tokens fresh

    def _watch(self, layers: list[QgsMapLayer]) -> None:
        self._refused.clear()
        if not self._timer.isActive() and any(_authcfg_of(layer) for layer in layers):
            self._timer.start()

    def _on_project(self) -> None:
        """Begin anew with a project that was read, or a GIS that was changed."""
        self._refused.clear()
        if self._live():
            self._timer.start()
            self.renew()

    def _live(self) -> dict[str, list[QgsMapLayer]]:
        """Return the layers of the project that sign in with a configuration of ours, by its id."""
        ours = ProfileRegistry().live_configs()
        found: dict[str, list[QgsMapLayer]] = {}
        for layer in self._project.mapLayers().values():
            authcfg = _authcfg_of(layer)
            if authcfg in ours:
                found.setdefault(authcfg, []).append(layer)
        return found

    def renew(self) -> None:
        """Renew what is due, in the background; layers that failed for want of it are read again.

        What was refused is tried again only once something has changed: a wrong password every minute would lock the
        account, and QGIS would ask for its master password every minute.
        """
        configs = [authcfg for authcfg in self._live() if authcfg not in self._refused]
        if not configs:
            self._timer.stop()
            return
        library.connect()

        def work(_cancel: Cancel, _progress: Any) -> list[str]:
            return [authcfg for authcfg in configs if self._is_renewed(authcfg)]

        task = CoreTask(
            self.tr("Renewing the sign-in of live layers"),
            work,
            on_done=self._on_renewed,
            on_failed=lambda error: log(str(error)),
        )
        self._runner.run(task)

    def _is_renewed(self, authcfg: str) -> bool:
        """Renew a token where that is due; of what fails, the layers themselves say what they miss."""
        try:
            return self._access.refresh(authcfg)
        except SignInRequired as error:
            self._refused.add(authcfg)
            log(str(error))
        except ImageServiceError as error:
            log(str(error))
        return False

    def _on_renewed(self, configs: list[str]) -> None:
        for authcfg, layers in self._live().items():
            for layer in layers if authcfg in configs else []:
                if _is_broken(layer):
                    forget_description(QgsDataSourceUri(layer.source()).param("url"))
                    layer.setDataSource(layer.source(), layer.name(), layer.providerType())


class DropHandler(QgsCustomDropHandler):
    """Takes services that were dragged from the Browser panel and want a sign-in."""

    def __init__(self, live: LiveLayers) -> None:
        super().__init__()
        self._live = live

    def customUriProviderKey(self) -> str:
        """Return the key of what can be dropped."""
        return DRAG_KEY

    def handleCustomUriDrop(self, uri: QgsMimeDataUtils.Uri) -> None:
        """Add a service that was dropped on the layer panel or double-clicked."""
        self._live.add(dragged_source(uri))

    def canHandleCustomUriCanvasDrop(self, uri: QgsMimeDataUtils.Uri, canvas: QgsMapCanvas) -> bool:
        """Tell whether something can be dropped on the map."""
        return bool(uri.providerKey == DRAG_KEY)

    def handleCustomUriCanvasDrop(self, uri: QgsMimeDataUtils.Uri, canvas: QgsMapCanvas) -> bool:
        """Add a service that was dropped on the map."""
        if uri.providerKey != DRAG_KEY:
            return False
        self._live.add(dragged_source(uri))
        return True


def _authcfg_of(layer: QgsMapLayer) -> str:
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() not in LIVE_PROVIDERS:
        return ""
    return str(QgsDataSourceUri(layer.source()).authConfigId())


def _is_broken(layer: QgsMapLayer) -> bool:
    """Tell whether a layer shows nothing. QGIS 3.40 takes a refusal for a description of a service without extent."""
    return not layer.isValid() or layer.extent().isEmpty()


def _described(url: str, session: Any, cancel: Cancel) -> ImageService:
    from ..core.connect import open_service

    return open_service(url, session=session, cancel=cancel)


def _check_that_it_can_be_shown(service: ImageService) -> None:
    """Tell in plain words what QGIS's provider would not say.

    Raises:
        ImageServiceError: it cannot show the service.
    """
    from ..core import lenient

    name = provider_key()
    if "image" not in service.capabilities and not service.tiles_only:
        text = translate("LiveLayers", "The service hands out no images, only its description.")
        raise ImageServiceError(text, url=service.url)
    tiles = lenient.text(lenient.mapping(service.raw.get("tileInfo")).get("format")).lower()
    if name == MAP_PROVIDER and service.tiles_only and "lerc" in tiles:
        text = translate(
            "LiveLayers",
            "The service hands out values in tiles (LERC) and no pictures, which this version of QGIS cannot show: "
            "download it instead.",
        )
        raise ImageServiceError(text, url=service.url)
