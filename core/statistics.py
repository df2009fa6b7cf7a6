# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics of bands, gathered block by block: exact counts and extremes, mean and deviation without a second pass."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The sums need copies in double precision; a stripe at a time keeps them small.
ROWS_AT_ONCE = 128


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
        summary = BandSummary()
        for row in range(0, len(band), ROWS_AT_ONCE):
            rows = slice(row, row + ROWS_AT_ONCE)
            summary += _summary(band[rows] if mask is None else band[rows][mask[rows]])
        summaries.append(summary)
    return tuple(summaries)


@np.errstate(over="ignore", invalid="ignore")  # F64 reaches further than its sums and squares do
def _summary(values: NDArray[Any]) -> BandSummary:
    if values.dtype.kind == "f" and values.size and not math.isfinite(float(values.sum(dtype=np.float64))):
        values = values[np.isfinite(values)]
    if not values.size:
        return BandSummary()
    mean = float(values.mean(dtype=np.float64))
    differences = values.astype(np.float64).ravel()
    differences -= mean
    squares = float(np.dot(differences, differences))
    return BandSummary(int(values.size), float(values.min()), float(values.max()), mean, squares)
