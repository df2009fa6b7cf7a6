# SPDX-License-Identifier: GPL-2.0-or-later
"""Cell sizes that suit a service: its own, those of its levels, and its own doubled as long as that is useful."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ..core import lenient
from ..core.service import ImageService
from ..core.spatialref import SpatialReference

# The coarsest raster of a whole service is still that long: fewer cells show nothing.
FEWEST_CELLS = 64
SAME = 1e-6


@dataclass(frozen=True)
class CellSize:
    """Width and height of a cell in units of the output.

    Attributes:
        factor: how many of the usual cells it has along a side; 0 where that is no power of two.
        level: the level of the service's tiles with cells of this size, if there is one.
    """

    width: float
    height: float
    factor: int = 0
    level: int | None = None

    def is_same_as(self, other: CellSize) -> bool:
        """Tell whether cells are equally large, but for rounding."""
        return math.isclose(self.width, other.width, rel_tol=SAME) and math.isclose(
            self.height, other.height, rel_tol=SAME
        )


def sizes_for(service: ImageService, usual: tuple[float, float], reference: SpatialReference | None) -> list[CellSize]:
    """Return sizes coarser than the usual one, finest first.

    Args:
        service: the service.
        usual: width and height that an output has where nothing is asked for: the service's own, or in another
            reference those that keep its detail.
        reference: the output's.
    """
    coarsest = _coarsest(service)
    steps = range(1, math.floor(math.log2(coarsest)) + 1)
    doubled = [CellSize(usual[0] * 2**step, usual[1] * 2**step, 2**step) for step in steps]
    levels = [level for level in _levels(service, reference) if 1 + SAME < level.width / usual[0] <= coarsest]
    twins = {size: level for size in doubled for level in levels if size.is_same_as(level)}
    named = [replace(size, level=twins[size].level) if size in twins else size for size in doubled]
    others = [level for level in levels if level not in twins.values()]
    return sorted([*named, *others], key=lambda size: (size.width, size.height))


def _coarsest(service: ImageService) -> float:
    """Return how many of its cells the coarsest useful one has along a side."""
    ratio = max(service.grid.columns, service.grid.rows) / FEWEST_CELLS
    limit = lenient.number(service.raw.get("maxPixelSize"))  # in the service's units; nothing is drawn beyond it
    return max(1.0, min(ratio, limit / service.cell_width) if limit else ratio)


def _levels(service: ImageService, reference: SpatialReference | None) -> list[CellSize]:
    """Return the sizes of the service's tiles, where they are in units of the output."""
    info = lenient.mapping(service.raw.get("tileInfo"))
    own = SpatialReference.from_json(info.get("spatialReference")) or service.spatial_reference
    if own is None or reference is None or not own.is_known or not own.same_as(reference):
        return []
    entries = [lenient.mapping(entry) for entry in lenient.items(info.get("lods"))]
    pairs = [(lenient.integer(entry.get("level")), lenient.number(entry.get("resolution"))) for entry in entries]
    return [CellSize(width, width, level=level) for level, width in pairs if width and width > 0]
