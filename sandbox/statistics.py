# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics and histograms of bands, as the root resource and the statistics operations tell them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .pixels import NARROW, Image
from .raster import Raster, Window

EXACT_PIXELS = 4_000_000
PROBES = 5  # per axis, for rasters too large to read whole
PROBE_SIZE = 256
LARGEST_SQUARED = 1e140


@dataclass(frozen=True)
class BandStatistics:
    """What is known about the values of one band. ``counts`` is a histogram from ``low`` to ``high``."""

    minimum: float
    maximum: float
    mean: float
    deviation: float
    median: float
    mode: float
    count: int
    low: float
    high: float
    counts: tuple[int, ...]

    def statistics_json(self) -> dict[str, Any]:
        """Return one entry of a ``statistics`` list."""
        return {
            "min": self.minimum,
            "max": self.maximum,
            "mean": self.mean,
            "standardDeviation": self.deviation,
            "median": self.median,
            "mode": self.mode,
            "skipX": 1,
            "skipY": 1,
            "count": self.count,
        }

    def histogram_json(self) -> dict[str, Any]:
        """Return one entry of a ``histograms`` list."""
        return {"size": len(self.counts), "min": self.low, "max": self.high, "counts": list(self.counts)}


def compute(image: Image, pixel_type: str) -> tuple[BandStatistics, ...]:
    """Return the statistics of every band over the valid pixels."""
    mask = image.mask()
    return tuple(_one(band[mask], pixel_type) for band in image.data)


@functools.lru_cache(maxsize=256)
def rasters_statistics(rasters: tuple[Raster, ...]) -> tuple[BandStatistics, ...]:
    """Return the statistics of rasters taken together: exact of small ones, else of windows spread evenly."""
    result = []
    for band in range(rasters[0].band_count):
        values = np.concatenate([_valid(raster, band, window) for raster in rasters for window in _windows(raster)])
        result.append(_one(values, rasters[0].pixel_type))
    return tuple(result)


def _windows(raster: Raster) -> list[Window]:
    columns, rows = raster.grid.columns, raster.grid.rows
    if columns * rows <= EXACT_PIXELS:
        return [Window(0, 0, columns, rows)]
    width, height = min(PROBE_SIZE, columns), min(PROBE_SIZE, rows)
    lefts = np.linspace(0, columns - width, PROBES).astype(int)
    tops = np.linspace(0, rows - height, PROBES).astype(int)
    return [Window(int(left), int(top), width, height) for top in tops for left in lefts]


def _valid(raster: Raster, band: int, window: Window) -> npt.NDArray[Any]:
    data, valid = raster.read((band,), window)
    values: npt.NDArray[Any] = data[0].ravel() if valid is None else data[0][valid]
    return values


def _one(values: npt.NDArray[Any], pixel_type: str) -> BandStatistics:
    if values.dtype.kind == "c":
        values = values.real
    if values.size == 0:
        return BandStatistics(0, 0, 0, 0, 0, 0, 0, 0, 1, (0,))
    minimum, maximum = values.min().item(), values.max().item()
    if pixel_type in ("U8", "S8", *NARROW):
        # One bin per integer, with edges at the halves (recorded: a 12 class histogram runs from -0.5 to 11.5).
        start = -128 if pixel_type == "S8" else 0
        last = 127 if pixel_type == "S8" else NARROW.get(pixel_type, 255)
        counts = np.bincount(values.astype(np.int64) - start, minlength=last - start + 1)
        low, high = start - 0.5, last + 0.5
    else:
        values = values.astype(np.float64)  # the span of a narrower float may be beyond its range
        if max(abs(minimum), abs(maximum)) > LARGEST_SQUARED:
            return _huge(values)
        low, high = float(minimum), float(maximum if maximum > minimum else minimum + 1)
        counts, _ = np.histogram(values, bins=256, range=(low, high))
    peak = int(np.argmax(counts))
    width = (high - low) / len(counts)
    return BandStatistics(
        minimum=minimum,
        maximum=maximum,
        mean=float(values.mean(dtype=np.float64)),
        deviation=float(values.std(dtype=np.float64)),
        median=float(np.median(values)),
        mode=low + (peak + 0.5) * width,
        count=int(values.size),
        low=low,
        high=high,
        counts=tuple(int(count) for count in counts),
    )


def _huge(values: npt.NDArray[np.float64]) -> BandStatistics:
    """Return the statistics of numbers whose squares no double holds: those of smaller ones, made large again."""
    scale = float(np.abs(values).max())
    small = _one(values / scale, "F64")
    return replace(
        small,
        minimum=float(values.min()),
        maximum=float(values.max()),
        **{name: getattr(small, name) * scale for name in ("mean", "deviation", "median", "mode", "low", "high")},
    )
