# SPDX-License-Identifier: GPL-2.0-or-later
"""Raster functions: what a renderingRule does to pixels before they are cast and encoded."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .attributes import Colormap, lookup
from .errors import ServiceError, invalid_parameter
from .grid import Extent, Grid
from .pixels import DTYPES, Array, Image, Mask, cast
from .selection import Selection, stack
from .service import Service
from .stack import Stack
from .statistics import BandStatistics, compute

MAX_DEPTH = 16
STRIP = 256  # rows shaded at a time, which bounds the memory of a large request
STRETCH_NONE, STRETCH_DEVIATIONS, STRETCH_MIN_MAX, STRETCH_PERCENT = 0, 3, 5, 6


@dataclass(frozen=True)
class Renderer:
    """Evaluates a rule for one request: raw pixels come from ``source`` on ``grid``."""

    service: Service
    source: Stack
    grid: Grid
    method: str

    def raw(self, margin: int = 0) -> Image:
        """Return the service's own pixels, with some more around for functions that look at neighbours."""
        grid = self.grid.grown(margin) if margin else self.grid
        if self.source.item_rule is not None and self.source.layers:
            parts = [replace(self, source=self.source.alone(layer), grid=grid) for layer in self.source.layers]
            return self.source.finished([part.render(self.source.item_rule) for part in parts]).on(grid, self.method)
        image = self.source.on(grid, self.method)
        pixel_type = self.service.pixel_type
        return replace(image, data=cast(image.data, pixel_type), pixel_type=pixel_type)

    def render(self, rule: Mapping[str, Any] | None, depth: int = 0, margin: int = 0) -> Image:
        """Apply a rule, None being the service's default function. Raises ServiceError for an unknown one."""
        if depth > MAX_DEPTH:
            raise unknown_function("nested too deeply")
        name = self.service.default_function if rule is None else str(rule.get("rasterFunction", ""))
        arguments = {} if rule is None else rule.get("rasterFunctionArguments") or {}
        if not isinstance(arguments, Mapping):
            raise invalid_parameter("renderingRule")
        template = self.service.template(name)
        if template is None:
            raise unknown_function(name)
        if template.rule.get("rasterFunction") != name:
            return self.render(template.rule, depth + 1, margin)
        arguments = {**(template.rule.get("rasterFunctionArguments") or {}), **arguments}
        step = _Step(self, arguments, depth, margin)
        if name not in FUNCTIONS:
            raise unknown_function(name)
        image = FUNCTIONS[name](step)
        wanted = str((rule or {}).get("outputPixelType", "UNKNOWN")).upper()
        if wanted in ("", "UNKNOWN"):
            return image
        if wanted not in DTYPES:
            raise invalid_parameter("renderingRule")
        return replace(image, data=cast(image.data, wanted), pixel_type=wanted)


@dataclass(frozen=True)
class _Step:
    """One function with its arguments; ``input`` evaluates what it works on."""

    renderer: Renderer
    arguments: Mapping[str, Any]
    depth: int
    margin: int

    def input(self, more: int = 0) -> Image:
        """Return the image of the Raster (or DEM) argument: "$$", absent, or another function."""
        value = self.arguments.get("Raster", self.arguments.get("DEM", "$$"))
        margin = self.margin + more
        if isinstance(value, Mapping):
            return self.renderer.render(value, self.depth + 1, margin)
        return self.renderer.raw(margin)


def unknown_function(name: str) -> ServiceError:
    """Return the refusal of a function that the service does not have."""
    error = invalid_parameter("renderingRule")
    error.details = (*error.details, f"The raster function '{name}' was not found.")
    return error


def describe(service: Service, rule: Mapping[str, Any] | None) -> Image:
    """Return a rendering of the first few cells: enough to tell band count and pixel type after a rule."""
    lattice = service.raster.grid
    columns, rows = min(lattice.columns, 8), min(lattice.rows, 8)
    left, top = lattice.extent.xmin, lattice.extent.ymax
    box = Extent(left, top - rows * lattice.cell_height, left + columns * lattice.cell_width, top)
    grid = Grid(box, columns, rows)
    return Renderer(service, stack(service, Selection(), grid), grid, service.interpolation).render(rule)


