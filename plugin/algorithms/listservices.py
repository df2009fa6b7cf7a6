# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:listservices: the image services of a GIS as footprints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QMetaType

from ..translation import in_own_words
from .base import GIS, ImageServicesAlgorithm, in_thread, tr

if TYPE_CHECKING:
    from ...core.listing import ListedService

FIELDS = (
    ("name", QMetaType.Type.QString),
    ("title", QMetaType.Type.QString),
    ("type", QMetaType.Type.QString),
    ("url", QMetaType.Type.QString),
    ("item_id", QMetaType.Type.QString),
    ("pixel_type", QMetaType.Type.QString),
    ("bands", QMetaType.Type.Int),
    ("pixel_size", QMetaType.Type.Double),
    ("access", QMetaType.Type.QString),
    ("description", QMetaType.Type.QString),
)


class ListServicesAlgorithm(ImageServicesAlgorithm):
    """Lists the image services of a GIS."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "listservices"

    def displayName(self) -> str:
        """Return the title."""
        return tr("List image services")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,catalog,browse,search,footprints,portal").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Lists the image services of a registered GIS, or of the portal, server or service at an address: one "
            "footprint per service, with what the service says of itself. Servers are read folder by folder, at any "
            "depth; portals are searched. Services that want a sign-in are listed and say so.\n\n"
            "Search: words that must occur; empty lists everything."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.addParameter(QgsProcessingParameterString(GIS, tr("Registered GIS"), optional=True))
        self.addParameter(QgsProcessingParameterString("URL", tr("Address"), optional=True))
        self.addParameter(QgsProcessingParameterString("SEARCH", tr("Search"), optional=True))
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Footprints"), QgsProcessing.SourceType.VectorPolygon)
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Services")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """List, and write footprints."""
        from .. import library

        library.connect()
        from ...core.gis import registered_gis
        from ...core.listing import list_services, session_maker

        name, url = self.text(parameters, GIS, context), self.text(parameters, "URL", context)
        if not name and not url:
            raise QgsProcessingException(tr("Choose a registered GIS, or give an address."))
        gis = registered_gis(name) if name else None
        address = url or (gis.url if gis is not None else "")
        search = self.text(parameters, "SEARCH", context)

        notes: list[str] = []

        def collect(cancel: Any, progress: Any) -> list[ListedService]:
            found = []
            for entry in list_services(address, session_maker(gis), search, cancel, note=notes.append):
                found.append(entry)
                progress(0, 0, tr("%n service(s)", n=len(found)))
            return found

        found = in_thread(collect, feedback)
        sink, destination = self._sink(parameters, context)
        for entry in found:
            sink.addFeature(feature_of(entry), QgsFeatureSink.Flag.FastInsert)
        del sink
        for note in notes:
            feedback.pushWarning(in_own_words(note))
        feedback.pushInfo(tr("%n image service(s)", n=len(found)))
        return {"OUTPUT": destination, "COUNT": len(found)}

    def _sink(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[QgsFeatureSink, str]:
        sink, destination = self.parameterAsSink(
            parameters,
            "OUTPUT",
            context,
            fields(),
            Qgis.WkbType.Polygon,
            QgsCoordinateReferenceSystem("EPSG:4326"),
        )
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, "OUTPUT"))
        return sink, destination


def fields() -> QgsFields:
    """Return the fields of the footprints."""
    result = QgsFields()
    for name, kind in FIELDS:
        result.append(QgsField(name, kind))
    return result


def feature_of(entry: ListedService) -> QgsFeature:
    """Return the feature of a listed service; without a known place it has no geometry."""
    from ...core.plain_text import one_line

    feature = QgsFeature(fields())
    service = entry.service
    feature.setAttributes(
        [
            entry.name,
            entry.title,
            entry.kind,
            entry.url,
            entry.item_id,
            service.pixel_type.code if service is not None and service.pixel_type is not None else None,
            service.band_count if service is not None else None,
            service.cell_width if service is not None else None,
            entry.access,
            one_line(entry.description),
        ]
    )
    if entry.footprint is not None:
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(*entry.footprint.bounds)))
    return feature
