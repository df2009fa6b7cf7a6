# SPDX-License-Identifier: GPL-2.0-or-later
"""How a downloaded raster looks at first: by what its values are, and without reading them all.

Minimum, maximum, mean and deviation stand in the file already, so a style costs the same for any size of raster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsRasterRenderer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtGui import QColor

from .band_colors import NATURAL_COLOR, bands_of

if TYPE_CHECKING:
    from ..core.service import ImageService

# Beyond this many classes a legend helps nobody (tables of object numbers).
MOST_CLASSES = 1000
# Hues that follow each other at the golden angle stay far apart, however many there are.
GOLDEN_ANGLE = 0.618034
_BYTES = (Qgis.DataType.Byte, Qgis.DataType.Int8)


def _limits() -> tuple[Any, Any]:
    """Return the two ways to find the ends of a stretch; QGIS 3.42 has moved and renamed them."""
    newer = getattr(Qgis, "RasterRangeLimit", None)
    if newer is not None:
        return newer.MinimumMaximum, newer.StdDev
    return QgsRasterMinMaxOrigin.Limits.MinMax, QgsRasterMinMaxOrigin.Limits.StdDev


def style(layer: QgsRasterLayer, service: ImageService) -> None:
    """Style a layer by its data: classes, natural colours, or shades of grey; elevation is also marked as such."""
    provider = layer.dataProvider()
    bands, alpha = _bands(provider)
    extremes, deviation = _limits()
    classes = classes_of(provider) if len(bands) == 1 else []
    if classes:
        renderer = QgsPalettedRasterRenderer(provider, 1, classes)
        _show(layer, renderer, alpha)
    elif len(bands) >= 3:
        renderer = QgsMultiBandColorRenderer(provider, *_natural_colors(provider, bands))
        _show(layer, renderer, alpha)
        if not (service.data_type == "RGB" and provider.dataType(1) in _BYTES):
            _stretch(layer, deviation)
    else:
        _show(layer, QgsSingleBandGrayRenderer(provider, 1), alpha)
        _stretch(layer, extremes)
        if _is_elevation(provider, service):
            _mark_as_elevation(layer)


def _show(layer: QgsRasterLayer, renderer: QgsRasterRenderer, alpha: int) -> None:
    if alpha:
        renderer.setAlphaBand(alpha)
    layer.setRenderer(renderer)


def _stretch(layer: QgsRasterLayer, limits: Any) -> None:
    """Spread the values of the bands shown over the colours, by the statistics of the whole raster."""
    algorithm = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    layer.setContrastEnhancement(algorithm, limits)


def _bands(provider: QgsRasterDataProvider) -> tuple[list[int], int]:
    """Return the bands that hold values, and the one that QGIS makes of a mask (0 where there is none)."""
    numbers = range(1, provider.bandCount() + 1)
    alphas = [n for n in numbers if provider.colorInterpretation(n) == Qgis.RasterColorInterpretation.AlphaBand]
    return [n for n in numbers if n not in alphas], alphas[0] if alphas else 0


def classes_of(provider: QgsRasterDataProvider) -> list[QgsPalettedRasterRenderer.Class]:
    """Return the classes of the file's attribute table, else of its colour table, else none."""
    provider.readNativeAttributeTable()
    table = provider.attributeTable(1)
    if table is None:
        return []
    found = QgsPalettedRasterRenderer.rasterAttributeTableToClassData(table)
    if len(found) > MOST_CLASSES:
        return []
    classes = []
    for index, entry in enumerate(found):
        color = entry.color if table.hasColor() else QColor.fromHsvF(index * GOLDEN_ANGLE % 1, 0.55, 0.85)
        classes += [QgsPalettedRasterRenderer.Class(int(value), color, entry.label) for value in entry.values]
    return classes


def _natural_colors(provider: QgsRasterDataProvider, bands: list[int]) -> list[int]:
    """Return the bands named red, green and blue; the first three where the names do not say."""
    return bands_of(NATURAL_COLOR, {band: provider.bandDescription(band) for band in bands}) or bands[:3]


def _is_elevation(provider: QgsRasterDataProvider, service: ImageService) -> bool:
    """Tell whether values are heights: the service says so, and no rendering has made bytes of them."""
    return service.data_type == "Elevation" and provider.dataType(1) not in _BYTES


def _mark_as_elevation(layer: QgsRasterLayer) -> None:
    """Let elevation profiles and 3D views know that the values are heights."""
    properties = layer.elevationProperties()
    properties.setEnabled(True)
    properties.setMode(Qgis.RasterElevationMode.RepresentsElevationSurface)
    properties.setBandNumber(1)
