# SPDX-License-Identifier: GPL-2.0-or-later
"""From a finished download to a layer: named, styled, and knowing where it comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from qgis.core import (
    QgsBox3d,
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, Qt
from qgis.PyQt.QtGui import QTextDocumentFragment

from ..core.errors import OutputError
from ..core.service import ImageService
from .command import Parameters, shareable
from .styles import style

if TYPE_CHECKING:
    from ..core.download import DownloadReport
    from ..core.series import SeriesReport

translate = QCoreApplication.translate

SERVICE_PROPERTY = "image_services/service"
REQUEST_PROPERTY = "image_services/request"
# Parameters that belong to one run or one computer, not to the request.
_NOT_OF_THE_REQUEST = {"OUTPUT", "OVERWRITE"}


def short_name(service: ImageService) -> str:
    """Return the name of a service without its folders."""
    return service.name.rstrip("/").rpartition("/")[2] or service.name


def plain_text(text: str) -> str:
    """Return what a service says about itself as plain text: publishers write HTML, and it is shown as it is."""
    return QTextDocumentFragment.fromHtml(text).toPlainText().strip() if "<" in text or "&" in text else text.strip()


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
) -> None:
    """Style a layer of a downloaded file, and write into it where it comes from and how it was asked for."""
    describe(layer, service, report)
    layer.setCustomProperty(SERVICE_PROPERTY, shareable(service.url))
    if request is not None:
        kept = {name: value for name, value in request.items() if name not in _NOT_OF_THE_REQUEST}
        layer.setCustomProperty(REQUEST_PROPERTY, json.dumps(kept, ensure_ascii=False))


def describe(layer: QgsRasterLayer, service: ImageService, report: DownloadReport | SeriesReport) -> None:
    """Style a layer of a downloaded file, and write into it where it comes from."""
    style(layer, service)
    _describe(layer, service, report)
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


def _describe(layer: QgsRasterLayer, service: ImageService, report: DownloadReport | SeriesReport) -> None:
    url = shareable(service.url)
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(url)
    metadata.setType("dataset")
    metadata.setTitle(short_name(service))
    metadata.setAbstract(plain_text(service.description))
    rights = plain_text(service.copyright_text)
    metadata.setRights([rights] if rights else [])
    link = QgsLayerMetadata.Link(translate("Layers", "Image service"), "WWW:LINK", url)
    link.format = "ESRI:REST"
    metadata.setLinks([link])
    metadata.setCrs(layer.crs())
    metadata.setExtent(_metadata_extent(layer))
    metadata.setHistory([_history(url, report)])
    layer.setMetadata(metadata)


def _metadata_extent(layer: QgsRasterLayer) -> QgsLayerMetadata.Extent:
    box = layer.extent()
    part = QgsLayerMetadata.SpatialExtent()
    part.extentCrs = layer.crs()
    part.bounds = QgsBox3d(box.xMinimum(), box.yMinimum(), 0.0, box.xMaximum(), box.yMaximum(), 0.0)
    extent = QgsLayerMetadata.Extent()
    extent.setSpatialExtents([part])
    return extent


def _history(url: str, report: DownloadReport | SeriesReport) -> str:
    """Return one line that says what was done, and how faithful it is."""
    when = QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODate)
    grid = translate("Layers", "native cells") if report.is_native else translate("Layers", "resampled by the server")
    text = translate("Layers", "{when}: downloaded from {url}: {columns} × {rows} cells, {bands} {kind}, {grid}")
    line = text.format(
        when=when,
        url=url,
        columns=report.width,
        rows=report.height,
        bands=translate("Layers", "%n band(s)", n=report.band_count),
        kind=report.pixel_type,
        grid=grid,
    )
    notes = list(report.notes)
    if report.failed:
        notes.append(translate("Layers", "%n tile(s) could not be had and are NoData.", n=report.tiles_failed))
    return " ".join([f"{line}.", *notes])


def _attribute(layer: QgsRasterLayer, service: ImageService) -> None:
    """Give credit where maps and QGIS Server show it."""
    properties = layer.serverProperties()
    properties.setTitle(short_name(service))
    properties.setAbstract(plain_text(service.description))
    properties.setAttribution(plain_text(service.copyright_text))
    properties.setDataUrl(shareable(service.url))
