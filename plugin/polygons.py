# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons of a layer to clip to: read beside the main thread, and named so that they are found again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ..core.cancel import Cancel
from .algorithms.download_options import clip_of

if TYPE_CHECKING:
    from ..core.clip import Clip


class PolygonSource:
    """The polygons that a layer holds now, also those that are not saved yet; made on the main thread, read in any.

    Args:
        layer: the layer.
        features: ids of the features wanted; None is all of them.
    """

    def __init__(self, layer: QgsVectorLayer, features: Sequence[int] | None = None) -> None:
        self._source = QgsVectorLayerFeatureSource(layer)
        self._crs = layer.crs()
        self._features = features
        self._cancel = Cancel()

    def clip(self, cancel: Cancel) -> Clip | None:
        """Return the polygons as one.

        Raises:
            Cancelled: it was cancelled.
            PlanError: there are none, or QGIS does not know where they lie.
        """
        self._cancel = cancel
        return clip_of(self)

    def sourceCrs(self) -> QgsCoordinateReferenceSystem:
        """Return the reference of the polygons, as feature sources of QGIS do."""
        return self._crs

    def getFeatures(self, request: QgsFeatureRequest) -> Iterator[QgsFeature]:
        """Return the features, as feature sources of QGIS do, and stop when cancelled."""
        if self._features is not None:
            request.setFilterFids(list(self._features))
        for feature in self._source.getFeatures(request):
            self._cancel.raise_if_set()
            yield feature


def file_of(layer: QgsVectorLayer) -> str:
    """Return the source of a layer whose saved polygons lie in a file that lasts, as Processing reads it; else nothing.

    Sources of other kinds may hold passwords, or are gone with the session.
    """
    if layer.providerType() != "ogr" or layer.isModified() or layer.isTemporary():
        return ""
    path = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path", "")
    return str(layer.source()) if path and Path(path).exists() else ""
