# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:downloadoriginals: the source rasters of a mosaic as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QLocale

from ..summary import file_size
from ..translation import in_own_words
from .base import AUTHCFG, GIS, SERVICE, ImageServicesAlgorithm, in_thread, tr
from .step_options import add_query_parameters, query_from

if TYPE_CHECKING:
    from ...core.originals import OriginalsReport

DEFAULT_MOST = 100


class DownloadOriginalsAlgorithm(ImageServicesAlgorithm):
    """Downloads source rasters, with all their files."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "downloadoriginals"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Download original rasters of image service")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,mosaic,originals,source,rasters,files,download,vrt").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Downloads the source rasters of an ArcGIS image service as they are: every file of each, byte for byte, "
            "with overviews and side files. The owner of the service has to allow it (Catalog and Download).\n\n"
            "Sizes are checked. Files that are there already are not fetched again, and a file that was begun is "
            "continued. A virtual raster (VRT) shows all of them as one.\n\n"
            "Extent, condition, time and ids choose the rasters; without any of them all are downloaded, up to the "
            "limit.\n"
            "Cut to the extent: the server cuts the rasters before it sends them; they are no originals then."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_service_parameters()
        add_query_parameters(self)
        self.addParameter(
            QgsProcessingParameterNumber(
                "MAX_RASTERS",
                tr("Most rasters"),
                QgsProcessingParameterNumber.Type.Integer,
                DEFAULT_MOST,
                minValue=1,
            )
        )
        self.addParameter(QgsProcessingParameterBoolean("CUT", tr("Cut to the extent"), defaultValue=False))
        self.addParameter(QgsProcessingParameterBoolean("VRT", tr("Make a virtual raster"), defaultValue=True))
        self.add_advanced(QgsProcessingParameterBoolean("OVERWRITE", tr("Replace existing files"), defaultValue=False))
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", tr("Folder")))
        self.addOutput(QgsProcessingOutputRasterLayer("MOSAIC", tr("Virtual raster")))
        for name, title in (
            ("RASTERS", tr("Rasters")),
            ("FILES", tr("Files")),
            ("REUSED", tr("Files that were there already")),
            ("BYTES_RECEIVED", tr("Bytes received")),
            ("SECONDS", tr("Seconds")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def cancelled_text(self) -> str:
        """Return what is said after a cancel."""
        return tr("Cancelled. Whole files stay; run it again with the same parameters to continue.")

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download the files, and tell what was done."""
        from .. import library

        url = self.text(parameters, SERVICE, context)
        gis, authcfg = self.text(parameters, GIS, context), self.text(parameters, AUTHCFG, context)
        query = query_from(self, parameters, context)
        folder = self.parameterAsString(parameters, "FOLDER", context)
        most = self.parameterAsInt(parameters, "MAX_RASTERS", context)
        cuts = self.parameterAsBool(parameters, "CUT", context)
        settings = {
            "with_vrt": self.parameterAsBool(parameters, "VRT", context),
            "overwrite": self.parameterAsBool(parameters, "OVERWRITE", context),
        }

        def download(cancel: Any, progress: Any) -> OriginalsReport:
            from ...core.download import session_of
            from ...core.errors import PlanError
            from ...core.originals import ServerCut, download_originals

            if cuts and query.extent is None:
                raise PlanError(tr("Give the extent to cut the rasters to."))
            service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
            rasters = list(service.catalog().rasters(query, cancel))
            if not rasters:
                raise PlanError(tr("No raster matches: widen the extent or the time, or leave the condition out."))
            if len(rasters) > most:
                text = tr("{count} rasters match, more than the limit of {most}: restrict them, or raise the limit.")
                raise PlanError(text.format(count=len(rasters), most=most))
            cut = ServerCut(query.extent, query.extent_sr) if cuts and query.extent is not None else None
            arguments = {"cut": cut, "cancel": cancel, "progress": progress}
            return download_originals(service, session_of(service), rasters, folder, **arguments, **settings)

        report = in_thread(download, feedback)
        _tell(report, feedback)
        results = {
            "FOLDER": report.folder,
            "RASTERS": report.rasters,
            "FILES": len(report.files),
            "REUSED": report.reused,
            "BYTES_RECEIVED": report.bytes_received,
            "SECONDS": report.seconds,
        }
        if report.mosaic is not None:
            results["MOSAIC"] = report.mosaic.path
        return results


def _tell(report: OriginalsReport, feedback: QgsProcessingFeedback) -> None:
    """Say in the log what was done, and what to know about it."""
    text = tr("{files} of {rasters}; {size} in {seconds} s")
    feedback.pushInfo(
        text.format(
            files=tr("%Ln file(s)", n=len(report.files)),
            rasters=tr("%Ln raster(s)", n=report.rasters),
            size=file_size(report.bytes_received),
            seconds=QLocale().toString(report.seconds, "f", 1),
        )
    )
    if report.reused:
        feedback.pushInfo(tr("%Ln file(s) were there already", n=report.reused))
    for path in report.files:
        feedback.pushInfo(path)
    for path, reason in report.mosaic.left_out if report.mosaic is not None else ():
        text = tr("Not in the virtual raster: {path} ({reason})")
        feedback.pushWarning(text.format(path=path, reason=in_own_words(reason)))
