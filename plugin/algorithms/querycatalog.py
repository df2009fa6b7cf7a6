# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:querycatalog: the rasters of a mosaic as footprints with their attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)
from qgis.PyQt.QtCore import QDateTime, QMetaType, Qt

from ..crs import to_qgis
from .base import AUTHCFG, GIS, SERVICE, ImageServicesAlgorithm, in_thread, tr
from .step_options import add_query_parameters, query_from

if TYPE_CHECKING:
    from ...core.catalog import CatalogField, CatalogRaster
    from ...core.spatialref import SpatialReference

    Fields = tuple[CatalogField, ...]

KINDS = {
    "oid": QMetaType.Type.LongLong,
    "integer": QMetaType.Type.LongLong,
    "smallinteger": QMetaType.Type.Int,
    "biginteger": QMetaType.Type.LongLong,
    "double": QMetaType.Type.Double,
    "single": QMetaType.Type.Double,
    "date": QMetaType.Type.QDateTime,
}
# Fields that say the same for every catalogue, before its own.
COMMON = (
    ("raster_id", QMetaType.Type.LongLong),
    ("raster_name", QMetaType.Type.QString),
    ("start", QMetaType.Type.QDateTime),
    ("end", QMetaType.Type.QDateTime),
)


class QueryCatalogAlgorithm(ImageServicesAlgorithm):
    """Lists the rasters of a mosaic."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "querycatalog"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Query catalog of image service")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,mosaic,catalog,footprints,scenes,dates,query").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Lists the rasters that an ArcGIS image service is made of: one footprint for each, with its name, its "
            "dates and all attributes of the catalogue. All matching rasters are listed, however few the server hands "
            "out at once.\n\n"
            "Extent: any coordinate system; footprints that touch it.\n"
            "Condition: SQL on the attributes, such as CloudCover < 10 AND Month = 6.\n"
            "Time: 2020-06-01, or 2020-01-01/2020-12-31.\n"
            "Sort by: names of fields, such as AcquisitionDate DESC."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_service_parameters()
        add_query_parameters(self)
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Footprints"), QgsProcessing.SourceType.VectorPolygon)
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Rasters")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Ask, and write footprints."""
        from .. import library

        url = self.text(parameters, SERVICE, context)
        gis, authcfg = self.text(parameters, GIS, context), self.text(parameters, AUTHCFG, context)
        query = query_from(self, parameters, context)

        def collect(cancel: Any, progress: Any) -> tuple[SpatialReference, Fields, list[CatalogRaster]]:
            service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
            catalog = service.catalog()
            total, found = catalog.count(query, cancel), []
            for raster in catalog.rasters(query, cancel):
                found.append(raster)
                progress(len(found), total, tr("%Ln raster(s)", n=len(found)))
            return service.crs, catalog.fields, found

        reference, listed, found = in_thread(collect, feedback)
        crs = to_qgis(reference)  # here: outside of the thread that made it, QGIS writes files without it
        fields = fields_of(listed)
        sink, destination = self.parameterAsSink(parameters, "OUTPUT", context, fields, Qgis.WkbType.MultiPolygon, crs)
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, "OUTPUT"))
        for raster in found:
            sink.addFeature(feature_of(raster, listed, fields), QgsFeatureSink.Flag.FastInsert)
        del sink
        feedback.pushInfo(tr("%Ln raster(s)", n=len(found)))
        return {"OUTPUT": destination, "COUNT": len(found)}


def fields_of(listed: tuple[CatalogField, ...]) -> QgsFields:
    """Return the fields of the footprints: those of every catalogue, and its own."""
    result = QgsFields()
    for name, kind in COMMON:
        result.append(QgsField(name, kind))
    for each in listed:
        field = QgsField(each.name, KINDS.get(each.kind, QMetaType.Type.QString))
        field.setAlias(each.alias if each.alias != each.name else "")
        result.append(field)  # QGIS leaves out what has the name of one before
    return result


def feature_of(raster: CatalogRaster, listed: tuple[CatalogField, ...], fields: QgsFields) -> QgsFeature:
    """Return the footprint of a raster."""
    feature = QgsFeature(fields)
    feature.setAttribute("raster_id", raster.id)
    feature.setAttribute("raster_name", raster.name)
    if raster.period is not None:
        for name, moment in (("start", raster.period.start), ("end", raster.period.end)):
            feature.setAttribute(name, _moment(moment.timestamp() * 1000))
    own = {name.lower(): value for name, value in raster.attributes.items()}
    for each in listed:
        index = fields.lookupField(each.name)
        if index >= len(COMMON) and each.name.lower() in own:
            feature.setAttribute(index, _value(own[each.name.lower()], each.kind))
    if raster.rings:
        feature.setGeometry(footprint_of(raster))
    return feature


def footprint_of(raster: CatalogRaster) -> QgsGeometry:
    """Return the footprint of a raster; which of its rings are holes is told by where they lie."""
    rings = [[QgsPointXY(x, y) for x, y in ring] for ring in raster.rings if len(ring) > 3]
    geometry = QgsGeometry.fromPolygonXY(rings[:1]) if rings else QgsGeometry()
    for ring in rings[1:]:
        geometry = geometry.symDifference(QgsGeometry.fromPolygonXY([ring]))
    geometry.convertToMultiType()
    return geometry


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "date" and isinstance(value, (int, float)):
        return _moment(value)
    if kind in KINDS:
        return value
    return value if isinstance(value, str) else str(value)


def _moment(milliseconds: float) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(milliseconds), Qt.TimeSpec.UTC)
