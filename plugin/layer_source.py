# SPDX-License-Identifier: GPL-2.0-or-later
"""Raster layers of any kind as sources of cells, read in blocks: files, databases, formulas, and what servers draw.

A layer belongs to the main thread. ``LayerSnapshot.of`` takes there what is needed, without touching a file or a
network; ``open`` makes a source of it, in the thread that reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsRasterDataProvider, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..core.errors import PlanError
from .layer_style import LayerStyle
from .provider_source import Part, ProviderSource, is_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..core.grid import Window
    from ..core.raster_source import RasterSource, SourceFacts

translate = QCoreApplication.translate


@dataclass(frozen=True)
class LayerSnapshot:
    """What a layer is at this moment; nothing that happens to the layer later changes it.

    ``path`` is what GDAL opens to read the very cells of the layer; empty where only the provider knows them.
    """

    name: str
    wkt: str
    path: str
    provider: QgsRasterDataProvider = field(repr=False, compare=False)
    style: LayerStyle
    part: Part | None = None

    @classmethod
    def of(cls, layer: QgsRasterLayer, part: Part | None = None) -> LayerSnapshot:
        """Take a snapshot of a layer, on the main thread.

        Args:
            layer: the layer.
            part: what to take of a layer that shows pictures; its whole extent otherwise.

        Raises:
            PlanError: the layer shows nothing.
        """
        provider = layer.dataProvider()
        if not layer.isValid() or provider is None:
            text = translate("LayerSource", "The layer “{name}” cannot be read: repair its data source first.")
            raise PlanError(text.format(name=layer.name()))
        path = _plain_file(layer, provider)
        return cls(layer.name(), wkt_of(layer.crs()), path, provider.clone(), LayerStyle.of(layer), part)

    @property
    def is_picture(self) -> bool:
        """Tell whether a server draws the layer: there are colours then, and no values."""
        return is_picture(self.provider)

    def copy(self) -> LayerSnapshot:
        """Return the same with a provider of its own, for another thread."""
        return replace(self, provider=self.provider.clone())

    def open(self) -> RasterSource:
        """Return the source, in the thread that will read it.

        Raises:
            ImageServiceError: the layer cannot be read.
        """
        if not self.path:
            return LayerSource(ProviderSource(self.provider, self.part), self)
        from ..core.publish_plan import NO_TRANSFORM
        from ..core.raster_source import GdalSource

        cells = GdalSource(self.path)
        if cells.facts.transform == NO_TRANSFORM:  # QGIS may know better: it turns control points into a place
            cells.close()
            return LayerSource(ProviderSource(self.provider, self.part), self)
        return LayerSource(cells, self)

    def notes(self) -> tuple[str, ...]:
        """Return what to know about the values that this layer gives."""
        if not self.is_picture:
            return ()
        text = translate(
            "LayerSource",
            "A server draws this layer: what is published is a picture with colors, not the values behind it.",
        )
        return (text,)


class LayerSource:
    """A source that knows the layer's name, reference and style besides what its data say."""

    def __init__(self, cells: RasterSource, snapshot: LayerSnapshot) -> None:
        self._cells = cells
        known = replace(cells.facts, name=snapshot.name, wkt=snapshot.wkt)
        self._facts = snapshot.style.dressed(known)

    @property
    def facts(self) -> SourceFacts:
        """Return what is known without reading cells."""
        return self._facts

    def read(self, band_indexes: tuple[int, ...], window: Window) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return cells and their validity, each of shape (bands, rows, columns).

        Raises:
            ImageServiceError: they cannot be read.
        """
        return self._cells.read(band_indexes, window)

    def close(self) -> None:
        """Let go of the data."""
        self._cells.close()


def wkt_of(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a coordinate reference system as WKT; nothing where QGIS knows none."""
    return str(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)) if crs.isValid() else ""


def _plain_file(layer: QgsRasterLayer, provider: QgsRasterDataProvider) -> str:
    """Return what GDAL opens for a layer; nothing where QGIS changes something on the way."""
    source = str(provider.dataSourceUri())
    if layer.providerType() != "gdal" or "|" in source or "authcfg=" in source:
        return ""
    is_changed = any(
        provider.userNoDataValues(band)
        or (provider.sourceHasNoDataValue(band) and not provider.useSourceNoDataValue(band))
        or (provider.bandScale(band), provider.bandOffset(band)) != (1.0, 0.0)
        for band in range(1, provider.bandCount() + 1)
    )
    return "" if is_changed else source
