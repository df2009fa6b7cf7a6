# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:samplepoints: values of an image service at points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFeatureSink,
    QgsFeatureSource,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QDateTime, QMetaType, Qt

from ..crs import definition_of
from .base import AUTHCFG, GIS, SERVICE, ImageServicesAlgorithm, in_thread, tr
from .download_options import INTERPOLATIONS
from .step_options import add_step_parameters, choice_from

if TYPE_CHECKING:
    from ...core.samples import Sample
    from ...core.service import ImageService
    from ...core.steps import Step, StepChoice

SLICE, START, END, RASTER = "slice", "start", "end", "raster_id"


class SamplePointsAlgorithm(ImageServicesAlgorithm):
    """Reads values at points, from the service as it shows or from each of its slices."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "samplepoints"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Sample image service at points")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,sample,points,values,extract,identify,profile,time").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Reads the values of an ArcGIS image service at the points of a layer: one field for each band, without "
            "downloading the raster. NoData and places outside become NULL.\n\n"
            "A row for each date or slice: every point comes once for each date, depth and variable that the other "
            "parameters choose. Else time, condition and mosaic rule choose what the service shows, or time, variables "
            "and other dimensions one slice.\n\n"
            "Rendering rule: empty reads raw values."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_service_parameters()
        self.addParameter(
            QgsProcessingParameterFeatureSource("INPUT", tr("Points"), [QgsProcessing.SourceType.VectorPoint])
        )
        self.addParameter(
            QgsProcessingParameterBoolean("EACH_SLICE", tr("A row for each date or slice"), defaultValue=False)
        )
        add_step_parameters(self)
        self.add_advanced(
            QgsProcessingParameterEnum(
                "INTERPOLATION",
                tr("Interpolation"),
                options=list(INTERPOLATIONS),
                defaultValue="nearest",
                usesStaticStrings=True,
            )
        )
        for name, title in (("RENDERING_RULE", tr("Rendering rule")), ("MOSAIC_RULE", tr("Mosaic rule"))):
            self.add_advanced(QgsProcessingParameterString(name, title, optional=True))
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Sampled points"), QgsProcessing.SourceType.VectorPoint)
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Samples")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Ask, and write points."""
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "INPUT"))
        features = [feature for feature in source.getFeatures() if feature.hasGeometry()]
        places = list(_places(features))
        points = [(x, y) for _, x, y in places]
        service, found = in_thread(self._asking(parameters, context, source, points), feedback)
        count = max((len(sample.values) for sample in found), default=service.band_count) or service.band_count
        each = self.parameterAsBool(parameters, "EACH_SLICE", context)
        fields = QgsProcessingUtils.combineFields(source.fields(), fields_of(count, with_slices=each))
        sink, destination = self.parameterAsSink(
            parameters, "OUTPUT", context, fields, Qgis.WkbType.Point, source.sourceCrs()
        )
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, "OUTPUT"))
        for sample in found:
            index, x, y = places[sample.point]
            feature = _feature(features[index], sample, count, fields, with_slices=each)
            sink.addFeature(_at(feature, x, y), QgsFeatureSink.Flag.FastInsert)
        del sink
        feedback.pushInfo(tr("%Ln sample(s)", n=len(found)))
        return {"OUTPUT": destination, "COUNT": len(found)}

    def _asking(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        source: QgsFeatureSource,
        points: list[tuple[float, float]],
    ) -> Any:
        """Return the work that asks for the samples, in the order of points and then of slices."""
        from .. import library

        url = self.text(parameters, SERVICE, context)
        gis, authcfg = self.text(parameters, GIS, context), self.text(parameters, AUTHCFG, context)
        each = self.parameterAsBool(parameters, "EACH_SLICE", context)
        choice = choice_from(self, parameters, context)
        mosaic_rule = self.text(parameters, "MOSAIC_RULE", context)
        rendering_rule = self.text(parameters, "RENDERING_RULE", context)
        interpolation = self.parameterAsEnumString(parameters, "INTERPOLATION", context) or "nearest"
        reference = definition_of(source.sourceCrs()) if points else ""

        def ask(cancel: Any, progress: Any) -> tuple[ImageService, list[Sample]]:
            from dataclasses import replace

            from ...core.download import session_of
            from ...core.rules import mosaic_of
            from ...core.samples import SampleOptions, sample_points
            from ...core.selection import Selection
            from ...core.spatialref import SpatialReference

            service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
            session = session_of(service)
            selection = Selection(mosaic_rule, rendering_rule)
            if not each:
                rule = selection.mosaic_rule
                if choice.where:
                    rule = replace(mosaic_of(rule), where=choice.where).parameter()
                selection = replace(selection, time=choice.time, mosaic_rule=rule)
            options = SampleOptions(
                sr=SpatialReference.parse(reference) if reference else None,
                selection=selection,
                interpolation=interpolation,
            )
            wanted = _steps(service, choice, cancel, each=each)
            order = {step.name: index for index, step in enumerate(wanted)}
            found = list(sample_points(service, session, points, options, wanted, cancel=cancel, progress=progress))
            found.sort(key=lambda sample: (sample.point, order[sample.step.name] if sample.step else 0))
            return service, found

        return ask


