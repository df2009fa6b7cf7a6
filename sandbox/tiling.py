# SPDX-License-Identifier: GPL-2.0-or-later
"""The tiling scheme of a service that has a cache: levels, and which cells a tile holds.

A cache belongs to a service whose overrides have ``tiles``, or whose capabilities say TilesOnly. ``tiles`` may hold

  format   LERC2D (the default), LERC, or a picture format: MIXED, JPEG, PNG32 ...
  size     rows and columns of a tile (256)
  wkid     the cache's spatial reference where it is not the service's: 102100 on the usual web scheme
  coarser, finer   levels that the description lists though no tile of them exists
  bsq      true: one tile a band, asked for by ``bandId``
  missing, empty   [[level, row, column], ...]: tiles that are not there (404), or that come without a byte
  transposed   "beside": all slices of a variable lie together in tiles of their own as well (``variable=``), which
           the description says; "only": there are no other tiles, hence no levels. What such a tile holds is not
           established, so a request for one is refused.

Facts: Esri's Image Tile page and Esri's own JavaScript client.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import spatialref
from .grid import Extent, Grid, Point
from .service import Service
from .spatialref import CRS

METRES_PER_DEGREE = 111319.49079327358
DPI = 96
CACHE_TYPES = {"LERC2D": "Raster", "LERC": "Elevation"}  # any other format is a picture: Map
ELEVATION_ERROR = 0.1
WEB_ORIGIN, WEB_COARSEST = (-20037508.342787, 20037508.342787), 156543.03392800014

Address = tuple[int, int, int]


@dataclass(frozen=True)
class Tiling:
    """Levels whose cell size halves at each step; tiles exist of ``first`` to ``last``."""

    service: Service
    format: str
    size: int
    origin: Point
    coarsest: float
    levels: int
    first: int
    last: int
    crs: CRS | None = None  # None: the service's own
    bsq: bool = False
    transposed: str = ""
    missing: frozenset[Address] = frozenset()
    empty: frozenset[Address] = frozenset()

    @property
    def cache_type(self) -> str:
        """Return Raster (values of cells), Elevation (values at corners) or Map (pictures)."""
        return CACHE_TYPES.get(self.format, "Map")

    @property
    def extent(self) -> Extent:
        """Return the extent of the service in the cache's spatial reference."""
        extent = self.service.raster.grid.extent
        if self.crs is None or self.service.crs is None:
            return extent
        return spatialref.project_extent(self.service.crs, self.crs, extent, "tile")

    @property
    def spatial_reference(self) -> dict[str, Any] | None:
        """Return the spatial reference of the cache."""
        return self.service.spatial_reference if self.crs is None else spatialref.describe(self.crs)

    def resolution(self, level: int) -> float:
        """Return the cell size of a level."""
        return float(self.coarsest / 2**level)

    def scale(self, level: int) -> float:
        """Return the scale denominator of a level at 96 dpi."""
        crs = self.crs or self.service.crs
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
        """Say whether the level exists and the tile lies on the service."""
        if self.transposed == "only":
            return False
        if not self.first <= level <= self.last or row < 0 or column < 0 or (level, row, column) in self.missing:
            return False
        span = self.size * self.resolution(level)
        box = self.extent
        left, top = self.origin[0] + column * span, self.origin[1] - row * span
        return left < box.xmax and left + span > box.xmin and top > box.ymin and top - span < box.ymax

    def root_members(self) -> dict[str, Any]:
        """Return what the cache adds to the root resource."""
        info: dict[str, Any] = {
            "rows": self.size,
            "cols": self.size,
            "dpi": DPI,
            "format": self.format,
            "compressionQuality": 75 if self.cache_type == "Map" else 0,
            "origin": {"x": self.origin[0], "y": self.origin[1]},
            "spatialReference": self.spatial_reference,
            "lods": [
                {"level": level, "resolution": self.resolution(level), "scale": self.scale(level)}
                for level in range(self.levels)
            ],
        }
        if self.transposed:
            info["transposeInfo"] = {"rows": self.size // 8, "cols": self.size // 8, "packetSize": 16}
        if self.transposed == "only":
            info["lods"] = []
        if self.cache_type != "Map":
            info["lercError"] = ELEVATION_ERROR if self.cache_type == "Elevation" else 0
        members: dict[str, Any] = {
            "singleFusedMapCache": True,
            "tileInfo": info,
            "storageInfo": {"storageFormat": "esriMapCacheStorageModeCompactV2", "packetSize": 128},
            "cacheType": self.cache_type,
            "minScale": self.scale(self.first),
            "maxScale": self.scale(self.last),
        }
        if self.bsq:
            members["bsq"] = True
        if (self.first, self.last) != (0, self.levels - 1):
            members |= {"minLOD": self.first, "maxLOD": self.last}
        return members


def tiling(service: Service) -> Tiling | None:
    """Return the tiling of a service, None when it has no cache."""
    stated: Mapping[str, Any] | None = service.overrides.get("tiles")
    if stated is None and "tilesonly" not in service.capabilities:
        return None
    stated = stated or {}
    size = int(stated.get("size", 256))
    origin, coarsest, first, last, crs = _web(service, size) if stated.get("wkid") else _own(service, size, stated)
    return Tiling(
        service=service,
        format=str(stated.get("format", "LERC2D")),
        size=size,
        origin=origin,
        coarsest=coarsest,
        levels=last + 1 + int(stated.get("finer", 0)),
        first=first,
        last=last,
        crs=crs,
        bsq=bool(stated.get("bsq", False)),
        transposed=str(stated.get("transposed", "")),
        missing=_addresses(stated.get("missing", ())),
        empty=_addresses(stated.get("empty", ())),
    )


def _own(service: Service, size: int, stated: Mapping[str, Any]) -> tuple[Point, float, int, int, CRS | None]:
    """Return a scheme from the raster's own corner, from one tile down to the raster's own cells."""
    lattice = service.raster.grid
    steps = max(0, math.ceil(math.log2(max(lattice.columns, lattice.rows) / size)))
    first = int(stated.get("coarser", 0))
    origin = (lattice.extent.xmin, lattice.extent.ymax)
    return origin, float(lattice.cell_width * 2 ** (steps + first)), first, first + steps, None


def _web(service: Service, size: int) -> tuple[Point, float, int, int, CRS | None]:
    """Return the usual web scheme, the finest level next to the raster's own cell size, four coarser ones with it."""
    crs, _ = spatialref.parse("102100", "tile")
    extent = service.raster.grid.extent
    width = extent.width if service.crs is None else spatialref.project_extent(service.crs, crs, extent, "tile").width
    cell = width / service.raster.grid.columns
    coarsest = WEB_COARSEST * 256 / size
    last = max(4, round(math.log2(coarsest / cell)))
    return WEB_ORIGIN, coarsest, last - 4, last, crs


def _addresses(values: Any) -> frozenset[Address]:
    return frozenset((int(level), int(row), int(column)) for level, row, column in values)
