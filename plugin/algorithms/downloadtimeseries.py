# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:downloadtimeseries: all dates, depths or variables of a service as one job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QLocale

from ..summary import file_size
from ..translation import in_own_words
from .base import AUTHCFG, GIS, SERVICE, in_thread, tr
from .download import DownloadAlgorithm
from .download_options import options_from
from .step_options import add_step_parameters, choice_from

if TYPE_CHECKING:
    from ...core.series import SeriesReport
    from ...core.service import ImageService

# The words of the contract; a test compares them with the library's.
LAYOUTS = ("files", "bands")
# Parameters of the whole stack, which mean nothing to the download of one slice.
OF_THE_STACK = {"TIME", "VARIABLES", "DIMENSIONS", "EVERY", "WHERE", "LAYOUT", "FOLDER", "OUTPUT", "LOAD"}


class DownloadTimeSeriesAlgorithm(DownloadAlgorithm):
    """Downloads a stack of slices; what is asked of each is as in a download."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "downloadtimeseries"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Download time series from image service")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,time,temporal,multidimensional,slices,dates,series,stack,download").split(
            ","
        )

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Downloads many dates, depths or variables of an ArcGIS image service as one job: one raster for each "
            "slice, or one raster with a band for each. Every slice has the same cells.\n\n"
            "The dates are those that the service really has: its slices, its dimensions, or the dates of the rasters "
            "in its catalogue. Layers that are added to the project know their time, so that the Temporal Controller "
            "plays them at once.\n\n"
            "Finished slices stay when the job is cancelled or fails: run it again with the same parameters, and only "
            "what is missing is fetched.\n\n"
            "Time: 2020-06-01, or 2020-01-01/2020-12-31; empty is everything.\n"
            "Variables: names, separated by commas; empty is all.\n"
            "Other dimensions: StdZ=-10, or a range such as StdZ=-10/0; several are separated by semicolons.\n"
            "One slice for each: date puts rasters of one moment together; day, month and year put more together.\n"
            "Layout: files gives a folder of GeoTIFFs, bands gives one GeoTIFF."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_service_parameters()
        add_step_parameters(self)
        self.addParameter(QgsProcessingParameterExtent("EXTENT", tr("Extent"), optional=True))
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "CLIP", tr("Clip to polygons"), [QgsProcessing.SourceType.VectorPolygon], optional=True
            )
        )
        self.addParameter(QgsProcessingParameterCrs("CRS", tr("Output spatial reference"), optional=True))
        self.addParameter(QgsProcessingParameterString("CELL_SIZE", tr("Cell size"), optional=True))
        self.addParameter(QgsProcessingParameterString("BANDS", tr("Bands"), optional=True))
        self._add_request_parameters()
        self._add_value_parameters()
        for name, title in (("RENDERING_RULE", tr("Rendering rule")), ("MOSAIC_RULE", tr("Mosaic rule"))):
            self.add_advanced(QgsProcessingParameterString(name, title, optional=True))
        self._add_destinations()
        self._add_outputs()

    def _add_destinations(self) -> None:
        self.addParameter(
            QgsProcessingParameterEnum(
                "LAYOUT", tr("Layout"), options=list(LAYOUTS), defaultValue="files", usesStaticStrings=True
            )
        )
        self.addParameter(QgsProcessingParameterFolderDestination("FOLDER", tr("Folder (files)"), optional=True))
        self.addParameter(
            QgsProcessingParameterRasterDestination(
                "OUTPUT", tr("Raster (bands)"), optional=True, createByDefault=False
            )
        )
        self.addParameter(QgsProcessingParameterBoolean("LOAD", tr("Add the layers to the project"), defaultValue=True))

    def _add_outputs(self) -> None:
        self.addOutput(QgsProcessingOutputMultipleLayers("LAYERS", tr("Layers")))
        for name, title in (
            ("SLICES", tr("Slices")),
            ("REUSED", tr("Slices that were there already")),
            ("WIDTH", tr("Columns")),
            ("HEIGHT", tr("Rows")),
            ("BAND_COUNT", tr("Bands of each slice")),
            ("TILES_FAILED", tr("Tiles filled with NoData")),
            ("BYTES_RECEIVED", tr("Bytes received")),
            ("REQUESTS", tr("Requests")),
            ("RETRIES", tr("Retries")),
            ("SECONDS", tr("Seconds")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def cancelled_text(self) -> str:
        """Return what is said after a cancel."""
        return tr("Cancelled. Finished slices stay; run it again with the same parameters to continue.")

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download the stack, and tell what was done."""
        from .. import library

        url = self.text(parameters, SERVICE, context)
        gis, authcfg = self.text(parameters, GIS, context), self.text(parameters, AUTHCFG, context)
        layout = self.parameterAsEnumString(parameters, "LAYOUT", context) or LAYOUTS[0]
        output = self._destination(parameters, context, layout)
        choice = choice_from(self, parameters, context)
        options = options_from(self, {**parameters, "SLICE": None}, context)
        options.pop("time")

        def download(cancel: Any, progress: Any) -> tuple[ImageService, SeriesReport]:
            from ...core.download import session_of
            from ...core.series import download_series
            from ...core.steps import find_steps

            service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
            progress(0, 0, tr("Asking for the dates…"))
            wanted = find_steps(service, session_of(service), choice, cancel)
            arguments = {"layout": layout, "cancel": cancel, "progress": progress}
            return service, download_series(service, output, wanted, **arguments, **options)

        service, report = in_thread(download, feedback)
        _tell(report, feedback)
        self._load(service, report, parameters, context)
        return {
            **({"FOLDER": report.output} if layout == "files" else {"OUTPUT": report.output}),
            "LAYERS": list(dict.fromkeys(layer.path for layer in report.layers)),
            "SLICES": len(report.layers),
            "REUSED": report.reused,
            "WIDTH": report.width,
            "HEIGHT": report.height,
            "BAND_COUNT": report.band_count,
            "TILES_FAILED": report.tiles_failed,
            "BYTES_RECEIVED": report.bytes_received,
            "REQUESTS": report.requests,
            "RETRIES": report.retries,
            "SECONDS": report.seconds,
        }

    def _destination(self, parameters: dict[str, Any], context: QgsProcessingContext, layout: str) -> str:
        from ...core.errors import OutputError

        if layout == "bands":
            output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
            missing = tr("Give a file for the raster with a band for each slice.")
        else:
            output = self.parameterAsString(parameters, "FOLDER", context)
            missing = tr("Give a folder for the rasters of the slices.")
        if not output:
            raise OutputError(missing)
        return str(output)

    def _load(
        self,
        service: ImageService,
        report: SeriesReport,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
    ) -> None:
        """Let QGIS load the layers, if it is asked to, with their names, styles and times."""
        from ..series_layers import DressWhenLoaded, SeriesDresser

        asked = {**self._asked(parameters, context), SERVICE: service.url}  # what was pasted may hold a token
        asked = {name: value for name, value in asked.items() if name not in OF_THE_STACK}
        dresser = SeriesDresser(service, report, asked)
        wants_all = self.parameterAsBool(parameters, "LOAD", context) and context.project() is not None
        for path, name in dresser.names():
            if wants_all and not context.willLoadLayerOnCompletion(path):
                details = QgsProcessingContext.LayerDetails(name, context.project(), "LAYERS")
                details.groupName = dresser.title if not dresser.is_stack else ""
                context.addLayerToLoadOnCompletion(path, details)
            if context.willLoadLayerOnCompletion(path):
                details = context.layerToLoadOnCompletionDetails(path)
                details.name = name
                details.setPostProcessor(DressWhenLoaded(dresser, path))


def _tell(report: SeriesReport, feedback: QgsProcessingFeedback) -> None:
    """Say in the log what was done, and what to know about it."""
    locale = QLocale()
    text = tr("{slices} of {columns} × {rows} cells, {bands} {kind}; {requests}, {size} in {seconds} s")
    feedback.pushInfo(
        text.format(
            slices=tr("%Ln slice(s)", n=len(report.layers)),
            columns=locale.toString(report.width),
            rows=locale.toString(report.height),
            bands=tr("%Ln band(s)", n=report.band_count),
            kind=report.pixel_type,
            requests=tr("%Ln request(s)", n=report.requests),
            size=file_size(report.bytes_received),
            seconds=locale.toString(report.seconds, "f", 1),
        )
    )
    if report.reused:
        feedback.pushInfo(tr("%Ln slice(s) were there already", n=report.reused))
    if report.is_native:
        feedback.pushInfo(tr("Native grid: the values are those of the source, unchanged"))
    for note in report.notes:
        feedback.pushWarning(in_own_words(note))
    if report.failed:
        feedback.pushWarning(tr("%Ln tile(s) could not be had and are NoData", n=report.tiles_failed))
