# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures: a satellite scene in four bands with a slanted collar, and an aerial photograph of farms and a village."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import landcover as cover
from .fields import Fields, fields
from .geotiff import Grid, Layout, Strip, write_geotiff
from .noise import Flags, Floats, Texture, grain, scatter, strips

SCENE_BANDS = ("Blue", "Green", "Red", "NearInfrared")
_SCALE = 10_000  # digital numbers for a reflectance of 1

# Reflectance (blue, green, red, near infrared) of each class under full light.
_REFLECTANCE = {
    cover.WATER: (0.050, 0.045, 0.028, 0.012),
    cover.ICE: (0.80, 0.80, 0.79, 0.68),
    cover.OPEN_SPACE: (0.062, 0.082, 0.078, 0.26),
    cover.LOW_INTENSITY: (0.074, 0.090, 0.090, 0.24),
    cover.MEDIUM_INTENSITY: (0.096, 0.106, 0.110, 0.22),
    cover.HIGH_INTENSITY: (0.122, 0.128, 0.132, 0.20),
    cover.BARREN: (0.160, 0.170, 0.182, 0.26),
    cover.DECIDUOUS: (0.030, 0.060, 0.040, 0.38),
    cover.EVERGREEN: (0.022, 0.040, 0.029, 0.26),
    cover.MIXED: (0.024, 0.048, 0.030, 0.32),
    cover.SHRUB: (0.060, 0.086, 0.088, 0.25),
    cover.GRASSLAND: (0.068, 0.105, 0.100, 0.30),
    cover.PASTURE: (0.046, 0.088, 0.058, 0.36),
    cover.CROPS: (0.070, 0.100, 0.096, 0.30),
    cover.WOODY_WETLANDS: (0.032, 0.055, 0.038, 0.27),
    cover.HERBACEOUS_WETLANDS: (0.046, 0.072, 0.058, 0.24),
}
_BUILT_UP = (cover.LOW_INTENSITY, cover.MEDIUM_INTENSITY, cover.HIGH_INTENSITY)
_SOIL = np.array((0.090, 0.128, 0.178, 0.24), np.float32)
_GREEN_CROP = np.array((0.034, 0.085, 0.036, 0.46), np.float32)
_RIPE_CROP = np.array((0.100, 0.158, 0.178, 0.34), np.float32)


def write_scene(path: Path, grid: Grid) -> None:
    """Write the scene: uint16 reflectance x 10,000; 0 outside a slanted footprint, as satellites leave it."""
    country = cover.Country(23, grid, 8 if grid.columns > 4000 else 4, 0.05 * grid.columns * grid.cell_x)
    patches = Texture(61, 2.0, 60.0)

    def pieces() -> Iterator[Strip]:
        for first, rows in strips(grid.rows):
            ground, farm, classes = country.cover(first, rows)
            speckle = grain(67, first, rows, grid.columns)
            light = 0.02 + 1.38 * ground.shade
            light *= 1 + 0.07 * patches.window(first, rows, grid.columns)
            light += np.where(np.isin(classes, _BUILT_UP), 0.35, 0.04) * speckle  # roofs, streets and gardens
            crops = classes == cover.CROPS
            growth = _growth(farm)
            inside = _footprint(grid, first, rows)
            bands = []
            for band in range(len(SCENE_BANDS)):
                table = np.zeros(256, np.float32)
                for value, reflectance in _REFLECTANCE.items():
                    table[value] = reflectance[band]
                colour = table[classes]
                colour = np.where(crops, growth[band], colour * (0.85 + 0.3 * farm.random))
                haze = 0.022 - 0.006 * band
                number = np.clip((colour * light + haze) * _SCALE, 1, 65_535)
                bands.append(np.where(inside, number, 0).astype(np.uint16))
            yield first, np.stack(bands)

    write_geotiff(path, grid, Layout("U16", bands=SCENE_BANDS, nodata=0), pieces())


def _growth(farm: Fields) -> list[Floats]:
    """Return the reflectance of crops, band by band: a field is bare, green or ripe, with faint furrows."""
    stage = farm.random / np.float32(0.55)  # crops are the fields below 0.55, see landcover
    bare = np.clip(1 - 3.2 * stage, 0, 1)
    ripe = np.clip(3.2 * stage - 2.2, 0, 1)
    furrows = 1 + 0.04 * np.sin(farm.along * np.float32(2 * np.pi / 36))
    green = 1 - bare - ripe
    parts = zip(_SOIL, _GREEN_CROP, _RIPE_CROP, strict=True)
    return [(bare * soil + green * lush + ripe * gold) * furrows for soil, lush, gold in parts]


def _footprint(grid: Grid, first_row: int, rows: int) -> Flags:
    """Return where the sensor saw the ground: a parallelogram that leans to the west going south."""
    lean = 0.09
    down = (np.arange(first_row, first_row + rows, dtype=np.float32)[:, None] + 0.5) / grid.rows
    across = (np.arange(grid.columns, dtype=np.float32)[None, :] + 0.5) / grid.columns
    upper, lower = 0.015 + 0.05 * across, 0.935 + 0.05 * across
    left = lean * (1 - down) + 0.01
    return (across > left) & (across < left + 0.89) & (down > upper) & (down < lower)


