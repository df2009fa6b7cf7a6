# SPDX-License-Identifier: GPL-2.0-or-later
"""The tiling scheme of a service that has a cache: levels, and which cells a tile holds.

A cache belongs to a service whose overrides have ``tiles`` (``{"format": "LERC2D"}``, LERC or a picture format), or
whose capabilities say TilesOnly. Facts: Esri's Image Tile page and Esri's own JavaScript client.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .grid import Extent, Grid
from .service import Service

METRES_PER_DEGREE = 111319.49079327358
DPI = 96
CACHE_TYPES = {"LERC2D": "Raster", "LERC": "Elevation"}  # any other format is a picture: Map
ELEVATION_ERROR = 0.1


@dataclass(frozen=True)
class Tiling:
    """Levels 0 (one tile) to ``levels - 1`` (the service's own cell size), halving the cell size at each step."""

    service: Service
    format: str
    size: int

    @property
    def cache_type(self) -> str:
        """Return Raster (values of cells), Elevation (values at corners) or Map (pictures)."""
        return CACHE_TYPES.get(self.format, "Map")

    @property
    def levels(self) -> int:
        """Return the number of levels."""
        lattice = self.service.raster.grid
        return 1 + max(0, math.ceil(math.log2(max(lattice.columns, lattice.rows) / self.size)))

    @property
    def origin(self) -> tuple[float, float]:
        """Return the upper left corner of tile 0, 0: that of the raster."""
        extent = self.service.raster.grid.extent
        return extent.xmin, extent.ymax

    def resolution(self, level: int) -> float:
        """Return the cell size of a level."""
        return float(self.service.raster.grid.cell_width * 2 ** (self.levels - 1 - level))

    def scale(self, level: int) -> float:
        """Return the scale denominator of a level at 96 dpi."""
        crs = self.service.crs
        metres = METRES_PER_DEGREE if crs is not None and crs.is_geographic else 1.0
        return self.resolution(level) * metres * DPI / 0.0254

    def grid(self, level: int, row: int, column: int) -> Grid:
        """Return the cells of a tile; an elevation tile has one more each way, centred on the corners of cells."""
        resolution = self.resolution(level)
        span = self.size * resolution
        left, top = self.origin[0] + column * span, self.origin[1] - row * span
        cells = self.size
        half = 0.0
        if self.cache_type == "Elevation":
            cells, half = self.size + 1, resolution / 2
        return Grid(Extent(left - half, top - span - half, left + span + half, top + half), cells, cells)

    def holds(self, level: int, row: int, column: int) -> bool:
        """Say whether a tile exists."""
        if not 0 <= level < self.levels or row < 0 or column < 0:
            return False
        lattice = self.service.raster.grid
        span = self.size * self.resolution(level)
        return column * span < lattice.extent.width and row * span < lattice.extent.height

    def root_members(self) -> dict[str, Any]:
        """Return what the cache adds to the root resource."""
        info: dict[str, Any] = {
            "rows": self.size,
            "cols": self.size,
            "dpi": DPI,
            "format": self.format,
            "compressionQuality": 0,
            "origin": {"x": self.origin[0], "y": self.origin[1]},
            "spatialReference": self.service.spatial_reference,
            "lods": [
                {"level": level, "resolution": self.resolution(level), "scale": self.scale(level)}
                for level in range(self.levels)
            ],
        }
        if self.cache_type != "Map":
            info["lercError"] = ELEVATION_ERROR if self.cache_type == "Elevation" else 0
        return {
            "singleFusedMapCache": True,
            "tileInfo": info,
            "storageInfo": {"storageFormat": "esriMapCacheStorageModeCompactV2", "packetSize": 128},
            "cacheType": self.cache_type,
            "minScale": self.scale(0),
            "maxScale": self.scale(self.levels - 1),
        }


def tiling(service: Service) -> Tiling | None:
    """Return the tiling of a service, None when it has no cache."""
    stated: Mapping[str, Any] | None = service.overrides.get("tiles")
    if stated is None and "tilesonly" not in service.capabilities:
        return None
    stated = stated or {}
    return Tiling(service, str(stated.get("format", "LERC2D")), int(stated.get("size", 256)))
