# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download will do, worked out before anything is sent: grid, tiles, format, size, and what to know about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from . import rules
from .blocks import filled_side
from .cell_size import native_cell_size
from .clip import Clip
from .errors import PlanError
from .formats import FormatChoice, check_picture, choose_format, loses_values, mask_warning
from .grid import Grid, Tiles, Window, lattice, plan_tiles, snapped
from .mosaic import VIEW_METHODS, method_of
from .no_data import check_no_data, is_stretched, no_data_value
from .options import PICTURES, DownloadOptions
from .pixels import PIXEL_TYPES, PixelType, pixel_type
from .placing import box_elsewhere, check_counts, clip_in, overlap
from .request import ExportRequest
from .service import ImageService
from .spatialref import SpatialReference
from .stretch import stretch_in
from .tiling import TileCache, reads_tiles

# How far (in cells) the cells of a typed size may lie from the service's own at its far end, to be these cells.
MOST_DRIFT = 0.01


@dataclass(frozen=True)
class Note:
    """Something to know about a plan; a warning means that values will not be the source's own."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class DownloadPlan:
    """A download in full, printable and testable without a network.

    ``bands`` are 0-based. The server selects them, except under a rendering rule of the user's own, where servers are
    unreliable at that. ``grid`` is the whole output. Where tiles of a ``cache`` are read, of the ``template`` only its
    bands and its slice are asked for.
    """

    service: ImageService
    options: DownloadOptions
    spatial_reference: SpatialReference
    grid: Grid
    tiles: Tiles
    bands: tuple[int, ...]
    answer_bands: int
    pixel_type: PixelType
    format: FormatChoice
    template: ExportRequest
    no_data: float | None
    notes: tuple[Note, ...]
    is_native: bool
    clip: Clip | None = None
    cache: TileCache | None = None

    @property
    def is_raw(self) -> bool:
        """Tell whether the output holds the service's own values and bands, not a rendering of them."""
        is_picture = self.options.format in PICTURES or (self.cache is not None and self.cache.scheme.is_picture)
        return not (is_picture or self.options.rendering_rule.strip())

    @property
    def shows_colors(self) -> bool:
        """Tell whether three bands are red, green and blue."""
        is_picture = self.cache is not None and self.cache.scheme.is_picture
        return is_picture or (self.service.data_type == "RGB" and self.pixel_type.code == "U8")

    @property
    def server_picks_bands(self) -> bool:
        """Tell whether answers hold just the wanted bands, in their order."""
        return self.template.band_ids is not None or self.bands == tuple(range(self.answer_bands))

    @property
    def declared_no_data(self) -> tuple[float | None, ...]:
        """Return the service's own NoData value of each band of an answer; nothing where it declares none."""
        declared = self.service.no_data
        if not declared or self.options.rendering_rule.strip() or (self.cache is not None and not self.is_raw):
            return ()
        if is_stretched(self.service, self.options):
            return ()
        return declared if self.template.band_ids is None else tuple(declared[band] for band in self.bands)

    @property
    def cells_from(self) -> str:
        """Return whose cells the output has: of the "service", made by the "server", of a "cache", or made "here"."""
        if self.cache is not None:
            return "here" if self.cache.is_warped else "service" if self.is_native else "cache"
        return "service" if self.is_native else "server"

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the notes that are warnings."""
        return tuple(note.text for note in self.notes if note.is_warning)

    @property
    def cells(self) -> int:
        """Return the number of cells of the output, per band."""
        return self.grid.columns * self.grid.rows

    @property
    def bytes(self) -> int:
        """Return the size of the output's pixels in bytes, uncompressed."""
        return self.cells * len(self.bands) * self.pixel_type.bytes

    def request(self, window: Window, form: str | None = None) -> ExportRequest:
        """Return the request for a window of the output, in ``form`` (default: the first choice)."""
        request = self.template.over(self.grid.extent_of(window), window.columns, window.rows)
        form = form or self.format.formats[0]
        if form == "tiff" and not request.no_data and self.no_data is not None:
            request = replace(request, no_data=(self.no_data,))
        return replace(request, format=form)

    def summary(self) -> str:
        """Return the plan in one sentence for people."""
        bands = "1 band" if len(self.bands) == 1 else f"{len(self.bands)} bands"
        count = len(self.tiles)
        requests = "1 request" if count == 1 else f"{count:,} requests"
        return (
            f"{self.grid.columns:,} × {self.grid.rows:,} cells, {bands} {self.pixel_type.code}, {requests}, "
            f"about {human_size(self.bytes)}, in {self.spatial_reference.label}"
        )


