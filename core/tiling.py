# SPDX-License-Identifier: GPL-2.0-or-later
"""The tile cache of a service, as its root resource describes it: levels, tiles, and which cells a tile holds. Pure.

Three kinds exist (Esri's Image Tile page; the reference, chapter on tiles). Raster caches hold values of cells.
Elevation caches hold heights at the *corners* of the cells that a map would have there, one more each way than a tile
has cells, so that neighbours share their edge: here every sample becomes the centre of a cell, which keeps its value
and moves the lattice by half a cell. Map caches hold pictures.

A multidimensional Raster cache has tiles of each slice (``sliceId``), which are read. Since 11.0 it may also have
transposed ones, all slices of a variable in one hypercube (``variable``), which make profiles faster: the same values
once more, in an order that Esri does not document. They are never asked for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from . import lenient
from .errors import PlanError
from .grid import Extent, Grid
from .service import ImageService
from .spatialref import SpatialReference

RASTER, ELEVATION, MAP = "Raster", "Elevation", "Map"
# The kind where a description does not say it (Esri's own client decides likewise).
KINDS = {"LERC2D": RASTER, "LERC": ELEVATION}
# Scales and cell sizes are printed with few digits.
SAME = 1e-3
# As far as numbers of columns and rows reach.
FARTHEST = 2**31 - 1
# What levels may be: more are a slip of the server's.
MOST_LEVELS = 64
LARGEST_TILE = 4096


@dataclass(frozen=True)
class Level:
    """A level of detail: its number in addresses, and the size of its (square) cells in map units."""

    number: int
    resolution: float
    scale: float | None = None


@dataclass(frozen=True)
class TileScheme:
    """How a cache is cut into tiles.

    Attributes:
        kind: "Raster", "Elevation" or "Map".
        format: how tiles are encoded, such as LERC2D, LERC, JPEG, PNG32, MIXED; in capitals.
        columns, rows: cells of a tile.
        x, y: the north-west corner of tile 0, 0.
        levels: the levels that hold tiles, coarsest first.
        error: the largest error that LERC was allowed, in units of the values.
        has_band_tiles: each band has tiles of its own (``bandId``).
        has_map: the service tells which tiles exist (``tilemap``).
    """

    kind: str
    format: str
    columns: int
    rows: int
    x: float
    y: float
    spatial_reference: SpatialReference
    levels: tuple[Level, ...]
    error: float = 0.0
    has_band_tiles: bool = False
    has_map: bool = False

    @classmethod
    def of(cls, service: ImageService) -> TileScheme:
        """Read the cache of a service.

        Raises:
            PlanError: it has none, or the description leaves out what is needed to read it.
            ProtocolError: it has no spatial reference that is known here.
        """
        info = lenient.mapping(service.raw.get("tileInfo"))
        if not info:
            raise PlanError(f"“{service.name}” has no cache of tiles: leave the source at auto.", url=service.url)
        columns, rows = lenient.integer(info.get("cols")), lenient.integer(info.get("rows"))
        origin = lenient.mapping(info.get("origin"))
        x, y = lenient.number(origin.get("x")), lenient.number(origin.get("y"))
        if not columns or not rows or x is None or y is None or not 0 < min(columns, rows) <= LARGEST_TILE:
            raise PlanError(
                f"“{service.name}” does not say where its tiles lie: ask its owner to repair the cache.",
                url=service.url,
            )
        form = lenient.text(info.get("format")).upper()
        said = service.cache_type.capitalize()
        kind = said if said in (RASTER, ELEVATION, MAP) else KINDS.get(form, MAP)
        reference = SpatialReference.from_json(info.get("spatialReference")) or service.crs
        own = service.crs if service.crs.same_as(reference) else reference
        return cls(
            kind=kind,
            format=form,
            columns=columns,
            rows=rows,
            x=x,
            y=y,
            spatial_reference=own,
            levels=_levels(service, info, kind, is_own=own is service.crs),
            error=max(0.0, lenient.number(info.get("lercError")) or 0.0),
            has_band_tiles=kind == RASTER and lenient.flag(service.raw.get("bsq")),
            has_map="tilemap" in service.capabilities,
        )

    @property
    def is_lerc(self) -> bool:
        """Tell whether tiles come as LERC."""
        return self.format.startswith("LERC") or self.kind == ELEVATION

    @property
    def is_picture(self) -> bool:
        """Tell whether tiles are rendered pictures, not values."""
        return self.kind == MAP

    @property
    def is_lossy_picture(self) -> bool:
        """Tell whether tiles are, or may be, JPEG."""
        return not self.is_lerc and not self.format.startswith("PNG")

    @property
    def overlap(self) -> int:
        """Return how many columns and rows a tile shares with the next one."""
        return 1 if self.kind == ELEVATION else 0

    def lattice(self, level: Level) -> Grid:
        """Return all cells of a level, from the corner of tile 0, 0; an elevation cache's surround its samples."""
        shift = level.resolution / 2 if self.overlap else 0.0
        return Grid(self.x - shift, self.y + shift, level.resolution, level.resolution, FARTHEST, FARTHEST)

    def nearest(self, resolution: float) -> Level:
        """Return the level whose cells are most like the ones wanted, by their ratio; of two alike the finer one."""
        return min(reversed(self.levels), key=lambda level: round(abs(math.log(level.resolution / resolution)), 9))


