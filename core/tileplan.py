# SPDX-License-Identifier: GPL-2.0-or-later
"""The plan of a download that reads the tiles of a cache: which level, which cells, and what the values are."""

from __future__ import annotations

import math
from dataclasses import replace

from .cell_size import native_cell_size
from .decode.lerc_gdal import gdal_reads_lerc
from .errors import PlanError
from .formats import FormatChoice
from .grid import Extent, Grid, Tiles, plan_tiles, snapped
from .no_data import no_data_value
from .options import DownloadOptions
from .pixels import PIXEL_TYPES, PixelType
from .placing import box_elsewhere, check_counts, clip_in, overlap
from .plan import DownloadPlan, Note, chosen_bands
from .request import ExportRequest
from .service import ImageService
from .spatialref import SpatialReference, transform_extent
from .tiling import ELEVATION, RASTER, SAME, Level, TileCache, TileScheme

# Sizes that differ by less are the same size, typed with fewer digits.
TYPED = 0.01
PICTURE_BANDS = 3
# Cells along a side of what is carried to another spatial reference at once: a few tiles' worth.
WARPED_PIECE = 512


def plan_of_tiles(service: ImageService, options: DownloadOptions, *, has_lerc: bool) -> DownloadPlan:
    """Plan a download from the tiles of a service.

    In the spatial reference of the cache, the output has the cells of one level, unchanged: that whose cells are most
    like the ones asked for. In another, cells are looked up one by one (nearest) in the level that suits their size.

    Raises:
        PlanError: it cannot work; the sentence names the cause and the remedy.
        ProtocolError: a spatial reference is missing or unknown.
    """
    if options.clip is not None and options.extent is None:
        options = replace(options, extent=options.clip.extent, extent_sr=options.clip.sr)
    scheme = TileScheme.of(service)
    kind = _pixel_type(service, scheme)
    _refuse_what_tiles_cannot(service, options, kind)
    _check_decoder(service, scheme, kind, has_lerc=has_lerc)
    source = _as_cached(service, scheme)
    bands = chosen_bands(source, options)
    notes: list[Note] = []
    if options.sr is None and options.extent is not None and options.extent_sr is None:
        options = replace(options, extent_sr=service.crs)  # the cache may be in another
    if options.sr is None and not scheme.spatial_reference.same_as(service.crs):
        notes.append(Note(f"The cache is in {scheme.spatial_reference.label}: so is the output."))
    reference, grid, cache = _place(source, scheme, options, notes)
    _note_values(source, cache, notes)
    _note_resampling(service, source, cache, notes)
    codec = scheme.format or scheme.kind.upper()
    return DownloadPlan(
        service=service,
        options=options,
        spatial_reference=reference,
        grid=grid,
        tiles=_windows(grid, cache, options),
        bands=bands,
        answer_bands=len(bands) if scheme.has_band_tiles else source.band_count,
        pixel_type=kind,
        format=FormatChoice(
            ("lerc" if scheme.is_lerc else "jpgpng",),
            f"tiles of the cache, as they are stored there ({codec}, level {cache.level.number})",
        ),
        template=ExportRequest(
            grid.extent,
            grid.columns,
            grid.rows,
            band_ids=bands if scheme.has_band_tiles else None,
            slice_id=options.slice_id,
        ),
        no_data=None if scheme.is_picture else no_data_value(service, options, bands, kind),
        notes=tuple(notes),
        is_native=_is_native(source, cache),
        clip=clip_in(options.clip, reference, source),
        cache=cache,
    )


def _refuse_what_tiles_cannot(service: ImageService, options: DownloadOptions, kind: PixelType) -> None:
    """Refuse what only a server that makes images on demand can do."""
    wishes = {
        "a rendering rule": options.rendering_rule.strip(),
        "a mosaic rule": options.mosaic_rule.strip(),
        "a time (choose a slice instead)": options.time.strip(),
        f"the transfer format {options.format}": options.format != "auto",
        f"the interpolation {options.interpolation}": options.interpolation != "nearest",
        f"the pixel type {options.pixel_type}": (options.pixel_type or kind.code).upper() != kind.code,
    }
    wish = next((name for name, asked in wishes.items() if asked), None)
    if wish is not None:
        raise PlanError(
            f"“{service.name}” is read from the tiles of its cache, which are what they are: {wish} cannot be had. "
            "Leave it out, or ask the owner of the service for a dynamic imagery layer.",
            url=service.url,
        )