_AERIAL_SECTION = 720.0  # feet
_LOT = 90.0
_ROAD = 24.0
_SHADOW = 10.0
_FARMED = (  # colours of fields, from one random number a field
    (0.0, (128, 101, 74)),
    (0.3, (106, 122, 66)),
    (0.55, (88, 114, 58)),
    (0.8, (170, 152, 98)),
    (1.0, (120, 128, 80)),
)


@dataclass(frozen=True)
class _Plot:
    """What the ground is like at some full rows of the photograph; distances in feet."""

    farm: Fields
    crown: Floats  # fine texture of tree tops
    lit: Floats  # the same, lit from the north-west
    lawn: Floats  # wider texture
    village: Flags


def write_aerial(path: Path, grid: Grid) -> None:
    """Write the photograph: red, green and blue bytes, without NoData."""
    crowns, lawns, place = Texture(71, 1.6, 26.0), Texture(73, 2.6, 200.0), Texture(79, 4.0, 900.0)

    def pieces() -> Iterator[Strip]:
        for first, rows in strips(grid.rows):
            window = (first, rows, grid.columns)
            east = np.arange(grid.columns, dtype=np.float32)[None, :] * np.float32(grid.cell_x)
            south = np.arange(first, first + rows, dtype=np.float32)[:, None] * np.float32(grid.cell_y)
            crown = crowns.window(*window)
            plot = _Plot(
                farm=fields(83, east, south, _AERIAL_SECTION, 0.2),
                crown=crown,
                lit=crown - np.roll(crowns.window(first - 2, rows, grid.columns), 2, axis=1),
                lawn=lawns.window(*window),
                village=place.window(*window) > 0.45,
            )
            picture = _photograph(plot) + 4 * grain(89, *window)[None]
            yield first, np.clip(picture, 0, 255).astype(np.uint8)

    layout = Layout("U8", bands=("Red", "Green", "Blue"), options=["PHOTOMETRIC=RGB"])
    write_geotiff(path, grid, layout, pieces())


def _photograph(plot: _Plot) -> Floats:
    """Return red, green and blue (0..255): fields, then woods and hedges, houses and roads painted over them."""
    farm = plot.farm
    furrows = 1 + 0.05 * np.sin(farm.along * np.float32(2 * np.pi / 9))
    texture = furrows * (1 + 0.05 * plot.lawn + 0.03 * plot.crown)
    stages = [stage for stage, _ in _FARMED]
    picture: Floats = np.stack(
        [np.interp(farm.random, stages, [colour[band] for _, colour in _FARMED]) * texture for band in range(3)]
    )
    hedge = (farm.to_edge < 12) & (farm.random > 0.3) & (plot.crown > -0.4)
    _paint_trees(picture, plot, ~plot.village & (hedge | (plot.lawn > 1.1)))
    _paint_village(picture, plot)
    road = farm.to_lane < _ROAD / 2
    _paint(picture, road, (126, 124, 120), 1 + 0.03 * plot.crown)
    _paint(picture, farm.to_lane < 0.8, (205, 205, 200), 1.0)
    return picture


def _paint(picture: Floats, where: Flags, colour: tuple[float, float, float], light: Floats | float) -> None:
    for plane, level in zip(picture, colour, strict=True):
        plane[where] = np.broadcast_to(level * light, plane.shape)[where]


def _paint_trees(picture: Floats, plot: _Plot, where: Flags) -> None:
    light = np.clip(0.85 + 0.18 * plot.crown + 0.30 * plot.lit, 0.3, 1.6)
    _paint(picture, where, (60, 82, 46), light)


def _paint_village(picture: Floats, plot: _Plot) -> None:
    """Paint lawns, single trees, and houses with their shadows on lots along the lanes."""
    farm = plot.farm
    _paint(picture, plot.village, (104, 126, 78), 1 + 0.10 * plot.lawn + 0.06 * plot.crown)
    _paint_trees(picture, plot, plot.village & (plot.crown + 0.5 * plot.lawn > 1.2))
    built = plot.village & (farm.to_lane > 30) & (farm.to_lane < 270)
    column, row = farm.section
    across = farm.along + column * np.float32(_AERIAL_SECTION)
    down = farm.beside + row * np.float32(_AERIAL_SECTION)
    shadow, _ = _roofs(across - np.float32(_SHADOW), down - np.float32(_SHADOW))
    picture[:, built & shadow] *= 0.45
    roof, lots = _roofs(across, down)
    pitch = np.where(lots.along > _LOT / 2, 1.08, 0.86)
    tone = 0.35 + 0.65 * lots.random
    _paint(picture, built & roof, (205, 190, 182), tone * pitch)


def _roofs(across: Floats, down: Floats) -> tuple[Flags, Fields]:
    """Return where houses stand, one on most lots, and the lots."""
    lots = fields(97, across, down, _LOT)
    wall = 22 + 10 * scatter(101, *lots.section)  # from the edge of the lot
    return (lots.to_lane > wall) & (scatter(103, *lots.section) > 0.2), lots
