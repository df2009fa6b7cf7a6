# SPDX-License-Identifier: GPL-2.0-or-later
"""Small rasters of every other pixel type, each with something that trips up careless clients."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .geotiff import F32_LOWEST, Grid, Layout, write_geotiff
from .noise import Floats, grain, power_noise

MONTHS = 12
WIDE_BANDS = ("Coastal", "Blue", "Green", "Yellow", "Red", "RedEdge", "NIR1", "NIR2")
_WIDE_ENDS = ((400, 450), (450, 510), (510, 580), (585, 625), (630, 690), (705, 745), (770, 895), (860, 1040))
# As publishers write them: nanometres, numbers as texts, nothing for null, and properties within properties.
WIDE_PROPERTIES = {
    "SensorName": "Sandpiper-2",
    "ProductName": "Level1B",
    "AcquisitionDate": "2023-06-21T10:31:05Z",
    "CloudCover": "0.12",
    "SunAzimuth": 151.25,
    "SunElevation": "62.5",
    "OffNadir": None,
    "Corners": {"UpperLeft": [2600012.5, 1200037.5]},
    "BandProperties": [
        {"BandName": name, "WavelengthMin": low, "WavelengthMax": str(high), "Unit": "W/(m2 sr um)"}
        for name, (low, high) in zip(WIDE_BANDS, _WIDE_ENDS, strict=True)
    ],
}
_TEMPERATURE_NODATA = -32768
_COUNTS_NODATA = 2**32 - 1
_DEEP_NODATA = -(2**31)


def _land(seed: int, grid: Grid, share: float) -> Floats:
    """Return noise of several scales, positive over ``share`` of the raster."""
    surface = power_noise(seed, (grid.rows, grid.columns), 3.0)
    return surface - np.quantile(surface, 1 - share)


def write_temperature(path: Path, grid: Grid) -> None:
    """Write land surface temperature in tenths of a degree: int16, the sea NoData."""
    write_geotiff(path, grid, Layout("S16", nodata=_TEMPERATURE_NODATA), [(0, _temperature(grid, 0.0)[None])])


def write_monthly(path: Path, grid: Grid) -> None:
    """Write twelve months of the same temperature, one band a month; the service calls them slices."""
    months = np.stack([_temperature(grid, month / MONTHS) for month in range(MONTHS)])
    names = [f"2024-{month:02}" for month in range(1, MONTHS + 1)]
    write_geotiff(path, grid, Layout("S16", bands=names, nodata=_TEMPERATURE_NODATA), [(0, months)])


def _temperature(grid: Grid, year: float) -> Floats:
    """Return tenths of a degree Celsius over land at a fraction of the year."""
    land = _land(101, grid, 0.34)
    latitude = (grid.ymax - (np.arange(grid.rows) + 0.5) * grid.cell_y)[:, None]
    season = -14 * np.sin(np.radians(latitude)) * np.cos(2 * np.pi * year)
    celsius = 29 - 52 * np.abs(latitude / 90) ** 1.4 + season - 9 * np.clip(land, 0, None) ** 2
    celsius = celsius + 1.5 * grain(103, 0, grid.rows, grid.columns)
    return np.where(land > 0, np.round(celsius * 10), _TEMPERATURE_NODATA).astype(np.int16)


def write_precise(path: Path, grid: Grid) -> None:
    """Write gravity in milligals: float64 values of which single precision keeps not one decimal."""
    anomaly = 35 * power_noise(107, (grid.rows, grid.columns), 3.6)
    gravity = 980_312.0 + anomaly + 1e-6 * grain(109, 0, grid.rows, grid.columns)
    write_geotiff(path, grid, Layout("F64", bands=("Gravity",)), [(0, gravity[None])])


def write_signed(path: Path, grid: Grid) -> None:
    """Write a vegetation anomaly in percent, -100 to 100: int8."""
    anomaly = 38 * power_noise(113, (grid.rows, grid.columns), 2.4) + 4 * grain(127, 0, grid.rows, grid.columns)
    pixels = np.clip(np.round(anomaly), -100, 100).astype(np.int8)
    write_geotiff(path, grid, Layout("S8", bands=("Anomaly",)), [(0, pixels[None])])


def write_counts(path: Path, grid: Grid) -> None:
    """Write photon counts up to four thousand million: uint32, more than int32 and float32 can hold."""
    level = power_noise(131, (grid.rows, grid.columns), 2.8) + 0.05 * grain(137, 0, grid.rows, grid.columns)
    counts = 4.2e9 / (1 + np.exp(-1.6 * level))
    counts = np.where(_land(139, grid, 0.06) > 0, _COUNTS_NODATA, counts)
    pixels = counts.astype(np.uint32)
    write_geotiff(path, grid, Layout("U32", bands=("Photons",), nodata=_COUNTS_NODATA), [(0, pixels[None])])


def write_deep(path: Path, grid: Grid) -> None:
    """Write the height of a sea floor in millimetres: int32, land NoData."""
    land = _land(149, grid, 0.28)
    millimetres = -4_600_000 * np.clip(-land, 0, None) ** 0.7 - 900 * (1 + grain(151, 0, grid.rows, grid.columns))
    pixels = np.where(land > 0, _DEEP_NODATA, np.round(millimetres)).astype(np.int32)
    write_geotiff(path, grid, Layout("S32", bands=("Depth",), nodata=_DEEP_NODATA), [(0, pixels[None])])


def write_wide(path: Path, grid: Grid) -> None:
    """Write eight bands of float32 radiance; every band has holes of its own."""
    common = power_noise(157, (grid.rows, grid.columns), 2.6)
    planes = []
    for band in range(len(WIDE_BANDS)):
        own = power_noise(163 + band, (grid.rows, grid.columns), 2.2)
        radiance = 60 + 12 * common + 5 * own + 3 * band + grain(173 + band, 0, grid.rows, grid.columns)
        hole = _land(181 + band, grid, 0.03) > 0
        planes.append(np.where(hole, np.float32(F32_LOWEST), radiance.astype(np.float32)))
    write_geotiff(path, grid, Layout("F32", bands=WIDE_BANDS, nodata=F32_LOWEST), [(0, np.stack(planes))])


def write_plain(path: Path, grid: Grid) -> None:
    """Write a gentle surface: float32, without NoData. The quirks are in what the service says about it."""
    surface = 240 + 70 * power_noise(191, (grid.rows, grid.columns), 3.2)
    pixels = (surface + 0.02 * grain(193, 0, grid.rows, grid.columns)).astype(np.float32)
    write_geotiff(path, grid, Layout("F32"), [(0, pixels[None])])