def _pixel_type(service: ImageService, scheme: TileScheme) -> PixelType:
    if scheme.is_picture:
        return PIXEL_TYPES["U8"]
    if scheme.kind == ELEVATION:  # heights between cells, whatever the cells are
        return PIXEL_TYPES["F32"]
    if service.pixel_type is None:
        raise PlanError(f"“{service.name}” does not say its pixel type: its tiles cannot be read.", url=service.url)
    return service.pixel_type


def _check_decoder(service: ImageService, scheme: TileScheme, kind: PixelType, *, has_lerc: bool) -> None:
    """Refuse tiles that nothing here decodes. LERC 1 (elevation) needs nothing; GDAL reads singles of one band."""
    if not scheme.is_lerc or has_lerc or scheme.kind == ELEVATION:
        return
    if kind.is_float and (service.band_count == 1 or scheme.has_band_tiles) and gdal_reads_lerc():
        return
    raise PlanError(
        f"The tiles of “{service.name}” are LERC, and nothing here can decode them: install the Python package “lerc” "
        "into the Python of QGIS (python3 -m pip install lerc) and start QGIS again.",
        url=service.url,
    )


def _as_cached(service: ImageService, scheme: TileScheme) -> ImageService:
    """Return the service as its cache shows it: in the cache's spatial reference, and with the bands of its tiles."""
    bands = PICTURE_BANDS if scheme.is_picture else service.band_count
    own = service.crs
    if scheme.spatial_reference.same_as(own):
        return replace(service, band_count=bands)
    return replace(
        service,
        band_count=bands,
        extent=transform_extent(service.extent, own, scheme.spatial_reference),
        spatial_reference=scheme.spatial_reference,
        cell_width=math.inf,  # its cells have no size there: they are no squares
        cell_height=math.inf,
    )


def _place(
    source: ImageService, scheme: TileScheme, options: DownloadOptions, notes: list[Note]
) -> tuple[SpatialReference, Grid, TileCache]:
    """Return the output's spatial reference and cells, and what is read of the cache."""
    own = scheme.spatial_reference
    finest = scheme.levels[-1]
    if options.sr is None or options.sr.same_as(own):
        level = _asked_level(scheme, options, notes)
        return own, _grid(source, scheme, level, options, notes), TileCache(scheme, level, source.extent, False)
    box = box_elsewhere(source, options, own, options.sr, lambda text: notes.append(Note(text)))
    usual = native_cell_size(source.extent, (finest.resolution, finest.resolution), own, options.sr)
    size = options.cell_size or (usual, usual)
    level = scheme.nearest(finest.resolution * math.sqrt(size[0] * size[1]) / usual)
    check_counts(box, size)
    text = (
        f"The tiles are in {own.label}: they are carried to {options.sr.label} here, each new cell taking the value of "
        f"the nearest one of level {level.number} ({level.resolution:g})."
    )
    notes.append(Note(text, True))
    return options.sr, snapped(box, *size), TileCache(scheme, level, source.extent, True)


def _asked_level(scheme: TileScheme, options: DownloadOptions, notes: list[Note]) -> Level:
    """Return the level that the cell size names; another size than a level's is answered by the nearest level."""
    finest = scheme.levels[-1]
    if options.cell_size is None:
        return finest
    width, height = options.cell_size
    level = scheme.nearest(math.sqrt(width * height))
    if not all(math.isclose(size, level.resolution, rel_tol=TYPED) for size in (width, height)):
        asked = f"{width:g}" if width == height else f"{width:g} × {height:g}"
        others = ", ".join(f"{other.resolution:g}" for other in _around(scheme, level))
        also = f"; the next ones have {others}" if others else ""
        text = f"The cache has no cells of {asked}: level {level.number} is read, with cells of {level.resolution:g}"
        notes.append(Note(f"{text}{also}.", True))
    return level


