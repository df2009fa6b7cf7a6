# SPDX-License-Identifier: GPL-2.0-or-later
"""Land cover that follows the terrain: forest on slopes, farmland and towns in the plains, water in the valleys.

Class numbers, names and colours are those of the United States' National Land Cover Database, which is in the public
domain.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .fields import Fields, fields
from .geotiff import Category, Grid, Layout, Strip, write_geotiff
from .noise import Floats, Integers, Texture, enlarged, grain, power_noise, strips
from .terrain import Ground, Terrain

WATER, ICE = 11, 12
OPEN_SPACE, LOW_INTENSITY, MEDIUM_INTENSITY, HIGH_INTENSITY = 21, 22, 23, 24
BARREN, DECIDUOUS, EVERGREEN, MIXED = 31, 41, 42, 43
SHRUB, GRASSLAND, PASTURE, CROPS = 52, 71, 81, 82
WOODY_WETLANDS, HERBACEOUS_WETLANDS = 90, 95

CATEGORIES = (
    Category(WATER, "Open Water", (70, 107, 159)),
    Category(ICE, "Perennial Ice/Snow", (209, 222, 248)),
    Category(OPEN_SPACE, "Developed, Open Space", (222, 197, 197)),
    Category(LOW_INTENSITY, "Developed, Low Intensity", (217, 146, 130)),
    Category(MEDIUM_INTENSITY, "Developed, Medium Intensity", (235, 0, 0)),
    Category(HIGH_INTENSITY, "Developed, High Intensity", (171, 0, 0)),
    Category(BARREN, "Barren Land", (179, 172, 159)),
    Category(DECIDUOUS, "Deciduous Forest", (104, 171, 95)),
    Category(EVERGREEN, "Evergreen Forest", (28, 95, 44)),
    Category(MIXED, "Mixed Forest", (181, 197, 143)),
    Category(SHRUB, "Shrub/Scrub", (204, 184, 121)),
    Category(GRASSLAND, "Grassland/Herbaceous", (223, 223, 194)),
    Category(PASTURE, "Pasture/Hay", (220, 217, 57)),
    Category(CROPS, "Cultivated Crops", (171, 108, 40)),
    Category(WOODY_WETLANDS, "Woody Wetlands", (184, 217, 235)),
    Category(HERBACEOUS_WETLANDS, "Emergent Herbaceous Wetlands", (108, 159, 184)),
)
_SECTION = 800.0  # metres
_CLIMATE = 64  # pixels between the nodes of the widest moisture pattern
_FOREST = (DECIDUOUS, EVERGREEN)


class Country:
    """A terrain and what grows and stands on it."""

    def __init__(self, seed: int, grid: Grid, step: int, relief: float) -> None:
        self.terrain = Terrain(seed, grid.columns, grid.rows, grid.cell_x, step=step, relief=relief)
        self._seed, self._relief, self._cell = seed, relief, grid.cell_x
        self._patches = Texture(seed + 20, 2.6, 120.0)
        self._moisture = Texture(seed + 30, 3.0, 400.0)
        self._climate = power_noise(seed + 35, (grid.rows // _CLIMATE + 4, grid.columns // _CLIMATE + 4), 3.0)
        self._towns = self._placed_towns()

    def cover(self, first_row: int, rows: int) -> tuple[Ground, Fields, npt.NDArray[np.uint8]]:
        """Return the ground, the fields and the class of every pixel of some full rows."""
        columns = self.terrain.columns
        window = (first_row, rows, columns)
        ground = self.terrain.ground(first_row, rows)
        patches = self._patches.window(*window)
        moisture = 0.8 * self._moisture.window(*window) + 0.6 * enlarged(self._climate, _CLIMATE, *window)
        east = np.arange(columns, dtype=np.float32)[None, :] * np.float32(self._cell)
        south = np.arange(first_row, first_row + rows, dtype=np.float32)[:, None] * np.float32(self._cell)
        farm = fields(self._seed + 40, east, south, _SECTION, 0.12)
        classes = self._wild(ground, patches, moisture)
        plain = ground.slope * (1 + 0.3 * patches) < 0.075
        farmed = plain & (moisture + 0.4 * patches > -0.9) & (ground.height < 0.45 * self._relief)
        classes = np.where(farmed, _farmed(farm, patches), classes)
        classes = self._settled(classes, ground, farm, patches, (east, south))
        return ground, farm, _watered(classes, ground, patches).astype(np.uint8)

    def _wild(self, ground: Ground, patches: Floats, moisture: Floats) -> Integers:
        """Return what grows where nobody farms: by height, steepness and moisture."""
        height = ground.height / np.float32(self._relief) + 0.05 * patches
        conifers = height + 0.10 * moisture + 0.15 * (0.6 - ground.shade) > 0.34
        mixed = np.abs(height + 0.10 * moisture - 0.32) < 0.05
        classes = np.where(conifers, EVERGREEN, DECIDUOUS)
        classes = np.where(mixed, MIXED, classes)
        dry = moisture + 0.6 * patches < -1.1
        classes = np.where(dry, np.where(patches > 0.2, GRASSLAND, SHRUB), classes)
        alpine = height > 0.62
        classes = np.where(alpine, np.where(patches + ground.shade > 0.5, GRASSLAND, SHRUB), classes)
        bare = (height + 0.12 * ground.slope > 0.76) | (ground.slope + 0.1 * patches > 0.85)
        classes = np.where(bare, BARREN, classes)
        return np.where((height > 0.86) & (ground.slope < 0.7), ICE, classes)

    def _settled(
        self, classes: Integers, ground: Ground, farm: Fields, patches: Floats, position: tuple[Floats, Floats]
    ) -> Integers:
        """Put lanes and towns over the plains."""
        density = np.zeros_like(ground.height)
        for x, y, radius in self._towns:
            east, south = position
            squared = (east - np.float32(x)) ** 2 + (south - np.float32(y)) ** 2
            density = np.maximum(density, np.exp(squared * np.float32(-1 / radius**2)))
        density += np.float32(0.1) * patches * (density > 0.05)
        density[ground.slope > 0.2] = 0.0
        lane = (farm.to_lane < 0.7 * self._cell) & (ground.slope < 0.06)
        classes = np.where(lane & (farm.random > 0.25), OPEN_SPACE, classes)
        for least, kind in (
            (0.22, OPEN_SPACE),
            (0.36, LOW_INTENSITY),
            (0.58, MEDIUM_INTENSITY),
            (0.82, HIGH_INTENSITY),
        ):
            classes = np.where(density + 0.16 * (farm.random - 0.5) > least, kind, classes)
        return classes

    def _placed_towns(self) -> list[tuple[float, float, float]]:
        """Return (east, south, radius) in metres: flat places, the larger towns fewer."""
        random = np.random.default_rng(self._seed + 50)
        width, height = self.terrain.columns * self._cell, self.terrain.rows * self._cell
        towns: list[tuple[float, float, float]] = []
        for _ in range(400):
            east, south = float(random.uniform(0, width)), float(random.uniform(0, height))
            radius = float(np.clip(0.012 * width * random.pareto(1.6), 250, 0.045 * width))
            row = min(int(south / self._cell), self.terrain.rows - 1)
            ground = self.terrain.ground(row, 1)
            column = min(int(east / self._cell), self.terrain.columns - 1)
            flat = ground.slope[0, column] < 0.05 and not ground.lake[0, column]
            apart = all(np.hypot(east - x, south - y) > 2.5 * (radius + r) for x, y, r in towns)
            if flat and apart:
                towns.append((east, south, radius))
            if len(towns) == 24:
                break
        return towns


def _farmed(farm: Fields, patches: Floats) -> Integers:
    classes = np.where(farm.random < 0.55, CROPS, PASTURE)
    classes = np.where(farm.random > 0.88, DECIDUOUS, classes)
    return np.where(patches > 1.7, DECIDUOUS, classes)  # copses


def _watered(classes: Integers, ground: Ground, patches: Floats) -> Integers:
    """Put rivers, lakes and the wetlands beside them over everything else."""
    damp = (ground.wetness + 0.03 * patches > 0.68) & (ground.slope < 0.05)
    classes = np.where(damp, np.where(patches > 0.2, WOODY_WETLANDS, HERBACEOUS_WETLANDS), classes)
    return np.where(ground.lake | (ground.wetness > 0.75), WATER, classes)


def write_classes(path: Path, grid: Grid) -> None:
    """Write the land cover: one byte a pixel, with colours and an attribute table."""
    country = Country(11, grid, 8 if grid.columns > 4000 else 4, 0.025 * grid.columns * grid.cell_x)

    def pieces() -> Iterator[Strip]:
        for first, rows in strips(grid.rows):
            yield first, country.cover(first, rows)[2][None]

    layout = Layout("U8", categories=CATEGORIES, resampling="NEAREST", options=["COMPRESS=DEFLATE"])
    write_geotiff(path, grid, layout, pieces())


def write_forest(path: Path, grid: Grid) -> None:
    """Write a forest mask: one bit a pixel, 1 = forest."""
    country = Country(13, grid, 4, 600.0)

    def pieces() -> Iterator[Strip]:
        for first, rows in strips(grid.rows):
            cover = country.cover(first, rows)[2]
            ragged = np.isin(cover, _FOREST) & (grain(17, first, rows, grid.columns) > -0.96)
            yield first, ragged.astype(np.uint8)[None]

    write_geotiff(path, grid, Layout("U1", bands=("Forest",)), pieces())
