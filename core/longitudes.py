# SPDX-License-Identifier: GPL-2.0-or-later
"""Services that count longitudes otherwise than from -180 to 180, such as models of the climate, from 0 to 360.

Servers take coordinates as they are: what lies at 10° W is asked of such a service as 350 (Esri's own client moves
boxes and points likewise, see the notes on 0-360° extents in the reference of real servers).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .grid import Extent
from .spatialref import SpatialReference, transform_points

if TYPE_CHECKING:
    from .service import ImageService

TURN = 360.0
# Global services reach over 180 degrees by half a cell; those that reach further count otherwise.
BEYOND_180 = 181.0

Points = Sequence[tuple[float, float]]


def turns(whole: Extent, own: SpatialReference) -> tuple[float, ...]:
    """Return by how many degrees a service may have to be moved to lie where people look for it; 0 comes first."""
    if not own.is_geographic:
        return (0.0,)
    return (0.0, *((-TURN,) if whole.xmax > BEYOND_180 else ()), *((TURN,) if whole.xmin < -BEYOND_180 else ()))


def as_counted(
    points: Points, sr: SpatialReference | None, service: ImageService
) -> tuple[Points, SpatialReference | None]:
    """Return points, and the reference that they are in, as a service that counts otherwise finds them.

    Most services are asked for the points as they are. ``sr`` None is the service's own.
    """
    own, whole = service.spatial_reference, service.extent
    if own is None or not own.is_known or len(turns(whole, own)) == 1:
        return points, sr
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if sr is not None and not sr.same_as(own):
        xs, ys = transform_points(xs, ys, sr, own)
    if not all(map(math.isfinite, (*xs, *ys))):
        return points, sr
    return [(_counted(x, whole), y) for x, y in zip(xs, ys)], None


def area_as_counted(
    rings: Sequence[Points], sr: SpatialReference | None, service: ImageService
) -> tuple[Sequence[Points], SpatialReference | None]:
    """Return the rings of an area likewise, all moved by as much as the middle of the area, so that it stays whole."""
    own, whole = service.spatial_reference, service.extent
    if own is None or not own.is_known or len(turns(whole, own)) == 1:
        return rings, sr
    moved = []
    for ring in rings:
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        moved.append((xs, ys) if sr is None or sr.same_as(own) else transform_points(xs, ys, sr, own))
    every = [x for xs, _ in moved for x in xs]
    if not every or not all(math.isfinite(value) for xs, ys in moved for value in (*xs, *ys)):
        return rings, sr
    middle = (min(every) + max(every)) / 2
    turn = _counted(middle, whole) - middle
    return [[(x + turn, y) for x, y in zip(xs, ys)] for xs, ys in moved], None


def _counted(x: float, whole: Extent) -> float:
    """Return a longitude as the service counts it, where it has it at all."""
    return next((x + turn for turn in (0.0, TURN, -TURN) if whole.xmin <= x + turn <= whole.xmax), x)