def _steps(service: ImageService, choice: StepChoice, cancel: Any, *, each: bool) -> tuple[Step, ...]:
    """Return the slices to sample; none where the service itself is asked, by time, condition and mosaic rule.

    Raises:
        PlanError: nothing matches, or more than one slice does where there is to be one row for each point.
    """
    from ...core.errors import PlanError

    # Services with dimensions may heed no time, and no parameter but the slice's own names a variable or a depth.
    names_slice = choice.variables or choice.places or (choice.time and service.has_multidimensions)
    if not (each or names_slice):
        return ()
    found = service.steps(cancel, **vars(choice))
    if not each and len(found) > 1:
        raise PlanError(
            tr(
                "{count} slices match: choose one of them by time, variable and other dimensions, or a row for each."
            ).format(count=len(found))
        )
    return found


def fields_of(count: int, *, with_slices: bool) -> QgsFields:
    """Return the fields that are added to those of the points."""
    result = QgsFields()
    if with_slices:
        result.append(QgsField(SLICE, QMetaType.Type.QString))
        result.append(QgsField(START, QMetaType.Type.QDateTime))
        result.append(QgsField(END, QMetaType.Type.QDateTime))
    result.append(QgsField(RASTER, QMetaType.Type.LongLong))
    for band in range(1, count + 1):
        result.append(QgsField(f"band_{band}", QMetaType.Type.Double))
    return result


def _places(features: list[QgsFeature]) -> Iterator[tuple[int, float, float]]:
    """Yield every point of the features, with the number of its feature."""
    for index, feature in enumerate(features):
        for vertex in feature.geometry().vertices():
            yield index, vertex.x(), vertex.y()


def _feature(given: QgsFeature, sample: Sample, count: int, fields: QgsFields, *, with_slices: bool) -> QgsFeature:
    added: list[Any] = []
    if with_slices:
        step = sample.step
        period = step.period if step is not None else None
        ends = (period.start, period.end) if period is not None else ()
        moments = [QDateTime.fromMSecsSinceEpoch(round(end.timestamp() * 1000), Qt.TimeSpec.UTC) for end in ends]
        added += [step.words if step is not None else None, *(moments or [None, None])]
    added.append(sample.raster_id)
    values = list(sample.values)[:count]
    added += values + [None] * (count - len(values))
    feature = QgsFeature(fields)
    feature.setAttributes([*given.attributes(), *added])
    return feature


def _at(feature: QgsFeature, x: float, y: float) -> QgsFeature:
    from qgis.core import QgsGeometry, QgsPointXY

    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
    return feature