def minimum_maximum(image: Image, statistics: tuple[BandStatistics, ...]) -> Image:
    """Stretch every band from its smallest to its largest value onto 0..255."""
    stretched = [
        _linear(band, item.minimum, item.maximum, 0, 255) for band, item in zip(image.data, statistics, strict=True)
    ]
    return Image(_hide(np.stack(stretched), image), image.valid, "U8", rendered=True)


def _none(step: _Step) -> Image:
    return step.input()


def _extract_band(step: _Step) -> Image:
    image = step.input()
    bands = step.arguments.get("BandIDs", step.arguments.get("BandIds", [0]))
    if not isinstance(bands, list) or not bands:
        raise invalid_parameter("renderingRule")
    if any(not isinstance(band, int) or not 0 <= band < image.bands for band in bands):
        raise invalid_parameter("renderingRule")
    return replace(image, data=image.data[bands])


def _colors(step: _Step) -> Image:
    colours = step.renderer.service.colours
    if colours is None:
        raise unknown_function("Colors")
    return _coloured(step.input(), colours)


def _colormap(step: _Step) -> Image:
    entries = step.arguments.get("Colormap")
    if entries is None:
        return _colors(step)
    try:
        colours = tuple((int(v), int(r), int(g), int(b)) for v, r, g, b in entries)
    except (TypeError, ValueError):
        raise invalid_parameter("renderingRule") from None
    return _coloured(step.input(), colours)


def _coloured(image: Image, colours: Colormap) -> Image:
    data, known = lookup(colours, image.data[0])
    valid = known if image.valid is None else known & image.valid
    picture = Image(data, None if valid.all() else valid, "U8", rendered=True)
    return replace(picture, data=_hide(data, picture))


def _hillshade(step: _Step) -> Image:
    """Shade by Horn's method with the parameters of Esri's Hillshade function (Azimuth, Altitude, ZFactor)."""
    surface = step.input(1)
    light = _Light(
        azimuth=math.radians(_argument(step, "Azimuth", 315.0)),
        altitude=math.radians(_argument(step, "Altitude", 45.0)),
        z_factor=_argument(step, "ZFactor", 1.0),
        cell=(step.renderer.grid.cell_width, step.renderer.grid.cell_height),
    )
    elevation = surface.data[0]
    strips = []
    for top in range(1, surface.rows - 1, STRIP):
        rows = slice(top - 1, min(top + STRIP, surface.rows - 1) + 1)
        z = elevation[rows].astype(np.float64)
        strips.append(light.on(z, None if surface.valid is None else surface.valid[rows]))
    shade = np.concatenate(strips)[np.newaxis]
    valid = None if surface.valid is None else surface.valid[1:-1, 1:-1]
    picture = Image(shade, valid, "U8", rendered=True)
    return replace(picture, data=_hide(shade, picture))


@dataclass(frozen=True)
class _Light:
    """Where the light comes from (radians), and what a step on the surface measures."""

    azimuth: float
    altitude: float
    z_factor: float
    cell: tuple[float, float]

    def on(self, z: Array, valid: Mask | None) -> Array:
        """Return the shade 0..255 of a surface without its outermost rows and columns."""
        centre = z[1:-1, 1:-1]

        def shifted(row: int, column: int) -> Array:
            place = np.s_[1 + row : z.shape[0] - 1 + row, 1 + column : z.shape[1] - 1 + column]
            # Beyond the edge the surface goes on level.
            return z[place] if valid is None else np.where(valid[place], z[place], centre)

        west = shifted(-1, -1) + 2 * shifted(0, -1) + shifted(1, -1)
        east = shifted(-1, 1) + 2 * shifted(0, 1) + shifted(1, 1)
        north = shifted(-1, -1) + 2 * shifted(-1, 0) + shifted(-1, 1)
        south = shifted(1, -1) + 2 * shifted(1, 0) + shifted(1, 1)
        dz_dx = (east - west) / (8 * self.cell[0]) * self.z_factor
        dz_dy = (north - south) / (8 * self.cell[1]) * self.z_factor
        slope = dz_dx * math.sin(self.azimuth) + dz_dy * math.cos(self.azimuth)
        light = math.sin(self.altitude) - math.cos(self.altitude) * slope
        return cast(np.clip(light / np.sqrt(1 + dz_dx**2 + dz_dy**2), 0, 1) * 255, "U8")


