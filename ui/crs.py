# SPDX-License-Identifier: GPL-2.0-or-later
"""Spatial references of the library on one side, QGIS's coordinate reference systems on the other."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem

from ..core.spatialref import SpatialReference


def to_qgis(reference: SpatialReference | None) -> QgsCoordinateReferenceSystem:
    """Return a reference as QGIS knows it; an invalid one where there is none, or where it is unknown."""
    if reference is None or not reference.is_known:
        return QgsCoordinateReferenceSystem()
    authority = reference.to_authority()
    crs = QgsCoordinateReferenceSystem(authority) if authority else QgsCoordinateReferenceSystem()
    return crs if crs.isValid() else QgsCoordinateReferenceSystem.fromWkt(reference.to_wkt())


def to_reference(crs: QgsCoordinateReferenceSystem) -> SpatialReference:
    """Return a valid system of QGIS as the library knows it: by its code, or as text.

    Raises:
        PlanError: the library does not know it.
    """
    if crs.authid().upper().startswith(("EPSG:", "ESRI:")):
        return SpatialReference.parse(crs.authid())
    return SpatialReference.parse(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))
