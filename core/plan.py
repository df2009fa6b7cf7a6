# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download will do, worked out before anything is sent: grid, tiles, format, size, and what to know about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from . import rules
from .clip import Clip
from .errors import PlanError
from .formats import FormatChoice, choose_format, loses_values
from .grid import Extent, Grid, Tiles, Window, lattice, plan_tiles, snapped
from .options import PICTURES, DownloadOptions
from .pixels import PIXEL_TYPES, PixelType, pixel_type
from .request import ExportRequest
from .service import ImageService
from .spatialref import SpatialReference, carried_part, native_cell_size, shared_extent, transform_extent

# GDAL counts columns and rows in signed 32-bit integers.
MAX_CELLS_ALONG = 2**31 - 1


@dataclass(frozen=True)
class Note:
    """Something to know about a plan; a warning means that values will not be the source's own."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class DownloadPlan:
    """A download in full, printable and testable without a network.

    ``bands`` are 0-based. The server selects them, except under a rendering rule of the user's own, where servers are
    unreliable at that. ``grid`` is the whole output.
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

    @property
    def server_picks_bands(self) -> bool:
        """Tell whether answers hold just the wanted bands, in their order."""
        return self.template.band_ids is not None or self.bands == tuple(range(self.answer_bands))

    @property
    def declared_no_data(self) -> tuple[float | None, ...]:
        """Return the service's own NoData value of each band of an answer; nothing where it declares none."""
        declared = self.service.no_data
        if not declared or self.options.rendering_rule.strip():
            return ()
        return declared if self.template.band_ids is None else tuple(declared[band] for band in self.bands)

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
    bands = _bands(source, options)
    reference, grid, is_native = _grid(service, options, notes)
    choice = choose_format(service, options, kind, has_lerc=_has_lerc() if has_lerc is None else has_lerc)
    tiles = _tiles(service, options, grid, notes)
    picks_here = has_own_rule or bands == tuple(range(source.band_count))
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
        time=rules.time_parameter(options.time),
        slice_id=options.slice_id,
        version=service.version,
    )
    _note_values(options, kind, choice, notes)
    if options.time and not (service.has_time or service.has_multidimensions):
        notes.append(Note("The service has no time: it may ignore the time given.", True))
    return DownloadPlan(
        service=service,
        options=options,
        spatial_reference=reference,
        grid=grid,
        tiles=tiles,
        bands=bands,
        answer_bands=source.band_count if picks_here else len(bands),
        pixel_type=kind,
        format=choice,
        template=template,
        no_data=_no_data(source, options, bands, kind),
        notes=tuple(notes),
        is_native=is_native,
        clip=options.clip.carried(reference) if options.clip is not None else None,
    )


def _has_lerc() -> bool:
    from .decode.lerc import lerc_available

    return lerc_available()


