# SPDX-License-Identifier: GPL-2.0-or-later
"""An invented stretch of country: eroded on a coarse grid, given row by row at any resolution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .erosion import carve, lake_depth
from .noise import Flags, Floats, Texture, enlarged, grain, power_noise, sampled, stretched

_MARGIN = 0.06  # of the carved grid, cut off on every side: its edges show where the water leaves


@dataclass(frozen=True)
class Ground:
    """Some full rows of a terrain, float32 arrays of one shape."""

    height: Floats  # metres, never below 0
    slope: Floats  # rise over run of the land's larger forms
    shade: Floats  # 0..1, light from the north-west at 45 degrees, larger forms only
    wetness: Floats  # 0..1, logarithm of the drained area: ridges 0, the largest rivers 1
    lake: Flags


class Terrain:
    """Country of ``columns`` x ``rows`` pixels of ``cell`` metres; ``step`` pixels to a node of the carved grid."""

    def __init__(self, seed: int, columns: int, rows: int, cell: float, *, step: int, relief: float) -> None:
        self.columns, self.rows, self.cell, self.step = columns, rows, cell, step
        self._seed = seed
        shape = (-(-rows // step) + 4, -(-columns // step) + 4)
        carved = (int(shape[0] * (1 + 2 * _MARGIN)), int(shape[1] * (1 + 2 * _MARGIN)))
        # Rivers and slopes take shape at the scale of hundreds of metres, whatever the pixel: carve them there.
        land = carve(seed, carved, 80.0)
        factor = relief / float(np.quantile(land.height, 0.999))
        wetness = _spread(np.log(land.area / land.area.min()))
        depth = lake_depth(land, seed + 3, max(6, land.height.size // 25_000), 0.03 * relief / factor)
        warp = _Warp(seed + 4, carved, shape)
        self._height = warp(land.height * factor).astype(np.float32)
        self._wetness = warp(wetness / wetness.max()).astype(np.float32)
        self._depth = warp(depth * factor).astype(np.float32)
        south, east = np.gradient(self._height, cell * step)
        self._slope = np.hypot(south, east).astype(np.float32)
        self._shade = _hillshade(south, east).astype(np.float32)
        self._detail = Texture(seed + 5, 3.0, 2.0 * step)

    def ground(self, first_row: int, rows: int) -> Ground:
        """Return ``rows`` full rows from ``first_row`` on."""
        window = (first_row, rows, self.columns)
        slope = np.maximum(self._enlarged(self._slope, window), 0)
        detail = self._detail.window(*window)
        # Steep ground is rough ground; the grain of a few centimetres is what no codec can squeeze out.
        rough = np.float32(0.06 * self.cell * self.step) * slope * detail
        rough += np.float32(0.05) * grain(self._seed, *window)
        height = np.maximum(self._enlarged(self._height, window) + rough, 0)
        depth = self._enlarged(self._depth, window)
        return Ground(
            height=height,
            slope=slope,
            shade=np.clip(self._enlarged(self._shade, window), 0, 1),
            wetness=np.clip(self._enlarged(self._wetness, window), 0, 1),
            lake=depth - np.abs(rough) > 0,
        )

    def _enlarged(self, grid: Floats, window: tuple[int, int, int]) -> Floats:
        return enlarged(grid, self.step, *window)


class _Warp:
    """Bends a carved grid and cuts off its margins, so that no valley follows the axes of the grid."""

    def __init__(self, seed: int, carved: tuple[int, int], shape: tuple[int, int]) -> None:
        rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float64)
        coarse = (max(8, shape[0] // 8), max(8, shape[1] // 8))
        reach = 0.022 * min(shape)
        self._rows = rows + (carved[0] - shape[0]) / 2
        self._columns = columns + (carved[1] - shape[1]) / 2
        self._rows += reach * stretched(power_noise(seed, coarse, 4.0), shape)
        self._columns += reach * stretched(power_noise(seed + 1, coarse, 4.0), shape)

    def __call__(self, grid: Floats) -> Floats:
        return sampled(grid, self._rows, self._columns)


def _spread(grid: Floats) -> Floats:
    """Return ``grid`` with its one-node lines widened and softened, so that rivers survive being resampled."""
    for _ in range(2):
        padded = np.pad(grid, 1, mode="edge")
        sides = [padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]]
        grid = 0.5 * grid + 0.5 * np.maximum.reduce([grid, *sides])
    return grid


def _hillshade(south: Floats, east: Floats) -> Floats:
    """Return 0..1: the cosine between the ground's normal and the sun in the north-west, 45 degrees up."""
    towards_sun = np.sqrt(0.5)
    light = towards_sun * (1 + (east + south) * np.sqrt(0.5))
    shade: Floats = np.clip(light / np.sqrt(1 + east**2 + south**2), 0, 1)
    return shade