@dataclass(frozen=True)
class TileCache:
    """The part of a cache that a plan reads.

    Attributes:
        scheme: how it is cut.
        level: which of its levels.
        area: where the service has cells, in the spatial reference of the cache.
        is_warped: whether the output has other cells than the level, to be looked up one by one.
    """

    scheme: TileScheme
    level: Level
    area: Extent
    is_warped: bool

    @property
    def grid(self) -> Grid:
        """Return the lattice that addresses of tiles count on."""
        return self.scheme.lattice(self.level)


def exports_images(service: ImageService) -> bool:
    """Tell whether a service answers exportImage.

    Caches that ArcGIS Online hosts do not, though some list "Image" and not "TilesOnly" (recorded: GEBCO_2021): they
    are known by their data being a cache, and by naming no limits of an image.
    """
    if service.tiles_only or "image" not in service.capabilities:
        return False
    is_cache = lenient.text(service.raw.get("datasetFormat")).lower().startswith("cache/")
    return not (is_cache and service.has_tiles and "maxImageWidth" not in service.raw)


def reads_tiles(service: ImageService, source: str) -> bool:
    """Tell whether pixels come from tiles: "auto" prefers images, for they know every cell size and rule."""
    if source == "auto":
        return service.has_tiles and not exports_images(service)
    return source == "tiles"


def _levels(service: ImageService, info: dict[str, Any], kind: str, *, is_own: bool) -> tuple[Level, ...]:
    """Return the levels that hold tiles: descriptions list more (reference: LODs that do not exist)."""
    listed = _listed(info)
    if not listed and any(lenient.mapping(part.get("transposeInfo")) for part in (info, service.raw)):
        # Beside ordinary tiles nobody needs them; what lies where in one is not established.
        raise PlanError(
            f"The cache of “{service.name}” holds transposed tiles only (all slices of a variable together), which "
            "cannot be read here: ask its owner for a cache with tiles of slices.",
            url=service.url,
        )
    if not listed:
        raise PlanError(f"“{service.name}” does not say which levels its cache has.", url=service.url)
    within = [level for level in listed if _is_within(level, service.raw)]
    if kind == RASTER and is_own:  # the finest level of a cache of values has the cells of the service
        within = [level for level in within if level.resolution >= service.cell_width * (1 - SAME)]
    return tuple(within or listed)


def _listed(info: dict[str, Any]) -> list[Level]:
    levels: dict[int, Level] = {}
    for entry in map(lenient.mapping, lenient.items(info.get("lods"))[:MOST_LEVELS]):
        number, resolution = lenient.integer(entry.get("level")), lenient.number(entry.get("resolution"))
        if number is not None and number >= 0 and resolution is not None and resolution > 0:
            levels.setdefault(number, Level(number, resolution, lenient.number(entry.get("scale"))))
    return sorted(levels.values(), key=lambda level: -level.resolution)


def _is_within(level: Level, root: dict[str, Any]) -> bool:
    """Tell whether a level lies in the range that the service names, by levels or by scales (0 or less: no limit)."""
    first, last = lenient.integer(root.get("minLOD")), lenient.integer(root.get("maxLOD"))
    if first is not None or last is not None:
        return (first is None or level.number >= first) and (last is None or level.number <= last)
    least, most = lenient.number(root.get("minScale")) or 0.0, lenient.number(root.get("maxScale")) or 0.0
    if level.scale is None:
        return True
    return (least <= 0 or level.scale <= least * (1 + SAME)) and (most <= 0 or level.scale >= most * (1 - SAME))
