# SPDX-License-Identifier: GPL-2.0-or-later
"""Overlapping rasters on one grid: sampled one by one from the top, and put together by a mosaic operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .geometry import Geometry
from .grid import Floats, Grid
from .pixels import Array, Image, Mask, cast
from .raster import Window
from .resample import Source, sample

FIRST, LAST, MIN, MAX, MEAN, BLEND, SUM = "First", "Last", "Min", "Max", "Mean", "Blend", "Sum"
OPERATORS = (FIRST, LAST, MIN, MAX, MEAN, BLEND, SUM)

_EXTREMES: dict[str, Callable[[Array, Array], Array]] = {MIN: np.minimum, MAX: np.maximum}


@dataclass(frozen=True)
class Layer:
    """One raster of a stack; ``clip`` (in the spatial reference of the grids to come) bounds where it may show."""

    source: Source
    clip: Geometry | None = None

    def on(self, grid: Grid, method: str) -> Image:
        """Return the pixels of the raster on a grid."""
        image = sample(self.source, grid, method)
        if self.clip is None:
            return image
        return Image(image.data, image.mask() & self.clip.covers(grid), image.pixel_type)

    def weight(self, grid: Grid) -> Floats:
        """Return how many cells each place lies from the raster's nearest edge: its part in a blend."""
        rows, columns = self.source.locate(grid, Window(0, 0, grid.columns, grid.rows))
        lattice = self.source.raster.grid
        down = np.minimum(rows, lattice.rows - rows)
        across = np.minimum(columns, lattice.columns - columns)
        return np.maximum(np.minimum(down, across), 0.0)


@dataclass(frozen=True)
class Finished(Layer):
    """A raster whose pixels on the grid of a request have been made already."""

    image: Image | None = None

    def on(self, grid: Grid, method: str) -> Image:
        """Return those pixels."""
        return super().on(grid, method) if self.image is None else self.image


@dataclass(frozen=True)
class Stack:
    """Rasters from top to bottom; ``bands`` and ``pixel_type`` say what there is even where no raster is."""

    layers: tuple[Layer, ...]
    bands: int
    pixel_type: str
    dtype: np.dtype[Any]
    operator: str = FIRST
    item_rule: Mapping[str, Any] | None = None  # what is done to every raster before they are put together

    def alone(self, layer: Layer) -> Stack:
        """Return one of the rasters by itself, with nothing done to it."""
        return replace(self, layers=(layer,), item_rule=None)

    def finished(self, images: Sequence[Image]) -> Stack:
        """Return the stack with pixels made of its rasters, in their order."""
        layers = [Finished(layer.source, None, image) for layer, image in zip(self.layers, images, strict=True)]
        first = images[0]
        return Stack(tuple(layers), first.bands, first.pixel_type, first.data.dtype, self.operator)

    def on(self, grid: Grid, method: str) -> Image:
        """Return the pixels of the mosaic on a grid."""
        if len(self.layers) == 1:
            return self.layers[0].on(grid, method)
        if self.operator in (FIRST, LAST):
            return self._topmost(grid, method)
        return self._merged(grid, method)

    def images(self, grid: Grid, method: str) -> Iterator[tuple[Image, Layer]]:
        """Yield every raster on the grid, from the top."""
        for layer in self.layers:
            yield layer.on(grid, method), layer

    def _topmost(self, grid: Grid, method: str) -> Image:
        data, valid = self._blank(grid)
        for layer in self.layers if self.operator == FIRST else reversed(self.layers):
            image = layer.on(grid, method)
            shown = image.mask() & ~valid
            data[:, shown] = image.data[:, shown]
            valid |= shown
            if valid.all():
                break
        return Image(data, None if valid.all() else valid, self.pixel_type)

    def _merged(self, grid: Grid, method: str) -> Image:
        total = np.zeros((self.bands, grid.rows, grid.columns))
        weights = np.zeros((grid.rows, grid.columns))
        valid = np.zeros((grid.rows, grid.columns), dtype=np.bool_)
        pick = _EXTREMES.get(self.operator)
        for image, layer in self.images(grid, method):
            mask = image.mask()
            values = np.where(mask, image.data, 0).astype(np.float64)
            if pick is not None:
                total = np.where(mask & valid, pick(total, values), np.where(mask, values, total))
            else:
                weight = layer.weight(grid) * mask if self.operator == BLEND else mask.astype(np.float64)
                total += values * weight
                weights += weight
            valid |= mask
        if self.operator in (MEAN, BLEND):
            total = total / np.where(weights > 0, weights, 1)
        data = np.where(valid, cast(total, self.pixel_type), 0).astype(self.dtype)
        return Image(data, None if valid.all() else valid, self.pixel_type)

    def _blank(self, grid: Grid) -> tuple[Array, Mask]:
        shape = grid.rows, grid.columns
        return np.zeros((self.bands, *shape), dtype=self.dtype), np.zeros(shape, dtype=np.bool_)
