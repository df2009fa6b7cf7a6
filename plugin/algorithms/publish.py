# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:publish: a raster layer becomes a new image service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtGui import QIcon

from ..summary import file_size
from ..translation import in_own_words
from .base import GIS, ICONS, ImageServicesAlgorithm, in_thread, tr
from .download_options import bands_of

if TYPE_CHECKING:
    from ...core.publish_steps import PublishResult
    from ..layer_source import LayerSnapshot

# The words of the contract; a test compares them with the library's, which is not imported before it is used.
KINDS = ("auto", "dynamic", "tiled")


class PublishAlgorithm(ImageServicesAlgorithm):
    """Publishes a raster layer."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: LayerSnapshot | None = None

    def name(self) -> str:
        """Return the name, which never changes."""
        return "publish"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Publish as image service")

    def icon(self) -> QIcon:
        """Return the icon."""
        return QIcon(str(ICONS / "publish.svg"))

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,upload,share,hosted imagery,copyraster,raster,portal").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Publishes a raster layer of any kind as a new image service of a registered GIS: ArcGIS Online, or "
            "ArcGIS Enterprise with raster analytics. A stand-alone server cannot make services over the web.\n\n"
            "With promotion, the raster is converted to the next larger pixel type that holds every value exactly, "
            "and the largest value of that type becomes NoData: Float32 becomes Float64 with NoData 1.797e308. "
            "Without, pixel type and NoData stay as they are.\n\n"
            "Publishing that fails or is cancelled leaves nothing on the server.\n\n"
            "Service name: letters, digits and underscores; blanks become underscores.\n"
            "Folder: the title of one of your folders; it is made where there is none.\n"
            "Tags: words, separated by commas.\n"
            "Bands: counted from 1, in the order wanted, such as 4,3,2; empty is all.\n"
            "Kind: tiled or dynamic imagery, on ArcGIS Online only; auto is what your account may make.\n"
            "Wait: without, the algorithm ends once the job is submitted; Publishing Jobs in the menu Raster shows how "
            "far it is.\n\n"
            "Outputs: the address of the service, the id of its item and of the job, and the status: succeeded, or "
            "submitted."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", tr("Raster layer")))
        self.addParameter(QgsProcessingParameterString(GIS, tr("Registered GIS")))
        self.addParameter(QgsProcessingParameterString("SERVICE_NAME", tr("Service name")))
        for name, title in (
            ("FOLDER", tr("Folder")),
            ("TITLE", tr("Title")),
            ("TAGS", tr("Tags")),
            ("SUMMARY", tr("Summary")),
            ("BANDS", tr("Bands")),
        ):
            self.addParameter(QgsProcessingParameterString(name, title, optional=True))
        self.addParameter(QgsProcessingParameterBoolean("PROMOTE", tr("Promote the pixel type"), defaultValue=True))
        self.add_advanced(
            QgsProcessingParameterEnum(
                "KIND", tr("Kind of service"), options=list(KINDS), defaultValue="auto", usesStaticStrings=True
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean("WAIT", tr("Wait until the service is ready"), defaultValue=True)
        )
        for name, title in (
            ("SERVICE_URL", tr("Image service URL")),
            ("ITEM_ID", tr("Item")),
            ("JOB_ID", tr("Job")),
            ("STATUS", tr("Status")),
        ):
            self.addOutput(QgsProcessingOutputString(name, title))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback | None
    ) -> bool:
        """Take a snapshot of the layer, which belongs to the main thread."""
        from ...core.errors import PlanError
        from ..layer_source import LayerSnapshot

        layer = self.parameterAsRasterLayer(parameters, "INPUT", context)
        if layer is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, "INPUT"))
        try:
            self._snapshot = LayerSnapshot.of(layer)
        except PlanError as error:
            raise QgsProcessingException(in_own_words(error.message)) from None
        return True

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Publish, and tell what was done."""
        from .. import library
        from ..publish_jobs import entry_of, keep
        from ..publish_words import progress_of

        library.connect()
        snapshot, options = self._snapshot, self._options(parameters, context)
        if snapshot is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, "INPUT"))
        for note in snapshot.notes():
            feedback.pushWarning(note)

        def publish(cancel: Any, progress: Any) -> PublishResult:
            from ...core.publishing import publish

            source = snapshot.open()
            try:
                return publish(source, cancel=cancel, progress=lambda step: progress(*progress_of(step)), **options)
            finally:
                source.close()

        result = in_thread(publish, feedback)
        _tell(result, feedback)
        if result.job is not None:
            keep(entry_of(result.job, result))
        return {
            "SERVICE_URL": result.service_url,
            "ITEM_ID": result.item_id,
            "JOB_ID": result.job_id,
            "STATUS": result.status,
        }

    def _options(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """Return the options that the parameters ask for.

        Raises:
            PlanError: one of them is not what it should be.
        """
        return {
            "gis": self.text(parameters, GIS, context),
            "service_name": self.text(parameters, "SERVICE_NAME", context),
            "folder": self.text(parameters, "FOLDER", context),
            "title": self.text(parameters, "TITLE", context),
            "tags": self.text(parameters, "TAGS", context),
            "summary": self.text(parameters, "SUMMARY", context),
            "bands": bands_of(self.text(parameters, "BANDS", context)),
            "promote": self.parameterAsBool(parameters, "PROMOTE", context),
            "kind": self.parameterAsEnumString(parameters, "KIND", context) or "auto",
            "wait_for_completion": self.parameterAsBool(parameters, "WAIT", context),
        }


def _tell(result: PublishResult, feedback: QgsProcessingFeedback) -> None:
    """Say in the log what was done, and what to know about it."""
    text = tr("{promotion}; {size} sent with {retries}")
    feedback.pushInfo(
        text.format(
            promotion=result.promotion_text.replace("->", "→"),
            size=file_size(result.bytes_sent),
            retries=tr("%Ln retries", n=result.retries),
        )
    )
    for note in result.notes:
        feedback.pushWarning(in_own_words(note))
    if result.job is not None:
        feedback.pushInfo(tr("The job is submitted; the server goes on by itself."))
    feedback.pushInfo(result.item_page)
