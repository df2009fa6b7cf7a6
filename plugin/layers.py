# SPDX-License-Identifier: GPL-2.0-or-later
"""From a finished download to a layer: named, styled, and knowing where it comes from."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.address import shareable
from ..core.errors import OutputError, PlanError
from .styles import style

if TYPE_CHECKING:
    from ..core.download import DownloadReport
    from ..core.moment import Period
    from ..core.series import SeriesReport
    from ..core.service import ImageService
    from .command import Parameters

translate = QCoreApplication.translate

SERVICE_PROPERTY = "image_services/service"
REQUEST_PROPERTY = "image_services/request"
# What all slices of a stack were asked for with: the stack as a whole is no request that could be made again.
STACK_PROPERTY = "image_services/stack"
# Parameters that belong to one run or one computer, not to the request.
_NOT_OF_THE_REQUEST = {"OUTPUT", "OVERWRITE"}


def short_name(service: ImageService) -> str:
    """Return the name of a service without its folders."""
    return service.name.rstrip("/").rpartition("/")[2] or service.name


def make_layer(
    path: str, report: DownloadReport, service: ImageService, request: Parameters | None = None
) -> QgsRasterLayer:
    """Return the layer of a downloaded file, ready to be added to a project.

    Args:
        path: the file.
        report: what the download did.
        service: the service that it came from.
        request: the parameters it was asked for with, to be kept with the layer.

    Raises:
        OutputError: QGIS cannot read the file.
    """
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False  # it would read a sample of every band before ours replaces it
    layer = QgsRasterLayer(path, short_name(service), "gdal", options)
    if not layer.isValid():
        text = translate("Layers", "“{name}” was written, but QGIS cannot read it.").format(name=path)
        raise OutputError(f"{text} {layer.error().summary()}")
    dress(layer, service, report, request)
    return layer


def dress(
    layer: QgsRasterLayer,
    service: ImageService,
    report: DownloadReport | SeriesReport,
    request: Parameters | None = None,
    period: Period | None = None,
) -> None:
    """Style a layer of a downloaded file, and write into it where it comes from and how it was asked for.

    ``period`` is the time that it shows, where that is known better than from the request.
    """
    describe(layer, service, report, period or _period_asked(request))
    layer.setCustomProperty(SERVICE_PROPERTY, shareable(service.url))
    if request is not None:
        layer.setCustomProperty(REQUEST_PROPERTY, _kept(request))


def dress_stack(
    layer: QgsRasterLayer,
    service: ImageService,
    report: SeriesReport,
    request: Parameters | None = None,
    period: Period | None = None,
) -> None:
    """Style a layer whose bands are slices, and write into it where it comes from and how each was asked for."""
    describe(layer, service, report, period)
    layer.setCustomProperty(STACK_PROPERTY, _kept(request or {}))  # first: a stack is never offered to be refreshed
    layer.setCustomProperty(SERVICE_PROPERTY, shareable(service.url))


def request_of(layer: QgsMapLayer) -> dict[str, Any]:
    """Return the parameters that a layer was downloaded with; nothing where they cannot be read."""
    text = str(layer.customProperty(REQUEST_PROPERTY) or layer.customProperty(STACK_PROPERTY) or "{}")
    with contextlib.suppress(ValueError):
        asked = json.loads(text)
        return asked if isinstance(asked, dict) else {}
    return {}


def _kept(request: Parameters) -> str:
    kept = {name: value for name, value in request.items() if name not in _NOT_OF_THE_REQUEST}
    return json.dumps(kept, ensure_ascii=False)


def describe(
    layer: QgsRasterLayer,
    service: ImageService,
    report: DownloadReport | SeriesReport,
    period: Period | None = None,
) -> None:
    """Style a layer of a downloaded file, and write into it where it comes from and what its values mean."""
    from ..core.plain_text import plain_text
    from .layer_metadata import Words, metadata_of

    style(layer, service)
    words = Words(short_name(service), plain_text(service.description), plain_text(service.copyright_text))
    layer.setMetadata(metadata_of(layer, service, report, words, period))
    _attribute(layer, service)


def add(layer: QgsRasterLayer, project: QgsProject | None = None) -> None:
    """Add a layer to a project (default: the open one)."""
    (project or QgsProject.instance()).addMapLayer(layer)


class StyleWhenLoaded(QgsProcessingLayerPostProcessorInterface):
    """Does the same for a layer that Processing loads, some time after the algorithm and all it held are gone.

    QGIS does not keep a post-processor alive, so it keeps itself, until it has been used.
    """

    _waiting: ClassVar[set[StyleWhenLoaded]] = set()

    def __init__(self, service: ImageService, report: DownloadReport, request: Parameters | None = None) -> None:
        super().__init__()
        self._service = service
        self._report = report
        self._request = request
        self._waiting.add(self)

    @property
    def name(self) -> str:
        """Return what the layer is to be called."""
        return short_name(self._service)

    def postProcessLayer(
        self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer, if it is a raster layer."""
        self._waiting.discard(self)
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            dress(layer, self._service, self._report, self._request)


def _period_asked(request: Parameters | None) -> Period | None:
    """Return the time that a download was asked for, where that says it all."""
    from ..core.rules import time_window

    with contextlib.suppress(PlanError):
        return time_window(str((request or {}).get("TIME") or ""))
    return None


def _attribute(layer: QgsRasterLayer, service: ImageService) -> None:
    """Give credit where maps and QGIS Server show it."""
    from ..core.plain_text import plain_text

    properties = layer.serverProperties()
    properties.setTitle(short_name(service))
    properties.setAbstract(plain_text(service.description))
    properties.setAttribution(plain_text(service.copyright_text))
    properties.setDataUrl(shareable(service.url))