def human_size(count: float) -> str:
    """Return a number of bytes for people: "460 MB"."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit in {"bytes", "kB", "MB"} else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def plan_download(
    service: ImageService,
    options: DownloadOptions,
    *,
    rendered: ImageService | None = None,
    has_lerc: bool | None = None,
) -> DownloadPlan:
    """Plan a download.

    Args:
        service: the service as it describes itself.
        options: what is wanted.
        rendered: the service's description under the rendering rule, where one is asked for and has been fetched.
        has_lerc: whether LERC can be decoded; None asks this machine.

    Raises:
        PlanError: it cannot work; the sentence names the cause and the remedy.
        ProtocolError: the service's spatial reference is missing or unknown.
    """
    if reads_tiles(service, options.source):
        from .tileplan import plan_of_tiles

        return plan_of_tiles(service, options, has_lerc=_has_lerc() if has_lerc is None else has_lerc)
    _check_capabilities(service)
    if options.slice_id is not None and service.version is not None and not service.since(10.81):
        raise PlanError(f"“{service.name}” runs on a server that knows no slices (older than 10.8.1): leave it empty.")
    if options.clip is not None and options.extent is None:
        options = replace(options, extent=options.clip.extent, extent_sr=options.clip.sr)
    notes: list[Note] = []
    source = rendered or service
    rule = rules.rendering_rule(options.rendering_rule, service)
    has_own_rule = bool(options.rendering_rule.strip())
    kind = _pixel_type(source, options, notes)
    bands = chosen_bands(source, options)
    reference, grid, is_native = _grid(service, options, notes)
    check_no_data(source, options, bands)
    rules.mosaic_of(options.mosaic_rule).check(service)
    choice = choose_format(service, options, kind, has_lerc=_has_lerc() if has_lerc is None else has_lerc)
    tiles = _tiles(service, options, grid, notes)
    picks_here = has_own_rule or bands == tuple(range(source.band_count))
    answer_bands = source.band_count if picks_here else len(bands)
    check_picture(options.format, answer_bands)
    template = ExportRequest(
        grid.extent,
        grid.columns,
        grid.rows,
        extent_sr=None if reference is service.spatial_reference else reference,
        image_sr=None if reference is service.spatial_reference else reference,
        pixel_type=options.pixel_type,
        no_data=options.no_data,
        no_data_interpretation=options.no_data_interpretation,
        interpolation=options.interpolation,
        compression=options.compression,
        compression_quality=options.compression_quality,
        lerc_tolerance=options.lerc_tolerance,
        band_ids=None if picks_here else bands,
        rendering_rule=rule,
        mosaic_rule=rules.mosaic_rule(options.mosaic_rule),
        time=rules.window_parameter(options.time),
        slice_id=options.slice_id,
        version=service.version,
    )
    _note_values(options, kind, choice, notes)
    if warning := mask_warning(source, choice, answer_bands):
        notes.append(Note(warning, True))
    _note_seams(service, options, tiles, notes)
    if options.time and not service.has_time:
        said, remedy = "The service has no time", ""
        if service.has_multidimensions:
            said, remedy = "The service keeps its times as slices", " Choose a slice, or download a time series."
        notes.append(Note(f"{said}: it may ignore the time given.{remedy}", True))
    return DownloadPlan(
        service=service,
        options=options,
        spatial_reference=reference,
        grid=grid,
        tiles=tiles,
        bands=bands,
        answer_bands=answer_bands,
        pixel_type=kind,
        format=choice,
        template=template,
        no_data=no_data_value(source, options, bands, kind),
        notes=tuple(notes),
        is_native=is_native,
        clip=clip_in(options.clip, reference, service),
    )


def _has_lerc() -> bool:
    from .decode.lerc import lerc_available

    return lerc_available()


def _check_capabilities(service: ImageService) -> None:
    if service.tiles_only:
        raise PlanError(
            f"“{service.name}” is a tile cache: it answers no exportImage requests. "
            + (
                "Leave the source at auto, so that its tiles are read."
                if service.has_tiles
                else "Nor does it describe its tiles. Ask its owner for the dynamic imagery layer."
            ),
            url=service.url,
        )
    if "image" not in service.capabilities:
        listed = ", ".join(sorted(service.capabilities))
        raise PlanError(
            f"“{service.name}” does not hand out pixels (its capabilities are: {listed}). "
            "Ask its owner to allow “Image”.",
            url=service.url,
        )


def _pixel_type(source: ImageService, options: DownloadOptions, notes: list[Note]) -> PixelType:
    if options.pixel_type:
        kind = pixel_type(options.pixel_type)
        if options.format in PICTURES and kind.maximum > 255:
            raise PlanError(
                f"A picture holds 8 bits, not {kind.code}: choose bsq or tiff, or leave the pixel type out."
            )
        if source.pixel_type is not None and kind.code != source.pixel_type.code:
            notes.append(
                Note(
                    f"The server converts {source.pixel_type.code} to {kind.code}; what does not fit is clamped.", True
                )
            )
        return kind
    if options.format in PICTURES:
        return PIXEL_TYPES["U8"]
    if source.pixel_type is None:
        raise PlanError(f"“{source.name}” does not say its pixel type: choose one.", url=source.url)
    return source.pixel_type


def chosen_bands(source: ImageService, options: DownloadOptions) -> tuple[int, ...]:
    """Return the bands that are wanted, counted from 0.

    Raises:
        PlanError: one of them does not exist.
    """
    if options.bands is None:
        return tuple(range(source.band_count))
    for band in options.bands:
        if band > source.band_count:
            count = source.band_count
            has = "only band 1" if count == 1 else f"bands 1 to {count}"
            raise PlanError(f"There is no band {band}: “{source.name}” has {has}.", url=source.url)
    return tuple(band - 1 for band in options.bands)


def _grid(service: ImageService, options: DownloadOptions, notes: list[Note]) -> tuple[SpatialReference, Grid, bool]:
    """Return the output's spatial reference and cells, and whether they are cells of the service itself."""
    own = service.crs
    reference = own if options.sr is None or options.sr.same_as(own) else options.sr
    if reference is own:
        return (own, *_grid_of_service(service, options, own, notes))
    box = box_elsewhere(service, options, own, reference, lambda text: notes.append(Note(text)))
    size = options.cell_size
    if size is None:
        cell = native_cell_size(service.extent, (service.cell_width, service.cell_height), own, reference)
        size = (cell, cell)
    check_counts(box, size)
    notes.append(
        Note(f"The server reprojects from {own.label} to {reference.label} ({options.interpolation}): new cells.", True)
    )
    return reference, snapped(box, *size), False


