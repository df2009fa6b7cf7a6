# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:download: pixels of an image service into a GeoTIFF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QLocale

from ..summary import file_size, summary
from ..translation import in_own_words
from .base import AUTHCFG, GIS, SERVICE, ImageServicesAlgorithm, in_thread, tr
from .download_options import (
    COMPRESSIONS,
    FILE_COMPRESSIONS,
    FORMATS,
    INTERPOLATIONS,
    NO_DATA_INTERPRETATIONS,
    ON_ERROR,
    PIXEL_TYPES,
    options_from,
)

if TYPE_CHECKING:
    from ...core.download import DownloadReport
    from ...core.service import ImageService
    from ..layers import StyleWhenLoaded


class DownloadAlgorithm(ImageServicesAlgorithm):
    """Downloads pixel values: exactly, as large as it takes, in the background."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "download"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Download from image service")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,exportimage,raster,elevation,imagery,download,rest").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Downloads pixel values from an ArcGIS image service into a GeoTIFF.\n\n"
            "In the service's own spatial reference and cell size the values are those of the source, bit for bit: "
            "the extent is snapped to the service's cells, nothing is resampled, no rendering is applied, and NoData "
            "is kept. In another spatial reference or cell size the server resamples, over one grid, without seams.\n\n"
            "The raster is fetched in tiles, several at once; how many depends on how well the server keeps up. "
            "The output appears when it is complete. A download that is cancelled leaves nothing; one that fails "
            "goes on where it stopped when it is run again with the same output.\n\n"
            "Extent: any coordinate system; empty is everything. It is cut to the service's extent.\n"
            "Clip to polygons: cells outside become NoData, and tiles outside are not fetched.\n"
            "Bands: counted from 1, in the order wanted, such as 4,3,2.\n"
            "Cell size: one number, or width,height, in units of the output; of a tile cache it names a level.\n"
            "Rendering rule: empty gives raw values; else the name of one of the service's raster functions, or JSON.\n"
            "Time: 2020-06-01, 2020-06 for a whole month, or 2020-06-01/2020-06-30."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_service_parameters()
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
        self._add_selection_parameters()
        self.addParameter(
            QgsProcessingParameterRasterDestination(
                "OUTPUT", tr("Downloaded raster"), defaultValue=QgsProcessing.TEMPORARY_OUTPUT
            )
        )
        self._add_outputs()

    def _add_outputs(self) -> None:
        for name, title in (
            ("WIDTH", tr("Columns")),
            ("HEIGHT", tr("Rows")),
            ("BAND_COUNT", tr("Bands")),
            ("TILES", tr("Tiles")),
            ("TILES_FAILED", tr("Tiles filled with NoData")),
            ("BYTES_RECEIVED", tr("Bytes received")),
            ("REQUESTS", tr("Requests")),
            ("RETRIES", tr("Retries")),
            ("SECONDS", tr("Seconds")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def _add_request_parameters(self) -> None:
        self._add_number("TILE_COLUMNS", tr("Tile columns"), default=1024, minimum=1)
        self._add_number("TILE_ROWS", tr("Tile rows"), default=1024, minimum=1)
        self._add_choice("FORMAT", tr("Transfer format"), FORMATS, "auto")
        self._add_number("MAX_CONCURRENCY", tr("Most parallel requests"), default=8, minimum=1, maximum=64)
        self._add_choice("ON_ERROR", tr("When a tile cannot be had"), ON_ERROR, "fail")
        self._add_choice("FILE_COMPRESSION", tr("Compression on disk"), FILE_COMPRESSIONS, "none")
        self.add_advanced(
            QgsProcessingParameterBoolean("OVERWRITE", tr("Replace an existing output"), defaultValue=False),
            tr("An existing file is replaced only once the new one is complete."),
        )

    def _add_value_parameters(self) -> None:
        self._add_choice("INTERPOLATION", tr("Interpolation"), INTERPOLATIONS, "nearest")
        self._add_choice("PIXEL_TYPE", tr("Pixel type"), PIXEL_TYPES, None)
        self.add_advanced(QgsProcessingParameterString("NODATA", tr("NoData value"), optional=True))
        self._add_choice("NODATA_INTERPRETATION", tr("NoData if"), NO_DATA_INTERPRETATIONS, "any")
        tolerance = QgsProcessingParameterNumber(
            "LERC_TOLERANCE",
            tr("Largest error allowed (LERC)"),
            QgsProcessingParameterNumber.Type.Double,
            0.0,
            minValue=0.0,
        )
        self.add_advanced(tolerance)
        self._add_choice("COMPRESSION", tr("Compression on the way (TIFF)"), COMPRESSIONS, "none")
        self._add_number("COMPRESSION_QUALITY", tr("Quality (JPEG)"), default=None, minimum=0, maximum=100)

    def _add_selection_parameters(self) -> None:
        for name, title in (
            ("RENDERING_RULE", tr("Rendering rule")),
            ("MOSAIC_RULE", tr("Mosaic rule")),
            ("TIME", tr("Time")),
        ):
            self.add_advanced(QgsProcessingParameterString(name, title, optional=True))
        self._add_number("SLICE", tr("Slice"), default=None, minimum=0)

    def _add_number(
        self, name: str, title: str, *, default: int | None, minimum: int, maximum: int = 1_000_000_000
    ) -> None:
        self.add_advanced(
            QgsProcessingParameterNumber(
                name,
                title,
                QgsProcessingParameterNumber.Type.Integer,
                default,
                optional=default is None,
                minValue=minimum,
                maxValue=maximum,
            )
        )

    def _add_choice(self, name: str, title: str, choices: tuple[str, ...], default: str | None) -> None:
        self.add_advanced(
            QgsProcessingParameterEnum(
                name,
                title,
                options=list(choices),
                defaultValue=default,
                optional=default is None,
                usesStaticStrings=True,
            )
        )

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download, and tell what was done."""
        from .. import library
        from ..layers import StyleWhenLoaded
        from ..unfinished import is_temporary, remembering

        url = self.text(parameters, SERVICE, context)
        gis, authcfg = self.text(parameters, GIS, context), self.text(parameters, AUTHCFG, context)
        output = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        options = options_from(self, parameters, context)
        asked = self._asked(parameters, context)

        def download(cancel: Any, progress: Any) -> tuple[ImageService, DownloadReport]:
            service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
            plan = service.plan(**options) if not options.get("rendering_rule") else None
            if plan is not None:
                progress(0, plan.cells, summary(plan))
            with remembering(output, {**asked, SERVICE: service.url, "OUTPUT": output}):
                kept = not is_temporary(output)
                return service, service.download(output, cancel=cancel, progress=progress, resumable=kept, **options)

        service, report = in_thread(download, feedback)
        _tell(report, feedback)
        if context.willLoadLayerOnCompletion(output):
            request = {**asked, SERVICE: service.url}  # what was pasted may hold a token
            self._style_when_loaded(output, context, StyleWhenLoaded(service, report, request))
        return {
            "OUTPUT": report.output,
            "WIDTH": report.width,
            "HEIGHT": report.height,
            "BAND_COUNT": report.band_count,
            "TILES": report.tiles,
            "TILES_FAILED": report.tiles_failed,
            "BYTES_RECEIVED": report.bytes_received,
            "REQUESTS": report.requests,
            "RETRIES": report.retries,
            "SECONDS": report.seconds,
        }

    def _asked(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """Return the parameters that were given, as plain values that can be kept with the layer and asked again."""
        asked = {}
        for name, value in parameters.items():
            definition = self.parameterDefinition(name)
            if definition is not None and value not in (None, ""):
                asked[name] = definition.valueAsJsonObject(value, context)
        return asked

    def _style_when_loaded(self, output: str, context: QgsProcessingContext, styler: StyleWhenLoaded) -> None:
        """Name and style the layer when QGIS loads it."""
        details = context.layerToLoadOnCompletionDetails(output)
        details.name = styler.name
        details.setPostProcessor(styler)


def _tell(report: DownloadReport, feedback: QgsProcessingFeedback) -> None:
    """Say in the log what was done, and what to know about it."""
    locale = QLocale()
    text = tr(
        "{columns} × {rows} cells, {bands} {kind}; {tiles} in {requests} with {retries}; "
        "{size} in {seconds} s ({rate} MB/s), up to {parallel} at once"
    )
    feedback.pushInfo(
        text.format(
            columns=locale.toString(report.width),
            rows=locale.toString(report.height),
            bands=tr("%Ln band(s)", n=report.band_count),
            kind=report.pixel_type,
            tiles=tr("%Ln tile(s)", n=report.tiles),
            requests=tr("%Ln request(s)", n=report.requests),
            retries=tr("%Ln retries", n=report.retries),
            size=file_size(report.bytes_received),
            seconds=locale.toString(report.seconds, "f", 1),
            rate=locale.toString(report.bytes_received / max(report.seconds, 1e-3) / 1e6, "f", 1),
            parallel=report.concurrency,
        )
    )
    feedback.pushInfo(tr("Transfer format: {reason}").format(reason=in_own_words(report.format_reason)))
    if report.is_native:
        feedback.pushInfo(tr("Native grid: the values are those of the source, unchanged"))
    for note in report.notes:
        feedback.pushWarning(in_own_words(note))
    for window, reason in report.failed:
        where = tr("column {column}, row {row}, {columns} × {rows} cells").format(
            column=window.column, row=window.row, columns=window.columns, rows=window.rows
        )
        text = tr("Filled with NoData: {where} ({reason})")
        feedback.pushWarning(text.format(where=where, reason=in_own_words(reason)))
