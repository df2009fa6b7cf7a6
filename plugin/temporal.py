# SPDX-License-Identifier: GPL-2.0-or-later
"""The time of layers, set so that the Temporal Controller plays a stack at once.

Moments are shown until the next one begins: an instant has no length, and a frame between two of them would be empty.
Periods keep their own ends, but for an end that is the next one's start, which would show both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsDateTimeRange,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ..core.gdal_errors import collected
from ..core.moment import FIRST, LAST, Period, milliseconds_of

Band = int


def ranges_of(periods: Sequence[Period | None]) -> list[QgsDateTimeRange | None]:
    """Return when each of a stack is shown; None where nothing says when."""
    starts = sorted({period.start for period in periods if period is not None})
    return [_range(period, starts) if period is not None else None for period in periods]


def _range(period: Period, starts: Sequence[datetime]) -> QgsDateTimeRange:
    later = [start for start in starts if start > period.start]
    if not period.is_instant:
        return QgsDateTimeRange(_moment(period.start), _moment(period.end), True, period.end not in later)
    if later:
        return QgsDateTimeRange(_moment(period.start), _moment(later[0]), True, False)
    if len(starts) < 2:
        return QgsDateTimeRange(_moment(period.start), _moment(period.start), True, True)
    return QgsDateTimeRange(_moment(period.start), _moment(starts[-1] + (starts[-1] - starts[-2])), True, False)


def range_of(period: Period) -> QgsDateTimeRange:
    """Return all of a period; ends that are open stay so."""
    ends = (QDateTime() if end in {FIRST, LAST} else _moment(end) for end in (period.start, period.end))
    return QgsDateTimeRange(*ends)


def _moment(moment: datetime) -> QDateTime:
    """Return a moment for Qt; the parts of its time are left out of the way of time zones."""
    return QDateTime.fromMSecsSinceEpoch(milliseconds_of(moment.astimezone(timezone.utc)), Qt.TimeSpec.UTC)


def set_time(layer: QgsRasterLayer, shown: QgsDateTimeRange) -> None:
    """Show a layer at its time only, while the Temporal Controller is on."""
    properties = layer.temporalProperties()
    properties.setMode(Qgis.RasterTemporalMode.FixedTemporalRange)
    properties.setFixedTemporalRange(shown)
    properties.setIsActive(True)


def set_band_times(layer: QgsRasterLayer, shown: dict[Band, QgsDateTimeRange]) -> None:
    """Show each band of a layer at its time only (numbers count from 1), while the Temporal Controller is on."""
    properties = layer.temporalProperties()
    properties.setMode(Qgis.RasterTemporalMode.FixedRangePerBand)
    properties.setFixedRangePerBand(shown)
    properties.setIsActive(True)


def extremes_of(path: str, bands: Sequence[Band]) -> tuple[float, float] | None:
    """Return the lowest and the highest value of some bands, as the file says; None where it does not."""
    from osgeo import gdal

    dataset = None
    with collected():
        dataset = gdal.OpenEx(path, gdal.OF_RASTER)
    if dataset is None:
        return None
    ends = []
    for number in bands:
        band = dataset.GetRasterBand(number)
        said = [band.GetMetadataItem(f"STATISTICS_{name}") for name in ("MINIMUM", "MAXIMUM")]
        ends += [(float(said[0]), float(said[1]))] if all(said) else []
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def show_between(layer: QgsRasterLayer, low: float, high: float) -> None:
    """Shade a layer between fixed values, so that the same shade means the same in every frame."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsSingleBandGrayRenderer):
        return
    enhancement = QgsContrastEnhancement(layer.dataProvider().dataType(renderer.inputBand()))
    enhancement.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    )
    enhancement.setMinimumValue(low)
    enhancement.setMaximumValue(high)
    renderer.setContrastEnhancement(enhancement)
    renderer.setMinMaxOrigin(QgsRasterMinMaxOrigin())  # ends of the user's own: nothing is computed anew
    layer.triggerRepaint()