def _ndvi(step: _Step) -> Image:
    """Return (infrared - visible) / (infrared + visible) as 32-bit floats; where both are 0 there is none."""
    image = step.input()
    visible, infrared = (_band(step, image, name) for name in ("VisibleBandID", "InfraredBandID"))
    total = visible + infrared
    valid = image.mask() & (total != 0)
    index = np.where(valid, (infrared - visible) / np.where(total == 0, 1, total), 0)
    return Image(index[np.newaxis].astype("f4"), None if valid.all() else valid, "F32")


def _ndvi_coloured(step: _Step) -> Image:
    """Return the index from red (-1) to green (1)."""
    index = _ndvi(step)
    share = (index.data[0].astype(np.float64) + 1) / 2
    colours = np.stack([255 * (1 - share), 255 * share, np.full_like(share, 60)])
    picture = Image(cast(colours, "U8"), index.valid, "U8", rendered=True)
    return replace(picture, data=_hide(picture.data, picture))


def _band(step: _Step, image: Image, argument: str) -> Array:
    number = step.arguments.get(argument)
    if not isinstance(number, int) or not 0 <= number < image.bands:
        raise invalid_parameter("renderingRule")
    band: Array = image.data[number].astype(np.float64)
    return band


def _stretch(step: _Step) -> Image:
    """Stretch onto Min..Max (0..255). With DRA, the default here, the statistics are those of this very request."""
    image = step.input()
    kind = int(_argument(step, "StretchType", STRETCH_MIN_MAX))
    low, high = _argument(step, "Min", 0.0), _argument(step, "Max", 255.0)
    if kind == STRETCH_NONE:
        return replace(image, data=cast(image.data, "U8"), pixel_type="U8", rendered=True)
    stated = step.arguments.get("Statistics")
    if stated and not step.arguments.get("DRA", step.arguments.get("Dra", False)):
        ranges = [(float(item[0]), float(item[1])) for item in stated]
    else:
        ranges = [_range(step, item, kind) for item in compute(image, image.pixel_type)]
    if len(ranges) < image.bands:
        raise invalid_parameter("renderingRule")
    bands = [_linear(band, *ends, low, high) for band, ends in zip(image.data, ranges, strict=False)]
    return Image(_hide(np.stack(bands), image), image.valid, "U8", rendered=True)


def _range(step: _Step, item: BandStatistics, kind: int) -> tuple[float, float]:
    if kind == STRETCH_DEVIATIONS:
        reach = _argument(step, "NumberOfStandardDeviations", 2.0) * item.deviation
        return item.mean - reach, item.mean + reach
    if kind == STRETCH_PERCENT:
        counts = np.cumsum(item.counts)
        edges = np.linspace(item.low, item.high, len(item.counts) + 1)
        below = _argument(step, "MinPercent", 2.0) / 100 * counts[-1]
        above = (1 - _argument(step, "MaxPercent", 2.0) / 100) * counts[-1]
        return float(edges[np.searchsorted(counts, below)]), float(edges[np.searchsorted(counts, above) + 1])
    return item.minimum, item.maximum


def _linear(band: Array, low: float, high: float, target_low: float, target_high: float) -> Array:
    span = high - low if high > low else 1.0
    share = np.clip((band.astype(np.float64) - low) / span, 0, 1)
    return cast(target_low + share * (target_high - target_low), "U8")


def _hide(data: Array, image: Image) -> Array:
    return data if image.valid is None else np.where(image.valid, data, 0)


def _argument(step: _Step, name: str, default: float) -> float:
    value = step.arguments.get(name, default)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise invalid_parameter("renderingRule") from None


FUNCTIONS = {
    "None": _none,
    "Identity": _none,
    "ExtractBand": _extract_band,
    "Colors": _colors,
    "Colormap": _colormap,
    "Hillshade": _hillshade,
    "NDVI": _ndvi,
    "NDVIColored": _ndvi_coloured,
    "Stretch": _stretch,
}
