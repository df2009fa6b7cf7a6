# SPDX-License-Identifier: GPL-2.0-or-later
"""How large cells in another spatial reference are to be, so that they keep the detail of a service."""

from __future__ import annotations

import math
from dataclasses import replace

from .grid import Extent
from .spatialref import SpatialReference, carried_part, carried_whole

# A box that is so many times larger than that of one of its halves is not larger, but goes the other way round.
AROUND_THE_WORLD = 3


def native_cell_size(
    extent: Extent, cell: tuple[float, float], source: SpatialReference, target: SpatialReference
) -> float:
    """Return the size of a square cell in ``target`` that keeps the detail of ``cell`` in ``source``.

    It keeps the number of cells along the diagonal of the extent, as GDAL's warper suggests its output size, and is
    rounded to four significant digits so that people can read it. Where ``is_torn``, the half that is whole tells.

    Raises:
        PlanError: no part of the extent can be expressed in the target.
    """
    size, least = _sizes(extent, cell, source, target)
    size = least if size > AROUND_THE_WORLD * least else size
    digits = 3 - math.floor(math.log10(size))
    return round(size, digits)


def is_torn(extent: Extent, source: SpatialReference, target: SpatialReference) -> bool:
    """Tell whether an extent across 180 degrees lies at both ends of a map, with the rest of the world in between.

    Raises:
        PlanError: no part of the extent can be expressed in the target.
    """
    size, least = _sizes(extent, (1.0, 1.0), source, target)
    return size > AROUND_THE_WORLD * least


def _sizes(
    extent: Extent, cell: tuple[float, float], source: SpatialReference, target: SpatialReference
) -> tuple[float, float]:
    """Return the size that keeps the detail of an extent as a whole, and the least one that any half of it needs."""
    part, box = carried_part(extent, source, target)
    size = _cell_over(part, box, cell)
    middle = (part.xmin + part.xmax) / 2
    halves = (replace(part, xmax=middle), replace(part, xmin=middle)) if part.xmin < middle < part.xmax else ()
    boxes = ((half, carried_whole(half, source, target)) for half in halves)
    return size, min((_cell_over(half, found, cell) for half, found in boxes if found is not None), default=size)


def _cell_over(part: Extent, box: Extent, cell: tuple[float, float]) -> float:
    return math.hypot(box.width, box.height) / math.hypot(part.width / cell[0], part.height / cell[1])
