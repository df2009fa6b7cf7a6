# SPDX-License-Identifier: GPL-2.0-or-later
"""NoData values -> validity."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .block import Block

# From here on a NoData value is "about the lowest float": texts such as -3.40282e+38 name it with few digits.
_HUGE = 1e30
_HUGE_TOLERANCE = 1e-5
# A value this near to the largest of the type is that one, cut off by a server: recorded was 1,79e+308.
_BOUND_TOLERANCE = 0.01


def fold_no_data(block: Block, values: Sequence[float], match: str | None = None) -> Block:
    """Return ``block`` with the pixels that equal NoData marked invalid, in addition to those that are already.

    Args:
        block: any block.
        values: one value for all bands, or one per band; bands without a value of their own never match.
        match: "any": a pixel is invalid in all bands if one band matches; "all": only if all bands match; None: as
            `default_match` says.

    Values are compared exactly, in the type of the data; only beyond 1e30 with a relative tolerance of 1e-5, as
    servers print the lowest float with few digits; what lies within 1 % of the largest of the type means that one.
    NaN matches NaN, an infinity also the largest finite value.
    """
    if match not in (None, "any", "all"):
        message = f"match is any or all, not {match!r}"
        raise ValueError(message)
    if not values:
        return block
    per_band = list(values) * block.bands if len(values) == 1 else list(values)[: block.bands]
    everything = (match or default_match(values)) == "all"
    hits: NDArray[Any] | None = None
    for band, value in zip(block.data, per_band):
        found = _equal(band, value)
        if hits is None:
            hits = found
        elif everything:
            hits &= found
        else:
            hits |= found
    if hits is None or (everything and len(per_band) < block.bands) or not hits.any():
        return block
    return Block(block.data, ~hits if block.valid is None else block.valid & ~hits)


def default_match(values: Sequence[float]) -> str:
    """Return Esri's default: any for one value, all for a list (Export Image page, noDataInterpretation)."""
    return "all" if len(values) > 1 else "any"


def _equal(band: NDArray[Any], value: float) -> NDArray[Any]:
    """Tell for each sample of ``band`` whether it is ``value``."""
    kind = band.dtype.kind
    if kind in "iu":
        limits = np.iinfo(band.dtype)
        if not limits.min <= value <= limits.max or not float(value).is_integer():
            return np.zeros(band.shape, dtype=bool)
        return np.asarray(band == band.dtype.type(value))
    if math.isnan(value):
        return np.asarray(np.isnan(band))
    if kind == "f" and abs(value) >= _HUGE:
        return _about(band if value > 0 else -band, abs(value))
    with np.errstate(over="ignore"):
        found = np.asarray(band == band.dtype.type(value))
    if band.dtype == np.float64:
        # Servers keep NoData as a single: -99.99 may have come as the double nearest to that single.
        found |= band == float(np.float32(value))
    return found


def _about(band: NDArray[Any], value: float) -> NDArray[Any]:
    """Tell for each sample whether it is about the huge ``value``, or the largest of its type if that is smaller.

    The lowest F64 declared for F32 pixels arrives as the lowest F32; printed with few digits it reads as infinite.
    """
    largest = float(np.finfo(band.dtype).max)
    low = min(value, largest) * (1 - _HUGE_TOLERANCE)
    is_bound = value >= largest * (1 - _BOUND_TOLERANCE)
    high = math.inf if math.isinf(value) else largest if is_bound else value * (1 + _HUGE_TOLERANCE)
    return np.asarray((band >= low) & (band <= high))
