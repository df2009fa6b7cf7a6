# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics of bands, gathered block by block: exact counts and extremes, mean and deviation without a second pass."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The sums need copies in double precision: so many at a time stay in a processor's own memory.
VALUES_AT_ONCE = 32_768


@dataclass(frozen=True)
class BandSummary:
    """What is known of the valid values of a band, or of a part of it; sums are in double precision."""

    count: int = 0
    minimum: float = math.inf
    maximum: float = -math.inf
    mean: float = 0.0
    squares: float = 0.0  # sum of squared differences from the mean

    @property
    def deviation(self) -> float:
        """Return the standard deviation of the population."""
        return math.sqrt(self.squares / self.count) if self.count else 0.0

    def __add__(self, other: BandSummary) -> BandSummary:
        if not other.count:
            return self
        if not self.count:
            return other
        count = self.count + other.count
        shift = other.mean - self.mean
        return BandSummary(
            count,
            min(self.minimum, other.minimum),
            max(self.maximum, other.maximum),
            self.mean + shift * other.count / count,
            self.squares + other.squares + shift * shift * self.count * other.count / count,
        )


def summarize(data: NDArray[Any], valid: NDArray[Any] | None) -> tuple[BandSummary, ...]:
    """Return a summary for each band of ``data``, shape (bands, rows, columns), over its valid and finite values.

    Complex values have no order and give empty summaries.
    """
    if np.iscomplexobj(data):
        return (BandSummary(),) * len(data)
    summaries = []
    for index, band in enumerate(data):
        mask = valid if valid is None or valid.ndim == 2 else valid[index]
        summaries.append(_summary(band.ravel() if mask is None else band[mask]))
    return tuple(summaries)


def _summary(values: NDArray[Any]) -> BandSummary:
    """Return the summary of a row of values."""
    if not values.size:
        return BandSummary()
    minimum, maximum = float(values.min()), float(values.max())
    if not (math.isfinite(minimum) and math.isfinite(maximum)):  # both pass on what is no number
        values = values[np.isfinite(values)]
        if not values.size:
            return BandSummary()
        minimum, maximum = float(values.min()), float(values.max())
    moments = BandSummary()
    room = np.empty(min(VALUES_AT_ONCE, values.size), np.float64)
    for start in range(0, values.size, VALUES_AT_ONCE):
        piece = values[start : start + VALUES_AT_ONCE]
        moments += _moments(piece, room[: piece.size], minimum, maximum)
    return moments


def _moments(values: NDArray[Any], room: NDArray[np.float64], minimum: float, maximum: float) -> BandSummary:
    """Return the summary of a few values, whose extremes are known, computed in ``room``."""
    room[:] = values
    with np.errstate(over="ignore", invalid="ignore"):  # F64 reaches further than its sums and squares do
        mean = float(room.sum()) / values.size
        room -= mean
        squares = float(np.einsum("i,i", room, room))  # dot would have OpenBLAS start threads, which wait for another
    return BandSummary(values.size, minimum, maximum, mean, squares)
