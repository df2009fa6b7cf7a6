# SPDX-License-Identifier: GPL-2.0-or-later
"""Spatial references of the library on one side, QGIS's coordinate reference systems on the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QCoreApplication

if TYPE_CHECKING:
    from ..core.spatialref import SpatialReference

T = TypeVar("T")
translate = QCoreApplication.translate


def to_qgis(reference: SpatialReference | None) -> QgsCoordinateReferenceSystem:
    """Return a reference as QGIS knows it; an invalid one where there is none, or where it is unknown."""
    if reference is None:
        return QgsCoordinateReferenceSystem()
    authority, definition = _off_qt_threads(lambda: _names_of(reference))
    crs = QgsCoordinateReferenceSystem(authority) if authority else QgsCoordinateReferenceSystem()
    return crs if crs.isValid() or not definition else QgsCoordinateReferenceSystem.fromWkt(definition)


def to_reference(crs: QgsCoordinateReferenceSystem) -> SpatialReference:
    """Return a system of QGIS as the library knows it: by its code, or as text.

    Raises:
        PlanError: QGIS or the library does not know it.
    """
    return reference_named(definition_of(crs))


def definition_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a system of QGIS as the library reads it: its code, or its WKT.

    Raises:
        PlanError: QGIS does not know it.
    """
    from ..core.errors import PlanError

    if not crs.isValid():
        text = translate(
            "ImageServicesAlgorithms", "A spatial reference among the inputs is not known to QGIS: choose another one."
        )
        raise PlanError(text)
    if crs.authid().upper().startswith(("EPSG:", "ESRI:")):
        return str(crs.authid())
    return str(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED))


def reference_named(definition: str) -> SpatialReference:
    """Return the reference that a code or a WKT names.

    Raises:
        PlanError: the library does not know it.
    """
    from ..core.spatialref import SpatialReference

    return _off_qt_threads(lambda: SpatialReference.parse(definition))


def _names_of(reference: SpatialReference) -> tuple[str | None, str]:
    return (reference.to_authority(), reference.to_wkt()) if reference.is_known else (None, "")


def _off_qt_threads(ask: Callable[[], T]) -> T:
    """Ask pyproj something in a thread that is surely not one of Qt's, where Processing runs algorithms.

    See ``CoreTask.run``: when such a thread comes back with another algorithm, pyproj 3.7 crashes QGIS.
    """
    if threading.current_thread() is threading.main_thread():
        return ask()
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1, "image-services-crs") as pool:
        return pool.submit(ask).result()