def _grid_of_service(
    service: ImageService, options: DownloadOptions, own: SpatialReference, notes: list[Note]
) -> tuple[Grid, bool]:
    native = (service.cell_width, service.cell_height)
    size = options.cell_size or native
    if _is_same_size(size, native, service.grid):
        size = native
    if not service.since(10.3) and not math.isclose(size[0], size[1], rel_tol=1e-6):
        size = (min(size), min(size))
        notes.append(Note("This server can only give square cells: values are resampled.", True))
    is_native = size == native
    if not is_native and options.cell_size is not None:
        notes.append(
            Note(
                f"Cells of {size[0]:.12g} × {size[1]:.12g} instead of {native[0]:.12g} × {native[1]:.12g}: "
                f"the server resamples ({options.interpolation}).",
                True,
            )
        )
    check_counts(service.extent, size)
    grid = lattice(service.extent, *size)
    if options.extent is None:
        return grid, is_native
    given_in = options.extent_sr or options.sr or own
    box = overlap(options.extent, given_in, service, own, lambda text: notes.append(Note(text)))
    window = grid.window(box)
    if window is None:
        raise PlanError(f"The extent holds no cell of “{service.name}”: choose a larger one.", url=service.url)
    return grid.subgrid(window), is_native


def _is_same_size(size: tuple[float, float], native: tuple[float, float], grid: Grid) -> bool:
    """Tell whether a size is the service's own but for rounding: no cell of the service moves by what can be seen."""
    drifts = [abs(mine / own - 1) * count for mine, own, count in zip(size, native, (grid.columns, grid.rows))]
    is_typed = all(math.isclose(mine, own, rel_tol=1e-6) for mine, own in zip(size, native))
    return is_typed and max(drifts) <= MOST_DRIFT


def _tiles(service: ImageService, options: DownloadOptions, grid: Grid, notes: list[Note]) -> Tiles:
    columns = min(options.tile_columns, service.max_columns)
    rows = min(options.tile_rows, service.max_rows)
    if (columns, rows) != (options.tile_columns, options.tile_rows) and len(
        plan_tiles(grid.columns, grid.rows, columns, rows)
    ) > len(plan_tiles(grid.columns, grid.rows, options.tile_columns, options.tile_rows)):
        notes.append(
            Note(f"The server answers at most {service.max_columns} × {service.max_rows} cells: tiles are that size.")
        )
    if options.file_compression != "none":
        columns, rows = filled_side(columns), filled_side(rows)
    return plan_tiles(grid.columns, grid.rows, columns, rows)


def _note_values(options: DownloadOptions, kind: PixelType, choice: FormatChoice, notes: list[Note]) -> None:
    if options.format in PICTURES:
        notes.append(
            Note("A picture format: values may be stretched to 8 bits, tile by tile, and seams may show.", True)
        )
    elif options.compression == "jpeg" and choice.formats[0] == "tiff":
        notes.append(Note("JPEG compression changes values.", True))
    if choice.formats[0] == "lerc" and loses_values(options.lerc_tolerance, kind):
        notes.append(Note(f"Values may differ from the source by up to {options.lerc_tolerance:g}.", True))
    if options.rendering_rule.strip():
        notes.append(Note("Values are the result of a rendering rule.", True))


def _note_seams(service: ImageService, options: DownloadOptions, tiles: Tiles, notes: list[Note]) -> None:
    """Warn where what is seen in a tile depends on the tile."""
    if len(tiles) < 2:
        return
    stretch = stretch_in(options.rendering_rule, service) if options.rendering_rule.strip() else None
    if stretch is not None:
        notes.append(Note(stretch.warning, True))
    method = rules.mosaic_of(options.mosaic_rule).method or method_of(service.default_mosaic_method)
    if method in VIEW_METHODS and service.mosaic_methods:  # a single raster allows none, and may say "Center" too
        notes.append(
            Note(
                f"The mosaic method “{method}” puts on top what lies next to the middle of each request: where rasters "
                "overlap, tiles may show seams. Northwest, seamline or lockraster do not."
            )
        )