def _around(scheme: TileScheme, level: Level) -> tuple[Level, ...]:
    """Return the levels before and after one."""
    place = scheme.levels.index(level)
    return scheme.levels[max(0, place - 1) : place] + scheme.levels[place + 1 : place + 2]


def _grid(source: ImageService, scheme: TileScheme, level: Level, options: DownloadOptions, notes: list[Note]) -> Grid:
    """Return the cells of a level that are wanted."""
    lattice = scheme.lattice(level)
    own = scheme.spatial_reference
    box: Extent = source.extent
    check_counts(box, (level.resolution, level.resolution))
    if options.extent is not None:
        given_in = options.extent_sr or options.sr or own
        box = overlap(options.extent, given_in, source, own, lambda text: notes.append(Note(text)))
    window = lattice.window(box)
    if window is None:
        raise PlanError(
            f"The extent lies outside the tiles of “{source.name}”, which begin at {scheme.x:.9g}, {scheme.y:.9g} in "
            f"{own.label}: choose another.",
            url=source.url,
        )
    return lattice.subgrid(window)


def _windows(grid: Grid, cache: TileCache, options: DownloadOptions) -> Tiles:
    """Return what is fetched at once: a tile of the cache, or a piece of the output where that has other cells."""
    if cache.is_warped:
        sides = (min(side, WARPED_PIECE) for side in (options.tile_columns, options.tile_rows))
        return plan_tiles(grid.columns, grid.rows, *sides)
    columns, rows = cache.scheme.columns, cache.scheme.rows
    return Tiles(grid.columns, grid.rows, columns, rows, grid.first_column % columns, grid.first_row % rows)


def _note_values(source: ImageService, cache: TileCache, notes: list[Note]) -> None:
    """Say what the values of a cache are, where they are not those of the source."""
    scheme = cache.scheme
    if scheme.is_picture:
        notes.append(
            Note("The cache holds pictures: rendered colours (red, green, blue), not the values of the service.", True)
        )
    if scheme.is_lossy_picture:
        notes.append(Note("The tiles are JPEG, or may be: colours differ a little from what was stored.", True))
    if scheme.kind == ELEVATION:
        notes.append(
            Note("Heights stand at the corners of the cache's cells: the cells here lie around them, half a cell off.")
        )
    if scheme.error > 0 and scheme.is_lerc:
        notes.append(Note(f"The cache keeps values with an error of up to {scheme.error:g}.", True))
    if scheme.has_band_tiles and source.band_count > 1:
        notes.append(Note("Each band has tiles of its own: there are as many requests more."))


def _note_resampling(service: ImageService, source: ImageService, cache: TileCache, notes: list[Note]) -> None:
    """Say that values were resampled when the cache was built, where they were."""
    scheme, level, finest = cache.scheme, cache.level, cache.scheme.levels[-1]
    if scheme.kind != RASTER or cache.is_warped:
        return
    if level != finest:
        text = f"Level {level.number} is an overview, made when the cache was built; the values are those of level "
        notes.append(Note(f"{text}{finest.number}, with cells of {finest.resolution:g}, resampled.", True))
    elif not _has_cells_of_service(source, cache):
        text = (
            f"The finest level has cells of {finest.resolution:g} in {scheme.spatial_reference.label}, the service "
            f"itself of {service.cell_width:g} in {service.crs.label}: values were resampled when the cache was built."
        )
        notes.append(Note(text, True))


def _is_native(source: ImageService, cache: TileCache) -> bool:
    """Tell whether the values are those of the source, cell by cell, as far as a description says."""
    scheme = cache.scheme
    is_exact = scheme.kind == RASTER and not scheme.is_lossy_picture and not scheme.error
    return is_exact and not cache.is_warped and _has_cells_of_service(source, cache)


def _has_cells_of_service(source: ImageService, cache: TileCache) -> bool:
    """Tell whether the cells of the level are as large as those of the service, which ``source`` has in its units."""
    size = cache.level.resolution
    return all(math.isclose(size, cell, rel_tol=SAME) for cell in (source.cell_width, source.cell_height))
