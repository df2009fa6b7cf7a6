# SPDX-License-Identifier: GPL-2.0-or-later
"""The Processing provider."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from .algorithms.download import DownloadAlgorithm
from .algorithms.downloadoriginals import DownloadOriginalsAlgorithm
from .algorithms.downloadtimeseries import DownloadTimeSeriesAlgorithm
from .algorithms.listservices import ListServicesAlgorithm
from .algorithms.publish import PublishAlgorithm
from .algorithms.querycatalog import QueryCatalogAlgorithm
from .algorithms.registergis import RegisterGisAlgorithm
from .algorithms.samplepoints import SamplePointsAlgorithm
from .algorithms.serviceinfo import ServiceInfoAlgorithm
from .algorithms.unregistergis import UnregisterGisAlgorithm

ICON = Path(__file__).resolve().parent.parent / "resources" / "icons" / "image_services.svg"
ALGORITHMS = (
    DownloadAlgorithm,
    DownloadTimeSeriesAlgorithm,
    DownloadOriginalsAlgorithm,
    QueryCatalogAlgorithm,
    SamplePointsAlgorithm,
    PublishAlgorithm,
    ServiceInfoAlgorithm,
    ListServicesAlgorithm,
    RegisterGisAlgorithm,
    UnregisterGisAlgorithm,
)


class ImageServicesProvider(QgsProcessingProvider):
    """Algorithms for image services."""

    def id(self) -> str:
        """Return the id, which never changes."""
        return "imageservices"

    def name(self) -> str:
        """Return the name shown in the toolbox."""
        return QCoreApplication.translate("ImageServices", "Image Services for ArcGIS")

    def icon(self) -> QIcon:
        """Return the icon shown in the toolbox."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        """Return the path of the icon."""
        return str(ICON)

    def loadAlgorithms(self) -> None:
        """Add the algorithms."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """Return the extensions of rasters that are written: GeoTIFF only."""
        return ["tif", "tiff"]

    def defaultRasterFileExtension(self, format: object = None) -> str:  # noqa: A002 - QGIS's name
        """Return the extension of temporary rasters."""
        return "tif"
