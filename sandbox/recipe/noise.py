# SPDX-License-Identifier: GPL-2.0-or-later
"""Seeded randomness over a plane: power-law noise, repeatable hashes, and smooth enlargement of coarse grids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Integers: TypeAlias = npt.NDArray[np.integer[Any]]
Flags: TypeAlias = npt.NDArray[np.bool_]


def power_noise(seed: int, shape: tuple[int, int], slope: float, longest: float | None = None) -> Floats:
    """Return noise of mean 0 and deviation 1 whose power falls as frequency to the ``-slope``; it tiles seamlessly.

    ``longest`` leaves out waves longer than so many pixels.
    """
    rows, columns = shape
    frequency = np.hypot(np.fft.fftfreq(rows, 1.0)[:, None], np.fft.rfftfreq(columns, 1.0)[None, :])
    frequency[0, 0] = 1.0
    amplitude = frequency ** (-slope / 2)
    amplitude[0, 0] = 0.0
    if longest is not None:
        amplitude[frequency < 1.0 / longest] = 0.0
    phase = np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi, frequency.shape)
    noise: Floats = np.fft.irfft2(amplitude * np.exp(1j * phase), s=shape)
    noise /= noise.std()
    return noise


class Texture:
    """Endless noise without a visible repeat: the sum of two noise tiles of different periods."""

    def __init__(self, seed: int, slope: float, longest: float) -> None:
        self._tiles = [
            _tile(seed, 1024, slope, longest),
            _tile(seed + 1, 810, slope, longest),
        ]

    def window(self, first_row: int, rows: int, columns: int) -> Floats:
        """Return the texture (float32, deviation about 1) of some full rows of a raster."""
        total = np.zeros((rows, columns), np.float32)
        for tile in self._tiles:
            period = len(tile)
            lines = tile[np.arange(first_row, first_row + rows) % period]
            total += np.take(lines, np.arange(columns) % period, axis=1)
        return total


@lru_cache(maxsize=16)
def _tile(seed: int, period: int, slope: float, longest: float) -> Floats:
    tile: Floats = (power_noise(seed, (period, period), slope, longest) * np.sqrt(0.5)).astype(np.float32)
    return tile


def grain(seed: int, first_row: int, rows: int, columns: int) -> Floats:
    """Return white noise in -1..1 (float32) that depends on the row alone, not on how rows are grouped."""
    lines = [
        np.random.default_rng([seed, row]).random(columns, np.float32) for row in range(first_row, first_row + rows)
    ]
    noise: Floats = np.stack(lines) * np.float32(2) - np.float32(1)
    return noise


def scatter(seed: int, x: Integers, y: Integers) -> Floats:
    """Return a number in 0..1 (float32) for every pair of integers: equal pairs, equal numbers."""
    mixed = x.astype(np.uint32) * np.uint32(0x9E3779B1) ^ y.astype(np.uint32) * np.uint32(0x85EBCA77)
    mixed ^= np.uint32(seed * 0x27D4EB2F & 0xFFFFFFFF)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        mixed ^= mixed >> np.uint32(shift)
        mixed *= np.uint32(factor)
    mixed ^= mixed >> np.uint32(15)
    return (mixed >> np.uint32(8)).astype(np.float32) / np.float32(1 << 24)


def stretched(grid: Floats, shape: tuple[int, int]) -> Floats:
    """Return ``grid`` resampled bilinearly so that its corners become the corners of ``shape``."""
    row = np.linspace(0, grid.shape[0] - 1, shape[0])
    column = np.linspace(0, grid.shape[1] - 1, shape[1])
    return sampled(grid, row[:, None], column[None, :])


def sampled(grid: Floats, row: Floats, column: Floats) -> Floats:
    """Return bilinear samples at fractional positions; positions outside are moved to the edge."""
    row = np.clip(row, 0, grid.shape[0] - 1.001)
    column = np.clip(column, 0, grid.shape[1] - 1.001)
    top, left = row.astype(np.intp), column.astype(np.intp)
    down, across = row - top, column - left
    upper: Floats = grid[top, left] * (1 - across) + grid[top, left + 1] * across
    lower: Floats = grid[top + 1, left] * (1 - across) + grid[top + 1, left + 1] * across
    upper += (lower - upper) * down
    return upper


def enlarged(grid: Floats, step: int, first_row: int, rows: int, columns: int) -> Floats:
    """Return some full rows (float32) of ``grid`` enlarged ``step`` times by cubic convolution.

    Fine pixel (0, 0) lies on node (1, 1): the kernel needs one node before and two after, so ``grid`` must have at
    least ``ceil(size / step) + 3`` nodes each way.
    """
    nodes, phases = np.divmod(np.arange(first_row, first_row + rows), step)
    weights = _cubic_weights(phases / step)
    lines = sum(weights[tap][:, None] * grid[nodes + tap].astype(np.float32) for tap in range(4))
    result = np.empty((rows, columns), np.float32)
    across = _cubic_weights(np.arange(step) / step)
    for phase in range(step):
        count = len(range(phase, columns, step))
        result[:, phase::step] = sum(across[tap, phase] * lines[:, tap : tap + count] for tap in range(4))
    return result


def _cubic_weights(fraction: Floats) -> Floats:
    """Return the four Catmull-Rom weights (shape 4 x n, float32) at each fraction of a step."""
    t = np.asarray(fraction, np.float64)
    taps = [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2]
    weights: Floats = (0.5 * np.array(taps)).astype(np.float32)
    return weights


def strips(rows: int, height: int = 256) -> Iterator[tuple[int, int]]:
    """Yield (first row, number of rows) pieces that cover ``rows``; the size bounds the recipe's memory."""
    for first in range(0, rows, height):
        yield first, min(height, rows - first)
