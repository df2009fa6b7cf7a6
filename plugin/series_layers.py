# SPDX-License-Identifier: GPL-2.0-or-later
"""From a downloaded stack to layers: named, styled alike, and playing in the Temporal Controller."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qgis.core import (
    QgsDateTimeRange,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)

from ..core.errors import OutputError
from ..core.moment import Period
from ..core.service import ImageService
from .command import Parameters
from .layers import describe, dress, dress_stack, short_name, translate
from .styles import classes_of
from .temporal import extremes_of, ranges_of, set_band_times, set_time, show_between

if TYPE_CHECKING:
    from ..core.series import SeriesReport


class SeriesDresser:
    """Dresses the layers of one stack, all in the same shades.

    Args:
        service: where the stack comes from.
        report: what its download did.
        request: the parameters that one slice could be asked for with again; without, layers cannot be refreshed.
    """

    def __init__(self, service: ImageService, report: SeriesReport, request: Parameters | None = None) -> None:
        self._service = service
        self._report = report
        self._request = request
        self._ends: tuple[float, float] | None = None
        layers = report.layers
        self._shown = dict(zip((layer.step.name for layer in layers), ranges_of([x.step.period for x in layers])))

    @property
    def is_stack(self) -> bool:
        """Tell whether all slices are bands of one raster."""
        return len({layer.path for layer in self._report.layers}) < len(self._report.layers)

    @property
    def title(self) -> str:
        """Return what the whole is called."""
        return short_name(self._service)

    def names(self) -> list[tuple[str, str]]:
        """Return pairs of a file and what its layer is to be called."""
        if self.is_stack:
            return [(self._report.output, self.title)]
        return [(layer.path, f"{self.title} {layer.step.words}") for layer in self._report.layers]

    def make(self) -> list[QgsRasterLayer]:
        """Return the layers of the stack, ready to be added to a project.

        Raises:
            OutputError: QGIS cannot read a file.
        """
        made = []
        for path, name in self.names():
            options = QgsRasterLayer.LayerOptions()
            options.loadDefaultStyle = False
            layer = QgsRasterLayer(path, name, "gdal", options)
            if not layer.isValid():
                text = translate("Layers", "“{name}” was written, but QGIS cannot read it.").format(name=path)
                raise OutputError(f"{text} {layer.error().summary()}")
            self.dress(layer, path)
            made.append(layer)
        return made

    def dress(self, layer: QgsRasterLayer, path: str) -> None:
        """Style the layer of a file of the stack, and set its time."""
        if self.is_stack:
            self._dress_stack(layer)
        else:
            self._dress_slice(layer, path)
        ends = self._common_ends(layer)
        if ends is not None:
            show_between(layer, *ends)

    def _dress_stack(self, layer: QgsRasterLayer) -> None:
        dress_stack(layer, self._service, self._report, self._request, self._whole_period())
        if self._report.band_count == 1:  # bands are moments, not colours
            provider = layer.dataProvider()
            classes = classes_of(provider)
            paletted = QgsPalettedRasterRenderer(provider, 1, classes) if classes else None
            layer.setRenderer(paletted or QgsSingleBandGrayRenderer(provider, 1))
        shown: dict[int, QgsDateTimeRange] = {}
        for part in self._report.layers:
            when = self._shown[part.step.name]
            if when is not None:
                shown.update(dict.fromkeys(part.bands, when))
        if shown:
            set_band_times(layer, shown)

    def _dress_slice(self, layer: QgsRasterLayer, path: str) -> None:
        part = next(part for part in self._report.layers if part.path == path)
        step = part.step
        if self._request is None:
            describe(layer, self._service, self._report, step.period)
        else:
            own = {
                "SLICE": step.slice_id,
                "TIME": step.time,
                "MOSAIC_RULE": step.rule(str(self._request.get("MOSAIC_RULE", ""))),
            }
            asked = {name: value for name, value in own.items() if value not in (None, "")}
            dress(layer, self._service, self._report, {**self._request, **asked}, step.period)
        when = self._shown[step.name]
        if when is not None:
            set_time(layer, when)

    def _whole_period(self) -> Period | None:
        """Return the time from the first slice to the last, or None."""
        known = [part.step.period for part in self._report.layers if part.step.period is not None]
        return Period(min(each.start for each in known), max(each.end for each in known)) if known else None

    def _common_ends(self, layer: QgsRasterLayer) -> tuple[float, float] | None:
        """Return the lowest and the highest value of the whole stack; None where it is not shown in shades."""
        if not isinstance(layer.renderer(), QgsSingleBandGrayRenderer):
            return None
        if self._ends is None:
            self._ends = self._ends_of_all()
        return self._ends

    def _ends_of_all(self) -> tuple[float, float] | None:
        if self.is_stack:
            return extremes_of(self._report.output, [band for part in self._report.layers for band in part.bands])
        found = [extremes_of(part.path, part.bands[:1]) for part in self._report.layers]
        known = [ends for ends in found if ends is not None]
        return (min(low for low, _ in known), max(high for _, high in known)) if known else None


class DressWhenLoaded(QgsProcessingLayerPostProcessorInterface):
    """Dresses a layer of a stack that Processing loads, some time after the algorithm and all it held are gone.

    QGIS does not keep a post-processor alive, so it keeps itself, until it has been used.
    """

    _waiting: ClassVar[set[DressWhenLoaded]] = set()

    def __init__(self, dresser: SeriesDresser, path: str) -> None:
        super().__init__()
        self._dresser = dresser
        self._path = path
        self._waiting.add(self)

    def postProcessLayer(
        self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer, if it is a raster layer."""
        self._waiting.discard(self)
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            self._dresser.dress(layer, self._path)