def _check_capabilities(service: ImageService) -> None:
    if service.tiles_only:
        raise PlanError(
            f"“{service.name}” is a tile cache: it answers tiles of its levels only, and no exportImage requests. "
            "Ask its owner for the dynamic imagery layer.",
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


def _bands(source: ImageService, options: DownloadOptions) -> tuple[int, ...]:
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
    box = _box_elsewhere(service, options, own, reference, notes)
    size = options.cell_size
    if size is None:
        cell = native_cell_size(service.extent, (service.cell_width, service.cell_height), own, reference)
        size = (cell, cell)
    _check_counts(box, size)
    notes.append(
        Note(f"The server reprojects from {own.label} to {reference.label} ({options.interpolation}): new cells.", True)
    )
    return reference, snapped(box, *size), False


def _box_elsewhere(
    service: ImageService,
    options: DownloadOptions,
    own: SpatialReference,
    reference: SpatialReference,
    notes: list[Note],
) -> Extent:
    """Return the box to download in another spatial reference than the service's."""
    if options.extent is None:
        part, box = carried_part(service.extent, own, reference)
        if part != service.extent:
            notes.append(Note(f"The service is cut to where {reference.label} is meant to be used."))
        return box
    given_in = options.extent_sr or reference
    part = _overlap(options.extent, given_in, service, own, notes)
    whole = transform_extent(part, own, reference)
    wanted = transform_extent(options.extent, given_in, reference)
    # The box around a box carried there and back is larger than the box: what was wanted stays the limit.
    return wanted.intersection(whole) or whole


def _grid_of_service(
    service: ImageService, options: DownloadOptions, own: SpatialReference, notes: list[Note]
) -> tuple[Grid, bool]:
    native = (service.cell_width, service.cell_height)
    size = options.cell_size or native
    if not service.since(10.3) and not math.isclose(size[0], size[1], rel_tol=1e-6):
        size = (min(size), min(size))
        notes.append(Note("This server can only give square cells: values are resampled.", True))
    is_native = size == native
    if not is_native and options.cell_size is not None:
        notes.append(
            Note(
                f"Cells of {size[0]:g} × {size[1]:g} instead of {native[0]:g} × {native[1]:g}: "
                f"the server resamples ({options.interpolation}).",
                True,
            )
        )
    _check_counts(service.extent, size)
    grid = lattice(service.extent, *size)
    if options.extent is None:
        return grid, is_native
    box = _overlap(options.extent, options.extent_sr or options.sr or own, service, own, notes)
    window = grid.window(box)
    if window is None:
        raise PlanError(f"The extent holds no cell of “{service.name}”: choose a larger one.", url=service.url)
    return grid.subgrid(window), is_native


def _overlap(
    wanted: Extent, given_in: SpatialReference, service: ImageService, own: SpatialReference, notes: list[Note]
) -> Extent:
    """Return the part of the service that is wanted, in the service's spatial reference."""
    whole = service.extent
    part = shared_extent(wanted, given_in, whole, own)
    if part is None and own.is_geographic and whole.xmax > 181:  # a service that counts longitudes from 0 to 360
        part = shared_extent(wanted, given_in, whole.shifted(-360.0), own)
        part = part.shifted(360.0) if part is not None else None
    if part is None:
        covers = ", ".join(f"{value:.9g}" for value in whole.bounds)
        raise PlanError(
            f"The extent lies outside “{service.name}”, which covers {covers} (xmin, ymin, xmax, ymax in "
            f"{own.label}): choose an extent inside, or check its spatial reference.",
            url=service.url,
        )
    is_inside = whole.contains(wanted) if given_in.same_as(own) else not set(part.bounds) & set(whole.bounds)
    if not is_inside:
        notes.append(Note("The extent reaches beyond the service and is cut to it."))
    return part


def _check_counts(box: Extent, size: tuple[float, float]) -> None:
    columns, rows = box.width / size[0], box.height / size[1]
    if columns > MAX_CELLS_ALONG or rows > MAX_CELLS_ALONG:
        raise PlanError(
            f"Cells of {size[0]:g} × {size[1]:g} would make a raster of {columns:.3g} × {rows:.3g} cells: "
            "choose larger cells or a smaller extent."
        )


def _tiles(service: ImageService, options: DownloadOptions, grid: Grid, notes: list[Note]) -> Tiles:
    columns = min(options.tile_columns, service.max_columns)
    rows = min(options.tile_rows, service.max_rows)
    if (columns, rows) != (options.tile_columns, options.tile_rows) and len(
        plan_tiles(grid.columns, grid.rows, columns, rows)
    ) > len(plan_tiles(grid.columns, grid.rows, options.tile_columns, options.tile_rows)):
        notes.append(
            Note(f"The server answers at most {service.max_columns} × {service.max_rows} cells: tiles are that size.")
        )
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
        notes.append(Note("Values are the result of a rendering rule; rules that stretch may show seams.", True))


def _no_data(source: ImageService, options: DownloadOptions, bands: tuple[int, ...], kind: PixelType) -> float | None:
    """Return the value that stands for NoData in the output, or None where only a mask can say it.

    The user's value comes first, then the service's; fractions have room for one of their own: the lowest number, as
    ArcGIS uses it. Integers have none that is surely free.
    """
    of_bands = (source.no_data[band] for band in bands if source.no_data)
    declared = options.no_data or tuple(value for value in of_bands if value is not None)
    if declared and len(set(declared)) == 1:
        value = kind.nearest(declared[0])
        if value is not None:
            return value
    return kind.minimum if kind.is_float else None
